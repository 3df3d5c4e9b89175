import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { BaseError } from '../../src/errors.js'
import { unwrap } from '../../src/formats/openattestation/wrapped.js'
import { counted, printCounts } from '../vectors.js'
import { base2, base3, type Doc, pathsOf, peer, storeIssuer, wrap2, wrap3 } from './attestation.js'

afterAll(printCounts)

// What the peer wraps and hides is read here, and what either refuses the other refuses, but for what is argued.
const name = fc.oneof(
  fc.constantFrom('a', 'b', 'name', 'x y', 'é', '0', '1', '7', 'toString', 'length'),
  fc.string({ minLength: 1, maxLength: 6 }).filter((one) => !/[.[\]]|^__proto__$/.test(one)),
)
const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('', ':', 'a:b', 'undefined', ' x'),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
}))
const members = fc.dictionary(name, value, { minKeys: 1, maxKeys: 4 }).map((one) => JSON.parse(JSON.stringify(one)) as object)
const plain = (document: unknown): Doc => JSON.parse(JSON.stringify(document))
const runs = { numRuns: 300 }

type Verdict = 'covered' | string
function ours(document: Doc, version: '2.0' | '3.0'): Verdict {
  try {
    unwrap(document, version)
    return 'covered'
  } catch (error) {
    if (error instanceof BaseError) return error.name
    throw error
  }
}
function theirs(document: Doc): boolean {
  try {
    return peer.verifySignature(document)
  } catch {
    return false
  }
}

/** Places in a document, as the peer names what is to be hidden: not what its schema requires, without which it is no document to it. */
const placesIn = (document: object, among: readonly string[]): string[] => pathsOf(document).filter((path) => among.some((one) => path.startsWith(one)))

/** What the peer makes of it, which cannot hide all places that it names. */
function hide(document: Doc, places: readonly string[], picks: readonly number[]): Doc {
  try {
    return plain(peer.obfuscateDocument(document, [...new Set(picks.map((pick) => places[pick % places.length] as string))]))
  } catch {
    return undefined
  }
}

/** Says whether an object in it has the names that the members of a list have: in 2.0 both have one hash, and the object is refused. */
function isLikeList(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const names = Object.keys(value)
  const isObject = !Array.isArray(value) && names.length > 0 && names.every((one) => /^\d+$/.test(one))
  return isObject || Object.values(value).some(isLikeList)
}

/** Says whether something is left where members were hidden: the peer takes that for members. */
const hasRemains = (document: unknown): boolean => /\{\}|\[\]|null/.test(JSON.stringify(document))

describe('version 2.0', () => {
  test('what the peer wraps is read, and gives back what was wrapped', () => {
    fc.assert(
      fc.property(members, (more) => {
        const data = { ...more, ...base2(storeIssuer(`0x${'5a'.repeat(20)}`)) }
        const document = plain(wrap2(data, base2(storeIssuer(`0x${'5b'.repeat(20)}`)))[0])
        const verdict = ours(document, '2.0')
        expect(theirs(document)).toBe(true)
        if (verdict === 'formats.UncoveredError' && isLikeList(data)) return
        counted('OpenAttestation 2.0 wrapped by the peer, read', verdict === 'covered')
        expect(verdict).toBe('covered')
        if (verdict === 'covered') expect(unwrap(document, '2.0').document).toEqual(plain(data))
      }),
      runs,
    )
  })

  test('what the peer hides is hidden here, and one verdict is given of it', () => {
    fc.assert(
      fc.property(members, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), (more, picks) => {
        const data = { ...more, ...base2(storeIssuer(`0x${'5a'.repeat(20)}`)) }
        const document = plain(wrap2(data)[0])
        if (ours(document, '2.0') !== 'covered') return
        const places = placesIn(data, [...Object.keys(more), 'recipient', 'courses'])
        const hidden = hide(document, places, picks)
        if (!hidden) return
        const verdict = ours(hidden, '2.0')
        const agreed =
          (verdict === 'covered') === theirs(hidden) ||
          (verdict === 'covered' && hasRemains(hidden.data)) ||
          (verdict === 'formats.UncoveredError' && isLikeList(hidden.data))
        counted('OpenAttestation 2.0 with members hidden by the peer, one verdict', agreed)
        expect(agreed, JSON.stringify([verdict, hidden])).toBe(true)
      }),
      runs,
    )
  })

  test('what was changed both refuse', () => {
    fc.assert(
      fc.property(members, fc.nat(), value, (more, pick, other) => {
        const document = plain(wrap2({ ...more, ...base2(storeIssuer(`0x${'5a'.repeat(20)}`)) })[0])
        const changed = plain(document)
        const names = Object.keys(changed.data)
        changed.data[names[pick % names.length] as string] = plain(other ?? null)
        if (JSON.stringify(changed) === JSON.stringify(document)) return
        const verdict = ours(changed, '2.0')
        expect([verdict === 'covered', theirs(changed)]).toEqual([false, false])
        counted('OpenAttestation 2.0 changed, refused', verdict !== 'covered')
      }),
      runs,
    )
  })
})

describe('version 3.0', () => {
  const wrapped = (more: object): Doc => plain(wrap3({ extra: more, ...base3({ method: 'DOCUMENT_STORE', value: `0x${'5a'.repeat(20)}` }) }, base3({}))[0])

  test('what the peer digests is read, and one verdict is given of what it hides', () => {
    fc.assert(
      fc.property(members, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), (more, picks) => {
        const document = wrapped(more)
        expect([ours(document, '3.0'), theirs(document)]).toEqual(['covered', true])
        const { proof: _, ...rest } = document
        const places = placesIn(rest, ['extra', 'credentialSubject'])
        const hidden = hide(document, places, picks)
        if (!hidden) return
        const verdict = ours(hidden, '3.0')
        const agreed = (verdict === 'covered') === theirs(hidden) || (verdict === 'covered' && hasRemains(hidden))
        counted('OpenAttestation 3.0 with members hidden by the peer, one verdict', agreed)
        expect(agreed, JSON.stringify([verdict, hidden])).toBe(true)
      }),
      runs,
    )
  })

  test('what was changed both refuse, unless it is written the same', () => {
    fc.assert(
      fc.property(members, fc.nat(), value, (more, pick, other) => {
        const document = wrapped(more)
        const changed = plain(document)
        const names = Object.keys(changed.extra)
        const at = names[pick % names.length] as string
        changed.extra[at] = plain(other ?? null)
        const verdict = ours(changed, '3.0')
        const { document: held } = verdict === 'covered' ? unwrap(changed, '3.0') : { document: {} }
        // The type of a value is not hashed, and what is empty never was.
        const [before, after] = [document, changed].map(({ extra }) => (typeof extra[at] === 'object' ? JSON.stringify(extra[at]) : String(extra[at])))
        const isSame = before === after || JSON.stringify(held) === JSON.stringify(unwrap(document, '3.0').document)
        counted('OpenAttestation 3.0 changed, refused', verdict !== 'covered' || isSame)
        expect(verdict !== 'covered' || isSame, JSON.stringify([document.extra, changed.extra])).toBe(true)
      }),
      runs,
    )
  })
})
