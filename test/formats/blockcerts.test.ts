import { secp256k1 } from '@noble/curves/secp256k1.js'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { bitcoinReader } from '../../src/anchor/bitcoin.js'
import { evmReader } from '../../src/anchor/evm.js'
import { fromHex, toBase58, toBase64url, utf8 } from '../../src/bytes.js'
import { blockcerts as contexts } from '../../src/contexts/blockcerts.js'
import { type Blockcert, blockcerts, isBlockcert } from '../../src/formats/blockcerts/index.js'
import { fromProofValue, fromSignature } from '../../src/formats/blockcerts/receipt.js'
import { FailedError } from '../../src/load/index.js'
import type { ChainReader } from '../../src/seams.js'
import { eddsaJcs2022, sign } from '../../src/sign/index.js'
import { ecdsaSecp256k1Signature2019 as koblitzSuite } from '../../src/sign/older.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { everything } from '../../src/verify/all.js'
import { current, type Report, trusted, verify } from '../../src/verify/index.js'
import { en, fr, words } from '../../src/verify/text.js'
import { fakeBitcoin, opReturn } from '../anchor/fake-bitcoin.js'
import { type Anvil, clientOf, richAccount, startAnvil } from '../anvil.js'
import { keys } from '../badges.js'
import { chunk, holding } from '../bake/images.js'
import { haveVectors, jsonVector } from '../vectors.js'
import {
  account,
  assertion,
  credential,
  ethereum,
  type Fields,
  host,
  type Issued,
  issue2,
  issue3,
  issuer,
  profile,
  readerOf,
  sent,
  transaction,
} from './batch.js'
import { type Page, web, whyOf } from './web.js'

const now = new Date('2026-11-01T00:00:00Z')
const accept = [...current, blockcerts]
type More = { readonly pages?: { readonly [url: string]: Page }; readonly chains?: readonly ChainReader[]; readonly [option: string]: unknown }
/** Verifies a certificate whose root is on the chain, and whose issuer publishes a profile. */
const examine = ({ certificate, root }: Issued, { pages, chains = [readerOf({ [transaction]: root })], ...more }: More = {}): Promise<Report> =>
  verify(certificate, { accept, issuers: 'any', now, load: web({ [issuer]: profile, ...pages }).load, chains, ...more })
const why = async (issued: Issued, more?: More): Promise<string> => {
  const report = await examine(issued, more)
  return whyOf(report) || report.outcome
}
const withProfile = (changes: Fields): More => ({ pages: { [issuer]: { ...profile, ...changes } } })
const keyed = (key: Fields): More => withProfile({ publicKey: [{ ...(profile['publicKey'] as Fields[])[0], ...key }] })

describe('a certificate of each version', () => {
  test('2.0: the whole report', async () => {
    expect(await examine(issue2())).toMatchInlineSnapshot(`
      {
        "at": "2026-11-01T00:00:00.000Z",
        "checks": {
          "anchor": {
            "detail": {
              "sightings": [
                {
                  "chain": "eip155:1",
                  "confirmations": 100,
                  "sender": "0x3d995ef85a8d1bcbed78182ab225b9f88dc8937c",
                  "testOnly": false,
                  "time": "2022-06-01T12:00:00Z",
                  "tolerance": 12,
                  "transaction": "0xabababababababababababababababababababababababababababababababab",
                },
              ],
            },
            "outcome": "passed",
          },
          "binding": {
            "detail": {
              "boundBy": "profile",
              "issuer": "https://uni.example/issuer.json",
              "key": "0x3d995ef85a8d1bcbed78182ab225b9f88dc8937c",
            },
            "outcome": "passed",
          },
          "issuer": {
            "because": "not asked",
            "outcome": "skipped",
          },
          "parts": {
            "because": "absent",
            "outcome": "skipped",
          },
          "presentation": {
            "because": "absent",
            "outcome": "skipped",
          },
          "recipient": {
            "because": "not asked",
            "outcome": "skipped",
          },
          "resources": {
            "because": "absent",
            "outcome": "skipped",
          },
          "schema": {
            "because": "absent",
            "outcome": "skipped",
          },
          "shape": {
            "detail": {
              "format": "Blockcert 2.0",
            },
            "outcome": "passed",
          },
          "signature": {
            "detail": {
              "proofs": [
                {
                  "controller": "https://uni.example/issuer.json",
                  "key": "0x3d995ef85a8d1bcbed78182ab225b9f88dc8937c",
                  "outcome": "passed",
                  "suite": "MerkleProof2017",
                },
              ],
            },
            "outcome": "passed",
          },
          "status": {
            "because": "absent",
            "outcome": "skipped",
          },
          "terms": {
            "detail": {
              "contexts": [
                "https://w3id.org/openbadges/v2",
                "https://w3id.org/blockcerts/v2",
              ],
            },
            "outcome": "passed",
          },
          "validity": {
            "detail": {
              "at": "2026-11-01T00:00:00.000Z",
              "from": "2022-06-01T10:00:00Z",
              "until": "2040-01-01T00:00:00Z",
            },
            "outcome": "passed",
          },
        },
        "credential": {
          "@context": [
            "https://w3id.org/openbadges/v2",
            "https://w3id.org/blockcerts/v2",
          ],
          "badge": {
            "description": "Thirty hours.",
            "id": "urn:uuid:82a4c9f2-3588-457b-80ea-da695571b8fc",
            "issuer": {
              "id": "https://uni.example/issuer.json",
              "name": "University of Example",
              "type": "Profile",
            },
            "name": "Certificate of Accomplishment",
            "type": "BadgeClass",
          },
          "expires": "2040-01-01T00:00:00Z",
          "id": "urn:uuid:bbba8553-8ec1-445f-82c9-a57251dd731c",
          "issuedOn": "2022-06-01T10:00:00Z",
          "recipient": {
            "hashed": false,
            "identity": "zoe@example.org",
            "type": "email",
          },
          "signature": {
            "anchors": [
              {
                "chain": "ethereumMainnet",
                "sourceId": "0xabababababababababababababababababababababababababababababababab",
                "type": "ETHData",
              },
            ],
            "merkleRoot": "da5dbb9de0ecfee05562f0c7f81e7cc342c1bb72b5f684653cf501f5acffbcf4",
            "proof": [
              {
                "right": "1111111111111111111111111111111111111111111111111111111111111111",
              },
              {
                "right": "c8e5ff41fdd4ca636d8fa244e9600532589f5023c7c17c3e02f7e0fa743e7fe1",
              },
              {
                "right": "4444444444444444444444444444444444444444444444444444444444444444",
              },
            ],
            "targetHash": "1094dc3ec99daebb746e40e86e35912423f310c0beef1ce46bb9b32177469635",
            "type": [
              "MerkleProof2017",
              "Extension",
            ],
          },
          "type": "Assertion",
          "verification": {
            "publicKey": "ecdsa-koblitz-pubkey:0x3d995ef85a8d1bcbed78182ab225b9f88dc8937c",
            "type": [
              "MerkleProofVerification2017",
              "Extension",
            ],
          },
        },
        "notes": [],
        "outcome": "passed",
        "parts": [],
      }
    `)
  })

  test('3.0: what differs', async () => {
    const { checks } = await examine(issue3())
    expect({ shape: checks.shape, terms: checks.terms, signature: checks.signature, binding: checks.binding }).toMatchInlineSnapshot(`
      {
        "binding": {
          "detail": {
            "boundBy": "profile",
            "issuer": "https://uni.example/issuer.json",
            "key": "0x3d995ef85a8d1bcbed78182ab225b9f88dc8937c",
          },
          "outcome": "passed",
        },
        "shape": {
          "detail": {
            "format": "Blockcert 3.0",
          },
          "outcome": "passed",
        },
        "signature": {
          "detail": {
            "proofs": [
              {
                "controller": "https://uni.example/issuer.json",
                "key": "0x3d995ef85a8d1bcbed78182ab225b9f88dc8937c",
                "outcome": "passed",
                "suite": "MerkleProof2019",
              },
            ],
          },
          "outcome": "passed",
        },
        "terms": {
          "detail": {
            "contexts": [
              "https://www.w3.org/2018/credentials/v1",
              "https://w3id.org/blockcerts/v3",
            ],
          },
          "outcome": "passed",
        },
      }
    `)
  })

  test('both dialects of a proof say the same, and so does the older proof', async () => {
    const [text, bytes] = (['text', 'bytes'] as const).map((dialect) => issue3(credential, { dialect }).certificate['proof'] as Fields)
    expect(text?.['proofValue']).not.toBe(bytes?.['proofValue'])
    expect(fromProofValue(String(text?.['proofValue']))).toEqual(fromProofValue(String(bytes?.['proofValue'])))
    const { anchors, path } = fromSignature(issue2().certificate['signature'] as never, '')
    expect([anchors, path.length]).toEqual([fromProofValue(String(text?.['proofValue'])).anchors, 3])
    for (const dialect of ['text', 'bytes'] as const) expect(await why(issue3(credential, { dialect }))).toBe('passed')
  })

  test.skipIf(!haveVectors)('the decoded proof that is published with a proof', () => {
    const folder = 'jsonld-signatures-merkleproof2019/fixtures'
    const { proof } = jsonVector(`${folder}/testnet-v3-did.json`)
    const decoded = jsonVector(`${folder}/decoded-proof.json`)
    const { targetHash, merkleRoot, path, anchors } = fromProofValue(proof.proofValue)
    expect(targetHash).toEqual(fromHex(decoded.targetHash))
    expect(merkleRoot).toEqual(fromHex(decoded.merkleRoot))
    expect(path).toEqual(decoded.path.map(({ left }: { left: string }) => ({ side: 'left', hash: fromHex(left) })))
    expect(anchors.map(({ transaction: id }) => `blink:btc:testnet:${id}`)).toEqual(decoded.anchors)
  })

  test.each([
    'https://w3id.org/blockcerts/v3',
    'https://w3id.org/blockcerts/v3.1',
    'https://w3id.org/blockcerts/v3.2',
    'https://www.blockcerts.org/schema/3.0/context.json',
  ])('VC 1.1 and 2.0 under %s', async (context) => {
    const { issuanceDate, ...rest } = credential
    const versions = [
      ['https://www.w3.org/2018/credentials/v1', { issuanceDate }],
      ['https://www.w3.org/ns/credentials/v2', { validFrom: issuanceDate }],
    ] as const
    // 3.2 is written for VC 2.0 alone.
    for (const [vc, date] of versions.slice(context.endsWith('3.2') ? 1 : 0)) {
      const suite = vc.includes('/ns/') ? { type: 'DataIntegrityProof', cryptosuite: 'merkle-proof-2019', created: '2022-06-01T11:00:00Z' } : {}
      expect(await why(issue3({ ...rest, ...date, '@context': [vc, context] }, { proof: suite }))).toBe('passed')
    }
  })

  test('2.0-alpha and 2.1, whose dates are days and whose keys have other names', async () => {
    const alpha = {
      ...assertion,
      '@context': ['https://openbadgespec.org/v2/context.json', 'https://w3id.org/blockcerts/schema/2.0-alpha/context.json'],
      issuedOn: '2022-06-01',
    }
    const { publicKey: _, ...rest } = profile
    const old = { ...rest, publicKeys: [{ publicKey: `ecdsa-koblitz-pubkey:${account}`, created: '2020-01-03T14:34:57+0000' }] }
    expect(await why(issue2(alpha), { pages: { [issuer]: old } })).toBe('passed')
    expect(await why(issue2(alpha), { pages: { [issuer]: { issuerKeys: [{ key: account, date: '2020-01-03' }] } } })).toBe('passed')
    expect(await why(issue2({ ...assertion, '@context': ['https://w3id.org/openbadges/v2', 'https://w3id.org/blockcerts/v2.1'] }))).toBe('passed')
  })

  test('baked into an image', async () => {
    const { certificate, root } = issue2()
    const png = holding(chunk('iTXt', `openbadges\0\0\0\0\0${JSON.stringify(certificate)}`))
    const report = await verify(png, { accept, issuers: 'any', now, load: web({ [issuer]: profile }).load, chains: [readerOf({ [transaction]: root })] })
    expect(report.outcome).toBe('passed')
  })

  test('1.2 is named, and nothing else is said of it', async () => {
    const first = { '@context': 'https://w3id.org/blockcerts/v1', type: 'BlockchainCertificate', document: {}, receipt: {} }
    const report = await examine({ certificate: first, root: '' })
    expect([report.outcome, report.checks.shape]).toMatchInlineSnapshot(`
      [
        "unknown",
        {
          "outcome": "unknown",
          "problem": {
            "facts": {
              "format": "Blockcert",
              "version": "1.2",
            },
            "message": "This is a Blockcert 1.2, whose proofs are not read any more. Ask its issuer for a newer one.",
            "name": "formats.VersionError",
          },
        },
      ]
    `)
    expect(words(report, fr).advice).toBe('C’est un Blockcert 1.2, trop ancien pour être vérifié ici. Demandez-en un plus récent à son émetteur.')
    expect(await why({ certificate: { type: 'BlockchainCertificate', document: {}, receipt: {} }, root: '' })).toBe('shape unknown formats.VersionError')
  })

  test('in words', async () => {
    const report = await examine(issue2())
    expect([en, fr].map((language) => words(report, language).lines.map(({ label, text }) => `${label}: ${text}`))).toMatchInlineSnapshot(`
      [
        [
          "Form: It is a well-formed Blockcert 2.0.",
          "Meaning: Every member is defined, and none is hidden.",
          "Signature: Unchanged since it was signed (MerkleProof2017).",
          "Signed by: The key belongs to https://uni.example/issuer.json (profile).",
          "Dates: Valid until 2040-01-01.",
          "Revocation: Its issuer keeps no list of revoked badges.",
          "Schema: It names no schema.",
          "Related files: It fixes the content of no other file.",
          "Blockchain: Existed before 2022-06-01 (eip155:1).",
          "Trusted issuer: No list of trusted issuers was given.",
          "Holder: Not asked for.",
          "Presented: It came by itself, and nobody presents it.",
          "Contents: It is one credential, and holds no others.",
        ],
        [
          "Forme: Bien formé : Blockcert 2.0.",
          "Sens: Chaque élément est défini, et aucun n’est caché.",
          "Signature: Inchangé depuis la signature (MerkleProof2017).",
          "Signataire: La clé est celle de https://uni.example/issuer.json (profil de l’émetteur).",
          "Dates: Valable jusqu’au 2040-01-01.",
          "Révocation: Son émetteur ne tient pas de liste de révocation.",
          "Schéma: Il ne nomme aucun schéma.",
          "Fichiers liés: Il ne fixe le contenu d’aucun autre fichier.",
          "Blockchain: Existait avant le 2022-06-01 (eip155:1).",
          "Émetteur reconnu: Aucune liste d’émetteurs reconnus n’a été fournie.",
          "Titulaire: Non demandé.",
          "Présentation: Venu tel quel, sans que personne le présente.",
          "Contenu: C’est une seule attestation, qui n’en contient pas d’autre.",
        ],
      ]
    `)
  })
})

describe('recognised', () => {
  const recognise = (value: object | string): boolean => blockcerts.recognise(value as never)
  const names = (report: Report): string => (report.checks.shape.outcome === 'passed' ? report.checks.shape.detail.format : whyOf(report))

  test('by a context or by a proof, before Open Badges 2.0 is asked', async () => {
    expect([issue2().certificate, issue3().certificate, assertion, credential].map(recognise)).toEqual([true, true, true, true])
    const { '@context': _, ...bare } = issue3().certificate
    expect(recognise({ ...bare, '@context': ['https://www.w3.org/2018/credentials/v1'] })).toBe(true)
    expect(recognise({ ...issue2().certificate, '@context': 'https://w3id.org/openbadges/v2' })).toBe(true)
    const report = await verify(issue2().certificate, { accept: everything, issuers: 'any', now })
    expect(names(report)).toBe('Blockcert 2.0')
  })

  test('and nothing else is', () => {
    for (const other of [
      'https://uni.example/1',
      '',
      {},
      { '@context': 'https://w3id.org/openbadges/v2', type: 'Assertion' },
      {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        type: ['VerifiableCredential'],
        proof: { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022' },
      },
      { '@context': 'https://w3id.org/blockcerts/v33' },
      { '@context': 'https://w3id.org.evil.example/blockcerts/v3' },
      { '@context': { x: 'https://w3id.org/blockcerts/v3' } },
      { ...issue3().certificate, type: ['VerifiablePresentation'] },
      { proof: null, signature: null },
    ])
      expect(recognise(other), JSON.stringify(other)).toBe(false)
  })

  test('what awards nothing is no certificate', async () => {
    expect(await why({ certificate: profile, root: '' })).toBe('shape failed formats.NotAnAwardError')
  })

  test('isBlockcert narrows what a passed report holds', async () => {
    const report = await examine(issue3())
    if (report.outcome !== 'passed' || !isBlockcert(report.credential)) throw new Error('not passed')
    expectTypeOf(report.credential).toExtend<Blockcert>()
    expect(report.credential.id).toBe(credential['id'])
    expect([isBlockcert({}), isBlockcert(issue2().certificate), isBlockcert({ ...issue2().certificate, id: 7 })]).toEqual([false, true, false])
  })
})

describe('the hash and its way to the root', () => {
  const { certificate, root } = issue2()
  const signature = certificate['signature'] as Fields
  const resigned = (changes: Fields): Issued => ({ certificate: { ...certificate, signature: { ...signature, ...changes } }, root })

  test.each<[string, Issued, string]>([
    ['a changed word', { certificate: { ...certificate, issuedOn: '2022-06-01T10:00:01Z' }, root }, 'signature failed sign.BadSignatureError'],
    ['another hash', resigned({ targetHash: '55'.repeat(32) }), 'signature failed sign.BadSignatureError'],
    ['another way', resigned({ proof: [] }), 'signature failed anchor.CommitmentMismatchError'],
    ['the way in another order', resigned({ proof: [...(signature['proof'] as unknown[])].reverse() }), 'signature failed anchor.CommitmentMismatchError'],
    ['another root', resigned({ merkleRoot: '55'.repeat(32) }), 'signature failed anchor.CommitmentMismatchError'],
    ['no way', resigned({ proof: undefined }), 'signature failed anchor.CommitmentMismatchError'],
    ['a member that no context defines', { certificate: { ...certificate, grade: 'A' }, root }, 'terms failed canonicalize.UndefinedTermError'],
    ['a reference that RDF drops', { certificate: { ...certificate, image: 'x' }, root }, 'terms unknown canonicalize.DroppedValueError'],
    [
      'a context that nobody knows',
      { certificate: { ...certificate, '@context': [...(certificate['@context'] as string[]), 'https://x.example/'] }, root },
      'terms unknown canonicalize.UnknownContextError',
    ],
    ['no signature', { certificate: assertion, root }, 'signature failed sign.NoProofError'],
  ])('%s', async (_, issued, problem) => {
    const report = await examine(issued)
    expect(report.outcome).not.toBe('passed')
    expect(whyOf(report)).toContain(problem)
  })

  test('what is not proven of this document is neither its issuer’s nor on a chain', async () => {
    const report = await examine({ certificate: { ...certificate, issuedOn: '2022-06-01T10:00:01Z' }, root })
    expect(whyOf(report)).toBe('signature failed sign.BadSignatureError, binding failed sign.BadSignatureError, anchor unknown anchor.NotExaminedError')
  })

  test('contexts that the caller vouches for', async () => {
    const contexts = { 'https://uni.example/words': { '@context': { grade: 'https://uni.example/words#grade' } } }
    const document = { ...assertion, '@context': [...(assertion['@context'] as string[]), { grade: 'https://uni.example/words#grade' }], grade: 'A' }
    const { certificate: written, root: its } = issue2(document)
    const named = { ...written, '@context': [...(assertion['@context'] as string[]), 'https://uni.example/words'] }
    expect(await why({ certificate: written, root: its })).toBe('passed')
    expect(await why({ certificate: named, root: its }, { contexts })).toBe('passed')
    expect(await why({ certificate: named, root: its })).toContain('canonicalize.UnknownContextError')
  })

  test('an end that is said in other words does not hide', async () => {
    const ended = issue2({ ...assertion, expires: '2023-01-01T00:00:00Z' })
    expect(await why(ended)).toBe('validity failed verify.ExpiredError')
    const { expires, ...open } = ended.certificate
    const iri = 'https://w3id.org/security#expiration'
    const dateTime = 'http://www.w3.org/2001/XMLSchema#dateTime'
    const attacks: readonly Fields[] = [
      { ...open, [iri]: { '@value': expires, '@type': dateTime } },
      { ...open, '@context': [...(open['@context'] as string[]), { until: { '@id': iri, '@type': dateTime } }], until: expires },
      { ...open, '@included': [{ id: open['id'], expires }] },
    ]
    for (const certificate of attacks) expect(await why({ ...ended, certificate })).toContain('terms failed canonicalize.HiddenMemberError')
  })
})

describe('every anchor', () => {
  const second = { ...ethereum, transaction: `0x${'cd'.repeat(32)}` }
  const two = issue3(credential, { anchors: [ethereum, second] })
  const on = (roots: { readonly [transaction: string]: string }, more: Fields = {}): ChainReader => readerOf(roots, more)

  test.each<[string, readonly ChainReader[], string]>([
    ['both are there', [on({ [transaction]: two.root, [second.transaction]: two.root })], 'passed'],
    ['the second holds something else', [on({ [transaction]: two.root, [second.transaction]: '66'.repeat(32) })], 'anchor failed anchor.NotOnChainError'],
    ['the first holds something else', [on({ [transaction]: '66'.repeat(32), [second.transaction]: two.root })], 'anchor failed anchor.NotOnChainError'],
    ['the second is not known', [on({ [transaction]: two.root })], 'anchor unknown anchor.ChainSilentError'],
    ['none is', [on({})], 'binding unknown anchor.ChainSilentError, anchor unknown anchor.ChainSilentError'],
    [
      'none is settled',
      [on({ [transaction]: two.root, [second.transaction]: two.root }, { settled: false })],
      'binding unknown anchor.NotSettledError, anchor unknown anchor.NotSettledError',
    ],
    ['there is no reader', [], 'binding unknown anchor.NotExaminedError, anchor unknown anchor.NotExaminedError'],
    ['the reader is of another chain', [readerOf({}, {}, 'eip155:3')], 'binding unknown anchor.NotExaminedError, anchor unknown anchor.NotExaminedError'],
  ])('%s', async (_, chains, said) => {
    expect(await why(two, { chains })).toBe(said)
  })

  test('a chain without a reader is named', async () => {
    const bitcoin = { chain: [0, 1] as const, name: 'bitcoinMainnet', transaction: 'cd'.repeat(32) }
    const issued = issue3(credential, { anchors: [ethereum, bitcoin] })
    const report = await examine(issued)
    expect(report.checks.anchor).toMatchInlineSnapshot(`
      {
        "outcome": "unknown",
        "problem": {
          "facts": {
            "chain": "bip122:000000000019d6689c085ae165831e93",
          },
          "message": "It carries a blockchain receipt that could not be examined. Pass a reader of bitcoinMainnet (bip122:000000000019d6689c085ae165831e93) in \`chains\`.",
          "name": "anchor.NotExaminedError",
        },
      }
    `)
  })

  test('several readers of one chain must agree', async () => {
    const one = issue3()
    const good = on({ [transaction]: one.root })
    const because = async (other: ChainReader): Promise<unknown> => {
      const { anchor } = (await examine(one, { chains: [good, other] })).checks
      return 'problem' in anchor ? [anchor.outcome, anchor.problem.name, anchor.problem.cause?.name, anchor.problem.cause?.facts['about']] : anchor.outcome
    }
    expect(await because(on({ [transaction]: one.root }, { sender: account.toUpperCase().replace('0X', '0x') }))).toBe('passed')
    const parts = (about: string): unknown => ['unknown', 'anchor.ChainSilentError', 'anchor.DisagreementError', about]
    expect(await because(on({ [transaction]: one.root }, { sender: '0x00' }))).toEqual(parts('who sent it'))
    expect(await because(on({ [transaction]: one.root }, { time: '2022-06-01T12:00:12Z' }))).toEqual(parts('when it was'))
    expect(await because(on({ [transaction]: '66'.repeat(32) }))).toEqual(parts('what it holds'))
    expect(await because(on({}))).toEqual(parts('whether it is there'))
  })

  test('required, a test chain is not enough unless the caller allows it', async () => {
    const sepolia = { ...ethereum, chain: [1, 11155111] as const, name: 'ethereumSepolia' }
    const issued = issue3(credential, { anchors: [sepolia] })
    const chains = [readerOf({ [transaction]: issued.root }, { testOnly: true }, 'eip155:11155111')]
    expect(await why(issued, { chains })).toBe('passed')
    expect(await why(issued, { chains, require: ['anchor'] })).toBe('anchor unknown anchor.TestOnlyError')
    expect(await why(issued, { chains, require: ['anchor'], allowTest: true })).toBe('passed')
    expect(await why(issue3(), { require: ['anchor'] })).toBe('passed')
  })

  test.each<[string, readonly [number, number], string]>([
    ['Polygon', [2, 137], 'eip155:137'],
    ['Mumbai', [2, 80001], 'eip155:80001'],
    ['Goerli', [1, 5], 'eip155:5'],
    ['Rinkeby', [1, 4], 'eip155:4'],
    ['a chain to come', [1, 8453], 'eip155:8453'],
  ])('on %s', async (_, numbers, id) => {
    const issued = issue3(credential, { anchors: [{ ...ethereum, chain: numbers }] })
    expect(await why(issued, { chains: [readerOf({ [transaction]: issued.root }, {}, id as never)] })).toBe('passed')
  })

  test.each<[string, string, string]>([
    ['mvh2wFN9t9mnWLrU3SHJMAqx9rQDVkpqiN', 'BTCOpReturn', 'bip122:000000000933ea01ad0ee984209779ba'],
    ['tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx', 'BTCOpReturn', 'bip122:000000000933ea01ad0ee984209779ba'],
    ['1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo', 'BTCOpReturn', 'bip122:000000000019d6689c085ae165831e93'],
    ['', 'BTCOpReturn', 'bip122:000000000019d6689c085ae165831e93'],
    ['1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo', 'ETHData', 'eip155:1'],
    ['', 'Mock', 'undefined'],
  ])('that names no chain: of the address "%s", %s is on %s', (address, type, id) => {
    const hash = '11'.repeat(32)
    const { anchors } = fromSignature({ targetHash: hash, merkleRoot: hash, proof: [], anchors: [{ sourceId: hash, type }] }, address)
    expect(String(anchors[0].chain)).toBe(id)
  })
})

describe('the account that sent it', () => {
  const key = secp256k1.getPublicKey(new Uint8Array(32).fill(7), false)
  const jwk = { kty: 'EC', crv: 'secp256k1', x: toBase64url(key.slice(1, 33)), y: toBase64url(key.slice(33)) }
  const method = (more: Fields = {}): Fields => ({
    id: `${issuer}#key-1`,
    controller: issuer,
    type: 'EcdsaSecp256k1VerificationKey2019',
    publicKeyJwk: jwk,
    ...more,
  })
  // As viem derives it.
  const theirs = privateKeyToAccount(`0x${'07'.repeat(32)}`).address
  const from = (sender: string | undefined, more: Fields = {}): More => ({ chains: [readerOf({ [transaction]: issue3().root }, { sender, ...more })] })

  test.each<[string, More, string]>([
    ['is in the profile', {}, 'passed'],
    ['in letters of another case', keyed({ id: 'ecdsa-koblitz-pubkey:0x3D995EF85A8D1BCBED78182AB225B9F88DC8937C' }), 'passed'],
    ['is not', keyed({ id: 'ecdsa-koblitz-pubkey:0x00000000000000000000000000000000deadbeef' }), 'binding failed formats.NotTheirKeyError'],
    ['of no profile at all', withProfile({ publicKey: [] }), 'binding failed formats.NotTheirKeyError'],
    ['is not one alone', from(undefined), 'binding unknown anchor.NotExaminedError'],
    ['was listed later', keyed({ created: '2022-06-01T13:00:00Z' }), 'binding failed formats.NotTheirKeyError'],
    ['was listed within the tolerance of the chain', keyed({ created: '2022-06-01T12:00:10Z' }), 'passed'],
    ['expired later', keyed({ expires: '2022-06-01T12:01:00Z' }), 'passed'],
    ['had expired', keyed({ expires: '2022-06-01T11:00:00Z' }), 'binding failed sign.KeyRetiredError'],
    ['expired within the tolerance of the chain', keyed({ expires: '2022-06-01T12:00:05Z' }), 'binding unknown keys.RetiredUnknownTimeError'],
    ['expires in time to come', keyed({ expires: '2030-01-01T00:00:00Z' }), 'passed'],
    ['was revoked much later', keyed({ revoked: '2022-08-01T00:00:00Z' }), 'passed'],
    ['was revoked soon after', keyed({ revoked: '2022-06-10T00:00:00Z' }), 'binding unknown keys.CompromiseWindowError'],
    ['had been revoked', keyed({ revoked: '2022-05-01T00:00:00Z' }), 'binding failed sign.KeyRevokedError'],
    ['has dates that are none', keyed({ revoked: 'yes' }), 'binding unknown formats.BadDocumentError'],
    ['has no name', withProfile({ publicKey: [{}] }), 'binding unknown formats.BadDocumentError'],
    ['a profile that cannot be read', { pages: { [issuer]: utf8('{') } }, 'binding unknown formats.BadDocumentError, status unknown formats.BadDocumentError'],
    [
      'a profile that is not there',
      { pages: { [issuer]: new FailedError(issuer, 'absent', 'it is gone') } },
      'binding unknown load.FailedError, status unknown load.FailedError',
    ],
    ['without a load', { load: undefined }, 'binding unknown load.NoLoadError, status unknown load.NoLoadError'],
  ])('%s', async (_, more, said) => {
    expect(await why(issue3(), more)).toBe(said)
  })

  test('by which moment a key was judged stands with the proof', async () => {
    const { signature } = (await examine(issue3(), keyed({ revoked: '2022-08-01T00:00:00Z' }))).checks
    expect(signature.outcome === 'passed' && signature.detail.proofs[0]).toMatchObject({
      judgedAt: sent,
      window: '30 days before the revocation are not believed',
    })
  })

  test('a test chain dates no key, unless the caller allows it', async () => {
    const ended = keyed({ revoked: '2022-08-01T00:00:00Z' })
    const chains = [readerOf({ [transaction]: issue3().root }, { testOnly: true })]
    expect(await why(issue3(), { ...ended, chains })).toBe('binding failed sign.KeyRevokedError')
    expect(await why(issue3(), { ...ended, chains, allowTest: true })).toBe('passed')
  })

  test.each<[string, More, string]>([
    ['is that of the key that the proof names', { ...withProfile({ publicKey: undefined, verificationMethod: [method()] }), ...from(theirs) }, 'passed'],
    ['and is in the profile too', { ...withProfile({ publicKey: [{ id: theirs }], verificationMethod: [method()] }), ...from(theirs) }, 'passed'],
    ['but is not in the profile', { ...withProfile({ verificationMethod: [method()] }), ...from(theirs) }, 'binding failed formats.NotTheirKeyError'],
    ['is in the profile, but is not that of the key', withProfile({ verificationMethod: [method()] }), 'binding failed formats.NotTheirKeyError'],
    [
      'says which account it is',
      withProfile({ publicKey: [], verificationMethod: [{ ...method({ publicKeyJwk: undefined }), blockchainAccountId: `eip155:1:${account}` }] }),
      'passed',
    ],
    [
      'says another account',
      withProfile({ verificationMethod: [{ ...method(), blockchainAccountId: `eip155:1:${theirs}` }] }),
      'binding failed formats.NotTheirKeyError',
    ],
    ['says an account on another chain', withProfile({ verificationMethod: [{ ...method(), blockchainAccountId: `eip155:3:${theirs}` }] }), 'passed'],
    ['is of a key that is not listed', withProfile({ verificationMethod: [method({ id: `${issuer}#key-2` })] }), 'binding failed did.KeyNotFoundError'],
    ['is of a key by a relative name', withProfile({ verificationMethod: [method({ id: '#key-1', blockchainAccountId: `eip155:1:${account}` })] }), 'passed'],
    [
      'is of somebody else’s key',
      withProfile({ verificationMethod: [method({ controller: 'https://other.example/' })] }),
      'binding unknown formats.BadDocumentError',
    ],
    [
      'is of a key for other things',
      withProfile({ verificationMethod: [method()], assertionMethod: [`${issuer}#key-2`] }),
      'binding failed sign.WrongPurposeError',
    ],
    ['is of a key that is none', { ...withProfile({ verificationMethod: [method({ publicKeyJwk: { ...jwk, y: jwk.x } })] }) }, 'binding failed keys.KeyError'],
    [
      'is of a key that had expired',
      { ...withProfile({ publicKey: undefined, verificationMethod: [method({ expires: '2022-01-01T00:00:00Z' })] }), ...from(theirs) },
      'binding failed sign.KeyRetiredError',
    ],
    [
      'is of a key that had been revoked',
      { ...withProfile({ publicKey: undefined, verificationMethod: [method({ revoked: '2022-01-01T00:00:00Z' })] }), ...from(theirs) },
      'binding failed sign.KeyRevokedError',
    ],
  ])('%s', async (_, more, said) => {
    expect(await why(issue3(), more)).toBe(said)
  })

  test('a key is found however it is written', async () => {
    const compressed = secp256k1.getPublicKey(new Uint8Array(32).fill(7), true)
    const hex = Buffer.from(compressed).toString('hex')
    const multikey = { type: 'Multikey', publicKeyMultibase: multikeyOf(compressed) }
    const keyOf = (form: Fields): More => withProfile({ publicKey: undefined, verificationMethod: [method({ publicKeyJwk: undefined, ...form })] })
    for (const form of [{ publicKeyHex: hex }, { publicKeyBase58: toBase58(compressed) }, multikey, { type: 'JsonWebKey2020', publicKeyJwk: jwk }])
      expect(await why(issue3(), { ...from(theirs), ...keyOf(form) })).toBe('passed')
    const shortened = Buffer.from(compressed).toString('hex').slice(2)
    for (const form of [{ publicKeyHex: 'xyz' }, { ...multikey, publicKeyMultibase: 'zzzz!' }, { publicKeyBase58: '0' }, { publicKeyHex: shortened }])
      expect(await why(issue3(), { ...from(theirs), ...keyOf(form) })).toMatch(/^binding failed (keys.KeyError|bytes.EncodingError)$/)
    expect(await why(issue3(), { ...from(theirs), ...keyOf({}) })).toBe('binding unknown did.BadDocumentError')
    // What kind of key this is nobody here knows: the profile alone can say whose account it is.
    const strange = { type: 'Sr25519VerificationKey2020', publicKeyBase58: '2' }
    expect(await why(issue3(), { ...from(theirs), ...keyOf(strange) })).toBe('binding failed formats.NotTheirKeyError')
    expect(await why(issue3(), withProfile({ verificationMethod: [method({ publicKeyJwk: undefined, ...strange })] }))).toBe('passed')
  })

  describe('of a DID', () => {
    const did = 'did:web:uni.example'
    const document = (more: Fields = {}): Fields => ({
      id: did,
      verificationMethod: [{ ...method({ id: `${did}#key-1`, controller: did }) }],
      service: [{ id: '#profile', type: 'IssuerProfile', serviceEndpoint: issuer }],
      ...more,
    })
    const issued = issue3({ ...credential, issuer: did }, { proof: { verificationMethod: `${did}#key-1` } })
    const pages = (more: Fields = {}, page: Fields = { ...profile, publicKey: [{ id: `ecdsa-koblitz-pubkey:${theirs}` }] }): More => ({
      pages: { 'https://uni.example/.well-known/did.json': document(more), [issuer]: page },
      chains: [readerOf({ [transaction]: issued.root }, { sender: theirs })],
    })

    test.each<[string, More, string]>([
      ['whose profile lists it', pages(), 'passed'],
      ['whose profile does not', pages({}, profile), 'binding failed formats.NotTheirKeyError'],
      ['that has no profile, and whose key it is', pages({ service: [] }), 'passed'],
      ['whose profile has an address in an object', pages({ service: [{ type: ['IssuerProfile'], serviceEndpoint: { uri: issuer } }] }), 'passed'],
      [
        'whose profile has no address',
        pages({ service: [{ type: 'IssuerProfile' }] }),
        'binding unknown formats.BadDocumentError, status unknown formats.BadDocumentError',
      ],
      [
        'whose key it is not',
        pages({ verificationMethod: [method({ id: '#key-1', controller: did, blockchainAccountId: `eip155:1:${account}` })] }),
        'binding failed formats.NotTheirKeyError',
      ],
      ['that says that it is another', pages({ id: 'did:web:other.example' }), 'binding unknown did.BadDocumentError, status unknown did.BadDocumentError'],
      [
        'of a method that the caller does not accept',
        { ...pages(), accept: [blockcerts] },
        'binding unknown did.UnknownMethodError, status unknown did.UnknownMethodError',
      ],
    ])('%s', async (_, more, said) => {
      expect(await why(issued, more)).toBe(said)
    })

    test('that is its key', async () => {
      const self = `did:key:${multikeyOf(secp256k1.getPublicKey(new Uint8Array(32).fill(7), true))}`
      const own = issue3({ ...credential, issuer: self }, { proof: { verificationMethod: `${self}#${self.slice(8)}` } })
      const chains = [readerOf({ [transaction]: own.root }, { sender: theirs })]
      expect(await why(own, { chains })).toBe('passed')
      expect(await why(own)).toBe('binding failed formats.NotTheirKeyError')
      const wrong = issue3({ ...credential, issuer: self }, { proof: { verificationMethod: `${self}#zOther` } })
      expect(await why(wrong, { chains: [readerOf({ [transaction]: wrong.root }, { sender: theirs })] })).toBe('binding failed did.KeyNotFoundError')
      const pkh = `did:pkh:eip155:1:${theirs}`
      const byPkh = issue3({ ...credential, issuer: pkh }, { proof: { verificationMethod: `${pkh}#blockchainAccountId` } })
      const ofIt = { chains: [readerOf({ [transaction]: byPkh.root }, { sender: theirs })], accept: everything }
      expect(await why(byPkh, ofIt)).toBe('passed')
      expect(await why(byPkh, { ...ofIt, accept })).toBe('binding unknown did.UnknownMethodError')
      const jwkDid = `did:jwk:${toBase64url(utf8(JSON.stringify(jwk)))}`
      const byJwk = issue3({ ...credential, issuer: jwkDid }, { proof: { verificationMethod: `${jwkDid}#0` } })
      expect(await why(byJwk, { chains: [readerOf({ [transaction]: byJwk.root }, { sender: theirs })] })).toBe('passed')
    })

    test('of another than the issuer binds nothing', async () => {
      const forged = issue3(credential, { proof: { verificationMethod: `${did}#key-1` } })
      expect(await why(forged, { ...pages(), chains: [readerOf({ [transaction]: forged.root }, { sender: theirs })] })).toContain(
        'binding failed sign.NotTheIssuerError',
      )
    })
  })

  test('of the drafts, which named the account in the proof', async () => {
    expect(await why(issue3(credential, { proof: { verificationMethod: `ecdsa-koblitz-pubkey:${account}` } }))).toBe('passed')
    expect(await why(issue3(credential, { proof: { verificationMethod: undefined } }))).toBe('passed')
    expect(await why(issue3(credential, { proof: { verificationMethod: issuer } }))).toBe('passed')
  })

  test('whom the caller believes', async () => {
    expect((await examine(issue3(), { issuers: trusted([issuer]) })).checks.issuer.outcome).toBe('passed')
    expect((await examine(issue2(), { issuers: trusted([issuer]) })).checks.issuer.outcome).toBe('passed')
    expect(await why(issue2(), { issuers: trusted(['https://other.example/']) })).toBe('issuer failed verify.UntrustedIssuerError')
    const unbound = await examine(issue3(), { issuers: trusted([issuer]), chains: [] })
    expect(whyOf(unbound)).toContain('issuer unknown verify.UnboundIssuerError')
  })
})

describe('revocation', () => {
  const list = `${host}/revoked.json`
  const asked = `${list}?assertionId=${encodeURIComponent(String(credential['id']))}`
  const entry = { id: credential['id'], revocationReason: 'Issued in error.' }
  const listing = (page: Page): More => ({ pages: { [issuer]: { ...profile, revocationList: list }, [asked]: page } })

  test.each<[string, More, string]>([
    ['an empty list', listing({ revokedAssertions: [] }), 'passed'],
    ['a list of others', listing({ revokedAssertions: [{ id: 'urn:uuid:other' }] }), 'passed'],
    ['a list that has it', listing({ revokedAssertions: [{ id: 'urn:uuid:other' }, entry] }), 'status failed status.RevokedError'],
    ['a list that is not one', listing({}), 'status unknown formats.BadDocumentError'],
    ['a list that nobody understands', listing({ revokedAssertions: [{}] }), 'status unknown formats.BadDocumentError'],
    ['a list that is not there', listing(new FailedError(list, 'timeout', 'it is late')), 'status unknown load.FailedError'],
    ['an address that is none', withProfile({ revocationList: 'soon' }), 'status unknown formats.BadDocumentError'],
  ])('%s', async (_, more, said) => {
    expect(await why(issue3(), more)).toBe(said)
  })

  test('the reason stands in the report', async () => {
    const { status } = (await examine(issue3(), listing({ revokedAssertions: [entry] }))).checks
    expect('problem' in status && status.problem.message).toBe('Its issuer has revoked it ("Issued in error."). Ask its issuer whether there is a newer one.')
  })

  test('the list is asked for this certificate, which may have an address with a question of its own', async () => {
    const { load, asked: urls } = web({ [issuer]: { ...profile, revocationList: `${list}?v=2` } })
    await examine(issue3(), { load })
    expect(urls).toEqual([issuer, `${list}?v=2&assertionId=${encodeURIComponent(String(credential['id']))}`])
  })

  test('a status of its own is read by the types that the caller accepts, beside the list', async () => {
    const credentialStatus = {
      id: `${host}/status#1`,
      type: 'StatusList2021Entry',
      statusPurpose: 'revocation',
      statusListIndex: '1',
      statusListCredential: `${host}/status`,
    }
    const context = ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/vc/status-list/2021/v1', 'https://w3id.org/blockcerts/v3']
    const issued = issue3({ ...credential, '@context': context, credentialStatus })
    expect(await why(issued)).toBe('status unknown status.UnknownTypeError')
    expect(await why(issued, { accept: everything })).toBe('status unknown load.FailedError')
    expect(await why(issued, listing({ revokedAssertions: [entry] }))).toBe('status failed status.RevokedError')
    const mine = { kind: 'status type', name: 'StatusList2021Entry', check: () => ({ outcome: 'passed', detail: { list: `${host}/status` } }) } as const
    const report = await examine(issued, { accept: [...accept, mine], ...listing({ revokedAssertions: [] }) })
    expect(report.checks.status).toMatchObject({ outcome: 'passed', detail: { lists: [`${host}/status`, list] } })
  })

  test('that is required', async () => {
    expect(await why(issue3(), { require: ['status'] })).toBe('status unknown verify.RequiredError')
  })
})

describe('a chain of proofs', () => {
  const key = keys.ed25519
  const first = async (): Promise<Fields> => {
    const context = ['https://www.w3.org/ns/credentials/v2', 'https://w3id.org/blockcerts/v3.2']
    const { issuanceDate, ...rest } = credential
    const signed = await sign({ ...rest, '@context': context, validFrom: issuanceDate, issuer: key.controller } as never, {
      suite: eddsaRdfc2022,
      key,
      id: 'urn:uuid:first',
      contexts,
    })
    return signed as unknown as Fields
  }
  const merkle = { type: 'DataIntegrityProof', cryptosuite: 'merkle-proof-2019', created: '2022-06-01T11:00:00Z', previousProof: 'urn:uuid:first' }

  test('whose Merkle proof is made by somebody else passes, with both in the report', async () => {
    const report = await examine(issue3(await first(), { proof: merkle }))
    expect(whyOf(report)).toBe('')
    expect(report.checks.signature).toMatchObject({
      detail: {
        proofs: [
          { suite: 'eddsa-rdfc-2022', outcome: 'passed' },
          { suite: 'merkle-proof-2019', outcome: 'passed', controller: issuer },
        ],
      },
    })
    expect(report.checks.binding).toMatchObject({ detail: { issuer: key.controller, boundBy: 'self-certifying' } })
  })

  test('covers what stands before it', async () => {
    const { certificate, root } = issue3(await first(), { proof: merkle })
    const [one, two] = certificate['proof'] as readonly [Fields, Fields]
    const held = (proof: readonly Fields[]): Promise<string> => why({ certificate: { ...certificate, proof }, root })
    expect(await held([one, two])).toBe('passed')
    expect(await held([two, one])).toContain('signature failed')
    expect(await held([two])).toContain('signature failed sign.PreviousProofError')
    expect(await held([{ ...two, previousProof: undefined }])).toContain('signature failed sign.BadSignatureError')
    expect(await held([{ ...one, created: '2022-01-01T00:00:00Z' }, two])).toContain('signature failed sign.BadSignatureError')
    expect(await held([one, { ...two, previousProof: 'urn:uuid:other' }])).toContain('signature failed sign.PreviousProofError')
    expect(await held([one])).toBe('passed')
  })

  test('is as good as its worst proof', async () => {
    const issued = issue3(await first(), { proof: merkle })
    expect(await why(issued, { accept: [blockcerts, eddsaJcs2022] })).toBe('binding unknown sign.UnknownSuiteError')
    expect(await why(issued, { accept: [blockcerts, eddsaRdfc2022] })).toContain('signature unknown did.')
    expect(await why(issued, { chains: [] })).toBe('binding unknown anchor.NotExaminedError, anchor unknown anchor.NotExaminedError')
    expect(await why(issued, withProfile({ publicKey: [] }))).toBe('binding failed formats.NotTheirKeyError')
  })

  test('may have a proof after it', async () => {
    const { certificate, root } = issue3(await first(), { proof: { ...merkle, id: 'urn:uuid:second' } })
    const more = (await sign(certificate as never, { suite: eddsaJcs2022, key, after: { id: 'urn:uuid:second' } as never })) as unknown as Fields
    expect(await why({ certificate: more, root })).toBe('passed')
    const changed = { ...more, proof: (more['proof'] as Fields[]).map((proof, at) => (at === 2 ? { ...proof, created: '2022-01-01T00:00:00Z' } : proof)) }
    expect(await why({ certificate: changed, root })).toContain('signature failed sign.BadSignatureError')
  })

  test('that begins with a signature of secp256k1 is read where the caller accepts its suite', async () => {
    const secret = new Uint8Array(32).fill(9)
    const did = `did:key:${multikeyOf(secp256k1.getPublicKey(secret, true))}`
    const type = 'EcdsaSecp256k1Signature2019'
    const bare = { type, created: '2022-06-01T10:30:00Z', verificationMethod: `${did}#${did.slice(8)}`, proofPurpose: 'assertionMethod' }
    const head = toBase64url(utf8('{"alg":"ES256K","b64":false,"crit":["b64"]}'))
    const signedBy = (key: Uint8Array): Issued => {
      const blank = { ...bare, jws: `${head}..AA` }
      const { message } = koblitzSuite.record({ ...credential, issuer: did, proof: [blank] }, blank, { contexts })
      const proof = { ...bare, jws: `${head}..${toBase64url(secp256k1.sign(message, key))}` }
      return issue3({ ...credential, issuer: did, proof: [proof] }, { proof: { verificationMethod: `${issuer}#key-1` } })
    }
    const report = await examine(signedBy(secret), { accept: everything })
    expect(whyOf(report)).toBe('')
    expect(report.checks.binding).toMatchObject({ detail: { issuer: did, boundBy: 'self-certifying' } })
    expect(await why(signedBy(secret))).toBe('binding unknown sign.UnknownSuiteError')
    expect(await why(signedBy(new Uint8Array(32).fill(10)), { accept: everything })).toContain('signature failed sign.BadSignatureError')
  })

  test('with a purpose or a date that is none fails', async () => {
    expect(await why(issue3(credential, { proof: { proofPurpose: 'authentication' } }))).toContain('signature failed sign.WrongPurposeError')
    const { issuanceDate, ...rest } = credential
    const version2 = { ...rest, '@context': ['https://www.w3.org/ns/credentials/v2', 'https://w3id.org/blockcerts/v3.2'], validFrom: issuanceDate }
    expect(await why(issue3(version2))).toContain('signature failed sign.DateError')
  })

  test('of more than 16 is not read', async () => {
    const { certificate, root } = issue3()
    const proof = Array.from({ length: 17 }, () => certificate['proof'])
    expect(await why({ certificate: { ...certificate, proof }, root })).toContain('signature failed sign.TooManyProofsError')
  })
})

describe('what every certificate is asked', () => {
  test.each<[string, Fields, More, string]>([
    ['it has ended', { expires: '2023-01-01T00:00:00Z' }, {}, 'validity failed verify.ExpiredError'],
    ['it has not begun', { issuedOn: '2030-01-01T00:00:00Z' }, {}, 'validity failed verify.NotYetValidError'],
    ['a date is none', { issuedOn: 'today' }, {}, 'validity failed verify.DateError'],
    ['it was awarded to this person', {}, { recipient: { email: 'zoe@example.org' } }, 'passed'],
    ['it was awarded to somebody else', {}, { recipient: { email: 'x@example.org' } }, 'recipient failed verify.OtherRecipientError'],
    ['it names no badge', { badge: 'urn:uuid:1' }, {}, 'shape failed credential.InvalidError'],
    ['it names no issuer', { badge: { id: 'urn:uuid:1', type: 'BadgeClass', name: 'x' } }, {}, 'shape failed credential.InvalidError'],
    ['it says not how it is verified', { verification: undefined }, {}, 'shape failed credential.InvalidError'],
  ])('2.0: %s', async (_, changes, more, said) => {
    expect(await why(issue2({ ...assertion, ...changes }), more)).toContain(said)
  })

  test.each<[string, Fields, More, string]>([
    ['it has ended', { expirationDate: '2023-01-01T00:00:00Z' }, {}, 'validity failed verify.ExpiredError'],
    ['it was awarded to this person, by id', {}, { recipient: { id: 'did:example:zoe' } }, 'passed'],
    ['it was awarded to this person, by address', {}, { recipient: { email: 'Zoe@example.org' } }, 'passed'],
    ['it was awarded to somebody else', {}, { recipient: { email: 'x@example.org' } }, 'recipient failed verify.OtherRecipientError'],
    ['it is no credential', { issuanceDate: undefined, issuer: undefined }, {}, 'shape failed credential.InvalidError'],
  ])('3.0: %s', async (_, changes, more, said) => {
    expect(await why(issue3({ ...credential, ...changes }), more)).toContain(said)
  })

  test('to stop', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 20)
    const report = await examine(issue3(), { load: () => new Promise<never>(() => {}), cancel: controller.signal })
    expect([report.outcome, whyOf(report)]).toEqual(['unknown', expect.stringContaining('verify.CancelledError')])
  })
})

describe('on real chains', () => {
  let anvil: Anvil
  beforeAll(async () => {
    anvil = await startAnvil('--slots-in-an-epoch', '1')
  })
  afterAll(() => anvil.stop())

  test('an EVM chain, through a viem client: the bare root as calldata', async () => {
    const sender = richAccount(1)
    const client = clientOf(anvil, sender)
    const unplaced = issue3(credential, { anchors: [{ ...ethereum, chain: [1, 31337] }] })
    const id = await client.sendTransaction({ to: '0xdeaddeaddeaddeaddeaddeaddeaddeaddeaddead', data: `0x${unplaced.root}` })
    await anvil.rpc('anvil_mine', '0x3')
    const issued = issue3(credential, { anchors: [{ ...ethereum, chain: [1, 31337], transaction: id }] })
    expect(issued.root).toBe(unplaced.root)
    const chains = [evmReader({ chainId: 31337, provider: client as never })]
    const page = keyed({ id: `ecdsa-koblitz-pubkey:${sender.address}` })
    expect(await why(issued, { chains, ...page })).toBe('passed')
    expect(await why(issued, { chains })).toBe('binding failed formats.NotTheirKeyError')
    const other = await client.sendTransaction({ to: sender.address, data: `0x${'66'.repeat(32)}` })
    await anvil.rpc('anvil_mine', '0x3')
    const wrong = issue3(credential, { anchors: [{ ...ethereum, chain: [1, 31337], transaction: other }] })
    expect(await why(wrong, { chains, ...page })).toContain('anchor failed anchor.NotOnChainError')
  })

  test('Bitcoin, through two sources that agree', async () => {
    const bitcoin = fakeBitcoin()
    const unplaced = issue2()
    const id = bitcoin.send([opReturn(unplaced.root)])
    bitcoin.mine(6)
    const issued = issue2(assertion, { anchors: [{ chain: [0, 1], name: 'bitcoinMainnet', transaction: id }] })
    const source = ['https://bitcoin.example/api', 'https://bitcoin.example/rest'] as const
    const chains = [bitcoinReader({ source, load: bitcoin.load })]
    expect(await why(issued, { chains, ...keyed({ id: 'ecdsa-koblitz-pubkey:1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo', created: undefined }) })).toBe('passed')
    // Bitcoin's letters are different in another case.
    expect(await why(issued, { chains, ...keyed({ id: 'ecdsa-koblitz-pubkey:1awdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo', created: undefined }) })).toBe(
      'binding failed formats.NotTheirKeyError',
    )
  })
})

function multikeyOf(compressed: Uint8Array): string {
  return `z${toBase58(new Uint8Array([0xe7, 0x01, ...compressed]))}`
}
