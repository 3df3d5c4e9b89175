import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, describe, expect, test } from 'vitest'
import { fromUtf8 } from '../../src/bytes.js'
import { canonical } from '../../src/canonicalize/canonical.js'
import { byCodePoint } from '../../src/canonicalize/dataset.js'
import { type RdfcOptions, rdfc, rdfcCanonical } from '../../src/canonicalize/rdfc.js'
import { contextPath, counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'
import { parseNQuads } from './nquads.js'

afterAll(printCounts)

const v2 = 'https://www.w3.org/ns/credentials/v2'
const ob = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
const text = (document: object, options?: RdfcOptions): string => fromUtf8(rdfc(document, options))
const thrownBy = (document: object, options?: RdfcOptions): { name: string; message: string; facts: object } => {
  try {
    rdfc(document, options)
  } catch (thrown) {
    const { name, message, facts } = thrown as { name: string; message: string; facts: object }
    return { name, message, facts }
  }
  throw new Error('nothing was thrown')
}

describe.runIf(haveVectors)('the byte-level vectors of 1EdTech', () => {
  const vectors = haveVectors ? jsonVector('openbadges-specification/test-vectors/vectors.json') : {}
  const expected = (name: string): string => readVector(`openbadges-specification/test-vectors/${name}`).toString('utf8')
  const clr = 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json'
  const contexts = haveVectors ? { [clr]: JSON.parse(readFileSync(contextPath('clr-v2p0-context-2.0.1.json'), 'utf8')) } : {}

  test.each([
    ['obv3p0', {}],
    ['clrv2p0', { contexts }],
  ])('%s', (name, options) => {
    const { proof, ...document } = vectors[name]['Signed credential']
    expect(text(document, options)).toBe(expected(`${name}_document-canon.txt`))
    const { proofValue: _, ...configuration } = Array.isArray(proof) ? proof[0] : proof
    expect(text({ '@context': document['@context'], ...configuration }, options)).toBe(expected(`${name}_proof-canon.txt`))
    counted('openbadges-specification: canonical bytes', true)
    counted('openbadges-specification: canonical bytes', true)
  })
})

describe('rdfc', () => {
  test('is what its example says', () => {
    const document = { '@context': { knows: { '@id': 'http://xmlns.com/foaf/0.1/knows', '@type': '@id' } }, '@id': 'urn:a', knows: 'urn:b' }
    expect(text(document)).toBe('<urn:a> <http://xmlns.com/foaf/0.1/knows> <urn:b> .\n')
    expect(rdfcCanonical(document).lines.join('')).toBe(text(document))
    expect(text({ '@context': v2, id: 'urn:a', type: 'VerifiableCredential', issuer: 'did:example:b' })).toMatchInlineSnapshot(`
      "<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .
      <urn:a> <https://www.w3.org/2018/credentials#issuer> <did:example:b> .
      "
    `)
  })

  test('says the same whatever the order of members, and twice', () => {
    const badge = {
      '@context': [v2, ob],
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      name: 'Zoé \u{1f600}',
      issuer: { id: 'did:example:b', type: 'Profile' },
    }
    const turned = Object.fromEntries(Object.entries(badge).reverse())
    expect(text(turned)).toBe(text(badge))
    expect(text(badge)).toBe(text(badge))
  })

  test('gives the lines and the names of the blank nodes', () => {
    const { lines, labels } = rdfcCanonical({ '@context': v2, type: 'VerifiableCredential', issuer: 'did:example:b' })
    expect([...labels.values()]).toEqual(['c14n0'])
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['_:c14n0', '_:c14n0'])
  })

  test('names blank nodes by SHA-384 if asked', () => {
    const several = { '@context': { '@vocab': 'urn:' }, p: Array.from({ length: 8 }, (_, at) => ({ q: at })) }
    expect(text(several, { hash: 'SHA-384' })).not.toBe(text(several))
  })

  test('changes nothing that it is given', () => {
    const freeze = (value: unknown): unknown =>
      typeof value === 'object' && value !== null ? Object.freeze(Object.fromEntries(Object.entries(value).map(([k, v]) => [k, freeze(v)]))) : value
    expect(text(freeze({ '@context': { p: 'urn:p', '@version': 1.1 }, p: { p: 'a' } }) as object)).toContain('<urn:p>')
  })

  test('orders lines by code points: U+FB33 before U+1F600', () => {
    const lines = text({ '@context': { p: 'urn:p' }, '@id': 'urn:a', p: ['\u{1f600}', '\ufb33'] }).split('\n')
    expect(lines).toEqual(['<urn:a> <urn:p> "\ufb33" .', '<urn:a> <urn:p> "\u{1f600}" .', ''])
    expect(['\u{10000}', '\ud7ff', '\ue000', 'a', 'ab', '\uffff', '\u{1f600}'].sort(byCodePoint)).toEqual([
      'a',
      'ab',
      '\ud7ff',
      '\ue000',
      '\uffff',
      '\u{10000}',
      '\u{1f600}',
    ])
  })

  test('numbers are written as XML Schema does; jsonld.js takes the third for 0', () => {
    expect(text({ '@context': { p: 'urn:p' }, '@id': 'urn:a', p: [5, 1.5, 1e-7, 1e21, -0] })).toMatchInlineSnapshot(`
      "<urn:a> <urn:p> "0"^^<http://www.w3.org/2001/XMLSchema#integer> .
      <urn:a> <urn:p> "1.0E-7"^^<http://www.w3.org/2001/XMLSchema#double> .
      <urn:a> <urn:p> "1.0E21"^^<http://www.w3.org/2001/XMLSchema#double> .
      <urn:a> <urn:p> "1.5E0"^^<http://www.w3.org/2001/XMLSchema#double> .
      <urn:a> <urn:p> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .
      "
    `)
  })

  test('a text that is called a double stays as it is; jsonld.js rewrites it', () => {
    const double = 'http://www.w3.org/2001/XMLSchema#double'
    expect(text({ '@context': { p: { '@id': 'urn:p', '@type': double } }, '@id': 'urn:a', p: '1.50' })).toBe(`<urn:a> <urn:p> "1.50"^^<${double}> .\n`)
  })

  test('a base direction is written as asked, and means nothing otherwise', () => {
    const document = { '@context': { p: 'urn:p' }, '@id': 'urn:a', p: { '@value': 'x', '@language': 'ar', '@direction': 'rtl' } }
    expect(text(document, { direction: 'i18n-datatype' })).toBe('<urn:a> <urn:p> "x"^^<https://www.w3.org/ns/i18n#ar_rtl> .\n')
    expect(thrownBy(document).name).toBe('canonicalize.DroppedValueError')
  })
})

describe('relabel', () => {
  test('names blank nodes anew, sorts after that, and leaves texts as they are', () => {
    const document = { '@context': { '@vocab': 'urn:w:' }, p: { q: '_:c14n0 _:c14n1' } }
    expect(text(document)).toBe('_:c14n0 <urn:w:q> "_:c14n0 _:c14n1" .\n_:c14n1 <urn:w:p> _:c14n0 .\n')
    const options = { relabel: (label: string) => ({ c14n0: 'z', c14n1: 'a' })[label] ?? '' }
    expect(text(document, options)).toBe('_:a <urn:w:p> _:z .\n_:z <urn:w:q> "_:c14n0 _:c14n1" .\n')
    expect([...rdfcCanonical(document, options).labels.values()].sort()).toEqual(['c14n0', 'c14n1'])
  })
})

describe('contexts', () => {
  const mine = 'https://example.com/context'
  const content = { '@context': { level: 'urn:level' } }

  test('one that is neither bundled nor given is refused by name', () => {
    expect(thrownBy({ '@context': mine })).toMatchInlineSnapshot(`
      {
        "facts": {
          "url": "https://example.com/context",
        },
        "message": "The context https://example.com/context is not bundled, and contexts are never fetched. If you trust its content, pass it as contexts: { 'https://example.com/context': content }.",
        "name": "canonicalize.UnknownContextError",
      }
    `)
    expect(thrownBy({ '@context': 'constructor' }).name).toBe('canonicalize.UnknownContextError')
    expect(thrownBy({ '@context': { '@import': mine } }).name).toBe('canonicalize.UnknownContextError')
  })

  test('one that is given is used, beside the bundled ones and before them', () => {
    const document = { '@context': [v2, mine], id: 'urn:a', level: 'B2', type: 'VerifiableCredential' }
    expect(text(document, { contexts: { [mine]: content } })).toContain('<urn:level> "B2"')
    expect(
      text(
        { ...document, '@context': v2, level: '1' },
        { contexts: { [v2]: { '@context': { id: '@id', type: '@type', level: 'urn:other', VerifiableCredential: 'urn:vc' } } } },
      ),
    ).toContain('<urn:other>')
    // The bundled one is as it was.
    expect(thrownBy({ '@context': v2, id: 'urn:a', level: '1', type: 'VerifiableCredential' }).name).toBe('canonicalize.UndefinedTermError')
  })

  test('one given now does not remain for later', () => {
    const document = { '@context': [v2, mine], id: 'urn:a', level: 'B2', type: 'VerifiableCredential' }
    text(document, { contexts: { [mine]: content } })
    expect(text(document, { contexts: { [mine]: { '@context': { level: 'urn:second' } } } })).toContain('<urn:second>')
    expect(thrownBy(document).name).toBe('canonicalize.UnknownContextError')
  })

  test('a content without @context, and one that loads itself, are refused', () => {
    expect(thrownBy({ '@context': mine }, { contexts: { [mine]: { level: 'urn:level' } } }).facts).toMatchObject({ code: 'invalid remote context' })
    expect(thrownBy({ '@context': mine }, { contexts: { [mine]: { '@context': mine } } }).facts).toMatchObject({ code: 'context overflow' })
  })

  test('a protected term cannot be redefined', () => {
    expect(thrownBy({ '@context': [v2, { name: 'urn:mine' }], name: 'x' })).toMatchInlineSnapshot(`
      {
        "facts": {
          "about": "name",
          "code": "protected term redefinition",
          "path": "",
        },
        "message": "This is not valid JSON-LD: protected term redefinition ("name" at the top). Ask its issuer for a corrected copy.",
        "name": "canonicalize.InvalidJsonLdError",
      }
    `)
    expect(thrownBy({ '@context': [v2, null], name: 'x' }).facts).toMatchObject({ code: 'invalid context nullification' })
  })
})

describe('in safe mode nothing is dropped', () => {
  const of = (members: object): { name: string; message: string } => {
    const { name, message } = thrownBy({ '@context': [v2, ob], id: 'urn:a', type: ['VerifiableCredential', 'OpenBadgeCredential'], ...members })
    return { name, message }
  }

  test('a member', () => {
    expect(of({ credentialSubject: { type: 'AchievementSubject', achievement: [{ type: 'Achievement', levle: 'B2' }] } })).toMatchInlineSnapshot(`
      {
        "message": "No context defines "levle" at /credentialSubject/achievement/0, so a signature would not cover it. Add a context that defines it, or remove it.",
        "name": "canonicalize.UndefinedTermError",
      }
    `)
  })

  test('a type', () => {
    expect(of({ credentialSubject: { type: ['AchievementSubject', 'Sudbject'] } })).toMatchInlineSnapshot(`
      {
        "message": "No context defines "Sudbject" at /credentialSubject/type, so a signature would not cover it. Add a context that defines it, or remove it.",
        "name": "canonicalize.UndefinedTermError",
      }
    `)
  })

  test('a reference', () => {
    expect(of({ issuer: 'uni' })).toMatchInlineSnapshot(`
      {
        "message": "There is a relative reference "uni" at /issuer, which means nothing as linked data, so a signature would not cover it. Correct it, or remove it.",
        "name": "canonicalize.DroppedValueError",
      }
    `)
    expect(of({ issuer: { id: '../uni' } })).toMatchInlineSnapshot(`
      {
        "message": "There is a relative reference "../uni" at /issuer/id, which means nothing as linked data, so a signature would not cover it. Correct it, or remove it.",
        "name": "canonicalize.DroppedValueError",
      }
    `)
  })

  test.each<[string, object]>([
    ['nothing but an id', { '@context': v2, id: 'urn:a' }],
    ['an empty object', { '@context': v2 }],
    ['a value on top', { '@context': v2, '@value': 'a' }],
    ['a value without a value', { '@context': { p: 'urn:p' }, p: { '@value': null } }],
    ['a language alone', { '@context': { p: 'urn:p' }, p: { '@language': 'en' } }],
    ['a language beside members', { '@context': { p: 'urn:p' }, '@language': 'en', p: 1 }],
    ['a malformed language', { '@context': { p: 'urn:p' }, p: { '@value': 'a', '@language': 'a b' } }],
    ['a keyword out of place', { '@context': { p: 'urn:p' }, p: 1, '@version': 1.1 }],
    ['what looks like a keyword', { '@context': { p: 'urn:p' }, p: 1, '@foo': 1 }],
    ['a blank property', { '@context': { p: 'urn:p' }, p: 1, '_:q': 1 }],
    ['a relative vocabulary', { '@context': { '@vocab': 'x' }, p: 1 }],
  ])('%s', (_, document) => {
    expect(thrownBy(document).name).toMatch(/^canonicalize\.(DroppedValue|UndefinedTerm)Error$/)
    expect(typeof text(document, { safe: false })).toBe('string')
  })
})

describe('what was made to exhaust or confuse its reader', () => {
  const within = <T>(ms: number, action: () => T): T => {
    const start = performance.now()
    const result = action()
    expect(performance.now() - start).toBeLessThan(ms)
    return result
  }
  const nested = (depth: number, text: string, end: string): object =>
    JSON.parse(`{"@context":{"@vocab":"urn:"},"p":${text.repeat(depth)}1${end.repeat(depth)}}`)

  test.each<[string, string, string]>([
    ['objects', '{"p":', '}'],
    ['lists', '[', ']'],
    ['sets', '{"@set":', '}'],
    ['reverse maps', '{"@reverse":{"p":', '}}'],
    ['graphs', '{"@graph":{"p":', '}}'],
    ['included', '{"@included":{"p":', '}}'],
    ['nests', '{"@nest":', '}'],
  ])('deep %s', (_, begin, end) => {
    expect(within(2000, () => thrownBy(nested(20_000, begin, end)).name)).toBe('json.TooLargeError')
  })

  test('a deep JSON literal', () => {
    const document = { '@context': { p: { '@id': 'urn:p', '@type': '@json' } }, ...JSON.parse(`{"p":${'['.repeat(20_000)}${']'.repeat(20_000)}}`) }
    expect(thrownBy(document).name).toBe('json.TooLargeError')
  })

  test('a cycle', () => {
    const cycle: { '@context': object; p?: object } = { '@context': { p: 'urn:p' } }
    cycle.p = cycle
    expect(thrownBy(cycle).name).toBe('json.TooLargeError')
  })

  test.each<[string, object]>([
    ['a function', { p: () => 1 }],
    ['a big integer', { p: 1n }],
    ['not a number', { p: Number.NaN }],
    ['a date', { p: new Date(0) }],
    ['a lone surrogate', { p: '\ud800' }],
  ])('%s is no JSON', (_, members) => {
    expect(thrownBy({ '@context': { p: 'urn:p' }, ...members }).name).toBe('json.UnsafeError')
  })

  test('names that are special in JavaScript are names', () => {
    const document = JSON.parse('{"@context":{"constructor":"urn:c","toString":"urn:t"},"@id":"urn:a","constructor":"1","toString":"2"}')
    expect(text(document)).toBe('<urn:a> <urn:c> "1" .\n<urn:a> <urn:t> "2" .\n')
    expect(thrownBy(JSON.parse('{"@context":{"p":"urn:p"},"p":1,"valueOf":1}')).name).toBe('canonicalize.UndefinedTermError')
    expect(thrownBy(JSON.parse('{"@context":{"p":"urn:p"},"p":1,"__proto__":{"p":2}}')).name).toBe('canonicalize.UndefinedTermError')
  })

  test('a context of scopes within scopes', () => {
    let context: object = { p: 'urn:p' }
    for (let at = 0; at < 5000; at++) context = { p: { '@id': 'urn:p', '@context': context } }
    expect(within(2000, () => thrownBy({ '@context': context, p: 1 }).name)).toBe('json.TooLargeError')
  })

  test('terms that are defined by each other', () => {
    const cyclic = { a: 'b:x', b: 'a:x' }
    expect(thrownBy({ '@context': cyclic, a: 1 }).facts).toMatchObject({ code: 'cyclic IRI mapping' })
    const chain = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`t${at}`, `t${at + 1}:x`]))
    expect(within(2000, () => thrownBy({ '@context': chain, t0: 1 }).facts)).toMatchObject({ code: 'cyclic IRI mapping' })
  })

  test('a huge context, applied again and again', () => {
    const terms = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`t${at}`, `urn:${at}`]))
    const document = { '@context': terms, t0: Array.from({ length: 5000 }, (_, at) => ({ '@context': { x: `urn:x${at}` }, x: at })) }
    expect(within(5000, () => thrownBy(document))).toMatchInlineSnapshot(`
      {
        "facts": {
          "limit": 1000000,
          "what": "contexts",
        },
        "message": "Canonicalizing this takes more than 1000000 steps for its contexts. No honest context takes so many.",
        "name": "canonicalize.TooMuchWorkError",
      }
    `)
  })

  test('scopes that multiply', () => {
    const scoped = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`t${at}`, { '@id': `urn:${at}`, '@context': { x: 'urn:x' } }]))
    expect(within(5000, () => thrownBy({ '@context': scoped, t0: 1 }).name)).toBe('canonicalize.TooMuchWorkError')
  })

  test('a short text that says a long one', () => {
    const document = { '@context': { p: `urn:${'x'.repeat(1_000_000)}` }, p: Array.from({ length: 10_000 }, (_, at) => at) }
    expect(within(10_000, () => thrownBy(document))).toMatchInlineSnapshot(`
      {
        "facts": {
          "limit": 134217728,
          "what": "characters",
        },
        "message": "Written as N-Quads, this has more than 134217728 characters. No honest credential says so much.",
        "name": "canonicalize.OutputTooLargeError",
      }
    `)
    expect(thrownBy({ '@context': { p: 'urn:p' }, p: [1, 2, 3] }, { maxQuads: 2 })).toMatchInlineSnapshot(`
      {
        "facts": {
          "limit": 2,
          "what": "quads",
        },
        "message": "Written as N-Quads, this has more than 2 quads. Raise \`maxQuads\` if you trust its source.",
        "name": "canonicalize.OutputTooLargeError",
      }
    `)
  })

  test('a graph of equal blank nodes', () => {
    const all = Array.from({ length: 10 }, (_, at) => at)
    const clique = all.flatMap((a) => all.filter((b) => b !== a).map((b) => `_:n${a} <urn:p> _:n${b} .`)).join('\n')
    const { dataset } = parseNQuads(clique)
    expect(within(5000, () => attempt(() => canonical(dataset)))).toMatchInlineSnapshot(
      `"canonicalize.TooMuchWorkError: Canonicalizing this takes more than 200000 steps for its blank nodes. Honest credentials take few; raise \`maxWork\` if you trust its source."`,
    )
    const ring = Array.from({ length: 5000 }, (_, at) => `_:n${at} <urn:p> _:n${(at + 1) % 5000} .`).join('\n')
    expect(within(5000, () => attempt(() => canonical(parseNQuads(ring).dataset).lines.length))).toMatch(/^canonicalize\.TooMuchWorkError/)
    const small = all.slice(0, 4).flatMap((a) =>
      all
        .slice(0, 4)
        .filter((b) => b !== a)
        .map((b) => `_:n${a} <urn:p> _:n${b} .`),
    )
    expect(canonical(parseNQuads(small.join('\n')).dataset).lines.length).toBe(12)
    expect(attempt(() => canonical(parseNQuads(small.join('\n')).dataset, 'SHA-256', 50).lines.length)).toMatch(/^canonicalize\.TooMuchWorkError/)
  })

  test('what is large and honest passes', () => {
    const alignment = { type: 'Alignment', targetName: 'a', targetUrl: 'https://example.com/a' }
    const badge = {
      '@context': [v2, ob],
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      credentialSubject: {
        type: 'AchievementSubject',
        achievement: {
          id: 'urn:a',
          type: 'Achievement',
          alignment: Array.from({ length: 20 }, () => alignment),
          tag: Array.from({ length: 20_000 }, (_, at) => `tag ${at}`),
        },
      },
    }
    expect(within(5000, () => rdfcCanonical(badge).lines.length)).toBeGreaterThan(20_000)
  })

  test('documents that combine contexts in ever new ways do not fill the memory', () => {
    const urls = ['https://w3id.org/security/v1', 'https://w3id.org/security/v2', 'https://w3id.org/dcc/v1', 'https://w3id.org/vc/status-list/2021/v1']
    const before = heapInUse()
    for (let at = 0; at < 4000; at++) {
      const order = Array.from({ length: 8 }, (_, digit) => urls[(at >> (2 * (digit % 6))) & 3])
      try {
        rdfc({ '@context': order, id: 'urn:a', type: 'urn:t' })
      } catch {}
    }
    expect(heapInUse() - before).toBeLessThan(200 * 1024 * 1024)
  })
})

/** The heap that is still in use once what can be freed is freed. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

function attempt(action: () => unknown): unknown {
  try {
    return action()
  } catch (thrown) {
    return `${(thrown as Error).name}: ${(thrown as Error).message}`
  }
}
