import type { MaybePromise, Uri } from '../bytes.js'
import type { Credential } from '../credential/secured.js'
import { BaseError, type Check, toProblem } from '../errors.js'
import { isObject, type Json, type JsonObject, many } from '../json.js'
import type { Checks, CheckWorld } from './report.js'

/** How to check one type of `credentialStatus`: a record, found by its type. */
export type StatusType = {
  readonly kind: 'status type'
  /** The `type` of the entries that it reads. */
  readonly name: string
  check(entry: JsonObject, credential: Credential, world: CheckWorld): MaybePromise<Check>
}

/** Checks every entry of `credentialStatus` by the accepted type of its name. One that nobody reads is `unknown`: it may be a revocation. */
export async function checkStatus(credential: Credential, types: readonly StatusType[], world: CheckWorld): Promise<Checks['status']> {
  const entries = many(credential.credentialStatus as Json | undefined)
  if (entries.length === 0) return { outcome: 'skipped', because: 'absent' }
  const checks = await Promise.all(entries.map((entry) => checkEntry(entry, credential, types, world)))
  const worst = checks.find(({ outcome }) => outcome === 'failed') ?? checks.find(({ outcome }) => outcome !== 'passed')
  if (worst) return worst as Checks['status']
  const lists = entries.map((entry) => (isObject(entry) ? entry['statusListCredential'] : undefined))
  return { outcome: 'passed', detail: { lists: lists.filter((list): list is Uri => typeof list === 'string') } }
}

/** A status of a type that was not accepted. */
export class UnknownStatusError extends BaseError {
  override readonly name = 'status.UnknownTypeError'
  constructor(type: string) {
    super(`The badge may have been revoked: its status is of a type that is not read here ("${type}"). Add its status type to \`accept\`.`, { facts: { type } })
  }
}

async function checkEntry(entry: Json, credential: Credential, types: readonly StatusType[], world: CheckWorld): Promise<Check> {
  const names = isObject(entry) ? many(entry['type']) : []
  const type = types.find(({ name }) => names.includes(name))
  if (!type || !isObject(entry)) return { outcome: 'unknown', problem: toProblem(new UnknownStatusError(names.join(', '))) }
  try {
    const check = await type.check(entry, credential, world)
    // A status that was not looked at is not a good one.
    return check.outcome === 'skipped' ? { outcome: 'unknown', problem: toProblem(new UnknownStatusError(type.name)) } : check
  } catch (error) {
    return { outcome: 'unknown', problem: toProblem(error) }
  }
}
