import { describe, expect, test } from 'vitest'
import { fromUtf8 } from '../../src/bytes.js'
import { canonical } from '../../src/canonicalize/canonical.js'
import { type RdfcOptions, rdfc, rdfcCanonical } from '../../src/canonicalize/rdfc.js'
import { bundledUrls } from '../../src/contexts/index.js'
import { compare, compareWith, isAmbiguous, isDisagreement, stricter } from './compare.js'
import { corrections } from './corrections.js'
import { documentOf, given } from './documents.js'
import { minimise } from './minimise.js'
import { parseNQuads } from './nquads.js'
import { alone, canonize, peerWith } from './peer.js'

describe('documentOf', () => {
  test('makes one document of a number', () => {
    expect(documentOf(7)).toEqual(documentOf(7))
    expect(new Set(Array.from({ length: 200 }, (_, seed) => JSON.stringify(documentOf(seed)))).size).toBe(200)
  })

  test('uses every context that is carried, and all that a context may say', () => {
    const text = Array.from({ length: 3000 }, (_, seed) => JSON.stringify(documentOf(seed))).join('')
    expect([...bundledUrls(), ...Object.keys(given)].filter((url) => !text.includes(`"${url}"`))).toEqual([])
    const keywords =
      '@base @container @context @direction @graph @id @import @included @index @json @language @list @nest @none @prefix @propagate @protected @reverse @set @type @value @version @vocab'
    expect(keywords.split(' ').filter((keyword) => !text.includes(`"${keyword}"`))).toEqual([])
  })
})

describe('jsonld.js, read anew with corrections', () => {
  test('is jsonld.js where there is none, in both modes', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const document = documentOf(seed)
      const { loose, safe } = await peerWith([], given).say(document)
      expect(loose instanceof Error ? 'refused' : loose, `seed ${seed}`).toBe(await canonize(document, false, given, alone()).catch(() => 'refused'))
      expect(safe instanceof Error ? 'refused' : safe, `seed ${seed}, safe`).toBe(await canonize(document, true, given, alone()).catch(() => 'refused'))
    }
  })

  test.each(corrections)('$name ($section)', async (correction) => {
    const [all, without] = [peerWith(corrections), peerWith(corrections.filter((one) => one !== correction))]
    for (const example of correction.examples) {
      const [right, wrong] = [await compareWith(all, example), await compareWith(without, example)]
      expect(isDisagreement(right), JSON.stringify(example)).toBe(false)
      expect([wrong.loose, wrong.safe], JSON.stringify(example)).not.toEqual([right.loose, right.safe])
    }
  })
})

test('minimise leaves what it takes to fail, and no more', async () => {
  const document = { '@context': { p: 'urn:p', q: 'urn:q' }, p: ['a', { q: [1, { p: 'needle in a haystack' }] }], q: {} }
  expect(await minimise(document, async (smaller) => /n[^"]*"\]*\}/.test(JSON.stringify(smaller)))).toEqual({ p: 'n' })
  expect(await minimise(document, async () => false)).toBe(document)
})

describe('this engine and jsonld.js', () => {
  test('write the same bytes, or both refuse', async () => {
    const counts = { same: 0, corrected: 0, 'both refuse': 0, 'both accept': 0 }
    const [first, count] = [1_000_000, 1500]
    for (let seed = first; seed < first + count; seed++) {
      const document = documentOf(seed)
      const verdict = await compare(document)
      if (isDisagreement(verdict)) expect.fail(`seed ${seed}: ${verdict.loose}, ${verdict.safe}: ${JSON.stringify(document)}`)
      counts[verdict.loose as 'same' | 'corrected' | 'both refuse']++
      if (verdict.safe === 'both accept') counts['both accept']++
    }
    console.log(`fuzz: ${count} documents: ${JSON.stringify(counts)}`)
    expect(counts.same + counts.corrected + counts['both refuse']).toBe(count)
    expect(counts.same).toBeGreaterThan(0.7 * count)
    expect(counts['both refuse']).toBeLessThan(0.2 * count)
    expect(counts['both accept']).toBeGreaterThan(0.5 * count)
  })

  const terms = {
    p: 'urn:p',
    q: { '@id': 'urn:q', '@container': '@index', '@index': 'undefined' },
    t: { '@id': 'urn:t', '@container': '@type' },
    none: '@none',
  }
  test.each<[string, object]>([
    ['a keyword that has no meaning here', { p: { none: 'a' } }],
    ['a language or direction without a value', { p: { '@language': 'en', p: 'a' } }],
    ['a key of a list', { '@context': { q: { '@id': 'urn:q', '@container': '@id' } }, q: { 'urn:a': { '@list': [1] } } }],
    ['a literal in a map of types', { t: { 'urn:T': { '@value': 'a' } } }],
    ['a relative reference', { '@context': { q: { '@id': 'urn:q', '@container': '@id' } }, p: 'a', q: { '@foo': { p: 'b' } } }],
    [
      'a base direction, for which RDF has no word',
      {
        '@context': { T: { '@id': 'urn:T', '@context': { '@direction': 'rtl' } }, U: { '@id': 'urn:U', '@context': { u: terms.t } } },
        '@type': 'U',
        u: { T: 'a' },
      },
    ],
    ['the term of a key', { t: { '@foo': { p: 'a' } } }],
  ])('differ in safe mode where ours refuses %s', async (reason, { '@context': more = {}, ...members }: { '@context'?: object }) => {
    const { safe, reason: given } = await compare({ '@context': [terms, more], '@id': 'urn:a', ...members })
    expect({ safe, given }).toEqual({ safe: 'stricter', given: reason })
  })

  test('both follow RDFC-1.0 where it gives two results for one graph', async () => {
    const graph = ['_:a <urn:p> _:a _:g .', '_:a <urn:p> _:b _:g .', '_:b <urn:p> _:b _:g .', '_:b <urn:p> _:a _:h .', '_:g <urn:q> "1" .', '_:h <urn:q> "2" .']
    const results = [graph, graph.toReversed()].map((lines) => canonical(parseNQuads(lines.join('\n')).dataset).lines.join(''))
    const peer = peerWith(corrections)
    expect(await Promise.all([graph, graph.toReversed()].map((lines) => peer.canonize(`${lines.join('\n')}\n`)))).toEqual(results)
    expect(new Set(results).size).toBe(2)
    const [ours = '', theirs = ''] = results
    expect(await isAmbiguous(ours, theirs)).toBe(true)
    expect(await isAmbiguous(ours, theirs.replace('"1"', '"3"'))).toBe(false)
  })

  test('differ in nothing else', () => {
    expect(stricter.length).toBe(7)
    const plain = { loose: 'same', safe: 'both accept', reason: undefined, ours: { loose: '', safe: '' }, peer: { loose: '', safe: '' } } as const
    for (const loose of ['only ours refuses', 'only the peer refuses', 'other bytes'] as const) expect(isDisagreement({ ...plain, loose })).toBe(true)
    for (const safe of ['only ours refuses', 'only the peer refuses', 'other bytes'] as const) expect(isDisagreement({ ...plain, safe })).toBe(true)
  })
})

test('the names of blank nodes do not depend on the names and the order that they had', () => {
  let hard = 0
  for (let seed = 0; seed < 600; seed++) {
    const text = attempt(() => fromUtf8(rdfc(documentOf(seed), { safe: false, contexts: given })))
    if (!text?.includes('_:c14n1 ')) continue
    const lines = text.replaceAll(/_:c14n(\d+)/g, (_, at) => `_:x${(Number(at) * 7919 + seed) % 10007}`).split('\n')
    const turned = [...lines.slice(seed % lines.length), ...lines.slice(0, seed % lines.length)].reverse().join('\n')
    expect(canonical(parseNQuads(turned).dataset).lines.join(''), `seed ${seed}`).toBe(text)
    hard++
  }
  expect(hard).toBeGreaterThan(200)
})

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}

describe('what they disagreed about, and this engine was wrong', () => {
  const text = (document: object, options: RdfcOptions = { safe: false }): string => fromUtf8(rdfc(document, options))
  const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

  test('an index that is no property is not one (JSON-LD 1.1 API, 8.1.2, 1.3.2.4)', () => {
    const document = { '@context': { p: { '@id': 'urn:p', '@container': '@index', '@index': 'relative' } }, '@id': 'urn:a', p: { i: { '@id': 'urn:b' } } }
    expect(text(document)).toBe('<urn:a> <urn:p> <urn:b> .\n')
    expect(() => text(document, {})).toThrow(/No context defines "relative" at \/p,/)
  })

  test('a list in a map keeps its place, without the key; a literal does under `@none` (5.1.2, 13.8.3.7)', () => {
    for (const container of ['@id', '@type']) {
      const document = (value: object) => ({ '@context': { p: { '@id': 'urn:p', '@container': container } }, '@id': 'urn:a', p: value })
      expect(text(document({ 'urn:k': { '@list': [] } }))).toBe(`<urn:a> <urn:p> <${rdf}nil> .\n`)
      expect(() => text(document({ 'urn:k': { '@list': [] } }), {})).toThrow(/a key of a list/)
      expect(text(document({ '@none': { '@value': 'a' } }), {})).toBe('<urn:a> <urn:p> "a" .\n')
    }
  })

  test('a literal in a map of types is none (8.2.2, 6), and no node to be reversed', () => {
    const document = { '@context': { p: { '@id': 'urn:p', '@container': '@type' } }, '@id': 'urn:a', p: { 'urn:T': { '@value': 'a' } } }
    expect(text(document)).toBe('')
    expect(() => text({ '@context': document['@context'], '@reverse': { p: document.p } })).toThrow(/invalid reverse property value/)
  })

  test('a type is relative to the base, and the key of a map of types is not (5.1.2, 13.8.3.4)', () => {
    const context = { '@base': 'https://base.example/', p: { '@id': 'urn:p', '@container': '@type' } }
    expect(text({ '@context': context, '@id': 'urn:a', '@type': 'T' })).toBe(`<urn:a> <${rdf}type> <https://base.example/T> .\n`)
    expect(text({ '@context': context, '@id': 'urn:a', p: { T: { '@id': 'urn:b' } } })).toBe('<urn:a> <urn:p> <urn:b> .\n')
  })

  test('a type that a context takes away is none, whatever it looks like (5.2.2, 5)', () => {
    expect(text({ '@context': { 'urn:T': null }, '@id': 'urn:a', '@type': 'urn:T', 'urn:p': 'a' })).toBe('<urn:a> <urn:p> "a" .\n')
  })

  test('a set of nothing in a list is nothing (5.1.2, 17.2)', () => {
    expect(text({ '@context': { p: { '@id': 'urn:p', '@container': '@list' } }, '@id': 'urn:a', p: [{ '@set': null }] })).toBe(
      `<urn:a> <urn:p> <${rdf}nil> .\n`,
    )
  })

  test('an object of nothing but a direction is a node; so is one that includes none (5.1.2, 18 and 19)', () => {
    const context = { p: { '@id': 'urn:p', '@container': '@graph' } }
    for (const value of [{ '@direction': 'ltr' }, { '@included': [] }]) {
      expect(text({ '@context': context, '@id': 'urn:a', p: value })).toBe('<urn:a> <urn:p> _:c14n0 .\n')
    }
  })

  test('a node has one index, also where its name is an empty reference (7.2.2, 6.8)', () => {
    const document = {
      'urn:p': [
        { '@id': '', '@index': 'i' },
        { '@id': '', '@index': 'j' },
      ],
    }
    expect(() => text(document)).toThrow(/conflicting indexes/)
  })

  test('`@reverse` is said once, whatever it is called (5.1.2, 13.4.2); a term may say more', () => {
    const context = { rev: '@reverse', of: { '@reverse': 'urn:of' } }
    const document = { '@context': context, '@id': 'urn:a', rev: { 'urn:p': { '@id': 'urn:b' } } }
    expect(() => text({ ...document, '@reverse': document.rev })).toThrow(/colliding keywords/)
    expect(text({ ...document, '@reverse': {}, of: { '@id': 'urn:c' } })).toBe('<urn:b> <urn:p> <urn:a> .\n<urn:c> <urn:of> <urn:a> .\n')
  })

  test('a keyword that has no meaning where it stands is not looked into (5.1.2, 13.4.15)', () => {
    expect(text({ '@id': 'urn:a', 'urn:p': 'a', '@json': { '@id': 5 } })).toBe('<urn:a> <urn:p> "a" .\n')
  })

  test('only a literal has the type `@json`: a node would lose it', () => {
    expect(() => text({ '@id': 'urn:a', '@type': '@json', 'urn:p': 'a' }, {})).toThrow(/No context defines "@json"/)
    expect(text({ '@id': 'urn:a', 'urn:p': { '@type': '@json', '@value': {} } }, {})).toBe(`<urn:a> <urn:p> "{}"^^<${rdf}JSON> .\n`)
  })

  test.each([
    ['https://base.example', '2026-01-15T00:00:00Z', 'https://base.example/2026-01-15T00:00:00Z'],
    ['tag:base/a', '..', 'tag:/'],
    ['tag:base/a/b', '../../g', 'tag:/g'],
    ['urn:base:x', '.', 'urn:'],
    ['urn:base:x', '../g', 'urn:g'],
    ['https://base.example/a/b/c/d;p?q', '../../../g', 'https://base.example/g'],
  ])('a base %s with %s is %s (RFC 3986, 5.2)', (base, reference, expected) => {
    expect(text({ '@id': reference, 'urn:p': 'a' }, { base })).toBe(`<${expected}> <urn:p> "a" .\n`)
  })

  test('equal graphs within equal graphs take few steps', () => {
    const key = { type: 'Multikey', publicKeyMultibase: 'z1', secretKeyMultibase: 'z2' }
    const proof = { created: '2026-01-15T00:00:00Z', 'urn:p': 'a', keyAgreement: { type: 'CryptographicKey', caveat: ['urn:b', { challenge: 'c' }, key, key] } }
    const contexts = ['https://w3id.org/security/multikey/v1', 'https://w3id.org/security/v2']
    const document = { '@context': contexts, capabilityAction: { proof: [proof, proof] } }
    expect(rdfcCanonical(document, { maxWork: 1500 }).lines.length).toBe(33)
  })
})
