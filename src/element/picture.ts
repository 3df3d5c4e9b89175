import { fromBase64, fromUtf8, type Uri, utf8 } from '../bytes.js'
import type { Cancel, Load } from '../seams.js'
import { isCalm } from './svg.js'

/**
 * Draws a picture small, once, and without its movement, where that is safe: PNG, JPEG, GIF and WebP of at most 4,096 pixels a side, and SVG
 * that says little. A remote one is read only through `load`, so that nobody learns of it otherwise. `undefined` for everything else.
 */
export async function drawn(source: Uri | Uint8Array, load?: Load | undefined, cancel?: Cancel | undefined): Promise<HTMLCanvasElement | undefined> {
  try {
    const bytes = typeof source === 'string' ? await bytesOf(source, load, cancel) : source
    const type = bytes && kindOf(bytes)
    if (!bytes || !type || bytes.length > maxBytes) return undefined
    return type === 'image/svg+xml' ? await fromSvg(bytes) : await fromRaster(bytes, type)
  } catch {
    // A picture that cannot be drawn says nothing about the badge.
    return undefined
  }
}

/** Puts the first picture that can be drawn into its place, or words where there is none. Text that is no address and no SVG is no picture. */
export async function drawInto(
  place: HTMLElement,
  sources: readonly (Uri | Uint8Array)[],
  none: string,
  load?: Load | undefined,
  cancel?: Cancel | undefined,
): Promise<void> {
  for (const source of sources) {
    const picture = await drawn(typeof source === 'string' && source.trimStart().startsWith('<') ? utf8(source) : source, load, cancel)
    if (picture) return place.replaceChildren(picture)
  }
  place.replaceChildren(none)
}

/**
 * Decodes a raster picture whose header says at most 4,096 pixels a side.
 *
 * @returns `undefined` for another kind, or a larger one
 */
export async function bitmapOf(bytes: Uint8Array, type: string): Promise<ImageBitmap | undefined> {
  const size = sizeOf(bytes, type)
  if (!size || size.some((pixels) => pixels < 1 || pixels > maxPixels)) return undefined
  return createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }))
}

/** What a picture is by its first bytes, whatever it is called. */
export function kindOf(bytes: Uint8Array): string | undefined {
  const starts = (...start: readonly number[]) => start.every((byte, at) => bytes[at] === byte)
  if (starts(0x89, 0x50, 0x4e, 0x47)) return 'image/png'
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(0x47, 0x49, 0x46, 0x38)) return 'image/gif'
  if (starts(0x52, 0x49, 0x46, 0x46) && bytes[8] === 0x57 && bytes[9] === 0x45) return 'image/webp'
  if (bytes.subarray(0, 64).some((byte) => byte === 0x3c) && /^\ufeff?\s*</.test(new TextDecoder().decode(bytes.subarray(0, 64)))) return 'image/svg+xml'
  return undefined
}

async function bytesOf(url: Uri, load: Load | undefined, cancel: Cancel | undefined): Promise<Uint8Array | undefined> {
  if (/^https:/i.test(url)) return load && (await load(url, { accept: 'image/*', cancel })).bytes
  const [, base64, text = ''] = /^data:image\/[-+.\w]+(?:;[^,;]*)*?(;base64)?,(.*)$/is.exec(url.slice(0, maxBytes * 2)) ?? []
  if (text === '') return undefined
  if (!base64) return utf8(decodeURIComponent(text))
  return fromBase64(text.replace(/\s/g, ''))
}

async function fromRaster(bytes: Uint8Array, type: string): Promise<HTMLCanvasElement | undefined> {
  const bitmap = await bitmapOf(bytes, type)
  if (!bitmap) return undefined
  const canvas = fitted(bitmap, bitmap.width, bitmap.height)
  bitmap.close()
  return canvas
}

// In an image element an SVG runs no script and reads nothing from elsewhere; it is drawn once, and then gone.
async function fromSvg(bytes: Uint8Array): Promise<HTMLCanvasElement | undefined> {
  const text = fromUtf8(bytes)
  if (!isCalm(text)) return undefined
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    return fitted(image, image.naturalWidth || side, image.naturalHeight || side)
  } finally {
    URL.revokeObjectURL(url)
  }
}

function fitted(image: CanvasImageSource, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = side
  const scale = side / Math.max(width, height)
  const [wide, high] = [width * scale, height * scale]
  const pen = canvas.getContext('2d')
  if (pen) pen.imageSmoothingQuality = 'high'
  pen?.drawImage(image, (side - wide) / 2, (side - high) / 2, wide, high)
  return canvas
}

/** Width and height as the header says them. */
function sizeOf(bytes: Uint8Array, type: string): readonly [number, number] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  // PNG, 11.2.1; GIF89a, 18.
  if (type === 'image/png') return [view.getUint32(16), view.getUint32(20)]
  if (type === 'image/gif') return [view.getUint16(6, true), view.getUint16(8, true)]
  return type === 'image/webp' ? sizeOfWebp(view) : sizeOfJpeg(view)
}

// RFC 9649, 2.5 to 2.7.
function sizeOfWebp(view: DataView): readonly [number, number] | undefined {
  const kind = view.getUint8(15)
  if (kind === 0x20) return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff]
  if (kind === 0x4c) return [(view.getUint32(21, true) & 0x3fff) + 1, ((view.getUint32(21, true) >>> 14) & 0x3fff) + 1]
  return kind === 0x58 ? [(view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1] : undefined
}

// ITU-T T.81, B.1.1: segments of a marker and a length; the frame's header is SOF0 to SOF15, without DHT, JPG and DAC.
function sizeOfJpeg(view: DataView): readonly [number, number] | undefined {
  for (let at = 2; at + 9 < view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1)
    if (view.getUint8(at) !== 0xff) return undefined
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return [view.getUint16(at + 7), view.getUint16(at + 5)]
  }
  return undefined
}

// Pixels of what is drawn: twice the room that it has.
const side = 192
const maxBytes = 5 * 1024 * 1024
const maxPixels = 4096
