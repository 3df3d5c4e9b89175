import { type CanonicalBytes, utf8 } from '../bytes.js'
import { type Json, type JsonObject, snapshot } from '../json.js'
import { compile, constant, mark, type Reading } from './compile.js'
import { inCommon, type Shape, shapeOf, textsIn } from './shape.js'
import { filled, maxText, type Naming, suits, type Template } from './template.js'

/** Documents one after the other, with a memory of the shapes that they had. */
export type RdfcBatch = {
  /** What `rdfc` gives or throws for this document, under the options of the batch. */
  bytes(document: object): CanonicalBytes
  /** The same before it is encoded: for what hashes a text. */
  text(document: object): string
  /** How many documents were filled into a shape that was known, and how many went the whole way. */
  readonly counts: { readonly filled: number; readonly whole: number }
}

/** The whole way, as the caller's options have it. */
export type Whole = {
  readonly naming: Naming
  readonly maxDepth: number | undefined
  /** The canonical N-Quads of a document. */
  textOf(document: object): string
  /** @throws whatever `textOf` throws for what the document says */
  read(document: JsonObject): Reading
}

/** The memory and its use: `rdfcBatch` says what it gives. */
export function batch(whole: Whole): RdfcBatch {
  const memory: Memory = { whole, templates: [], tried: 0, counts: { filled: 0, whole: 0 } }
  const text = (document: object): string => textOf(memory, document)
  return { bytes: (document) => utf8(text(document)) as CanonicalBytes, text, counts: memory.counts }
}

type Memory = {
  readonly whole: Whole
  /** The last used first. */
  readonly templates: Template[]
  /** How many times a template was tried to be made. */
  tried: number
  readonly counts: { filled: number; whole: number }
}

const maxTemplates = 8

function textOf(memory: Memory, document: object): string {
  const { templates, counts } = memory
  for (let at = 0; at < templates.length; at++) {
    const template = templates[at]
    const texts = template && textsIn(template.shape, document)
    if (!template || !texts || !suits(template, texts)) continue
    const text = filled(template, texts)
    if (text === undefined) continue
    if (at > 0) templates.unshift(...templates.splice(at, 1))
    counts.filled++
    return text
  }
  counts.whole++
  const text = memory.whole.textOf(document)
  learn(memory, document, text)
  return text
}

/** Keeps what there is to be learnt from a document that no template took: a slot more in one of them, or else a shape of its own. */
function learn(memory: Memory, document: object, text: string): void {
  const { whole, templates } = memory
  if (text.length > maxText || text.includes(mark)) return
  const copy = attempt(() => snapshot(document, { maxBytes: maxText, maxDepth: whole.maxDepth }))
  if (copy === undefined) return
  for (const [at, { shape }] of templates.entries()) {
    const common = inCommon(shape, copy)
    const template = common && common !== shape && together(memory, common, copy, text)
    if (!template) continue
    templates.splice(at, 1)
    templates.unshift(template)
    return
  }
  templates.unshift(constant(shapeOf(copy), text, whole.naming))
  templates.length = Math.min(templates.length, maxTemplates)
}

/** The template of a shape that the document is among others of, if it gives the text that the document has. */
function together(memory: Memory, shape: Shape, document: Json, text: string): Template | undefined {
  const { whole, counts } = memory
  // A try costs as much as two documents or three. Where documents differ in what no slot can hold, it is made for one in eight.
  if (memory.tried > 32 + (counts.filled + counts.whole) / 8) return undefined
  memory.tried++
  const template = compile(shape, (standIn) => attempt(() => whole.read(standIn)), whole.naming)
  return template && filled(template, textsIn(shape, document) ?? []) === text ? template : undefined
}

/** Whatever goes wrong in learning is no error: the document has its bytes already. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
