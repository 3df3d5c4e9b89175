import type { MaybePromise, Uri } from '../bytes.js'
import type { Credential } from '../credential/secured.js'
import { BaseError, type Check, type Problem, toProblem } from '../errors.js'
import type { Json, JsonObject } from '../json.js'
import type { Cancel, Load } from '../seams.js'
import { shown } from '../shown.js'

/** What checking a status may touch. */
export type StatusWorld = {
  readonly load?: Load | undefined
  readonly now: Date
  readonly cancel?: Cancel | undefined
  /**
   * Verifies a list that is itself a credential, an object or a compact JWT, by the caller's own policy: its proof, its dates, and that
   * `issuer` signed it. The detail of a passed check is the list as it was verified: read that one. A list of another time is `unknown`.
   */
  verifyList(list: object | string, options: { readonly issuer: Uri }): Promise<Check<JsonObject>>
}

/** How to check one type of `credentialStatus`: a record, found by its type. A check that rejects is a doubt, and one that skips too. */
export type StatusType = {
  readonly kind: 'status type'
  /** The `type` of the entries that it reads. */
  readonly name: string
  check(entry: JsonObject, credential: Credential, world: StatusWorld): MaybePromise<Check>
}

/** What an entry was found to say. `list` is where it was read, `value` what stands there; `message` what its issuer calls that value. */
export type StatusDetail = {
  readonly purpose: string
  readonly list: Uri
  readonly index?: number | undefined
  readonly value: number
  readonly message?: string | undefined
}

/** Its issuer has cancelled the credential, for good. */
export class RevokedError extends BaseError {
  override readonly name = 'status.RevokedError'
  constructor(detail: StatusDetail) {
    super('Its issuer has revoked it: it is no longer valid, and will not be again. Ask its issuer whether there is a newer one.', { facts: factsOf(detail) })
  }
}

/** Its issuer has suspended the credential, for now. */
export class SuspendedError extends BaseError {
  override readonly name = 'status.SuspendedError'
  constructor(detail: StatusDetail) {
    super('Its issuer has suspended it for now. It was not revoked: check again later, or ask its issuer.', { facts: factsOf(detail) })
  }
}

/** Its issuer has set a status, and nobody here knows what that status means. */
export class UnknownPurposeError extends BaseError {
  override readonly name = 'status.UnknownPurposeError'
  constructor(detail: StatusDetail) {
    super(`Its issuer has set a status whose purpose is not known here ("${shown(detail.purpose)}"). Ask its issuer what it means.`, { facts: factsOf(detail) })
  }
}

/** The list is not the issuer's, or not the one that the entry speaks of. `facts.because` is what its own verification found, where that failed. */
export class BadListError extends BaseError {
  override readonly name = 'status.BadListError'
  constructor(list: string, why: string, because?: Problem) {
    super(`The status list "${shown(list)}" is not a good one: ${why}. Its issuer must correct it.`, { facts: factsFor(list, why, because) })
  }
}

/** The list was read, and whether it can be relied on now could not be told. `facts.because` is what its own verification found. */
export class UncheckedListError extends BaseError {
  override readonly name = 'status.UncheckedListError'
  constructor(list: string, why: string, because?: Problem) {
    super(`Whether the status list "${shown(list)}" can be relied on is not known: ${why}.`, { facts: factsFor(list, why, because) })
  }
}

/** What stands at the list's URL is damaged, or something else. */
export class UnreadableListError extends BaseError {
  override readonly name = 'status.UnreadableListError'
  constructor(list: string, why: string, cause?: unknown) {
    super(`The status list "${shown(list)}" could not be read: ${why}. Try again later.`, {
      facts: { list: shown(list), why },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

/** The list is larger, once decompressed, than any that is read: it may be made to exhaust its reader. */
export class TooLargeError extends BaseError {
  override readonly name = 'status.TooLargeError'
  constructor(maxBytes: number) {
    super(`The status list is over the limit of ${maxBytes} bytes, once decompressed. Ask its issuer for smaller ones.`, { facts: { maxBytes } })
  }
}

/** The status entry of a credential is malformed. */
export class BadEntryError extends BaseError {
  override readonly name = 'status.BadEntryError'
  constructor(why: string) {
    super(`The status entry is malformed: ${why}. Its issuer must correct it.`, { facts: { why } })
  }
}

/** What was examined and is wrong is a failure; whatever else was thrown is a doubt. */
export async function told(work: () => Promise<StatusDetail>): Promise<Check> {
  try {
    return { outcome: 'passed', detail: factsOf(await work()) }
  } catch (error) {
    const isFailure = error instanceof RevokedError || error instanceof SuspendedError || error instanceof BadListError || error instanceof BadEntryError
    return { outcome: isFailure ? 'failed' : 'unknown', problem: toProblem(error) }
  }
}

/** The issuer whose list it must be; '' where the credential names none. */
export function issuerOf({ issuer }: Credential): Uri {
  const id: unknown = typeof issuer === 'object' && issuer !== null ? issuer.id : issuer
  return typeof id === 'string' ? id : ''
}

function factsOf(detail: StatusDetail): JsonObject {
  return detail as { readonly [fact: string]: Json | undefined }
}

function factsFor(list: string, why: string, because: Problem | undefined): JsonObject {
  return { list: shown(list), why, ...(because && { because: because as unknown as JsonObject }) }
}
