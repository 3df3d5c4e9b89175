import { stopIf } from '../anchor/cancel.js'
import { NotDataError, RevertedError, UnprotectedError } from '../anchor/chain.js'
import { BaseError, type Problem, toProblem } from '../errors.js'
import type { Cancel, DataReader, DataSighting } from '../seams.js'
import { type Answer, type Custodian, fromAnswer } from './custodian.js'
import { dictionaryOf } from './dictionary.js'
import { fromLink, type Linked, type VaultLink } from './link.js'
import { textIn, unpack } from './pack.js'
import { decrypt, type Header, headerSize, readHeader, recordAt, recordKey, shareIdOf, templateAt, templateIndex, templateKey, unframe } from './record.js'
import type { Shares } from './store.js'

export type Opened =
  /** `text` is what was sealed, and nobody has verified it: hand it to `verify`. `settled`: whether its transaction can still be undone. */
  | { readonly outcome: 'open'; readonly text: string; readonly settled: boolean }
  /** Neither revoked nor failed: a custodian whom you accept says that it was erased. */
  | { readonly outcome: 'erased'; readonly statedBy: string }
  | { readonly outcome: 'unavailable'; readonly problem: Problem<'vault.CannotOpenError' | 'vault.ChainSilentError' | 'vault.CustodianSilentError'> }

export type OpenOptions = {
  /** Where records are read. A link that leads to another chain opens nothing. */
  readonly chains: readonly DataReader[]
  /** Who is asked for the other share, in this order, and believed when they say that a record was erased. */
  readonly custodians: readonly Custodian[]
  readonly cancel?: Cancel | undefined
}

/**
 * Opens a link: reads the record from its chain, asks the custodians for their share, and decrypts here. Whether the credential is good is for `verify` to
 * say. What is wrong with the link, the shares or the record is one and the same problem; a chain or a custodian that could not be asked is another.
 *
 * @example
 * const opened = await openVault(link, { chains: [reader], custodians: [custodian('https://uni.example/share')] })
 * if (opened.outcome === 'open') report = await verify(opened.text, options)
 */
export async function openVault(link: VaultLink, { chains, custodians, cancel }: OpenOptions): Promise<Opened> {
  const linked = fromLink(link)
  const reader = chains.find(({ id }) => id === linked?.chain)
  if (!linked || !reader) return unavailable(new CannotOpenError())
  let sighting: DataSighting | undefined
  try {
    sighting = await reader.read(linked.transaction, { cancel })
  } catch (cause) {
    stopIf(cancel)
    return unavailable(isNoRecord(cause) ? new CannotOpenError() : new ChainSilentError(linked.chain, cause))
  }
  const header = sighting && readHeader(sighting.data)
  if (!sighting || !header || linked.index >= header.count) return unavailable(new CannotOpenError())
  return ask({ payload: sighting.data, header, linked, settled: sighting.settled }, custodians, cancel)
}

/** The link opens nothing. */
export class CannotOpenError extends BaseError {
  override readonly name = 'vault.CannotOpenError'
  constructor() {
    super(
      'This link opens nothing here: it is incomplete, was made elsewhere, or what it leads to is not what was sealed. Copy it again, whole; a record that was just published may take a few minutes.',
    )
  }
}

/** The chain was asked and could not say. */
export class ChainSilentError extends BaseError {
  override readonly name = 'vault.ChainSilentError'
  constructor(chain: string, cause: unknown) {
    super(`The chain ${chain} could not be asked for the record. Try again later, or through another node.`, { facts: { chain }, cause })
  }
}

/** Nobody who keeps the other share could be asked. */
export class CustodianSilentError extends BaseError {
  override readonly name = 'vault.CustodianSilentError'
  constructor(custodian: string, cause?: unknown) {
    super(`The share of ${custodian || 'the custodian'} could not be asked for, so nobody knows whether the record can be opened. Try again later.`, {
      facts: { custodian },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

type Found = { readonly payload: Uint8Array; readonly header: Header; readonly linked: Linked; readonly settled: boolean }

function unavailable(error: CannotOpenError | ChainSilentError | CustodianSilentError): Opened {
  return { outcome: 'unavailable', problem: toProblem(error) as Problem<(typeof error)['name']> }
}

/** The chain has answered: what stands there is no record. */
const isNoRecord = (error: unknown): boolean => error instanceof RevertedError || error instanceof UnprotectedError || error instanceof NotDataError

async function ask(found: Found, custodians: readonly Custodian[], cancel: Cancel | undefined): Promise<Opened> {
  const shareId = shareIdOf(found.header.batchId, found.linked.holder)
  let silent = custodians.length === 0 ? new CustodianSilentError('') : undefined
  for (const custodian of custodians) {
    const { origin } = custodian
    let answer: Answer
    try {
      answer = fromAnswer(await custodian.ask(shareId, { cancel }), origin)
    } catch (cause) {
      stopIf(cancel)
      silent ??= new CustodianSilentError(origin, cause)
      continue
    }
    if (answer === 'erased') return { outcome: 'erased', statedBy: origin }
    const text = answer === 'nothing' ? undefined : await read(found, answer)
    if (text !== undefined) return { outcome: 'open', text, settled: found.settled }
  }
  return unavailable(silent ?? new CannotOpenError())
}

async function read({ payload, header, linked }: Found, shares: Shares): Promise<string | undefined> {
  const { chain, index, holder } = linked
  const place = { header: payload.subarray(0, headerSize), chain }
  const framed = await decrypt(recordKey(header.batchId, holder, shares.erasure, index), { ...place, index }, recordAt(payload, header, index))
  const packed = framed && unframe(framed)
  const template = packed && (await templateOf(payload, header, { ...place, index: templateIndex }, shares))
  const dictionary = template && dictionaryOf(header.dictionary, template)
  const text = packed && dictionary && unpack(packed, dictionary)
  return text && textIn(text)
}

async function templateOf(payload: Uint8Array, header: Header, place: Parameters<typeof decrypt>[1], { template }: Shares): Promise<Uint8Array | undefined> {
  if (header.templateSize === 0) return new Uint8Array(0)
  const packed = await decrypt(templateKey(header.batchId, template), place, templateAt(payload, header))
  const dictionary = dictionaryOf(header.dictionary, new Uint8Array(0))
  return packed && dictionary && unpack(packed, dictionary)
}
