// One tree in a process of its own: `node --expose-gc merkle.mjs microcred|merkletreejs <leaves>`. Prints seconds and bytes as JSON.

import { hash } from 'node:crypto'
import { performance } from 'node:perf_hooks'

const [library, leaves] = [process.argv[2], Number(process.argv[3])]
const sha256 = (data) => hash('sha256', data, 'buffer')

/** What is held: objects and the bytes of buffers. */
function held() {
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const trees = {
  async microcred() {
    const { build, proveAll, rootOf } = await import('microcred/merkle')
    return {
      build: (list) => build(list),
      root: (tree) => rootOf(tree).hash,
      prove(tree) {
        let hashes = 0
        for (const { path } of proveAll(tree)) hashes += path.length
        return hashes
      },
    }
  },
  async merkletreejs() {
    const { MerkleTree } = await import('merkletreejs')
    return {
      build: (list) => new MerkleTree(list, sha256),
      root: (tree) => tree.getRoot(),
      prove(tree, list) {
        let hashes = 0
        // With the index: without it, each proof looks for its leaf from the first one on.
        for (let at = 0; at < list.length; at++) hashes += tree.getProof(list[at], at).length
        return hashes
      },
    }
  },
}

const tree = await trees[library]()
// A first small tree compiles the code.
tree.prove(
  tree.build(Array.from({ length: 5000 }, (_, at) => sha256(`warm ${at}`))),
  Array.from({ length: 5000 }, (_, at) => sha256(`warm ${at}`)),
)

const before = held()
let list = Array.from({ length: leaves }, (_, at) => sha256(`leaf ${at}`))
const withLeaves = held()
const rss = process.resourceUsage().maxRSS
const start = performance.now()
const built = tree.build(list)
const root = tree.root(built)
const built_at = performance.now()
const peak = process.resourceUsage().maxRSS
const afterBuild = held()
const proving = performance.now()
const hashes = tree.prove(built, list)
const proved = performance.now()
list = undefined
const alone = held()
console.log(
  JSON.stringify({
    build: (built_at - start) / 1000,
    prove: (proved - proving) / 1000,
    /** What the tree adds to the leaves that the caller has. */
    added: afterBuild - withLeaves,
    /** What stays once the caller has let go of the leaves. */
    held: alone - before,
    peak: (peak - rss) * 1024,
    hashes,
    root: Buffer.from(root).toString('hex'),
  }),
)
