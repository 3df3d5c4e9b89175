import { sha256Hex, sha384Hex } from '../hash.js'
import { type Dataset, inCodePointOrder, type Order, type Quad, type Ref, restOf, say } from './dataset.js'
import { TooMuchWorkError } from './errors.js'

export type HashName = 'SHA-256' | 'SHA-384'
export type Canonical = {
  /** Canonical N-Quads. */
  readonly text: string
  /** Its lines. */
  readonly lines: readonly string[]
  /** The canonical name of each blank node that a quad has, by its number in the dataset: `c14n0` and so on. */
  readonly labels: ReadonlyMap<number, string>
}

/** About a second of work. Twenty equal unnamed alignments in one badge take some hundred steps. */
export const maxBlankNodeWork = 200_000

/** Gives a blank node another name than its canonical one. */
export type Relabel = (label: string) => string

/**
 * Names the blank nodes of a dataset canonically (RDFC-1.0, 4.4).
 *
 * @throws {TooMuchWorkError} when that takes more than `maxWork` steps: a step is one hash, or a look at one node in one order
 */
export function canonical(dataset: Dataset, hash: HashName = 'SHA-256', maxWork: number = maxBlankNodeWork, relabel: Relabel = (label) => label): Canonical {
  const labels = labelsOf(dataset, hash, maxWork)
  const names = new Map(Array.from(labels, ([node, label]) => [node, `_:${relabel(label)}`]))
  const name = (ref: Ref): string => (typeof ref === 'number' ? (names.get(ref) ?? '') : ref)
  const said = new Map(Array.from(dataset.ground, ([subject, rests]) => [subject, [...rests]]))
  for (const { subject, predicate, object, graph } of dataset.linked) say(said, name(subject), restOf(predicate, name(object), name(graph)))
  let lines: readonly string[] = []
  const text = inCodePointOrder((order) => {
    lines = linesOf(said, order)
    return lines.join('')
  })
  return { text, lines, labels }
}

/** The canonical names alone. @throws {TooMuchWorkError} as `canonical` does */
export function labelsOf(
  dataset: { readonly linked: readonly Quad[] },
  hash: HashName = 'SHA-256',
  maxWork: number = maxBlankNodeWork,
): ReadonlyMap<number, string> {
  const naming: Naming = {
    hex: hash === 'SHA-256' ? sha256Hex : sha384Hex,
    mentions: mentionsOf(dataset),
    hashes: new Map(),
    issued: issuer('c14n'),
    maxWork,
    work: maxWork,
  }
  nameAll(naming)
  return naming.issued.names
}

/** The lines of what is said, each once. No subject is the beginning of another, so that lines are in order when subjects are, and what is said of each. */
function linesOf(said: ReadonlyMap<string, string[]>, order: Order | undefined): readonly string[] {
  const lines: string[] = []
  for (const subject of [...said.keys()].sort(order)) {
    const rests = (said.get(subject) ?? []).sort(order)
    for (let at = 0; at < rests.length; at++) if (rests[at] !== rests[at - 1]) lines.push(`${subject} ${rests[at]}`)
  }
  return lines
}

type Naming = {
  readonly hex: (text: string) => string
  /** The quads that each blank node is in. */
  readonly mentions: ReadonlyMap<number, readonly Quad[]>
  /** The first-degree hash of each. */
  readonly hashes: Map<number, string>
  readonly issued: Issuer
  readonly maxWork: number
  work: number
}

/** RDFC-1.0, 4.5. */
type Issuer = { readonly prefix: string; readonly names: Map<number, string> }

function issuer(prefix: string): Issuer {
  return { prefix, names: new Map() }
}

function nameOf({ prefix, names }: Issuer, node: number): string {
  const known = names.get(node)
  if (known !== undefined) return known
  const name = prefix + names.size
  names.set(node, name)
  return name
}

function spend(naming: Naming, steps: number): void {
  naming.work -= steps
  if (naming.work < 0) throw new TooMuchWorkError('blank nodes', naming.maxWork)
}

/** The quads that each blank node is in. */
export function mentionsOf({ linked }: { readonly linked: readonly Quad[] }): Map<number, Quad[]> {
  const mentions = new Map<number, Quad[]>()
  for (const quad of linked) {
    const { subject, object, graph } = quad
    if (typeof subject === 'number') mention(mentions, subject, quad)
    if (typeof object === 'number' && object !== subject) mention(mentions, object, quad)
    if (typeof graph === 'number' && graph !== subject && graph !== object) mention(mentions, graph, quad)
  }
  return mentions
}

function mention(mentions: Map<number, Quad[]>, node: number, quad: Quad): void {
  const known = mentions.get(node)
  if (known) known.push(quad)
  else mentions.set(node, [quad])
}

function nameAll(naming: Naming): void {
  const byHash = new Map<string, number[]>()
  for (const node of naming.mentions.keys()) {
    const hash = firstDegree(naming, node)
    const known = byHash.get(hash)
    if (known) known.push(node)
    else byHash.set(hash, [node])
  }
  const hashes = [...byHash.keys()].sort()
  // RDFC-1.0, 4.4.3, 4: a hash that only one node has names that node.
  for (const hash of hashes) {
    const [node, more] = byHash.get(hash) ?? []
    if (node !== undefined && more === undefined) nameOf(naming.issued, node)
  }
  for (const hash of hashes) {
    const nodes = byHash.get(hash) ?? []
    if (nodes.length > 1) nameEqual(naming, nodes)
  }
}

/**
 * RDFC-1.0, 4.4.3, 5: what nodes with equal hashes are is decided by what they are near. Where that is equal too, they are the same
 * but for their names, or else related in several graphs: which graph relates two nodes is in no hash (4.7), and RDFC-1.0 then gives
 * more than one result. Here the order of the dataset decides.
 */
function nameEqual(naming: Naming, nodes: readonly number[]): void {
  const results: Hashed[] = []
  for (const node of nodes) {
    if (naming.issued.names.has(node)) continue
    const own = issuer('b')
    nameOf(own, node)
    results.push(nDegree(naming, node, own, 0))
  }
  results.sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
  for (const { issuer: own } of results) for (const node of own.names.keys()) nameOf(naming.issued, node)
}

/** RDFC-1.0, 4.6. */
function firstDegree(naming: Naming, node: number): string {
  const known = naming.hashes.get(node)
  if (known !== undefined) return known
  const name = (ref: Ref): string => (typeof ref === 'number' ? (ref === node ? '_:a' : '_:z') : ref)
  const lines: string[] = []
  for (const { subject, predicate, object, graph } of naming.mentions.get(node) ?? [])
    lines.push(`${name(subject)} ${restOf(predicate, name(object), name(graph))}`)
  const hash = naming.hex(inCodePointOrder((order) => lines.sort(order).join('')))
  naming.hashes.set(node, hash)
  return hash
}

type Hashed = { readonly hash: string; readonly issuer: Issuer }

// Each level of the algorithm goes one blank node further: a chain of equal nodes longer than this is refused before the stack is.
const maxDistance = 1000

/** RDFC-1.0, 4.8. */
function nDegree(naming: Naming, node: number, given: Issuer, distance: number): Hashed {
  if (distance > maxDistance) throw new TooMuchWorkError('blank nodes', naming.maxWork)
  let current = given
  let data = ''
  const related = relatedOf(naming, node, current)
  for (const hash of [...related.keys()].sort()) {
    let chosen: { readonly path: string; readonly issuer: Issuer } | undefined
    for (const order of permutations(related.get(hash) ?? [])) {
      const tried = pathOf(naming, order, current, chosen?.path, distance)
      if (tried) chosen = tried
    }
    data += hash + (chosen?.path ?? '')
    current = chosen?.issuer ?? current
  }
  spend(naming, 1)
  return { hash: naming.hex(data), issuer: current }
}

/** The path that one order of related nodes gives; `undefined` where it cannot be the least (4.8.3, 5.4). */
function pathOf(
  naming: Naming,
  order: readonly number[],
  from: Issuer,
  least: string | undefined,
  distance: number,
): { path: string; issuer: Issuer } | undefined {
  // Copying the names so far is work too.
  spend(naming, 1 + order.length + (from.names.size >> 3))
  let own: Issuer = { prefix: from.prefix, names: new Map(from.names) }
  let path = ''
  const further: number[] = []
  for (const node of order) {
    const name = naming.issued.names.get(node)
    if (name === undefined && !own.names.has(node)) further.push(node)
    path += `_:${name ?? nameOf(own, node)}`
    if (isBeaten(path, least)) return undefined
  }
  for (const node of further) {
    const result = nDegree(naming, node, own, distance + 1)
    path += `_:${nameOf(own, node)}<${result.hash}>`
    own = result.issuer
    if (isBeaten(path, least)) return undefined
  }
  return least === undefined || path < least ? { path, issuer: own } : undefined
}

/** Whether a path, however it goes on, comes after the least one. */
function isBeaten(path: string, least: string | undefined): boolean {
  return least !== undefined && path > least
}

/** The nodes that share a quad with a node, by the hash that says how (RDFC-1.0, 4.7 and 4.8.3, 3). */
function relatedOf(naming: Naming, node: number, own: Issuer): Map<string, number[]> {
  const related = new Map<string, number[]>()
  for (const quad of naming.mentions.get(node) ?? []) {
    relate(naming, related, node, quad.subject, `s${quad.predicate}`, own)
    relate(naming, related, node, quad.object, `o${quad.predicate}`, own)
    relate(naming, related, node, quad.graph, 'g', own)
  }
  return related
}

function relate(naming: Naming, related: Map<string, number[]>, node: number, other: Ref, how: string, own: Issuer): void {
  if (typeof other !== 'number' || other === node) return
  spend(naming, 1)
  const name = naming.issued.names.get(other) ?? own.names.get(other)
  const hash = naming.hex(how + (name === undefined ? firstDegree(naming, other) : `_:${name}`))
  const known = related.get(hash)
  if (known) known.push(other)
  else related.set(hash, [other])
}

/**
 * All orders of a list, one at a time, each once: a node that shares several quads is in the list several times, and orders that
 * differ in nothing else give the same path.
 */
function* permutations(list: readonly number[]): Generator<readonly number[]> {
  const order = [...list].sort((a, b) => a - b)
  do yield order
  while (advance(order))
}

/** Changes an order into the next in lexicographic order; says whether there was one. */
function advance(order: number[]): boolean {
  const at = (index: number): number => order[index] ?? -1
  let left = order.length - 2
  while (left >= 0 && at(left) >= at(left + 1)) left--
  if (left < 0) return false
  let right = order.length - 1
  while (at(right) <= at(left)) right--
  swap(order, left, right)
  for (let low = left + 1, high = order.length - 1; low < high; low++, high--) swap(order, low, high)
  return true
}

function swap(list: number[], a: number, b: number): void {
  const [x, y] = [list[a], list[b]]
  if (x === undefined || y === undefined) return
  list[a] = y
  list[b] = x
}
