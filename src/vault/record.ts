import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 as hash } from '@noble/hashes/sha2.js'
import { type Bytes, concat, sameBytes, utf8 } from '../bytes.js'

/*
 * payload  = header ‖ record[0] ‖ … ‖ record[count-1] ‖ template                       the calldata of one transaction
 * header   = "MCV1" ‖ batchId:16 ‖ count:u32 ‖ recordSize:u32 ‖ dictionary:u8 ‖ 0x00 ‖ templateSize:u16        big-endian
 * OKM      = HKDF-SHA-256( ikm = holder ‖ erasure, salt = batchId, info = VT ‖ "record" ‖ index:u32, L = 44 )  VT = "microcred-vault-v1" ‖ 0x00
 * key      = OKM[0..32),  nonce = OKM[32..44)                                          never stored, used for one message
 * aad      = VT ‖ header ‖ len(chain):u8 ‖ chain ‖ index:u32
 * record   = AES-256-GCM( key, nonce, aad, packedLength:u32 ‖ packed ‖ 0x00… )         recordSize = 32 · ⌈(4 + longest packed + 16) / 32⌉
 * template = AES-256-GCM of its packed text: ikm = templateShare, info = VT ‖ "template", index 0xffffffff
 * shareId  = HKDF-SHA-256( ikm = holder, salt = batchId, info = VT ‖ "share-id", L = 32 )
 */
export const shareSize = 32
export const idSize = 16
export const headerSize = 32
export const tagSize = 16
/** The length of a frame and the tag: what a record needs beside what is packed in it. */
export const overhead: number = 4 + tagSize

export type Header = {
  readonly batchId: Uint8Array
  readonly count: number
  readonly recordSize: number
  readonly dictionary: number
  readonly templateSize: number
}
/** What the associated data of a message bind it to. */
export type Place = { readonly header: Uint8Array; readonly chain: string; readonly index: number }

/** The index that stands for the template. */
export const templateIndex = 0xffffffff

export function writeHeader({ batchId, count, recordSize, dictionary, templateSize }: Header): Bytes {
  const size = new Uint8Array([templateSize >> 8, templateSize])
  return concat(magic, batchId, u32(count), u32(recordSize), new Uint8Array([dictionary, 0]), size)
}

/** The header of a payload of exactly the length that it states; `undefined` for anything else. */
export function readHeader(payload: Uint8Array): Header | undefined {
  if (payload.length < headerSize || !sameBytes(payload.subarray(0, 4), magic) || payload[29] !== 0) return undefined
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length)
  const header = {
    batchId: payload.subarray(4, 20),
    count: view.getUint32(20),
    recordSize: view.getUint32(24),
    dictionary: payload[28] ?? 0,
    templateSize: view.getUint16(30),
  }
  const { count, recordSize, templateSize } = header
  const isWhole = payload.length === headerSize + count * recordSize + templateSize
  return isWhole && recordSize % 32 === 0 && recordSize > overhead && (templateSize === 0 || templateSize > tagSize) ? header : undefined
}

/** Where record `index` stands in a payload. */
export function recordAt(payload: Uint8Array, { recordSize }: Header, index: number): Uint8Array {
  return payload.subarray(headerSize + index * recordSize, headerSize + (index + 1) * recordSize)
}

/** Where the template stands: at the end. */
export function templateAt(payload: Uint8Array, { templateSize }: Header): Uint8Array {
  return payload.subarray(payload.length - templateSize)
}

/** The key and nonce of one record, from both shares. */
export function recordKey(batchId: Uint8Array, holder: Uint8Array, erasure: Uint8Array, index: number): Bytes {
  return derive(concat(holder, erasure), batchId, concat(utf8('record'), u32(index)), 44)
}

/** The key and nonce of the template of a batch. */
export function templateKey(batchId: Uint8Array, templateShare: Uint8Array): Bytes {
  return derive(templateShare, batchId, utf8('template'), 44)
}

/** What the share is asked for by: only a link holder can know it. */
export function shareIdOf(batchId: Uint8Array, holder: Uint8Array): Bytes {
  return derive(holder, batchId, utf8('share-id'), 32)
}

/** Frames what is packed: its length, itself, and zeros up to the size that all records of the batch have. */
export function frame(packed: Uint8Array, recordSize: number): Bytes {
  const framed = new Uint8Array(recordSize - tagSize)
  framed.set(u32(packed.length))
  framed.set(packed, 4)
  return framed
}

/** What `frame` framed; `undefined` for a length beyond the end, none at all, or bytes behind it that are not zero. */
export function unframe(framed: Uint8Array): Uint8Array | undefined {
  const length = new DataView(framed.buffer, framed.byteOffset, framed.length).getUint32(0)
  if (length === 0 || length > framed.length - 4 || framed.subarray(4 + length).some((byte) => byte !== 0)) return undefined
  return framed.subarray(4, 4 + length)
}

/** AES-256-GCM under a derived key, which must not be used for anything else. */
export async function encrypt(derived: Uint8Array, place: Place, message: Uint8Array): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', derived.slice(0, 32), 'AES-GCM', false, ['encrypt'])
  return new Uint8Array(await crypto.subtle.encrypt(parametersOf(derived, place), key, message.slice()))
}

/** The message; `undefined` when the key, the place or a byte is another than it was. */
export async function decrypt(derived: Uint8Array, place: Place, sealed: Uint8Array): Promise<Bytes | undefined> {
  const key = await crypto.subtle.importKey('raw', derived.slice(0, 32), 'AES-GCM', false, ['decrypt'])
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parametersOf(derived, place), key, sealed.slice()))
  } catch (error) {
    if (error instanceof Error && error.name === 'OperationError') return undefined
    throw error
  }
}

const magic = /* @__PURE__ */ utf8('MCV1')
const tag = /* @__PURE__ */ utf8('microcred-vault-v1\0')

function derive(ikm: Uint8Array, batchId: Uint8Array, info: Uint8Array, length: number): Bytes {
  return hkdf(hash, ikm, batchId, concat(tag, info), length) as Bytes
}

function parametersOf(derived: Uint8Array, { header, chain, index }: Place) {
  const name = utf8(chain)
  return { name: 'AES-GCM', iv: derived.slice(32, 44), additionalData: concat(tag, header, new Uint8Array([name.length]), name, u32(index)) }
}

function u32(value: number): Bytes {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}
