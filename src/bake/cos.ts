import { BaseError } from '../errors.js'

// The objects of PDF (ISO 32000-2, 7.3). The text is the file's bytes, one unit each. Nothing that is read here needs what a string says.
export type Cos = null | boolean | number | Text | Name | Ref | readonly Cos[] | Dictionary | Stream
type Text = { readonly kind: 'text' }
export type Name = { readonly kind: 'name'; readonly name: string }
export type Ref = { readonly kind: 'ref'; readonly number: number; readonly generation: number }
export type Dictionary = { readonly kind: 'dictionary'; readonly entries: ReadonlyMap<string, Cos> }
/** `start`: where its bytes begin in the file. */
export type Stream = { readonly kind: 'stream'; readonly dictionary: Dictionary; readonly start: number }

/** Where reading is, in which text; `left`: how many values may still be read, in the whole file. */
export type Cursor = { readonly text: string; at: number; readonly left: { values: number } }

/** Reads the object at the cursor, and goes behind it. */
export function readValue(cursor: Cursor, depth = 0): Cos {
  skipSpace(cursor)
  const { text, at, left } = cursor
  if (left.values-- <= 0) throw new PdfError('it has too many objects', at)
  if (depth > maxDepth) throw new PdfError(`it is nested deeper than ${maxDepth} levels`, at)
  if (text[at] === '/') return { kind: 'name', name: readName(cursor) }
  if (text.startsWith('<<', at)) return readDictionary(cursor, depth)
  if (text[at] === '[') return readArray(cursor, depth)
  if (text[at] === '(') return readText(cursor)
  if (text[at] === '<') return take(cursor, hexadecimal) ? { kind: 'text' } : fail(cursor)
  const ref = take(cursor, reference)
  if (ref) return { kind: 'ref', number: Number(ref[1]), generation: Number(ref[2]) }
  const number = take(cursor, numeral)
  if (number) return Number(number[0])
  const word = take(cursor, keyword)?.[0]
  return word === undefined ? fail(cursor) : word === 'null' ? null : word === 'true'
}

/** What the pattern, which is sticky, finds at the cursor; the cursor goes behind it. */
export function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.text)
  if (!found) return undefined
  cursor.at = pattern.lastIndex
  return found
}

/** Goes over white space and comments (ISO 32000-2, 7.2.3 and 7.2.4). */
export function skipSpace(cursor: Cursor): void {
  const { text } = cursor
  for (let comment = false; cursor.at < text.length; cursor.at++) {
    const unit = text[cursor.at] as string
    if (unit === '%') comment = true
    else if (unit === '\r' || unit === '\n') comment = false
    else if (!comment && !space.includes(unit)) return
  }
}

/** The PDF cannot be read. `facts.at` is the place, in bytes of the file or of the stream that it is about. */
export class PdfError extends BaseError {
  override readonly name = 'bake.PdfError'
  constructor(rule: string, at: number, cause?: unknown) {
    super(`This PDF cannot be read: ${rule} (byte ${at}). Get the file again from its owner; printing or editing it does not keep what it holds.`, {
      facts: { rule, at },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

function readName(cursor: Cursor): string {
  const written = take(cursor, name)?.[1] ?? ''
  return written.replace(/#([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}

function readDictionary(cursor: Cursor, depth: number): Dictionary {
  const entries = new Map<string, Cos>()
  cursor.at += 2
  for (;;) {
    skipSpace(cursor)
    if (cursor.text.startsWith('>>', cursor.at)) break
    const start = cursor.at
    if (cursor.text[start] !== '/') return fail(cursor)
    const key = readName(cursor)
    // Of two values, some readers take the first, others the last.
    if (entries.has(key)) throw new PdfError('a dictionary says one thing twice', start)
    entries.set(key, readValue(cursor, depth + 1))
  }
  cursor.at += 2
  return { kind: 'dictionary', entries }
}

function readArray(cursor: Cursor, depth: number): readonly Cos[] {
  const values: Cos[] = []
  cursor.at++
  for (;;) {
    skipSpace(cursor)
    if (cursor.text[cursor.at] === ']') break
    values.push(readValue(cursor, depth + 1))
  }
  cursor.at++
  return values
}

/** A string in parentheses, which may hold pairs of them (ISO 32000-2, 7.3.4.2). */
function readText(cursor: Cursor): Text {
  const { text } = cursor
  for (let open = 0; cursor.at < text.length; cursor.at++) {
    const unit = text[cursor.at]
    if (unit === '\\') cursor.at++
    else if (unit === '(') open++
    else if (unit === ')' && --open === 0) {
      cursor.at++
      return { kind: 'text' }
    }
  }
  return fail(cursor)
}

function fail({ text, at }: Cursor): never {
  throw new PdfError(at >= text.length ? 'it is cut short' : 'an object is not well-formed', Math.min(at, text.length))
}

const maxDepth = 50
const space = '\0\t\n\f\r '
const name = /\/([^\0\t\n\f\r ()<>[\]{}/%]*)/y
const hexadecimal = /<[0-9A-Fa-f\0\t\n\f\r ]*>/y
const reference = /(\d{1,10})[\0\t\n\f\r ]{1,9}(\d{1,5})[\0\t\n\f\r ]{1,9}R(?![^\0\t\n\f\r ()<>[\]{}/%])/y
const numeral = /[+-]?(?:\d+\.?\d*|\.\d+)/y
const keyword = /(?:null|true|false)(?![^\0\t\n\f\r ()<>[\]{}/%])/y
