// What an LMS has already: a database, keys, a badge image, a node. Here in memory, so that the program next door runs as it stands.
import { generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'

type Row = { id: string; text: string; leaf: Uint8Array; receipt?: string | undefined }
const rows = new Map<string, Row>()
let pending: Uint8Array | undefined

export const db = {
  async save(row: Row): Promise<void> {
    rows.set(row.id, row)
  },
  async find(id: string): Promise<Row | undefined> {
    return rows.get(id)
  },
  async unanchored(): Promise<Row[]> {
    return [...rows.values()].filter(({ receipt }) => receipt === undefined)
  },
  async saveReceipt(id: string, receipt: string): Promise<void> {
    const row = rows.get(id)
    if (row) rows.set(id, { ...row, receipt })
  },
  pending: {
    async put(bytes: Uint8Array): Promise<void> {
      pending = bytes
    },
    async get(): Promise<Uint8Array | undefined> {
      return pending
    },
    async clear(): Promise<void> {
      pending = undefined
    },
  },
}

/** A key pair of WebCrypto whose private half cannot be read. */
export const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair

const inKms = generateKeyPairSync('ec', { namedCurve: 'P-256' })
/** A key service that signs and never tells its key. It answers in DER, as those services do. */
export const kms = {
  spki: new Uint8Array(inKms.publicKey.export({ format: 'der', type: 'spki' })),
  async sign(message: Uint8Array): Promise<Uint8Array> {
    return new Uint8Array(sign('sha256', message, inKms.privateKey))
  },
}

export const image: Uint8Array = new Uint8Array(readFileSync(process.env['BADGE_IMAGE'] ?? 'examples/graduation/badge.png'))
/** The first account of every local test node. Never send real money there. */
export const anchorKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80' as const
export const rpc: string = process.env['RPC_URL'] ?? 'http://127.0.0.1:8545'
