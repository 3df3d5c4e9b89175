import type { StatusType } from './statusType.js'

/**
 * Reads `BitstringStatusListEntry` (Bitstring Status List 1.0): every purpose, entries of more than one bit, their messages. The list must be
 * signed by the issuer of the credential. A list that is shorter than the specification asks for is read: what it says is no less true.
 * What reads lists is loaded when a credential has a status.
 */
export const bitstring: StatusType = {
  kind: 'status type',
  name: 'BitstringStatusListEntry',
  check: async (entry, credential, world) => (await import('./bitstringList.js')).loaded.check(entry, credential, world),
}
