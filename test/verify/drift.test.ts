import { expect, test } from 'vitest'
import { contextsAt } from '../../src/contexts/index.js'
import type { Credential } from '../../src/credential/secured.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { current, verify } from '../../src/verify/index.js'
import { keys } from '../badges.js'

test('a badge that was signed under what a context’s address served before still verifies', async () => {
  const url = 'https://purl.imsglobal.org/spec/ob/v3p0/context.json'
  const [now, before] = contextsAt(url)
  expect(now).not.toEqual(before)
  const key = keys.ed25519
  const badge = {
    '@context': ['https://www.w3.org/2018/credentials/v1', url, 'https://w3id.org/security/data-integrity/v2'],
    id: 'urn:uuid:1',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: 'A badge of 2022',
    issuer: { id: key.controller, type: ['Profile'], name: 'Example University' },
    issuanceDate: '2022-10-01T00:00:00Z',
    credentialSubject: {
      id: 'did:example:zoe',
      type: ['AchievementSubject'],
      achievement: { id: 'urn:a', type: ['Achievement'], name: 'A', description: 'B', criteria: { narrative: 'C' } },
    },
  } as unknown as Credential
  const old = await sign(badge, { suite: eddsaRdfc2022, key, contexts: { [url]: before ?? {} } })
  const today = await sign(badge, { suite: eddsaRdfc2022, key })
  expect(old.proof[0].proofValue).not.toBe(today.proof[0].proofValue)
  const outcome = async (held: object) => {
    const { checks, outcome } = await verify(held as never, { accept: current, issuers: 'any', now: new Date('2026-11-01T00:00:00Z') })
    return [outcome, checks.shape.outcome, checks.signature.outcome]
  }
  expect(await outcome(old)).toEqual(['passed', 'passed', 'passed'])
  expect(await outcome(today)).toEqual(['passed', 'passed', 'passed'])
  expect(await outcome({ ...old, name: 'Another' })).toEqual(['failed', 'passed', 'failed'])
})
