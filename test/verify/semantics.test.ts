import { describe, expect, test } from 'vitest'
import { anchor, attach } from '../../src/anchor/index.js'
import { memory } from '../../src/anchor/memory.js'
import type { Signed } from '../../src/credential/secured.js'
import { document as didDocument } from '../../src/did/index.js'
import type { Check } from '../../src/errors.js'
import { keyAt } from '../../src/keys/signing-key.js'
import { fromDocuments } from '../../src/load/index.js'
import type { ChainReader } from '../../src/seams.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { current, type Report, type StatusType, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'

// Which combination of signature, key, anchor and status gives which outcome: every combination of these, and not a sample.
const signatures = ['valid', 'changed after signing', 'of another key'] as const
const keyStates = ['active', 'expired', 'revoked'] as const
const anchors = ['absent', 'skipped', 'passed', 'unknown', 'failed'] as const
const statuses = ['none', 'good', 'revoked', 'suspended', 'unreadable', 'not understood'] as const
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
  return anchor === 'unknown' || status === 'unreadable' || status === 'not understood' ? 'unknown' : 'passed'
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
    ],
  })

const verdicts: { readonly [status: string]: Check } = {
  good: { outcome: 'passed', detail: {} },
  revoked: { outcome: 'failed', problem: { name: 'status.RevokedError', message: 'Revoked.', facts: {} } },
  suspended: { outcome: 'failed', problem: { name: 'status.SuspendedError', message: 'Suspended for now.', facts: {} } },
  unreadable: { outcome: 'unknown', problem: { name: 'load.FailedError', message: 'The list could not be read.', facts: {} } },
}
const statusList: StatusType = {
  kind: 'status type',
  name: 'BitstringStatusListEntry',
  check: ({ statusPurpose }) => verdicts[String(statusPurpose)] ?? Promise.reject(new Error(String(statusPurpose))),
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
  const entry = {
    id: 'urn:status',
    type: 'BitstringStatusListEntry',
    statusPurpose: status,
    statusListIndex: '1',
    statusListCredential: 'https://uni.example/list',
  }
  const credentialStatus = status === 'not understood' ? { id: 'urn:status', type: 'https://x.example/OtherList' } : entry
  const badge = { ...badgeOf(did, `urn:badge:${statuses.indexOf(status)}`), ...(status !== 'none' && { credentialStatus }) }
  const bare = await sign(badge, { suite: eddsaRdfc2022, key, created: new Date('2026-07-01T00:00:00Z') })
  const { receipts } = await anchor([bare], { suite: eddsaRdfc2022, chain, keep: () => {} })
  badges.set(status, { bare, anchored: attach(bare, receipts) })
}

async function outcomeOf(one: Case, more: object = {}): Promise<Report['outcome']> {
  const { bare, anchored } = badges.get(one.status) as { bare: Signed; anchored: Signed }
  const held = one.anchor === 'absent' ? bare : anchored
  const report = await verify(one.signature === 'changed after signing' ? ({ ...held, name: 'Another' } as unknown as Signed) : held, {
    accept: [...current, statusList],
    issuers: 'any',
    load: fromDocuments({ 'https://uni.example/.well-known/did.json': documentOf(one) }),
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
  expect([cases.length, count('passed'), count('unknown'), count('failed')]).toEqual([270, 6, 34, 230])
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
