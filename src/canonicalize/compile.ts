import { isObject, type JsonObject } from '../json.js'
import { mentionsOf } from './canonical.js'
import { byCodePoint, hasSurrogate, numbered, type Quad, type Ref, restOf } from './dataset.js'
import { documentOf, type Shape } from './shape.js'
import { type BlankNode, type Group, hashOf, type Lines, type Linked, type Name, type Naming, type Place, type Template } from './template.js'

/** What a document says. */
export type Reading = {
  readonly quads: readonly Quad[]
  /** The texts in it whose meaning is not in their form alone. */
  readonly special: ReadonlySet<string>
  /** The document's own node, where it matters who speaks of it. */
  readonly self: Ref | undefined
}

/** PRIVATE USE ONE (ISO 6429), which no text for others has. One byte to the engine: what is cut from a stand-in of wide units stays wide, and slow. */
export const mark = '\x91'

/** The template of one document alone: its canonical N-Quads as they are. */
export function constant(shape: Shape, text: string, naming: Naming): Template {
  return { shape, places: [], groups: [{ subject: '', pieces: [text] }], nodes: [], linked: [], subjects: new Set(), astral: false, naming }
}

/**
 * The template of all documents of a shape, from what a stand-in says that has a mark in each slot. `undefined` where a text in a slot decides
 * anything but what stands in its place.
 */
export function compile(shape: Shape, read: (standIn: JsonObject) => Reading | undefined, naming: Naming): Template | undefined {
  const marks: string[] = []
  const standIn = documentOf(shape, ({ scheme = '' }) => marks[marks.push(`${scheme}${mark}${marks.length}${mark}`) - 1] ?? '')
  const reading = isObject(standIn) ? read(standIn) : undefined
  if (!reading || marks.some((text) => reading.special.has(text))) return undefined
  const quads = [...new Map(reading.quads.map((quad) => [textOf(quad), quad])).values()]
  const places = placesIn(quads, marks, reading.self)
  return places && templateOf({ shape, marks, quads, places, self: reading.self, naming })
}

function textOf({ subject, predicate, object, graph }: Quad): string {
  return `${numbered(subject)} ${restOf(predicate, numbered(object), numbered(graph))}`
}

/** Where each mark has come out; `undefined` where one has not, or not as a whole IRI or the whole of a literal. */
function placesIn(quads: readonly Quad[], marks: readonly string[], self: Ref | undefined): Place[] | undefined {
  const places: (Place | undefined)[] = marks.map(() => undefined)
  for (const { subject, object, graph } of quads) {
    for (const ref of [subject, object, graph]) {
      const at = slotIn(ref)
      if (at === undefined) continue
      const place = placeIn(String(ref), marks[at] ?? '', places[at], ref === subject || ref === self)
      if (!place) return undefined
      places[at] = place
    }
  }
  return places.every((place) => place !== undefined) ? places : undefined
}

function placeIn(ref: string, text: string, before: Place | undefined, subject: boolean): Place | undefined {
  const iri = ref === `<${text}>`
  if (!iri && !ref.startsWith(`"${text}"`)) return undefined
  return { scheme: iri ? text.slice(0, text.indexOf(mark)) : undefined, subject: subject || before?.subject === true, count: 1 + (before?.count ?? 0) }
}

function slotIn(ref: Ref): number | undefined {
  if (typeof ref === 'number') return undefined
  const from = ref.indexOf(mark)
  return from === -1 ? undefined : Number(ref.slice(from + 1, ref.indexOf(mark, from + 1)))
}

type Draft = {
  readonly shape: Shape
  readonly marks: readonly string[]
  readonly quads: readonly Quad[]
  readonly places: readonly Place[]
  readonly self: Ref | undefined
  readonly naming: Naming
}

function templateOf({ shape, marks, quads, places, self, naming }: Draft): Template {
  const refs = quads.flatMap(({ subject, predicate, object, graph }) => [subject, predicate, object, graph])
  const subjects = [self, ...quads.map(({ subject }) => subject)].filter((ref) => typeof ref === 'string')
  // The names of blank nodes come after those of the slots.
  const groups = groupsOf(quads, marks, (node) => marks.length + node)
  const nodes = [...mentionsOf({ linked: quads })].map(([node, mentions]) => blankNode(node, mentions, marks, naming))
  const term = (ref: Ref): Linked => (typeof ref === 'number' ? ref : namesOf(ref, marks, String))
  const linked = quads
    .filter((quad) => [quad.subject, quad.object, quad.graph].some((ref) => typeof ref === 'number'))
    .map(({ subject, predicate, object, graph }) => ({ subject: term(subject), predicate, object: term(object), graph: term(graph) }))
  const astral = refs.some((ref) => typeof ref === 'string' && hasSurrogate(ref))
  return { shape, places, groups, nodes, linked, subjects: new Set(subjects), astral, naming }
}

function blankNode(node: number, mentions: readonly Quad[], marks: readonly string[], naming: Naming): BlankNode {
  const groups = groupsOf(mentions, marks, (other) => (other === node ? '_:a' : '_:z'))
  const still = groups.every(({ pieces }) => pieces.every((piece) => typeof piece === 'string'))
  return { number: node, groups, hash: still ? hashOf(groups, { names: [], order: byCodePoint, alike: false }, naming) : undefined }
}

function groupsOf(quads: readonly Quad[], marks: readonly string[], nodeName: (node: number) => Name): Group[] {
  const groups = new Map<Name, Map<string, Name[][]>>()
  const names = (ref: Ref): readonly Name[] => namesOf(ref, marks, nodeName)
  for (const { subject, predicate, object, graph } of quads) {
    const [name = ''] = names(subject)
    const predicates = groups.get(name) ?? new Map<string, Name[][]>()
    const lines = predicates.get(predicate) ?? []
    groups.set(name, predicates.set(predicate, lines))
    lines.push(joined([name, ` ${predicate} `, ...names(object), ...(graph === '' ? [] : [' ', ...names(graph)]), ' .\n']))
  }
  return [...groups].map(([subject, predicates]) => {
    const sorted = [...predicates].sort(([a], [b]) => byCodePoint(a, b))
    return { subject, pieces: joined(sorted.flatMap(([, lines]) => inOrder(lines))) }
  })
}

function namesOf(ref: Ref, marks: readonly string[], nodeName: (node: number) => Name): readonly Name[] {
  if (typeof ref === 'number') return [nodeName(ref)]
  const at = slotIn(ref)
  if (at === undefined) return [ref]
  // What comes after the text of a literal is its datatype or its language.
  return ref.startsWith('"') ? [at, ref.slice((marks[at] ?? '').length + 2)] : [at]
}

/** Lines of one beginning, in their order where that can be told already: that of code points, which is that of units where nothing is astral. */
function inOrder(lines: Lines): readonly (Name | Lines)[] {
  const [only] = lines
  if (only && lines.length === 1) return only
  if (lines.some(([, ...rest]) => rest.some((piece) => typeof piece !== 'string'))) return [lines]
  return [...lines].sort((a, b) => byCodePoint(String(a.at(-1)), String(b.at(-1)))).flat()
}

function joined<T>(pieces: readonly (T | string)[]): (T | string)[] {
  const whole: (T | string)[] = []
  for (const piece of pieces) {
    const last = whole.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') whole[whole.length - 1] = last + piece
    else whole.push(piece)
  }
  return whole
}
