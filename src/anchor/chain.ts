import { BaseError } from '../errors.js'
import type { Prepared } from '../seams.js'

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
