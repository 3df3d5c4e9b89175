import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat, sameBytes } from '../../bytes.js'
import { toNumber } from '../curve.js'
import { KeyError } from '../key.js'
import { readRsa, verifyRs256 } from '../rsa.js'
import type { Engine } from './engine.js'

type Verify = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean

/** noble's curves: the fallback where the platform has nothing native. */
export const noble: Engine = {
  name: 'noble',
  verify: ({ algorithm, bytes }, message, signature) => {
    const verify = verifiers[algorithm]
    if (!verify) throw new KeyError(algorithm, 'noble has no code for it')
    return verify(bytes, message, signature)
  },
}

const verifiers: { readonly [algorithm: string]: Verify } = {
  Ed25519: verifyEd25519,
  'P-256': ecdsa(p256, 'P-256'),
  'P-384': ecdsa(p384, 'P-384'),
  secp256k1: ecdsa(secp256k1, 'secp256k1'),
  RS256: (key, message, signature) => {
    const rsa = readRsa(key)
    if (typeof rsa === 'string') throw new KeyError('RS256', rsa)
    return verifyRs256(rsa, message, signature)
  },
}

/** RFC 8032, 5.1.7, without the cofactor, as OpenSSL and BoringSSL do it: R must be the encoding of [S]B - [k]A. noble's own `verify` multiplies by the cofactor. */
function verifyEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const { Point } = ed25519
  let a: InstanceType<typeof Point>
  try {
    a = Point.fromBytes(key)
  } catch {
    return false
  }
  const r = signature.subarray(0, 32)
  const k = littleEndian(sha512(concat(r, key, message))) % Point.Fn.ORDER
  const s = littleEndian(signature.subarray(32))
  return sameBytes(Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k)).toBytes(), r)
}

function ecdsa(curve: typeof p256, algorithm: string): Verify {
  return (key, message, signature) => {
    try {
      curve.Point.fromBytes(key)
    } catch {
      throw new KeyError(algorithm, 'it is not a point of the curve')
    }
    return curve.verify(signature, message, key, { lowS: false })
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return toNumber(bytes.slice().reverse())
}
