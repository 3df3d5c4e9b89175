import fc from 'fast-check'
import { afterAll, describe, expect, expectTypeOf, test } from 'vitest'
import { toBase58, toBase64url, utf8 } from '../../src/bytes.js'
import type { Credential, Proof, Verified } from '../../src/credential/secured.js'
import { document as didDocument, didWeb } from '../../src/did/index.js'
import type { Check } from '../../src/errors.js'
import type { JsonObject } from '../../src/json.js'
import { ed25519, keyAt } from '../../src/keys/index.js'
import { fromDocuments } from '../../src/load/index.js'
import { ecdsaJcs2019, eddsaJcs2022 } from '../../src/sign/jcs.js'
import { signJwt } from '../../src/sign/jwt.js'
import { ed25519Signature2020 } from '../../src/sign/older.js'
import { ecdsaRdfc2019, eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import type { Suite } from '../../src/sign/suite.js'
import { everything } from '../../src/verify/all.js'
import { current, type Held, type Presentation, type Report, trusted, verify } from '../../src/verify/index.js'
import { en, fr, words } from '../../src/verify/text.js'
import { badgeOf, keys } from '../badges.js'
import { jwtOf, present } from '../presentations.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'

afterAll(printCounts)

const now = new Date('2026-11-01T00:00:00Z')
const issuing = keys.ed25519
const issuer = issuing.controller
const zoe = keyAt('did:web:zoe.example#1', ed25519(new Uint8Array(32).fill(9)))
const document = didDocument({ id: 'did:web:zoe.example', keys: [{ id: zoe.id, publicKey: zoe.signer.publicKey, purposes: ['authentication'] }] } as never)
const load = fromDocuments({ 'https://zoe.example/.well-known/did.json': document })
const asked = { challenge: 'uFLOeUzjbCkc0K-21LUKrig', domain: 'https://employer.example' }
const options = { accept: [...current, didWeb], issuers: 'any', load, now } as const
const v2 = 'https://www.w3.org/ns/credentials/v2'

const ofZoe = (at = 1) => ({ ...badgeOf(issuer, `https://uni.example/badges/${at}`) }) as unknown as Credential
const awarded = (id: string, at = 1) => {
  const badge = badgeOf(issuer, `https://uni.example/badges/${at}`)
  return { ...badge, credentialSubject: { ...badge.credentialSubject, id } } as unknown as Credential
}
const first = await sign(awarded(zoe.controller, 1), { suite: eddsaRdfc2022, key: issuing })
const second = await sign(ofZoe(2), { suite: eddsaRdfc2022, key: issuing })
const shown = (verifiableCredential: unknown = [first, second], more: object = {}) => ({
  '@context': [v2],
  id: 'urn:uuid:7d8fc1f0-0000-4000-8000-000000000009',
  type: ['VerifiablePresentation'],
  holder: zoe.controller,
  verifiableCredential,
  ...more,
})
const presented = await present(shown(), eddsaRdfc2022, zoe, asked)
const jwtPayload = { ...shown(), iss: zoe.controller, nonce: asked.challenge, aud: [asked.domain] }
const jwt = await jwtOf(jwtPayload, zoe)

const whyOf = ({ checks }: Report): string =>
  Object.entries<Check>(checks)
    .flatMap(([name, check]) => ('problem' in check ? [`${name} ${check.outcome} ${check.problem.name}`] : []))
    .join(', ')
const told = async (held: Held, more: object = {}): Promise<string> => {
  const report = await verify(held, { ...options, presentation: asked, ...more })
  return `${report.outcome}: ${whyOf(report)}`
}
const passed = 'passed: '

describe('a presentation', () => {
  test('with a timestamp beside it is not dated, nor is what it holds said to be of another file', async () => {
    const held = await signJwt(awarded(zoe.controller), { key: issuing })
    const file = JSON.stringify({ '@context': ['https://www.w3.org/2018/credentials/v1'], type: ['VerifiablePresentation'], verifiableCredential: [held] })
    const report = await verify(file, { ...options, timestamps: [utf8('an .ots file')] })
    expect([whyOf(report), ...report.parts.map((part) => whyOf(part.report))]).toEqual(['anchor unknown anchor.NotExaminedError', ''])
  })

  test('says everything that was examined', async () => {
    const report = await verify(presented, { ...options, presentation: asked })
    expect(report.checks).toMatchInlineSnapshot(`
      {
        "anchor": {
          "because": "inside",
          "outcome": "skipped",
        },
        "binding": {
          "detail": {
            "boundBy": "document",
            "holder": "did:web:zoe.example",
            "key": "did:web:zoe.example#1",
          },
          "outcome": "passed",
        },
        "issuer": {
          "because": "inside",
          "outcome": "skipped",
        },
        "parts": {
          "detail": {
            "count": 2,
            "ofHolder": 1,
          },
          "outcome": "passed",
        },
        "presentation": {
          "detail": {
            "challenge": "uFLOeUzjbCkc0K-21LUKrig",
            "domain": "https://employer.example",
            "holder": "did:web:zoe.example",
          },
          "outcome": "passed",
        },
        "recipient": {
          "because": "inside",
          "outcome": "skipped",
        },
        "resources": {
          "because": "absent",
          "outcome": "skipped",
        },
        "schema": {
          "because": "absent",
          "outcome": "skipped",
        },
        "shape": {
          "detail": {
            "format": "Verifiable Presentation 2.0",
          },
          "outcome": "passed",
        },
        "signature": {
          "detail": {
            "proofs": [
              {
                "controller": "did:web:zoe.example",
                "key": "did:web:zoe.example#1",
                "outcome": "passed",
                "suite": "eddsa-rdfc-2022",
              },
            ],
          },
          "outcome": "passed",
        },
        "status": {
          "because": "inside",
          "outcome": "skipped",
        },
        "terms": {
          "detail": {
            "contexts": [
              "https://www.w3.org/ns/credentials/v2",
            ],
          },
          "outcome": "passed",
        },
        "validity": {
          "because": "absent",
          "outcome": "skipped",
        },
      }
    `)
    expect([report.outcome, 'credential' in report, 'claimed' in report, report.outcome === 'passed' && report.presentation]).toEqual([
      'passed',
      false,
      false,
      presented,
    ])
    expect(report.parts.map(({ path, report: { outcome } }) => [path, outcome])).toEqual([
      ['/verifiableCredential/0', 'passed'],
      ['/verifiableCredential/1', 'passed'],
    ])
    expect(report.parts.map(({ report: part }) => part.outcome === 'passed' && part.credential)).toEqual([first, second])
  })

  test('in words', async () => {
    const report = await verify(presented, { ...options, presentation: asked, issuers: trusted([issuer]) })
    const of = (language: typeof en) => [words(report, language).headline, ...words(report, language).lines.map(({ label, text }) => `${label}: ${text}`)]
    expect([...of(en), ...of(fr)]).toMatchInlineSnapshot(`
      [
        "Verified",
        "Form: It is a well-formed Verifiable Presentation 2.0.",
        "Meaning: Every member is defined, and none is hidden.",
        "Signature: Unchanged since it was signed (eddsa-rdfc-2022).",
        "Signed by: The key belongs to did:web:zoe.example (document).",
        "Dates: There is nothing to check.",
        "Revocation: It is asked of each credential inside.",
        "Schema: It names no schema.",
        "Related files: It fixes the content of no other file.",
        "Blockchain: It is asked of each credential inside.",
        "Trusted issuer: It is asked of each credential inside.",
        "Holder: It is asked of each credential inside.",
        "Presented: Presented by did:web:zoe.example, now, for https://employer.example.",
        "Contents: All 2 credentials that it holds are in order. Awarded to its holder: 1/2.",
        "Vérifié",
        "Forme: Bien formé : Verifiable Presentation 2.0.",
        "Sens: Chaque élément est défini, et aucun n’est caché.",
        "Signature: Inchangé depuis la signature (eddsa-rdfc-2022).",
        "Signataire: La clé est celle de did:web:zoe.example (document qu’il publie).",
        "Dates: Rien à vérifier.",
        "Révocation: Demandé à chaque attestation qu’il contient.",
        "Schéma: Il ne nomme aucun schéma.",
        "Fichiers liés: Il ne fixe le contenu d’aucun autre fichier.",
        "Blockchain: Demandé à chaque attestation qu’il contient.",
        "Émetteur reconnu: Demandé à chaque attestation qu’il contient.",
        "Titulaire: Demandé à chaque attestation qu’il contient.",
        "Présentation: Présenté par did:web:zoe.example, maintenant, pour https://employer.example.",
        "Contenu: Les 2 attestations qu’il contient sont en ordre. Décernées à qui les présente : 1/2.",
      ]
    `)
    expect(words(await verify(presented, { ...options, presentation: asked }), en).headline).toBe('Genuine, issuer not known to us')
  })

  test('is never a credential, in any outcome', async () => {
    const report = await verify(presented, { ...options, presentation: asked })
    if (report.outcome === 'passed') expectTypeOf(report.credential).toEqualTypeOf<Verified<Credential> | undefined>()
    if (report.outcome === 'passed' && report.presentation) {
      expectTypeOf(report.credential).toEqualTypeOf<undefined>()
      expectTypeOf(report.presentation).toEqualTypeOf<Presentation>()
      expectTypeOf(report.presentation).not.toExtend<Verified<Credential>>()
    }
    const forged = await verify({ ...presented, id: 'urn:uuid:1' }, options)
    expect([forged.outcome, 'credential' in forged, 'claimed' in forged, forged.presentation?.id]).toEqual(['failed', false, false, 'urn:uuid:1'])
  })

  const suites: readonly (readonly [string, Suite, typeof zoe | (typeof keys)['p256']])[] = [
    ['eddsa-rdfc-2022', eddsaRdfc2022 as Suite, zoe],
    ['eddsa-jcs-2022', eddsaJcs2022 as Suite, zoe],
    ['ecdsa-rdfc-2019', ecdsaRdfc2019 as Suite, keys.p256],
    ['ecdsa-jcs-2019', ecdsaJcs2019 as Suite, keys.p256],
  ]
  test.each(suites)('signed with %s', async (_, suite, key) => {
    expect(await told(await present(shown([first], { holder: key.controller }), suite, key as never, asked))).toBe(passed)
    expect(await told(await present(shown([first], { holder: { id: key.controller } }), suite, key as never, asked))).toBe(passed)
  })

  test('signed with Ed25519Signature2020, as wallets have done', async () => {
    const contexts = ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/security/suites/ed25519-2020/v1']
    const vp = { '@context': contexts, type: ['VerifiablePresentation'], holder: issuer }
    const options2020 = {
      type: 'Ed25519Signature2020',
      created: '2026-10-31T00:00:00Z',
      verificationMethod: issuing.id,
      proofPurpose: 'authentication',
      ...asked,
    }
    const { message } = ed25519Signature2020.record(vp, { ...options2020, proofValue: `z${toBase58(new Uint8Array(64))}` } as Proof)
    const proof = { ...options2020, proofValue: `z${toBase58(await issuing.signer.sign(message))}` }
    const report = await verify({ ...vp, proof }, { ...options, accept: everything, presentation: asked })
    // The credentials of today do not fit into it, so that it holds none.
    expect([whyOf(report), report.checks.presentation.outcome]).toEqual(['parts unknown verify.NoCredentialError', 'passed'])
    expect(await told({ ...vp, proof: { ...proof, challenge: 'another' } }, { accept: everything })).toContain('signature failed sign.BadSignatureError')
  })

  test('as a JWT of VC 2.0 and of VC 1.1, and in an envelope', async () => {
    expect(await told(jwt)).toBe(passed)
    const inside = await signJwt(awarded(zoe.controller), { key: issuing })
    const older = { iss: zoe.controller, jti: 'urn:uuid:8', nonce: asked.challenge, aud: asked.domain, exp: now.getTime() / 1000 + 60 }
    const vp = { '@context': ['https://www.w3.org/2018/credentials/v1'], type: ['VerifiablePresentation'], verifiableCredential: [inside] }
    const report = await verify(await jwtOf({ ...older, vp }, zoe, { typ: 'JWT' }), { ...options, presentation: asked })
    expect([report.outcome, whyOf(report), report.checks.validity.outcome]).toEqual(['passed', '', 'passed'])
    expect(report.presentation).toEqual({ ...vp, holder: zoe.controller, id: 'urn:uuid:8' })
    for (const type of ['application/vp+jwt', 'application/jwt', 'application/vp+jwt;charset=utf-8'])
      expect(await told({ '@context': v2, type: 'EnvelopedVerifiablePresentation', id: `data:${type},${jwt}` })).toBe(passed)
  })

  test('holds credentials as JWTs in envelopes', async () => {
    const inside = await signJwt(awarded(zoe.controller), { key: issuing })
    const envelope = (id: string) => ({ '@context': v2, type: 'EnvelopedVerifiableCredential', id })
    const outcomeOf = async (id: string) => told(await present(shown([envelope(id)]), eddsaRdfc2022, zoe, asked))
    expect(await outcomeOf(`data:application/vc+jwt,${inside}`)).toBe(passed)
    expect(await outcomeOf(`data:application/vc+jwt;charset=utf-8;v=1,${inside}`)).toBe(passed)
    expect(await outcomeOf(`data:application/vc+jwt;base64,${btoa(inside)}`)).toBe(passed)
    // What is not written as it says, another reader would read otherwise.
    expect(await outcomeOf(`data:application/vc+jwt;base64,${inside}`)).toBe('failed: parts failed verify.PartError')
    expect(await outcomeOf(`data:application/vc+jwt,${inside.replaceAll('.', '%2E')}`)).toBe('failed: parts failed verify.PartError')
    expect(await outcomeOf(`data:application/vp+jwt,${inside}`)).toBe('unknown: parts unknown verify.PartError')
    expect(await outcomeOf(`data:application/vc+jwt,${jwt}`)).toBe('failed: parts failed verify.PartError')
    expect(await outcomeOf('https://uni.example/badges/1')).toBe('unknown: parts unknown verify.PartError')
  })
})

describe('the holder', () => {
  test('is bound by resolution, as issuers are, and by a key for authentication', async () => {
    expect(await told(presented, { load: undefined })).toMatch(
      /^unknown: signature unknown load\.NoLoadError, binding unknown load\.NoLoadError, presentation unknown load\.NoLoadError$/,
    )
    const assertion = { ...document, authentication: [], assertionMethod: [zoe.id] }
    const other = fromDocuments({ 'https://zoe.example/.well-known/did.json': assertion })
    expect(await told(presented, { load: other })).toContain('signature failed sign.WrongPurposeError')
    expect(await told(jwt, { load: other })).toContain('signature failed sign.WrongPurposeError')
  })

  test('is who it names, and nobody else', async () => {
    const mallory = keys.ed25519
    for (const suite of [eddsaRdfc2022, eddsaJcs2022]) {
      const forged = await present(shown(), suite, mallory, asked)
      expect(await told(forged)).toBe('failed: binding failed sign.NotTheHolderError, presentation failed sign.NotTheHolderError')
    }
    const payload = { ...jwtPayload, iss: undefined }
    expect(await told(await jwtOf(payload, mallory))).toBe('failed: binding failed sign.NotTheHolderError, presentation failed sign.NotTheHolderError')
    expect(await told(await jwtOf({ ...jwtPayload, iss: mallory.controller }, mallory))).toContain('signature failed sign.ClaimMismatchError')
    expect(await told({ ...presented, holder: mallory.controller })).toContain('signature failed sign.BadSignatureError')
  })

  test('that nobody named is who signed', async () => {
    const report = await verify(await present(shown([first], { holder: undefined }), eddsaRdfc2022, zoe, asked), { ...options, presentation: asked })
    expect([report.outcome, report.checks.binding]).toMatchObject(['passed', { detail: { holder: zoe.controller, boundBy: 'document' } }])
    expect(report.checks.parts).toEqual({ outcome: 'passed', detail: { count: 1, ofHolder: 1 } })
  })

  test('need not be who the credentials were awarded to, and the report says for how many it is', async () => {
    const of = async (verifiableCredential: readonly object[]) => {
      const { checks } = await verify(await present(shown(verifiableCredential), eddsaRdfc2022, zoe, asked), options)
      return checks.parts.outcome === 'passed' && checks.parts.detail
    }
    expect(await of([first, second])).toEqual({ count: 2, ofHolder: 1 })
    expect(await of([second])).toEqual({ count: 1, ofHolder: 0 })
  })

  test('with a key that was revoked or is out of use does not present any more', async () => {
    const ended = (end: object) => {
      const methods = (document as unknown as { verificationMethod: readonly object[] }).verificationMethod
      return fromDocuments({ 'https://zoe.example/.well-known/did.json': { ...document, verificationMethod: methods.map((one) => ({ ...one, ...end })) } })
    }
    for (const end of ['revoked', 'expires']) {
      const ending = async (at: string) => told(presented, { load: ended({ [end]: at }) })
      expect(await ending('2026-10-01T00:00:00Z')).toBe(
        'failed: signature failed sign.HolderKeyEndedError, binding failed sign.HolderKeyEndedError, presentation failed sign.HolderKeyEndedError',
      )
      expect(await ending('2026-11-02T00:00:00Z')).toBe(passed)
    }
  })
})

describe('one that nobody signed', () => {
  test('is an envelope: what it holds decides, and it claims no holder', async () => {
    const report = await verify(shown([first], { holder: undefined }), options)
    const { signature, binding, terms, presentation, parts } = report.checks
    expect([report.outcome, signature, binding, terms, presentation, parts]).toEqual([
      'passed',
      { outcome: 'skipped', because: 'absent' },
      { outcome: 'skipped', because: 'absent' },
      { outcome: 'skipped', because: 'absent' },
      { outcome: 'skipped', because: 'not asked' },
      { outcome: 'passed', detail: { count: 1 } },
    ])
    expect((await verify(shown([{ ...first, name: 'Another' }], { holder: undefined }), options)).outcome).toBe('failed')
    expect((await verify(shown([awarded(issuer)], { holder: undefined }), options)).outcome).toBe('failed')
  })

  test('with a holder is unknown: nobody stands behind that name', async () => {
    expect(await told(shown(), { presentation: undefined })).toBe('unknown: binding unknown verify.UnboundHolderError')
    expect(await told(shown([first], { holder: undefined, proof: [] }))).toBe('failed: presentation failed verify.NotPresentedError')
    expect(await told(shown([first], { holder: undefined, proof: 'none' }), { presentation: undefined })).toContain('shape failed credential.InvalidError')
    expect(await told(shown([first], { holder: undefined, proof: {} }), { presentation: undefined })).toContain('signature unknown sign.UnknownSuiteError')
  })

  test('answers nobody who asked', async () => {
    expect(await told(shown([first], { holder: undefined }))).toBe('failed: presentation failed verify.NotPresentedError')
    expect(await told(shown([first], { holder: undefined }), { presentation: {} })).toBe('failed: presentation failed verify.NotPresentedError')
  })
})

describe('what it answers', () => {
  test('is not asked, and then says nothing about when and for whom', async () => {
    const report = await verify(presented, options)
    expect([report.outcome, report.checks.presentation]).toEqual(['passed', { outcome: 'skipped', because: 'not asked' }])
    const line = words(report, en).lines.find(({ name }) => name === 'presentation')
    expect(line?.text).toBe('Nobody asked for it now: it may be an older one, sent again.')
  })

  const wrong = 'failed: presentation failed verify.OtherChallengeError'
  test.each<readonly [string, object, string]>([
    ['the challenge and the domain', asked, passed],
    ['one of several domains', { ...asked, domain: ['https://other.example', asked.domain] }, passed],
    ['another challenge', { ...asked, challenge: 'another' }, wrong],
    ['another domain', { ...asked, domain: 'https://evil.example' }, wrong],
    ['a domain that begins as ours', { ...asked, domain: `${asked.domain}.evil.example` }, wrong],
    ['no challenge', { domain: asked.domain }, wrong],
    ['no domain', { challenge: asked.challenge }, wrong],
    ['nothing', {}, wrong],
    ['a list of challenges', { ...asked, challenge: [asked.challenge] }, wrong],
    ['a challenge in other letters', { ...asked, challenge: asked.challenge.toUpperCase() }, wrong],
  ])('%s', async (_, answer, expected) => {
    expect(await told(await present(shown(), eddsaJcs2022, zoe, answer))).toBe(expected)
    const { challenge: nonce, domain: aud } = answer as { challenge?: unknown; domain?: unknown }
    expect(await told(await jwtOf({ ...jwtPayload, nonce, aud }, zoe))).toBe(expected)
  })

  test('a number is not the text that looks like it', async () => {
    const numbers = await present(shown(), eddsaJcs2022, zoe, { challenge: 5 })
    expect(await told(numbers, { presentation: { challenge: '5' } })).toBe(wrong)
    expect(await told(await jwtOf({ ...jwtPayload, nonce: 5 }, zoe), { presentation: { challenge: '5' } })).toBe(wrong)
    expect(await told(await jwtOf({ ...jwtPayload, nonce: { toString: '5' } }, zoe), { presentation: { challenge: '5' } })).toBe(wrong)
  })

  test('what is not asked is not compared, and that it is signed by its holder is asked all the same', async () => {
    for (const presentation of [{}, { challenge: asked.challenge }, { domain: asked.domain }]) expect(await told(presented, { presentation })).toBe(passed)
    const report = await verify(presented, { ...options, presentation: {} })
    expect(report.checks.presentation).toEqual({ outcome: 'passed', detail: { holder: zoe.controller } })
  })

  test('an answer changed afterwards is not signed', async () => {
    const [proof] = presented['proof'] as readonly JsonObject[]
    for (const change of [{ challenge: 'mine' }, { domain: 'https://evil.example' }]) {
      const presentation = { ...asked, ...change }
      expect(await told({ ...presented, proof: { ...proof, ...change } }, { presentation })).toContain('signature failed sign.BadSignatureError')
    }
  })

  test('must be in one proof of the holder’s: neither two halves nor somebody else’s', async () => {
    const halves = await present(await present(shown(), eddsaJcs2022, zoe, { challenge: asked.challenge }), eddsaJcs2022, zoe, { domain: asked.domain })
    expect(await told(halves)).toBe(wrong)
    const mallorys = await present(await present(shown(), eddsaJcs2022, zoe, {}), eddsaJcs2022, keys.ed25519, asked)
    expect(await told(mallorys)).toBe(wrong)
    const old = await present(shown(), eddsaJcs2022, zoe, { challenge: 'old' })
    const [proof] = old['proof'] as readonly JsonObject[]
    expect(await told({ ...old, proof: [proof, { ...proof, ...asked }] })).toBe(
      'failed: signature failed sign.BadSignatureError, presentation failed verify.OtherChallengeError',
    )
    const both = await present(await present(shown(), eddsaJcs2022, zoe, { challenge: 'old' }), eddsaJcs2022, zoe, asked)
    expect(await told(both)).toBe(passed)
  })

  test('a credential by itself answers nothing: whoever has a copy could send it', async () => {
    const jwtCredential = await signJwt(awarded(zoe.controller), { key: issuing })
    for (const held of [first, JSON.stringify(first), jwtCredential]) {
      expect(await told(held)).toBe('failed: presentation failed verify.NotPresentedError')
      expect(await told(held, { presentation: {} })).toBe('failed: presentation failed verify.NotPresentedError')
      expect(await told(held, { presentation: undefined })).toBe(passed)
    }
    const hosted = {
      '@context': 'https://w3id.org/openbadges/v2',
      type: 'Assertion',
      id: 'https://uni.example/1',
      recipient: {},
      badge: 'https://uni.example/b',
    }
    expect(await told(hosted, { accept: everything })).toContain('presentation failed verify.NotPresentedError')
  })

  test.each([[{ challenge: undefined }], [{ challenge: '' }], [{ domain: 5 }], [{ challenge: asked.challenge, domain: undefined }]])(
    'a challenge that was lost is a wrong call: %j',
    async (presentation) => {
      await expect(verify(presented, { ...options, presentation: presentation as never })).rejects.toMatchObject({ name: 'verify.OptionsError' })
    },
  )

  test('in words that say what to do', async () => {
    const old = await present(shown(), eddsaJcs2022, zoe, { ...asked, challenge: 'older' })
    const report = await verify(old, { ...options, presentation: asked })
    expect([words(report, en).advice, words(report, fr).advice]).toMatchInlineSnapshot(`
      [
        "The presentation was not made for you and now: its challenge is "older", and you asked for "uFLOeUzjbCkc0K-21LUKrig". Ask its holder to present it again.",
        "La présentation n’a pas été faite pour vous maintenant : c’est peut-être une ancienne. Demandez-en une nouvelle.",
      ]
    `)
  })
})

describe('what it holds', () => {
  test('decides: one that is forged or unknown, and none at all', async () => {
    const forged = await present(shown([first, { ...second, name: 'Another' }]), eddsaJcs2022, zoe, asked)
    const report = await verify(forged, { ...options, presentation: asked })
    expect([report.outcome, whyOf(report)]).toEqual(['failed', 'parts failed verify.PartError'])
    const unread = await sign(ofZoe(3), { suite: eddsaJcs2022, key: issuing })
    const accept = options.accept.filter(({ name }) => name !== 'eddsa-jcs-2022')
    expect(await told(await present(shown([unread]), eddsaRdfc2022, zoe, asked), { accept })).toBe('unknown: parts unknown verify.PartError')
    for (const none of [{}, { verifiableCredential: undefined }, { verifiableCredential: null }]) {
      expect(await told(await present(shown([], none), eddsaJcs2022, zoe, asked))).toBe('unknown: parts unknown verify.NoCredentialError')
    }
    // What others say of something awards nothing.
    const praise = { '@context': [v2], type: ['VerifiableCredential', 'EndorsementCredential'], issuer, credentialSubject: { id: 'urn:x:1' } }
    const endorsement = [await sign(praise as unknown as Credential, { suite: eddsaJcs2022, key: issuing })]
    expect(await told(await present(shown([], { endorsement }), eddsaJcs2022, zoe, asked))).toBe('unknown: parts unknown verify.NoCredentialError')
    for (const no of [[null], [5], ['text'], {}, [[]]])
      expect((await told(await present(shown(no), eddsaJcs2022, zoe, asked))).startsWith('failed: ')).toBe(true)
  })

  test('is asked whom you believe, for its recipient, for an anchor, and your own questions; the holder is not', async () => {
    const parts = async (more: object) => {
      const report = await verify(presented, { ...options, ...more })
      return [report.outcome, whyOf(report), ...report.parts.map(({ report: part }) => whyOf(part))]
    }
    const inside = 'parts failed verify.PartError'
    expect(await parts({ issuers: trusted([issuer]) })).toEqual(['passed', '', '', ''])
    expect(await parts({ issuers: trusted([zoe.controller]) })).toEqual(['failed', inside, ...Array(2).fill('issuer failed verify.UntrustedIssuerError')])
    expect(await parts({ recipient: { id: zoe.controller } })).toEqual(['failed', inside, '', 'recipient failed verify.OtherRecipientError'])
    expect(await parts({ recipient: { email: 'zoe@example.org' } })).toEqual(['passed', '', '', ''])
    expect(await parts({ require: ['anchor'] })).toEqual(['failed', inside, ...Array(2).fill('anchor failed anchor.MissingError')])
    const seen: unknown[] = []
    const mine = (credential: Credential): Check => {
      seen.push(credential.id)
      return { outcome: 'failed', problem: { name: 'x.NoError', message: 'no', facts: {} } }
    }
    expect(await parts({ also: { mine } })).toEqual(['failed', inside, 'mine failed x.NoError', 'mine failed x.NoError'])
    expect(seen).toEqual([first.id, second.id])
  })

  test('a record with its own contents', async () => {
    const record = {
      '@context': [v2, 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
      id: 'urn:uuid:7d8fc1f0-0000-4000-8000-000000000001',
      type: ['VerifiableCredential', 'ClrCredential'],
      issuer: { id: issuer, type: ['Profile'], name: 'Université d’Exemple' },
      name: 'Record',
      validFrom: '2026-07-01T00:00:00Z',
      credentialSubject: { id: zoe.controller, type: ['ClrSubject'], verifiableCredential: [first, second] },
    } as unknown as Credential
    const signed = await sign(record, { suite: eddsaRdfc2022, key: issuing })
    const report = await verify(await present(shown([signed]), eddsaRdfc2022, zoe, asked), { ...options, presentation: asked })
    expect([report.outcome, whyOf(report), report.parts[0]?.report.parts.length]).toEqual(['passed', '', 2])
    // And the other way round, a record holds no presentation.
    const inverse = { ...record, credentialSubject: { ...record.credentialSubject, verifiableCredential: [presented] } }
    const whole = await verify(await sign(inverse, { suite: eddsaJcs2022, key: issuing }), options)
    expect([whole.outcome, whole.parts[0] && whyOf(whole.parts[0].report)]).toEqual(['failed', 'shape failed verify.NestedPresentationError'])
  })
})

describe('attacks', () => {
  test('a credential swapped for another good one', async () => {
    // In another order they are the same to RDF: what a presentation holds is a set.
    expect(await told({ ...presented, verifiableCredential: [second, first] })).toBe(passed)
    const third = await sign(awarded(zoe.controller, 3), { suite: eddsaRdfc2022, key: issuing })
    for (const suite of [eddsaRdfc2022, eddsaJcs2022]) {
      const signed = await present(shown(), suite, zoe, asked)
      for (const verifiableCredential of [[first, third], [first], [first, second, third], third])
        expect(await told({ ...signed, verifiableCredential })).toContain('signature failed sign.BadSignatureError')
    }
    const [header, , signature] = jwt.split('.')
    const payload = toBase64url(utf8(JSON.stringify({ ...jwtPayload, verifiableCredential: [first, third] })))
    expect(await told(`${header}.${payload}.${signature}`)).toContain('signature failed sign.BadSignatureError')
  })

  test('a proof of the one used for the other, and for another purpose', async () => {
    const [proof] = presented['proof'] as readonly JsonObject[]
    expect(await told({ ...shown(), proof: first.proof })).toMatch(/^failed: .*signature failed sign\.(WrongPurpose|BadSignature)Error/)
    const { proof: _, ...unsigned } = first
    expect((await verify({ ...unsigned, proof: [proof] } as never, options)).outcome).toBe('failed')
    const asserted = await present(shown(), eddsaJcs2022, zoe, { ...asked, proofPurpose: 'assertionMethod' })
    const report = await verify(asserted, { ...options, presentation: asked })
    expect('problem' in report.checks.signature && report.checks.signature.problem.message).toBe(
      'This proof is not for presenting (authentication), but for: assertionMethod. Ask for a corrected copy.',
    )
    for (const proofPurpose of [undefined, ['authentication'], 'Authentication', 'capabilityInvocation']) {
      const other = await present(shown(), eddsaJcs2022, zoe, { ...asked, proofPurpose })
      expect(await told(other)).toContain('signature failed sign.WrongPurposeError')
    }
    // A presentation that its issuer signed is no credential by that.
    const issued = await present({ ...ofZoe(), proof: undefined }, eddsaJcs2022, issuing, {})
    expect((await verify(issued as never, options)).checks.signature.outcome).toBe('failed')
  })

  test('a JWT of the one for the other', async () => {
    const credential = await signJwt(awarded(zoe.controller), { key: issuing })
    const payload = { ...awarded(zoe.controller), iss: issuer }
    for (const header of [{ typ: 'vp+jwt' }, { typ: 'vp-ld+jwt' }])
      expect(await told(await jwtOf(payload, issuing, header))).toBe('failed: shape failed sign.JwtShapeError')
    for (const header of [{ typ: 'vc+jwt' }, { typ: 'sd+jwt' }, { typ: 5 }])
      expect(await told(await jwtOf(jwtPayload, zoe, header))).toBe('failed: shape failed sign.JwtShapeError')
    const envelope = (type: string, id: string) => ({ '@context': v2, type, id })
    for (const one of [
      envelope('EnvelopedVerifiablePresentation', `data:application/vp+jwt,${credential}`),
      envelope('EnvelopedVerifiableCredential', `data:application/vc+jwt,${jwt}`),
      envelope('EnvelopedVerifiableCredential', `data:application/jwt,${jwt}`),
    ])
      expect(await told(one, { presentation: undefined })).toMatch(/^failed: shape failed (verify\.HeldError|sign\.JwtShapeError)$/)
  })

  test('two things in one JWT, and one thing twice', async () => {
    const vp = { '@context': [v2], type: ['VerifiablePresentation'], verifiableCredential: [first] }
    const claims = { iss: zoe.controller, nonce: asked.challenge, aud: asked.domain }
    const shape = 'failed: shape failed sign.JwtShapeError'
    expect(await told(await jwtOf({ ...claims, vp }, zoe))).toBe(passed)
    for (const type of [undefined, [], ['VerifiableCredential'], 5]) {
      expect(await told(await jwtOf({ ...claims, vp: { ...vp, type } }, zoe))).toBe('failed: shape failed credential.InvalidError')
    }
    expect(await told(await jwtOf({ ...claims, vp, vc: awarded(zoe.controller) }, zoe))).toBe(shape)
    expect(await told(await jwtOf({ ...claims, vp: [vp] }, zoe))).toBe(shape)
    expect(await told(await jwtOf({ ...claims, vp: 'text' }, zoe))).toBe(shape)
    expect(await told(await jwtOf({ ...claims, vp: null }, zoe))).toBe(shape)
    expect(await told(await jwtOf({ ...jwtPayload, vp }, zoe))).toBe(shape)
    const part = (text: string) => toBase64url(utf8(text))
    const twice = `{"iss":"${zoe.controller}","vp":${JSON.stringify(vp)},"vp":${JSON.stringify({ ...vp, verifiableCredential: [second] })}}`
    const input = `${part(JSON.stringify({ alg: 'EdDSA', kid: zoe.id, typ: 'JWT' }))}.${part(twice)}`
    expect(await told(`${input}.${toBase64url(await zoe.signer.sign(utf8(input)))}`)).toBe(shape)
    expect(await told({ ...presented, type: ['VerifiablePresentation', 'VerifiableCredential'] })).toContain('shape failed credential.InvalidError')
  })

  test('a JWT that was good, and will be', async () => {
    const at = now.getTime() / 1000
    expect(await told(await jwtOf({ ...jwtPayload, exp: at - 1 }, zoe))).toBe('failed: validity failed verify.ExpiredError')
    expect(await told(await jwtOf({ ...jwtPayload, nbf: at + 1 }, zoe))).toBe('failed: validity failed verify.NotYetValidError')
    for (const exp of ['never', 1e300, null, {}, String(at + 60)])
      expect(await told(await jwtOf({ ...jwtPayload, exp }, zoe))).toBe('failed: validity failed verify.DateError')
    const expired = await present(shown(), eddsaJcs2022, zoe, { ...asked, expires: '2026-10-31T12:00:00Z' })
    expect(await told(expired)).toContain('signature failed sign.ProofExpiredError')
  })

  test('a JWT with a key of its own, or another algorithm', async () => {
    const thief = ed25519(new Uint8Array(32).fill(66))
    const own = keyAt(zoe.id, thief)
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: toBase64url(thief.publicKey.bytes) }
    expect(await told(await jwtOf(jwtPayload, own, { jwk }))).toContain('signature failed sign.BadSignatureError')
    expect(await told(await jwtOf(jwtPayload, own, { jwk, kid: undefined }))).toContain('signature failed')
    for (const alg of ['none', 'HS256', 'ES256']) expect(await told(await jwtOf(jwtPayload, zoe, { alg }))).toContain('signature failed sign.JwtKeyError')
  })

  test('a presentation in a presentation, at any depth, and in a record', async () => {
    const nested = 'failed: parts failed verify.PartError'
    const doll = await present(shown([presented]), eddsaJcs2022, zoe, asked)
    expect(await told(doll)).toBe(nested)
    const { parts } = await verify(doll, options)
    expect([parts.length, parts[0] && whyOf(parts[0].report), parts[0]?.report.parts]).toEqual([1, 'shape failed verify.NestedPresentationError', []])
    expect(await told(await jwtOf({ ...jwtPayload, verifiableCredential: [jwt] }, zoe))).toContain('parts failed verify.PartError')
    let deep: { readonly [member: string]: unknown } = presented
    for (let at = 0; at < 30; at++) deep = shown([deep], { holder: undefined })
    expect(await told(deep, { presentation: undefined })).toBe(nested)
    for (let at = 0; at < 100; at++) deep = shown([deep], { holder: undefined })
    expect(await told(deep, { presentation: undefined })).toBe('failed: shape failed json.TooLargeError')
    const cycle = shown([], { holder: undefined })
    ;(cycle.verifiableCredential as unknown[]).push(cycle)
    expect(await told(cycle, { presentation: undefined })).toBe('failed: shape failed json.TooLargeError')
  })

  test('a presentation where a status list should be is no list', async () => {
    const list = 'https://uni.example/status/1'
    const entry = { id: `${list}#7`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '7', statusListCredential: list }
    const badge = await sign({ ...awarded(zoe.controller), credentialStatus: entry } as unknown as Credential, { suite: eddsaRdfc2022, key: issuing })
    const types = ['VerifiablePresentation', 'BitstringStatusListCredential']
    const world = fromDocuments({ [list]: await present(shown([first], { holder: issuer, type: types }), eddsaJcs2022, issuing) })
    const { checks } = await verify(badge, { ...options, load: world })
    expect(checks.status).toMatchObject({ outcome: 'failed', problem: { name: 'status.BadListError' } })
  })

  test('ten thousand credentials are not examined, and that is said', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({
      '@context': [v2],
      id: `urn:x:${at}`,
      type: ['VerifiableCredential'],
      issuer,
      credentialSubject: {},
    }))
    const report = await verify(await present(shown(many), eddsaJcs2022, zoe, asked), { ...options, presentation: asked })
    expect([report.outcome, whyOf(report), report.parts]).toEqual(['unknown', 'parts unknown verify.TooManyPartsError', []])
    const no = await verify(shown(Array.from({ length: 10_000 }, () => 5)), options)
    expect(JSON.stringify(no.checks).length).toBeLessThan(40_000)
  })

  test.each([
    [{ holder: 5 }],
    [{ holder: [zoe.controller] }],
    [{ holder: { name: 'Zoe' } }],
    [{ holder: 'zoe' }],
    [{ id: 5 }],
    [{ id: 'nine' }],
    [{ '@context': [] }],
    [{ '@context': ['https://example.org/'] }],
    [{ '@context': undefined }],
  ])('it says %j', async (change) => {
    const report = await verify(await present(shown([first], change), eddsaJcs2022, zoe, asked), { ...options, presentation: asked })
    expect([report.outcome, report.checks.shape.outcome]).toEqual(['failed', 'failed'])
  })

  test('a member that no context defines, or that hides in other words', async () => {
    expect(await told({ ...presented, motto: 'mine' })).toContain('terms failed canonicalize.UndefinedTermError')
    expect(await told({ ...presented, 'https://www.w3.org/2018/credentials#holder': { id: issuer } })).toContain('failed')
  })

  test('a holder and a challenge of any length are cut where the report names them', async () => {
    const long = 'a'.repeat(1e6)
    const size = async (held: Held) => JSON.stringify((await verify(held, { ...options, presentation: asked })).checks).length
    expect(await size(shown([first], { holder: `did:x:${long}` }))).toBeLessThan(3000)
    expect(await size(await present(shown([first], { holder: `did:x:${long}` }), eddsaJcs2022, zoe, asked))).toBeLessThan(3000)
    expect(await size(await present(shown([first]), eddsaJcs2022, zoe, { challenge: [long] }))).toBeLessThan(3000)
  })

  test('the caller stops', async () => {
    const stop = new AbortController()
    stop.abort()
    const report = await verify(presented, { ...options, presentation: asked, cancel: stop.signal })
    expect(report.outcome).toBe('unknown')
    const late = new AbortController()
    const silent = async () => new Promise<never>(() => {})
    setTimeout(() => late.abort(), 20)
    const stopped = await verify(presented, { ...options, presentation: asked, load: silent, cancel: late.signal })
    expect(stopped.outcome).toBe('unknown')
  })

  test('whatever is changed in a signed one, it never passes', async () => {
    const paths = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
      typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, one]) => paths(one, [...path, key])) : [path]
    for (const suite of [eddsaRdfc2022, eddsaJcs2022]) {
      const signed = await present(shown([first]), suite, zoe, asked)
      const places = paths(signed)
      await fc.assert(
        fc.asyncProperty(fc.nat(places.length - 1), fc.constantFrom('', 'x', zoe.controller, issuer, 'authentication', asked.challenge), async (at, value) => {
          const changed = structuredClone(signed) as Record<string, never>
          const place = places[at] ?? []
          const owner = place.slice(0, -1).reduce((object, key) => object[key] as unknown as Record<string, never>, changed)
          const key = place.at(-1) ?? ''
          if (owner[key] === value) return
          owner[key] = value as never
          expect((await verify(changed, { ...options, presentation: asked })).outcome, place.join('/')).not.toBe('passed')
        }),
        { numRuns: 150 },
      )
    }
  })
})

describe.skipIf(!haveVectors)('published presentations', () => {
  type Case = { readonly id: string; readonly file: string; readonly expected: string; readonly kind: string; readonly what: string }
  const casesOf = (set: string): readonly Case[] => (haveVectors ? jsonVector(`${set}/manifest.json`).cases : [])
  const model = casesOf('vc-data-model-2.0-test-suite').filter(({ id }) => id.startsWith('presentation-'))

  // They are unsigned, and so are the credentials inside: what is well-formed is seen in the shapes, and none passes.
  test.each(model)('VC Data Model 2.0: $id is $expected', async ({ file, expected }) => {
    const report = await verify(readVector(`vc-data-model-2.0-test-suite/${file}`).toString('utf8'), { ...options, accept: everything })
    const shapes = [report, ...report.parts.map((part) => part.report)].map(({ checks }) => checks.shape.outcome)
    const isSound = shapes.every((shape) => shape === 'passed')
    if (expected === 'valid' || expected === 'invalid') counted('W3C VC Data Model 2.0, presentations', isSound === (expected === 'valid'))
    if (expected !== 'unspecified') expect(isSound, whyOf(report)).toBe(expected === 'valid')
    expect(report.outcome).not.toBe('passed')
  })

  test('VC-JOSE-COSE: the JWTs, at the time at which they were made', async () => {
    const entity = 'https://example.issuer/vc-jose-cose'
    const methods = ['p256', 'p384', 'ed25519'].map((name) => {
      const { publicKeyJwk } = jsonVector(`vc-jose-cose-test-suite/input/vm-${name}.json`)
      return { id: `${entity}#${publicKeyJwk.kid}`, type: 'JsonWebKey', controller: entity, publicKeyJwk }
    })
    const ids = methods.map(({ id }) => id)
    const world = fromDocuments({ [entity]: { id: entity, verificationMethod: methods, assertionMethod: ids, authentication: ids } })
    const table: { [what: string]: readonly string[] } = {}
    for (const { file, expected, what } of casesOf('vc-jose-cose-test-suite').filter(({ kind }) => kind === 'verify:presentation_jose')) {
      const report = await verify(readVector(`vc-jose-cose-test-suite/${file}`).toString('utf8'), {
        ...options,
        accept: everything,
        load: world,
        now: new Date('2024-12-15T00:30:00Z'),
      })
      expect(report.outcome).not.toBe('passed')
      table[`${what} (${expected})`] = [`${report.outcome}: ${whyOf(report)}`, ...report.parts.map((part) => `${part.path} ${whyOf(part.report)}`)]
    }
    expect(table).toMatchInlineSnapshot(`
      {
        "11. JWT Unsecured Presentation Verification (invalid)": [
          "failed: binding unknown verify.UnboundHolderError, parts failed verify.PartError",
          "/verifiableCredential/0 shape failed sign.JwtShapeError",
        ],
        "14. JWT Presentation with an Invalid Media Type (invalid)": [
          "failed: shape failed sign.JwtShapeError",
        ],
        "16. JWT Presentation with Invalid Credential (invalid)": [
          "unknown: parts unknown verify.PartError",
          "/verifiableCredential/0 shape unknown verify.NotReadError",
        ],
        "7. JWT Presentation Verification (valid)": [
          "unknown: parts unknown verify.PartError",
          "/verifiableCredential/0 schema unknown load.FailedError",
          "/verifiableCredential/1 shape unknown verify.NotReadError",
          "/verifiableCredential/2 shape unknown verify.NotReadError",
        ],
      }
    `)
  })

  test('Blockcerts: one that its holder signed in answer to a challenge, and with another challenge', async () => {
    const held = jsonVector('blockcerts-cert-verifier-js/certs/eddsa-rdfc-2022.json')
    const of = async (presentation: object) => {
      const report = await verify(held, { ...options, presentation })
      return [report.outcome, whyOf(report), report.checks.signature.outcome, report.checks.presentation.outcome]
    }
    // It holds no credential: that its holder is there is all that it shows.
    expect(await of({ challenge: asked.challenge, domain: 'github.com/w3c/vc-data-model-2.0-test-suite' })).toEqual([
      'unknown',
      'parts unknown verify.NoCredentialError',
      'passed',
      'passed',
    ])
    expect(await of({ challenge: 'another' })).toEqual([
      'failed',
      'presentation failed verify.OtherChallengeError, parts unknown verify.NoCredentialError',
      'passed',
      'failed',
    ])
  })
})
