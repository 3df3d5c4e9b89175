import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { fromPng, toPng } from '../../src/bake/index.js'
import { concat, sameBytes, utf8 } from '../../src/bytes.js'
import { type Secured, signed, toText } from '../../src/credential/secured.js'
import { counted, haveVectors, printCounts, readVector } from '../vectors.js'
import { badge, badgeJwt, before, chunk, end, formatOf, holding, jwt, nameOf, outcome, pixel, published, readPublished, signature } from './images.js'

afterAll(printCounts)

const itxt = (keyword: string, text: string): Uint8Array => chunk('iTXt', concat(utf8(`${keyword}\0\0\0\0\0`), utf8(text)))

describe.skipIf(!haveVectors)('published images', () => {
  test.each(haveVectors ? published('.png') : [])('$file', ({ file, carrier, format }) => {
    const image = readPublished(file)
    const text = fromPng(image) ?? ''
    const keyword = carrier.split('keyword=')[1] ?? ''
    const right = formatOf(text) === format && image.includes(Buffer.from(`${keyword}\0\0\0\0\0${text}`))
    counted('1edtech-validator baked PNG', right)
    expect(right).toBe(true)
    // What we write in place of what they wrote has their bytes, but for the place.
    if (keyword !== 'openbadgecredential') return
    const again = toPng(image, badge)
    expect(fromPng(again)).toBe(toText(badge))
    const theirs = chunk('iTXt', concat(utf8(`${keyword}\0\0\0\0\0`), utf8(text)))
    expect(sameBytes(again, Buffer.concat([image.subarray(0, image.indexOf(theirs)), itxt(keyword, toText(badge)), end]))).toBe(true)
  })

  test('an image without a credential, and an assertion baked into it as Open Badges 2.0 says', () => {
    const heart = readVector('openbadges-validator-core/public_domain_heart.png')
    const assertion = readVector('openbadges-validator-core/components/2_0_basic_assertion.json').toString('utf8')
    expect(fromPng(heart)).toBeUndefined()
    const baked = concat(heart.subarray(0, -12), itxt('openbadges', assertion), heart.subarray(-12))
    counted('openbadges-validator-core baked PNG', fromPng(baked) === assertion)
    expect(fromPng(baked)).toBe(assertion)
    expect(sameBytes(toPng(baked, badge), toPng(heart, badge))).toBe(true)
  })
})

describe('toPng', () => {
  test('writes the chunk byte for byte as Open Badges 3.0 says', () => {
    expect(toPng(pixel, badge)).toEqual(concat(before, itxt('openbadgecredential', toText(badge)), end))
    expect(toPng(pixel, badgeJwt)).toEqual(concat(before, itxt('openbadgecredential', toText(badgeJwt)), end))
  })

  test('writes a learner record under its own keyword', () => {
    const record = signed({ type: ['VerifiableCredential', 'ClrCredential'], proof: { type: 'DataIntegrityProof' } })
    for (const clr of [record, jwt({ type: ['ClrCredential'] }), jwt({ vc: { type: ['VerifiableCredential', 'ClrCredential'] } })]) {
      expect(toPng(pixel, clr)).toEqual(concat(before, itxt('clrcredential', toText(clr)), end))
      expect(fromPng(toPng(pixel, clr))).toBe(toText(clr))
    }
    for (const odd of ['e30.e30.e30', 'a.b.c', 'a..c']) expect(toPng(pixel, odd as Secured)).toEqual(concat(before, itxt('openbadgecredential', odd), end))
  })

  test('gives back any text, keeps every other byte, and replaces what was there', () => {
    const key = fc.string({ unit: 'grapheme' }).filter((text) => text !== '__proto__')
    const secured = fc.dictionary(key, fc.string({ unit: 'binary' })).map((name) => signed({ name, proof: { type: 'p' } }))
    const anything = fc
      .constantFrom('openbadgecredential', 'openbadges', 'clrcredential')
      .chain((keyword) =>
        fc.constantFrom(
          itxt(keyword, '{"old":1}'),
          itxt(keyword, 'https://example.org/1'),
          chunk('tEXt', `${keyword}\0x`),
          chunk('zTXt', `${keyword}\0\0x`),
          chunk('iTXt', keyword),
        ),
      )
    const other = fc.constantFrom(chunk('tEXt', 'openbadge\0x'), chunk('tIME', '1234567'), chunk('IDAT', ''), chunk('iTXt', 'openbadgecredential2\0'))
    const tail = fc.uint8Array({ maxLength: 20 })
    const chunks = fc.array(fc.oneof(fc.tuple(fc.constant(true), anything), fc.tuple(fc.constant(false), other)), { maxLength: 6 })
    fc.assert(
      fc.property(secured, chunks, tail, (credential, all, after) => {
        const image = concat(holding(...all.map(([, one]) => one)), after)
        const kept = concat(before, ...all.filter(([held]) => !held).map(([, one]) => one))
        const copy = image.slice()
        const baked = toPng(image, credential)
        expect(image).toEqual(copy)
        expect(fromPng(baked)).toBe(toText(credential))
        expect(sameBytes(baked, concat(kept, itxt('openbadgecredential', toText(credential)), end, after))).toBe(true)
        expect(sameBytes(toPng(toPng(image, badge), credential), baked)).toBe(true)
      }),
    )
  })

  test('reads a view of a larger buffer as what it shows', () => {
    const larger = concat(new Uint8Array(3), toPng(pixel, badge), new Uint8Array(3))
    expect(fromPng(larger.subarray(3))).toBe(toText(badge))
    expect(sameBytes(toPng(larger.subarray(3, -3), badge), toPng(pixel, badge))).toBe(true)
  })

  test('takes nothing without a proof, and nothing but a PNG', () => {
    const wrong = [{ name: 'no proof' }, '{"name":"no proof"}', 'text'] as unknown as Secured[]
    expect(wrong.map((credential) => nameOf(() => toPng(pixel, credential)))).toEqual([
      'credential.NotSecuredError',
      'credential.NotSecuredError',
      'json.ParseError',
    ])
    expect(nameOf(() => toPng(utf8('GIF89a'), badge))).toBe('bake.PngError')
  })
})

describe('fromPng', () => {
  const text = (type: string, data: string): Uint8Array => holding(chunk(type, data))
  const flipped = (image: Uint8Array, at: number): Uint8Array => image.map((byte, index) => (index === at ? byte ^ 1 : byte))
  const baked = toPng(pixel, badge)

  test('finds what others write', () => {
    expect([
      fromPng(pixel),
      fromPng(text('tEXt', 'openbadges\0https://example.org/assertion/1')),
      fromPng(text('tEXt', 'openbadgecredential\0{"name":"Zo\xe9"}')),
      fromPng(holding(chunk('tEXt', concat(utf8('openbadgecredential\0'), utf8('{"name":"Zoé"}'))))),
      fromPng(holding(chunk('iTXt', concat(utf8('openbadgecredential\0\0\0fr\0diplôme\0'), utf8('{"name":"Zoé"}'))))),
      fromPng(holding(itxt('openbadgecredential', '1'), itxt('openbadgecredential', '1'), itxt('openbadges', '1'))),
      fromPng(concat(pixel, itxt('openbadgecredential', 'after the end'))),
      fromPng(text('tEXt', 'OpenBadges\0x')),
      fromPng(text('tEXt', 'openbadges ')),
    ]).toMatchInlineSnapshot(`
      [
        undefined,
        "https://example.org/assertion/1",
        "{"name":"Zoé"}",
        "{"name":"Zoé"}",
        "{"name":"Zoé"}",
        "1",
        undefined,
        undefined,
        undefined,
      ]
    `)
  })

  test('refuses by name what is damaged or says two things', () => {
    const images: { [what: string]: Uint8Array } = {
      nothing: new Uint8Array(),
      'a JPEG': new Uint8Array([0xff, 0xd8, 0xff, 0xe0]),
      'line ends changed on the way': concat(signature.subarray(0, 4), new Uint8Array([10, 26, 10]), pixel.subarray(8)),
      'only the signature': signature,
      'no header': concat(signature, itxt('openbadges', 'x'), end),
      'two headers': concat(before, before.subarray(8, 33), end),
      'no end': before,
      'cut short': baked.subarray(0, -1),
      'a huge length': concat(before, new Uint8Array([255, 255, 255, 255]), utf8('iTXtopenbadgecredential\0'), end),
      'a chunk without a type': concat(before, chunk('iT\0t', 'x'), end),
      'a checksum that is wrong': flipped(baked, baked.length - 14),
      'a text that is changed': flipped(baked, baked.length - 20),
      'a keyword that is changed': flipped(baked, before.length + 10),
      'a keyword alone': text('iTXt', 'openbadgecredential'),
      'a keyword alone, and its zero': text('tEXt', 'openbadgecredential'),
      'no value': text('iTXt', 'openbadgecredential\0\0\0\0'),
      'an unknown compression flag': text('iTXt', 'openbadgecredential\0\x02\0\0\0x'),
      'not UTF-8': text('iTXt', 'openbadgecredential\0\0\0\0\0\xe9'),
      'a compressed iTXt': holding(chunk('iTXt', concat(utf8('openbadgecredential\0\x01\0\0\0'), deflateSync('{}')))),
      'a compressed bomb': holding(chunk('zTXt', concat(utf8('openbadges\0\0'), deflateSync(new Uint8Array(50_000_000))))),
      'two credentials': holding(itxt('openbadgecredential', '{"a":1}'), itxt('openbadgecredential', '{"a":2}')),
      'an assertion and a credential': holding(chunk('tEXt', 'openbadges\0https://example.org/1'), itxt('openbadgecredential', '{}')),
    }
    expect(Object.fromEntries(Object.entries(images).map(([what, image]) => [what, outcome(() => fromPng(image))]))).toMatchInlineSnapshot(`
      {
        "a JPEG": "bake.PngError: This PNG cannot be read: it does not begin as a PNG does (byte 0). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"it does not begin as a PNG does","at":0}",
        "a checksum that is wrong": "bake.PngError: This PNG cannot be read: the checksum of a text is wrong (byte 119). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"the checksum of a text is wrong","at":119}",
        "a chunk without a type": "bake.PngError: This PNG cannot be read: a chunk has no type (byte 119). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"a chunk has no type","at":119}",
        "a compressed bomb": "bake.CompressedError: The credential in this PNG is compressed, which Open Badges forbids. Ask the issuer for an image where it is not. {"at":119}",
        "a compressed iTXt": "bake.CompressedError: The credential in this PNG is compressed, which Open Badges forbids. Ask the issuer for an image where it is not. {"at":119}",
        "a huge length": "bake.PngError: This PNG cannot be read: it is cut short (byte 119). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"it is cut short","at":119}",
        "a keyword alone": "bake.PngError: This PNG cannot be read: a text has no value (byte 119). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"a text has no value","at":119}",
        "a keyword alone, and its zero": "bake.PngError: This PNG cannot be read: a text has no value (byte 119). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"a text has no value","at":119}",
        "a keyword that is changed": "bake.PngError: This PNG cannot be read: the checksum of a text is wrong (byte 119). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"the checksum of a text is wrong","at":119}",
        "a text that is changed": "bake.PngError: This PNG cannot be read: the checksum of a text is wrong (byte 119). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"the checksum of a text is wrong","at":119}",
        "an assertion and a credential": "bake.ConflictError: This file holds 2 different credentials, and nothing says which one counts. Ask the issuer for a file with one. {"credentials":2}",
        "an unknown compression flag": "bake.PngError: This PNG cannot be read: a text has no value (byte 119). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"a text has no value","at":119}",
        "cut short": "bake.PngError: This PNG cannot be read: it is cut short (byte 363). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"it is cut short","at":363}",
        "line ends changed on the way": "bake.PngError: This PNG cannot be read: it does not begin as a PNG does (byte 0). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"it does not begin as a PNG does","at":0}",
        "no end": "bake.PngError: This PNG cannot be read: it is cut short (byte 119). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"it is cut short","at":119}",
        "no header": "bake.PngError: This PNG cannot be read: its header is not where it must be (byte 8). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"its header is not where it must be","at":8}",
        "no value": "bake.PngError: This PNG cannot be read: a text has no value (byte 119). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"a text has no value","at":119}",
        "not UTF-8": "bake.PngError: This PNG cannot be read: a text is not UTF-8 (byte 119). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"a text is not UTF-8","at":119}",
        "nothing": "bake.PngError: This PNG cannot be read: it does not begin as a PNG does (byte 0). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"it does not begin as a PNG does","at":0}",
        "only the signature": "bake.PngError: This PNG cannot be read: it is cut short (byte 8). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"it is cut short","at":8}",
        "two credentials": "bake.ConflictError: This file holds 2 different credentials, and nothing says which one counts. Ask the issuer for a file with one. {"credentials":2}",
        "two headers": "bake.PngError: This PNG cannot be read: its header is not where it must be (byte 119). Get the image file again from its owner; screenshots and messengers do not keep what it holds. {"rule":"its header is not where it must be","at":119}",
      }
    `)
  })

  test('refuses every beginning of an image', () => {
    const image = haveVectors ? readPublished('ob30/simple-json.png') : baked
    for (let length = 0; length < image.length; length++) {
      if (nameOf(() => fromPng(image.subarray(0, length))) !== 'bake.PngError') expect.fail(`${length} bytes were read`)
    }
  })

  test('no changed bit reads as another credential', () => {
    const read = new Set<unknown>()
    for (let bit = 0; bit < 8 * baked.length; bit++) {
      const image = baked.slice()
      image[bit >> 3] = (image[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      read.add(outcome(() => fromPng(image)) ?? 'nothing')
      if (nameOf(() => typeof toPng(image, badge)) !== 'object') expect(nameOf(() => toPng(image, badge))).toBe('bake.PngError')
    }
    expect([...read].filter((one) => !String(one).startsWith('bake.PngError')).sort()).toEqual(['nothing', toText(badge)])
  })

  test('any bytes end in a text, nothing or an error of ours', () => {
    const mutated = fc
      .tuple(fc.nat(baked.length - 1), fc.uint8Array({ maxLength: 8 }), fc.nat(12))
      .map(([at, bytes, cut]) => concat(baked.subarray(0, at), bytes, baked.subarray(at + cut)))
    fc.assert(
      fc.property(
        fc.oneof(
          mutated,
          fc.uint8Array({ maxLength: 64 }).map((bytes) => concat(signature, bytes)),
        ),
        (image) => {
          expect(['bake.PngError', 'bake.ConflictError', 'undefined', nameOf(() => toText(badge))]).toContain(nameOf(() => fromPng(image)))
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('a million empty chunks take their time and no more', () => {
    const empty = chunk('teXt', '')
    const many = new Uint8Array(1_000_000 * empty.length)
    for (let at = 0; at < many.length; at += empty.length) many.set(empty, at)
    expect(fromPng(holding(many))).toBeUndefined()
    const held = chunk('iTXt', 'openbadges\0\0\0\0\0x')
    const full = new Uint8Array(300_000 * held.length)
    for (let at = 0; at < full.length; at += held.length) full.set(held, at)
    expect(fromPng(holding(full))).toBe('x')
    expect(sameBytes(toPng(holding(full), badge), toPng(pixel, badge))).toBe(true)
  })
})
