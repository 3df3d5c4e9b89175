import { sameBytes, type Uri } from '../../bytes.js'
import { jcs } from '../../canonicalize/jcs.js'
import { InvalidError } from '../../credential/issue.js'
import { validity } from '../../credential/validity.js'
import { BaseError, type Check, toProblem } from '../../errors.js'
import { isObject, type Json, type JsonObject, many } from '../../json.js'
import { shown } from '../../shown.js'
import {
  BadDocumentError,
  ChangedCopyError,
  ContradictionError,
  EndorsementError,
  NoSignatureError,
  NotAnAwardError,
  OutOfScopeError,
  RedirectedError,
  RevokedError,
  toCheck,
  VerificationTypeError,
  VersionError,
} from '../errors.js'
import type { Examined, Format, Note, World } from '../format.js'
import { type Found, find, idOf, isWeb, read } from './address.js'
import { decodeJws, type Jws, keyThatSigned } from './jws.js'
import { checkRecipient } from './recipient.js'
import { inScope } from './scope.js'
import { issuesOf } from './shape.js'
import { lookUp, reasonIn } from './status.js'
import { contextOf, toVersion2, type Version, verificationOf, versionOf } from './version.js'

/** An assertion of Open Badges 2.0: what a passed report holds, also of a badge that was written in 1.x. */
export type OpenBadge2 = {
  readonly '@context': Json
  readonly id: Uri
  readonly badge: JsonObject | Uri
  readonly recipient: JsonObject
  readonly issuedOn: string
}

/**
 * Reads Open Badges 2.0 and 2.1, and the 1.x before them: hosted and signed assertions, as objects, as JWS, and by the address that old
 * images hold. A hosted assertion is what its issuer publishes at its id: without `load` it is `unknown`. Everything is read over https.
 *
 * @example
 * const report = await verify(png, { accept: [...current, openBadges2], issuers: 'any', load: overHttps() })
 */
export const openBadges2: Format = { kind: 'format', name: 'Open Badges 2.0', recognise, check }

/**
 * Narrows what a passed report holds.
 *
 * @example
 * if (report.outcome === 'passed' && isOpenBadge2(report.credential)) report.credential.issuedOn // '2018-01-31T12:00:00Z'
 */
export function isOpenBadge2(value: object | undefined): value is OpenBadge2 {
  if (!value) return false
  const { id, badge, recipient, issuedOn } = value as JsonObject
  const isReference = typeof badge === 'string' || isObject(badge)
  return contextOf(value as JsonObject) !== undefined && typeof id === 'string' && typeof issuedOn === 'string' && isReference && isObject(recipient)
}

function recognise(value: JsonObject | string): boolean {
  if (typeof value !== 'string') {
    const isLaidOut = Object.hasOwn(value, 'recipient') && Object.hasOwn(value, 'badge')
    return contextOf(value) !== undefined || namesIn(value['type']).includes('Assertion') || isLaidOut
  }
  if (value.length < 2048 && isWeb(value.trim())) return true
  const jws = decodeJws(value)
  return jws !== undefined && recognise(jws.payload)
}

async function check(value: JsonObject | string, world: World): Promise<Examined> {
  if (typeof value !== 'string') return examine(value, undefined, world)
  const jws = decodeJws(value)
  if (jws) return examine(jws.payload, jws, world)
  try {
    // The first baked images hold an address alone: what stands there is examined as if it were held.
    const { document } = await findOriginal(value.trim(), world)
    return examine(document, undefined, world)
  } catch (error) {
    return { checks: { [error instanceof RevokedError ? 'status' : 'shape']: toCheck(error) } }
  }
}

/** What is held, and what is found on the way from it to its issuer. */
type Award = {
  readonly held: JsonObject
  readonly jws: Jws | undefined
  /** What is held, in the form of 2.0. */
  readonly assertion: JsonObject
  readonly version: Version
  readonly badge: Promise<Found>
  readonly issuer: Promise<Found>
  /** What is published at the id of an assertion that says that it is hosted. */
  readonly original: Promise<Original> | undefined
}
type Original = { readonly address: Uri; readonly document: JsonObject }
/** What stands behind an assertion, where, and how that is tied to the issuer. */
type Backing = { readonly suite: 'hosted' | 'jws'; readonly key: Uri; readonly boundBy: string }

async function examine(held: JsonObject, jws: Jws | undefined, world: World): Promise<Examined> {
  const version = versionOf(held)
  const types = namesIn(held['type'])
  if (version === '0.5')
    return { document: held, checks: { shape: toCheck(new VersionError('Open Badge', version, 'which does not say where its original is')) } }
  if (version !== '1.0' && !types.includes('Assertion') && held['revoked'] !== true)
    return { document: held, checks: { shape: toCheck(new NotAnAwardError(types)) } }
  const assertion = toVersion2(held, 'Assertion')
  const badge = shared(findBadge(assertion, version, world))
  const issuer = shared(badge.then((found) => findIssuer(found, world)))
  const original = wayOf(assertion) === 'hosted' ? shared(findOriginal(assertion['id'], world)) : undefined
  return judge({ held, jws, assertion, version, badge, issuer, original }, world)
}

async function judge(award: Award, world: World): Promise<Examined> {
  const { held, assertion, version, issuer } = award
  const backing = shared(back(award, world))
  const id = issuer.then(
    (found) => found.id,
    () => undefined,
  )
  const checks = {
    shape: guarded(() => checkShape(award)),
    signature: guarded(async () => checkSignature(await backing, await id)),
    binding: guarded(() => checkBinding(award, backing)),
    validity: guarded(() => validity({ from: ['issuedOn', assertion['issuedOn']], until: ['expires', assertion['expires']] }, world.now)),
    status: guarded(() => checkStatus(award, world)),
    recipient: guarded(() => checkRecipient(assertion['recipient'], world.recipient)),
  }
  const known: { [name: string]: Check } = { terms: { outcome: 'skipped', because: 'not asked' } }
  for (const [name, check] of Object.entries(checks)) known[name] = await check
  return { document: version === '2.0' ? held : assertion, issuer: await id, checks: known, notes: await notesOf(award, backing) }
}

// Enough to see what is wrong.
const maxIssues = 100

async function checkShape({ assertion, version, badge, issuer }: Award): Promise<Check> {
  const [found, profile] = await Promise.allSettled([badge, issuer])
  const [first, ...rest] = [
    ...issuesOf('Assertion', assertion, version),
    ...(found.status === 'fulfilled' ? issuesOf('BadgeClass', found.value.document, found.value.version, '/badge') : []),
    ...(profile.status === 'fulfilled' ? issuesOf('Issuer', profile.value.document, profile.value.version, '/badge/issuer') : []),
  ].slice(0, maxIssues)
  if (first) return { outcome: 'failed', problem: toProblem(new InvalidError('badge', [first, ...rest])) }
  // Each of the three is part of the badge: what was not read has no known shape.
  if (found.status === 'rejected') throw found.reason
  if (profile.status === 'rejected') throw profile.reason
  const endorsements = [assertion, found.value.document, profile.value.document].flatMap(({ endorsement }) => many(endorsement)).map(unexamined)
  return { outcome: 'passed', detail: { format: `Open Badge ${version}`, ...(endorsements.length > 0 && { endorsements }) } }
}

function checkSignature({ suite, key }: Backing, controller: Uri | undefined): Check {
  return { outcome: 'passed', detail: { proofs: [{ suite, key, outcome: 'passed', ...(controller !== undefined && { controller }) }] } }
}

async function checkBinding(award: Award, backing: Promise<Backing>): Promise<Check> {
  const { assertion, original } = award
  const [badge, issuer] = await Promise.all([award.badge, award.issuer])
  if (original) checkScope(assertion, badge, issuer)
  agree(assertion['badge'], badge)
  const { boundBy, key } = await backing
  // Who may redirect a visitor of the issuer's host is not always the issuer.
  if (original && !inScope(key, issuer)) throw new RedirectedError(String(assertion['id']), key)
  return { outcome: 'passed', detail: { issuer: issuer.id, boundBy, key } }
}

async function checkStatus({ assertion, issuer, original }: Award, world: World): Promise<Check> {
  if (assertion['revoked'] === true) throw new RevokedError(String(assertion['id']), reasonIn(assertion))
  const list = [(await original)?.address, await lookUp(assertion, await issuer, world)]
  const lists = list.filter((one) => one !== undefined)
  return lists.length === 0 ? { outcome: 'skipped', because: 'absent' } : { outcome: 'passed', detail: { lists } }
}

/** Finds what stands behind an assertion (Open Badges 2.0, "Verification"): the original that its issuer publishes, or a signature of its issuer. */
async function back({ held, jws, assertion, issuer, original }: Award, world: World): Promise<Backing> {
  const way = wayOf(assertion)
  if (way === undefined) throw new VerificationTypeError(typesOf(assertion))
  if (original) {
    const { address, document } = await original
    if (!sameBytes(jcs(held), jcs(document))) throw new ChangedCopyError(address)
    return { suite: 'hosted', key: address, boundBy: 'hosting' }
  }
  if (!jws) throw new NoSignatureError()
  const verification = verificationOf(assertion)
  const creator = isObject(verification) ? verification['creator'] : undefined
  return { suite: 'jws', key: await keyThatSigned(jws, creator, await issuer, world), boundBy: 'profile' }
}

const ways: { readonly [type: string]: 'hosted' | 'signed' } = { hosted: 'hosted', HostedBadge: 'hosted', signed: 'signed', SignedBadge: 'signed' }

/** The one way in which an assertion says that it is to be verified; `undefined` when it names none that is known, or both. */
function wayOf(assertion: JsonObject): 'hosted' | 'signed' | undefined {
  const named = new Set(typesOf(assertion).flatMap((type) => (Object.hasOwn(ways, type) ? [ways[type]] : [])))
  return named.size === 1 ? [...named][0] : undefined
}

function typesOf(assertion: JsonObject): readonly string[] {
  const verification = verificationOf(assertion)
  return namesIn(isObject(verification) ? verification['type'] : undefined)
}

/** Where the profile has no rules of its own, the badge class too must stand on the issuer's host (Open Badges 2.0, "HostedBadge Verification"). */
function checkScope({ id }: JsonObject, badge: Found, issuer: Found): void {
  const hasRules = isObject(issuer.document['verification'])
  const addresses = hasRules || !isWeb(badge.id) ? [String(id)] : [String(id), badge.id]
  const outside = addresses.find((address) => !inScope(address, issuer))
  if (outside !== undefined) throw new OutOfScopeError(outside, issuer.id)
}

/** What the issuer publishes at the id of a hosted assertion. */
async function findOriginal(id: Json | undefined, world: World): Promise<Original> {
  if (!isWeb(id)) throw new BadDocumentError(String(id ?? ''), 'it is no https address')
  try {
    const found = await read(id, world)
    if (found.document['revoked'] === true) throw new RevokedError(id, reasonIn(found.document))
    return found
  } catch (error) {
    // Open Badges 2.0, "Revoking Hosted Assertions": 410 Gone.
    if (error instanceof BaseError && error.name === 'load.FailedError' && error.facts['why'] === 'gone') throw new RevokedError(id)
    throw error
  }
}

/** The badge class: what is published at its id. One without an address is what the assertion says that it is. */
async function findBadge({ badge, id }: JsonObject, version: Version, world: World): Promise<Found> {
  const name = idOf(badge)
  if (isWeb(name)) return find(name, 'BadgeClass', world)
  if (isObject(badge)) return { id: String(name), address: String(id), document: badge, version }
  throw new BadDocumentError(String(id), 'it names no badge class')
}

/** The issuer: always what is published at its id, because anybody can write another's name into a badge. */
async function findIssuer({ id, document }: Found, world: World): Promise<Found> {
  const name = idOf(document['issuer'])
  if (!isWeb(name)) throw new BadDocumentError(id, 'its issuer has no https address')
  return find(name, 'Issuer', world)
}

/** A copy inside is what people are shown: it must not name another issuer than the one that counts. */
function agree(copy: Json | undefined, { document }: Found): void {
  const [inside, published] = [isObject(copy) ? idOf(copy['issuer']) : undefined, idOf(document['issuer'])]
  if (inside !== undefined && inside !== published) throw new ContradictionError(String(inside), String(published))
}

/** What decides nothing: that nothing signs it, and that a name in it stands for another. What was not found stands in the checks. */
async function notesOf({ assertion, badge, issuer }: Award, backing: Promise<Backing>): Promise<readonly Note[]> {
  const [behind, found, profile] = await Promise.allSettled([backing, badge, issuer])
  const notes: Note[] = []
  if (behind.status === 'fulfilled' && behind.value.suite === 'hosted') notes.push(hostedNote(behind.value.key))
  if (found.status === 'fulfilled') notes.push(...otherId(idOf(assertion['badge']), found.value))
  if (found.status === 'fulfilled' && profile.status === 'fulfilled') notes.push(...otherId(idOf(found.value.document['issuer']), profile.value))
  return notes
}

function hostedNote(address: Uri): Note {
  const message = `Nothing signs it: it is what stands at ${shown(address)} today, and whoever keeps that host could change it.`
  return { name: 'formats.HostedNote', message, facts: { address: shown(address) } }
}

function otherId(named: Json | undefined, { id }: Found): readonly Note[] {
  if (!isWeb(named) || named === id) return []
  const message = `It names "${shown(named)}", which is known by another address: "${shown(id)}". What stands there counted.`
  return [{ name: 'formats.OtherIdNote', message, facts: { named: shown(named), id: shown(id) } }]
}

function unexamined(endorsement: Json): Json {
  const id = String(idOf(endorsement))
  return { id, outcome: 'unknown', problem: new EndorsementError(id).name }
}

function namesIn(types: Json | undefined): readonly string[] {
  return many(types).filter((type) => typeof type === 'string')
}

/** A promise that several checks wait for; none of them needs to wait before it fails. */
function shared<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

async function guarded(check: () => Check | Promise<Check>): Promise<Check> {
  try {
    return await check()
  } catch (error) {
    return toCheck(error)
  }
}
