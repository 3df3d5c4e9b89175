export { OtherRecipientError, type Recipient } from '../credential/recipient.js'
export { ExpiredError, NotYetValidError } from '../credential/validity.js'
export { BaseError, type Check, type Problem } from '../errors.js'
export type { Note } from '../formats/format.js'
export type { StatusType, StatusWorld } from '../status/statusType.js'
export { current } from './current.js'
export type { Held } from './held.js'
export { HeldError, NotReadError, UnreadableError } from './held.js'
export { anyOf, type Issuers, trusted, UnboundIssuerError, UntrustedIssuerError } from './issuers.js'
export { RequiredError } from './outcome.js'
export {
  type CheckName,
  type Checks,
  type CheckWorld,
  checkNames,
  type EndorsementVerdict,
  type ExtraCheck,
  type IssuerDetail,
  type Part,
  type Progress,
  type ProofVerdict,
  type Report,
  type SightingDetail,
  type StatusVerdict,
} from './report.js'
export {
  type Accepted,
  CancelledError,
  OptionsError,
  verify,
} from './verify.js'
