import { type Brand, type Bytes, type Commitment, concat, sameBytes } from '../bytes.js'
import { decode, encode, type Item } from '../cbor.js'
import { BaseError } from '../errors.js'
import { sha256 } from '../hash.js'
import { isObject, parse } from '../json.js'
import { build, commit, type InclusionProof, type LeafHash, proveAll, rootOf, type Tree } from '../merkle/tree.js'
import type { Anchor, Place, Prepared } from '../seams.js'
import { fromRow, type Leaf, rowSize, toRow } from './leaf.js'
import type { Receipt, Receipts } from './receipt.js'

/** A batch and its signed transaction, not sent yet. Opaque bytes: keep them, and `resume` finishes the work. Personal data: it carries the salts. */
export type Pending = Brand<Bytes, 'Pending'>

/** `order[i]` is the index in `leaves` of the leaf at place `i` of the tree. Without leaves it is a commitment alone. */
export type Batch = { readonly leaves: readonly Leaf[]; readonly order: Uint32Array; readonly commitment: Commitment }

/** The tree of a batch. */
export function treeOf(leaves: readonly Leaf[], order: Uint32Array): Tree {
  return build(Array.from(order, (at) => leaves[at]?.hash as LeafHash))
}

/** The receipts of a batch, in the order in which its leaves were given. */
export function receiptsIn({ leaves, order, commitment }: Batch, place: Place): { readonly anchor: Anchor; readonly receipts: Receipts } {
  const anchor: Anchor = { chain: place.chain, transaction: place.transaction, commitment }
  const proofs = new Array<InclusionProof>(leaves.length)
  for (const proof of proveAll(treeOf(leaves, order))) proofs[order[proof.index] ?? 0] = proof
  const receipts = leaves.map(({ id, kind, salt }, at) => [id, { kind, salt, proof: proofs[at], commitment, anchors: [anchor] } as unknown as Receipt] as const)
  return { anchor, receipts: new Map(receipts) }
}

/** Packs what a crash must not lose. */
export function pack({ leaves, order, commitment }: Batch, prepared: Prepared): Pending {
  const rows = new Uint8Array(leaves.length * rowSize)
  for (const [at, leaf] of leaves.entries()) rows.set(toRow(leaf), at * rowSize)
  const places = new Uint8Array(order.length * 4)
  const view = new DataView(places.buffer)
  for (const [at, leaf] of order.entries()) view.setUint32(at * 4, leaf)
  const body = encode([version, JSON.stringify(prepared), commitment, rows, places, leaves.map(({ id }) => id)])
  return concat(body, sha256(body)) as Bytes as Pending
}

/**
 * Unpacks it, and makes sure that it is whole and that its leaves make its commitment.
 *
 * @throws {NotPendingError}
 */
export function unpack(pending: Uint8Array): Batch & { readonly prepared: Prepared } {
  try {
    const batch = fromItem(readBody(pending))
    if (batch.leaves.length > 0 && !sameBytes(commit(rootOf(treeOf(batch.leaves, batch.order))), batch.commitment)) throw new NotPendingError()
    return batch
  } catch (cause) {
    throw cause instanceof NotPendingError ? cause : new NotPendingError(cause)
  }
}

/** These bytes are not a pending batch, or not all of one. */
export class NotPendingError extends BaseError {
  override readonly name = 'anchor.NotPendingError'
  constructor(cause?: unknown) {
    super('These bytes are not a pending batch, or part of it is missing. Pass exactly what `keep` was given.', cause === undefined ? {} : { cause })
  }
}

/*
 * pending = << [ 1, JSON of the prepared transaction, commitment, rows, places, [ * id ] ] >> ‖ SHA-256 of all that
 *   rows    65 bytes for each leaf, in the order given: kind ‖ salt ‖ leaf hash
 *   places  4 bytes for each leaf, in the order of the tree: its index among the rows, big-endian
 */
const version = 1
const checksumSize = 32

function readBody(pending: Uint8Array): Item {
  const body = pending.subarray(0, -checksumSize)
  if (!sameBytes(sha256(body), pending.subarray(-checksumSize))) throw new NotPendingError()
  return decode(body, 2)
}

function fromItem(item: Item): Batch & { readonly prepared: Prepared } {
  if (!Array.isArray(item) || item.length !== 6 || item[0] !== version) throw new NotPendingError()
  const [, text, commitment, rows, places, ids] = item as readonly Item[]
  if (typeof text !== 'string' || !(commitment instanceof Uint8Array) || !(rows instanceof Uint8Array)) throw new NotPendingError()
  if (!(places instanceof Uint8Array) || !Array.isArray(ids) || rows.length !== ids.length * rowSize || places.length !== ids.length * 4)
    throw new NotPendingError()
  const leaves = ids.map((id, at) => fromRow(String(id), rows.subarray(at * rowSize, (at + 1) * rowSize)))
  const view = new DataView(places.buffer, places.byteOffset, places.length)
  const order = Uint32Array.from(ids, (_, at) => view.getUint32(at * 4))
  return { prepared: toPrepared(text), commitment: commitment as Bytes as Commitment, leaves, order }
}

function toPrepared(text: string): Prepared {
  const prepared = parse(text)
  if (!isObject(prepared) || !['chain', 'transaction', 'raw', 'fee'].every((key) => typeof prepared[key] === 'string')) throw new NotPendingError()
  return prepared as unknown as Prepared
}
