import { deflateSync, Inflate } from 'fflate'
import { type Bytes, concat } from './bytes.js'
import { BaseError } from './errors.js'

/**
 * Compresses bytes as raw DEFLATE (RFC 1951). What `dictionary` holds costs next to nothing where the bytes repeat it; only its last
 * 32 KiB count, and the same one must be given to `inflate`.
 *
 * @example
 * inflate(deflate(utf8('yes yes yes')), { maxBytes: 100 })
 */
export function deflate(bytes: Uint8Array, { dictionary }: { readonly dictionary?: Uint8Array | undefined } = {}): Bytes {
  return deflateSync(bytes, { level: 9, mem: 8, ...(dictionary && { dictionary }) })
}

/**
 * Reads raw DEFLATE (RFC 1951), and stops when more than `maxBytes` come out of it.
 *
 * @throws {InflateError} for bytes that are no DEFLATE stream, are cut short, or hold more than `maxBytes`
 * @example
 * inflate(deflate(utf8('yes yes yes')), { maxBytes: 100 })
 */
export function inflate(bytes: Uint8Array, { dictionary, maxBytes }: { readonly dictionary?: Uint8Array | undefined; readonly maxBytes: number }): Bytes {
  if (bytes.length === 0) throw new InflateError('too few bytes')
  const parts: Uint8Array[] = []
  let length = 0
  const stream = new Inflate({ ...(dictionary && { dictionary }) }, (part) => {
    length += part.length
    if (length > maxBytes) throw new InflateError(`more than ${maxBytes} bytes`)
    parts.push(part)
  })
  try {
    // DEFLATE makes at most 1,032 bytes of one: a slice cannot do much harm before its bytes are counted.
    for (let at = 0; at < bytes.length; at += sliceBytes) stream.push(bytes.subarray(at, at + sliceBytes), at + sliceBytes >= bytes.length)
  } catch (error) {
    throw error instanceof InflateError ? error : new InflateError('damaged bytes')
  }
  return concat(...parts)
}

/**
 * Reads a zlib stream (RFC 1950) as `inflate` does: DEFLATE between two bytes of a header and four of a checksum, which is not compared.
 *
 * @throws {InflateError} as `inflate`
 * @example
 * unzlib(file.subarray(at, at + length), { maxBytes: 100 })
 */
export function unzlib(bytes: Uint8Array, { maxBytes }: { readonly maxBytes: number }): Bytes {
  return inflate(bytes.subarray(2, -4), { maxBytes })
}

/** Compressed bytes that cannot be read. */
export class InflateError extends BaseError {
  override readonly name = 'deflate.InflateError'
  constructor(found: string) {
    super(`These compressed bytes cannot be read: there are ${found}. Ask for them again.`, { facts: { found } })
  }
}

const sliceBytes = 1024
