import type { Json, JsonObject } from '../json.js'
import { isObject, snapshot } from '../json.js'
import { InvalidError, type Issue } from './issue.js'
import { toSegment } from './reading.js'
import { toTaggedText } from './text.js'
import { validatePart } from './validate.js'

/** The options that make a noun: its `type` may be left out. */
export type Untyped<T extends { readonly type: unknown }> = Omit<T, 'type'> & { readonly type?: T['type'] | undefined }

type Kind = 'badge' | 'achievement' | 'profile'

/**
 * Brings what a caller wrote into the form that stands on the wire, and checks it: a copy, without `undefined` and empty lists, with
 * every `type`, and with language maps as tagged texts.
 *
 * @throws {InvalidError} with every rule that it breaks
 */
export function draft<T>(kind: Kind, options: object): T {
  const unwritable: Issue[] = []
  const value = write(snapshot(options), '', '', unwritable)
  const validity = validatePart(kind, value)
  const [first, ...rest] = [...('issues' in validity ? validity.issues : []), ...unwritable]
  if (first) throw new InvalidError(kind, [first, ...rest])
  return value as T
}

function write(value: Json, member: string, path: string, issues: Issue[]): Json {
  // Endorsements carry proofs of their own: one changed character would break them.
  if (member === 'endorsement') return value
  if (member === 'endorsementJwt') issues.push({ path, rule: 'context', message: noJwt })
  if (texts.has(member)) return writeText(value, path, issues)
  if (Array.isArray(value)) return value.map((item, index) => write(item, member, `${path}/${index}`, issues))
  if (!isObject(value)) return value
  const out: { [key: string]: Json } = {}
  const type = types[member]
  if (type !== undefined && value['type'] === undefined) out['type'] = type
  for (const [key, one] of Object.entries(value as JsonObject)) {
    if (one !== undefined && !(Array.isArray(one) && one.length === 0)) out[key] = write(one, key, `${path}/${toSegment(key)}`, issues)
  }
  return out
}

function writeText(text: Json, path: string, issues: Issue[]): Json {
  const directed = Array.isArray(text) ? text.some(hasDirection) : hasDirection(text)
  if (directed) issues.push({ path, rule: 'direction', message: noDirection })
  return toTaggedText(text)
}

function hasDirection(text: Json): boolean {
  return isObject(text) && '@direction' in text
}

const noJwt = 'The published Open Badges context has no term for compact endorsements, so no signature would cover them. Use "endorsement".'
const noDirection = 'RDF has no word for the direction of a text, so no signature would cover it. Leave it out: the language implies it.'

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
