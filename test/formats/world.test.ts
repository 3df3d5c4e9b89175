import { expect, test } from 'vitest'
import { didKey, didWeb } from '../../src/did/index.js'
import type { Format } from '../../src/formats/index.js'
import { fromDocuments } from '../../src/load/index.js'
import { sign } from '../../src/sign/index.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { trusted, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'

// What the verifier does for a format.
const options = { issuers: 'any', now: new Date('2026-11-01T00:00:00Z') } as const
const mine = (check: Format['check']): Format => ({ kind: 'format', name: 'mine', recognise: () => true, check })

test('finds keys and documents by the key methods that the caller accepts', async () => {
  const page = { id: 'did:web:uni.example', service: [] }
  const load = fromDocuments({ 'https://uni.example/.well-known/did.json': page })
  const found: unknown[] = []
  const format = mine(async (_, { resolve, document }) => {
    for (const ask of [
      () => document('did:web:uni.example'),
      () => document(keys.ed25519.controller),
      () => resolve(keys.ed25519.id),
      () => resolve('did:x:1#1'),
    ])
      found.push(await ask().catch((error: Error) => error.name))
    return { checks: {} }
  })
  await verify({ x: 1 }, { ...options, accept: [format, didKey, didWeb], load })
  await verify({ x: 1 }, { ...options, accept: [format], load })
  const key = { ...keys.ed25519.signer.publicKey, controller: keys.ed25519.controller, boundBy: 'self-certifying' }
  const unknown = 'did.UnknownMethodError'
  expect(found).toEqual([page, unknown, expect.objectContaining(key), unknown, unknown, unknown, unknown, unknown])
})

test('may build on what the verifier finds in a credential, by what the caller accepts, and add contexts', async () => {
  const words = { 'https://uni.example/words': { '@context': { grade: 'https://uni.example/words#grade' } } }
  const badge = { ...badgeOf(keys.ed25519.controller), '@context': [...badgeOf('did:example:x')['@context'], 'https://uni.example/words'], grade: 'A' }
  const signed = await sign(badge as never, { suite: eddsaRdfc2022, key: keys.ed25519, contexts: words })
  const outcomes: string[] = []
  const format = mine(async (value, { credential }) => {
    for (const contexts of [undefined, words]) {
      const { shape, signature, anchor, issuer } = await credential(value as never, contexts)
      outcomes.push([shape, signature, anchor, issuer].map((check) => check?.outcome).join())
    }
    return { checks: {} }
  })
  // What is asked of the whole is not asked of this.
  const asked = { ...options, load: undefined, require: ['anchor'], issuers: trusted([]) } as const
  for (const accept of [[], [eddsaRdfc2022], [eddsaRdfc2022, didKey]]) await verify(signed, { ...asked, accept: [format, ...accept] })
  expect(outcomes).toEqual([
    'passed,unknown,skipped,skipped',
    'passed,unknown,skipped,skipped',
    'passed,unknown,skipped,skipped',
    'passed,unknown,skipped,skipped',
    'passed,unknown,skipped,skipped',
    'passed,passed,skipped,skipped',
  ])
})
