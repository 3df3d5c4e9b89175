import { fromHex, sameBytes } from '../bytes.js'
import type { PublicKey } from '../seams.js'
import { checked } from './check.js'
import { compress } from './curve.js'
import { readSequence, tags } from './der.js'
import { KeyError, type KeyKind, kindOf, kinds, WrongAlgorithmError } from './key.js'

/**
 * Reads a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7), as a KMS returns it. Points may be compressed or not (RFC 5480, 2.2); nothing else
 * may vary.
 *
 * @throws {WrongAlgorithmError} when the key is of another algorithm
 * @throws {KeyError} when it is malformed
 * @throws {UnknownAlgorithmError} when this package does not know the algorithm
 * @example
 * fromSpki(spki, 'P-256') // { algorithm: 'P-256', bytes: Uint8Array(33) }
 */
export function fromSpki<A extends string>(der: Uint8Array, algorithm: A): PublicKey<A> {
  const kind = kindOf(algorithm)
  const [identifier, bits] = readSequence(der, [tags.sequence, tags.bitString]) ?? []
  if (!identifier || bits?.[0] !== 0) throw new KeyError(algorithm, 'it is not a SubjectPublicKeyInfo')
  const found = kinds.find((one) => sameBytes(fromHex(one.identifier), identifier))
  if (found !== kind) throw new WrongAlgorithmError(algorithm, found?.algorithm ?? 'an algorithm that is not supported')
  return checked({ algorithm, bytes: toCompressed(kind, bits.subarray(1)) })
}

function toCompressed({ algorithm, curve }: KeyKind, point: Uint8Array): Uint8Array {
  if (!curve || point[0] !== 4) return point.slice()
  const { size } = curve
  const compressed = compress(curve, point.subarray(1, 1 + size), point.subarray(1 + size))
  if (!compressed) throw new KeyError(algorithm, 'it is not a point of the curve')
  return compressed
}
