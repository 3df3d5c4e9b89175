import { type Bytes, concat, fromHex, sameBytes, toHex } from '../bytes.js'

/** A short Weierstrass curve y² = x³ + ax + b over a prime that is 3 modulo 4 (SEC 2, 2.4.1, 2.4.2 and 2.5.1). For public values only: its time depends on them. */
export type Curve = { readonly size: 32 | 48; readonly prime: bigint; readonly a: bigint; readonly b: bigint; readonly order: bigint }

export const p256: Curve = {
  size: 32,
  prime: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
  a: -3n,
  b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
}

export const p384: Curve = {
  size: 48,
  prime: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
  a: -3n,
  b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
}

export const secp256k1: Curve = {
  size: 32,
  prime: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn,
  a: 0n,
  b: 7n,
  order: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
}

/**
 * Reads a compressed point (SEC 1, 2.3.4) and returns its two coordinates; `undefined` when it is not a canonical point of the curve.
 *
 * @example
 * decompress(p256, key.bytes) // { x: Uint8Array(32), y: Uint8Array(32) }
 */
export function decompress({ size, prime, a, b }: Curve, point: Uint8Array): { readonly x: Bytes; readonly y: Bytes } | undefined {
  const sign = point[0]
  if (point.length !== size + 1 || (sign !== 2 && sign !== 3)) return undefined
  const x = toNumber(point.subarray(1))
  if (x >= prime) return undefined
  const square = modulo(x * x * x + a * x + b, prime)
  const root = power(square, (prime + 1n) / 4n, prime)
  // No point of these curves has y = 0, because their orders are odd primes.
  if ((root * root) % prime !== square) return undefined
  const y = (root & 1n) === BigInt(sign & 1) ? root : prime - root
  return { x: point.slice(1) as Bytes, y: toBytes(y, size) }
}

/** The compressed point of two coordinates; `undefined` when they are not a canonical point of the curve. */
export function compress({ size, prime, a, b }: Curve, x: Uint8Array, y: Uint8Array): Bytes | undefined {
  if (x.length !== size || y.length !== size) return undefined
  const [h, v] = [toNumber(x), toNumber(y)]
  if (h >= prime || v >= prime || modulo(v * v - h * h * h - a * h - b, prime) !== 0n) return undefined
  return concat(new Uint8Array([2 + Number(v & 1n)]), x)
}

const ed25519Prime = 0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffedn
const yMask = 0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffn
const ed25519D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n
// Little-endian, as all that follows: the prime, and the group order L of RFC 8032, 5.1.
const prime25519 = /* @__PURE__ */ fromHex(`ed${'ff'.repeat(30)}7f`)
const order25519 = /* @__PURE__ */ fromHex(`edd3f55c1a631258d69cf7a2def9de14${'00'.repeat(15)}10`)
// The y-coordinates of the eight points whose order divides 8.
const smallOrderY: readonly Bytes[] = /* @__PURE__ */ [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(fromHex)

/** Says whether an encoded edwards25519 point is canonical and not of small order. It may still lie off the curve. */
export function isSoundPoint(point: Uint8Array): boolean {
  const y = point.slice(0, 32)
  y[31] = (y[31] ?? 0) & 127
  return isBelow(y, prime25519) && !smallOrderY.some((one) => sameBytes(one, y))
}

/** Says whether a little-endian number is below the group order of edwards25519. */
export function isBelowOrder(scalar: Uint8Array): boolean {
  return isBelow(scalar, order25519)
}

function isBelow(number: Uint8Array, bound: Uint8Array): boolean {
  for (let at = bound.length - 1; at >= 0; at--) {
    const difference = (number[at] ?? 0) - (bound[at] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

/** Says whether an encoded y has an x on edwards25519: x² = (y² - 1) / (d y² + 1) has a root (RFC 8032, 5.1.3). */
export function isOnEdwards25519(point: Uint8Array): boolean {
  const y = toNumber(point.slice().reverse()) & yMask
  const yy = (y * y) % ed25519Prime
  const product = modulo((yy - 1n) * (ed25519D * yy + 1n), ed25519Prime)
  return power(product, (ed25519Prime - 1n) / 2n, ed25519Prime) <= 1n
}

/** An unsigned big-endian number. */
export function toNumber(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`)
}

/** The big-endian bytes of a number, padded on the left to `size`. */
export function toBytes(value: bigint, size: number): Bytes {
  const bytes = new Uint8Array(size)
  let left = value
  for (let at = size - 1; at >= 0; at--) {
    bytes[at] = Number(left & 255n)
    left >>= 8n
  }
  return bytes
}

/** `base` to the `exponent`, modulo `modulus`. Not in constant time. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus
  return rest < 0n ? rest + modulus : rest
}
