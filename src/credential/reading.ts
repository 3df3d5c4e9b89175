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
  const made = new Set<string>()
  const endorsements: { path: string; value: Json }[] = []

  function inObject(object: JsonObject, parent: string, path: string): JsonObject {
    const out: { [key: string]: Json } = {}
    for (const [member, value] of Object.entries(object)) {
      if (value === undefined) continue
      const at = `${path}/${toSegment(member)}`
      if (member === 'issuer' && typeof value === 'string') {
        made.add(`${at}/id`)
        out[member] = { id: value, type: ['Profile'] }
      } else out[member] = isSet(member, value, parent) ? inList(value, member, at) : inValue(value, member, at)
    }
    return out
  }
  function inList(value: Json, member: string, path: string): Json {
    made.add(`${path}/0`)
    return [inValue(value, member, `${path}/0`)]
  }
  function inValue(value: Json, member: string, path: string): Json {
    if (member === 'endorsement') return inEndorsements(value, path)
    if (Array.isArray(value)) return value.map((item, index) => inValue(item, member, `${path}/${index}`))
    return isObject(value) && !opaque.has(member) ? inObject(value, member, path) : value
  }
  function inEndorsements(value: Json, path: string): Json {
    if (Array.isArray(value)) value.forEach((one, index) => void endorsements.push({ path: `${path}/${index}`, value: one }))
    else endorsements.push({ path, value })
    return value
  }

  return { value: inObject(document, '', ''), pathOf: (path) => withoutMade(path, made), endorsements }
}

/** As `readBadge`, for any credential: only the members of the credential itself, whatever its subjects carry. */
export function readCredential(document: JsonObject): Reading {
  const made = new Set<string>()
  const value: { [key: string]: Json } = {}
  for (const [member, one] of Object.entries(document)) {
    if (one === undefined) continue
    const wrap = !Array.isArray(one) && (member === 'credentialSubject' || member === 'relatedResource' || isSet(member, one, ''))
    const issuer = member === 'issuer' && typeof one === 'string'
    if (wrap) made.add(`/${toSegment(member)}/0`)
    if (issuer) made.add('/issuer/id')
    value[member] = issuer ? { id: one } : wrap ? [one] : one
  }
  return { value, pathOf: (path) => withoutMade(path, made), endorsements: [] }
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

function withoutMade(path: string, made: ReadonlySet<string>): string {
  let read = ''
  let written = ''
  for (const segment of path.split('/').slice(1)) {
    read += `/${segment}`
    if (!made.has(read)) written += `/${segment}`
  }
  return written
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
