import { type Brand, type Bytes, type Commitment, concat, sameBytes, utf8 } from '../bytes.js'
import { BaseError } from '../errors.js'
import { sha256 } from '../hash.js'
import { hashNode, hashPairs, hashSize } from './node.js'

/** A SHA-256 digest: 32 bytes. */
export type Hash = Bytes
/** 32 random bytes, fresh for every leaf of every batch. */
export type Salt = Brand<Bytes, 'Salt'>
/** What a leaf covers, in 65 bytes: `kind ‖ SHA-256(message) ‖ SHA-256(signature)`. Only `anchor` makes them, from a signature. */
export type LeafBytes = Brand<Bytes, 'LeafBytes'>
/** Only `hashLeaf` makes one: prefixes help only if whoever verifies hashes the leaf himself. */
export type LeafHash = Brand<Bytes, 'LeafHash'>
export type Root = Brand<{ readonly size: number; readonly hash: Hash }, 'Root'>
/** `node(0, index)` is a leaf; a level is half as wide as the one below, rounded up. Two members, so that nodes may live in memory, in a file or in a database. */
export type Tree = { readonly size: number; node(level: number, index: number): Hash }
/** The right edge of a growing tree: the roots of its full subtrees, widest first. At most 32 hashes, a plain value. */
export type Frontier = { readonly size: number; readonly hashes: readonly Hash[] }
export type InclusionProof = { readonly index: number; readonly size: number; readonly path: readonly Hash[] }

/** The most leaves that a tree may have: 2^32. */
export const maxSize: number = 2 ** 32

/**
 * Draws 32 bytes from the platform's secure random generator.
 *
 * @example
 * hashLeaf(bytes, newSalt())
 */
export function newSalt(): Salt {
  return crypto.getRandomValues(new Uint8Array(hashSize)) as Bytes as Salt
}

/**
 * Hashes a leaf: SHA-256(0x00 ‖ "merkle-anchor-2026" 0x00 ‖ kind ‖ salt ‖ SHA-256(message) ‖ SHA-256(signature)). The salt hides what was
 * signed from whoever sees the hash (under SHA-256 as a random oracle); the prefix keeps a node from passing for a leaf (RFC 9162, 2.1.1).
 *
 * @throws {LeafShapeError} when the bytes are not 65, the kind is not 1, 2 or 3, or the salt is not 32 bytes
 * @example
 * const leaf = hashLeaf(leafBytes(signed, { suite: eddsaRdfc2022 }), newSalt())
 */
export function hashLeaf(bytes: LeafBytes, salt: Salt): LeafHash {
  const kind = bytes[0] ?? 0
  if (bytes.length !== 1 + 2 * hashSize || kind < 1 || kind > 3 || salt.length !== hashSize) throw new LeafShapeError(bytes.length, kind, salt.length)
  return sha256(concat(leafPrefix, utf8(tag), bytes.subarray(0, 1), salt, bytes.subarray(1))) as Bytes as LeafHash
}

/**
 * Builds a tree from its leaves, in the order given (RFC 9162, 2.1.1). It takes 64 bytes of memory for each.
 *
 * @throws {HashSizeError} when a leaf is not 32 bytes
 * @throws {TooManyLeavesError} above 2^32
 * @example
 * commit(rootOf(build(leaves)))
 */
export function build(leaves: Iterable<LeafHash>): Tree {
  const levels = [join(leaves)]
  for (let top = levels[0]; top && top.length > hashSize; top = levels.at(-1)) levels.push(hashPairs(top))
  const size = (levels[0]?.length ?? 0) / hashSize
  return {
    size,
    node(level, index) {
      const hash = levels[level]?.slice(index * hashSize, (index + 1) * hashSize)
      if (hash?.length !== hashSize || index < 0) throw new IndexOutOfRangeError(index, Math.ceil(size / 2 ** level))
      return hash
    },
  }
}

/** The frontier of a tree without leaves. */
export const empty: Frontier = /* @__PURE__ */ Object.freeze({ size: 0, hashes: Object.freeze([]) })

/**
 * Adds a leaf at the right, and forgets every node that no later leaf can touch.
 *
 * @throws {HashSizeError} when the leaf is not 32 bytes
 * @throws {TooManyLeavesError} above 2^32
 * @example
 * rootOf(leaves.reduce(append, empty)) // rootOf(build(leaves))
 */
export function append(frontier: Frontier, leaf: LeafHash): Frontier {
  if (frontier.size >= maxSize) throw new TooManyLeavesError()
  const hashes = [...frontier.hashes, checked(leaf)]
  // Two full subtrees of the same width become one: as often as the old size ends in a 1.
  for (let size = frontier.size; size % 2 === 1; size = (size - 1) / 2) {
    const right = checked(hashes.pop())
    hashes.push(hashNode(checked(hashes.pop()), right))
  }
  return { size: frontier.size + 1, hashes }
}

/**
 * The root of a tree, or of the tree whose right edge is known. Without leaves it is the hash of nothing (RFC 9162, 2.1.1).
 *
 * @example
 * rootOf(build(leaves)).hash // 32 bytes
 */
export function rootOf(source: Tree | Frontier): Root {
  const { size } = source
  if (size === 0) return { size, hash: sha256(new Uint8Array(0)) } as Root
  if ('node' in source) return { size, hash: source.node(heightOf(size), 0) } as Root
  return { size, hash: source.hashes.reduceRight((right, left) => hashNode(left, right)) } as Root
}

/**
 * What goes on a chain: SHA-256("merkle-anchor-2026" 0x00 ‖ size as 8 bytes, big-endian ‖ root). It binds the size, so that no leaf can
 * change its place.
 *
 * @throws {EmptyTreeError} when the tree has no leaf
 * @throws {TooManyLeavesError} above 2^32
 * @example
 * await publish(commit(rootOf(tree)), { chain, keep })
 */
export function commit(root: Root): Commitment {
  if (root.size === 0) throw new EmptyTreeError()
  if (!Number.isSafeInteger(root.size) || root.size < 0 || root.size > maxSize) throw new TooManyLeavesError()
  const size = new Uint8Array(8)
  new DataView(size.buffer).setBigUint64(0, BigInt(root.size))
  return sha256(concat(utf8(tag), size, checked(root.hash))) as Bytes as Commitment
}

/**
 * Proves that the tree contains the leaf at `index`: the siblings met on the way up, lowest first (RFC 9162, 2.1.3.1).
 *
 * @throws {IndexOutOfRangeError} when `index` is not in `[0, tree.size)`
 * @example
 * verify(leaf, prove(tree, 3), rootOf(tree)) // true
 */
export function prove(tree: Tree, index: number): InclusionProof {
  checkIndex(index, tree.size)
  const path: Hash[] = []
  for (let level = 0, at = index, last = tree.size - 1; last > 0; level++, at = half(at), last = half(last)) {
    const sibling = siblingOf(at)
    if (sibling <= last) path.push(tree.node(level, sibling))
  }
  return { index, size: tree.size, path }
}

/**
 * Every proof of a tree, in the order of the leaves, each made when it is asked for: two nodes are read for a proof, not log n.
 *
 * @example
 * for (const proof of proveAll(tree)) await keep(proof.index, proof.path)
 */
export function* proveAll(tree: Tree): Generator<InclusionProof, void, undefined> {
  const { size } = tree
  const height = heightOf(size)
  const siblings: (Hash | undefined)[] = []
  for (let index = 0; index < size; index++) {
    // From one index to the next the path changes only up to the lowest 1 of the new index.
    for (let level = 0, at = index, last = size - 1; level < height; level++, at = half(at), last = half(last)) {
      const sibling = siblingOf(at)
      siblings[level] = sibling <= last ? tree.node(level, sibling) : undefined
      if (at % 2 === 1) break
    }
    yield { index, size, path: siblings.filter((sibling) => sibling !== undefined) }
  }
}

/**
 * The root that a leaf and its path imply (RFC 9162, 2.1.3.2).
 *
 * @throws {IndexOutOfRangeError} when the index is not in `[0, size)`
 * @throws {PathLengthError} when the path is not exactly as long as the climb
 * @throws {HashSizeError} when a hash is not 32 bytes
 * @example
 * sameBytes(rootFrom(leaf, proof).hash, rootOf(tree).hash)
 */
export function rootFrom(leaf: LeafHash, proof: InclusionProof): Root {
  const { index, size, path } = proof
  checkIndex(index, size)
  const expected = pathLength(index, size)
  if (path.length !== expected) throw new PathLengthError(path.length, expected)
  let hash = checked(leaf) as Hash
  for (let at = index, last = size - 1, next = 0; last > 0; at = half(at), last = half(last)) {
    if (at % 2 === 1) hash = hashNode(checked(path[next++]), hash)
    else if (at < last) hash = hashNode(hash, checked(path[next++]))
  }
  return { size, hash } as Root
}

/**
 * Says whether the tree with this root contains the leaf at `proof.index`. A proof that is wrong in form proves nothing: `false`.
 *
 * @example
 * verify(leaf, prove(tree, 0), rootOf(tree)) // true
 */
export function verify(leaf: LeafHash, proof: InclusionProof, root: Root): boolean {
  if (proof.size !== root.size) return false
  try {
    return sameBytes(rootFrom(leaf, proof).hash, root.hash)
  } catch (cause) {
    if (cause instanceof BaseError) return false
    throw cause
  }
}

/** The number of siblings between leaf `index` and the root of a tree of `size` leaves. */
export function pathLength(index: number, size: number): number {
  let length = 0
  for (let at = index, last = size - 1; last > 0; at = half(at), last = half(last)) if (at % 2 === 1 || at < last) length++
  return length
}

/** There is no such leaf. */
export class IndexOutOfRangeError extends BaseError {
  override readonly name = 'merkle.IndexOutOfRangeError'
  constructor(index: number, size: number) {
    super(`There is no leaf ${index} in a tree of ${size}. Count leaves from 0.`, { facts: { index: String(index), size: String(size) } })
  }
}

/** The path does not lead from this leaf to the root of a tree of this size. */
export class PathLengthError extends BaseError {
  override readonly name = 'merkle.PathLengthError'
  constructor(found: number, expected: number) {
    super(`This path has ${found} hashes, and the climb takes ${expected}. Take the index, the size and the path from the same proof.`, {
      facts: { found, expected },
    })
  }
}

/** A hash that is not 32 bytes. */
export class HashSizeError extends BaseError {
  override readonly name = 'merkle.HashSizeError'
  constructor(found: number) {
    super(`A hash of this tree has 32 bytes, and this one has ${found}. Make leaves with hashLeaf.`, { facts: { found } })
  }
}

/** Bytes that are no leaf, or no salt. */
export class LeafShapeError extends BaseError {
  override readonly name = 'merkle.LeafShapeError'
  constructor(length: number, kind: number, salt: number) {
    super('A leaf is 65 bytes that begin with its kind (1, 2 or 3), and its salt 32. Take them from leafBytes and newSalt.', { facts: { length, kind, salt } })
  }
}

/** A tree without leaves commits to nothing. */
export class EmptyTreeError extends BaseError {
  override readonly name = 'merkle.EmptyTreeError'
  constructor() {
    super('This tree has no leaf, so there is nothing to commit to. Add a leaf first.')
  }
}

/** More leaves than a receipt can count. */
export class TooManyLeavesError extends BaseError {
  override readonly name = 'merkle.TooManyLeavesError'
  constructor() {
    super('A tree has at most 4,294,967,296 leaves. Split the batch.')
  }
}

const tag = 'merkle-anchor-2026\0'
const leafPrefix = /* @__PURE__ */ new Uint8Array([0])

// Sizes go up to 2^32: halving and testing by division, because the bit operators stop at 31 bits.
const half = (at: number): number => Math.floor(at / 2)
const siblingOf = (at: number): number => (at % 2 === 0 ? at + 1 : at - 1)

function heightOf(size: number): number {
  let height = 0
  for (let last = size - 1; last > 0; last = half(last)) height++
  return height
}

function checked<T extends Hash>(hash: T | undefined): T {
  if (!(hash instanceof Uint8Array) || hash.length !== hashSize) throw new HashSizeError(hash?.length ?? 0)
  return hash
}

function checkIndex(index: number, size: number): void {
  if (!Number.isSafeInteger(size) || size > maxSize || !Number.isSafeInteger(index) || index < 0 || index >= size) throw new IndexOutOfRangeError(index, size)
}

/** Leaves end to end; the array doubles while their number is not known. */
function join(leaves: Iterable<LeafHash>): Uint8Array {
  let bytes = new Uint8Array(hashSize * (Array.isArray(leaves) ? leaves.length : 1024))
  let at = 0
  for (const leaf of leaves) {
    if (at === hashSize * maxSize) throw new TooManyLeavesError()
    if (at === bytes.length) bytes = concat(bytes, new Uint8Array(Math.max(bytes.length, hashSize)))
    bytes.set(checked(leaf), at)
    at += hashSize
  }
  return at === bytes.length ? bytes : bytes.slice(0, at)
}
