import { describe, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.js'
import type { Credential } from '../../src/credential/secured.js'
import type { Check } from '../../src/errors.js'
import { fromDocuments } from '../../src/load/documents.js'
import { overHttps } from '../../src/load/https.js'
import type { Load } from '../../src/seams.js'
import { ecdsaJcs2019 } from '../../src/sign/jcs.js'
import { sign } from '../../src/sign/sign.js'
import { bitstring, oneEdTechRevocationList, revocationList2020, type StatusType, statusList2021 } from '../../src/status/index.js'
import { everything } from '../../src/verify/all.js'
import { type Report, verify } from '../../src/verify/index.js'
import { keys } from '../badges.js'
import { badgeId, badgeWith, bitKinds, bitsWith, key, listOf, now, unsigned, url } from './lists.js'

const types = [bitstring, statusList2021, revocationList2020, oneEdTechRevocationList]

type Sample = {
  readonly type: StatusType
  readonly entry: object
  readonly good: object
  readonly revoked: object
  /** A list of another issuer, signed by that one. */
  readonly foreign: object
  readonly detail: object
  readonly malformed: readonly object[]
}

const bitSamples = bitKinds.map(async (kind, at): Promise<Sample> => {
  const foreign = await sign(unsigned(kind, bitsWith([]), { issuer: keys.p256.controller }), { suite: ecdsaJcs2019, key: keys.p256 })
  return {
    type: types[at] as StatusType,
    entry: kind.entry('7'),
    good: await listOf(kind, bitsWith([6, 8])),
    revoked: await listOf(kind, bitsWith([7])),
    foreign,
    detail: { index: 7, message: 'unset' },
    malformed: [
      ...['', '-1', '1.5', '1e3', 'x', ' 7', '0x7', '9'.repeat(16), '9'.repeat(100_000), -1, 1.5, 1e30, null, true, [7], { index: 7 }, undefined].map((index) =>
        kind.entry(index),
      ),
      ...['/status/1', 'status', '', 7, null, ['https://uni.example/status/1'], {}].map((list) => kind.entry('7', list)),
    ],
  }
})
const named = (revokedCredentials: unknown, more: object = {}) => ({ id: url, issuer: key.controller, revokedCredentials, ...more })
const samples: readonly Sample[] = [
  ...(await Promise.all(bitSamples)),
  {
    type: oneEdTechRevocationList,
    entry: { id: url, type: '1EdTechRevocationList' },
    good: named([{ id: 'https://uni.example/badges/2' }, { id: badgeId, revoked: false, revocationReason: 'Taken back.' }]),
    revoked: named([{ id: 'https://uni.example/badges/2' }, { id: badgeId, revoked: true, revocationReason: 'Issued in error.' }]),
    foreign: named([], { issuer: keys.p256.controller }),
    detail: {},
    malformed: [{ id: 'revocations' }, { id: '/revocations' }].map((entry) => ({ ...entry, type: '1EdTechRevocationList' })),
  },
]

const problemOf = (check: Check | Report['checks']['status']) =>
  'problem' in check ? `${check.outcome}: ${check.problem.name}` : check.outcome === 'skipped' ? `skipped: ${check.because}` : check.outcome

test('there are four types, and each is accepted by its name', () => {
  expect(types.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'status type BitstringStatusListEntry',
    'status type StatusList2021Entry',
    'status type RevocationList2020Status',
    'status type 1EdTechRevocationList',
  ])
  expect(types.every((type) => everything.includes(type))).toBe(true)
})

describe.each(samples)('$type.name', ({ type, entry, good, revoked, foreign, detail, malformed }) => {
  const report = async (load: Load | undefined, status: unknown = entry): Promise<Report> =>
    verify(await badgeWith(status), { accept: everything, issuers: 'any', now, ...(load && { load }) })
  const told = async (load: Load | undefined, status?: unknown) => problemOf((await report(load, status)).checks.status)
  const serve = (list: object | Uint8Array): Load => fromDocuments({ [url]: list })

  test('a credential that its list does not name passes, with what was read', async () => {
    const { outcome, checks } = await report(serve(good))
    expect([outcome, checks.status]).toEqual([
      'passed',
      {
        outcome: 'passed',
        detail: { lists: [url], entries: [{ type: type.name, outcome: 'passed', purpose: 'revocation', list: url, value: 0, ...detail }] },
      },
    ])
  })

  test('one that it names is revoked, for good, with what was read', async () => {
    const { outcome, checks } = await report(serve(revoked))
    const set = 'index' in detail ? { ...detail, message: 'set' } : detail
    const facts = { purpose: 'revocation', list: url, value: 1, ...set }
    expect([outcome, checks.status]).toEqual([
      'failed',
      {
        outcome: 'failed',
        problem: {
          name: 'status.RevokedError',
          message: 'Its issuer has revoked it: it is no longer valid, and will not be again. Ask its issuer whether there is a newer one.',
          facts: { ...facts, entries: [{ type: type.name, outcome: 'failed', problem: 'status.RevokedError', ...facts }] },
        },
      },
    ])
  })

  test('without a load, nothing is known', async () => {
    expect(await told(undefined)).toBe('unknown: load.NoLoadError')
  })

  test.each<[string, Load]>([
    ['no such list', fromDocuments({})],
    ['a load that throws a text', () => Promise.reject('no')],
    [
      'a load that throws at once',
      () => {
        throw new TypeError('no')
      },
    ],
    ['a load that answers nothing', async () => undefined as never],
    ['a load that answers no bytes', async (url) => ({ url, bytes: 'text' as never })],
  ])('%s: nothing is known', async (_, load) => {
    expect(await told(load)).toMatch(/^unknown: (load\.FailedError|Error|TypeError|status\.UnreadableListError)$/)
  })

  test.each<[string, object | Uint8Array]>([
    ['nothing', utf8('')],
    ['no UTF-8', Uint8Array.of(0xff, 0xfe)],
    ['a page', utf8('<!doctype html><p>Come back later.')],
    ['half a list', utf8(JSON.stringify(good).slice(0, -40))],
    ['a list of lists', [good]],
    ['a number', utf8('7')],
    ['null', utf8('null')],
    ['an empty object', {}],
    ['an excuse of the server', { error: 'too many requests', status: 429 }],
    ['another credential', { '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential'], credentialSubject: {} }],
    ['100,000 levels', utf8(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
    ['the same key twice', utf8('{"type":"x","type":"y"}')],
    ['__proto__', utf8('{"__proto__":{}}')],
  ])('%s in its place: nothing is known', async (_, list) => {
    expect(await told(serve(list))).toBe('unknown: status.UnreadableListError')
  })

  test('the list of another issuer is no good one', async () => {
    expect(await told(serve(foreign))).toBe('failed: status.BadListError')
  })

  test('a redirect that leads to itself ends', async () => {
    let asked = 0
    const fetch = async (at: string) => {
      asked++
      return { status: 302, url: at, headers: { get: (name: string) => (name === 'location' ? url : null) }, arrayBuffer: async () => new ArrayBuffer(0) }
    }
    expect(await told(overHttps({ fetch }))).toBe('unknown: load.FailedError')
    expect(asked).toBe(4)
  })

  test('a malformed entry fails, and nothing is read for it', async () => {
    const world = {
      now,
      load: () => Promise.reject(new Error('it was read')),
      verifyList: () => Promise.reject(new Error('it was verified')),
    }
    for (const one of malformed) {
      const check = await type.check(one as never, { id: badgeId, issuer: key.controller } as Credential, world)
      expect(problemOf(check), JSON.stringify(one).slice(0, 100)).toBe('failed: status.BadEntryError')
    }
  })

  test('two entries on one list are read once, and both are told', async () => {
    let asked = 0
    const list = serve(revoked)
    const load: Load = (at, wish) => {
      asked++
      return list(at, wish)
    }
    const { checks } = await report(load, [entry, { id: 'urn:other', type: 'ExampleCrl' }, entry])
    expect(problemOf(checks.status)).toBe('failed: status.RevokedError')
    expect('problem' in checks.status && checks.status.problem.facts['entries']).toMatchObject([
      { type: type.name, problem: 'status.RevokedError', value: 1 },
      { type: 'ExampleCrl', outcome: 'unknown', problem: 'status.UnknownTypeError' },
      { type: type.name, problem: 'status.RevokedError', value: 1 },
    ])
    expect(asked).toBe(1)
  })

  test('a stop is passed on to the load, and what was not read by then is unknown', async () => {
    const controller = new AbortController()
    const load: Load = (_, { cancel } = {}) =>
      new Promise((_, reject) => {
        cancel?.addEventListener('abort', () => reject(new Error('stopped')))
        controller.abort()
      })
    const badge = await badgeWith(entry)
    const { checks } = await verify(badge, { accept: everything, issuers: 'any', now, load, cancel: controller.signal })
    expect(problemOf(checks.status)).toBe('unknown: verify.CancelledError')
  })

  test('changes nothing that it was given', async () => {
    const frozen = Object.freeze({ ...entry })
    const credential = Object.freeze({ id: badgeId, issuer: key.controller }) as Credential
    const world = { now, load: serve(good), verifyList: async () => ({ outcome: 'passed', detail: Object.freeze(structuredClone(good)) }) as never }
    expect((await type.check(frozen as never, credential, Object.freeze(world))).outcome).toBe('passed')
  })
})

describe('a custom verifier of lists', () => {
  test.each(samples.slice(0, 3))('of $type.name that skips leaves a doubt', async ({ type, entry, good }) => {
    const world = { now, load: fromDocuments({ [url]: good }), verifyList: async () => ({ outcome: 'skipped', because: 'not asked' }) as const }
    const check = await type.check(entry as never, { id: badgeId, issuer: key.controller } as Credential, world)
    expect(problemOf(check)).toBe('unknown: status.UncheckedListError')
  })
})
