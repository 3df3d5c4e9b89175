import { toProblem } from '../errors.js'
import { isObject, type Json, type JsonObject, snapshot } from '../json.js'
import { InvalidError } from './issue.js'
import { toTaggedText } from './text.js'
import { issuesOf, type Kind } from './validate.js'

/** The options that make a noun: its `type` may be left out. */
export type Untyped<T extends { readonly type: unknown }> = Omit<T, 'type'> & { readonly type?: T['type'] | undefined }

/**
 * Brings what a caller wrote into the form that stands on the wire, and checks it: a copy, without `undefined` and empty lists, with
 * every `type`, and with language maps as tagged texts.
 *
 * @throws {InvalidError} with every rule that it breaks
 */
export function draft<T>(kind: Kind, options: object): T {
  let value: Json
  try {
    value = write(snapshot(options), '')
  } catch (error) {
    const { name, message } = toProblem(error)
    throw new InvalidError(kind, [{ path: '', rule: name, message }])
  }
  const [first, ...rest] = issuesOf(kind, value)
  if (first) throw new InvalidError(kind, [first, ...rest])
  return value as T
}

function write(value: Json, member: string): Json {
  // Endorsements carry proofs of their own: one changed character would break them.
  if (member === 'endorsement') return value
  if (texts.has(member)) return toTaggedText(value)
  if (Array.isArray(value)) return value.map((item) => write(item, member))
  if (!isObject(value)) return value
  const out: { [key: string]: Json } = {}
  const type = types[member]
  if (type !== undefined && value['type'] === undefined) out['type'] = type
  for (const [key, one] of Object.entries(value as JsonObject)) {
    if (one !== undefined && !(Array.isArray(one) && one.length === 0)) out[key] = write(one, key)
  }
  return out
}

// The members that the Open Badges context leaves open to text in a language.
const texts: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'name',
  'description',
  'narrative',
  'caption',
  'targetName',
  'targetDescription',
  'targetFramework',
  'fieldOfStudy',
  'specialization',
  'role',
  'term',
  'genre',
  'audience',
])

// The type of what stands in a member. Images and identifiers have one name as their type, everything else a list (Open Badges 3.0, 5).
const types: { readonly [member: string]: Json | undefined } = {
  address: ['Address'],
  alignment: ['Alignment'],
  evidence: ['Evidence'],
  geo: 'GeoCoordinates',
  image: 'Image',
  otherIdentifier: 'IdentifierEntry',
  related: ['Related'],
  result: ['Result'],
  resultDescription: ['ResultDescription'],
  rubricCriterionLevel: ['RubricCriterionLevel'],
}
