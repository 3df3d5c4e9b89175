import { type Contexts, contextAt } from '../contexts/index.js'
import { isObject, type JsonObject, TooLargeError } from '../json.js'
import { DroppedValueError, InvalidJsonLdError, TooMuchWorkError, UndefinedTermError, UnknownContextError } from './errors.js'
import { isAbsolute, resolve } from './iri.js'

export type Direction = 'ltr' | 'rtl'

/** What a context says of one term (JSON-LD 1.1, 9.15.1). Never changed once it is made. */
export type Term = {
  /** An IRI, a blank node identifier or a keyword; `null` where the context takes the term away. */
  readonly id: string | null
  readonly reverse: boolean
  readonly type: string | undefined
  readonly language: string | null | undefined
  readonly direction: Direction | null | undefined
  /** A sum of `container` bits. */
  readonly container: number
  readonly index: string | undefined
  readonly nest: string | undefined
  /** The scoped context; `undefined` where there is none. */
  readonly context: unknown
  /** The URL of the context that defines it, to which a relative URL in its scoped context is relative. */
  readonly base: string | undefined
  readonly prefix: boolean
  readonly protected: boolean
}

/**
 * An active context (JSON-LD 1.1 API, 4.1): all that decides what a key means. Never changed once it is made, so that whatever is
 * derived from it is derived once; `plans` and `derived` remember that.
 */
export type ActiveContext = {
  readonly terms: ReadonlyMap<string, Term>
  readonly vocab: string | undefined
  /** `undefined` is the base of the document, `null` is none. */
  readonly base: string | null | undefined
  readonly language: string | undefined
  readonly direction: Direction | undefined
  /** What holds again in the next node, where this one came with a type (4.1, `previous context`). */
  readonly previous: ActiveContext | undefined
  /** Made of bundled contexts only: it outlives the run that made it. */
  readonly shared: boolean
  readonly plans: Map<string, Plan>
  /** The IRIs of the terms, once somebody asked for them. */
  readonly iris: Set<string>
  readonly derived: Map<unknown, ActiveContext>[]
}

/** What one key means in an active context. */
export type Plan = {
  readonly key: string
  /** Its IRI; `null` where the key means nothing. */
  readonly iri: string | null
  /** The keyword that it stands for; empty where it is a property. */
  readonly keyword: string
  readonly term: Term | undefined
  readonly container: number
  readonly type: string | undefined
  readonly language: string | undefined
  readonly direction: Direction | undefined
}

/** One document's way through the algorithms: what was given, what is left of the limits, and where it stands. */
export type Run = {
  readonly contexts: Contexts
  readonly base: string | undefined
  readonly safe: boolean
  /** Whether only one way of saying a thing is taken: `RdfcOptions.plain`. */
  readonly plain: boolean
  /** How a base direction is written in RDF; without this it is dropped. */
  readonly direction: 'i18n-datatype' | 'compound-literal' | undefined
  readonly root: ActiveContext
  /** Where somebody asks: the texts whose meaning is not in their form alone, because they were read as words of a context, or have an index. */
  readonly special: Set<string> | undefined
  /** What this run derived from shared contexts with contexts that are not: it ends with the run. */
  readonly derived: Map<ActiveContext, Map<unknown, ActiveContext>[]>
  readonly path: (string | number)[]
  readonly maxDepth: number
  depth: number
  /** Terms that may still be copied or defined. */
  work: number
  /** How many contexts this run has left with shared ones. */
  kept: number
}

/** The kinds of container (JSON-LD 1.1, 9.15.1), as bits. */
export const container: { readonly [name: string]: number } & Record<'list' | 'set' | 'index' | 'language' | 'graph' | 'id' | 'type', number> = {
  list: 1,
  set: 2,
  index: 4,
  language: 8,
  graph: 16,
  id: 32,
  type: 64,
}

/** Copying or defining one term is one step. A badge takes some thousand, once; a context of the field's largest some hundred more. */
export const maxContextWork = 1_000_000

/**
 * Applies a context that stands in a document.
 *
 * @throws {InvalidJsonLdError} {@link UnknownContextError} {@link TooMuchWorkError}
 */
export function withContext(run: Run, parent: ActiveContext, local: unknown): ActiveContext {
  if (typeof local === 'string') return withUrl(run, parent, resolve(run.base, local), false, [])
  return build(run, parent, local, { propagate: true, override: false, base: run.base, loading: [], shared: false, validated: undefined })
}

/** Applies the scoped context of a term: that of a property propagates and may override, that of a type does neither. */
export function withScope(run: Run, parent: ActiveContext, term: Term, mode: 'property' | 'type'): ActiveContext {
  const at = mode === 'property' ? 0 : 1
  const memo = memoOf(run, parent, parent.shared, at)
  const key = typeof term.context === 'string' ? resolve(term.base, term.context) : term.context
  const known = memo.get(key)
  if (known) return known
  const property = mode === 'property'
  const made = build(run, parent, term.context, {
    propagate: property,
    override: property,
    base: term.base,
    loading: [],
    shared: parent.shared,
    validated: undefined,
  })
  keep(run, made, memo, key)
  return made
}

/** Whether some term stands for an IRI. */
export function hasWordFor({ terms, iris }: ActiveContext, iri: string): boolean {
  if (iris.size === 0) for (const { id } of terms.values()) if (id !== null) iris.add(id)
  return iris.has(iri)
}

/** What a key means in an active context. */
export function planOf(run: Run, active: ActiveContext, key: string): Plan {
  const known = active.plans.get(key)
  if (known) return known
  const term = active.terms.get(key)
  const iri = expandIri(run, active, key, true, false)
  const keyword = iri !== null && isKeyword(iri) ? iri : ''
  const plan: Plan = {
    key,
    iri: keyword !== '' || (iri !== null && isAbsolute(iri)) ? iri : null,
    keyword,
    term,
    container: term?.container ?? 0,
    type: term?.type,
    language: (term?.language === undefined ? active.language : term.language) ?? undefined,
    direction: (term?.direction === undefined ? active.direction : term.direction) ?? undefined,
  }
  // A shared context remembers its own terms and no key that a document made up.
  if (!active.shared || term || keyword === key) active.plans.set(key, plan)
  return plan
}

/**
 * Expands a term, a compact IRI or a reference (JSON-LD 1.1 API, 5.2): `vocab` for a property or a type, `relative` for what may be
 * relative to the document. `null` is what looks like a keyword and is none.
 */
export function expandIri(run: Run, active: ActiveContext, value: string, vocab: boolean, relative: boolean, definer?: Definer): string | null {
  if (value.charCodeAt(0) === 64) {
    if (isKeyword(value)) return value
    if (keywordLike.test(value)) return null
  }
  if (definer && Object.hasOwn(definer.local, value)) define(definer, value)
  if (vocab) {
    const term = active.terms.get(value)
    if (term) return term.id
  }
  const colon = value.indexOf(':')
  if (colon > 0) {
    const prefix = value.slice(0, colon)
    if (prefix === '_' || value.startsWith('//', colon + 1)) return value
    if (definer && Object.hasOwn(definer.local, prefix)) define(definer, prefix)
    const term = active.terms.get(prefix)
    if (term?.prefix && term.id !== null) return term.id + value.slice(colon + 1)
    if (isAbsolute(value)) return value
  }
  if (vocab && active.vocab !== undefined) return active.vocab + value
  return relative ? resolve(baseOf(run, active), value) : value
}

/** The context before any (JSON-LD 1.1 API, 4.1): where `shared`, what bundled contexts make of it is kept. */
export function emptyContext(shared: boolean): ActiveContext {
  return { ...nothing, terms: new Map(), shared, plans: new Map(), iris: new Set(), derived: [] }
}

export function isKeyword(text: string): boolean {
  return keywords.has(text)
}

type Draft = { -readonly [K in keyof ActiveContext]: ActiveContext[K] } & { terms: Map<string, Term> }

type Building = {
  readonly propagate: boolean
  readonly override: boolean
  readonly base: string | undefined
  /** The URLs of the contexts that are being loaded, outermost first. */
  readonly loading: readonly string[]
  readonly shared: boolean
  /** Set while scoped contexts are only tried: the URLs that were tried already. */
  readonly validated: Set<string> | undefined
}

/** The definition of the terms of one context: they may refer to each other in any order. */
type Definer = {
  readonly run: Run
  readonly draft: Draft
  readonly local: JsonObject
  readonly building: Building
  readonly defined: Map<string, boolean>
  depth: number
}

const nothing = { vocab: undefined, base: undefined, language: undefined, direction: undefined, previous: undefined } as const

// JSON-LD 1.1, 9.16, and those that framing adds: nothing may be called so.
const keywords: ReadonlySet<string> = /* @__PURE__ */ new Set(
  '@base @container @context @default @direction @embed @explicit @graph @id @import @included @index @json @language @list @nest @none @omitDefault @prefix @preserve @propagate @protected @requireAll @reverse @set @type @value @version @vocab'.split(
    ' ',
  ),
)
const keywordLike = /^@[A-Za-z]+$/
const languageTag = /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/
const maxLoading = 10
// A term may be defined by a prefix that is defined by a prefix. Nobody goes on like that.
const maxChain = 64

export function isLanguageTag(text: string): boolean {
  return languageTag.test(text)
}

function baseOf(run: Run, active: ActiveContext): string | undefined {
  return active.base === undefined ? run.base : (active.base ?? undefined)
}

function memoOf(run: Run, parent: ActiveContext, shared: boolean, at: number): Map<unknown, ActiveContext> {
  let memos = parent.derived
  if (parent.shared && !shared) {
    memos = run.derived.get(parent) ?? []
    run.derived.set(parent, memos)
  }
  return (memos[at] ??= new Map())
}

function keep(run: Run, made: ActiveContext, memo: Map<unknown, ActiveContext>, key: unknown): void {
  memo.set(key, made)
  if (made.shared) run.kept++
}

function withUrl(run: Run, parent: ActiveContext, url: string, override: boolean, loading: readonly string[], validated?: Set<string>): ActiveContext {
  if (loading.includes(url) || loading.length >= maxLoading) throw new InvalidJsonLdError('context overflow', run.path, url)
  const given = Object.hasOwn(run.contexts, url)
  const content = given ? run.contexts[url] : contextAt(url)
  if (content === undefined) throw new UnknownContextError(url)
  const shared = parent.shared && !given
  const memo = memoOf(run, parent, shared, override ? 3 : 2)
  const known = memo.get(url)
  if (known) return known
  if (!isObject(content) || content['@context'] === undefined) throw new InvalidJsonLdError('invalid remote context', run.path, url)
  const made = build(run, parent, content['@context'], { propagate: true, override, base: url, loading: [...loading, url], shared, validated })
  keep(run, made, memo, url)
  return made
}

/** The context processing algorithm (JSON-LD 1.1 API, 4.1.2). */
function build(run: Run, parent: ActiveContext, local: unknown, building: Building): ActiveContext {
  if (++run.depth > run.maxDepth) throw new TooLargeError('depth', run.maxDepth)
  const list: readonly unknown[] = Array.isArray(local) ? local : [local]
  const propagate = propagates(list[0], building.propagate)
  let active = propagate || parent.previous ? parent : copyOf(run, parent, building.shared, { previous: parent })
  for (const one of list) active = apply(run, active, one, propagate, building)
  run.depth--
  return active
}

function propagates(local: unknown, otherwise: boolean): boolean {
  const said = isObject(local) ? local['@propagate'] : undefined
  return typeof said === 'boolean' ? said : otherwise
}

function apply(run: Run, active: ActiveContext, local: unknown, propagate: boolean, building: Building): ActiveContext {
  if (local === null) return nullified(run, active, propagate, building)
  if (typeof local === 'string') {
    const url = resolve(building.base, local)
    if (building.validated?.has(url)) return active
    building.validated?.add(url)
    return withUrl(run, active, url, building.override, building.loading, building.validated)
  }
  if (!isObject(local)) throw new InvalidJsonLdError('invalid local context', run.path)
  return applyObject(run, active, local, building)
}

function nullified(run: Run, active: ActiveContext, propagate: boolean, building: Building): ActiveContext {
  if (!building.override) {
    for (const term of active.terms.values()) if (term.protected) throw new InvalidJsonLdError('invalid context nullification', run.path)
  }
  return propagate ? run.root : copyOf(run, run.root, building.shared, { previous: active.previous })
}

function copyOf(run: Run, from: ActiveContext, shared: boolean, changes: Partial<ActiveContext> = {}): Draft {
  spend(run, from.terms.size)
  return { ...from, ...changes, terms: new Map(from.terms), shared: from.shared && shared, plans: new Map(), iris: new Set(), derived: [] }
}

function spend(run: Run, steps: number): void {
  run.work -= steps
  if (run.work < 0) throw new TooMuchWorkError('contexts', maxContextWork)
}

function applyObject(run: Run, active: ActiveContext, written: JsonObject, building: Building): ActiveContext {
  const local = imported(run, written, building)
  const names = Object.keys(local)
  spend(run, names.length)
  const draft = copyOf(run, active, building.shared)
  if (local['@version'] !== undefined && local['@version'] !== 1.1) throw new InvalidJsonLdError('invalid @version value', run.path)
  if (!isFlag(local['@propagate'])) throw new InvalidJsonLdError('invalid @propagate value', run.path)
  if (!isFlag(local['@protected'])) throw new InvalidJsonLdError('invalid @protected value', run.path)
  // A context that was loaded does not change the base of the document that loads it (4.1.2, 5.7).
  if (local['@base'] !== undefined && building.loading.length === 0) draft.base = baseIn(run, draft, local['@base'])
  if (local['@vocab'] !== undefined) draft.vocab = vocabIn(run, draft, local['@vocab'])
  if (local['@language'] !== undefined) draft.language = languageIn(run, local['@language'])
  if (local['@direction'] !== undefined) draft.direction = directionIn(run, local['@direction']) ?? undefined
  const definer: Definer = { run, draft, local, building, defined: new Map(), depth: 0 }
  for (const name of names) if (!contextKeywords.has(name)) define(definer, name)
  if (!building.shared) validateScopes(run, draft, local, building)
  return draft
}

const contextKeywords: ReadonlySet<string> = /* @__PURE__ */ new Set('@base @direction @import @language @propagate @protected @version @vocab'.split(' '))

function isFlag(said: unknown): boolean {
  return said === undefined || typeof said === 'boolean'
}

function imported(run: Run, local: JsonObject, building: Building): JsonObject {
  const said = local['@import']
  if (said === undefined) return local
  if (typeof said !== 'string') throw new InvalidJsonLdError('invalid @import value', run.path)
  const url = resolve(building.base, said)
  const content = Object.hasOwn(run.contexts, url) ? run.contexts[url] : contextAt(url)
  if (content === undefined) throw new UnknownContextError(url)
  const other = isObject(content) ? content['@context'] : undefined
  if (!isObject(other)) throw new InvalidJsonLdError('invalid remote context', run.path, url)
  if (other['@import'] !== undefined) throw new InvalidJsonLdError('invalid context entry', run.path, url)
  return { ...other, ...local, '@import': undefined }
}

function baseIn(run: Run, draft: Draft, said: unknown): string | null {
  if (said === null) return null
  if (typeof said !== 'string') throw new InvalidJsonLdError('invalid base IRI', run.path)
  const base = baseOf(run, draft)
  if (!isAbsolute(said) && base === undefined) throw new InvalidJsonLdError('invalid base IRI', run.path, said)
  return resolve(base, said)
}

function vocabIn(run: Run, draft: Draft, said: unknown): string | undefined {
  if (said === null) return undefined
  if (typeof said !== 'string') throw new InvalidJsonLdError('invalid vocab mapping', run.path)
  const vocab = expandIri(run, draft, said, true, true)
  if (vocab === null) throw new InvalidJsonLdError('invalid vocab mapping', run.path, said)
  if (run.safe && !isAbsolute(vocab)) throw new DroppedValueError(`a relative @vocab "${vocab}"`, run.path)
  return vocab
}

function languageIn(run: Run, said: unknown): string | undefined {
  if (said === null) return undefined
  if (typeof said !== 'string') throw new InvalidJsonLdError('invalid default language', run.path)
  if (run.safe && !languageTag.test(said)) throw new DroppedValueError(`an invalid language tag "${said}"`, run.path)
  return said.toLowerCase()
}

function directionIn(run: Run, said: unknown): Direction | null {
  if (said !== null && said !== 'ltr' && said !== 'rtl') throw new InvalidJsonLdError('invalid base direction', run.path)
  return said
}

/** Tries each scoped context, because a context with an invalid one is invalid as a whole (4.2.2, 21). Bundled ones are known to be valid. */
function validateScopes(run: Run, draft: Draft, local: JsonObject, building: Building): void {
  for (const [term, value] of Object.entries(local)) {
    if (!isObject(value) || value['@context'] === undefined || !draft.terms.has(term)) continue
    const trial: Building = {
      propagate: true,
      override: true,
      base: building.base,
      loading: [],
      shared: false,
      validated: building.validated ?? new Set(building.loading),
    }
    try {
      build(run, draft, value['@context'], trial)
    } catch (cause) {
      if (cause instanceof InvalidJsonLdError) throw new InvalidJsonLdError('invalid scoped context', run.path, term)
      throw cause
    }
  }
}

/** The create term definition algorithm (JSON-LD 1.1 API, 4.2.2). */
function define(definer: Definer, name: string): void {
  const { run, draft, local, defined } = definer
  const state = defined.get(name)
  if (state === true) return
  if (state === false || definer.depth >= maxChain) throw new InvalidJsonLdError('cyclic IRI mapping', run.path, name)
  if (contextKeywords.has(name)) return
  defined.set(name, false)
  definer.depth++
  const written = local[name]
  if (mayDefine(run, name, written)) {
    const before = draft.terms.get(name)
    draft.terms.delete(name)
    const term = termFrom(definer, name, written)
    if (term !== undefined) draft.terms.set(name, guarded(definer, name, before, term))
    else if (before) draft.terms.set(name, before)
  }
  definer.depth--
  defined.set(name, true)
}

function mayDefine(run: Run, name: string, written: unknown): boolean {
  if (name === '') throw new InvalidJsonLdError('invalid term definition', run.path)
  if (name.charCodeAt(0) !== 64) return true
  if (name === '@type' && isTypeDefinition(written)) return true
  if (isKeyword(name)) throw new InvalidJsonLdError('keyword redefinition', run.path, name)
  if (!keywordLike.test(name)) return true
  if (run.safe) throw new UndefinedTermError(name, run.path)
  return false
}

function isTypeDefinition(written: unknown): boolean {
  if (!isObject(written)) return false
  const keys = Object.keys(written)
  return keys.length > 0 && keys.every((key) => key === '@protected' || (key === '@container' && written[key] === '@set'))
}

function guarded({ run, building }: Definer, name: string, before: Term | undefined, term: Term): Term {
  if (!before?.protected || building.override) return term
  // A protected term may only be said again, word for word; it stays protected (4.2.2, 27).
  if (!sameTerm(before, term)) throw new InvalidJsonLdError('protected term redefinition', run.path, name)
  return before
}

function sameTerm(a: Term, b: Term): boolean {
  return (
    a.id === b.id &&
    a.reverse === b.reverse &&
    a.type === b.type &&
    a.language === b.language &&
    a.direction === b.direction &&
    a.container === b.container &&
    a.index === b.index &&
    a.nest === b.nest &&
    a.prefix === b.prefix &&
    sameJson(a.context, b.context)
  )
}

function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  const [x, y] = [a as { readonly [key: string]: unknown }, b as { readonly [key: string]: unknown }]
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(y, key) && sameJson(x[key], y[key]))
}

const termKeywords: ReadonlySet<string> = /* @__PURE__ */ new Set(
  '@id @reverse @container @context @direction @index @language @nest @prefix @protected @type'.split(' '),
)

/** `undefined` where the definition is to be ignored. */
function termFrom(definer: Definer, name: string, written: unknown): Term | undefined {
  const { run, local, building } = definer
  const simple = typeof written === 'string' || written === null
  const value = simple ? { '@id': written } : written
  if (!isObject(value)) throw new InvalidJsonLdError('invalid term definition', run.path, name)
  for (const key of Object.keys(value)) if (!termKeywords.has(key)) throw new InvalidJsonLdError('invalid term definition', run.path, name)
  const reverse = value['@reverse'] !== undefined
  const id = reverse ? reverseOf(definer, name, value) : idOf(definer, name, value)
  if (id === undefined) return undefined
  if (id === '@context' || id === '@preserve') throw new InvalidJsonLdError('invalid keyword alias', run.path, name)
  const containers = containerOf(definer, name, value, reverse)
  const type = typeOf(definer, name, value, containers)
  return {
    id,
    reverse,
    type,
    language: type === undefined ? termLanguage(run, name, value) : undefined,
    direction: value['@direction'] === undefined ? undefined : directionIn(run, value['@direction']),
    container: containers,
    index: indexOf(run, name, value, containers),
    nest: nestOf(run, name, value, reverse),
    context: value['@context'],
    base: building.base,
    prefix: prefixOf(run, name, value, id, simple),
    protected: protectedOf(run, name, value, local),
  }
}

function reverseOf(definer: Definer, name: string, value: JsonObject): string | undefined {
  const { run, draft } = definer
  const said = value['@reverse']
  if (value['@id'] !== undefined || value['@nest'] !== undefined) throw new InvalidJsonLdError('invalid reverse property', run.path, name)
  if (typeof said !== 'string') throw new InvalidJsonLdError('invalid IRI mapping', run.path, name)
  if (keywordLike.test(said)) return reserved(run, said)
  const id = expandIri(run, draft, said, true, false, definer)
  if (id === null || !isAbsolute(id)) throw new InvalidJsonLdError('invalid IRI mapping', run.path, name)
  return id
}

function reserved(run: Run, said: string): undefined {
  if (run.safe) throw new DroppedValueError(`a name "${said}" that is reserved for JSON-LD`, run.path)
  return undefined
}

function idOf(definer: Definer, name: string, value: JsonObject): string | null | undefined {
  const { run, draft } = definer
  const said = value['@id']
  if (said === undefined || said === name) return idFromName(definer, name)
  if (said === null) return null
  if (typeof said !== 'string') throw new InvalidJsonLdError('invalid IRI mapping', run.path, name)
  if (!isKeyword(said) && keywordLike.test(said)) return reserved(run, said)
  const id = expandIri(run, draft, said, true, false, definer)
  if (id === null || !(isKeyword(id) || isAbsolute(id))) throw new InvalidJsonLdError('invalid IRI mapping', run.path, name)
  // A term in the form of an IRI must mean that IRI (4.2.2, 14.2.5).
  if (/:[^:]|\//.test(name)) {
    definer.defined.set(name, true)
    if (expandIri(run, draft, name, true, false, definer) !== id) throw new InvalidJsonLdError('invalid IRI mapping', run.path, name)
  }
  return id
}

function idFromName(definer: Definer, name: string): string {
  const { run, draft, local } = definer
  if (name === '@type') return name
  const colon = name.indexOf(':', 1)
  if (colon > 0) {
    const prefix = name.slice(0, colon)
    if (Object.hasOwn(local, prefix)) define(definer, prefix)
    const term = draft.terms.get(prefix)
    return term && term.id !== null ? term.id + name.slice(colon + 1) : name
  }
  if (name.includes('/')) {
    const id = expandIri(run, draft, name, true, false)
    if (id === null || !isAbsolute(id)) throw new InvalidJsonLdError('invalid IRI mapping', run.path, name)
    return id
  }
  if (draft.vocab === undefined) throw new InvalidJsonLdError('invalid IRI mapping', run.path, name)
  return draft.vocab + name
}

function protectedOf(run: Run, name: string, value: JsonObject, local: JsonObject): boolean {
  const said = value['@protected'] ?? local['@protected'] ?? false
  if (typeof said !== 'boolean') throw new InvalidJsonLdError('invalid @protected value', run.path, name)
  return said
}

function typeOf(definer: Definer, name: string, value: JsonObject, containers: number): string | undefined {
  const { run, draft } = definer
  const said = value['@type']
  const byType = (containers & container.type) !== 0
  if (said === undefined) return byType ? '@id' : undefined
  if (typeof said !== 'string') throw new InvalidJsonLdError('invalid type mapping', run.path, name)
  const type = expandIri(run, draft, said, true, false, definer)
  const known = type === '@id' || type === '@vocab'
  if (byType && !known) throw new InvalidJsonLdError('invalid type mapping', run.path, name)
  if (known || type === '@json' || type === '@none') return type
  if (type === null || !isAbsolute(type) || type.startsWith('_:')) throw new InvalidJsonLdError('invalid type mapping', run.path, name)
  return type
}

function containerOf({ run }: Definer, name: string, value: JsonObject, reverse: boolean): number {
  const said = value['@container']
  if (said === undefined || said === null) return 0
  const list: readonly unknown[] = Array.isArray(said) ? said : [said]
  let bits = 0
  for (const one of list) {
    const bit = typeof one === 'string' && one.startsWith('@') ? container[one.slice(1)] : undefined
    if (bit === undefined) throw new InvalidJsonLdError('invalid container mapping', run.path, name)
    bits |= bit
  }
  if (!isContainer(bits)) throw new InvalidJsonLdError('invalid container mapping', run.path, name)
  if (reverse && (bits & ~(container.index | container.set)) !== 0) throw new InvalidJsonLdError('invalid reverse property', run.path, name)
  return bits
}

/** JSON-LD 1.1 API, 4.2.2, 19.1: a list alone; a graph with an id or an index and a set; anything else alone or with a set. */
function isContainer(bits: number): boolean {
  const rest = bits & ~container.set
  if (rest === container.list) return rest === bits
  if ((rest & container.graph) !== 0)
    return (rest & ~(container.graph | container.id | container.index)) === 0 && rest !== (container.graph | container.id | container.index)
  return (rest & (rest - 1)) === 0
}

function indexOf(run: Run, name: string, value: JsonObject, containers: number): string | undefined {
  const said = value['@index']
  if (said === undefined) return undefined
  if (typeof said !== 'string' || said.startsWith('@') || (containers & container.index) === 0) {
    throw new InvalidJsonLdError('invalid term definition', run.path, name)
  }
  return said
}

function termLanguage(run: Run, name: string, value: JsonObject): string | null | undefined {
  const said = value['@language']
  if (said === undefined || said === null) return said
  if (typeof said !== 'string') throw new InvalidJsonLdError('invalid language mapping', run.path, name)
  return said.toLowerCase()
}

function nestOf(run: Run, name: string, value: JsonObject, reverse: boolean): string | undefined {
  const said = value['@nest']
  if (said === undefined) return undefined
  if (reverse || typeof said !== 'string' || (said !== '@nest' && said.startsWith('@'))) throw new InvalidJsonLdError('invalid @nest value', run.path, name)
  return said
}

function prefixOf(run: Run, name: string, value: JsonObject, id: string | null, simple: boolean): boolean {
  const said = value['@prefix']
  // A plain term is a prefix where its IRI ends as a namespace does, in a gen-delim (4.2.2, 14.2.6).
  if (said === undefined) return simple && id !== null && !/.:/.test(name) && /[:/?#[\]@]$/.test(id)
  if (typeof said !== 'boolean') throw new InvalidJsonLdError('invalid @prefix value', run.path, name)
  if (/[:/]/.test(name) || (said && id !== null && isKeyword(id))) throw new InvalidJsonLdError('invalid term definition', run.path, name)
  return said
}
