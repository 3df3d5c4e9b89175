import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { base58btc } from 'multiformats/bases/base58'
import { describe, expect, test } from 'vitest'
import { toBase64url, utf8 } from '../../src/bytes.js'
import type { Check } from '../../src/errors.js'
import type { Json } from '../../src/json.js'
import { fromDocuments } from '../../src/load/index.js'
import { checkDigests, digestsOf } from '../../src/load/integrity.js'
import type { Load } from '../../src/seams.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { current, verify } from '../../src/verify/index.js'
import { checkResources } from '../../src/verify/resources.js'
import { en, fr, words } from '../../src/verify/text.js'
import { badgeOf, keys } from '../badges.js'
import { contextPath, haveVectors } from '../vectors.js'

const now = new Date('2026-11-01T00:00:00Z')
const url = 'https://uni.example/files/diploma.pdf'
const file = utf8('%PDF-1.7 a diploma')
const names = ['sha256', 'sha384', 'sha512'] as const
const digestOf = (name: string, bytes: Uint8Array): Buffer => createHash(name).update(bytes).digest()
const sri = (name: string, bytes: Uint8Array = file): string => `${name}-${digestOf(name, bytes).toString('base64')}`
const codes = { sha256: [0x12, 32], sha384: [0x20, 48], sha512: [0x13, 64] } as const
const multihash = (name: keyof typeof codes, bytes: Uint8Array = file): Uint8Array => new Uint8Array([...codes[name], ...digestOf(name, bytes)])

const check = (relatedResource: Json, load: Load | undefined = fromDocuments({ [url]: file })): Promise<Check> =>
  checkResources({ relatedResource }, { load, now })
const said = async (...args: Parameters<typeof check>): Promise<string> => {
  const found = await check(...args)
  return 'problem' in found ? `${found.outcome} ${found.problem.name}` : found.outcome
}

describe('a related resource', () => {
  test.each(names)('is what its %s says, in each of the forms', async (name) => {
    for (const digest of [
      { digestSRI: sri(name) },
      { digestMultibase: `u${toBase64url(multihash(name))}` },
      { digestMultibase: base58btc.encode(multihash(name)) },
    ]) {
      expect(await check({ id: url, ...digest })).toEqual({ outcome: 'passed', detail: { resources: [{ id: url, outcome: 'passed', by: 'load' }] } })
      expect(await said({ id: url, ...digest }, fromDocuments({ [url]: utf8('%PDF-1.7 another') }))).toBe('failed load.DigestMismatchError')
    }
  })

  test('of any bytes, and no others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...names), async (bytes, other, name) => {
        const load = fromDocuments({ [url]: other })
        const same = Buffer.compare(bytes, other) === 0
        expect(await said({ id: url, digestSRI: sri(name, bytes) }, load)).toBe(same ? 'passed' : 'failed load.DigestMismatchError')
      }),
    )
  })

  test('must be what every member says, and of several digests what the strongest say', async () => {
    const other = utf8('other')
    expect(await said({ id: url, digestSRI: sri('sha256'), digestMultibase: `u${toBase64url(multihash('sha384', other))}` })).toBe(
      'failed load.DigestMismatchError',
    )
    expect(await said({ id: url, digestSRI: `${sri('sha256', other)} ${sri('sha384')}` })).toBe('passed')
    expect(await said({ id: url, digestSRI: `${sri('sha256')} ${sri('sha384', other)}` })).toBe('failed load.DigestMismatchError')
    expect(await said({ id: url, digestSRI: `${sri('sha384', other)}\n ${sri('sha384')}?ct=application/pdf` })).toBe('passed')
    expect(await said({ id: url, digestMultibase: [`u${toBase64url(multihash('sha256'))}`, `u${toBase64url(multihash('sha256', other))}`] })).toBe(
      'failed load.DigestMismatchError',
    )
  })

  test.each<[string, Json, string]>([
    ['no digest', { id: url }, 'failed load.BadDigestError'],
    ['an empty one', { id: url, digestSRI: '' }, 'failed load.BadDigestError'],
    ['a number', { id: url, digestSRI: 1 }, 'failed load.BadDigestError'],
    ['null', { id: url, digestSRI: null }, 'failed load.BadDigestError'],
    ['half a digest', { id: url, digestSRI: sri('sha384').slice(0, 40) }, 'failed load.BadDigestError'],
    ['a digest of another length', { id: url, digestSRI: sri('sha256').replace('sha256', 'sha512') }, 'failed load.BadDigestError'],
    ['foreign characters', { id: url, digestSRI: 'sha256-ééé' }, 'failed load.BadDigestError'],
    ['half a multihash', { id: url, digestMultibase: `u${toBase64url(multihash('sha256').slice(0, 20))}` }, 'failed load.BadDigestError'],
    ['no multihash', { id: url, digestMultibase: 'zO0' }, 'failed load.BadDigestError'],
    ['a list with nothing in it', { id: url, digestMultibase: [1] }, 'failed load.BadDigestError'],
    ['a digest without end', { id: url, digestMultibase: `z${'1'.repeat(10_000)}` }, 'failed load.BadDigestError'],
    ['another hash', { id: url, digestSRI: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, 'unknown load.UnknownDigestError'],
    ['another multihash', { id: url, digestMultibase: `u${toBase64url(new Uint8Array([0x16, 1, 0]))}` }, 'unknown load.UnknownDigestError'],
    ['another multibase', { id: url, digestMultibase: 'f1220' }, 'unknown load.UnknownDigestError'],
    ['no id', { digestSRI: sri('sha256') }, 'failed verify.BadResourceError'],
    ['an id that is no URL', { id: 'diploma.pdf', digestSRI: sri('sha256') }, 'failed verify.BadResourceError'],
    ['a URL alone', url, 'failed verify.BadResourceError'],
    [
      'an id that another has',
      [
        { id: url, digestSRI: sri('sha256') },
        { id: url, digestSRI: sri('sha384') },
      ],
      'failed verify.BadResourceError',
    ],
    ['thirty-two others', Array.from({ length: 33 }, (_, at) => ({ id: `${url}?${at}`, digestSRI: sri('sha256') })), 'unknown verify.TooManyResourcesError'],
  ])('with %s', async (_, entry, expected) => {
    expect(await said(entry)).toBe(expected)
  })

  test('a list of digests that is empty is none', async () => {
    // Nothing that could not match may pass.
    expect(() => checkDigests({ digestMultibase: [] }, url, digestsOf(file))).toThrow(expect.objectContaining({ name: 'load.BadDigestError' }))
  })

  test('is unknown without load, and where that has nothing', async () => {
    const entry = { id: url, digestSRI: sri('sha256') }
    const bare = await checkResources({ relatedResource: entry }, { now })
    expect('problem' in bare && [bare.outcome, bare.problem.name]).toEqual(['unknown', 'load.NoLoadError'])
    expect(await said(entry, fromDocuments({}))).toBe('unknown load.FailedError')
  })

  test('is asked for by its media type, one after the other', async () => {
    const asked: unknown[] = []
    let open = 0
    const load: Load = async (id, wish) => {
      expect(++open).toBe(1)
      asked.push(wish?.accept)
      await Promise.resolve()
      open--
      return { url: id, bytes: file }
    }
    const entries = [1, 2].map((at) => ({ id: `${url}?${at}`, digestSRI: sri('sha256'), mediaType: at === 1 ? 'application/pdf' : 7 }))
    expect(await said(entries, load)).toBe('passed')
    expect(asked).toEqual(['application/pdf', undefined])
  })

  test('that fails decides, and each is named', async () => {
    const found = await check([
      { id: `${url}?gone`, digestSRI: sri('sha256') },
      { id: url, digestSRI: sri('sha256', utf8('other')) },
    ])
    expect(found).toMatchObject({
      outcome: 'failed',
      problem: {
        name: 'load.DigestMismatchError',
        facts: {
          resources: [
            { id: `${url}?gone`, outcome: 'unknown', problem: 'load.FailedError' },
            { id: url, outcome: 'failed', problem: 'load.DigestMismatchError' },
          ],
        },
      },
    })
  })
})

describe('a context', () => {
  const v2 = 'https://www.w3.org/ns/credentials/v2'
  // The digest of VC Data Model 2.0, 5.3, as its own example has it.
  const published = 'sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU'

  test('whose text is known needs no load', async () => {
    expect(await checkResources({ relatedResource: [{ id: v2, digestSRI: published }] }, { now })).toEqual({
      outcome: 'passed',
      detail: { resources: [{ id: v2, outcome: 'passed', by: 'bundled' }] },
    })
  })

  test('whose digest is of another text is asked for', async () => {
    expect(await said({ id: v2, digestSRI: sri('sha384') }, fromDocuments({}))).toBe('unknown load.FailedError')
    expect(await said({ id: v2, digestSRI: sri('sha384') }, fromDocuments({ [v2]: utf8('{}') }))).toBe('failed load.DigestMismatchError')
    expect(await said({ id: v2, digestSRI: `sha384-${'A'.repeat(63)}` }, fromDocuments({}))).toBe('failed load.BadDigestError')
  })

  test.skipIf(!haveVectors)('is known by the digests of what is published', async () => {
    const { readFileSync } = await import('node:fs')
    const manifest = JSON.parse(readFileSync(contextPath('MANIFEST.json'), 'utf8')) as readonly { url: string; file: string }[]
    for (const context of [v2, 'https://w3id.org/security/data-integrity/v2']) {
      const bytes = readFileSync(contextPath(manifest.find((one) => one.url === context)?.file ?? ''))
      for (const name of names)
        expect(await checkResources({ relatedResource: { id: context, digestSRI: sri(name, bytes) } }, { now })).toMatchObject({ outcome: 'passed' })
    }
  })
})

describe('in a report', async () => {
  const badge = (entries: Json) => sign({ ...badgeOf(keys.ed25519.controller), relatedResource: entries } as never, { suite: eddsaRdfc2022, key: keys.ed25519 })

  test('a changed file fails the whole, and says so', async () => {
    const signed = await badge([{ id: url, digestSRI: sri('sha384') }])
    const options = { accept: current, issuers: 'any', now } as const
    const right = await verify(signed, { ...options, load: fromDocuments({ [url]: file }) })
    const wrong = await verify(signed, { ...options, load: fromDocuments({ [url]: utf8('') }) })
    const silent = await verify(signed, options)
    expect([right.outcome, wrong.outcome, silent.outcome]).toEqual(['passed', 'failed', 'unknown'])
    const line = (report: typeof right, language: typeof en) => words(report, language).lines.find(({ name }) => name === 'resources')?.text
    expect([line(right, en), line(right, fr), line(wrong, en), line(wrong, fr)]).toMatchInlineSnapshot(`
      [
        "The files that it refers to (1) are the ones that were meant.",
        "Les fichiers auxquels il renvoie (1) sont bien ceux qui étaient visés.",
        ""https://uni.example/files/diploma.pdf" is not what the issuer named: it was changed since, or somebody else answers there.",
        "« https://uni.example/files/diploma.pdf » n’est pas ce que l’émetteur a désigné : le contenu a changé depuis. Demandez à l’émetteur de le corriger.",
      ]
    `)
  })
})
