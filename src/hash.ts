import { sha256 as nobleSha256, sha384 as nobleSha384 } from '@noble/hashes/sha2.js'
import type { Bytes } from './bytes.js'

/**
 * SHA-256 (FIPS 180-4): Node's native one-shot hash where there is one, noble everywhere else. Always synchronous: WebCrypto only has
 * asynchronous hashes.
 *
 * @example
 * toHex(sha256(utf8('abc'))) // 'ba7816bf…'
 */
export function sha256(bytes: Uint8Array): Bytes {
  return native('sha256', bytes) ?? (nobleSha256(bytes) as Bytes)
}

/** SHA-384 (FIPS 180-4), by the same engines as `sha256`. */
export function sha384(bytes: Uint8Array): Bytes {
  return native('sha384', bytes) ?? (nobleSha384(bytes) as Bytes)
}

type NodeCrypto = {
  hash?(algorithm: string, data: Uint8Array, encoding: 'buffer'): Uint8Array
  createHash(algorithm: string): { update(data: Uint8Array): { digest(): Uint8Array } }
}

function native(algorithm: string, bytes: Uint8Array): Bytes | undefined {
  const { process } = globalThis as { readonly process?: { getBuiltinModule?(name: string): NodeCrypto | undefined } }
  const crypto = process?.getBuiltinModule?.('node:crypto')
  if (!crypto) return undefined
  const digest = crypto.hash ? crypto.hash(algorithm, bytes, 'buffer') : crypto.createHash(algorithm).update(bytes).digest()
  return new Uint8Array(digest.buffer, digest.byteOffset, digest.length) as Bytes
}
