import bidi, { type Bidi } from 'bidi-js'
// @ts-expect-error: its types are those of Node, which this package must not lean on.
import { create } from 'fontkit'
import { BaseError } from '../../errors.js'
import { unwrapped } from './woff.js'

/** A font that a caller gave. `name` is what it is called in the PDF, and nothing of the font's own. */
export type Face = {
  readonly name: string
  /** Which of the caller's lists it is in, and where. */
  readonly place: Place
  readonly font: Font
  /** Of one em: how far its letters rise above the base line, and how far they hang below it. */
  readonly above: number
  readonly below: number
  /** Whether it draws something for a code point. */
  has(codePoint: number): boolean
}
type Place = { readonly list: 'fonts' | 'bold'; readonly index: number }
/** How a run of letters stands on the line. */
export type Direction = 'ltr' | 'rtl'

/** What we use of fontkit, and what pdfkit uses of it. */
type Font = {
  readonly postscriptName: string
  readonly unitsPerEm: number
  readonly ascent: number
  readonly descent: number
  hasGlyphForCodePoint(codePoint: number): boolean
  glyphForCodePoint(codePoint: number): Glyph
  getGlyph(id: number, codePoints?: readonly number[]): Glyph | null
  layout(text: string, features: unknown, script?: string, language?: string, direction?: Direction): Run
  createSubset(): Subset
}
type Glyph = {
  readonly id: number
  readonly codePoints: readonly number[]
  readonly advanceWidth: number
  readonly cbox: unknown
  readonly path: { readonly commands: readonly unknown[] }
}
type Run = {
  readonly advanceWidth: number
  readonly positions: readonly Position[]
  glyphs: readonly { readonly id: number | string; readonly codePoints: readonly number[]; readonly advanceWidth: number }[]
}
type Position = { readonly xAdvance: number; readonly xOffset: number; readonly yOffset: number }
type Subset = { readonly glyphs: number[]; includeGlyph(id: number | string): number }

/**
 * Opens the fonts that a caller gave.
 *
 * @throws {FontError} for bytes that are no TrueType, OpenType or WOFF font
 */
export function openFonts(files: readonly Uint8Array[], list: Place['list']): readonly Face[] {
  return files.map((file, index) => guarded({ list, index }, () => faceOf(file, { list, index })))
}

/** The bytes are no font that can be set. `facts` say which of those that were given, where that is known. */
export class FontError extends BaseError {
  override readonly name = 'share.FontError'
  constructor(place: Place | undefined, cause?: unknown) {
    super(
      `${place ? `The font \`template.${place.list}[${place.index}]\`` : 'One of the fonts'} cannot be set. Give the bytes of one whole TrueType, OpenType or WOFF font with outlines: no WOFF2, and no collection.`,
      {
        facts: { ...place },
        ...(cause === undefined ? {} : { cause }),
      },
    )
  }
}

/** A text has letters that none of the fonts can set. `facts.codePoints` are those, at most ten, and `facts.field` says where they stand. */
export class GlyphError extends BaseError {
  override readonly name = 'share.GlyphError'
  constructor(field: string, letters: readonly string[], because: 'font' | 'script') {
    const codePoints = letters.slice(0, 10).map((letter) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    const next =
      because === 'font'
        ? 'No font that was given draws them, a letter together with its marks. Add one that does to `template.fonts`.'
        : 'Letters of that script cannot be set right here. Show the badge as a page (`toHtml`) and print it.'
    super(`The certificate cannot be written: ${codePoints.join(', ')} in "${field}". ${next}`, { facts: { field, codePoints, because } })
  }
}

/** What goes wrong inside a font is said to be the font's fault. */
export function guarded<T>(place: Place, use: () => T): T {
  try {
    return use()
  } catch (cause) {
    throw cause instanceof BaseError ? cause : new FontError(place, cause)
  }
}

function faceOf(file: Uint8Array, place: Place): Face {
  // fontkit reads WOFF2, and takes glyphs out of it that are damaged.
  if (startsAs(file, 'wOF2')) throw new FontError(place)
  const plain = unwrapped(file)
  if (!shapesSoundly(plain)) throw new FontError(place)
  const font: Font = create(plain)
  if (typeof font.layout !== 'function' || !(font.unitsPerEm > 0)) throw new FontError(place)
  const known = new Map<number, boolean>()
  const has = (codePoint: number): boolean => {
    const found = known.get(codePoint) ?? guarded(place, () => draws(font, codePoint))
    known.set(codePoint, found)
    return found
  }
  const name = `${place.list}${place.index + 1}`
  adapt(font, name, place)
  return { name, place, font, above: within(font.ascent / font.unitsPerEm), below: within(-font.descent / font.unitsPerEm), has }
}

function startsAs(file: Uint8Array, tag: string): boolean {
  return [...tag].every((letter, at) => file[at] === letter.charCodeAt(0))
}

/**
 * Whether the tables that shape text have the checksums that the font gives them (OpenType 1.9, Table Directory). They are lists of lists: one that
 * is read from a wrong place may ask for work without end.
 */
function shapesSoundly(file: Uint8Array): boolean {
  const view = new DataView(file.buffer, file.byteOffset, file.length)
  for (let entry = 12; entry < 12 + 16 * view.getUint16(4); entry += 16) {
    const tag = String.fromCharCode(...file.subarray(entry, entry + 4))
    if (!['GDEF', 'GPOS', 'GSUB', 'kern', 'morx'].includes(tag)) continue
    const [sum, start, length] = [view.getUint32(entry + 4), view.getUint32(entry + 8), view.getUint32(entry + 12)]
    if (start + length > file.length) return false
    // In words of four bytes, the last one filled up with zeros.
    const padded = new Uint8Array((length + 3) & ~3)
    padded.set(file.subarray(start, start + length))
    const words = new DataView(padded.buffer)
    let found = 0
    for (let at = 0; at < padded.length; at += 4) found = (found + words.getUint32(at)) >>> 0
    if (found !== sum) return false
  }
  return true
}

/** A letter whose glyph is empty, as those of coloured fonts are, is not drawn. */
function draws(font: Font, codePoint: number): boolean {
  if (!font.hasGlyphForCodePoint(codePoint)) return false
  const glyph = font.glyphForCodePoint(codePoint)
  return glyph.id !== 0 && (/\p{Z}/u.test(String.fromCodePoint(codePoint)) || glyph.path.commands.length > 0)
}

/** A font may say of itself what it likes: lines keep apart all the same. */
function within(share: number): number {
  return Math.min(1.6, Math.max(0.2, share || 0.8))
}

/**
 * Fits a font to what pdfkit does with it.
 * - A glyph is known by what it is and by the letters that it stands for: where fonts draw ب, ن and ي with one body, or mirror a bracket,
 *   readers that copy the text get the letters that were written. Both libraries know only the first letters that a glyph was used for.
 * - pdfkit holds two fonts of one name for one, and writes that name into the file as it is.
 */
function adapt(font: Font, name: string, place: Place): void {
  const { layout, getGlyph, createSubset } = font
  const own = (property: string, value: unknown): void => void Object.defineProperty(font, property, { value })
  own('postscriptName', name)
  own('getGlyph', (id: number, codePoints: readonly number[] = []) => {
    const glyph = getGlyph.call(font, id)
    if (!glyph) return null
    // What a glyph has worked out stays with it.
    const kept = (property: 'advanceWidth' | 'cbox' | 'path'): PropertyDescriptor => ({ get: () => glyph[property] })
    return Object.create(glyph, { codePoints: { value: codePoints }, advanceWidth: kept('advanceWidth'), cbox: kept('cbox'), path: kept('path') })
  })
  // What pdfkit hands through as features is the direction.
  own('layout', (text: string, direction: Direction) =>
    guarded(place, () => {
      const mirror = direction === 'rtl' ? mirrored : (letter: string) => letter
      const run = layout.call(font, [...text].map(mirror).join(''), [], undefined, undefined, direction)
      if (run.glyphs.some(({ id }) => id === 0)) throw new FontError(place)
      run.glyphs = run.glyphs.map(({ id, codePoints, advanceWidth }) => {
        const letters = codePoints.map((codePoint) => mirror(String.fromCodePoint(codePoint)).codePointAt(0) ?? codePoint)
        return { id: `${id}/${letters.join('+')}`, codePoints: letters, advanceWidth }
      })
      return run
    }),
  )
  own('createSubset', () => {
    const subset = createSubset.call(font)
    const include = subset.includeGlyph
    const places = new Map<number | string, number>()
    subset.includeGlyph = (id) => {
      if (typeof id === 'number') return include.call(subset, id)
      const place = places.get(id) ?? subset.glyphs.push(Number.parseInt(id, 10)) - 1
      places.set(id, place)
      return place
    }
    return subset
  })
}

/** The letter that stands for another from right to left: `(` for `)` (UAX #9, L4). */
function mirrored(letter: string): string {
  return unicode.getMirroredCharacter(letter) ?? letter
}

/** UAX #9. It keeps tables of Unicode, and nothing of a text. */
export const unicode: Bidi = /* @__PURE__ */ (bidi as unknown as () => Bidi)()
