import { toHex, type Uri } from '../../bytes.js'
import { BadDocumentError, RevokedError } from '../errors.js'
import type { World } from '../format.js'
import { isWeb, read } from '../openbadges2/address.js'
import type { Wrapped } from './wrapped.js'

/** What the numbers say that a responder gives for a reason (RFC 5280, 5.3.1; and one that OpenAttestation added). */
const reasons: { readonly [code: number]: string | undefined } = {
  1: 'key compromise',
  2: 'CA compromise',
  3: 'affiliation changed',
  4: 'superseded',
  5: 'cessation of operation',
  6: 'on hold',
  8: 'remove from the list',
  9: 'privilege withdrawn',
  10: 'AA compromise',
  1001: 'suspended',
}

/**
 * Asks the responder that the issuer names for the hash of a document, the root of its batch and every node between them. It is not OCSP: the answers are
 * JSON, and nobody has signed them. Returns its address.
 *
 * @throws {RevokedError} when one of them is revoked
 * @throws {BadDocumentError} when an answer is none; and what `read` throws
 */
export async function checkOcsp(location: string, { hashes }: Wrapped, world: World): Promise<Uri> {
  if (!isWeb(location)) throw new BadDocumentError(location, 'it is no https address')
  await Promise.all(
    hashes.map(async (bytes) => {
      const hash = `0x${toHex(bytes)}`
      const { address, document } = await read(`${location.replace(/\/$/, '')}/${hash}`, world)
      const { revoked, documentHash, reasonCode } = document
      if (revoked === true) throw new RevokedError(hash, reasons[Number(reasonCode)])
      if (revoked !== false || documentHash !== hash) throw new BadDocumentError(address, 'it does not say whether this document was revoked')
    }),
  )
  return location
}
