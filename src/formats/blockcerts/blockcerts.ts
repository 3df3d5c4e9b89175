import type { Uri } from '../../bytes.js'
import { isObject, type Json, type JsonObject, many } from '../../json.js'
import type { Format } from '../format.js'
import { isFirstVersion, isMerkleProof, isMerkleSignature, versionOf } from './version.js'

/** A certificate of Blockcerts 2 or 3: what a passed report holds. */
export type Blockcert = { readonly '@context': Json; readonly id: Uri }

/**
 * Reads Blockcerts 2.0, 2.1 and 3.0-alpha to 3.2: the hash of the certificate, its way up to the root of a batch, every transaction that should
 * hold that root, and whose account sent it. 1.2 is recognised and not verified. Transactions are looked up through `chains`; profiles, lists and
 * DIDs through `load`, over https.
 *
 * @example
 * const chains = [bitcoinReader({ source: 'https://blockstream.info/api', load })]
 * const report = await verify(file, { accept: [...current, blockcerts], issuers: 'any', load, chains })
 */
export const blockcerts: Format = {
  kind: 'format',
  name: 'Blockcerts',
  recognise: (value) => typeof value !== 'string' && isOurs(value),
  // The contexts and the curve of Bitcoin come with the first certificate.
  check: async (value, world) => (await import('./check.js')).examine(value as JsonObject, world),
}

/**
 * Narrows what a passed report holds.
 *
 * @example
 * if (report.outcome === 'passed' && isBlockcert(report.credential)) report.credential.id // 'urn:uuid:…'
 */
export function isBlockcert(value: object | undefined): value is Blockcert {
  return isOurs(value as JsonObject) && typeof (value as JsonObject)['id'] === 'string'
}

/** By its context, or by its proof. A presentation holds certificates, and is none. */
function isOurs(value: JsonObject): boolean {
  if (!isObject(value) || many(value['type']).includes('VerifiablePresentation')) return false
  return versionOf(value) !== undefined || isFirstVersion(value) || isMerkleSignature(value['signature']) || many(value['proof']).some(isMerkleProof)
}
