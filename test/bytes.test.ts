import fc from 'fast-check'
import { bases } from 'multiformats/basics'
import { afterAll, describe, expect, test } from 'vitest'
import {
  concat,
  type EncodingError,
  fromBase58,
  fromBase64,
  fromBase64url,
  fromHex,
  fromUtf8,
  sameBytes,
  toBase58,
  toBase64url,
  toHex,
  utf8,
} from '../src/bytes.js'
import { counted, haveVectors, printCounts, readVector } from './vectors.js'

afterAll(printCounts)

const encodings = [
  { name: 'base16', prefix: 'f', to: toHex, from: fromHex, peer: (bytes: Uint8Array) => Buffer.from(bytes).toString('hex') },
  { name: 'base58btc', prefix: 'z', to: toBase58, from: fromBase58, peer: (bytes: Uint8Array) => bases.base58btc.encode(bytes).slice(1) },
  { name: 'base64url', prefix: 'u', to: toBase64url, from: fromBase64url, peer: (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url') },
]
const failure = (run: () => unknown): string => {
  try {
    return `returned ${run()}`
  } catch (error) {
    return `${(error as EncodingError).name}: ${(error as EncodingError).message} ${JSON.stringify((error as EncodingError).facts)}`
  }
}

describe.skipIf(!haveVectors)('multibase', () => {
  test.each(['basic', 'leading_zero', 'two_leading_zeros', 'case_insensitivity'])('%s.csv', (file) => {
    const [head = '', ...lines] = readVector(`multibase/${file}.csv`).toString('utf8').trim().split('\n')
    const [kind, quoted = ''] = head.split(', ')
    const bytes = utf8(JSON.parse(quoted.replaceAll('\\x', '\\u00')))
    for (const line of lines) {
      const [name, text = ''] = line.split(', ').map((cell) => cell.replaceAll('"', ''))
      const encoding = encodings.find((one) => one.name === name)
      if (!encoding) continue
      const read = sameBytes(encoding.from(text.slice(1)), bytes)
      const written = kind !== 'encoding' || encoding.prefix + encoding.to(bytes) === text
      counted('multibase (base16, base58btc and base64url)', read && written)
      expect([name, read, written]).toEqual([name, true, true])
    }
  })
})

describe.each(encodings)('$name', ({ to, from, peer }) => {
  test('is the inverse of itself, and agrees with a peer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(to(bytes)).toBe(peer(bytes))
        expect(from(to(bytes))).toEqual(bytes)
      }),
    )
  })

  test('one byte string has one text', () => {
    const near = fc.string({ unit: fc.constantFrom(...'0189AZaflz-_+/= \n\u212a\u00e9'), maxLength: 12 })
    fc.assert(
      fc.property(near, (text) => {
        const read = failure(() => to(from(text)))
        // Hexadecimal alone is read in either case.
        const canonical = from === fromHex ? text.toLowerCase() : text
        expect(read.startsWith('bytes.EncodingError') || read === `returned ${canonical}`).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

test('fromBase64 reads base64 as others write it, in either alphabet, padded or not', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const written = Buffer.from(bytes).toString('base64')
      for (const text of [written, written.replaceAll('=', ''), toBase64url(bytes)]) expect(fromBase64(text)).toEqual(bytes)
    }),
  )
  for (const text of ['AA\n==', 'AA===', 'A', 'AB==', 'AA= ']) expect(failure(() => fromBase64(text))).toMatch(/^bytes\.EncodingError/)
})

test('what is not in the encoding is refused, and not shown', () => {
  const secret = 'not+base64url+but+perhaps+a+secret'
  expect([
    failure(() => fromHex('abc')),
    failure(() => fromHex('0x00')),
    failure(() => fromHex('00\n')),
    failure(() => fromBase64url('A')),
    failure(() => fromBase64url('AA==')),
    failure(() => fromBase64url('+/')),
    failure(() => fromBase64url('AA\n')),
    failure(() => fromBase64url('AB')),
    failure(() => fromBase64url('AAB')),
    failure(() => fromBase64url(secret)),
    failure(() => fromBase58('0')),
    failure(() => fromBase58(' 1')),
    failure(() => fromBase58('1'.repeat(2049))),
    failure(() => fromUtf8(new Uint8Array([0xc0, 0x80]))),
  ]).toMatchInlineSnapshot(`
    [
      "bytes.EncodingError: This is not hexadecimal (length 3). Copy it again, whole, from where it comes from. {"encoding":"hexadecimal","length":3}",
      "bytes.EncodingError: This is not hexadecimal (length 4). Copy it again, whole, from where it comes from. {"encoding":"hexadecimal","length":4}",
      "bytes.EncodingError: This is not hexadecimal (length 3). Copy it again, whole, from where it comes from. {"encoding":"hexadecimal","length":3}",
      "bytes.EncodingError: This is not base64url (length 1). Copy it again, whole, from where it comes from. {"encoding":"base64url","length":1}",
      "bytes.EncodingError: This is not base64url (length 4). Copy it again, whole, from where it comes from. {"encoding":"base64url","length":4}",
      "bytes.EncodingError: This is not base64url (length 2). Copy it again, whole, from where it comes from. {"encoding":"base64url","length":2}",
      "bytes.EncodingError: This is not base64url (length 3). Copy it again, whole, from where it comes from. {"encoding":"base64url","length":3}",
      "bytes.EncodingError: This is not base64url (length 2). Copy it again, whole, from where it comes from. {"encoding":"base64url","length":2}",
      "bytes.EncodingError: This is not base64url (length 3). Copy it again, whole, from where it comes from. {"encoding":"base64url","length":3}",
      "bytes.EncodingError: This is not base64url (length 34). Copy it again, whole, from where it comes from. {"encoding":"base64url","length":34}",
      "bytes.EncodingError: This is not base58 (length 1). Copy it again, whole, from where it comes from. {"encoding":"base58","length":1}",
      "bytes.EncodingError: This is not base58 (length 2). Copy it again, whole, from where it comes from. {"encoding":"base58","length":2}",
      "bytes.EncodingError: This is not base58 (length 2049). Copy it again, whole, from where it comes from. {"encoding":"base58","length":2049}",
      "bytes.EncodingError: This is not UTF-8 (length 2). Copy it again, whole, from where it comes from. {"encoding":"UTF-8","length":2}",
    ]
  `)
})

test('the longest texts take linear time, and base58 is cut at 2,048 characters', () => {
  const big = new Uint8Array(3_000_000).fill(7)
  expect(sameBytes(fromHex(toHex(big)), big)).toBe(true)
  expect(sameBytes(fromBase64url(toBase64url(big)), big)).toBe(true)
  expect(fromBase58('z'.repeat(2048))).toHaveLength(1500)
})

describe('UTF-8', () => {
  test('keeps every scalar value and a byte order mark', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => fromUtf8(utf8(text)) === text))
    expect(fromUtf8(utf8('\ufeffZoé'))).toBe('\ufeffZoé')
  })

  test('reads what a second reader reads, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
        const text = Buffer.from(bytes).toString('utf8')
        const exact = Buffer.from(text, 'utf8').equals(bytes)
        expect(failure(() => fromUtf8(bytes))).toBe(
          exact
            ? `returned ${text}`
            : `bytes.EncodingError: This is not UTF-8 (length ${bytes.length}). Copy it again, whole, from where it comes from. {"encoding":"UTF-8","length":${bytes.length}}`,
        )
      }),
      { numRuns: 1000 },
    )
  })
})

test('concat and sameBytes', () => {
  expect(concat()).toEqual(new Uint8Array())
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), fc.uint8Array(), (parts, other) => {
      const whole = Buffer.concat(parts)
      expect(sameBytes(concat(...parts), whole)).toBe(true)
      expect(sameBytes(other, whole)).toBe(whole.equals(other))
    }),
  )
})
