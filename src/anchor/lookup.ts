import { type Instant, sameBytes, toHex } from '../bytes.js'
import { BaseError, type Check, toProblem } from '../errors.js'
import type { Cancel, ChainReader, Sighting } from '../seams.js'
import { until } from './cancel.js'
import { nameOf, type Spot } from './chain.js'
import { locationOf, type Method, type Receipt, type ReceiptAnchor } from './receipt.js'

/**
 * Where and when a commitment was found: in a transaction, or for a timestamp in the block at the height `block`. `tolerance`: the seconds by which `time`
 * may be off. `evidence`: a node was asked, or the caller vouches for the block. `testOnly`: on a chain whose history nobody pays for.
 */
export type Sighted = {
  readonly chain: string
  readonly transaction: string
  readonly block?: number | undefined
  readonly method: Method
  readonly location: string
  readonly time: Instant
  readonly tolerance: number
  readonly confirmations: number
  readonly sender?: string | undefined
  readonly evidence: 'node' | 'pinned'
  readonly testOnly: boolean
}
export type AnchorCheck = Check<
  Sighted,
  'anchor.NotOnChainError' | 'anchor.NotInBlockError' | 'anchor.OtherFileError' | 'anchor.TimestampShapeError',
  'anchor.NotSettledError' | 'anchor.ChainSilentError' | 'anchor.NewerTimestampError' | 'anchor.PendingTimestampError'
>
/** One anchor of a receipt, and what its chain says. `skipped` when no reader of its chain was passed. */
export type LookedUp = { readonly anchor: ReceiptAnchor; readonly check: AnchorCheck }

/**
 * Asks the chains for every anchor of a receipt. It says nothing about whether the receipt is of a given credential: that is `matches`. Of
 * several readers of one chain the one that says least good is believed. Never rejects: a chain that does not answer is `unknown`.
 *
 * @example
 * const [first] = await lookUp(receipt, [evmReader({ chainId: 1, provider })])
 * first?.check.outcome // 'passed'
 */
export async function lookUp(
  receipt: Pick<Receipt, 'anchors' | 'commitment'>,
  chains: readonly ChainReader[],
  { cancel }: { readonly cancel?: Cancel | undefined } = {},
): Promise<readonly LookedUp[]> {
  return Promise.all(
    receipt.anchors.map(async (anchor) => {
      if (anchor.transaction === '') {
        const { checkEvidence } = await import('./opentimestamps/date.js')
        return { anchor, check: await checkEvidence(anchor, receipt.commitment, chains, { cancel }) }
      }
      const readers = chains.filter(({ id }) => id === anchor.chain)
      const checks = await Promise.all(readers.map((reader) => ask(reader, { ...anchor, commitment: receipt.commitment }, cancel)))
      return { anchor, check: worst(checks) }
    }),
  )
}

/** The transaction holds something else. */
export class NotOnChainError extends BaseError {
  override readonly name = 'anchor.NotOnChainError'
  constructor({ chain, transaction }: ReceiptAnchor, found: Uint8Array) {
    super(`The transaction ${transaction} on ${chain} does not hold this receipt's commitment. Ask the issuer for the right receipt.`, {
      facts: { chain, transaction, found: toHex(found.subarray(0, 32)), length: found.length },
    })
  }
}

/** The transaction, or the block, may still be undone. */
export class NotSettledError extends BaseError {
  override readonly name = 'anchor.NotSettledError'
  constructor(at: Spot, confirmations: number) {
    const { spot, facts } = nameOf(at)
    super(`The ${spot} on ${at.chain} is not settled yet. Look again later.`, { facts: { ...facts, confirmations } })
  }
}

/** The chain was asked and could not say. */
export class ChainSilentError extends BaseError {
  override readonly name = 'anchor.ChainSilentError'
  constructor(at: Spot, reason: 'not found' | 'no answer', cause?: unknown) {
    const { spot, facts } = nameOf(at)
    const what = reason === 'not found' ? 'does not know' : 'did not say anything about'
    super(`${at.chain} ${what} the ${spot}. Look again later, or ask another node.`, { facts: { ...facts, reason }, ...(cause === undefined ? {} : { cause }) })
  }
}

// What a chain states no tolerance for may be an hour off.
const looseTolerance = 3600

async function ask(reader: ChainReader, anchor: ReceiptAnchor, cancel: Cancel | undefined): Promise<AnchorCheck> {
  let sighting: Sighting | undefined
  try {
    sighting = await until(cancel, () => reader.find(anchor, { cancel }))
    if (sighting && (!(sighting.commitment instanceof Uint8Array) || Number.isNaN(Date.parse(sighting.time))))
      throw new TypeError('The chain adapter broke its contract.')
  } catch (cause) {
    return unknown(new ChainSilentError(anchor, 'no answer', cause))
  }
  return sighting ? judge(anchor, sighting) : unknown(new ChainSilentError(anchor, 'not found'))
}

function judge(anchor: ReceiptAnchor, sighting: Sighting): AnchorCheck {
  const place = locationOf(anchor.transaction)
  if (!sameBytes(sighting.commitment, anchor.commitment)) {
    return { outcome: 'failed', problem: toProblem(new NotOnChainError(anchor, sighting.commitment)) as Failed['problem'] }
  }
  if (!sighting.settled || !place) return unknown(new NotSettledError(anchor, sighting.confirmations))
  return {
    outcome: 'passed',
    detail: {
      chain: anchor.chain,
      transaction: anchor.transaction,
      method: place.method,
      location: toHex(place.location),
      time: sighting.time,
      tolerance: sighting.tolerance ?? looseTolerance,
      confirmations: sighting.confirmations,
      ...(sighting.sender === undefined ? {} : { sender: sighting.sender }),
      evidence: 'node',
      testOnly: sighting.testOnly ?? false,
    },
  }
}

type Failed = Extract<AnchorCheck, { readonly outcome: 'failed' }>
type Unknown = Extract<AnchorCheck, { readonly outcome: 'unknown' }>

function unknown(error: NotSettledError | ChainSilentError): Unknown {
  return { outcome: 'unknown', problem: toProblem(error) as Unknown['problem'] }
}

function worst(checks: readonly AnchorCheck[]): AnchorCheck {
  const found = checks.find(({ outcome }) => outcome === 'failed') ?? checks.find(({ outcome }) => outcome === 'unknown') ?? checks[0]
  return found ?? { outcome: 'skipped', because: 'not asked' }
}
