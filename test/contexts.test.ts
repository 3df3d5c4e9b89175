import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { preloadedContexts } from '@blockcerts/schemas'
import { afterAll, describe, expect, test } from 'vitest'
import { toHex } from '../src/bytes.js'
import { rdfc, UnknownContextError } from '../src/canonicalize/rdfc.js'
import { blockcerts } from '../src/contexts/blockcerts.js'
import { bundledUrls, contextAt, contextsAt } from '../src/contexts/index.js'
import { openBadges2, openBadges2Alternate } from '../src/contexts/openbadges2.js'
import pinned from '../src/contexts/pinned.json' with { type: 'json' }
import { suites, suitesAlternate } from '../src/contexts/suites.js'
import { sha256 } from '../src/hash.js'
import { contextPath, counted, haveVectors, jsonVector, printCounts } from './vectors.js'

afterAll(printCounts)

const apart = { ...blockcerts, ...suites }
const alternates = { ...openBadges2Alternate, ...suitesAlternate }
const urls = [...bundledUrls(), ...Object.keys(apart)]
const contentsAt = (url: string): readonly object[] => [
  ...contextsAt(url),
  ...[apart, alternates].flatMap((record) => (Object.hasOwn(record, url) ? [record[url] as object] : [])),
]

describe.runIf(haveVectors)('contexts say what their publishers say', () => {
  type Listed = { readonly url: string; readonly file: string }
  const read = (path: string): object => JSON.parse(readFileSync(path, 'utf8'))
  const manifest = haveVectors ? (read(contextPath('MANIFEST.json')) as readonly Listed[]) : []
  const index = haveVectors ? (jsonVector('contexts/index.json') as readonly Listed[]) : []
  // The manifest names Blockcerts by version, and doubts the address of one of two files.
  const published: readonly { readonly url: string; readonly content: object }[] = [
    ...manifest.map(({ url, file }) => ({ url: url.replace(/\?$/, ''), content: read(contextPath(file)) })),
    ...index.map(({ url, file }) => ({ url, content: jsonVector(`contexts/${file}`) })),
  ]
  type Entry = { readonly name: string; readonly urls: readonly string[] }
  const entries = Object.entries<readonly Entry[]>(pinned).flatMap(([table, list]) => list.map((entry) => ({ ...entry, table, list })))

  // Whatever is compared is parsed: the order of members and white space are no difference, and no published file has comments.
  test.each(entries)('$name, in $table', ({ name, urls: places, list }) => {
    const [url = ''] = places
    const content = contentsAt(url)[list.filter((one) => one.urls.includes(url)).findIndex((one) => one.name === name)]
    expect(content).toBeDefined()
    const listed = published.filter((one) => places.includes(one.url) || one.url === name.replace('-', ' '))
    expect(listed.map((one) => one.content)).toContainEqual(content)
    for (const place of places) expect(contentsAt(place)).toContain(content)
    counted('contexts, each content with its published file', true)
  })

  test('each published file is among the contents of its address', () => {
    for (const { url, content } of published.filter((one) => urls.includes(one.url))) {
      expect(contentsAt(url), url).toContainEqual(content)
      counted('contexts, each published file of an address', true)
    }
  })

  test('how many there are', () => {
    expect(Object.fromEntries(Object.entries(pinned).map(([table, list]) => [table, list.length]))).toEqual({
      default: 24,
      openbadges2: 6,
      blockcerts: 11,
      suites: 5,
    })
  })

  test('a Blockcert of version 2 has the hash that its receipt says, unless it was tampered with', () => {
    const unlike: string[] = []
    const cases: readonly { readonly id: string; readonly file: string }[] = jsonVector('blockcerts-cert-verifier-js/manifest.json').cases
    for (const { id, file } of cases) {
      const { signature, ...document } = jsonVector(`blockcerts-cert-verifier-js/${file}`)
      if (signature?.targetHash === undefined) continue
      const like = toHex(sha256(rdfc(document, { contexts: blockcerts }))) === signature.targetHash
      if (!like) unlike.push(id)
      counted('Blockcerts 2 with the hash of their receipt', like)
    }
    expect(unlike).toEqual(['verifier/ethereum-tampered', 'verifier/testnet-tampered-hashes'])
  })
})

test('Blockcerts’ own verifier is built with the same, but for VC 1.1 without its protection of terms', () => {
  const differ = Object.entries(preloadedContexts).filter(([url, content]) => !isDeepStrictEqual(contentsAt(url)[0], content))
  expect(Object.keys(preloadedContexts)).toHaveLength(23)
  expect(differ.map(([url]) => url)).toEqual(['https://www.w3.org/2018/credentials/v1'])
})

test('the list of what is bundled', () => {
  expect(bundledUrls()).toMatchInlineSnapshot(`
    [
      "https://www.w3.org/ns/credentials/v2",
      "https://www.w3.org/2018/credentials/v1",
      "https://www.w3.org/ns/credentials/undefined-terms/v2",
      "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
      "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
      "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
      "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
      "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld",
      "https://imsglobal.github.io/openbadges-specification/ob_v3p0.html",
      "https://w3c-ccg.github.io/vc-ed/plugfest-1-2022/jff-vc-edu-plugfest-1-context.json",
      "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
      "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
      "https://purl.imsglobal.org/spec/clr/v2p0/context.json",
      "https://w3id.org/security/data-integrity/v1",
      "https://w3id.org/security/data-integrity/v2",
      "https://w3id.org/security/multikey/v1",
      "https://w3id.org/security/suites/ed25519-2018/v1",
      "https://w3id.org/security/suites/ed25519-2020/v1",
      "https://w3id.org/security/suites/x25519-2020/v1",
      "https://w3id.org/security/v1",
      "https://w3id.org/security/v2",
      "https://www.w3.org/ns/did/v1",
      "https://www.w3.org/ns/credentials/status/v1",
      "https://w3id.org/vc/status-list/2021/v1",
      "https://w3id.org/dcc/v1",
    ]
  `)
})

test('the list of what readers of other formats bring', () => {
  expect({
    openBadges2: Object.keys(openBadges2),
    blockcerts: Object.keys(blockcerts).filter((url) => !(url in openBadges2)),
    suites: Object.keys(suites),
  }).toMatchInlineSnapshot(`
    {
      "blockcerts": [
        "https://w3id.org/blockcerts/v1",
        "https://w3id.org/blockcerts/schema/1.2/context.json",
        "https://www.blockcerts.org/schema/1.2/context.json",
        "https://w3id.org/blockcerts/schema/2.0-alpha/context.json",
        "https://www.blockcerts.org/schema/2.0-alpha/context.json",
        "https://w3id.org/blockcerts/v2",
        "https://w3id.org/blockcerts/schema/2.0/context.json",
        "https://www.blockcerts.org/schema/2.0/context.json",
        "https://w3id.org/blockcerts/v2.1",
        "https://w3id.org/blockcerts/schema/2.1/context.json",
        "https://www.blockcerts.org/schema/2.1/context.json",
        "https://w3id.org/blockcerts/v3.0-alpha",
        "https://w3id.org/blockcerts/schema/3.0-alpha/context.json",
        "https://www.blockcerts.org/schema/3.0-alpha/context.json",
        "https://w3id.org/blockcerts/v3.0-beta",
        "https://w3id.org/blockcerts/schema/3.0-beta/context.json",
        "https://www.blockcerts.org/schema/3.0-beta/context.json",
        "https://w3id.org/blockcerts/v3",
        "https://w3id.org/blockcerts/schema/3.0/context.json",
        "https://www.blockcerts.org/schema/3.0/context.json",
        "https://w3id.org/blockcerts/v3.1",
        "https://w3id.org/blockcerts/schema/3.1/context.json",
        "https://www.blockcerts.org/schema/3.1/context.json",
        "https://w3id.org/blockcerts/v3.2",
        "https://w3id.org/blockcerts/schema/3.2/context.json",
        "https://www.blockcerts.org/schema/3.2/context.json",
        "https://w3id.org/security/suites/merkle-2019/v1",
        "https://w3id.org/security/suites/chained-2021/v1",
      ],
      "openBadges2": [
        "https://w3id.org/openbadges/v1",
        "https://openbadgespec.org/v1/context.json",
        "https://w3id.org/openbadges/v2",
        "https://openbadgespec.org/v2/context.json",
        "https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld",
        "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json",
        "https://w3id.org/openbadges/extensions/exampleExtension/context.json",
      ],
      "suites": [
        "https://w3id.org/security/suites/jws-2020/v1",
        "https://w3id.org/security/suites/secp256k1-2019/v1",
        "https://ns.did.ai/suites/secp256k1-2019/v1",
        "https://w3id.org/security/suites/x25519-2019/v1",
        "https://w3id.org/security/bbs/v1",
      ],
    }
  `)
  expect(Object.keys(openBadges2).every((url) => url in blockcerts)).toBe(true)
  expect(Object.keys(alternates)).toEqual(['https://w3id.org/openbadges/v2', 'https://openbadgespec.org/v2/context.json', 'https://w3id.org/security/bbs/v1'])
})

test('what is brought is not bundled already: a run with it still shares what the bundled contexts mean', () => {
  expect(Object.keys(apart).filter((url) => contextAt(url) !== undefined)).toEqual([])
})

test('a URL that is not bundled has no content', () => {
  expect(contextsAt('https://example.com/v1')).toEqual([])
  expect(contextAt('https://example.com/v1')).toBeUndefined()
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect(contextsAt(name)).toEqual([])
    for (const record of [openBadges2, blockcerts, suites]) expect(Object.hasOwn(record, name)).toBe(false)
  }
})

test('a content is one object, frozen to the bottom', () => {
  const url = 'https://www.w3.org/ns/credentials/v2'
  expect(contextAt(url)).toBe(contextAt(url))
  expect(blockcerts['https://w3id.org/openbadges/v2']).toBe(openBadges2['https://w3id.org/openbadges/v2'])
  const frozen = (value: unknown): boolean => typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen))
  expect(urls.flatMap(contentsAt).every(frozen)).toBe(true)
  expect([openBadges2, openBadges2Alternate, blockcerts, suites, suitesAlternate].every(frozen)).toBe(true)
})

test('nothing is parsed before it is read', () => {
  for (const record of [openBadges2, blockcerts, suites]) {
    expect(Object.values(Object.getOwnPropertyDescriptors(record)).every(({ get }) => typeof get === 'function')).toBe(true)
  }
})

test('a context loads contexts that come with it', () => {
  const links: string[] = []
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string' && (key === '@context' || key === '@import')) links.push(value)
    if (typeof value === 'object' && value !== null) for (const [name, member] of Object.entries(value)) walk(member, Array.isArray(value) ? key : name)
  }
  for (const url of new Set(urls)) for (const content of contentsAt(url)) walk(content, '')
  expect([...new Set(links)]).toEqual(['https://w3id.org/security/v1', 'https://w3id.org/openbadges/legacy-v1'])
  expect(() => rdfc({ '@context': 'https://w3id.org/openbadges/v1', id: 'urn:a', type: 'Assertion' }, { contexts: openBadges2 })).toThrow(UnknownContextError)
})
