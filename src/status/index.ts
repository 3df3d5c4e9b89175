export type { StatusEntry } from '../credential/badge.js'
export { bitstring } from './bitstring.js'
export { fromCredential, listCredential } from './credential.js'
export { entry, entryOf } from './entry.js'
export { create, get, IndexOutOfRangeError, IrreversibleError, LengthError, type Purpose, type StatusList, set } from './list.js'
export { oneEdTechRevocationList } from './oneEdTech.js'
export { revocationList2020 } from './revocationList2020.js'
export { indexAt, SecretError } from './serial.js'
export { statusList2021 } from './statusList2021.js'
export {
  BadEntryError,
  BadListError,
  RevokedError,
  type StatusDetail,
  type StatusType,
  type StatusWorld,
  SuspendedError,
  TooLargeError,
  UncheckedListError,
  UnknownPurposeError,
  UnreadableListError,
} from './statusType.js'
