import { type Brand, type Bytes, type Commitment, concat, fromBase64url, fromHex, sameBytes, toBase64url, toHex, type Uri } from '../bytes.js'
import { decode, encode, type Item, leadingNumber } from '../cbor.js'
import { BaseError } from '../errors.js'
import { commit, hashLeaf, type InclusionProof, type LeafBytes, maxSize, pathLength, rootFrom, type Salt } from '../merkle/tree.js'
import type { Anchor, Caip2 } from '../seams.js'
import { bitcoin } from './chain.js'

/** What a leaf is made of: 1 a Data Integrity proof, 2 a compact JWS, 3 an archived document. */
export type Kind = 1 | 2 | 3
/** How a chain holds a commitment: 1 calldata, 2 an event of a registry, 3 an OP_RETURN output, 4 an OpenTimestamps proof. */
export type Method = 1 | 2 | 3 | 4
/** An anchor as a receipt holds it; `evidence` is what a reader without a node can check. */
export type ReceiptAnchor = Anchor & { readonly evidence?: Bytes | undefined }
/** Places one signature in one batch, and names the transactions that hold its commitment. Personal data: it carries the salt. */
export type Receipt = Brand<
  {
    readonly kind: Kind
    readonly salt: Salt
    readonly proof: InclusionProof
    readonly commitment: Commitment
    readonly anchors: readonly [ReceiptAnchor, ...ReceiptAnchor[]]
  },
  'Receipt'
>
/** Receipts by the id of their credential. */
export type Receipts = ReadonlyMap<Uri, Receipt>

/**
 * Writes a receipt as one line of text, for a column, a file beside the badge or an HTTP answer: `u` and the base64url of its CBOR.
 *
 * @example
 * fromText(toText(receipt)) // the same receipt
 */
export function toText(receipt: Receipt): string {
  const { kind, salt, proof, commitment, anchors } = receipt
  const inclusion = encode([proof.size, proof.index, proof.path])
  return `u${toBase64url(encode([version, kind, salt, inclusion, commitment, anchors.map(anchorItem)]))}`
}

/**
 * Reads a receipt strictly: whatever `toText` would not have written is refused, so that a receipt has one form only.
 *
 * @throws {ReceiptShapeError} when the text is no receipt; `facts.rule` says why
 * @throws {NewerReceiptError} when it is one of a version to come
 * @example
 * attach(signed, fromText(row.receipt))
 */
export function fromText(text: string): Receipt {
  if (typeof text !== 'string' || text.length > maxText) throw new ReceiptShapeError('size')
  if (!text.startsWith('u')) throw new ReceiptShapeError('multibase')
  return fromItem(readItem(text.slice(1)))
}

/**
 * The commitment that a receipt implies for a leaf.
 *
 * @example
 * sameBytes(climb(receipt, bytes), receipt.commitment)
 */
export function climb(receipt: Receipt, bytes: LeafBytes): Commitment {
  return commit(rootFrom(hashLeaf(bytes, receipt.salt), receipt.proof))
}

/**
 * Says whether a receipt is of this leaf: the same kind, and a path that ends in the receipt's own commitment.
 *
 * @example
 * matches(receipt, leafBytes(signed, { suite: eddsaRdfc2022 }))
 */
export function matches(receipt: Receipt, bytes: LeafBytes): boolean {
  return bytes[0] === receipt.kind && sameBytes(climb(receipt, bytes), receipt.commitment)
}

/**
 * Adds an anchor of the same commitment to a receipt, which may hold eight. An anchor that is there already changes nothing.
 *
 * @throws {OtherCommitmentError} when the anchor is of another commitment
 * @throws {TooManyAnchorsError} above eight
 * @throws {TransactionError} when a receipt has no form for its transaction
 * @example
 * extend(receipt, await publish(receipt.commitment, { chain: bitcoin, keep }))
 */
export function extend(receipt: Receipt, anchor: ReceiptAnchor): Receipt {
  if (!sameBytes(anchor.commitment, receipt.commitment)) throw new OtherCommitmentError(anchor)
  checkPlace(anchor)
  if (receipt.anchors.some((one) => one.chain === anchor.chain && one.transaction === anchor.transaction)) return receipt
  if (receipt.anchors.length >= maxAnchors) throw new TooManyAnchorsError()
  return { ...receipt, anchors: [...receipt.anchors, anchor] } as Receipt
}

/** How a receipt writes a transaction; undefined where it has no form for it. */
export function locationOf(transaction: string): { readonly method: Method; readonly location: Bytes } | undefined {
  if (/^0x[0-9a-f]{64}$/.test(transaction)) return { method: 1, location: fromHex(transaction.slice(2)) }
  if (/^[0-9a-f]{64}$/.test(transaction)) return { method: 3, location: fromHex(transaction) }
  if (transaction === '') return { method: 4, location: new Uint8Array(0) }
  const [, hash, index] = /^0x([0-9a-f]{64})#(0|[1-9][0-9]{0,9})$/.exec(transaction) ?? []
  if (hash === undefined || Number(index) >= 2 ** 32) return undefined
  return { method: 2, location: concat(fromHex(hash), fromHex(Number(index).toString(16).padStart(8, '0'))) }
}

/** Refuses a place that a receipt could not write down, so that it is known before anything is spent. */
export function checkPlace({ chain, transaction }: { readonly chain: string; readonly transaction: string }): void {
  const place = locationOf(transaction)
  if (!place || !isChain(chain) || isBitcoin(chain) !== place.method > 2) throw new TransactionError(chain, transaction)
}

/** This is not a receipt that this package would have written. */
export class ReceiptShapeError extends BaseError {
  override readonly name = 'anchor.ReceiptShapeError'
  constructor(rule: string, cause?: unknown) {
    super(`This is not a well-formed receipt (${rule}). Ask whoever gave it for the original.`, { facts: { rule }, ...(cause === undefined ? {} : { cause }) })
  }
}

/** The receipt is of a version that this package does not know. */
export class NewerReceiptError extends BaseError {
  override readonly name = 'anchor.NewerReceiptError'
  constructor(found: number) {
    super(`This receipt is of version ${found}, and this package reads version ${version}. Update it.`, { facts: { version: found } })
  }
}

/** A receipt, or a timestamp, is there, and could not be examined. */
export class NotExaminedError extends BaseError {
  override readonly name = 'anchor.NotExaminedError'
  constructor(why: string, chain?: string, what = 'carries a blockchain receipt') {
    super(`It ${what} that could not be examined. ${why}`, { facts: chain === undefined ? {} : { chain } })
  }
}

/** No signature of the credential leads to the receipt's commitment. */
export class CommitmentMismatchError extends BaseError {
  override readonly name = 'anchor.CommitmentMismatchError'
  constructor() {
    super('This receipt belongs to no signature of this credential: either was changed, or they were never together. Ask the issuer for the receipt again.')
  }
}

/** The anchor holds another commitment than the receipt. */
export class OtherCommitmentError extends BaseError {
  override readonly name = 'anchor.OtherCommitmentError'
  constructor({ chain, transaction }: Anchor) {
    super(`The anchor ${transaction} on ${chain} is of another batch than this receipt. Publish the receipt's own commitment.`, {
      facts: { chain, transaction },
    })
  }
}

/** A receipt holds at most eight anchors. */
export class TooManyAnchorsError extends BaseError {
  override readonly name = 'anchor.TooManyAnchorsError'
  constructor() {
    super(`A receipt holds at most ${maxAnchors} anchors. Leave out one that you need least.`, { facts: { limit: maxAnchors } })
  }
}

/** A chain or a transaction that a receipt cannot write down. */
export class TransactionError extends BaseError {
  override readonly name = 'anchor.TransactionError'
  constructor(chain: string, transaction: string) {
    super(
      'A receipt names a chain as CAIP-2 and a transaction as 64 hexadecimal digits, with 0x in front on every chain but Bitcoin. Correct the chain adapter.',
      {
        facts: { chain: chain.slice(0, 80), transaction: transaction.slice(0, 80) },
      },
    )
  }
}

/*
 * receipt = [ 1, kind, salt, << [ size, index, path ] >>, commitment, [ 1*8 anchor ] ]    deterministic CBOR (RFC 8949, 4.2.1)
 * anchor  = [ chain: CAIP-2, method, location, ? evidence ]
 * The inclusion proof is a byte string that holds CBOR, as in RFC 9942.
 *
 *   method 1  32 bytes   transaction hash                     "0x" ‖ hex
 *   method 2  36 bytes   transaction hash ‖ log index, u32    "0x" ‖ hex ‖ "#" ‖ decimal
 *   method 3  32 bytes   Bitcoin txid, as displayed           hex
 *   method 4  0 bytes    the evidence says where              ""
 */
const version = 1
const maxText = 64 * 1024
const maxAnchors = 8

const isChain = (text: string): text is Caip2 => /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/.test(text)
const isBitcoin = (chain: string): boolean => chain.startsWith('bip122:')
const isBytes = (item: Item | undefined, length: number): item is Bytes => item instanceof Uint8Array && item.length === length

function anchorItem({ chain, transaction, evidence }: ReceiptAnchor): Item {
  const place = locationOf(transaction)
  if (!place) throw new TransactionError(chain, transaction)
  return evidence ? [chain, place.method, place.location, evidence] : [chain, place.method, place.location]
}

function readItem(text: string): Item {
  try {
    const bytes = fromBase64url(text)
    const found = leadingNumber(bytes)
    if (found !== undefined && found > version) throw new NewerReceiptError(found)
    return decode(bytes)
  } catch (cause) {
    if (cause instanceof NewerReceiptError) throw cause
    throw new ReceiptShapeError('encoding', cause)
  }
}

function fromItem(item: Item): Receipt {
  if (!Array.isArray(item) || item.length !== 6) throw new ReceiptShapeError('members')
  const [found, kind, salt, inclusion, commitment, anchors] = item as readonly Item[]
  if (found !== version) throw new ReceiptShapeError('version')
  if (kind !== 1 && kind !== 2 && kind !== 3) throw new ReceiptShapeError('kind')
  if (!isBytes(salt, 32)) throw new ReceiptShapeError('salt')
  if (!isBytes(commitment, 32)) throw new ReceiptShapeError('commitment')
  const proof = toProof(inclusion)
  return { kind, salt, proof, commitment, anchors: toAnchors(anchors, commitment as Bytes as Commitment) } as unknown as Receipt
}

function toProof(item: Item | undefined): InclusionProof {
  if (!(item instanceof Uint8Array)) throw new ReceiptShapeError('proof')
  let inner: Item
  try {
    inner = decode(item)
  } catch (cause) {
    throw new ReceiptShapeError('proof', cause)
  }
  if (!Array.isArray(inner) || inner.length !== 3) throw new ReceiptShapeError('proof')
  const [size, index, path] = inner as readonly Item[]
  if (typeof size !== 'number' || size < 1 || size > maxSize) throw new ReceiptShapeError('size of the tree')
  if (typeof index !== 'number' || index >= size) throw new ReceiptShapeError('index')
  if (!Array.isArray(path) || path.length !== pathLength(index, size)) throw new ReceiptShapeError('length of the path')
  if (!path.every((hash) => isBytes(hash, 32))) throw new ReceiptShapeError('path')
  return { index, size, path: path as Bytes[] }
}

function toAnchors(item: Item | undefined, commitment: Commitment): readonly ReceiptAnchor[] {
  if (!Array.isArray(item) || item.length < 1 || item.length > maxAnchors) throw new ReceiptShapeError('number of anchors')
  const anchors = item.map((one) => toAnchor(one, commitment))
  const places = new Set(anchors.map(({ chain, transaction }) => `${chain} ${transaction}`))
  if (places.size !== anchors.length) throw new ReceiptShapeError('anchor named twice')
  return anchors
}

function toAnchor(item: Item, commitment: Commitment): ReceiptAnchor {
  if (!Array.isArray(item) || item.length < 3 || item.length > 4) throw new ReceiptShapeError('anchor')
  const [chain, method, location, evidence] = item as readonly Item[]
  if (typeof chain !== 'string' || !isChain(chain)) throw new ReceiptShapeError('chain')
  const transaction = location instanceof Uint8Array ? transactionOf(method, location) : undefined
  if (transaction === undefined || isBitcoin(chain) !== Number(method) > 2) throw new ReceiptShapeError('location')
  if (evidence !== undefined && !(evidence instanceof Uint8Array)) throw new ReceiptShapeError('evidence')
  if (method === 4 && (evidence === undefined || chain !== bitcoin)) throw new ReceiptShapeError('evidence')
  return { chain, transaction, commitment, ...(evidence ? { evidence: evidence as Bytes } : {}) }
}

function transactionOf(method: Item | undefined, location: Uint8Array): string | undefined {
  if (method === 1 && location.length === 32) return `0x${toHex(location)}`
  if (method === 2 && location.length === 36) return `0x${toHex(location.subarray(0, 32))}#${Number.parseInt(toHex(location.subarray(32)), 16)}`
  if (method === 3 && location.length === 32) return toHex(location)
  return method === 4 && location.length === 0 ? '' : undefined
}
