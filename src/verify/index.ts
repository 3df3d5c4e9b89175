export { OtherRecipientError, type Recipient } from '../credential/recipient.js'
export { ExpiredError, NotYetValidError } from '../credential/validity.js'
export { BaseError, type Check, type Problem } from '../errors.js'
export type { Note } from '../formats/format.js'
export type { SchemaVerdict } from '../schema/check.js'
export type { StatusType, StatusWorld } from '../status/statusType.js'
export { current } from './current.js'
export type { Held } from './held.js'
export { HeldError, NotReadError, UnreadableError } from './held.js'
export { anyOf, type Issuers, registry, trusted, UnboundIssuerError, UntrustedIssuerError } from './issuers.js'
export { CancelledError, OptionsError, RequiredError } from './outcome.js'
export {
  type CheckName,
  type Checks,
  type CheckWorld,
  checkNames,
  type EndorsementVerdict,
  type ExtraCheck,
  type IssuerDetail,
  type Part,
  type Presentation,
  type Progress,
  type ProofVerdict,
  type Refresh,
  type Report,
  type ResourceVerdict,
  type SightingDetail,
  type StatusVerdict,
} from './report.js'
export {
  type Accepted,
  verify,
} from './verify.js'
