import { type Bytes, fromHex, fromUtf8, type Uri } from '../../bytes.js'
import { BaseError } from '../../errors.js'
import { isObject, type Json, type JsonObject, parse } from '../../json.js'
import type { Cancel, Load } from '../../seams.js'

/** A transaction of the best chain. An input has the address that it was spent from, `undefined` where its script has none. */
export type Transaction = {
  readonly outputs: readonly Bytes[]
  readonly inputs: readonly (string | undefined)[]
  readonly time: Date
  readonly confirmations: number
}

/** A block of the best chain. The Merkle root is in the order of its bytes in the header. */
export type Block = { readonly merkleRoot: Bytes; readonly time: Date; readonly confirmations: number }

/** Who is asked about a chain. What it answers has the form of its interface, or it rejects with a {@link SourceError}. */
export type Source = {
  /** The hash of the block at a height of the best chain, as it is displayed. */
  blockAt(height: number, cancel?: Cancel): Promise<string>
  /** `undefined` where the best chain is not that high. */
  block(height: number, cancel?: Cancel): Promise<Block | undefined>
  /** `undefined` for one that is not in the best chain, whether it waits or nobody knows it. */
  transaction(id: string, cancel?: Cancel): Promise<Transaction | undefined>
}

/** The source at an address: one that ends in `/rest` is a bitcoind, any other the API of an Esplora server. */
export function sourceAt(address: Uri, load: Load): Source {
  const base = address.replace(/\/+$/, '')
  const read: Read = async (path, cancel) => {
    const url = `${base}/${path}`
    return { url, text: fromUtf8((await load(url, { accept: 'application/json, text/plain', cancel })).bytes).trim() }
  }
  return base.endsWith('/rest') ? bitcoind(read) : esplora(read)
}

/** The source answered in a form that its interface does not have. */
export class SourceError extends BaseError {
  override readonly name = 'anchor.SourceError'
  constructor(url: Uri, cause?: unknown) {
    super(`What "${url.slice(0, 200)}" answered is not what an Esplora server or a bitcoind says. Check the address, or ask another.`, {
      facts: { url: url.slice(0, 200) },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

type Answer = { readonly url: Uri; readonly text: string }
type Read = (path: string, cancel: Cancel | undefined) => Promise<Answer>

/** The HTTP API of Esplora (github.com/Blockstream/esplora/blob/master/API.md). */
function esplora(read: Read): Source {
  const blockAt: Source['blockAt'] = async (height, cancel) => hashIn(await read(`block-height/${height}`, cancel))
  return {
    blockAt,
    async block(height, cancel) {
      const hash = await found(blockAt(height, cancel))
      if (hash === undefined) return undefined
      const [answer, tip] = await Promise.all([read(`block/${hash}`, cancel), read('blocks/tip/height', cancel)])
      const { id, height: at, merkle_root, timestamp } = objectIn(answer)
      if (id !== hash || at !== height) throw new SourceError(answer.url)
      return { merkleRoot: rootOf(merkle_root, answer), time: timeOf(timestamp, answer), confirmations: depthOf(height, tip) }
    },
    async transaction(id, cancel) {
      const answer = await found(read(`tx/${id}`, cancel))
      if (!answer) return undefined
      const { txid, vin, vout, status } = objectIn(answer)
      if (txid !== id || !isObject(status)) throw new SourceError(answer.url)
      if (status['confirmed'] !== true) return undefined
      const height = countOf(status['block_height'], answer)
      const [hash, tip] = await Promise.all([blockAt(height, cancel), read('blocks/tip/height', cancel)])
      // It was reorganised away between two answers.
      if (hash !== status['block_hash']) return undefined
      return {
        outputs: listOf(vout, answer).map(({ scriptpubkey }) => scriptOf(scriptpubkey, answer)),
        inputs: listOf(vin, answer).map(({ prevout }) => textOf(isObject(prevout) ? prevout['scriptpubkey_address'] : undefined)),
        time: timeOf(status['block_time'], answer),
        confirmations: depthOf(height, tip),
      }
    },
  }
}

// Each needs an answer of its own.
const maxSpent = 16

/** The REST interface of bitcoind with `-rest=1 -txindex=1` (doc/REST-interface.md). */
function bitcoind(read: Read): Source {
  /** The addresses that the inputs were spent from: their transactions say it, one by one. */
  const inputs = async (vin: readonly JsonObject[], answer: Answer, cancel: Cancel | undefined): Promise<Transaction['inputs']> => {
    const ids = [...new Set(vin.map(({ txid }) => txid))].filter((id) => typeof id === 'string' && isHash(id))
    if (ids.length > maxSpent || vin.some(({ txid }) => !ids.includes(txid as string))) return [undefined]
    const spent = new Map(await Promise.all(ids.map(async (id) => [id, objectIn(await read(`tx/${id}.json`, cancel))] as const)))
    return vin.map(({ txid, vout }) => addressOf(listOf(spent.get(txid as string)?.['vout'], answer)[Number(vout)]))
  }
  const blockAt: Source['blockAt'] = async (height, cancel) => {
    const answer = await read(`blockhashbyheight/${height}.json`, cancel)
    return hashIn({ ...answer, text: String(objectIn(answer)['blockhash']) })
  }
  return {
    blockAt,
    async block(height, cancel) {
      const hash = await found(blockAt(height, cancel))
      if (hash === undefined) return undefined
      const headers = await read(`headers/1/${hash}.json`, cancel)
      const [header] = listOf(jsonIn(headers), headers)
      // It was reorganised away between two answers.
      if (!header) return undefined
      if (header['hash'] !== hash || header['height'] !== height) throw new SourceError(headers.url)
      const { merkleroot, time, confirmations } = header
      return { merkleRoot: rootOf(merkleroot, headers), time: timeOf(time, headers), confirmations: Math.max(0, Number(confirmations) || 0) }
    },
    async transaction(id, cancel) {
      const answer = await found(read(`tx/${id}.json`, cancel))
      if (!answer) return undefined
      const { txid, vin, vout, blockhash } = objectIn(answer)
      if (txid !== id) throw new SourceError(answer.url)
      if (typeof blockhash !== 'string' || !isHash(blockhash)) return undefined
      const spent = listOf(vin, answer)
      const [headers, addresses] = await Promise.all([read(`headers/1/${blockhash}.json`, cancel), inputs(spent, answer, cancel)])
      // A block that is not in the best chain any more has none.
      const [header] = listOf(jsonIn(headers), headers)
      if (!header) return undefined
      if (header['hash'] !== blockhash) throw new SourceError(headers.url)
      return {
        outputs: listOf(vout, answer).map(({ scriptPubKey }) => scriptOf(isObject(scriptPubKey) ? scriptPubKey['hex'] : undefined, answer)),
        inputs: addresses,
        time: timeOf(header['time'], headers),
        confirmations: Math.max(0, Number(header['confirmations']) || 0),
      }
    },
  }
}

/** Versions before 22 had a list of addresses. */
function addressOf(output: JsonObject | undefined): string | undefined {
  const script = output?.['scriptPubKey']
  if (!isObject(script)) return undefined
  const { address, addresses } = script
  return textOf(address ?? (Array.isArray(addresses) && addresses.length === 1 ? addresses[0] : undefined))
}

async function found<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof BaseError && error.name === 'load.FailedError' && error.facts['why'] === 'absent') return undefined
    throw error
  }
}

function jsonIn({ url, text }: Answer): Json {
  try {
    return parse(text)
  } catch (cause) {
    throw new SourceError(url, cause)
  }
}

function objectIn(answer: Answer): JsonObject {
  const value = jsonIn(answer)
  if (!isObject(value)) throw new SourceError(answer.url)
  return value
}

function listOf(value: Json | undefined, { url }: Answer): readonly JsonObject[] {
  if (!Array.isArray(value) || !value.every(isObject)) throw new SourceError(url)
  return value as readonly JsonObject[]
}

function scriptOf(value: Json | undefined, { url }: Answer): Bytes {
  if (typeof value !== 'string' || !/^([0-9a-f]{2})*$/.test(value)) throw new SourceError(url)
  return fromHex(value)
}

function countOf(value: Json | undefined, { url }: Answer): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new SourceError(url)
  return value
}

/** How deep a block is, its own depth being 1. */
function depthOf(height: number, tip: Answer): number {
  return Math.max(0, countOf(Number(tip.text), tip) - height + 1)
}

function rootOf(value: Json | undefined, answer: Answer): Bytes {
  return fromHex(hashIn({ ...answer, text: textOf(value) ?? '' })).reverse()
}

/** A block's time: seconds since 1970, in 32 bits. */
function timeOf(value: Json | undefined, answer: Answer): Date {
  const seconds = countOf(value, answer)
  if (seconds >= 2 ** 32) throw new SourceError(answer.url)
  return new Date(seconds * 1000)
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function hashIn({ url, text }: Answer): string {
  if (!isHash(text)) throw new SourceError(url)
  return text
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}
