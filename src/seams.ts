import type { Bytes, Commitment, Instant, MaybePromise, Uri } from './bytes.js'

/** What we need of an `AbortSignal`; any real one fits, with or without the DOM types. */
export type Cancel = {
  readonly aborted: boolean
  readonly reason?: unknown
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

export type Loaded = { readonly url: Uri; readonly bytes: Uint8Array; readonly type?: string | undefined }
/** Reads a URL. Rejects for anything but a complete answer; must honour `cancel`. */
export type Load = (url: Uri, wish?: { readonly accept?: string | undefined; readonly cancel?: Cancel | undefined }) => Promise<Loaded>

export type Algorithm = 'Ed25519' | 'P-256' | 'P-384' | 'secp256k1' | 'RS256' | 'BLS12-381-G2'
/**
 * Raw bytes: 32 for Ed25519, a compressed point (33, 49, 96) for the P-curves and secp256k1 and for BLS12-381, a DER RSAPublicKey for RS256. For
 * `EcdsaSecp256k1RecoveryMethod2020`, which only a suite that recovers keys from signatures knows, the 20 of an account's address.
 */
export type PublicKey<A extends string = string> = { readonly algorithm: A; readonly bytes: Uint8Array }
/** Uses a key: in memory, WebCrypto, a KMS, an HSM. Signs the message itself, and returns r‖s, never DER. */
export type Signer<A extends string = string> = { readonly publicKey: PublicKey<A>; sign(message: Uint8Array): MaybePromise<Uint8Array> }

/** A chain's name: `eip155:1`, `bip122:000000000019d6689c085ae165831e93` (CAIP-2). */
export type Caip2 = `${string}:${string}`
/** A transaction on a chain. */
export type Place = { readonly chain: Caip2; readonly transaction: string }
/** Where a commitment was written: the least that can be looked up. */
export type Anchor = Place & { readonly commitment: Commitment }
/**
 * What a chain says when asked. `settled` is the adapter's policy (depth, or the finalized tag); `tolerance` the seconds by which
 * `time` may be off, 3,600 where it is not stated; `testOnly` marks a chain whose history nobody pays for.
 */
export type Sighting = {
  readonly commitment: Uint8Array
  readonly time: Instant
  readonly confirmations: number
  readonly settled: boolean
  readonly sender?: string | undefined
  readonly tolerance?: number | undefined
  readonly testOnly?: boolean | undefined
}
/** A question to a contract that changes nothing: its address, what is asked of it, and of which state of the chain. */
export type Call = { readonly to: string; readonly data: Uint8Array; readonly at: 'settled' | 'latest' }
/**
 * What a contract says. `output` is `undefined` where it refuses (reverts), and empty where there is no contract. `time` and `confirmations` are those of
 * the block whose state was asked.
 */
export type Answer = {
  readonly output: Uint8Array | undefined
  readonly time: Instant
  readonly confirmations: number
  readonly tolerance?: number | undefined
  readonly testOnly?: boolean | undefined
}
/**
 * The header of a Bitcoin block. `merkleRoot` is in the order of the header's own bytes, which is the reverse of how it is displayed; the rest is as in a
 * `Sighting`. `evidence` says how it was believed: a node was asked, or the caller vouches for it.
 */
export type BlockHeader = {
  readonly merkleRoot: Uint8Array
  readonly time: Instant
  readonly confirmations: number
  readonly settled: boolean
  readonly tolerance?: number | undefined
  readonly evidence?: 'node' | 'pinned' | undefined
}
/** Finds a commitment. This is all that a verifier needs: no account, no fees. Rejects when the chain cannot be asked. */
export type ChainReader = {
  readonly id: Caip2
  find(anchor: Anchor, options?: { readonly cancel?: Cancel | undefined }): Promise<Sighting | undefined>
  /** Asks a contract; left out where a chain has none. Rejects when it cannot be asked. */
  call?(call: Call, options?: { readonly cancel?: Cancel | undefined }): Promise<Answer>
  /** The header of the block at a height of the best chain, `undefined` where there is none yet. Readers of Bitcoin have it. */
  header?(height: number, options?: { readonly cancel?: Cancel | undefined }): Promise<BlockHeader | undefined>
}
/**
 * A signed transaction that was not sent yet. Plain JSON; sending it twice writes once. `fee` is the most that it can cost, in `currency`'s
 * smallest unit; `sender` is the account that pays.
 */
export type Prepared = {
  readonly chain: Caip2
  readonly transaction: string
  readonly raw: string
  readonly fee: string
  readonly gas?: string | undefined
  readonly currency?: string | undefined
  readonly sender?: string | undefined
}
/** Writes a commitment in two steps, so that the first can be kept before the second spends. */
export type Chain = ChainReader & {
  /** Signs a transaction for a commitment, and sends nothing. */
  prepare(commitment: Commitment, options?: { readonly cancel?: Cancel | undefined }): Promise<Prepared>
  /** Sends it, once more if need be, and waits until a block holds it. */
  send(prepared: Prepared, options?: { readonly cancel?: Cancel | undefined }): Promise<Place>
  /** What one commitment costs now. Signs and sends nothing. */
  estimate?(options?: { readonly cancel?: Cancel | undefined }): Promise<Estimate>
}
/** The most that one transaction costs, in the smallest unit of `currency`. */
export type Estimate = { readonly gas?: string | undefined; readonly fee: string; readonly currency: string }

/** What a transaction carried, and what the chain says of it. */
export type DataSighting = Omit<Sighting, 'commitment'> & { readonly data: Bytes }
/**
 * Reads the bytes that a transaction carried. `undefined` for one that is not in the chain, or not any more; rejects for one that failed, and when the
 * chain cannot be asked.
 */
export type DataReader = {
  readonly id: Caip2
  read(transaction: string, options?: { readonly cancel?: Cancel | undefined }): Promise<DataSighting | undefined>
}
/** Writes bytes in two steps, as a `Chain` does commitments. */
export type DataChain = DataReader & {
  /** The most bytes that one transaction takes. */
  readonly maxData: number
  /** Signs one transaction for each, to be sent in that order and before any other of the account, and sends nothing. */
  prepareData(data: readonly Uint8Array[], options?: { readonly cancel?: Cancel | undefined }): Promise<readonly Prepared[]>
  /** Sends one, once more if need be, and waits until a block holds it. */
  send(prepared: Prepared, options?: { readonly cancel?: Cancel | undefined }): Promise<Place>
  /** What a transaction of `size` bytes costs now, were none of them zero. Signs and sends nothing. */
  estimateData(size: number, options?: { readonly cancel?: Cancel | undefined }): Promise<Estimate>
}

export type JournalEntry = { readonly id: Uri; readonly step: 'issued' | 'rejected' | 'pending' | 'anchored'; readonly bytes: Bytes }
/** Remembers what was issued and survives a crash. `append` resolves when the entry is durable; `forget` really erases. */
export type Journal = { append(entries: readonly JournalEntry[]): Promise<void>; read(): AsyncIterable<JournalEntry>; forget(id: Uri): Promise<void> }
