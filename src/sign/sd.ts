import { concat, toBase64url, utf8 } from '../bytes.js'
import type { Item } from '../cbor.js'
import type { Proof } from '../credential/secured.js'
import { verifySignature } from '../keys/verify.js'
import type { PublicKey } from '../seams.js'
import { BaseProofError, disclose, readParts, readProofValue, TooManyStatementsError, toIndexes, toLabels, VerifyOnlyError } from './disclosure.js'
import { BadSignatureError } from './proofs.js'
import { earlierContexts } from './rdfc.js'
import { ProofValueError, type Reading, type Suite, type World } from './suite.js'

export { BaseProofError, TooManyStatementsError, VerifyOnlyError } from './disclosure.js'

const name = 'ecdsa-sd-2023'

/**
 * `ecdsa-sd-2023` (VC-DI-ECDSA 1.0, 3.6): selective disclosure with P-256, derived proofs only. What its holder left out is not there and not missed:
 * an issuer that wants a date or a status to stay makes it mandatory. An anchor dates the base signature, which every derived proof repeats.
 *
 * @example
 * await verify(derived, { accept: [...current, ecdsaSd2023], issuers: 'any' })
 */
export const ecdsaSd2023: Suite<'P-256'> = {
  kind: 'suite',
  name,
  algorithms: ['P-256'],
  readsTerms: true,
  discloses: true,
  alternates: earlierContexts,
  read,
  record(document, proof, world) {
    const { record } = read(document, proof, world)
    if (!record) throw new BadSignatureError(name)
    return record
  },
  signedBytes() {
    throw new VerifyOnlyError(name)
  },
  // One signature says nothing of what is disclosed beside it.
  verify: () => false,
}

// Each takes a verification. A transcript that shows more than this at once is none.
const maxStatements = 10_000

type Derived = {
  readonly baseSignature: Uint8Array
  /** The Multikey of the key that signed each statement, and was then thrown away. */
  readonly publicKey: Uint8Array
  readonly signatures: readonly Uint8Array[]
  readonly labels: ReadonlyMap<string, string>
  readonly mandatory: readonly number[]
}

function read(document: object, proof: Proof, world: World = {}): Reading {
  const { baseSignature, publicKey, signatures, labels, mandatory } = parse(proof)
  const disclosure = disclose(document, proof, labels, new Set(mandatory), world)
  if (disclosure?.statements.length !== signatures.length) return { verify: () => false }
  const { proofHash, mandatoryHash, statements } = disclosure
  const record = { kind: 1, message: concat(proofHash, publicKey, mandatoryHash), signature: baseSignature.slice() } as const
  const ofProof: PublicKey = { algorithm: 'P-256', bytes: publicKey.subarray(2) }
  return {
    record,
    verify: async (key) => {
      if (key.algorithm !== 'P-256' || !(await verifySignature(key, record.message, record.signature))) return false
      for (const [at, signature] of signatures.entries()) if (!(await verifySignature(ofProof, utf8(statements[at] ?? ''), signature))) return false
      return true
    },
  }
}

/** VC-DI-ECDSA 1.0, 3.5.8; the public key has 35 bytes, as 3.6.5 writes it. */
function parse(proof: Proof): Derived {
  const { feature, content } = readProofValue(proof)
  if (feature === 0) throw new BaseProofError(name)
  if (feature !== 1) throw new ProofValueError()
  const [baseSignature, publicKey, signatures, labels, mandatory] = readParts(content, 5)
  if (!isBytes(baseSignature, 64) || !isBytes(publicKey, 35) || publicKey[0] !== 0x80 || publicKey[1] !== 0x24) throw new ProofValueError()
  if (!Array.isArray(signatures) || !signatures.every((one) => isBytes(one, 64))) throw new ProofValueError()
  if (signatures.length > maxStatements) throw new TooManyStatementsError(signatures.length, maxStatements)
  const toName = (item: Item) => (isBytes(item, 32) ? `u${toBase64url(item)}` : undefined)
  return { baseSignature, publicKey, signatures, labels: toLabels(labels, toName), mandatory: toIndexes(mandatory) }
}

function isBytes(item: Item | undefined, length: number): item is Uint8Array {
  return item instanceof Uint8Array && item.length === length
}
