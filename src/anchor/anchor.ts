import type { Commitment, MaybePromise, Uri } from '../bytes.js'
import type { CompactJwt, Secured } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { commit, maxSize, rootOf, TooManyLeavesError } from '../merkle/tree.js'
import type { Anchor, Cancel, Chain, Estimate, Prepared } from '../seams.js'
import { stopIf } from './cancel.js'
import { OtherChainError } from './chain.js'
import { type Leaf, leaf, type SignatureOptions } from './leaf.js'
import { type Batch, type Pending, pack, receiptsIn, treeOf, unpack } from './pending.js'
import { permutation } from './permute.js'
import { checkPlace, type Receipts } from './receipt.js'

/** `keep` must have stored its argument, durably, when it resolves. */
export type AnchorOptions = {
  readonly chain: Chain
  readonly keep: (pending: Pending) => MaybePromise<void>
  readonly cancel?: Cancel | undefined
}
/** The transaction that holds a batch, and the receipts of its credentials by id, in the order of the batch. */
export type AnchoredBatch = { readonly anchor: Anchor; readonly receipts: Receipts }

/**
 * Anchors a batch in one transaction, whatever its size. `keep` is called between signing the transaction and sending it: without it a crash
 * loses the salts, and with them every receipt. The signatures are not verified. Signed credentials need the `suite` that signed them;
 * JWTs and leaves made earlier do not.
 *
 * @throws {EmptyBatchError} when there is nothing to anchor
 * @throws {DuplicateIdError} when two credentials have one id, before anything is signed; and as `leaf` does
 * @example
 * const { receipts } = await anchor([signed], { suite: eddsaRdfc2022, chain, keep: (pending) => store.put(pending) })
 */
export async function anchor(batch: Iterable<CompactJwt | Leaf>, options: AnchorOptions): Promise<AnchoredBatch>
export async function anchor(batch: Iterable<Secured | Leaf>, options: AnchorOptions & SignatureOptions): Promise<AnchoredBatch>
export async function anchor(batch: Iterable<Secured | Leaf>, options: AnchorOptions & Partial<SignatureOptions>): Promise<AnchoredBatch> {
  const leaves = leavesOf(batch, options)
  const order = permutation(leaves.length)
  return write({ leaves, order, commitment: commit(rootOf(treeOf(leaves, order))) }, options)
}

/**
 * Finishes what `keep` stored: sends the same transaction again, which cannot anchor twice, and makes the receipts. It may be called as often
 * as need be, also when the work had been finished.
 *
 * @throws {NotPendingError} when the bytes are not what `keep` was given
 * @throws {OtherChainError} when the batch was prepared for another chain
 * @example
 * const { receipts } = await resume(left, { chain })
 */
export async function resume(pending: Uint8Array, options: { readonly chain: Chain; readonly cancel?: Cancel | undefined }): Promise<AnchoredBatch> {
  const { prepared, ...batch } = unpack(pending)
  if (prepared.chain !== options.chain.id) throw new OtherChainError(prepared.chain, options.chain.id)
  return send(batch, prepared, options)
}

/**
 * Publishes a commitment once more, on another chain or again on the same. `resume` finishes this too, with no receipts: `extend` those you have.
 *
 * @example
 * extend(receipt, await publish(receipt.commitment, { chain: bitcoin, keep }))
 */
export async function publish(commitment: Commitment, options: AnchorOptions): Promise<Anchor> {
  const { anchor } = await write({ leaves: [], order: new Uint32Array(0), commitment }, options)
  return anchor
}

/**
 * What anchoring will cost at most: one transaction, whatever the number of leaves. Signs and sends nothing.
 *
 * @throws {NoEstimateError} when the chain cannot say
 * @example
 * const { fee, currency } = await estimate({ chain })
 */
export async function estimate({ chain, cancel }: { readonly chain: Chain; readonly cancel?: Cancel | undefined }): Promise<Estimate> {
  if (!chain.estimate) throw new NoEstimateError(chain.id)
  return chain.estimate({ cancel })
}

/** There is nothing to anchor. */
export class EmptyBatchError extends BaseError {
  override readonly name = 'anchor.EmptyBatchError'
  constructor() {
    super('This batch is empty, so there is nothing to anchor. Call anchor when there is a credential.')
  }
}

/** Two credentials of a batch have the same id. */
export class DuplicateIdError extends BaseError {
  override readonly name = 'anchor.DuplicateIdError'
  constructor(id: Uri) {
    super(`Two credentials of this batch have the id ${id}, and receipts come back by id. Anchor one of them, or each in its own batch.`, { facts: { id } })
  }
}

/** The chain does not estimate. */
export class NoEstimateError extends BaseError {
  override readonly name = 'anchor.NoEstimateError'
  constructor(chain: string) {
    super(`The adapter of ${chain} cannot say what a transaction costs. Ask the chain itself.`, { facts: { chain } })
  }
}

function leavesOf(batch: Iterable<Secured | Leaf>, options: Partial<SignatureOptions>): readonly Leaf[] {
  const leaves: Leaf[] = []
  const ids = new Set<Uri>()
  for (const one of batch) {
    if (leaves.length === maxSize) throw new TooManyLeavesError()
    const made = isLeaf(one) ? one : leaf(one, options as SignatureOptions)
    if (ids.has(made.id)) throw new DuplicateIdError(made.id)
    ids.add(made.id)
    leaves.push(made)
  }
  if (leaves.length === 0) throw new EmptyBatchError()
  return leaves
}

// JSON has no bytes: what carries some is no credential.
function isLeaf(one: Secured | Leaf): one is Leaf {
  return typeof one === 'object' && 'hash' in one && one.hash instanceof Uint8Array && one.salt instanceof Uint8Array
}

async function write(batch: Batch, options: AnchorOptions): Promise<AnchoredBatch> {
  const { chain, keep, cancel } = options
  stopIf(cancel)
  const prepared = await chain.prepare(batch.commitment, { cancel })
  if (prepared.chain !== chain.id) throw new OtherChainError(chain.id, prepared.chain)
  // A transaction that no receipt can name must not be paid for.
  checkPlace(prepared)
  const pending = pack(batch, prepared)
  await keep(pending)
  stopIf(cancel)
  return send(batch, prepared, options)
}

async function send(
  batch: Batch,
  prepared: Prepared,
  { chain, cancel }: { readonly chain: Chain; readonly cancel?: Cancel | undefined },
): Promise<AnchoredBatch> {
  stopIf(cancel)
  const place = await chain.send(prepared, { cancel })
  checkPlace(place)
  if (place.chain !== chain.id) throw new OtherChainError(chain.id, place.chain)
  return receiptsIn(batch, place)
}
