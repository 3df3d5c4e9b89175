import { Bitstring } from '@digitalbazaar/bitstring'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite as eddsaRdfc } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as bitstringPeer from '@digitalbazaar/vc-bitstring-status-list'
import * as revocation2020Peer from '@digitalbazaar/vc-revocation-list'
import * as list2021Peer from '@digitalbazaar/vc-status-list'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contextAt } from '../../src/contexts/index.js'
import { toMultikey } from '../../src/keys/multikey.js'
import { fromDocuments } from '../../src/load/documents.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { create, entry, fromCredential, get, listCredential, set } from '../../src/status/index.js'
import { everything } from '../../src/verify/all.js'
import { verify } from '../../src/verify/index.js'
import { badgeOf } from '../badges.js'
import { badgeWith, bitKinds, bitsWith, key, listOf, now, unsigned, url } from './lists.js'

const dates = { validFrom: new Date('2026-10-31T00:00:00Z'), validUntil: new Date('2026-11-02T00:00:00Z') }
const indexes = fc.uniqueArray(fc.nat(131_071), { maxLength: 60 })

// Each peer's words for the same things.
const peers = [
  {
    name: '@digitalbazaar/vc-bitstring-status-list',
    kind: bitKinds[0] as (typeof bitKinds)[0],
    peer: bitstringPeer,
    set: (list: { setStatus(index: number, on: boolean): void }, index: number) => list.setStatus(index, true),
    get: (list: { getStatus(index: number): boolean }, index: number): boolean => list.getStatus(index),
    more: { statusPurpose: 'revocation' },
  },
  {
    name: '@digitalbazaar/vc-status-list',
    kind: bitKinds[1] as (typeof bitKinds)[0],
    peer: list2021Peer,
    set: (list: { setStatus(index: number, on: boolean): void }, index: number) => list.setStatus(index, true),
    get: (list: { getStatus(index: number): boolean }, index: number): boolean => list.getStatus(index),
    more: { statusPurpose: 'revocation' },
  },
  {
    name: '@digitalbazaar/vc-revocation-list',
    kind: bitKinds[2] as (typeof bitKinds)[0],
    peer: revocation2020Peer,
    set: (list: { setRevoked(index: number, on: boolean): void }, index: number) => list.setRevoked(index, true),
    get: (list: { isRevoked(index: number): boolean }, index: number): boolean => list.isRevoked(index),
    more: {},
  },
]

describe.each(peers)('$name', ({ kind, peer, set: setAt, get: getAt, more }) => {
  const statusAt = async (list: object, index: number) => {
    const load = fromDocuments({ [url]: list })
    return (await verify(await badgeWith(kind.entry(String(index))), { accept: everything, issuers: 'any', now, load })).checks.status.outcome
  }

  test('the list that it makes we read', async () => {
    await fc.assert(
      fc.asyncProperty(indexes, fc.nat(131_071), async (on, other) => {
        const list = await peer.createList({ length: 131_072 })
        for (const index of on) setAt(list, index)
        const { '@context': _, ...made } = await peer.createCredential({ id: url, list, ...more })
        const issued = await sign({ ...unsigned(kind, new Uint8Array(0)), ...made }, { suite: eddsaJcs2022, key })
        for (const index of [...on.slice(0, 3), other]) expect(await statusAt(issued, index)).toBe(on.includes(index) ? 'failed' : 'passed')
      }),
      { numRuns: 15 },
    )
  })

  test('the bits that we read it reads, the same', async () => {
    await fc.assert(
      fc.asyncProperty(indexes, fc.nat(131_071), async (on, other) => {
        const { encodedList } = (await listOf(kind, bitsWith(on))).credentialSubject as { encodedList: string }
        const list = await peer.decodeList({ encodedList: encodedList.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') })
        for (const index of [...on, other]) expect(getAt(list, index)).toBe(on.includes(index))
      }),
      { numRuns: 15 },
    )
  })
})

describe('@digitalbazaar/bitstring', () => {
  test('the bits of a list, compressed here, are its bits, and the other way round', async () => {
    await fc.assert(
      fc.asyncProperty(indexes, async (on) => {
        const ours = set(create({ purpose: 'revocation' }), on, true)
        const theirs = new Bitstring({ length: 131_072 })
        for (const index of on) theirs.set(index, true)
        const credential = await sign(await listCredential({ id: url, issuer: key.controller, list: ours, ...dates }), { suite: eddsaJcs2022, key })
        const { encodedList } = credential.credentialSubject as { encodedList: string }
        expect(Buffer.from(await Bitstring.decodeBits({ encoded: encodedList.slice(1) }))).toEqual(Buffer.from(theirs.bits))
        const subject = { ...credential.credentialSubject, encodedList: `u${await theirs.encodeBits()}` }
        expect(await fromCredential({ ...credential, credentialSubject: subject })).toEqual(ours)
      }),
      { numRuns: 15 },
    )
  })
})

describe('the whole way: its checkStatus with its own verifier', () => {
  // What the peer loads: bundled contexts, the key of a did:key, and the list.
  const multikey = { type: 'Multikey', publicKeyMultibase: toMultikey(key.signer.publicKey) }
  const loaderWith = (list: object) => async (asked: string) => {
    const method = { '@context': 'https://w3id.org/security/multikey/v1', ...multikey, id: key.id, controller: key.controller }
    const controller = {
      '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
      id: key.controller,
      assertionMethod: [key.id],
      verificationMethod: [{ ...multikey, id: key.id, controller: key.controller }],
    }
    const documents: { readonly [at: string]: object } = { [url]: list, [key.id]: method, [key.controller]: controller }
    const document = contextAt(asked) ?? documents[asked]
    if (!document) throw new Error(`not loaded: ${asked}`)
    return { document: structuredClone(document), documentUrl: asked, tag: 'static' }
  }

  test('it says of our badges and our list what we say', async () => {
    // The peer reads the wall clock: the list must be valid now.
    const present = Date.now()
    const list = await listCredential({
      id: url,
      issuer: key.controller,
      list: set(create({ purpose: 'revocation' }), [7], true),
      validFrom: new Date(present - 60_000),
      validUntil: new Date(present + 3_600_000),
    })
    const signed = await sign(list, { suite: eddsaRdfc2022, key })
    const single = { ...signed, proof: signed.proof[0] }
    for (const [index, on] of [
      [6, false],
      [7, true],
    ] as const) {
      const credential = { ...badgeOf(key.controller), credentialStatus: entry({ list: url, index, purpose: 'revocation' }) }
      const result = await bitstringPeer.checkStatus({
        credential,
        documentLoader: loaderWith(single),
        suite: new DataIntegrityProof({ cryptosuite: eddsaRdfc }),
      })
      expect([result.verified, result.results[0]?.status]).toEqual([true, on])
      const badge = await sign(credential, { suite: eddsaRdfc2022, key })
      const report = await verify(badge, { accept: everything, issuers: 'any', now: new Date(present), load: fromDocuments({ [url]: signed }) })
      expect(report.checks.status.outcome).toBe(on ? 'failed' : 'passed')
    }
    const foreign = { ...badgeOf('did:web:other.example'), credentialStatus: entry({ list: url, index: 6, purpose: 'revocation' }) }
    const refused = await bitstringPeer.checkStatus({
      credential: foreign,
      documentLoader: loaderWith(single),
      suite: new DataIntegrityProof({ cryptosuite: eddsaRdfc }),
    })
    expect(refused.verified).toBe(false)
  })

  test('get and the peer agree on every entry of a list', async () => {
    const list = set(create({ purpose: 'suspension' }), [0, 1, 8, 131_064, 131_071], true)
    const theirs = new Bitstring({ buffer: list.bits.slice() })
    for (let index = 0; index < list.length; index++) if (get(list, index) !== theirs.get(index)) throw new Error(`entry ${index}`)
  })
})
