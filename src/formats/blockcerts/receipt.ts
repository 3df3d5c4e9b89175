import { ReceiptShapeError } from '../../anchor/receipt.js'
import { type Bytes, concat, fromBase58, fromHex, sameBytes, toHex } from '../../bytes.js'
import { decode, type Item } from '../../cbor.js'
import { sha256 } from '../../hash.js'
import { isObject, type Json, type JsonObject } from '../../json.js'
import type { Caip2 } from '../../seams.js'
import { type Chain, chainNamed, chainNumbered, chainOfType } from './chains.js'

/** What a Merkle proof says, in both its forms: the hash of the document, its way up to a root, and where that root was written. */
export type Receipt = {
  readonly targetHash: Bytes
  readonly merkleRoot: Bytes
  readonly path: readonly Step[]
  readonly anchors: readonly [Anchor, ...Anchor[]]
}
type Step = { readonly side: 'left' | 'right'; readonly hash: Bytes }
/** `chain` is `undefined` where the proof says that it is on none; `name` is what the proof calls it. */
export type Anchor = { readonly name: string; readonly chain: Caip2 | undefined; readonly transaction: string }

/** Says whether the path leads from the hash to the root: a node is the hash of its two children, without any prefix. */
export function leadsToRoot({ targetHash, path, merkleRoot }: Receipt): boolean {
  const top = path.reduce<Bytes>((node, { side, hash }) => sha256(side === 'left' ? concat(hash, node) : concat(node, hash)), targetHash)
  return sameBytes(top, merkleRoot)
}

// A tree of 2^64 leaves is higher than any, and nobody pays for more anchors.
const maxPath = 64
const maxAnchors = 16

/**
 * Reads the `signature` of Blockcerts 2 (MerkleProof2017). Its first issuers named no chain: the address that signs then says whether it is
 * Bitcoin's main chain or its test chain.
 *
 * @throws {ReceiptShapeError} for anything else
 */
export function fromSignature({ targetHash, merkleRoot, proof, anchors }: JsonObject, address: string): Receipt {
  return {
    targetHash: hashIn(targetHash, 'targetHash'),
    merkleRoot: hashIn(merkleRoot, 'merkleRoot'),
    path: listOf(proof ?? [], maxPath, 'path').map(stepIn),
    anchors: anchorsOf(listOf(anchors, maxAnchors, 'number of anchors'), (anchor) => anchorIn(anchor, address)),
  }
}

function stepIn(step: Json): Step {
  if (!isObject(step)) throw new ReceiptShapeError('path')
  const sides = (['left', 'right'] as const).filter((side) => step[side] !== undefined)
  const [side, ...others] = sides
  if (side === undefined || others.length > 0) throw new ReceiptShapeError('path')
  return { side, hash: hashIn(step[side], 'path') }
}

function anchorIn(anchor: Json, address: string): Anchor {
  if (!isObject(anchor)) throw new ReceiptShapeError('anchor')
  const { chain, type, sourceId } = anchor
  const found = chain === undefined ? chainOfType(String(type), address) : chainNamed(String(chain))
  return placed(found, sourceId)
}

function hashIn(value: Json | undefined, rule: string): Bytes {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/i.test(value)) throw new ReceiptShapeError(rule)
  return fromHex(value)
}

/*
 * proofValue = "z" ‖ base58( [ [0, << hash >>], [1, << hash >>], [2, anchors], [3, path] ] )      merkleRoot, targetHash, anchors, path
 * anchors    = [ [ [0, chain], [1, network], [2, << transaction >>] ] ]
 * path       = [ [0 left / 1 right, << hash >>] ]
 *
 * A list of pairs, and no map. << x >> is a byte string that holds CBOR: a byte string of 32 bytes as JavaScript writes it, or as Python does a
 * text in hexadecimal, which keeps the 0x of an Ethereum transaction.
 */
const maxDepth = 6
const maxBase58 = 8192

/**
 * Reads the `proofValue` of Blockcerts 3 (MerkleProof2019), in both dialects of its CBOR.
 *
 * @throws {ReceiptShapeError} for anything else
 */
export function fromProofValue(proofValue: Json | undefined): Receipt {
  const parts = pairsIn(decoded(proofValue), 'members')
  const path = listOf(parts.get(3) ?? [], maxPath, 'path').map((step): Step => {
    const [side, hash, ...more] = itemsIn(step, 'path')
    if ((side !== 0 && side !== 1) || more.length > 0) throw new ReceiptShapeError('path')
    return { side: side === 0 ? 'left' : 'right', hash: wrappedHash(hash, 'path') }
  })
  return {
    merkleRoot: wrappedHash(parts.get(0), 'merkleRoot'),
    targetHash: wrappedHash(parts.get(1), 'targetHash'),
    path,
    anchors: anchorsOf(listOf(parts.get(2), maxAnchors, 'number of anchors'), (anchor) => {
      const named = pairsIn(anchor, 'anchor')
      const chain = chainNumbered(named.get(0), named.get(1))
      return placed(chain, chain.id === undefined ? '' : unwrapped(named.get(2)))
    }),
  }
}

function decoded(proofValue: Json | undefined): Item {
  if (typeof proofValue !== 'string' || !proofValue.startsWith('z')) throw new ReceiptShapeError('multibase')
  try {
    return decode(fromBase58(proofValue.slice(1), maxBase58), maxDepth, true)
  } catch (cause) {
    throw new ReceiptShapeError('encoding', cause)
  }
}

/** A list of pairs as a map: each key once. */
function pairsIn(item: Item, rule: string): ReadonlyMap<Item, Item> {
  const pairs = itemsIn(item, rule).map((pair) => itemsIn(pair, rule))
  const map = new Map(pairs.map(([key, value]) => [key, value] as [Item, Item]))
  if (pairs.some(({ length }) => length !== 2) || map.size !== pairs.length) throw new ReceiptShapeError(rule)
  return map
}

function itemsIn(item: Item | undefined, rule: string): readonly Item[] {
  if (!Array.isArray(item)) throw new ReceiptShapeError(rule)
  return item
}

/** What a byte string holds: hexadecimal text, whichever way it was written. */
function unwrapped(item: Item | undefined): string | undefined {
  if (!(item instanceof Uint8Array)) return undefined
  let inner: Item
  try {
    inner = decode(item)
  } catch {
    return undefined
  }
  if (inner instanceof Uint8Array) return toHex(inner)
  return typeof inner === 'string' ? inner : undefined
}

function wrappedHash(item: Item | undefined, rule: string): Bytes {
  return hashIn(unwrapped(item), rule)
}

function listOf<T>(value: readonly T[] | T | undefined, max: number, rule: string): readonly T[] {
  if (!Array.isArray(value) || value.length > max) throw new ReceiptShapeError(rule)
  return value as readonly T[]
}

function anchorsOf<T>(list: readonly T[], read: (one: T) => Anchor): Receipt['anchors'] {
  const [first, ...others] = list.map(read)
  if (!first) throw new ReceiptShapeError('number of anchors')
  return [first, ...others]
}

/** A transaction as the readers of its chain want it: 64 digits, with 0x in front on every chain but Bitcoin's. */
function placed({ id, name }: Chain, transaction: Json | undefined): Anchor {
  if (id === undefined) return { name, chain: undefined, transaction: '' }
  const [, digits] = (typeof transaction === 'string' && /^(?:0x)?([0-9a-f]{64})$/i.exec(transaction)) || []
  if (digits === undefined) throw new ReceiptShapeError('transaction')
  return { name, chain: id, transaction: `${id.startsWith('bip122:') ? '' : '0x'}${digits.toLowerCase()}` }
}
