import { createHash } from 'node:crypto'
import { keccak256 } from 'viem'
import { concat, fromHex, toHex, utf8 } from '../../src/bytes.js'

/** A tree as a timestamp holds it: what is done to the message, or what is said of it. Written from the format, and not from its reader. */
export type Branch =
  | { readonly op: number; readonly argument?: Uint8Array; readonly next: readonly Branch[] }
  | { readonly tag: string; readonly payload: Uint8Array }

export const magic = fromHex('004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294')

/** A whole `.ots` file. */
export function writeOts(digest: Uint8Array, branches: readonly Branch[], { hash = 0x08, version = 1 } = {}): Uint8Array {
  return concat(magic, varuint(version), new Uint8Array([hash]), digest, writeBranches(branches))
}

export function writeBranches(branches: readonly Branch[]): Uint8Array {
  return concat(...branches.flatMap((branch, at) => [...(at < branches.length - 1 ? [new Uint8Array([0xff])] : []), writeBranch(branch)]))
}

function writeBranch(branch: Branch): Uint8Array {
  if ('tag' in branch) return concat(new Uint8Array([0]), fromHex(branch.tag), varbytes(branch.payload))
  const argument = branch.argument === undefined ? new Uint8Array() : varbytes(branch.argument)
  return concat(new Uint8Array([branch.op]), argument, writeBranches(branch.next))
}

export function varuint(value: number): Uint8Array {
  const groups: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    groups.push((rest % 128) + (rest >= 128 ? 128 : 0))
    if (rest < 128) return new Uint8Array(groups)
  }
}

export function varbytes(bytes: Uint8Array): Uint8Array {
  return concat(varuint(bytes.length), bytes)
}

export const onBitcoin = (height: number): Branch => ({ tag: '0588960d73d71901', payload: varuint(height) })
export const onLitecoin = (height: number): Branch => ({ tag: '06869a0d73d71b45', payload: varuint(height) })
export const pendingAt = (calendar: string): Branch => ({ tag: '83dfe30d2ef90c8e', payload: varbytes(utf8(calendar)) })
export const elsewhere = (payload = 'x'): Branch => ({ tag: '0102030405060708', payload: utf8(payload) })
/** What every path of a calendar is made of: something appended, and a hash. */
export const salted = (salt: string, next: readonly Branch[]): Branch => ({ op: 0xf0, argument: utf8(salt), next: [{ op: 0x08, next }] })

const hashes: { readonly [op: number]: (message: Uint8Array) => Uint8Array } = {
  2: (message) => createHash('sha1').update(message).digest(),
  3: (message) => createHash('ripemd160').update(message).digest(),
  8: (message) => createHash('sha256').update(message).digest(),
  103: (message) => keccak256(message, 'bytes'),
}
export const hashOf = (op: number, message: Uint8Array): Uint8Array => new Uint8Array(hashes[op]?.(message) ?? [])

/** What each leaf of a tree says, and of which message: as somebody else's hashes find it. */
export function leavesOf(branches: readonly Branch[], message: Uint8Array): readonly string[] {
  return branches.flatMap((branch) => {
    if ('tag' in branch) return `${branch.tag} ${toHex(message)}`
    const { op, argument = new Uint8Array(), next } = branch
    if (op === 0xf0) return leavesOf(next, concat(message, argument))
    if (op === 0xf1) return leavesOf(next, concat(argument, message))
    if (op === 0xf2) return leavesOf(next, new Uint8Array([...message].reverse()))
    if (op === 0xf3) return leavesOf(next, utf8(Buffer.from(message).toString('hex')))
    return leavesOf(next, hashOf(op, message))
  })
}

/** The Merkle root to which the first path of a tree leads, as it is displayed. */
export function rootOf(branches: readonly Branch[], digest: Uint8Array): string {
  const [leaf = ''] = leavesOf(branches, digest).filter((one) => one.startsWith('0588960d73d71901'))
  return toHex(fromHex(leaf.split(' ')[1] ?? '').reverse())
}
