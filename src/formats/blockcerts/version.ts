import { isObject, type Json, type JsonObject, many } from '../../json.js'

/** The versions of Blockcerts that name themselves by their context. 1.1 and before had none. */
export type Version = '1.2' | '2.0-alpha' | '2.0' | '2.1' | '3.0-alpha' | '3.0-beta' | '3.0' | '3.1' | '3.2'

/** The version that a document names by its contexts; `undefined` when it names none. */
export function versionOf(document: JsonObject): Version | undefined {
  for (const context of many(document['@context'])) {
    const [, written] = (typeof context === 'string' && form.exec(context)) || []
    if (written !== undefined) return written.length === 1 ? short[written] : (written as Version)
  }
  return undefined
}

/** The first of each line was published under its number alone. */
const short: { readonly [written: string]: Version } = { 1: '1.2', 2: '2.0', 3: '3.0' }
const form =
  /^https?:\/\/(?:w3id\.org\/blockcerts|(?:www\.)?blockcerts\.org)\/(?:v|schema\/)?(1(?:\.2)?|2(?:\.[01]|\.0-alpha)?|3(?:\.[012]|\.0-alpha|\.0-beta)?)(?:\/context\.json)?$/

/** Says whether it is of version 1, where a document stood beside its receipt. */
export function isFirstVersion(document: JsonObject): boolean {
  return versionOf(document) === '1.2' || many(document['type']).includes('BlockchainCertificate')
}

/** Says whether a proof is a Merkle proof of 2019, under one of its three names. */
export function isMerkleProof(proof: Json | undefined): proof is JsonObject {
  if (!isObject(proof)) return false
  const type = proof['type'] === 'ChainedProof2021' ? proof['chainedProofType'] : proof['type']
  return type === 'MerkleProof2019' || (type === 'DataIntegrityProof' && proof['cryptosuite'] === 'merkle-proof-2019')
}

/** Says whether a signature is a Merkle proof of 2017. */
export function isMerkleSignature(signature: Json | undefined): signature is JsonObject {
  return isObject(signature) && many(signature['type']).includes('MerkleProof2017')
}
