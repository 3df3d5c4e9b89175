import { type Json, UnsafeError } from '../json.js'
import { isLanguageTag, type Run } from './context.js'
import { addQuad, type Dataset, iriText, quoted, type Ref } from './dataset.js'
import { DroppedValueError, HiddenMemberError, InvalidJsonLdError } from './errors.js'
import type { Item, List, Node, Said, Value } from './expand.js'
import { isAbsolute } from './iri.js'
import { jcsText } from './jcs.js'

/**
 * Adds what expanded JSON-LD says to a dataset (JSON-LD 1.1 API, 8.1). Nodes are not merged first: a dataset is a set already.
 *
 * @throws {InvalidJsonLdError} when one node has two indexes
 * @throws {DroppedValueError} in safe mode, for a property that is a blank node
 * @throws {HiddenMemberError} in plain mode, when what is said of the document's own node is said in another object with the same id
 */
export function toRdf(run: Run, items: readonly Item[], dataset: Dataset): void {
  const [own] = run.plain && items.length === 1 ? items : []
  const writer: Writer = { run, dataset, names: new Map(), words: new Map(), indexes: new Map(), own }
  for (const item of items) if (item.kind === 'node') writeNode(writer, item, '')
}

type Writer = {
  readonly run: Run
  readonly dataset: Dataset
  /** The numbers of the blank nodes that the document names. */
  readonly names: Map<string, number>
  /** The N-Quads text of properties, which come again and again. */
  readonly words: Map<string, string>
  readonly indexes: Map<string, string>
  /** In plain mode, the document's own object. */
  readonly own: Item | undefined
}

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const xsd = 'http://www.w3.org/2001/XMLSchema#'
const rdfType = `<${rdf}type>`
// An endorsement names the badge that it speaks of (Open Badges 3.0, B.1.9): its comment is looked for where it stands, and nowhere else.
const comment = '<https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementComment>'

/** Writes a node and returns its term; `undefined` where RDF has none for it, as for a relative IRI. */
function writeNode(writer: Writer, node: Node, graph: Ref | undefined): Ref | undefined {
  const subject = node.id === undefined || node.id === null ? writer.dataset.blanks++ : refOf(writer, node.id)
  if (node.index !== undefined && typeof node.id === 'string') checkIndex(writer, node.id, graph, node.index)
  if (node === writer.own) writer.dataset.self = subject
  for (const type of node.types ?? []) add(writer, subject, rdfType, type === null ? undefined : refOf(writer, type), graph)
  for (const said of node.properties) writeSaid(writer, node, subject, said, graph)
  for (const said of node.reverse ?? []) writeReverse(writer, subject, said, graph)
  for (const item of node.graph ?? []) if (item.kind === 'node') writeNode(writer, item, subject)
  for (const item of node.included ?? []) if (item.kind === 'node') writeNode(writer, item, graph)
  return subject
}

function checkIndex({ run, indexes }: Writer, id: string, graph: Ref | undefined, index: string): void {
  const node = `${graph} ${id}`
  run.special?.add(id)
  if ((indexes.get(node) ?? index) !== index) throw new InvalidJsonLdError('conflicting indexes', run.path, index)
  indexes.set(node, index)
}

function writeSaid(writer: Writer, speaker: Node, subject: Ref | undefined, { property, items }: Said, graph: Ref | undefined): void {
  const predicate = predicateOf(writer, property, items)
  for (const item of items) {
    // A node whose name means nothing is not there at all.
    if (item.kind === 'node' && item.id === null) continue
    if (subject === undefined || predicate === undefined) writeNodes(writer, item, graph)
    else say(writer, speaker, subject, predicate, writeItem(writer, item, graph), graph)
  }
}

/** Adds what an object says: what it says of the document's own node, whoever reads that node's JSON would miss. */
function say(writer: Writer, speaker: Node, subject: Ref | undefined, predicate: string, object: Ref | undefined, graph: Ref | undefined): void {
  if (subject !== undefined && subject === writer.dataset.self && speaker !== writer.own && graph === '' && object !== undefined && predicate !== comment)
    throw new HiddenMemberError(predicate, writer.run.path)
  add(writer, subject, predicate, object, graph)
}

/** Writes what is said of the nodes in an item of which nothing can be said itself. */
function writeNodes(writer: Writer, item: Item, graph: Ref | undefined): void {
  if (item.kind === 'node') writeNode(writer, item, graph)
  else if (item.kind === 'list') for (const one of item.items) writeNodes(writer, one, graph)
}

function writeReverse(writer: Writer, object: Ref | undefined, { property, items }: Said, graph: Ref | undefined): void {
  const predicate = predicateOf(writer, property, items)
  for (const item of items) {
    if (item.kind !== 'node') continue
    const subject = writeNode(writer, item, graph)
    if (predicate !== undefined) say(writer, item, subject, predicate, object, graph)
  }
}

function predicateOf({ run, words }: Writer, property: string, items: readonly Item[]): string | undefined {
  const known = words.get(property)
  if (known !== undefined) return known
  if (!property.startsWith('_:')) {
    const text = iriText(property)
    words.set(property, text)
    return text
  }
  // RDF has no blank predicates (JSON-LD 1.1 API, 8.1.2).
  if (run.safe && items.length > 0) throw new DroppedValueError(`the property "${property}", which is a blank node`, run.path)
  return undefined
}

function add({ dataset }: Writer, subject: Ref | undefined, predicate: string, object: Ref | undefined, graph: Ref | undefined): void {
  if (subject !== undefined && object !== undefined && graph !== undefined) addQuad(dataset, subject, predicate, object, graph)
}

function writeItem(writer: Writer, item: Item, graph: Ref | undefined): Ref | undefined {
  if (item.kind === 'value') return literal(writer, item, graph)
  return item.kind === 'node' ? writeNode(writer, item, graph) : writeList(writer, item, graph)
}

function refOf({ dataset, names }: Writer, id: string): Ref | undefined {
  if (!isAbsolute(id)) return undefined
  if (!id.startsWith('_:')) return iriText(id)
  const number = names.get(id) ?? dataset.blanks++
  names.set(id, number)
  return number
}

/** JSON-LD 1.1 API, 8.3. */
function writeList(writer: Writer, { items }: List, graph: Ref | undefined): Ref {
  let head: Ref = `<${rdf}nil>`
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at]
    if (!item) continue
    const cell = writer.dataset.blanks++
    add(writer, cell, `<${rdf}first>`, writeItem(writer, item, graph), graph)
    add(writer, cell, `<${rdf}rest>`, head, graph)
    head = cell
  }
  return head
}

/** JSON-LD 1.1 API, 8.2. */
function literal(writer: Writer, item: Value, graph: Ref | undefined): Ref | undefined {
  const { value, type } = item
  if (type === null) return undefined
  if (type === '@json') return `${quoted(jcsText(value as Json, { maxDepth: writer.run.maxDepth }))}^^<${rdf}JSON>`
  if (typeof value === 'boolean') return `"${value}"${typed(type ?? `${xsd}boolean`)}`
  if (typeof value === 'number') return number(value, type)
  const text = quoted(String(value))
  if (type !== undefined) return text + typed(type)
  if (item.direction !== undefined && writer.run.direction !== undefined) return directed(writer, item, text, graph)
  if (item.language === undefined) return text
  return isLanguageTag(item.language) ? `${text}@${item.language}` : undefined
}

/** A datatype as N-Quads writes it after the text: not at all where it is a string. */
function typed(type: string): string {
  return type === `${xsd}string` ? '' : `^^${iriText(type)}`
}

function number(value: number, type: string | undefined): string {
  if (!Number.isFinite(value)) throw new UnsafeError('number out of range', [])
  const double = value % 1 !== 0 || Math.abs(value) >= 1e21 || type === `${xsd}double`
  if (!double) return `"${value.toFixed(0)}"${typed(type ?? `${xsd}integer`)}`
  // The canonical form of xsd:double: one digit before the point, at least one after it.
  return `"${value.toExponential(15).replace(/(\d)0*e\+?/, '$1E')}"${typed(type ?? `${xsd}double`)}`
}

function directed(writer: Writer, { language, direction }: Value, text: string, graph: Ref | undefined): Ref {
  if (writer.run.direction === 'i18n-datatype') return text + typed(`https://www.w3.org/ns/i18n#${language ?? ''}_${direction}`)
  const compound = writer.dataset.blanks++
  add(writer, compound, `<${rdf}value>`, text, graph)
  if (language !== undefined) add(writer, compound, `<${rdf}language>`, `"${language}"`, graph)
  add(writer, compound, `<${rdf}direction>`, `"${direction}"`, graph)
  return compound
}
