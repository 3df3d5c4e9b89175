import { describe, expect, test } from 'vitest'
import type { Credential } from '../../src/credential/secured.js'
import { coveredBy, eddsaJcs2022, type Suite, sign, verifyProof } from '../../src/sign/index.js'
import { batched, ecdsaRdfc2019, eddsaRdfc2022, type RdfcSuite } from '../../src/sign/rdfc.js'
import { current, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'

const created = new Date('2026-07-01T00:00:00Z')
const name = (number: number): string => ['Zoé', 'Ana', '"Bo"', 'Chloé 🎓'][number % 4] ?? ''
const row = (issuer: string, number: number): Credential => ({ ...badgeOf(issuer, `https://uni.example/badges/${number}`), name: name(number) }) as Credential
const rows = (issuer: string, count: number): Credential[] => Array.from({ length: count }, (_, number) => row(issuer, number))
const thrownBy = async (work: () => unknown): Promise<string> => {
  try {
    await work()
    return 'nothing'
  } catch (thrown) {
    return (thrown as Error).message
  }
}

const suites = [
  { whole: eddsaRdfc2022, ours: keys.ed25519 },
  { whole: ecdsaRdfc2019, ours: keys.p256 },
  { whole: ecdsaRdfc2019, ours: keys.p384 },
] as const

describe.each(suites)('batched, $whole.name, $ours.signer.publicKey.algorithm', ({ whole, ours }) => {
  const suite = batched(whole as RdfcSuite) as Suite
  const key = ours as never

  test('signs the bytes that the suite signs', async () => {
    for (const badge of rows(ours.controller, 50)) {
      const signed = await sign(badge, { suite, key, created })
      const [proof] = signed.proof
      expect(suite.record(signed, proof)).toEqual(whole.record(signed, proof))
      const { publicKey } = ours.signer
      expect(await suite.signedBytes(coveredBy(signed, proof), proof, publicKey, {})).toEqual(whole.record(signed, proof).message)
      expect((await verifyProof(signed, { suite: whole as Suite, publicKey })).outcome).toBe('passed')
    }
  })

  test('verifies what the suite signed, and refuses what was changed after', async () => {
    for (const badge of rows(ours.controller, 10)) {
      const signed = await sign(badge, { suite: whole as Suite, key })
      const options = { accept: [suite, ...current.filter((one) => one.name !== suite.name)], issuers: 'any' } as const
      expect((await verify(signed, options)).outcome).toBe('passed')
      const { checks } = await verify({ ...signed, validFrom: '2020-01-01T00:00:00Z' }, options)
      expect(checks.signature).toMatchObject({ outcome: 'failed', problem: { name: 'sign.BadSignatureError' } })
      expect(checks.terms.outcome).toBe('passed')
    }
  })

  test('refuses what the suite refuses, in the same words', async () => {
    const [badge, ...more] = rows(ours.controller, 5)
    for (const one of more) await sign(one, { suite, key })
    const id = badge?.id
    const bad = [
      { ...badge, undefinedTerm: 'x' },
      { ...badge, id: 'relative' },
      { ...badge, evidence: [{ id, type: ['Evidence'], name: 'Exam' }] },
      { ...badge, evidence: [{ id: 'https://uni.example/evidence/1', type: ['Evidence'], name: 'Exam' }], '@context': [] },
    ] as unknown as Credential[]
    for (const one of bad) {
      const refused = await thrownBy(() => sign(one, { suite: whole as Suite, key }))
      expect(refused).not.toBe('nothing')
      expect(await thrownBy(() => sign(one, { suite, key }))).toBe(refused)
    }
  })
})

describe('batched', () => {
  const key = keys.ed25519

  test('makes the proof that the suite makes', async () => {
    const suite = batched(eddsaRdfc2022)
    for (const badge of rows(key.controller, 20)) {
      expect(await sign(badge, { suite, key, created })).toEqual(await sign(badge, { suite: eddsaRdfc2022, key, created }))
    }
  })

  test('keeps what it learnt under some contexts from what it reads under others', async () => {
    const url = 'https://uni.example/context'
    const [one, two] = ['one', 'two'].map((word) => ({ [url]: { '@context': { motto: `https://uni.example/${word}` } } }))
    const suite = batched(eddsaRdfc2022)
    for (const badge of rows(key.controller, 5)) {
      const worded = { ...badge, '@context': [...badge['@context'], url], motto: name(1) } as unknown as Credential
      for (const contexts of [one, two, one, undefined]) {
        const sides = await Promise.all(
          [suite, eddsaRdfc2022].map((side) => sign(worded, { suite: side, key, contexts }).catch((thrown: Error) => thrown.message)),
        )
        expect(sides[0]).toEqual(sides[1])
      }
    }
  })

  test('does not go the whole way for what it knows', async () => {
    const url = 'https://uni.example/context'
    let read = 0
    const contexts = {
      get [url]() {
        read++
        return { '@context': { motto: 'https://uni.example/motto' } }
      },
    }
    const suite = batched(eddsaRdfc2022)
    const readBy: number[] = []
    for (const badge of rows(key.controller, 6)) {
      const before = read
      await sign({ ...badge, '@context': [...badge['@context'], url] } as Credential, { suite, key, contexts })
      readBy.push(read - before)
    }
    expect(readBy.slice(0, 2).every((count) => count > 0)).toBe(true)
    expect(readBy.slice(2)).toEqual([0, 0, 0, 0])
  })

  test('chains proofs', async () => {
    const suite = batched(eddsaRdfc2022)
    for (const badge of rows(key.controller, 5)) {
      const first = await sign(badge, { suite, key, id: 'urn:proof:1', created })
      const second = await sign(first, { suite, key, created, after: first.proof[0] })
      expect(second).toEqual(await sign(first, { suite: eddsaRdfc2022, key, created, after: first.proof[0] }))
    }
  })

  test('has a name, and is of RDFC suites alone', () => {
    expect(batched(eddsaRdfc2022)).toMatchObject({ kind: 'suite', name: 'eddsa-rdfc-2022', algorithms: ['Ed25519'], readsTerms: true })
    // @ts-expect-error the text of a JCS suite is the document's own: there is no shape to remember
    expect(() => batched(eddsaJcs2022)).toThrow(TypeError)
  })
})
