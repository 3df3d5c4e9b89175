import type { MaybePromise } from '../bytes.js'
import type { Check } from '../errors.js'
import type { Note } from '../formats/format.js'
import { isObject, type Json, type JsonObject, many } from '../json.js'
import type { SuiteReader } from '../sign/suite.js'
import type { Checks, Part } from './report.js'
import type { Accepted } from './verify.js'

/** What was examined, and what came of it. */
type Seen = {
  /** Nothing where nothing could be read. */
  readonly document: object | undefined
  readonly checks: Checks
  readonly parts: readonly Part[]
  readonly accept: readonly Accepted[]
  /** What its format has noted. */
  readonly said: MaybePromise<readonly Note[]> | undefined
}

/** What decides nothing, and a person should know: from what was seen already, in an order that does not change. Looks nothing up. */
export async function notesOn({ document: read, checks, parts, accept, said }: Seen): Promise<readonly Note[]> {
  const document = (read ?? {}) as JsonObject
  const verdicts = listIn(checks.signature, 'proofs')
  const named = (outcome: string): readonly string[] => [
    ...new Set(verdicts.filter((one) => one['outcome'] === outcome).map(({ suite }) => String(suite).slice(0, 100) || '?')),
  ]
  const passed = named('passed')
  const used = accept.filter((one): one is SuiteReader => one.kind === 'suite' && passed.includes(one.name))
  return [
    ...((await said) ?? []),
    ...earlierContexts(document),
    // A suite that nobody can sign with here is one that nobody should.
    ...olderSuites(used.filter((suite) => !('signedBytes' in suite)).map(({ name }) => name)),
    ...partShown(used.filter(({ discloses }) => discloses).map(({ name }) => name)),
    ...unreadProofs(passed.length > 0 ? named('skipped') : []),
    ...notOpened([...linksIn(document)]),
    ...endorsements(parts),
    ...notHeld(checks.parts),
  ]
}

// What a newer edition has taken the place of: VC 1.1, and the earlier contexts of Open Badges 3.0 and CLR 2.0 at all of their addresses.
const earlier =
  /^https:\/\/(www\.w3\.org\/2018\/credentials\/v1|purl\.imsglobal\.org\/spec\/(ob\/v3p0\/context(-3\.0\.[0-2]|\/ob_v3p0)?|clr\/v2p0\/context(-2\.0\.0)?)\.json(ld)?)$/

function earlierContexts(document: JsonObject): readonly Note[] {
  const contexts = [...new Set(many(document['@context']).filter((context) => typeof context === 'string' && earlier.test(context)))]
  const message = `It is written by an earlier edition of the standard (${contexts.join(', ')}). A reader that knows only the newest may not take it.`
  return contexts.length === 0 ? [] : [{ name: 'verify.EarlierContextNote', message, facts: { contexts } }]
}

function olderSuites(suites: readonly string[]): readonly Note[] {
  const message = `It is signed in a way that was given up since (${suites.join(', ')}). The signature holds; a reader that knows only the newest may not take it.`
  return suites.length === 0 ? [] : [{ name: 'verify.OlderSuiteNote', message, facts: { suites } }]
}

function partShown(suites: readonly string[]): readonly Note[] {
  const message = 'Its holder may be showing only a part of what was signed. What is left out, an end date for example, cannot be missed here.'
  return suites.length === 0 ? [] : [{ name: 'verify.PartShownNote', message, facts: { suites } }]
}

function unreadProofs(suites: readonly string[]): readonly Note[] {
  const message = `It carries more proofs, of kinds that were not accepted here (${suites.join(', ')}): they were not examined.`
  return suites.length === 0 ? [] : [{ name: 'verify.UnreadProofNote', message, facts: { suites } }]
}

function notOpened(members: readonly string[]): readonly Note[] {
  const message = `It links to what was not opened (${members.join(', ')}). Its address is signed, and what stands there is not.`
  return members.length === 0 ? [] : [{ name: 'verify.NotOpenedNote', message, facts: { members } }]
}

function endorsements(parts: readonly Part[]): readonly Note[] {
  const said = parts.filter(isEndorsement)
  const [failed, unknown] = (['failed', 'unknown'] as const).map((outcome) => said.filter(({ report }) => report.outcome === outcome).map(({ path }) => path))
  if (!failed?.length && !unknown?.length) return []
  const message = 'Somebody endorses it in words that are not valid, or could not be checked. Count on what its issuer says alone.'
  return [{ name: 'verify.EndorsementNote', message, facts: { failed: failed ?? [], unknown: unknown ?? [] } }]
}

function notHeld(check: Check): readonly Note[] {
  const ids = check.outcome === 'passed' && isObject(check.detail) ? many(check.detail['notHeld']) : []
  const message = `It ties to ${ids.length} more that it does not hold: it may be a part of a larger record.`
  return ids.length === 0 ? [] : [{ name: 'verify.NotHeldNote', message, facts: { ids } }]
}

/** Says by its place whether a credential inside is what somebody else says. */
export function isEndorsement({ path }: Part): boolean {
  return /\/endorsement(Jwt)?(\/\d+)*$/.test(path)
}

/** A list that a check has in its detail, or its problem in its facts. */
export function listIn(check: Check, member: string): readonly JsonObject[] {
  const facts = check.outcome === 'passed' ? check.detail : 'problem' in check ? check.problem.facts : {}
  return isObject(facts) ? many(facts[member]).filter(isObject) : []
}

// A credential inside has notes of its own.
const inside = ['verifiableCredential', 'endorsement']
const links = ['evidence', 'image', 'criteria', 'termsOfUse']

/** The members that lead somewhere on the web, wherever they stand. */
function linksIn(value: Json | undefined, found: Set<string> = new Set()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const one of value) linksIn(one, found)
  else if (isObject(value))
    for (const [member, one] of Object.entries(value)) {
      if (inside.includes(member)) continue
      if (links.includes(member) && many(one).some(isLink)) found.add(member)
      linksIn(one, found)
    }
  return found
}

function isLink(value: Json): boolean {
  const id = isObject(value) ? value['id'] : value
  return typeof id === 'string' && /^https?:/i.test(id)
}
