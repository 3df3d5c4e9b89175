import { BaseError } from '../../errors.js'
import type { ChainReader, DataReader, Sighting } from '../../seams.js'
import { until } from '../cancel.js'
import { checkChain, NotDataError, RevertedError, UnprotectedError } from '../chain.js'
import { type Block, type Node, nodeOf, type Provider, type Transaction, toQuantity } from './node.js'

/** When a transaction is taken for settled: so many blocks deep (its own is 1), or below the chain's own mark. */
export type Settled = number | 'safe' | 'finalized'

export type EvmReaderOptions = {
  readonly chainId: number
  readonly provider: Provider
  /** `'finalized'` unless said otherwise. A chain without that mark needs a number. */
  readonly settled?: Settled | undefined
  /** The seconds by which a block's time may be off: 12 on Ethereum, 3,600 elsewhere unless said otherwise. */
  readonly tolerance?: number | undefined
}

/**
 * Finds commitments on an EVM chain: calldata of exactly 32 bytes, whoever sent it and to whom; and reads calldata of any length. It asks the
 * provider for its chain id before it believes it. A transaction that is pending, or whose block is not in the chain any more, is not found.
 *
 * `find` and `read` reject when the node is on another chain (`OtherChainError`) or answers nonsense (`NodeError`), when the transaction was signed
 * for another chain or for all of them (`OtherChainError`, `UnprotectedError`) or failed (`RevertedError`), and when the chain has no such mark
 * as `settled` names (`NoFinalityError`); `find` for an event of a registry (`CalldataOnlyError`), `read` for a program (`NotDataError`).
 *
 * `call` asks a contract in the state of the newest block that is settled, or of the latest.
 *
 * @throws {SettledError} when `settled` is no policy
 * @example
 * evmReader({ chainId: 1, provider: createPublicClient({ chain: mainnet, transport: http() }) })
 */
export function evmReader({ chainId, provider, settled = 'finalized', tolerance }: EvmReaderOptions): ChainReader & DataReader {
  checkSettled(settled)
  return readerOf(nodeOf(chainId, provider), chainId, settled, tolerance)
}

/** As `evmReader`, on a node that is wrapped already. */
export function readerOf(node: Node, chainId: number, settled: Settled, tolerance: number | undefined): ChainReader & DataReader {
  const stated = tolerance ?? (chainId === 1 ? 12 : undefined)
  const clock = { ...(stated === undefined ? {} : { tolerance: stated }), testOnly: testChains.has(chainId) }
  return {
    id: node.id,
    find({ chain, transaction }, { cancel } = {}) {
      return until(cancel, async () => {
        checkChain(node.id, chain)
        if (!isHash(transaction)) throw new CalldataOnlyError(transaction)
        const seen = await see(node, transaction, settled)
        return seen && { commitment: seen.transaction.input, ...seen.sighting, ...clock }
      })
    },
    read(transaction, { cancel } = {}) {
      return until(cancel, async () => {
        const seen = isHash(transaction) ? await see(node, transaction, settled) : undefined
        if (seen?.transaction.creates) throw new NotDataError(transaction)
        return seen && { data: seen.transaction.input, ...seen.sighting, ...clock }
      })
    },
    // Few pages ask contracts.
    call: (call, { cancel } = {}) => until(cancel, async () => ({ ...(await (await import('./call.js')).ask(node, call, settled)), ...clock })),
  }
}

export function checkSettled(settled: Settled): void {
  const isPolicy = typeof settled === 'number' ? Number.isSafeInteger(settled) && settled >= 1 : settled === 'safe' || settled === 'finalized'
  if (!isPolicy) throw new SettledError(settled)
}

/** The policy is none. */
export class SettledError extends BaseError {
  override readonly name = 'anchor.SettledError'
  constructor(settled: unknown) {
    super("A transaction is settled a whole number of blocks deep, at least 1, or when it is 'safe' or 'finalized'. Pass one of these.", {
      facts: { settled: String(settled) },
    })
  }
}

/** The chain has no mark of that name. */
export class NoFinalityError extends BaseError {
  override readonly name = 'anchor.NoFinalityError'
  constructor(settled: string, cause?: unknown) {
    super(`This node knows no ${settled} block. Ask another node, or pass a number of blocks as \`settled\`.`, {
      facts: { settled },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

/** The anchor is not calldata. */
export class CalldataOnlyError extends BaseError {
  override readonly name = 'anchor.CalldataOnlyError'
  constructor(transaction: string) {
    super('This reader finds commitments in calldata, and the anchor is elsewhere. Pass a reader that understands it.', {
      facts: { transaction: transaction.slice(0, 80) },
    })
  }
}

// Chains whose history nobody pays for: local nodes, then the public testnets of Ethereum, Optimism, BNB, Gnosis, Avalanche, Linea, zkSync, Polygon, Base, Arbitrum and Scroll.
const testChains: ReadonlySet<number> = /* @__PURE__ */ new Set([
  1337, 31337, 5, 17000, 560048, 11155111, 11155420, 97, 10200, 43113, 59141, 300, 80001, 80002, 84532, 421614, 534351,
])

type Seen = { readonly transaction: Transaction; readonly sighting: Omit<Sighting, 'commitment'> }

const isHash = (transaction: string): boolean => /^0x[0-9a-f]{64}$/.test(transaction)

async function see(node: Node, hash: string, settled: Settled): Promise<Seen | undefined> {
  const transaction = await node.transaction(hash)
  if (!transaction?.block) return undefined
  const { number, hash: blockHash } = transaction.block
  const mark = typeof settled === 'number' ? undefined : await markOf(node, settled)
  const [outcome, block, latest] = await Promise.all([node.outcome(hash), node.block(toQuantity(number)), node.quantity('eth_blockNumber', [])])
  // The block at that height must still be the one that holds it: otherwise it was reorganised away between two answers.
  if (outcome?.block !== blockHash || block?.hash !== blockHash) return undefined
  checkSigned(node, hash, transaction)
  if (!outcome.succeeded) throw new RevertedError(hash)
  const confirmations = Math.max(0, Number(latest) - number + 1)
  const isSettled = typeof settled === 'number' ? confirmations >= settled : (mark?.number ?? -1) >= number
  return { transaction, sighting: { time: block.time.toISOString(), confirmations, settled: isSettled, sender: transaction.sender } }
}

/** The newest block that has a mark. */
export async function markOf(node: Node, settled: 'safe' | 'finalized'): Promise<Block> {
  let mark: Block | undefined
  try {
    mark = await node.block(settled)
  } catch (cause) {
    throw new NoFinalityError(settled, cause)
  }
  if (!mark) throw new NoFinalityError(settled)
  return mark
}

function checkSigned(node: Node, hash: string, { chainId }: Transaction): void {
  if (chainId === undefined) throw new UnprotectedError(hash)
  checkChain(node.id, `eip155:${chainId}`)
}
