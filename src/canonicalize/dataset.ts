import { OutputTooLargeError } from './errors.js'

/** A term of a quad: a blank node as its number, or else its N-Quads text. The default graph is the empty text. */
export type Ref = string | number
export type Quad = { readonly subject: Ref; readonly predicate: string; readonly object: Ref; readonly graph: Ref }

/** Quads. Those without a blank node are text already, by their subject: nothing will change them, and who sorts them drops what is there twice. */
export type Dataset = {
  readonly ground: Map<string, string[]>
  readonly linked: Quad[]
  /** The linked quads so far, with blank nodes by their numbers: each is in the set once. */
  readonly seen: Set<string>
  /** All quads so far, as often as they were said, where somebody asks for them. */
  readonly all: Quad[] | undefined
  /** In plain mode, the node of the document's own object: no other object may say anything of it. */
  self: Ref | undefined
  readonly limits: { readonly quads: number; readonly characters: number }
  /** The number of the next blank node. */
  blanks: number
  quads: number
  characters: number
}

/** As much as a transcript of ten thousand results says. */
export const outputLimits: { readonly quads: number; readonly characters: number } = { quads: 500_000, characters: 128 * 1024 * 1024 }

export function emptyDataset(limits: Dataset['limits'] = outputLimits, all?: Quad[]): Dataset {
  return { ground: new Map(), linked: [], seen: new Set(), all, self: undefined, limits, blanks: 0, quads: 0, characters: 0 }
}

/**
 * Adds a quad.
 *
 * @throws {OutputTooLargeError} over a limit
 */
export function addQuad(dataset: Dataset, subject: Ref, predicate: string, object: Ref, graph: Ref): void {
  const { ground, linked, seen, limits } = dataset
  if (++dataset.quads > limits.quads) throw new OutputTooLargeError('quads', limits.quads)
  const rest = restOf(predicate, numbered(object), numbered(graph))
  dataset.characters += numbered(subject).length + rest.length
  if (dataset.characters > limits.characters) throw new OutputTooLargeError('characters', limits.characters)
  dataset.all?.push({ subject, predicate, object, graph })
  if (typeof subject === 'string' && typeof object === 'string' && typeof graph === 'string') {
    say(ground, subject, rest)
    return
  }
  const line = `${numbered(subject)} ${rest}`
  if (seen.has(line)) return
  seen.add(line)
  linked.push({ subject, predicate, object, graph })
}

/** Adds the rest of a line to what is said of its subject. */
export function say(said: Map<string, string[]>, subject: string, rest: string): void {
  const known = said.get(subject)
  if (known) known.push(rest)
  else said.set(subject, [rest])
}

/** What follows the subject in a line of canonical N-Quads (RDFC-1.0, A). */
export function restOf(predicate: string, object: string, graph: string): string {
  return graph === '' ? `${predicate} ${object} .\n` : `${predicate} ${object} ${graph} .\n`
}

/** An IRI as N-Quads text. What may not stand between the brackets is written as a number. */
export function iriText(iri: string): string {
  return iriUnsafe.test(iri) ? `<${iri.replace(iriUnsafes, escapeUnit)}>` : `<${iri}>`
}

/** A string as a quoted N-Quads text, without a datatype. */
export function quoted(text: string): string {
  return textUnsafe.test(text) ? `"${text.replace(textUnsafes, (unit) => shortEscapes[unit] ?? escapeUnit(unit))}"` : `"${text}"`
}

/**
 * Joins texts in the order of their code points, as RDFC-1.0 orders. `write` sorts by the order that it is given and joins: that of UTF-16
 * units, which is faster and differs only where astral characters meet U+E000 and above, and then the right one if there is an astral character.
 */
export function inCodePointOrder(write: (order: Order | undefined) => string): string {
  const text = write(undefined)
  return hasSurrogate(text) ? write(byCodePoint) : text
}

export type Order = (a: string, b: string) => number

/** Compares by code points. */
export function byCodePoint(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let at = 0; at < shorter; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** Whether a text has a unit that is half a character, or half of nothing. */
export function hasSurrogate(text: string): boolean {
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

/** A term as text, with a blank node by its number. */
export function numbered(ref: Ref): string {
  return typeof ref === 'number' ? `_:${ref}` : ref
}
