import { sha256Hex, sha384Hex } from '../hash.js'
import { type HashName, labelsOf } from './canonical.js'
import { byCodePoint, hasSurrogate, iriText, type Order, quoted, type Ref } from './dataset.js'
import { isAbsolute } from './iri.js'
import type { Shape } from './shape.js'

/**
 * The canonical N-Quads of all documents of one shape, with places for the texts in its slots.
 *
 * It rests on this: expansion and RDF conversion only move a text around, whatever it is, where it stands as a literal; and where it stands
 * as an IRI, whatever it is among the absolute IRIs of one scheme. So the quads of a document are those of a stand-in, whose slots hold
 * marks, with the texts in the place of the marks. What is left to do for each document is what depends on the texts: the order of the
 * lines, and the hashes that name the blank nodes. Where a text decides anything else, there is no template.
 */
export type Template = {
  readonly shape: Shape
  readonly places: readonly Place[]
  readonly groups: readonly Group[]
  readonly nodes: readonly BlankNode[]
  /** The quads that blank nodes are in, in the order in which they were said. */
  readonly linked: readonly LinkedQuad[]
  /** The subjects that are not in a slot: a slot that is one must hold another. */
  readonly subjects: ReadonlySet<string>
  /** Whether there is a character outside the Basic Multilingual Plane, slots apart. */
  readonly astral: boolean
  readonly naming: Naming
}

/** How blank nodes are named: `RdfcOptions`. */
export type Naming = { readonly hash: HashName; readonly maxWork: number | undefined }

/** What becomes of the text in a slot. */
export type Place = {
  /** The scheme of its IRI with the colon; `undefined` for a literal, which may be any text. */
  readonly scheme: string | undefined
  /** Whether it is a subject anywhere, or the document's own node. */
  readonly subject: boolean
  /** In how many quads it stands. */
  readonly count: number
}
/** `groups` are the lines that are hashed to name the node (RDFC-1.0, 4.6); `hash` is their hash where no slot has a part in it. */
export type BlankNode = { readonly number: number; readonly groups: readonly Group[]; readonly hash: string | undefined }

/** A quad of which each term is a blank node, by its number in the dataset, or is joined of names. */
export type LinkedQuad = { readonly subject: Linked; readonly predicate: string; readonly object: Linked; readonly graph: Linked }
export type Linked = number | readonly Name[]

/** Text, or the N-Quads of a slot or a blank node, by its number in the filling. */
export type Name = string | number
/** Lines of one subject and predicate, whose order the texts decide. */
export type Lines = readonly (readonly Name[])[]
/** All lines of one subject: they stand together, and those of one predicate among them. */
export type Group = { readonly subject: Name; readonly pieces: readonly (Name | Lines)[] }

/** Whether each text is what its place asks for: any text for a literal, an absolute IRI of one scheme for an IRI. */
export function suits({ places }: Template, texts: readonly string[]): boolean {
  return texts.every((text, at) => {
    const scheme = places[at]?.scheme
    return scheme === undefined || (text.startsWith(scheme) && isAbsolute(text))
  })
}

/**
 * The canonical N-Quads of the document that has these texts in its slots. `undefined` where they meet in a way that only the whole algorithm
 * can answer: two nodes with one name, two quads that are one, half a character.
 */
export function filled(template: Template, texts: readonly string[]): string | undefined {
  const names = namesIn(template, texts)
  if (!names) return undefined
  const filling: Filling = { names, order: template.astral || texts.some(hasSurrogate) ? byCodePoint : undefined, alike: false }
  if (!nameNodes(template, filling)) return undefined
  const text = write(template.groups, filling)
  return filling.alike ? undefined : text
}

/** As long as what is filled in may be, each time that it stands somewhere, and as long as the text of a template may be. */
export const maxText: number = 1024 * 1024

/** The first-degree hash of a blank node (RDFC-1.0, 4.6). */
export function hashOf(groups: readonly Group[], filling: Filling, { hash }: Naming): string {
  const text = write(groups, filling)
  return hash === 'SHA-256' ? sha256Hex(text) : sha384Hex(text)
}

/** What is filled in, and how. */
export type Filling = {
  /** The N-Quads of what is in each slot, then the name of each blank node. */
  readonly names: string[]
  readonly order: Order | undefined
  /** Whether two lines are the same, which a set of quads has only once. */
  alike: boolean
}

function namesIn({ places, subjects }: Template, texts: readonly string[]): string[] | undefined {
  const names: string[] = []
  const said = new Set<string>()
  let size = 0
  for (const [at, text] of texts.entries()) {
    const { scheme, subject = false, count = 0 } = places[at] ?? {}
    const name = scheme === undefined ? quoted(text) : iriText(text)
    size += text.length * count
    if (size > maxText || !text.isWellFormed() || (subject && (subjects.has(name) || said.has(name)))) return undefined
    if (subject) said.add(name)
    names.push(name)
  }
  return names
}

/** Names the blank nodes; `false` where that takes too long. */
function nameNodes(template: Template, filling: Filling): boolean {
  const { nodes, naming, places } = template
  const hashed = nodes.map((node) => ({ number: node.number, hex: node.hash ?? hashOf(node.groups, filling, naming) }))
  hashed.sort((a, b) => byUnit(a.hex, b.hex))
  for (let at = 0; at < hashed.length; at++) {
    const { number = 0, hex } = hashed[at] ?? {}
    // Where their own quads do not tell nodes apart, what they are near does (RDFC-1.0, 4.4.3, 5).
    if (hashed[at + 1]?.hex === hex) return nameByDistance(template, filling)
    filling.names[places.length + number] = `_:c14n${at}`
  }
  return true
}

function nameByDistance({ linked, naming, places }: Template, { names }: Filling): boolean {
  const ref = (term: Linked): Ref => (typeof term === 'number' ? term : term.map((name) => (typeof name === 'string' ? name : names[name])).join(''))
  const quads = linked.map(({ subject, predicate, object, graph }) => ({ subject: ref(subject), predicate, object: ref(object), graph: ref(graph) }))
  try {
    for (const [number, label] of labelsOf({ linked: quads }, naming.hash, naming.maxWork)) names[places.length + number] = `_:${label}`
    return true
  } catch {
    return false
  }
}

/** Their lines, in their order. No subject is the beginning of another, so that groups are in order when their subjects are. */
function write(groups: readonly Group[], filling: Filling): string {
  const { names, order = byUnit } = filling
  const sorted = groups.map(({ subject, pieces }) => ({ subject: typeof subject === 'number' ? (names[subject] ?? '') : subject, pieces }))
  sorted.sort((a, b) => order(a.subject, b.subject))
  let text = ''
  for (const { pieces } of sorted) {
    for (const piece of pieces) text += typeof piece === 'string' ? piece : typeof piece === 'number' ? names[piece] : writeLines(piece, filling)
  }
  return text
}

function byUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function writeLines(lines: Lines, filling: Filling): string {
  const texts: string[] = []
  for (const line of lines) {
    let text = ''
    for (const piece of line) text += typeof piece === 'string' ? piece : filling.names[piece]
    texts.push(text)
  }
  texts.sort(filling.order)
  for (let at = 1; at < texts.length; at++) if (texts[at] === texts[at - 1]) filling.alike = true
  return texts.join('')
}
