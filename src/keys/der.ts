import type { Bytes } from '../bytes.js'

/** One value in DER (X.690, 10): its tag, its content, and what follows it. */
export type Der = { readonly tag: number; readonly content: Uint8Array; readonly rest: Uint8Array }

/**
 * Reads the first value. `undefined` for what DER forbids: an indefinite length, a length that is longer than it need be, a tag of
 * many bytes, content that is cut short.
 *
 * @example
 * readDer(new Uint8Array([2, 1, 5])) // { tag: 2, content: [5], rest: [] }
 */
export function readDer(bytes: Uint8Array): Der | undefined {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined || (tag & 31) === 31) return undefined
  if (first < 128) return cut(tag, bytes, 2, first)
  const size = first & 127
  if (size === 0 || size > 3 || bytes.length < 2 + size) return undefined
  let length = 0
  for (let at = 0; at < size; at++) length = length * 256 + (bytes[2 + at] ?? 0)
  // X.690, 10.1: the shortest form of the length, and no other.
  if (length < 128 || length < 256 ** (size - 1)) return undefined
  return cut(tag, bytes, 2 + size, length)
}

/**
 * Reads a sequence of exactly these tags with nothing after it, and returns the content of each. `undefined` for anything else.
 *
 * @example
 * readSequence(signature, [tags.integer, tags.integer]) // [r, s]
 */
export function readSequence(bytes: Uint8Array, wanted: readonly number[]): readonly Uint8Array[] | undefined {
  const outer = readDer(bytes)
  if (outer?.tag !== tags.sequence || outer.rest.length > 0) return undefined
  const contents: Uint8Array[] = []
  let { content: left } = outer
  for (const tag of wanted) {
    const value = readDer(left)
    if (value?.tag !== tag) return undefined
    contents.push(value.content)
    left = value.rest
  }
  return left.length === 0 ? contents : undefined
}

/** The bytes of an INTEGER's content as an unsigned number without leading zeros; `undefined` where it is negative, zero or not minimal. */
export function toUnsigned(content: Uint8Array): Uint8Array | undefined {
  const [first, second] = content
  if (first === undefined || first > 127 || (first === 0 && second === undefined)) return undefined
  if (first === 0 && second !== undefined && second < 128) return undefined
  return first === 0 ? content.subarray(1) : content
}

/** Writes one value. */
export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Bytes {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const header = length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255]
  const bytes = new Uint8Array(header.length + length)
  bytes.set(header)
  let at = header.length
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Writes an unsigned number as an INTEGER. */
export function writeInteger(unsigned: Uint8Array): Bytes {
  return writeDer(tags.integer, (unsigned[0] ?? 0) > 127 ? new Uint8Array([0]) : new Uint8Array(), unsigned)
}

export const tags: { readonly integer: 2; readonly bitString: 3; readonly sequence: 48 } = { integer: 2, bitString: 3, sequence: 48 }

function cut(tag: number, bytes: Uint8Array, start: number, length: number): Der | undefined {
  if (bytes.length < start + length) return undefined
  return { tag, content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) }
}
