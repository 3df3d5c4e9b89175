import { concat, fromBase58, toBase58 } from '../bytes.js'
import type { PublicKey } from '../seams.js'
import { checked } from './check.js'
import { blsKeyIn, KeyError, kindOf, kinds, UnknownAlgorithmError } from './key.js'

/**
 * Writes a key as a Multikey's `publicKeyMultibase` (Controlled Identifiers 1.0, 2.2.2); for RSA, as did:key has it.
 *
 * @throws {KeyError} when the key is malformed
 * @example
 * toMultikey(signer.publicKey) // 'z6Mk…'
 */
export function toMultikey(key: PublicKey): `z${string}` {
  checked(key)
  return `z${toBase58(concat(new Uint8Array(kindOf(key.algorithm).prefix), key.bytes))}`
}

/**
 * Reads a `publicKeyMultibase`: base58btc, a multicodec prefix that is known, and exactly the bytes that its algorithm asks for. Keys for BBS are read
 * here only: nothing here signs with one.
 *
 * @throws {KeyError} when it is malformed
 * @throws {UnknownAlgorithmError} when the prefix is of another kind of key
 * @example
 * fromMultikey('z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi').algorithm // 'Ed25519'
 */
export function fromMultikey(text: string): PublicKey {
  if (!/^z[1-9A-HJ-NP-Za-km-z]{3,2047}$/.test(text)) throw new KeyError('Multikey', 'it is not base58btc after the letter z')
  const bytes = fromBase58(text.slice(1))
  const bls = blsKeyIn(bytes)
  if (bls) return bls
  const kind = kinds.find(({ prefix }) => prefix[0] === bytes[0] && prefix[1] === bytes[1])
  if (!kind) throw new UnknownAlgorithmError(`multicodec ${toVarint(bytes)}`)
  return checked({ algorithm: kind.algorithm, bytes: bytes.subarray(2) })
}

/** The number of the multicodec, for the message: an unsigned varint of at most three bytes here. */
function toVarint([a = 0, b = 0, c = 0]: Uint8Array): string {
  const value = a < 128 ? a : (a & 127) + (b & 127) * 128 + (b < 128 ? 0 : (c & 127) * 16384)
  return `0x${value.toString(16)}`
}
