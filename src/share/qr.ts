import { codeOf } from './code.js'
import { markup } from './markup.js'

export { TooLongError } from './code.js'

/**
 * The QR code of a link (ISO/IEC 18004, byte mode) as an SVG image: dark on white, four modules of margin, no larger than version 25, which
 * is what a telephone still reads from a screen or from paper. Errors are corrected at level M where that fits (997 bytes), else at L.
 *
 * @param link - at most 1,273 bytes of UTF-8
 * @throws {TooLongError} for more
 * @example
 * qr('https://verify.example/#c1.AO…', { label: 'Opens this badge' }) // '<svg xmlns=…'
 */
export function qr(link: string, { label }: { readonly label: string }): string {
  const { size, path } = codeOf(link)
  const box = `0 0 ${size} ${size}`
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" role="img" aria-label="${label}" shape-rendering="crispEdges"><path fill="#fff" d="${`M0 0h${size}v${size}h-${size}z`}"/><path d="${path}"/></svg>`
    .markup
}
