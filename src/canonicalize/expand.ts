import { isObject, type Json, type JsonObject, TooLargeError, UnsafeError } from '../json.js'
import {
  type ActiveContext,
  container,
  type Direction,
  expandIri,
  hasWordFor,
  isLanguageTag,
  type Plan,
  planOf,
  type Run,
  withContext,
  withScope,
} from './context.js'
import { DroppedValueError, HiddenMemberError, InvalidJsonLdError, UndefinedTermError } from './errors.js'
import { isAbsolute } from './iri.js'
import { isPlain } from './jcs.js'

/** A literal (JSON-LD 1.1, 9.5). */
export type Value = {
  readonly kind: 'value'
  readonly value: unknown
  /** `null` is a datatype that is no IRI. */
  readonly type: string | null | undefined
  readonly language: string | undefined
  readonly direction: Direction | undefined
}
/** An ordered list. */
export type List = { readonly kind: 'list'; readonly items: readonly Item[] }
/** A thing, with what is said of it. An IRI may be relative here: it is the graph that has no place for it. */
export type Node = {
  readonly kind: 'node'
  /** `undefined` for a blank node without a name; `null` for a name that means nothing. */
  id: string | null | undefined
  /** `null` is a type that means nothing. */
  types: (string | null)[] | undefined
  readonly properties: Said[]
  reverse: Said[] | undefined
  graph: Item[] | undefined
  included: Item[] | undefined
  index: string | undefined
  /** Whether it had a keyword that has no meaning there: dropped, but the node is not empty. */
  odd: boolean
}
export type Said = { readonly property: string; readonly items: readonly Item[] }
export type Item = Value | List | Node

/**
 * Expands a JSON-LD document (JSON-LD 1.1 API, 5.1) into what its graph will say. In safe mode nothing is dropped on the way.
 *
 * @throws {InvalidJsonLdError} {@link UndefinedTermError} {@link DroppedValueError} {@link TooLargeError} {@link UnsafeError}
 */
export function expand(run: Run, document: unknown): readonly Item[] {
  const top = expandElement(run, run.root, null, document, false, false)
  if (top === null) return []
  if (Array.isArray(top)) return top
  // A document that is only a graph is that graph (5.1.2, 20).
  return top.kind === 'node' && top.graph && isOnlyGraph(top) && top.index === undefined && top.id === undefined ? top.graph : [top]
}

type Expanded = Item | Item[] | null

/** An object on its way: what will be a node, a value, a list or a set. */
type Draft = Node & {
  /** What makes it something else than a node; `undefined` is that nothing does. */
  value: { readonly is: unknown } | undefined
  language: string | undefined
  direction: Direction | undefined
  list: Item[] | undefined
  /** `null` where it is a set of nothing. */
  set: Item[] | null | undefined
  /** Whether `@reverse` said something: terms may say more, and another `@reverse` may not. */
  reversed: boolean
}

function expandElement(run: Run, active: ActiveContext, property: Plan | null, element: unknown, inList: boolean, fromMap: boolean): Expanded {
  if (element === null || element === undefined) return null
  if (typeof element !== 'object') return expandScalar(run, active, property, element, inList)
  if (++run.depth > run.maxDepth) throw new TooLargeError('depth', run.maxDepth)
  const expanded = Array.isArray(element)
    ? expandArray(run, active, property, element, inList, fromMap)
    : expandObject(run, active, property, element as JsonObject, inList, fromMap)
  run.depth--
  return expanded
}

function expandScalar(run: Run, active: ActiveContext, property: Plan | null, value: unknown, inList: boolean): Item | null {
  if (typeof value !== 'string' && typeof value !== 'boolean' && !(typeof value === 'number' && Number.isFinite(value))) {
    throw new UnsafeError(`value that JSON has no word for (${typeof value})`, run.path)
  }
  if ((property === null || property.keyword === '@graph') && !inList) return dropped(run, 'a value that belongs to nothing')
  if (property !== null && property.keyword !== '' && property.keyword !== '@graph') return null
  if (property === null) return plain(run, value, active.language, active.direction)
  const scope = property.term?.context === undefined ? active : withScope(run, active, property.term, 'property')
  return coerced(run, scope, scope === active ? property : planOf(run, scope, property.key), value)
}

/** Value expansion (JSON-LD 1.1 API, 5.3). */
function coerced(run: Run, active: ActiveContext, plan: Plan, value: string | number | boolean): Item {
  if (typeof value === 'string') {
    if (plan.type === '@id' || plan.keyword === '@graph') return reference(run, expandIri(run, active, value, false, true), value)
    if (plan.type === '@vocab') {
      run.special?.add(value)
      return reference(run, expandIri(run, active, value, true, true), value)
    }
  }
  if (plan.keyword !== '') throw new InvalidJsonLdError('invalid value object', run.path)
  const { type } = plan
  if (type !== undefined && type !== '@id' && type !== '@vocab' && type !== '@none')
    return { kind: 'value', value, type, language: undefined, direction: undefined }
  return plain(run, value, plan.language, plan.direction)
}

function plain(run: Run, value: string | number | boolean, language: string | undefined, direction: Direction | undefined): Value {
  if (typeof value !== 'string') return { kind: 'value', value, type: undefined, language: undefined, direction: undefined }
  if (direction !== undefined && run.direction === undefined) drop(run, 'a base direction, for which RDF has no word')
  return { kind: 'value', value, type: undefined, language, direction }
}

function reference(run: Run, id: string | null, written: string): Node {
  if (run.safe && (id === null || !isAbsolute(id))) throw new DroppedValueError(`a relative reference "${written}"`, run.path)
  return node(id)
}

// Written out: spreading `node()` here would take a quarter of the whole time.
function emptyDraft(): Draft {
  return {
    kind: 'node',
    id: undefined,
    types: undefined,
    properties: [],
    reverse: undefined,
    graph: undefined,
    included: undefined,
    index: undefined,
    odd: false,
    value: undefined,
    language: undefined,
    direction: undefined,
    list: undefined,
    set: undefined,
    reversed: false,
  }
}

function node(id: string | null | undefined): Node {
  return { kind: 'node', id, types: undefined, properties: [], reverse: undefined, graph: undefined, included: undefined, index: undefined, odd: false }
}

function expandArray(run: Run, active: ActiveContext, property: Plan | null, array: readonly unknown[], inList: boolean, fromMap: boolean): Item[] {
  const nested = inList || (property !== null && (property.container & container.list) !== 0)
  const items: Item[] = []
  for (let at = 0; at < array.length; at++) {
    run.path.push(at)
    const expanded = expandElement(run, active, property, array[at], false, fromMap)
    run.path.pop()
    if (expanded === null) continue
    if (!Array.isArray(expanded)) items.push(expanded)
    else if (nested) items.push({ kind: 'list', items: expanded })
    else for (const item of expanded) items.push(item)
  }
  return items
}

function expandObject(run: Run, given: ActiveContext, property: Plan | null, element: JsonObject, inList: boolean, fromMap: boolean): Expanded {
  if (!isPlain(element)) throw new UnsafeError('value that is not plain data', run.path)
  const keys = Object.keys(element)
  let typeScope = given.previous && !fromMap && reverts(run, given, keys) ? given.previous : given
  if (property?.term && property.term.context !== undefined) typeScope = withScope(run, typeScope, property.term, 'property')
  if (run.plain && hasOwnWords(element['@context'])) throw new HiddenMemberError('@context', run.path)
  if (Object.hasOwn(element, '@context') && element['@context'] !== undefined) typeScope = withContext(run, typeScope, element['@context'])
  const types = typeKeys(run, typeScope, keys)
  const active = types === undefined ? typeScope : withTypes(run, typeScope, types, element)
  const draft = emptyDraft()
  fill(run, draft, { active, typeScope, property, json: types !== undefined && isJson(run, active, element[types[0] ?? '']) }, element, keys)
  return finished(run, draft, property, inList)
}

/** Whether a type-scoped context ends here: it reaches into values and references, and no further (5.1.2, 7). */
function reverts(run: Run, active: ActiveContext, keys: readonly string[]): boolean {
  const [only = ''] = keys
  if (keys.length === 1 && planOf(run, active, only).keyword === '@id') return false
  for (const key of keys) if (planOf(run, active, key).keyword === '@value') return false
  return true
}

function typeKeys(run: Run, active: ActiveContext, keys: readonly string[]): string[] | undefined {
  let found: string[] | undefined
  for (const key of keys) {
    if (planOf(run, active, key).keyword !== '@type') continue
    if (found === undefined) found = [key]
    else found.push(key)
  }
  return found !== undefined && found.length > 1 ? found.sort() : found
}

/** Applies the contexts that the node's types bring, in the order of the types' names (5.1.2, 11). */
function withTypes(run: Run, typeScope: ActiveContext, typeKeys: readonly string[], element: JsonObject): ActiveContext {
  let active = typeScope
  for (const key of typeKeys) {
    const said = element[key]
    const types: readonly unknown[] = Array.isArray(said) ? said : [said]
    if (!types.every((type) => typeof type === 'string')) throw new InvalidJsonLdError('invalid type value', [...run.path, key])
    for (const type of types.length > 1 ? [...types].sort() : types) {
      run.special?.add(type)
      const term = typeScope.terms.get(type)
      if (term && term.context !== undefined) active = withScope(run, active, term, 'type')
    }
  }
  return active
}

function isJson(run: Run, active: ActiveContext, said: Json | undefined): boolean {
  const type: unknown = Array.isArray(said) ? said.at(-1) : said
  return typeof type === 'string' && expandIri(run, active, type, true, false) === '@json'
}

type Scope = {
  readonly active: ActiveContext
  /** Before the types: in it the types themselves are expanded. */
  readonly typeScope: ActiveContext
  readonly property: Plan | null
  readonly json: boolean
}

function fill(run: Run, draft: Draft, scope: Scope, element: JsonObject, keys: readonly string[]): void {
  let nests: string[] | undefined
  for (const key of keys) {
    if (key === '@context') continue
    const value = element[key]
    if (value === undefined) continue
    run.path.push(key)
    const plan = planOf(run, scope.active, key)
    if (run.plain && isRoundabout(scope.active, plan, key, element)) throw new HiddenMemberError(key, run.path.slice(0, -1))
    if (plan.iri === null) undefinedTerm(run, key)
    else if (plan.keyword === '') addProperty(run, draft, scope.active, plan, value)
    else if (plan.keyword === '@nest') (nests ??= []).push(key)
    else addKeyword(run, draft, scope, plan, value)
    run.path.pop()
  }
  for (const key of nests ?? []) fillNested(run, draft, scope, key, element[key])
}

function fillNested(run: Run, draft: Draft, scope: Scope, key: string, said: Json | undefined): void {
  const list: readonly unknown[] = Array.isArray(said) ? said : [said]
  if (++run.depth > run.maxDepth) throw new TooLargeError('depth', run.maxDepth)
  run.path.push(key)
  const { term } = planOf(run, scope.active, key)
  const active = term && term.context !== undefined ? withScope(run, scope.active, term, 'property') : scope.active
  for (const nested of list) {
    if (!isObject(nested)) throw new InvalidJsonLdError('invalid @nest value', run.path)
    const keys = Object.keys(nested)
    if (keys.some((name) => planOf(run, active, name).keyword === '@value')) throw new InvalidJsonLdError('invalid @nest value', run.path)
    fill(run, draft, { ...scope, active }, nested, keys)
  }
  run.path.pop()
  run.depth--
}

/** A member that a reader of the JSON would not know: an IRI for a name, another name for what has one, or a keyword but in a value. */
function isRoundabout(active: ActiveContext, plan: Plan, key: string, element: JsonObject): boolean {
  if (key.startsWith('@')) return !(key === '@value' || (Object.hasOwn(element, '@value') && (key === '@type' || key === '@language' || key === '@direction')))
  if (plan.term) return false
  // The bundled contexts have no @vocab that could spell the IRI of a word.
  return key.includes(':') || (!active.shared && plan.iri !== null && hasWordFor(active, plan.iri))
}

/** Whether a context that stands in the document defines words. A vocabulary (`@vocab`) defines none: what has a word keeps it. */
function hasOwnWords(context: Json | undefined): boolean {
  return (Array.isArray(context) ? context : [context]).some((one) => isObject(one) && Object.keys(one).some((key) => key !== '@vocab'))
}

function undefinedTerm(run: Run, term: string): void {
  if (run.safe) throw new UndefinedTermError(term, run.path.slice(0, -1))
}

function drop(run: Run, what: string): void {
  if (run.safe) throw new DroppedValueError(what, run.path)
}

function dropped(run: Run, what: string): null {
  drop(run, what)
  return null
}

/** Keywords (5.1.2, 13.4). */
function addKeyword(run: Run, draft: Draft, scope: Scope, plan: Plan, value: Json): void {
  const { keyword } = plan
  if (scope.property?.keyword === '@reverse') throw new InvalidJsonLdError('invalid reverse property map', run.path)
  if (keyword === '@id') addId(run, draft, scope.active, value)
  else if (keyword === '@type') addTypes(run, draft, scope.typeScope, value)
  else if (keyword === '@value') addValue(run, draft, value)
  else if (keyword === '@graph') addGraph(run, draft, scope.active, plan, value)
  else if (keyword === '@included') addIncluded(run, draft, scope, value)
  else if (keyword === '@language') addLanguage(run, draft, value)
  else if (keyword === '@direction') addDirection(run, draft, value)
  else if (keyword === '@index') addIndex(run, draft, value)
  else if (keyword === '@list' || keyword === '@set') addListOrSet(run, draft, scope, keyword, value)
  else if (keyword === '@reverse') addReverse(run, draft, scope.active, value)
  else {
    drop(run, `a keyword that has no meaning here, ${keyword}`)
    draft.odd ||= value !== null
  }
}

function addValue(run: Run, draft: Draft, value: Json): void {
  if (draft.value) collides(run, '@value')
  draft.value = { is: value }
}

function addIndex(run: Run, draft: Draft, value: Json): void {
  if (typeof value !== 'string') throw new InvalidJsonLdError('invalid @index value', run.path)
  if (draft.index !== undefined) collides(run, '@index')
  draft.index = value
}

function collides(run: Run, keyword: string): never {
  throw new InvalidJsonLdError('colliding keywords', run.path, keyword)
}

function addId(run: Run, draft: Draft, active: ActiveContext, value: Json): void {
  if (typeof value !== 'string') throw new InvalidJsonLdError('invalid @id value', run.path)
  if (draft.id !== undefined) collides(run, '@id')
  const id = expandIri(run, active, value, false, true)
  if (run.safe && (id === null || !isAbsolute(id))) throw new DroppedValueError(`a relative reference "${value}"`, run.path)
  draft.id = id
}

function addTypes(run: Run, draft: Draft, typeScope: ActiveContext, value: Json): void {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  for (const type of list) {
    if (typeof type !== 'string') throw new InvalidJsonLdError('invalid type value', run.path)
    const iri = typeIri(run, typeScope, type)
    if (draft.types === undefined) draft.types = [iri]
    else draft.types.push(iri)
  }
}

function typeIri(run: Run, typeScope: ActiveContext, type: string): string | null {
  run.special?.add(type)
  const iri = expandIri(run, typeScope, type, true, true)
  if (run.safe && iri !== '@json' && (iri === null || !isAbsolute(iri))) throw new UndefinedTermError(type, run.path)
  return iri
}

function addGraph(run: Run, draft: Draft, active: ActiveContext, plan: Plan, value: Json): void {
  if (typeof value !== 'object' || value === null) throw new InvalidJsonLdError('invalid @graph value', run.path)
  if (draft.graph) collides(run, '@graph')
  const expanded = expandElement(run, active, plan, value, false, false)
  if (expanded !== null) draft.graph = listOf(expanded)
}

function addIncluded(run: Run, draft: Draft, scope: Scope, value: Json): void {
  const expanded = expandElement(run, scope.active, within(run, scope), value, false, false)
  draft.included ??= []
  for (const item of expanded === null ? [null] : listOf(expanded)) {
    if (item === null || item.kind !== 'node' || isOnlyId(item)) throw new InvalidJsonLdError('invalid @included value', run.path)
    draft.included.push(item)
  }
}

function addLanguage(run: Run, draft: Draft, value: Json): void {
  if (value === null) return
  if (typeof value !== 'string') throw new InvalidJsonLdError('invalid language-tagged string', run.path)
  if (draft.language !== undefined) collides(run, '@language')
  checkLanguage(run, value)
  draft.language = value.toLowerCase()
}

function checkLanguage(run: Run, tag: string): void {
  if (!isLanguageTag(tag)) drop(run, `an invalid language tag "${tag}"`)
}

function addDirection(run: Run, draft: Draft, value: Json): void {
  if (value !== 'ltr' && value !== 'rtl') throw new InvalidJsonLdError('invalid base direction', run.path)
  if (draft.direction !== undefined) collides(run, '@direction')
  draft.direction = value
}

function addListOrSet(run: Run, draft: Draft, scope: Scope, keyword: '@list' | '@set', value: Json): void {
  const ordered = keyword === '@list'
  if ((ordered ? draft.list : draft.set) !== undefined) collides(run, keyword)
  const property = ordered && scope.property?.keyword === '@graph' ? null : within(run, scope)
  const expanded = expandElement(run, scope.active, property, value, ordered, false)
  if (ordered) draft.list = expanded === null ? [] : listOf(expanded)
  else draft.set = expanded === null ? null : listOf(expanded)
}

/** The property that an object is the value of, as it is understood inside the object: contexts may have changed on the way in. */
function within(run: Run, { active, property }: Scope): Plan | null {
  return property === null ? null : planOf(run, active, property.key)
}

function addReverse(run: Run, draft: Draft, active: ActiveContext, value: Json): void {
  if (!isObject(value)) throw new InvalidJsonLdError('invalid @reverse value', run.path)
  const expanded = expandElement(run, active, planOf(run, active, '@reverse'), value, false, false)
  if (expanded === null || Array.isArray(expanded) || expanded.kind !== 'node') return
  // Reversed twice is not reversed.
  for (const said of expanded.reverse ?? []) draft.properties.push(said)
  if (expanded.properties.length === 0) return
  if (draft.reversed) collides(run, '@reverse')
  draft.reversed = true
  for (const said of expanded.properties) addReversed(run, draft, said.property, said.items)
}

function addReversed(run: Run, draft: Draft, property: string, items: readonly Item[]): void {
  if (items.some(({ kind }) => kind !== 'node')) throw new InvalidJsonLdError('invalid reverse property value', run.path)
  ;(draft.reverse ??= []).push({ property, items })
}

/** Properties (5.1.2, 13.5 to 13.14). */
function addProperty(run: Run, draft: Draft, active: ActiveContext, plan: Plan, value: Json): void {
  const bits = plan.container
  let expanded: Expanded
  if (bits !== 0 && isObject(value) && (bits & (container.language | container.index | container.id | container.type)) !== 0) {
    expanded = expandMap(run, active, plan, value)
  } else if (plan.type === '@json') expanded = { kind: 'value', value, type: '@json', language: undefined, direction: undefined }
  else expanded = expandElement(run, active, plan, value, false, false)
  if (expanded === null) return
  if ((bits & container.list) !== 0 && !(!Array.isArray(expanded) && expanded.kind === 'list')) expanded = { kind: 'list', items: listOf(expanded) }
  if ((bits & container.graph) !== 0 && (bits & (container.id | container.index)) === 0) {
    const graphs = listOf(expanded)
      .filter((item) => !isUnsafe(run, item))
      .map(graphOf)
    if (graphs.length === 0) return
    expanded = graphs
  }
  const items = listOf(expanded)
  if (plan.term?.reverse) addReversed(run, draft, plan.iri ?? '', items)
  else draft.properties.push({ property: plan.iri ?? '', items })
}

function listOf(expanded: Item | Item[]): Item[] {
  return Array.isArray(expanded) ? expanded : [expanded]
}

function graphOf(item: Item): Node {
  return { ...node(undefined), graph: [item] }
}

function expandMap(run: Run, active: ActiveContext, plan: Plan, map: JsonObject): Item[] {
  if (++run.depth > run.maxDepth) throw new TooLargeError('depth', run.maxDepth)
  const scope = plan.term && plan.term.context !== undefined ? withScope(run, active, plan.term, 'property') : active
  const bits = plan.container
  const items: Item[] = []
  for (const key of Object.keys(map)) {
    const value = map[key]
    if (value === undefined) continue
    run.path.push(key)
    if ((bits & container.language) !== 0) addTranslations(run, items, scope, plan, key, value)
    else if ((bits & container.index) !== 0) addIndexed(run, items, active, scope, plan, key, value)
    else if ((bits & container.id) !== 0) addIdentified(run, items, active, scope, plan, key, value)
    else addTyped(run, items, scope, plan, key, value)
    run.path.pop()
  }
  run.depth--
  return items
}

function addTranslations(run: Run, items: Item[], scope: ActiveContext, plan: Plan, tag: string, value: Json): void {
  const { direction } = planOf(run, scope, plan.key)
  const none = expandIri(run, scope, tag, true, false) === '@none'
  for (const text of Array.isArray(value) ? value : [value]) {
    if (text === null) continue
    if (typeof text !== 'string') throw new InvalidJsonLdError('invalid language map value', run.path)
    if (!none) checkLanguage(run, tag)
    if (direction !== undefined && run.direction === undefined) drop(run, 'a base direction, for which RDF has no word')
    items.push({ kind: 'value', value: text, type: undefined, language: none ? undefined : tag.toLowerCase(), direction })
  }
}

function inMap(run: Run, active: ActiveContext, plan: Plan, value: Json): Item[] {
  const expanded = expandElement(run, active, planOf(run, active, plan.key), Array.isArray(value) ? value : [value], false, true)
  return expanded === null ? [] : listOf(expanded)
}

function addIndexed(run: Run, items: Item[], active: ActiveContext, scope: ActiveContext, plan: Plan, key: string, value: Json): void {
  const index = plan.term?.index
  const none = expandIri(run, scope, key, true, false) === '@none'
  const property = index === undefined ? null : expandIri(run, active, index, true, false)
  for (const item of inMap(run, active, plan, value)) {
    const kept = asGraph(plan, item)
    items.push(kept)
    if (none) continue
    if (index === undefined) {
      if (kept.kind === 'node') kept.index ??= key
    } else if (isKeyed(run, kept)) {
      if (property === null || !isAbsolute(property)) undefinedTerm(run, index)
      else kept.properties.unshift({ property, items: [coerced(run, scope, planOf(run, scope, index), key)] })
    }
  }
}

function addIdentified(run: Run, items: Item[], active: ActiveContext, scope: ActiveContext, plan: Plan, key: string, value: Json): void {
  const none = expandIri(run, scope, key, true, false) === '@none'
  const id = expandIri(run, scope, key, false, true)
  for (const item of inMap(run, active, plan, value)) {
    const kept = asGraph(plan, item)
    items.push(kept)
    if (none || !isKeyed(run, kept) || kept.id !== undefined) continue
    if (run.safe && (id === null || !isAbsolute(id))) throw new DroppedValueError(`a relative reference "${key}"`, run.path)
    kept.id = id
  }
}

/** Whether the key of a map can be said of an item: a list does not keep it, and a literal cannot have it (5.1.2, 13.8.3.7.2.5). */
function isKeyed(run: Run, item: Item): item is Node {
  if (item.kind === 'value') throw new InvalidJsonLdError('invalid value object', run.path)
  if (item.kind === 'list') drop(run, 'a key of a list')
  return item.kind === 'node'
}

function addTyped(run: Run, items: Item[], scope: ActiveContext, plan: Plan, key: string, value: Json): void {
  // The keys of this map are types: those of the node around it end here (5.1.2, 13.8.3).
  const outer = scope.previous ?? scope
  const term = outer.terms.get(key)
  const inner = term && term.context !== undefined ? withScope(run, outer, term, 'type') : outer
  const type = expandIri(run, outer, key, true, false)
  for (const item of inMap(run, inner, plan, value)) {
    items.push(item.kind === 'value' && type !== '@none' ? untyped(run, item) : item)
    if (type === '@none' || item.kind === 'value' || !isKeyed(run, item)) continue
    if (type === null || !isAbsolute(type)) undefinedTerm(run, key)
    item.types = [type, ...(item.types ?? [])]
  }
}

/** A literal that has a list of types has no datatype, and is none (8.2.2, 6). */
function untyped(run: Run, value: Value): Value {
  drop(run, 'a literal in a map of types')
  return { ...value, type: null }
}

function asGraph(plan: Plan, item: Item): Item {
  if ((plan.container & container.graph) === 0) return item
  return item.kind === 'node' && item.graph && isOnlyGraph(item) ? item : graphOf(item)
}

/** What the object has become (5.1.2, 15 to 19). */
function finished(run: Run, draft: Draft, property: Plan | null, inList: boolean): Expanded {
  let item: Item | null = draft
  if (draft.value) item = finishedValue(run, draft, draft.value.is)
  else if (draft.list || draft.set !== undefined) {
    if (draft.list && draft.set !== undefined) throw new InvalidJsonLdError('invalid set or list object', run.path)
    if (draft.types || draft.language || draft.direction || hasNodeParts(draft)) throw new InvalidJsonLdError('invalid set or list object', run.path)
    if (draft.set !== undefined) return draft.set
    item = { kind: 'list', items: draft.list ?? [] }
  } else if (draft.language !== undefined || draft.direction !== undefined) {
    drop(run, 'a language or direction without a value')
    if (!draft.types && !hasNodeParts(draft) && draft.index === undefined && draft.direction === undefined) item = null
    draft.odd = true
  }
  if (item === null) return null
  // Only a literal can have this type.
  if (run.safe && item === draft && draft.types?.includes('@json')) throw new UndefinedTermError('@json', run.path)
  const free = !inList && (property === null || property.keyword === '@graph' || (property.container & container.graph) !== 0)
  return free && isUnsafe(run, item) ? null : item
}

function hasNodeParts(draft: Draft): boolean {
  return (
    draft.odd ||
    draft.id !== undefined ||
    draft.properties.length > 0 ||
    draft.reverse !== undefined ||
    draft.graph !== undefined ||
    draft.included !== undefined
  )
}

function finishedValue(run: Run, draft: Draft, value: unknown): Value | null {
  const { types, language, direction } = draft
  if (hasNodeParts(draft) || draft.list || draft.set !== undefined) throw new InvalidJsonLdError('invalid value object', run.path)
  if (types && (language !== undefined || direction !== undefined)) throw new InvalidJsonLdError('invalid value object', run.path)
  const type = types?.[0]
  if (types && types.length > 1) throw new InvalidJsonLdError('invalid typed value', run.path)
  if (type === '@json') return { kind: 'value', value, type, language, direction }
  if (value === null) return dropped(run, 'a value object without a value')
  if (typeof value === 'object') throw new InvalidJsonLdError('invalid value object value', run.path)
  if (language !== undefined && typeof value !== 'string') throw new InvalidJsonLdError('invalid language-tagged value', run.path)
  if (type === null || (type !== undefined && (!isAbsolute(type) || type.startsWith('_:')))) throw new InvalidJsonLdError('invalid typed value', run.path)
  if (typeof value !== 'string' && typeof value !== 'boolean' && !(typeof value === 'number' && Number.isFinite(value))) {
    throw new UnsafeError(`value that JSON has no word for (${typeof value})`, run.path)
  }
  if (direction !== undefined && run.direction === undefined) drop(run, 'a base direction, for which RDF has no word')
  return { kind: 'value', value, type, language, direction }
}

/** What says nothing where it stands: a value, a list, an empty node, or a name alone (5.1.2, 19). */
function isUnsafe(run: Run, item: Item): boolean {
  if (item.kind === 'node' && !isOnlyId(item) && !isEmpty(item)) return false
  drop(run, item.kind === 'node' ? (isEmpty(item) ? 'an empty object' : 'nothing but an id') : `a ${item.kind} that belongs to nothing`)
  return true
}

function isEmpty(item: Node): boolean {
  return item.id === undefined && item.index === undefined && item.graph === undefined && isOnlyGraph(item)
}

function isOnlyId(item: Node): boolean {
  return item.id !== undefined && item.index === undefined && item.graph === undefined && isOnlyGraph(item)
}

/** Whether nothing is said but an id, an index and a graph. */
function isOnlyGraph(item: Node): boolean {
  return !item.odd && item.types === undefined && item.properties.length === 0 && item.reverse === undefined && item.included === undefined
}
