import { sha256 as nobleSha256, sha384 as nobleSha384 } from '@noble/hashes/sha2.js'
import { type Bytes, toHex, utf8 } from './bytes.js'

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

/** The SHA-256 of a text's UTF-8, in hexadecimal: what RDFC-1.0 names things by, many times in one document. */
export function sha256Hex(text: string): string {
  return node()?.hash?.('sha256', text, 'hex') ?? toHex(sha256(utf8(text)))
}

/** The SHA-384 of a text's UTF-8, in hexadecimal. */
export function sha384Hex(text: string): string {
  return node()?.hash?.('sha384', text, 'hex') ?? toHex(sha384(utf8(text)))
}

type NodeCrypto = {
  hash?(algorithm: string, data: Uint8Array, encoding: 'buffer'): Uint8Array
  hash?(algorithm: string, data: string, encoding: 'hex'): string
  createHash(algorithm: string): { update(data: Uint8Array): { digest(): Uint8Array } }
}

function native(algorithm: string, bytes: Uint8Array): Bytes | undefined {
  const crypto = node()
  if (!crypto) return undefined
  const digest = crypto.hash ? crypto.hash(algorithm, bytes, 'buffer') : crypto.createHash(algorithm).update(bytes).digest()
  return new Uint8Array(digest.buffer, digest.byteOffset, digest.length) as Bytes
}

function node(): NodeCrypto | undefined {
  const { process } = globalThis as { readonly process?: { getBuiltinModule?(name: string): NodeCrypto | undefined } }
  return process?.getBuiltinModule?.('node:crypto')
}
