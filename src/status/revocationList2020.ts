import { fromBase64 } from '../bytes.js'
import { bitStatus } from './bits.js'
import { bitPlace } from './entry.js'
import type { StatusType } from './statusType.js'

/** Reads `RevocationList2020Status` (Revocation List 2020, 4): as `statusList2021`, for revocation alone. */
export const revocationList2020: StatusType = /* @__PURE__ */ bitStatus({
  entry: 'RevocationList2020Status',
  credential: 'RevocationList2020Credential',
  list: 'RevocationList2020',
  purpose: 'revocation',
  named: true,
  place: ({ revocationListCredential, revocationListIndex }) => bitPlace('revocation', revocationListCredential, revocationListIndex),
  decode: fromBase64,
  // The specification says ZLIB, and its implementations write GZIP, which begins with 1f 8b (RFC 1952, 2.3.1).
  format: ([first, second]) => (first === 0x1f && second === 0x8b ? 'gzip' : 'deflate'),
})
