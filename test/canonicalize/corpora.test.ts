import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { toHex } from '../../src/bytes.js'
import { DroppedValueError, rdfc } from '../../src/canonicalize/rdfc.js'
import { blockcerts } from '../../src/contexts/blockcerts.js'
import { type Contexts, contextAt } from '../../src/contexts/index.js'
import { suites } from '../../src/contexts/suites.js'
import { sha256 } from '../../src/hash.js'
import { haveVectors, jsonVector, readVector, vectorPath } from '../vectors.js'
import { canonize } from './peer.js'

type Node = { readonly [key: string]: unknown }
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

// Suites of JSON and of JSON-LD itself have tests of their own, the latter under contexts that are part of the test. A JSON Schema is no document.
const files = haveVectors
  ? readdirSync(vectorPath(''), { encoding: 'utf8', recursive: true }).filter(
      (name) => /\.json(ld)?$/.test(name) && !/^(json-|contexts|wycheproof|jose)|manifest|^ob3-json-schemas.*schema[^/]*$/.test(name),
    )
  : []

const parsed = (file: string): unknown => {
  try {
    return JSON.parse(readVector(file).toString('utf8'))
  } catch {
    return undefined
  }
}
/** The outermost values with a context. */
const documentsIn = (value: unknown): readonly Node[] => {
  if (!isNode(value)) return []
  return '@context' in value ? [value] : Object.values(value).flatMap(documentsIn)
}
/** The URLs of the contexts that a value names, at any depth. */
const named = (value: unknown): readonly string[] => {
  if (!isNode(value)) return []
  const own = [value['@context']].flat().filter((context): context is string => typeof context === 'string')
  return [...own, ...Object.values(value).flatMap(named)]
}

const ours: Contexts = { ...blockcerts, ...suites }
const contentAt = (url: string): object | undefined => (Object.hasOwn(ours, url) ? ours[url] : contextAt(url))
/** Contexts that stand beside the vectors and that this package does not carry: of citizenship, driving licences, examples. */
const beside: Contexts = Object.fromEntries(
  (haveVectors ? (jsonVector('contexts/index.json') as readonly { readonly url: string; readonly file: string }[]) : [])
    .filter(({ url }) => !contentAt(url))
    .map(({ url, file }) => [url, jsonVector(`contexts/${file}`)]),
)

const hashOf = (text: string | Uint8Array): string => toHex(sha256(text))
const attempt = async (action: () => string | Promise<string>): Promise<string | Error> => {
  try {
    return await action()
  } catch (thrown) {
    return thrown as Error
  }
}

// jsonld.js drops these even in safe mode. A signature would not cover what they say, so that we refuse them.
const alone = ['badge-class-with-language', 'assets/badgeclass-with-language', 'rdf-validation/badge-class-invalid-issuer-type']
const more = 'a language or direction without a value'

describe.runIf(haveVectors)('every JSON-LD document among the vectors has the same canonical hash from jsonld.js, or both refuse it', () => {
  const documents = files.flatMap((file) =>
    documentsIn(parsed(file)).map((document) => ({ file, document, urls: new Set(named(document).flatMap((url) => [url, ...named(contentAt(url))])) })),
  )

  test.each([
    { under: 'contexts of ours', safe: false, contexts: ours, equal: 400 },
    { under: 'contexts of ours, in safe mode', safe: true, contexts: ours, equal: 300 },
    { under: 'these and those beside the vectors, in safe mode', safe: true, contexts: { ...ours, ...beside }, equal: 400 },
  ])('under $under', async ({ under, safe, contexts, equal }) => {
    const differ: string[] = []
    const stricter: string[] = []
    const count = { documents: 0, equal: 0, refused: 0 }
    for (const { file, document, urls } of documents) {
      if (![...urls].every((url) => contentAt(url) || Object.hasOwn(contexts, url))) continue
      const mine = await attempt(() => hashOf(rdfc(document, { safe, contexts })))
      const theirs = await attempt(async () => hashOf(await canonize(document, safe, contexts)))
      count.documents++
      if (mine instanceof Error && theirs instanceof Error) count.refused++
      else if (mine === theirs) count.equal++
      else if (safe && mine instanceof DroppedValueError && mine.message.includes(more)) stricter.push(file)
      else differ.push(`${file} (${[...urls].join(' ')}): ${mine} | ${theirs}`)
    }
    const alsoRefused = stricter.length > 0 ? `, ${stricter.length} by us alone` : ''
    console.log(
      `vectors: documents under ${under}: ${count.equal} of ${count.documents} with the hash of jsonld.js, ${count.refused} refused by both${alsoRefused}`,
    )
    expect(differ).toEqual([])
    expect(stricter).toEqual(safe ? alone.map((name) => `1edtech-validator/ob20/${name}.json`) : [])
    expect(count.equal).toBeGreaterThanOrEqual(equal)
  })

  test('what is not carried', () => {
    const missing = new Map<string, number>()
    for (const { urls } of documents) for (const url of urls) if (!contentAt(url)) missing.set(url, (missing.get(url) ?? 0) + 1)
    const names = [...missing]
      .sort(([, a], [, b]) => b - a)
      .map(([url, times]) => `${times} name ${url}${Object.hasOwn(beside, url) ? ' (beside the vectors)' : ''}`)
    console.log(`vectors: documents under contexts that are not ours: ${names.join(', ')}`)
    // Nothing of Open Badges 2 and 3, CLR, Blockcerts or a signature suite that anyone publishes.
    const published = [...missing.keys()].filter((url) => Object.hasOwn(beside, url) && !/citizenship|vdl|examples/.test(url))
    expect(published).toEqual(['https://www.w3.org/ns/cid/v1'])
  })
})
