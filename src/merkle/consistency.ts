import { sameBytes } from '../bytes.js'
import { sha256 } from '../hash.js'
import { hashNode, hashSize } from './node.js'
import { type Hash, IndexOutOfRangeError, maxSize, type Root, type Tree } from './tree.js'

/**
 * Proves that the first `size` leaves of a tree were a tree of their own before the others came (RFC 9162, 2.1.4.1).
 *
 * @throws {IndexOutOfRangeError} when `size` is not in `[1, tree.size]`
 * @example
 * verifyConsistency(rootOf(older), rootOf(newer), proveConsistency(newer, older.size)) // true
 */
export function proveConsistency(tree: Tree, size: number): readonly Hash[] {
  if (!Number.isSafeInteger(size) || size < 1 || size > tree.size) throw new IndexOutOfRangeError(size - 1, tree.size)
  const path: Hash[] = []
  let [at, last, level] = [size - 1, tree.size - 1, 0]
  const up = (): void => void ([at, last, level] = [half(at), half(last), level + 1])
  while (at % 2 === 1 || (at === last && at > 0)) up()
  // An old tree that is one node of the new one needs no hash to start from.
  if (at > 0) path.push(tree.node(level, at))
  for (; last > 0; up()) {
    if (at % 2 === 1) path.push(tree.node(level, at - 1))
    else if (at < last) path.push(tree.node(level, at + 1))
  }
  return path
}

/**
 * Says whether the newer tree begins with the leaves of the older one, which has at least one (RFC 9162, 2.1.4.2).
 *
 * @example
 * verifyConsistency(rootOf(older), rootOf(newer), path)
 */
export function verifyConsistency(older: Root, newer: Root, path: readonly Hash[]): boolean {
  return older.size > 0 && verifySubtree(older, 0, newer, path)
}

/**
 * Says whether the leaves of a tree from `start` on make this subtree. `start` must be a multiple of the subtree's width, rounded up to a power
 * of two (Internet-Draft plants-merkle-tree-certs, consistency of a subtree). A subtree without leaves is part of every tree.
 *
 * @example
 * verifySubtree(rootOf(build(leaves.slice(4, 8))), 4, rootOf(build(leaves)), path)
 */
export function verifySubtree(subtree: Root, start: number, whole: Root, path: readonly Hash[]): boolean {
  if (!isSubtree(start, subtree.size, whole.size) || !path.every((hash) => hash instanceof Uint8Array && hash.length === hashSize)) return false
  if (subtree.size === 0) return path.length === 0 && sameBytes(subtree.hash, sha256(new Uint8Array(0)))
  let [first, at, last] = [start, start + subtree.size - 1, whole.size - 1]
  const up = (): void => void ([first, at, last] = [half(first), half(at), half(last)])
  for (const atEdge = at === last; first < at && (atEdge || at % 2 === 1); ) up()
  const rest = path.values()
  const seed = first === at ? subtree.hash : rest.next().value
  let [left, right] = [seed, seed]
  for (; last > 0; up()) {
    const sibling = at % 2 === 1 || at < last ? rest.next().value : undefined
    if (!left || !right || ((at % 2 === 1 || at < last) && !sibling)) return false
    if (!sibling) continue
    if (at % 2 === 1 && first < at) left = hashNode(sibling, left)
    right = at % 2 === 1 ? hashNode(sibling, right) : hashNode(right, sibling)
  }
  return rest.next().done === true && left !== undefined && right !== undefined && sameBytes(left, subtree.hash) && sameBytes(right, whole.hash)
}

const half = (at: number): number => Math.floor(at / 2)

function isSubtree(start: number, size: number, whole: number): boolean {
  if (![start, size, whole].every(Number.isSafeInteger) || start < 0 || size < 0 || start + size > whole || whole > maxSize) return false
  return size === 0 || start % 2 ** Math.ceil(Math.log2(size)) === 0
}
