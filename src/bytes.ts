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
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    text += base64url.charAt(three >> 18) + base64url.charAt((three >> 12) & 63) + base64url.charAt((three >> 6) & 63) + base64url.charAt(three & 63)
  }
  // Each byte that is missing from the last three leaves one letter less.
  return text.slice(0, Math.ceil((bytes.length * 4) / 3))
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
 * Reads base64 or base64url, padded or not (RFC 4648, 4 and 5), and otherwise as strictly as `fromBase64url`: of what others write.
 *
 * @throws {EncodingError} for anything else, white space too
 * @example
 * fromBase64('+/8=') // Uint8Array [251, 255]
 */
export function fromBase64(text: string): Bytes {
  return fromBase64url(
    text
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/={1,2}$/, ''),
  )
}

/**
 * Writes bytes as base58btc, without a multibase prefix.
 *
 * @example
 * toBase58(new Uint8Array([0, 1])) // '12'
 */
export function toBase58(bytes: Uint8Array): string {
  const zeros = leading(bytes, 0)
  const padded = concat(new Uint8Array((3 - (bytes.length % 3)) % 3), bytes)
  const digits = Array.from(
    { length: padded.length / 3 },
    (_, at) => ((padded[3 * at] ?? 0) << 16) | ((padded[3 * at + 1] ?? 0) << 8) | (padded[3 * at + 2] ?? 0),
  )
  let text = ''
  for (const four of rebase(digits, threeBytes, fourLetters)) {
    for (let rest = four, at = 0; at < 4; at++, rest = Math.floor(rest / 58)) text = base58.charAt(rest % 58) + text
  }
  return '1'.repeat(zeros) + text.slice(leading(text, '1'))
}

// Reading base58 takes time quadratic in its length; few things that we read in it are longer than a key or a signature.
const maxBase58 = 2048

/**
 * Reads base58btc, without a multibase prefix.
 *
 * @throws {EncodingError} for a foreign character, or more than `max` characters: 2,048 unless said otherwise
 * @example
 * fromBase58('12') // Uint8Array [0, 1]
 */
export function fromBase58(text: string, max: number = maxBase58): Bytes {
  if (text.length > max || !/^[1-9A-HJ-NP-Za-km-z]*$/.test(text)) throw new EncodingError('base58', text.length)
  const zeros = leading(text, '1')
  const digits: number[] = []
  for (let at = text.length % 4 === 0 ? 0 : (text.length % 4) - 4; at < text.length; at += 4) {
    let four = 0
    for (let letter = Math.max(at, 0); letter < at + 4; letter++) four = four * 58 + (base58Values[text.charCodeAt(letter)] ?? 0)
    digits.push(four)
  }
  const limbs = rebase(digits, fourLetters, threeBytes)
  const bytes = new Uint8Array(3 * limbs.length)
  for (let at = 0, end = bytes.length; at < limbs.length; at++) {
    const limb = limbs[at] ?? 0
    bytes[--end] = limb
    bytes[--end] = limb >> 8
    bytes[--end] = limb >> 16
  }
  return concat(new Uint8Array(zeros), bytes.subarray(leading(bytes, 0)))
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

/** How many times `one` stands at the beginning. */
function leading<T>(list: { readonly length: number; readonly [at: number]: T }, one: T): number {
  let count = 0
  while (count < list.length && list[count] === one) count++
  return count
}

/** The digits of a number, the greatest first, as digits in another base, the least first. Both bases are below 2^25, so that no product passes 2^53. */
function rebase(digits: readonly number[], from: number, to: number): number[] {
  const limbs: number[] = []
  for (const digit of digits) {
    let carry = digit
    for (let at = 0; at < limbs.length; at++) {
      const value = (limbs[at] ?? 0) * from + carry
      carry = Math.floor(value / to)
      limbs[at] = value - carry * to
    }
    for (; carry > 0; carry = Math.floor(carry / to)) limbs.push(carry % to)
  }
  return limbs
}

const threeBytes = 2 ** 24
const fourLetters = 58 ** 4
const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const base58Values: readonly number[] = /* @__PURE__ */ Array.from({ length: 128 }, (_, unit) => base58.indexOf(String.fromCharCode(unit)))
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const hexPairs: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
