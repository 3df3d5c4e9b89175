import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anchor, attach, leafBytes } from '../../src/anchor/index.js'
import { memory } from '../../src/anchor/memory.js'
import { toHex } from '../../src/bytes.js'
import type { Item } from '../../src/cbor.js'
import { type Signed, signed as toSigned } from '../../src/credential/secured.js'
import { didKey } from '../../src/did/index.js'
import { toMultikey } from '../../src/keys/multikey.js'
import { fromDocuments } from '../../src/load/index.js'
import { verifyProof } from '../../src/sign/proofs.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { ecdsaSd2023 } from '../../src/sign/sd.js'
import { sign } from '../../src/sign/sign.js'
import { current, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'
import { counted, haveVectors, jsonVector, printCounts } from '../vectors.js'
import { badgeFor, bytesOf, ecdsaPeer, mandatory, type Peer, partsOf, pointersIn, proofOf, withBytes, withParts, withProofValue } from './disclosures.js'
import { type Case, casesOf, contextsFor, keyIn } from './w3c.js'

afterAll(printCounts)
const suite = ecdsaSd2023
const accept = [...current, suite, didKey]

describe.skipIf(!haveVectors)('the W3C vectors of ecdsa-sd-2023', () => {
  const cases = casesOf('vc-di-ecdsa', 'ecdsa-sd-2023')

  test.each(cases.filter(({ expected }) => expected === 'valid'))('$id passes, with the published intermediate values', async ({ file, needs }) => {
    const signed = toSigned(jsonVector(`vc-di-ecdsa/${file}`))
    const contexts = contextsFor(needs)
    const published = jsonVector(`vc-di-ecdsa/${file.replace('derivedRevealDocument', 'verifyCreateVerifyData')}`)
    const { message, signature } = suite.record(signed, proofOf(signed), { contexts })
    expect(toHex(message.slice(0, 32))).toBe(published.proofHash)
    expect(toMultikey({ algorithm: 'P-256', bytes: message.slice(34, 67) })).toBe(published.publicKey)
    expect(toHex(message.slice(67))).toBe(published.mandatoryHash)
    expect(toHex(signature)).toBe(published.baseSignature)
    const { outcome } = await verifyProof(signed, { suite, publicKey: keyIn(signed), contexts })
    counted('W3C ecdsa-sd-2023, derived and passed', outcome === 'passed')
    expect(outcome).toBe('passed')
    const { checks } = await verify(signed, { accept, issuers: 'any', contexts })
    expect([checks.terms.outcome, checks.signature.outcome]).toEqual(['passed', 'passed'])
  })

  test.each(cases.filter(({ expected }) => expected === 'base-proof'))('$id is named as a base proof', async ({ file, needs }) => {
    const signed = toSigned(jsonVector(`vc-di-ecdsa/${file}`))
    const contexts = contextsFor(needs)
    const found = await verifyProof(signed, { suite, publicKey: keyIn(signed), contexts })
    counted('W3C ecdsa-sd-2023, base and named', found.outcome === 'unknown' && found.problem.name === 'sign.BaseProofError')
    expect(found).toMatchObject({ outcome: 'unknown', problem: { name: 'sign.BaseProofError' } })
    const { checks } = await verify(signed, { accept, issuers: 'any', contexts })
    expect(checks.signature).toMatchObject({ outcome: 'unknown', problem: { name: 'sign.BaseProofError' } })
    expect(() => leafBytes(signed, { suite, contexts })).toThrow('a base proof of ecdsa-sd-2023')
  })
})

let peer: Peer
let base: Signed
let derived: Signed
beforeAll(async () => {
  peer = await ecdsaPeer()
  base = await peer.issue(badgeFor(peer.did), mandatory)
  derived = await peer.derive(base, ['/credentialSubject/achievement', '/evidence'])
})
const outcomeOf = async (signed: Signed) => (await verifyProof(signed, { suite, publicKey: peer.publicKey })).outcome
const problemOf = async (signed: Signed) => {
  const found = await verifyProof(signed, { suite, publicKey: peer.publicKey })
  return found.outcome === 'failed' || found.outcome === 'unknown' ? found.problem.name : found.outcome
}

describe('@digitalbazaar/ecdsa-sd-2023-cryptosuite', () => {
  test('what it shows of a badge is verified whole', async () => {
    expect(await verify(derived, { accept, issuers: 'any' })).toMatchObject({
      outcome: 'passed',
      checks: {
        terms: { outcome: 'passed' },
        signature: { outcome: 'passed', detail: { proofs: [{ suite: 'ecdsa-sd-2023', outcome: 'passed' }] } },
        binding: { outcome: 'passed', detail: { issuer: peer.did } },
        validity: { outcome: 'passed', detail: { until: '2036-06-30T12:00:00Z' } },
      },
    })
  })

  test('whatever it makes mandatory and shows, there is one verdict', async () => {
    const badge = badgeFor(peer.did)
    const pointers = fc.subarray(pointersIn(badge), { minLength: 1 })
    let passed = 0
    await fc.assert(
      fc.asyncProperty(pointers, pointers, async (kept, shown) => {
        const one = await peer.derive(await peer.issue(badge, kept), shown)
        expect(await outcomeOf(one)).toBe('passed')
        passed++
      }),
      { numRuns: 25 },
    )
    expect(passed).toBe(25)
  })

  test('a language, a direction and characters of every plane', async () => {
    const name = ['é\u2028\n"\\', 'tél', '\u{1f393}'].map((text) => ({ '@value': text, '@language': 'ar', '@direction': 'rtl' }))
    const shown = await peer.derive(await peer.issue({ ...badgeFor(peer.did), name }, mandatory), ['/name', '/credentialSubject/achievement'])
    expect(await outcomeOf(shown)).toBe('passed')
    expect(await outcomeOf({ ...shown, name: name.slice(1) } as unknown as Signed)).toBe('failed')
  })

  // The peer changes "_:x" in a text as if it were a blank node, and orders by UTF-16 units; RDFC-1.0, 4.4.3, 7 and N-Quads 1.1 say neither.
  test.each([['_:c14n0'], ['\u{1f393}', '\uff21']])('a text on which the peer and the standard differ does not pass: %s %s', async (...texts) => {
    const badge = badgeFor(peer.did)
    badge.credentialSubject.achievement.tag = texts
    const shown = await peer.derive(await peer.issue(badge, mandatory), ['/credentialSubject/achievement'])
    expect([await peer.verify(shown), await outcomeOf(shown)]).toEqual([true, 'failed'])
  })
})

test('who holds a copy can show less of it, one statement at a time, and no more', async () => {
  const [baseSignature, publicKey, signatures, labels, indexes] = partsOf(derived) as [Item, Item, Uint8Array[], Item, number[]]
  const less = removeAt(derived, '/credentialSubject/achievement/tag/1')
  const places = Array.from({ length: indexes.length + 1 }, (_, from) => indexes.map((index, at) => (at < from ? index : index - 1)))
  const tries = signatures.flatMap((_, at) => places.map((list) => withParts(less, [baseSignature, publicKey, signatures.toSpliced(at, 1), labels, list])))
  const verdicts = await Promise.all(tries.map(outcomeOf))
  expect(verdicts.filter((verdict) => verdict === 'passed')).toEqual(['passed'])
})

describe.skipIf(!haveVectors)('the files of others', () => {
  const cases: readonly Case[] = haveVectors ? jsonVector('blockcerts-cert-verifier-js/manifest.json').cases : []
  test.each(cases.filter(({ kind, expected }) => kind === 'ecdsa-sd-2023' && expected === 'invalid'))(
    'Blockcerts: $id is not passed',
    async ({ file, needs }) => {
      const documents = needs.flatMap(({ type, id, file: fact }) => (type === 'http' && fact ? [[id, jsonVector(`blockcerts-cert-verifier-js/${fact}`)]] : []))
      const load = fromDocuments(Object.fromEntries(documents))
      const { outcome } = await verify(jsonVector(`blockcerts-cert-verifier-js/${file}`), { accept, issuers: 'any', load, contexts: contextsFor(needs) })
      counted('Blockcerts ecdsa-sd-2023, invalid and not passed', outcome !== 'passed')
      expect(outcome).not.toBe('passed')
    },
  )
})

describe('an anchor', () => {
  test('dates the base signature, which every copy repeats', async () => {
    const other = await peer.derive(base, ['/credentialSubject/achievement', '/credentialSubject/result'])
    expect(leafBytes(other, { suite })).toEqual(leafBytes(derived, { suite }))
    const chain = memory()
    const { receipts } = await anchor([derived], { suite, chain, keep: () => {} })
    const anchored = attach(toSigned(other as never), receipts)
    const report = await verify(anchored, { accept, issuers: 'any', chains: [chain], require: ['anchor'], allowTest: true })
    expect(report).toMatchObject({ outcome: 'passed', checks: { anchor: { outcome: 'passed' } } })
  })
})

describe('what was changed is never passed', () => {
  test('every byte of the proof value', async () => {
    const bytes = bytesOf(derived)
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      expect(await outcomeOf(withBytes(derived, changed)), `byte ${at}`).not.toBe('passed')
    }
    for (const size of [0, 1, 2, 3, 4, bytes.length - 1]) expect(await outcomeOf(withBytes(derived, bytes.slice(0, size)))).toBe('failed')
    expect(await outcomeOf(withBytes(derived, new Uint8Array([...bytes, 0])))).toBe('failed')
  })

  test('every member of the document, changed or taken away', async () => {
    const pointers = pointersIn(derived)
    const verdicts = await Promise.all(pointers.flatMap((pointer) => [changeAt(derived, pointer), removeAt(derived, pointer)]).map(outcomeOf))
    expect(verdicts.filter((verdict) => verdict === 'passed')).toEqual([])
    expect(verdicts.length).toBeGreaterThan(60)
  })

  test('every member of the proof', async () => {
    const changes = {
      created: '2020-01-01T00:00:00Z',
      verificationMethod: 'did:key:other',
      proofPurpose: 'authentication',
      expires: '2040-01-01T00:00:00Z',
      id: 'urn:x',
    }
    for (const [name, value] of Object.entries(changes)) {
      const changed = { ...derived, proof: [{ ...proofOf(derived), [name]: value }] } as unknown as Signed
      expect(await outcomeOf(changed), name).toBe('failed')
      const { [name as 'created']: _, ...rest } = proofOf(derived)
      if (name in proofOf(derived)) expect(await outcomeOf({ ...derived, proof: [rest] } as unknown as Signed), name).toBe('failed')
    }
  })

  test('what the issuer never signed, or signed in another credential', async () => {
    const added = structuredClone(derived) as unknown as { credentialSubject: { achievement: object }; proof: object }
    expect(await outcomeOf({ ...added, awardedDate: '2026-06-30T12:00:00Z' } as never)).toBe('failed')
    expect(await outcomeOf({ ...added, credentialSubject: { ...added.credentialSubject, narrative: 'With honours.' } } as never)).toBe('failed')
    const other = await peer.derive(await peer.issue(badgeFor(peer.did, 'https://uni.example/badges/2'), mandatory), [
      '/credentialSubject/achievement',
      '/evidence',
    ])
    expect(await outcomeOf(other)).toBe('passed')
    expect(await outcomeOf(withProofValue(derived, proofOf(other).proofValue ?? ''))).toBe('failed')
    expect(await outcomeOf(withProofValue(other, proofOf(derived).proofValue ?? ''))).toBe('failed')
  })

  test('what was hidden by another name or in another place', async () => {
    const { validUntil, ...rest } = derived as Signed & { readonly validUntil: string }
    const typed = { '@value': validUntil, '@type': 'http://www.w3.org/2001/XMLSchema#dateTime' }
    const late = { accept, issuers: 'any', now: new Date('2046-01-01T00:00:00Z') } as const
    const context = (derived as unknown as { '@context': string[] })['@context']
    for (const hidden of [
      { ...rest, 'https://www.w3.org/2018/credentials#validUntil': typed },
      { ...rest, '@context': [...context, { vu: 'https://www.w3.org/2018/credentials#validUntil' }], vu: typed },
      { ...rest, '@context': [...context, { '@vocab': 'https://www.w3.org/2018/credentials#valid' }], Until: typed },
      {
        ...rest,
        evidence: [...(rest as unknown as { evidence: object[] }).evidence, { id: (rest as { id?: string }).id, type: ['VerifiableCredential'], validUntil }],
      },
    ]) {
      const { outcome, checks } = await verify(hidden as never, late)
      expect(outcome).not.toBe('passed')
      expect(checks.terms).toMatchObject({ outcome: 'failed', problem: { name: 'canonicalize.HiddenMemberError' } })
    }
  })

  test('another key, or a key of another kind', async () => {
    for (const publicKey of [keys.p256, keys.p384, keys.ed25519].map(({ signer }) => signer.publicKey))
      expect((await verifyProof(derived, { suite, publicKey })).outcome).toBe('failed')
    const stranger = await ecdsaPeer()
    expect((await verifyProof(derived, { suite, publicKey: stranger.publicKey })).outcome).toBe('failed')
  })

  test('signatures that were left out, swapped or said twice', async () => {
    const [baseSignature, publicKey, signatures, labels, indexes] = partsOf(derived) as [Uint8Array, Uint8Array, Uint8Array[], Map<number, Item>, number[]]
    const [first, second, ...others] = signatures as [Uint8Array, Uint8Array, ...Uint8Array[]]
    const forged = (these: Item, map: Item = labels, places: Item = indexes) => withParts(derived, [baseSignature, publicKey, these, map, places])
    expect(await outcomeOf(forged(signatures))).toBe('passed')
    expect(await outcomeOf(forged([second, first, ...others]))).toBe('failed')
    expect(await outcomeOf(forged([second, ...others]))).toBe('failed')
    expect(await outcomeOf(forged([first, first, ...others]))).toBe('failed')
    expect(await outcomeOf(forged([...signatures, first]))).toBe('failed')
    expect(await outcomeOf(withParts(derived, [first, publicKey, signatures, labels, indexes]))).toBe('failed')
    // Every statement made mandatory, or none.
    expect(await outcomeOf(forged([], labels, [...Array(indexes.length + signatures.length).keys()]))).toBe('failed')
    expect(await outcomeOf(forged(signatures, labels, []))).toBe('failed')
    expect(await outcomeOf(forged(signatures, labels, [...indexes, 1e6]))).toBe('failed')
  })

  test('tricks with the names of blank nodes', async () => {
    const [baseSignature, publicKey, signatures, labels, indexes] = partsOf(derived) as [Uint8Array, Uint8Array, Uint8Array[], Map<number, Item>, number[]]
    const forged = (map: Item) => withParts(derived, [baseSignature, publicKey, signatures, map, indexes])
    expect(labels.size).toBeGreaterThan(1)
    const values = [...labels.values()]
    const zipped = (list: readonly Item[]) => new Map(list.map((value, at) => [at, value]))
    expect(await outcomeOf(forged(zipped(values)))).toBe('passed')
    // Swapped, and one name for two.
    expect(await outcomeOf(forged(zipped([values[1] ?? 0, values[0] ?? 0, ...values.slice(2)])))).toBe('failed')
    expect(await problemOf(forged(zipped(values.fill(values[0] ?? 0))))).toBe('sign.ProofValueError')
    // One too few, one too many, another place.
    expect(await problemOf(forged(new Map([...labels].slice(1))))).toBe('sign.BadSignatureError')
    expect(await problemOf(forged(new Map([...labels, [labels.size, new Uint8Array(32)]])))).toBe('sign.BadSignatureError')
    expect(await problemOf(forged(new Map([...labels].map(([node, value]) => [node + 1, value]))))).toBe('sign.BadSignatureError')
    // Names of another length, or of another kind.
    expect(await problemOf(forged(new Map([...labels].map(([node]) => [node, node]))))).toBe('sign.ProofValueError')
    expect(await problemOf(forged(new Map([...labels].map(([node]) => [node, new Uint8Array(31).fill(node)]))))).toBe('sign.ProofValueError')
  })

  test('one thing shown as two with the same signatures', async () => {
    // Each statement of the evidence once more, of a node that has the name of the first.
    const one = await peer.derive(await peer.issue(badgeFor(peer.did), mandatory), ['/evidence'])
    expect(await outcomeOf(one)).toBe('passed')
    const evidence = (one as unknown as { evidence: object[] }).evidence
    const twice = { ...one, evidence: [...evidence, ...evidence] } as unknown as Signed
    const [baseSignature, publicKey, signatures, labels, indexes] = partsOf(one) as [Uint8Array, Uint8Array, Uint8Array[], Map<number, Item>, number[]]
    for (const again of labels.values())
      expect(await problemOf(withParts(twice, [baseSignature, publicKey, signatures, new Map([...labels, [labels.size, again]]), indexes]))).toBe(
        'sign.ProofValueError',
      )
  })
})

describe('what is not a derived proof', () => {
  test('a base proof is named, and a proof of a kind to come is not read', async () => {
    expect(await problemOf(base)).toBe('sign.BaseProofError')
    for (const feature of [2, 3, 4, 255]) expect(await problemOf(withParts(derived, partsOf(derived), feature))).toBe('sign.ProofValueError')
    expect(await verify(base as never, { accept, issuers: 'any' })).toMatchObject({
      outcome: 'unknown',
      checks: { signature: { outcome: 'unknown', problem: { name: 'sign.BaseProofError' } } },
    })
  })

  test.each<[string, readonly Item[]]>([
    ['no parts', []],
    ['one part too many', [0, 0, 0, 0, 0, 0]],
    ['numbers', [0, 0, 0, 0, 0]],
    ['lists', [[], [], [], [], []]],
    ['texts', ['', '', '', '', '']],
    ['maps', [new Map(), new Map(), new Map(), new Map(), new Map()]],
  ])('%s', async (_, parts) => {
    expect(await problemOf(withParts(derived, parts))).toBe('sign.ProofValueError')
  })

  test('each part of another shape', async () => {
    const parts = partsOf(derived)
    const others: readonly Item[] = [0, '', [], new Map(), new Uint8Array(1), [[]], [''], [1, 0], [0, 0], new Map([[0, '']]), [new Uint8Array(63)]]
    for (const [at] of parts.entries())
      for (const other of others) expect(await outcomeOf(withParts(derived, parts.with(at, other))), `part ${at}`).not.toBe('passed')
  })

  test.each(['', 'u', 'uAAAA', 'z2s', 'mAAAA', 'u2V0B', `u${'A'.repeat(5_000_000)}`, `z${'1'.repeat(100_000)}`, 'u2V0B==', 'u2V0B9g'])(
    'the text %.20s',
    async (text) => {
      expect(await problemOf(withProofValue(derived, text))).toBe('sign.ProofValueError')
    },
  )

  test('a key scoped to the proof of another curve, or of none', async () => {
    const [baseSignature, publicKey, ...rest] = partsOf(derived) as [Uint8Array, Uint8Array, ...Item[]]
    const other = publicKey.slice()
    other[0] = 0xed
    expect(await problemOf(withParts(derived, [baseSignature, other, ...rest]))).toBe('sign.ProofValueError')
    expect(await problemOf(withParts(derived, [baseSignature, publicKey.slice().fill(255, 3), ...rest]))).toBe('sign.BadSignatureError')
  })
})

describe('hostile proof values', () => {
  const hostile: readonly [string, Uint8Array][] = [
    ['a list of 4,294,967,295 items', new Uint8Array([0x9a, 255, 255, 255, 255])],
    ['a map of 4,294,967,295 entries', new Uint8Array([0xba, 255, 255, 255, 255])],
    ['bytes of 2^53 - 1', new Uint8Array([0x5b, 0, 31, 255, 255, 255, 255, 255, 255])],
    ['lists in lists', new Uint8Array(1_000_000).fill(0x81)],
    ['maps in maps', new Uint8Array(1_000_000).map((_, at) => (at % 2 === 0 ? 0xa1 : 0))],
    ['tags in tags', new Uint8Array(1_000_000).fill(0xc0)],
    ['an indefinite list', new Uint8Array([0x9f, 0xff])],
    ['a key that stands twice', new Uint8Array([0x85, 0x40, 0x40, 0x80, 0xa2, 0, 0x40, 0, 0x40, 0x80])],
    ['a key that is a text', new Uint8Array([0x85, 0x40, 0x40, 0x80, 0xa1, 0x60, 0x40, 0x80])],
    ['a negative number', new Uint8Array([0x85, 0x40, 0x40, 0x80, 0xa0, 0x81, 0x20])],
    ['a tagged byte string', new Uint8Array([0x85, 0xd8, 0x40, 0x40, 0x40, 0x80, 0xa0, 0x80])],
    ['a million numbers', new Uint8Array([0x9a, 0, 0x0f, 0x42, 0x40, ...new Uint8Array(1_000_000)])],
  ]
  test.each(hostile)('%s', async (_, content) => {
    const found = withBytes(derived, new Uint8Array([...bytesOf(derived).slice(0, 3), ...content]))
    expect(await problemOf(found)).toBe('sign.ProofValueError')
  })

  test('more statements than are looked at are a doubt', async () => {
    const [baseSignature, publicKey, signatures, labels, indexes] = partsOf(derived) as [Item, Item, Uint8Array[], Item, Item]
    const many = Array.from({ length: 10_001 }, () => signatures[0] ?? new Uint8Array(64))
    const found = await verifyProof(withParts(derived, [baseSignature, publicKey, many, labels, indexes]), { suite, publicKey: peer.publicKey })
    expect(found).toMatchObject({ outcome: 'unknown', problem: { name: 'sign.TooManyStatementsError', facts: { count: 10_001, limit: 10_000 } } })
    // As many as are looked at, and none is of this document.
    expect(await problemOf(withParts(derived, [baseSignature, publicKey, many.slice(1), labels, indexes]))).toBe('sign.BadSignatureError')
  })
})

test('ten thousand places, and a document of as many statements', async () => {
  const badge = badgeFor(peer.did)
  badge.credentialSubject.achievement.tag = Array.from({ length: 300 }, (_, at) => `tag ${at}`)
  const many = await peer.derive(await peer.issue(badge, mandatory), ['/credentialSubject/achievement/tag'])
  expect(await outcomeOf(many)).toBe('passed')
  const [baseSignature, publicKey, signatures, labels] = partsOf(many) as [Item, Item, Item, Item]
  const places = [...Array(10_000).keys()]
  expect(await problemOf(withParts(many, [baseSignature, publicKey, signatures, labels, places]))).toBe('sign.BadSignatureError')
}, 60_000)

describe('what is only read', () => {
  test('is not signed with', async () => {
    await expect(sign(badgeOf(keys.p256.controller), { suite: ecdsaSd2023, key: keys.p256 })).rejects.toMatchObject({ name: 'sign.VerifyOnlyError' })
  })

  test('is not passed by one signature alone', async () => {
    const { message, signature } = suite.record(derived, proofOf(derived))
    expect(await suite.verify(message, signature, peer.publicKey)).toBe(false)
    expect(() => suite.record({ ...derived, evidence: [] }, proofOf(derived))).toThrow('The signature does not belong to this text')
  })

  test('is a doubt where it was not accepted, beside a proof that passes too', async () => {
    expect(await verify(derived, { accept: current, issuers: 'any' })).toMatchObject({
      outcome: 'unknown',
      checks: { signature: { problem: { name: 'sign.UnknownSuiteError' } } },
    })
    const both = await sign(badgeOf(keys.ed25519.controller), { suite: eddsaRdfc2022, key: keys.ed25519 })
    const mixed = { ...both, proof: [...both.proof, proofOf(derived)] } as unknown as Signed
    expect((await verify(mixed, { accept, issuers: 'any' })).outcome).toBe('failed')
  })
})

/** The document with another value at a pointer. */
function changeAt(signed: Signed, pointer: string): Signed {
  return editAt(signed, pointer, (parent, key) => {
    const value = parent[key]
    parent[key] = typeof value === 'string' ? `${value}x` : typeof value === 'boolean' ? !value : Array.isArray(value) ? [...value, 'x'] : 'x'
  })
}

/** The document without what a pointer points to. */
function removeAt(signed: Signed, pointer: string): Signed {
  return editAt(signed, pointer, (parent, key) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1)
    else delete parent[key]
  })
}

function editAt(signed: Signed, pointer: string, edit: (parent: { [key: string]: unknown }, key: string) => void): Signed {
  const copy = structuredClone(signed)
  const path = pointer.slice(1).split('/')
  const last = path.pop() ?? ''
  edit(
    path.reduce((value, key) => value[key] as { [key: string]: unknown }, copy as unknown as { [key: string]: unknown }),
    last,
  )
  return copy
}
