export type { Anchored } from '../credential/secured.js'
export type { Anchor, Answer, BlockHeader, Caip2, Call, Cancel, Chain, ChainReader, Estimate, Place, Prepared, Sighting } from '../seams.js'
export {
  type AnchoredBatch,
  type AnchorOptions,
  anchor,
  DuplicateIdError,
  EmptyBatchError,
  estimate,
  NoEstimateError,
  publish,
  resume,
} from './anchor.js'
export { type AttachedReceipt, attach, detach, NoReceiptError, receiptsOf, TooManyReceiptsError, WrongReceiptError } from './attach.js'
export { CancelledError } from './cancel.js'
export { NotPreparedError, OtherChainError } from './chain.js'
export {
  AmbiguousProofError,
  fromRecord,
  fromRow,
  type Leaf,
  leaf,
  leafBytes,
  NoIdError,
  NoProofError,
  NoSuiteError,
  RowError,
  type SignatureOptions,
  TooManyProofsError,
  toRow,
  UnlinkableSuiteError,
} from './leaf.js'
export { type AnchorCheck, ChainSilentError, type LookedUp, lookUp, NotOnChainError, NotSettledError, type Sighted } from './lookup.js'
export { NotPendingError, type Pending } from './pending.js'
export {
  CommitmentMismatchError,
  climb,
  extend,
  fromText,
  type Kind,
  type Method,
  matches,
  NewerReceiptError,
  OtherCommitmentError,
  type Receipt,
  type ReceiptAnchor,
  ReceiptShapeError,
  type Receipts,
  TooManyAnchorsError,
  TransactionError,
  toText,
} from './receipt.js'
