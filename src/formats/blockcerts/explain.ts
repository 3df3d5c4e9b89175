import type { Contexts } from '../../contexts/index.js'
import { sha256 } from '../../hash.js'
import { type JsonObject, many } from '../../json.js'
import { proofOf } from './assertion.js'
import type { HashedBlockcert } from './blockcerts.js'
import { merkleProofsOf } from './credential.js'
import { contextsWith, textOf } from './text.js'

/** What each Merkle proof of a certificate is about, in their order. */
export function explain(certificate: JsonObject, contexts: Contexts | undefined): readonly HashedBlockcert[] {
  const isCredential = many(certificate['type']).includes('VerifiableCredential')
  const proofs = isCredential ? merkleProofsOf(certificate, '') : [proofOf(certificate, '')].filter((proof) => proof !== undefined)
  return proofs.map(({ suite, covered, read }) => {
    const canonicalDocument = textOf(covered, contextsWith(contexts))
    return { suite, canonicalDocument, documentHash: sha256(canonicalDocument), targetHash: read().targetHash }
  })
}
