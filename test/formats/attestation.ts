import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as peer from '@govtechsg/open-attestation'
import { DocumentStore__factory } from '@trustvc/document-store'
import { EthereumDIDRegistry } from 'ethr-did-registry'
import { type Abi, encodeAbiParameters, encodeFunctionData, parseAbi } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { evmReader, type Settled } from '../../src/anchor/evm.js'
import { utf8 } from '../../src/bytes.js'
import { FailedError } from '../../src/load/index.js'
import type { ChainReader, Load } from '../../src/seams.js'
import { everything } from '../../src/verify/all.js'
import { type Report, verify } from '../../src/verify/index.js'
import { type Anvil, startAnvil } from '../anvil.js'
import type { Page } from './web.js'

export type Hex = `0x${string}`
// biome-ignore lint/suspicious/noExplicitAny: documents of a peer that ships no types, to be changed at will
export type Doc = any

export const now = new Date('2026-11-01T00:00:00Z')
export const domain = 'uni.example'
export const examine = (held: object, more: object = {}): Promise<Report> => verify(held as never, { accept: everything, issuers: 'any', now, ...more })

const contracts = parseAbi([
  'function issue(bytes32)',
  'function revoke(bytes32)',
  'function revoke(bytes32, bytes32, bytes32[])',
  'function changeOwner(address, address)',
])
export const bytes32 = (hash: string): Hex => `0x${hash}`
/** The registry of ERC-1056 on Ethereum's main chain. */
export const registry = '0xdca7ef03e98e0dc2b855be647c39abe984fcf21b'
const admin = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266'

/** A local chain that says that it is Ethereum's main one, with the registry of did:ethr and one store of each published kind. */
export type Ledger = {
  readonly anvil: Anvil
  /** The contract that knows batches (@trustvc/document-store), and the one from before (@govtechsg/document-store). */
  readonly stores: { readonly batch: Hex; readonly plain: Hex }
  reader(settled?: Settled): ChainReader
  send(to: Hex, name: 'issue' | 'revoke' | 'changeOwner', args: readonly unknown[], from?: Hex): Promise<void>
  settle(): Promise<void>
}

export async function startLedger(): Promise<Ledger> {
  const anvil = await startAnvil('--chain-id', '1', '--slots-in-an-epoch', '1')
  const settle = async (): Promise<void> => void (await anvil.rpc('anvil_mine', '0x4'))
  const receiptOf = async (hash: unknown): Promise<{ readonly contractAddress: Hex; readonly status: string }> => {
    for (;;) {
      const receipt = await anvil.rpc('eth_getTransactionReceipt', hash)
      if (receipt !== null) return receipt as { contractAddress: Hex; status: string }
    }
  }
  const deploy = async (code: Hex): Promise<Hex> => (await receiptOf(await anvil.rpc('eth_sendTransaction', { from: admin, data: code }))).contractAddress
  const words = encodeAbiParameters([{ type: 'string' }, { type: 'address' }], ['University', admin]).slice(2)
  await anvil.rpc('anvil_setCode', registry, EthereumDIDRegistry.deployedBytecode)
  const stores = { batch: await deploy(`${DocumentStore__factory.bytecode}${words}` as Hex), plain: await deploy(`${plainStore()}${words}` as Hex) }
  await settle()
  return {
    anvil,
    stores,
    settle,
    reader: (settled = 'finalized') =>
      evmReader({ chainId: 1, settled, provider: { request: ({ method, params }) => anvil.rpc(method, ...((params ?? []) as unknown[])) } }),
    async send(to, name, args, from = admin) {
      const hash = await anvil.rpc('eth_sendTransaction', { from, to, data: encodeFunctionData({ abi: contracts as Abi, functionName: name, args }) })
      const { status } = await receiptOf(hash)
      if (status !== '0x1') throw new Error(`${name} failed`)
    },
  }
}

/** Its package needs another to be loaded, and only the code of the contract is wanted. */
function plainStore(): string {
  const path = createRequire(import.meta.url).resolve('@govtechsg/document-store/dist/contracts/factories/contracts/DocumentStore__factory.js')
  const [code] = /0x60[0-9a-f]{4000,}/.exec(readFileSync(path, 'utf8')) ?? []
  return code as string
}

/** What the DNS says, by domain, and what else the web has. A number is the status of an answer without records. */
export function dnsOf(
  zones: { readonly [domain: string]: readonly string[] | number },
  pages: { readonly [url: string]: Page } = {},
): Load & { readonly asked: string[] } {
  const asked: string[] = []
  const load: Load = async (url) => {
    asked.push(url)
    const { origin, pathname, searchParams } = new URL(url)
    const page = pages[url] ?? (`${origin}${pathname}` === 'https://dns.google/resolve' ? answerOf(zones[searchParams.get('name') ?? ''] ?? 3) : undefined)
    if (page === undefined) throw new FailedError(url, 'absent', 'it is not among the documents')
    if (page instanceof Error) throw page
    return { url, bytes: page instanceof Uint8Array ? page : utf8(JSON.stringify(page)) }
  }
  return Object.assign(load, { asked })
}

export const answerOf = (zone: readonly string[] | number): object =>
  typeof zone === 'number'
    ? { Status: zone, TC: false }
    : { Status: 0, TC: false, AD: true, Answer: zone.map((data) => ({ name: domain, type: 16, TTL: 300, data })) }
export const recordOf = (address: string, netId = '1'): string => `"openatts net=ethereum netId=${netId} addr=${address}"`

export const holder = { name: 'Zoé', id: 'did:example:zoe', email: 'zoe@example.org' }
export const base2 = (issuer: object): object => ({
  id: '2026-1',
  $template: { name: 'main', type: 'EMBEDDED_RENDERER', url: 'https://render.example' },
  issuers: [{ name: 'University', ...issuer }],
  recipient: holder,
  courses: [
    { name: 'Logic', points: 5, passed: true },
    { name: 'Law', points: 7.5, passed: true, note: null },
  ],
})
export const storeIssuer = (documentStore: string): object => ({ documentStore, identityProof: { type: 'DNS-TXT', location: domain } })

/** Documents of version 2.0 in one batch, by the peer. */
export const wrap2 = (...data: readonly object[]): readonly Doc[] => peer.wrapDocuments(data)

/** The same by the peer's digest and tree alone, for what its schema refuses. */
export function wrapLax2(...data: readonly object[]): readonly Doc[] {
  const salt = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(salt)
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, salt(one)]))
    return `${randomUUID()}:${value === null ? 'null' : typeof value}:${value}`
  }
  const salted = data.map((one) => ({ version: 'https://schema.openattestation.com/2.0/schema.json', data: salt(one) }))
  return inTree(salted.map((document) => peer.digestDocument(document))).map(({ targetHash, proof, merkleRoot }, at) => ({
    ...salted[at],
    signature: { type: 'SHA3MerkleProof', targetHash, proof, merkleRoot },
  }))
}

function inTree(hashes: readonly string[]): readonly { readonly targetHash: string; readonly proof: readonly string[]; readonly merkleRoot: string }[] {
  const leaves = hashes.map((hash) => Buffer.from(hash, 'hex'))
  const tree = new peer.MerkleTree(leaves)
  return leaves.map((leaf) => ({
    targetHash: leaf.toString('hex'),
    proof: tree.getProof(leaf).map((one: Buffer) => one.toString('hex')),
    merkleRoot: tree.getRoot().toString('hex'),
  }))
}

export const base3 = (proof: object, identityProof: object = { type: 'DNS-TXT', identifier: domain }): object => ({
  version: 'https://schema.openattestation.com/3.0/schema.json',
  '@context': ['https://www.w3.org/2018/credentials/v1', 'https://schemata.openattestation.com/com/openattestation/1.0/OpenAttestation.v3.json'],
  id: 'urn:uuid:2026-1',
  type: ['VerifiableCredential', 'OpenAttestationCredential'],
  issuanceDate: '2026-01-01T00:00:00Z',
  issuer: { id: 'https://uni.example', name: 'University' },
  credentialSubject: { ...holder, courses: [{ name: 'Logic', points: 5, passed: true, note: null }] },
  openAttestationMetadata: { proof: { type: 'OpenAttestationProofMethod', ...proof }, identityProof },
})

/** Paths and values as the peer flattens them, which ships that function for itself alone. */
export function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one, at) => pathsOf(one, `${path}[${at}]`))
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([name, one]) => pathsOf(one, path ? `${path}.${name}` : name))
  return [path]
}

let count = 0
/** Documents of version 3.0 in one batch: the digest and the tree are the peer's, whose wrapping wants to fetch contexts. */
export function wrap3(...documents: readonly object[]): readonly Doc[] {
  const salted = documents.map((document) => {
    const salts = pathsOf(document).map((path) => ({ value: (++count).toString(16).padStart(64, '0'), path }))
    return { document, salts, hash: peer.digestCredential(document, salts, []) as string }
  })
  return inTree(salted.map(({ hash }) => hash)).map(({ targetHash, proof, merkleRoot }, at) => ({
    ...salted[at]?.document,
    proof: {
      type: 'OpenAttestationMerkleProofSignature2018',
      proofPurpose: 'assertionMethod',
      targetHash,
      proofs: proof,
      merkleRoot,
      salts: Buffer.from(JSON.stringify(salted[at]?.salts)).toString('base64'),
      privacy: { obfuscated: [] },
    },
  }))
}

export type Key = { readonly did: string; readonly key: string; readonly address: Hex; readonly private: Hex }
export function newKey(): Key {
  const secret = generatePrivateKey()
  const { address } = privateKeyToAccount(secret)
  return { did: `did:ethr:${address}`, key: `did:ethr:${address}#controller`, address, private: secret }
}
export const signedBy = (document: Doc, { key, private: secret }: Key): Promise<Doc> =>
  peer.signDocument(document, 'Secp256k1VerificationKey2018', { public: key, private: secret })
/** A signature over a root by an account: of its bytes, as a personal message is signed, or of its text. */
export async function signRoot(root: Hex, { private: secret }: Key, asBytes = true): Promise<Hex> {
  return privateKeyToAccount(secret).signMessage({ message: asBytes ? { raw: root } : root })
}
/** A document with a signature as both versions hold it. */
export const withSignature = (document: Doc, key: string, signature: unknown): Doc =>
  document.signature
    ? {
        ...document,
        proof: [{ type: 'OpenAttestationSignature2018', created: '2026-01-01T00:00:00Z', proofPurpose: 'assertionMethod', verificationMethod: key, signature }],
      }
    : { ...document, proof: { ...document.proof, key, signature } }
export const didIssuer = ({ did, key }: Key, revocation: object | undefined = { type: 'NONE' }, type = 'DID'): object => ({
  id: did,
  ...(revocation && { revocation }),
  identityProof: { type, key, ...(type === 'DNS-DID' && { location: domain }) },
})
export const proof3 = ({ did }: Key, revocation: object = { type: 'NONE' }): object => ({ method: 'DID', value: did, revocation })
export const didRecord = ({ key }: Pick<Key, 'key'>): string => `openatts a=dns-did; p=${key}; v=1.0;`
export { peer }
