import type { MaybePromise, Uri } from '../bytes.js'
import type { Credential } from '../credential/secured.js'
import { BaseError, type Check, toProblem } from '../errors.js'
import type { CheckWorld, IssuerDetail } from './report.js'

/** Says whether an issuer is one that you believe, for what it awards. */
export type Issuers = {
  readonly kind: 'issuers'
  readonly name: string
  judge(issuer: Uri, credential: Credential, world: CheckWorld): MaybePromise<Check<IssuerDetail>>
}

/**
 * Believes the issuers with these ids. The ids are compared as they stand.
 *
 * @example
 * verify(file, { accept: current, issuers: trusted({ 'did:web:uni.example': { name: 'Example University' } }) })
 */
export function trusted(ids: readonly Uri[] | { readonly [id: Uri]: { readonly name: string } }): Issuers {
  const names = new Map<Uri, string | undefined>(
    Array.isArray(ids) ? (ids as readonly Uri[]).map((id) => [id, undefined]) : Object.entries(ids).map(([id, { name }]) => [id, name]),
  )
  return {
    kind: 'issuers',
    name: 'trusted',
    judge(issuer) {
      if (!names.has(issuer)) return { outcome: 'failed', problem: toProblem(new UntrustedIssuerError(issuer)) }
      const name = names.get(issuer)
      return { outcome: 'passed', detail: { list: 'trusted', ...(name !== undefined && { name }) } }
    },
  }
}

/**
 * Believes an issuer that any of the lists believes. The first list that does is named in the report; where none does and one could not
 * say, the answer is `unknown`.
 *
 * @example
 * anyOf(trusted(ours), trusted(theirs))
 */
export function anyOf(...lists: readonly Issuers[]): Issuers {
  return {
    kind: 'issuers',
    name: 'any of',
    async judge(issuer, credential, world) {
      let doubt: Check<IssuerDetail> | undefined
      for (const list of lists) {
        const check = await list.judge(issuer, credential, world)
        if (check.outcome === 'passed') return check
        if (check.outcome === 'unknown') doubt ??= check
      }
      return doubt ?? { outcome: 'failed', problem: toProblem(new UntrustedIssuerError(issuer)) }
    },
  }
}

/** The issuer is on none of the caller's lists. */
export class UntrustedIssuerError extends BaseError {
  override readonly name = 'verify.UntrustedIssuerError'
  constructor(issuer: Uri) {
    super(`The issuer "${issuer}" is not one that you trust. Compare it, letter by letter, with the address that the institution publishes.`, {
      facts: { issuer },
    })
  }
}

/** The issuer's name is a claim that no passed signature stands behind. */
export class UnboundIssuerError extends BaseError {
  override readonly name = 'verify.UnboundIssuerError'
  constructor(issuer: Uri) {
    super(`"${issuer}" is only claimed: no signature could be tied to that issuer.`, { facts: { issuer } })
  }
}

/** Whether the issuer is one that the caller believes. A name on the list is worth nothing while the signature is not tied to it. */
export async function checkIssuer(
  issuer: Uri,
  credential: Credential,
  binding: MaybePromise<Check>,
  issuers: 'any' | Issuers,
  world: CheckWorld,
): Promise<Check> {
  if (issuers === 'any') return { outcome: 'skipped', because: 'not asked' }
  const check = await issuers.judge(issuer, credential, world)
  if (check.outcome === 'passed' && (await binding).outcome !== 'passed') return { outcome: 'unknown', problem: toProblem(new UnboundIssuerError(issuer)) }
  return check
}
