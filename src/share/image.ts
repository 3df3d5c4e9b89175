import { toHex, utf8 } from '../bytes.js'
import { sha256 } from '../hash.js'
import { card } from './card.js'
import { type Markup, markup } from './markup.js'
import type { Words } from './text/en.js'

/**
 * A badge image where the issuer has none: an SVG of 512 by 512 with the name of what was awarded and of who awards it, in a colour that is
 * the same for every badge of one achievement. Screen readers read both names. It says nothing of validity.
 *
 * @throws {UnsafeError} when the badge is not plain JSON data
 * @example
 * toSvg(badgeImage(badge, { words: en, now: new Date() }), signed) // an image that carries its badge
 */
export function badgeImage(badge: object, { words, now }: { readonly words: Words; readonly now: Date }): string {
  const { what, by, language, direction } = card(badge, { languages: [words.language], now })
  const hue = Number.parseInt(toHex(sha256(utf8(`${what}\n${by}`))).slice(0, 4), 16) % 360
  const lines = broken(what, 15, 4)
  // A bold letter of the widest usual fonts is about 0.7 of its size wide.
  const size = Math.min(54, Math.floor(350 / (0.7 * Math.max(1, ...lines.map(widthOf)))))
  const top = 228 - ((lines.length - 1) * size * 1.2) / 2
  const label = by === undefined ? what : `${what}, ${by}`
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512" role="img" aria-label="${label}" ${lang(language)}direction="${direction}">
<title>${label}</title>
<path fill="hsl(${String(hue)} 55% 30%)" d="M256 12l211 122v244L256 500 45 378V134z"/>
<path fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="4" d="M256 36l190 110v220L256 476 66 366V146z"/>
<g fill="#fff" text-anchor="middle" font-family="system-ui, sans-serif">
${lines.map((line, index) => textAt(line, top + index * size * 1.2, size, 600))}
${by !== undefined && broken(by, 24, 2).map((line, index) => textAt(line, 364 + index * 25, 20, 400))}
</g>
</svg>
`.markup
}

function textAt(line: string, y: number, size: number, weight: number): Markup {
  return markup`<text x="256" y="${y.toFixed(0)}" font-size="${String(size)}" font-weight="${String(weight)}" dominant-baseline="middle">${line}</text>`
}

function lang(language: string): Markup | undefined {
  return language === '' ? undefined : markup`lang="${language}" `
}

/** A text in lines of about `most` characters, broken at spaces; what does not fit ends in an ellipsis. */
function broken(text: string, most: number, lines: number): readonly string[] {
  const found: string[] = []
  for (const word of wordsOf(text, most)) {
    const last = found.at(-1)
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= most) found[found.length - 1] = `${last} ${word}`
    else found.push(word)
  }
  if (found.length <= lines) return found
  return [...found.slice(0, lines - 1), `${found[lines - 1]}…`]
}

/** The words of a text; one that is longer than a line, as texts without spaces are, in pieces that fit. */
function wordsOf(text: string, most: number): readonly string[] {
  return text.split(/\s+/).flatMap((word) => {
    const pieces: string[] = []
    let piece = ''
    for (const { segment } of new Intl.Segmenter().segment(word)) {
      if (piece !== '' && widthOf(piece) + widthOf(segment) > most) {
        pieces.push(piece)
        piece = ''
      }
      piece += segment
    }
    return piece === '' ? pieces : [...pieces, piece]
  })
}

/** About how many Latin letters wide a text is: those of East Asia, and emoji, are twice as wide. */
function widthOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (wide.test(sign) ? 1.8 : narrow.test(sign) ? 0 : 1), 0)
}

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u
const narrow = /\p{M}|\u200b|\u200c|\u200d|\ufe0f/u
