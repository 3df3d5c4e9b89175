import { type Bytes, concat, fromHex, toHex } from '../bytes.js'
import { BaseError } from '../errors.js'
import { sha256 } from '../hash.js'
import type { Cancel, Chain, DataChain, DataSighting, Prepared } from '../seams.js'
import { stopIf } from './cancel.js'
import { checkChain, checkData, NotPreparedError } from './chain.js'

export type MemoryOptions = {
  /** Two chains of one seed behave alike. 1 unless said otherwise. */
  readonly seed?: number | undefined
  readonly faults?: 'none' | 'all' | undefined
  /** The time before the first block; blocks are 12 seconds apart. The present when it is left out. */
  readonly now?: Date | undefined
  /** The most bytes that one transaction takes: 130,560 unless said otherwise, as on an EVM chain. */
  readonly maxData?: number | undefined
}

/**
 * A chain in memory, for tests and first steps: `memory:1`, always `testOnly`. Without faults a transaction is settled as soon as it is sent.
 * With `faults: 'all'` it delays, reorders, loses and reorganises on its seed: `send` rejects now and then, whether or not the transaction
 * arrived; blocks are undone; a transaction is settled six blocks deep, and time goes on with every question.
 *
 * @example
 * const { receipts } = await anchor([signed], { suite: eddsaRdfc2022, chain: memory(), keep: () => {} })
 */
export function memory({ seed = 1, faults = 'none', now = new Date(), maxData = 130_560 }: MemoryOptions = {}): Chain & DataChain {
  const ledger = newLedger(seed, faults === 'all', now.getTime())
  let nonce = 0
  const prepare = (data: Uint8Array): Prepared => {
    const raw = toHex(concat(data, sha256(new Uint8Array([seed, nonce >> 16, nonce >> 8, nonce++]))))
    return { chain: id, transaction: hashOf(raw), raw, fee: '0', currency }
  }
  const look = async (transaction: string, cancel: Cancel | undefined): Promise<DataSighting | undefined> => {
    await ledger.delay()
    stopIf(cancel)
    ledger.goOn()
    return ledger.find(transaction)
  }
  return {
    id,
    maxData,
    async prepare(commitment, { cancel } = {}) {
      stopIf(cancel)
      return prepare(commitment)
    },
    async prepareData(data, { cancel } = {}) {
      stopIf(cancel)
      for (const one of data) checkData(id, one.length, maxData)
      return data.map(prepare)
    },
    async send(prepared, { cancel } = {}) {
      checkChain(id, prepared.chain)
      if (hashOf(prepared.raw) !== prepared.transaction) throw new NotPreparedError(prepared)
      await ledger.delay()
      stopIf(cancel)
      ledger.accept(prepared)
      while (!ledger.find(prepared.transaction)) ledger.mine()
      return { chain: id, transaction: prepared.transaction }
    },
    async find(anchor, { cancel } = {}) {
      checkChain(id, anchor.chain)
      const seen = await look(anchor.transaction, cancel)
      if (!seen) return undefined
      const { data, ...sighting } = seen
      return { commitment: data, ...sighting }
    },
    read: (transaction, { cancel } = {}) => look(transaction, cancel),
    async estimate({ cancel } = {}) {
      stopIf(cancel)
      return { fee: '0', currency }
    },
    async estimateData(size, { cancel } = {}) {
      stopIf(cancel)
      checkData(id, size, maxData)
      return { fee: '0', currency }
    },
  }
}

/** The transaction, or the answer to it, got lost on the way. */
export class LostError extends BaseError {
  override readonly name = 'anchor.LostError'
  constructor(transaction: string) {
    super(`The network failed while it sent ${transaction}; perhaps it arrived. Send it again.`, { facts: { transaction } })
  }
}

const id = 'memory:1'
const currency = 'nothing'
const blockTime = 12_000
const settledDepth = 6
// Each transaction ends in some bytes of its own, so that the same data may be written twice.
const saltSize = 32

type Block = { readonly time: number; readonly transactions: readonly Prepared[] }
type Ledger = {
  accept(prepared: Prepared): void
  mine(): void
  /** What happens between two questions: nothing, or a block more, or a few undone. */
  goOn(): void
  delay(): Promise<void>
  find(transaction: string): DataSighting | undefined
}

const hashOf = (raw: string): string => `0x${toHex(sha256(fromHex(raw)))}`

function newLedger(seed: number, faulty: boolean, start: number): Ledger {
  const chance = dice(seed)
  const happens = (odds: number): boolean => faulty && chance() < odds
  const blocks: Block[] = []
  let pool: Prepared[] = []
  let mined = 0
  const mine = (): void => {
    const kept = pool.filter(() => happens(0.4))
    const transactions = pool.filter((one) => !kept.includes(one))
    if (happens(0.5)) transactions.reverse()
    // The clock never goes back, not even when blocks do.
    blocks.push({ time: start + ++mined * blockTime, transactions })
    pool = kept
  }
  const undo = (): void => {
    const undone = blocks.splice(-1 - Math.floor(chance() * 2))
    for (const _ of undone) mine()
    pool.push(...undone.flatMap(({ transactions }) => transactions))
  }
  const heightOf = (transaction: string): number => blocks.findLastIndex(({ transactions }) => transactions.some((one) => one.transaction === transaction))
  return {
    mine,
    accept(prepared) {
      if (happens(0.2)) throw new LostError(prepared.transaction)
      if (heightOf(prepared.transaction) === -1 && !pool.some(({ transaction }) => transaction === prepared.transaction)) pool.push(prepared)
      if (happens(0.2)) throw new LostError(prepared.transaction)
    },
    goOn() {
      if (happens(0.2)) undo()
      else if (faulty) mine()
    },
    async delay() {
      for (let turns = faulty ? Math.floor(chance() * 8) : 0; turns > 0; turns--) await undefined
    },
    find(transaction) {
      const height = heightOf(transaction)
      const block = blocks[height]
      const found = block?.transactions.find((one) => one.transaction === transaction)
      if (!block || !found) return undefined
      const confirmations = blocks.length - height
      const data: Bytes = fromHex(found.raw).slice(0, -saltSize)
      const time = new Date(block.time).toISOString()
      return { data, time, confirmations, settled: confirmations >= (faulty ? settledDepth : 1), tolerance: blockTime / 1000, testOnly: true }
    },
  }
}

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). Not for secrets. */
function dice(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
