import { describe, expect, test } from 'vitest'
import { fromUtf8 } from '../../src/bytes.js'
import { withOwnWords } from '../../src/canonicalize/own.js'
import { rdfc } from '../../src/canonicalize/rdfc.js'
import { blockcerts } from '../../src/contexts/blockcerts.js'
import type { JsonObject } from '../../src/json.js'

const canonical = (written: JsonObject): string => {
  const { document, contexts } = withOwnWords(written, blockcerts)
  return fromUtf8(rdfc(document, { contexts, plain: true }))
}
const nameOf = (work: () => unknown): string => {
  try {
    work()
    return 'taken'
  } catch (error) {
    return `${(error as Error).name} ${(error as { facts?: { member?: string } }).facts?.member ?? ''}`.trim()
  }
}
const v1 = 'https://www.w3.org/2018/credentials/v1'
const credential = {
  '@context': [v1, { grade: 'https://uni.example/words#grade' }, 'https://w3id.org/blockcerts/v3'],
  id: 'urn:uuid:1',
  type: ['VerifiableCredential', 'BlockcertsCredential'],
  issuer: 'https://uni.example/issuer',
  issuanceDate: '2022-01-01T00:00:00Z',
  expirationDate: '2023-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:zoe', grade: 'A' },
}
const assertion = {
  '@context': ['https://w3id.org/openbadges/v2', 'https://w3id.org/blockcerts/v2', { level: 'https://uni.example/words#level' }],
  id: 'urn:uuid:2',
  type: 'Assertion',
  issuedOn: '2017-01-01T00:00:00Z',
  expires: '2018-01-01T00:00:00Z',
  level: 'B2',
  badge: { id: 'urn:uuid:3', type: 'BadgeClass', name: 'Chess', description: 'Played' },
}

test('words of its own for things of its own are taken, wherever their context stands', () => {
  expect(canonical(credential)).toContain('<did:example:zoe> <https://uni.example/words#grade> "A" .')
  expect(canonical(assertion)).toContain('<urn:uuid:2> <https://uni.example/words#level> "B2" .')
  // The same quads as with the context where it was written.
  for (const one of [credential, assertion]) expect(canonical(one)).toBe(fromUtf8(rdfc(one, { contexts: blockcerts })))
  const spelled = {
    ...credential,
    '@context': [v1, { '@vocab': 'https://uni.example/words#', mark: {} }, 'https://w3id.org/blockcerts/v3'],
    hall: 'B',
    mark: 1,
  }
  expect(canonical({ ...spelled, credentialSubject: { id: 'did:example:zoe' } })).toContain('<urn:uuid:1> <https://uni.example/words#hall> "B" .')
  const without = { ...credential, '@context': [v1], type: 'VerifiableCredential', credentialSubject: { id: 'did:example:zoe' } }
  expect(withOwnWords(without, blockcerts)).toEqual({ document: without, contexts: blockcerts })
})

describe('what says in other words what the contexts have a word for is refused', () => {
  const { expirationDate, ...open } = credential
  const iri = 'https://www.w3.org/2018/credentials#expirationDate'
  const withContext = (document: JsonObject, ...contexts: readonly JsonObject[]): JsonObject => ({
    ...document,
    '@context': [...(document['@context'] as readonly string[]), ...contexts] as never,
  })
  const dateTime = 'http://www.w3.org/2001/XMLSchema#dateTime'

  test.each<[string, JsonObject, string]>([
    ['a new word for an old thing', { ...withContext(open, { until: { '@id': iri, '@type': dateTime } }), until: expirationDate }, 'until'],
    [
      'by a prefix',
      { ...withContext(open, { w3: 'https://www.w3.org/2018/', until: { '@id': 'w3:credentials#expirationDate', '@type': dateTime } }) },
      'until',
    ],
    ['by a vocabulary', { ...withContext(open, { '@vocab': 'https://www.w3.org/2018/credentials#expiration' }), Date: expirationDate }, 'Date'],
    ['a word in a vocabulary', withContext(open, { '@vocab': 'https://www.w3.org/2018/credentials#expiration', Date: { '@type': dateTime } }), 'Date'],
    ['a base', withContext(credential, { '@base': 'https://uni.example/' }), '@base'],
    ['a language', withContext(credential, { '@language': 'fr' }), '@language'],
    ['a direction', withContext(credential, { '@direction': 'rtl' }), '@direction'],
    ['another name for an id', withContext(credential, { self: '@id' }), 'self'],
    ['another name for a graph', withContext(credential, { inside: '@graph' }), 'inside'],
    ['a nest', withContext(credential, { box: '@nest' }), 'box'],
    ['a word in a nest', withContext(credential, { box: '@nest', score: { '@id': 'https://uni.example/words#score', '@nest': 'box' } }), 'box'],
    ['a property the other way round', withContext(credential, { of: { '@reverse': 'https://uni.example/words#of' } }), 'of'],
    ['a word with a context of its own', withContext(credential, { part: { '@id': 'https://uni.example/words#part', '@context': { until: iri } } }), 'part'],
    ['a prefix that looks like a scheme', withContext(credential, { did: { '@id': 'https://uni.example/', '@prefix': true } }), 'did'],
    ['a word taken away', withContext(assertion, { expires: null }), 'expires'],
    [
      'two words that change places',
      withContext(assertion, { name: { '@id': 'https://schema.org/description' }, description: { '@id': 'https://schema.org/name' } }),
      'name',
    ],
    ['a word of another type', withContext(assertion, { expires: { '@id': 'https://w3id.org/openbadges#expires', '@type': '@id' } }), 'expires'],
  ])('%s', (_, document, member) => {
    expect(nameOf(() => canonical(document))).toBe(`canonicalize.HiddenMemberError ${member}`)
  })

  test('in contexts further inside, whatever they say', () => {
    const inside = { ...credential, credentialSubject: { '@context': { x: 'https://uni.example/words#x' }, id: 'did:example:zoe', x: 'A' } }
    expect(nameOf(() => canonical(inside))).toBe('canonicalize.HiddenMemberError @context')
  })

  test('a context by the name that one of its own is given is not known', () => {
    expect(nameOf(() => canonical({ ...credential, '@context': [v1, 'urn:own-context:2', { grade: 'https://uni.example/words#grade' }] }))).toBe(
      'canonicalize.UnknownContextError',
    )
  })

  test('a context that was made to exhaust its reader is refused', () => {
    const deep = Array.from({ length: 20_000 }, (_, at) => [`w${at}`, `w${at + 1}:x`])
    expect(nameOf(() => canonical(withContext(credential, Object.fromEntries(deep))))).not.toBe('taken')
    const scoped = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`s${at}`, { '@id': `urn:s${at}`, '@context': v1 }]))
    expect(nameOf(() => canonical(withContext(credential, scoped)))).toMatch(/^canonicalize\./)
  })
})
