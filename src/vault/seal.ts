import { stopIf } from '../anchor/cancel.js'
import { OtherChainError } from '../anchor/chain.js'
import { type Brand, type Bytes, concat, sameBytes, type Uri } from '../bytes.js'
import { decode, encode } from '../cbor.js'
import { type Secured, toText } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { sha256 } from '../hash.js'
import { isObject, parse } from '../json.js'
import type { Caip2, Cancel, DataChain, Place, Prepared } from '../seams.js'
import { toLink, type VaultLink } from './link.js'
import { maxText, type Packed, pack } from './pack.js'
import { encrypt, frame, headerSize, idSize, recordKey, shareIdOf, shareSize, tagSize, templateIndex, templateKey, writeHeader } from './record.js'
import { type ErasureStore, type RecordId, recordIdOf, type Shares } from './store.js'
import { trustworthy } from './trustworthy.js'

/** Signed transactions that were not sent yet. Opaque bytes: keep them, and `publish` sends them. No share is in them. */
export type Sealed = Brand<Bytes, 'Sealed'>
/** One credential that was sealed: keep `id`, to erase it; hand `link` to its holder when its `transaction` is published, and keep no copy. */
export type SealedRecord = { readonly id: RecordId; readonly link: VaultLink; readonly transaction: string }
/** `records` are in the order of the credentials. */
export type SealedBatch = { readonly sealed: Sealed; readonly records: readonly SealedRecord[] }

export type SealOptions = {
  readonly chain: DataChain
  readonly store: ErasureStore
  /** Other custodians, who can open the records when the first cannot. */
  readonly mirrors?: readonly ErasureStore[] | undefined
  /** The page that opens links: an https URL without fragment; http on this machine alone. */
  readonly page: Uri
  readonly cancel?: Cancel | undefined
}

/** What sealing and publishing costs at most, in the smallest unit of `currency`. `recordSize` is the length that all records have, in bytes. */
export type Plan = {
  readonly recordSize: number
  readonly transactions: readonly { readonly records: number; readonly bytes: number; readonly gas?: string | undefined; readonly fee: string }[]
  readonly gas?: string | undefined
  readonly fee: string
  readonly currency: string
}

/**
 * What it would cost to seal and publish these credentials: as few transactions as the chain's limit allows. Draws, signs, stores and sends nothing.
 * One long credential makes all records of its batch as long: seal it apart.
 *
 * @throws {EmptyVaultError} when there is nothing to seal
 * @throws {TextTooLongError} for a text of more than 1 MiB, and `TooMuchDataError` for one that no transaction of the chain takes
 * @example
 * const { transactions, fee, currency } = await plan(credentials, { chain })
 */
export async function plan(
  credentials: Iterable<Secured>,
  { chain, cancel }: { readonly chain: DataChain; readonly cancel?: Cancel | undefined },
): Promise<Plan> {
  const batches = batchesOf(credentials, chain)
  const estimates = await Promise.all(batches.map(async (batch) => ({ batch, ...(await chain.estimateData(sizeOf(batch), { cancel })) })))
  const sum = (amounts: readonly string[]): string => amounts.reduce((total, amount) => total + BigInt(amount), 0n).toString()
  const gases = estimates.flatMap(({ gas }) => (gas === undefined ? [] : [gas]))
  return {
    recordSize: batches[0]?.recordSize ?? 0,
    transactions: estimates.map(({ batch, gas, fee }) => ({ records: batch.records.length, bytes: sizeOf(batch), ...(gas !== undefined && { gas }), fee })),
    ...(gases.length > 0 && { gas: sum(gases) }),
    fee: sum(estimates.map(({ fee }) => fee)),
    currency: estimates[0]?.currency ?? '',
  }
}

/**
 * Seals each credential under a key of its own, made of two shares that are drawn here: one goes into the link, the other to the custodians, who have it
 * when this resolves. The transactions are signed, and not sent: keep `sealed`, `publish` it before the account sends anything else, then hand out the
 * links. Links are returned once: they are in nothing that this package keeps. The signatures are not verified.
 *
 * @throws {EmptyVaultError} when there is nothing to seal
 * @throws {TextTooLongError} for a text of more than 1 MiB, and `TooMuchDataError` for one that no transaction of the chain takes
 * @throws {PageError} when the page is none that a link can lead to
 * @throws {UnlinkableChainError} when the chain names its transactions by anything but 32 bytes
 * @example
 * const { sealed, records } = await seal(credentials, { chain, store, page: 'https://uni.example/open' })
 */
export async function seal(credentials: Iterable<Secured>, { chain, store, mirrors = [], page, cancel }: SealOptions): Promise<SealedBatch> {
  if (!trustworthy(page) || page.includes('#')) throw new PageError(page)
  const batches = await Promise.all(batchesOf(credentials, chain).map((batch) => sealBatch(batch, chain.id)))
  stopIf(cancel)
  const prepared = await chain.prepareData(
    batches.map(({ payload }) => payload),
    { cancel },
  )
  checkPrepared(prepared, batches.length, chain.id)
  const shares = new Map(batches.flatMap(({ drawn }) => drawn.map(({ id, erasure, template }) => [id, { erasure, template }] as const)))
  for (const one of [store, ...mirrors]) await one.put(shares)
  const records = batches.flatMap(({ drawn }, at) => {
    const transaction = prepared[at]?.transaction ?? ''
    return drawn.map(({ id, holder, index }) => ({ id, link: toLink(page, { chain: chain.id, transaction, index, holder }), transaction }))
  })
  return { sealed: toBytes(prepared), records }
}

/**
 * Sends what was sealed, and nothing else: the same bytes again cannot be written twice, so that after a crash it is called again with what was kept, as
 * often as need be. Rejects with the chain's `ReplacedError` when the account sent something else meanwhile: then seal again what is in that transaction
 * and those after it.
 *
 * @throws {NotSealedError} when the bytes are not what `seal` returned
 * @throws {OtherChainError} when they were sealed for another chain
 * @example
 * await publish(sealed, { chain })
 */
export async function publish(
  sealed: Uint8Array,
  { chain, cancel }: { readonly chain: DataChain; readonly cancel?: Cancel | undefined },
): Promise<readonly Place[]> {
  const prepared = fromBytes(sealed)
  for (const one of prepared) if (one.chain !== chain.id) throw new OtherChainError(one.chain, chain.id)
  const places: Place[] = []
  // One after the other: each takes the nonce after the last.
  for (const one of prepared) {
    stopIf(cancel)
    places.push(await chain.send(one, { cancel }))
  }
  return places
}

/** There is nothing to seal. */
export class EmptyVaultError extends BaseError {
  override readonly name = 'vault.EmptyVaultError'
  constructor() {
    super('There is no credential to seal. Call it when there is one.')
  }
}

/** The text is longer than any that is opened. */
export class TextTooLongError extends BaseError {
  override readonly name = 'vault.TextTooLongError'
  constructor(index: number, length: number) {
    super(`Credential ${index} has ${length} characters, and at most ${maxText} bytes are opened again. Put its images behind URLs.`, {
      facts: { index, length, maxText },
    })
  }
}

/** No link can lead to the page. */
export class PageError extends BaseError {
  override readonly name = 'vault.PageError'
  constructor(page: string) {
    super('Links lead to a page over https, and carry their secret in its fragment. Pass an https URL without one.', { facts: { page: page.slice(0, 200) } })
  }
}

/** These bytes are not what `seal` returned, or not all of it. */
export class NotSealedError extends BaseError {
  override readonly name = 'vault.NotSealedError'
  constructor(cause?: unknown) {
    super('These bytes are not sealed records, or part of them is missing. Pass exactly what `seal` returned.', cause === undefined ? {} : { cause })
  }
}

/** The chain prepared something else than it was asked for. */
export class UnlinkableChainError extends BaseError {
  override readonly name = 'vault.UnlinkableChainError'
  constructor(chain: string) {
    super(`The adapter of ${chain} prepared transactions that no link can name. Pass one that names them by 32 bytes, as evm() does.`, { facts: { chain } })
  }
}

type Drawn = Shares & { readonly id: RecordId; readonly holder: Bytes; readonly index: number }

function batchesOf(credentials: Iterable<Secured>, { maxData }: DataChain): readonly Packed[] {
  const texts = Array.from(credentials, toText)
  if (texts.length === 0) throw new EmptyVaultError()
  for (const [index, text] of texts.entries())
    if (text.length * 3 > maxText && new TextEncoder().encode(text).length > maxText) throw new TextTooLongError(index, text.length)
  return pack(texts, maxData)
}

const sizeOf = ({ records, recordSize, template }: Packed): number =>
  headerSize + records.length * recordSize + (template.length === 0 ? 0 : template.length + tagSize)

/** The shares of a batch: none comes from anywhere else, so that no key is ever made twice. */
export function draw(count: number, hasTemplate: boolean): { readonly batchId: Bytes; readonly drawn: readonly Drawn[] } {
  const batchId = random(idSize)
  const template = hasTemplate ? random(shareSize) : new Uint8Array(shareSize)
  const drawn = Array.from({ length: count }, (_, index) => {
    const holder = random(shareSize)
    return { id: recordIdOf(shareIdOf(batchId, holder)), holder, erasure: random(shareSize), template, index }
  })
  return { batchId, drawn }
}

async function sealBatch(
  { dictionary, template, records, recordSize }: Packed,
  chain: Caip2,
): Promise<{ readonly payload: Bytes; readonly drawn: readonly Drawn[] }> {
  const hasTemplate = template.length > 0
  const { batchId, drawn } = draw(records.length, hasTemplate)
  const header = writeHeader({ batchId, count: records.length, recordSize, dictionary, templateSize: hasTemplate ? template.length + tagSize : 0 })
  const sealed = await Promise.all(
    drawn.map(({ holder, erasure, index }) =>
      encrypt(recordKey(batchId, holder, erasure, index), { header, chain, index }, frame(records[index] ?? new Uint8Array(0), recordSize)),
    ),
  )
  const share = drawn[0]?.template
  const last = share && hasTemplate ? [await encrypt(templateKey(batchId, share), { header, chain, index: templateIndex }, template)] : []
  return { payload: concat(header, ...sealed, ...last), drawn }
}

const random = (size: number): Bytes => crypto.getRandomValues(new Uint8Array(size))

function checkPrepared(prepared: readonly Prepared[], count: number, chain: string): void {
  const isLinkable = prepared.length === count && prepared.every((one) => one.chain === chain && /^0x[0-9a-f]{64}$/.test(one.transaction))
  if (!isLinkable) throw new UnlinkableChainError(chain)
}

// sealed = << [ 1, [ * JSON of a prepared transaction ] ] >> ‖ SHA-256 of all that
const version = 1
const checksumSize = 32

function toBytes(prepared: readonly Prepared[]): Sealed {
  const body = encode([version, prepared.map((one) => JSON.stringify(one))])
  return concat(body, sha256(body)) as Bytes as Sealed
}

function fromBytes(sealed: Uint8Array): readonly Prepared[] {
  const body = sealed.subarray(0, -checksumSize)
  if (!sameBytes(sha256(body), sealed.subarray(-checksumSize))) throw new NotSealedError()
  try {
    const item = decode(body, 2)
    if (Array.isArray(item) && item[0] === version && Array.isArray(item[1])) return item[1].map((text) => toPrepared(String(text)))
  } catch (cause) {
    throw cause instanceof NotSealedError ? cause : new NotSealedError(cause)
  }
  throw new NotSealedError()
}

function toPrepared(text: string): Prepared {
  const prepared = parse(text)
  if (!isObject(prepared) || !['chain', 'transaction', 'raw', 'fee'].every((key) => typeof prepared[key] === 'string')) throw new NotSealedError()
  return prepared as unknown as Prepared
}
