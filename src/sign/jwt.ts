import { fromBase64url, fromUtf8, toBase64url, type Uri, utf8 } from '../bytes.js'
import type { CompactJwt, Credential, SignatureRecord } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { isObject, type Json, type JsonObject, parse, snapshot } from '../json.js'
import type { SigningKey } from '../keys/signer.js'
import { issuerOf, requireIssuer } from './sign.js'

/** Says that `verify` may read VC-JWT. */
export const vcJwt: { readonly kind: 'envelope'; readonly name: 'vc-jwt' } = { kind: 'envelope', name: 'vc-jwt' }

/** The JOSE name of each algorithm (RFC 7518, 3.1; RFC 8037, 3.1; RFC 8812, 3.2; RFC 9864). */
const joseNames: { readonly [algorithm: string]: readonly string[] } = {
  Ed25519: ['EdDSA', 'Ed25519'],
  'P-256': ['ES256'],
  'P-384': ['ES384'],
  secp256k1: ['ES256K'],
  RS256: ['RS256'],
}

export declare namespace signJwt {
  type Options = {
    readonly key: SigningKey
    /** `vc+jwt` for the form of VC-JOSE-COSE 1.0; that of Open Badges 3.0 when it is left out. */
    readonly typ?: 'JWT' | 'vc+jwt' | undefined
  }
}

/**
 * Signs a credential as a VC-JWT with the header and claims that Open Badges 3.0 asks for (8.2.4): the credential's members at the top,
 * and `iss`, `jti`, `nbf`, `sub`, `exp` beside them; or, as `vc+jwt`, the credential alone (VC-JOSE-COSE 1.0, 3.1.1). `verify` reads both.
 *
 * @throws {NotTheIssuerError} when the key's controller is not the credential's issuer
 * @throws {JwtAlgorithmError} when JOSE has no name for the key's algorithm
 * @example
 * const jwt = await signJwt(badge, { key })
 */
export async function signJwt(credential: Credential, { key, typ = 'JWT' }: signJwt.Options): Promise<CompactJwt> {
  const document = snapshot(credential) as JsonObject
  requireIssuer(document, key)
  const alg = joseNames[key.signer.publicKey.algorithm]?.[0]
  if (!alg) throw new JwtAlgorithmError(key.signer.publicKey.algorithm)
  const [header, claims] = typ === 'JWT' ? [{}, claimsOf(document)] : [{ cty: 'vc' }, {}]
  const input = `${encode({ alg, kid: key.id, typ, ...header })}.${encode({ ...document, ...claims })}`
  return `${input}.${toBase64url(await key.signer.sign(utf8(input)))}` as CompactJwt
}

/** A VC-JWT taken apart; nobody has checked it. */
export type DecodedJwt = {
  readonly header: JsonObject
  /** The credential, without the claims of the JWT. */
  readonly credential: JsonObject
  /** The claims that say something else than the credential does. */
  readonly mismatches: readonly string[]
  /** The verification method that the header names, `undefined` when it names none. */
  readonly kid: Uri | undefined
  readonly record: SignatureRecord
  /** Says whether a key of this algorithm goes with the header's `alg`. The header never chooses: the key does. */
  fits(algorithm: string): boolean
}

/**
 * Takes a VC-JWT apart (RFC 7515, 7.1): strict base64url, JSON objects, no critical header. The credential stands at the top of the payload
 * (VC 2.0) or in `vc` (VC 1.1, 6.3.1), where claims may stand in for its members.
 *
 * @throws {JwtShapeError} for anything else
 * @example
 * decodeJwt(jwt).header.alg // 'EdDSA'
 */
export function decodeJwt(jwt: string): DecodedJwt {
  return credentialIn(decodeJws(jwt))
}

/** As `decodeJwt`, of a JWT that is taken apart already. */
export function credentialIn({ header, payload, record, fits }: DecodedJws): DecodedJwt {
  if (!isCredentialType(header['typ'])) throw new JwtShapeError('Its header says that it is something else (`typ`).')
  if (isTwoFold(payload)) throw new JwtShapeError('It carries a credential at the top and something in `vc` or `vp`, so two readers could take different ones.')
  const credential = isObject(payload['vc']) ? fromClaims(payload['vc'], payload) : withoutClaims(payload)
  return { header, credential, mismatches: mismatchesOf(payload, credential), kid: kidOf(header, issuerOf(credential)), record, fits }
}

/** A JWT of any purpose, taken apart; nobody has checked it. */
export type DecodedJws = Pick<DecodedJwt, 'header' | 'record' | 'fits'> & { readonly payload: JsonObject }

/**
 * Takes a JWT of any purpose apart (RFC 7515, 7.1): strict base64url, JSON objects, no critical header. What its `typ` should be is the caller's to say.
 *
 * @throws {JwtShapeError} for anything else
 */
export function decodeJws(jwt: string): DecodedJws {
  const [first = '', second = '', third, ...more] = jwt.trim().split('.')
  if (third === undefined || more.length > 0) throw new JwtShapeError('It does not have three parts.')
  const header = decodePart(first, 'header')
  if (header['crit'] !== undefined || header['b64'] !== undefined) throw new JwtShapeError('Its header asks for an extension that is not known here.')
  const payload = decodePart(second, 'payload')
  let signature: SignatureRecord['signature']
  try {
    signature = fromBase64url(third)
  } catch (cause) {
    throw new JwtShapeError('Its signature is not base64url.', cause)
  }
  const record = { kind: 2, message: utf8(`${first}.${second}`), signature } as const
  return { header, payload, record, fits: (algorithm) => fitsAlgorithm(header, algorithm) }
}

function fitsAlgorithm({ alg }: JsonObject, algorithm: string): boolean {
  const names = Object.hasOwn(joseNames, algorithm) ? joseNames[algorithm] : undefined
  return typeof alg === 'string' && names !== undefined && names.includes(alg)
}

/** JOSE has no name for this algorithm. */
export class JwtAlgorithmError extends BaseError {
  override readonly name = 'sign.JwtAlgorithmError'
  constructor(algorithm: string) {
    super(`A VC-JWT cannot be signed with a key for ${algorithm}. Use ${Object.keys(joseNames).join(', ')}.`, { facts: { algorithm } })
  }
}

/** The text is not a JWT that carries a credential. */
export class JwtShapeError extends BaseError {
  override readonly name = 'sign.JwtShapeError'
  constructor(why: string, cause?: unknown) {
    super(`This is not a JWT that carries a credential. ${why} Copy it again, whole, from where it comes from.`, { cause })
  }
}

const claims = ['iss', 'jti', 'nbf', 'sub', 'exp', 'iat'] as const

function encode(value: object): string {
  return toBase64url(utf8(JSON.stringify(value)))
}

function decodePart(part: string, what: string): JsonObject {
  let value: Json
  try {
    value = parse(fromUtf8(fromBase64url(part)))
  } catch (cause) {
    throw new JwtShapeError(`Its ${what} cannot be read.`, cause)
  }
  if (!isObject(value)) throw new JwtShapeError(`Its ${what} is not a JSON object.`)
  return value
}

// Open Badges 3.0 (8.2.4) writes JWT, VC-JOSE-COSE 1.0 (3.1.1) vc+jwt; its drafts wrote the others.
const credentialTypes = ['jwt', 'vc+jwt', 'vc-ld+jwt', 'vc+ld+jwt', 'vc+ld+json+jwt']

/** A JWT that says that it is of another type was made for another purpose by the same key (RFC 8725, 3.11). */
function isCredentialType(typ: Json | undefined): boolean {
  return typ === undefined || (typeof typ === 'string' && credentialTypes.includes(typ.toLowerCase().replace(/^application\//, '')))
}

/** A credential at the top must not have these claims (VC-JOSE-COSE 1.0, 3.1.3); one in `vc` has no context at the top. */
function isTwoFold(payload: JsonObject): boolean {
  return payload['@context'] !== undefined && (payload['vc'] !== undefined || payload['vp'] !== undefined)
}

/** Seconds since 1970, rounded down: `nbf` and `exp` are whole numbers, a date may have a fraction (RFC 7519, 2). */
function seconds(instant: Json | undefined): number | undefined {
  const time = typeof instant === 'string' ? Date.parse(instant) : Number.NaN
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000)
}

/** What each claim should be, as the credential has it. An absent member asks for no claim. */
function claimsOf(credential: JsonObject): JsonObject {
  const subject = credential['credentialSubject']
  const expected = {
    iss: issuerOf(credential),
    jti: credential['id'],
    nbf: seconds(credential['validFrom'] ?? credential['issuanceDate']),
    sub: isObject(subject) ? subject['id'] : undefined,
    exp: seconds(credential['validUntil'] ?? credential['expirationDate']),
  }
  return Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined))
}

function mismatchesOf(payload: JsonObject, credential: JsonObject): string[] {
  const expected = claimsOf(credential)
  return ['iss', 'jti', 'nbf', 'sub', 'exp'].filter((name) => {
    const claim = payload[name]
    if (claim === undefined) return false
    return (typeof claim === 'number' ? Math.floor(claim) : claim) !== expected[name]
  })
}

function withoutClaims(payload: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !(claims as readonly string[]).includes(name)))
}

/** VC Data Model 1.1, 6.3.1: a claim may replace the member of `vc` that says the same. */
function fromClaims(vc: JsonObject, payload: JsonObject): JsonObject {
  const { iss, jti, sub, nbf, exp } = payload
  const date = (time: Json | undefined) => (typeof time === 'number' && Math.abs(time) < 8.64e12 ? new Date(time * 1000).toISOString() : undefined)
  const subject = vc['credentialSubject']
  const from = vc['issuanceDate'] ?? vc['validFrom'] ?? date(nbf)
  const until = vc['expirationDate'] ?? vc['validUntil'] ?? date(exp)
  return {
    ...vc,
    ...(vc['id'] === undefined && jti !== undefined && { id: jti }),
    ...(vc['issuer'] === undefined && iss !== undefined && { issuer: iss }),
    ...(vc['issuanceDate'] === undefined && vc['validFrom'] === undefined && from !== undefined && { issuanceDate: from }),
    ...(vc['expirationDate'] === undefined && vc['validUntil'] === undefined && until !== undefined && { expirationDate: until }),
    ...(isObject(subject) && subject['id'] === undefined && sub !== undefined && { credentialSubject: { ...subject, id: sub } }),
  }
}

/** A `kid` may be a whole verification method or the fragment of the signer's; without one the signer must name its own key, as did:key does. */
export function kidOf({ kid }: JsonObject, signer: Uri | undefined): Uri | undefined {
  if (typeof kid !== 'string' || kid === '') return signer
  if (/^[a-z][a-z0-9+.-]*:/i.test(kid)) return kid
  return signer && `${signer}#${kid.replace(/^#/, '')}`
}
