import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type IdentityObject, identity, matches } from '../../src/credential/identity.js'

// The vector of Open Badges 3.0, IdentityObject.
const published = {
  type: 'IdentityObject',
  hashed: true,
  identityHash: 'sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399',
  identityType: 'emailAddress',
  salt: 'Kosher',
} as const

describe('identity', () => {
  test('hashes as the standard says', () => expect(identity('a@example.com', { type: 'emailAddress', salt: 'Kosher' })).toEqual(published))
  test('refuses an empty salt and an empty value', () => {
    expect(() => identity('a@example.com', { type: 'emailAddress', salt: '' })).toThrowErrorMatchingInlineSnapshot(`
      [credential.InvalidError: This identity is not valid. Correct it and try again:
      - /salt: Without a salt anybody can guess the identifier. Give a random one, for example crypto.randomUUID().]
    `)
    expect(() => identity('', { type: 'emailAddress', salt: 'Kosher' })).toThrowErrorMatchingInlineSnapshot(`
      [credential.InvalidError: This identity is not valid. Correct it and try again:
      - the whole: The identifier must be text that is not empty.]
    `)
    expect(() => identity('\ud800', { type: 'emailAddress', salt: 'Kosher' })).toThrow('not empty')
  })
})

describe('matches', () => {
  test('says which form of the value matched', () => {
    expect(matches(published, 'a@example.com')).toBe('as given')
    expect(matches(published, ' A@Example.COM\n')).toBe('lower-cased')
    expect(matches(published, 'b@example.com')).toBe(undefined)
  })
  test('reads upper-case digests, MD5, a missing salt and plain identifiers', () => {
    const md5 = 'md5$8E7DDE6A5BA8F69D20CD15A9F4BD7F1A'
    expect(matches({ ...published, identityHash: published.identityHash.toUpperCase().replace('SHA256', 'sha256') }, 'a@example.com')).toBe('as given')
    expect(matches({ ...published, identityHash: md5, salt: undefined }, 'nobody')).toBe(undefined)
    expect(matches({ ...published, identityHash: 'md5$900150983CD24FB0D6963F7D28E17F72', salt: undefined }, 'abc')).toBe('as given')
    expect(matches({ ...published, identityHash: 'md5$900150983cd24fb0d6963f7d28e17f72', salt: 'c' }, 'ab')).toBe('as given')
    expect(matches({ ...published, hashed: false, identityHash: 'abc' }, 'abc')).toBe('as given')
  })
  test('an algorithm that the standard does not have matches nothing', () => {
    for (const identityHash of ['sha1$a9993e364706816aba3e25717850c26c9cd0d89d', 'sha256', '$', '']) {
      expect(matches({ ...published, identityHash, salt: undefined } as IdentityObject, 'abc')).toBe(undefined)
    }
  })
  test('a changed value, salt or digest never matches', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ minLength: 1 }), fc.nat(63), (value, salt, at) => {
        const object = identity(value, { type: 'identifier', salt })
        expect(matches(object, value)).toBe('as given')
        expect(matches(object, `${value}.`)).toBe(undefined)
        expect(matches({ ...object, salt: `${salt}.` }, value)).toBe(undefined)
        const digit = object.identityHash[7 + at] === '0' ? '1' : '0'
        expect(matches({ ...object, identityHash: `${object.identityHash.slice(0, 7 + at)}${digit}${object.identityHash.slice(8 + at)}` }, value)).toBe(
          undefined,
        )
      }),
    )
  })
})
