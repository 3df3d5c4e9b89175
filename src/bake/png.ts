import { type Bytes, concat, fromUtf8, utf8 } from '../bytes.js'
import type { Secured } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { kinds, onlyText, toCargo } from './kind.js'

// PNG (third edition), 5.2 and 5.3: eight bytes of signature, then chunks. A chunk is the length of its data (4 bytes, big-endian), its
// type (4 letters), its data, and the CRC-32 of type and data (4 bytes). The first is IHDR, the last IEND.
type Chunk = { readonly type: string; readonly start: number; readonly end: number; readonly data: Uint8Array }

/**
 * Writes a secured credential into a PNG (Open Badges 3.0, 5.3.1): an uncompressed iTXt chunk before the end of the image, in place of every
 * credential that it holds. Every other byte is kept.
 *
 * @param credential - an object, JSON text or a JWT, with a proof; text is carried letter by letter
 * @throws {PngError} when the image is no whole PNG
 * @throws {NotSecuredError} for a credential without a proof
 * @example
 * fromPng(toPng(image, badge)) === toText(badge) // true
 */
export function toPng(image: Uint8Array, credential: Secured | string): Bytes {
  const { text, kind } = toCargo(credential)
  // Keyword, then empty: compression flag, compression method, language, translated keyword (PNG, 11.3.3.4).
  const chunk = chunkOf('iTXt', concat(utf8(kind.keyword), new Uint8Array(5), utf8(text)))
  const out = new Uint8Array(image.length + chunk.length)
  let length = 0
  const write = (bytes: Uint8Array): void => {
    out.set(bytes, length)
    length += bytes.length
  }
  let kept = 0
  for (const { type, start, end, data } of chunksOf(image)) {
    const held = isCredential(type, data)
    if (!held && type !== 'IEND') continue
    write(image.subarray(kept, start))
    if (!held) write(chunk)
    kept = held ? end : start
  }
  write(image.subarray(kept))
  return out.slice(0, length)
}

/**
 * The text that a PNG holds, as it stands; hand it to `verify`. Open Badges 3.0, CLR 2.0 and Open Badges 2.0 are found, also in a tEXt chunk.
 *
 * @throws {PngError} when the image is no whole PNG, or its text is damaged
 * @throws {CompressedError} when the text is compressed
 * @throws {ConflictError} when it holds two texts that differ
 * @example
 * fromPng(image) // '{"@context":["https://www.w3.org/ns/credentials/v2",…'
 */
export function fromPng(image: Uint8Array): string | undefined {
  const texts: string[] = []
  for (const chunk of chunksOf(image)) {
    if (!isText(chunk.type)) continue
    const stored = view(image).getUint32(chunk.end - 4)
    if (crc32(image.subarray(chunk.start + 4, chunk.end - 4)) !== stored) throw new PngError('the checksum of a text is wrong', chunk.start)
    if (isCredential(chunk.type, chunk.data)) texts.push(textOf(chunk))
  }
  return onlyText(texts)
}

/** The image is no whole PNG. `facts.at` is the place of the chunk, in bytes. */
export class PngError extends BaseError {
  override readonly name = 'bake.PngError'
  constructor(rule: string, at: number, cause?: unknown) {
    super(`This PNG cannot be read: ${rule} (byte ${at}). Get the image file again from its owner; screenshots and messengers do not keep what it holds.`, {
      facts: { rule, at },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

/** The credential is compressed, which every version of Open Badges forbids. */
export class CompressedError extends BaseError {
  override readonly name = 'bake.CompressedError'
  constructor(at: number) {
    super('The credential in this PNG is compressed, which Open Badges forbids. Ask the issuer for an image where it is not.', { facts: { at } })
  }
}

function* chunksOf(image: Uint8Array): Generator<Chunk> {
  if (signature.some((byte, at) => image[at] !== byte)) throw new PngError('it does not begin as a PNG does', 0)
  const numbers = view(image)
  for (let start = signature.length; ; ) {
    if (start + 12 > image.length) throw new PngError('it is cut short', start)
    const end = start + 12 + numbers.getUint32(start)
    if (end > image.length) throw new PngError('it is cut short', start)
    const type = latin1(image.subarray(start + 4, start + 8))
    if (!/^[A-Za-z]{4}$/.test(type)) throw new PngError('a chunk has no type', start)
    if ((start === signature.length) !== (type === 'IHDR')) throw new PngError('its header is not where it must be', start)
    yield { type, start, end, data: image.subarray(start + 8, end - 4) }
    // What follows the end of the image is no part of it.
    if (type === 'IEND') return
    start = end
  }
}

const isText = (type: string): boolean => type === 'iTXt' || type === 'tEXt' || type === 'zTXt'

function isCredential(type: string, data: Uint8Array): boolean {
  if (!isText(type)) return false
  // A keyword has at most 79 bytes (PNG, 11.3.3.1).
  const head = data.subarray(0, 80)
  const keyword = latin1(head.subarray(0, endOf(head, 0)))
  return kinds.some((kind) => kind.keyword === keyword)
}

function textOf({ type, start, data }: Chunk): string {
  const flags = endOf(data, 0) + 1
  if (flags > data.length) throw new PngError('a text has no value', start)
  if (type === 'zTXt') throw new CompressedError(start)
  if (type === 'tEXt') return lenient(data.subarray(flags))
  if (data[flags] === 1) throw new CompressedError(start)
  const text = endOf(data, endOf(data, flags + 2) + 1) + 1
  if (data[flags] !== 0 || text > data.length) throw new PngError('a text has no value', start)
  try {
    return fromUtf8(data.subarray(text))
  } catch (cause) {
    throw new PngError('a text is not UTF-8', start, cause)
  }
}

// The standard says Latin-1 (PNG, 11.3.3.2), some issuers write UTF-8. Latin-1 with an accent in it is hardly ever well-formed UTF-8.
function lenient(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes)
  } catch {
    return latin1(bytes)
  }
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** The place of the next zero byte, or the end. */
function endOf(bytes: Uint8Array, from: number): number {
  const at = bytes.indexOf(0, from)
  return at === -1 ? bytes.length : at
}

function chunkOf(type: string, data: Uint8Array): Bytes {
  const chunk = concat(new Uint8Array(4), utf8(type), data, new Uint8Array(4))
  view(chunk).setUint32(0, data.length)
  view(chunk).setUint32(chunk.length - 4, crc32(chunk.subarray(4, -4)))
  return chunk
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

/** CRC-32 of ISO 3309 (PNG, 5.5 and Annex D). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)
  return ~crc >>> 0
}

const signature = [137, 80, 78, 71, 13, 10, 26, 10]
const crcTable: readonly number[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1
  return crc
})
