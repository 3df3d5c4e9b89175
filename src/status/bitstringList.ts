import { EncodingError, fromBase64url } from '../bytes.js'
import { type BitList, bitStatus } from './bits.js'
import { bitstringPlace } from './entry.js'
import type { StatusType } from './statusType.js'

/** Bitstring Status List 1.0 as a kind of bit list: GZIP in multibase base64url, one or more purposes (2.2). */
export const bitstringList: BitList = {
  entry: 'BitstringStatusListEntry',
  credential: 'BitstringStatusListCredential',
  list: 'BitstringStatusList',
  place: bitstringPlace,
  decode(encodedList) {
    if (!encodedList.startsWith('u')) throw new EncodingError('multibase base64url', encodedList.length)
    return fromBase64url(encodedList.slice(1))
  },
  format: () => 'gzip',
}

/** `bitstring`, once it is loaded. */
export const loaded: StatusType = /* @__PURE__ */ bitStatus(bitstringList)
