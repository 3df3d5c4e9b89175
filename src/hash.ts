import { sha256 as nobleSha256, sha384 as nobleSha384, sha512 as nobleSha512 } from '@noble/hashes/sha2.js'
import { type Bytes, toHex, utf8 } from './bytes.js'

/**
 * SHA-256 (FIPS 180-4) of bytes, or of the UTF-8 of a text: Node's native one-shot hash where there is one, noble everywhere else. Always
 * synchronous: WebCrypto only has asynchronous hashes.
 *
 * @example
 * toHex(sha256('abc')) // 'ba7816bf…'
 */
export function sha256(data: Uint8Array | string): Bytes {
  return native('sha256', data) ?? (nobleSha256(toBytes(data)) as Bytes)
}

/** SHA-384 (FIPS 180-4), by the same engines as `sha256`. */
export function sha384(data: Uint8Array | string): Bytes {
  return native('sha384', data) ?? (nobleSha384(toBytes(data)) as Bytes)
}

/** SHA-512 (FIPS 180-4), by the same engines as `sha256`. */
export function sha512(data: Uint8Array | string): Bytes {
  return native('sha512', data) ?? (nobleSha512(toBytes(data)) as Bytes)
}

/** The SHA-256 of a text's UTF-8, in hexadecimal: what RDFC-1.0 names things by, many times in one document. */
export function sha256Hex(text: string): string {
  return node()?.hash?.('sha256', text, 'hex') ?? toHex(sha256(text))
}

/** The SHA-384 of a text's UTF-8, in hexadecimal. */
export function sha384Hex(text: string): string {
  return node()?.hash?.('sha384', text, 'hex') ?? toHex(sha384(text))
}

type NodeCrypto = {
  hash?(algorithm: string, data: Uint8Array | string, encoding: 'latin1' | 'hex'): string
  createHash(algorithm: string): { update(data: Uint8Array): { digest(): Uint8Array } }
}

function native(algorithm: string, data: Uint8Array | string): Bytes | undefined {
  const crypto = node()
  if (!crypto) return undefined
  // As a one-byte string a digest costs a third of one in a Buffer: nothing is allocated outside the young heap.
  if (crypto.hash) return fromLatin1(crypto.hash(algorithm, data, 'latin1'))
  const digest = crypto.createHash(algorithm).update(toBytes(data)).digest()
  return new Uint8Array(digest.buffer, digest.byteOffset, digest.length) as Bytes
}

function toBytes(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? utf8(data) : data
}

function fromLatin1(text: string): Bytes {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}

function node(): NodeCrypto | undefined {
  const { process } = globalThis as { readonly process?: { getBuiltinModule?(name: string): NodeCrypto | undefined } }
  return process?.getBuiltinModule?.('node:crypto')
}
