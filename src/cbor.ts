import { type Bytes, EncodingError, fromUtf8, utf8 } from './bytes.js'

/** The part of CBOR that is read here: unsigned integers, byte strings, text, lists, and maps whose keys are unsigned integers. */
export type Item = number | string | Uint8Array | readonly Item[] | ReadonlyMap<number, Item>

/**
 * Writes deterministic CBOR (RFC 8949, 4.2.1): definite lengths, every integer and length as short as it can be, the least key of a map first.
 *
 * @example
 * encode([1, 'a', new Uint8Array([2])]) // 83 01 61 61 41 02
 */
export function encode(item: Item): Bytes {
  const parts: Uint8Array[] = []
  write(item, parts)
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * Reads what `encode` wrote, and nothing else: a longer integer, an indefinite length, another type, bytes after the item, a key that stands twice, or
 * lists and maps nested deeper than `maxDepth` are refused. The keys of a map may stand in any order, as others write them. `negative` takes integers
 * below zero too, which `encode` never writes.
 *
 * @throws {EncodingError}
 * @example
 * decode(encode([1, 'a'])) // [1, 'a']
 */
export function decode(bytes: Uint8Array, maxDepth = 4, negative = false): Item {
  const reader = { bytes, at: 0, negative }
  const item = read(reader, maxDepth)
  if (reader.at !== bytes.length) throw malformed(reader)
  return item
}

/** The first number of a list whose other items may be of types yet to be invented; undefined where there is none. */
export function leadingNumber(bytes: Uint8Array): number | undefined {
  const reader = { bytes, at: 0 }
  const list = readHead(reader)
  if (list.major !== 4 || list.value === 0) return undefined
  const first = readHead(reader)
  return first.major === 0 ? first.value : undefined
}

type Reader = { readonly bytes: Uint8Array; at: number; readonly negative?: boolean }

function write(item: Item, parts: Uint8Array[]): void {
  if (typeof item === 'number') parts.push(head(0, item))
  else if (typeof item === 'string') {
    const text = utf8(item)
    parts.push(head(3, text.length), text)
  } else if (item instanceof Uint8Array) parts.push(head(2, item.length), item)
  else if (Array.isArray(item)) {
    parts.push(head(4, item.length))
    for (const one of item) write(one, parts)
  } else writeMap(item as ReadonlyMap<number, Item>, parts)
}

function writeMap(map: ReadonlyMap<number, Item>, parts: Uint8Array[]): void {
  parts.push(head(5, map.size))
  for (const [key, item] of [...map].sort(([a], [b]) => a - b)) {
    parts.push(head(0, key))
    write(item, parts)
  }
}

function head(major: number, value: number): Uint8Array {
  if (value < 24) return new Uint8Array([(major << 5) | value])
  const width = value < 2 ** 8 ? 0 : value < 2 ** 16 ? 1 : value < 2 ** 32 ? 2 : 3
  const bytes = new Uint8Array(1 + 2 ** width)
  bytes[0] = (major << 5) | (24 + width)
  for (let at = bytes.length - 1, rest = value; at > 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest % 256
  return bytes
}

function readHead(reader: Reader): { readonly major: number; readonly value: number } {
  const first = reader.bytes[reader.at++]
  if (first === undefined) throw malformed(reader)
  const [major, short] = [first >> 5, first & 31]
  if (short < 24) return { major, value: short }
  if (short > 27) throw malformed(reader)
  let value = 0
  for (let left = 2 ** (short - 24); left > 0; left--) value = value * 256 + (reader.bytes[reader.at++] ?? Number.NaN)
  const least = [24, 2 ** 8, 2 ** 16, 2 ** 32][short - 24] ?? 0
  if (!Number.isSafeInteger(value) || value < least) throw malformed(reader)
  return { major, value }
}

function read(reader: Reader, depth: number): Item {
  const { major, value } = readHead(reader)
  if (major === 0) return value
  if (major === 1 && reader.negative) return -1 - value
  // Every item takes a byte at least: a length beyond the end is a lie, found before anything is allocated for it.
  if (major > 5 || major === 1 || value > reader.bytes.length - reader.at) throw malformed(reader)
  if (major > 3 && depth === 0) throw malformed(reader)
  if (major === 4) return Array.from({ length: value }, () => read(reader, depth - 1))
  if (major === 5) return readMap(reader, value, depth - 1)
  const bytes = reader.bytes.slice(reader.at, (reader.at += value))
  return major === 2 ? bytes : fromUtf8(bytes)
}

function readMap(reader: Reader, size: number, depth: number): ReadonlyMap<number, Item> {
  const map = new Map<number, Item>()
  while (map.size < size) {
    const { major, value } = readHead(reader)
    if (major !== 0 || map.has(value)) throw malformed(reader)
    map.set(value, read(reader, depth))
  }
  return map
}

const malformed = ({ bytes }: Reader): EncodingError => new EncodingError('deterministic CBOR', bytes.length)
