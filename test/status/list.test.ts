import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sameBytes } from '../../src/bytes.js'
import { openBadge } from '../../src/credential/badge.js'
import { type Credential, signed } from '../../src/credential/secured.js'
import { validate, validateCredential } from '../../src/credential/validate.js'
import type { BaseError } from '../../src/errors.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import * as status from '../../src/status/index.js'
import { badgeOf, keys } from '../badges.js'

const secret = new Uint8Array(32).fill(7)
const purposes = ['revocation', 'suspension', 'refresh', 'message'] as const
const errorOf = (work: () => unknown): string => {
  try {
    return `no error: ${work()}`
  } catch (error) {
    return `${(error as BaseError).name}: ${(error as Error).message} ${JSON.stringify((error as BaseError).facts)}`
  }
}
const between = { validFrom: new Date('2026-10-31T00:00:00Z'), validUntil: new Date('2026-11-01T00:00:00Z') }

describe('create, get and set', () => {
  test('an empty list has the least number of entries, and none is set', () => {
    const list = status.create({ purpose: 'revocation' })
    expect([list.purpose, list.length, list.bits.length]).toEqual(['revocation', 131_072, 16_384])
    expect(list.bits.every((byte) => byte === 0)).toBe(true)
  })

  test('entry 0 is the left-most bit of the first byte, and the last the right-most of the last', () => {
    const list = status.set(status.create({ purpose: 'suspension' }), [0, 9, 131_071], true)
    expect([list.bits[0], list.bits[1], list.bits.at(-1)]).toEqual([0x80, 0x40, 0x01])
  })

  test('what is set is set, and nothing else', () => {
    const index = fc.nat(131_071)
    fc.assert(
      fc.property(fc.uniqueArray(index, { maxLength: 50 }), fc.uniqueArray(index, { maxLength: 50 }), (on, off) => {
        const before = status.create({ purpose: 'suspension' })
        const list = status.set(status.set(before, on, true), off, false)
        const expected = new Set(on.filter((one) => !off.includes(one)))
        for (const one of [...on, ...off, ...on.map((other) => (other + 1) % 131_072)]) expect(status.get(list, one)).toBe(expected.has(one))
        expect(list.bits.reduce((count, byte) => count + byte.toString(2).replaceAll('0', '').length, 0)).toBe(expected.size)
        expect(before.bits.every((byte) => byte === 0)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  test('takes any iterable, and the same entry twice', () => {
    const list = status.set(status.create({ purpose: 'revocation' }), new Set([3]).values(), true)
    expect(status.set(list, [3, 3], true)).toEqual(list)
  })

  test('what cannot be taken back is not', () => {
    expect(purposes.map((purpose) => errorOf(() => status.set(status.create({ purpose }), [], false).purpose))).toMatchInlineSnapshot(`
      [
        "status.IrreversibleError: A revocation cannot be taken back. Issue the credential again; for what may end, use a list for suspension. {"purpose":"revocation"}",
        "no error: suspension",
        "status.IrreversibleError: A refresh cannot be taken back. Issue the credential again; for what may end, use a list for suspension. {"purpose":"refresh"}",
        "no error: message",
      ]
    `)
  })

  test('an index that the list does not have', () => {
    const list = status.create({ purpose: 'revocation' })
    for (const index of [-1, 131_072, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e30, '7' as never]) {
      expect(() => status.get(list, index), String(index)).toThrow(status.IndexOutOfRangeError)
      expect(() => status.set(list, [0, index], true), String(index)).toThrow(status.IndexOutOfRangeError)
    }
    expect(errorOf(() => status.get(list, 131_072))).toMatchInlineSnapshot(
      `"status.IndexOutOfRangeError: There is no entry 131072 in a list of 131072, whose first is 0. When a list is full, start another at a URL of its own. {"index":"131072","length":131072}"`,
    )
  })

  test('a length that no list has', () => {
    expect(status.create({ purpose: 'revocation', length: 131_080 }).bits.length).toBe(16_385)
    expect(status.create({ purpose: 'revocation', length: 2 ** 25 }).length).toBe(33_554_432)
    for (const length of [0, 131_071, 131_073, 2 ** 25 + 8, 1e30, Number.NaN, -131_072, 131_072.5])
      expect(() => status.create({ purpose: 'revocation', length }), String(length)).toThrow(status.LengthError)
    expect(errorOf(() => status.create({ purpose: 'revocation', length: 100_000 }))).toMatchInlineSnapshot(
      `"status.LengthError: A status list has 131072 entries or more, up to 33554432, in whole bytes, and not 100000. Leave \`length\` out if you are not sure. {"length":"100000"}"`,
    )
  })
})

describe('indexAt', () => {
  test('gives every index once, over the whole of a list', () => {
    const seen = new Uint8Array(131_072)
    for (let serial = 0; serial < seen.length; serial++) {
      const index = status.indexAt(serial, { secret })
      if (seen[index] !== 0) throw new Error(`${index} came twice`)
      seen[index] = 1
    }
    expect(seen.every((count) => count === 1)).toBe(true)
  })

  test('gives no index twice, and none outside, whatever the length and the secret', () => {
    const lengths = fc.integer({ min: 131_072 / 8, max: 2 ** 22 }).map((bytes) => bytes * 8)
    const secrets = fc.uint8Array({ minLength: 16, maxLength: 80 })
    fc.assert(
      fc.property(lengths, secrets, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (length, key, part) => {
        const start = Math.floor((length - 100) * part)
        const indexes = Array.from({ length: 100 }, (_, at) => status.indexAt(start + at, { secret: key, length }))
        expect(new Set(indexes).size).toBe(100)
        expect(indexes.every((index) => Number.isInteger(index) && index >= 0 && index < length)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('answers the same for ever', () => {
    expect(Array.from({ length: 8 }, (_, serial) => status.indexAt(serial, { secret }))).toMatchInlineSnapshot(`
      [
        61834,
        41656,
        63379,
        76494,
        65390,
        89213,
        21415,
        8562,
      ]
    `)
    expect(status.indexAt(33_554_431, { secret, length: 2 ** 25 })).toMatchInlineSnapshot(`11700782`)
  })

  test('is the network that it says it is: written again, with the HMAC of Node', () => {
    const draw = (key: Uint8Array, length: number, round: number, half: number) =>
      createHmac('sha256', key).update(`microcred status index ${length} ${round} ${half}`).digest().readUIntBE(0, 6)
    const again = (serial: number, key: Uint8Array, length: number): number => {
      const [rows, columns] = [Math.ceil(length ** 0.5), Math.ceil(length / Math.ceil(length ** 0.5))]
      const place = [Math.floor(serial / columns), serial % columns] as [number, number]
      for (let round = 0; round < 10; round++) {
        const side = round % 2 === 0 ? 0 : 1
        place[side] = (place[side] + draw(key, length, round, place[1 - side] ?? 0)) % (side === 0 ? rows : columns)
      }
      const index = place[0] * columns + place[1]
      return index < length ? index : again(index, key, length)
    }
    fc.assert(
      fc.property(fc.integer({ min: 16_384, max: 2 ** 22 }), fc.uint8Array({ minLength: 16, maxLength: 80 }), fc.nat(131_071), (bytes, key, serial) => {
        expect(status.indexAt(serial, { secret: key, length: bytes * 8 })).toBe(again(serial, key, bytes * 8))
      }),
    )
  })

  test('neighbours fall anywhere: halves, order and parity are those of chance', () => {
    const indexes = Array.from({ length: 4000 }, (_, serial) => status.indexAt(serial, { secret }))
    const share = (holds: (index: number, at: number) => boolean) => indexes.filter(holds).length / indexes.length
    // Five standard deviations of a fair coin thrown 4,000 times are 0.04.
    for (const holds of [
      (index: number) => index < 65_536,
      (index: number) => index % 2 === 0,
      (index: number) => Math.floor(index / 363) % 2 === 0,
      (index: number, at: number) => index < (indexes[at + 1] ?? 65_536),
    ])
      expect(Math.abs(share(holds) - 0.5)).toBeLessThan(0.04)
  })

  test('one bit of the secret, or another length, gives another order', () => {
    const order = (key: Uint8Array, length?: number) => Array.from({ length: 20 }, (_, serial) => status.indexAt(serial, { secret: key, length })).join()
    expect(new Set([order(secret), order(Uint8Array.of(...secret.slice(0, 31), 6)), order(secret, 131_080), order(secret.slice(0, 16))]).size).toBe(4)
  })

  test('a serial number or a secret that is none', () => {
    for (const serial of [-1, 131_072, 1.5, Number.NaN]) expect(() => status.indexAt(serial, { secret }), String(serial)).toThrow(status.IndexOutOfRangeError)
    expect(() => status.indexAt(0, { secret, length: 8 })).toThrow(status.LengthError)
    expect(errorOf(() => status.indexAt(0, { secret: new Uint8Array(15) }))).toMatchInlineSnapshot(
      `"status.SecretError: The secret has 15 bytes. Take at least 16 random ones, 32 to be safe, and keep them as long as the list. {"length":15}"`,
    )
  })
})

describe('entry and entryOf', () => {
  const place = { list: 'https://uni.example/status/1', index: 94_567 }

  test('the entry is the one of the specification, with the id that Open Badges needs', () => {
    // Bitstring Status List 1.0, A.1.
    expect(status.entry({ list: 'https://example.com/credentials/status/3', index: 94567, purpose: 'revocation' })).toEqual({
      id: 'https://example.com/credentials/status/3#94567',
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '94567',
      statusListCredential: 'https://example.com/credentials/status/3',
    })
  })

  test('goes into a badge, and is found in it again', () => {
    const { '@context': _, type: __, ...options } = badgeOf('did:web:uni.example')
    const badge = openBadge({
      ...(options as unknown as openBadge.Options),
      achievement: options.credentialSubject.achievement,
      subject: { id: 'did:example:zoe' },
      validFrom: new Date(options.validFrom),
      validUntil: undefined,
      status: [status.entry({ ...place, purpose: 'revocation' }), status.entry({ ...place, index: 3, purpose: 'suspension' })],
    })
    expect(validate(badge)).toHaveProperty('value')
    expect([status.entryOf(badge, 'revocation'), status.entryOf(badge, 'suspension'), status.entryOf(badge, 'refresh')]).toEqual([
      place,
      { ...place, index: 3 },
      undefined,
    ])
    expect(status.entryOf(badgeOf('did:web:uni.example'), 'revocation')).toBeUndefined()
  })

  test('what no entry says', () => {
    const make = (more: object) => errorOf(() => status.entry({ ...place, purpose: 'revocation', ...more }))
    expect([make({ list: '/status/1' }), make({ list: undefined }), make({ index: -1 }), make({ index: 1.5 }), make({ index: 1e30 })]).toMatchInlineSnapshot(`
      [
        "status.BadEntryError: The status entry is malformed: its list is not an absolute URL. Its issuer must correct it. {"why":"its list is not an absolute URL"}",
        "status.BadEntryError: The status entry is malformed: its list is not an absolute URL. Its issuer must correct it. {"why":"its list is not an absolute URL"}",
        "status.BadEntryError: The status entry is malformed: its index is not a whole number from 0. Its issuer must correct it. {"why":"its index is not a whole number from 0"}",
        "status.BadEntryError: The status entry is malformed: its index is not a whole number from 0. Its issuer must correct it. {"why":"its index is not a whole number from 0"}",
        "status.BadEntryError: The status entry is malformed: its index is not a whole number from 0. Its issuer must correct it. {"why":"its index is not a whole number from 0"}",
      ]
    `)
    const damaged = { ...badgeOf('did:web:uni.example'), credentialStatus: { ...status.entry({ ...place, purpose: 'revocation' }), statusListIndex: 'x' } }
    expect(() => status.entryOf(damaged, 'revocation')).toThrow('The status entry is malformed')
  })
})

describe('listCredential and fromCredential', () => {
  const key = keys.ed25519
  const about = { id: 'https://uni.example/status/1', issuer: key.controller, ...between }
  const list = status.set(status.create({ purpose: 'suspension' }), [1, 131_071], true)

  test('the credential is the one of the specification, validates and can be signed', async () => {
    const credential = await status.listCredential({ ...about, list })
    const { credentialSubject, ...rest } = credential
    expect(rest).toMatchInlineSnapshot(`
      {
        "@context": [
          "https://www.w3.org/ns/credentials/v2",
        ],
        "id": "https://uni.example/status/1",
        "issuer": "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
        "type": [
          "VerifiableCredential",
          "BitstringStatusListCredential",
        ],
        "validFrom": "2026-10-31T00:00:00Z",
        "validUntil": "2026-11-01T00:00:00Z",
      }
    `)
    expect(credentialSubject).toEqual({
      id: 'https://uni.example/status/1#list',
      type: 'BitstringStatusList',
      statusPurpose: 'suspension',
      encodedList: expect.stringMatching(/^uH4sI[-\w]+$/),
    })
    expect(validateCredential(credential)).toHaveProperty('value')
    for (const suite of [eddsaRdfc2022, eddsaJcs2022]) expect((await sign(credential, { suite, key })).proof[0]?.cryptosuite).toBe(suite.name)
  })

  test('is read back as it was, whatever it holds', async () => {
    const lists = fc.record({
      purpose: fc.constantFrom(...purposes),
      length: fc.integer({ min: 16_384, max: 20_000 }).map((bytes) => 8 * bytes),
      indexes: fc.array(fc.nat(131_071), { maxLength: 2000 }),
    })
    await fc.assert(
      fc.asyncProperty(lists, async ({ purpose, length, indexes }) => {
        const made = status.set(status.create({ purpose, length }), indexes, true)
        const credential = await sign(await status.listCredential({ ...about, list: made }), { suite: eddsaJcs2022, key })
        expect(await status.fromCredential(signed(JSON.stringify(credential)))).toEqual(made)
      }),
      { numRuns: 20 },
    )
  })

  test('a list of random bits, which does not compress', async () => {
    const bits = new Uint8Array(2 ** 20)
    for (let at = 0; at < bits.length; at += 65_536) crypto.getRandomValues(bits.subarray(at, at + 65_536))
    const made = { purpose: 'message', length: 2 ** 23, bits } as const
    const credential = await sign(await status.listCredential({ ...about, list: made }), { suite: eddsaJcs2022, key })
    expect(sameBytes((await status.fromCredential(credential)).bits, bits)).toBe(true)
  })

  test('is not made from what would not validate, or hides nobody', async () => {
    const bad = [{ id: 'status/1' }, { issuer: 'nobody' }, { validFrom: new Date(Number.NaN) }, { validUntil: new Date('2020-01-01T00:00:00Z') }]
    for (const one of bad) await expect(status.listCredential({ ...about, list, ...one })).rejects.toThrow('This status list is not valid.')
    const short = { ...list, length: 100_000, bits: new Uint8Array(12_500) }
    await expect(status.listCredential({ ...about, list: short })).rejects.toThrow(status.LengthError)
  })

  test('what is no list is not read as one', async () => {
    const good = await sign(await status.listCredential({ ...about, list }), { suite: eddsaJcs2022, key })
    const read = async (more: object, options?: { maxBytes: number }): Promise<string> => {
      const credential = { ...good, ...more } as typeof good
      return status.fromCredential(credential, options).then(
        () => 'read',
        (error) => `${error.name}: ${error.message}`,
      )
    }
    const subject = (more: object): object => ({ credentialSubject: { ...good.credentialSubject, ...more } })
    expect([
      await read({ type: ['VerifiableCredential'] }),
      await read(subject({ type: 'StatusList2021' })),
      await read({ credentialSubject: [good.credentialSubject, good.credentialSubject] }),
      await read(subject({ statusPurpose: ['revocation', 'suspension'] })),
      await read(subject({ statusPurpose: 'graduation' })),
      await read(subject({ statusPurpose: undefined })),
      await read(subject({ encodedList: 7 })),
      await read(subject({ encodedList: 'H4sI' })),
      await read({}, { maxBytes: 16_383 }),
      await read({}, { maxBytes: 16_384 }),
    ]).toMatchInlineSnapshot(`
      [
        "status.UnreadableListError: The status list "https://uni.example/status/1" could not be read: it is not a BitstringStatusListCredential. Try again later.",
        "status.BadListError: The status list "https://uni.example/status/1" is not a good one: it does not hold one BitstringStatusList. Its issuer must correct it.",
        "status.BadListError: The status list "https://uni.example/status/1" is not a good one: it does not hold one BitstringStatusList. Its issuer must correct it.",
        "status.BadListError: The status list "https://uni.example/status/1" is not a good one: it is not for one of the four purposes alone. Its issuer must correct it.",
        "status.BadListError: The status list "https://uni.example/status/1" is not a good one: it is not for one of the four purposes alone. Its issuer must correct it.",
        "status.BadListError: The status list "https://uni.example/status/1" is not a good one: it is not for one of the four purposes alone. Its issuer must correct it.",
        "status.UnreadableListError: The status list "https://uni.example/status/1" could not be read: it has no encodedList. Try again later.",
        "status.UnreadableListError: The status list "https://uni.example/status/1" could not be read: its bits are damaged, or not written as they should be. Try again later.",
        "status.TooLargeError: The status list is over the limit of 16383 bytes, once decompressed. Ask its issuer for smaller ones.",
        "read",
      ]
    `)
  })
})

test('an entry of its own needs no more than its credential', () => {
  const credential = { ...badgeOf('did:web:uni.example'), credentialStatus: status.entry({ list: 'https://x.example/1', index: 5, purpose: 'message' }) }
  expect(status.entryOf(credential as Credential, 'message')).toEqual({ list: 'https://x.example/1', index: 5 })
})
