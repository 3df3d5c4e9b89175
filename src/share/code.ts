import { encodeQR } from 'qr'
import { utf8 } from '../bytes.js'
import { BaseError } from '../errors.js'

/**
 * The QR code of a link (ISO/IEC 18004, byte mode): how many modules it is wide, its margin among them, and its dark modules as an SVG path.
 *
 * @param link - at most 1,273 bytes of UTF-8, which is version 25
 * @throws {TooLongError} for more
 */
export function codeOf(link: string): { readonly size: number; readonly path: string } {
  const length = utf8(link).length
  if (length > most) throw new TooLongError(length)
  const options = { encoding: 'byte', ecc: length > mediumMost ? 'low' : 'medium', border: margin } as const
  const smallest = encodeQR(link, 'raw', options)
  // jsQR, with which many pages scan, looks for an alignment pattern of version 23 where there is none.
  const modules = smallest.length === 17 + 4 * 23 + 2 * margin ? encodeQR(link, 'raw', { ...options, version: 24 }) : smallest
  const path = modules
    .map((row, y) =>
      runs(row)
        .map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`)
        .join(''),
    )
    .join('')
  return { size: modules.length, path }
}

/** The link is longer than a QR code that can be read. */
export class TooLongError extends BaseError {
  override readonly name = 'share.TooLongError'
  constructor(length: number) {
    super(
      `A QR code that a telephone can read holds ${most} bytes, and this link has ${length}. Serve the credential at a URL, and make a code of linkTo(url, …).`,
      {
        facts: { length, most },
      },
    )
  }
}

function runs(row: readonly boolean[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = []
  for (const [x, dark] of row.entries()) {
    const last = found.at(-1)
    if (dark && last && last[0] + last[1] === x) last[1]++
    else if (dark) found.push([x, 1])
  }
  return found
}

// Bytes in version 25 (ISO/IEC 18004, table 7).
const most = 1273
const mediumMost = 997
const margin = 4
