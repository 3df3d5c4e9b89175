import { createDecipheriv, hkdfSync } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { deflateSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { concat, fromHex, toHex, utf8 } from '../../src/bytes.js'
import { toText } from '../../src/credential/secured.js'
import { sha256 } from '../../src/hash.js'
import { dictionaryOf, newest } from '../../src/vault/dictionary.js'
import { fromLink, linkIn, toLink } from '../../src/vault/link.js'
import { maxText, pack, textIn, unpack } from '../../src/vault/pack.js'
import { decrypt, encrypt, frame, readHeader, recordKey, shareIdOf, templateKey, unframe, writeHeader } from '../../src/vault/record.js'
import { recordIdOf } from '../../src/vault/store.js'
import { badge, letters } from './badges.js'

// The test vector of the specification. Its frame is no DEFLATE, so that it depends on no encoder.
const holder = new Uint8Array(32).fill(1)
const erasure = new Uint8Array(32).fill(2)
const batchId = new Uint8Array(16).fill(0xb0)
const header = writeHeader({ batchId, count: 2, recordSize: 192, dictionary: 1, templateSize: 0 })
const chain = 'eip155:1'
const place = { header, chain, index: 0 }
const record =
  'd639ff01976bb9e55e6bd21bed181d6689abc86516fce503fb80e96d65896571acd2ae7d016abc75d99b22b2f219cf987bfa5ab532c24ea9fee30880956a7463e276136091cd73ee638b04805b7661782f286559012c1546c09c0862fc71746265fcceb492274a9359191ac10787fadeb72602c78df3130ec4c79d7bf8b50f825cdf204eecac3030dcb71d87efcd506f43d5ff54ea94265fad7654916dc958815afd761db9ef8ee042c348ffa0fe9d7274a5041fca94faa3636f3800c83e8a26'

describe('the published vector', () => {
  test('header, key, nonce, share id and look-up', () => {
    const derived = recordKey(batchId, holder, erasure, 0)
    const shareId = shareIdOf(batchId, holder)
    expect({
      header: toHex(header),
      key: toHex(derived.subarray(0, 32)),
      nonce: toHex(derived.subarray(32)),
      shareId: toHex(shareId),
      lookup: recordIdOf(shareId),
    }).toEqual({
      header: '4d435631b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b000000002000000c001000000',
      key: 'c3ae2123fc7950fc004cce05fe4a076d37d71fed01e0a23b7b3147f450a38d40',
      nonce: '5eaa39226f97f632a074d63c',
      shareId: '52c9896d9750b9ae57c42e198eba6525b0eb22a02f1bb1d1af3ab8faf97aad25',
      lookup: 'faa758e17a3d193cd08d380befe4b13714b231ba34c0ac501a629ff793875ed1',
    })
  })

  test('the record', async () => {
    const derived = recordKey(batchId, holder, erasure, 0)
    expect(toHex(await encrypt(derived, place, frame(utf8('hello'), 192)))).toBe(record)
    const framed = await decrypt(derived, place, fromHex(record))
    expect(textIn(unframe(framed as Uint8Array) as Uint8Array)).toBe('hello')
  })

  test('the link, and what it says', () => {
    const linked = { chain, transaction: `0x${'ee'.repeat(32)}`, index: 0, holder } as const
    const link = toLink('https://uni.example/open', linked)
    expect(link).toBe('https://uni.example/open#v1.hGhlaXAxNTU6MVgg7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u7u4AWCABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ')
    expect(fromLink(link)).toEqual(linked)
    expect(fromLink(linkIn(link) ?? '')).toEqual(linked)
  })

  test('a swapped index, batch and chain are refused', async () => {
    const swaps = [
      { ...place, index: 1 },
      { ...place, chain: 'eip155:10' },
      { ...place, header: writeHeader({ batchId, count: 3, recordSize: 192, dictionary: 1, templateSize: 0 }) },
    ]
    for (const swap of swaps) expect(await decrypt(recordKey(batchId, holder, erasure, 0), swap, fromHex(record))).toBeUndefined()
    expect(await decrypt(recordKey(batchId, holder, erasure, 1), place, fromHex(record))).toBeUndefined()
    expect(await decrypt(recordKey(new Uint8Array(16), holder, erasure, 0), place, fromHex(record))).toBeUndefined()
  })
})

test('a second implementation, of node:crypto and the specification alone, opens a sealed batch', async () => {
  const texts = await Promise.all([0, 1, 2, 3, 4].map(async (at) => toText(await badge(at))))
  const [packed] = pack(texts, 100_000)
  if (!packed) throw new Error('nothing was packed')
  const templateSize = packed.template.length + 16
  const header = writeHeader({ batchId, count: 5, recordSize: packed.recordSize, dictionary: packed.dictionary, templateSize })
  const sealed = await encrypt(recordKey(batchId, holder, erasure, 3), { header, chain, index: 3 }, frame(packed.records[3] as Uint8Array, packed.recordSize))
  const template = await encrypt(templateKey(batchId, erasure), { header, chain, index: 0xffffffff }, packed.template)

  const vt = Buffer.from('microcred-vault-v1\0')
  const be = (value: number): Buffer => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])
  const openOne = (ikm: Uint8Array, info: Buffer, index: number, bytes: Uint8Array): Buffer => {
    const okm = Buffer.from(hkdfSync('sha256', ikm, batchId, info, 44))
    const decipher = createDecipheriv('aes-256-gcm', okm.subarray(0, 32), okm.subarray(32))
    decipher.setAAD(Buffer.concat([vt, header, Buffer.from([8]), Buffer.from('eip155:1'), be(index)]))
    decipher.setAuthTag(bytes.subarray(-16))
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()])
  }
  const framed = openOne(Buffer.concat([holder, erasure]), Buffer.concat([vt, Buffer.from('record'), be(3)]), 3, sealed)
  const frozen = dictionaryOf(newest, new Uint8Array(0)) as Uint8Array
  const shared = inflateRawSync(openOne(erasure, Buffer.concat([vt, Buffer.from('template')]), 0xffffffff, template), { dictionary: frozen })
  const body = framed.subarray(4, 4 + framed.readUInt32BE(0))
  expect(inflateRawSync(body, { dictionary: Buffer.concat([frozen, shared]) }).toString()).toBe(texts[3])
})

test('frozen dictionaries do not change', () => {
  const digests = [0, 1, 2].map((id) => dictionaryOf(id, new Uint8Array(0))).map((dictionary) => dictionary && toHex(sha256(dictionary)))
  expect(digests).toEqual([toHex(sha256('')), 'b20adcbcb932b05e6ceb193ccf5b98808d3b562fe0cc63f3106c68f67c4b7188', undefined])
  expect(dictionaryOf(newest, new Uint8Array(40_000).fill(7))).toEqual(new Uint8Array(32_768).fill(7))
})

describe('a header', () => {
  const whole = concat(header, new Uint8Array(2 * 192))
  test('is read from a payload of exactly its length', () => {
    expect(readHeader(whole)).toEqual({ batchId, count: 2, recordSize: 192, dictionary: 1, templateSize: 0 })
    for (const length of [0, 3, 31, 32, whole.length - 1]) expect(readHeader(whole.subarray(0, length))).toBeUndefined()
    expect(readHeader(concat(whole, new Uint8Array(1)))).toBeUndefined()
  })

  test.each([
    ['another magic', 0, 0x4c],
    ['another version', 3, 0x32],
    ['a reserved byte', 29, 1],
    ['a count', 23, 3],
    ['a size', 27, 0xc1],
    ['a template', 31, 1],
  ])('with %s is none', (_, at, value) => {
    const changed = whole.slice()
    changed[at] = value
    expect(readHeader(changed)).toBeUndefined()
  })

  test('that lies about sizes is found before anything is allocated', () => {
    const lie = writeHeader({ batchId, count: 0xffffffff, recordSize: 0xffffffe0, dictionary: 1, templateSize: 0xffff })
    expect(readHeader(lie)).toBeUndefined()
    expect(readHeader(writeHeader({ batchId, count: 0xffffffff, recordSize: 0, dictionary: 1, templateSize: 0 }))).toBeUndefined()
    // Records without room for a byte of text.
    expect(readHeader(concat(writeHeader({ batchId, count: 1, recordSize: 0, dictionary: 1, templateSize: 20 }), new Uint8Array(20)))).toBeUndefined()
    // A template that is not longer than its tag.
    expect(readHeader(concat(writeHeader({ batchId, count: 1, recordSize: 32, dictionary: 1, templateSize: 16 }), new Uint8Array(48)))).toBeUndefined()
  })
})

describe('a frame', () => {
  test('holds what was framed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 172 }), (bytes) => {
        expect(unframe(frame(bytes, 192))).toEqual(bytes)
      }),
    )
  })

  test('of no length, of too much, or with anything behind it is none', () => {
    const framed = frame(utf8('hello'), 64)
    const changed = (at: number, value: number): Uint8Array => {
      const copy = framed.slice()
      copy[at] = value
      return copy
    }
    expect(unframe(framed)).toEqual(utf8('hello'))
    for (const bad of [changed(3, 0), changed(3, 45), changed(0, 0xff), changed(9, 1), changed(47, 1)]) expect(unframe(bad)).toBeUndefined()
    expect(unframe(changed(3, 44))).toHaveLength(44)
  })
})

describe('packing', () => {
  const unpacked = (batch: ReturnType<typeof pack>[number], at: number): string | undefined => {
    const frozen = dictionaryOf(batch.dictionary, new Uint8Array(0)) as Uint8Array
    const template = batch.template.length === 0 ? new Uint8Array(0) : (unpack(batch.template, frozen) as Uint8Array)
    const bytes = unpack(batch.records[at] as Uint8Array, dictionaryOf(batch.dictionary, template) as Uint8Array)
    return bytes && textIn(bytes)
  }

  test('gives back every text, whatever it is and however it is split', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 400 })
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 12 }), fc.integer({ min: 200, max: 4000 }), (texts, maxData) => {
        const found = pack(texts, maxData).flatMap((batch) => batch.records.map((_, at) => unpacked(batch, at)))
        expect(found).toEqual(texts.map((one) => one.toWellFormed()))
      }),
    )
  })

  test('takes what all say of issuer and achievement, and nothing else, for the template', async () => {
    const texts = await Promise.all([0, 1, 2, 3, 4].map(async (at) => toText(await badge(at))))
    const [batch] = pack(texts, 100_000)
    const template = textIn(unpack(batch?.template as Uint8Array, dictionaryOf(newest, new Uint8Array(0)) as Uint8Array) as Uint8Array)
    const { issuer, credentialSubject } = JSON.parse(texts[0] as string)
    expect(template).toBe(`"issuer":${JSON.stringify(issuer)}"achievement":${JSON.stringify(credentialSubject.achievement)}`)
  })

  test('has no template for four, nor for five of which one differs, nor for batches that are left with four', async () => {
    const texts = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(async (at) => toText(await badge(at))))
    expect(pack(texts.slice(0, 4), 100_000)[0]?.template).toHaveLength(0)
    const other = JSON.stringify({ ...JSON.parse(texts[4] as string), issuer: 'did:web:other.example', credentialSubject: {} })
    expect(pack([...texts.slice(0, 4), other], 100_000)[0]?.template).toHaveLength(0)
    const split = pack(texts, 2400)
    expect(split.map(({ records }) => records.length)).toEqual([2, 2, 2, 2])
    for (const { template } of split) expect(template).toHaveLength(0)
  })

  test('takes texts that only look like JSON', () => {
    for (const text of ['{', '{}', '[1]', 'null', '{"issuer":']) expect(unpacked(pack(Array<string>(5).fill(text), 10_000)[0] as never, 4)).toBe(text)
  })

  test('shares no member that a prototype brought, and takes a subject that is a list', () => {
    const texts = Array.from({ length: 5 }, (_, at) => `{"id":"${at}","credentialSubject":[{"achievement":1}],"__proto__":{"issuer":"x"}}`)
    expect(pack(texts, 10_000)[0]?.template).toHaveLength(0)
  })

  test('makes batches of one record size, as few as fit, and of equal number', async () => {
    const texts = Array.from({ length: 101 }, (_, at) => letters(100 + (at % 50), at))
    const batches = pack(texts, 4096)
    const [{ recordSize } = { recordSize: 0 }] = batches
    expect(new Set(batches.map((batch) => batch.recordSize)).size).toBe(1)
    expect(recordSize % 32).toBe(0)
    const most = Math.floor((4096 - 32) / recordSize)
    expect(batches).toHaveLength(Math.ceil(101 / most))
    const counts = batches.map(({ records }) => records.length)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
    expect(Math.max(...counts)).toBeLessThanOrEqual(most)
  })

  test('makes a full badge at most 450 bytes, and a short text at most a fifth of what BCdiploma paid', async () => {
    const full = await Promise.all(Array.from({ length: 100 }, async (_, at) => toText(await badge(at))))
    expect(Math.min(...full.map(({ length }) => length))).toBeGreaterThan(2800)
    const sizes = [full, 111, 327].map((texts) => pack(typeof texts === 'number' ? Array.from({ length: 100 }, (_, at) => letters(texts, at)) : texts, 130_000))
    expect(sizes.map((batches) => batches.length)).toEqual([1, 1, 1])
    const [badges = 0, short = 0, long = 0] = sizes.map(([batch]) => batch?.recordSize)
    expect(badges).toBeLessThanOrEqual(450)
    // Gas of one record: EIP-7623 asks 40 for a byte that is not zero; header and base are shared by a hundred.
    const gas = (size: number): number => 40 * size + (21_000 + 40 * 32) / 100
    expect(gas(short)).toBeLessThanOrEqual(0.2 * 41_483)
    expect(gas(long)).toBeLessThanOrEqual(0.2 * 78_688)
  })
})

describe('unpacking is bounded', () => {
  const none = new Uint8Array(0)
  test('what unfolds to a mebibyte is read, and a byte more is not', () => {
    expect(unpack(deflateSync(new Uint8Array(maxText)), none)).toHaveLength(maxText)
    expect(unpack(deflateSync(new Uint8Array(maxText + 1)), none)).toBeUndefined()
  })

  test('a bomb ends at once', () => {
    const bomb = deflateRawSync(Buffer.alloc(256 << 20), { level: 9 })
    const before = process.memoryUsage().arrayBuffers
    expect(unpack(bomb, none)).toBeUndefined()
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20)
  })

  test('what is cut short or is no DEFLATE is not read', () => {
    const packed = deflateSync(utf8(letters(1000, 1)), { level: 9 })
    for (let length = 0; length < packed.length; length += 7) expect(unpack(packed.subarray(0, length), none) ?? none).not.toHaveLength(1000)
    expect(unpack(packed.subarray(0, -1), none)).toBeUndefined()
    expect(unpack(new Uint8Array([0xff, 0xff, 0xff]), none)).toBeUndefined()
  })

  test('what is no UTF-8 is no text', () => {
    for (const bad of ['c328', 'eda080', 'f4908080', 'c0af', 'ff']) expect(textIn(fromHex(bad))).toBeUndefined()
    expect(textIn(utf8('Zoé 🎓'))).toBe('Zoé 🎓')
  })
})

describe('a link', () => {
  const good = toLink('https://uni.example/open?x=1', { chain: 'memory:1', transaction: `0x${'0a'.repeat(32)}`, index: 300, holder })
  test('is taken off an address; an address without one has none', () => {
    expect(linkIn(good)).toBe(good.split('#')[1])
    for (const none of ['https://uni.example/open', 'https://uni.example/#top', 'https://uni.example/v1.x', '', '#v2.abc']) expect(linkIn(none)).toBeUndefined()
  })

  test('of any other form says nothing, and no one throws', () => {
    const fragment = linkIn(good) ?? ''
    for (let length = 0; length < fragment.length; length++) expect(fromLink(fragment.slice(0, length))).toBeUndefined()
    for (const bad of [
      `${fragment}A`,
      `${fragment}=`,
      `${fragment}%20`,
      `${fragment}\n`,
      fragment.replace('v1', 'v2'),
      `x${fragment}`,
      `${'v1.'.padEnd(100_000, 'A')}`,
    ])
      expect(fromLink(bad)).toBeUndefined()
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => fromLink(`#v1.${text}`) === undefined))
  })
})
