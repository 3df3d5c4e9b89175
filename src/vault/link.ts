import { type Brand, type Bytes, fromBase64url, fromHex, toBase64url, toHex, type Uri } from '../bytes.js'
import { decode, encode } from '../cbor.js'
import type { Caip2 } from '../seams.js'
import { shareSize } from './record.js'

/** A link that opens one credential, or its fragment alone. Whoever has it can read: keep it out of logs and databases. */
export type VaultLink = Brand<string, 'VaultLink'>

/** What a link says: where the record stands, and the holder's half of its key. */
export type Linked = { readonly chain: Caip2; readonly transaction: string; readonly index: number; readonly holder: Bytes }

/**
 * Takes the link off an address: its fragment, which browsers do not send to the server. `undefined` when there is none. Take it off the address bar
 * at once, so that it is in no history and no screenshot.
 *
 * @example
 * const link = linkIn(location.href)
 * history.replaceState(null, '', location.pathname)
 */
export function linkIn(url: string): VaultLink | undefined {
  const [, fragment] = /#(v1\..*)$/s.exec(url) ?? []
  return fragment as VaultLink | undefined
}

/** `page#v1.…`: base64url of CBOR [ chain, transaction, index, holder ]. */
export function toLink(page: Uri, { chain, transaction, index, holder }: Linked): VaultLink {
  return `${page}#v1.${toBase64url(encode([chain, fromHex(transaction.slice(2)), index, holder]))}` as VaultLink
}

/** What a link says; `undefined` for what `toLink` would not have written. */
export function fromLink(link: string): Linked | undefined {
  const [, text] = /(?:^|#)v1\.([-\w]{1,512})$/.exec(link) ?? []
  if (text === undefined) return undefined
  try {
    const item = decode(fromBase64url(text), 1)
    if (!Array.isArray(item) || item.length !== 4) return undefined
    const [chain, transaction, index, holder] = item
    if (typeof chain !== 'string' || typeof index !== 'number' || !isBytes(transaction) || !isBytes(holder)) return undefined
    return { chain: chain as Caip2, transaction: `0x${toHex(transaction)}`, index, holder }
  } catch {
    return undefined
  }
}

const isBytes = (item: unknown): item is Bytes => item instanceof Uint8Array && item.length === shareSize
