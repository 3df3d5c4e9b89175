import { ed25519 as nobleEd25519 } from '@noble/curves/ed25519.js'
import { p256 as nobleP256, p384 as nobleP384 } from '@noble/curves/nist.js'
import type { Bytes } from '../bytes.js'
import { BaseError } from '../errors.js'
import type { PublicKey, Signer } from '../seams.js'
import { type Curve, p256 as curveP256, p384 as curveP384, toNumber } from './curve.js'
import { nativeSigner, nodeCrypto } from './engines/node.js'

export type { SigningKey } from './signing-key.js'

/**
 * Signs with Ed25519 (RFC 8032): deterministic, 64 bytes. The 32 secret bytes are copied and cannot be read back from the signer.
 *
 * @throws {SecretKeyError} when the secret is not 32 bytes
 * @example
 * const signer = ed25519(newSecretKey())
 */
export function ed25519(secretKey: Uint8Array): Signer<'Ed25519'> {
  if (secretKey.length !== 32) throw new SecretKeyError('Ed25519', 32)
  return inMemory('Ed25519', secretKey, nobleEd25519.getPublicKey, nobleEd25519.sign)
}

/**
 * Signs with ECDSA on P-256 and SHA-256 (FIPS 186-5): r‖s, 64 bytes. The secret is 32 bytes, big-endian, copied, and cannot be read back
 * from the signer. In Node the nonce is random, elsewhere it is derived (RFC 6979), so two signatures over one message may differ.
 *
 * @throws {SecretKeyError} when the secret is not 32 bytes in [1, n - 1]
 * @example
 * const signer = p256(newSecretKey('P-256'))
 */
export function p256(secretKey: Uint8Array): Signer<'P-256'> {
  return nist('P-256', curveP256, secretKey, nobleP256)
}

/**
 * Signs with ECDSA on P-384 and SHA-384: r‖s, 96 bytes, from a secret of 48 bytes. Otherwise as `p256`.
 *
 * @throws {SecretKeyError} when the secret is not 48 bytes in [1, n - 1]
 * @example
 * const signer = p384(newSecretKey('P-384'))
 */
export function p384(secretKey: Uint8Array): Signer<'P-384'> {
  return nist('P-384', curveP384, secretKey, nobleP384)
}

/**
 * New secret bytes from the platform's generator: 32, or 48 for P-384. For the P-curves they are drawn again until they are in range
 * (FIPS 186-5, A.2.2).
 *
 * @example
 * newSecretKey().length // 32
 */
export function newSecretKey(algorithm: 'Ed25519' | 'P-256' | 'P-384' = 'Ed25519'): Bytes {
  const curve = algorithm === 'Ed25519' ? undefined : algorithm === 'P-256' ? curveP256 : curveP384
  const secret = new Uint8Array(curve?.size ?? 32)
  do globalThis.crypto.getRandomValues(secret)
  while (curve && !isInRange(curve, secret))
  return secret
}

/** The secret is not one of this algorithm. Nothing of it is in the error. */
export class SecretKeyError extends BaseError {
  override readonly name = 'keys.SecretKeyError'
  constructor(algorithm: 'Ed25519' | 'P-256' | 'P-384', size: number) {
    super(
      `A secret key for ${algorithm} is ${size} bytes${algorithm === 'Ed25519' ? '' : ' in the range of the curve'}. Make one with newSecretKey('${algorithm}').`,
      {
        facts: { algorithm, size },
      },
    )
  }
}

type Noble = { getPublicKey(secret: Uint8Array): Uint8Array; sign(message: Uint8Array, secret: Uint8Array, options: { readonly lowS: false }): Uint8Array }

function nist<A extends 'P-256' | 'P-384'>(algorithm: A, curve: Curve, secret: Uint8Array, noble: Noble): Signer<A> {
  if (secret.length !== curve.size || !isInRange(curve, secret)) throw new SecretKeyError(algorithm, curve.size)
  return inMemory(algorithm, secret, noble.getPublicKey, (message, key) => noble.sign(message, key, { lowS: false }))
}

function isInRange({ order }: Curve, secret: Uint8Array): boolean {
  const value = toNumber(secret)
  return value > 0n && value < order
}

/** OpenSSL where there is one, noble elsewhere. The secret lives in a closure: no property holds it. */
function inMemory<A extends 'Ed25519' | 'P-256' | 'P-384'>(
  algorithm: A,
  secretKey: Uint8Array,
  publicOf: (secret: Uint8Array) => Uint8Array,
  signWith: (message: Uint8Array, secret: Uint8Array) => Uint8Array,
): Signer<A> {
  if (nodeCrypto()) {
    const native = nativeSigner(algorithm, secretKey)
    return { publicKey: { algorithm, bytes: native.publicKey }, sign: native.sign }
  }
  const secret = secretKey.slice()
  const publicKey: PublicKey<A> = { algorithm, bytes: publicOf(secret) }
  return { publicKey, sign: (message) => signWith(message, secret) }
}
