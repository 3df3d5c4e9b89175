import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { MerkleTree } from 'merkletreejs'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { type Bytes, concat, fromHex, sameBytes, toHex, utf8 } from '../src/bytes.js'
import * as merkle from '../src/merkle/index.js'
import { hashPairs } from '../src/merkle/node.js'
import { counted, haveVectors, jsonVector, printCounts } from './vectors.js'

afterAll(printCounts)

const sha = (...parts: Uint8Array[]): Bytes =>
  new Uint8Array(
    createHash('sha256')
      .update(concat(...parts))
      .digest(),
  )
const fromBase64 = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'base64'))
const leafAt = (index: number): merkle.LeafHash => sha(utf8(`leaf ${index}`)) as Bytes as merkle.LeafHash
const leavesOf = (size: number): merkle.LeafHash[] => Array.from({ length: size }, (_, index) => leafAt(index))
const rootIn = (size: number, hash: Bytes): merkle.Root => ({ size, hash }) as merkle.Root

// RFC 9162, 2.1.1 and 2.1.3.1, written as the RFC writes them: recursively, with the split at the largest power of two below n.
const split = (size: number): number => (size <= 2 ? 1 : 2 ** Math.floor(Math.log2(size - 1)))
const hashOf = (leaves: readonly Bytes[]): Bytes => {
  const [first] = leaves
  if (!first) return sha()
  if (leaves.length === 1) return first
  const at = split(leaves.length)
  return sha(new Uint8Array([1]), hashOf(leaves.slice(0, at)), hashOf(leaves.slice(at)))
}
const pathOf = (index: number, leaves: readonly Bytes[]): Bytes[] => {
  if (leaves.length === 1) return []
  const at = split(leaves.length)
  return index < at ? [...pathOf(index, leaves.slice(0, at)), hashOf(leaves.slice(at))] : [...pathOf(index - at, leaves.slice(at)), hashOf(leaves.slice(0, at))]
}
const consistencyOf = (size: number, leaves: readonly Bytes[], whole = true): Bytes[] => {
  if (size === leaves.length) return whole ? [] : [hashOf(leaves)]
  const at = split(leaves.length)
  return size <= at
    ? [...consistencyOf(size, leaves.slice(0, at), whole), hashOf(leaves.slice(at))]
    : [...consistencyOf(size - at, leaves.slice(at), false), hashOf(leaves.slice(0, at))]
}

type Vector = { desc: string; file: string; wantErr: boolean; proof: string[] | null; leafIdx: number; treeSize: number; start: number; end: number }
type Hashes = { root: string; leafHash: string; root1: string; root2: string; size1: number; size2: number; size: number }

describe.skipIf(!haveVectors)('published vectors (transparency-dev/merkle, RFC 6962 and 9162)', () => {
  const each = (kind: string, accepts: (vector: Vector & Hashes, path: Bytes[]) => boolean): void => {
    const wrong = (jsonVector(`merkle-rfc6962/${kind}.json`) as (Vector & Hashes)[]).filter((vector) => {
      const right = accepts(vector, (vector.proof ?? []).map(fromBase64)) !== vector.wantErr
      counted(`merkle-rfc6962 ${kind}`, right)
      return !right
    })
    expect(wrong.map(({ file }) => file)).toEqual([])
  }
  const includes = (vector: Hashes, index: number, size: number, path: Bytes[]): boolean =>
    merkle.verify(fromBase64(vector.leafHash) as Bytes as merkle.LeafHash, { index, size, path }, rootIn(size, fromBase64(vector.root)))

  test('inclusion', () => each('inclusion', (vector, path) => includes(vector, vector.leafIdx, vector.treeSize, path)))
  // A subtree that begins at a multiple of its width is a tree of its own.
  test('inclusion in a subtree', () =>
    each('subtreeinclusion', (vector, path) => {
      const size = vector.end - vector.start
      const starts = size > 0 && vector.start % 2 ** Math.ceil(Math.log2(size)) === 0
      return starts && includes(vector, vector.leafIdx - vector.start, size, path)
    }))
  test('consistency', () =>
    each('consistency', ({ size1, size2, root1, root2 }, path) =>
      merkle.verifyConsistency(rootIn(size1, fromBase64(root1)), rootIn(size2, fromBase64(root2)), path),
    ))
  test('consistency of a subtree', () =>
    each('subtreeconsistency', ({ start, end, size, root1, root2 }, path) =>
      merkle.verifySubtree(rootIn(end - start, fromBase64(root1)), start, rootIn(size, fromBase64(root2)), path),
    ))
})

describe('hashLeaf', () => {
  const bytes = concat(new Uint8Array([1]), sha(utf8('message')), sha(utf8('signature'))) as Bytes as merkle.LeafBytes
  const salt = new Uint8Array(32).fill(0xa0) as Bytes as merkle.Salt

  test('is SHA-256(0x00 ‖ tag ‖ kind ‖ salt ‖ SHA-256(message) ‖ SHA-256(signature))', () => {
    const expected = sha(new Uint8Array([0]), utf8('merkle-anchor-2026\0'), new Uint8Array([1]), salt, sha(utf8('message')), sha(utf8('signature')))
    expect(toHex(merkle.hashLeaf(bytes, salt))).toBe(toHex(expected))
  })

  test.each([
    ['no kind', bytes.subarray(1), salt],
    ['kind 0', new Uint8Array(65), salt],
    ['kind 4', new Uint8Array(65).fill(4), salt],
    ['a byte too many', concat(bytes, new Uint8Array(1)), salt],
    ['a short salt', bytes, salt.subarray(1)],
  ])('refuses %s', (_, wrong, other) => {
    expect(() => merkle.hashLeaf(wrong as merkle.LeafBytes, other as merkle.Salt)).toThrow(merkle.LeafShapeError)
  })

  test('salts are 32 bytes and never come twice', () => {
    const salts = new Set(Array.from({ length: 1000 }, () => toHex(merkle.newSalt())))
    expect(salts.size).toBe(1000)
    expect([...salts].every((one) => one.length === 64)).toBe(true)
  })
})

describe('build, append and rootOf', () => {
  test('make the tree of RFC 9162, 2.1.1, whatever the size', () => {
    const leaves = leavesOf(70)
    let frontier = merkle.empty
    for (let size = 0; size <= leaves.length; size++) {
      const expected = rootIn(size, hashOf(leaves.slice(0, size)))
      expect(merkle.rootOf(merkle.build(leaves.slice(0, size)))).toEqual(expected)
      expect(merkle.rootOf(frontier)).toEqual(expected)
      if (size < leaves.length) frontier = merkle.append(frontier, leafAt(size))
    }
  })

  test('take leaves from any iterable, also one longer than its first room', () => {
    const leaves = leavesOf(3000)
    expect(merkle.rootOf(merkle.build(leaves.values()))).toEqual(merkle.rootOf(merkle.build(leaves)))
  })

  test('agree with merkletreejs on the root and every path of a full tree', () => {
    const leaves = leavesOf(64)
    const peer = new MerkleTree(leaves.map(Buffer.from), (pair: Buffer) => Buffer.from(sha(new Uint8Array([1]), pair)))
    const tree = merkle.build(leaves)
    expect(toHex(merkle.rootOf(tree).hash)).toBe(peer.getRoot().toString('hex'))
    for (const [index, leaf] of leaves.entries()) {
      const path = peer.getProof(Buffer.from(leaf), index).map(({ data }) => data.toString('hex'))
      expect(merkle.prove(tree, index).path.map(toHex)).toEqual(path)
    }
  })

  test('do not let what they hand out change the tree', () => {
    const leaves = leavesOf(3)
    const tree = merkle.build(leaves)
    const before = merkle.rootOf(tree)
    tree.node(0, 0).fill(0)
    for (const { path } of merkle.proveAll(tree)) for (const hash of path) hash.fill(0)
    leaves[1]?.fill(0)
    expect(merkle.verify(leafAt(0), merkle.prove(tree, 0), before)).toBe(true)
  })

  test('need no native hash', () => {
    const leaves = leavesOf(9)
    const expected = merkle.rootOf(merkle.build(leaves))
    vi.stubGlobal('process', undefined)
    try {
      expect(merkle.rootOf(merkle.build(leaves))).toEqual(expected)
    } finally {
      vi.unstubAllGlobals()
    }
  })

  test('hash a pair as SHA-256 does, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (pair) => {
        expect(toHex(hashPairs(pair))).toBe(toHex(sha(new Uint8Array([1]), pair)))
      }),
    )
  })
})

describe('commit', () => {
  // Published with the format: the root of its three leaves under three sizes.
  const root = fromHex('9730419071c4e706f61797d4e0fe080642b9f7a4c982897db13c2f1c1444d559')

  test('binds the size', () => {
    expect([2, 3, 4].map((size) => toHex(merkle.commit(rootIn(size, root))).slice(0, 16))).toEqual(['3c32430fa81bbed4', 'd3df51c2e4d49d68', 'f6a19fa2f7f7cb5d'])
    expect(merkle.commit(rootIn(2 ** 32, root))).toHaveLength(32)
  })

  test('refuses a tree without leaves, one too large, and a root that is no hash', () => {
    expect(() => merkle.commit(merkle.rootOf(merkle.empty))).toThrowErrorMatchingInlineSnapshot(
      `[merkle.EmptyTreeError: This tree has no leaf, so there is nothing to commit to. Add a leaf first.]`,
    )
    for (const size of [2 ** 32 + 1, -1, 1.5, Number.NaN]) expect(() => merkle.commit(rootIn(size, root))).toThrow(merkle.TooManyLeavesError)
    expect(() => merkle.commit(rootIn(3, root.slice(1)))).toThrow(merkle.HashSizeError)
  })
})

describe('prove, proveAll and rootFrom', () => {
  test('give the paths of RFC 9162, 2.1.3.1', () => {
    for (const size of [1, 2, 3, 7, 8, 9, 33]) {
      const leaves = leavesOf(size)
      const tree = merkle.build(leaves)
      const proofs = [...merkle.proveAll(tree)]
      expect(proofs).toEqual(leaves.map((_, index) => ({ index, size, path: pathOf(index, leaves) })))
      expect(proofs).toEqual(leaves.map((_, index) => merkle.prove(tree, index)))
    }
  })

  test('every leaf proves itself, and no other index and no other size accepts its proof', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.nat(60), (size, seed, other) => {
        const leaves = leavesOf(size)
        const root = merkle.rootOf(merkle.build(leaves))
        const index = seed % size
        const proof = merkle.prove(merkle.build(leaves), index)
        const leaf = leafAt(index)
        expect(merkle.verify(leaf, proof, root)).toBe(true)
        if (other !== index) expect(merkle.verify(leaf, { ...proof, index: other }, root)).toBe(false)
        if (other !== size) expect(merkle.verify(leaf, { ...proof, size: other }, root)).toBe(false)
        if (other !== size) {
          const moved = { ...proof, size: other }
          let implied: Bytes | undefined
          try {
            implied = merkle.commit(merkle.rootFrom(leaf, moved))
          } catch {}
          expect(implied !== undefined && sameBytes(implied, merkle.commit(root))).toBe(false)
        }
        expect(merkle.verify(leafAt(size), proof, root)).toBe(false)
      }),
    )
  })

  test('one flipped bit anywhere proves nothing', () => {
    const tree = merkle.build(leavesOf(13))
    const root = merkle.rootOf(tree)
    fc.assert(
      fc.property(fc.nat(12), fc.nat(), fc.nat(255), (index, which, bit) => {
        const { path, ...rest } = merkle.prove(tree, index)
        const hashes = [leafAt(index), ...path, root.hash].map((hash) => hash.slice())
        const hash = hashes[which % hashes.length] as Bytes
        hash[bit >> 3] = (hash[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const flipped = { ...rest, path: hashes.slice(1, -1) }
        expect(merkle.verify(hashes[0] as merkle.LeafHash, flipped, rootIn(13, hashes.at(-1) as Bytes))).toBe(false)
      }),
    )
  })

  test('an index that a bit operator would cut short is still another index', () => {
    const tree = merkle.build(leavesOf(3))
    expect(merkle.verify(leafAt(0), { ...merkle.prove(tree, 0), index: 2 ** 32 }, merkle.rootOf(tree))).toBe(false)
    const path = Array.from({ length: 32 }, () => leafAt(0))
    expect(merkle.rootFrom(leafAt(0), { index: 2 ** 32 - 1, size: 2 ** 32, path }).size).toBe(2 ** 32)
  })

  test('a proof wrong in form is refused by name, and verifies as false', () => {
    const tree = merkle.build(leavesOf(5))
    const proof = merkle.prove(tree, 1)
    const wrong = [
      { ...proof, index: 5 },
      { ...proof, index: -1 },
      { ...proof, index: 0.5 },
      { ...proof, size: Number.NaN },
      { ...proof, size: 2 ** 33 },
      { ...proof, path: proof.path.slice(1) },
      { ...proof, path: [...proof.path, leafAt(9)] },
      { ...proof, path: [utf8('short'), ...proof.path.slice(1)] },
      { ...proof, path: Array.from({ length: 100_000 }, () => leafAt(0)) },
    ]
    const said = wrong.map((one) => {
      expect(merkle.verify(leafAt(1), one, rootIn(one.size, merkle.rootOf(tree).hash))).toBe(false)
      try {
        return merkle.rootFrom(leafAt(1), one)
      } catch (thrown) {
        return String(thrown)
      }
    })
    expect(said).toMatchInlineSnapshot(`
      [
        "merkle.IndexOutOfRangeError: There is no leaf 5 in a tree of 5. Count leaves from 0.",
        "merkle.IndexOutOfRangeError: There is no leaf -1 in a tree of 5. Count leaves from 0.",
        "merkle.IndexOutOfRangeError: There is no leaf 0.5 in a tree of 5. Count leaves from 0.",
        "merkle.IndexOutOfRangeError: There is no leaf 1 in a tree of NaN. Count leaves from 0.",
        "merkle.IndexOutOfRangeError: There is no leaf 1 in a tree of 8589934592. Count leaves from 0.",
        "merkle.PathLengthError: This path has 2 hashes, and the climb takes 3. Take the index, the size and the path from the same proof.",
        "merkle.PathLengthError: This path has 4 hashes, and the climb takes 3. Take the index, the size and the path from the same proof.",
        "merkle.HashSizeError: A hash of this tree has 32 bytes, and this one has 5. Make leaves with hashLeaf.",
        "merkle.PathLengthError: This path has 100000 hashes, and the climb takes 3. Take the index, the size and the path from the same proof.",
      ]
    `)
  })

  test('an index outside the tree is refused', () => {
    const tree = merkle.build(leavesOf(3))
    for (const index of [3, -1, 0.5, Number.NaN]) expect(() => merkle.prove(tree, index)).toThrow(merkle.IndexOutOfRangeError)
    expect(() => tree.node(0, 3)).toThrow(merkle.IndexOutOfRangeError)
    expect(() => tree.node(9, 0)).toThrow(merkle.IndexOutOfRangeError)
    expect([...merkle.proveAll(merkle.build([]))]).toEqual([])
  })

  test('a leaf that is no hash is refused', () => {
    expect(() => merkle.build([utf8('leaf') as Bytes as merkle.LeafHash])).toThrow(merkle.HashSizeError)
    expect(() => merkle.append(merkle.empty, utf8('leaf') as Bytes as merkle.LeafHash)).toThrow(merkle.HashSizeError)
  })
})

describe('proveConsistency and verifyConsistency', () => {
  test('give the paths of RFC 9162, 2.1.4.1, and accept no other', () => {
    const leaves = leavesOf(21)
    for (let whole = 1; whole <= leaves.length; whole++) {
      const tree = merkle.build(leaves.slice(0, whole))
      for (let size = 1; size <= whole; size++) {
        const older = merkle.rootOf(merkle.build(leaves.slice(0, size)))
        const path = merkle.proveConsistency(tree, size)
        expect(path).toEqual(consistencyOf(size, leaves.slice(0, whole)))
        expect(merkle.verifyConsistency(older, merkle.rootOf(tree), path)).toBe(true)
        expect(merkle.verifyConsistency(older, merkle.rootOf(tree), [...path, leafAt(0)])).toBe(false)
        expect(merkle.verifyConsistency(rootIn(size, leafAt(99)), merkle.rootOf(tree), path)).toBe(false)
        if (path.length > 0) expect(merkle.verifyConsistency(older, merkle.rootOf(tree), path.slice(1))).toBe(false)
      }
    }
    expect(() => merkle.proveConsistency(merkle.build(leaves), 22)).toThrow(merkle.IndexOutOfRangeError)
    expect(() => merkle.proveConsistency(merkle.build(leaves), 0)).toThrow(merkle.IndexOutOfRangeError)
  })
})
