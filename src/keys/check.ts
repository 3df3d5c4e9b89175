import type { PublicKey } from '../seams.js'
import { decompress } from './curve.js'
import { nativeKey, nodeCrypto } from './engines/node.js'
import { KeyError, kindOf } from './key.js'

/**
 * Returns the key when its bytes have the one form that its algorithm allows, and lie on its curve. For Ed25519 the curve is
 * looked at when a signature does not verify: the check costs as much as a verification.
 *
 * @throws {KeyError} when the key is malformed
 * @throws {UnknownAlgorithmError} when the key is of a kind that is not supported
 */
export function checked<A extends string>(key: PublicKey<A>): PublicKey<A> {
  const { flaw, curve } = kindOf(key.algorithm)
  const why = flaw(key.bytes)
  if (why) throw new KeyError(key.algorithm, why)
  // In Node the key that the check makes is the one that will verify.
  if (curve && nodeCrypto(key.algorithm)) nativeKey(key)
  else if (curve && !decompress(curve, key.bytes)) throw new KeyError(key.algorithm, 'it is not a point of the curve')
  return key
}
