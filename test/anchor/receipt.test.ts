import { createPublicKey, verify as verifySignature } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as anchoring from '../../src/anchor/index.js'
import { type Bytes, type Commitment, concat, fromBase58, fromBase64url, fromHex, toBase64url, toHex, utf8 } from '../../src/bytes.js'
import { decode, encode, type Item } from '../../src/cbor.js'
import type { CompactJwt } from '../../src/credential/secured.js'
import { signed } from '../../src/credential/secured.js'
import * as merkle from '../../src/merkle/index.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { haveVectors, jsonVector } from '../vectors.js'
import { proofWith, signedBadge } from './fake-suite.js'
import { commitment, commitmentOfOne, document0, leaves, refused, root } from './receipt-vectors.js'

const [leaf0, leaf1, leaf2] = leaves
const hashes = leaves.map(({ record, salt }) => merkle.hashLeaf(anchoring.fromRecord(record), salt as Bytes as merkle.Salt))
const tree = merkle.build(hashes)
const place = { chain: 'eip155:1', transaction: `0x${'ee'.repeat(32)}`, commitment: fromHex(commitment) as Bytes as Commitment } as const
const receiptAt = (index: number): anchoring.Receipt =>
  ({ kind: leaves[index]?.record.kind, salt: leaves[index]?.salt, proof: merkle.prove(tree, index), commitment: place.commitment, anchors: [place] }) as never

/** Runs what should throw, and returns what it threw. */
const thrownBy = (act: () => unknown): unknown => {
  try {
    act()
  } catch (thrown) {
    return thrown
  }
  throw new Error('nothing was thrown')
}

describe('the published vectors', () => {
  test('leaf 1 is a signature that 1EdTech published, and it verifies', () => {
    const spki = concat(fromHex('302a300506032b6570032100'), fromBase58('6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi').slice(2))
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
    expect(verifySignature(null, leaf1.record.message, key, leaf1.record.signature)).toBe(true)
  })

  test('leaf hashes, root and commitments', () => {
    expect(hashes.map(toHex)).toEqual(leaves.map(({ hash }) => hash))
    expect(toHex(merkle.rootOf(tree).hash)).toBe(root)
    expect(toHex(merkle.commit(merkle.rootOf(tree)))).toBe(commitment)
    expect(toHex(merkle.commit(merkle.rootOf(merkle.build(hashes.slice(0, 1)))))).toBe(commitmentOfOne)
  })

  test.each([0, 1, 2])('receipt %i, byte for byte', (index) => {
    const vector = leaves[index]
    if (!vector) throw new Error('no vector')
    expect(anchoring.toText(receiptAt(index))).toBe(vector.receipt)
    expect(anchoring.fromText(vector.receipt)).toEqual(receiptAt(index))
    const bytes = anchoring.fromRecord(vector.record)
    expect(anchoring.matches(anchoring.fromText(vector.receipt), bytes)).toBe(true)
    expect(toHex(anchoring.climb(anchoring.fromText(vector.receipt), bytes))).toBe(commitment)
  })

  test('leaf 0 from its document, by its suite', () => {
    const document = signed(document0)
    expect(anchoring.leafBytes(document, { suite: eddsaJcs2022 })).toEqual(anchoring.fromRecord(leaf0.record))
    const anchored = anchoring.attach(document, anchoring.fromText(leaf0.receipt))
    const { proof, ...unsecured } = anchored
    const shuffled = { proof: proof.toReversed(), ...Object.fromEntries(Object.entries(unsecured).reverse()) } as unknown as typeof anchored
    expect(anchoring.leafBytes(shuffled, { suite: eddsaJcs2022 })).toEqual(anchoring.fromRecord(leaf0.record))
  })

  test.skipIf(!haveVectors)('leaf 1 from the credential that 1EdTech published, also with its receipt and its arrays wrapped', () => {
    const document = signed(jsonVector('openbadges-specification/test-vectors/vectors.json').obv3p0['Signed credential'])
    const anchored = anchoring.attach(document, anchoring.fromText(leaf1.receipt))
    const wrapped = { ...anchored, credentialSubject: [anchored.credentialSubject] }
    for (const one of [document, anchored, wrapped]) expect(anchoring.leafBytes(one, { suite: eddsaRdfc2022 })).toEqual(anchoring.fromRecord(leaf1.record))
  })

  test('leaf 2 from its JWT, alone or as the issuer part of an SD-JWT', () => {
    const jwt = `${Buffer.from(leaf2.record.message).toString()}.${toBase64url(leaf2.record.signature)}` as CompactJwt
    expect(anchoring.leafBytes(jwt)).toEqual(anchoring.fromRecord(leaf2.record))
    expect(anchoring.leafBytes(`${jwt}~WyJzYWx0IiwibmFtZSIsIlpvw6kiXQ~` as CompactJwt)).toEqual(anchoring.fromRecord(leaf2.record))
    expect(anchoring.leaf(jwt)).toMatchObject({ id: 'urn:uuid:00000000-0000-4000-8000-000000000002', kind: 2 })
  })
})

describe('receipts that must be refused', () => {
  test.each(refused.filter(([, outcome]) => outcome !== 'mismatch'))('%s', (name, outcome, text) => {
    // A kind 3 receipt is well formed; it only has no business in a credential.
    if (!name.startsWith('kind 3'))
      expect(() => anchoring.fromText(text)).toThrow(outcome === 'newer' ? anchoring.NewerReceiptError : anchoring.ReceiptShapeError)
    const attached = signedBadge(1, [
      proofWith(),
      { type: 'DataIntegrityProof', cryptosuite: 'merkle-anchor-2026', proofPurpose: 'assertionMethod', proofValue: text },
    ])
    expect(anchoring.receiptsOf(attached)).toMatchObject([
      { at: 1, error: { name: outcome === 'newer' ? 'anchor.NewerReceiptError' : 'anchor.ReceiptShapeError' } },
    ])
  })

  test.each(refused.filter(([, outcome]) => outcome === 'mismatch'))('%s: well formed, and of another leaf', (_, __, text) => {
    const receipt = anchoring.fromText(text)
    expect(leaves.some(({ record }) => anchoring.matches(receipt, anchoring.fromRecord(record)))).toBe(false)
  })

  test('say why, and what to do next', () => {
    const said = refused
      .filter(([name, outcome]) => outcome !== 'mismatch' && !name.startsWith('kind 3'))
      .map(([name, , text]) => `${name}: ${String(thrownBy(() => anchoring.fromText(text)))}`)
    expect(said).toMatchInlineSnapshot(`
      [
        "trailing byte: anchor.ReceiptShapeError: This is not a well-formed receipt (encoding). Ask whoever gave it for the original.",
        "trailing bits: anchor.ReceiptShapeError: This is not a well-formed receipt (encoding). Ask whoever gave it for the original.",
        "padding: anchor.ReceiptShapeError: This is not a well-formed receipt (encoding). Ask whoever gave it for the original.",
        "long integer 18 01: anchor.ReceiptShapeError: This is not a well-formed receipt (encoding). Ask whoever gave it for the original.",
        "version 2: anchor.NewerReceiptError: This receipt is of version 2, and this package reads version 1. Update it.",
        "index 3 of size 3: anchor.ReceiptShapeError: This is not a well-formed receipt (index). Ask whoever gave it for the original.",
        "size 2, path of 2: anchor.ReceiptShapeError: This is not a well-formed receipt (length of the path). Ask whoever gave it for the original.",
        "no anchor: anchor.ReceiptShapeError: This is not a well-formed receipt (number of anchors). Ask whoever gave it for the original.",
        "same anchor twice: anchor.ReceiptShapeError: This is not a well-formed receipt (anchor named twice). Ask whoever gave it for the original.",
      ]
    `)
    expect(new anchoring.CommitmentMismatchError().message).toMatchInlineSnapshot(
      `"This receipt belongs to no signature of this credential: either was changed, or they were never together. Ask the issuer for the receipt again."`,
    )
  })

  const forged = (change: (members: Item[]) => void): string => {
    const members = [...(decode(fromBase64url(leaf0.receipt.slice(1))) as Item[])]
    change(members)
    return `u${toBase64url(encode(members))}`
  }
  const withAnchor = (...anchor: Item[]): string => forged((members) => members.splice(5, 1, [anchor]))
  const withProof = (...proof: Item[]): string => forged((members) => members.splice(3, 1, encode(proof)))
  const hash = new Uint8Array(32).fill(0xee)

  test.each([
    ['nothing', ''],
    ['another multibase', `z${leaf0.receipt.slice(1)}`],
    ['not a list', `u${toBase64url(encode('receipt'))}`],
    ['more than 64 KiB', `u${'A'.repeat(70_000)}`],
    ['a list nested without end', `u${toBase64url(new Uint8Array(40_000).fill(0x81))}`],
    ['a length beyond the end', `u${toBase64url(fromHex('9affffffff01'))}`],
    ['an indefinite list', `u${toBase64url(fromHex('9f01ff'))}`],
    ['a negative version', `u${toBase64url(fromHex('8620'))}`],
    ['version 0', forged((members) => members.splice(0, 1, 0))],
    ['kind 0', forged((members) => members.splice(1, 1, 0))],
    ['kind 4', forged((members) => members.splice(1, 1, 4))],
    ['a short salt', forged((members) => members.splice(2, 1, new Uint8Array(31)))],
    ['a short commitment', forged((members) => members.splice(4, 1, new Uint8Array(31)))],
    ['a member more', forged((members) => members.push(1))],
    ['a member less', forged((members) => members.pop())],
    [
      'nine anchors',
      forged((members) =>
        members.splice(
          5,
          1,
          Array.from({ length: 9 }, (_, at) => ['eip155:1', 1, new Uint8Array(32).fill(at)]),
        ),
      ),
    ],
    ['size 0', withProof(0, 0, [])],
    ['size above 2^32', withProof(2 ** 32 + 1, 0, [])],
    ['a proof that is text', forged((members) => members.splice(3, 1, 'proof'))],
    ['a proof with bytes after it', forged((members) => members.splice(3, 1, concat(members[3] as Uint8Array, new Uint8Array(1))))],
    ['a short hash in the path', withProof(2, 0, [new Uint8Array(31)])],
    ['a chain that is not CAIP-2', withAnchor('ethereum', 1, hash)],
    ['method 0', withAnchor('eip155:1', 0, hash)],
    ['method 5', withAnchor('eip155:1', 5, hash)],
    ['calldata with a short hash', withAnchor('eip155:1', 1, hash.slice(1))],
    ['calldata on Bitcoin', withAnchor('bip122:000000000019d6689c085ae165831e93', 1, hash)],
    ['an output on Ethereum', withAnchor('eip155:1', 3, hash)],
    ['OpenTimestamps without evidence', withAnchor('bip122:000000000019d6689c085ae165831e93', 4, new Uint8Array(0))],
    ['OpenTimestamps on a testnet', withAnchor('bip122:000000000933ea01ad0ee984209779ba', 4, new Uint8Array(0), hash)],
    ['evidence that is text', withAnchor('eip155:1', 1, hash, 'evidence')],
    ['an anchor with a member more', withAnchor('eip155:1', 1, hash, hash, hash)],
  ])('%s', (_, text) => {
    expect(() => anchoring.fromText(text)).toThrow(anchoring.ReceiptShapeError)
  })

  test.each([
    ['calldata', ['eip155:10', 1, hash], `0x${'ee'.repeat(32)}`],
    ['the event of a registry', ['eip155:1', 2, concat(hash, fromHex('fffffffe'))], `0x${'ee'.repeat(32)}#4294967294`],
    ['a Bitcoin output', ['bip122:000000000019d6689c085ae165831e93', 3, hash], 'ee'.repeat(32)],
    ['OpenTimestamps', ['bip122:000000000019d6689c085ae165831e93', 4, new Uint8Array(0), utf8('ots')], ''],
    ['evidence beside calldata', ['eip155:1', 1, hash, utf8('header')], `0x${'ee'.repeat(32)}`],
  ])('but %s is read, and written back the same', (_, anchor, transaction) => {
    const text = withAnchor(...(anchor as Item[]))
    const receipt = anchoring.fromText(text)
    expect(receipt.anchors[0].transaction).toBe(transaction)
    expect(anchoring.toText(receipt)).toBe(text)
  })

  test('a newer version is told from nonsense, whatever it contains', () => {
    // A map follows: this version knows none.
    expect(() => anchoring.fromText(`u${toBase64url(fromHex('8202a10102'))}`)).toThrow(anchoring.NewerReceiptError)
  })
})

describe('a receipt has one form only', () => {
  test('any change of its text is refused, or is another receipt that no leaf matches', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_='
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (where, which) => {
        const text = leaf0.receipt
        const at = where % text.length
        const changed = text.slice(0, at) + (alphabet[which % alphabet.length] ?? '') + text.slice(at + 1)
        if (changed === text) return
        let receipt: anchoring.Receipt
        try {
          receipt = anchoring.fromText(changed)
        } catch (thrown) {
          expect(thrown).toSatisfy((error) => error instanceof anchoring.ReceiptShapeError || error instanceof anchoring.NewerReceiptError)
          return
        }
        expect(anchoring.toText(receipt)).toBe(changed)
        // Only the anchors are outside of what the leaf binds: they are for the chain to confirm.
        const [same, other] = [receipt, anchoring.fromText(text)].map(({ anchors: _, ...bound }) => JSON.stringify(bound))
        if (same !== other) for (const { record } of leaves) expect(anchoring.matches(receipt, anchoring.fromRecord(record))).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  test('random bytes end in a named error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          anchoring.fromText(`u${toBase64url(bytes)}`)
        } catch (thrown) {
          expect(String((thrown as Error).name)).toMatch(/^anchor\.(ReceiptShape|NewerReceipt)Error$/)
        }
      }),
    )
  })

  test('CBOR is read exactly as it is written (RFC 8949, 4.2.1)', () => {
    const { item } = fc.letrec<{ item: Item }>((tie) => ({
      item: fc.oneof(
        { maxDepth: 3 },
        fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        fc.nat(70_000),
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array({ maxLength: 300 }),
        fc.array(tie('item'), { maxLength: 30 }) as fc.Arbitrary<Item>,
        fc.array(fc.tuple(fc.nat(300), tie('item')), { maxLength: 30 }).map((entries) => new Map(entries)) as fc.Arbitrary<Item>,
      ),
    }))
    fc.assert(
      fc.property(item, (one) => {
        expect(decode(encode(one), 5)).toEqual(one)
      }),
    )
    // RFC 8949, appendix A.
    expect(
      [
        0,
        23,
        24,
        255,
        256,
        1_000_000,
        1_000_000_000_000,
        '\u{10151}',
        [1, [2, 3], [4, 5]],
        new Map([
          [3, 4],
          [1, 2],
        ]),
      ].map((one) => toHex(encode(one))),
    ).toEqual(['00', '17', '1818', '18ff', '190100', '1a000f4240', '1b000000e8d4a51000', '64f0908591', '8301820203820405', 'a201020304'])
    expect(decode(fromHex('a203040102'))).toEqual(decode(fromHex('a201020304')))
  })

  test.each([
    '1817',
    '1900ff',
    '1a0000ffff',
    '1b00000000ffffffff',
    '1bffffffffffffffff',
    '20',
    'a100',
    'a2010201',
    'a201020103',
    'a1616101',
    'a1200000',
    'bf0102ff',
    'c000',
    'f6',
    'f90000',
    '5f4101ff',
    '0000',
    '18',
    '',
  ])('CBOR %s is not deterministic, or not ours', (hex) => {
    expect(() => decode(fromHex(hex))).toThrow('This is not deterministic CBOR (length')
  })
})

test('CBOR text is UTF-8', () => {
  expect(() => decode(fromHex('61ff'))).toThrow('This is not UTF-8 (length 1).')
})

describe('matches', () => {
  test('every leaf matches its own receipt and no other', () => {
    const matched = leaves.map(({ receipt }) => leaves.map(({ record }) => anchoring.matches(anchoring.fromText(receipt), anchoring.fromRecord(record))))
    expect(matched).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ])
  })

  test('any change of message, signature, kind, salt, index, size, path or commitment breaks it', () => {
    const receipt = receiptAt(0)
    const flip = <T extends Uint8Array>(bytes: T, bit: number): T => {
      const copy = bytes.slice()
      const at = (bit >> 3) % copy.length
      copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7))
      return copy as T
    }
    const mutations: readonly ((bit: number) => readonly [object, object])[] = [
      (bit) => [receipt, { ...leaf0.record, message: flip(leaf0.record.message, bit) }],
      (bit) => [receipt, { ...leaf0.record, signature: flip(leaf0.record.signature, bit) }],
      (bit) => [receipt, { ...leaf0.record, kind: 2 + (bit % 2) }],
      (bit) => [{ ...receipt, kind: 2 + (bit % 2) }, leaf0.record],
      (bit) => [{ ...receipt, salt: flip(receipt.salt, bit) }, leaf0.record],
      (bit) => [{ ...receipt, commitment: flip(receipt.commitment, bit) }, leaf0.record],
      (bit) => [{ ...receipt, proof: { ...receipt.proof, path: receipt.proof.path.map((one, at) => (at === bit % 2 ? flip(one, bit) : one)) } }, leaf0.record],
      () => [{ ...receipt, proof: { ...receipt.proof, index: 1 } }, leaf0.record],
      () => [{ ...receipt, proof: { ...receipt.proof, size: 4 } }, leaf0.record],
    ]
    fc.assert(
      fc.property(fc.nat(511), fc.nat(mutations.length - 1), (bit, which) => {
        const [mutant, record] = mutations[which]?.(bit) ?? []
        expect(anchoring.matches(mutant as anchoring.Receipt, anchoring.fromRecord(record as never))).toBe(false)
      }),
      { numRuns: 300 },
    )
    expect(anchoring.matches(receipt, anchoring.fromRecord(leaf0.record))).toBe(true)
  })
})

describe('extend', () => {
  const more = { ...place, chain: 'bip122:000000000019d6689c085ae165831e93', transaction: '11'.repeat(32) } as const

  test('adds an anchor at the end, once', () => {
    const extended = anchoring.extend(receiptAt(0), more)
    expect(extended.anchors.map(({ chain }) => chain)).toEqual(['eip155:1', 'bip122:000000000019d6689c085ae165831e93'])
    expect(anchoring.extend(extended, more)).toBe(extended)
    expect(anchoring.fromText(anchoring.toText(extended))).toEqual(extended)
    expect(receiptAt(0).anchors).toHaveLength(1)
  })

  test('refuses another commitment, a ninth anchor, and what no receipt can write', () => {
    const full = Array.from({ length: 7 }, (_, at) => ({ ...place, transaction: `0x${`a${at}`.repeat(32)}` })).reduce(anchoring.extend, receiptAt(0))
    const said = [
      () => anchoring.extend(receiptAt(0), { ...more, commitment: new Uint8Array(32) as Bytes as Commitment }),
      () => anchoring.extend(full, more),
      () => anchoring.extend(receiptAt(0), { ...more, transaction: 'latest' }),
      () => anchoring.extend(receiptAt(0), { ...more, chain: 'eip155:1' }),
      () => anchoring.extend(receiptAt(0), { ...place, chain: 'eip155:1 ' }),
    ].map((act) => String(thrownBy(act)))
    expect(said).toMatchInlineSnapshot(`
      [
        "anchor.OtherCommitmentError: The anchor 1111111111111111111111111111111111111111111111111111111111111111 on bip122:000000000019d6689c085ae165831e93 is of another batch than this receipt. Publish the receipt's own commitment.",
        "anchor.TooManyAnchorsError: A receipt holds at most 8 anchors. Leave out one that you need least.",
        "anchor.TransactionError: A receipt names a chain as CAIP-2 and a transaction as 64 hexadecimal digits, with 0x in front on every chain but Bitcoin. Correct the chain adapter.",
        "anchor.TransactionError: A receipt names a chain as CAIP-2 and a transaction as 64 hexadecimal digits, with 0x in front on every chain but Bitcoin. Correct the chain adapter.",
        "anchor.TransactionError: A receipt names a chain as CAIP-2 and a transaction as 64 hexadecimal digits, with 0x in front on every chain but Bitcoin. Correct the chain adapter.",
      ]
    `)
  })
})
