import type { Bytes } from '../bytes.js'
import type { Proof } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { sha256, sha384 } from '../hash.js'
import type { JsonObject } from '../json.js'
import { plainly } from './plain.js'
import type { HashName, SuiteReader, World } from './suite.js'

/** What a proof was made over, as its suite has it from a document: nobody has compared it with the signature. */
export type Explanation = {
  readonly suite: string
  /** What the proof says of itself, without its signature: canonical N-Quads, or canonical JSON. */
  readonly canonicalProof: string
  /** The document, with the proofs that this one covers and no others. */
  readonly canonicalDocument: string
  readonly hash: HashName
  readonly proofHash: Bytes
  readonly documentHash: Bytes
  /** The bytes that the signature is over: they end in both hashes. */
  readonly message: Bytes
}

/**
 * Shows what a proof is about, for who asks why a signature is wrong: the canonical texts, their hashes, and the bytes that are signed. Compare them with
 * those of the signer: the first line that differs says what was changed.
 *
 * @throws {NotTwoTextsError} for a suite that signs statement by statement
 * @throws what the suite throws for a document or a proof that it cannot read
 * @example
 * const { canonicalDocument, documentHash } = await explain(signed, signed.proof[0], { suite: eddsaRdfc2022 })
 */
export async function explain(document: object, proof: Proof, { suite, contexts }: { readonly suite: SuiteReader } & World): Promise<Explanation> {
  return plainly(suite, document as JsonObject, contexts, (read, world) => {
    const texts = suite.texts?.(read, proof, world)
    if (!texts) throw new NotTwoTextsError(suite.name)
    const digest = texts.hash === 'SHA-384' ? sha384 : sha256
    return {
      suite: suite.name,
      canonicalProof: texts.proof,
      canonicalDocument: texts.document,
      hash: texts.hash,
      proofHash: digest(texts.proof),
      documentHash: digest(texts.document),
      message: suite.record(read, proof, world).message,
    }
  })
}

/** The suite signs something else than one text of the proof and one of the document. */
export class NotTwoTextsError extends BaseError {
  override readonly name = 'sign.NotTwoTextsError'
  constructor(suite: string) {
    super(`Proofs of ${suite} are not made over one text of the document, so there is none to show.`, { facts: { suite } })
  }
}
