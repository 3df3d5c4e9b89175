import { isObject, type Json, type JsonObject, TooLargeError } from '../../json.js'
import { UncoveredError } from '../errors.js'
import type { Version } from './version.js'

/** A value that holds no other, and where it stands, as the proof writes that. */
export type Leaf = { readonly path: string; readonly value: Json }

// A path may be as long as the document, and stands before every value below it: 2^24 units of text are hashed in a second or two. A value costs as much as
// 256 of them, however short it is.
const maxLength = 2 ** 24
const costOfMember = 256

/**
 * Every value of a document that holds no other, empty lists and objects among them, under its path: `a.0.b` in 2.0, `a[0].b` in 3.0.
 *
 * @param hidden how many members are not there any more
 * @throws {UncoveredError} when two documents would have these paths
 * @throws {TooLargeError} when there is too much to hash
 */
export function leavesOf(document: JsonObject, version: Version, hidden: number): readonly Leaf[] {
  const leaves: Leaf[] = []
  let length = 0
  const spend = (cost: number): void => {
    length += cost
    if (length > maxLength) throw new TooLargeError('length', maxLength)
  }
  const walk = (value: Json, path: string): void => {
    const names = namesIn(value)
    spend(names.length * costOfMember)
    if (isObject(value)) checkNames(names, version, hidden, path)
    for (const name of names) walk((value as JsonObject)[name] as Json, pathOf(path, name, Array.isArray(value), version))
    if (names.length > 0 || path === '') return
    spend(path.length + (typeof value === 'string' ? value.length : 0))
    leaves.push({ path, value })
  }
  walk(document, '')
  return leaves
}

/** The document with its leaves as `read` gives them. What is `undefined` is left out, and so is what then holds nothing. */
export function rebuilt(document: JsonObject, version: Version, read: (leaf: Leaf) => Json | undefined): JsonObject {
  const build = (value: Json, path: string): Json | undefined => {
    const names = namesIn(value)
    if (names.length === 0) return path === '' ? undefined : read({ path, value })
    const kept = names.flatMap((name) => {
      const made = build((value as JsonObject)[name] as Json, pathOf(path, name, Array.isArray(value), version))
      return made === undefined ? [] : [[name, made] as const]
    })
    if (kept.length === 0) return undefined
    return Array.isArray(value) ? kept.map(([, made]) => made) : Object.fromEntries(kept)
  }
  return (build(document, '') as JsonObject | undefined) ?? {}
}

/** What is left of a list or an object when its members were hidden. */
export function isEmpty(value: Json): boolean {
  return typeof value === 'object' && (value === null || Object.keys(value).length === 0)
}

function namesIn(value: Json): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

function pathOf(path: string, name: string, isList: boolean, version: Version): string {
  if (isList && version === '3.0') return `${path}[${name}]`
  return path === '' ? name : `${path}.${name}`
}

const separators = { '2.0': /\./, '3.0': /[.[\]]/ } as const

/** `{ "a.b": … }` is not `{ "a": { "b": … } }`, nothing stands before the path of a member without a name, and `a.0` may be the first of a list. */
function checkNames(names: readonly string[], version: Version, hidden: number, path: string): void {
  const bad = names.find((name) => name === '' || separators[version].test(name))
  if (bad !== undefined) throw new UncoveredError(path === '' ? bad : `${path}.${bad}`, 'its name can be read as a path')
  const isList =
    version === '2.0' && path !== '' && names.length > 0 && names.every((name) => /^(?:0|[1-9]\d{0,9})$/.test(name) && Number(name) < names.length + hidden)
  if (isList) throw new UncoveredError(path, 'its members have the names that those of a list have')
}
