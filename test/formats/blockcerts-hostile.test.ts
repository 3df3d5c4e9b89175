import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concat, fromHex, toBase58 } from '../../src/bytes.js'
import { encode, type Item } from '../../src/cbor.js'
import { fromProofValue, fromSignature } from '../../src/formats/blockcerts/receipt.js'
import { everything } from '../../src/verify/all.js'
import { type Report, verify } from '../../src/verify/index.js'
import { assertion, credential, type Fields, host, issue2, issue3, issuer, profile, readerOf, transaction } from './batch.js'
import { web, whyOf } from './web.js'

const now = new Date('2026-11-01T00:00:00Z')
const examine = (held: object, root = '', pages: { readonly [url: string]: object } = {}): Promise<Report> =>
  verify(held as never, {
    accept: everything,
    issuers: 'any',
    now,
    load: web({ [issuer]: profile, ...pages }).load,
    chains: [readerOf({ [transaction]: root })],
  })
const ruleOf = (work: () => unknown): string => {
  try {
    work()
    return 'read'
  } catch (error) {
    const { name, facts } = error as { name: string; facts?: { rule?: string } }
    return `${name} ${facts?.rule}`
  }
}
const value = (...bytes: readonly (Uint8Array | string)[]): string =>
  `z${toBase58(concat(...bytes.map((one) => (typeof one === 'string' ? fromHex(one) : one))))}`

const hash = encode('11'.repeat(32))
const anchor: Item = [
  [0, 1],
  [1, 1],
  [2, encode(`0x${'ab'.repeat(32)}`)],
]
const proof = ({ anchors = [anchor], path = [], root = hash }: { readonly anchors?: Item; readonly path?: Item; readonly root?: Item }): string =>
  value(
    encode([
      [0, root],
      [1, hash],
      [2, anchors],
      [3, path],
    ]),
  )

describe('a proof value that is none is refused by its rule', () => {
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'multibase'],
    ['a number', 7, 'multibase'],
    ['another base', 'uAAAA', 'multibase'],
    ['no base58', 'z0OIl', 'encoding'],
    ['no bytes', 'z', 'encoding'],
    ['base58 without an end', `z${'2'.repeat(100_000)}`, 'encoding'],
    ['a length beyond the end', value('9b001fffffffffffff'), 'encoding'],
    ['a text beyond the end', value('84820058207fffffff'), 'encoding'],
    ['a list without an end', value('9f00ff'), 'encoding'],
    ['a map', value('a10001'), 'members'],
    ['a tag', value('c100'), 'encoding'],
    ['a number that is not the shortest', value('811800'), 'encoding'],
    ['lists in lists', value('81'.repeat(500), '00'), 'encoding'],
    ['bytes after the end', value(encode([]), '00'), 'encoding'],
    ['text that is not UTF-8', value('61ff'), 'encoding'],
    ['a number', value('00'), 'members'],
    ['no pairs', value(encode([0, 1])), 'members'],
    ['a pair of three', value(encode([[0, hash, hash]])), 'members'],
    [
      'one member twice',
      value(
        encode([
          [0, hash],
          [0, hash],
        ]),
      ),
      'members',
    ],
    [
      'no root',
      value(
        encode([
          [1, hash],
          [2, [anchor]],
        ]),
      ),
      'merkleRoot',
    ],
    ['a root that is not wrapped', proof({ root: fromHex('11'.repeat(32)) }), 'merkleRoot'],
    ['a root that is a number', proof({ root: encode(7) }), 'merkleRoot'],
    ['a root that is short', proof({ root: encode('11'.repeat(31)) }), 'merkleRoot'],
    ['no anchors', proof({ anchors: [] }), 'number of anchors'],
    ['anchors that are no list', proof({ anchors: 'x' }), 'number of anchors'],
    ['17 anchors', proof({ anchors: Array(17).fill(anchor) }), 'number of anchors'],
    ['an anchor that is no list', proof({ anchors: [7] }), 'anchor'],
    [
      'an anchor with one part twice',
      proof({
        anchors: [
          [
            [0, 1],
            [0, 1],
          ],
        ],
      }),
      'anchor',
    ],
    ['an anchor on no chain', proof({ anchors: [[[2, hash]]] }), 'chain'],
    [
      'an anchor on a chain of text',
      proof({
        anchors: [
          [
            [0, 'btc'],
            [1, 1],
            [2, hash],
          ],
        ],
      }),
      'chain',
    ],
    [
      'an anchor on network 0',
      proof({
        anchors: [
          [
            [0, 1],
            [1, 0],
            [2, hash],
          ],
        ],
      }),
      'chain',
    ],
    [
      'an anchor on another network of Bitcoin',
      proof({
        anchors: [
          [
            [0, 0],
            [1, 2],
            [2, hash],
          ],
        ],
      }),
      'chain',
    ],
    [
      'an anchor without a transaction',
      proof({
        anchors: [
          [
            [0, 1],
            [1, 1],
          ],
        ],
      }),
      'transaction',
    ],
    [
      'an anchor with half a transaction',
      proof({
        anchors: [
          [
            [0, 1],
            [1, 1],
            [2, encode('0xab')],
          ],
        ],
      }),
      'transaction',
    ],
    ['65 steps', proof({ path: Array(65).fill([0, hash]) }), 'path'],
    ['a step to another side', proof({ path: [[2, hash]] }), 'path'],
    ['a step without a hash', proof({ path: [[0]] }), 'path'],
    ['a step of three', proof({ path: [[0, hash, 1]] }), 'path'],
  ])('%s', (_, proofValue, rule) => {
    expect(ruleOf(() => fromProofValue(proofValue as never))).toBe(`anchor.ReceiptShapeError ${rule}`)
  })

  test('whatever the bytes are, and whatever stands where', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => /^(anchor.ReceiptShapeError|read)/.test(ruleOf(() => fromProofValue(value(bytes))))))
    const { item } = fc.letrec<{ item: Item }>((tie) => ({
      item: fc.oneof({ maxDepth: 5 }, fc.nat(), fc.string(), fc.uint8Array({ maxLength: 40 }), fc.constant(hash), fc.array(tie('item'), { maxLength: 5 })),
    }))
    fc.assert(
      fc.property(fc.tuple(item, item, item, item), (parts) =>
        /^(anchor.ReceiptShapeError|read)/.test(ruleOf(() => fromProofValue(value(encode(parts.map((part, at) => [at, part])))))),
      ),
    )
  })
})

describe('a signature that is none is refused by its rule', () => {
  const good = issue2().certificate['signature'] as Fields
  const [first] = good['anchors'] as Fields[]
  test.each<[string, Fields, string]>([
    ['a hash of another length', { targetHash: '11' }, 'targetHash'],
    ['a hash that is none', { targetHash: 7 }, 'targetHash'],
    ['no root', { merkleRoot: undefined }, 'merkleRoot'],
    ['a way that is no list', { proof: {} }, 'path'],
    ['a way of 10,000 steps', { proof: Array(10_000).fill({ left: '11'.repeat(32) }) }, 'path'],
    ['a step that is none', { proof: ['left'] }, 'path'],
    ['a step to both sides', { proof: [{ left: '11'.repeat(32), right: '11'.repeat(32) }] }, 'path'],
    ['a step to no side', { proof: [{}] }, 'path'],
    ['no anchors', { anchors: undefined }, 'number of anchors'],
    ['an empty list of anchors', { anchors: [] }, 'number of anchors'],
    ['10,000 anchors', { anchors: Array(10_000).fill(first) }, 'number of anchors'],
    ['an anchor that is text', { anchors: ['x'] }, 'anchor'],
    ['a chain that nobody knows', { anchors: [{ ...first, chain: 'dogecoinMainnet' }] }, 'chain "dogecoinMainnet"'],
    ['a chain by the name of a member', { anchors: [{ ...first, chain: 'constructor' }] }, 'chain "constructor"'],
    ['a type that nobody knows', { anchors: [{ ...first, chain: undefined, type: 'x' }] }, 'anchor of the type "x"'],
    ['no transaction', { anchors: [{ ...first, sourceId: undefined }] }, 'transaction'],
    ['a transaction that is a path', { anchors: [{ ...first, sourceId: '../../' }] }, 'transaction'],
  ])('%s', async (_, changes, rule) => {
    const signature = { ...good, ...changes }
    expect(ruleOf(() => fromSignature(signature as never, ''))).toBe(`anchor.ReceiptShapeError ${rule}`)
    const report = await examine({ ...assertion, signature })
    expect(whyOf(report)).toBe('signature failed anchor.ReceiptShapeError, binding failed anchor.ReceiptShapeError')
  })

  test('whatever it says', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('targetHash', 'merkleRoot', 'proof', 'anchors'), fc.jsonValue()), (signature) =>
        /^(anchor.ReceiptShapeError|read)/.test(ruleOf(() => fromSignature(signature as never, ''))),
      ),
    )
  })
})

describe('a document that was made to confuse or to exhaust', () => {
  const issued = issue3()
  const held = (changes: Fields): object => ({ ...issued.certificate, ...changes })
  const merkle = issued.certificate['proof'] as Fields
  const method = (verificationMethod: unknown): object => held({ proof: { ...merkle, verificationMethod } })

  test.each<[string, object]>([
    ['a method without an end', method('x'.repeat(1_000_000))],
    ['a method that is an object', method({ id: issuer })],
    ['a method that is a list', method([`${issuer}#key-1`, 'did:web:evil.example#1'])],
    ['a method on the local machine', method('https://127.0.0.1/#1')],
    ['a method of a scheme that is not read', method('file:///etc/passwd#1')],
    ['an issuer that is a list', held({ issuer: [issuer] })],
    ['an issuer without an id', held({ issuer: {} })],
    ['proofs that are nothing', held({ proof: [null, 7, 'x', [], {}] })],
    ['a proof of another kind under the same type', held({ proof: { type: 'ChainedProof2021', chainedProofType: 'ChainedProof2021' } })],
    ['a previous proof that is itself', held({ proof: [{ ...merkle, id: 'urn:1', previousProof: 'urn:1' }] })],
    ['previous proofs without an end', held({ proof: [{ ...merkle, previousProof: Array(10_000).fill('urn:1') }] })],
    ['a context that calls itself', held({ '@context': [...(credential['@context'] as string[]), { '@context': 'x' }] })],
    ['types that are nothing', held({ type: ['VerifiableCredential', null, 7] })],
  ])('%s does not pass, and is answered', async (_, document) => {
    const report = await examine(document, issued.root)
    expect(report.outcome).not.toBe('passed')
    expect(whyOf(report)).not.toBe('')
  })

  // These say nothing of the certificate: the account that wrote the root is the issuer's all the same.
  test.each<[string, object]>([
    ['a method with many fragments', method(`${issuer}#a#b`)],
    ['a method of nobody', method('#key-1')],
    ['a proof in a proof', held({ proof: { ...merkle, proof: { ...merkle, proof: merkle } } })],
    ['contexts without an end', held({ '@context': [...(credential['@context'] as string[]), ...Array(2000).fill({ a: 'urn:a' })] })],
    [
      'a context of 20,000 words',
      held({ '@context': [...(credential['@context'] as string[]), Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`w${at}`, `urn:${at}`]))] }),
    ],
  ])('%s changes nothing', async (_, document) => {
    expect(whyOf(await examine(document, issued.root))).toBe('')
  })

  test('JSON that means two things is refused before anybody looks', async () => {
    const text = JSON.stringify(issued.certificate)
    for (const [evil, name] of [
      [text.replace('"issuer":', '"__proto__":{"issuer":"x"},"issuer":'), 'json.UnsafeError'],
      [text.replace('"issuer":', '"issuer":"https://evil.example/","issuer":'), 'json.UnsafeError'],
      [text.replace('"Zoé"', '['.repeat(10_000)), 'json.'],
    ] as const)
      expect(whyOf(await verify(evil, { accept: everything, issuers: 'any', now }))).toContain(`shape failed ${name}`)
  })

  test('pages without an end are read once each', async () => {
    const keys = Array.from({ length: 50_000 }, (_, at) => ({ id: `ecdsa-koblitz-pubkey:0x${at.toString(16).padStart(40, '0')}` }))
    const large = { ...profile, publicKey: [...keys, ...(profile['publicKey'] as object[])], revocationList: `${host}/list` }
    const { load, asked } = web({ [issuer]: large, [`${host}/list?assertionId=${encodeURIComponent(String(credential['id']))}`]: { revokedAssertions: keys } })
    const report = await verify(issued.certificate as never, {
      accept: everything,
      issuers: 'any',
      now,
      load,
      chains: [readerOf({ [transaction]: issued.root })],
    })
    expect([report.outcome, asked.length]).toEqual(['passed', 2])
  })

  test('profiles that lead to each other are not followed', async () => {
    const did = 'did:web:uni.example'
    const loop = { id: did, verificationMethod: [], service: [{ type: 'IssuerProfile', serviceEndpoint: did }] }
    const own = issue3({ ...credential, issuer: did }, { proof: { verificationMethod: `${did}#1` } })
    const report = await examine(own.certificate, own.root, { 'https://uni.example/.well-known/did.json': loop })
    expect(whyOf(report)).toBe('binding unknown formats.BadDocumentError, status unknown formats.BadDocumentError')
  })

  test('whatever it is, it is answered, and does not pass', async () => {
    const marks = [
      { '@context': 'https://w3id.org/blockcerts/v2' },
      { '@context': ['https://w3id.org/blockcerts/v3'] },
      { signature: { type: 'MerkleProof2017' } },
      { proof: merkle },
    ]
    const names = [
      'type',
      'id',
      'issuer',
      'badge',
      'verification',
      'recipient',
      'issuedOn',
      'proof',
      'signature',
      'credentialSubject',
      'credentialStatus',
      '@context',
    ]
    const types = fc.constantFrom('Assertion', ['VerifiableCredential'], 'Profile', 'BlockchainCertificate')
    const document = fc.tuple(fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 })), fc.constantFrom(...marks), types)
    await fc.assert(
      fc.asyncProperty(document, async ([members, mark, type]) => {
        const { outcome } = await examine({ ...members, type, ...mark })
        return outcome === 'failed' || outcome === 'unknown'
      }),
      { numRuns: 300 },
    )
  })

  test('a reader that breaks its contract is a doubt', async () => {
    for (const find of [
      async () => ({}),
      async () => ({ commitment: 'x' }),
      async () => null,
      () => Promise.reject(new Error('no')),
      async () => ({ commitment: fromHex(issued.root), time: 'x' }),
    ]) {
      const chains = [{ id: 'eip155:1', find }] as never
      const report = await verify(issued.certificate as never, { accept: everything, issuers: 'any', now, load: web({ [issuer]: profile }).load, chains })
      expect(report.outcome).toBe('unknown')
      const two = await verify(issued.certificate as never, {
        accept: everything,
        issuers: 'any',
        now,
        load: web({ [issuer]: profile }).load,
        chains: [...(chains as []), readerOf({ [transaction]: issued.root })],
      })
      expect(two.outcome).toBe('unknown')
    }
  })
})
