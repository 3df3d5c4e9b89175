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
export function verifyRs256({ n, e }: Rsa, message: Uint8Array, signature: Uint8Array): boolean {
  const [modulus, s] = [toNumber(n), toNumber(signature)]
  if (signature.length !== n.length || s >= modulus) return false
  return sameBytes(toBytes(power(s, toNumber(e), modulus), n.length), padded(sha256(message), n.length))
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
