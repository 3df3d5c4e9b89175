import { concat } from '../bytes.js'
import { sha256 } from '../hash.js'
import type { Hash } from './tree.js'

/** The bytes of one hash. */
export const hashSize: 32 = 32

/** node = SHA-256(0x01 ‖ left ‖ right) (RFC 9162, 2.1.1). The prefix keeps a node from passing for a leaf. */
export function hashNode(left: Hash, right: Hash): Hash {
  return sha256(concat(nodePrefix, left, right))
}

/**
 * The level above a level, both as hashes laid end to end.
 *
 * @example
 * hashPairs(concat(a, b, c)) // hashNode(a, b) ‖ c
 */
export function hashPairs(level: Uint8Array): Uint8Array {
  const above = new Uint8Array(Math.ceil(level.length / (2 * hashSize)) * hashSize)
  const message = new Uint8Array(1 + 2 * hashSize)
  message.set(nodePrefix)
  const digestInto = digester()
  let to = 0
  for (let from = 0; from + 2 * hashSize <= level.length; from += 2 * hashSize, to += hashSize) {
    // A view made for `set` would cost more than the copy.
    for (let byte = 0; byte < 2 * hashSize; byte++) message[1 + byte] = level[from + byte] ?? 0
    digestInto(message, above, to)
  }
  // A lone node rises unchanged (RFC 9162, 2.1.1).
  if (to < above.length) above.set(level.subarray(-hashSize), to)
  return above
}

const nodePrefix = /* @__PURE__ */ new Uint8Array([1])

type OneShot = { hash?(algorithm: string, data: Uint8Array, encoding: 'latin1'): string }
type DigestInto = (message: Uint8Array, into: Uint8Array, at: number) => void

/** A Node digest as a one-byte string costs a third of one in a Buffer: no allocation outside the young heap, nothing to finalize. */
function digester(): DigestInto {
  const { process } = globalThis as { readonly process?: { getBuiltinModule?(name: string): OneShot | undefined } }
  const hash = process?.getBuiltinModule?.('node:crypto')?.hash
  if (!hash) return (message, into, at) => into.set(sha256(message), at)
  return (message, into, at) => {
    const digest = hash('sha256', message, 'latin1')
    for (let byte = 0; byte < hashSize; byte++) into[at + byte] = digest.charCodeAt(byte)
  }
}
