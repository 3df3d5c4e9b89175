import { sameBytes } from '../bytes.js'
import { type Anchored, type Credential, NotSecuredError, type Proof, type Signed } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { isReceipt, proofsOf, receiptSuite } from './leaf.js'
import { fromText, NewerReceiptError, type Receipt, ReceiptShapeError, type Receipts, toText } from './receipt.js'

/** A receipt found in a credential, or why it is none. `at` is its place among the proofs. */
export type AttachedReceipt =
  | { readonly at: number; readonly receipt: Receipt }
  | { readonly at: number; readonly error: ReceiptShapeError | NewerReceiptError | TooManyReceiptsError }

/**
 * Puts a receipt into its credential, as one more member of `proof`, in place of an older one for the same leaf. The other proofs stay as they
 * are and where they are. A JWT cannot carry a receipt: hand its receipt over beside it.
 *
 * From a map it takes the receipt by the credential's id. It knows no suite, so it cannot tell whether a receipt given by itself is of a
 * signature of this credential: that is `matches(receipt, leafBytes(signed, { suite }))`, and `verify` checks it.
 *
 * @throws {NoReceiptError} when the map holds none for this credential
 * @throws {WrongReceiptError} when the receipt is of a JWT or of an archived document
 * @throws {TooManyReceiptsError} when the credential carries eight others
 * @example
 * const anchored = attach(signed, receipts)
 */
export function attach<T extends Credential>(signed: Signed<T>, receipt: Receipt | Receipts): Anchored<T> {
  const mine = 'anchors' in receipt ? receipt : signed.id === undefined ? undefined : receipt.get(signed.id)
  if (!mine) throw new NoReceiptError(signed.id)
  if (mine.kind !== 1) throw new WrongReceiptError(mine.kind)
  const proofs = proofsOf(signed)
  const isOlder = (proof: Proof): boolean => isSameLeaf(proof, mine)
  const at = proofs.findIndex(isOlder)
  const others = proofs.filter((proof) => !isOlder(proof))
  if (others.filter(isReceipt).length >= maxReceipts) throw new TooManyReceiptsError()
  const proof = others.toSpliced(at === -1 ? others.length : at, 0, toProof(mine))
  return { ...signed, proof } as unknown as Anchored<T>
}

/**
 * Takes the receipts off a credential: the credential as it was signed, and its receipts.
 *
 * @throws {ReceiptShapeError} when one of them is malformed
 * @throws {NewerReceiptError} when one of them is of a version to come
 * @throws {NotSecuredError} when nothing but receipts secures it, which is nothing
 * @example
 * const { signed, receipts } = detach(anchored)
 */
export function detach<T extends Credential>(signed: Signed<T>): { readonly signed: Signed<T>; readonly receipts: readonly Receipt[] } {
  const proof = proofsOf(signed).filter((one) => !isReceipt(one))
  if (proof.length === 0) throw new NotSecuredError()
  const receipts = receiptsOf(signed).map((found) => {
    if ('error' in found) throw found.error
    return found.receipt
  })
  return { signed: { ...signed, proof } as unknown as Signed<T>, receipts }
}

/**
 * Every receipt that a credential carries, in order, or why it is none. At most eight are read.
 *
 * @example
 * for (const { at, ...found } of receiptsOf(signed)) console.log(at, 'error' in found ? found.error.message : found.receipt.anchors)
 */
export function receiptsOf(signed: Signed): readonly AttachedReceipt[] {
  const found = proofsOf(signed).flatMap((proof, at) => (isReceipt(proof) ? [{ at, proof }] : []))
  return found.map(({ at, proof }, nth) => (nth < maxReceipts ? { at, ...read(proof) } : { at, error: new TooManyReceiptsError() }))
}

/** There is no receipt for this credential. */
export class NoReceiptError extends BaseError {
  override readonly name = 'anchor.NoReceiptError'
  constructor(id: string | undefined) {
    super('None of these receipts is for this credential. Look for it in the batch in which the credential was anchored.', { facts: { id } })
  }
}

/** The receipt is not one that a JSON credential can carry. */
export class WrongReceiptError extends BaseError {
  override readonly name = 'anchor.WrongReceiptError'
  constructor(kind: number) {
    const what = kind === 2 ? 'a JWT' : 'an archived document'
    super(`This receipt is of ${what}, and belongs beside it, not in a JSON credential. Store its text with it.`, { facts: { kind } })
  }
}

/** More receipts than are ever read. */
export class TooManyReceiptsError extends BaseError {
  override readonly name = 'anchor.TooManyReceiptsError'
  constructor() {
    super(`A credential carries at most ${maxReceipts} receipts. Give one more anchor to a receipt that is there, with extend.`, {
      facts: { limit: maxReceipts },
    })
  }
}

const maxReceipts = 8
const members = ['cryptosuite', 'proofPurpose', 'proofValue', 'type']

function toProof(receipt: Receipt): Proof {
  return { type: 'DataIntegrityProof', cryptosuite: receiptSuite, proofPurpose: 'assertionMethod', proofValue: toText(receipt) }
}

function read(proof: Proof): { readonly receipt: Receipt } | { readonly error: ReceiptShapeError | NewerReceiptError } {
  if (Object.keys(proof).sort().join() !== members.join() || proof.proofPurpose !== 'assertionMethod') return { error: new ReceiptShapeError('members') }
  try {
    const receipt = fromText(proof.proofValue ?? '')
    // A kind 3 leaf proves that a document existed. It dates no signature of this credential.
    return receipt.kind === 3 ? { error: new ReceiptShapeError('kind') } : { receipt }
  } catch (error) {
    if (error instanceof ReceiptShapeError || error instanceof NewerReceiptError) return { error }
    throw error
  }
}

// A salt is drawn for one leaf only.
function isSameLeaf(proof: Proof, receipt: Receipt): boolean {
  const other = isReceipt(proof) ? read(proof) : undefined
  return other !== undefined && 'receipt' in other && sameBytes(other.receipt.salt, receipt.salt) && sameBytes(other.receipt.commitment, receipt.commitment)
}
