import { type Bytes, sameBytes, type Uri } from '../../bytes.js'
import { BaseError } from '../../errors.js'
import type { BlockHeader, Caip2, Cancel, ChainReader, Load, Sighting } from '../../seams.js'
import { agreed } from '../agreed.js'
import { until } from '../cancel.js'
import { bitcoin, checkChain } from '../chain.js'
import { type Block, type Source, sourceAt, type Transaction } from './source.js'

export type BitcoinReaderOptions = {
  /**
   * The API of an Esplora server (`https://blockstream.info/api`), or a bitcoind's REST interface, whose address ends in `/rest`. Several are
   * all asked, and must agree.
   */
  readonly source: Uri | readonly [Uri, ...Uri[]]
  readonly load: Load
  /** `bip122:` and the first 32 digits of the hash of block 0 (CAIP-4). Bitcoin's main chain when it is left out. */
  readonly chain?: Caip2 | undefined
  /** How many blocks deep a transaction is settled; its own is 1. 6 unless said otherwise. */
  readonly settled?: number | undefined
}

/**
 * Finds commitments on Bitcoin and its test chains: the data of an OP_RETURN output. `sender` is the address that every input was spent from, where
 * it is one. It asks each source for block 0 before it believes it. A transaction that waits, or whose block is not in the best chain any more, is
 * not found. Its time may be off by two hours.
 *
 * `header` says what the block at a height holds: what a timestamp of OpenTimestamps is checked against.
 *
 * `find` rejects when a source is on another chain (`OtherChainError`) or answers nonsense (`SourceError`), when sources say different things
 * (`DisagreementError`), and for an anchor that is no transaction (`OpReturnOnlyError`).
 *
 * @throws {DepthError} when `settled` is no depth
 * @example
 * bitcoinReader({ source: ['https://blockstream.info/api', 'https://mempool.space/api'], load: overHttps() })
 */
export function bitcoinReader({ source, load, chain = bitcoin, settled = 6 }: BitcoinReaderOptions): ChainReader {
  if (!Number.isSafeInteger(settled) || settled < 1) throw new DepthError(settled)
  const [first, ...others] = typeof source === 'string' ? [source] : source
  const reader = (one: Uri): ChainReader => readerOf(sourceAt(one, load), chain, settled)
  return agreed([reader(first), ...others.map(reader)])
}

/** The depth is none. */
export class DepthError extends BaseError {
  override readonly name = 'anchor.DepthError'
  constructor(settled: unknown) {
    super('A transaction is settled a whole number of blocks deep, at least 1. Pass one.', { facts: { settled: String(settled) } })
  }
}

/** The anchor is not a transaction of its own. */
export class OpReturnOnlyError extends BaseError {
  override readonly name = 'anchor.OpReturnOnlyError'
  constructor(transaction: string) {
    super('This reader finds commitments in OP_RETURN outputs, and the anchor is elsewhere. Pass a reader that understands it.', {
      facts: { transaction: transaction.slice(0, 80) },
    })
  }
}

// A block's time may be two hours ahead of its neighbours' clocks.
const tolerance = 7200

function readerOf(source: Source, id: Caip2, settled: number): ChainReader {
  let asked: Promise<void> | undefined
  const checkId = async (): Promise<void> => checkChain(id, `bip122:${(await source.blockAt(0)).slice(0, 32)}`)
  const onChain = (): Promise<void> => {
    asked ??= checkId().catch((cause: unknown) => {
      asked = undefined
      throw cause
    })
    return asked
  }
  return {
    id,
    find({ chain, transaction, commitment }, { cancel } = {}) {
      return until(cancel, async () => {
        checkChain(id, chain)
        if (!/^[0-9a-f]{64}$/.test(transaction)) throw new OpReturnOnlyError(transaction)
        await onChain()
        const seen = await source.transaction(transaction, cancel)
        return seen && toSighting(seen, commitment, settled, id)
      })
    },
    header(height: number, { cancel }: { readonly cancel?: Cancel | undefined } = {}) {
      return until(cancel, async () => {
        await onChain()
        const block = await source.block(height, cancel)
        return block && toHeader(block, settled)
      })
    },
  }
}

function toHeader({ merkleRoot, time, confirmations }: Block, settled: number): BlockHeader {
  return { merkleRoot, time: time.toISOString(), confirmations, settled: confirmations >= settled, tolerance }
}

function toSighting({ outputs, inputs, time, confirmations }: Transaction, wanted: Uint8Array, settled: number, id: Caip2): Sighting {
  const data = outputs.flatMap((script) => dataIn(script) ?? [])
  const [sender, ...others] = new Set(inputs)
  return {
    // A transaction may hold several.
    commitment: data.find((one) => sameBytes(one, wanted)) ?? data[0] ?? new Uint8Array(0),
    time: time.toISOString(),
    confirmations,
    settled: confirmations >= settled,
    ...(sender !== undefined && others.length === 0 && { sender }),
    tolerance,
    testOnly: id !== bitcoin,
  }
}

/** What an OP_RETURN script holds: one push of data, and nothing else. Larger pushes than 255 bytes hold no commitment. */
function dataIn([code, push = 0, ...rest]: Bytes): Bytes | undefined {
  if (code !== opReturn || push > opPushData1) return undefined
  const [length = 0, ...data] = push === opPushData1 ? rest : [push, ...rest]
  return data.length === length ? new Uint8Array(data) : undefined
}

const opReturn = 0x6a
// Below it, the code of a push is the length of what it pushes.
const opPushData1 = 0x4c
