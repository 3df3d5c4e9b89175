import { keccak_256 } from '@noble/hashes/sha3.js'
import { type Bytes, type Commitment, fromHex, toHex } from '../bytes.js'
import { BaseError } from '../errors.js'
import type { Anchor, Caip2, Cancel, Chain, ChainReader, Estimate, Place, Prepared, Sighting } from '../seams.js'
import { stopIf, until } from './cancel.js'

/** An EIP-1193 provider: a viem client, a wallet or your own `fetch`. */
export type Provider = { request(call: { readonly method: string; readonly params?: unknown }): Promise<unknown> }
/** When a transaction counts: at a number of confirmations, or once the node's `safe` or `finalized` block covers it. */
export type Settled = number | 'safe' | 'finalized'
/** A viem wallet client with a local account and a chain. */
export type Publisher = Provider & { readonly account: { readonly address: string; readonly type: string }; readonly chain: { readonly id: number } }

type ReaderOptions = {
  readonly chainId: number
  readonly provider: Provider
  /** `'finalized'` unless you say otherwise. */
  readonly settled?: Settled | undefined
  /** Seconds by which the time of a block may be off: 12 on Ethereum, 3,600 elsewhere unless you know better. */
  readonly tolerance?: number | undefined
}
type PublisherOptions = {
  readonly client: Publisher
  readonly settled?: Settled | undefined
  readonly tolerance?: number | undefined
  /** The most that one transaction may cost, in wei. Nothing is signed above it. */
  readonly maxFee?: bigint | undefined
  /** Milliseconds between two looks for a transaction that was sent; 1,000 unless you say otherwise. */
  readonly poll?: number | undefined
}

/**
 * Finds commitments on an EVM chain: the calldata of a transaction, exactly 32 bytes. Asks the provider for its chain id before it believes
 * it, refuses a transaction that was signed for another chain or for none, and takes no block that is not on the chain's main branch.
 *
 * @example
 * verify(file, { accept: current, issuers: 'any', chains: [evmReader({ chainId: 1, provider: window.ethereum })] })
 */
export function evmReader({ chainId, provider, settled = 'finalized', tolerance }: ReaderOptions): ChainReader {
  const rpc = asking(provider)
  return {
    id: `eip155:${chainId}`,
    find: (anchor, { cancel } = {}) => until(cancel, () => find(rpc, chainId, anchor, settled, tolerance ?? (chainId === 1 ? 12 : undefined))),
  }
}

/**
 * Publishes and finds commitments on an EVM chain: one transaction from the account to itself with the commitment as calldata, 22,280 gas at
 * most (EIP-7623). An account that has code (EIP-7702) sends to the burn address instead, so that nothing of it runs.
 *
 * @throws {LocalAccountError} when the client's account cannot sign by itself
 * @example
 * const chain = evm({ client: createWalletClient({ account: privateKeyToAccount(secret), chain: mainnet, transport: http() }) })
 */
export function evm({ client, settled = 'finalized', tolerance, maxFee, poll = 1000 }: PublisherOptions): Chain {
  const account = client.account as LocalAccount
  if (typeof account.signTransaction !== 'function') throw new LocalAccountError(account.type)
  const rpc = asking(client)
  const chainId = client.chain.id
  return {
    ...evmReader({ chainId, provider: client, settled, tolerance }),
    prepare: (commitment, { cancel } = {}) => until(cancel, () => prepare(rpc, chainId, account, commitment, maxFee)),
    send: (prepared, { cancel } = {}) => send(rpc, chainId, prepared, poll, cancel),
    estimate: ({ cancel } = {}) => until(cancel, () => estimate(rpc, chainId)),
  }
}

/** The provider is connected to another chain. */
export class WrongChainError extends BaseError {
  override readonly name = 'anchor.WrongChainError'
  constructor(expected: number, found: string) {
    super(`This should be chain ${expected}, and the node says that it is ${found}. Connect to the right one.`, { facts: { expected, found } })
  }
}

/** The transaction was signed for another chain, or for none, and could be a copy. */
export class ReplayableError extends BaseError {
  override readonly name = 'anchor.ReplayableError'
  constructor(transaction: string) {
    super(`The transaction ${transaction} was not signed for this chain alone, so that it proves nothing here.`, { facts: { transaction } })
  }
}

/** The account is not one that signs by itself. */
export class LocalAccountError extends BaseError {
  override readonly name = 'anchor.LocalAccountError'
  constructor(type: string) {
    super(`An account of type "${type}" cannot sign a transaction without sending it. Use one that holds its key, such as viem's privateKeyToAccount.`, {
      facts: { type },
    })
  }
}

/** The transaction would cost more than the caller allows. */
export class TooExpensiveError extends BaseError {
  override readonly name = 'anchor.TooExpensiveError'
  constructor(fee: bigint, maxFee: bigint) {
    super(`The transaction may cost ${fee} wei, and at most ${maxFee} are allowed. Raise maxFee, or wait until gas is cheaper.`, {
      facts: { fee: String(fee), maxFee: String(maxFee) },
    })
  }
}

/** The transaction cannot be sent any more. */
export class NotSentError extends BaseError {
  override readonly name = 'anchor.NotSentError'
  constructor(transaction: string, cause: unknown) {
    super(`The node did not take the transaction ${transaction}, and does not know it. Fund the account or mend what it says, and resume.`, {
      facts: { transaction },
      cause,
    })
  }
}

/** The node answered something that no node should. */
export class BadAnswerError extends BaseError {
  override readonly name = 'anchor.BadAnswerError'
  constructor(method: string) {
    super(`The node's answer to ${method} cannot be read. Ask another node.`, { facts: { method } })
  }
}

type LocalAccount = Publisher['account'] & { signTransaction?(transaction: object): Promise<string> }
type Rpc = <T>(method: string, ...params: readonly unknown[]) => Promise<T>
type Hex = `0x${string}`
type Transaction = {
  readonly hash: Hex
  readonly from: Hex
  readonly input: Hex
  readonly chainId?: Hex | null
  readonly v?: Hex
  readonly blockNumber: Hex | null
}
type TransactionReceipt = { readonly status: Hex; readonly blockHash: Hex; readonly blockNumber: Hex }
type Block = { readonly hash: Hex; readonly number: Hex; readonly timestamp: Hex; readonly baseFeePerGas?: Hex }

// Chains that anybody can have tokens of, or start at home.
const testChains: readonly number[] = [97, 1337, 10200, 17000, 31337, 43113, 80002, 84532, 300, 421614, 534351, 560048, 11155111, 11155420]
const burnAddress = '0x000000000000000000000000000000000000dEaD'

function asking(provider: Provider): Rpc {
  return (method, ...params) => provider.request({ method, params }) as Promise<never>
}

async function checkChain(rpc: Rpc, chainId: number): Promise<void> {
  const found = await rpc<Hex>('eth_chainId')
  if (Number(found) !== chainId) throw new WrongChainError(chainId, String(found).slice(0, 40))
}

async function find(rpc: Rpc, chainId: number, anchor: Anchor, settled: Settled, tolerance: number | undefined): Promise<Sighting | undefined> {
  await checkChain(rpc, chainId)
  const transaction = await rpc<Transaction | null>('eth_getTransactionByHash', anchor.transaction)
  if (!transaction || transaction.blockNumber === null) return undefined
  if (transaction.hash !== anchor.transaction) throw new BadAnswerError('eth_getTransactionByHash')
  // Before EIP-155 a signature named no chain: the same transaction could be played on any.
  if (transaction.chainId === undefined || transaction.chainId === null || Number(transaction.chainId) !== chainId)
    throw new ReplayableError(anchor.transaction)
  const receipt = await rpc<TransactionReceipt | null>('eth_getTransactionReceipt', anchor.transaction)
  if (!receipt || Number(receipt.status) !== 1) return undefined
  const block = await rpc<Block | null>('eth_getBlockByNumber', receipt.blockNumber, false)
  // A block that is not the one of its height was undone.
  if (!block || block.hash !== receipt.blockHash) return undefined
  const confirmations = Number(await rpc<Hex>('eth_blockNumber')) - Number(block.number) + 1
  return {
    commitment: readHex(transaction.input),
    time: new Date(Number(block.timestamp) * 1000).toISOString(),
    confirmations,
    settled: typeof settled === 'number' ? confirmations >= settled : await isCovered(rpc, settled, block),
    sender: transaction.from,
    testOnly: testChains.includes(chainId),
    ...(tolerance !== undefined && { tolerance }),
  }
}

async function isCovered(rpc: Rpc, tag: 'safe' | 'finalized', block: Block): Promise<boolean> {
  const covering = await rpc<Block | null>('eth_getBlockByNumber', tag, false)
  return covering !== null && Number(covering.number) >= Number(block.number)
}

function readHex(input: Hex): Bytes {
  try {
    return fromHex(input.slice(2))
  } catch (cause) {
    throw new BadAnswerError(`eth_getTransactionByHash (${String(cause).slice(0, 40)})`)
  }
}

async function prepare(rpc: Rpc, chainId: number, account: LocalAccount, commitment: Commitment, maxFee: bigint | undefined): Promise<Prepared> {
  await checkChain(rpc, chainId)
  const { address } = account
  const [code, nonce, price] = await Promise.all([
    rpc<Hex>('eth_getCode', address, 'latest'),
    rpc<Hex>('eth_getTransactionCount', address, 'pending'),
    priceNow(rpc),
  ])
  const to = code === '0x' ? address : burnAddress
  const data = `0x${toHex(commitment)}`
  const gas = atLeast(BigInt(await rpc<Hex>('eth_estimateGas', { from: address, to, data, value: '0x0' })), gasOf(commitment))
  const fee = gas * price.highest
  if (maxFee !== undefined && fee > maxFee) throw new TooExpensiveError(fee, maxFee)
  const raw = await account.signTransaction?.({ chainId, nonce: Number(nonce), to, data, value: 0n, gas, ...price.fields })
  if (!raw) throw new LocalAccountError(account.type)
  const transaction = `0x${toHex(keccak_256(fromHex(raw.slice(2))))}`
  return { chain: caip2(chainId), transaction, raw, fee: String(fee), gas: String(gas), currency: 'wei' }
}

/** EIP-7623: 21,000, and at least 10 gas for a zero byte of calldata and 40 for another. */
function gasOf(data: Uint8Array): bigint {
  const zeros = data.filter((byte) => byte === 0).length
  return BigInt(21_000 + 10 * zeros + 40 * (data.length - zeros))
}

function atLeast(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

type Price = { readonly highest: bigint; readonly fields: object }

/** EIP-1559: twice the base fee of now outlasts six full blocks. A chain without one has a single price (EIP-155). */
async function priceNow(rpc: Rpc): Promise<Price> {
  const block = await rpc<Block>('eth_getBlockByNumber', 'latest', false)
  if (block.baseFeePerGas === undefined) {
    const gasPrice = BigInt(await rpc<Hex>('eth_gasPrice'))
    return { highest: gasPrice, fields: { type: 'legacy', gasPrice } }
  }
  const maxPriorityFeePerGas = BigInt(await rpc<Hex>('eth_maxPriorityFeePerGas'))
  const maxFeePerGas = 2n * BigInt(block.baseFeePerGas) + maxPriorityFeePerGas
  return { highest: maxFeePerGas, fields: { type: 'eip1559', maxFeePerGas, maxPriorityFeePerGas } }
}

async function estimate(rpc: Rpc, chainId: number): Promise<Estimate> {
  await checkChain(rpc, chainId)
  const { highest } = await priceNow(rpc)
  // A commitment has 32 bytes, and none need be zero.
  const gas = gasOf(new Uint8Array(32).fill(1))
  return { gas: String(gas), fee: String(gas * highest), currency: 'wei' }
}

async function send(rpc: Rpc, chainId: number, prepared: Prepared, poll: number, cancel: Cancel | undefined): Promise<Place> {
  await until(cancel, () => checkChain(rpc, chainId))
  const place = { chain: caip2(chainId), transaction: prepared.transaction }
  try {
    await until(cancel, () => rpc('eth_sendRawTransaction', prepared.raw))
  } catch (cause) {
    stopIf(cancel)
    // "Already known", or its nonce is used: by this very transaction, if the node knows it.
    if (!(await until(cancel, () => rpc<Transaction | null>('eth_getTransactionByHash', prepared.transaction))))
      throw new NotSentError(prepared.transaction, cause)
  }
  while (!(await until(cancel, () => rpc<TransactionReceipt | null>('eth_getTransactionReceipt', prepared.transaction)))) {
    await until(cancel, () => new Promise((resolve) => setTimeout(resolve, poll)))
  }
  return place
}

function caip2(chainId: number): Caip2 {
  return `eip155:${chainId}`
}
