import { keccak_256 } from '@noble/hashes/sha3.js'
import { fromHex, toHex } from '../../bytes.js'
import { BaseError } from '../../errors.js'
import type { Cancel, Chain, DataChain, Estimate, Place, Prepared } from '../../seams.js'
import { stopIf, until } from '../cancel.js'
import { checkChain, checkData, NotPreparedError, RevertedError } from '../chain.js'
import { type Node, nodeOf, type Provider } from './node.js'
import { checkSettled, readerOf, type Settled } from './reader.js'

type Hex = `0x${string}`
/** An EIP-1559 transaction, as viem's accounts sign it. */
export type UnsignedTransaction = {
  readonly type: 'eip1559'
  readonly chainId: number
  readonly nonce: number
  readonly to: Hex
  readonly value: bigint
  readonly data: Hex
  readonly gas: bigint
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
}
/** A viem client with a chain and a local account: one that signs without sending, so that what was signed can be kept first. */
export type Publisher = Provider & {
  readonly account: { readonly address: Hex; readonly type: 'local'; signTransaction(transaction: UnsignedTransaction): Promise<string> }
  readonly chain: { readonly id: number; readonly nativeCurrency?: { readonly symbol: string } | undefined }
}

export type EvmOptions = {
  readonly client: Publisher
  /** `'finalized'` unless said otherwise. */
  readonly settled?: Settled | undefined
  /** The most, in wei, that one transaction may cost. No limit unless said otherwise. */
  readonly maxFee?: bigint | undefined
  /** The most bytes of calldata in one transaction: 130,560 unless said otherwise, of the 128 KiB that nodes relay. Some rollups take less. */
  readonly maxData?: number | undefined
  /** The seconds by which a block's time may be off: 12 on Ethereum, 3,600 elsewhere unless said otherwise. */
  readonly tolerance?: number | undefined
}

/**
 * Publishes and finds commitments on an EVM chain: one transaction without value whose calldata is the commitment, at 22,280 gas whatever the
 * size of the batch (EIP-7623). Writes and reads calldata of any length the same way, at 40 gas for a byte that is not zero, 10 for one that is,
 * and 21,000. It goes from the account to itself, or to 0x…dEaD when the account has code (EIP-7702). It takes the account's next nonce: prepare
 * one, or all that belongs together, send it, then prepare the next, and resume what was kept before anchoring anew.
 *
 * `prepare` and `prepareData` reject with `FeeTooHighError` above `maxFee`, and with `NoBaseFeeError` where there is no EIP-1559; `prepareData` with
 * `TooMuchDataError` for more than `maxData`. `send` rejects with
 * `ReplacedError` when another transaction took the nonce, so that this one can never be included; with `NotSentError` when the node
 * refused it; and waits as long as it takes otherwise: pass `cancel`.
 *
 * @throws {AccountError} when the client has no local account
 * @throws {SettledError} when `settled` is no policy
 * @example
 * evm({ client: createWalletClient({ account: privateKeyToAccount(key), chain: mainnet, transport: http(url) }), maxFee: 10n ** 15n })
 */
export function evm({ client, settled = 'finalized', maxFee, maxData = mostData, tolerance }: EvmOptions): Chain & DataChain {
  const { account, chain } = client
  if (account?.type !== 'local' || typeof account.signTransaction !== 'function') throw new AccountError()
  checkSettled(settled)
  const node = nodeOf(chain.id, client)
  const currency = chain.nativeCurrency?.symbol ?? 'ETH'
  const prepare = async (data: Uint8Array, after: number): Promise<Prepared> => {
    const { gas, ...fees } = await termsOf(node, account.address, data, maxFee)
    const nonce = Number(await node.quantity('eth_getTransactionCount', [account.address, 'pending'])) + after
    const to = await recipientOf(node, account.address)
    const raw = await account.signTransaction({ type: 'eip1559', chainId: chain.id, nonce, to, value: 0n, data: hexOf(data), gas, ...fees })
    return { chain: node.id, transaction: hashOf(raw), raw, fee: feeOf(gas, fees), gas: gas.toString(), currency, sender: account.address }
  }
  const estimate = async (data: Uint8Array): Promise<Estimate> => {
    const { gas, ...fees } = await termsOf(node, account.address, data, maxFee)
    return { gas: gas.toString(), fee: feeOf(gas, fees), currency }
  }
  return {
    ...readerOf(node, chain.id, settled, tolerance),
    maxData,
    prepare: (commitment, { cancel } = {}) => until(cancel, () => prepare(commitment, 0)),
    prepareData(data, { cancel } = {}) {
      return until(cancel, async () => {
        for (const one of data) checkData(node.id, one.length, maxData)
        const prepared: Prepared[] = []
        for (const one of data) {
          stopIf(cancel)
          prepared.push(await prepare(one, prepared.length))
        }
        return prepared
      })
    },
    async send(prepared, { cancel } = {}) {
      checkChain(node.id, prepared.chain)
      if (hashOf(prepared.raw) !== prepared.transaction) throw new NotPreparedError(prepared)
      const signed = signedBy(prepared)
      checkChain(node.id, `eip155:${signed.chainId}`)
      return deliver(node, prepared, signed.nonce, cancel)
    },
    estimate: ({ cancel } = {}) => until(cancel, () => estimate(dearest(32))),
    estimateData(size, { cancel } = {}) {
      return until(cancel, async () => {
        checkData(node.id, size, maxData)
        return estimate(dearest(size))
      })
    },
  }
}

/** The client cannot sign without sending. */
export class AccountError extends BaseError {
  override readonly name = 'anchor.AccountError'
  constructor() {
    super('This client has no local account, so it cannot sign a transaction that is kept before it is sent. Give it one, such as privateKeyToAccount(key).')
  }
}

/** The chain asks for more than the caller would pay. */
export class FeeTooHighError extends BaseError {
  override readonly name = 'anchor.FeeTooHighError'
  constructor(fee: bigint, maxFee: bigint) {
    super(`A transaction costs ${fee} wei now, and at most ${maxFee} may be paid. Try again later, or raise maxFee.`, {
      facts: { fee: fee.toString(), maxFee: maxFee.toString() },
    })
  }
}

/** The chain has no base fee. */
export class NoBaseFeeError extends BaseError {
  override readonly name = 'anchor.NoBaseFeeError'
  constructor(chain: string) {
    super(`The blocks of ${chain} state no base fee, so it does not know EIP-1559. Use a chain that does.`, { facts: { chain } })
  }
}

/** Another transaction took its nonce. */
export class ReplacedError extends BaseError {
  override readonly name = 'anchor.ReplacedError'
  constructor(transaction: string, nonce: number) {
    super(`Another transaction of this account took the nonce ${nonce}, so ${transaction} can never be included. It wrote nothing: prepare it anew.`, {
      facts: { transaction, nonce },
    })
  }
}

/** The node did not take the transaction. */
export class NotSentError extends BaseError {
  override readonly name = 'anchor.NotSentError'
  constructor(transaction: string, cause: unknown) {
    super(`The node did not take the transaction ${transaction}. Send it again later: it cannot be written twice.`, { facts: { transaction }, cause })
  }
}

// It has no code on any chain that we know of, and receives nothing of value.
const nobody: Hex = '0x000000000000000000000000000000000000dEaD'
// Nodes relay transactions of 128 KiB; what surrounds the data takes less than 512 bytes.
const mostData = 128 * 1024 - 512
// Polling begins fast, for local chains, and slows down to a third of a block.
const firstWait = 50
const lastWait = 4000

type Fees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }

const dearest = (size: number): Uint8Array => new Uint8Array(size).fill(255)
const hexOf = (data: Uint8Array): Hex => `0x${toHex(data)}`
const hashOf = (raw: string): Hex => `0x${toHex(keccak_256(fromHex(raw.slice(2))))}`
const feeOf = (gas: bigint, { maxFeePerGas }: Fees): string => (gas * maxFeePerGas).toString()

async function termsOf(node: Node, sender: Hex, data: Uint8Array, maxFee: bigint | undefined): Promise<Fees & { readonly gas: bigint }> {
  const [latest, tip, estimated] = await Promise.all([
    node.block('latest'),
    node.quantity('eth_maxPriorityFeePerGas', []),
    node.quantity('eth_estimateGas', [{ from: sender, to: nobody, data: hexOf(data) }]),
  ])
  if (latest?.baseFee === undefined) throw new NoBaseFeeError(node.id)
  // Rollups add the cost of their data to the gas of a transaction; there the node knows better than the formula.
  const gas = BigInt(Math.max(Number(estimated), gasFloor(data)))
  // Twice the base fee: it may rise by an eighth with every block, so this stays good for six.
  const wished = 2n * latest.baseFee + tip
  const needed = latest.baseFee + tip
  if (maxFee !== undefined && needed * gas > maxFee) throw new FeeTooHighError(needed * gas, maxFee)
  const limit = maxFee === undefined ? wished : maxFee / gas
  return { gas, maxFeePerGas: limit < wished ? limit : wished, maxPriorityFeePerGas: tip }
}

/** EIP-7623: 21,000 and 10 for every token of calldata; a zero byte is one token, any other four. */
function gasFloor(data: Uint8Array): number {
  return 21_000 + 10 * data.reduce((tokens, byte) => tokens + (byte === 0 ? 1 : 4), 0)
}

async function recipientOf(node: Node, account: Hex): Promise<Hex> {
  const code = await node.ask('eth_getCode', [account, 'latest'])
  return code === '0x' ? account : nobody
}

/** EIP-1559: 0x02 ‖ rlp([chainId, nonce, …]). */
function signedBy(prepared: Prepared): { readonly chainId: number; readonly nonce: number } {
  const bytes = fromHex(prepared.raw.slice(2))
  const head = bytes[1] ?? 0
  if (bytes[0] !== 2 || head < 0xc0) throw new NotPreparedError(prepared)
  let at = head < 0xf8 ? 2 : 2 + head - 0xf7
  const next = (): number => {
    const first = bytes[at++] ?? 0xc0
    if (first < 0x80) return first
    if (first > 0x87) throw new NotPreparedError(prepared)
    const digits = bytes.subarray(at, (at += first - 0x80))
    return digits.reduce((value, digit) => value * 256 + digit, 0)
  }
  return { chainId: next(), nonce: next() }
}

async function deliver(node: Node, prepared: Prepared, nonce: number, cancel: Cancel | undefined): Promise<Place> {
  const { chain, transaction } = prepared
  let sent = false
  for (let wait: number = firstWait; ; wait = Math.min(2 * wait, lastWait)) {
    stopIf(cancel)
    const outcome = await until(cancel, () => node.outcome(transaction))
    if (outcome && !outcome.succeeded) throw new RevertedError(transaction)
    if (outcome) return { chain, transaction }
    // Unknown to the node: never sent, or forgotten since.
    if (!(await until(cancel, () => node.transaction(transaction)))) sent = await until(cancel, () => submit(node, prepared, nonce, sent))
    await until(cancel, () => new Promise((resolve) => setTimeout(resolve, wait)))
  }
}

/** What a node says against a transaction is worded differently by each: only its state is asked. */
async function submit(node: Node, prepared: Prepared, nonce: number, sentBefore: boolean): Promise<true> {
  try {
    await node.ask('eth_sendRawTransaction', [prepared.raw])
  } catch (cause) {
    if ((await node.transaction(prepared.transaction)) || (await node.outcome(prepared.transaction))) return true
    const used = prepared.sender === undefined ? 0n : await node.quantity('eth_getTransactionCount', [prepared.sender, 'latest'])
    if (used > BigInt(nonce) && !(await node.outcome(prepared.transaction))) throw new ReplacedError(prepared.transaction, nonce)
    if (!sentBefore) throw new NotSentError(prepared.transaction, cause)
  }
  return true
}
