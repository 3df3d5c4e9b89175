import { BaseError } from '../errors.js'
import type { JsonObject } from '../json.js'
import type { Caip2, Prepared } from '../seams.js'

/** Bitcoin's main chain (CAIP-4). */
export const bitcoin: Caip2 = 'bip122:000000000019d6689c085ae165831e93'

/** Where one looks on a chain: at a transaction, at a block by its height, or at a contract. */
export type Spot = { readonly chain: string; readonly transaction?: string; readonly block?: number | undefined; readonly contract?: string }

/** A spot as a message names it, and its facts. */
export function nameOf({ chain, transaction = '', block, contract }: Spot): { readonly spot: string; readonly facts: JsonObject } {
  if (contract !== undefined) return { spot: `contract ${contract}`, facts: { chain, contract } }
  return block === undefined ? { spot: `transaction ${transaction}`, facts: { chain, transaction } } : { spot: `block ${block}`, facts: { chain, block } }
}

/** Refuses a transaction that was prepared for another chain. */
export function checkChain(expected: string, found: string): void {
  if (expected !== found) throw new OtherChainError(expected, found)
}

/** Refuses data that no transaction of the chain takes, so that it is known before anything is signed. */
export function checkData(chain: string, size: number, maxData: number): void {
  if (size > maxData) throw new TooMuchDataError(chain, size, maxData)
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

/** The data does not fit in one transaction. */
export class TooMuchDataError extends BaseError {
  override readonly name = 'anchor.TooMuchDataError'
  constructor(chain: string, size: number, maxData: number) {
    super(`A transaction of ${chain} takes ${maxData} bytes at most, and these are ${size}. Write them in several.`, { facts: { chain, size, maxData } })
  }
}

/** The transaction failed. */
export class RevertedError extends BaseError {
  override readonly name = 'anchor.RevertedError'
  constructor(transaction: string) {
    super(`The transaction ${transaction} was included and failed. Prepare another.`, { facts: { transaction } })
  }
}

/** The transaction could be repeated on any chain. */
export class UnprotectedError extends BaseError {
  override readonly name = 'anchor.UnprotectedError'
  constructor(transaction: string) {
    super(`The transaction ${transaction} is signed for no chain in particular (it is older than EIP-155). Send another with a wallet that names the chain.`, {
      facts: { transaction },
    })
  }
}

/** The transaction creates a contract: what it carries is a program. */
export class NotDataError extends BaseError {
  override readonly name = 'anchor.NotDataError'
  constructor(transaction: string) {
    super(`The transaction ${transaction} creates a contract, so what it carries is a program and no data. Look for the transaction that carries them.`, {
      facts: { transaction },
    })
  }
}
