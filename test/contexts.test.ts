import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { bundledUrls, contextAt, contextsAt } from '../src/contexts/index.js'
import { contextPath, counted, haveVectors, printCounts } from './vectors.js'

afterAll(printCounts)

describe.runIf(haveVectors)('bundled contexts', () => {
  const manifest = JSON.parse(readFileSync(contextPath('MANIFEST.json'), 'utf8')) as readonly { readonly url: string; readonly file: string }[]
  const published = (file: string): object => JSON.parse(readFileSync(contextPath(file), 'utf8'))

  test.each(bundledUrls())('%s says what its publisher says', (url) => {
    // 1EdTech names the same context by two URLs.
    const listed = url.replace('context/ob_v3p0.jsonld', 'context.json')
    const [entry] = manifest.filter((one) => one.url === listed)
    expect(entry).toBeDefined()
    expect(contextAt(url)).toEqual(published(entry?.file ?? ''))
    counted('contexts', true)
  })

  test('the URL whose content changed keeps the old one as the second', () => {
    const [final, beta, ...more] = contextsAt('https://purl.imsglobal.org/spec/ob/v3p0/context.json')
    expect(final).toEqual(published('ob-v3p0-context.json'))
    expect(beta).toEqual(published('ob3-alt-OBv3_beta.json'))
    expect(more).toEqual([])
  })
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

test('a URL that is not bundled has no content', () => {
  expect(contextsAt('https://example.com/v1')).toEqual([])
  expect(contextAt('https://example.com/v1')).toBeUndefined()
  for (const name of ['__proto__', 'constructor', 'toString']) expect(contextsAt(name)).toEqual([])
})

test('a content is one object, frozen to the bottom', () => {
  const context = contextAt('https://www.w3.org/ns/credentials/v2')
  expect(contextAt('https://www.w3.org/ns/credentials/v2')).toBe(context)
  const frozen = (value: unknown): boolean => typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen))
  expect(bundledUrls().flatMap(contextsAt).every(frozen)).toBe(true)
})

test('a bundled context loads bundled contexts only', () => {
  const links: string[] = []
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string' && (key === '@context' || key === '@import')) links.push(value)
    if (typeof value === 'object' && value !== null) for (const [name, member] of Object.entries(value)) walk(member, Array.isArray(value) ? key : name)
  }
  for (const context of bundledUrls().flatMap(contextsAt)) walk(context, '')
  expect(links).toEqual(['https://w3id.org/security/v1'])
})
