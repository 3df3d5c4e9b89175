import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.js'
import { openBadges2 } from '../../src/formats/openbadges2/index.js'
import type { Load } from '../../src/seams.js'
import { everything } from '../../src/verify/all.js'
import { type Report, verify } from '../../src/verify/index.js'
import { assertion, badgeClass, context, type Fields, host, issuer, jws, keyDocument, keyPair, now, pagesOf } from './badge2.js'
import { type Page, web, whyOf } from './web.js'

const options = { accept: everything, issuers: 'any', now } as const
const pair = keyPair('ES256')
const payload = { ...assertion, id: 'urn:uuid:1', verification: { type: 'signed' } }
const list = `${host}/revoked`

/** What it comes to, and how many addresses were asked on the way. */
async function run(held: object | string, pages: { readonly [url: string]: Page }): Promise<{ readonly report: Report; readonly asked: number }> {
  const { load, asked } = web(pages)
  return { report: await verify(held as string, { ...options, load }), asked: asked.length }
}

describe('documents that lead in circles', () => {
  test('a badge class that is its own issuer, and an issuer that is the badge', async () => {
    const self = { ...badgeClass, issuer: badgeClass.id }
    const { report, asked } = await run(assertion, pagesOf({ more: { [badgeClass.id]: self } }))
    expect([report.outcome, asked <= 3]).toEqual(['failed', true])
    const all = { ...assertion, badge: assertion.id, issuer: assertion.id, type: ['Assertion', 'BadgeClass', 'Issuer'] }
    expect((await run(all, { [assertion.id]: all })).report.outcome).toBe('failed')
  })

  test('addresses that each say that they are the next', async () => {
    const at = (index: number): string => `${host}/hop/${index}`
    const hops = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [at(index), { ...badgeClass, id: at(index + 1) }]))
    const held = { ...assertion, badge: at(0) }
    const { report, asked } = await run(held, { ...pagesOf(), ...hops, [assertion.id]: held })
    expect([report.outcome, asked]).toEqual(['unknown', 3])
  })

  test('a badge class inside a badge class inside …', async () => {
    let badge: Fields = badgeClass
    for (let depth = 0; depth < 90; depth++) badge = { ...badgeClass, id: 'urn:b', issuer: badge }
    const held = { ...assertion, badge }
    expect((await run(held, { ...pagesOf(), [assertion.id]: held })).report.outcome).not.toBe('passed')
    const deep = `${'{"badge":'.repeat(5000)}1${'}'.repeat(5000)}`
    expect(whyOf((await run(deep, {})).report)).toBe('shape failed json.TooLargeError')
    const answered = await run(assertion, pagesOf({ more: { [badgeClass.id]: utf8(deep) } }))
    expect(whyOf(answered.report)).toMatch(/^shape unknown formats\.BadDocumentError/)
  })
})

describe('more than anybody needs', () => {
  test('a list of 200,000 revocations is read to its end', async () => {
    const revokedAssertions = Array.from({ length: 200_000 }, (_, index) => (index % 2 ? `urn:uuid:${index}x` : { id: `urn:uuid:${index}y`, uid: `${index}` }))
    const pages = (last: string): { readonly [url: string]: Page } =>
      pagesOf({ issuer: { revocationList: list }, more: { [list]: { type: 'RevocationList', revokedAssertions: [...revokedAssertions, last] } } })
    expect((await run(assertion, pages('urn:uuid:z'))).report.outcome).toBe('passed')
    expect(whyOf((await run(assertion, pages(assertion.id))).report)).toBe('status failed status.RevokedError')
  })

  test('of 10,000 keys the one that is named is asked for, and of none that is named none is', async () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `${host}/keys/${index}`)
    const named = ids[9_999] as string
    const pages = pagesOf({ issuer: { publicKey: ids }, more: { [named]: keyDocument(named, pair) } })
    const one = await run(await jws({ ...payload, verification: { type: 'signed', creator: named } }, pair, 'ES256'), pages)
    expect([one.report.outcome, one.asked]).toEqual(['passed', 3])
    const none = await run(await jws(payload, pair, 'ES256'), pages)
    expect([whyOf(none.report), none.asked]).toEqual(['signature unknown formats.TooManyKeysError, binding unknown formats.TooManyKeysError', 2])
    const same = pagesOf({ issuer: { publicKey: ids.map(() => named) }, more: { [named]: keyDocument(named, pair) } })
    expect((await run(await jws({ ...payload, verification: { type: 'signed', creator: named } }, pair, 'ES256'), same)).asked).toBe(3)
  })

  test('100,000 values that are wrong are named a few', async () => {
    const evidence = Array.from({ length: 100_000 }, () => 7)
    const extensions = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x:${index}`, { type: 'Extension' }]))
    const held = { ...assertion, ...extensions, evidence, endorsement: evidence }
    const { report } = await run(held, { ...pagesOf(), [assertion.id]: held })
    const { shape } = report.checks
    expect(shape.outcome === 'failed' && (shape.problem.facts['issues'] as readonly unknown[]).length).toBe(100)
  })

  test('texts of a megabyte are cut in what the report says', async () => {
    const long = 'x'.repeat(1_000_000)
    const held = { ...assertion, type: `OtherAssertion${long}`, verification: { type: long } }
    const { report } = await run(held, { ...pagesOf(), [assertion.id]: held })
    const claimed = JSON.stringify({ ...report, claimed: undefined }).length
    expect([report.outcome, claimed < 10_000]).toEqual(['failed', true])
    const id = `${host}/${long}`
    const far = await run({ ...assertion, id, badge: id }, {})
    expect([far.report.outcome, JSON.stringify({ ...far.report, claimed: undefined }).length < 20_000]).toEqual(['unknown', true])
  })
})

describe('names that mean something to JavaScript', () => {
  test('`__proto__` in what is held, in a payload, and in what is published', async () => {
    const poisoned = JSON.stringify(assertion).replace('{', '{"__proto__":{"revoked":false},')
    expect(whyOf((await run(poisoned, pagesOf())).report)).toBe('shape failed json.UnsafeError')
    const token = `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.${Buffer.from(poisoned).toString('base64url')}.AAAA`
    expect((await run(token, pagesOf())).report.outcome).toBe('failed')
    const { report } = await run(assertion, pagesOf({ more: { [issuer.id]: utf8(JSON.stringify(issuer).replace('{', '{"__proto__":{"publicKey":[]},')) } }))
    expect(whyOf(report)).toMatch(/^shape unknown formats\.BadDocumentError/)
    expect(({} as Fields)['revoked']).toBeUndefined()
  })

  test.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])('%s as a class, a way, a type of recipient, a uid', async (word) => {
    const held = { ...assertion, type: ['Assertion', word], verification: { type: word }, recipient: { type: word, hashed: false, identity: word } }
    expect((await run(held, { ...pagesOf(), [assertion.id]: held })).report.outcome).toBe('failed')
    const old = { ...assertion, '@context': 'https://w3id.org/openbadges/v1', id: undefined, uid: word, verify: { type: 'signed' }, verification: undefined }
    const profile = { '@context': 'https://w3id.org/openbadges/v1', publicKey: `${host}/keys/1`, revocationList: list }
    const more = { [`${host}/keys/1`]: keyDocument(`${host}/keys/1`, pair), [list]: {} }
    expect((await run(await jws(old, pair, 'ES256'), pagesOf({ issuer: profile, more }))).report.outcome).toBe('passed')
  })
})

test('a `load` that answers anything, or throws anything, is a doubt', async () => {
  const answers: readonly (() => unknown)[] = [
    () => undefined,
    () => ({}),
    () => ({ url: 7, bytes: utf8('{}') }),
    () => ({ url: 'x', bytes: utf8(JSON.stringify(assertion)) }),
    () => ({ url: host, bytes: 'text' }),
    () => ({ url: host, bytes: new Uint8Array([0xff]) }),
    () => ({ url: host, bytes: utf8('[]') }),
    () => ({ url: host, bytes: utf8('null') }),
    () => {
      throw 'text'
    },
    () => {
      throw undefined
    },
  ]
  for (const answer of answers) {
    const load = (async () => answer()) as Load
    const report = await verify(assertion, { ...options, load })
    expect(report.outcome, String(answer)).not.toBe('passed')
    expect((await verify(assertion.id, { ...options, load })).outcome, String(answer)).not.toBe('passed')
  }
})

test('anything that is recognised is examined without an exception, and passes only when it is what is published', async () => {
  const word = fc.oneof(
    fc.constantFrom(...Object.values(assertion), ...Object.values(badgeClass), context, 'hosted', assertion.id),
    fc.jsonValue({ maxDepth: 2 }),
  )
  const member = fc.constantFrom(...Object.keys(assertion), ...Object.keys(badgeClass), 'verify', 'uid', 'revoked')
  const document = fc.dictionary(member, word, { maxKeys: 12 }).map((changes) => ({ ...assertion, ...changes }))
  const { load } = web(pagesOf())
  await fc.assert(
    fc.asyncProperty(document, async (held) => {
      expect(openBadges2.recognise(JSON.parse(JSON.stringify(held)))).toBe(true)
      const report = await verify(held as never, { ...options, load })
      if (report.outcome === 'passed') expect(JSON.parse(JSON.stringify(held))).toEqual(JSON.parse(JSON.stringify(assertion)))
    }),
    { numRuns: 500, seed: 2 },
  )
})

test('texts that are none of its own are not recognised', () => {
  for (const text of [
    '',
    'x',
    '{}',
    'a.b.c',
    'https://',
    'https://a b',
    'ftp://a.example/',
    'javascript:alert(1)',
    'data:application/json,{}',
    `https://a.example/${'x'.repeat(3000)}`,
  ])
    expect(openBadges2.recognise(text), text).toBe(false)
  expect(openBadges2.recognise({ '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential'] })).toBe(false)
})
