import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as anchoring from '../../src/anchor/index.js'
import { memory } from '../../src/anchor/memory.js'
import { permutation } from '../../src/anchor/permute.js'
import { type Bytes, type Commitment, concat, sameBytes, toBase64url, toHex, utf8 } from '../../src/bytes.js'
import { decode, encode, type Item } from '../../src/cbor.js'
import { type CompactJwt, NotSecuredError, type Proof, type Signed } from '../../src/credential/secured.js'
import { sha256 } from '../../src/hash.js'
import type { Chain } from '../../src/seams.js'
import { fakeSuite, proofWith, signedBadge } from './fake-suite.js'
import { leaves } from './receipt-vectors.js'

const suite = fakeSuite()
const other = fakeSuite('other-2026')
const keepNothing = (): void => {}
const jwtOf = (claims: object): CompactJwt => `${toBase64url(utf8('{"alg":"EdDSA"}'))}.${toBase64url(utf8(JSON.stringify(claims)))}.c2ln` as CompactJwt
const anchorOne = async (signed: Signed, chain: Chain = memory()): Promise<anchoring.Receipt> => {
  const { receipts } = await anchoring.anchor([signed], { suite, chain, keep: keepNothing })
  const [receipt] = receipts.values()
  if (!receipt) throw new Error('no receipt')
  return receipt
}
const textOf = (error: unknown): string => String(error)
const saidBy = async (...acts: readonly (() => unknown)[]): Promise<string[]> =>
  Promise.all(
    acts.map(async (act) => {
      try {
        await act()
      } catch (thrown) {
        return textOf(thrown)
      }
      return 'nothing was thrown'
    }),
  )

afterEach(() => void vi.restoreAllMocks())

describe('leafBytes', () => {
  test('is kind ‖ SHA-256(message) ‖ SHA-256(signature)', () => {
    const signed = signedBadge(1)
    const { message, signature } = suite.record(signed, signed.proof[0])
    expect(anchoring.leafBytes(signed, { suite })).toEqual(concat(new Uint8Array([1]), sha256(message), sha256(signature)))
  })

  test('does not change with the order of members, with other proofs, receipts or their order', () => {
    const mine = proofWith()
    const bytes = anchoring.leafBytes(signedBadge(1, [mine]), { suite })
    const receipt: Proof = { type: 'DataIntegrityProof', cryptosuite: 'merkle-anchor-2026', proofPurpose: 'assertionMethod', proofValue: leaves[0].receipt }
    const others = [proofWith({ cryptosuite: 'other-2026' }), proofWith({ cryptosuite: 'another-2026' }), receipt]
    fc.assert(
      fc.property(fc.shuffledSubarray(others), fc.nat(3), fc.boolean(), (some, at, reversed) => {
        const proofs = some.toSpliced(at, 0, reversed ? (Object.fromEntries(Object.entries(mine).reverse()) as unknown as Proof) : mine)
        const badge = signedBadge(1, proofs)
        const shuffled = (reversed ? Object.fromEntries(Object.entries(badge).reverse()) : badge) as Signed
        expect(sameBytes(anchoring.leafBytes(shuffled, { suite }), bytes)).toBe(true)
      }),
    )
    expect(anchoring.leafBytes({ ...signedBadge(1), proof: mine } as unknown as Signed, { suite })).toEqual(bytes)
  })

  test('takes the proof that is named, by index or id', () => {
    const [first, second] = [proofWith({ id: 'urn:example:proof:1' }), proofWith({ id: 'urn:example:proof:2' })]
    const signed = signedBadge(1, [proofWith({ cryptosuite: 'other-2026' }), first, second])
    const alone = anchoring.leafBytes(signedBadge(1, [second]), { suite })
    expect(anchoring.leafBytes(signed, { suite, proof: 2 })).toEqual(alone)
    expect(anchoring.leafBytes(signed, { suite, proof: 'urn:example:proof:2' })).toEqual(alone)
    expect(anchoring.leafBytes(signed, { suite, proof: 1 })).not.toEqual(alone)
  })

  test('finds a suite that is older than Data Integrity by the type of its proof', () => {
    const old = fakeSuite('Ed25519Signature2020')
    const { cryptosuite: _, ...proof } = proofWith({ type: 'Ed25519Signature2020' })
    expect(anchoring.leafBytes(signedBadge(1, [proof]), { suite: old })).toHaveLength(65)
  })

  test('hands the contexts on', () => {
    const record = vi.fn(suite.record)
    const contexts = { 'https://example.org/v1': {} }
    anchoring.leafBytes(signedBadge(1), { suite: { name: suite.name, record }, contexts })
    expect(record).toHaveBeenCalledWith(expect.anything(), expect.anything(), { contexts })
  })

  test('refuses what it cannot tell, and says what to do', async () => {
    const two = signedBadge(1, [proofWith(), proofWith({ created: '2026-01-01T00:00:00Z' })])
    const many = signedBadge(
      1,
      Array.from({ length: 17 }, (_, at) => proofWith({ id: `urn:example:proof:${at}` })),
    )
    const record = vi.fn()
    const said = await saidBy(
      () => anchoring.leafBytes(two, { suite }),
      () => anchoring.leafBytes(two, { suite: other }),
      () => anchoring.leafBytes(two, { suite, proof: 2 }),
      () => anchoring.leafBytes(two, { suite, proof: 'urn:example:proof:1' }),
      () => anchoring.leafBytes(many, { suite: { name: suite.name, record }, proof: 0 }),
      () => anchoring.leafBytes(two, { suite: fakeSuite('bbs-2023') }),
      () => anchoring.leafBytes(two as unknown as CompactJwt),
      () => anchoring.leafBytes('not a jwt' as CompactJwt),
      () => anchoring.leafBytes('e30.e30.c2lnbm' as CompactJwt),
    )
    expect(record).not.toHaveBeenCalled()
    expect(said).toMatchInlineSnapshot(`
      [
        "anchor.AmbiguousProofError: This credential carries 2 proofs of fake-jcs-2026, and a leaf is one signature. Pass the index or the id of one as \`proof\`.",
        "anchor.NoProofError: This credential carries no proof of other-2026. Pass the suite that signed it.",
        "anchor.NoProofError: Proof 2 of this credential is not of fake-jcs-2026. Pass the suite that signed it.",
        "anchor.NoProofError: Proof "urn:example:proof:1" of this credential is not of fake-jcs-2026. Pass the suite that signed it.",
        "anchor.TooManyProofsError: This credential carries 17 proofs, and at most 16 are looked at. Ask its holder for a copy with fewer.",
        "anchor.UnlinkableSuiteError: bbs-2023 exists so that two uses of a credential cannot be linked, and an anchor would link them. Anchor another signature.",
        "anchor.NoSuiteError: A leaf is a signature, and only its suite knows what was signed. Pass it: { suite: eddsaRdfc2022 }, or pass a leaf made earlier.",
        "credential.NotSecuredError: This carries no proof. Sign it first, or look for the signed copy.",
        "bytes.EncodingError: This is not base64url (length 6). Copy it again, whole, from where it comes from.",
      ]
    `)
  })

  test('sixteen proofs and eight receipts are not too many', () => {
    const receipt: Proof = { type: 'DataIntegrityProof', cryptosuite: 'merkle-anchor-2026', proofPurpose: 'assertionMethod', proofValue: 'u' }
    const proofs = Array.from({ length: 16 }, (_, at) => proofWith({ id: `urn:example:proof:${at}` }))
    expect(anchoring.leafBytes(signedBadge(1, [...proofs, ...Array.from({ length: 8 }, () => receipt)]), { suite, proof: 15 })).toHaveLength(65)
  })
})

describe('leaf', () => {
  test('draws a new salt each time', () => {
    const [one, two] = [anchoring.leaf(signedBadge(1), { suite }), anchoring.leaf(signedBadge(1), { suite })]
    expect(sameBytes(one.salt, two.salt)).toBe(false)
    expect(sameBytes(one.hash, two.hash)).toBe(false)
  })

  test('survives a row of 65 bytes', () => {
    const leaf = anchoring.leaf(signedBadge(1), { suite })
    expect(anchoring.toRow(leaf)).toHaveLength(65)
    expect(anchoring.fromRow(leaf.id, anchoring.toRow(leaf))).toEqual(leaf)
  })

  test('takes the id of a JWT from its claims', () => {
    expect(anchoring.leaf(jwtOf({ id: 'urn:example:1', jti: 'urn:example:2' })).id).toBe('urn:example:1')
    expect(anchoring.leaf(jwtOf({ jti: 'urn:example:2' })).id).toBe('urn:example:2')
  })

  test('refuses a credential without an id, and rows that are none', async () => {
    const { id: _, ...anonymous } = signedBadge(1)
    const said = await saidBy(
      () => anchoring.leaf(anonymous as Signed, { suite }),
      () => anchoring.leaf(jwtOf({})),
      () => anchoring.leaf(jwtOf(['urn:example:1'])),
      () => anchoring.fromRow('urn:example:1', new Uint8Array(65)),
      () => anchoring.fromRow('urn:example:1', new Uint8Array(64).fill(1)),
    )
    expect(said).toMatchInlineSnapshot(`
      [
        "anchor.NoIdError: This credential has no id, and receipts come back by id. Issue it with an id.",
        "anchor.NoIdError: This credential has no id, and receipts come back by id. Issue it with an id.",
        "anchor.NoIdError: This credential has no id, and receipts come back by id. Issue it with an id.",
        "anchor.RowError: A leaf's row is 65 bytes that begin with its kind, and these are not. Store what toRow returns.",
        "anchor.RowError: A leaf's row is 65 bytes that begin with its kind, and these are not. Store what toRow returns.",
      ]
    `)
  })
})

describe('anchor', () => {
  test('gives every credential a receipt that matches it and no other, in the order of the batch', async () => {
    const badges = Array.from({ length: 13 }, (_, at) => signedBadge(at))
    const jwt = jwtOf({ id: 'urn:example:jwt' })
    const early = anchoring.leaf(signedBadge(99), { suite })
    const chain = memory()
    const { anchor, receipts } = await anchoring.anchor([...badges, jwt, early], { suite, chain, keep: keepNothing })
    expect([...receipts.keys()]).toEqual([...badges.map(({ id }) => id), 'urn:example:jwt', 'urn:example:badge:99'])
    const bytes = [...badges, signedBadge(99)].map((badge) => anchoring.leafBytes(badge, { suite })).toSpliced(13, 0, anchoring.leafBytes(jwt))
    for (const [at, receipt] of [...receipts.values()].entries()) {
      expect(bytes.map((one) => anchoring.matches(receipt, one))).toEqual(bytes.map((_, other) => other === at))
      expect(receipt.anchors).toEqual([anchor])
      expect(receipt.commitment).toEqual(anchor.commitment)
      expect(anchoring.fromText(anchoring.toText(receipt))).toEqual(receipt)
      expect(await anchoring.lookUp(receipt, [chain])).toMatchObject([{ check: { outcome: 'passed' } }])
    }
  })

  test('needs no suite for JWTs and leaves', async () => {
    const early = anchoring.fromRow('urn:example:1', anchoring.toRow(anchoring.leaf(signedBadge(1), { suite })))
    const { receipts } = await anchoring.anchor([jwtOf({ id: 'urn:example:jwt' }), early], { chain: memory(), keep: keepNothing })
    expect([...receipts.values()].map(({ kind }) => kind)).toEqual([2, 1])
  })

  test('a batch of one has an empty path', async () => {
    expect((await anchorOne(signedBadge(1))).proof).toEqual({ index: 0, size: 1, path: [] })
  })

  test('keeps before it sends', async () => {
    const chain = memory()
    const events: string[] = []
    const spied: Chain = {
      ...chain,
      prepare: async (...call) => chain.prepare(...call).finally(() => events.push('prepared')),
      send: async (...call) => {
        events.push('sending')
        return chain.send(...call)
      },
    }
    await anchoring.anchor([signedBadge(1)], {
      suite,
      chain: spied,
      keep: async () => {
        await undefined
        events.push('kept')
      },
    })
    expect(events).toEqual(['prepared', 'kept', 'sending'])
  })

  test('sends nothing when it could not be kept, or was called off meanwhile', async () => {
    const send = vi.fn()
    const chain = { ...memory(), send }
    await expect(anchoring.anchor([signedBadge(1)], { suite, chain, keep: () => Promise.reject(new Error('disk full')) })).rejects.toThrow('disk full')
    const control = new AbortController()
    await expect(anchoring.anchor([signedBadge(1)], { suite, chain, keep: () => control.abort(), cancel: control.signal })).rejects.toThrow('aborted')
    expect(send).not.toHaveBeenCalled()
  })

  test('refuses a batch that is wrong, before anything is signed', async () => {
    const prepare = vi.fn()
    const options = { suite, chain: { ...memory(), prepare }, keep: keepNothing }
    const control = new AbortController()
    control.abort('enough')
    const said = await saidBy(
      () => anchoring.anchor([], options),
      () => anchoring.anchor([signedBadge(1), signedBadge(2), signedBadge(1)], options),
      () => anchoring.anchor([signedBadge(1)], { ...options, cancel: control.signal }),
    )
    expect(prepare).not.toHaveBeenCalled()
    expect(said).toMatchInlineSnapshot(`
      [
        "anchor.EmptyBatchError: This batch is empty, so there is nothing to anchor. Call anchor when there is a credential.",
        "anchor.DuplicateIdError: Two credentials of this batch have the id urn:example:badge:1, and receipts come back by id. Anchor one of them, or each in its own batch.",
        "anchor.CancelledError: The work was called off. What was kept can be resumed.",
      ]
    `)
  })

  test('refuses a chain whose transactions no receipt can name, before it is paid for', async () => {
    const chain = memory()
    const send = vi.fn()
    const odd: Chain = { ...chain, send, prepare: async (...call) => ({ ...(await chain.prepare(...call)), transaction: 'latest' }) }
    const strange: Chain = { ...chain, send, id: 'memory:2' }
    await expect(anchoring.anchor([signedBadge(1)], { suite, chain: odd, keep: keepNothing })).rejects.toThrow(anchoring.TransactionError)
    await expect(anchoring.anchor([signedBadge(1)], { suite, chain: strange, keep: keepNothing })).rejects.toThrow(anchoring.OtherChainError)
    expect(send).not.toHaveBeenCalled()
  })
})

describe('the order of the leaves', () => {
  test('is a permutation, and every one is as likely (fixed draws)', () => {
    let draw = 0
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      // Four leaves take three draws; a digest holds eight.
      ;(array as unknown as Uint32Array).set(new Uint32Array(sha256(utf8(`draw ${draw++}`)).buffer))
      return array
    })
    const counts = new Map<string, number>()
    for (let run = 0; run < 24_000; run++) {
      const order = [...permutation(4)].join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    // Chi-squared with 23 degrees of freedom: 49.7 is its 99.9th percentile.
    const distance = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    expect(distance).toBeLessThan(49.7)
  })

  test('throws away draws that would favour small numbers', () => {
    // 2^32 - 1 lies in the last, incomplete run of three; 2^32 - 2 does not.
    const draws = [2 ** 32 - 1, 2 ** 32 - 2, 0]
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      ;(array as unknown as Uint32Array).set(draws)
      return array
    })
    // (2^32 - 2) mod 3 is 2: the last stays. Then 0 mod 2 swaps the first two.
    expect([...permutation(3)]).toEqual([1, 0, 2])
  })

  test('places of a batch are not its order', async () => {
    const badges = Array.from({ length: 40 }, (_, at) => signedBadge(at))
    const { receipts } = await anchoring.anchor(badges, { suite, chain: memory(), keep: keepNothing })
    const places = [...receipts.values()].map(({ proof }) => proof.index)
    expect(places.toSorted((a, b) => a - b)).toEqual(badges.map((_, at) => at))
    // One in 40! is in order by chance.
    expect(places).not.toEqual(places.toSorted((a, b) => a - b))
  })
})

describe('resume', () => {
  const interrupted = async (chain: Chain, badges: readonly Signed[]): Promise<anchoring.Pending> => {
    let kept: anchoring.Pending | undefined
    const keep = (pending: anchoring.Pending): void => {
      kept = pending
      throw new Error('crash')
    }
    await expect(anchoring.anchor(badges, { suite, chain, keep })).rejects.toThrow('crash')
    if (!kept) throw new Error('nothing kept')
    return kept
  }

  test('finishes what was kept, and says the same as often as it is asked', async () => {
    const chain = memory()
    const badges = Array.from({ length: 5 }, (_, at) => signedBadge(at))
    const kept = await interrupted(chain, badges)
    const first = await anchoring.resume(kept, { chain })
    expect(await anchoring.resume(kept, { chain })).toEqual(first)
    expect([...first.receipts.keys()]).toEqual(badges.map(({ id }) => id))
    for (const badge of badges)
      expect(anchoring.matches(first.receipts.get(badge.id ?? '') as anchoring.Receipt, anchoring.leafBytes(badge, { suite }))).toBe(true)
  })

  test('says what anchor said, when the answer alone was lost', async () => {
    const chain = memory()
    let kept: anchoring.Pending | undefined
    const done = await anchoring.anchor([signedBadge(1), signedBadge(2)], { suite, chain, keep: (pending) => void (kept = pending) })
    expect(await anchoring.resume(kept as anchoring.Pending, { chain })).toEqual(done)
  })

  test('sends the very bytes that were kept', async () => {
    const chain = memory()
    const kept = await interrupted(chain, [signedBadge(1)])
    const send = vi.fn(chain.send)
    await anchoring.resume(kept, { chain: { ...chain, send } })
    await anchoring.resume(kept, { chain: { ...chain, send } })
    expect(send.mock.calls[0]?.[0]).toEqual(send.mock.calls[1]?.[0])
  })

  test('refuses bytes that are not all of what was kept', async () => {
    const chain = memory()
    const kept = await interrupted(chain, [signedBadge(1), signedBadge(2)])
    const send = vi.fn()
    const spied = { ...chain, send }
    await fc.assert(
      fc.asyncProperty(fc.nat(kept.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const broken = kept.slice()
        broken[at] = (broken[at] ?? 0) ^ change
        await expect(anchoring.resume(broken, { chain: spied })).rejects.toThrow(anchoring.NotPendingError)
        await expect(anchoring.resume(kept.slice(0, at), { chain: spied })).rejects.toThrow(anchoring.NotPendingError)
      }),
    )
    // Whole by its checksum, and still none.
    const members = decode(kept.slice(0, -32)) as readonly Item[]
    const change = (at: number, item: Item): Bytes => encode(members.with(at, item))
    const last = (item: Item | undefined): Bytes => (item as Bytes).slice().fill(9, (item as Bytes).length - 1)
    const wrong: Record<string, Bytes> = {
      'not CBOR': utf8('{}'),
      'another list': encode([]),
      'another version': change(0, 2),
      'no prepared transaction': change(1, '{}'),
      'text that is not JSON': change(1, '{'),
      'another leaf': change(3, last(members[3])),
      'a place outside': change(4, last(members[4])),
      'a place less': change(4, (members[4] as Bytes).slice(4)),
      'an id less': change(5, ['urn:example:badge:1']),
    }
    for (const [what, body] of Object.entries(wrong)) {
      await expect(anchoring.resume(concat(body, sha256(body)), { chain: spied }), what).rejects.toThrow(anchoring.NotPendingError)
    }
    expect(send).not.toHaveBeenCalled()
    expect(textOf(await anchoring.resume(new Uint8Array(0), { chain }).catch((error: unknown) => error))).toMatchInlineSnapshot(
      `"anchor.NotPendingError: These bytes are not a pending batch, or part of it is missing. Pass exactly what \`keep\` was given."`,
    )
  })

  test('refuses another chain', async () => {
    const kept = await interrupted(memory(), [signedBadge(1)])
    const error = await anchoring.resume(kept, { chain: { ...memory(), id: 'eip155:1' } }).catch((thrown: unknown) => thrown)
    expect(textOf(error)).toMatchInlineSnapshot(
      `"anchor.OtherChainError: This is meant for the chain memory:1, and the chain at hand is eip155:1. Pass the right one."`,
    )
  })
})

describe('publish and estimate', () => {
  test('publish anchors the commitment once more, and resume finishes it', async () => {
    const receipt = await anchorOne(signedBadge(1))
    const chain = memory({ seed: 2 })
    let kept: anchoring.Pending | undefined
    const anchor = await anchoring.publish(receipt.commitment, { chain, keep: (pending) => void (kept = pending) })
    expect(await anchoring.resume(kept as anchoring.Pending, { chain })).toEqual({ anchor, receipts: new Map() })
    const extended = anchoring.extend(receipt, anchor)
    expect(extended.anchors).toHaveLength(2)
    expect((await anchoring.lookUp(extended, [chain])).map(({ check }) => check.outcome)).toEqual(['unknown', 'passed'])
  })

  test('estimate asks the chain, which may not know', async () => {
    expect(await anchoring.estimate({ chain: memory() })).toEqual({ fee: '0', currency: 'nothing' })
    const { estimate: _, ...mute } = memory()
    await expect(anchoring.estimate({ chain: mute })).rejects.toThrow('The adapter of memory:1 cannot say what a transaction costs. Ask the chain itself.')
  })
})

describe('attach and detach', () => {
  test('put a receipt last among the proofs, and take it off again', async () => {
    const signed = signedBadge(1, [proofWith(), proofWith({ cryptosuite: 'other-2026' })])
    const before = JSON.stringify(signed)
    const receipt = await anchorOne(signed)
    const anchored = anchoring.attach(signed, receipt)
    expect(anchored.proof).toEqual([
      ...signed.proof,
      { type: 'DataIntegrityProof', cryptosuite: 'merkle-anchor-2026', proofPurpose: 'assertionMethod', proofValue: anchoring.toText(receipt) },
    ])
    expect(anchoring.detach(anchored)).toEqual({ signed, receipts: [receipt] })
    expect(JSON.stringify(anchoring.detach(anchored).signed)).toBe(before)
    expect(anchoring.detach(signed)).toEqual({ signed, receipts: [] })
    expect(JSON.stringify(signed)).toBe(before)
    expect(suite.record(anchored, signed.proof[0])).toEqual(suite.record(signed, signed.proof[0]))
  })

  test('attach is idempotent, replaces where the older one stood, and leaves other receipts alone', async () => {
    const signed = signedBadge(1)
    const [first, second] = [await anchorOne(signed), await anchorOne(signed, memory({ seed: 3 }))]
    const both = anchoring.attach(anchoring.attach(signed, first), second)
    expect(both.proof).toHaveLength(3)
    expect(anchoring.attach(both, first)).toEqual(both)
    const longer = anchoring.extend(first, { ...first.anchors[0], transaction: `0x${'00'.repeat(32)}` })
    const replaced = anchoring.attach(both, longer)
    expect(anchoring.detach(replaced).receipts).toEqual([longer, second])
    expect(anchoring.attach(replaced, longer)).toEqual(replaced)
  })

  test('a single proof becomes a list', async () => {
    const single = { ...signedBadge(1), proof: proofWith() } as unknown as Signed
    expect(anchoring.attach(single, await anchorOne(single)).proof).toHaveLength(2)
  })

  test('a map is read by the id of the credential', async () => {
    const badges = [signedBadge(1), signedBadge(2)]
    const { receipts } = await anchoring.anchor(badges, { suite, chain: memory(), keep: keepNothing })
    for (const badge of badges) {
      const [receipt] = anchoring.detach(anchoring.attach(badge, receipts)).receipts
      expect(anchoring.matches(receipt as anchoring.Receipt, anchoring.leafBytes(badge, { suite }))).toBe(true)
    }
  })

  test('refuse what cannot be', async () => {
    const signed = signedBadge(1)
    const { receipts } = await anchoring.anchor([jwtOf({ id: signed.id })], { chain: memory(), keep: keepNothing })
    const full = await Promise.all(Array.from({ length: 8 }, (_, seed) => anchorOne(signed, memory({ seed }))))
    const carried = full.reduce<Signed>((badge, receipt) => anchoring.attach(badge, receipt), signed)
    const ninth = await anchorOne(signed)
    const alone = { ...carried, proof: carried.proof.slice(1) } as unknown as Signed
    const said = await saidBy(
      () => anchoring.attach(signed, new Map()),
      () => anchoring.attach({ ...signed, id: undefined } as unknown as Signed, receipts),
      () => anchoring.attach(signed, receipts),
      () => anchoring.attach(carried, ninth),
      () => anchoring.detach(alone),
    )
    expect(said).toMatchInlineSnapshot(`
      [
        "anchor.NoReceiptError: None of these receipts is for this credential. Look for it in the batch in which the credential was anchored.",
        "anchor.NoReceiptError: None of these receipts is for this credential. Look for it in the batch in which the credential was anchored.",
        "anchor.WrongReceiptError: This receipt is of a JWT, and belongs beside it, not in a JSON credential. Store its text with it.",
        "anchor.TooManyReceiptsError: A credential carries at most 8 receipts. Give one more anchor to a receipt that is there, with extend.",
        "credential.NotSecuredError: This carries no proof. Sign it first, or look for the signed copy.",
      ]
    `)
    expect(() => anchoring.detach(alone)).toThrow(NotSecuredError)
    expect(anchoring.attach(carried, full[3] as anchoring.Receipt)).toEqual(carried)
  })

  test('receiptsOf reads every receipt, in order, and at most eight', async () => {
    const signed = signedBadge(1)
    const receipt = await anchorOne(signed)
    const [, good] = anchoring.attach(signed, receipt).proof as readonly Proof[]
    if (!good) throw new Error('no receipt')
    const { proofValue: _, ...bare } = good
    const proofs = [bare, good, proofWith(), { ...good, id: 'urn:example:1' }, { ...good, proofPurpose: 'authentication' }, { ...good, proofValue: 'z1' }]
    const found = anchoring.receiptsOf(signedBadge(1, [...proofs, good, good, good, good] as Proof[]))
    expect(
      found.map((one) => `${one.at} ${'error' in one ? one.error.message : toHex(one.receipt.commitment) === toHex(receipt.commitment)}`),
    ).toMatchInlineSnapshot(`
      [
        "0 This is not a well-formed receipt (members). Ask whoever gave it for the original.",
        "1 true",
        "3 This is not a well-formed receipt (members). Ask whoever gave it for the original.",
        "4 This is not a well-formed receipt (members). Ask whoever gave it for the original.",
        "5 This is not a well-formed receipt (multibase). Ask whoever gave it for the original.",
        "6 true",
        "7 true",
        "8 true",
        "9 A credential carries at most 8 receipts. Give one more anchor to a receipt that is there, with extend.",
      ]
    `)
    expect(() => anchoring.detach(signedBadge(1, proofs as Proof[]))).toThrow(anchoring.ReceiptShapeError)
  })
})

describe('lookUp', () => {
  const find = (answer: Chain['find']): Chain => ({ ...memory(), find: answer })
  const sighting = { time: '2026-01-01T00:00:12.000Z', confirmations: 3, settled: true }

  test('says where and when, and what the chain is worth', async () => {
    const chain = memory({ now: new Date('2026-01-01T00:00:00Z') })
    const receipt = await anchorOne(signedBadge(1), chain)
    const { chain: id, transaction } = receipt.anchors[0]
    expect(await anchoring.lookUp(receipt, [chain])).toEqual([
      {
        anchor: receipt.anchors[0],
        check: {
          outcome: 'passed',
          detail: {
            chain: id,
            transaction,
            method: 1,
            location: transaction.slice(2),
            time: '2026-01-01T00:00:12.000Z',
            tolerance: 12,
            confirmations: 1,
            evidence: 'node',
            testOnly: true,
          },
        },
      },
    ])
  })

  test('an hour of tolerance where the chain states none', async () => {
    const receipt = await anchorOne(signedBadge(1))
    const [found] = await anchoring.lookUp(receipt, [find(async () => ({ ...sighting, commitment: receipt.commitment, sender: '0x1' }))])
    expect(found?.check).toMatchObject({ outcome: 'passed', detail: { tolerance: 3600, testOnly: false, sender: '0x1' } })
  })

  test('a chain that was not passed is skipped, and the others are asked', async () => {
    const chain = memory()
    const receipt = await anchorOne(signedBadge(1), chain)
    const elsewhere = { ...receipt.anchors[0], chain: 'eip155:1' } as const
    const checks = (await anchoring.lookUp(anchoring.extend(receipt, elsewhere), [chain])).map(({ check }) => check)
    expect(checks).toMatchObject([{ outcome: 'passed' }, { outcome: 'skipped', because: 'not asked' }])
  })

  test('what is wrong is failed, what is not known is unknown, and each says why', async () => {
    const receipt = await anchorOne(signedBadge(1))
    const silent = new Promise<undefined>(() => {})
    const answers: readonly Chain['find'][] = [
      async () => ({ ...sighting, commitment: new Uint8Array(32) }),
      async () => ({ ...sighting, commitment: concat(receipt.commitment, new Uint8Array(1)) }),
      async () => ({ ...sighting, commitment: receipt.commitment.subarray(1), settled: false }),
      async () => ({ ...sighting, commitment: receipt.commitment, settled: false }),
      async () => undefined,
      () => silent,
      () => Promise.reject(new Error('node down')),
      () => {
        throw new Error('adapter broken')
      },
      async () => ({ ...sighting, commitment: receipt.commitment, time: 'yesterday' }),
    ]
    const checks = await Promise.all(
      answers.map(async (answer) => {
        const [found] = await anchoring.lookUp(receipt, [find(answer)], { cancel: AbortSignal.timeout(50) })
        if (found?.check.outcome === 'passed' || found?.check.outcome === 'skipped' || !found) return found?.check.outcome
        const { name, message, cause } = found.check.problem
        return `${found.check.outcome}, ${name}: ${message}${cause ? ` [${cause.message}]` : ''}`.replaceAll(receipt.anchors[0].transaction, '0x…')
      }),
    )
    expect(checks).toMatchInlineSnapshot(`
      [
        "failed, anchor.NotOnChainError: The transaction 0x… on memory:1 does not hold this receipt's commitment. Ask the issuer for the right receipt.",
        "failed, anchor.NotOnChainError: The transaction 0x… on memory:1 does not hold this receipt's commitment. Ask the issuer for the right receipt.",
        "failed, anchor.NotOnChainError: The transaction 0x… on memory:1 does not hold this receipt's commitment. Ask the issuer for the right receipt.",
        "unknown, anchor.NotSettledError: The transaction 0x… on memory:1 is not settled yet. Look again later.",
        "unknown, anchor.ChainSilentError: memory:1 does not know the transaction 0x…. Look again later, or ask another node.",
        "unknown, anchor.ChainSilentError: memory:1 did not say anything about the transaction 0x…. Look again later, or ask another node. [The operation was aborted due to timeout]",
        "unknown, anchor.ChainSilentError: memory:1 did not say anything about the transaction 0x…. Look again later, or ask another node. [node down]",
        "unknown, anchor.ChainSilentError: memory:1 did not say anything about the transaction 0x…. Look again later, or ask another node. [adapter broken]",
        "unknown, anchor.ChainSilentError: memory:1 did not say anything about the transaction 0x…. Look again later, or ask another node. [The chain adapter broke its contract.]",
      ]
    `)
  })

  test('of several readers the one that says least good is believed', async () => {
    const receipt = await anchorOne(signedBadge(1))
    const good = find(async () => ({ ...sighting, commitment: receipt.commitment }))
    const dumb = find(async () => undefined)
    const lying = find(async () => ({ ...sighting, commitment: new Uint8Array(32) }))
    const outcome = async (...chains: Chain[]): Promise<unknown> => (await anchoring.lookUp(receipt, chains))[0]?.check.outcome
    expect([await outcome(), await outcome(good, good), await outcome(good, dumb), await outcome(dumb, good, lying)]).toEqual([
      'skipped',
      'passed',
      'unknown',
      'failed',
    ])
  })

  test('asks for the commitment of the receipt, not of the anchor', async () => {
    const receipt = await anchorOne(signedBadge(1))
    const asked = vi.fn(async () => undefined)
    const [anchor] = receipt.anchors
    const forged = { ...receipt, anchors: [{ ...anchor, commitment: new Uint8Array(32) as Bytes as Commitment }] } as unknown as anchoring.Receipt
    await anchoring.lookUp(forged, [find(asked)])
    expect(asked).toHaveBeenCalledWith(expect.objectContaining({ commitment: receipt.commitment }), expect.anything())
  })
})
