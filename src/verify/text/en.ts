import type { Problem } from '../../errors.js'
import { isObject, type Json, type JsonObject, many } from '../../json.js'
import type { CheckName, Refresh } from '../report.js'

/** Why a check was skipped. */
export type Because = 'absent' | 'not asked' | 'not understood' | 'inside'

/** Every sentence of one language. A language that lacks one does not compile. */
export type Catalogue = {
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly headlines: { readonly [K in 'passed' | 'passed, issuer unknown' | 'failed' | 'unknown']: string }
  readonly advice: { readonly [K in 'passed' | 'passed, issuer unknown' | 'failed' | 'unknown']: string }
  readonly checks: { readonly [K in CheckName]: string }
  readonly pending: string
  readonly because: { readonly [K in Because]: string }
  /** What is said of a newer copy that the issuer offers. */
  readonly refresh: { readonly [K in 'label' | Exclude<Refresh['outcome'], 'unknown'>]: string }
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
    schema: 'Schema',
    resources: 'Related files',
    anchor: 'Blockchain',
    issuer: 'Trusted issuer',
    recipient: 'Holder',
    presentation: 'Presented',
    parts: 'Contents',
  },
  pending: 'Checking…',
  because: {
    absent: 'There is nothing to check.',
    'not asked': 'Not asked for.',
    'not understood': 'Of a kind that was not accepted here.',
    inside: 'It is asked of each credential inside.',
  },
  refresh: {
    label: 'Present copy',
    'not asked': 'Its issuer offers to give its present copy; nobody asked for it here.',
    'not understood': 'Its issuer offers to give its present copy, in a way that is not known here.',
    same: 'Its issuer gives the same one today.',
    changed: 'Its issuer gives another copy of it today: see what is said of that one.',
  },
  skipped: {
    parts: { absent: 'It is one credential, and holds no others.' },
    terms: { 'not asked': 'The signature covers the text as it stands.' },
    status: { absent: 'Its issuer keeps no list of revoked badges.' },
    schema: { absent: 'It names no schema.' },
    resources: { absent: 'It fixes the content of no other file.' },
    anchor: {
      absent: 'It carries no blockchain receipt.',
      'not asked': 'It comes with a receipt or a timestamp, but no chain was given to look it up on.',
      'not understood': 'It comes with a timestamp by somebody whose timestamps are not read here.',
    },
    issuer: { 'not asked': 'No list of trusted issuers was given.' },
    presentation: { absent: 'It came by itself, and nobody presents it.', 'not asked': 'Nobody asked for it now: it may be an older one, sent again.' },
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
        return facts['boundBy'] === 'hosting'
          ? `It stands where ${facts['issuer']} publishes.`
          : `The key belongs to ${facts['issuer'] ?? facts['holder']} (${facts['boundBy']}).`
      case 'validity':
        return facts['until'] ? `Valid until ${day(facts['until'])}.` : 'Valid, without an end date.'
      case 'status':
        return 'Not revoked.'
      case 'schema':
        return byOwnRules(facts) ? 'It keeps the rules of Open Badges 3.0, which its schema describes.' : 'It is as its schema says.'
      case 'resources':
        return `The files that it refers to (${many(facts['resources']).length}) are the ones that were meant.`
      case 'anchor':
        return many(facts['sightings']).map(sightingEn).join(' ')
      case 'issuer':
        return facts['signedBy'] ? listedEn(facts) : facts['name'] ? `Known to you as ${facts['name']}.` : 'On your list of trusted issuers.'
      case 'parts':
        return `${facts['count'] === 1 ? 'The credential that it holds is' : `All ${facts['count']} credentials that it holds are`} in order.${ofHolder(facts, 'Awarded to its holder')}`
      case 'presentation':
        return `Presented by ${facts['holder']}${facts['challenge'] ? ', now' : ''}${facts['domain'] ? `, for ${facts['domain']}` : ''}.`
      case 'recipient':
        return `It was awarded to this person (${facts['matched']}).`
      default:
        return 'Passed.'
    }
  },
  problem: () => undefined,
}

/** How many of what is presented was awarded to who presents it, where that was asked. */
export function ofHolder({ count, ofHolder }: JsonObject, label: string): string {
  return ofHolder === undefined ? '' : ` ${label}: ${ofHolder}/${count}.`
}

function listedEn({ list, name, signedBy }: JsonObject): string {
  return `Listed${name ? ` as ${name}` : ''} in ${list}, ${signedBy === 'nobody' ? 'which nobody has signed' : `signed by ${signedBy}`}.`
}

function sightingEn(sighting: Json): string {
  const { chain, block, time, evidence, testOnly } = isObject(sighting) ? sighting : {}
  const where = `${chain}${block === undefined ? '' : `, block ${block}`}${evidence === 'pinned' ? ', by a copy of the block that is kept here' : ''}`
  return `Existed before ${day(time)} (${where}${testOnly ? ', a test chain: proves nothing to others' : ''}).`
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

/** Whether nothing but official schemas was named, whose rules are known without reading them. */
export function byOwnRules(facts: JsonObject): boolean {
  return many(facts['schemas']).every((schema) => isObject(schema) && schema['by'] === 'own rules')
}
