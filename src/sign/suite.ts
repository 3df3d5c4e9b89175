import { type Bytes, type CanonicalBytes, concat, fromBase58, fromBase64url, type MaybePromise, toBase58 } from '../bytes.js'
import type { Contexts } from '../contexts/index.js'
import type { Proof, Recorder, SignatureRecord } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { sha256 } from '../hash.js'
import { verifySignature } from '../keys/verify.js'
import type { PublicKey } from '../seams.js'
import { coveredBy } from './proofs.js'

/** What a suite may read besides the document. */
export type World = { readonly contexts?: Contexts | undefined }

/**
 * What verifying needs of a cryptosuite (VC Data Integrity 1.0, 3): a record of functions, found by its name. `record` takes the credential as it
 * stands, with its proofs. A suite that nobody should sign with any more is this and no more.
 */
export type SuiteReader = Recorder & {
  readonly kind: 'suite'
  readonly name: string
  /** Where a proof says the name: in its `type`, as before Data Integrity; or, when this is left out, in the `cryptosuite` of a `DataIntegrityProof`. */
  readonly namedBy?: 'type' | undefined
  /** `true` when `record` refuses a term that no context defines, so that a record proves that every member is signed. */
  readonly readsTerms?: boolean | undefined
  /** `true` when its proofs stand under a part of what was signed, as the holder chose. */
  readonly discloses?: boolean | undefined
  /** Contexts that it knows besides those that are bundled. */
  readonly contexts?: Contexts | undefined
  /** Other contexts that the document may have been signed under, where a published URL has changed its content; tried when a signature fails. */
  alternates?(document: object): readonly Contexts[]
  /** `false` for a wrong signature; never throws for one. */
  verify(bytes: Uint8Array, signature: Uint8Array, key: PublicKey): MaybePromise<boolean>
  /** The texts whose hashes `record` has, where there are two. */
  texts?(document: object, proof: Proof, world?: World): Texts
  /** Reads a proof that is more than one signature of one message, as one that discloses a part is. `verify` is then of no use. */
  read?(document: object, proof: Proof, world?: World): Reading
}

/** The canonical texts that a proof is about, and the hash that is taken of both: `message` of its record ends in `hash(proof) ‖ hash(document)`. */
export type Texts = { readonly hash: HashName; readonly proof: string; readonly document: string }

/** A proof that was read, and that no key was held against. */
export type Reading = {
  /** What an anchor dates of it; `undefined` where nothing of it is the same twice. */
  readonly record?: SignatureRecord | undefined
  /** Says whether all of the proof was made with this key over this document. Never throws for a wrong signature. */
  verify(key: PublicKey): MaybePromise<boolean>
}

/** A suite to sign with. `signedBytes` takes what the proof will cover (`coveredBy`). */
export type Suite<A extends string = string> = SuiteReader & {
  readonly algorithms: readonly A[]
  /** `true` when the proof carries the document's `@context`, because its options are hashed as they stand (VC-DI-EdDSA 1.0, 3.3.1, step 2). */
  readonly carriesContext?: boolean | undefined
  /** The bytes that are signed, for a document and the proof's own options. */
  signedBytes(document: object, proof: Proof, key: PublicKey, world: World): MaybePromise<CanonicalBytes>
}

/** A hash of this many bytes goes with each algorithm (VC-DI-EdDSA 3, VC-DI-ECDSA 3). */
export type HashName = 'SHA-256' | 'SHA-384'

/** Canonical text: a hash of its UTF-8 is taken without bytes in between. */
export type Canonicalize = (document: object, hash: HashName, world: World) => string
/** What the suites of this kind differ in. */
export type HashingParts<A extends string> = {
  readonly name: string
  readonly algorithms: readonly A[]
  readonly canonicalize: Canonicalize
  /** SHA-384, where the suite has keys that go with it. */
  readonly sha384?: (text: string) => Bytes
  /** Which members the proof's options have when they are hashed, and which document they go with. */
  readonly configure: (document: object, proof: Proof) => { readonly document: object; readonly options: object }
  readonly readsTerms?: boolean
  readonly carriesContext?: boolean
  readonly alternates?: (document: object) => readonly Contexts[]
}

/**
 * Makes a suite that signs `hash(proof options) ‖ hash(document)`, as the four suites of VC-DI-EdDSA 1.0 and VC-DI-ECDSA 1.0 do: they
 * differ in how they canonicalize and in their keys alone.
 */
export function hashingSuite<A extends string>(parts: HashingParts<A>): Suite<A> {
  const { name, algorithms, canonicalize, configure, readsTerms = false, carriesContext = false, alternates } = parts
  const textsFor = (document: object, proof: Proof, hash: HashName, world: World): Texts => {
    const { proofValue: _, ...rest } = proof
    const input = configure(document, rest)
    return { hash, proof: canonicalize(input.options, hash, world), document: canonicalize(input.document, hash, world) }
  }
  const bytesOf = (texts: Texts): CanonicalBytes => {
    const digest = texts.hash === 'SHA-384' ? (parts.sha384 ?? sha256) : sha256
    return concat(digest(texts.proof), digest(texts.document)) as CanonicalBytes
  }
  // Only P-384 has signatures of 96 bytes: the length tells the hash before the key is known.
  const textsWith = (signature: Bytes, document: object, proof: Proof, world: World = {}): Texts =>
    textsFor(coveredBy(document, proof), proof, signature.length === 96 ? 'SHA-384' : 'SHA-256', world)
  return {
    kind: 'suite',
    name,
    algorithms,
    readsTerms,
    carriesContext,
    ...(alternates && { alternates }),
    signedBytes: (document, proof, key, world) => bytesOf(textsFor(document, proof, key.algorithm === 'P-384' ? 'SHA-384' : 'SHA-256', world)),
    texts: (document, proof, world) => textsWith(decodeProofValue(proof.proofValue), document, proof, world),
    record(document, proof, world) {
      const signature = decodeProofValue(proof.proofValue)
      return { kind: 1, message: bytesOf(textsWith(signature, document, proof, world)), signature }
    },
    verify(bytes, signature, key) {
      const fits = (algorithms as readonly string[]).includes(key.algorithm) && signature.length === (key.algorithm === 'P-384' ? 96 : 64)
      return fits && verifySignature(key, bytes, signature)
    },
  }
}

/** Writes a signature as `proofValue`: multibase base58btc (VC Data Integrity 1.0, 2.4). */
export function encodeProofValue(signature: Uint8Array): string {
  return `z${toBase58(signature)}`
}

/**
 * Reads a `proofValue`: base58btc, as the suites of 2019 and 2022 write it, or base64url, as peers also accept it.
 *
 * @throws {ProofValueError} for anything else
 * @example
 * decodeProofValue('z2s').length
 */
export function decodeProofValue(proofValue: string | undefined): Bytes {
  if (typeof proofValue !== 'string' || proofValue.length > 2048) throw new ProofValueError()
  try {
    if (proofValue.startsWith('z')) return fromBase58(proofValue.slice(1))
    if (proofValue.startsWith('u')) return fromBase64url(proofValue.slice(1))
  } catch (cause) {
    throw new ProofValueError(cause)
  }
  throw new ProofValueError()
}

/** The proof's value is missing, or not what its suite would have written. */
export class ProofValueError extends BaseError {
  override readonly name = 'sign.ProofValueError'
  constructor(cause?: unknown) {
    super('The proof has no proofValue that can be read as its suite writes it. The file may be damaged; ask for a fresh copy.', { cause })
  }
}
