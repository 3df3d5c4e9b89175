import { isObject, type Json, type JsonObject } from '../json.js'
import { type Dialect, dialectAt } from './dialect.js'
import { BadSchemaError, UnknownDialectError } from './errors.js'

/** A schema with a URL of its own (JSON Schema Core 2020-12, 4.3.5): a document, or a part of one that has an id. */
export type Resource = {
  readonly url: string
  readonly root: Json
  /** What it is written in, by URL, and as it is read here. */
  readonly dialect: string
  readonly edition: Dialect | undefined
  readonly anchors: Map<string, Json>
  /** Those of the anchors that a `$dynamicRef` may find from afar. */
  readonly dynamic: Set<string>
  /** Where its references lead, as far as they were followed. */
  readonly found: Map<string, Found>
}

/** The resources that were entered on the way to a schema, the innermost first. */
export type Scope = { readonly resource: Resource; readonly outer?: Scope | undefined }

/** The schemas that are at hand. */
export type Library = {
  readonly resources: Map<string, Resource>
  /** By the object that is their root. */
  readonly roots: Map<Json, Resource>
  /**
   * The schema that a reference leads to, from inside a resource.
   *
   * @throws {MissingError} when it is in a document that is not at hand
   * @throws {BadSchemaError} when there is nothing
   */
  find(reference: string, from: Resource): Found
}
type Found = { readonly schema: Json; readonly resource: Resource; readonly anchor?: string | undefined }

/** Schemas by URL, none at first. */
export function libraryOf(): Library {
  const library: Library = {
    resources: new Map(),
    roots: new Map(),
    find(reference, from) {
      const found = from.found.get(reference) ?? lookUp(reference, from, library)
      from.found.set(reference, found)
      return found
    },
  }
  return library
}

/** Adds a document, as it stands at a URL, with the schemas inside that have URLs of their own. `dialect` holds where it says none itself. */
export function addDocument(library: Library, document: Json, url: string, dialect: string): Resource {
  const resource = resourceOf(document, resolveUrl(url, url).url, dialect)
  library.resources.set(resource.url, resource)
  library.roots.set(document, resource)
  walk(document, resource, library)
  // What its id made of it has the better name.
  return library.roots.get(document) ?? resource
}

/** The dialect of a resource. */
export function dialectOf({ dialect, edition }: Resource): Dialect {
  if (!edition) throw new UnknownDialectError(dialect)
  return edition
}

/** A reference leads to a document that must be loaded first. It is caught where that is done. */
export class Missing {
  readonly url: string
  constructor(url: string) {
    this.url = url
  }
}

function lookUp(reference: string, from: Resource, library: Library): Found {
  const { url, fragment } = resolveUrl(reference, from.url)
  const resource = library.resources.get(url)
  if (!resource) throw new Missing(url)
  if (fragment === '') return { schema: resource.root, resource }
  if (fragment.startsWith('/')) return follow(fragment, resource, library)
  const schema = resource.anchors.get(fragment)
  if (schema === undefined) throw new BadSchemaError(`it refers to "${fragment.slice(0, 100)}", which is not there`)
  return { schema, resource, anchor: fragment }
}

function resourceOf(root: Json, url: string, outer: string): Resource {
  const said = isObject(root) ? root['$schema'] : undefined
  const dialect = typeof said === 'string' ? said : outer
  return { url, root, dialect, edition: dialectAt(dialect), anchors: new Map(), dynamic: new Set(), found: new Map() }
}

function walk(schema: Json | undefined, around: Resource, library: Library): void {
  if (!isObject(schema)) return
  const resource = named(schema, around, library)
  for (const anchor of resource.edition?.anchors ?? []) {
    const name = schema[anchor]
    if (typeof name !== 'string') continue
    resource.anchors.set(name, schema)
    if (anchor === '$dynamicAnchor') resource.dynamic.add(name)
  }
  for (const [keyword, value] of Object.entries(schema)) {
    if (single.has(keyword)) walk(value, resource, library)
    if (listed.has(keyword) && Array.isArray(value)) for (const one of value) walk(one, resource, library)
    if (mapped.has(keyword) && isObject(value)) for (const one of Object.values(value)) walk(one, resource, library)
  }
}

/** The resource that a schema is in: a new one, where it has an id. */
function named(schema: JsonObject, around: Resource, library: Library): Resource {
  // An old edition has another word for it, and so may what stands in a newer one.
  if (typeof (schema['$id'] ?? schema['id']) !== 'string') return around
  const own = resourceOf(schema, around.url, around.dialect)
  const id = schema[own.edition?.id ?? '$id']
  if (typeof id !== 'string' || (own.edition?.isOld && schema['$ref'] !== undefined)) return around
  const { url, fragment } = resolveUrl(id, around.url)
  if (own.edition?.isOld && id.startsWith('#')) {
    around.anchors.set(fragment, schema)
    return around
  }
  if (url === around.url && schema === around.root) return around
  if (library.resources.has(url)) throw new BadSchemaError(`two schemas have the id "${url.slice(0, 100)}"`)
  const resource = { ...own, url }
  if (fragment !== '') resource.anchors.set(fragment, schema)
  library.resources.set(url, resource)
  library.roots.set(schema, resource)
  return resource
}

/** Follows a JSON pointer (RFC 6901), into the resources that it passes through. */
function follow(pointer: string, from: Resource, library: Library): Found {
  let schema: Json | undefined = from.root
  let resource = from
  for (const segment of pointer.split('/').slice(1)) {
    const step = segment.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof schema === 'object' && schema !== null && Object.hasOwn(schema, step)) schema = (schema as JsonObject)[step]
    else throw new BadSchemaError(`it refers to "${pointer.slice(0, 100)}", which is not there`)
    resource = library.roots.get(schema as Json) ?? resource
  }
  return { schema: schema as Json, resource }
}

function resolveUrl(reference: string, base: string): { readonly url: string; readonly fragment: string } {
  try {
    const [url = '', ...fragment] = new URL(reference, base).href.split('#')
    return { url, fragment: decodeURIComponent(fragment.join('#')) }
  } catch {
    throw new BadSchemaError(`"${reference.slice(0, 100)}" is no reference to a schema`)
  }
}

// Where schemas stand in schemas, in any edition: an id anywhere else is data.
const single: ReadonlySet<string> = /* @__PURE__ */ new Set([
  ...['additionalItems', 'items', 'contains', 'unevaluatedItems', 'additionalProperties', 'unevaluatedProperties'],
  ...['propertyNames', 'not', 'if', 'then', 'else', 'contentSchema'],
])
const listed: ReadonlySet<string> = /* @__PURE__ */ new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'])
const mapped: ReadonlySet<string> = /* @__PURE__ */ new Set(['$defs', 'definitions', 'properties', 'patternProperties', 'dependentSchemas', 'dependencies'])
