import { readdirSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromUtf8 } from '../../src/bytes.js'
import { type RdfcBatch, type RdfcOptions, rdfc, rdfcBatch } from '../../src/canonicalize/rdfc.js'
import { isObject } from '../../src/json.js'
import { badgeOf, keys } from '../badges.js'
import { haveVectors, jsonVector, vectorPath } from '../vectors.js'
import { canonize } from './peer.js'

type Step = string | number
type Path = readonly Step[]

/** The text, or what is thrown instead. */
function outcomeOf(work: () => Uint8Array): string {
  try {
    return fromUtf8(work())
  } catch (thrown) {
    const { name, message } = thrown as Error
    return `${name}: ${message}`
  }
}

/** Every document gives what it gives alone; returns how many were filled in. */
function same(documents: readonly object[], options: RdfcOptions = {}, batch: RdfcBatch = rdfcBatch(options)): number {
  const before = batch.counts.filled
  for (const document of documents) expect(outcomeOf(() => batch.bytes(document))).toBe(outcomeOf(() => rdfc(document, options)))
  return batch.counts.filled - before
}

function leavesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value === 'string') return [path]
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key])) : []
}

const at = (document: unknown, path: Path): unknown => path.reduce((value, step) => (value as { readonly [step: string]: unknown })[step], document)

function put<T extends object>(document: T, path: Path, value: unknown): T {
  const copy = structuredClone(document)
  const parent = at(copy, path.slice(0, -1)) as { [step: string]: unknown }
  parent[String(path.at(-1))] = value
  return copy
}

const uni = 'https://uni.example'
const badge = badgeOf(keys.ed25519.controller)
const row = (number: number): object => ({
  ...badgeOf(keys.ed25519.controller, `${uni}/badges/${number}`),
  validFrom: `2026-01-${String(1 + (number % 28)).padStart(2, '0')}T00:00:00Z`,
  name: `Statistics ${number % 5}`,
})
const rows = (count: number): object[] => Array.from({ length: count }, (_, number) => row(number))

/** What this release bundles the contexts of, as 1EdTech publishes it. */
function published(): { readonly [name: string]: object } {
  const folders = ['openbadges-specification/examples', '1edtech-validator/ob30']
  const names = folders.flatMap((folder) => readdirSync(vectorPath(folder)).map((name) => `${folder}/${name}`))
  const documents = names
    .filter((name) => /\.(json|1ob)$/.test(name))
    .map((name) => {
      const { proof: _, ...document } = jsonVector(name)
      return [name, document] as const
    })
  return Object.fromEntries(documents.filter(([, document]) => outcomeOf(() => rdfc(document, { plain: true })).startsWith('<')))
}

const documents = { 'a full badge': badge, ...(haveVectors ? published() : {}) }

describe('rdfcBatch', () => {
  test('gives the bytes of rdfc, and fills in what differs in its texts alone', () => {
    expect(same(rows(300), { plain: true })).toBeGreaterThan(290)
  })

  test('gives the bytes of jsonld.js with rdf-canonize', async () => {
    const batch = rdfcBatch()
    for (const document of rows(20)) expect(batch.text(document)).toBe(await canonize(document, true))
    expect(batch.counts.filled).toBeGreaterThan(15)
  })

  test('gives the same bytes for the same document, whatever came between', () => {
    const batch = rdfcBatch()
    const [first = {}, ...more] = rows(10)
    const bytes = batch.bytes(first)
    for (const document of more) batch.bytes(document)
    expect(batch.bytes(first)).toEqual(bytes)
    expect(batch.counts).toEqual({ filled: 9, whole: 2 })
  })

  test('names blank nodes by SHA-384 where the options say so', () => {
    expect(same(rows(20), { hash: 'SHA-384' })).toBeGreaterThan(15)
    expect(rdfcBatch({ hash: 'SHA-384' }).text(row(1))).not.toBe(rdfcBatch().text(row(1)))
  })

  test('names blank nodes by what they are near, where their own quads do not tell them apart', () => {
    const address = { type: ['Address'], addressCountry: 'FR' }
    const profile = { ...(badge.issuer as object), address }
    const twice = rows(20).map((document) => ({ ...put(document, ['credentialSubject', 'achievement', 'creator'], profile), issuer: profile }))
    expect(same(twice)).toBe(18)
    expect(same(twice, { hash: 'SHA-384' })).toBe(18)
    same(twice, { maxWork: 3 })
    const batch = rdfcBatch()
    const chain = (text: string): object => doc({ link: [1, 2, 3, 4].map(() => ({ link: { link: { name: text } } })) })
    expect(same([...twice, chain('a'), chain('b'), chain('c'), chain('d')], {}, batch)).toBe(20)
  })

  test('leaves documents as they are', () => {
    const freeze = (value: unknown): unknown => {
      if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) freeze(member)
      return Object.freeze(value)
    }
    expect(same(rows(5).map((document) => freeze(document) as object))).toBe(3)
  })
})

const strange: readonly string[] = [
  '',
  ' ',
  '"quoted" and \\ and \n\r\t\b\f\0\u007f',
  'Zoé’s 🎓',
  '\ue000\u{10000}',
  '\uffff',
  'a\u2028b',
  '\ud800',
  'x\udc00',
  '@id',
  '@type',
  '@foo',
  '@json',
  '_:b0',
  '_:c14n0',
  '_:',
  'urn:uuid:1',
  'did:example:other',
  'mailto:zoe@example.org',
  'https://uni.example/badges/1',
  'https://uni.example/a b',
  'https://uni.example/{a}|"b"<c>',
  'https:',
  'https:x',
  '//uni.example/x',
  '/relative',
  'relative',
  '#fragment',
  '2026-06-30T12:00:00Z',
  'name',
  'Achievement',
  'OpenBadgeCredential',
  'xsd:string',
  'cred:name',
  '\u0091',
  '\u00910\u0091',
  'https:\u00910\u0091',
  'en',
  'x'.repeat(5000),
  `https://uni.example/${'x'.repeat(5000)}`,
]
const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 12 }) },
  { weight: 12, arbitrary: fc.constantFrom(...strange) },
)

/** A text for the leaf at a place: strange, or that of another leaf, or of the same kind as before. */
const change = fc.record({
  leaf: fc.nat(10_000),
  other: fc.nat(10_000),
  kind: fc.constantFrom('kin' as const, 'kin' as const, 'kin' as const, 'hostile' as const, 'other' as const),
  text: hostile,
})
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

function changed(document: object, leaves: readonly Path[], { leaf, other, kind, text }: Change): object {
  const [path, from] = [leaves[leaf % leaves.length], leaves[other % leaves.length]]
  if (!path || !from) return document
  const before = String(at(document, path))
  const kin = /^[a-z]+:/.test(before) ? `${before}/${other}` : `${before}, ${text}`
  return put(document, path, kind === 'kin' ? kin : kind === 'other' ? at(document, from) : text)
}

describe('whatever stands in it, a document gives what it gives alone', () => {
  const names = Object.keys(documents)

  test('there is something to try', () => {
    if (haveVectors) expect(names.length).toBeGreaterThan(15)
  })

  test.each(names)('%s', (name) => {
    const document = (documents as { readonly [name: string]: object })[name] ?? {}
    const leaves = leavesOf(document)
    for (const plain of [true, false]) {
      const batch = rdfcBatch({ plain })
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
          same([changes.reduce((made, one) => changed(made, leaves, one), document)], { plain }, batch)
        }),
        { numRuns: 150 },
      )
      // What was learnt from all that still takes what is like it.
      const like = Array.from({ length: 40 }, (_, number) => put(document, ['id'], `urn:uuid:${number}`))
      expect(same(like, { plain }, batch)).toBeGreaterThan(30)
    }
  })

  test('every leaf of a full badge, with every strange text in it', () => {
    const batch = rdfcBatch({ plain: true })
    const leaves = leavesOf(badge).filter(([first]) => first !== '@context')
    same(
      leaves.flatMap((path) => [put(badge, path, `${at(badge, path)}1`), put(badge, path, `${at(badge, path)}2`)]),
      { plain: true },
      batch,
    )
    expect(batch.counts.filled).toBeGreaterThan(leaves.length / 2)
    for (const text of strange) {
      same(
        leaves.map((path) => put(badge, path, text)),
        { plain: true },
        batch,
      )
    }
    expect(batch.counts.filled).toBeGreaterThan(strange.length * 10)
  })
})

const ex = 'https://example.com/ns#'
const words = {
  ex,
  id: '@id',
  type: '@type',
  kind: '@type',
  name: 'ex:name',
  date: { '@id': 'ex:date', '@type': 'ex:dateTime' },
  link: { '@id': 'ex:link', '@type': '@id' },
  other: { '@id': 'ex:other', '@type': '@id' },
  word: { '@id': 'ex:word', '@type': '@vocab' },
  'urn:word': { '@id': 'urn:word' },
  'urn:gone': null,
  'urn:Old': { '@id': 'urn:Old', '@context': { name: 'ex:oldName' } },
  data: { '@id': 'ex:data', '@type': '@json' },
  said: { '@id': 'ex:said', '@container': '@language' },
  byId: { '@id': 'ex:byId', '@container': '@id' },
  byIndex: { '@id': 'ex:byIndex', '@container': '@index' },
  byKey: { '@id': 'ex:byKey', '@container': '@index', '@index': 'link' },
  listed: { '@id': 'ex:listed', '@container': '@list' },
  graph: { '@id': 'ex:graph', '@container': '@graph' },
  whole: { '@reverse': 'ex:part' },
  more: '@nest',
  at: '@index',
  Sub: { '@id': 'ex:Sub', '@context': { name: 'ex:subName', kind: 'ex:notKind', sort: '@type' } },
}
const doc = (members: object): object => ({ '@context': words, id: 'urn:doc', ...members })
const two = (one: object, other: object): object => ({ link: [one, other] })
const each = (make: (text: string) => object, ...texts: readonly string[]): object[] => texts.map((text) => doc(make(text)))

/** Pairs of texts, of which every other is a pair of one. */
const twice = (make: (one: string, other: string) => object): object[] => ['b', 'c', 'd'].flatMap((one) => [doc(make(one, 'e')), doc(make(one, one))])

describe('a text that decides more than what stands in its place', () => {
  test.each<[string, object[], RdfcOptions?]>([
    ['an IRI that a context has a word for', each((word) => ({ word }), 'urn:a', 'urn:b', 'urn:word', 'urn:gone', 'urn:c')],
    ['a word', each((word) => ({ word }), 'name', 'link', 'date')],
    ['a word for a type', each((kind) => ({ kind, name: 'a' }), 'Sub', 'ex:Other', 'urn:type', 'urn:word')],
    ['a type with an IRI', each((kind) => ({ kind, name: 'a' }), 'urn:t1', 'urn:t2', 'urn:word', 'urn:gone', 'urn:t3')],
    ['a type with an IRI, nested', each((kind) => ({ more: { kind }, name: 'a' }), 'urn:t1', 'urn:t2', 'urn:word', 'urn:gone', 'urn:t3')],
    ['a type in a word that a type brings', each((sort) => ({ type: 'Sub', sort }), 'urn:t1', 'urn:t2', 'urn:word', 'urn:gone', 'urn:t3')],
    ['a type that is no longer read as one', each((kind) => ({ kind: ['Sub', kind], name: 'a' }), 'urn:t1', 'urn:t2', 'Sub', 'urn:Old', 'urn:t3')],
    ['a compact IRI', each((link) => ({ link }), 'ex:a', 'ex:b', 'ex://c', 'ex:d')],
    ['another scheme', each((link) => ({ link }), 'urn:a', 'urn:b', 'did:c', 'ex:d', 'relative', '_:e', '@id', 'urn: g', 'urn:f')],
    ['a blank node of that name', each((link) => ({ link, name: 'a', whole: { id: '_:b', name: 'b' } }), '_:a', '_:b', '_:a', 'urn:b', 'urn:c')],
    ['a relative reference', each((link) => ({ link }), 'a', 'b', '../c', 'urn:d'), { base: 'https://example.com/x/y' }],
    ['a language', each((tag) => ({ name: { '@value': 'a', '@language': tag } }), 'en', 'fr', 'x_y', 'EN')],
    ['a language that is a key', ['a', 'b', 'c', 'd'].flatMap((text) => [doc({ said: { en: text } }), doc({ said: { fr: text } })])],
    ['a datatype', each((type) => ({ name: { '@value': 'a', '@type': type } }), 'urn:a', 'urn:b', 'date', '@json', 'urn:word')],
    ['a datatype under another name', each((kind) => ({ name: { '@value': 'a', kind } }), 'urn:a', 'urn:b', 'date', '@json', 'urn:word')],
    ['a text in JSON', each((text) => ({ data: { b: text, a: [text] }, name: text }), 'a', 'b', '"', '\u2028')],
    ['an index', each((at) => ({ link: { id: 'urn:a', at, name: 'a' }, other: { id: 'urn:a', at: 'one' } }), 'one', 'two', 'one', 'three')],
    ['an id with an index', each((id) => ({ link: { id, at: 'two', name: 'a' }, other: { id: 'urn:a', at: 'one' } }), 'urn:b', 'urn:c', 'urn:a', 'urn:d')],
    ['an id where another has an index', each((id) => ({ link: { id, name: 'a' }, other: { id: 'urn:a', at: 'one' } }), 'urn:b', 'urn:c', 'urn:a', 'urn:d')],
    [
      'what a keyed map says',
      ['a', 'b', 'c', 'd'].flatMap((text) => [doc({ byKey: { 'urn:a': { name: text } } }), doc({ byKey: { 'urn:b': { name: text } } })]),
    ],
    ['one of two texts, as the other', each((text) => ({ name: ['a', text] }), 'b', 'c', 'a', 'd')],
    ['one of two texts that are always there', each((text) => ({ name: ['a', 'a', text] }), 'b', 'c', 'a', 'd')],
    ['one of two texts on a blank node, as the other', each((text) => ({ link: { name: ['a', text] } }), 'b', 'c', 'a', 'd')],
    ['one of two links, as the other', each((link) => ({ link: ['urn:a', link] }), 'urn:b', 'urn:c', 'urn:a', 'urn:d')],
    ['the id of another node', each((id) => two({ id: 'urn:a', name: 'a' }, { id, name: 'b' }), 'urn:b', 'urn:c', 'urn:a', 'urn:d')],
    ['the id of another node, said alike', each((id) => two({ id: 'urn:a', name: 'a' }, { id, name: 'a' }), 'urn:b', 'urn:c', 'urn:a', 'urn:d')],
    ['two ids that are one', twice((one, other) => two({ id: `urn:${one}`, name: 'a' }, { id: `urn:${other}`, name: 'b' }))],
    ['the id of the document', each((id) => ({ link: { id, name: 'a' } }), 'urn:b', 'urn:c', 'urn:doc', 'urn:d')],
    ['blank nodes that are alike', each((text) => two({ name: 'a' }, { name: text }), 'b', 'c', 'a', 'd')],
    ['blank nodes that two texts make alike', twice((one, other) => two({ name: one, date: other }, { name: other, date: one }))],
    ['a list', each((text) => ({ listed: ['a', text, { name: text }] }), 'b', 'c', 'a', 'd')],
    ['a graph', each((text) => ({ graph: { id: `urn:${text}`, name: text } }), 'b', 'c', 'doc', 'd')],
    ['what is the other way round', each((text) => ({ whole: { id: `urn:${text}`, name: text } }), 'b', 'c', 'doc', 'd')],
    ['what is nested', each((text) => ({ more: { name: text, date: text } }), 'b', 'c', 'doc', 'd')],
    ['a direction', each((text) => ({ name: { '@value': text, '@direction': 'rtl' } }), 'b', 'c', '"', 'd'), { direction: 'compound-literal' }],
    ['a direction in a datatype', each((text) => ({ name: { '@value': text, '@direction': 'rtl' } }), 'b', 'c', '"', 'd'), { direction: 'i18n-datatype' }],
    ['a context', ['a', 'b', 'c'].map((text) => ({ '@context': { name: `urn:${text}` }, '@id': 'urn:doc', name: text }))],
    ['a word in a context', ['urn:a', 'urn:b', 'urn:gone', 'urn:c'].map((iri) => ({ '@context': [words, { thing: iri }], id: 'urn:doc', word: 'thing' }))],
    ['a term without an IRI', each((text) => ({ nothing: text, name: text, link: 'relative' }), 'b', 'c', 'urn:d'), { safe: false }],
    ['the marks themselves', each((text) => ({ name: ['urn:\u00910\u0091', text], link: text }), 'urn:a', 'urn:b', 'urn:\u00910\u0091', 'urn:\u00911\u0091')],
  ])('%s', (_, documents, options = {}) => {
    for (const order of [documents, documents.toReversed()]) {
      for (const one of [options, { ...options, safe: false }]) {
        const batch = rdfcBatch(one)
        for (let turn = 0; turn < 3; turn++) same(order, one, batch)
      }
    }
    // Enough of them mean something: otherwise nothing was tried.
    expect(documents.filter((document) => !outcomeOf(() => rdfc(document, options)).includes('Error')).length).toBeGreaterThan(1)
  })

  const own = {
    'urn:context': {
      '@context': { id: `${ex}id`, name: `${ex}name`, link: { '@id': `${ex}link`, '@type': '@id' }, self: '@id', whole: { '@reverse': `${ex}part` } },
    },
  }
  const told = { contexts: own, plain: true }

  test('under a context of the caller, a member called id that is none', () => {
    const documents = ['urn:a', 'urn:b', 'urn:c', 'urn:doc'].map((id) => ({
      '@context': 'urn:context',
      id,
      self: 'urn:doc',
      link: { self: 'urn:c', name: id },
    }))
    expect(same([...documents, ...documents], told)).toBe(6)
  })

  test('the id of a document that says nothing itself', () => {
    const saying = (self: string, by: string): object => ({
      '@context': 'urn:context',
      self: by,
      whole: { self: 'urn:x', name: 'a', link: { self, name: 'b' } },
    })
    expect(same([...['urn:a', 'urn:b', 'urn:doc', 'urn:c'].map((self) => saying(self, 'urn:doc')), saying('urn:d', 'urn:e')], told)).toBe(1)
    expect(same([...['urn:a', 'urn:b', 'urn:x', 'urn:y', 'urn:z'].map((by) => saying('urn:y', by)), saying('urn:y', 'urn:w')], told)).toBe(2)
  })

  test('an object that says something of the document is refused, whenever it comes', () => {
    const refreshing = (id: string): object => ({ ...badge, evidence: [{ id, type: ['Evidence'], name: 'Exam' }] })
    const ids = ['urn:uuid:1', 'urn:uuid:2', badge.id ?? '', 'urn:uuid:3'].map((id) => refreshing(id))
    const http = [1, 2, 3].map((number) => refreshing(`${uni}/evidence/${number}`))
    const batch = rdfcBatch({ plain: true })
    expect(same([...http, refreshing(`${uni}/badges/1`), ...http], { plain: true }, batch)).toBe(4)
    expect(() => batch.bytes(refreshing(`${uni}/badges/1`))).toThrow('says in other words')
    same(ids, { plain: true }, batch)
  })
})

describe('the order of lines', () => {
  test('is that of code points, where an astral character comes', () => {
    const texts = ['a', '\ue000', '\u{10000}', '\uffff', '\u{10ffff}', 'b']
    const documents = texts.flatMap((one) =>
      texts.map((two) =>
        doc({
          name: [one, `${two}!`, '\ue001'],
          link: [
            { id: `urn:${one}`, name: 'x' },
            { id: `urn:2${two}`, name: 'y' },
          ],
        }),
      ),
    )
    expect(same(documents)).toBeGreaterThan(30)
    // The astral character is in none of the texts that differ.
    expect(same(['a', '\ue000', '\uffff', 'b', '\ue001'].map((text) => doc({ name: ['\u{10000}', text] })))).toBe(3)
    expect(same(['a', '\ue000', '\uffff', 'b', '\ue001'].map((text) => doc({ link: ['urn:\u{10000}', `urn:${text}`].map((id) => ({ id, name: id })) })))).toBe(
      3,
    )
  })

  test('is that of subjects, of which one begins as another', () => {
    const documents = ['a', 'a/b', 'a!', 'a?', 'a=', 'ab', 'A', 'é'].map((path) =>
      doc({
        link: [
          { id: `urn:${path}`, name: 'x' },
          { id: 'urn:a/', name: 'y' },
        ],
      }),
    )
    expect(same(documents)).toBe(6)
  })

  test('is that of more than ten blank nodes', () => {
    const documents = ['a', 'b', 'c', 'd'].map((text) => doc({ link: Array.from({ length: 14 }, (_, number) => ({ name: `${number}`, date: text })) }))
    expect(same(documents)).toBe(2)
  })
})

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

describe('shapes', () => {
  test('are other shapes with other members, another order, longer lists, or other values that are no texts', () => {
    const whole = row(9) as { readonly id: string; readonly evidence: readonly object[] }
    const { id, ...rest } = whole
    const others = [
      { ...whole, description: 'more' },
      { ...rest, id },
      { ...whole, evidence: [...rest.evidence, { id: `${uni}/evidence/2`, type: ['Evidence'] }] },
      { ...whole, evidence: rest.evidence[0] },
      { ...whole, name: null },
      { ...whole, name: undefined },
      { ...whole, name: 5 },
      put(whole, ['type', 1], 'AchievementCredential'),
      put(whole, ['@context'], [...badge['@context'], 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json']),
      Object.assign(new (class Row {})(), whole),
    ]
    for (const other of others) {
      const batch = rdfcBatch()
      expect([same(rows(3), {}, batch), same([other], {}, batch), same([whole], {}, batch)]).toEqual([1, 0, 1])
    }
    const numbers = [1, 2, 3, 1.5, Number.NaN].map((creditsAvailable) => put(badge, ['credentialSubject', 'achievement', 'creditsAvailable'], creditsAvailable))
    expect(same(numbers)).toBe(0)
  })

  test('are several at once, where rows take turns', () => {
    const batch = rdfcBatch({ plain: true })
    const withEvidence = (number: number): object => ({
      ...row(number),
      evidence: Array.from({ length: number % 4 }, (_, one) => ({ id: `urn:${number}:${one}`, type: ['Evidence'] })),
    })
    expect(
      same(
        Array.from({ length: 200 }, (_, number) => withEvidence(number)),
        { plain: true },
        batch,
      ),
    ).toBeGreaterThan(180)
  })

  test('are not more than eight', () => {
    const batch = rdfcBatch()
    const shaped = (count: number, text: string): object => doc({ name: Array.from({ length: count }, (_, number) => `${text}${number}`) })
    const shapes = Array.from({ length: 9 }, (_, number) => number + 1)
    for (const count of shapes) same([shaped(count, 'a'), shaped(count, 'b')], {}, batch)
    expect(same([shaped(9, 'c'), shaped(2, 'c')], {}, batch)).toBe(2)
    expect(same([shaped(1, 'c')], {}, batch)).toBe(0)
  })

  test('of endless kinds do not fill the memory, and do not stop what comes after from being known', () => {
    const batch = rdfcBatch()
    const kind = (number: number): object =>
      doc({ name: Array.from({ length: number % 100 }, (_, one) => `${one}`), [`urn:p:${number}`]: { name: 'x'.repeat(10_000) } })
    for (let number = 0; number < 200; number++) batch.bytes(kind(number))
    const before = heapUsed()
    for (let number = 200; number < 5000; number++) batch.bytes(kind(number))
    // Fifty megabytes of text have gone through.
    expect(heapUsed() - before).toBeLessThan(2e6)
    expect(batch.counts).toEqual({ filled: 0, whole: 5000 })
    expect(same(rows(50), {}, batch)).toBeGreaterThan(40)
  })

  test('that cannot be learnt from do not stop others from being learnt', () => {
    const batch = rdfcBatch()
    const typed = (number: number): object => doc({ type: `urn:t:${number}`, name: `${number}` })
    expect(
      same(
        Array.from({ length: 300 }, (_, number) => typed(number)),
        {},
        batch,
      ),
    ).toBe(0)
    expect(same(rows(50), {}, batch)).toBeGreaterThan(30)
  })

  test('of a document of more than a mebibyte are not kept, and no such text is filled in', () => {
    const batch = rdfcBatch()
    const long = doc({ name: 'x'.repeat(2 ** 20) })
    expect(same([long, long], {}, batch)).toBe(0)
    const often = { ...doc({ name: Array.from({ length: 600 }, (_, number) => `${number}`) }), id: `urn:${'x'.repeat(2000)}` }
    expect(same([often, often], {}, batch)).toBe(0)
    const named = (name: string): object => doc({ name })
    expect(same([named('a'), named('b'), named('c'), named('x'.repeat(2 ** 20 + 1)), named('d')], {}, batch)).toBe(2)
  })

  test('are never those of what was refused', () => {
    const batch = rdfcBatch()
    const bad = doc({ name: 'a', link: 'relative' })
    same([bad, bad, bad], {}, batch)
    expect(batch.counts).toEqual({ filled: 0, whole: 3 })
  })

  test('are searched without harm in what is no plain data', () => {
    const cyclic: { [name: string]: unknown } = { ...badge }
    cyclic['evidence'] = [cyclic]
    const strange = [
      new Date(0),
      [],
      [badge],
      cyclic,
      new (class {
        readonly name = 'a'
      })(),
      put(badge, ['name'], Symbol.iterator),
      put(badge, ['name'], () => 1),
    ]
    const batch = rdfcBatch()
    same(rows(3), {}, batch)
    for (const document of strange) same([document], {}, batch)
    expect(isObject(badge) && same(rows(3), {}, batch)).toBe(3)
  })

  test('hold where limits are the caller’s: depth, quads and work', () => {
    same(rows(4), { maxDepth: 3 })
    same(rows(4), { maxQuads: 20 })
    expect(same(rows(4), { maxQuads: 200, maxWork: 0 })).toBe(2)
  })
})
