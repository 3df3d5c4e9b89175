import { describe, expect, test } from 'vitest'
import { anchor, attach } from '../../src/anchor/index.js'
import { memory } from '../../src/anchor/memory.js'
import type { OpenBadge } from '../../src/credential/badge.js'
import type { Signed } from '../../src/credential/secured.js'
import { document as didDocument } from '../../src/did/index.js'
import { keyAt } from '../../src/keys/signing-key.js'
import { fromDocuments } from '../../src/load/index.js'
import type { ChainReader } from '../../src/seams.js'
import { ecdsaRdfc2019, eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { create, entry, listCredential, type Purpose, set } from '../../src/status/index.js'
import { current, type Report, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'

// Which combination of signature, key, anchor and status gives which outcome: every combination of these, and not a sample.
const signatures = ['valid', 'changed after signing', 'of another key'] as const
const keyStates = ['active', 'expired', 'revoked'] as const
const anchors = ['absent', 'skipped', 'passed', 'unknown', 'failed'] as const
const statuses = ['none', 'good', 'revoked', 'suspended', 'unreadable', 'of another time', 'not understood'] as const
type Case = {
  readonly signature: (typeof signatures)[number]
  readonly key: (typeof keyStates)[number]
  readonly anchor: (typeof anchors)[number]
  readonly status: (typeof statuses)[number]
}

/** The rule. `failed` beats `unknown` beats `passed`; an anchor never overrides a revocation, and never mends a signature. */
function expected(one: Case, allowTest = false): Report['outcome'] {
  const { signature, key, anchor, status } = one
  if (signature !== 'valid') return 'failed'
  if (status === 'revoked' || status === 'suspended') return 'failed'
  if (anchor === 'failed') return 'failed'
  const ofKey = key === 'active' ? 'passed' : expectedOfEnded(one, allowTest)
  if (ofKey !== 'passed') return ofKey
  return anchor === 'unknown' || (status !== 'none' && status !== 'good') ? 'unknown' : 'passed'
}

/** What was on a chain before the key ended is good. Where nobody looked, a key that only retired leaves a doubt, and a revoked one none unless a chain could tell. */
function expectedOfEnded({ key, anchor }: Case, allowTest: boolean): Report['outcome'] {
  if (anchor === 'passed' && allowTest) return 'passed'
  if (key === 'expired') return 'unknown'
  return anchor === 'skipped' || anchor === 'unknown' ? 'unknown' : 'failed'
}

/** With `require: ['anchor']` an anchor that is not there fails, and one that nobody looked up is a doubt. */
function expectedWhenRequired(one: Case): Report['outcome'] {
  const outcome = expected(one, true)
  if (one.anchor === 'absent') return 'failed'
  return outcome === 'passed' && one.anchor === 'skipped' ? 'unknown' : outcome
}

const did = 'did:web:uni.example'
const now = new Date('2026-11-01T00:00:00Z')
const ended = new Date('2026-10-01T00:00:00Z')
const signer = keys.ed25519.signer
const key = keyAt(`${did}#2026`, signer)
// The lists are signed with a key that does not end.
const listKey = keyAt(`${did}#lists`, keys.p256.signer)
const documentOf = ({ signature, key: state }: Case) =>
  didDocument({
    id: did,
    keys: [
      {
        id: key.id,
        publicKey: signature === 'of another key' ? keys.p256.signer.publicKey : signer.publicKey,
        ...(state === 'expired' && { expires: ended }),
        ...(state === 'revoked' && { revoked: ended }),
      },
      { id: listKey.id, publicKey: listKey.signer.publicKey },
    ],
  })

const listUrl = (name: string) => `https://uni.example/status/${name}`
async function listOf(name: string, purpose: Purpose, validUntil: string): Promise<[string, Signed]> {
  const list = set(create({ purpose }), [7], true)
  const [validFrom, until] = [new Date('2026-10-01T00:00:00Z'), new Date(validUntil)]
  const credential = await listCredential({ id: listUrl(name), issuer: did, list, validFrom, validUntil: until })
  return [listUrl(name), await sign(credential, { suite: ecdsaRdfc2019, key: listKey })]
}
const lists = Object.fromEntries(
  await Promise.all([
    listOf('revocation', 'revocation', '2026-11-02T00:00:00Z'),
    listOf('suspension', 'suspension', '2026-11-02T00:00:00Z'),
    listOf('old', 'revocation', '2026-10-02T00:00:00Z'),
  ]),
)
const entries: { readonly [status: string]: object } = {
  good: entry({ list: listUrl('revocation'), index: 6, purpose: 'revocation' }),
  revoked: entry({ list: listUrl('revocation'), index: 7, purpose: 'revocation' }),
  suspended: entry({ list: listUrl('suspension'), index: 7, purpose: 'suspension' }),
  unreadable: entry({ list: listUrl('gone'), index: 6, purpose: 'revocation' }),
  'of another time': entry({ list: listUrl('old'), index: 6, purpose: 'revocation' }),
  'not understood': { id: 'urn:status', type: 'https://x.example/OtherList' },
}

const chain = memory({ now: new Date('2026-07-01T01:00:00Z') })
const readers: { readonly [anchor: string]: readonly ChainReader[] } = {
  absent: [chain],
  skipped: [],
  passed: [chain],
  unknown: [{ id: chain.id, find: async () => undefined }],
  failed: [{ id: chain.id, find: async () => ({ commitment: new Uint8Array(32), time: '2026-07-01T01:00:00Z', confirmations: 9, settled: true }) }],
}

/** One signed badge for each status, with its receipt. */
const badges = new Map<string, { readonly bare: Signed; readonly anchored: Signed }>()
for (const status of statuses) {
  const credentialStatus = entries[status]
  const badge = { ...badgeOf(did, `urn:badge:${statuses.indexOf(status)}`), ...(credentialStatus && { credentialStatus }) } as OpenBadge
  const bare = await sign(badge, { suite: eddsaRdfc2022, key, created: new Date('2026-07-01T00:00:00Z') })
  const { receipts } = await anchor([bare], { suite: eddsaRdfc2022, chain, keep: () => {} })
  badges.set(status, { bare, anchored: attach(bare, receipts) })
}

async function outcomeOf(one: Case, more: object = {}): Promise<Report['outcome']> {
  const { bare, anchored } = badges.get(one.status) as { bare: Signed; anchored: Signed }
  const held = one.anchor === 'absent' ? bare : anchored
  const report = await verify(one.signature === 'changed after signing' ? ({ ...held, name: 'Another' } as unknown as Signed) : held, {
    accept: current,
    issuers: 'any',
    load: fromDocuments({ 'https://uni.example/.well-known/did.json': documentOf(one), ...lists }),
    chains: readers[one.anchor],
    now,
    ...more,
  })
  return report.outcome
}

const cases = signatures.flatMap((signature) =>
  keyStates.flatMap((state) => anchors.flatMap((anchor) => statuses.map((status): Case => ({ signature, key: state, anchor, status })))),
)

describe.each(signatures.flatMap((signature) => keyStates.map((state) => ({ signature, state }))))('a signature $signature, a key that is $state', (of) => {
  const mine = cases.filter((one) => one.signature === of.signature && one.key === of.state)

  test('every anchor with every status', async () => {
    const told = await Promise.all(mine.map(async (one) => ({ ...one, outcome: await outcomeOf(one) })))
    expect(told).toEqual(mine.map((one) => ({ ...one, outcome: expected(one) })))
  })

  test('the same where an anchor is required', async () => {
    const told = await Promise.all(mine.map(async (one) => ({ ...one, outcome: await outcomeOf(one, { require: ['anchor'], allowTest: true }) })))
    expect(told).toEqual(mine.map((one) => ({ ...one, outcome: expectedWhenRequired(one) })))
  })

  test('on a test chain that is not allowed, nothing passes where an anchor is required', async () => {
    const told = await Promise.all(mine.map((one) => outcomeOf(one, { require: ['anchor'] })))
    expect(told).not.toContain('passed')
  })
})

test('the table has every outcome', () => {
  const count = (outcome: string) => cases.filter((one) => expected(one) === outcome).length
  expect([cases.length, count('passed'), count('unknown'), count('failed')]).toEqual([315, 6, 44, 265])
})

describe('a key that has ended, by when the signature was on a chain', () => {
  const days = (count: number) => new Date(ended.getTime() + count * 24 * 3600 * 1000)

  /** One badge, on a chain at `at` that may be off by `tolerance` seconds, whose key ended on the first of October. */
  async function judged(how: 'expires' | 'revoked', at: Date, { tolerance = 0, readers }: { tolerance?: number; readers?: readonly ChainReader[] } = {}) {
    const kept = memory({ now: at })
    const bare = await sign(badgeOf(did, 'urn:badge:late'), { suite: eddsaRdfc2022, key, created: new Date('2026-07-01T00:00:00Z') })
    const { receipts } = await anchor([bare], { suite: eddsaRdfc2022, chain: kept, keep: () => {} })
    const reader: ChainReader = {
      id: kept.id,
      find: async (one, options) => {
        const sighting = await kept.find(one, options)
        return sighting && { ...sighting, time: at.toISOString(), tolerance, testOnly: false }
      },
    }
    const { checks, outcome } = await verify(attach(bare, receipts), {
      accept: current,
      issuers: 'any',
      load: fromDocuments({
        'https://uni.example/.well-known/did.json': didDocument({ id: did, keys: [{ id: key.id, publicKey: signer.publicKey, [how]: ended }] }),
      }),
      chains: readers ?? [reader],
      now,
    })
    const { signature } = checks
    return [outcome, signature.outcome === 'passed' ? signature.detail.proofs[0]?.judgedAt : 'problem' in signature && signature.problem.name]
  }

  test('retired: before, inside the tolerance of the chain, after', async () => {
    expect(await judged('expires', days(-1))).toEqual(['passed', days(-1).toISOString()])
    expect(await judged('expires', days(-1), { tolerance: 2 * 24 * 3600 })).toEqual(['unknown', 'keys.RetiredUnknownTimeError'])
    expect(await judged('expires', days(0))).toEqual(['failed', 'sign.KeyRetiredError'])
    expect(await judged('expires', days(1))).toEqual(['failed', 'sign.KeyRetiredError'])
  })

  test('revoked: before the month that is not believed, in it, after', async () => {
    expect(await judged('revoked', days(-31))).toEqual(['passed', days(-31).toISOString()])
    expect(await judged('revoked', days(-31), { tolerance: 2 * 24 * 3600 })).toEqual(['unknown', 'keys.CompromiseWindowError'])
    expect(await judged('revoked', days(-30))).toEqual(['unknown', 'keys.CompromiseWindowError'])
    expect(await judged('revoked', days(-1))).toEqual(['unknown', 'keys.CompromiseWindowError'])
    expect(await judged('revoked', days(-1), { tolerance: 2 * 24 * 3600 })).toEqual(['failed', 'sign.KeyRevokedError'])
    expect(await judged('revoked', days(0))).toEqual(['failed', 'sign.KeyRevokedError'])
  })

  test('revoked: a receipt that names a chain which the caller does not ask softens nothing', async () => {
    const another: ChainReader = { id: 'eip155:1', find: async () => undefined }
    expect(await judged('revoked', days(-31), { readers: [another] })).toEqual(['failed', 'sign.KeyRevokedError'])
    expect(await judged('revoked', days(-31), { readers: [] })).toEqual(['unknown', 'keys.RevokedUnknownTimeError'])
    expect(await judged('expires', days(-31), { readers: [another] })).toEqual(['unknown', 'keys.RetiredUnknownTimeError'])
  })
})
