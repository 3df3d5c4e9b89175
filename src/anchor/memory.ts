import { type Bytes, concat, fromHex, toHex } from '../bytes.js'
import { BaseError } from '../errors.js'
import { sha256 } from '../hash.js'
import type { Caip2, Chain } from '../seams.js'

export declare namespace memory {
  type Options = {
    /** The name of the chain, so that two can be told apart. */
    readonly id?: Caip2 | undefined
    /** What the faults are drawn from: the same seed gives the same faults. */
    readonly seed?: number | undefined
    /** `all`: answers are lost after they were carried out, blocks come late, and the newest ones are undone and written again. */
    readonly faults?: 'none' | 'all' | undefined
    /** The time of a block; the present when it is left out. */
    readonly now?: (() => Date) | undefined
  }
}

type Written = { readonly commitment: Bytes; readonly time: string; readonly hidden: number; asked: number }

/**
 * A chain in memory, for tests and first steps: it costs nothing, proves nothing to others, and every sighting says `testOnly`. With
 * `faults` it misbehaves as real ones do, on its seed, so that callers cannot grow lazy.
 *
 * @example
 * const { receipts } = await anchor([signed], { suite: eddsaJcs2022, chain: memory(), keep })
 */
export function memory({ id = 'memory:1', seed = 1, faults = 'none', now = () => new Date() }: memory.Options = {}): Chain {
  const written = new Map<string, Written>()
  const random = generator(seed)
  const strikes = (odds: number): boolean => faults === 'all' && random() < odds
  let serial = 0
  return {
    id,
    async prepare(commitment) {
      const raw = concat(commitment, fromHex((++serial).toString(16).padStart(8, '0')))
      return { chain: id, transaction: `0x${toHex(sha256(raw))}`, raw: toHex(raw), fee: '0', gas: '0', currency: 'none' }
    },
    async send(prepared) {
      const raw = fromHex(prepared.raw)
      if (prepared.chain !== id || prepared.transaction !== `0x${toHex(sha256(raw))}`) throw new ForeignTransactionError(prepared.transaction, id)
      if (strikes(0.2)) throw new LostAnswerError()
      // The same transaction is one transaction, however often it is sent.
      if (!written.has(prepared.transaction)) {
        written.set(prepared.transaction, {
          commitment: raw.slice(0, 32),
          time: now().toISOString(),
          hidden: strikes(0.5) ? 1 + Math.floor(random() * 3) : 0,
          asked: 0,
        })
      }
      if (strikes(0.2)) throw new LostAnswerError()
      return { chain: id, transaction: prepared.transaction }
    },
    async find({ transaction }) {
      const found = written.get(transaction)
      if (!found || found.asked++ < found.hidden) return undefined
      const confirmations = strikes(0.2) ? 0 : 1 + found.asked
      return { commitment: found.commitment, time: found.time, confirmations, settled: confirmations > 0, sender: 'memory', tolerance: 0, testOnly: true }
    },
    async estimate() {
      return { gas: '0', fee: '0', currency: 'none' }
    },
  }
}

/** The transaction was not prepared by this chain. */
export class ForeignTransactionError extends BaseError {
  override readonly name = 'anchor.ForeignTransactionError'
  constructor(transaction: string, chain: string) {
    super(`The transaction ${transaction.slice(0, 80)} was not prepared for ${chain}. Send what its own \`prepare\` returned.`, {
      facts: { transaction: transaction.slice(0, 80), chain },
    })
  }
}

/** The chain was asked, and its answer was lost: nobody knows whether it did what it was asked. */
export class LostAnswerError extends BaseError {
  override readonly name = 'anchor.LostAnswerError'
  constructor() {
    super('The answer was lost on its way. Send the same transaction again: it is written once.')
  }
}

/** Numbers in [0, 1) from a seed (mulberry32). For faults, never for secrets. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
