import { type Bytes, concat, sameBytes } from '../bytes.js'
import { sha256 } from '../hash.js'
import { power, toBytes, toNumber } from './curve.js'
import { readSequence, tags, toUnsigned, writeDer, writeInteger } from './der.js'

/** An RSA public key: modulus and exponent as unsigned big-endian numbers without leading zeros. */
export type Rsa = { readonly n: Uint8Array; readonly e: Uint8Array }

/**
 * Reads a DER RSAPublicKey (RFC 8017, A.1.1): a modulus of 2,048 to 8,192 bits (RFC 7518, 3.3), an odd exponent from 3 to 2³² - 1.
 * Returns what is wrong as a text.
 */
export function readRsa(der: Uint8Array): Rsa | string {
  const [n, e] = readSequence(der, [tags.integer, tags.integer])?.map(toUnsigned) ?? []
  if (!n || !e) return 'it is not a DER RSAPublicKey'
  const bits = n.length * 8 - Math.clz32(n[0] ?? 0) + 24
  if (bits < 2048 || bits > 8192) return `its modulus has ${bits} bits, not 2,048 to 8,192`
  if (e.length > 4 || toNumber(e) < 3n || ((e.at(-1) ?? 0) & 1) === 0) return 'its exponent is not an odd number from 3 to 4,294,967,295'
  if (((n.at(-1) ?? 0) & 1) === 0) return 'its modulus is even'
  return isRoca(toNumber(n)) ? 'it was made by a generator whose keys can be factored (CVE-2017-15361)' : { n, e }
}

/** Writes a DER RSAPublicKey. */
export function writeRsa({ n, e }: Rsa): Bytes {
  return writeDer(tags.sequence, writeInteger(n), writeInteger(e))
}

/** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2): the padded digest is built and compared whole, never parsed. */
export function verifyRs256(key: Rsa, message: Uint8Array, signature: Uint8Array): boolean {
  const encoded = opened(key, signature)
  return encoded !== undefined && sameBytes(encoded, padded(sha256(message), key.n.length))
}

/** RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes (RFC 8017, 8.1.2 and 9.1.2; RFC 7518, 3.5). */
export function verifyPs256(key: Rsa, message: Uint8Array, signature: Uint8Array): boolean {
  const encoded = opened(key, signature)
  if (!encoded) return false
  // The encoded message has a bit less than the modulus, and where that is a byte less the first one is not of it.
  const unused = (Math.clz32(key.n[0] ?? 0) - 23) % 8
  const text = unused === 0 ? encoded.subarray(1) : encoded
  const [masked, digest] = [text.subarray(0, -33), text.subarray(-33, -1)]
  const first = 255 >> unused
  if (text.at(-1) !== 0xbc || (unused === 0 ? encoded[0] !== 0 : (masked[0] ?? 0) > first)) return false
  const mask = mgf1(digest, masked.length)
  const block = masked.map((byte, at) => (byte ^ (mask[at] ?? 0)) & (at === 0 ? first : 255))
  const [padding, salt] = [block.subarray(0, -32), block.subarray(-32)]
  if (padding.at(-1) !== 1 || padding.subarray(0, -1).some((byte) => byte !== 0)) return false
  return sameBytes(digest, sha256(concat(new Uint8Array(8), sha256(message), salt)))
}

/** The encoded message that a signature holds (RFC 8017, 5.2.2), as long as the modulus; `undefined` when it is none of this key. */
function opened({ n, e }: Rsa, signature: Uint8Array): Bytes | undefined {
  const [modulus, s] = [toNumber(n), toNumber(signature)]
  return signature.length === n.length && s < modulus ? toBytes(power(s, toNumber(e), modulus), n.length) : undefined
}

/** RFC 8017, B.2.1. */
function mgf1(seed: Uint8Array, length: number): Bytes {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) => sha256(concat(seed, toBytes(BigInt(at), 4))))
  return concat(...blocks).subarray(0, length) as Bytes
}

// DigestInfo of SHA-256 up to the digest (RFC 8017, 9.2, note 1).
const sha256Info = [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20] as const

function padded(digest: Uint8Array, size: number): Bytes {
  const filling = new Uint8Array(size - 3 - sha256Info.length - digest.length).fill(255)
  return concat(new Uint8Array([0, 1]), filling, new Uint8Array([0, ...sha256Info]), digest)
}

const rocaPrimes = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157] as const

/** The fingerprint of the flawed generator: its moduli are powers of 65,537 modulo each of these primes (Nemec et al., CCS 2017, 2.2). */
function isRoca(modulus: bigint): boolean {
  return rocaPrimes.every((prime) => {
    const rest = Number(modulus % BigInt(prime))
    let reached = 1
    do {
      if (reached === rest) return true
      reached = (reached * 65537) % prime
    } while (reached !== 1)
    return false
  })
}
