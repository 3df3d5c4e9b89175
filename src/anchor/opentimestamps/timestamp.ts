import { ripemd160, sha1 } from '@noble/hashes/legacy.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { type Bytes, concat, sameBytes, toHex, type Uri, utf8 } from '../../bytes.js'
import { BaseError } from '../../errors.js'
import { sha256 } from '../../hash.js'

/** The hashes by which a file is stamped. */
export type FileHash = 'sha1' | 'ripemd160' | 'sha256' | 'keccak256'
/**
 * What a notary says of a message: `bitcoin` and `litecoin` that it is the Merkle root of the block at a height, `pending` that a calendar will have it
 * on a chain. Any other notary is known by its tag alone.
 */
export type Attestation = { readonly message: Bytes } & (
  | { readonly notary: 'bitcoin'; readonly height: number }
  | { readonly notary: 'litecoin'; readonly height: number }
  | { readonly notary: 'pending'; readonly calendar: Uri }
  | { readonly notary: 'unknown'; readonly tag: string }
)
/** What is attested of a message, by the way from it to each attestation. */
export type Attestations = { readonly attestations: readonly Attestation[] }
/** A timestamp of a file. */
export type Timestamp = Attestations & { readonly hash: FileHash; readonly digest: Bytes }

/**
 * Reads a detached timestamp: an `.ots` file. Nothing is asked yet, and an attestation by itself proves nothing.
 *
 * @throws {TimestampShapeError} when it is none; `facts.rule` says why
 * @throws {NewerTimestampError} when it is of a version to come, or uses an operation that is not known here
 * @example
 * const { hash, digest, attestations } = fromDetached(await readFile('badge.json.ots'))
 */
export function fromDetached(ots: Uint8Array): Timestamp {
  const reader = readerOf(ots)
  if (!sameBytes(ots.subarray(0, magic.length), magic)) throw new TimestampShapeError('magic')
  reader.at = magic.length
  const found = number(reader, maxNumber)
  if (found !== version) throw new NewerTimestampError('version', String(found))
  const tag = byte(reader)
  const file = fileHashes.get(tag)
  if (!file) throw new NewerTimestampError('hash', hexOf(tag))
  const digest = take(reader, file.length)
  return { hash: file.name, digest, attestations: attestationsIn(reader, digest) }
}

/**
 * Reads a bare timestamp, as calendars answer and as other formats hold: it says nothing about what it is of, which is `message`.
 *
 * @throws {TimestampShapeError}, {NewerTimestampError} as `fromDetached` does
 * @example
 * const { attestations } = fromBare(answer, digest)
 */
export function fromBare(timestamp: Uint8Array, message: Uint8Array): Attestations {
  const reader = readerOf(timestamp)
  if (message.length > maxMessage) throw new TimestampShapeError('length of a message')
  return { attestations: attestationsIn(reader, new Uint8Array(message)) }
}

/**
 * Says whether a timestamp is of these very bytes.
 *
 * @example
 * matches(fromDetached(ots), await readFile('badge.json'))
 */
export function matches({ hash, digest }: Timestamp, file: Uint8Array): boolean {
  const found = [...fileHashes.values()].find(({ name }) => name === hash)
  return found !== undefined && sameBytes(found.of(file), digest)
}

/** This is not a timestamp of OpenTimestamps, or not a whole one. */
export class TimestampShapeError extends BaseError {
  override readonly name = 'anchor.TimestampShapeError'
  constructor(rule: string) {
    super(`This is not a well-formed timestamp of OpenTimestamps (${rule}). Ask whoever gave it for the original .ots file.`, { facts: { rule } })
  }
}

/** The timestamp is of a version to come, or uses what is not known here. */
export class NewerTimestampError extends BaseError {
  override readonly name = 'anchor.NewerTimestampError'
  constructor(what: 'version' | 'hash' | 'operation', found: string) {
    super(`This timestamp has a ${what} (${found}) that is not known here: it may be newer than this package, or damaged. Check it with another tool.`, {
      facts: { what, found },
    })
  }
}

/*
 * detached     = magic ‖ number 1 ‖ tag of the file's hash ‖ digest ‖ timestamp(digest)
 * timestamp(m) = *( ff ‖ branch(m) ) ‖ branch(m)
 * branch(m)    = 00 ‖ attestation | operation ‖ timestamp(operation(m))
 * operation    = f0 ‖ bytes  m ‖ bytes      | 02  SHA-1        | f2  the bytes of m, the last first
 *              | f1 ‖ bytes  bytes ‖ m      | 03  RIPEMD-160   | f3  m in lower-case hexadecimal
 *                                           | 08  SHA-256      | 67  Keccak-256
 * attestation  = 8-byte tag ‖ bytes, in which the notary's own fields stand
 *   05 88 96 0d 73 d7 19 01  Bitcoin: number (height)      06 86 9a 0d 73 d7 1b 45  Litecoin: number (height)
 *   83 df e3 0d 2e f9 0c 8e  pending: bytes (URI)
 * bytes        = number (length) ‖ that many
 * number       = seven bits a byte, the least first, and 0x80 where another byte follows
 */
const magic = new Uint8Array([
  0x00, 0x4f, 0x70, 0x65, 0x6e, 0x54, 0x69, 0x6d, 0x65, 0x73, 0x74, 0x61, 0x6d, 0x70, 0x73, 0x00, 0x00, 0x50, 0x72, 0x6f, 0x6f, 0x66, 0x00, 0xbf, 0x89, 0xe2,
  0xe8, 0x84, 0xe8, 0x92, 0x94,
])
const version = 1
const [fork, attested] = [0xff, 0x00]

// The limits of the reference implementation.
const [maxMessage, maxPayload, maxUri, maxDepth] = [4096, 8192, 1000, 255]
// And ours: a timestamp is a few kilobytes, with one attestation for each calendar that was asked.
const [maxSize, maxAttestations, maxNumber] = [64 * 1024, 32, 2 ** 32 - 1]

const fileHashes: ReadonlyMap<number, { readonly name: FileHash; readonly length: number; of(bytes: Uint8Array): Bytes }> = new Map([
  [0x02, { name: 'sha1' as const, length: 20, of: (bytes: Uint8Array) => sha1(bytes) as Bytes }],
  [0x03, { name: 'ripemd160' as const, length: 20, of: (bytes: Uint8Array) => ripemd160(bytes) as Bytes }],
  [0x08, { name: 'sha256' as const, length: 32, of: sha256 }],
  [0x67, { name: 'keccak256' as const, length: 32, of: (bytes: Uint8Array) => keccak_256(bytes) as Bytes }],
])

type Reader = { readonly bytes: Uint8Array; at: number }
type Operation = (message: Bytes, reader: Reader) => Bytes
const operations: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [0xf0, (message, reader) => concat(message, argument(reader))],
  [0xf1, (message, reader) => concat(argument(reader), message)],
  [0xf2, (message) => message.slice().reverse()],
  [0xf3, (message) => utf8(toHex(message))],
  ...[...fileHashes].map(([tag, { of }]): [number, Operation] => [tag, of]),
])

const notaries: ReadonlyMap<string, (payload: Reader, message: Bytes) => Attestation> = new Map([
  ['0588960d73d71901', (payload: Reader, message: Bytes): Attestation => ({ notary: 'bitcoin', height: number(payload, maxNumber), message })],
  ['06869a0d73d71b45', (payload: Reader, message: Bytes): Attestation => ({ notary: 'litecoin', height: number(payload, maxNumber), message })],
  ['83dfe30d2ef90c8e', (payload: Reader, message: Bytes): Attestation => ({ notary: 'pending', calendar: uri(payload), message })],
])

function readerOf(bytes: Uint8Array): Reader {
  if (!(bytes instanceof Uint8Array)) throw new TimestampShapeError('not bytes')
  if (bytes.length > maxSize) throw new TimestampShapeError('size')
  return { bytes, at: 0 }
}

/** Every attestation, in order. It walks the tree without recursion: `open` has the messages that have another branch to come, the innermost last. */
function attestationsIn(reader: Reader, message: Bytes): readonly Attestation[] {
  const attestations: Attestation[] = []
  const open: Node[] = []
  let node: Node | undefined = { message, depth: 0 }
  while (node) {
    let tag = byte(reader)
    if (tag === fork) {
      open.push(node)
      tag = byte(reader)
    }
    if (tag === attested) {
      if (attestations.length === maxAttestations) throw new TimestampShapeError('number of attestations')
      attestations.push(attestation(reader, node.message))
      node = open.pop()
    } else node = next(node, tag, reader)
  }
  if (reader.at !== reader.bytes.length) throw new TimestampShapeError('bytes after the end')
  return attestations
}

type Node = { readonly message: Bytes; readonly depth: number }

function next({ message, depth }: Node, tag: number, reader: Reader): Node {
  const operation = operations.get(tag)
  if (!operation) throw new NewerTimestampError('operation', hexOf(tag))
  if (depth === maxDepth) throw new TimestampShapeError('depth')
  const result = operation(message, reader)
  if (result.length > maxMessage) throw new TimestampShapeError('length of a message')
  return { message: result, depth: depth + 1 }
}

function attestation(reader: Reader, message: Bytes): Attestation {
  const tag = toHex(take(reader, 8))
  const payload = { bytes: bytes(reader, maxPayload), at: 0 }
  const read = notaries.get(tag)
  if (!read) return { notary: 'unknown', tag, message }
  const found = read(payload, message)
  if (payload.at !== payload.bytes.length) throw new TimestampShapeError('attestation')
  return found
}

function argument(reader: Reader): Bytes {
  const found = bytes(reader, maxMessage)
  if (found.length === 0) throw new TimestampShapeError('empty argument')
  return found
}

function uri(reader: Reader): Uri {
  const text = String.fromCharCode(...bytes(reader, maxUri))
  if (!/^[-._/:A-Za-z0-9]*$/.test(text)) throw new TimestampShapeError('address of a calendar')
  return text
}

function bytes(reader: Reader, max: number): Bytes {
  return take(reader, number(reader, max))
}

function number(reader: Reader, max: number): number {
  let value = 0
  for (let unit = 1; unit <= max; unit *= 128) {
    const group = byte(reader)
    value += (group & 127) * unit
    if (value > max) break
    if (group < 128) return value
  }
  throw new TimestampShapeError('number too large')
}

function byte(reader: Reader): number {
  const found = reader.bytes[reader.at++]
  if (found === undefined) throw new TimestampShapeError('cut off')
  return found
}

function take(reader: Reader, length: number): Bytes {
  const found = new Uint8Array(reader.bytes.subarray(reader.at, reader.at + length))
  if (found.length !== length) throw new TimestampShapeError('cut off')
  reader.at += length
  return found
}

function hexOf(tag: number): string {
  return toHex(new Uint8Array([tag]))
}
