import type { Json, JsonObject } from '../json.js'
import { isAbsolute } from './iri.js'
import { isPlain } from './jcs.js'

/** What several documents have in common: all of it, but for the texts in its slots. Never changed once it is made, so that shapes share parts. */
export type Shape = string | number | boolean | null | Slot | List | Members
/** The place of a text that differs. Where all its texts were absolute IRIs of one scheme, that scheme with its colon: an IRI can stand in for them. */
export type Slot = { readonly kind: 'slot'; readonly scheme: string | undefined }
type List = { readonly kind: 'list'; readonly items: readonly Shape[] }
type Members = { readonly kind: 'members'; readonly names: readonly string[]; readonly values: readonly Shape[] }

/** The shape of one document: nothing in it may differ. */
export function shapeOf(value: Json): Shape {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return { kind: 'list', items: value.map(shapeOf) }
  return { kind: 'members', names: Object.keys(value), values: Object.values(value as { [name: string]: Json }).map(shapeOf) }
}

/**
 * The texts of a document in the slots of a shape, in its order; `undefined` where the document has another shape: other members, or the
 * same in another order, longer or shorter lists, or another value outside a slot.
 */
export function textsIn(shape: Shape, document: unknown): string[] | undefined {
  const texts: string[] = []
  return fits(shape, document, texts) ? texts : undefined
}

/** The shape that a document has in common with another shape: texts that differ become slots. `undefined` where more than texts differ. */
export function inCommon(shape: Shape, value: Json | undefined): Shape | undefined {
  if (shape === value) return shape
  if (typeof value === 'string') return commonSlot(shape, value)
  if (typeof shape !== 'object' || shape === null || typeof value !== 'object' || value === null) return undefined
  if (shape.kind === 'list' && Array.isArray(value)) return commonList(shape, value as readonly Json[])
  return shape.kind === 'members' && !Array.isArray(value) ? commonMembers(shape, value as JsonObject) : undefined
}

/** A document of the shape, with a text of the caller's in each slot. */
export function documentOf(shape: Shape, textFor: (slot: Slot) => string): Json {
  if (typeof shape !== 'object' || shape === null) return shape
  if (shape.kind === 'slot') return textFor(shape)
  if (shape.kind === 'list') return shape.items.map((item) => documentOf(item, textFor))
  return Object.fromEntries(shape.names.map((name, at) => [name, documentOf(shape.values[at] ?? null, textFor)]))
}

function fits(shape: Shape, value: unknown, texts: string[]): boolean {
  if (typeof shape !== 'object' || shape === null) return shape === value
  if (shape.kind === 'slot') return typeof value === 'string' && texts.push(value) > 0
  if (typeof value !== 'object' || value === null) return false
  return shape.kind === 'list' ? fitsList(shape, value, texts) : fitsMembers(shape, value, texts)
}

function fitsList({ items }: List, value: object, texts: string[]): boolean {
  if (!Array.isArray(value) || value.length !== items.length) return false
  for (let at = 0; at < items.length; at++) if (!fits(items[at] ?? null, value[at], texts)) return false
  return true
}

function fitsMembers({ names, values }: Members, value: object, texts: string[]): boolean {
  if (Array.isArray(value) || !isPlain(value)) return false
  const given = Object.keys(value)
  if (given.length !== names.length) return false
  for (let at = 0; at < names.length; at++) {
    const name = names[at]
    if (name === undefined || given[at] !== name || !fits(values[at] ?? null, (value as { readonly [name: string]: unknown })[name], texts)) return false
  }
  return true
}

function commonSlot(shape: Shape, text: string): Slot | undefined {
  if (typeof shape === 'string') return slotOf(shape, schemeOf(shape), text)
  return typeof shape === 'object' && shape?.kind === 'slot' ? slotOf(shape, shape.scheme, text) : undefined
}

function slotOf(before: string | Slot, scheme: string | undefined, text: string): Slot {
  const common = scheme !== undefined && schemeOf(text) === scheme ? scheme : undefined
  return typeof before === 'object' && before.scheme === common ? before : { kind: 'slot', scheme: common }
}

function schemeOf(text: string): string | undefined {
  return isAbsolute(text) && !text.startsWith('_:') ? text.slice(0, text.indexOf(':') + 1) : undefined
}

function commonList(shape: List, list: readonly Json[]): List | undefined {
  if (shape.items.length !== list.length) return undefined
  const items = allCommon(shape.items, list)
  return items && (items === shape.items ? shape : { kind: 'list', items })
}

function commonMembers(shape: Members, object: JsonObject): Members | undefined {
  const names = Object.keys(object)
  if (names.length !== shape.names.length || !names.every((name, at) => name === shape.names[at])) return undefined
  const values = allCommon(
    shape.values,
    names.map((name) => object[name]),
  )
  if (!values || names.some((name, at) => fixed.has(name) && values[at] !== shape.values[at])) return undefined
  return values === shape.values ? shape : { ...shape, values }
}

// A context says what everything else means, and a type may bring one.
const fixed: ReadonlySet<string> = /* @__PURE__ */ new Set(['@context', 'type', '@type'])

function allCommon(shapes: readonly Shape[], values: readonly (Json | undefined)[]): readonly Shape[] | undefined {
  let changed = false
  const common: Shape[] = []
  for (const [at, shape] of shapes.entries()) {
    const one = inCommon(shape, values[at])
    if (one === undefined) return undefined
    changed ||= one !== shape
    common.push(one)
  }
  return changed ? common : shapes
}
