import type { Uri } from '../bytes.js'
import type { Credential } from '../credential/secured.js'
import { BaseError, type Check, toProblem } from '../errors.js'
import { isObject, type Json, type JsonObject, many } from '../json.js'
import type { Load, Loaded } from '../seams.js'
import { issuerOf, NotTheIssuerError } from '../sign/sign.js'
import type { StatusType, StatusWorld } from '../status/statusType.js'
import type { Checks, CheckWorld, Report, StatusVerdict } from './report.js'

// Each entry may have a list fetched, verified and decompressed.
const maxEntries = 16

/**
 * Checks every entry of `credentialStatus` by the accepted type of its name. One that nobody reads is `unknown`: it may be a revocation.
 * `verify` judges a list that is itself a credential.
 */
export async function checkStatus(
  credential: Credential,
  types: readonly StatusType[],
  world: CheckWorld,
  verify: (list: object | string) => Promise<Report>,
): Promise<Checks['status']> {
  const entries = many(credential.credentialStatus as Json | undefined)
  if (entries.length === 0) return { outcome: 'skipped', because: 'absent' }
  if (entries.length > maxEntries) return unknown(new TooManyEntriesError(entries.length)) as Checks['status']
  const verifyList: StatusWorld['verifyList'] = async (list, { issuer }) => listCheck(await verify(list), issuer)
  const statusWorld = { ...world, verifyList, load: world.load && once(world.load) }
  const checks = await Promise.all(entries.map((entry) => checkEntry(entry, credential, types, statusWorld)))
  const verdicts = checks.map((check, at) => verdictOf(check, entries[at]))
  const worst = worstOf(checks)
  if (worst) return { ...worst, problem: { ...worst.problem, facts: { ...worst.problem.facts, entries: verdicts } } } as Checks['status']
  const lists = new Set(verdicts.flatMap(({ list }) => (typeof list === 'string' ? list : [])))
  return { outcome: 'passed', detail: { lists: [...lists], entries: verdicts } }
}

/** A status of a type that was not accepted. */
export class UnknownStatusError extends BaseError {
  override readonly name = 'status.UnknownTypeError'
  constructor(type: string) {
    super(`The badge may have been revoked: its status is of a type that is not read here ("${type}"). Add its status type to \`accept\`.`, { facts: { type } })
  }
}

/** More status entries than anyone has use for. */
export class TooManyEntriesError extends BaseError {
  override readonly name = 'status.TooManyEntriesError'
  constructor(count: number) {
    super(`This badge has ${count} status entries; at most ${maxEntries} are read. Ask its issuer for a copy with fewer.`, { facts: { count, maxEntries } })
  }
}

/** The list has a status of its own. */
export class NestedListError extends BaseError {
  override readonly name = 'status.NestedListError'
  constructor() {
    super('The list may have been revoked itself: it has a status of its own, and lists are not looked up on other lists.')
  }
}

async function checkEntry(entry: Json, credential: Credential, types: readonly StatusType[], world: StatusWorld): Promise<Check> {
  const names = typesOf(entry)
  const type = types.find(({ name }) => names.includes(name))
  if (!type || !isObject(entry)) return unknown(new UnknownStatusError(names.join(', ')))
  try {
    const check = await type.check(entry, credential, world)
    // A status that was not looked at is not a good one.
    return check.outcome === 'skipped' ? unknown(new UnknownStatusError(type.name)) : check
  } catch (error) {
    return unknown(error)
  }
}

/** What the report on a list makes of it: one that passed, and is this issuer's, is a good one. */
function listCheck(report: Report, issuer: Uri): Check<JsonObject> {
  if (report.outcome === 'passed' && report.credential) {
    const signer = issuerOf(report.credential) ?? ''
    if (signer !== issuer) return { outcome: 'failed', problem: toProblem(new NotTheIssuerError(issuer, signer)) }
    return { outcome: 'passed', detail: report.credential as unknown as JsonObject }
  }
  const { status, validity, ...others } = report.checks
  const troubles = Object.values<Check>(others).filter(isTrouble)
  const bad = troubles.find(({ outcome }) => outcome === 'failed')
  if (bad) return bad
  if (status.outcome === 'unknown') return unknown(new NestedListError())
  // A list of another time does not speak of now.
  const doubt = troubles[0] ?? validity
  return { ...doubt, outcome: 'unknown' } as Trouble
}

type Trouble = Extract<Check, { readonly problem: unknown }>

/** `failed` beats `unknown`, and what is for good beats what is for now. */
function worstOf(checks: readonly Check[]): Trouble | undefined {
  const troubles = checks.filter(isTrouble)
  const failed = troubles.filter(({ outcome }) => outcome === 'failed')
  return failed.find(({ problem }) => problem.name !== 'status.SuspendedError') ?? failed[0] ?? troubles[0]
}

/** What is known of one entry: what its check found, and else what the entry says itself. */
function verdictOf(check: Check, entry: Json | undefined): StatusVerdict {
  const { statusPurpose, statusListCredential } = isObject(entry) ? entry : {}
  const found = 'problem' in check ? check.problem.facts : check.outcome === 'passed' ? check.detail : {}
  const { purpose = statusPurpose, list = statusListCredential, index, value, message } = isObject(found) ? found : {}
  const facts = Object.entries({ purpose, list, index, value, message }).filter(([, fact]) => typeof fact === 'string' || typeof fact === 'number')
  const verdict = { type: typesOf(entry).join(', '), outcome: check.outcome, ...('problem' in check && { problem: check.problem.name }) }
  return { ...verdict, ...Object.fromEntries(facts) } as StatusVerdict
}

function typesOf(entry: Json | undefined): readonly string[] {
  return isObject(entry) ? many(entry['type']).filter((type) => typeof type === 'string') : []
}

/** Several entries may be on one list: each URL is read once. */
function once(load: Load): Load {
  const asked = new Map<Uri, Promise<Loaded>>()
  return (url, wish) => {
    const answer = asked.get(url) ?? load(url, wish)
    asked.set(url, answer)
    return answer
  }
}

function isTrouble(check: Check): check is Trouble {
  return 'problem' in check
}

function unknown(error: unknown): Trouble {
  return { outcome: 'unknown', problem: toProblem(error) }
}
