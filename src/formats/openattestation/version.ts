import { isObject, type JsonObject, many } from '../../json.js'

/** The versions that wrapped documents have. */
export type Version = '2.0' | '3.0'

/** The version of a document, by its proof or by the schema that it names; `undefined` when it has neither. */
export function versionOf({ version, signature, proof, openAttestationMetadata }: JsonObject): Version | undefined {
  const isThird = many(proof).some((one) => isObject(one) && one['type'] === 'OpenAttestationMerkleProofSignature2018')
  if (isThird || isObject(openAttestationMetadata) || version === 'https://schema.openattestation.com/3.0/schema.json') return '3.0'
  const isSecond = isObject(signature) && signature['type'] === 'SHA3MerkleProof'
  return isSecond || version === 'https://schema.openattestation.com/2.0/schema.json' ? '2.0' : undefined
}
