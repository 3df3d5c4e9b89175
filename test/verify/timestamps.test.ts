import { describe, expect, test } from 'vitest'
import { bitcoinReader } from '../../src/anchor/bitcoin.js'
import { anchor, attach, extend, lookUp } from '../../src/anchor/index.js'
import { memory } from '../../src/anchor/memory.js'
import { toPng } from '../../src/bake/index.js'
import { type Bytes, concat, fromHex, utf8 } from '../../src/bytes.js'
import { document as didDocument } from '../../src/did/index.js'
import { keyAt } from '../../src/keys/signing-key.js'
import { fromDocuments } from '../../src/load/index.js'
import type { BlockHeader, ChainReader } from '../../src/seams.js'
import { signJwt } from '../../src/sign/index.js'
import { ecdsaRdfc2019, eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { everything } from '../../src/verify/all.js'
import { current, type Held, type Report, verify } from '../../src/verify/index.js'
import { en, fr, words } from '../../src/verify/text.js'
import { fakeBitcoin } from '../anchor/fake-bitcoin.js'
import { type Branch, elsewhere, hashOf, onBitcoin, onLitecoin, pendingAt, rootOf, salted, writeOts } from '../anchor/ots.js'
import { badgeOf, keys } from '../badges.js'

const did = 'did:web:uni.example'
const now = new Date('2026-11-01T00:00:00Z')
const ended = new Date('2026-10-01T00:00:00Z')
const key = keyAt(`${did}#2026`, keys.ed25519.signer)
const second = keyAt(`${did}#second`, keys.p256.signer)
const created = new Date('2026-07-01T00:00:00Z')
const main = 'bip122:000000000019d6689c085ae165831e93'
const height = 900_000

const badge = badgeOf(did)
const signed = await sign(badge, { suite: eddsaRdfc2022, key, created })
const text = JSON.stringify(signed, undefined, 2)

/** The document of the issuer, whose key is good, or has ended. */
const load = (end: { readonly expires?: Date; readonly revoked?: Date } = {}) =>
  fromDocuments({
    'https://uni.example/.well-known/did.json': didDocument({
      id: did,
      keys: [
        { id: key.id, publicKey: key.signer.publicKey, ...end },
        { id: second.id, publicKey: second.signer.publicKey },
      ],
    }),
  })
const treeOf = (at = height): readonly Branch[] => [salted('nonce', [salted('sibling', [onBitcoin(at)])])]
const bytesOf = (file: string | Uint8Array): Uint8Array => (typeof file === 'string' ? utf8(file) : file)
const stamp = (file: string | Uint8Array, tree: readonly Branch[] = treeOf()): Uint8Array => writeOts(hashOf(8, bytesOf(file)), tree)
/** A reader whose block has the root to which the timestamp of a file leads. */
const readerOf = (file: string | Uint8Array, header: Partial<BlockHeader> = {}, tree = treeOf()): ChainReader => ({
  id: main,
  find: async () => undefined,
  header: async (at) =>
    at === height
      ? {
          merkleRoot: fromHex(rootOf(tree, hashOf(8, bytesOf(file)))).reverse(),
          time: '2026-07-02T00:00:00.000Z',
          confirmations: 9,
          settled: true,
          tolerance: 7200,
          ...header,
        }
      : undefined,
})
const check = (held: Held, more: Partial<verify.Options> = {}): Promise<Report> =>
  verify(held, { accept: current, issuers: 'any', load: load(), now, timestamps: [stamp(text)], chains: [readerOf(text)], ...more })
const told = ({ outcome, checks: { anchor: found } }: Report): string => {
  const why = 'problem' in found ? found.problem.name : found.outcome === 'skipped' ? found.because : found.detail.sightings.map(({ block }) => block).join()
  return `${outcome}: ${found.outcome}, ${why}`
}

describe('a timestamp beside', () => {
  test('what the report says of it', async () => {
    const report = await check(text)
    expect([report.outcome, report.checks.anchor]).toMatchInlineSnapshot(`
      [
        "passed",
        {
          "detail": {
            "sightings": [
              {
                "block": 900000,
                "chain": "bip122:000000000019d6689c085ae165831e93",
                "confirmations": 9,
                "testOnly": false,
                "time": "2026-07-02T00:00:00.000Z",
                "tolerance": 7200,
                "transaction": "",
              },
            ],
          },
          "outcome": "passed",
        },
      ]
    `)
    expect(words(report, en).lines.find(({ name }) => name === 'anchor')?.text).toMatchInlineSnapshot(
      `"Existed before 2026-07-02 (bip122:000000000019d6689c085ae165831e93, block 900000)."`,
    )
    expect(words(report, fr).lines.find(({ name }) => name === 'anchor')?.text).toMatchInlineSnapshot(
      `"Existait avant le 2026-07-02 (bip122:000000000019d6689c085ae165831e93, bloc 900000)."`,
    )
  })

  test('that was checked by a header of the caller, which it says', async () => {
    const report = await check(text, { chains: [readerOf(text, { evidence: 'pinned' })] })
    expect(report.checks.anchor).toMatchObject({ outcome: 'passed', detail: { sightings: [{ evidence: 'pinned' }] } })
    expect(words(report, en).lines.find(({ name }) => name === 'anchor')?.text).toMatchInlineSnapshot(
      `"Existed before 2026-07-02 (bip122:000000000019d6689c085ae165831e93, block 900000, by a copy of the block that is kept here)."`,
    )
    expect(words(report, fr).lines.find(({ name }) => name === 'anchor')?.text).toMatchInlineSnapshot(
      `"Existait avant le 2026-07-02 (bip122:000000000019d6689c085ae165831e93, bloc 900000, d’après une copie du bloc conservée ici)."`,
    )
  })

  test('dates text, bytes, a file, an image, a JWT: whatever has bytes', async () => {
    const pixel = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), (one) =>
      one.charCodeAt(0),
    )
    const png = toPng(pixel, signed)
    const jwt = await signJwt(badge, { key })
    for (const file of [text, utf8(text), `\ufeff${text}\n`, png, jwt, `${jwt}\n`]) {
      const beside = { timestamps: [stamp(file)], chains: [readerOf(file)], accept: everything }
      expect(told(await check(file, beside))).toBe(`passed: passed, ${height}`)
      expect(told(await check(new Blob([bytesOf(file) as Bytes]), beside))).toBe(`passed: passed, ${height}`)
    }
  })

  test('through a Bitcoin of its own, as an explorer and as a node tell it', async () => {
    const tree = treeOf(3)
    for (const source of ['https://bitcoin.example/api', 'https://bitcoin.example/rest'] as const) {
      const bitcoin = fakeBitcoin()
      bitcoin.mine(2)
      bitcoin.mine(1, rootOf(tree, hashOf(8, utf8(text))))
      const ask = () => check(text, { timestamps: [stamp(text, tree)], chains: [bitcoinReader({ source, load: bitcoin.load })], require: ['anchor'] })
      expect(told(await ask())).toBe('unknown: unknown, anchor.NotSettledError')
      bitcoin.mine(5)
      // The signature says that it is of 2026, and block 3 is of 2009.
      expect(told(await ask())).toBe('failed: failed, anchor.BeforeCreatedError')
    }
  })

  test('of other bytes is wrong, be it for a space', async () => {
    for (const file of [JSON.stringify(signed), `${text}\n`, text.replace('Thirty', 'Forty')])
      expect(told(await check(file)), file.slice(0, 20)).toBe('failed: failed, anchor.OtherFileError')
    // Without a chain too: nobody needs to be asked.
    expect(told(await check(JSON.stringify(signed), { chains: [] }))).toBe('failed: failed, anchor.OtherFileError')
  })

  test('of a file cannot be held against an object: it may have been written in many ways', async () => {
    const report = await check(signed)
    expect(told(report)).toBe('unknown: unknown, anchor.NotExaminedError')
    expect('problem' in report.checks.anchor && report.checks.anchor.problem.message).toMatchInlineSnapshot(
      `"It comes with a timestamp that could not be examined. It covers the bytes of a file: pass those, and not the object that was read from them."`,
    )
  })

  test('cannot be held against a text that is in no file', async () => {
    // What has half a character is written as what has the mark of a missing one.
    const [half, whole] = ['\ud800', '\ufffd'].map((one) => JSON.stringify({ ...signed, '@id': one }).replace('\\ud800', '\ud800')) as [string, string]
    expect(told(await check(half, { timestamps: [stamp(whole)], chains: [readerOf(whole)] }))).not.toContain('passed')
  })

  test.each<[string, readonly Branch[], Partial<verify.Options>, string]>([
    ['that waits for its calendar', [pendingAt('https://a.example')], {}, 'unknown: unknown, anchor.PendingTimestampError'],
    ['that waits for its calendar, without a chain', [pendingAt('https://a.example')], { chains: [] }, 'unknown: unknown, anchor.PendingTimestampError'],
    ['by others', [onLitecoin(1), elsewhere()], {}, 'passed: skipped, not understood'],
    ['by others, where one is required', [onLitecoin(1), elsewhere()], { require: ['anchor'] }, 'unknown: unknown, anchor.NotExaminedError'],
    ['without a chain', treeOf(), { chains: [] }, 'passed: skipped, not asked'],
    ['without its chain', treeOf(), { chains: [{ id: 'eip155:1', find: async () => undefined }] }, 'passed: skipped, not asked'],
    ['with a reader that has no headers', treeOf(), { chains: [{ id: main, find: async () => undefined }] }, 'passed: skipped, not asked'],
    ['without a chain, where one is required', treeOf(), { chains: [], require: ['anchor'] }, 'unknown: unknown, anchor.NotExaminedError'],
    ['in a block that is not there', treeOf(1), {}, 'unknown: unknown, anchor.ChainSilentError'],
    ['in a block that is not deep', treeOf(), { chains: [readerOf(text, { settled: false })] }, 'unknown: unknown, anchor.NotSettledError'],
    ['in a block that has another root', [salted('x', treeOf())], {}, 'failed: failed, anchor.NotInBlockError'],
    ['where one is required', treeOf(), { require: ['anchor'] }, `passed: passed, ${height}`],
  ])('%s', async (_, tree, options, expected) => {
    expect(told(await check(text, { timestamps: [stamp(text, tree)], ...options }))).toBe(expected)
  })

  test('that is damaged is wrong, and one that is newer a doubt', async () => {
    const ots = stamp(text)
    expect(told(await check(text, { timestamps: [ots.subarray(1)] }))).toBe('failed: failed, anchor.TimestampShapeError')
    expect(told(await check(text, { timestamps: [ots.with(31, 2)] }))).toBe('unknown: unknown, anchor.NewerTimestampError')
  })

  test('of several one that is wrong fails, and one that passes is enough', async () => {
    const [good, waiting, wrong] = [stamp(text), stamp(text, [pendingAt('https://a.example')]), stamp('x')]
    expect(told(await check(text, { timestamps: [waiting, good] }))).toBe(`passed: passed, ${height}`)
    expect(told(await check(text, { timestamps: [good, wrong] }))).toBe('failed: failed, anchor.OtherFileError')
    expect(told(await check(text, { timestamps: [] }))).toBe('passed: skipped, absent')
    expect(told(await check(text, { timestamps: [], require: ['anchor'] }))).toBe('failed: failed, anchor.MissingError')
  })

  test('dates all the proofs at once, and is one sighting', async () => {
    const twice = JSON.stringify(await sign(signed as never, { suite: ecdsaRdfc2019, key: second, created }))
    const report = await check(twice, { timestamps: [stamp(twice)], chains: [readerOf(twice)] })
    expect(told(report)).toBe(`passed: passed, ${height}`)
    const late = JSON.stringify(await sign(signed as never, { suite: ecdsaRdfc2019, key: second, created: new Date('2026-10-30T00:00:00Z') }))
    expect(told(await check(late, { timestamps: [stamp(late)], chains: [readerOf(late)] }))).toBe('failed: failed, anchor.BeforeCreatedError')
  })

  test('stands beside receipts', async () => {
    const chain = memory({ now: new Date('2026-07-05T00:00:00Z') })
    const { receipts } = await anchor([signed], { suite: eddsaRdfc2022, chain, keep: () => {} })
    const both = JSON.stringify(attach(signed, receipts))
    const report = await check(both, { timestamps: [stamp(both)], chains: [chain, readerOf(both)] })
    expect(told(report)).toBe(`passed: passed, ,${height}`)
  })

  test('says nothing where the signature does not pass; that it is of another file it says', async () => {
    const forged = text.replace('"Statistics I"', '"Statistics II"')
    expect(told(await check(forged, { timestamps: [stamp(forged)], chains: [readerOf(forged)] }))).toBe('failed: unknown, anchor.NotExaminedError')
    expect(told(await check(forged))).toBe('failed: failed, anchor.OtherFileError')
    const unsigned = JSON.stringify(badge)
    expect(told(await check(unsigned, { timestamps: [stamp(unsigned)], chains: [readerOf(unsigned)] }))).toBe('failed: unknown, anchor.NotExaminedError')
  })

  test('nothing is asked of a chain where nothing could be decided', async () => {
    let asked = 0
    const reader: ChainReader = {
      ...readerOf(text),
      header: async () => {
        asked++
        return undefined
      },
    }
    const forged = text.replace('"Statistics I"', '"Statistics II"')
    await check(forged, { timestamps: [stamp(forged)], chains: [reader] })
    expect(asked).toBe(0)
    await check(text, { chains: [reader] })
    expect(asked).toBe(1)
  })

  test('is not read beside what another format reads, and says so', async () => {
    const assertion = JSON.stringify({
      '@context': 'https://w3id.org/openbadges/v2',
      type: 'Assertion',
      id: 'https://uni.example/assertions/1',
      badge: 'https://uni.example/badge',
      recipient: { type: 'email', hashed: false, identity: 'zoe@example.org' },
      issuedOn: '2020-01-01T00:00:00Z',
      verification: { type: 'hosted' },
    })
    const report = await check(assertion, { accept: everything, timestamps: [stamp(assertion)], chains: [readerOf(assertion)] })
    expect(told(report)).toMatch(/: unknown, anchor.NotExaminedError$/)
  })

  test('is bytes, and in a list: the call is wrong otherwise', async () => {
    const message = '`timestamps` must list `.ots` files, each as its bytes.'
    await expect(check(text, { timestamps: ['AE9wZW4='] as never })).rejects.toThrow(message)
    await expect(check(text, { timestamps: stamp(text) as never })).rejects.toThrow(message)
  })

  test('is of what was held when the call was made, whatever becomes of it', async () => {
    const held = utf8(text)
    const report = check(held)
    held.fill(0x20)
    expect(told(await report)).toBe(`passed: passed, ${height}`)
  })
})

describe('a key that has ended, by the time of a timestamp', () => {
  const days = (count: number) => new Date(ended.getTime() + count * 24 * 3600 * 1000)
  const judged = async (how: 'expires' | 'revoked', options: { readonly at?: Date; readonly more?: Partial<verify.Options> } = {}) => {
    const { at = days(-31), more } = options
    const { outcome, checks } = await check(text, { load: load({ [how]: ended }), chains: [readerOf(text, { time: at.toISOString() })], ...more })
    const { signature } = checks
    return [outcome, signature.outcome === 'passed' ? signature.detail.proofs[0]?.judgedAt : 'problem' in signature && signature.problem.name]
  }
  const waiting = { timestamps: [stamp(text, [pendingAt('https://a.example')])] }

  test('retired: before, inside the two hours, after, and without a block', async () => {
    expect(await judged('expires', { at: days(-1) })).toEqual(['passed', days(-1).toISOString()])
    expect(await judged('expires', { at: new Date(ended.getTime() - 7200_000) })).toEqual(['unknown', 'keys.RetiredUnknownTimeError'])
    expect(await judged('expires', { at: new Date(ended.getTime() - 7200_001) })).toEqual(['passed', '2026-09-30T21:59:59.999Z'])
    expect(await judged('expires', { at: days(0) })).toEqual(['failed', 'sign.KeyRetiredError'])
    expect(await judged('expires', { more: waiting })).toEqual(['unknown', 'keys.RetiredUnknownTimeError'])
  })

  test('revoked: before the month that is not believed, in it, after', async () => {
    expect(await judged('revoked')).toEqual(['passed', days(-31).toISOString()])
    expect(await judged('revoked', { at: days(-30) })).toEqual(['unknown', 'keys.CompromiseWindowError'])
    expect(await judged('revoked', { at: days(0) })).toEqual(['failed', 'sign.KeyRevokedError'])
  })

  test('revoked: a chain that could tell leaves a doubt; a stamp of today, a stranger or another chain softens nothing', async () => {
    expect(await judged('revoked', { more: { chains: [] } })).toEqual(['unknown', 'keys.RevokedUnknownTimeError'])
    expect(await judged('revoked', { more: { chains: [{ ...readerOf(text), header: async () => undefined }] } })).toEqual([
      'unknown',
      'keys.RevokedUnknownTimeError',
    ])
    expect(await judged('revoked', { more: { chains: [{ id: 'eip155:1', find: async () => undefined }] } })).toEqual(['failed', 'sign.KeyRevokedError'])
    for (const chains of [[], [readerOf(text)]]) {
      expect(await judged('revoked', { more: { ...waiting, chains } })).toEqual(['failed', 'sign.KeyRevokedError'])
      expect(await judged('revoked', { more: { timestamps: [stamp(text, [onLitecoin(1), elsewhere()])], chains } })).toEqual(['failed', 'sign.KeyRevokedError'])
      expect(await judged('revoked', { more: { timestamps: [stamp(text).with(31, 2)], chains } })).toEqual(['failed', 'sign.KeyRevokedError'])
      expect(await judged('revoked', { more: { timestamps: [stamp('x')], chains } })).toEqual(['failed', 'sign.KeyRevokedError'])
    }
  })
})

describe('a timestamp in a receipt', () => {
  const chain = memory({ now: new Date('2026-07-05T00:00:00Z') })
  const place = { chain: main, transaction: '' } as const

  test('is of the commitment, and says when that was', async () => {
    const { receipts } = await anchor([signed], { suite: eddsaRdfc2022, chain, keep: () => {} })
    const [receipt] = receipts.values()
    if (!receipt) throw new Error('no receipt')
    const { commitment } = receipt
    const tree = treeOf()
    const reader = {
      ...readerOf(text),
      header: async () => ({ ...(await readerOf(text).header?.(height)), merkleRoot: fromHex(rootOf(tree, commitment)).reverse() }) as never,
    }
    const withOts = (evidence: Uint8Array | undefined) => extend(receipt, { ...place, commitment, ...(evidence && { evidence: evidence as Bytes }) })
    const outcome = async (evidence: Uint8Array | undefined, chains: readonly ChainReader[] = [chain, reader]) => {
      const found = (await lookUp(withOts(evidence), chains))[1]?.check
      return found && 'problem' in found ? `${found.outcome}, ${found.problem.name}` : found?.outcome
    }
    const ots = writeOts(commitment, tree)
    expect(await outcome(ots)).toBe('passed')
    expect(await outcome(ots, [chain])).toBe('skipped')
    expect(await outcome(writeOts(commitment.slice().reverse(), tree))).toBe('failed, anchor.OtherFileError')
    // The digest of the commitment is not the commitment, nor are the first bytes of it.
    expect(await outcome(writeOts(hashOf(8, commitment), tree))).toBe('failed, anchor.OtherFileError')
    expect(await outcome(writeOts(commitment, tree, { hash: 0x67 }))).toBe('failed, anchor.OtherFileError')
    expect(await outcome(writeOts(commitment, [pendingAt('https://a.example')]))).toBe('unknown, anchor.PendingTimestampError')
    expect(await outcome(concat(ots, new Uint8Array(1)))).toBe('failed, anchor.TimestampShapeError')
    expect(await outcome(undefined)).toBe('failed, anchor.TimestampShapeError')

    const held = attach(signed, withOts(ots))
    const report = await verify(held, { accept: current, issuers: 'any', load: load(), now, chains: [reader], require: ['anchor'] })
    expect(told(report)).toBe(`passed: passed, ${height}`)
    const revoked = await verify(held, { accept: current, issuers: 'any', load: load({ revoked: ended }), now, chains: [reader] })
    expect([revoked.outcome, revoked.checks.signature]).toMatchObject(['passed', { detail: { proofs: [{ judgedAt: '2026-07-02T00:00:00.000Z' }] } }])
  })
})
