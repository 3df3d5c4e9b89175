import { bls12_381 } from '@noble/curves/bls12-381.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leafBytes } from '../../src/anchor/index.js'
import { fromHex, toBase58, toHex } from '../../src/bytes.js'
import type { Item } from '../../src/cbor.js'
import { type Signed, signed as toSigned } from '../../src/credential/secured.js'
import { didKey } from '../../src/did/index.js'
import { type BbsProof, generators, hashToScalar, verifyBbsProof } from '../../src/keys/engines/bbs.js'
import { fromMultikey, toMultikey } from '../../src/keys/multikey.js'
import { verifySignature } from '../../src/keys/verify.js'
import { bbs2023 } from '../../src/sign/bbs.js'
import { verifyProof } from '../../src/sign/proofs.js'
import { sign } from '../../src/sign/sign.js'
import { current, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'
import { counted, haveVectors, jsonVector, printCounts } from '../vectors.js'
import {
  badgeFor,
  bbsPeer,
  bytesOf,
  ecdsaPeer,
  mandatory,
  type Peer,
  partsOf,
  pointersIn,
  proofOf,
  withBytes,
  withParts,
  withProofValue,
} from './disclosures.js'
import { casesOf, contextsFor, keyIn } from './w3c.js'

afterAll(printCounts)
const suite = bbs2023
const accept = [...current, suite, didKey]

describe.skipIf(!haveVectors)('the fixtures of draft-irtf-cfrg-bbs-signatures', () => {
  const ours = 'bls12-381-sha-256'
  const fixture = (name: string) => jsonVector(`bbs-signatures/${name}`)
  const given = (name: string): BbsProof => {
    const { signerPublicKey, proof, header, presentationHeader, messages, disclosedIndexes } = fixture(name)
    return {
      publicKey: fromHex(signerPublicKey),
      proof: fromHex(proof),
      header: fromHex(header),
      presentationHeader: fromHex(presentationHeader),
      messages: disclosedIndexes.map((index: number) => fromHex(messages[index])),
      indexes: disclosedIndexes,
    }
  }

  test.each(casesOf('bbs-signatures', 'proof').filter(({ id }) => id.startsWith(ours)))('$id is $expected', ({ file, expected }) => {
    const valid = verifyBbsProof(given(file))
    counted('CFRG BBS proofs, BLS12-381-SHA-256', valid === (expected === 'valid'))
    expect(valid).toBe(expected === 'valid')
  })

  test('generators, and how messages become numbers', () => {
    const { Q1, MsgGenerators } = fixture(`${ours}/generators.json`)
    expect(generators(11).map(({ bytes }) => toHex(bytes))).toEqual([Q1, ...MsgGenerators])
    const scalar = (message: string, purpose: string) => hashToScalar(fromHex(message), purpose).toString(16).padStart(64, '0')
    const { cases } = fixture(`${ours}/MapMessageToScalarAsHash.json`)
    for (const one of cases) expect(scalar(one.message, 'MAP_MSG_TO_SCALAR_AS_HASH_')).toBe(one.scalar)
    const h2s = fixture(`${ours}/h2s.json`)
    expect(scalar(h2s.message, 'H2S_')).toBe(h2s.scalar)
  })

  test.each(casesOf('bbs-signatures', 'proof').filter(({ id, expected }) => !id.startsWith(ours) && expected === 'valid'))(
    '$id is of another ciphersuite, and no proof of this one',
    ({ file }) => {
      expect(verifyBbsProof(given(file))).toBe(false)
    },
  )

  test('no byte of a proof can be changed, none be taken away or added', () => {
    const one = given(`${ours}/proof/proof003.json`)
    for (let at = 0; at < one.proof.length; at += 7) {
      const proof = one.proof.slice()
      proof[at] = (proof[at] ?? 0) ^ (1 << (at % 8))
      expect(verifyBbsProof({ ...one, proof }), `byte ${at}`).toBe(false)
    }
    for (const size of [0, 1, 48, 271, 272, one.proof.length - 32, one.proof.length - 1])
      expect(verifyBbsProof({ ...one, proof: one.proof.slice(0, size) })).toBe(false)
    expect(verifyBbsProof({ ...one, proof: new Uint8Array([...one.proof, 0]) })).toBe(false)
  })

  test('no zero, no number beyond the order, no point at infinity and none outside the group', () => {
    const one = given(`${ours}/proof/proof001.json`)
    const infinity = new Uint8Array(48)
    infinity[0] = 0xc0
    const order = fromHex(bls12_381.fields.Fr.ORDER.toString(16))
    const put = (at: number, bytes: Uint8Array): BbsProof => {
      const proof = one.proof.slice()
      proof.set(bytes, at)
      return { ...one, proof }
    }
    for (const at of [0, 48, 96])
      for (const point of [infinity, outsideG1(), new Uint8Array(48), new Uint8Array(48).fill(255)]) expect(verifyBbsProof(put(at, point))).toBe(false)
    for (const at of [144, 176, 208, 240])
      for (const number of [new Uint8Array(32), order, new Uint8Array(32).fill(255)]) expect(verifyBbsProof(put(at, number))).toBe(false)
    const zero = new Uint8Array(96)
    zero[0] = 0xc0
    for (const publicKey of [zero, new Uint8Array(96), new Uint8Array(96).fill(255), one.publicKey.slice(1), new Uint8Array()])
      expect(verifyBbsProof({ ...one, publicKey })).toBe(false)
  })

  test('indexes that repeat, fall, or lie beyond the messages', () => {
    const one = given(`${ours}/proof/proof003.json`)
    for (const indexes of [
      [0, 2, 4],
      [0, 2, 4, 4],
      [0, 4, 2, 6],
      [0, 2, 4, 10],
      [0, 2, 4, 6, 7],
      [-1, 2, 4, 6],
    ])
      expect(verifyBbsProof({ ...one, indexes })).toBe(false)
    expect(verifyBbsProof({ ...one, messages: one.messages.toReversed() })).toBe(false)
  })
})

describe.skipIf(!haveVectors)('the W3C vectors of bbs-2023', () => {
  const cases = casesOf('vc-di-bbs', 'bbs-2023')
  const derivedCases = cases.filter(({ expected }) => expected === 'valid')

  test.each(derivedCases.filter(({ optionalFeature }) => optionalFeature === undefined))('$id passes', async ({ file, needs }) => {
    const signed = toSigned(jsonVector(`vc-di-bbs/${file}`))
    const contexts = contextsFor(needs)
    const { outcome } = await verifyProof(signed, { suite, publicKey: keyIn(signed), contexts })
    counted('W3C bbs-2023, baseline derived and passed', outcome === 'passed')
    expect(outcome).toBe('passed')
    const { checks } = await verify(signed, { accept, issuers: 'any', contexts })
    expect([checks.terms.outcome, checks.signature.outcome]).toEqual(['passed', 'passed'])
    expect((await verifyProof({ ...signed, issuer: 'did:example:other' }, { suite, publicKey: keyIn(signed), contexts })).outcome).toBe('failed')
  })

  test.each(derivedCases.filter(({ optionalFeature }) => optionalFeature !== undefined))(
    '$id has a feature that is named and unknown',
    async ({ file, needs }) => {
      const signed = toSigned(jsonVector(`vc-di-bbs/${file}`))
      const contexts = contextsFor(needs)
      const named = { outcome: 'unknown', problem: { name: 'sign.UnknownFeatureError', facts: { suite: 'bbs-2023' } } }
      const found = await verifyProof(signed, { suite, publicKey: keyIn(signed), contexts })
      counted('W3C bbs-2023, optional features named and unknown', found.outcome === 'unknown' && found.problem.name === 'sign.UnknownFeatureError')
      expect(found).toMatchObject(named)
      const { outcome, checks } = await verify(signed, { accept, issuers: 'any', contexts })
      expect(checks.signature).toMatchObject(named)
      expect(outcome).not.toBe('passed')
    },
  )

  test.each(cases.filter(({ expected }) => expected === 'base-proof'))('$id is named as a base proof', async ({ file, needs }) => {
    const signed = toSigned(jsonVector(`vc-di-bbs/${file}`))
    const found = await verifyProof(signed, { suite, publicKey: keyIn(signed), contexts: contextsFor(needs) })
    counted('W3C bbs-2023, base and named', found.outcome === 'unknown' && found.problem.name === 'sign.BaseProofError')
    expect(found).toMatchObject({ outcome: 'unknown', problem: { name: 'sign.BaseProofError' } })
  })
})

let peer: Peer
let base: Signed
let derived: Signed
beforeAll(async () => {
  peer = await bbsPeer()
  base = await peer.issue(badgeFor(peer.did), mandatory)
  derived = await peer.derive(base, ['/credentialSubject/achievement', '/evidence'])
}, 60_000)
const outcomeOf = async (signed: Signed) => (await verifyProof(signed, { suite, publicKey: peer.publicKey })).outcome
const problemOf = async (signed: Signed) => {
  const found = await verifyProof(signed, { suite, publicKey: peer.publicKey })
  return found.outcome === 'failed' || found.outcome === 'unknown' ? found.problem.name : found.outcome
}

describe('@digitalbazaar/bbs-2023-cryptosuite', () => {
  test('what it shows of a badge is verified whole', async () => {
    expect(await verify(derived, { accept, issuers: 'any' })).toMatchObject({
      outcome: 'passed',
      checks: { terms: { outcome: 'passed' }, signature: { outcome: 'passed' }, binding: { outcome: 'passed', detail: { issuer: peer.did } } },
    })
  })

  test('whatever it makes mandatory and shows, there is one verdict', async () => {
    const badge = badgeFor(peer.did)
    const pointers = fc.subarray(pointersIn(badge), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(pointers, pointers, async (kept, shown) => {
        const one = await peer.derive(await peer.issue(badge, kept), shown)
        expect(await outcomeOf(one)).toBe('passed')
      }),
      { numRuns: 5 },
    )
  }, 60_000)
})

describe('what was changed is never passed', () => {
  test('bytes of the proof value', async () => {
    const bytes = bytesOf(derived)
    // The tag and the first point, and then samples: each costs a pairing.
    const places = [...Array(12).keys(), ...Array.from({ length: 40 }, (_, at) => Math.floor((at * bytes.length) / 40)), bytes.length - 1]
    for (const at of places) {
      const changed = bytes.slice()
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      expect(await outcomeOf(withBytes(derived, changed)), `byte ${at}`).not.toBe('passed')
    }
    expect(await outcomeOf(withBytes(derived, new Uint8Array([...bytes, 0])))).toBe('failed')
  }, 60_000)

  test('members of the document and of the proof', async () => {
    const { validUntil: _, ...rest } = derived as Signed & { readonly validUntil: string }
    const { evidence: __, ...less } = derived as Signed & { readonly evidence: object[] }
    for (const changed of [
      rest,
      less,
      { ...derived, validFrom: '2020-01-01T00:00:00Z' },
      { ...derived, awardedDate: '2026-06-30T12:00:00Z' },
      { ...derived, proof: [{ ...proofOf(derived), created: '2026-06-30T12:00:00Z' }] },
      { ...derived, proof: [{ ...proofOf(derived), verificationMethod: 'did:key:other' }] },
    ])
      expect(await outcomeOf(changed as unknown as Signed)).toBe('failed')
  })

  test('another key, and another credential’s proof', async () => {
    const other = await peer.derive(await peer.issue(badgeFor(peer.did, 'https://uni.example/badges/2'), mandatory), [
      '/credentialSubject/achievement',
      '/evidence',
    ])
    expect(await outcomeOf(other)).toBe('passed')
    expect(await outcomeOf(withProofValue(derived, proofOf(other).proofValue ?? ''))).toBe('failed')
    for (const publicKey of [keys.p256.signer.publicKey, (await bbsPeer()).publicKey])
      expect((await verifyProof(derived, { suite, publicKey })).outcome).toBe('failed')
    const ecdsa = await ecdsaPeer()
    const moved = await ecdsa.derive(await ecdsa.issue(badgeFor(ecdsa.did), mandatory), ['/evidence'])
    expect(await problemOf(withProofValue(derived, proofOf(moved).proofValue ?? ''))).toBe('sign.ProofValueError')
  }, 60_000)

  test('names of blank nodes, places and the presentation header', async () => {
    const [proof, labels, places, indexes, header] = partsOf(derived) as [Uint8Array, Map<number, number>, number[], number[], Uint8Array]
    const forged = (...parts: Item[]) => withParts(derived, [...parts, ...partsOf(derived).slice(parts.length)])
    const values = [...labels.values()]
    const zipped = (list: readonly number[]) => new Map(list.map((value, at) => [at, value]))
    expect(await outcomeOf(forged(proof, zipped(values)))).toBe('passed')
    expect(await outcomeOf(forged(proof, zipped([values[1] ?? 0, values[0] ?? 0, ...values.slice(2)])))).toBe('failed')
    expect(await problemOf(forged(proof, zipped(values.map(() => 0))))).toBe('sign.ProofValueError')
    expect(await problemOf(forged(proof, new Map([...labels, [labels.size, 99]])))).toBe('sign.BadSignatureError')
    expect(await problemOf(forged(proof, new Map([...labels].map(([node]) => [node, new Uint8Array(32)]))))).toBe('sign.ProofValueError')
    expect(await outcomeOf(forged(proof, labels, places.slice(1)))).toBe('failed')
    expect(await outcomeOf(forged(proof, labels, places, indexes.slice(1)))).toBe('failed')
    expect(await problemOf(forged(proof, labels, places, indexes.toReversed()))).toBe('sign.ProofValueError')
    expect(await outcomeOf(forged(proof, labels, places, indexes, new Uint8Array([...header, 1])))).toBe('failed')
    expect(await problemOf(forged(proof, labels, places, indexes, 'text'))).toBe('sign.ProofValueError')
  })
})

describe('what is not a derived proof of the baseline', () => {
  test('base proofs and optional features are named, what is to come is not read', async () => {
    expect(await problemOf(base)).toBe('sign.BaseProofError')
    const named = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255].map((feature) => problemOf(withParts(derived, partsOf(derived), feature)))
    const [bad, basic, feature] = ['sign.ProofValueError', 'sign.BaseProofError', 'sign.UnknownFeatureError']
    expect(await Promise.all(named)).toEqual([bad, bad, basic, 'passed', basic, feature, basic, feature, basic, feature, bad, bad])
  })

  test('each part of another shape', async () => {
    const parts = partsOf(derived)
    for (const [at] of parts.entries())
      for (const other of [0, '', [], new Map(), new Uint8Array(1), [[]], [1, 0], new Map([[0, '']])] as Item[])
        expect(await outcomeOf(withParts(derived, parts.with(at, other))), `part ${at}`).not.toBe('passed')
  })

  test('more messages than are looked at are a doubt, and as many end in time', async () => {
    const [proof, ...rest] = partsOf(derived) as [Uint8Array, ...Item[]]
    const longer = (messages: number) => withParts(derived, [new Uint8Array([...proof, ...new Uint8Array(32 * messages).fill(1)]), ...rest])
    expect(await verifyProof(longer(1000), { suite, publicKey: peer.publicKey })).toMatchObject({
      outcome: 'unknown',
      problem: { name: 'sign.TooManyStatementsError', facts: { limit: 1000 } },
    })
    expect(await problemOf(longer(900))).toBe('sign.BadSignatureError')
  }, 60_000)
})

describe('what is only read', () => {
  test('is neither anchored nor signed with', async () => {
    expect(() => leafBytes(derived, { suite })).toThrow('an anchor would link them')
    expect(() => suite.record(derived, proofOf(derived))).toThrow('Proofs of bbs-2023 are verified here, and not made.')
    await expect(sign(badgeOf(keys.p256.controller), { suite, key: keys.p256 as never })).rejects.toMatchObject({ name: 'sign.WrongKeyError' })
    expect(() => suite.signedBytes(derived, proofOf(derived), peer.publicKey, {})).toThrow('Proofs of bbs-2023 are verified here, and not made.')
    expect(suite.verify(new Uint8Array(), new Uint8Array(), peer.publicKey)).toBe(false)
  })

  test('its key is read from a Multikey, and verifies no signature of its own', () => {
    const multikey = peer.did.slice('did:key:'.length)
    expect(fromMultikey(multikey)).toEqual({ algorithm: 'BLS12-381-G2', bytes: peer.publicKey.bytes })
    expect(peer.publicKey.bytes.length).toBe(96)
    expect(() => toMultikey(peer.publicKey)).toThrow('Keys of the kind "BLS12-381-G2" are not supported.')
    expect(() => verifySignature(peer.publicKey, new Uint8Array(), new Uint8Array(80))).toThrow('Keys of the kind "BLS12-381-G2" are not supported.')
    const multikeyOf = (...point: number[]) => `z${toBase58(new Uint8Array([0xeb, 1, ...point]))}`
    for (const point of [[], Array(95).fill(0x80), Array(97).fill(0x80), Array(96).fill(0), [0xc0, ...Array(95).fill(0)]])
      expect(() => fromMultikey(multikeyOf(...point))).toThrow('it is not a compressed point of 96 bytes')
  })
})

/** A point of the curve that is not in the group of prime order. */
function outsideG1(): Uint8Array {
  for (let x = 1; ; x++) {
    const bytes = new Uint8Array(48)
    bytes[0] = 0x80
    bytes[47] = x
    try {
      bls12_381.G1.Point.fromBytes(bytes)
    } catch (error) {
      if (String(error).includes('subgroup')) return bytes
    }
  }
}
