import { describe, expect, test, vi } from 'vitest'
import { toBase64url, utf8 } from '../../src/bytes.js'
import type { Credential, Signed } from '../../src/credential/secured.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { signJwt } from '../../src/sign/jwt.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { current, type Report, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'

const key = keys.ed25519
const options = { accept: current, issuers: 'any', now: new Date('2026-11-01T00:00:00Z') } as const
const ofParts = (report: Report) => report.parts.map(({ path, report: { outcome } }) => `${path}: ${outcome}`)
const ofCheck = ({ checks: { parts } }: Report) => ('problem' in parts ? `${parts.outcome}: ${parts.problem.name}` : parts.outcome)

const contexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
]
const held = await Promise.all([1, 2].map((at) => sign(badgeOf(key.controller, `https://uni.example/badges/${at}`), { suite: eddsaRdfc2022, key })))

/** A signed record that holds these. */
async function recordOf(verifiableCredential: readonly object[], more: object = {}, suite: typeof eddsaRdfc2022 = eddsaRdfc2022): Promise<Signed> {
  const record = {
    '@context': contexts,
    id: 'urn:uuid:7d8fc1f0-0000-4000-8000-000000000001',
    type: ['VerifiableCredential', 'ClrCredential'],
    issuer: { id: key.controller, type: ['Profile'], name: 'Université d’Exemple' },
    name: 'Record',
    validFrom: '2026-07-01T00:00:00Z',
    credentialSubject: { id: 'did:example:zoe', type: ['ClrSubject'], verifiableCredential, ...more },
  }
  return sign(record as unknown as Credential, { suite, key })
}

describe('a record', () => {
  test('passes with all that it holds, each with a report of its own', async () => {
    const report = await verify(await recordOf(held), options)
    expect([report.outcome, ofParts(report)]).toEqual([
      'passed',
      ['/credentialSubject/verifiableCredential/0: passed', '/credentialSubject/verifiableCredential/1: passed'],
    ])
    expect(report.checks.parts).toEqual({ outcome: 'passed', detail: { count: 2 } })
  })

  test('is judged at one moment, with all that it holds', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: options.now })
    try {
      const record = await recordOf(held)
      const { at, parts } = await verify(record, { accept: current, issuers: 'any', onCheck: () => vi.setSystemTime(Date.now() + 1000) })
      expect(parts.map(({ report }) => report.at)).toEqual([at, at])
    } finally {
      vi.useRealTimers()
    }
  })

  test('fails with one of them, though its own signature is good', async () => {
    const forged = { ...held[1], name: 'Another' }
    const report = await verify(await recordOf([held[0] as object, forged]), options)
    expect([report.outcome, report.checks.signature.outcome, ofCheck(report)]).toEqual(['failed', 'passed', 'failed: verify.PartError'])
    expect('problem' in report.checks.parts && report.checks.parts.problem.message).toMatchInlineSnapshot(
      `"The credential at /credentialSubject/verifiableCredential/1 inside this one is not valid. The signature does not belong to this text and this key: one of them was changed after signing. Ask its holder for the original."`,
    )
  })

  test('is unknown with one of them, and failed beats it', async () => {
    const unread = await sign(badgeOf(key.controller), { suite: eddsaJcs2022, key })
    const accept = current.filter(({ name }) => name !== 'eddsa-jcs-2022')
    expect(ofCheck(await verify(await recordOf([unread]), { ...options, accept }))).toBe('unknown: verify.PartError')
    expect(ofCheck(await verify(await recordOf([unread, { ...held[1], name: 'Another' }]), { ...options, accept }))).toBe('failed: verify.PartError')
    expect((await verify(await recordOf([badgeOf(key.controller)]), options)).outcome).toBe('failed')
  })

  test('says what its associations tie to and it does not hold', async () => {
    const of = (targetId: string) => ({ association: [{ type: 'Association', associationType: 'isChildOf', sourceId: held[0]?.id, targetId }] })
    const parts = async (targetId: string) => (await verify(await recordOf(held, of(targetId)), options)).checks.parts
    expect(await parts(String(held[1]?.id))).toEqual({ outcome: 'passed', detail: { count: 2 } })
    expect(await parts('https://uni.example/badges/3')).toEqual({ outcome: 'passed', detail: { count: 2, notHeld: ['https://uni.example/badges/3'] } })
  })

  test('of more than a thousand is not examined, and says so', async () => {
    const report = await verify(
      await recordOf(
        Array.from({ length: 1001 }, () => ({ type: 'VerifiableCredential' })),
        {},
        eddsaJcs2022 as never,
      ),
      options,
    )
    expect([ofCheck(report), report.parts]).toEqual(['unknown: verify.TooManyPartsError', []])
  })
})

describe('an endorsement', async () => {
  const statement = {
    '@context': [contexts[0], contexts[2]],
    id: 'urn:uuid:7d8fc1f0-0000-4000-8000-000000000002',
    type: ['VerifiableCredential', 'EndorsementCredential'],
    issuer: { id: keys.p256.controller, type: ['Profile'], name: 'Chamber of Commerce' },
    name: 'Endorsement',
    validFrom: '2026-07-01T00:00:00Z',
    credentialSubject: { id: 'https://uni.example/badges/1', type: ['EndorsementSubject'], endorsementComment: 'We ask for it.' },
  } as unknown as Credential
  const { ecdsaRdfc2019 } = await import('../../src/sign/rdfc.js')
  const endorsement = await sign(statement, { suite: ecdsaRdfc2019, key: keys.p256 })
  const endorsed = async (one: object) => sign({ ...badgeOf(key.controller), endorsement: [one] } as unknown as Credential, { suite: eddsaRdfc2022, key })

  test('has a verdict of its own, which decides nothing', async () => {
    const good = await verify(await endorsed(endorsement), options)
    expect([good.outcome, ofParts(good), ofCheck(good)]).toEqual(['passed', ['/endorsement/0: passed'], 'skipped'])
    const forged = await verify(await endorsed({ ...endorsement, name: 'Another' }), options)
    expect([forged.outcome, ofParts(forged)]).toEqual(['passed', ['/endorsement/0: failed']])
  })

  test('as a JWT too', async () => {
    const jwt = await signJwt(statement, { key: keys.p256 })
    const badge = await sign({ ...badgeOf(key.controller), endorsementJwt: [jwt] } as unknown as Credential, { suite: eddsaJcs2022, key })
    expect(ofParts(await verify(badge, options))).toEqual(['/endorsementJwt/0: passed'])
  })

  test('of an endorsement of an endorsement: all share one budget', async () => {
    let chain: object = endorsement
    for (let at = 0; at < 40; at++) chain = { ...endorsement, endorsement: [chain, chain] }
    const report = await verify({ ...badgeOf(key.controller), endorsement: [chain] }, { ...options, maxBytes: 10 ** 9 }).catch((error: unknown) => error)
    expect((report as Report).outcome).toBe('failed')
  })
})

describe('an envelope', async () => {
  const jwt = await signJwt(badgeOf(key.controller), { key })
  const envelope = (id: string) => ({ '@context': contexts[0], type: 'EnvelopedVerifiableCredential', id })

  test('with a JWT is what is in it', async () => {
    for (const type of ['application/vc+jwt', 'application/jwt', 'application/vc+jwt;charset=utf-8']) {
      expect((await verify(envelope(`data:${type},${jwt}`), options)).outcome).toBe('passed')
    }
    expect(ofParts(await verify(await recordOf([envelope(`data:application/vc+jwt,${jwt}`)]), options))).toEqual([
      '/credentialSubject/verifiableCredential/0: passed',
    ])
  })

  test.each([
    ['an SD-JWT in an envelope', envelope('data:application/vc+sd-jwt,a.b.c~d~')],
    ['COSE in an envelope', envelope('data:application/vc+cose;base64,0oRD')],
    ['an envelope of nothing', envelope('https://uni.example/jwt')],
    ['an SD-JWT', `${toBase64url(utf8('{}'))}.${toBase64url(utf8('{}'))}.AA~WyJhIl0~`],
  ])('%s is named, and unknown', async (_, one) => {
    const { outcome, checks } = await verify(one, options)
    expect([outcome, 'problem' in checks.shape && checks.shape.problem.name]).toEqual(['unknown', 'verify.NotReadError'])
  })
})
