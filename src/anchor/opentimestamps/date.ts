import { type Bytes, type Commitment, sameBytes, toHex, type Uri } from '../../bytes.js'
import { BaseError, toProblem } from '../../errors.js'
import type { BlockHeader, Cancel, ChainReader } from '../../seams.js'
import { until } from '../cancel.js'
import { bitcoin } from '../chain.js'
import { type AnchorCheck, ChainSilentError, NotSettledError } from '../lookup.js'
import { type Attestation, type Attestations, fromDetached, matches, NewerTimestampError, type Timestamp, TimestampShapeError } from './timestamp.js'

/**
 * One attestation, and what is known of it. `passed`: the block has this Merkle root, so that what is stamped existed before its time. `skipped`: no
 * reader of Bitcoin with block headers was passed, or it is another notary, which is not read here.
 */
export type Attested = { readonly attestation: Attestation; readonly check: AnchorCheck }

/**
 * Asks Bitcoin about every attestation of a timestamp. It says nothing about what the timestamp is of: that is `matches`. Of several readers the one that
 * says least good is believed. Calendars are not asked: what only they have is `unknown`. Never rejects.
 *
 * @example
 * const [first] = await lookUpTimestamp(fromDetached(ots), [bitcoinReader({ source, load })])
 * first?.check.outcome // 'passed'
 */
export async function lookUpTimestamp(
  { attestations }: Attestations,
  chains: readonly ChainReader[],
  { cancel }: { readonly cancel?: Cancel | undefined } = {},
): Promise<readonly Attested[]> {
  const readers = chains.filter(({ id, header }) => id === bitcoin && header !== undefined)
  return Promise.all(
    attestations.map(async (attestation) => {
      if (attestation.notary === 'pending') return { attestation, check: unknown(new PendingTimestampError([attestation.calendar])) }
      if (attestation.notary !== 'bitcoin') return { attestation, check: { outcome: 'skipped', because: 'not understood' } as const }
      const { height, message } = attestation
      const checks = await Promise.all(readers.map((reader) => ask(reader, height, message, cancel)))
      return { attestation, check: leastOf(checks) ?? ({ outcome: 'skipped', because: 'not asked' } as const) }
    }),
  )
}

/** What Bitcoin says of an `.ots` file: the earliest block of it counts, none may be wrong. It is of these bytes, or fails. */
export async function checkFile(
  ots: Uint8Array,
  file: Uint8Array,
  chains: readonly ChainReader[],
  options: { readonly cancel?: Cancel | undefined },
): Promise<AnchorCheck> {
  return checkOts(ots, (timestamp) => matches(timestamp, file), chains, options)
}

/** The same for the evidence of a receipt's anchor, which is a timestamp of the commitment. */
export async function checkEvidence(
  { evidence }: { readonly evidence?: Bytes | undefined },
  commitment: Commitment,
  chains: readonly ChainReader[],
  options: { readonly cancel?: Cancel | undefined },
): Promise<AnchorCheck> {
  return checkOts(evidence ?? new Uint8Array(), ({ hash, digest }) => hash === 'sha256' && sameBytes(digest, commitment), chains, options)
}

/** The timestamp is of other bytes. */
export class OtherFileError extends BaseError {
  override readonly name = 'anchor.OtherFileError'
  constructor({ hash, digest }: Timestamp) {
    super(
      `This timestamp is of something else (${hash} ${toHex(digest)}): one of the two was changed, or they were never together. Take the file as it was stamped.`,
      { facts: { hash, digest: toHex(digest) } },
    )
  }
}

/** Only calendars know the timestamp as yet. */
export class PendingTimestampError extends BaseError {
  override readonly name = 'anchor.PendingTimestampError'
  constructor(calendars: readonly Uri[]) {
    const names = [...new Set(calendars)].join(', ').slice(0, 300)
    super(`This timestamp dates nothing yet: it is with a calendar (${names}). Have it upgraded there, with any tool of OpenTimestamps.`, {
      facts: { calendars },
    })
  }
}

/** The block does not have the Merkle root to which the timestamp leads. */
export class NotInBlockError extends BaseError {
  override readonly name = 'anchor.NotInBlockError'
  constructor(height: number, found: Uint8Array) {
    super(`The block ${height} of Bitcoin does not hold what this timestamp says. Ask whoever gave it for the original .ots file.`, {
      facts: { chain: bitcoin, transaction: '', block: height, found: toHex(found.slice(0, 32).reverse()) },
    })
  }
}

// A block's time may be two hours ahead of its neighbours' clocks.
const blockTolerance = 7200

async function checkOts(
  ots: Uint8Array,
  isOf: (timestamp: Timestamp) => boolean,
  chains: readonly ChainReader[],
  options: { readonly cancel?: Cancel | undefined },
): Promise<AnchorCheck> {
  let timestamp: Timestamp
  try {
    timestamp = fromDetached(ots)
  } catch (error) {
    if (error instanceof NewerTimestampError) return unknown(error)
    if (error instanceof TimestampShapeError) return failed(error)
    throw error
  }
  if (!isOf(timestamp)) return failed(new OtherFileError(timestamp))
  return verdictOf(await lookUpTimestamp(timestamp, chains, options))
}

/** Where Bitcoin has it, no calendar matters any more. */
function verdictOf(all: readonly Attested[]): AnchorCheck {
  const onBitcoin = all.filter(({ attestation }) => attestation.notary === 'bitcoin').map(({ check }) => check)
  const passed = onBitcoin.flatMap((check) => (check.outcome === 'passed' ? [check] : []))
  const earliest = passed.toSorted((a, b) => Date.parse(a.detail.time) - Date.parse(b.detail.time))[0]
  const bad = onBitcoin.find(({ outcome }) => outcome === 'failed')
  const known = bad ?? earliest ?? leastOf(onBitcoin)
  if (known) return known
  const calendars = all.flatMap(({ attestation }) => (attestation.notary === 'pending' ? attestation.calendar : []))
  return calendars.length > 0 ? unknown(new PendingTimestampError(calendars)) : { outcome: 'skipped', because: 'not understood' }
}

async function ask(reader: ChainReader, height: number, message: Uint8Array, cancel: Cancel | undefined): Promise<AnchorCheck> {
  const spot = { chain: bitcoin, transaction: '', block: height }
  let header: BlockHeader | undefined
  try {
    header = await until(cancel, async () => reader.header?.(height, { cancel }))
    if (header && (!(header.merkleRoot instanceof Uint8Array) || Number.isNaN(Date.parse(header.time))))
      throw new TypeError('The chain adapter broke its contract.')
  } catch (cause) {
    return unknown(new ChainSilentError(spot, 'no answer', cause))
  }
  if (!header) return unknown(new ChainSilentError(spot, 'not found'))
  const { time, confirmations, settled, tolerance = blockTolerance, evidence = 'node' } = header
  // Another block may yet stand there, and may be the right one.
  if (!settled) return unknown(new NotSettledError(spot, confirmations))
  if (!sameBytes(header.merkleRoot, message)) return failed(new NotInBlockError(height, header.merkleRoot))
  return { outcome: 'passed', detail: { ...spot, method: 4, location: '', time, tolerance, confirmations, evidence, testOnly: false } }
}

function leastOf(checks: readonly AnchorCheck[]): AnchorCheck | undefined {
  return checks.find(({ outcome }) => outcome === 'failed') ?? checks.find(({ outcome }) => outcome === 'unknown') ?? checks[0]
}

function failed(error: BaseError): AnchorCheck {
  return { outcome: 'failed', problem: toProblem(error) } as AnchorCheck
}

function unknown(error: BaseError): AnchorCheck {
  return { outcome: 'unknown', problem: toProblem(error) } as AnchorCheck
}
