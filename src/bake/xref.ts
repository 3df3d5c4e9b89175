import { inflate } from '../deflate.js'
import { BaseError } from '../errors.js'
import { type Cos, type Cursor, type Dictionary, PdfError, type Ref, readValue, type Stream, skipSpace, take } from './cos.js'

/** Where an object stands: at a place in the file, or in a stream of objects, or nowhere any more. */
type Entry =
  | { readonly kind: 'free' }
  | { readonly kind: 'at'; readonly at: number; readonly generation: number }
  | { readonly kind: 'in'; readonly stream: number; readonly index: number }
type Entries = Map<number, Entry>
type Section = { readonly trailer: Dictionary; readonly entries: Entries }

/** A stream of objects, and the numbers and places of what is in it. */
type Pack = { readonly text: string; readonly first: number; readonly heads: readonly number[] }

/** A file as it is read: each object once. `left`: how much more may be looked at, and taken out of streams. */
export type Pdf = {
  readonly bytes: Uint8Array
  readonly text: string
  readonly entries: Entries
  readonly left: { values: number; units: number; bytes: number }
  readonly objects: Map<number, Cos>
  readonly packs: Map<number, Pack>
  readonly open: Set<number>
}

/**
 * Opens a PDF by its last revision (ISO 32000-2, 7.5): what an older one has under the same number does not exist. Nothing is searched for
 * where the tables do not lead, as programs do that repair: what they find, and a viewer does not show, may be anybody's.
 */
export function openPdf(bytes: Uint8Array, maxBytes: number): { readonly pdf: Pdf; readonly trailer: Dictionary } {
  // One unit for each byte; which one, for bytes above 127, nothing here asks.
  const text = new TextDecoder('latin1').decode(bytes)
  const left = { values: maxValues, units: 4 * bytes.length + 4 * maxBytes, bytes: maxBytes }
  const pdf: Pdf = { bytes, text, entries: new Map(), left, objects: new Map(), packs: new Map(), open: new Set() }
  const tail = text.slice(-tailBytes)
  const end = /startxref[\0\t\n\f\r ]+(\d{1,10})[\0\t\n\f\r ]+%%EOF[\0\t\n\f\r ]*$/.exec(tail)
  if (!end) throw new PdfError('its end is missing, or something follows it', text.length)
  let first: Dictionary | undefined
  const visited = new Set<number>()
  for (let at: number | undefined = Number(end[1]); at !== undefined; ) {
    if (visited.has(at) || visited.size >= maxRevisions) throw new PdfError('its revisions go round in a circle, or are too many', at)
    visited.add(at)
    const { trailer, entries } = sectionAt(pdf, at)
    if (trailer.entries.has('Encrypt')) throw new EncryptedError()
    for (const [number, entry] of entries) if (!pdf.entries.has(number)) pdf.entries.set(number, entry)
    first ??= trailer
    at = placeIn(trailer, 'Prev', at)
  }
  return { pdf, trailer: first as Dictionary }
}

/** What a value stands for: itself, or the object that it refers to, which is `null` where there is none (ISO 32000-2, 7.3.10). */
export function resolve(pdf: Pdf, value: Cos | undefined): Cos {
  let found = value ?? null
  for (let hops = 0; isKind(found, 'ref'); hops++) {
    if (hops > maxOpen) throw new PdfError('an object refers to itself', 0)
    found = objectOf(pdf, found)
  }
  return found
}

/** The bytes of a stream, decompressed. */
export function contentOf(pdf: Pdf, { dictionary, start }: Stream): Uint8Array {
  const length = resolve(pdf, dictionary.entries.get('Length'))
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) throw new PdfError('a stream has no length', start)
  const cursor = { text: pdf.text, at: start + length, left: pdf.left }
  if (!take(cursor, /[\0\t\n\f\r ]{0,2}endstream/y)) throw new PdfError('a stream is not as long as it says', start)
  const raw = pdf.bytes.subarray(start, start + length)
  const filters = listOf(pdf, dictionary.entries.get('Filter'))
  if (filters.length === 0) return taken(pdf, raw, start)
  const [filter] = filters
  if (filters.length > 1 || !isKind(filter, 'name') || filter.name !== 'FlateDecode') throw new PdfError('a stream is encoded in a way that is not read', start)
  const [parameters] = listOf(pdf, dictionary.entries.get('DecodeParms'))
  return predicted(pdf, inflated(pdf, raw, start), parameters, start)
}

/** A value as a list: none, one, or several. */
export function listOf(pdf: Pdf, value: Cos | undefined): readonly Cos[] {
  const found = resolve(pdf, value)
  if (!Array.isArray(found)) return found === null ? [] : [found]
  // One list may be met again and again.
  pdf.left.values -= found.length
  if (pdf.left.values < 0) throw new PdfError('it has too many objects', 0)
  return found.map((one: Cos) => resolve(pdf, one))
}

export function isKind<Kind extends 'name' | 'ref' | 'dictionary' | 'stream'>(
  value: Cos | undefined,
  kind: Kind,
): value is Extract<Cos, { readonly kind: Kind }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
}

/** The PDF is encrypted: what it holds cannot be read without its password. */
export class EncryptedError extends BaseError {
  override readonly name = 'bake.EncryptedError'
  constructor() {
    super('This PDF is encrypted, and nothing in it was read. Ask for one without a password, or take its attachment out with a PDF viewer.')
  }
}

function sectionAt(pdf: Pdf, at: number): Section {
  const cursor: Cursor = { text: pdf.text, at, left: pdf.left }
  take(cursor, /[\0\t\n\f\r ]{0,9}/y)
  if (!take(cursor, /xref(?=[\0\t\n\f\r ])/y)) return streamSectionAt(pdf, at)
  const entries = readTable(pdf, cursor)
  const trailer = counted(pdf, cursor)
  if (!isKind(trailer, 'dictionary')) throw new PdfError('its trailer is missing', cursor.at)
  const hybrid = placeIn(trailer, 'XRefStm', at)
  if (hybrid === undefined) return { trailer, entries }
  // What a table says is free, for readers of before PDF 1.5, may stand in a stream (ISO 32000-2, 7.5.8.4).
  const hidden = streamSectionAt(pdf, hybrid).entries
  for (const [number, entry] of entries) if (entry.kind !== 'free' || !hidden.has(number)) hidden.set(number, entry)
  return { trailer, entries: hidden }
}

/** A cross-reference table, as far as its trailer (ISO 32000-2, 7.5.4). */
function readTable(pdf: Pdf, cursor: Cursor): Entries {
  const entries: Entries = new Map()
  for (;;) {
    skipSpace(cursor)
    if (take(cursor, /trailer/y)) return entries
    const head = take(cursor, /(\d{1,10}) (\d{1,10})[\0\t\n\f\r ]{1,3}/y)
    if (!head) throw new PdfError('its table of objects is damaged', cursor.at)
    for (let number = Number(head[1]), end = number + Number(head[2]); number < end; number++) {
      const row = take(cursor, /(\d{10}) (\d{5}) ([nf])[\r\n ]{1,2}/y)
      if (!row) throw new PdfError('its table of objects is damaged', cursor.at)
      const entry: Entry = row[3] === 'f' ? { kind: 'free' } : { kind: 'at', at: Number(row[1]), generation: Number(row[2]) }
      add(pdf, entries, number, entry, cursor.at)
    }
  }
}

/** A cross-reference stream (ISO 32000-2, 7.5.8). */
function streamSectionAt(pdf: Pdf, at: number): Section {
  const stream = readObject(pdf, at).value
  const type = isKind(stream, 'stream') && stream.dictionary.entries.get('Type')
  if (!isKind(stream, 'stream') || !type || !isKind(type, 'name') || type.name !== 'XRef')
    throw new PdfError('its table of objects is not where it should be', at)
  const trailer = stream.dictionary
  const widths = numbersOf(trailer.entries.get('W'))
  const size = trailer.entries.get('Size')
  const ranges = trailer.entries.has('Index') ? numbersOf(trailer.entries.get('Index')) : [0, typeof size === 'number' ? size : 0]
  const width = widths.reduce((sum, one) => sum + one, 0)
  if (widths.length !== 3 || width === 0 || widths.some((one) => one > 6) || ranges.length % 2 === 1) throw new PdfError('its table of objects is damaged', at)
  const rows = contentOf(pdf, stream)
  const entries: Entries = new Map()
  let row = 0
  for (let range = 0; range < ranges.length; range += 2) {
    const first = ranges[range] ?? 0
    for (let index = 0; index < (ranges[range + 1] ?? 0); index++, row += width) {
      if (row + width > rows.length) throw new PdfError('its table of objects is cut short', at)
      add(pdf, entries, first + index, entryIn(rows, row, widths), at)
    }
  }
  return { trailer, entries }
}

function entryIn(rows: Uint8Array, at: number, [one = 0, two = 0, three = 0]: readonly number[]): Entry {
  const type = one === 0 ? 1 : numberIn(rows, at, one)
  const second = numberIn(rows, at + one, two)
  const third = numberIn(rows, at + one + two, three)
  if (type === 1) return { kind: 'at', at: second, generation: third }
  return type === 2 ? { kind: 'in', stream: second, index: third } : { kind: 'free' }
}

function add(pdf: Pdf, entries: Entries, number: number, entry: Entry, at: number): void {
  if (pdf.left.values-- <= 0) throw new PdfError('it has too many objects', at)
  // Of two places, some readers take the first, others the last.
  if (entries.has(number)) throw new PdfError('its table of objects has one of them twice', at)
  entries.set(number, entry)
}

function objectOf(pdf: Pdf, { number, generation }: Ref): Cos {
  const entry = pdf.entries.get(number)
  if (entry === undefined || entry.kind === 'free' || generation !== (entry.kind === 'at' ? entry.generation : 0)) return null
  const known = pdf.objects.get(number)
  if (known !== undefined) return known
  if (pdf.open.has(number) || pdf.open.size >= maxOpen) throw new PdfError('an object refers to itself', entry.kind === 'at' ? entry.at : 0)
  pdf.open.add(number)
  const value = entry.kind === 'at' ? ownAt(pdf, entry.at, number, generation) : packedIn(pdf, entry.stream, entry.index, number)
  pdf.open.delete(number)
  pdf.objects.set(number, value)
  return value
}

function ownAt(pdf: Pdf, at: number, number: number, generation: number): Cos {
  const found = readObject(pdf, at)
  if (found.number !== number || found.generation !== generation) throw new PdfError('an object is not where it should be', at)
  return found.value
}

function readObject(pdf: Pdf, at: number): { readonly number: number; readonly generation: number; readonly value: Cos } {
  const cursor: Cursor = { text: pdf.text, at, left: pdf.left }
  take(cursor, /[\0\t\n\f\r ]{0,9}/y)
  const head = take(cursor, /(\d{1,10})[\0\t\n\f\r ]{1,9}(\d{1,5})[\0\t\n\f\r ]{1,9}obj/y)
  if (!head) throw new PdfError('an object is not where it should be', at)
  const value = counted(pdf, cursor)
  const named = { number: Number(head[1]), generation: Number(head[2]) }
  if (isKind(value, 'dictionary') && take(cursor, /stream\r?\n/y)) return { ...named, value: { kind: 'stream', dictionary: value, start: cursor.at } }
  if (!take(cursor, /endobj/y)) throw new PdfError('an object is not closed', cursor.at)
  return { ...named, value }
}

/** An object in a stream of objects (ISO 32000-2, 7.5.7). */
function packedIn(pdf: Pdf, stream: number, index: number, number: number): Cos {
  const { text, first, heads } = packOf(pdf, stream)
  const place = heads[2 * index + 1]
  if (heads[2 * index] !== number || place === undefined) throw new PdfError('an object is not where it should be', first)
  return counted(pdf, { text, at: first + place, left: pdf.left })
}

function packOf(pdf: Pdf, number: number): Pack {
  const known = pdf.packs.get(number)
  if (known) return known
  const stream = resolve(pdf, { kind: 'ref', number, generation: 0 })
  if (!isKind(stream, 'stream') || pdf.entries.get(number)?.kind !== 'at') throw new PdfError('a stream of objects is missing', 0)
  const first = resolve(pdf, stream.dictionary.entries.get('First'))
  const text = new TextDecoder('latin1').decode(contentOf(pdf, stream))
  if (typeof first !== 'number' || !(first >= 0 && first <= text.length)) throw new PdfError('a stream of objects is damaged', stream.start)
  const heads = text.slice(0, first).match(/\d{1,10}/g) ?? []
  const pack = { text, first, heads: heads.map(Number) }
  pdf.packs.set(number, pack)
  return pack
}

/** Reads a value and what space follows it. Objects can stand inside one another, and the same bytes would be read over and over. */
function counted(pdf: Pdf, cursor: Cursor): Cos {
  const start = cursor.at
  const value = readValue(cursor)
  skipSpace(cursor)
  pdf.left.units -= cursor.at - start
  if (pdf.left.units < 0) throw new PdfError('its objects stand inside one another', start)
  return value
}

/** Streams can lie over one another, too. */
function taken(pdf: Pdf, bytes: Uint8Array, start: number): Uint8Array {
  pdf.left.bytes -= bytes.length
  if (pdf.left.bytes < 0) throw new PdfError('its streams hold too much', start)
  return bytes
}

/** RFC 1950 around RFC 1951: two bytes before, and a checksum after it. */
function inflated(pdf: Pdf, raw: Uint8Array, start: number): Uint8Array {
  const [method = 0, flags = 0] = raw
  if ((method & 15) !== 8 || (method * 256 + flags) % 31 !== 0 || flags & 32) throw new PdfError('a stream is damaged', start)
  try {
    return taken(pdf, inflate(raw.subarray(2), { maxBytes: pdf.left.bytes }), start)
  } catch (cause) {
    throw new PdfError('a stream is damaged, or holds too much', start, cause)
  }
}

/** Undoes the predictors of PNG (ISO 32000-2, 7.4.4.4), which tables of objects are written with. */
function predicted(pdf: Pdf, data: Uint8Array, parameters: Cos | undefined, start: number): Uint8Array {
  const said = (key: string, otherwise: number): Cos =>
    isKind(parameters, 'dictionary') ? (resolve(pdf, parameters.entries.get(key)) ?? otherwise) : otherwise
  if (said('Predictor', 1) === 1) return data
  const columns = said('Columns', 1)
  const usual = Number(said('Predictor', 1)) >= 10 && said('Colors', 1) === 1 && said('BitsPerComponent', 8) === 8
  if (!usual || typeof columns !== 'number' || !Number.isSafeInteger(columns) || columns < 1 || data.length % (columns + 1) !== 0)
    throw new PdfError('a stream is encoded in a way that is not read', start)
  const out = new Uint8Array((data.length / (columns + 1)) * columns)
  for (let row = 0, at = 0; at < data.length; row++) {
    const filter = data[at++] ?? 0
    for (let column = 0; column < columns; column++, at++) {
      const here = row * columns + column
      const left = column === 0 ? 0 : (out[here - 1] ?? 0)
      const up = row === 0 ? 0 : (out[here - columns] ?? 0)
      const corner = row === 0 || column === 0 ? 0 : (out[here - columns - 1] ?? 0)
      out[here] = (data[at] ?? 0) + guess(filter, left, up, corner, start)
    }
  }
  return out
}

/** PNG (third edition), 9.2. */
function guess(filter: number, left: number, up: number, corner: number, start: number): number {
  if (filter > 4) throw new PdfError('a stream is damaged', start)
  if (filter === 4) {
    const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
    return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
  }
  return [0, left, up, (left + up) >> 1][filter] ?? 0
}

/** A place in the file that a trailer names. */
function placeIn(trailer: Dictionary, key: string, at: number): number | undefined {
  const place = trailer.entries.get(key)
  if (place === undefined) return undefined
  if (typeof place !== 'number' || !Number.isSafeInteger(place) || place < 0) throw new PdfError('its trailer is damaged', at)
  return place
}

function numbersOf(value: Cos | undefined): readonly number[] {
  const list = Array.isArray(value) ? (value as readonly Cos[]) : []
  return list.map((one) => (typeof one === 'number' && Number.isSafeInteger(one) && one >= 0 ? one : Number.NaN)).filter((one) => !Number.isNaN(one))
}

function numberIn(bytes: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let index = at; index < at + width; index++) value = value * 256 + (bytes[index] ?? 0)
  return value
}

const tailBytes = 1024
const maxValues = 500_000
const maxRevisions = 1000
const maxOpen = 50
