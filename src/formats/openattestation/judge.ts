import type { Uri } from '../../bytes.js'
import type { Check } from '../../errors.js'
import type { JsonObject } from '../../json.js'
import { absent } from '../blockcerts/worst.js'
import { VerificationTypeError } from '../errors.js'
import type { World } from '../format.js'
import { bySignature } from './bySignature.js'
import { byStore, inStore } from './byStore.js'
import type { Issuer, RootSignature } from './issuers.js'
import { passed, unknown } from './outcome.js'
import type { Wrapped } from './wrapped.js'

/** What a format may touch, and the server that is asked for the DNS. */
export type OurWorld = World & { readonly dns: Uri }

/** How a document came out for one of its issuers. */
export type Judged = {
  /** What it was bound to. */
  readonly issuer: Uri
  /** The contract or the key by which it was. */
  readonly key: Uri
  readonly signature: Check
  readonly binding: Check
  readonly status: Check
  readonly anchor: Check
  /** The signature of a DID in one line, as proofs stand in a report. */
  readonly verdict?: JsonObject | undefined
}

/** Judges a document by how one of its issuers says that it was issued. Never rejects. */
export async function judge(issuer: Issuer, wrapped: Wrapped, signatures: readonly RootSignature[], world: OurWorld): Promise<Judged> {
  const { identity, domain, store, registry, did } = issuer
  if (store !== undefined && identity === 'DNS-TXT' && domain !== undefined) return byStore(store, domain, wrapped, world)
  const isSigned = identity === 'DID' || (identity === 'DNS-DID' && domain !== undefined)
  if (store === undefined && registry === undefined && did !== undefined && isSigned) return bySignature(issuer, did, wrapped, signatures, world)
  const ways = [registry === undefined ? undefined : 'token registry', identity].filter((way) => way !== undefined)
  const open = unknown(new VerificationTypeError(ways))
  const { anchor, status } = store === undefined ? { anchor: registry === undefined ? absent : open, status: open } : await inStore(store, wrapped, [], world)
  return { issuer: '', key: store ?? registry ?? did ?? '', signature: passed({}), binding: open, status, anchor }
}
