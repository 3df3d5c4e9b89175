import { fromHex, toBase58, toHex } from '../../src/bytes.js'
import { rdfc } from '../../src/canonicalize/rdfc.js'
import { encode, type Item } from '../../src/cbor.js'
import { blockcerts } from '../../src/contexts/blockcerts.js'
import { sha256 } from '../../src/hash.js'
import type { Caip2, ChainReader, Sighting } from '../../src/seams.js'

export type Fields = { readonly [member: string]: unknown }

export const host = 'https://uni.example'
export const issuer = `${host}/issuer.json`
export const account = '0x3d995ef85a8d1bcbed78182ab225b9f88dc8937c'
export const sent = '2022-06-01T12:00:00Z'
export const chain: Caip2 = 'eip155:1'
export const transaction = `0x${'ab'.repeat(32)}`

export const profile: Fields = {
  '@context': ['https://w3id.org/openbadges/v2', 'https://w3id.org/blockcerts/v3'],
  type: 'Profile',
  id: issuer,
  name: 'University of Example',
  publicKey: [{ id: `ecdsa-koblitz-pubkey:${account}`, created: '2020-01-01T00:00:00Z' }],
}

/** An unsigned certificate of version 2, and one of version 3. */
export const assertion: Fields = {
  '@context': ['https://w3id.org/openbadges/v2', 'https://w3id.org/blockcerts/v2'],
  id: 'urn:uuid:bbba8553-8ec1-445f-82c9-a57251dd731c',
  type: 'Assertion',
  issuedOn: '2022-06-01T10:00:00Z',
  expires: '2040-01-01T00:00:00Z',
  recipient: { type: 'email', identity: 'zoe@example.org', hashed: false },
  badge: {
    id: 'urn:uuid:82a4c9f2-3588-457b-80ea-da695571b8fc',
    type: 'BadgeClass',
    name: 'Certificate of Accomplishment',
    description: 'Thirty hours.',
    issuer: { id: issuer, type: 'Profile', name: 'University of Example' },
  },
  verification: { type: ['MerkleProofVerification2017', 'Extension'], publicKey: `ecdsa-koblitz-pubkey:${account}` },
}
export const credential: Fields = {
  '@context': ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/blockcerts/v3'],
  id: 'urn:uuid:13172c8c-efa5-49e1-9f69-a67ba6bd9937',
  type: ['VerifiableCredential', 'BlockcertsCredential'],
  issuer,
  issuanceDate: '2022-06-01T10:00:00Z',
  credentialSubject: { id: 'did:example:zoe', name: 'Zoé', email: 'zoe@example.org' },
}

type Place = { readonly chain: readonly [number, number]; readonly name: string; readonly transaction: string }
export const ethereum: Place = { chain: [1, 1], name: 'ethereumMainnet', transaction }
export type How = {
  readonly dialect?: 'bytes' | 'text'
  readonly anchors?: readonly Place[]
  readonly proof?: Fields
  /** What else is in the batch, as hashes. */
  readonly others?: readonly string[]
}

export const hashOf = (document: Fields): string => toHex(sha256(rdfc(document, { contexts: blockcerts })))
type Step = { readonly side: 'left' | 'right'; readonly hash: string }
type Way = { readonly root: string; readonly target: string; readonly path: readonly Step[] }

/** The way of the first leaf up a tree as cert-issuer builds it: no prefixes, and a lone node rises. */
function wayOf(leaves: readonly string[]): Way {
  let level = leaves
  let at = 0
  const path: Step[] = []
  while (level.length > 1) {
    const other = level[at ^ 1]
    if (other !== undefined) path.push({ side: at % 2 === 0 ? 'right' : 'left', hash: other })
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, pair) => {
      const [left = '', right] = level.slice(2 * pair, 2 * pair + 2)
      return right === undefined ? left : toHex(sha256(fromHex(left + right)))
    })
    at = Math.floor(at / 2)
  }
  return { root: level[0] ?? '', target: leaves[0] ?? '', path }
}

export function proofValue({ root, target, path }: Way, { dialect = 'text', anchors = [ethereum] }: How): string {
  const wrapped = (hex: string, prefix = ''): Item => encode(dialect === 'text' ? prefix + hex : fromHex(hex))
  const item: Item = [
    [0, wrapped(root)],
    [1, wrapped(target)],
    [
      2,
      anchors.map(({ chain: [code, network], transaction: id }) => [
        [0, code],
        [1, network],
        [2, wrapped(id.replace('0x', ''), id.startsWith('0x') ? '0x' : '')],
      ]),
    ],
    [3, path.map(({ side, hash }) => [side === 'left' ? 0 : 1, wrapped(hash)])],
  ]
  return `z${toBase58(encode(item))}`
}

/** A certificate in a batch, and the root of that batch. */
export type Issued = { readonly certificate: Fields; readonly root: string }
const rest = ['11'.repeat(32), '22'.repeat(32), '33'.repeat(32), '44'.repeat(32)]

/** Issues Blockcerts 2: MerkleProof2017. */
export function issue2(document: Fields = assertion, { anchors = [ethereum], others = rest }: How = {}): Issued {
  const { root, target, path } = wayOf([hashOf(document), ...others])
  const signature = {
    type: ['MerkleProof2017', 'Extension'],
    merkleRoot: root,
    targetHash: target,
    proof: path.map(({ side, hash }) => ({ [side]: hash })),
    anchors: anchors.map(({ name, transaction: sourceId }) => ({ sourceId, type: name.startsWith('eth') ? 'ETHData' : 'BTCOpReturn', chain: name })),
  }
  return { certificate: { ...document, signature }, root }
}

/** Issues Blockcerts 3: MerkleProof2019 over the document and the proofs that it has. */
export function issue3(document: Fields = credential, how: How = {}): Issued {
  const way = wayOf([hashOf(document), ...(how.others ?? rest)])
  const proof = {
    type: 'MerkleProof2019',
    created: '2022-06-01T11:00:00.123456',
    proofPurpose: 'assertionMethod',
    verificationMethod: `${issuer}#key-1`,
    ...how.proof,
    proofValue: proofValue(way, how),
  }
  const before = document['proof'] as readonly Fields[] | undefined
  return { certificate: { ...document, proof: before ? [...before, proof] : proof }, root: way.root }
}

/** A reader of a chain on which each of these transactions holds a root. */
export function readerOf(roots: { readonly [transaction: string]: string }, more: Partial<Sighting> = {}, id: Caip2 = chain): ChainReader {
  return {
    id,
    async find({ transaction: asked }) {
      const root = roots[asked]
      if (root === undefined) return undefined
      return { commitment: fromHex(root), time: sent, confirmations: 100, settled: true, sender: account, tolerance: 12, testOnly: false, ...more }
    },
  }
}
