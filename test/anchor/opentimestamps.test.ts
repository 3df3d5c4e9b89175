import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bitcoinReader } from '../../src/anchor/bitcoin.js'
import { checkFile } from '../../src/anchor/opentimestamps/date.js'
import { type Attestation, fromBare, fromDetached, lookUpTimestamp, matches, pinned } from '../../src/anchor/opentimestamps.js'
import { concat, fromHex, toHex, utf8 } from '../../src/bytes.js'
import type { BaseError } from '../../src/errors.js'
import { fromDocuments } from '../../src/load/index.js'
import type { BlockHeader, ChainReader } from '../../src/seams.js'
import { counted, haveVectors, jsonVector, readVector } from '../vectors.js'
import { fakeBitcoin } from './fake-bitcoin.js'
import {
  type Branch,
  elsewhere,
  hashOf,
  leavesOf,
  magic,
  onBitcoin,
  onLitecoin,
  pendingAt,
  rootOf,
  salted,
  varbytes,
  varuint,
  writeBranches,
  writeOts,
} from './ots.js'

const main = 'bip122:000000000019d6689c085ae165831e93'
const sources = { esplora: 'https://bitcoin.example/api', bitcoind: 'https://bitcoin.example/rest' } as const
const shown = (root: Uint8Array): string => toHex(new Uint8Array([...root].reverse()))
/** An attestation in one line, as the reference client prints it. */
const lineOf = (one: Attestation): string => {
  if (one.notary === 'bitcoin' || one.notary === 'litecoin') return `${one.notary} ${one.height} ${shown(one.message)}`
  return `${one.notary} ${one.notary === 'pending' ? one.calendar : one.tag} ${toHex(one.message)}`
}
const ruleOf = (read: () => unknown): string => {
  try {
    read()
    return 'read'
  } catch (error) {
    const { name, facts } = error as BaseError
    return `${name.replace('anchor.', '')}: ${facts['rule'] ?? `${facts['what']} ${facts['found']}`}`
  }
}
/** A reader that knows what it is told, and counts what it is asked. */
const readerOf = (headers: { readonly [height: number]: Partial<BlockHeader> & { readonly root: string } }): ChainReader & { readonly asked: number[] } => {
  const asked: number[] = []
  return {
    id: main,
    asked,
    find: async () => undefined,
    async header(height) {
      asked.push(height)
      const { root, ...rest } = headers[height] ?? {}
      if (root === undefined) return undefined
      return { merkleRoot: fromHex(root).reverse(), time: '2015-05-28T15:41:18.000Z', confirmations: 6, settled: true, ...rest }
    },
  }
}
const outcomeOf = async (ots: Uint8Array, file: Uint8Array, ...readers: readonly ChainReader[]): Promise<string> => {
  const check = await checkFile(ots, file, readers, {})
  if (check.outcome === 'passed') return `passed ${check.detail.time}`
  return check.outcome === 'skipped' ? `skipped, ${check.because}` : `${check.outcome}, ${check.problem.name.replace('anchor.', '')}`
}

const folder = 'opentimestamps'
type Case = { readonly id: string; readonly file: string; readonly stamped: string; readonly expected: string }
const cases: readonly Case[] = haveVectors ? jsonVector(`${folder}/manifest.json`).cases : []
const otsOf = ({ file }: Pick<Case, 'file'>): Uint8Array => new Uint8Array(readVector(`${folder}/${file}`))
const stampedOf = ({ stamped }: Pick<Case, 'stamped'>): Uint8Array => new Uint8Array(readVector(`${folder}/${stamped}`))

// The blocks to which the published timestamps lead. The root and the time of 358,391 stand in the README of the reference implementation, which is in
// the corpus; the other roots are those that the reference's Python client finds, and their times are made up.
const published = {
  129405: { root: 'db29fdc2c27a1531ae08a9dff2d9e4dfedd9c902d16de542d8666a27367e5b71', time: '2011-06-08T00:00:00.000Z' },
  358391: { root: '8a1b66ecb7cbd07d8139a7e7d7f2c41aab1f5009b8364aaf61d03ad245e47e00', time: '2015-05-28T15:41:18.000Z' },
  466906: { root: '40c9303a5cb0a8c4b2676f4c6b101d37f83e9413f3856f356849bfb9438a7c26', time: '2017-05-17T00:00:00.000Z' },
  523364: { root: '3c4fe7e01d8a73acbef3cbf6269d53f21eeffba8afab0fea5e78e7a053077839', time: '2018-05-19T00:00:00.000Z' },
}

describe.skipIf(!haveVectors)('the timestamps of the reference implementation', () => {
  // As python3-opentimestamps 0.4.2 of Debian reads them: the same attestations, of the same messages. The npm package does not install. Once, 36,013 files
  // were read by both: these, 3,000 made-up trees, and 33,000 of them changed or cut. Both refused the same 14,710; of the others both read the same, but
  // for 1,491 trees that do one thing twice in one place, of which the client forgets the first and we keep both.
  test('every attestation, and what it is of', () => {
    const read = Object.fromEntries(cases.map((one) => [one.id, fromDetached(otsOf(one)).attestations.map(lineOf)]))
    const alice = 'pending https://alice.btc.calendar.opentimestamps.org'
    const bob = 'pending https://bob.btc.calendar.opentimestamps.org'
    const merkle = [
      `${alice} 57d982df8b35bc0a91a93d6d17e0162868dc123bc8b1bbfab22af9268f7fea70376b5cb0b1f26e2e55590477`,
      `${bob} 57d982e0a2181eb7fd470600d82119b73d7ae5da2d8c84db7d55fd45b568fac036d86f906644ef713071762a`,
    ]
    expect(read).toEqual({
      'bad-stamp.txt.ots': ['bitcoin 358391 1bb49db87782170860c2e467994762f7f00c815d80d712e7eb9a7c14b9811f92'],
      'empty.ots': [`bitcoin 129405 ${published[129405].root}`],
      'hello-world.txt.ots': [`bitcoin 358391 ${published[358391].root}`],
      'incomplete.txt.ots': [`${alice} 57cfa5c46716df9bd9e83595bce439c58108d8fcc1678f30d4c6731c3f1fa6c79ed712c66fb1ac8d4e4eb0e7`],
      'known-and-unknown-notary.txt.ots': [
        `${bob} 57e89f38173f127e0e8832929232858ca0b7241229d535b22073144a1a433b5aaa5d6cf473c6dc4d0cbc29f0`,
        'unknown 0102030405060708 57e89f37c0b849c680f7c6e13c719a3bfa96ce53c83095eca7c5a244ca991aeebbc87a4e62df56371ae23d8d',
      ],
      'merkle1.txt.ots': merkle,
      'merkle2.txt.ots': merkle,
      'merkle3.txt.ots': merkle,
      'osdsp.txt.ots': [
        `${bob} 5affdc4e1090e6e90a30a2d885b01001ad6f402c84a3445a07507f9813513c1a37132208f6548d220342e113`,
        `${alice} 5affdc4e94e9623d7404a796c6ffc2664f27932c5f04cf7fa85001daa26f3c69bd5e03e6b93040fd06355849`,
        'pending https://btc.calendar.catallaxy.com 5affdc4f6bf0251bebfceb86f6c2e06ce715a06a65362e34a587f1808b4bab7ff625f646447dd8439ad3a8f6',
        `bitcoin 523364 ${published[523364].root}`,
        'pending https://finney.calendar.eternitywall.com 5affdc4e9ca8db900367fd8d74967d67d57dbad0f3cdc715d217dfd5d07a4dbb1eacec03384e62331c930912',
      ],
      'two-calendars.txt.ots': [
        `${alice} 57d46515fdd8c2334c77b1f204338bb2178d73e523988d7dcda13259d3a099f31623755deadd66b1688d5574`,
        `${bob} 57d4651676e9ac3b3b57c1584828ea5162979c96483a03c87c69a1b8614d1cbaf387e0f5647b90ea1b270a97`,
      ],
      'unknown-notary.txt.ots': ['unknown 0102030405060708 57e89d286d747eb37844e2f7a3e47f883487015a068004e8763af2e68e22f5bc558c3b72fd28d6202633185c'],
    })
  })

  // What each verdict of the manifest is here. A calendar is never asked, so that what only a calendar has is a doubt. The one that is `valid` only once
  // its calendar was asked is argued below, and so is why the stamp is bad.
  const expected: { readonly [verdict: string]: RegExp } = {
    valid: /^passed/,
    invalid: /^failed/,
    'pending-or-valid': /^unknown, PendingTimestampError$/,
    'unknown-attestation': /^skipped, not understood$/,
  }
  test('each has the verdict of the manifest, one of them argued', async () => {
    const told: string[] = []
    for (const one of cases) {
      const outcome = await outcomeOf(otsOf(one), stampedOf(one), readerOf(published))
      const same = expected[one.expected]?.test(outcome) ?? false
      counted('OpenTimestamps, the verdict of the manifest (1 argued)', same)
      told.push(`${one.id}: ${outcome}${same ? '' : ` (${one.expected})`}`)
    }
    expect(told).toEqual([
      'bad-stamp.txt.ots: failed, NotInBlockError',
      'empty.ots: passed 2011-06-08T00:00:00.000Z',
      'hello-world.txt.ots: passed 2015-05-28T15:41:18.000Z',
      'incomplete.txt.ots: unknown, PendingTimestampError',
      'known-and-unknown-notary.txt.ots: unknown, PendingTimestampError (valid)',
      'merkle1.txt.ots: unknown, PendingTimestampError',
      'merkle2.txt.ots: unknown, PendingTimestampError',
      'merkle3.txt.ots: unknown, PendingTimestampError',
      'osdsp.txt.ots: passed 2018-05-19T00:00:00.000Z',
      'two-calendars.txt.ots: unknown, PendingTimestampError',
      'unknown-notary.txt.ots: skipped, not understood',
    ])
  })

  test('the bad stamp is of its file, whatever the manifest says of it: it leads to no root of the block', () => {
    const bad = cases.find(({ id }) => id === 'bad-stamp.txt.ots') as Case
    expect(matches(fromDetached(otsOf(bad)), stampedOf(bad))).toBe(true)
  })

  test('each is of its own file, and of no other', () => {
    const found = cases.flatMap((one) => cases.map((other) => [one.id === other.id, matches(fromDetached(otsOf(one)), stampedOf(other))]))
    expect(found.filter(([same, matched]) => same !== matched)).toEqual([])
    expect(found.length).toBe(121)
  })

  test('other hashes of a file: one by RIPEMD-160, and one by SHA-1 that two files have', async () => {
    const examples = `${folder}/examples`
    const readme = fromDetached(new Uint8Array(readVector(`${examples}/ripemd160/README.md.ots`)))
    expect([readme.hash, matches(readme, new Uint8Array(readVector(`${examples}/ripemd160/README.md`)))]).toEqual(['ripemd160', true])
    const ots = new Uint8Array(readVector(`${examples}/sha1/a_or_b.ots`))
    // Whoever made two files of one hash had both: both are as old as it says.
    const files = ['a', 'b'].map((name) => new Uint8Array(readVector(`${examples}/sha1/${name}`)))
    expect(await Promise.all(files.map((file) => outcomeOf(ots, file, readerOf(published))))).toEqual(Array(2).fill('passed 2017-05-17T00:00:00.000Z'))
  })

  test('every byte changed, in every way that keeps one bit or all but one: none passes by what was changed', async () => {
    const valid = cases.filter(({ id }) => ['empty.ots', 'hello-world.txt.ots', 'osdsp.txt.ots'].includes(id))
    const passed: string[] = []
    let [tried, twins] = [0, 0]
    for (const one of valid) {
      const [ots, file] = [otsOf(one), stampedOf(one)]
      const before = fromDetached(ots)
        .attestations.filter(({ notary }) => notary === 'bitcoin')
        .map(lineOf)
      for (let at = 0; at < ots.length; at++) {
        for (const change of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
          const changed = ots.with(at, (ots[at] ?? 0) ^ change)
          tried++
          if (!(await outcomeOf(changed, file, readerOf(published))).startsWith('passed')) continue
          const after = fromDetached(changed)
          // To put a hash after itself is to put it before itself: the last hash of a row of Bitcoin's trees that has no neighbour is its own.
          if (after.attestations.map(lineOf).join() === fromDetached(ots).attestations.map(lineOf).join()) {
            expect([ots[at], changed[at]].sort()).toEqual([0xf0, 0xf1])
            twins++
            continue
          }
          // A byte of another attestation, or of the way to it, changes what that one says: what Bitcoin says is the same, word for word.
          expect(after.attestations.filter(({ notary }) => notary === 'bitcoin').map(lineOf)).toEqual(before)
          passed.push(one.id)
        }
      }
    }
    counted('OpenTimestamps with one byte changed, not passed by it', true)
    console.log(`changed bytes: ${tried} tried, ${twins} that change nothing, ${passed.length} in what calendars say beside, 0 in what Bitcoin says`)
    expect([tried, passed.filter((id) => id !== 'osdsp.txt.ots').length]).toEqual([53613, 0])
    expect(passed.length).toBeGreaterThan(0)
  })

  test('cut off anywhere, or with something after it, none is read', () => {
    for (const one of cases) {
      const ots = otsOf(one)
      for (let length = 0; length < ots.length; length++)
        expect(
          ruleOf(() => fromDetached(ots.subarray(0, length))),
          `${one.id} ${length}`,
        ).not.toBe('read')
      expect(ruleOf(() => fromDetached(concat(ots, new Uint8Array(1))))).toBe('TimestampShapeError: bytes after the end')
    }
  })
})

describe('block 0', () => {
  // The first block, byte for byte, and the transaction in it: what was in the newspaper is what was stamped.
  const header = fromHex(
    '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c',
  )
  const headline = utf8('The Times 03/Jan/2009 Chancellor on brink of second bailout for banks')
  const before = fromHex('01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d010445')
  const after = fromHex(
    'ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000',
  )
  const hashed = (next: readonly Branch[]): Branch => ({ op: 8, next: [{ op: 8, next }] })
  const stamp = writeBranches([{ op: 0xf1, argument: before, next: [{ op: 0xf0, argument: after, next: [hashed([onBitcoin(0)])] }] }])

  test('the headline of its newspaper is as old as the block, by a header that the caller has', async () => {
    const found = await lookUpTimestamp(fromBare(stamp, headline), [pinned({ 0: header })])
    expect(found.map(({ check }) => check)).toMatchInlineSnapshot(`
      [
        {
          "detail": {
            "block": 0,
            "chain": "bip122:000000000019d6689c085ae165831e93",
            "confirmations": 1,
            "evidence": "pinned",
            "location": "",
            "method": 4,
            "testOnly": false,
            "time": "2009-01-03T18:15:05.000Z",
            "tolerance": 7200,
            "transaction": "",
          },
          "outcome": "passed",
        },
      ]
    `)
  })

  test('another headline is not', async () => {
    const other = utf8('The Times 03/Jan/2009 Chancellor on brink of second bailout for bankz')
    const [found] = await lookUpTimestamp(fromBare(stamp, other), [pinned({ 0: header })])
    expect(found?.check).toMatchObject({
      outcome: 'failed',
      problem: { name: 'anchor.NotInBlockError', facts: { block: 0, found: '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b' } },
    })
  })

  test('a header with any bit changed has no work, and is not taken', () => {
    for (let bit = 0; bit < 640; bit++) {
      const changed = header.with(bit >> 3, (header[bit >> 3] ?? 0) ^ (1 << (bit & 7)))
      expect(() => pinned({ 0: changed }), String(bit)).toThrow('is not the 80-byte header of a block of Bitcoin')
    }
  })

  test.each<[string, { readonly [height: string]: Uint8Array }]>([
    ['no bytes', { 0: new Uint8Array() }],
    ['a byte less', { 0: header.subarray(1) }],
    ['a byte more', { 0: concat(header, new Uint8Array(1)) }],
    ['zeros', { 0: new Uint8Array(80) }],
    ['no height', { '-1': header }],
    ['a height in other digits', { '1e3': header }],
    ['a name', { __proto__: null, constructor: header } as never],
  ])('%s', (_, headers) => {
    expect(() => pinned(headers as { readonly [height: number]: Uint8Array })).toThrow(expect.objectContaining({ name: 'anchor.HeaderError' }))
  })

  test('what is not pinned is asked of a reader, and without one nobody knows', async () => {
    const reader = readerOf({ 7: { root: 'ab'.repeat(32) } })
    const both = pinned({ 0: header }, reader)
    expect([(await both.header?.(0))?.evidence, (await both.header?.(7))?.evidence, reader.asked]).toEqual(['pinned', undefined, [7]])
    const transaction = { chain: main, transaction: 'ab'.repeat(32), commitment: new Uint8Array(32) as never } as const
    expect(await both.find(transaction)).toBeUndefined()
    const alone = pinned({ 0: header })
    await expect(alone.header?.(7)).rejects.toThrow('Nothing was pinned that tells about the block 7. Pass `pinned` a reader of Bitcoin to ask, or the header.')
    await expect(alone.find(transaction)).rejects.toMatchObject({ name: 'anchor.NotPinnedError' })
  })

  test('the caller may change its bytes afterwards', async () => {
    const mine = header.slice()
    const reader = pinned({ 0: mine })
    mine.fill(0)
    expect((await reader.header?.(0))?.merkleRoot[0]).toBe(0x3b)
  })
})

describe('what is read', () => {
  const digest = new Uint8Array(32).fill(7)
  const leaf = fc.oneof(
    fc.nat().map(onBitcoin),
    fc.nat().map(onLitecoin),
    fc.stringMatching(/^[-._/:A-Za-z0-9]{0,40}$/).map(pendingAt),
    fc.string({ maxLength: 40 }).map(elsewhere),
  )
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 })
  const { branch } = fc.letrec<{ branch: Branch; op: Branch }>((tie) => ({
    branch: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('op')),
    op: fc.oneof(
      fc.record({ op: fc.constantFrom(0xf0, 0xf1), argument: bytes, next: fc.array(tie('branch'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ op: fc.constantFrom(0x02, 0x03, 0x08, 0x67, 0xf2, 0xf3), next: fc.array(tie('branch'), { minLength: 1, maxLength: 3 }) }),
    ),
  }))
  const tags: { readonly [notary: string]: string } = { bitcoin: '0588960d73d71901', litecoin: '06869a0d73d71b45', pending: '83dfe30d2ef90c8e' }
  const saidOf = (one: Attestation): string => `${one.notary === 'unknown' ? one.tag : tags[one.notary]} ${toHex(one.message)}`

  test('is what was written, for any tree: the same leaves, of the messages that other hashes find', () => {
    fc.assert(
      fc.property(
        fc.array(branch, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(0x02, 0x03, 0x08, 0x67),
        fc.uint8Array({ maxLength: 100 }),
        (tree, op, file) => {
          const stamped = hashOf(op, file)
          const leaves = leavesOf(tree, stamped)
          fc.pre(leaves.length <= 32)
          const timestamp = fromDetached(writeOts(stamped, tree, { hash: op }))
          expect(timestamp.attestations.map(saidOf)).toEqual(leaves)
          expect(matches(timestamp, file)).toBe(true)
          expect(matches(timestamp, concat(file, new Uint8Array(1)))).toBe(false)
          expect(fromBare(writeBranches(tree), stamped).attestations).toEqual(timestamp.attestations)
        },
      ),
    )
  })

  test('bytes that nobody wrote have an error with a name', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(ruleOf(() => fromDetached(concat(magic, new Uint8Array([1, 8]), digest, noise)))).toMatch(/^(TimestampShapeError|NewerTimestampError): |^read$/)
        expect(ruleOf(() => fromDetached(noise))).toBe('TimestampShapeError: magic')
      }),
    )
  })

  test('heights are read to their last bit', () => {
    for (const height of [0, 1, 127, 128, 16383, 16384, 358391, 2 ** 31, 2 ** 32 - 1]) {
      expect(fromDetached(writeOts(digest, [onBitcoin(height)])).attestations).toMatchObject([{ notary: 'bitcoin', height }])
    }
  })

  const chainOf = (length: number, op = 0xf2): readonly Branch[] => {
    let tree: readonly Branch[] = [onBitcoin(1)]
    for (let at = 0; at < length; at++) tree = [{ op, next: tree }]
    return tree
  }
  const appended = (length: number, next: readonly Branch[] = [onBitcoin(1)]): readonly Branch[] => [{ op: 0xf0, argument: new Uint8Array(length), next }]
  const said = (tag: string, payload: Uint8Array): Uint8Array => writeOts(digest, [{ tag, payload }])
  const repeated = (count: number, ...unit: readonly number[]): Uint8Array =>
    Uint8Array.from({ length: count * unit.length }, (_, at) => unit[at % unit.length] ?? 0)
  const raw = (...after: readonly number[]): Uint8Array => concat(magic, new Uint8Array([1, 8]), digest, new Uint8Array(after))

  test.each<[string, string, Uint8Array]>([
    ['as deep as the format allows', 'read', writeOts(digest, chainOf(255))],
    ['deeper', 'TimestampShapeError: depth', writeOts(digest, chainOf(256))],
    ['deeper by far', 'TimestampShapeError: depth', concat(raw(), new Uint8Array(60_000).fill(0xf2))],
    ['a message as long as the format allows', 'read', writeOts(digest, appended(4064))],
    ['a longer one', 'TimestampShapeError: length of a message', writeOts(digest, appended(4065))],
    ['one that doubles itself', 'TimestampShapeError: length of a message', writeOts(digest, chainOf(8, 0xf3))],
    ['a longer argument', 'TimestampShapeError: number too large', writeOts(digest, appended(4097))],
    ['an argument of four thousand million bytes', 'TimestampShapeError: number too large', raw(0xf0, 0xff, 0xff, 0xff, 0xff, 0x0f)],
    ['an argument that is not there', 'TimestampShapeError: cut off', raw(0xf0, 0x20, 1)],
    ['an empty argument', 'TimestampShapeError: empty argument', writeOts(digest, appended(0))],
    ['a number without an end', 'TimestampShapeError: number too large', raw(0, ...fromHex('0588960d73d71901'), 12, ...Array(12).fill(0x80))],
    ['a height that no block has', 'TimestampShapeError: number too large', said('0588960d73d71901', varuint(2 ** 32))],
    ['a height with something after it', 'TimestampShapeError: attestation', said('0588960d73d71901', new Uint8Array([1, 1]))],
    ['no height', 'TimestampShapeError: cut off', said('0588960d73d71901', new Uint8Array())],
    ['an address as long as the format allows', 'read', said('83dfe30d2ef90c8e', varbytes(new Uint8Array(1000).fill(97)))],
    ['a longer one', 'TimestampShapeError: number too large', said('83dfe30d2ef90c8e', varbytes(new Uint8Array(1001).fill(97)))],
    ['an address with a letter that it may not have', 'TimestampShapeError: address of a calendar', said('83dfe30d2ef90c8e', varbytes(utf8('https://a/?q')))],
    ['an address with a line in it', 'TimestampShapeError: address of a calendar', said('83dfe30d2ef90c8e', varbytes(utf8('https://a/\n')))],
    ['a payload as long as the format allows', 'read', said('0102030405060708', new Uint8Array(8192))],
    ['a longer one', 'TimestampShapeError: number too large', said('0102030405060708', new Uint8Array(8193))],
    ['a fork in a fork', 'NewerTimestampError: operation ff', raw(0xff, 0xff, 0)],
    ['a fork without its last branch', 'TimestampShapeError: cut off', raw(0xff, ...writeBranches([onBitcoin(1)]))],
    ['nothing after the digest', 'TimestampShapeError: cut off', raw()],
    ['an operation that is not known', 'NewerTimestampError: operation 09', raw(9, ...writeBranches([onBitcoin(1)]))],
    ['a hash that is not known', 'NewerTimestampError: hash f2', writeOts(digest, [onBitcoin(1)], { hash: 0xf2 })],
    ['a version to come', 'NewerTimestampError: version 2', writeOts(digest, [onBitcoin(1)], { version: 2 })],
    ['a version of three bytes', 'NewerTimestampError: version 16384', writeOts(digest, [onBitcoin(1)], { version: 16384 })],
    ['as many attestations as anybody needs', 'read', writeOts(digest, Array(32).fill(onBitcoin(1)))],
    ['one more', 'TimestampShapeError: number of attestations', writeOts(digest, Array(33).fill(onBitcoin(1)))],
    ['a million forks', 'TimestampShapeError: size', concat(raw(), repeated(1_000_000, 0xff, ...writeBranches([elsewhere('')])))],
    ['as many forks as fit', 'TimestampShapeError: number of attestations', concat(raw(), repeated(5_000, 0xff, ...writeBranches([elsewhere('')])))],
    ['nothing', 'TimestampShapeError: magic', new Uint8Array()],
    ['a text', 'TimestampShapeError: not bytes', 'AE9wZW5UaW1lc3RhbXBz' as unknown as Uint8Array],
    ['another file', 'TimestampShapeError: magic', utf8('{"@context":["https://www.w3.org/ns/credentials/v2"]}'.repeat(10))],
  ])('%s: %s', (_, expected, ots) => {
    expect(ruleOf(() => fromDetached(ots))).toBe(expected)
  })

  test('the dearest that fits is read in the time of one that hashes some megabytes', () => {
    // Each branch hashes four thousand bytes, until there are more attestations than are read.
    const dear = (op: number): Branch => ({ op, next: [elsewhere('')] })
    const ots = writeOts(digest, appended(4064, Array(5_000).fill(dear(0x67))))
    expect(ots.length).toBeLessThan(2 ** 16)
    expect(ruleOf(() => fromDetached(ots))).toBe('TimestampShapeError: number of attestations')
    // As many forks as fit, none of which ends.
    const open = concat(raw(), repeated(32_000, 0xff, 0xf2))
    expect(ruleOf(() => fromDetached(open))).toBe('TimestampShapeError: depth')
    expect(ruleOf(() => fromDetached(new Uint8Array(10_000_000)))).toBe('TimestampShapeError: size')
  })

  test('a message that is longer than any is none', () => {
    expect(ruleOf(() => fromBare(writeBranches([onBitcoin(1)]), new Uint8Array(4097)))).toBe('TimestampShapeError: length of a message')
  })
})

describe('what Bitcoin says', () => {
  const file = utf8('a file')
  const digest = hashOf(8, file)
  const tree = [salted('a', [salted('b', [onBitcoin(3)])])]
  const ots = writeOts(digest, tree)
  const root = rootOf(tree, digest)
  const other = 'ab'.repeat(32)

  describe.each(Object.entries(sources))('through %s', (_, source) => {
    test('the block has the root, once it is deep enough', async () => {
      const bitcoin = fakeBitcoin()
      const reader = bitcoinReader({ source, load: bitcoin.load })
      bitcoin.mine(2)
      expect(await outcomeOf(ots, file, reader)).toBe('unknown, ChainSilentError')
      bitcoin.mine(1, root)
      expect(await outcomeOf(ots, file, reader)).toBe('unknown, NotSettledError')
      bitcoin.mine(5)
      expect(await outcomeOf(ots, file, reader)).toBe('passed 2009-01-03T18:45:05.000Z')
      expect(await reader.header?.(3)).toEqual({
        merkleRoot: fromHex(root).reverse(),
        time: '2009-01-03T18:45:05.000Z',
        confirmations: 6,
        settled: true,
        tolerance: 7200,
      })
    })

    test('another root is wrong when the block is settled, and not before', async () => {
      const bitcoin = fakeBitcoin()
      const reader = bitcoinReader({ source, load: bitcoin.load })
      bitcoin.mine(5)
      expect(await outcomeOf(ots, file, reader)).toBe('unknown, NotSettledError')
      bitcoin.mine(3)
      expect(await outcomeOf(ots, file, reader)).toBe('failed, NotInBlockError')
    })

    test('a reader of a test chain says nothing of Bitcoin', async () => {
      const bitcoin = fakeBitcoin('000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943')
      bitcoin.mine(2)
      bitcoin.mine(7, root)
      const chain = 'bip122:000000000933ea01ad0ee984209779ba'
      expect(await outcomeOf(ots, file, bitcoinReader({ source, load: bitcoin.load, chain }))).toBe('skipped, not asked')
      expect(await outcomeOf(ots, file, bitcoinReader({ source, load: bitcoin.load }))).toBe('unknown, ChainSilentError')
    })

    test('nonsense is a doubt, never a verdict', async () => {
      const bitcoin = fakeBitcoin()
      bitcoin.mine(2)
      bitcoin.mine(1, root)
      bitcoin.mine(6)
      const before = bitcoin.asked.length
      const ask = () => outcomeOf(ots, file, bitcoinReader({ source, load: bitcoin.load }))
      expect(await ask()).toMatch(/^passed/)
      const paths = bitcoin.asked.slice(before).map((url) => url.replace(/^https:\/\/[^/]+\/(api|rest)\//, ''))
      const block = { id: bitcoin.hashAt(3), hash: bitcoin.hashAt(3), height: 3, merkle_root: root, merkleroot: root, timestamp: 1, time: 1, confirmations: 9 }
      const nonsense = ['', '{', '[]', 'null', '"x"', '1e400', '-1', '{}', '[{}]', '<html>', '['.repeat(100_000), new Error('down')]
      const forged = [
        { ...block, id: bitcoin.hashAt(2), hash: bitcoin.hashAt(2) },
        { ...block, height: 2 },
        { ...block, height: '3' },
        { ...block, merkle_root: root.toUpperCase(), merkleroot: root.toUpperCase() },
        { ...block, merkle_root: [root], merkleroot: [root, root] },
        { ...block, merkle_root: root.slice(2), merkleroot: root.slice(2) },
        { ...block, timestamp: -1, time: -1 },
        { ...block, timestamp: 2 ** 32, time: 2 ** 32 },
        { ...block, timestamp: '1', time: '1' },
      ]
      for (const path of paths) {
        for (const answer of [...nonsense, ...forged.map((one) => (path.startsWith('headers') ? [one] : one))]) {
          bitcoin.wrong.set(path, answer)
          expect(await ask(), `${path} ${JSON.stringify(answer)?.slice(0, 80)}`).toMatch(/^unknown, (ChainSilentError|NotSettledError)$/)
          bitcoin.wrong.delete(path)
        }
      }
      expect(await ask()).toMatch(/^passed/)
    })
  })

  test('a block that bitcoind does not have in its best chain any more is none', async () => {
    const bitcoin = fakeBitcoin()
    bitcoin.mine(2)
    bitcoin.mine(7, root)
    bitcoin.wrong.set(`headers/1/${bitcoin.hashAt(3)}.json`, [{ hash: bitcoin.hashAt(3), height: 3, time: 1, merkleroot: root, confirmations: -1 }])
    expect(await outcomeOf(ots, file, bitcoinReader({ source: sources.bitcoind, load: bitcoin.load }))).toBe('unknown, NotSettledError')
  })

  describe('several sources', () => {
    const both = (...roots: readonly string[]): ChainReader => {
      const chains = roots.map((one, at) => {
        const bitcoin = fakeBitcoin()
        bitcoin.mine(2)
        bitcoin.mine(1, one)
        bitcoin.mine(at + 6)
        return bitcoin
      })
      return bitcoinReader({
        source: ['https://0.example/api', 'https://1.example/rest'],
        load: async (url, wish) => {
          const [, at = '', rest = ''] = /^https:\/\/(\d)\.example(.*)$/.exec(url) ?? []
          return (await chains[Number(at)]?.load(`https://bitcoin.example${rest}`, wish)) as never
        },
      })
    }
    test('that agree are believed, and the one that is behind counts', async () => {
      expect(await outcomeOf(ots, file, both(root, root))).toMatch(/^passed/)
      expect((await both(root, root).header?.(3))?.confirmations).toBe(7)
    })
    test('that do not are a doubt: of two Merkle roots, or of a block that only one has', async () => {
      for (const reader of [both(root, other), both(other, root)]) expect(await outcomeOf(ots, file, reader)).toBe('unknown, ChainSilentError')
      await expect(both(root, other).header?.(3)).rejects.toThrowErrorMatchingInlineSnapshot(
        `[anchor.DisagreementError: The sources for bip122:000000000019d6689c085ae165831e93 do not agree about the block 3: what it holds. Ask again later, and then find out which of them is wrong.]`,
      )
      await expect(both(root, root).header?.(10)).rejects.toMatchObject({ facts: { about: 'whether it is there', block: 10 } })
      expect(await both(root, root).header?.(100)).toBeUndefined()
    })
    test('as readers of their own too: the one that says least good is believed', async () => {
      const good = readerOf({ 3: { root } })
      expect(await outcomeOf(ots, file, good, good)).toMatch(/^passed/)
      expect(await outcomeOf(ots, file, good, readerOf({ 3: { root: other } }))).toBe('failed, NotInBlockError')
      expect(await outcomeOf(ots, file, readerOf({}), good)).toBe('unknown, ChainSilentError')
    })
  })

  test.each<[string, readonly Branch[], string]>([
    ['with a calendar alone', [pendingAt('https://a.example')], 'unknown, PendingTimestampError'],
    ['with a calendar and a stranger', [pendingAt('https://a.example'), elsewhere()], 'unknown, PendingTimestampError'],
    ['with strangers alone', [elsewhere(), onLitecoin(3)], 'skipped, not understood'],
    ['in a block, whatever calendars and strangers say', [pendingAt('https://a.example'), elsewhere(), ...tree], 'passed 2015-05-28T15:41:18.000Z'],
    ['in a block, and in another that nobody knows', [...tree, salted('c', [onBitcoin(99)])], 'passed 2015-05-28T15:41:18.000Z'],
    ['in a block, and not in another', [...tree, salted('c', [onBitcoin(4)])], 'failed, NotInBlockError'],
    ['in a block that nobody knows, and with a calendar', [salted('c', [onBitcoin(99)]), pendingAt('https://a.example')], 'unknown, ChainSilentError'],
    ['as the root itself, cut short', [{ op: 2, next: [onBitcoin(3)] }], 'failed, NotInBlockError'],
  ])('%s', async (_, branches, expected) => {
    expect(await outcomeOf(writeOts(digest, branches), file, readerOf({ 3: { root }, 4: { root: other } }))).toBe(expected)
  })

  test('of two blocks the earlier counts, whichever comes first', async () => {
    const late = [salted('late', [onBitcoin(5)])]
    const reader = readerOf({ 3: { root }, 5: { root: rootOf(late, digest), time: '2016-01-01T00:00:00Z' } })
    for (const branches of [
      [...tree, ...late],
      [...late, ...tree],
    ])
      expect(await outcomeOf(writeOts(digest, branches), file, reader)).toBe('passed 2015-05-28T15:41:18.000Z')
  })

  test('each attestation is named, with what is known of it', async () => {
    const branches = [pendingAt('https://a.example'), onLitecoin(7), elsewhere(), ...tree]
    const found = await lookUpTimestamp(fromDetached(writeOts(digest, branches)), [readerOf({ 3: { root } })])
    expect(found.map(({ attestation, check }) => `${attestation.notary}: ${check.outcome}${check.outcome === 'skipped' ? `, ${check.because}` : ''}`)).toEqual([
      'pending: unknown',
      'litecoin: skipped, not understood',
      'unknown: skipped, not understood',
      'bitcoin: passed',
    ])
  })

  test('of another file nothing is asked', async () => {
    const reader = readerOf({ 3: { root } })
    expect(await outcomeOf(ots, utf8('another file'), reader)).toBe('failed, OtherFileError')
    expect(await outcomeOf(ots, file)).toBe('skipped, not asked')
    expect(await outcomeOf(ots, file, { id: main, find: async () => undefined })).toBe('skipped, not asked')
    expect(reader.asked).toEqual([])
  })

  test.each<[string, ChainReader['header']]>([
    ['rejects', () => Promise.reject(new Error('down'))],
    [
      'throws',
      () => {
        throw new Error('down')
      },
    ],
    ['has no root', async () => ({ time: '2015-05-28T15:41:18Z', confirmations: 6, settled: true }) as never],
    ['has a root in hexadecimal', async () => ({ merkleRoot: root, time: '2015-05-28T15:41:18Z', confirmations: 6, settled: true }) as never],
    ['has no time', async () => ({ merkleRoot: fromHex(root).reverse(), time: 'then', confirmations: 6, settled: true })],
  ])('an adapter that %s is a doubt', async (_, header) => {
    expect(await outcomeOf(ots, file, { id: main, find: async () => undefined, header } as ChainReader)).toBe('unknown, ChainSilentError')
  })

  test('one that never answers is left when the caller stops', async () => {
    const stop = new AbortController()
    const reader: ChainReader = { id: main, find: async () => undefined, header: () => new Promise(() => {}) }
    const found = lookUpTimestamp(fromDetached(ots), [reader], { cancel: stop.signal })
    stop.abort()
    expect((await found)[0]?.check).toMatchObject({
      outcome: 'unknown',
      problem: { name: 'anchor.ChainSilentError', facts: { block: 3, reason: 'no answer' } },
    })
  })

  test('the messages say what to do', async () => {
    const reader = readerOf({ 3: { root: other }, 4: { root, settled: false, confirmations: 2 } })
    const told = async (branches: readonly Branch[], of = file) => {
      const check = await checkFile(writeOts(digest, branches), of, [reader], {})
      return 'problem' in check ? check.problem.message : check.outcome
    }
    expect(await told(tree)).toMatchInlineSnapshot(
      `"The block 3 of Bitcoin does not hold what this timestamp says. Ask whoever gave it for the original .ots file."`,
    )
    expect(await told([onBitcoin(4)])).toMatchInlineSnapshot(`"The block 4 on bip122:000000000019d6689c085ae165831e93 is not settled yet. Look again later."`)
    expect(await told([onBitcoin(99)])).toMatchInlineSnapshot(
      `"bip122:000000000019d6689c085ae165831e93 does not know the block 99. Look again later, or ask another node."`,
    )
    expect(await told([pendingAt('https://a.example'), pendingAt('https://b.example')])).toMatchInlineSnapshot(
      `"This timestamp dates nothing yet: it is with a calendar (https://a.example, https://b.example). Have it upgraded there, with any tool of OpenTimestamps."`,
    )
    expect(await told(tree, utf8('x'))).toMatchInlineSnapshot(
      `"This timestamp is of something else (sha256 7365d029861e32c521f8089b00a6fb32daf0615025b69b599d1ce53501b845c2): one of the two was changed, or they were never together. Take the file as it was stamped."`,
    )
    expect((await told(Array.from({ length: 32 }, (_, at) => pendingAt(`https://${'x'.repeat(900)}${at}`)))).length).toBeLessThan(500)
  })

  test('a block that an explorer tells of is read as it is published', async () => {
    // Block 358,391 with the fields that Esplora's API has for a block; the hash is made up.
    const hash = '00'.repeat(16) + 'cd'.repeat(16)
    const reader = bitcoinReader({
      source: 'https://blockstream.example/api',
      load: fromDocuments({
        'https://blockstream.example/api/block-height/0': utf8('000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f'),
        'https://blockstream.example/api/block-height/358391': utf8(`${hash}\n`),
        'https://blockstream.example/api/blocks/tip/height': utf8('603758'),
        [`https://blockstream.example/api/block/${hash}`]: {
          id: hash,
          height: 358391,
          version: 3,
          timestamp: 1432827678,
          tx_count: 1,
          size: 1,
          weight: 4,
          merkle_root: published[358391].root,
          previousblockhash: hash,
          mediantime: 1432827678,
          nonce: 0,
          bits: 0,
          difficulty: 1,
        },
      }),
    })
    expect((await reader.header?.(358391))?.time).toBe('2015-05-28T15:41:18.000Z')
    expect((await reader.header?.(358391))?.confirmations).toBe(245368)
  })
})
