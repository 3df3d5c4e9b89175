export type { BlockHeader, ChainReader } from '../seams.js'
export { type Attested, lookUpTimestamp, NotInBlockError, OtherFileError, PendingTimestampError } from './opentimestamps/date.js'
export { HeaderError, NotPinnedError, type PinnedHeaders, pinned } from './opentimestamps/pinned.js'
export {
  type Attestation,
  type Attestations,
  type FileHash,
  fromBare,
  fromDetached,
  matches,
  NewerTimestampError,
  type Timestamp,
  TimestampShapeError,
} from './opentimestamps/timestamp.js'
