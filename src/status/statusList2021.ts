import { fromBase64 } from '../bytes.js'
import { bitStatus } from './bits.js'
import { bitPlace } from './entry.js'
import type { StatusType } from './statusType.js'

/** Reads `StatusList2021Entry` (Status List 2021, 2.1): as `bitstring`, with one bit for each entry, and a list that must say its own URL. */
export const statusList2021: StatusType = /* @__PURE__ */ bitStatus({
  entry: 'StatusList2021Entry',
  credential: 'StatusList2021Credential',
  list: 'StatusList2021',
  named: true,
  place: ({ statusPurpose, statusListCredential, statusListIndex }) => bitPlace(statusPurpose, statusListCredential, statusListIndex),
  // They say base64, and their implementations write base64url.
  decode: fromBase64,
  format: () => 'gzip',
})
