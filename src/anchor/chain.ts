import { BaseError } from '../errors.js'
import type { JsonObject } from '../json.js'
import type { Caip2, Prepared } from '../seams.js'

/** Bitcoin's main chain (CAIP-4). */
export const bitcoin: Caip2 = 'bip122:000000000019d6689c085ae165831e93'

/** Where one looks on a chain: at a transaction, or at a block by its height. */
export type Spot = { readonly chain: string; readonly transaction: string; readonly block?: number | undefined }

/** A spot as a message names it, and its facts. */
export function nameOf({ chain, transaction, block }: Spot): { readonly spot: string; readonly facts: JsonObject } {
  return block === undefined ? { spot: `transaction ${transaction}`, facts: { chain, transaction } } : { spot: `block ${block}`, facts: { chain, block } }
}

/** Refuses a transaction that was prepared for another chain. */
export function checkChain(expected: string, found: string): void {
  if (expected !== found) throw new OtherChainError(expected, found)
}

/** The chain is not the one that was meant. */
export class OtherChainError extends BaseError {
  override readonly name = 'anchor.OtherChainError'
  constructor(expected: string, found: string) {
    super(`This is meant for the chain ${expected}, and the chain at hand is ${found}. Pass the right one.`, { facts: { expected, found } })
  }
}

/** What should be a prepared transaction is none of this chain. */
export class NotPreparedError extends BaseError {
  override readonly name = 'anchor.NotPreparedError'
  constructor({ chain, transaction }: Prepared) {
    super(`This is not a transaction that ${chain} prepared. Pass exactly what prepare returned.`, { facts: { chain, transaction } })
  }
}
