import { concat, fromBase64, type Uri } from '../../bytes.js'
import { unzlib } from '../../deflate.js'
import { BaseError } from '../../errors.js'

/** A picture as a PDF holds it: samples of 8 bits and how opaque each point is, or a JPEG as it is. */
export type Picture = {
  readonly width: number
  readonly height: number
  /** 1 for grey, 3 for red, green and blue, 4 for the inks of a JPEG. */
  readonly channels: number
  readonly data: Uint8Array
  readonly jpeg: boolean
  readonly alpha?: Uint8Array | undefined
}

/**
 * Reads a PNG (third edition; every colour type and depth, not interlaced) or a JPEG (ISO/IEC 10918-1), of at most 4 million points.
 *
 * @throws {PictureError} for anything else
 */
export function pictureOf(file: Uint8Array): Picture {
  try {
    if (pngSignature.every((byte, at) => file[at] === byte)) return pngOf(file)
    if (file[0] === 0xff && file[1] === 0xd8) return jpegOf(file)
  } catch (cause) {
    throw cause instanceof PictureError ? cause : new PictureError('it is damaged', cause)
  }
  throw new PictureError('it is neither a PNG nor a JPEG')
}

/** The bytes in a data: URL of a PNG or JPEG; `undefined` for any other address. */
export function bytesIn(address: Uri | undefined): Uint8Array | undefined {
  const [, written] = /^data:image\/(?:png|jpeg);base64,([A-Za-z0-9+/]*={0,2})$/i.exec(address ?? '') ?? []
  return written === undefined ? undefined : fromBase64(written)
}

/** The picture is none that a PDF can hold. */
export class PictureError extends BaseError {
  override readonly name = 'share.PictureError'
  constructor(found: string, cause?: unknown) {
    super(`The picture on the certificate cannot be used: ${found}. Give a whole PNG that is not interlaced, or a JPEG, as \`template.logo\`.`, {
      facts: { found },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

/** PNG, 5.2 and 11: IHDR is first, PLTE and tRNS come before IDAT, and the IDAT chunks are one zlib stream. */
function pngOf(file: Uint8Array): Picture {
  const numbers = new DataView(file.buffer, file.byteOffset, file.length)
  const chunks: { readonly type: string; readonly data: Uint8Array }[] = []
  for (let at = 8; chunks.at(-1)?.type !== 'IEND'; ) {
    const length = numbers.getUint32(at)
    if (at + 12 + length > file.length) throw new PictureError('it is cut short')
    chunks.push({ type: String.fromCharCode(...file.subarray(at + 4, at + 8)), data: file.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  const [header] = chunks
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw new PictureError('it has no header')
  const size = new DataView(header.data.buffer, header.data.byteOffset, 13)
  const [width, height] = [size.getUint32(0), size.getUint32(4)]
  const [depth = 0, type = 0, , , interlaced] = header.data.subarray(8)
  const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[type]
  if (samples === undefined || ![1, 2, 4, 8, 16].includes(depth) || (depth < 8 && samples > 1)) throw new PictureError('its kind of colour is none of PNG')
  if (interlaced !== 0) throw new PictureError('it is interlaced')
  checkSize(width, height)
  const of = (name: string): readonly Uint8Array[] => chunks.filter((chunk) => chunk.type === name).map(({ data }) => data)
  const stride = Math.ceil((width * samples * depth) / 8)
  const raw = unzlib(concat(...of('IDAT')), { maxBytes: (stride + 1) * height })
  if (raw.length !== (stride + 1) * height) throw new PictureError('it has fewer points than it says')
  const rows = unfiltered(raw, height, stride, Math.max(1, (samples * depth) / 8))
  return colored({ width, height, depth, samples, palette: type === 3 ? of('PLTE')[0] : undefined, clear: of('tRNS')[0], rows })
}

type Rows = {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly samples: number
  readonly palette: Uint8Array | undefined
  readonly clear: Uint8Array | undefined
  readonly rows: Uint8Array
}

function colored({ width, height, depth, samples, palette, clear, rows }: Rows): Picture {
  const channels = palette || samples > 2 ? 3 : 1
  const data = new Uint8Array(width * height * channels)
  const alpha = new Uint8Array(width * height).fill(255)
  const stride = rows.length / height
  const scale = depth < 8 && !palette ? 255 / (2 ** depth - 1) : 1
  const sampleAt = (y: number, index: number): number => {
    const bit = index * depth
    const byte = rows[y * stride + (bit >> 3)] ?? 0
    return depth < 8 ? (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1) : depth === 16 ? (byte << 8) | (rows[y * stride + (bit >> 3) + 1] ?? 0) : byte
  }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const point = y * width + x
      const values = Array.from({ length: samples }, (_, at) => sampleAt(y, x * samples + at))
      const [first = 0] = values
      for (let at = 0; at < channels; at++)
        data[point * channels + at] = palette ? colorIn(palette, first, at) : ((values[at] ?? 0) >> (depth === 16 ? 8 : 0)) * scale
      if (palette) alpha[point] = clear?.[first] ?? 255
      else if (samples > channels) alpha[point] = (values[channels] ?? 0) >> (depth === 16 ? 8 : 0)
      // The one colour that is clear (PNG, 11.3.1.1).
      else if (clear && values.every((value, at) => value === (((clear[2 * at] ?? 0) << 8) | (clear[2 * at + 1] ?? 0)))) alpha[point] = 0
    }
  return { width, height, channels, data, jpeg: false, ...(alpha.some((value) => value !== 255) && { alpha }) }
}

function colorIn(palette: Uint8Array, index: number, at: number): number {
  const value = palette[index * 3 + at]
  if (value === undefined) throw new PictureError('it names a colour that it does not have')
  return value
}

/** PNG, 9.2. */
function unfiltered(raw: Uint8Array, height: number, stride: number, pixel: number): Uint8Array {
  const rows = new Uint8Array(height * stride)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0
    if (filter > 4) throw new PictureError('it is damaged')
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x
      const left = x >= pixel ? (rows[at - pixel] ?? 0) : 0
      const up = y > 0 ? (rows[at - stride] ?? 0) : 0
      const corner = x >= pixel && y > 0 ? (rows[at - stride - pixel] ?? 0) : 0
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0
      rows[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess
    }
  }
  return rows
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** The frame header says how large it is (ISO/IEC 10918-1, B.2.2); a PDF reader decodes the rest. */
function jpegOf(file: Uint8Array): Picture {
  const numbers = new DataView(file.buffer, file.byteOffset, file.length)
  if (numbers.getUint16(file.length - 2) !== 0xffd9) throw new PictureError('it is cut short')
  for (let at = 2; ; at += 2 + numbers.getUint16(at + 2)) {
    const marker = numbers.getUint16(at)
    // Anything but the segments that come before the picture itself.
    if (marker < 0xffc0 || marker === 0xffda || (marker >= 0xffd0 && marker <= 0xffd9) || numbers.getUint16(at + 2) < 2) throw new PictureError('it is damaged')
    if (![0xffc0, 0xffc1, 0xffc2].includes(marker)) continue
    const [height, width, channels] = [numbers.getUint16(at + 5), numbers.getUint16(at + 7), file[at + 9] ?? 0]
    if (file[at + 4] !== 8 || ![1, 3, 4].includes(channels)) throw new PictureError('its kind of colour is not read')
    checkSize(width, height)
    return { width, height, channels, data: new Uint8Array(file), jpeg: true }
  }
}

function checkSize(width: number, height: number): void {
  if (width === 0 || height === 0 || width * height > mostPoints)
    throw new PictureError(`it is ${width} by ${height} points, and not between one and ${mostPoints}`)
}

const mostPoints = 4_000_000
const pngSignature = [137, 80, 78, 71, 13, 10, 26, 10]
