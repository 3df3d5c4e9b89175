import type { Bytes, Uri } from '../../bytes.js'
import type { Contexts } from '../../contexts/index.js'
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

/** What a Merkle proof is about: the text that is hashed, its hash, and the hash that the proof says it should be. */
export type HashedBlockcert = {
  readonly suite: string
  /** Canonical N-Quads of the certificate, without the proof and with the proofs that stand before it. */
  readonly canonicalDocument: string
  readonly documentHash: Bytes
  readonly targetHash: Bytes
}

/**
 * Shows what each Merkle proof of a certificate is about, for who asks why it does not verify: a line of the text that differs from the issuer's says
 * what was changed. Nobody has looked at paths, chains or accounts.
 *
 * @throws what the certificate cannot be read for: `ReceiptShapeError`, and the errors of `rdfc`
 * @example
 * const [{ canonicalDocument, documentHash, targetHash }] = await explainBlockcert(certificate)
 */
export async function explainBlockcert(
  certificate: object,
  { contexts }: { readonly contexts?: Contexts | undefined } = {},
): Promise<readonly HashedBlockcert[]> {
  return (await import('./explain.js')).explain(certificate as JsonObject, contexts)
}

/** By its context, or by its proof. A presentation holds certificates, and is none. */
function isOurs(value: JsonObject): boolean {
  if (!isObject(value) || many(value['type']).includes('VerifiablePresentation')) return false
  return versionOf(value) !== undefined || isFirstVersion(value) || isMerkleSignature(value['signature']) || many(value['proof']).some(isMerkleProof)
}
