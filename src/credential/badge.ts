import type { Instant, Uri } from '../bytes.js'
import type { JsonObject } from '../json.js'
import type { Achievement, Alignment, achievement } from './achievement.js'
import { draft, type Untyped } from './draft.js'
import type { Endorsement } from './endorsement.js'
import type { IdentityObject } from './identity.js'
import { toInstant } from './instant.js'
import { InvalidError, type Issue } from './issue.js'
import type { Image, Profile } from './profile.js'
import type { Credential, OneOrMany } from './secured.js'
import type { Text } from './text.js'

/** A learner is named by an id or by at least one identifier. */
export type Learner =
  | { readonly id: Uri; readonly identifier?: readonly IdentityObject[] | undefined }
  | { readonly id?: undefined; readonly identifier: readonly [IdentityObject, ...IdentityObject[]] }

export type ResultStatus = 'Completed' | 'Enrolled' | 'Failed' | 'InProgress' | 'OnHold' | 'Provisional' | 'Withdrew'

/** What the learner achieved (Open Badges 3.0, Result). `resultDescription` and `achievedLevel` are ids inside the achievement. */
export type Result = {
  readonly type: readonly ['Result', ...string[]]
  readonly resultDescription?: Uri | undefined
  readonly value?: string | undefined
  readonly achievedLevel?: Uri | undefined
  readonly status?: ResultStatus | undefined
  readonly alignment?: readonly Alignment[] | undefined
}

/** What shows that the criteria were met (Open Badges 3.0, Evidence). */
export type Evidence = {
  readonly type: readonly ['Evidence', ...string[]]
  readonly id?: Uri | undefined
  readonly name?: Text | undefined
  readonly narrative?: Text | undefined
  readonly description?: Text | undefined
  readonly genre?: Text | undefined
  readonly audience?: Text | undefined
}

/** Who earned what, and how (Open Badges 3.0, AchievementSubject). */
export type Subject = Learner & {
  readonly type: readonly ['AchievementSubject', ...string[]]
  readonly achievement: Achievement
  readonly activityStartDate?: Instant | undefined
  readonly activityEndDate?: Instant | undefined
  readonly creditsEarned?: number | undefined
  readonly image?: Image | undefined
  readonly licenseNumber?: string | undefined
  readonly narrative?: Text | undefined
  readonly result?: readonly Result[] | undefined
  readonly role?: Text | undefined
  readonly source?: Profile | undefined
  readonly term?: Text | undefined
}

/** Where the status of a credential stands (Bitstring Status List 1.0, 3.1). Open Badges needs its `id`. */
export type StatusEntry = {
  readonly id: Uri
  readonly type: 'BitstringStatusListEntry'
  readonly statusPurpose: string
  readonly statusListIndex: string
  readonly statusListCredential: Uri
}

/** An Open Badge 3.0: who awards what to whom, from when on (Open Badges 3.0, AchievementCredential). */
export type OpenBadge = Credential & {
  readonly id: Uri
  readonly issuer: Profile
  readonly validFrom: Instant
  readonly credentialSubject: Subject
  readonly name?: Text | undefined
  readonly description?: Text | undefined
  readonly image?: Image | undefined
  readonly awardedDate?: Instant | undefined
  readonly evidence?: readonly Evidence[] | undefined
  readonly endorsement?: readonly Endorsement[] | undefined
  /** Compact JWS. The published context 3.0.3 has no word for it: it may be read, and is not written. */
  readonly endorsementJwt?: readonly string[] | undefined
  readonly credentialSchema?: OneOrMany<JsonObject> | undefined
  readonly termsOfUse?: OneOrMany<JsonObject> | undefined
}

export declare namespace openBadge {
  type ResultOptions = Omit<Untyped<Result>, 'alignment'> & { readonly alignment?: readonly achievement.AlignmentOptions[] | undefined }
  /** What can be said of the award itself, beside who it is for. */
  type Details = {
    readonly activityStartDate?: Date | undefined
    readonly activityEndDate?: Date | undefined
    readonly creditsEarned?: number | undefined
    /** The image of this award, which may itself be a baked badge. */
    readonly image?: Untyped<Image> | undefined
    readonly licenseNumber?: string | undefined
    readonly narrative?: Text | undefined
    readonly role?: Text | undefined
    readonly source?: Profile | undefined
    readonly term?: Text | undefined
  }
  type Options = {
    /** A URI of this badge alone: equality, status and refresh hang on it. */
    readonly id: Uri
    readonly issuer: Profile
    readonly achievement: Achievement
    readonly subject: Learner & Details
    readonly validFrom: Date
    readonly validUntil?: Date | undefined
    /** When it was first awarded: it stays when the badge is issued again with a later `validFrom`. */
    readonly awardedDate?: Date | undefined
    readonly name?: Text | undefined
    readonly description?: Text | undefined
    readonly image?: Untyped<Image> | undefined
    readonly results?: readonly ResultOptions[] | undefined
    readonly evidence?: readonly Untyped<Evidence>[] | undefined
    /** One entry is what 1EdTech's schemas expect; several, one for each purpose, are what VC Data Model 2.0 allows. */
    readonly status?: OneOrMany<StatusEntry> | undefined
    /** Where a newer edition of this badge is served. It brings the context `openBadgeExtensions`, which defines the type. */
    readonly refresh?: Uri | undefined
    readonly endorsement?: readonly Endorsement[] | undefined
    readonly termsOfUse?: readonly JsonObject[] | undefined
    /** URLs of more contexts, after the two that every badge has. */
    readonly contexts?: readonly Uri[] | undefined
  }
}

/** VC Data Model 2.0. */
export const credentialsContext = 'https://www.w3.org/ns/credentials/v2' as const
/** Open Badges 3.0, its newest published edition. */
export const openBadgeContext = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json' as const
/** Open Badges 3.0: the types of 1EdTech's refresh service, revocation list and schema check. */
export const openBadgeExtensions = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json' as const

/**
 * Writes an Open Badge 3.0 as its certification expects it: lists for sets, moments in UTC, no `null`, no empty list. It has no clock and
 * no randomness: `id` and `validFrom` are yours. A missing `type` inside is written for you.
 *
 * @throws {InvalidError} with every rule that it breaks
 * @example
 * openBadge({ id: 'urn:uuid:…', issuer, achievement, subject: { id: 'did:example:learner' }, validFrom: new Date() })
 */
export function openBadge(options: openBadge.Options): OpenBadge {
  const { id, issuer, achievement, subject, name, description, image, results, evidence, status, refresh, endorsement, termsOfUse } = options
  const issues: Issue[] = []
  const at = dates(issues)
  const badge = {
    '@context': [...new Set([credentialsContext, openBadgeContext, ...(refresh ? [openBadgeExtensions] : []), ...(options.contexts ?? [])])],
    id,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name,
    description,
    image,
    issuer,
    validFrom: at('/validFrom', options.validFrom),
    validUntil: at('/validUntil', options.validUntil),
    awardedDate: at('/awardedDate', options.awardedDate),
    credentialSubject: {
      ...subject,
      type: ['AchievementSubject'],
      activityStartDate: at('/credentialSubject/activityStartDate', subject.activityStartDate),
      activityEndDate: at('/credentialSubject/activityEndDate', subject.activityEndDate),
      achievement,
      result: results,
    },
    evidence,
    endorsement,
    credentialStatus: Array.isArray(status) && status.length === 1 ? status[0] : status,
    refreshService: refresh && { id: refresh, type: '1EdTechCredentialRefresh' },
    termsOfUse,
  }
  const [first, ...rest] = issues
  if (first) throw new InvalidError('badge', [first, ...rest])
  return draft('badge', badge)
}

function dates(issues: Issue[]): (path: string, date: Date | undefined) => Instant | undefined {
  return (path, date) => {
    if (date === undefined) return undefined
    const instant = date instanceof Date ? toInstant(date) : undefined
    if (instant === undefined) issues.push({ path, rule: 'date', message: 'This is not a valid date in the years 0 to 9999.' })
    return instant
  }
}
