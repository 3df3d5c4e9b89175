import { blockcerts } from '../../src/contexts/blockcerts.js'
import { bundledUrls, type Contexts, contextAt } from '../../src/contexts/index.js'
import { suites } from '../../src/contexts/suites.js'
import { isObject } from '../../src/json.js'

/**
 * Makes a JSON-LD document out of a whole number (modulo 2^32): the same number gives the same document. Most of it means something
 * under its contexts; four in ten documents are odd in some places, and the rest in none.
 */
export function documentOf(seed: number): object {
  const choices = choicesOf(seed)
  const maker: Maker = {
    ...choices,
    oddity: choices.one([0, 0, 0, 0, 0, 0, 0.01, 0.01, 0.02, 0.05]),
    relative: false,
    nodes: 4 + choices.below(20),
    copies: 3,
    made: [],
  }
  const context = contextOf(maker)
  const scope = entering([], context)
  if (maker.chance(0.05)) return list(maker, 1, 3, () => ({ '@context': context, ...fullNode(maker, scope, 0) }))
  if (maker.chance(0.08)) return { '@context': context, [nameOf(maker, scope, '@graph')]: list(maker, 1, 3, () => fullNode(maker, scope, 1)) }
  if (maker.chance(0.05)) return { '@context': context, [nameOf(maker, scope, '@graph')]: tangle(maker, scope) }
  return { '@context': context, ...nodeOf(maker, scope, 0) }
}

/** The contexts that are carried and not bundled: whoever reads these documents gives them along. */
export const given: Contexts = { ...blockcerts, ...suites }

type Choices = {
  /** A whole number from 0, less than this. */
  readonly below: (count: number) => number
  readonly chance: (share: number) => boolean
  readonly one: <T>(list: readonly T[]) => T
}

type Maker = Choices & {
  /** How likely each step is to do something odd. */
  readonly oddity: number
  /** Whether a context says what relative references are relative to. */
  relative: boolean
  /** How many more nodes the document may have. */
  nodes: number
  /** How many more times something comes again: equal blank nodes are what takes the time. */
  copies: number
  readonly made: unknown[]
}

type Members = { [key: string]: unknown }

/** What a context says of its words, as far as making documents needs it. */
type Words = {
  readonly terms: ReadonlyMap<string, Definition>
  readonly properties: readonly string[]
  readonly types: readonly string[]
  readonly vocab: boolean
}
type Definition = {
  /** The keyword that it stands for. */
  readonly keyword: string | undefined
  readonly type: unknown
  readonly containers: readonly unknown[]
  readonly reverse: boolean
  /** Whether the keys of its map are said with a property: literals cannot have one. */
  readonly indexed: boolean
  readonly context: unknown
}
/** The words that hold at a place, those of the last context first. */
type Scope = readonly Words[]

/** Mulberry32: small, and the same everywhere. */
function choicesOf(seed: number): Choices {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number): number => Math.floor(next() * count)
  return {
    below,
    chance: (share) => next() < share,
    one: (values) => {
      if (values.length === 0) throw new RangeError('nothing to choose from')
      return values[below(values.length)] as (typeof values)[number]
    },
  }
}

function list<T>({ below }: Maker, least: number, most: number, make: () => T): T[] {
  return Array.from({ length: least + below(most - least + 1) }, make)
}

// Contexts

const vc1 = 'https://www.w3.org/2018/credentials/v1'
const vc2 = 'https://www.w3.org/ns/credentials/v2'
const ob = 'https://purl.imsglobal.org/spec/ob/v3p0'
const security = 'https://w3id.org/security'
const combinations: readonly (readonly string[])[] = [
  [vc2, `${ob}/context-3.0.3.json`],
  [vc2, `${ob}/context-3.0.3.json`, `${ob}/extensions.json`],
  [vc2, `${ob}/context-3.0.2.json`],
  [vc1, `${ob}/context-3.0.1.json`, `${security}/data-integrity/v1`],
  [vc1, `${ob}/context-3.0.1.json`, `${security}/data-integrity/v2`],
  [vc2, `${ob}/context-3.0.3.json`, `${security}/suites/ed25519-2020/v1`],
  [vc2, 'https://www.w3.org/ns/credentials/undefined-terms/v2'],
  [vc2, `${security}/multikey/v1`],
  [vc1, `${ob}/context.json`, `${security}/suites/ed25519-2020/v1`],
  [vc1, `${ob}/context.json`],
  [vc1, `${ob}/context/ob_v3p0.jsonld`, `${ob}/extensions.json`],
  [vc1, 'https://w3c-ccg.github.io/vc-ed/plugfest-1-2022/jff-vc-edu-plugfest-1-context.json', `${security}/suites/ed25519-2020/v1`],
  [vc1, 'https://imsglobal.github.io/openbadges-specification/ob_v3p0.html'],
  [vc1, 'https://w3id.org/vc/status-list/2021/v1', 'https://w3id.org/dcc/v1'],
  [vc1, 'https://www.w3.org/ns/credentials/status/v1', `${security}/data-integrity/v1`],
  ['https://www.w3.org/ns/did/v1', `${security}/multikey/v1`],
  ['https://www.w3.org/ns/did/v1', `${security}/suites/ed25519-2020/v1`, `${security}/suites/x25519-2020/v1`],
  ['https://www.w3.org/ns/did/v1', `${security}/suites/ed25519-2018/v1`],
  [`${ob}/context-3.0.3.json`, vc2],
  ['https://w3id.org/openbadges/v2'],
  ['https://w3id.org/openbadges/v2', 'https://w3id.org/blockcerts/v2.1'],
  [vc1, 'https://w3id.org/blockcerts/v3', `${security}/suites/merkle-2019/v1`],
  [vc1, 'https://w3id.org/blockcerts/v3.2'],
  [vc1, `${security}/suites/jws-2020/v1`],
  [vc1, `${security}/bbs/v1`],
]
const carried = [...bundledUrls(), ...Object.keys(given)]

function contextOf(maker: Maker): unknown {
  const { chance, one } = maker
  if (chance(0.35)) return chance(0.2) ? [inline(maker, 0), inline(maker, 0)] : inline(maker, 0)
  const urls = chance(0.25) ? [one(carried)] : chance(0.04) ? [one(carried), one(carried)] : one(combinations)
  if (chance(0.3)) return [...urls, inline(maker, 0)]
  return urls.length === 1 && chance(0.5) ? urls[0] : urls
}

const xsd = 'http://www.w3.org/2001/XMLSchema#'
const languages = ['en', 'fr-CA', 'DE', 'zh-Hant-TW']
const keywordAliases = ['id', 'type', 'value', 'language', 'direction', 'list', 'set', 'graph', 'included', 'index', 'reverse', 'nest'].map(
  (keyword): readonly [string, string] => [`my${keyword}`, `@${keyword}`],
)
const propertyNames = Array.from({ length: 14 }, (_, at) => `p${at}`)
const typeNames = Array.from({ length: 4 }, (_, at) => `T${at}`)

const bases = [
  'https://base.example/a/b/c/d;p?q#f',
  'https://base.example',
  'https://base.example/x/',
  'http://base.example:8080/a',
  'https://base.example:443/b',
  'https://base.example?query',
  'https://base.example#fragment',
  'urn:base:x',
  'tag:base/a/b',
  'file:///a/b',
  null,
]

/** A context that is written into the document. */
function inline(maker: Maker, depth: number): Members {
  const { chance, one } = maker
  const context: Members = { ex: 'https://ex.example/ns#' }
  const put = (share: number, key: string, values: readonly unknown[]): void => {
    if (chance(share)) context[key] = one(values)
  }
  put(0.3, '@version', [1.1])
  put(0.35, '@vocab', ['https://vocab.example/', 'urn:vocab:', 'ex:', 'https://vocab.example/#', null])
  if (depth === 0 && chance(0.08)) {
    context['@base'] = one(bases)
    maker.relative = true
  }
  put(0.15, '@language', [...languages, null])
  put(0.03, '@direction', ['ltr', 'rtl', null])
  put(0.04, '@protected', [true, true, true, false])
  put(0.06, '@propagate', [false, true])
  put(0.01, '@import', ['https://www.w3.org/ns/did/v1', `${security}/multikey/v1`, vc1])
  put(0.1, 'flag', [{ '@id': 'https://flag.example/x', '@prefix': true }, 'https://flag.example/', 'https://flag.example/x'])
  put(0.03, '@type', [{ '@container': '@set' }, { '@container': '@set', '@protected': true }])
  for (const [alias, keyword] of keywordAliases) if (chance(0.2)) context[alias] = chance(0.1) ? { '@id': keyword } : keyword
  const share = depth === 0 ? 0.5 : 0.12
  const vocab = typeof context['@vocab'] === 'string'
  for (const name of propertyNames) if (chance(share)) context[name] = term(maker, name, vocab, depth)
  for (const name of typeNames) if (chance(share)) context[name] = typeTerm(maker, name, depth)
  if (chance(0.03)) context['ex:compact'] = chance(0.5) ? 'ex:compact' : { '@type': '@id' }
  if (chance(0.05)) context['mynest'] = { '@id': '@nest', '@context': { [one(propertyNames)]: 'ex:nested' } }
  if (chance(maker.oddity * 6)) oddContext(maker, context)
  return shuffled(maker, context)
}

function typeTerm(maker: Maker, name: string, depth: number): unknown {
  if (depth > 1 || maker.chance(0.4)) return `ex:${name}`
  return { '@id': `ex:${name}`, '@context': scoped(maker, depth) }
}

function scoped(maker: Maker, depth: number): unknown {
  const { chance, one } = maker
  if (chance(0.03)) return null
  if (chance(0.03)) return [null, inline(maker, depth + 1)]
  if (chance(0.06)) return one([`${security}/multikey/v1`, `${security}/data-integrity/v2`, `${ob}/extensions.json`, 'https://www.w3.org/ns/did/v1'])
  return chance(0.1) ? [inline(maker, depth + 1), inline(maker, depth + 1)] : inline(maker, depth + 1)
}

const containers = [
  '@list',
  '@list',
  '@set',
  '@set',
  '@language',
  ['@language', '@set'],
  '@index',
  ['@index', '@set'],
  '@id',
  ['@id', '@set'],
  '@type',
  ['@set', '@type'],
  '@graph',
  ['@graph', '@set'],
  ['@graph', '@id'],
  ['@graph', '@index'],
  ['@graph', '@id', '@set'],
  ['@list'],
]

function term(maker: Maker, name: string, vocab: boolean, depth: number): unknown {
  const { chance, one } = maker
  if (chance(0.3)) return one([`ex:${name}`, `https://term.example/${name}`, `urn:term:${name}`])
  if (chance(0.04)) return one([null, { '@id': null }])
  const definition: Members = vocab && chance(0.4) ? {} : { '@id': one([`ex:${name}`, `https://term.example/${name}`, 'ex:shared']) }
  const put = (share: number, key: string, values: readonly unknown[]): void => {
    if (chance(share)) definition[key] = one(values)
  }
  put(0.4, '@container', containers)
  const parts: readonly unknown[] = [definition['@container']].flat()
  if (parts.includes('@type')) put(0.5, '@type', ['@id', '@vocab'])
  else put(0.5, '@type', ['@id', '@id', '@vocab', '@json', '@none', `${xsd}string`, `${xsd}integer`, `${xsd}boolean`, `${xsd}dateTime`, 'ex:datatype'])
  if (parts.includes('@index')) put(0.4, '@index', [...propertyNames, 'ex:indexed'])
  if (parts.every((part) => part === undefined || part === '@set' || part === '@index') && chance(0.12)) {
    definition['@reverse'] = definition['@id'] ?? `ex:${name}`
    delete definition['@id']
  } else put(0.05, '@nest', ['@nest'])
  put(0.1, '@language', [...languages, null])
  put(0.02, '@direction', ['ltr', 'rtl', null])
  put(0.05, '@prefix', [true, false])
  put(0.04, '@protected', [true, true, false])
  if (depth < 2 && chance(0.2)) definition['@context'] = scoped(maker, depth)
  return definition
}

const oddEntries: readonly (readonly [string, unknown])[] = [
  ['@foo', 'ex:foo'],
  ['like', '@foo'],
  ['like', { '@reverse': '@foo' }],
  ['p0', { '@id': 'relative' }],
  ['p1', { '@container': ['@list', '@set'], '@id': 'ex:p1' }],
  ['p2', { '@id': 'ex:p2', '@container': '@index', '@index': 'nowhere' }],
  ['p3', { '@id': 'ex:p3', '@container': null }],
  ['p4', { '@id': '_:p4' }],
  ['p5', '_:p5'],
  ['@vocab', ''],
  ['@vocab', 'relative/'],
  ['@vocab', '_:v'],
  ['@base', '../relative'],
  ['@base', 'deeper/one'],
  ['@language', 'x_y'],
  ['@version', 1],
  ['@propagate', 'no'],
  ['mycontext', '@context'],
  ['ex', 'p6:a'],
  ['p6', 'ex:b'],
  ['a/b', 'ex:c'],
  ['ex:other', 'urn:other'],
  ['p7', 5],
  ['', 'ex:empty'],
  ['id', '@type'],
  ['p8', { '@id': 'ex:p8', '@type': '_:datatype' }],
  ['p9', { '@id': 'ex:p9', '@type': '@id', '@language': 'de' }],
  ['p10', { '@id': 'ex:p10', '@odd': true }],
  ['@id', 'ex:id'],
  ['@import', 5],
  ['@import', 'https://w3id.org/security/v2'],
  ['@import', 'https://undefined.example/context'],
  ['@base', 5],
  ['@vocab', 5],
  ['@vocab', '@foo'],
  ['@vocab', 'p0:'],
  ['@language', 5],
  ['@direction', 'up'],
  ['@protected', 'yes'],
  ['@type', { '@id': '@type' }],
  ['@type', { '@container': '@list' }],
  ['@type', 'ex:type'],
  ['p0', { '@id': 'ex:p0', '@container': ['@graph', '@id', '@index'] }],
  ['p0', { '@id': 'ex:p0', '@container': ['@set', '@id', '@index'] }],
  ['p0', { '@id': 'ex:p0', '@container': 5 }],
  ['p0', { '@id': 'ex:p0', '@container': [] }],
  ['p0', { '@id': 5 }],
  ['p0', { '@id': 'ex:p0', '@type': 5 }],
  ['p0', { '@id': 'ex:p0', '@type': 'relative' }],
  ['p0', { '@id': 'ex:p0', '@type': '@json', '@container': '@type' }],
  ['p0', { '@id': 'ex:p0', '@type': '@json', '@container': '@index' }],
  ['p0', { '@id': 'ex:p0', '@language': 5 }],
  ['p0', { '@id': 'ex:p0', '@direction': 'up' }],
  ['p0', { '@id': 'ex:p0', '@index': 'ex:i' }],
  ['p0', { '@id': 'ex:p0', '@index': '@id', '@container': '@index' }],
  ['p0', { '@id': 'ex:p0', '@nest': '@id' }],
  ['p0', { '@id': 'ex:p0', '@prefix': 'yes' }],
  ['p0', { '@id': 'ex:p0', '@protected': 'yes' }],
  ['p0', { '@id': '@type', '@prefix': true }],
  ['p0', { '@reverse': 'ex:p0', '@id': 'ex:p0' }],
  ['p0', { '@reverse': 5 }],
  ['p0', { '@reverse': 'relative' }],
  ['p0', { '@reverse': 'ex:p0', '@container': '@list' }],
  ['p0', { '@reverse': 'ex:p0', '@nest': '@nest' }],
  ['p0', {}],
  ['p0:p0', {}],
  ['x:y', {}],
  ['x:y', 'ex:xy'],
  ['a/b', {}],
  ['p0', 'like:this'],
  [':p', 'ex:p'],
  ['p:', 'ex:p'],
  ['@', 'ex:at'],
  ['@p q', 'ex:at'],
  ['constructor', 'ex:constructor'],
]

function oddContext(maker: Maker, context: Members): void {
  const [key, value] = maker.one(oddEntries)
  context[key] = value
}

function shuffled(maker: Maker, members: Members): Members {
  const entries = Object.entries(members)
  for (let at = entries.length - 1; at > 0; at--) {
    const other = maker.below(at + 1)
    const [a, b] = [entries[at], entries[other]]
    if (a && b) [entries[at], entries[other]] = [b, a]
  }
  return Object.fromEntries(entries)
}

// Words

// Those of the bundled contexts are wanted again and again.
const known = new WeakMap<object, Words>()

function entering(scope: Scope, context: unknown): Scope {
  if (context === null) return []
  if (Array.isArray(context)) return context.reduce(entering, scope)
  if (typeof context === 'string') return entering(scope, ((contextAt(context) ?? given[context]) as Members | undefined)?.['@context'])
  if (!isObject(context)) return scope
  const imported = context['@import']
  return [wordsOf(context), ...(imported === undefined ? scope : entering(scope, imported))]
}

function wordsOf(context: Members): Words {
  const before = known.get(context)
  if (before) return before
  const terms = new Map(Object.entries(context).flatMap(([name, said]) => (name.startsWith('@') ? [] : [[name, definitionOf(said)] as const])))
  const names = [...terms].filter(([name, { keyword }]) => keyword === undefined && !/^(xsd|ex|flag|sec|cred|schema|rdf|id|type)$/.test(name))
  const isType = (name: string, { type, containers }: Definition): boolean => /^[A-Z]/.test(name) && type === undefined && containers.length === 0
  const made: Words = {
    terms,
    properties: names.filter(([name, definition]) => !isType(name, definition)).map(([name]) => name),
    types: names.filter(([name, definition]) => isType(name, definition)).map(([name]) => name),
    vocab: typeof context['@vocab'] === 'string',
  }
  known.set(context, made)
  return made
}

function definitionOf(said: unknown): Definition {
  const {
    '@id': id,
    '@type': type,
    '@container': container,
    '@reverse': reverse,
    '@index': index,
    '@context': context,
  } = isObject(said) ? said : ({ '@id': said } as Members)
  return {
    keyword: typeof id === 'string' && id.startsWith('@') ? id : undefined,
    type,
    containers: container === undefined || container === null ? [] : [container].flat(),
    reverse: reverse !== undefined,
    indexed: index !== undefined,
    context,
  }
}

function lookUp(scope: Scope, name: string): Definition | undefined {
  for (const { terms } of scope) {
    const definition = terms.get(name)
    if (definition) return definition
  }
  return undefined
}

/** A word for a keyword, where the scope has one; or the keyword. */
function nameOf({ chance, one }: Maker, scope: Scope, keyword: string): string {
  if (chance(0.1)) return keyword
  const aliases = scope.flatMap(({ terms }) =>
    [...(keyword === '@id' ? ['id'] : keyword === '@type' ? ['type'] : []), `my${keyword.slice(1)}`].filter((name) => terms.has(name)),
  )
  return aliases.length === 0 ? keyword : one(aliases)
}

/** A name from the words of a scope; those of the last context come up as often as all others. */
function wordFrom({ chance, one }: Maker, scope: Scope, kind: 'properties' | 'types'): string | undefined {
  const full = scope.filter((words) => words[kind].length > 0)
  const [last] = full
  return last ? one((chance(0.5) ? last : one(full))[kind]) : undefined
}

function propertyName(maker: Maker, scope: Scope): string {
  const { chance, one } = maker
  if (chance(maker.oddity)) return one(oddNames)
  if (chance(0.04)) return one(['https://free.example/p', 'urn:free', 'ex:free', 'flag:free', 'ex:compact'])
  if (chance(0.1) && scope.some(({ vocab }) => vocab)) return one(['free', 'other', 'x:y'])
  return wordFrom(maker, scope, 'properties') ?? 'https://free.example/p'
}

const oddNames = [
  'undefinedTerm',
  'constructor',
  '@foo',
  '@default',
  '@import',
  '@propagate',
  '@version',
  '@none',
  '@json',
  '@language',
  '_:property',
  'relative/term',
  '',
  '../up',
  '@',
  'ex:',
  ':x',
  'http://[bad',
  'toString',
  '@context ',
  'a:b c',
  'a b',
]
const ids = ['urn:a', 'urn:b', 'https://example.com/x?y#z', 'did:example:c', '_:b0', '_:b1', '_:b2', 'ex:short', 'flag:short', 'urn:uuid:1']
const oddIds = [
  'relative',
  '',
  '../up/./one',
  '#fragment',
  '?query',
  '//authority/path',
  'https://example.com/{odd}|"iri"',
  '_:',
  '@foo',
  'has space',
  ':colon',
  'ex:',
  'T0',
  'p0',
  'https://exämple.com/ü',
  'urn:\u{1f600}',
]

function idOf(maker: Maker): string {
  const { chance, one } = maker
  return chance(maker.oddity) ? one(oddIds) : maker.relative && chance(0.4) ? one(references) : one(ids)
}

// RFC 3986, 5.4, and some that are none.
const references = [
  ...['g', './g', 'g/', '/g', '//g', '?y', 'g?y', '#s', 'g#s', 'g?y#s', ';x', 'g;x?y#s', '', '.', './', '..', '../', '../g', '../..', '../../', '../../g'],
  ...['../../../g', '../../../../g', '/./g', '/../g', 'g.', '.g', 'g..', '..g', './../g', './g/.', 'g/./h', 'g/../h', 'g;x=1/./y', 'g;x=1/../y', 'g?y/./x'],
  ...['g?y/../x', 'g#s/./x', 'g#s/../x', '//authority', '//authority/../a', '2026-01-15T00:00:00Z', 'é/ü', 'a//b', '//', '/', '///', 'g/..', 'g/.'],
  ...['a/../../b', '?', '#'],
]

// Nodes

function nodeOf(maker: Maker, outer: Scope, depth: number): Members {
  const { chance, below, one } = maker
  if (depth > 6 || maker.nodes <= 0) return { [nameOf(maker, outer, '@id')]: idOf(maker) }
  maker.nodes--
  let scope = outer
  const members: Members = {}
  if (depth > 0 && chance(0.03)) {
    const context = chance(0.04) ? null : chance(0.1) ? one(carried) : inline(maker, 1)
    members['@context'] = context
    scope = entering(scope, context)
  }
  const inside = chance(0.7) ? withTypes(maker, members, scope) : scope
  if (chance(0.35)) members[nameOf(maker, inside, '@id')] = idOf(maker)
  const count = depth === 0 ? 2 + below(5) : below(4)
  for (let at = 0; at < count; at++) addProperty(maker, members, inside, scope, depth)
  if (chance(0.1)) addKeyword(maker, members, inside, scope, depth)
  if (chance(maker.oddity)) addOddity(maker, members, inside, scope, depth)
  return chance(0.3) ? shuffled(maker, members) : members
}

/** A node of which something is said, mostly: in a graph, a node that is only named is dropped. */
function fullNode(maker: Maker, scope: Scope, depth: number): Members {
  const node = nodeOf(maker, scope, depth)
  return Object.keys(node).length < 2 && maker.chance(0.9) ? { ...node, 'https://free.example/full': textOf(maker) } : node
}

/** Gives a node types, and returns the scope in which it is said. */
function withTypes(maker: Maker, members: Members, scope: Scope): Scope {
  const { chance, one } = maker
  const types = list(maker, 1, chance(0.2) ? 3 : 1, () => {
    if (chance(maker.oddity)) return one(['UndefinedType', 'relative/type', '@foo', '@json', '_:type', ''])
    return wordFrom(maker, scope, 'types') ?? one(['urn:type', 'https://type.example/T'])
  })
  members[nameOf(maker, scope, '@type')] = chance(maker.oddity / 4) ? one([5, null, [null], {}, [[]]]) : types.length === 1 && chance(0.5) ? types[0] : types
  return [...types].sort().reduce((inside, type) => entering(inside, lookUp(scope, type)?.context), scope)
}

/** `inside` is what holds in the node itself, `scope` what holds in nodes within it. */
function addProperty(maker: Maker, members: Members, inside: Scope, scope: Scope, depth: number): void {
  const name = propertyName(maker, inside)
  if (Object.hasOwn(members, name)) return
  const definition = lookUp(inside, name)
  members[name] = memberOf(maker, entering(scope, definition?.context), definition, depth)
}

function addKeyword(maker: Maker, members: Members, inside: Scope, scope: Scope, depth: number): void {
  const { one, chance } = maker
  const keyword = one(['@reverse', '@included', '@graph', '@nest', '@index'])
  const name = nameOf(maker, inside, keyword)
  const node = (): Members => fullNode(maker, scope, depth + 1)
  if (keyword === '@index') members[name] = one(['i', 'j'])
  else if (keyword === '@nest') {
    const nested: Members = {}
    addProperty(maker, nested, inside, scope, depth)
    members[name] = chance(0.3) ? [nested] : nested
  } else if (keyword === '@reverse') members[name] = { [wordFrom(maker, inside, 'properties') ?? 'urn:p']: chance(0.7) ? node() : { '@id': idOf(maker) } }
  else if (keyword === '@included') members[name] = list(maker, 1, 2, () => ({ '@type': 'urn:included', ...node() }))
  else members[name] = chance(0.3) ? tangle(maker, scope) : list(maker, 1, 2, node)
}

/** A keyword where it may be said already, with a value that it may not have. */
function addOddity(maker: Maker, members: Members, inside: Scope, scope: Scope, depth: number): void {
  const { one, chance } = maker
  const name = nameOf(maker, inside, one(keywordAliases)[1])
  const values = ['urn:x', 'en', 'ltr', null, {}, [], ['urn:x'], 5, [null], { 'urn:p': 1 }, { '@value': 'a' }, { '@id': 'urn:a' }, { '@list': [] }]
  members[name] = chance(0.3) ? memberOf(maker, scope, undefined, depth + 1) : one<unknown>(values)
}

/** Blank nodes that look alike and point to each other: what is hard to name. */
function tangle(maker: Maker, scope: Scope): Members[] {
  const { below, chance } = maker
  const count = 2 + below(4)
  const id = nameOf(maker, scope, '@id')
  const name = (at: number): string => `_:n${at % count}`
  const property = 'https://tangle.example/p'
  const ring = chance(0.4)
  return Array.from({ length: count }, (_, at) => ({
    [id]: name(at),
    [property]: ring ? { [id]: name(at + 1) } : list(maker, 0, 3, () => ({ [id]: name(below(count)) })),
    ...(chance(0.1) ? { 'https://tangle.example/q': below(2) } : {}),
  }))
}

// Values

function memberOf(maker: Maker, scope: Scope, definition: Definition | undefined, depth: number): unknown {
  const { chance, one } = maker
  if (chance(maker.oddity)) return oddValue(maker, scope, depth)
  const single = (): unknown => singleOf(maker, scope, definition, depth)
  const several = (): unknown => (chance(0.7) ? single() : again(maker, list(maker, 0, 3, single), definition))
  if (definition && chance(0.85)) {
    const keys = keysOf(definition.containers)
    if (keys === 'languages') return mapOf(maker, [...languages, '@none'], () => (chance(0.7) ? textOf(maker) : list(maker, 0, 2, () => textOf(maker))))
    if (keys === 'ids') return mapOf(maker, [...ids, '@none'], () => fullNode(maker, scope, depth + 1))
    if (keys === 'types') {
      return mapOf(maker, [wordFrom(maker, scope, 'types') ?? 'urn:t', 'urn:type', '@none'], () => (chance(0.8) ? nodeOf(maker, scope, depth + 1) : one(ids)))
    }
    if (keys === 'indexes') return mapOf(maker, ['i', 'j', '1', 'urn:i', '@none'], several)
  }
  return several()
}

function keysOf(containers: readonly unknown[]): 'languages' | 'indexes' | 'ids' | 'types' | undefined {
  if (containers.includes('@language')) return 'languages'
  if (containers.includes('@index')) return 'indexes'
  if (containers.includes('@id')) return 'ids'
  return containers.includes('@type') ? 'types' : undefined
}

function mapOf(maker: Maker, keys: readonly string[], make: () => unknown): Members {
  return Object.fromEntries(list(maker, 0, 3, () => [maker.chance(maker.oddity) ? maker.one(oddIds) : maker.one(keys), make()]))
}

/** The list, with one of its items once more, or with something that came before. */
function again(maker: Maker, items: unknown[], definition: Definition | undefined): unknown[] {
  const { chance, one } = maker
  if (maker.copies === 0 || !chance(0.3)) return items
  const candidates = definition?.reverse || definition?.indexed || chance(0.7) ? items : maker.made
  if (candidates.length === 0) return items
  maker.copies--
  return [...items, one(candidates)]
}

function singleOf(maker: Maker, scope: Scope, definition: Definition | undefined, depth: number): unknown {
  const { chance, one } = maker
  const made = ordinary(maker, scope, definition, depth)
  if (chance(0.5) && maker.made.length < 8) maker.made.push(made)
  if (chance(0.04)) return { [nameOf(maker, scope, '@set')]: chance(0.5) ? [made] : made }
  if (chance(0.03) && !definition?.containers.includes('@graph') && !definition?.reverse)
    return { [nameOf(maker, scope, '@list')]: one([[made], [made, [made]], made, []]) }
  return chance(0.02) ? [made] : made
}

function ordinary(maker: Maker, scope: Scope, definition: Definition | undefined, depth: number): unknown {
  const { chance, one } = maker
  const type = definition?.type
  const room = depth < 6 && maker.nodes > 0
  if (chance(0.02)) return null
  if (definition?.reverse || (definition?.indexed && chance(0.9))) return nodeOf(maker, scope, depth + 1)
  if (type === '@json') return jsonOf(maker, 0)
  if (definition?.containers.includes('@graph')) return fullNode(maker, scope, depth + 1)
  if (definition?.context !== undefined && room && chance(0.7)) return nodeOf(maker, scope, depth + 1)
  if (type === '@id' || type === '@vocab') {
    if (room && chance(0.5)) return nodeOf(maker, scope, depth + 1)
    if (chance(0.15)) return { [nameOf(maker, scope, '@id')]: idOf(maker) }
    return type === '@vocab' && chance(0.5) ? (wordFrom(maker, scope, 'types') ?? one(ids)) : idOf(maker)
  }
  if (room && chance(type === undefined ? 0.35 : 0.1)) return nodeOf(maker, scope, depth + 1)
  if (chance(0.15)) return valueObject(maker, scope)
  return chance(0.2) ? numberOf(maker) : textOf(maker)
}

function valueObject(maker: Maker, scope: Scope): Members {
  const { chance, one } = maker
  const name = (keyword: string): string => nameOf(maker, scope, keyword)
  const made: Members = { [name('@value')]: chance(0.6) ? textOf(maker) : numberOf(maker) }
  const kind = one(['language', 'type', 'type', 'json', 'none', 'index'])
  if (kind === 'language')
    return {
      [name('@value')]: textOf(maker),
      [name('@language')]: chance(maker.oddity * 4) ? one(oddLanguages) : one(languages),
      ...(chance(0.05) ? { '@direction': 'rtl' } : {}),
    }
  if (kind === 'type')
    made[name('@type')] = one([`${xsd}string`, `${xsd}integer`, `${xsd}date`, 'urn:datatype', 'urn:datatype', ...(chance(0.1) ? [`${xsd}double`] : [])])
  if (kind === 'json') return { [name('@value')]: jsonOf(maker, 0), [name('@type')]: '@json' }
  if (kind === 'index') made[name('@index')] = one(['i', 'j'])
  return made
}

const oddLanguages = ['x_y', '', 'toolongtobeatag', 'en-', null]
const numbers = [0, 1, -1, 42, 1.5, -0.25, 2.71, 1e21, -1e21, 123456789012, 2 ** 53, 1e20, 1.7976931348623157e308, 0.1, 100, 1.0e3, -0]

function numberOf(maker: Maker): number | boolean {
  const { chance, one, below } = maker
  if (chance(0.25)) return chance(0.5)
  return chance(0.02) ? one([1e-7, -2.5e-9, 5e-324]) : chance(0.3) ? below(1000) : one(numbers)
}

const units = [
  ...'abc XYZ019"\'\\<>&{}|^`\n\t\r\b\f',
  '\0',
  '\u001f',
  '\u007f',
  '\u0080',
  '\u2028',
  'é',
  'e\u0301',
  'ß',
  'שלום',
  '中',
  '\u200d',
  '\ufeff',
  '\ufb33',
  '\uffff',
  '\u{1f600}',
  '\u{10ffff}',
  '👩‍👩‍👧',
]

function textOf(maker: Maker): string {
  const { chance, one } = maker
  if (chance(0.5)) return one(['', 'en', 'Zoé', 'a', 'b', '2026-01-15T00:00:00Z', '1', 'true', 'urn:a', '_:b0', 'T0'])
  return list(maker, 0, 6, () => (chance(0.7) ? one(['a', 'b', 'word ', 'é', '1']) : one(units))).join('')
}

function jsonOf(maker: Maker, depth: number): unknown {
  const { chance, one } = maker
  if (depth > 2 || chance(0.5)) return one<unknown>([null, true, 1, -0, 1e-7, 1e21, '', textOf(maker), {}, [], 'x'])
  if (chance(0.4)) return list(maker, 0, 3, () => jsonOf(maker, depth + 1))
  return Object.fromEntries(list(maker, 0, 3, () => [one(['a', 'b', '@id', '@value', 'é', '\u{1f600}', '\ufb33', '']), jsonOf(maker, depth + 1)]))
}

function oddValue(maker: Maker, scope: Scope, depth: number): unknown {
  const { one } = maker
  const text = textOf(maker)
  return one<() => unknown>([
    () => null,
    () => [],
    () => {
      return {}
    },
    () => [[text], [[numberOf(maker)]], null],
    () => ({ '@value': null }),
    () => ({ '@value': text, '@type': one(['undefinedType', '_:t', '@id', 'relative/type', ['urn:one', 'urn:two'], ['urn:one'], []]) }),
    () => ({ '@value': text, '@language': one(oddLanguages) }),
    () => ({ '@value': one<unknown>([{}, [], [text], 1, true]), '@language': 'en' }),
    () => ({ '@language': 'en' }),
    () => ({ '@direction': 'ltr' }),
    () => ({ '@list': one<unknown>([null, text, [null, text], [[text], []], [{ '@list': [text] }], { '@set': [text] }]) }),
    () => ({ '@set': one<unknown>([null, [], [null], [{ '@list': [] }], { '@value': text }]) }),
    () => ({ '@list': [text], '@index': 'i' }),
    () => ({ '@list': [text], '@id': 'urn:a' }),
    () => ({ '@id': one<unknown>([null, 5, 'relative', '@foo', 'urn:a']) }),
    () => ({ '@id': idOf(maker), '@index': one<unknown>(['i', 'j', 5]) }),
    () => ({ '@graph': one<unknown>([null, [], text, [{ '@id': 'urn:a' }], nodeOf(maker, scope, depth + 1)]) }),
    () => ({ '@included': one<unknown>([null, [], text, { '@id': 'urn:a' }, nodeOf(maker, scope, depth + 1)]) }),
    () => ({
      '@reverse': one<unknown>([
        null,
        {},
        { 'urn:p': text },
        { 'urn:p': { '@value': 1 } },
        { '@id': 'urn:a' },
        { '@reverse': { 'urn:p': { '@id': 'urn:a' } } },
      ]),
    }),
    () => ({ '@nest': one<unknown>([null, [], text, { '@value': 1 }, { '@nest': { 'urn:p': text } }]) }),
    () => ({ '@context': one<unknown>([5, {}, [], null, 'https://undefined.example/context', { '@vocab': 'urn:v:' }]), 'urn:p': text }),
    () => ({ en: text, 'fr-CA': [text, null], '@none': text }),
    () => ({ i: nodeOf(maker, scope, depth + 1), '@none': [text, null], j: { '@list': [text] }, k: numberOf(maker) }),
    () => ({ 'urn:k': { '@value': text }, '_:b1': nodeOf(maker, scope, depth + 1), 'urn:l': { '@list': [text] } }),
    () => ({ '@default': text, '@embed': true }),
    () => one(oddIds),
    () => numberOf(maker),
  ])()
}
