import { keccak_256 } from '@noble/hashes/sha3.js'
import { CommitmentMismatchError, ReceiptShapeError } from '../../anchor/receipt.js'
import { type Bytes, concat, fromBase64, fromHex, fromUtf8, sameBytes, toHex, utf8 } from '../../bytes.js'
import { isObject, type Json, type JsonObject, many, parse } from '../../json.js'
import type { Caip2 } from '../../seams.js'
import { BadSignatureError, NoSignatureError, UncoveredError, WrongPurposeError } from '../errors.js'
import { isEmpty, type Leaf, leavesOf, rebuilt } from './leaves.js'
import { unsalted } from './salt.js'
import type { Version } from './version.js'

/** A document whose proof covers it. */
export type Wrapped = {
  readonly version: Version
  /** All that the proof covers, and nothing else. */
  readonly document: JsonObject
  /** How many of its members cannot be seen. */
  readonly hidden: number
  /** The hash of the document, the nodes above it, and the root of its batch. */
  readonly hashes: readonly [Bytes, ...Bytes[]]
  /** What each of them but the root is hashed with. */
  readonly path: readonly Bytes[]
  /** The chain that it names. */
  readonly chain: Caip2 | undefined
}

/*
 * digest     = keccak256(JSON of the sorted hashes of all members, seen and hidden, in hexadecimal)
 * 2.0        hash = keccak256({"<path>":<value>})             the salt is in the value: "<uuid>:<type>:<value>"
 * 3.0        hash = keccak256({"<path>":"<salt>:<value>"})    the salts are beside it, by path, and the type of a value is in none of them
 * node       = keccak256(the lesser ‖ the greater)
 */

/**
 * Reads a document of version 2.0 or 3.0, and says what its proof covers.
 *
 * @throws {NoSignatureError} when it has no proof
 * @throws {ReceiptShapeError} when its proof is malformed
 * @throws {WrongPurposeError} when its proof is for something else than making statements
 * @throws {BadSignatureError} when the proof is not of these members
 * @throws {UncoveredError} when it has a member that the proof does not cover
 * @throws {CommitmentMismatchError} when the proof does not lead to its root
 * @throws {TooLargeError} when there is too much to hash
 */
export function unwrap(value: JsonObject, version: Version): Wrapped {
  return version === '2.0' ? unwrap2(value) : unwrap3(value)
}

function unwrap2({ data, signature, privacy }: JsonObject): Wrapped {
  if (!isObject(signature)) throw new NoSignatureError()
  if (!isObject(data)) throw new ReceiptShapeError('data')
  const { type, targetHash, merkleRoot, proof } = signature
  if (type !== 'SHA3MerkleProof') throw new ReceiptShapeError('type')
  const hidden = hiddenIn(privacy, 'obfuscatedData')
  const leaves = leavesOf(data, '2.0', hidden.length)
  const hashes = leaves.map(({ path, value }) => hashOf(path, value))
  const target = hashIn(targetHash, 'targetHash')
  // What was hidden may have left something empty behind, which was never signed. Otherwise it was empty when it was signed.
  const isWhole = isDigest(target, [...hashes, ...hidden])
  const full = leaves.flatMap(({ value }, at) => (isEmpty(value) ? [] : [hashes[at] as string]))
  if (!isWhole && !(hidden.length > 0 && isDigest(target, [...full, ...hidden]))) throw new BadSignatureError('SHA3MerkleProof')
  const document = rebuilt(data, '2.0', ({ path, value }) => (isEmpty(value) ? (isWhole ? value : undefined) : unsalted(value, path)))
  return finished('2.0', document, hidden.length, climb(target, proof ?? [], merkleRoot))
}

function unwrap3({ proof, ...rest }: JsonObject): Wrapped {
  if (!isObject(proof)) throw new NoSignatureError()
  const { type, proofPurpose, targetHash, merkleRoot, proofs, salts, privacy } = proof
  if (type !== 'OpenAttestationMerkleProofSignature2018') throw new ReceiptShapeError('type')
  if (proofPurpose !== 'assertionMethod') throw new WrongPurposeError('proof', String(proofPurpose))
  const hidden = hiddenIn(privacy, 'obfuscated')
  const saltOf = saltsIn(salts)
  const leaves = leavesOf(rest, '3.0', hidden.length)
  // An empty list or object has no salt, and so nothing says that it was signed; and null has none where a member of a list was hidden.
  const full = leaves.filter(({ path, value }) => !isEmpty(value) || (value === null && saltOf.has(path)))
  const hashes = full.map(({ path, value }) => hashOf(path, `${saltFor(path, saltOf)}:${value}`))
  const paths = new Set(full.map(({ path }) => path))
  const missing = [...saltOf.keys()].find((path) => !paths.has(path))
  if (missing !== undefined) throw new UncoveredError(missing, 'it was signed, and is not there')
  const target = hashIn(targetHash, 'targetHash')
  if (!isDigest(target, [...hashes, ...hidden])) throw new BadSignatureError(type)
  const document = rebuilt(rest, '3.0', ({ path, value }: Leaf) => (paths.has(path) ? value : undefined))
  return finished('3.0', document, hidden.length, climb(target, proofs, merkleRoot))
}

function finished(version: Version, document: JsonObject, hidden: number, { hashes, path }: Pick<Wrapped, 'hashes' | 'path'>): Wrapped {
  const { network } = document
  const number = isObject(network) ? String(network['chainId']) : ''
  return { version, document, hidden, hashes, path, chain: /^[1-9]\d{0,15}$/.test(number) ? `eip155:${number}` : undefined }
}

function hashOf(path: string, value: Json): string {
  return toHex(keccak_256(utf8(`{${JSON.stringify(path)}:${JSON.stringify(value)}}`)))
}

function isDigest(target: Bytes, hashes: readonly string[]): boolean {
  return sameBytes(target, keccak_256(utf8(JSON.stringify([...hashes].sort()))))
}

// A tree of 2^64 documents is higher than any.
const maxPath = 64

/** Climbs from the hash of a document to the root of its batch. */
function climb(target: Bytes, siblings: Json | undefined, merkleRoot: Json | undefined): Pick<Wrapped, 'hashes' | 'path'> {
  if (!Array.isArray(siblings) || siblings.length > maxPath) throw new ReceiptShapeError('path')
  const path = siblings.map((sibling) => hashIn(sibling, 'path'))
  const hashes: [Bytes, ...Bytes[]] = [target]
  for (const sibling of path) hashes.push(nodeOf(hashes.at(-1) as Bytes, sibling))
  if (!sameBytes(hashes.at(-1) as Bytes, hashIn(merkleRoot, 'merkleRoot'))) throw new CommitmentMismatchError()
  return { hashes, path }
}

function nodeOf(a: Bytes, b: Bytes): Bytes {
  return keccak_256(toHex(a) < toHex(b) ? concat(a, b) : concat(b, a)) as Bytes
}

function hashIn(value: Json | undefined, rule: string): Bytes {
  if (!isHash(value)) throw new ReceiptShapeError(rule)
  return fromHex(value)
}

function isHash(value: Json | undefined): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

function hiddenIn(privacy: Json | undefined, member: string): readonly string[] {
  const hidden = isObject(privacy) ? (privacy[member] ?? []) : []
  if (!Array.isArray(hidden) || !hidden.every(isHash)) throw new ReceiptShapeError(member)
  return hidden
}

function saltsIn(salts: Json | undefined): ReadonlyMap<string, string> {
  if (typeof salts !== 'string') throw new ReceiptShapeError('salts')
  let list: Json
  try {
    list = parse(fromUtf8(fromBase64(salts)))
  } catch (cause) {
    throw new ReceiptShapeError('salts', cause)
  }
  const pairs = many(list).map((one) => {
    const { path, value } = isObject(one) ? one : {}
    if (typeof path !== 'string' || !isHash(value)) throw new ReceiptShapeError('salts')
    return [path, value] as const
  })
  const map = new Map(pairs)
  if (map.size !== pairs.length) throw new ReceiptShapeError('salts')
  return map
}

function saltFor(path: string, salts: ReadonlyMap<string, string>): string {
  const salt = salts.get(path)
  if (salt === undefined) throw new UncoveredError(path, 'it was not signed')
  return salt
}
