import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBase64url, utf8 } from '../../src/bytes.js'
import { deflate, inflate } from '../../src/deflate.js'
import { link, linkTo, readLink } from '../../src/share/index.js'
import { manifestOf } from '../formats/corpus.js'
import { haveVectors, readVector } from '../vectors.js'

const base = 'https://verify.example/open?lang=fr'
const url = 'https://uni.example/badges/1.json?a=1#b'
const carry = (bytes: Uint8Array, dictionary = 0) => `${base}#c1.${toBase64url(new Uint8Array([dictionary, ...bytes]))}`

describe('link', () => {
  test('carries a text after the sign that browsers keep to themselves, and gives it back letter by letter', () => {
    const made = link('{"a": "é"}', { base })
    expect(made).toMatchInlineSnapshot(`"https://verify.example/open?lang=fr#c1.AKtWSlSyUlA6vFKpFgA"`)
    expect(readLink(made)).toEqual({ text: '{"a": "é"}' })
    expect(new URL(made).href).toBe(made)
  })

  test('whatever the text is', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.json(), fc.constant(''), fc.constant('\ufeff{}'))
    fc.assert(fc.property(text, (one) => readLink(link(one, { base }))?.text === one))
  })

  test.skipIf(!haveVectors)('every badge of other issuers, in at most two thirds of its length', () => {
    const files = ['1edtech-validator', 'dcc-verifier-core'].flatMap((source) => manifestOf(source).cases.map(({ file }) => `${source}/${file}`))
    const texts = files.filter((file) => file.endsWith('.json')).map((file) => readVector(file).toString('utf8'))
    for (const text of texts) expect(readLink(link(text, { base }))?.text).toBe(text)
    const [long, short] = [texts.join('').length, texts.map((text) => link(text, { base }).length).reduce((sum, length) => sum + length, 0)]
    console.log(`links of ${texts.length} published badges: ${Math.round((short / long) * 100)} % of their text`)
    expect(texts.length).toBeGreaterThan(80)
    expect(short / long).toBeLessThan(2 / 3)
  })

  test('points to one that is served elsewhere', () => {
    expect(linkTo(url, { base })).toBe('https://verify.example/open?lang=fr#u1.https%3A%2F%2Funi.example%2Fbadges%2F1.json%3Fa%3D1%23b')
    expect(readLink(linkTo(url, { base }))).toEqual({ url })
  })

  test('stands at any page, and at localhost for whoever builds one', () => {
    expect(readLink(link('{}', { base: 'http://localhost:8080/' }))).toEqual({ text: '{}' })
    expect(readLink('https://verify.example/')).toBeUndefined()
    expect(readLink('https://verify.example/#')).toBeUndefined()
    expect(readLink('https://verify.example/#chapter')).toBeUndefined()
    expect(readLink('{"a":1}')).toBeUndefined()
  })

  test.each([
    'http://verify.example/',
    'https://a:b@verify.example/',
    'https://verify.example/#',
    'https://verify.example/#here',
    'javascript:alert(1)',
    '/verify',
    '',
  ])('refuses the page %s', (page) => {
    const thrown = expect.objectContaining({ name: 'share.LinkError' })
    expect(() => link('{}', { base: page })).toThrow(thrown)
    expect(() => linkTo(url, { base: page })).toThrow(thrown)
  })

  test('refuses more text than it can carry, and text that UTF-8 has no word for', () => {
    expect(() => link('x'.repeat(1024 * 1024 + 1), { base })).toThrow(expect.objectContaining({ facts: { found: 'more text than a link can carry' } }))
    expect(() => link('\ud800', { base })).toThrow(expect.objectContaining({ name: 'share.LinkError' }))
  })
})

describe('readLink', () => {
  test('says what is wrong with a link', () => {
    const whole = link(JSON.stringify({ text: 'a text that repeats, a text that repeats' }), { base })
    expect(() => readLink(whole.slice(0, -4))).toThrowErrorMatchingInlineSnapshot(
      `[share.LinkError: A link to a credential has a page (https, without user name or fragment) and what it brings, whole. Here there is a damaged or cut part after #.]`,
    )
  })

  test.each([
    ['another version', carry(deflate(utf8('{}')), 1)],
    ['nothing after the sign', `${base}#c1.`],
    ['nothing but the dictionary', `${base}#c1.AA`],
    ['a full stop that a chat added', `${link('{}', { base })}.`],
    ['what is not UTF-8', carry(deflate(new Uint8Array([0xff, 0xfe])))],
    ['what is not DEFLATE', carry(new Uint8Array([0xff, 0xff, 0xff]))],
    ['an http address', `${base}#u1.http%3A%2F%2Funi.example`],
    ['a script', `${base}#u1.javascript%3Aalert(1)`],
    ['a user name', `${base}#u1.https%3A%2F%2Fme%3Ahe%40uni.example`],
    ['a broken escape', `${base}#u1.%E0%A4%A`],
  ])('refuses %s', (_, address) => {
    expect(() => readLink(address)).toThrow(expect.objectContaining({ name: 'share.LinkError' }))
  })

  test('stops at 1 MiB, however much a link would unpack to', () => {
    const bomb = deflate(new Uint8Array(64 * 1024 * 1024))
    expect(() => readLink(carry(bomb))).toThrow(expect.objectContaining({ name: 'share.LinkError' }))
    expect(() => readLink(`${base}#c1.${'A'.repeat(20_000_000)}`)).toThrow(expect.objectContaining({ facts: { found: 'more than a link can carry' } }))
    expect(() => inflate(bomb, { maxBytes: 1000 })).toThrow(expect.objectContaining({ name: 'deflate.InflateError', facts: { found: 'more than 1000 bytes' } }))
  })

  test('a changed letter brings another text or an error; the same text only in the bits that fill up the last byte', () => {
    const text = JSON.stringify({ name: 'Zoë', grade: 'A', course: 'Statistics I' })
    const whole = link(text, { base })
    const start = whole.indexOf('#c1.') + 4
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    const came = { 'another text': 0, 'an error': 0 }
    const same: string[] = []
    for (let at = start; at < whole.length; at++) {
      for (const letter of letters.filter((one) => one !== whole[at])) {
        try {
          const read = readLink(whole.slice(0, at) + letter + whole.slice(at + 1))?.text
          if (read === text) same.push(`${whole.length - at} from the end`)
          else came['another text']++
        } catch (error) {
          expect(error).toMatchObject({ name: 'share.LinkError' })
          came['an error']++
        }
      }
    }
    expect({ ...came, same }).toMatchInlineSnapshot(`
      {
        "an error": 2547,
        "another text": 1482,
        "same": [
          "2 from the end",
          "2 from the end",
          "2 from the end",
        ],
      }
    `)
  })
})

describe('deflate', () => {
  test('a dictionary is worth what repeats it, and must be the same for both', () => {
    const dictionary = utf8('"https://www.w3.org/ns/credentials/v2"')
    const text = utf8('{"@context":"https://www.w3.org/ns/credentials/v2"}')
    const packed = deflate(text, { dictionary })
    expect(packed.length).toBeLessThan(deflate(text).length / 2)
    expect(inflate(packed, { dictionary, maxBytes: 1000 })).toEqual(text)
    expect(() => inflate(packed, { maxBytes: 1000 })).toThrow(expect.objectContaining({ name: 'deflate.InflateError' }))
  })

  test('nothing is no stream', () => {
    expect(inflate(deflate(new Uint8Array()), { maxBytes: 0 })).toEqual(new Uint8Array())
    expect(() => inflate(new Uint8Array(), { maxBytes: 10 })).toThrow(expect.objectContaining({ facts: { found: 'too few bytes' } }))
  })
})
