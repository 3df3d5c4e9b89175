import { type Bytes, fromHex } from '../bytes.js'
import { BaseError } from '../errors.js'
import type { Algorithm, PublicKey } from '../seams.js'
import { type Curve, isBelowOrder, isSoundPoint, p256, p384, secp256k1 } from './curve.js'
import { tags, writeDer } from './der.js'
import { readRsa } from './rsa.js'

/** What one algorithm fixes about its keys and signatures. */
export type KeyKind = {
  readonly algorithm: Algorithm
  /** The multicodec prefix of a Multikey (Controlled Identifiers 1.0, 2.2.2; did:key for RSA). */
  readonly prefix: readonly [number, number]
  /** The `kty`, `crv` and `alg` of a JWK (RFC 7518, 6; RFC 8037, 2; RFC 8812, 3; RFC 9864, 2.2). */
  readonly jwk: { readonly kty: string; readonly crv?: string; readonly algs: readonly string[] }
  /** The content of the AlgorithmIdentifier in hexadecimal (RFC 8410, 3; RFC 5480, 2.1.1; SEC 1, C.2; RFC 3279, 2.3.1). */
  readonly identifier: string
  readonly hash: 'sha256' | 'sha384' | undefined
  readonly curve: Curve | undefined
  /** What is wrong with the form of these key bytes. That a point lies on its curve is seen when the key is used. */
  flaw(bytes: Uint8Array): string | undefined
  /** Whether a signature has the one form that a signature under this key can have. */
  fits(signature: Uint8Array, bytes: Uint8Array): boolean
}

const ed25519: KeyKind = {
  algorithm: 'Ed25519',
  prefix: [0xed, 0x01],
  jwk: { kty: 'OKP', crv: 'Ed25519', algs: ['EdDSA', 'Ed25519'] },
  identifier: '06032b6570',
  hash: undefined,
  curve: undefined,
  flaw: (bytes) => {
    if (bytes.length !== 32) return `it has ${bytes.length} bytes, not 32`
    return isSoundPoint(bytes) ? undefined : 'it is not a canonical point, or a point of small order'
  },
  // docs/ed25519.md: R canonical and not of small order, S < L.
  fits: (signature) => signature.length === 64 && isBelowOrder(signature.subarray(32)) && isSoundPoint(signature.subarray(0, 32)),
}

/** The algorithms that this package verifies. */
export const kinds: readonly KeyKind[] = [
  ed25519,
  /* @__PURE__ */ ecdsa('P-256', p256, [0x80, 0x24], 'sha256', 'ES256', '06082a8648ce3d030107'),
  /* @__PURE__ */ ecdsa('P-384', p384, [0x81, 0x24], 'sha384', 'ES384', '06052b81040022'),
  /* @__PURE__ */ ecdsa('secp256k1', secp256k1, [0xe7, 0x01], 'sha256', 'ES256K', '06052b8104000a'),
  {
    algorithm: 'RS256',
    prefix: [0x85, 0x24],
    jwk: { kty: 'RSA', algs: ['RS256'] },
    identifier: '06092a864886f70d0101010500',
    hash: 'sha256',
    curve: undefined,
    flaw: (bytes) => {
      const rsa = readRsa(bytes)
      return typeof rsa === 'string' ? rsa : undefined
    },
    // RFC 8017, 8.2.2, step 1: the signature is as long as the modulus.
    fits: (signature, bytes) => {
      const rsa = readRsa(bytes)
      return typeof rsa !== 'string' && signature.length === rsa.n.length
    },
  },
]

/**
 * Reads the bytes of a Multikey for BBS (VC-DI-BBS 1.0, 2.1.1; prefix 0xeb01): a compressed point of G2; `undefined` for any other. Such a key is none of
 * `kinds`, because no signature is its own: bbs-2023 alone uses it, and looks then whether it is a point of the group.
 *
 * @throws {KeyError} for another length, or another form of a point
 */
export function blsKeyIn(multikey: Uint8Array): PublicKey<'BLS12-381-G2'> | undefined {
  if (multikey[0] !== 0xeb || multikey[1] !== 0x01) return undefined
  const bytes = multikey.subarray(2)
  // The highest bits say that the point is compressed, and that it is not the point at infinity.
  if (bytes.length !== 96 || ((bytes[0] ?? 0) & 0xc0) !== 0x80) throw new KeyError('BLS12-381-G2', 'it is not a compressed point of 96 bytes')
  return { algorithm: 'BLS12-381-G2', bytes }
}

/**
 * What the algorithm fixes.
 *
 * @throws {UnknownAlgorithmError} when this package does not verify it
 */
export function kindOf(algorithm: string): KeyKind {
  const kind = kinds.find((one) => one.algorithm === algorithm)
  if (!kind) throw new UnknownAlgorithmError(algorithm)
  return kind
}

/** The SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) of a key whose form was checked; points stay compressed. */
export function toSpki({ algorithm, bytes }: PublicKey): Bytes {
  const identifier = fromHex(kindOf(algorithm).identifier)
  return writeDer(tags.sequence, writeDer(tags.sequence, identifier), writeDer(tags.bitString, new Uint8Array([0]), bytes))
}

/** The key is malformed. `facts.why` says how. */
export class KeyError extends BaseError {
  override readonly name = 'keys.KeyError'
  constructor(algorithm: string, why: string) {
    super(`This is not a sound ${algorithm} key: ${why}. Get the key from its owner again.`, { facts: { algorithm, why } })
  }
}

/** No code here knows the algorithm. */
export class UnknownAlgorithmError extends BaseError {
  override readonly name = 'keys.UnknownAlgorithmError'
  constructor(algorithm: string) {
    const shown = algorithm.slice(0, 40)
    super(`Keys of the kind "${shown}" are not supported. Use ${kinds.map((kind) => kind.algorithm).join(', ')}.`, { facts: { algorithm: shown } })
  }
}

/** The key is of another algorithm than the one named. */
export class WrongAlgorithmError extends BaseError {
  override readonly name = 'keys.WrongAlgorithmError'
  constructor(wanted: string, found: string) {
    super(`This key is for ${found}, not for ${wanted}. Name the algorithm that the key was made for.`, { facts: { wanted, found } })
  }
}

function ecdsa(
  algorithm: 'P-256' | 'P-384' | 'secp256k1',
  curve: Curve,
  prefix: readonly [number, number],
  hash: 'sha256' | 'sha384',
  alg: string,
  oid: string,
): KeyKind {
  const size = curve.size
  return {
    algorithm,
    prefix,
    jwk: { kty: 'EC', crv: algorithm, algs: [alg] },
    identifier: `06072a8648ce3d0201${oid}`,
    hash,
    curve,
    flaw: (bytes) => {
      if (bytes.length !== size + 1) return `it has ${bytes.length} bytes, not ${size + 1}`
      return bytes[0] === 2 || bytes[0] === 3 ? undefined : 'it is not a compressed point'
    },
    // r‖s of fixed length (IEEE P1363). A high s is as good as a low one (FIPS 186-5, 6.4.2, to which RFC 8812 leads too: the low s is a rule of
    // Bitcoin's own); each engine checks that both are in [1, n - 1].
    fits: (signature) => signature.length === 2 * size,
  }
}
