import type { Brand, Bytes, Instant, Uri } from '../bytes.js'
import type { Contexts } from '../contexts/index.js'
import { BaseError } from '../errors.js'
import { isObject, type Json, type JsonObject, parse, snapshot } from '../json.js'

export type OneOrMany<T> = T | readonly T[]

/** Any W3C credential, whatever else it carries (VC Data Model 2.0, 4). */
export type Credential = {
  readonly '@context': readonly [string, ...Json[]]
  readonly id?: Uri | undefined
  readonly type: readonly [string, ...string[]]
  readonly issuer: Uri | { readonly id: Uri }
  readonly validFrom?: Instant | undefined
  readonly validUntil?: Instant | undefined
  readonly credentialSubject: object
  readonly credentialStatus?: OneOrMany<JsonObject> | undefined
  readonly refreshService?: object | undefined
}

/** One proof of a secured document (VC Data Integrity 1.0, 2.1). */
export type Proof = {
  readonly type: string
  readonly id?: Uri | undefined
  readonly cryptosuite?: string | undefined
  readonly created?: Instant | undefined
  readonly expires?: Instant | undefined
  readonly verificationMethod?: Uri | undefined
  readonly proofPurpose: string
  readonly previousProof?: OneOrMany<Uri> | undefined
  readonly '@context'?: Json | undefined
  /** What a verifier had asked for (VC Data Integrity 1.0, 2.1). */
  readonly challenge?: Json | undefined
  readonly domain?: Json | undefined
  readonly proofValue?: string | undefined
  /** The signature of suites older than Data Integrity, as a JWS without its payload. */
  readonly jws?: string | undefined
}

/** A credential that carries a proof. Nobody has checked that proof. */
export type Signed<T extends Credential = Credential> = Brand<T & { readonly proof: readonly [Proof, ...Proof[]] }, 'Signed'>
/** A credential as a compact JWT. Nobody has checked it. */
export type CompactJwt = Brand<string, 'CompactJwt'>
export type Secured = Signed | CompactJwt
/** A signed credential that carries a receipt. */
export type Anchored<T extends Credential = Credential> = Brand<Signed<T>, 'Anchored'>
/** A credential whose report is `passed`. Only `verify` makes one. */
export type Verified<T> = Brand<T, 'Verified'>

/**
 * What one signature covers: the exact bytes handed to the signature algorithm, and the signature. Kind 1 is a Data Integrity proof, 2 a
 * compact JWS, 3 an archived document. This is what an anchor dates.
 */
export type SignatureRecord = { readonly kind: 1 | 2 | 3; readonly message: Bytes; readonly signature: Bytes }

/** The half of a cryptosuite that anchoring needs: from a document and one of its proofs to the record of that signature. */
export type Recorder = {
  readonly name: string
  record(document: object, proof: Proof, world?: { readonly contexts?: Contexts | undefined }): SignatureRecord
}

/**
 * Reads back what you stored: JSON text, an object or a compact JWT that carries a proof. Verifies nothing.
 *
 * @throws {NotSecuredError} when it carries none
 * @example
 * secured(toText(badge)) // the same badge
 */
export function secured(value: string | JsonObject): Secured {
  return typeof value === 'string' && isCompactJwt(value) ? (value.trim() as CompactJwt) : signed(value)
}

/**
 * As `secured`, for JSON only. A single proof is put in a list, as every function of this package expects it.
 *
 * @throws {NotSecuredError} when it is no JSON object with a proof
 * @example
 * signed(text).proof[0].cryptosuite // 'eddsa-rdfc-2022'
 */
export function signed(value: string | JsonObject): Signed {
  const document = typeof value === 'string' ? parse(value) : snapshot(value)
  if (!isObject(document)) throw new NotSecuredError()
  const proof = Array.isArray(document['proof']) ? document['proof'] : [document['proof']]
  if (proof.length === 0 || !proof.every((one) => isObject(one) && typeof one['type'] === 'string')) throw new NotSecuredError()
  return { ...document, proof } as unknown as Signed
}

/**
 * The text to store, bake and send: the JWT itself, or JSON without white space.
 *
 * @example
 * verify(toText(badge), options)
 */
export function toText(value: Secured): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Says whether a text has the form of a compact JWS (RFC 7515, 7.1): three base64url parts. White space around it is ignored. */
export function isCompactJwt(text: string): boolean {
  return /^\s*[\w-]+\.[\w-]*\.[\w-]+\s*$/.test(text)
}

/** The value carries no proof. */
export class NotSecuredError extends BaseError {
  override readonly name = 'credential.NotSecuredError'
  constructor() {
    super('This carries no proof. Sign it first, or look for the signed copy.')
  }
}
