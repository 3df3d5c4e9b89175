import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { sameBytes } from '../bytes.js'
import { sha256 } from '../hash.js'

/**
 * Says whether an ES256K signature was made by the account at an address of 20 bytes: whether one of the four keys that it can be of (SEC 1, 4.1.6) is
 * the account's, whose address is the end of the Keccak-256 of its key. A high s is as good as a low one, as for keys.
 */
export function isByAccount(address: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const digest = sha256(message)
  return [0, 1, 2, 3].some((recovery) => {
    const found = addressOf(digest, signature, recovery)
    return found !== undefined && sameBytes(found, address)
  })
}

/** The address of the account whose key made the signature, `undefined` when no key could have. */
function addressOf(digest: Uint8Array, signature: Uint8Array, recovery: number): Uint8Array | undefined {
  try {
    const key = secp256k1.Signature.fromBytes(signature, 'compact').addRecoveryBit(recovery).recoverPublicKey(digest)
    return keccak_256(key.toBytes(false).subarray(1)).subarray(12)
  } catch {
    return undefined
  }
}
