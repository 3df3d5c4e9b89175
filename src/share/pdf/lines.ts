// @ts-expect-error: it has no types.
import LineBreaker from 'linebreak'
import { type Direction, type Face, GlyphError, unicode } from './fonts.js'

/** Letters of one font, one script and one direction, in the order in which they are read. */
export type Piece = { readonly text: string; readonly face: Face; readonly direction: Direction; readonly width: number }
/** A line: its pieces from left to right, and its width in em. */
export type Line = { readonly pieces: readonly Piece[]; readonly width: number; readonly rightToLeft: boolean; readonly above: number; readonly below: number }

/**
 * A text as it is shaped: composed (UAX #15), and the points of a letter in the order in which they are drawn.
 *
 * @example
 * composed('e\u0301') // 'é'
 */
export function composed(text: string): string {
  return text.normalize('NFC').replace(points, (marks) => [...marks].sort((one, other) => pointOrder.indexOf(one) - pointOrder.indexOf(other)).join(''))
}

/**
 * Breaks a text into lines that are at most `width` em wide (UAX #14), puts each into the order in which it is seen (UAX #9), and finds a
 * font for every letter: the first in the list that has it.
 *
 * @throws {GlyphError} for letters that no font has, or whose script cannot be set
 */
export function linesOf(text: string, faces: readonly Face[], width: number, field: string): readonly Line[] {
  return composed(text)
    .replace(/[\t\r\f\v]/g, ' ')
    .split(/[\n\u2028\u2029]+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .flatMap((paragraph) => broken(paragraph, faces, width, field))
}

/** A stretch of a paragraph, by places in it, that one font sets. */
type Item = { readonly start: number; readonly end: number; readonly face: Face; readonly script: number }
type Paragraph = { readonly text: string; readonly items: readonly Item[]; readonly levels: Uint8Array; readonly rightToLeft: boolean }

function broken(text: string, faces: readonly Face[], width: number, field: string): readonly Line[] {
  const { levels, paragraphs } = unicode.getEmbeddingLevels(text, 'auto')
  const paragraph: Paragraph = { text, items: itemsOf(text, faces, field), levels, rightToLeft: paragraphs[0]?.level === 1 }
  const widths = new Map<string, number>()
  const widthOf = (start: number, end: number): number => {
    const key = text.slice(start, end)
    const known = widths.get(key) ?? piecesOf(paragraph, start, end).reduce((sum, piece) => sum + piece.width, 0)
    widths.set(key, known)
    return known
  }
  const lines: Line[] = []
  let [start, end, filled] = [0, 0, 0]
  for (const stop of stopsOf(text, width, widthOf)) {
    const added = widthOf(end, stop)
    // The space at the end of a line takes no room.
    const seen = widthOf(end, end + text.slice(end, stop).trimEnd().length)
    if (end > start && filled + seen > width) {
      lines.push(lineOf(paragraph, start, end))
      start = end
      filled = 0
    }
    filled += added
    end = stop
  }
  return end > start ? [...lines, lineOf(paragraph, start, end)] : lines
}

/** Where a line may end; inside a word only where it is longer than a line. */
function stopsOf(text: string, width: number, widthOf: (start: number, end: number) => number): readonly number[] {
  const breaker = new LineBreaker(text)
  const stops: number[] = []
  let start = 0
  for (let next: { readonly position: number } | null = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    const word = text.slice(start, next.position)
    if (widthOf(start, start + word.trimEnd().length) > width)
      for (const { index, segment } of new Intl.Segmenter().segment(word)) stops.push(start + index + segment.length)
    else stops.push(next.position)
    start = next.position
  }
  return stops
}

function lineOf(paragraph: Paragraph, start: number, end: number): Line {
  const pieces = inSight(piecesOf(paragraph, start, start + paragraph.text.slice(start, end).trimEnd().length))
  const width = pieces.reduce((sum, piece) => sum + piece.width, 0)
  const of = (extent: 'above' | 'below'): number => Math.max(0, ...pieces.map(({ face }) => face[extent]))
  return { pieces, width, rightToLeft: paragraph.rightToLeft, above: of('above'), below: of('below') }
}

type Leveled = Piece & { readonly level: number }

/** The pieces between two places, each of one item and one level, as they are read. */
function piecesOf({ text, items, levels }: Paragraph, start: number, end: number): readonly Leveled[] {
  const pieces: Leveled[] = []
  for (const item of items) {
    const stop = Math.min(item.end, end)
    for (let from = Math.max(item.start, start); from < stop; ) {
      let to = from + 1
      while (to < stop && levels[to] === levels[from]) to++
      const level = levels[from] ?? 0
      const direction = level % 2 === 1 ? 'rtl' : 'ltr'
      const drawn = drawnOf(text.slice(from, to))
      if (drawn !== '') pieces.push({ text: drawn, face: item.face, direction, level, width: widthIn(item.face, drawn, direction) })
      from = to
    }
  }
  return pieces
}

/** From the highest level to the lowest odd one, what stands at it or above is turned round (UAX #9, L2). */
function inSight(pieces: readonly Leveled[]): readonly Leveled[] {
  let seen = [...pieces]
  for (let level = Math.max(0, ...pieces.map((piece) => piece.level)); level > 0; level--) {
    const turned: Leveled[] = []
    for (let from = 0; from < seen.length; ) {
      let to = from
      while (to < seen.length && (seen[to]?.level ?? 0) >= level) to++
      turned.push(...(to > from ? seen.slice(from, to).reverse() : seen.slice(from, from + 1)))
      from = Math.max(to, from + 1)
    }
    seen = turned
  }
  return seen
}

function widthIn({ font }: Face, text: string, direction: Direction): number {
  return font.layout(text, direction).advanceWidth / font.unitsPerEm
}

/** What stands on paper: every space is a space, and of what has no shape of its own only what shapes its neighbours. */
function drawnOf(text: string): string {
  return text.replace(/\p{Zs}/gu, ' ').replace(/\p{Default_Ignorable_Code_Point}/gu, (letter) => (shaping.test(letter) ? letter : ''))
}

/** A font for every stretch of a text. Words of a script that joins its letters are not divided between fonts. */
function itemsOf(text: string, faces: readonly Face[], field: string): readonly Item[] {
  const items: Item[] = []
  const missing = new Set<string>()
  let start = 0
  for (const { letters, script } of unitsOf(text, field)) {
    const needed = [...drawnOf(letters)].filter((letter) => !/\p{Default_Ignorable_Code_Point}/u.test(letter))
    const lacking = (face: Face): readonly string[] => needed.filter((letter) => !face.has(letter.codePointAt(0) ?? 0))
    const face = faces.find((one) => lacking(one).length === 0)
    const end = start + letters.length
    const last = items.at(-1)
    if (!face) {
      const nowhere = needed.filter((letter) => faces.every((one) => lacking(one).includes(letter)))
      for (const letter of nowhere.length > 0 ? nowhere : needed) missing.add(letter)
    } else if (last && last.face === face && last.script === script) items[items.length - 1] = { ...last, end }
    else items.push({ start, end, face, script })
    start = end
  }
  if (missing.size > 0) throw new GlyphError(field, [...missing], 'font')
  return items
}

type Unit = { readonly letters: string; readonly script: number }

/** The graphemes of a text, and the joined stretches of Arabic, each with its script; what belongs to no script goes with what is before it. */
function unitsOf(text: string, field: string): readonly Unit[] {
  const units: Unit[] = []
  let script = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const found = scripts.findIndex((one) => one.test(segment))
    const strange = [...segment].filter((letter) => /[\p{L}\p{M}\p{N}]/u.test(letter) && (!settable.test(letter) || turned.test(letter)))
    if (strange.length > 0) throw new GlyphError(field, strange, 'script')
    const last = units.at(-1)
    const joined = arabic.test(segment)
    if (found >= 0) script = found
    if (joined && last && arabic.test(last.letters)) units[units.length - 1] = { letters: last.letters + segment, script }
    else units.push({ letters: segment, script: joined || found >= 0 ? script : script === arabicAt ? -1 : script })
  }
  return units
}

// The joiners, and what chooses among the shapes of a letter.
const shaping = /\p{Join_Control}|\p{Variation_Selector}/u
// The order in which points are drawn from the letter outwards is not that of NFC: a fatha that came before its shadda would stand under it, as
// a kasra does. Unicode Technical Report 53, and HarfBuzz for Hebrew.
const pointOrder =
  '\u05c1\u05c2\u05bc\u05bf\u05b9\u05ba\u05b1\u05b2\u05b3\u05b5\u05b6\u05b7\u05b8\u05c7\u05b0\u05b4\u05bb\u05bd\u0651\u064b\u08f0\u064c\u08f1\u064d\u08f2\u064e\u064f\u0650\u0652\u0670'
const points = new RegExp(`[${pointOrder}]{2,}`, 'g')

// Scripts whose letters fontkit joins, marks and orders as HarfBuzz does (test/share/pdf.test.ts), or that need nothing of the kind.
const names = ['Arabic', 'Latin', 'Greek', 'Cyrillic', 'Hebrew', 'Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul', 'Armenian', 'Georgian', 'Ethiopic']
const scripts: readonly RegExp[] = names.map((name) => new RegExp(`\\p{Script=${name}}`, 'u'))
const arabicAt = 0
const arabic = /[\p{Script=Arabic}\u0640]/u
// Beyond U+FFFF, what reads from right to left is not turned round (bidi-js reads the two halves apart).
const turned = /(?=[\u{10000}-\u{10ffff}])[\p{Script=Arabic}\p{Script=Hebrew}]/u
const settable = new RegExp(`[\\p{Script=Common}\\p{Script=Inherited}${names.map((name) => `\\p{Script=${name}}`).join('')}]`, 'u')
