import { decodeQRBatch } from 'qr/decode.js'
import type { Cancel } from '../seams.js'
import { bitmapOf } from './picture.js'

/** The text of the QR code in a picture, where one is found: in pieces of work that leave the page time to answer. */
export async function codeIn(bytes: Uint8Array, type: string, cancel?: Cancel | undefined): Promise<string | undefined> {
  const bitmap = await bitmapOf(bytes, type).catch(() => undefined)
  if (!bitmap) return undefined
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))]
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  pen?.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  const image = pen?.getImageData(0, 0, width, height)
  if (!image || cancel?.aborted) return undefined
  const [found] = await decodeQRBatch([image], { timeLimit: 1000 }).catch(() => [])
  return found?.find((one) => typeof one === 'string')
}

// A code of version 25 has 125 modules: more pixels than this say nothing more.
const most = 1200
