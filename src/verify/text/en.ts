import type { Problem } from '../../errors.js'
import { isObject, type Json, type JsonObject, many } from '../../json.js'
import type { CheckName } from '../report.js'

/** Why a check was skipped. */
export type Because = 'absent' | 'not asked' | 'not understood'

/** Every sentence of one language. A language that lacks one does not compile. */
export type Catalogue = {
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly headlines: { readonly [K in 'passed' | 'passed, issuer unknown' | 'failed' | 'unknown']: string }
  readonly advice: { readonly [K in 'passed' | 'passed, issuer unknown' | 'failed' | 'unknown']: string }
  readonly checks: { readonly [K in CheckName]: string }
  readonly pending: string
  readonly because: { readonly [K in Because]: string }
  readonly skipped: { readonly [K in CheckName]?: { readonly [B in Because]?: string } }
  /** What a passed check found. */
  passed(check: string, detail: Json): string
  /** What a problem or a note means for a person; `undefined` leaves it to its own message. */
  problem(problem: Problem): string | undefined
}

/** English. The problems speak English themselves. */
export const en: Catalogue = {
  language: 'en',
  direction: 'ltr',
  headlines: { passed: 'Verified', 'passed, issuer unknown': 'Genuine, issuer not known to us', failed: 'Not valid', unknown: 'Could not be checked' },
  advice: {
    passed: 'Everything that was examined is in order.',
    'passed, issuer unknown': 'Nothing was changed since it was signed. Check for yourself that the issuer is who it says: nobody has vouched for it here.',
    failed: 'Do not rely on it. Ask its holder for the original file.',
    unknown: 'It is neither confirmed nor refuted. See what is missing, and try again.',
  },
  checks: {
    shape: 'Form',
    terms: 'Meaning',
    signature: 'Signature',
    binding: 'Signed by',
    validity: 'Dates',
    status: 'Revocation',
    anchor: 'Blockchain',
    issuer: 'Trusted issuer',
    recipient: 'Holder',
    parts: 'Contents',
  },
  pending: 'Checking…',
  because: { absent: 'There is nothing to check.', 'not asked': 'Not asked for.', 'not understood': 'Of a kind that was not accepted here.' },
  skipped: {
    parts: { absent: 'It is one credential, and holds no others.' },
    terms: { 'not asked': 'The signature covers the text as it stands.' },
    status: { absent: 'Its issuer keeps no list of revoked badges.' },
    anchor: { absent: 'It carries no blockchain receipt.', 'not asked': 'It carries a receipt, but no chain was given to look it up on.' },
    issuer: { 'not asked': 'No list of trusted issuers was given.' },
  },
  passed(check, detail) {
    const facts = isObject(detail) ? detail : {}
    switch (check) {
      case 'shape':
        return `It is a well-formed ${facts['format']}.`
      case 'terms':
        return 'Every member is defined, and none is hidden.'
      case 'signature':
        return suitesOf(facts) === 'hosted' ? 'Its issuer publishes the same.' : `Unchanged since it was signed (${suitesOf(facts)}).`
      case 'binding':
        return facts['boundBy'] === 'hosting' ? `It stands where ${facts['issuer']} publishes.` : `The key belongs to ${facts['issuer']} (${facts['boundBy']}).`
      case 'validity':
        return facts['until'] ? `Valid until ${day(facts['until'])}.` : 'Valid, without an end date.'
      case 'status':
        return 'Not revoked.'
      case 'anchor':
        return many(facts['sightings']).map(sightingEn).join(' ')
      case 'issuer':
        return facts['name'] ? `Known to you as ${facts['name']}.` : 'On your list of trusted issuers.'
      case 'parts':
        return `All ${facts['count']} credentials that it holds are in order.`
      case 'recipient':
        return `It was awarded to this person (${facts['matched']}).`
      default:
        return 'Passed.'
    }
  },
  problem: () => undefined,
}

function sightingEn(sighting: Json): string {
  const { chain, time, testOnly } = isObject(sighting) ? sighting : {}
  return `Existed before ${day(time)} (${chain}${testOnly ? ', a test chain: proves nothing to others' : ''}).`
}

/** The day of an instant in UTC, as it stands in the text. */
export function day(instant: Json | undefined): string {
  return String(instant).slice(0, 10)
}

/** The suites of the proofs that passed. */
export function suitesOf(facts: JsonObject): string {
  return many(facts['proofs'])
    .filter((proof) => isObject(proof) && proof['outcome'] === 'passed')
    .map((proof) => (proof as JsonObject)['suite'])
    .join(', ')
}
