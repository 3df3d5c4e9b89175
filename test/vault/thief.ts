import { createDecipheriv, hkdfSync } from 'node:crypto'
import { concat, toHex, utf8 } from '../../src/bytes.js'
import { dictionaryOf } from '../../src/vault/dictionary.js'
import type { VaultLink } from '../../src/vault/index.js'
import { fromLink, type Linked } from '../../src/vault/link.js'
import { textIn, unpack } from '../../src/vault/pack.js'
import { headerSize, readHeader, recordAt, templateAt, unframe } from '../../src/vault/record.js'
import { givenAway, type Remains } from '../conformance/store.js'

const vt = utf8('microcred-vault-v1\0')
const u32 = (value: number): Uint8Array => new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value])

/** Opens a record as a thief would who has the chain, a link and every file: each 32 bytes of all that they give away may be the share. */
export function steal(payload: Uint8Array, link: VaultLink, files: Remains): string | undefined {
  const header = readHeader(payload)
  const { holder, index, chain } = fromLink(link) as Linked
  if (!header) throw new Error('no payload')
  const aad = (at: number): Uint8Array => concat(vt, payload.subarray(0, headerSize), new Uint8Array([chain.length]), utf8(chain), u32(at))
  const open = (ikm: Uint8Array, info: Uint8Array, at: number, sealed: Uint8Array): Uint8Array | undefined => {
    const okm = Buffer.from(hkdfSync('sha256', ikm, header.batchId, concat(vt, info), 44))
    const decipher = createDecipheriv('aes-256-gcm', okm.subarray(0, 32), okm.subarray(32))
    decipher.setAAD(aad(at))
    decipher.setAuthTag(sealed.subarray(-16))
    try {
      return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]))
    } catch {
      return undefined
    }
  }
  const candidates = new Map(
    givenAway(files)
      .flatMap(windows)
      .map((bytes) => [toHex(bytes), bytes]),
  )
  const templates = [...candidates.values()]
    .map((share) => open(share, utf8('template'), 0xffffffff, templateAt(payload, header)))
    .filter((one) => one !== undefined)
  const [packed] = templates
  const template = packed && unpack(packed, dictionaryOf(header.dictionary, new Uint8Array(0)) as Uint8Array)
  for (const share of candidates.values()) {
    const framed = open(concat(holder, share), concat(utf8('record'), u32(index)), index, recordAt(payload, header, index))
    const text = framed && unpack(unframe(framed) as Uint8Array, dictionaryOf(header.dictionary, template as Uint8Array) as Uint8Array)
    if (text) return textIn(text)
  }
  return undefined
}

function windows(bytes: Uint8Array): readonly Uint8Array[] {
  const raw = Array.from({ length: Math.max(0, bytes.length - 31) }, (_, at) => bytes.slice(at, at + 32))
  const hex = [
    ...Buffer.from(bytes)
      .toString('latin1')
      .matchAll(/[0-9a-f]{64}/g),
  ].map(([text]) => new Uint8Array(Buffer.from(text, 'hex')))
  return [...raw, ...hex]
}
