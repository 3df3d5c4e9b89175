import type { MaybePromise, Uri } from '../bytes.js'
import type { Credential } from '../credential/secured.js'
import { BaseError, type Check, toProblem } from '../errors.js'
import { shown } from '../shown.js'
import { OptionsError } from './outcome.js'
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
      if (!names.has(issuer)) return { outcome: 'failed', problem: toProblem(new UntrustedIssuerError(issuer, ['trusted'])) }
      const name = names.get(issuer)
      return { outcome: 'passed', detail: { list: 'trusted', ...(name !== undefined && { name }) } }
    },
  }
}

/**
 * Believes the issuers that a registry lists, read through `load` when one is asked about; ids are compared as they stand. Two kinds are published:
 *
 * - a JSON list without a signature, as those of the Digital Credentials Consortium. `signedBy: 'nobody'` says that you believe whoever owns its host;
 * - an OpenID Federation 1.0 trust anchor, at `…/.well-known/openid-federation`. `signedBy` is its entity identifier, the same address without that end.
 *   It lists whom it has signed a statement about: it is asked for that one, and so learns which issuer you asked about. Who is listed by those whom
 *   it lists is not looked for.
 *
 * Neither is taken for the other. A registry that cannot be read, or is not signed as you say, is `unknown`. Every credential asks again: see `cached`.
 *
 * @throws {OptionsError} when `url` is not an https URL, or `signedBy` is missing
 * @example
 * registry('https://digitalcredentials.github.io/dcc-registry/registry.json', { signedBy: 'nobody' })
 * registry('https://registry.dcconsortium.org/.well-known/openid-federation', { signedBy: 'https://registry.dcconsortium.org' })
 */
export function registry(url: Uri, { signedBy }: { readonly signedBy: Uri | 'nobody' }): Issuers {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') throw new OptionsError('A registry is read over https: give its whole address.')
  if (typeof signedBy !== 'string' || signedBy === '') throw new OptionsError("`signedBy` must say who signs the registry; 'nobody' where nobody does.")
  return {
    kind: 'issuers',
    name: url,
    judge: async (issuer, _, world) => (await import('./registry.js')).lookUpIssuer(issuer, { url, signedBy }, world),
  }
}

/**
 * Believes an issuer that any of the lists believes. The first list that does is named in the report; where none does and one could not
 * say, the answer is `unknown`. They are asked one after the other: put those first that cost nothing.
 *
 * @example
 * anyOf(trusted(ours), registry(theirs, { signedBy: 'nobody' }))
 */
export function anyOf(...lists: readonly Issuers[]): Issuers {
  return {
    kind: 'issuers',
    name: 'any of',
    async judge(issuer, credential, world) {
      let doubt: Check<IssuerDetail> | undefined
      const asked: string[] = []
      for (const list of lists) {
        const check = await list.judge(issuer, credential, world)
        if (check.outcome === 'passed') return check
        if (check.outcome === 'unknown') doubt ??= check
        asked.push(...listsOf(check, list))
      }
      return doubt ?? { outcome: 'failed', problem: toProblem(new UntrustedIssuerError(issuer, asked)) }
    },
  }
}

/** The issuer is on none of the caller's lists. */
export class UntrustedIssuerError extends BaseError {
  override readonly name = 'verify.UntrustedIssuerError'
  constructor(issuer: Uri, lists: readonly string[] = []) {
    const where = lists.filter((list) => list !== 'trusted')
    const asked = where.length > 0 ? ` It is not listed by ${where.join(', ')}.` : ''
    const why = issuer
      ? `The issuer "${shown(issuer)}" is not one that you trust.${asked} Compare it, letter by letter, with the address that the institution publishes.`
      : 'It names no issuer, so there is nobody whom you could trust.'
    super(why, { facts: { issuer: shown(issuer), lists } })
  }
}

/** The issuer's name is a claim that no passed signature stands behind. */
export class UnboundIssuerError extends BaseError {
  override readonly name = 'verify.UnboundIssuerError'
  constructor(issuer: Uri) {
    super(`"${shown(issuer)}" is only claimed: no signature could be tied to that issuer.`, { facts: { issuer: shown(issuer) } })
  }
}

/** The lists that a refusal names; one of somebody else's is named by its own name. */
function listsOf(check: Check<IssuerDetail>, { name }: Issuers): readonly string[] {
  const lists = 'problem' in check ? check.problem.facts['lists'] : undefined
  return Array.isArray(lists) ? lists : [name]
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
