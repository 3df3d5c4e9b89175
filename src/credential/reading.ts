import { isObject, type Json, type JsonObject } from '../json.js'

/** A document in the form that this package writes, with the way back to the places where its issuer wrote what it says. */
export type Reading = {
  readonly value: JsonObject
  /** From a JSON pointer into `value` to one into the document. */
  pathOf(path: string): string
  /** The endorsements, untouched: each carries proofs of its own. */
  readonly endorsements: readonly { readonly path: string; readonly value: Json }[]
}

/**
 * Puts single values in lists wherever Open Badges has a set, and an issuer that is only a URI in a profile. JSON-LD reads both forms as
 * the same; endorsements are left as they are.
 */
export function readBadge(document: JsonObject): Reading {
  const path: (string | number)[] = []
  const endorsements: { path: string; value: Json }[] = []

  function inObject(object: JsonObject, parent: string): JsonObject {
    const out: { [key: string]: Json } = {}
    for (const member of Object.keys(object)) {
      const value = object[member]
      if (value === undefined) continue
      path.push(member)
      if (member === 'issuer' && typeof value === 'string') out[member] = { id: value, type: ['Profile'] }
      else out[member] = isSet(member, value, parent) ? [inValue(value, member)] : inValue(value, member)
      path.pop()
    }
    return out
  }
  function inValue(value: Json, member: string): Json {
    if (member === 'endorsement') return inEndorsements(value)
    if (Array.isArray(value)) return value.map((item, index) => inItem(item, member, index))
    return isObject(value) && !opaque.has(member) ? inObject(value, member) : value
  }
  function inItem(item: Json, member: string, index: number): Json {
    path.push(index)
    const read = inValue(item, member)
    path.pop()
    return read
  }
  function inEndorsements(value: Json): Json {
    if (!Array.isArray(value)) endorsements.push({ path: pointer(path), value })
    else for (const [index, one] of value.entries()) endorsements.push({ path: pointer([...path, index]), value: one })
    return value
  }

  return { value: inObject(document, ''), pathOf: (read) => written(document, read), endorsements }
}

/** As `readBadge`, for any credential: only the members of the credential itself, whatever its subjects carry. */
export function readCredential(document: JsonObject): Reading {
  const value: { [key: string]: Json } = {}
  for (const [member, one] of Object.entries(document)) {
    if (one === undefined) continue
    const wrap = !Array.isArray(one) && (member === 'credentialSubject' || member === 'relatedResource' || isSet(member, one, ''))
    value[member] = member === 'issuer' && typeof one === 'string' ? { id: one } : wrap ? [one] : one
  }
  return { value, pathOf: (read) => written(document, read), endorsements: [] }
}

/** One segment of a JSON pointer (RFC 6901, 3). */
export function toSegment(member: string): string {
  return member.replaceAll('~', '~0').replaceAll('/', '~1')
}

function isSet(member: string, value: Json, parent: string): boolean {
  if (Array.isArray(value) || value === null) return false
  if (member === 'type') return typeof value === 'string' && !units.has(parent)
  // In a result and in an identifier entry these names stand for one URI and one text.
  if (member === 'resultDescription' || member === 'identifier') return isObject(value)
  return sets.has(member)
}

function pointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${toSegment(String(step))}`).join('')
}

/** A path of the reading as it is in the document: where that has one value for a list of one, or a URI for an issuer, there is no step to take. */
function written(document: JsonObject, read: string): string {
  let at: Json | undefined = document
  let path = ''
  for (const segment of read.split('/').slice(1)) {
    const isMade = at !== undefined && ((segment === '0' && !Array.isArray(at)) || (segment === 'id' && typeof at === 'string'))
    if (isMade) continue
    path += `/${segment}`
    const member = segment.replaceAll('~1', '/').replaceAll('~0', '~')
    at = Array.isArray(at) ? (at as readonly Json[])[Number(member)] : isObject(at) ? at[member] : undefined
  }
  return path
}

const sets: ReadonlySet<string> = /* @__PURE__ */ new Set([
  '@context',
  'alignment',
  'allowedValue',
  'credentialSchema',
  'credentialStatus',
  'endorsement',
  'endorsementJwt',
  'evidence',
  'otherIdentifier',
  'proof',
  'refreshService',
  'related',
  'result',
  'rubricCriterionLevel',
  'tag',
  'termsOfUse',
])

// What stands in these members has one name as its type (Open Badges 3.0, appendix B).
const units: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'credentialSchema',
  'credentialStatus',
  'geo',
  'identifier',
  'image',
  'otherIdentifier',
  'proof',
  'refreshService',
  'termsOfUse',
])

// What stands in these is not ours to read: contexts, documents with proofs of their own, and text.
const opaque: ReadonlySet<string> = /* @__PURE__ */ new Set(['@context', 'endorsement', 'name', 'description', 'narrative', 'caption'])
