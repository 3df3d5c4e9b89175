import { OutputTooLargeError } from './errors.js'

/** A term of a quad: a blank node as its number, or else its N-Quads text. The default graph is the empty text. */
export type Ref = string | number
export type Quad = { readonly subject: Ref; readonly predicate: string; readonly object: Ref; readonly graph: Ref }

/** A set of quads. Those without a blank node are lines already: nothing will change them. */
export type Dataset = {
  readonly ground: string[]
  readonly linked: Quad[]
  /** All lines so far, with blank nodes by their numbers. */
  readonly seen: Set<string>
  readonly limits: { readonly quads: number; readonly characters: number }
  /** The number of the next blank node. */
  blanks: number
  characters: number
}

/** As much as a transcript of ten thousand results says. */
export const outputLimits: { readonly quads: number; readonly characters: number } = { quads: 500_000, characters: 128 * 1024 * 1024 }

export function emptyDataset(limits: Dataset['limits'] = outputLimits): Dataset {
  return { ground: [], linked: [], seen: new Set(), limits, blanks: 0, characters: 0 }
}

/**
 * Adds a quad, unless the set has it.
 *
 * @throws {OutputTooLargeError} over a limit
 */
export function addQuad(dataset: Dataset, subject: Ref, predicate: string, object: Ref, graph: Ref): void {
  const line = lineOf(numbered(subject), predicate, numbered(object), numbered(graph))
  if (dataset.seen.has(line)) return
  dataset.seen.add(line)
  if (dataset.seen.size > dataset.limits.quads) throw new OutputTooLargeError('quads', dataset.limits.quads)
  dataset.characters += line.length
  if (dataset.characters > dataset.limits.characters) throw new OutputTooLargeError('characters', dataset.limits.characters)
  if (typeof subject === 'string' && typeof object === 'string' && typeof graph === 'string') dataset.ground.push(line)
  else dataset.linked.push({ subject, predicate, object, graph })
}

/** One line of canonical N-Quads (RDFC-1.0, A). */
export function lineOf(subject: string, predicate: string, object: string, graph: string): string {
  return graph === '' ? `${subject} ${predicate} ${object} .\n` : `${subject} ${predicate} ${object} ${graph} .\n`
}

/** An IRI as N-Quads text. What may not stand between the brackets is written as a number. */
export function iriText(iri: string): string {
  return iriUnsafe.test(iri) ? `<${iri.replace(iriUnsafes, escapeUnit)}>` : `<${iri}>`
}

/** A string as a quoted N-Quads text, without a datatype. */
export function quoted(text: string): string {
  return textUnsafe.test(text) ? `"${text.replace(textUnsafes, (unit) => shortEscapes[unit] ?? escapeUnit(unit))}"` : `"${text}"`
}

/** Compares by code points, as RDFC-1.0 orders: the order of UTF-16 units differs where astral characters meet U+E000 and above. */
export function byCodePoint(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let at = 0; at < shorter; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** Whether the lines have a character outside the Basic Multilingual Plane. Without one, units are in the order of code points. */
export function isAstral({ seen }: Dataset): boolean {
  let text = ''
  for (const line of seen) text += line
  return surrogate.test(text)
}

const surrogate = /[\ud800-\udfff]/
const iriUnsafe = /[\0-\x20<>"{}|^`\\]/
const iriUnsafes = /[\0-\x20<>"{}|^`\\]/g
const textUnsafe = /[\0-\x1f\x7f"\\]/
const textUnsafes = /[\0-\x1f\x7f"\\]/g
const shortEscapes: { readonly [unit: string]: string } = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '"': '\\"', '\\': '\\\\' }

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit
}

function numbered(ref: Ref): string {
  return typeof ref === 'number' ? `_:${ref}` : ref
}
