import { fromHex } from '../../src/bytes.js'
import { FailedError } from '../../src/load/index.js'
import type { Caip2, ChainReader, Load } from '../../src/seams.js'
import { everything } from '../../src/verify/all.js'
import { type Report, verify } from '../../src/verify/index.js'
import { haveVectors, jsonVector, readVector } from '../vectors.js'
import { didIon } from './did-ion.js'

type Need = { readonly type: string; readonly id?: string; readonly offline?: boolean; readonly file?: string }
export type Transaction = { readonly remoteHash: string; readonly issuingAddress: string; readonly time: string }
export type Case = {
  readonly id: string
  readonly file: string
  readonly kind: string
  readonly expected: 'valid' | 'invalid' | 'unspecified'
  readonly reason?: string
  readonly options?: object
  readonly transaction?: Transaction
  readonly needs: readonly Need[]
}

export const source = 'blockcerts-cert-verifier-js'
export const cases: readonly Case[] = haveVectors ? (jsonVector(`${source}/manifest.json`) as { cases: Case[] }).cases : []
export const certificateOf = ({ file }: Case): { readonly [member: string]: unknown } => jsonVector(`${source}/${file}`)

export const chainIds = {
  bitcoin: 'bip122:000000000019d6689c085ae165831e93',
  testnet: 'bip122:000000000933ea01ad0ee984209779ba',
  ethereum: 'eip155:1',
  ropsten: 'eip155:3',
  sepolia: 'eip155:11155111',
} as const

/** A reader of a chain on which every transaction is the same. */
export function readerOf(id: Caip2, transaction: Transaction, asked: string[] = []): ChainReader {
  const testOnly = id !== chainIds.bitcoin && id !== chainIds.ethereum
  return {
    id,
    async find({ transaction: hash }) {
      asked.push(hash)
      const { remoteHash, issuingAddress, time } = transaction
      return { commitment: fromHex(remoteHash), time, confirmations: 1000, settled: true, sender: issuingAddress, testOnly }
    },
  }
}

/** Readers of every chain of the corpus, which know what the manifest says of the case's transaction. */
export const chainsOf = ({ transaction }: Case): readonly ChainReader[] => (transaction ? Object.values(chainIds).map((id) => readerOf(id, transaction)) : [])

/** What the manifest says that the web holds. A host that keeps a list in a file answers whatever is asked of it after the question mark. */
export function webOf({ needs }: Pick<Case, 'needs'>): Load {
  const files = new Map(needs.flatMap(({ id, file }) => (id?.startsWith('https://') && file?.startsWith('facts/') ? [[id.split('#')[0] ?? '', file]] : [])))
  const bare = new Map([...files].map(([id, file]) => [id.split('?')[0] ?? '', file]))
  return async (url) => {
    const file = files.get(url) ?? files.get(url.split('?')[0] ?? '') ?? bare.get(url.split('?')[0] ?? '')
    if (file === undefined) throw new FailedError(url, 'absent', 'it is not among the facts')
    return { url, bytes: new Uint8Array(readVector(`${source}/${file}`)) }
  }
}

export const now = new Date('2026-11-01T00:00:00Z')
export const examine = (held: object | string, more: object = {}): Promise<Report> =>
  verify(held as string, { accept: [didIon, ...everything], issuers: 'any', now, ...more })
export const examineCase = (one: Case, more: object = {}): Promise<Report> => examine(certificateOf(one), { load: webOf(one), chains: chainsOf(one), ...more })
