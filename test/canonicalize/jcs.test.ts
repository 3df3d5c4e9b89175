import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { fromUtf8, toHex } from '../../src/bytes.js'
import { jcs, jcsText } from '../../src/canonicalize/index.js'
import { type Json, parse } from '../../src/json.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'

afterAll(printCounts)

type Case = { readonly id: string; readonly file: string; readonly result?: string; readonly kind: string }

describe.runIf(haveVectors)('the reference data of RFC 8785', () => {
  const cases: readonly Case[] = haveVectors ? jsonVector('jcs-rfc8785/manifest.json').cases : []

  test.each(cases.filter(({ kind }) => kind === 'jcs'))('$id', ({ file, result = '' }) => {
    const text = readVector(`jcs-rfc8785/${file}`).toString('utf8')
    const hex = readVector(`jcs-rfc8785/${result.replace('output/', 'outhex/').replace('.json', '.txt')}`).toString('utf8')
    expect(toHex(jcs(parse(text)))).toBe(hex.replace(/\s/g, ''))
    counted('jcs-rfc8785', true)
  })

  test('the first 10,000 numbers', () => {
    const lines = readVector('jcs-rfc8785/es6testfile-10000.txt').toString('utf8').trim().split('\n')
    const wrong = lines.filter((line) => {
      const [bits = '', expected] = line.split(',')
      const view = new DataView(new ArrayBuffer(8))
      view.setBigUint64(0, BigInt(`0x${bits}`))
      return jcsText([view.getFloat64(0)]) !== `[${expected}]`
    })
    expect(lines.length).toBe(10_000)
    expect(wrong).toEqual([])
    counted('jcs-rfc8785', true)
  })

  // A duplicate name and NaN are not values any more: the parser refuses them.
  test.each(cases.filter(({ kind }) => kind === 'jcs-negative'))('$id is refused', ({ file }) => {
    expect(() => jcs(parse(readVector(`jcs-rfc8785/${file}`).toString('utf8')))).toThrow(/^This (text is not JSON|JSON has a)/)
    counted('jcs-rfc8785', true)
  })
})

describe('properties', () => {
  const values = fc.jsonValue({ noUnicodeString: false, maxDepth: 6 }).filter((value) => JSON.stringify(value).isWellFormed()) as fc.Arbitrary<Json>
  const wellFormed = fc.object({
    key: fc.string({ unit: 'grapheme' }),
    values: [
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ],
    maxDepth: 5,
  })

  test('reading it gives the value back, and writing that gives the same text', () => {
    fc.assert(
      fc.property(fc.oneof(values, wellFormed), (value) => {
        const text = jcsText(value as Json)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(jcsText(JSON.parse(text))).toBe(text)
        expect(fromUtf8(jcs(value as Json))).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  test('the order in which members were put in does not show', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.integer()), (object) => {
        expect(jcsText(Object.fromEntries(Object.entries(object).reverse()))).toBe(jcsText(object))
      }),
    )
  })

  test('a value in which anything changed has other bytes', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b))
        // Member order is the one difference between the texts of JSON.stringify that is none between values.
        const equal = jcsText(a) === jcsText(b)
        if (equal) expect(a).toEqual(b)
      }),
    )
  })

  test('names are ordered by UTF-16 units: an astral name comes before U+FB33', () => {
    expect(jcsText({ '\ufb33': 1, '\u{1f600}': 2 })).toBe('{"\u{1f600}":2,"\ufb33":1}')
  })
})

describe('what it leaves out or refuses', () => {
  test('an undefined member is left out', () => {
    expect(jcsText({ b: undefined, a: { c: undefined } })).toBe('{"a":{}}')
  })

  test('a name that is special in JavaScript is a name', () => {
    expect(jcsText(JSON.parse('{"__proto__":1,"constructor":2}'))).toBe('{"__proto__":1,"constructor":2}')
  })

  test.each<[string, unknown]>([
    ['undefined in a list', [undefined]],
    ['a hole in a list', new Array(1)],
    ['infinity', { a: Number.POSITIVE_INFINITY }],
    ['not a number', { a: Number.NaN }],
    ['a lone surrogate', { a: '\ud800' }],
    ['a lone surrogate among others', { a: '"\u{1f600}\udc00' }],
    ['a lone surrogate in a name', { '\udfff': 1 }],
    ['a function', { a: () => 1 }],
    ['a big integer', { a: 1n }],
    ['a symbol', { a: Symbol('a') }],
    ['a date', { a: new Date(0) }],
    ['a map', new Map()],
    ['bytes', { a: new Uint8Array(2) }],
  ])('%s is refused', (_, value) => {
    expect(() => jcs(value as object)).toThrow(expect.objectContaining({ name: 'json.UnsafeError' }))
  })

  test('the message says where', () => {
    expect(() => jcs({ subject: { score: Number.NaN } })).toThrowErrorMatchingInlineSnapshot(
      `[json.UnsafeError: This JSON has a number out of range at /score, so two readers could understand it differently. Ask its issuer for a clean copy.]`,
    )
  })

  test('a cycle and a deep nesting end at the limit', () => {
    const cycle: { self?: object } = {}
    cycle.self = cycle
    expect(() => jcs(cycle)).toThrow(expect.objectContaining({ name: 'json.TooLargeError' }))
    const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000))
    expect(() => jcs(deep)).toThrow(expect.objectContaining({ name: 'json.TooLargeError' }))
    const most = JSON.parse('['.repeat(100) + ']'.repeat(100))
    expect(jcsText(most)).toBe('['.repeat(100) + ']'.repeat(100))
    expect(jcsText([[1]], { maxDepth: 2 })).toBe('[[1]]')
    expect(() => jcsText([[1]], { maxDepth: 1 })).toThrow(expect.objectContaining({ name: 'json.TooLargeError' }))
  })
})
