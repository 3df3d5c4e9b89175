import { mulAddUnsafe } from '@noble/curves/abstract/curve.js'
import { expand_message_xmd } from '@noble/curves/abstract/hash-to-curve.js'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concat, fromHex, utf8 } from '../../bytes.js'
import { toBytes, toNumber } from '../curve.js'

/** A proof that somebody holds a BBS signature over messages, some of which are shown. */
export type BbsProof = {
  /** A compressed point of G2. */
  readonly publicKey: Uint8Array
  readonly proof: Uint8Array
  /** What the signer bound to the signature. */
  readonly header: Uint8Array
  /** What the prover bound to the proof. */
  readonly presentationHeader: Uint8Array
  /** The messages that are shown, in the order in which they were signed. */
  readonly messages: readonly Uint8Array[]
  /** The place of each among all messages, the least first. */
  readonly indexes: readonly number[]
}

/**
 * ProofVerify of BBS with BLS12-381 and SHA-256 (draft-irtf-cfrg-bbs-signatures: Proof Verification, CoreProofVerify). `false` for whatever is no such
 * proof. It takes some milliseconds, and about one more for each message that was signed, shown or hidden: its caller limits their number.
 *
 * @example
 * verifyBbsProof({ publicKey, proof, header, presentationHeader, messages, indexes }) // true
 */
export function verifyBbsProof(given: BbsProof): boolean {
  const proof = readProof(given.proof)
  const w = pointOf(G2.Point, given.publicKey)
  if (!proof || !w || !areIndexes(given, proof)) return false
  return challengeOf(given, proof) === proof.challenge && isPaired(proof, w)
}

const { G2, pairingBatch } = bls12_381
const G1: typeof bls12_381.G1 = bls12_381.G1
const { Fr, Fp12 } = bls12_381.fields
type G1Point = InstanceType<typeof G1.Point>
type G2Point = InstanceType<typeof G2.Point>

const ciphersuite = 'BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_'
const api = `${ciphersuite}H2G_HM2S_`
const p1 = /* @__PURE__ */ G1.Point.fromBytes(fromHex('a8ce256102840821a3e94ea9025e4662b205762f9776b3a766c872b948f1fd225e7c59698588e70d11406d161b4e28c9'))
const [pointSize, scalarSize, expandSize] = [48, 32, 48]
const emptyProof = 3 * pointSize + 4 * scalarSize

/** The parts of a proof, as the draft names them: Abar, Bbar, D, e^, r1^, r3^, one m^ for each hidden message, and c. */
type Parts = {
  readonly aBar: G1Point
  readonly bBar: G1Point
  readonly d: G1Point
  readonly e: bigint
  readonly r1: bigint
  readonly r3: bigint
  readonly hidden: readonly bigint[]
  readonly challenge: bigint
}

/** octets_to_proof. */
function readProof(bytes: Uint8Array): Parts | undefined {
  if (bytes.length < emptyProof || (bytes.length - emptyProof) % scalarSize !== 0) return undefined
  const [aBar, bBar, d] = [0, 1, 2].map((at) => pointOf(G1.Point, bytes.subarray(at * pointSize, (at + 1) * pointSize)))
  const scalars: bigint[] = []
  for (let at = 3 * pointSize; at < bytes.length; at += scalarSize) scalars.push(toNumber(bytes.subarray(at, at + scalarSize)))
  if (!aBar || !bBar || !d || scalars.some((scalar) => scalar === 0n || scalar >= Fr.ORDER)) return undefined
  const [e = 0n, r1 = 0n, r3 = 0n, ...rest] = scalars
  return { aBar, bBar, d, e, r1, r3, hidden: rest.slice(0, -1), challenge: rest.at(-1) ?? 0n }
}

/** A point of the group of prime order, and not its zero. */
function pointOf<P extends G1Point | G2Point>(Point: { fromBytes(bytes: Uint8Array): P }, bytes: Uint8Array): P | undefined {
  try {
    // noble checks that it is on the curve and in the group.
    const point = Point.fromBytes(bytes)
    return point.is0() ? undefined : point
  } catch {
    return undefined
  }
}

function areIndexes({ messages, indexes }: BbsProof, { hidden }: Parts): boolean {
  const last = indexes.at(-1) ?? -1
  return messages.length === indexes.length && last < indexes.length + hidden.length && indexes.every((index, at) => index > (indexes[at - 1] ?? -1))
}

/** ProofVerifyInit and ProofChallengeCalculate. */
function challengeOf(given: BbsProof, { aBar, bBar, d, e, r1, r3, hidden, challenge: c }: Parts): bigint {
  const { messages, indexes, presentationHeader } = given
  const [q1, ...h] = generators(1 + indexes.length + hidden.length)
  const domain = domainOf(given, q1, h)
  const shown = messages.map((message) => hashToScalar(message, 'MAP_MSG_TO_SCALAR_AS_HASH_'))
  const scalars = scalarsOf(indexes, shown, hidden, c)
  const t1 = mulAddUnsafe(G1.Point, [bBar, aBar, d], [c, e, r1])
  const t2 = mulAddUnsafe(G1.Point, [p1, q1.point, d, ...h.map(({ point }) => point)], [c, Fr.mul(domain, c), r3, ...scalars])
  const disclosed = indexes.flatMap((index, at) => [eight(index), scalar(shown[at] ?? 0n)])
  const points = [aBar, bBar, d, t1, t2].map((point) => point.toBytes())
  return hashToScalar(concat(eight(indexes.length), ...disclosed, ...points, scalar(domain), eight(presentationHeader.length), presentationHeader), 'H2S_')
}

/** What each message generator is multiplied with: a shown message times the challenge, or the answer for a hidden one. */
function scalarsOf(indexes: readonly number[], shown: readonly bigint[], hidden: readonly bigint[], challenge: bigint): bigint[] {
  const places = new Map(indexes.map((index, at) => [index, Fr.mul(shown[at] ?? 0n, challenge)]))
  let next = 0
  return Array.from({ length: indexes.length + hidden.length }, (_, at) => places.get(at) ?? hidden[next++] ?? 0n)
}

/** calculate_domain. */
function domainOf({ publicKey, header }: BbsProof, q1: Generator, h: readonly Generator[]): bigint {
  const points = h.map(({ bytes }) => bytes)
  return hashToScalar(concat(publicKey, eight(h.length), q1.bytes, ...points, utf8(api), eight(header.length), header), 'H2S_')
}

/** h(Abar, W) · h(Bbar, -BP2) is one. */
function isPaired({ aBar, bBar }: Parts, w: G2Point): boolean {
  const product = pairingBatch([
    { g1: aBar, g2: w },
    { g1: bBar, g2: G2.Point.BASE.negate() },
  ])
  return Fp12.eql(product, Fp12.ONE)
}

type Generator = { readonly point: G1Point; readonly bytes: Uint8Array }

// The same points for every key and every message, derived from a constant on demand: nobody can tell them from points derived anew, except by the time.
const derived: { seed: Uint8Array; readonly points: Generator[] } = { seed: expand(utf8(`${api}MESSAGE_GENERATOR_SEED`), 'SIG_GENERATOR_SEED_'), points: [] }

/** create_generators. */
export function generators(count: number): readonly [Generator, ...Generator[]] {
  while (derived.points.length < count) {
    derived.seed = expand(concat(derived.seed, eight(derived.points.length + 1)), 'SIG_GENERATOR_SEED_')
    const point = G1.hashToCurve(derived.seed, { DST: `${api}SIG_GENERATOR_DST_` })
    derived.points.push({ point, bytes: point.toBytes() })
  }
  return derived.points.slice(0, count) as unknown as readonly [Generator, ...Generator[]]
}

/** hash_to_scalar. */
export function hashToScalar(message: Uint8Array, purpose: string): bigint {
  return Fr.create(toNumber(expand(message, purpose)))
}

function expand(message: Uint8Array, purpose: string): Uint8Array {
  return expand_message_xmd(message, utf8(api + purpose), expandSize, sha256)
}

function scalar(value: bigint): Uint8Array {
  return toBytes(value, scalarSize)
}

/** A count in eight bytes (I2OSP). */
function eight(value: number): Uint8Array {
  return toBytes(BigInt(value), 8)
}
