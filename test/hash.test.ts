import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { toHex, utf8 } from '../src/bytes.js'
import { sha256, sha384 } from '../src/hash.js'

// FIPS 180-4 examples (NIST CSRC, "SHA256" and "SHA384"), and the empty message.
const published = [
  [
    '',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b',
  ],
  [
    'abc',
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
  ],
] as const

// Other modules of Node stay in sight: the test runner uses them.
const native = process.getBuiltinModule.bind(process) as (name: string) => unknown
const hide = (): void =>
  void vi.spyOn(process, 'getBuiltinModule').mockImplementation(((name: string) => (name === 'node:crypto' ? undefined : native(name))) as never)
const show = (): void => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
}
afterEach(show)

describe.each(['native', 'noble'])('sha256 and sha384, %s', (engine) => {
  test('the published values', () => {
    if (engine === 'noble') hide()
    for (const [text, short, long] of published) {
      expect(toHex(sha256(utf8(text)))).toBe(short)
      expect(toHex(sha384(utf8(text)))).toBe(long)
    }
    // FIPS 180-4: a million times "a".
    expect(toHex(sha256(new Uint8Array(1_000_000).fill(97)))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0')
  })
})

test('both engines agree on any bytes, and return bytes of their own', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const fromNode = [sha256(bytes), sha384(bytes)]
      hide()
      const noble = [sha256(bytes), sha384(bytes)]
      show()
      expect(fromNode).toEqual(noble)
      for (const digest of fromNode) expect(digest.constructor).toBe(Uint8Array)
    }),
  )
})

test('where Node has no one-shot hash, the streaming one gives the same', () => {
  const crypto = process.getBuiltinModule('node:crypto')
  const expected = toHex(sha256(utf8('abc')))
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue({ createHash: crypto.createHash } as never)
  expect(toHex(sha256(utf8('abc')))).toBe(expected)
})
