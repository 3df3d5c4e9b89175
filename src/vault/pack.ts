import { type Bytes, fromUtf8, utf8 } from '../bytes.js'
import { deflate, inflate } from '../deflate.js'
import { isObject, type Json, type JsonObject } from '../json.js'
import { dictionaryOf, newest } from './dictionary.js'
import { headerSize, overhead, tagSize } from './record.js'

/** The most that one text unfolds to. */
export const maxText: number = 1 << 20

/** Records of one size, and the template that they share: without bytes where they share none. */
export type Packed = { readonly dictionary: number; readonly template: Bytes; readonly records: readonly Bytes[]; readonly recordSize: number }

/**
 * Packs texts into as few batches as fit in `maxData` bytes each. What all of them say of their issuer and their achievement, word for word, becomes the
 * template, where every batch has five records or more: what fewer share might tell of one of them.
 */
export function pack(texts: readonly string[], maxData: number): readonly Packed[] {
  const shared = texts.length < fewest ? '' : templateOf(texts)
  const batches = split(packAll(texts, shared), maxData)
  return shared !== '' && batches.some(({ records }) => records.length < fewest) ? split(packAll(texts, ''), maxData) : batches
}

/** Unpacks what `pack` packed with a dictionary; `undefined` for what is damaged, or unfolds to more than a text may have. */
export function unpack(packed: Uint8Array, dictionary: Uint8Array): Bytes | undefined {
  try {
    return inflate(packed, { dictionary, maxBytes: maxText })
  } catch {
    return undefined
  }
}

/** Strict UTF-8; `undefined` for anything else. */
export function textIn(bytes: Uint8Array): string | undefined {
  try {
    return fromUtf8(bytes)
  } catch {
    return undefined
  }
}

const fewest = 5
// Its length stands in two bytes.
const maxTemplate = 0xffff - tagSize

function packAll(texts: readonly string[], shared: string): Packed {
  const template = shared === '' ? new Uint8Array(0) : packOne(shared, '')
  if (template.length > maxTemplate) return packAll(texts, '')
  const records = texts.map((text) => packOne(text, shared))
  const longest = records.reduce((most, { length }) => Math.max(most, length), 0)
  return { dictionary: newest, template, records, recordSize: 32 * Math.ceil((longest + overhead) / 32) }
}

/** Batches of equal size, give or take one record, so that none is left with few. */
function split(packed: Packed, maxData: number): readonly Packed[] {
  const { template, records, recordSize } = packed
  const room = maxData - headerSize - (template.length === 0 ? 0 : template.length + tagSize)
  // A record that fits nowhere has a batch of its own; the chain says that it is too much.
  const most = Math.max(1, Math.floor(room / recordSize))
  const count = Math.ceil(records.length / most)
  const start = (at: number): number => Math.floor((at * records.length) / count)
  return Array.from({ length: count }, (_, at) => ({ ...packed, records: records.slice(start(at), start(at + 1)) }))
}

function packOne(text: string, template: string): Bytes {
  return deflate(utf8(text), { dictionary: dictionaryOf(newest, utf8(template)) })
}

function templateOf(texts: readonly string[]): string {
  const documents = texts.map(documentOf)
  return shared('issuer', documents) + shared('achievement', documents.map(subjectOf))
}

/** What a text says as JSON; a JWT says nothing. */
function documentOf(text: string): JsonObject {
  try {
    const document: Json = JSON.parse(text)
    return isObject(document) ? document : {}
  } catch {
    return {}
  }
}

function subjectOf({ credentialSubject }: JsonObject): JsonObject {
  return isObject(credentialSubject) ? credentialSubject : {}
}

function shared(member: string, objects: readonly JsonObject[]): string {
  const own = (object: JsonObject): Json | undefined => (Object.hasOwn(object, member) ? object[member] : undefined)
  const [first, ...rest] = objects.map((object) => JSON.stringify(own(object)))
  return first === undefined || rest.some((one) => one !== first) ? '' : `"${member}":${first}`
}
