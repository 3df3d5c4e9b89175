import { type Bytes, concat } from '../bytes.js'
import { TooLargeError } from './statusType.js'

/** Compresses bytes as GZIP (RFC 1952), by the platform. */
export async function deflate(bytes: Bytes): Promise<Bytes> {
  const stream = slices(bytes).pipeThrough(new CompressionStream('gzip'))
  return concat(...(await all(stream, Number.POSITIVE_INFINITY)))
}

/**
 * Decompresses one GZIP member (RFC 1952), or a ZLIB stream (RFC 1950), by the platform, and stops at `maxBytes`.
 *
 * @throws {TooLargeError} for more than `maxBytes`
 * @throws whatever the platform does for a stream that is damaged or cut short
 */
export async function inflate(bytes: Bytes, format: 'gzip' | 'deflate', maxBytes: number): Promise<Bytes> {
  const inflated = concat(...(await all(slices(bytes).pipeThrough(new DecompressionStream(format)), maxBytes)))
  // Some platforms read several members in a row as one, others do not: the length at the end of the last (RFC 1952, 2.3.1) tells.
  if (format === 'gzip' && new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0, true) !== inflated.length)
    throw new TypeError('There is more than one GZIP member.')
  return inflated
}

// A platform may inflate all that it is handed before anybody can stop it; DEFLATE makes at most 1,032 bytes of one.
const sliceBytes = 4096

function slices(bytes: Bytes): ReadableStream<Bytes> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, (at += sliceBytes)))
      else controller.close()
    },
  })
}

async function all(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<readonly Uint8Array[]> {
  const reader = stream.getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return parts
    length += value.length
    if (length > maxBytes) {
      reader.cancel().catch(() => {})
      throw new TooLargeError(maxBytes)
    }
    parts.push(value)
  }
}
