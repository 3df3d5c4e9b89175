import type { Check } from '../errors.js'
import { isObject } from '../json.js'
import type { Language } from './text/en.js'

/** What is known of each check, by name. */
export type Known = { readonly [name: string]: Check | { readonly outcome: 'pending' } | undefined }

/** What was found out about the issuer, for the place beside its name: never more than the checks say. */
export function boundOf({ binding, issuer }: Known, { labels }: Language): string {
  const { bound } = labels
  if (issuer?.outcome === 'passed' && binding?.outcome === 'passed') {
    const { list, name } = isObject(issuer.detail) ? issuer.detail : {}
    return bound.listed(String(list), typeof name === 'string' ? name : '')
  }
  if (!binding || binding.outcome === 'pending' || issuer?.outcome === 'pending') return bound.pending
  if (binding.outcome === 'failed') return bound.other
  if (binding.outcome !== 'passed') return bound.unknown
  if (issuer?.outcome === 'failed') return bound.unlisted
  const { issuer: id } = isObject(binding.detail) ? binding.detail : {}
  const domain = domainOf(String(id))
  return domain === undefined ? bound.nobody : bound.domain(domain)
}

/** The host that an issuer's id names, in the letters that its owner registered; a key or an account names none. */
export function domainOf(id: string): string | undefined {
  const [, web] = /^did:web:([^:#?]+)/.exec(id) ?? []
  const address = web === undefined ? id : `https://${web.replace(/%3a/gi, ':')}`
  return /^https:/i.test(address) && URL.canParse(address) ? new URL(address).host : undefined
}
