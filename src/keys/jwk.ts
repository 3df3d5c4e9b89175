import { type Bytes, fromBase64url, toBase64url } from '../bytes.js'
import { BaseError } from '../errors.js'
import type { PublicKey } from '../seams.js'
import { checked } from './check.js'
import { compress, decompress } from './curve.js'
import { KeyError, type KeyKind, kindOf, kinds, UnknownAlgorithmError } from './key.js'
import { readRsa, writeRsa } from './rsa.js'

/** A public JSON Web Key (RFC 7517). Other members may stand beside these. */
export type Jwk = {
  readonly kty: string
  readonly crv?: string | undefined
  readonly x?: string | undefined
  readonly y?: string | undefined
  readonly n?: string | undefined
  readonly e?: string | undefined
  readonly alg?: string | undefined
  readonly use?: string | undefined
  readonly key_ops?: readonly string[] | undefined
}

/**
 * Writes a key as a JWK (RFC 7518, 6; RFC 8037, 2) with the required members only, in the order of their names, as a thumbprint wants
 * them (RFC 7638).
 *
 * @throws {KeyError} when the key is malformed
 * @example
 * toJwk(ed25519(secret).publicKey) // { crv: 'Ed25519', kty: 'OKP', x: '…' }
 */
export function toJwk(key: PublicKey): Jwk {
  checked(key)
  const { curve, jwk, algorithm } = kindOf(key.algorithm)
  const { kty, crv } = jwk
  if (curve) {
    const point = decompress(curve, key.bytes)
    if (!point) throw new KeyError(algorithm, 'it is not a point of the curve')
    return { crv, kty, x: toBase64url(point.x), y: toBase64url(point.y) }
  }
  if (algorithm === 'Ed25519') return { crv, kty, x: toBase64url(key.bytes) }
  const rsa = readRsa(key.bytes)
  if (typeof rsa === 'string') throw new KeyError(algorithm, rsa)
  return { e: toBase64url(rsa.e), kty, n: toBase64url(rsa.n) }
}

/**
 * Reads a public JWK. `use`, `key_ops` and `alg`, where present, must allow verification with this kind of key (RFC 7517, 4.2 to 4.4).
 *
 * @throws {PrivateKeyError} when it has private members: that key is no longer secret
 * @throws {KeyError} when it is malformed
 * @throws {UnknownAlgorithmError} when it is of another kind of key
 * @example
 * fromJwk({ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }).algorithm // 'Ed25519'
 */
export function fromJwk(jwk: Jwk): PublicKey {
  const found = privateMembers.filter((name) => Object.hasOwn(jwk, name))
  if (found.length > 0) throw new PrivateKeyError(found)
  const kind = kinds.find(({ jwk: { kty, crv } }) => kty === jwk.kty && (crv === undefined || crv === jwk.crv))
  if (!kind) throw new UnknownAlgorithmError(`JWK ${text(jwk.kty)} ${text(jwk.crv)}`.trim())
  const { algorithm } = kind
  if (jwk.use !== undefined && jwk.use !== 'sig') throw new KeyError(algorithm, 'its "use" is not "sig"')
  if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify'))) throw new KeyError(algorithm, 'its "key_ops" lack "verify"')
  if (jwk.alg !== undefined && !kind.jwk.algs.includes(jwk.alg)) throw otherAlgorithm(kind, jwk.alg)
  return checked({ algorithm, bytes: bytesOf(kind, jwk) })
}

/** A key that should be public came with its secret. */
export class PrivateKeyError extends BaseError {
  override readonly name = 'keys.PrivateKeyError'
  constructor(members: readonly string[]) {
    super('This JWK holds a private key. Whoever saw it can sign: replace the key, and publish only the public members of the new one.', {
      facts: { members },
    })
  }
}

// RFC 7518, 6.2.2, 6.3.2 and 6.4; RFC 8037, 2.
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const

/** A curve has one algorithm here. RSA has more, and a key of another one is nothing malformed. */
function otherAlgorithm({ algorithm, jwk }: KeyKind, alg: string): Error {
  return jwk.crv === undefined ? new UnknownAlgorithmError(`JWK ${jwk.kty} ${text(alg)}`) : new KeyError(algorithm, 'its "alg" is of another algorithm')
}

function bytesOf({ algorithm, curve }: KeyKind, jwk: Jwk): Bytes {
  if (algorithm === 'RS256') return writeRsa({ n: member(algorithm, jwk, 'n'), e: member(algorithm, jwk, 'e') })
  const x = member(algorithm, jwk, 'x')
  if (!curve) return x
  const point = compress(curve, x, member(algorithm, jwk, 'y'))
  if (!point) throw new KeyError(algorithm, 'it is not a point of the curve')
  return point
}

function member(algorithm: string, jwk: Jwk, name: 'x' | 'y' | 'n' | 'e'): Bytes {
  const value = jwk[name]
  // The longest member is the modulus of an RSA key of 8,192 bits.
  if (typeof value !== 'string' || value.length > 1366) throw new KeyError(algorithm, `its "${name}" is not a short text`)
  try {
    return fromBase64url(value)
  } catch {
    throw new KeyError(algorithm, `its "${name}" is not base64url`)
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 20) : ''
}
