export { CancelledError } from '../anchor/cancel.js'
export { OtherChainError } from '../anchor/chain.js'
export type { Caip2, Cancel, DataChain, DataReader, DataSighting, Estimate, Place, Prepared } from '../seams.js'
export { type Custodian, type CustodianOptions, CustodianUrlError, custodian, type PostFetch } from './custodian.js'
export { type ShareRequest, type ShareResponse, shareEndpoint } from './endpoint.js'
export { linkIn, type VaultLink } from './link.js'
export { CannotOpenError, ChainSilentError, CustodianSilentError, type Opened, type OpenOptions, openVault } from './open.js'
export {
  EmptyVaultError,
  NotSealedError,
  PageError,
  type Plan,
  plan,
  publish,
  type Sealed,
  type SealedBatch,
  type SealedRecord,
  type SealOptions,
  seal,
  TextTooLongError,
  UnlinkableChainError,
} from './seal.js'
export {
  type EraseOptions,
  type ErasureRecord,
  type ErasureStore,
  erase,
  memoryStore,
  type RecordId,
  RecordKeptError,
  type Shares,
  type Tombstone,
  UnknownRecordError,
} from './store.js'
