import { fromHex, toHex, utf8 } from '../../src/bytes.js'
import { sha256 } from '../../src/hash.js'
import { FailedError } from '../../src/load/index.js'
import type { Chain, Load, Prepared } from '../../src/seams.js'

type Transaction = { readonly id: string; readonly scripts: readonly string[]; readonly inputs: readonly Input[] }
type Input = { readonly id: string; readonly output: number; readonly address?: string | undefined }
type Block = { readonly hash: string; readonly time: number; readonly root: string; readonly transactions: readonly Transaction[] }

const hash = (text: string): string => toHex(sha256(text))

/** A Bitcoin that answers as an Esplora server (at `/api`) and as a bitcoind (at `/rest`) would. What is sent waits until `mine`. */
export type FakeBitcoin = {
  readonly load: Load
  readonly asked: string[]
  /** What one path answers instead. */
  readonly wrong: Map<string, unknown>
  send(scripts: readonly string[], addresses?: readonly (string | undefined)[], name?: string): string
  /** `root`: the Merkle root of the blocks, as it is displayed; made up where it is left out. */
  mine(count?: number, root?: string): void
  undo(count: number): void
  hashAt(height: number): string
}

export function fakeBitcoin(genesis = '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f', branch = ''): FakeBitcoin {
  const blocks: Block[] = [{ hash: genesis, time: 1_231_006_505, root: '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b', transactions: [] }]
  const spent = new Map<string, { readonly address?: string | undefined }>()
  const asked: string[] = []
  const wrong = new Map<string, unknown>()
  let pool: Transaction[] = []
  const find = (id: string) => {
    const height = blocks.findIndex(({ transactions }) => transactions.some((one) => one.id === id))
    const transaction = [...(blocks[height]?.transactions ?? []), ...pool].find((one) => one.id === id)
    return { transaction, height, block: blocks[height] }
  }
  const esplora = (path: string): unknown => {
    const [, height] = /^block-height\/(\d+)$/.exec(path) ?? []
    if (height !== undefined) return blocks[Number(height)]?.hash
    if (path === 'blocks/tip/height') return String(blocks.length - 1)
    const [, id] = /^block\/([0-9a-f]{64})$/.exec(path) ?? []
    if (id !== undefined) {
      const at = blocks.findIndex(({ hash }) => hash === id)
      return blocks[at] && { id, height: at, version: 1, timestamp: blocks[at].time, tx_count: 1, merkle_root: blocks[at].root }
    }
    const { transaction, height: at, block } = find(path.replace('tx/', ''))
    if (!transaction) return undefined
    return {
      txid: transaction.id,
      vin: transaction.inputs.map(({ id, output, address }) => ({
        txid: id,
        vout: output,
        is_coinbase: false,
        prevout: { scriptpubkey: '76a9', ...(address !== undefined && { scriptpubkey_address: address }) },
      })),
      vout: transaction.scripts.map((scriptpubkey) => ({ scriptpubkey, value: 0 })),
      status: block ? { confirmed: true, block_height: at, block_hash: block.hash, block_time: block.time } : { confirmed: false },
    }
  }
  const bitcoind = (path: string): unknown => {
    const [, height] = /^blockhashbyheight\/(\d+)\.json$/.exec(path) ?? []
    if (height !== undefined) return blocks[Number(height)] && { blockhash: blocks[Number(height)]?.hash }
    const [, header] = /^headers\/1\/([0-9a-f]{64})\.json$/.exec(path) ?? []
    if (header !== undefined) {
      const at = blocks.findIndex((block) => block.hash === header)
      return at === -1 ? [] : [{ hash: header, height: at, time: blocks[at]?.time, merkleroot: blocks[at]?.root, confirmations: blocks.length - at }]
    }
    const [, id = ''] = /^tx\/([0-9a-f]{64})\.json$/.exec(path) ?? []
    const before = spent.get(id)
    if (before) return { txid: id, vin: [], vout: [{ scriptPubKey: { hex: '76a9', ...before } }] }
    const { transaction, block } = find(id)
    if (!transaction) return undefined
    return {
      txid: id,
      vin: transaction.inputs.map(({ id: txid, output: vout }) => ({ txid, vout, scriptSig: {} })),
      vout: transaction.scripts.map((hex) => ({ scriptPubKey: { hex } })),
      ...(block && { blockhash: block.hash }),
    }
  }
  return {
    asked,
    wrong,
    async load(url, { cancel } = {}) {
      if (cancel?.aborted) throw cancel.reason
      asked.push(url)
      const [, kind, path = ''] = /^https:\/\/bitcoin\.example\/(api|rest)\/(.*)$/.exec(url) ?? []
      const answer = wrong.has(path) ? wrong.get(path) : kind === 'api' ? esplora(path) : bitcoind(path)
      if (answer instanceof Error) throw answer
      if (answer === undefined) throw new FailedError(url, 'absent', 'it is not there')
      return { url, bytes: utf8(typeof answer === 'string' ? answer : JSON.stringify(answer)) }
    },
    send(scripts, addresses = ['1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo'], name = '') {
      const id = hash(`${name} ${scripts} ${addresses}`)
      const inputs = addresses.map((address, at) => ({ id: hash(`${id} ${at}`), output: 0, address }))
      for (const input of inputs) spent.set(input.id, input.address === undefined ? {} : { address: input.address })
      if (!find(id).transaction) pool.push({ id, scripts, inputs })
      return id
    },
    mine(count = 1, root) {
      for (; count > 0; count--) {
        const time = (blocks.at(-1)?.time ?? 0) + 600
        const name = hash(`${branch} ${blocks.length} ${blocks.at(-1)?.hash} ${pool.map(({ id }) => id)}`)
        blocks.push({ hash: name, time, root: root ?? hash(`root of ${name}`), transactions: pool })
        pool = []
      }
    },
    hashAt: (height) => blocks[height]?.hash ?? '',
    undo(count) {
      pool.push(...blocks.splice(-count).flatMap(({ transactions }) => transactions))
    },
  }
}

/** The script that holds data. */
export const opReturn = (data: string): string => `6a${(data.length / 2).toString(16).padStart(2, '0')}${data}`

/** A chain that writes to a fake Bitcoin, and reads as the reader does that is given: for what every chain must do. */
export function chainOver(bitcoin: FakeBitcoin, reader: Pick<Chain, 'id' | 'find'>): Chain {
  let nonce = 0
  const idOf = (raw: string): string => hash(`${raw.slice(64)} ${[opReturn(raw.slice(0, 64))]} 1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo`)
  return {
    ...reader,
    async prepare(commitment, { cancel } = {}) {
      if (cancel?.aborted) throw cancel.reason
      const raw = `${toHex(commitment)}${++nonce}`
      return { chain: reader.id, transaction: idOf(raw), raw, fee: '1000' }
    },
    async send({ chain, transaction, raw }: Prepared, { cancel } = {}) {
      if (cancel?.aborted) throw cancel.reason
      if (chain !== reader.id) throw Object.assign(new Error('another chain'), { name: 'anchor.OtherChainError' })
      if (transaction !== idOf(raw)) throw Object.assign(new Error('not prepared'), { name: 'anchor.NotPreparedError' })
      bitcoin.send([opReturn(toHex(fromHex(raw.slice(0, 64))))], undefined, raw.slice(64))
      bitcoin.mine()
      return { chain, transaction }
    },
  }
}
