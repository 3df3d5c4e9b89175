import type { MaybePromise } from '../bytes.js'
import type { PublicKey } from '../seams.js'
import { isOnEdwards25519 } from './curve.js'
import type { Engine } from './engines/engine.js'
import { node, nodeCrypto } from './engines/node.js'
import { haveSubtle, webcrypto } from './engines/webcrypto.js'
import { KeyError, kindOf } from './key.js'

/**
 * Says whether `signature` was made over `message` with the secret half of `key`. Ed25519 by the strict rule of `docs/ed25519.md`; ECDSA
 * as r‖s of fixed length with SHA-256 (P-256, secp256k1) or SHA-384 (P-384), where a high s is as good as a low one (FIPS 186-5, 6.4.2); RS256 by
 * RFC 8017, 8.2.2. A wrong signature of any shape is `false`, never an error. Synchronous in Node; a promise in browsers, from WebCrypto,
 * or from noble where WebCrypto lacks the algorithm.
 *
 * @throws {KeyError} when the key is malformed
 * @throws {UnknownAlgorithmError} when the key is of a kind that is not supported
 * @example
 * await verifySignature(signer.publicKey, message, await signer.sign(message)) // true
 */
export function verifySignature(key: PublicKey, message: Uint8Array, signature: Uint8Array): MaybePromise<boolean> {
  if (nodeCrypto(key.algorithm)) return verifyWith(node, key, message, signature)
  if (haveSubtle()) return verifyInBrowser(key, message, signature)
  return verifyWithNoble(key, message, signature)
}

/** As `verifySignature`, by the engine named: every engine gives the same verdict. */
export function verifyWith(engine: Engine, key: PublicKey, message: Uint8Array, signature: Uint8Array): MaybePromise<boolean> {
  const { flaw, fits } = kindOf(key.algorithm)
  const why = flaw(key.bytes)
  if (why) throw new KeyError(key.algorithm, why)
  if (!fits(signature, key.bytes)) return false
  const verdict = engine.verify(key, message, signature)
  return typeof verdict === 'boolean' ? settle(key, verdict) : verdict.then((value) => settle(key, value))
}

async function verifyInBrowser(key: PublicKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  try {
    return await verifyWith(webcrypto, key, message, signature)
  } catch (thrown) {
    if (thrown instanceof KeyError) throw thrown
    return verifyWithNoble(key, message, signature)
  }
}

async function verifyWithNoble(key: PublicKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const { noble } = await import('./engines/noble.js')
  return verifyWith(noble, key, message, signature)
}

/** An Ed25519 key off the curve verifies nothing. To look for it costs as much as a verification, so it is looked for only then. */
function settle(key: PublicKey, verdict: boolean): boolean {
  if (!verdict && key.algorithm === 'Ed25519' && !isOnEdwards25519(key.bytes)) throw new KeyError(key.algorithm, 'it is not a point of the curve')
  return verdict
}
