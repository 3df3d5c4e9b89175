import { type Bytes, concat, fromBase64url, fromUtf8, type MaybePromise, utf8 } from '../bytes.js'
import { UndefinedTermError } from '../canonicalize/errors.js'
import { rdfcCanonical } from '../canonicalize/rdfc.js'
import { suites as suiteContexts } from '../contexts/suites.js'
import type { Proof } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { sha256 } from '../hash.js'
import { isObject, type Json, type JsonObject, many, parse } from '../json.js'
import { KeyError } from '../keys/key.js'
import { readRsa, verifyPs256 } from '../keys/rsa.js'
import { verifySignature } from '../keys/verify.js'
import type { PublicKey } from '../seams.js'
import { coveredBy } from './proofs.js'
import { canonicalText, earlierContexts } from './rdfc.js'
import { decodeProofValue, type SuiteReader, type Texts, type World } from './suite.js'

/** `Ed25519Signature2020` (VC-DI-EdDSA 1.0, A): what `eddsa-rdfc-2022` signs, in a proof whose type is the suite's name. To read, not to sign with. */
export const ed25519Signature2020: SuiteReader = /* @__PURE__ */ olderSuite({
  name: 'Ed25519Signature2020',
  namedBy: 'type',
  context: 'https://w3id.org/security/suites/ed25519-2020/v1',
})

/** `eddsa-2022`: the name of `eddsa-rdfc-2022` in the drafts of VC-DI-EdDSA until August 2023. To read, not to sign with. */
export const eddsa2022: SuiteReader = /* @__PURE__ */ olderSuite({ name: 'eddsa-2022' })

/**
 * `JsonWebSignature2020` (JSON Web Signatures for Data Integrity Proofs, a draft that was given up in 2024): Ed25519, secp256k1, P-256, P-384, and RSA
 * by PS256. To read, not to sign with.
 */
export const jsonWebSignature2020: SuiteReader = /* @__PURE__ */ olderSuite({
  name: 'JsonWebSignature2020',
  namedBy: 'type',
  context: 'https://w3id.org/security/suites/jws-2020/v1',
  jws: ['EdDSA', 'ES256K', 'ES256', 'ES384', 'PS256'],
})

/** `EcdsaSecp256k1Signature2019` (Ecdsa Secp256k1 Signature 2019, a community draft): keys on secp256k1, and accounts named by did:pkh. To read, not to sign with. */
export const ecdsaSecp256k1Signature2019: SuiteReader = /* @__PURE__ */ olderSuite({
  name: 'EcdsaSecp256k1Signature2019',
  namedBy: 'type',
  context: 'https://w3id.org/security/suites/secp256k1-2019/v1',
  jws: ['ES256K'],
})

/** The proof's `jws` is not one that its suite makes. */
export class JwsError extends BaseError {
  override readonly name = 'sign.JwsError'
  constructor(why: string, cause?: unknown) {
    super(`The proof's jws is not used: ${why}. The file may be damaged; ask its issuer for a fresh copy.`, { facts: { why }, cause })
  }
}

type Older = {
  readonly name: string
  readonly namedBy?: 'type'
  /** The suite's own context. */
  readonly context?: string
  /** The algorithms of its JWS. A suite that has none signs with Ed25519, in a `proofValue`. */
  readonly jws?: readonly string[]
}

/** How a proof holds its signature. */
type Seal = {
  readonly member: 'proofValue' | 'jws'
  /** The signature, and what stands before the hashes in the bytes that it signs. */
  open(value: string | undefined): { readonly signature: Bytes; readonly head: Uint8Array }
  verify(message: Uint8Array, signature: Uint8Array, key: PublicKey): MaybePromise<boolean>
}

/** All of them sign `hash(proof options) ‖ hash(document)`: SHA-256 over canonical N-Quads. */
function olderSuite({ name, namedBy, context, jws }: Older): SuiteReader {
  const { member, open, verify } = jws ? inJws(jws) : inProofValue()
  const texts = (document: object, proof: Proof, world: World = {}): Texts => {
    const { [member]: _, ...options } = proof
    const covered = coveredBy(document, proof)
    const known = { contexts: { ...suiteContexts, ...world.contexts } }
    const configured = { ...options, '@context': contextOf(covered as JsonObject, options, context, known) }
    return { hash: 'SHA-256', proof: canonicalText(configured, 'SHA-256', known), document: canonicalText(covered, 'SHA-256', known) }
  }
  return {
    kind: 'suite',
    name,
    namedBy,
    readsTerms: true,
    contexts: suiteContexts,
    alternates: earlierContexts,
    texts,
    record(document, proof, world) {
      const { signature, head } = open(proof[member])
      const { proof: options, document: covered } = texts(document, proof, world)
      return { kind: 1, message: concat(head, sha256(options), sha256(covered)), signature }
    },
    verify,
  }
}

/**
 * The context of the proof's options: the document's (VC-DI-EdDSA 1.0, A.2.1.5), then what the proof has of its own, as it stands inside; and
 * the suite's where neither defines its type, because signers have left it out.
 */
function contextOf(document: JsonObject, { type, '@context': own }: Proof, suite: string | undefined, world: World): Json {
  const inside = [...many(document['@context']), ...many(own)]
  return suite === undefined || defines(inside, type, world) ? inside : [...inside, suite]
}

function defines(context: Json, type: string, world: World): boolean {
  try {
    return rdfcCanonical({ '@context': context, '@type': type }, world).lines.length > 0
  } catch (error) {
    if (error instanceof UndefinedTermError) return false
    throw error
  }
}

function inProofValue(): Seal {
  return {
    member: 'proofValue',
    open: (value) => ({ signature: decodeProofValue(value), head: new Uint8Array() }),
    verify: (message, signature, key) => key.algorithm === 'Ed25519' && verifySignature(key, message, signature),
  }
}

/** A JWS without its payload, which is not encoded either (RFC 7797, 5.2); these are the algorithms that the suite has. */
function inJws(algorithms: readonly string[]): Seal {
  return {
    member: 'jws',
    open: (value) => {
      const [header = '', payload, signed = '', ...more] = typeof value === 'string' && value.length <= maxJws ? value.split('.') : []
      if (payload !== '' || more.length > 0) throw new JwsError('it is not a header and a signature with nothing between')
      const { alg, signature } = decode(header, signed)
      if (!algorithms.includes(alg)) throw new JwsError(`its alg "${alg.slice(0, 20)}" is not one of this suite`)
      return { signature, head: utf8(`${header}.`) }
    },
    verify: (message, signature, key) => verifyAs(algOf(message), key, message, signature),
  }
}

// The longest signature is that of an RSA key of 8,192 bits.
const maxJws = 2048

function decode(header: string, signed: string): { readonly alg: string; readonly signature: Bytes } {
  let value: Json
  let signature: Bytes
  try {
    value = parse(fromUtf8(fromBase64url(header)))
    signature = fromBase64url(signed)
  } catch (cause) {
    throw new JwsError('it cannot be read', cause)
  }
  const { alg, b64, crit } = isObject(value) ? value : {}
  const isDetached = b64 === false && Array.isArray(crit) && crit.length === 1 && crit[0] === 'b64'
  if (typeof alg !== 'string' || !isDetached) throw new JwsError('its header does not say `alg`, `b64: false` and `crit: ["b64"]`')
  return { alg, signature }
}

/** The algorithm that the bytes were signed with: the header stands before the hashes. */
function algOf(message: Uint8Array): string {
  return decode(fromUtf8(message.subarray(0, message.indexOf(dot))), '').alg
}

const dot = 0x2e

/** What each algorithm takes for a key. */
const keyAlgorithms: { readonly [alg: string]: string } = { EdDSA: 'Ed25519', ES256K: 'secp256k1', ES256: 'P-256', ES384: 'P-384', PS256: 'RS256' }

/** The key decides, and the header must agree with it. */
function verifyAs(alg: string, key: PublicKey, message: Uint8Array, signature: Uint8Array): MaybePromise<boolean> {
  if (key.algorithm === 'EcdsaSecp256k1RecoveryMethod2020' && alg === 'ES256K') return isByAccount(key, message, signature)
  if (keyAlgorithms[alg] !== key.algorithm) return false
  return alg === 'PS256' ? isByRsaKey(key, message, signature) : verifySignature(key, message, signature)
}

function isByRsaKey(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  const rsa = readRsa(key.bytes)
  if (typeof rsa === 'string') throw new KeyError(key.algorithm, rsa)
  return verifyPs256(rsa, message, signature)
}

async function isByAccount(key: PublicKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const account = await import('../keys/account.js')
  return account.isByAccount(key.bytes, message, signature)
}
