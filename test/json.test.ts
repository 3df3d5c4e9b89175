import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { fromUtf8 } from '../src/bytes.js'
import { BaseError } from '../src/errors.js'
import { isObject, many, parse, snapshot } from '../src/json.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from './vectors.js'

afterAll(printCounts)

/** What a call ends in: its value, or the whole of its error. */
function outcome(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    return `${error.name}: ${error.message} ${JSON.stringify(error.facts)}`
  }
}
const outcomes = <T>(cases: { readonly [what: string]: T }, run: (value: T) => unknown): unknown =>
  Object.fromEntries(Object.entries(cases).map(([what, value]) => [what, outcome(() => run(value))]))
function nameOf(run: () => unknown): string {
  const is = outcome(run)
  return typeof is === 'string' ? (is.split(':')[0] ?? '') : typeof is
}
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

describe.skipIf(!haveVectors)('JSONTestSuite', () => {
  const cases: { id: string; file: string; expected: 'valid' | 'invalid' | 'either' }[] = haveVectors ? jsonVector('json-test-suite/manifest.json').cases : []
  const read = (file: string): unknown => outcome(() => parse(fromUtf8(readVector(`json-test-suite/${file}`))) === undefined || 'parsed')

  test('what must parse parses, but for duplicate keys, which are refused on purpose', () => {
    const refused: unknown[] = []
    for (const { id, file } of cases.filter(({ expected }) => expected === 'valid')) {
      const is = read(file)
      counted('json-test-suite valid (two with duplicate keys refused on purpose)', is === 'parsed' || id.includes('duplicated_key'))
      if (is !== 'parsed') refused.push([id, is])
    }
    expect(refused).toMatchInlineSnapshot(`
      [
        [
          "y_object_duplicated_key.json",
          "json.UnsafeError: This JSON has a duplicate key at /a, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"duplicate key","path":"/a"}",
        ],
        [
          "y_object_duplicated_key_and_value.json",
          "json.UnsafeError: This JSON has a duplicate key at /a, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"duplicate key","path":"/a"}",
        ],
      ]
    `)
  })

  test('what must not parse is refused by name', () => {
    const names: { [name: string]: number } = {}
    for (const { file } of cases.filter(({ expected }) => expected === 'invalid')) {
      const name = String(read(file)).split(':')[0] ?? ''
      counted('json-test-suite invalid', name !== 'parsed')
      names[name] = (names[name] ?? 0) + 1
    }
    expect(names).toMatchInlineSnapshot(`
      {
        "bytes.EncodingError": 12,
        "json.ParseError": 174,
        "json.TooLargeError": 2,
      }
    `)
  })

  test('where a reader may choose, this is what ours does', () => {
    const choices: { [name: string]: string[] } = {}
    for (const { id, file } of cases.filter(({ expected }) => expected === 'either')) {
      const rule = String(read(file)).replace(/ ?(at|\(length|,) .*/, '')
      choices[rule] = [...(choices[rule] ?? []), id.replace('.json', '')]
      counted('json-test-suite either (decided)', true)
    }
    expect(choices).toMatchInlineSnapshot(`
      {
        "bytes.EncodingError: This is not UTF-8": [
          "i_string_UTF-16LE_with_BOM",
          "i_string_UTF-8_invalid_sequence",
          "i_string_UTF8_surrogate_U+D800",
          "i_string_invalid_utf-8",
          "i_string_iso_latin_1",
          "i_string_lone_utf8_continuation_byte",
          "i_string_not_in_unicode_range",
          "i_string_overlong_sequence_2_bytes",
          "i_string_overlong_sequence_6_bytes",
          "i_string_overlong_sequence_6_bytes_null",
          "i_string_truncated-utf-8",
          "i_string_utf16BE_no_BOM",
          "i_string_utf16LE_no_BOM",
          "t/string_1_invalid_codepoint",
          "t/string_2_invalid_codepoints",
          "t/string_3_invalid_codepoints",
        ],
        "json.ParseError: This text is not JSON. Check th": [
          "i_structure_UTF-8_BOM_empty_object",
        ],
        "json.TooLargeError: This JSON is over the limit of 100 levels. Raise the limit if you trust its source. {"what":"depth","limit":100}": [
          "i_structure_500_nested_arrays",
        ],
        "json.UnsafeError: This JSON has a duplicate key": [
          "t/object_same_key_different_values",
          "t/object_same_key_same_value",
          "t/object_same_key_unclear_values",
        ],
        "json.UnsafeError: This JSON has a lone surrogate": [
          "i_string_1st_surrogate_but_2nd_missing",
          "i_string_1st_valid_surrogate_2nd_invalid",
          "i_string_incomplete_surrogate_and_escape_valid",
          "i_string_incomplete_surrogate_pair",
          "i_string_incomplete_surrogates_escape_valid",
          "i_string_invalid_lonely_surrogate",
          "i_string_invalid_surrogate",
          "i_string_inverted_surrogates_U+1D11E",
          "i_string_lone_second_surrogate",
          "t/string_1_escaped_invalid_codepoint",
          "t/string_2_escaped_invalid_codepoints",
          "t/string_3_escaped_invalid_codepoints",
        ],
        "json.UnsafeError: This JSON has a lone surrogate in a key": [
          "i_object_key_lone_2nd_surrogate",
        ],
        "json.UnsafeError: This JSON has a number out of range": [
          "i_number_huge_exp",
          "i_number_neg_int_huge_exp",
          "i_number_pos_double_huge_exp",
          "i_number_real_neg_overflow",
          "i_number_real_pos_overflow",
        ],
        "parsed": [
          "i_number_double_huge_neg_exp",
          "i_number_real_underflow",
          "i_number_too_big_neg_int",
          "i_number_too_big_pos_int",
          "i_number_very_big_negative_int",
          "t/number_-9223372036854775808",
          "t/number_-9223372036854775809",
          "t/number_1.0",
          "t/number_1.000000000000000005",
          "t/number_1000000000000000",
          "t/number_10000000000000000999",
          "t/number_1e-999",
          "t/number_1e6",
          "t/number_9223372036854775807",
          "t/number_9223372036854775808",
          "t/object_key_nfc_nfd",
          "t/object_key_nfd_nfc",
          "t/string_with_escaped_NULL",
        ],
      }
    `)
  })
})

describe('parse', () => {
  test('gives back what JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'))
        const text = JSON.stringify(value)
        expect(parse(text)).toEqual(JSON.parse(text))
        expect(parse(JSON.stringify(value, undefined, 2))).toEqual(JSON.parse(text))
      }),
    )
  })

  test('reads exactly what JSON.parse reads, or refuses by name', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"b"', '"\\""', '"\\\\"', '1', '-0', '1e-5', 'true', 'null', ' ', '\n', '"', '\\', 'x')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        const text = parts.join('')
        let native: unknown = 'not JSON'
        try {
          native = JSON.parse(text)
        } catch {}
        const ours = outcome(() => parse(text))
        if (native === 'not JSON') expect(ours).toContain('json.ParseError')
        else if (typeof ours === 'string' && ours.startsWith('json.UnsafeError')) expect(ours).toContain('duplicate key')
        else expect(ours).toEqual(native)
      }),
      { numRuns: 2000 },
    )
  })

  test('finds a duplicate key wherever it stands, however it is written', () => {
    const key = fc.string({ unit: 'grapheme', maxLength: 6 }).filter((text) => text !== '__proto__')
    const member = fc.tuple(key, fc.jsonValue({ maxDepth: 2 })).filter(([, value]) => !JSON.stringify(value).includes('__proto__'))
    const escaped = (text: string): string => `"${[...text].map((c) => (c.length === 1 ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}` : c)).join('')}"`
    fc.assert(
      fc.property(fc.uniqueArray(member, { selector: ([name]) => name, minLength: 1, maxLength: 5 }), fc.nat(), fc.nat(), (members, which, where) => {
        const texts = members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
        const [name] = members[which % members.length] ?? ['']
        expect(parse(`[0,{"in":{${texts}}}]`)).toEqual(JSON.parse(`[0,{"in":{${texts}}}]`))
        texts.splice(where % (texts.length + 1), 0, `${escaped(name)} : 1`)
        expect(outcome(() => parse(`[0,{"in":{${texts}}}]`))).toContain(`duplicate key at /1/in/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
      }),
    )
  })

  test('refuses what is unsafe, too large or no JSON', () => {
    const texts: { [what: string]: string } = {
      'a duplicate key': '{"a":[1,{"b":1,"c":{"b":[{}]},"b":2}]}',
      'equal keys after unescaping': '{"a":1,"\\u0061" :2}',
      'a duplicate key with the signs of a pointer': '{"a/b~c":1,"a/b~c":2}',
      'a very long duplicate key': `{"${'k'.repeat(1000)}":1,"${'k'.repeat(1000)}":1}`,
      'the key __proto__': '{"a":[0,{"__proto__":{"admin":true}}]}',
      '__proto__ spelled with an escape': '{"__pr\\u006fto__":1}',
      'a number out of range': '{"a":1e999}',
      'a lone surrogate, raw': '["\ud800"]',
      'a lone surrogate, escaped': '["\\ud800"]',
      'a lone surrogate in a key': '{"\\udc00":1}',
      'a lone surrogate alone': '"\\ud800"',
      '101 levels': nested(101),
      '100,000 levels': nested(100_000),
      '100,000 levels left open': '{"a":'.repeat(100_000),
      'a byte order mark': '\ufeff{}',
      nothing: '',
      'one quote': '"',
      'a text cut short': '{"a":1',
      'over 10 MiB': `"${'x'.repeat(50_000_000)}"`,
    }
    expect(outcomes(texts, parse)).toMatchInlineSnapshot(`
      {
        "100,000 levels": "json.TooLargeError: This JSON is over the limit of 100 levels. Raise the limit if you trust its source. {"what":"depth","limit":100}",
        "100,000 levels left open": "json.TooLargeError: This JSON is over the limit of 100 levels. Raise the limit if you trust its source. {"what":"depth","limit":100}",
        "101 levels": "json.TooLargeError: This JSON is over the limit of 100 levels. Raise the limit if you trust its source. {"what":"depth","limit":100}",
        "__proto__ spelled with an escape": "json.UnsafeError: This JSON has a key "__proto__" at /__proto__, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"key \\"__proto__\\"","path":"/__proto__"}",
        "a byte order mark": "json.ParseError: This text is not JSON. Check that it is whole, and that nothing changed it on the way. {}",
        "a duplicate key": "json.UnsafeError: This JSON has a duplicate key at /a/1/b, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"duplicate key","path":"/a/1/b"}",
        "a duplicate key with the signs of a pointer": "json.UnsafeError: This JSON has a duplicate key at /a~1b~0c, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"duplicate key","path":"/a~1b~0c"}",
        "a lone surrogate alone": "json.UnsafeError: This JSON has a lone surrogate, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"lone surrogate","path":""}",
        "a lone surrogate in a key": "json.UnsafeError: This JSON has a lone surrogate in a key at /�, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"lone surrogate in a key","path":"/�"}",
        "a lone surrogate, escaped": "json.UnsafeError: This JSON has a lone surrogate at /0, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"lone surrogate","path":"/0"}",
        "a lone surrogate, raw": "json.UnsafeError: This JSON has a lone surrogate at /0, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"lone surrogate","path":"/0"}",
        "a number out of range": "json.UnsafeError: This JSON has a number out of range at /a, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"number out of range","path":"/a"}",
        "a text cut short": "json.ParseError: This text is not JSON. Check that it is whole, and that nothing changed it on the way. {}",
        "a very long duplicate key": "json.UnsafeError: This JSON has a duplicate key at /kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"duplicate key","path":"/kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…"}",
        "equal keys after unescaping": "json.UnsafeError: This JSON has a duplicate key at /a, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"duplicate key","path":"/a"}",
        "nothing": "json.ParseError: This text is not JSON. Check that it is whole, and that nothing changed it on the way. {}",
        "one quote": "json.ParseError: This text is not JSON. Check that it is whole, and that nothing changed it on the way. {}",
        "over 10 MiB": "json.TooLargeError: This JSON is over the limit of 10485760 characters. Raise the limit if you trust its source. {"what":"length","limit":10485760}",
        "the key __proto__": "json.UnsafeError: This JSON has a key "__proto__" at /a/1/__proto__, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"key \\"__proto__\\"","path":"/a/1/__proto__"}",
      }
    `)
  })

  test('does not quote the text at length', () => {
    try {
      parse(`{"secret": "${'s'.repeat(500)}" `)
    } catch (error) {
      expect((error as Error).cause).toBeInstanceOf(SyntaxError)
      expect(((error as Error).cause as Error).message.length).toBeLessThanOrEqual(80)
    }
    expect.assertions(2)
  })

  test('holds the limits that it is given', () => {
    expect(parse(nested(100))).toEqual(JSON.parse(nested(100)))
    expect(nameOf(() => parse('[[1]]', { maxDepth: 1 }))).toBe('json.TooLargeError')
    expect(parse('[[1]]', { maxDepth: 2 })).toEqual([[1]])
    expect(nameOf(() => parse('[1]', { maxBytes: 2 }))).toBe('json.TooLargeError')
    expect(parse('[1]', { maxBytes: 3 })).toEqual([1])
    expect(parse(nested(1000), { maxDepth: 1_000_000 })).toEqual(JSON.parse(nested(1000)))
    expect(outcome(() => parse(nested(200_000), { maxDepth: 1_000_000 }))).toMatchInlineSnapshot(
      `"json.TooLargeError: This JSON is over the limit of 1000 levels. Raise the limit if you trust its source. {"what":"depth","limit":1000}"`,
    )
    const long = `"${'x'.repeat(50_000_000)}"`
    expect(parse(long, { maxBytes: 60_000_000 })).toBe(JSON.parse(long))
  })

  test('takes linear time for what is made to be slow', () => {
    expect(parse(`"${'\\\\'.repeat(4_000_000)}"`)).toHaveLength(4_000_000)
    expect(parse(`"${'\\"'.repeat(4_000_000)}"`)).toHaveLength(4_000_000)
    expect(outcome(() => parse(`{"a":1,"a"${' '.repeat(8_000_000)}:2}`))).toContain('duplicate key at /a')
    expect(nameOf(() => parse(`"${'\\'.repeat(8_000_000)}`))).toBe('json.ParseError')
    expect(nameOf(() => parse('"'.repeat(8_000_001)))).toBe('json.ParseError')
  })
})

describe('snapshot', () => {
  test('copies plain data, deeply, and leaves undefined members out', () => {
    const value = { a: [1, 'b', null, true], c: undefined, d: { e: {} } }
    const copied = snapshot(value)
    expect(copied).toStrictEqual({ a: [1, 'b', null, true], d: { e: {} } })
    value.a[0] = 2
    expect(copied).toStrictEqual({ a: [1, 'b', null, true], d: { e: {} } })
  })

  test('is the identity on parsed JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'))
        const plain = JSON.parse(JSON.stringify(value))
        expect(snapshot(plain)).toStrictEqual(plain)
      }),
    )
  })

  test('takes objects without a prototype and of another realm', () => {
    expect(snapshot(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 })
    expect(snapshot(runInNewContext('({ a: [1] })'))).toEqual({ a: [1] })
  })

  test('reads a getter once', () => {
    let reads = 0
    const copied = snapshot({
      get a() {
        return ++reads
      },
    })
    expect([copied, copied, reads]).toEqual([{ a: 1 }, { a: 1 }, 1])
  })

  const cycle: { [key: string]: unknown } = {}
  cycle['self'] = [cycle]
  let bomb: unknown = ['ha']
  for (let level = 0; level < 60; level++) bomb = [bomb, bomb]
  const thrower = { a: [new Proxy({}, { ownKeys: () => expect.fail('trap') })] }
  const endless: unknown = new Proxy(
    {},
    { ownKeys: () => ['a'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }), get: () => endless },
  )
  const long = new Proxy([], { get: (list, key) => (key === 'length' ? 2 ** 32 : key in list ? Reflect.get(list, key) : 1) })
  const iterated = Object.assign([1], {
    *[Symbol.iterator]() {
      while (true) yield 1
    },
  })
  test('walks a list by its index, whatever its iterator says', () => expect(snapshot(iterated)).toEqual([1]))
  test('refuses what JSON text could not have said, or not within the limits', () => {
    const values: { [what: string]: unknown } = {
      'undefined in a list': { a: [1, undefined] },
      'a hole in a list': [new Array(4_000_000_000)],
      'undefined alone': undefined,
      'a function': { toJSON: () => 1 },
      'a symbol': [Symbol('a')],
      'a bigint': { a: { b: 1n } },
      NaN: { 'a/b': [Number.NaN] },
      infinity: Number.NEGATIVE_INFINITY,
      'a date': { at: new Date(0) },
      'a map': new Map(),
      bytes: { bytes: new Uint8Array(2) },
      'a boxed string': [Object('a')],
      'an inherited toJSON': Object.create({ toJSON: () => 1 }),
      'the key __proto__': { a: JSON.parse('{"__proto__":1}') },
      'a lone surrogate': { a: ['ok', '\ud800'] },
      'a lone surrogate in a key': { 'a\udc00': 1 },
      'a cycle': cycle,
      'the same list twice, sixty levels deep': bomb,
      'a trap that throws': thrower,
      'a Proxy without a floor': endless,
      'a Proxy without an end': long,
      '101 levels': JSON.parse(nested(101)),
    }
    expect(outcomes(values, (value) => snapshot(value, { maxBytes: 100_000 }))).toMatchInlineSnapshot(`
      {
        "101 levels": "json.TooLargeError: This JSON is over the limit of 100 levels. Raise the limit if you trust its source. {"what":"depth","limit":100}",
        "NaN": "json.UnsafeError: This JSON has a number out of range at /a~1b/0, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"number out of range","path":"/a~1b/0"}",
        "a Proxy without a floor": "json.TooLargeError: This JSON is over the limit of 100 levels. Raise the limit if you trust its source. {"what":"depth","limit":100}",
        "a Proxy without an end": "json.TooLargeError: This JSON is over the limit of 100000 characters. Raise the limit if you trust its source. {"what":"length","limit":100000}",
        "a bigint": "json.UnsafeError: This JSON has a value that JSON has no word for (bigint) at /a/b, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"value that JSON has no word for (bigint)","path":"/a/b"}",
        "a boxed string": "json.UnsafeError: This JSON has a value that is not plain data at /0, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"value that is not plain data","path":"/0"}",
        "a cycle": "json.TooLargeError: This JSON is over the limit of 100 levels. Raise the limit if you trust its source. {"what":"depth","limit":100}",
        "a date": "json.UnsafeError: This JSON has a value that is not plain data at /at, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"value that is not plain data","path":"/at"}",
        "a function": "json.UnsafeError: This JSON has a value that JSON has no word for (function) at /toJSON, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"value that JSON has no word for (function)","path":"/toJSON"}",
        "a hole in a list": "json.UnsafeError: This JSON has a value that JSON has no word for (undefined) at /0/0, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"value that JSON has no word for (undefined)","path":"/0/0"}",
        "a lone surrogate": "json.UnsafeError: This JSON has a lone surrogate at /a/1, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"lone surrogate","path":"/a/1"}",
        "a lone surrogate in a key": "json.UnsafeError: This JSON has a lone surrogate in a key at /a�, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"lone surrogate in a key","path":"/a�"}",
        "a map": "json.UnsafeError: This JSON has a value that is not plain data, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"value that is not plain data","path":""}",
        "a symbol": "json.UnsafeError: This JSON has a value that JSON has no word for (symbol) at /0, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"value that JSON has no word for (symbol)","path":"/0"}",
        "a trap that throws": "json.UnsafeError: This JSON has a value that cannot be read at /a/0, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"value that cannot be read","path":"/a/0"}",
        "an inherited toJSON": "json.UnsafeError: This JSON has a value that is not plain data, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"value that is not plain data","path":""}",
        "bytes": "json.UnsafeError: This JSON has a value that is not plain data at /bytes, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"value that is not plain data","path":"/bytes"}",
        "infinity": "json.UnsafeError: This JSON has a number out of range, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"number out of range","path":""}",
        "the key __proto__": "json.UnsafeError: This JSON has a key "__proto__" at /a/__proto__, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"key \\"__proto__\\"","path":"/a/__proto__"}",
        "the same list twice, sixty levels deep": "json.TooLargeError: This JSON is over the limit of 100000 characters. Raise the limit if you trust its source. {"what":"length","limit":100000}",
        "undefined alone": "json.UnsafeError: This JSON has a value that JSON has no word for (undefined), so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"value that JSON has no word for (undefined)","path":""}",
        "undefined in a list": "json.UnsafeError: This JSON has a value that JSON has no word for (undefined) at /a/1, so two readers could understand it differently. Ask its issuer for a clean copy. {"rule":"value that JSON has no word for (undefined)","path":"/a/1"}",
      }
    `)
  })

  test('holds the limits that it is given', () => {
    expect(snapshot([[1]], { maxDepth: 2 })).toEqual([[1]])
    expect(outcome(() => snapshot([[1]], { maxDepth: 1 }))).toBe(outcome(() => parse('[[1]]', { maxDepth: 1 })))
    expect(nameOf(() => snapshot('abc', { maxBytes: 4 }))).toBe('json.TooLargeError')
    expect(snapshot('abc', { maxBytes: 5 })).toBe('abc')
    // Never stricter than the text would be.
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(nameOf(() => snapshot(value, { maxBytes: JSON.stringify(value).length }))).not.toBe('json.TooLargeError')
      }),
    )
  })
})

test('isObject and many', () => {
  expect([{}, Object.create(null), [], null, undefined, 'a', 1].map(isObject)).toEqual([true, true, false, false, false, false, false])
  expect([undefined, null, [], ['a'], 'a', { a: 1 }, false].map((value) => many(value))).toEqual([[], [], [], ['a'], ['a'], [{ a: 1 }], [false]])
})
