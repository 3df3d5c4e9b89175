import type { Uri } from '../bytes.js'
import type { OpenBadge } from '../credential/badge.js'
import { timeOf } from '../credential/instant.js'
import type { Signed } from '../credential/secured.js'
import { textIn } from '../credential/text.js'
import { BaseError } from '../errors.js'
import { pageOf } from './page.js'

export declare namespace linkedIn {
  type Options = {
    /** The page where the badge can be seen and verified. */
    readonly page: Uri
    /** The issuer's LinkedIn organisation: its number, with which the logo appears, or its name. */
    readonly organization: { readonly id: number } | { readonly name: string }
    /** The language of the profile (BCP 47), where the badge has its name in several. */
    readonly language?: string | undefined
  }
}

/**
 * The LinkedIn add-to-profile URL of a badge, and the same fields in the order of LinkedIn's form for copy and paste, since LinkedIn does
 * not always fill its form from the URL. Years and months are those of UTC. The badge is not verified.
 *
 * @throws {PageError} when `page` is not an https URL
 * @throws {OrganizationError} when the organisation's number is not a positive integer, or its name is empty
 * @example
 * linkedIn(signed, { page: 'https://uni.example/badges/1', organization: { name: 'Example University' } }).url
 */
export function linkedIn(
  badge: Signed<OpenBadge>,
  { page, organization, language }: linkedIn.Options,
): { readonly url: string; readonly fields: readonly { readonly label: string; readonly value: string }[] } {
  const certUrl = pageOf(page)
  checkOrganization(organization)
  const languages = language === undefined ? [] : [language]
  const name = textIn(badge.name ?? badge.credentialSubject.achievement.name, languages)
  const issued = monthOf(badge.awardedDate ?? badge.validFrom)
  const expires = monthOf(badge.validUntil)
  const parameters = new URLSearchParams({ startTask: 'CERTIFICATION_NAME', name })
  if ('id' in organization) parameters.set('organizationId', String(organization.id))
  else parameters.set('organizationName', organization.name)
  setMonth(parameters, 'issue', issued)
  setMonth(parameters, 'expiration', expires)
  parameters.set('certUrl', certUrl)
  parameters.set('certId', badge.id)
  const fields = [
    { label: 'Name', value: name },
    { label: 'Issuing organization', value: 'name' in organization ? organization.name : textIn(badge.issuer.name ?? badge.issuer.id, languages) },
    { label: 'Issue date', value: issued ? `${issued.year}-${String(issued.month).padStart(2, '0')}` : '' },
    { label: 'Expiration date', value: expires ? `${expires.year}-${String(expires.month).padStart(2, '0')}` : '' },
    { label: 'Credential ID', value: badge.id },
    { label: 'Credential URL', value: certUrl },
  ]
  // LinkedIn reads a plus sign as itself: a space is %20.
  return { url: `https://www.linkedin.com/profile/add?${parameters.toString().replaceAll('+', '%20')}`, fields: fields.filter(({ value }) => value !== '') }
}

/** The organisation is not one that LinkedIn could know. */
export class OrganizationError extends BaseError {
  override readonly name = 'share.OrganizationError'
  constructor() {
    super("Name the issuer's LinkedIn organisation by its number, a positive integer that its page shows to administrators, or by a name that is not empty.")
  }
}

type Month = { readonly year: number; readonly month: number }

function checkOrganization(organization: linkedIn.Options['organization']): void {
  const known = 'id' in organization ? Number.isSafeInteger(organization.id) && organization.id > 0 : organization.name.trim() !== ''
  if (!known) throw new OrganizationError()
}

function monthOf(instant: string | undefined): Month | undefined {
  const time = instant === undefined ? undefined : timeOf(instant)
  if (time === undefined) return undefined
  const date = new Date(time)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 }
}

function setMonth(parameters: URLSearchParams, name: 'issue' | 'expiration', month: Month | undefined): void {
  if (!month) return
  parameters.set(`${name}Year`, String(month.year))
  parameters.set(`${name}Month`, String(month.month))
}
