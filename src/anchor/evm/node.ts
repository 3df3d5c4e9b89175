import { type Bytes, fromHex } from '../../bytes.js'
import { BaseError } from '../../errors.js'
import { checkChain } from '../chain.js'

/** An EIP-1193 provider: a viem client, a wallet or your own `fetch`. */
export type Provider = { request(call: { readonly method: string; readonly params?: unknown }): Promise<unknown> }

export type Transaction = {
  readonly block: { readonly hash: string; readonly number: number } | undefined
  readonly input: Bytes
  readonly sender: string
  /** Whether it creates a contract: the input is a program then. */
  readonly creates: boolean
  readonly chainId: number | undefined
}
export type Outcome = { readonly block: string; readonly succeeded: boolean }
export type Block = { readonly hash: string; readonly number: number; readonly time: Date; readonly baseFee: bigint | undefined }

/** A node that has said which chain it is on, and whose answers have the form that Ethereum's JSON-RPC gives them. */
export type Node = {
  readonly id: `eip155:${number}`
  ask(method: string, params: readonly unknown[]): Promise<unknown>
  quantity(method: string, params: readonly unknown[]): Promise<bigint>
  transaction(hash: string): Promise<Transaction | undefined>
  outcome(hash: string): Promise<Outcome | undefined>
  block(which: string): Promise<Block | undefined>
}

/** Wraps a provider. The chain id is asked before anything else, and again only when the question failed. */
export function nodeOf(chainId: number, provider: Provider): Node {
  const id = `eip155:${chainId}` as const
  let asked: Promise<void> | undefined
  const call = (method: string, params: readonly unknown[]): Promise<unknown> => provider.request({ method, params })
  const checkId = async (): Promise<void> => checkChain(id, `eip155:${quantityOf('eth_chainId', await call('eth_chainId', []))}`)
  const ask = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    asked ??= checkId().catch((cause: unknown) => {
      asked = undefined
      throw cause
    })
    await asked
    return call(method, params)
  }
  return {
    id,
    ask,
    quantity: async (method, params) => quantityOf(method, await ask(method, params)),
    transaction: async (hash) => toTransaction(hash, await ask('eth_getTransactionByHash', [hash])),
    outcome: async (hash) => toOutcome(await ask('eth_getTransactionReceipt', [hash])),
    block: async (which) => toBlock(await ask('eth_getBlockByNumber', [which, false])),
  }
}

/** Writes a quantity as JSON-RPC wants it. */
export function toQuantity(value: number | bigint): string {
  return `0x${value.toString(16)}`
}

/** The node's answer has not the form that it should have. */
export class NodeError extends BaseError {
  override readonly name = 'anchor.NodeError'
  constructor(method: string) {
    super(`The node's answer to ${method} is malformed. Ask another node.`, { facts: { method } })
  }
}

type Fields = { readonly [key: string]: unknown }

function fieldsOf(method: string, answer: unknown): Fields | undefined {
  if (answer === null || answer === undefined) return undefined
  if (typeof answer !== 'object') throw new NodeError(method)
  return answer as Fields
}

function quantityOf(method: string, value: unknown): bigint {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{1,64}$/.test(value)) throw new NodeError(method)
  return BigInt(value)
}

function numberOf(method: string, value: unknown): number {
  const number = Number(quantityOf(method, value))
  if (!Number.isSafeInteger(number)) throw new NodeError(method)
  return number
}

function hashOf(method: string, value: unknown): string {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{64}$/.test(value)) throw new NodeError(method)
  return value.toLowerCase()
}

/** Bytes as JSON-RPC writes them. */
export function bytesOf(method: string, value: unknown): Bytes {
  if (typeof value !== 'string' || !/^0x([0-9a-fA-F]{2})*$/.test(value)) throw new NodeError(method)
  return fromHex(value.slice(2))
}

function toTransaction(hash: string, answer: unknown): Transaction | undefined {
  const method = 'eth_getTransactionByHash'
  const fields = fieldsOf(method, answer)
  if (!fields) return undefined
  const { input, from, to, blockHash, blockNumber } = fields
  if (hashOf(method, fields['hash']) !== hash || typeof from !== 'string') throw new NodeError(method)
  const pending = blockHash === null || blockHash === undefined
  const block = pending ? undefined : { hash: hashOf(method, blockHash), number: numberOf(method, blockNumber) }
  return { block, input: bytesOf(method, input), sender: from, creates: to === null || to === undefined, chainId: signedChainId(method, fields) }
}

/** The chain id that the signature covers; undefined for a legacy transaction from before EIP-155, which is good on every chain. */
function signedChainId(method: string, { type, chainId, v }: Fields): number | undefined {
  if (chainId !== undefined && chainId !== null) return numberOf(method, chainId)
  if (type !== undefined && type !== null && type !== '0x0') throw new NodeError(method)
  // EIP-155: v = 35 + 2 × chain id + parity.
  const signed = numberOf(method, v)
  return signed >= 35 ? Math.floor((signed - 35) / 2) : undefined
}

function toOutcome(answer: unknown): Outcome | undefined {
  const method = 'eth_getTransactionReceipt'
  const fields = fieldsOf(method, answer)
  if (!fields || fields['blockHash'] === null) return undefined
  return { block: hashOf(method, fields['blockHash']), succeeded: numberOf(method, fields['status']) === 1 }
}

function toBlock(answer: unknown): Block | undefined {
  const method = 'eth_getBlockByNumber'
  const fields = fieldsOf(method, answer)
  if (!fields) return undefined
  const time = new Date(numberOf(method, fields['timestamp']) * 1000)
  if (Number.isNaN(time.getTime())) throw new NodeError(method)
  const baseFee = fields['baseFeePerGas'] === undefined ? undefined : quantityOf(method, fields['baseFeePerGas'])
  return { hash: hashOf(method, fields['hash']), number: numberOf(method, fields['number']), time, baseFee }
}
