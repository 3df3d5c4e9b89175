import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { canonical } from '../../src/canonicalize/canonical.js'
import { type RdfcOptions, rdfcCanonical, TooMuchWorkError } from '../../src/canonicalize/rdfc.js'
import { many } from '../../src/json.js'
import { counted, haveVectors, jsonVector, printCounts, readVector, vectorPath } from '../vectors.js'
import { parseNQuads } from './nquads.js'
import { alone, jsonld, loaderOf } from './peer.js'

afterAll(printCounts)

describe.runIf(haveVectors)('the test suite of RDFC-1.0', () => {
  type Case = {
    readonly id: string
    readonly file: string
    readonly result: string
    readonly kind: string
    readonly hashAlgorithm: string
    readonly what: string
  }
  const cases: readonly Case[] = haveVectors ? jsonVector('rdf-canon/manifest.json').cases : []
  const text = (file: string): string => readVector(`rdf-canon/${file}`).toString('utf8')

  test.each(cases)('$id $what', ({ file, result, kind, hashAlgorithm }) => {
    const { dataset, names } = parseNQuads(text(file))
    const run = () => canonical(dataset, hashAlgorithm === 'SHA384' ? 'SHA-384' : 'SHA-256')
    if (kind === 'RDFC10NegativeEvalTest') expect(run).toThrow(TooMuchWorkError)
    else if (kind === 'RDFC10MapTest') {
      const { labels } = run()
      expect(Object.fromEntries([...names].map(([name, number]) => [name, labels.get(number)]))).toEqual(JSON.parse(text(result)))
    } else expect(run().lines.join('')).toBe(text(result))
    counted('rdf-canon', true)
  })
})

// What JSON-LD 1.1 says otherwise than we do, and why.
const unlike: { readonly [id: string]: string } = {
  ...Object.fromEntries(['tc029', 'tep02', 'ter21', 'ter42', 'tpi01', 'ttn01'].map((id) => [id, 'asks for a processor in the mode of JSON-LD 1.0'])),
  ...Object.fromEntries(['t0118', 'te075'].map((id) => [id, 'asks for generalized RDF: blank predicates, of which RDFC-1.0 knows nothing'])),
  ...Object.fromEntries(['te014', 'te026', 'te071', 'te115', 'te116', 'ter24', 'ter32'].map((id) => [id, 'is a test of JSON-LD 1.0 that 1.1 contradicts'])),
  ...Object.fromEntries(
    ['te111', 'te112', 'tli12'].map((id) => [
      id,
      'leaves out IRIs that are malformed; we keep them, escaped, as jsonld.js does: what issuers sign with it must verify',
    ]),
  ),
}

describe.runIf(haveVectors)('the test suite of JSON-LD 1.1, deserialization to RDF', () => {
  type Case = {
    readonly id: string
    readonly what: string
    readonly input: string
    readonly result?: string
    readonly expected: 'value' | 'valid' | 'invalid'
    readonly reason?: string
    readonly option?: {
      readonly base?: string
      readonly expandContext?: string
      readonly rdfDirection?: RdfcOptions['direction']
      readonly specVersion?: string
      readonly processingMode?: string
    }
  }
  const all: readonly Case[] = haveVectors ? jsonVector('json-ld-api/manifest.json').cases : []
  const cases = all.filter(({ id }) => id.startsWith('toRdf#'))
  const site = 'https://w3c.github.io/json-ld-api/tests/'
  const text = (file: string): string => readVector(`json-ld-api/${file}`).toString('utf8')
  const contexts: { readonly [url: string]: object } = haveVectors
    ? Object.fromEntries(
        readdirSync(vectorPath('json-ld-api/toRdf'), { encoding: 'utf8', recursive: true })
          .filter((name) => name.endsWith('.jsonld'))
          .map((name) => [`${site}toRdf/${name}`, JSON.parse(text(`toRdf/${name}`))]),
      )
    : {}

  const nquads = ({ input, option = {} }: Case): string => {
    const document = JSON.parse(text(input))
    if (option.expandContext) document['@context'] = [JSON.parse(text(option.expandContext))['@context'], ...many(document['@context'])]
    const options = { safe: false, base: option.base ?? site + input, contexts, direction: option.rdfDirection }
    return rdfcCanonical(document, options).lines.join('')
  }
  const outcome = (one: Case): string => {
    try {
      return nquads(one)
    } catch (thrown) {
      const { name, facts } = thrown as { readonly name: string; readonly facts: { readonly code?: string } }
      return facts?.code ?? name
    }
  }
  // Two codes have other names since 1.0, and what is not given is not even tried.
  const codes: { readonly [code: string]: string } = {
    'recursive context inclusion': 'context overflow',
    'loading remote context failed': 'canonicalize.UnknownContextError',
  }

  const isAsExpected = ({ expected, reason = '', result }: Case, said: string): boolean => {
    if (expected === 'invalid') return said === reason || said === codes[reason]
    return expected === 'valid' ? said.endsWith('.\n') : said === canonical(parseNQuads(text(result ?? '')).dataset).lines.join('')
  }
  const idOf = ({ id }: Case): string => id.slice('toRdf#'.length)

  test.each(cases)('$id $what', (one) => {
    const said = outcome(one)
    const like = isAsExpected(one, said)
    expect(like ? undefined : `${said}\n`).toEqual(idOf(one) in unlike ? expect.any(String) : undefined)
    counted('json-ld-api toRdf', like)
  })

  const peerOutcome = ({ input, option = {} }: Case, more: object = {}): Promise<string> =>
    jsonld
      .canonize(JSON.parse(text(input)), {
        algorithm: 'RDFC-1.0',
        format: 'application/n-quads',
        base: option.base ?? site + input,
        documentLoader: loaderOf(contexts),
        safe: false,
        ...(option.expandContext && { expandContext: JSON.parse(text(option.expandContext)) }),
        ...(option.rdfDirection && { rdfDirection: option.rdfDirection }),
        ...alone(),
        ...more,
      })
      .catch(({ message, details }: { readonly message: string; readonly details?: { readonly code?: string } }) => details?.code ?? message)

  // What would justify to fall back on it: no document that it reads and this engine does not.
  test('jsonld.js gives no result that this engine misses', async () => {
    const split = { 'by both': 0, 'by this engine alone': 0, 'by jsonld.js alone': 0, 'by neither': 0 }
    for (const one of cases) {
      const [ours, peer] = [isAsExpected(one, outcome(one)), isAsExpected(one, await peerOutcome(one))]
      split[ours ? (peer ? 'by both' : 'by this engine alone') : peer ? 'by jsonld.js alone' : 'by neither']++
    }
    const words = Object.entries(split).map(([whom, times]) => `${times} ${whom}`)
    console.log(`vectors: json-ld-api toRdf, passed: ${words.join(', ')}`)
    expect(split).toEqual({ 'by both': 437, 'by this engine alone': 12, 'by jsonld.js alone': 0, 'by neither': 18 })
  })

  test('put in the mode of JSON-LD 1.0, jsonld.js refuses what that mode refuses; it gives no other result', async () => {
    const passed: string[] = []
    for (const one of cases.filter((each) => idOf(each) in unlike)) {
      const old = one.option?.processingMode === 'json-ld-1.0' || one.option?.specVersion === 'json-ld-1.0'
      if (old && isAsExpected(one, await peerOutcome(one, { processingMode: 'json-ld-1.0' }))) passed.push(`${idOf(one)} ${one.expected}`)
    }
    const refusals = ['tc029', 'te115', 'te116', 'tep02', 'ter21', 'ter42', 'tpi01', 'ttn01']
    expect(passed.sort()).toEqual(refusals.map((id) => `${id} invalid`))
  })

  test('every exception is one', () => {
    expect(Object.keys(unlike).filter((id) => !cases.some((one) => one.id === `toRdf#${id}`))).toEqual([])
  })
})
