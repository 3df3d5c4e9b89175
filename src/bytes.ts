import { base58btc } from 'multiformats/bases/base58'
import { BaseError } from './errors.js'

/** A phantom mark: the value is a plain `T`, but only the function that names the mark can make one. */
export type Brand<T, Name extends string> = T & { readonly '~is': { readonly [K in Name]: true } }
/** Bytes we return: accepted by `Response`, `Blob` and WebCrypto under every TypeScript since 5.4. */
export type Bytes = ReturnType<Uint8Array['slice']>
/** Bytes that came out of a canonicalizer. `JSON.stringify` cannot make them. */
export type CanonicalBytes = Brand<Bytes, 'CanonicalBytes'>
/** The 32 bytes that go on a chain: they cover the size and the root. */
export type Commitment = Brand<Bytes, 'Commitment'>
/** An absolute URI. Checked when it is used, so that a string from a database needs no cast. */
export type Uri = string
/** A moment in RFC 3339 text, as it stands on the wire. */
export type Instant = string
export type MaybePromise<T> = T | Promise<T>

/**
 * Writes bytes as lower-case hexadecimal.
 *
 * @example
 * toHex(new Uint8Array([1, 255])) // '01ff'
 */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexPairs[byte]
  return text
}

/**
 * Reads hexadecimal of either case, without a prefix.
 *
 * @throws {EncodingError} for an odd length or a foreign character
 * @example
 * fromHex('01ff') // Uint8Array [1, 255]
 */
export function fromHex(text: string): Bytes {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) throw new EncodingError('hexadecimal', text.length)
  const bytes = new Uint8Array(text.length / 2)
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16)
  return bytes
}

/**
 * Writes bytes as base64url without padding (RFC 4648, 5).
 *
 * @example
 * toBase64url(new Uint8Array([251, 255])) // '-_8'
 */
export function toBase64url(bytes: Uint8Array): string {
  let binary = ''
  // A spread takes its arguments on the stack: chunks keep it shallow.
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/**
 * Reads base64url strictly: no padding, no foreign character, no stray bits at the end (RFC 4648, 3.5).
 *
 * @throws {EncodingError} for anything that `toBase64url` would not have written
 * @example
 * fromBase64url('-_8') // Uint8Array [251, 255]
 */
export function fromBase64url(text: string): Bytes {
  if (!/^[-_A-Za-z0-9]*$/.test(text) || text.length % 4 === 1) throw new EncodingError('base64url', text.length)
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at)
  const tail = text.length % 4
  const last = base64url.indexOf(text.at(-1) ?? 'A')
  if ((tail === 2 && (last & 15) !== 0) || (tail === 3 && (last & 3) !== 0)) throw new EncodingError('base64url', text.length)
  return bytes
}

/**
 * Writes bytes as base58btc, without a multibase prefix.
 *
 * @example
 * toBase58(new Uint8Array([0, 1])) // '12'
 */
export function toBase58(bytes: Uint8Array): string {
  return base58btc.baseEncode(bytes)
}

// Reading base58 takes time quadratic in its length; nothing that we read in it is longer than a key or a signature.
const maxBase58 = 2048

/**
 * Reads base58btc, without a multibase prefix.
 *
 * @throws {EncodingError} for a foreign character, or more than 2,048 characters
 * @example
 * fromBase58('12') // Uint8Array [0, 1]
 */
export function fromBase58(text: string): Bytes {
  // The decoder takes a character above U+00FF for a zero.
  if (text.length > maxBase58 || !/^[1-9A-HJ-NP-Za-km-z]*$/.test(text)) throw new EncodingError('base58', text.length)
  return new Uint8Array(base58btc.baseDecode(text))
}

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text)
}

/**
 * Reads UTF-8 strictly; a byte order mark stays in the text.
 *
 * @throws {EncodingError} for bytes that are not UTF-8
 * @example
 * fromUtf8(utf8('Zoé')) // 'Zoé'
 */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new EncodingError('UTF-8', bytes.length)
  }
}

/** Joins bytes in the order given. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Says whether two byte strings are the same. For public values: it stops at the first difference. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}

/** Text or bytes that are not in the encoding that they should be in. The message never shows them: they may be a secret key. */
export class EncodingError extends BaseError {
  override readonly name = 'bytes.EncodingError'

  constructor(encoding: string, length: number) {
    super(`This is not ${encoding} (length ${length}). Copy it again, whole, from where it comes from.`, { facts: { encoding, length } })
  }
}

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const hexPairs: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
