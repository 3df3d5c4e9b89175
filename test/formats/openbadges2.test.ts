import { createSign, sign as nodeSign } from 'node:crypto'
import { beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { utf8 } from '../../src/bytes.js'
import type { Format } from '../../src/formats/index.js'
import { isOpenBadge2, type OpenBadge2, openBadges2 } from '../../src/formats/openbadges2/index.js'
import { FailedError, fromDocuments } from '../../src/load/index.js'
import type { Load } from '../../src/seams.js'
import { type Accepted, checkNames, current, type Report, trusted, verify } from '../../src/verify/index.js'
import { en, fr, words } from '../../src/verify/text.js'
import { chunk, holding } from '../bake/images.js'
import { assertion, badgeClass, context, type Fields, host, issuer, jws, type KeyPair, keyDocument, keyPair, now, pagesOf, pemOf } from './badge2.js'
import { type Page, web, whyOf } from './web.js'

const accept: readonly Accepted[] = [...current, openBadges2]
const options = { accept, issuers: 'any', now } as const
type Changes = Parameters<typeof pagesOf>[0]
const verifyOn = (held: object | string | Uint8Array, pages: { readonly [url: string]: Page }, more: Fields = {}): Promise<Report> =>
  verify(held as string, { ...options, load: web(pages).load, ...more })
/** An assertion that its issuer publishes, with members of the three documents changed. */
const hosted = (changes: Changes = {}, more: Fields = {}): Promise<Report> => verifyOn({ ...assertion, ...changes?.assertion }, pagesOf(changes), more)
const problemOf = (report: Report, name: keyof Report['checks']): unknown => {
  const check = report.checks[name]
  return 'problem' in check ? `${check.outcome} ${check.problem.name}` : check.outcome
}
const factsOf = (report: Report, name: keyof Report['checks']): unknown => {
  const check = report.checks[name]
  return 'problem' in check ? check.problem.facts : undefined
}

describe('a hosted assertion', () => {
  test('passes when its issuer publishes the same', async () => {
    const { load, asked } = web(pagesOf())
    expect(await verify(assertion, { ...options, load })).toMatchInlineSnapshot(`
      {
        "at": "2026-11-01T00:00:00.000Z",
        "checks": {
          "anchor": {
            "because": "absent",
            "outcome": "skipped",
          },
          "binding": {
            "detail": {
              "boundBy": "hosting",
              "issuer": "https://uni.example/issuer",
              "key": "https://uni.example/assertions/1",
            },
            "outcome": "passed",
          },
          "issuer": {
            "because": "not asked",
            "outcome": "skipped",
          },
          "parts": {
            "because": "absent",
            "outcome": "skipped",
          },
          "presentation": {
            "because": "absent",
            "outcome": "skipped",
          },
          "recipient": {
            "because": "not asked",
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
              "format": "Open Badge 2.0",
            },
            "outcome": "passed",
          },
          "signature": {
            "detail": {
              "proofs": [
                {
                  "controller": "https://uni.example/issuer",
                  "key": "https://uni.example/assertions/1",
                  "outcome": "passed",
                  "suite": "hosted",
                },
              ],
            },
            "outcome": "passed",
          },
          "status": {
            "detail": {
              "lists": [
                "https://uni.example/assertions/1",
              ],
            },
            "outcome": "passed",
          },
          "terms": {
            "because": "not asked",
            "outcome": "skipped",
          },
          "validity": {
            "detail": {
              "at": "2026-11-01T00:00:00.000Z",
              "from": "2018-01-31T12:00:00Z",
              "until": "2036-01-31T12:00:00+00:00",
            },
            "outcome": "passed",
          },
        },
        "credential": {
          "@context": "https://w3id.org/openbadges/v2",
          "badge": "https://uni.example/badges/robots",
          "evidence": [
            {
              "id": "https://zoe.example/robot",
              "narrative": "It **walks**.",
            },
          ],
          "expires": "2036-01-31T12:00:00+00:00",
          "id": "https://uni.example/assertions/1",
          "image": "https://uni.example/assertions/1/image",
          "issuedOn": "2018-01-31T12:00:00Z",
          "recipient": {
            "hashed": true,
            "identity": "sha256$4c606973046b27b62dba7121980eb743a602cd4a0cf67975c4c9d86f3af1544e",
            "salt": "deadsea",
            "type": "email",
          },
          "type": "Assertion",
          "verification": {
            "type": "HostedBadge",
          },
        },
        "notes": [
          {
            "facts": {
              "address": "https://uni.example/assertions/1",
            },
            "message": "Nothing signs it: it is what stands at https://uni.example/assertions/1 today, and whoever keeps that host could change it.",
            "name": "formats.HostedNote",
          },
          {
            "facts": {
              "members": [
                "image",
                "evidence",
              ],
            },
            "message": "It links to what was not opened (image, evidence). Its address is signed, and what stands there is not.",
            "name": "verify.NotOpenedNote",
          },
        ],
        "outcome": "passed",
        "parts": [],
      }
    `)
    expect(asked.toSorted()).toEqual([assertion.id, badgeClass.id, issuer.id])
  })

  test('is unknown without `load`, and says what is missing', async () => {
    const report = await verify(assertion, options)
    expect([report.outcome, 'claimed' in report && report.claimed]).toEqual(['unknown', assertion])
    expect(whyOf(report)).toBe(
      'shape unknown load.NoLoadError, signature unknown load.NoLoadError, binding unknown load.NoLoadError, status unknown load.NoLoadError',
    )
    expect(factsOf(report, 'signature')).toEqual({ url: assertion.id })
  })

  test('is read by its address alone, as old images hold it', async () => {
    for (const held of [assertion.id, ` ${assertion.id}\n`, utf8(assertion.id), assertion.id.replace('https:', 'http:')]) {
      const report = await verifyOn(held, pagesOf())
      expect([report.outcome, report.outcome === 'passed' && report.credential]).toEqual(['passed', assertion])
    }
    const gone = await verifyOn(`${host}/assertions/2`, pagesOf())
    expect([gone.outcome, whyOf(gone), 'claimed' in gone]).toEqual(['unknown', 'shape unknown load.FailedError', false])
  })

  test('passes whatever the order of its members, and not when a member differs', async () => {
    const turned = Object.fromEntries(Object.entries(assertion).reverse())
    expect((await verifyOn(turned, pagesOf())).outcome).toBe('passed')
    const report = await verifyOn({ ...assertion, issuedOn: '2019-01-31T12:00:00Z' }, pagesOf())
    expect(whyOf(report)).toBe('signature failed formats.ChangedCopyError, binding failed formats.ChangedCopyError')
    expect(factsOf(report, 'signature')).toEqual({ url: assertion.id })
  })

  test('is not understood where the format is not accepted', async () => {
    const report = await verify(assertion, { ...options, accept: current, load: web(pagesOf()).load })
    expect([report.outcome, problemOf(report, 'shape')]).toEqual(['failed', 'failed credential.InvalidError'])
  })

  test('may hold its badge class and its issuer, which are read where they are published', async () => {
    const profile = { ...issuer, name: 'An older name' }
    const inside = { badge: { ...badgeClass, description: 'An older description.', issuer: profile } }
    expect((await hosted({ assertion: inside })).outcome).toBe('passed')
    const other = { badge: { ...badgeClass, issuer: { ...issuer, id: 'https://harvard.example/issuer' } } }
    const report = await hosted({ assertion: other })
    expect(whyOf(report)).toBe('binding failed formats.ContradictionError')
    expect(factsOf(report, 'binding')).toEqual({ inside: 'https://harvard.example/issuer', published: issuer.id })
  })

  test('may hold a badge class of its own that stands nowhere else', async () => {
    const badge = { ...badgeClass, id: 'urn:uuid:2d391246-6e0d-4dab-906c-b29770bd7aa6' }
    expect((await hosted({ assertion: { badge } })).outcome).toBe('passed')
    const report = await hosted({ assertion: { badge: { ...badge, issuer: { ...issuer, id: 'urn:uuid:2d391246-6e0d-4dab-906c-b29770bd7aa6' } } } })
    expect(problemOf(report, 'binding')).toBe('unknown formats.BadDocumentError')
  })

  test('may name its badge class by another address, if the badge class says so itself', async () => {
    const more = { [`${host}/alias`]: badgeClass }
    expect((await hosted({ assertion: { badge: `${host}/alias` }, more })).outcome).toBe('passed')
    const loop = { [`${host}/a`]: { ...badgeClass, id: `${host}/b` }, [`${host}/b`]: { ...badgeClass, id: `${host}/a` } }
    expect(problemOf(await hosted({ assertion: { badge: `${host}/a` }, more: loop }), 'binding')).toBe('unknown formats.BadDocumentError')
  })

  test('names the endorsements that were not examined', async () => {
    const endorsement = [`${host}/endorsements/1`, { id: 'urn:uuid:1', claim: {} }]
    const { checks, outcome } = await hosted({ badge: { endorsement } })
    const unexamined = { outcome: 'unknown', problem: 'formats.EndorsementError' }
    expect([outcome, checks.shape]).toEqual([
      'passed',
      {
        outcome: 'passed',
        detail: {
          format: 'Open Badge 2.0',
          endorsements: [
            { id: `${host}/endorsements/1`, ...unexamined },
            { id: 'urn:uuid:1', ...unexamined },
          ],
        },
      },
    ])
  })

  test.each<[string, Fields, string]>([
    ['issued later than now', { issuedOn: '2027-01-01T00:00:00Z' }, 'validity failed verify.NotYetValidError'],
    ['expired', { expires: '2019-01-01T00:00:00Z' }, 'validity failed verify.ExpiredError'],
    ['on a day that is none', { issuedOn: '2018-02-30T00:00:00Z' }, 'shape failed credential.InvalidError, validity failed verify.DateError'],
    ['without a zone', { issuedOn: '2018-01-31T12:00:00' }, 'shape failed credential.InvalidError, validity failed verify.DateError'],
    ['in seconds, which 2.0 has not', { issuedOn: 1_517_400_000 }, 'shape failed credential.InvalidError, validity failed verify.DateError'],
    ['without seconds', { issuedOn: '2018-01-31T12:00Z' }, ''],
    ['with a short zone', { issuedOn: '2018-01-31T12:00:00+01', expires: '2036-01-31T12:00:00.5-0130' }, ''],
  ])('a date: %s', async (_, dates, why) => {
    expect(whyOf(await hosted({ assertion: dates }))).toBe(why)
  })
})

describe('the form, by the data classes of the standard', () => {
  test.each<[string, Changes, string]>([
    ['no badge class', { assertion: { badge: undefined } }, '/badge required'],
    ['no issue date', { assertion: { issuedOn: null } }, '/issuedOn required'],
    ['no verification', { assertion: { verification: undefined } }, '/verification required'],
    ['no recipient', { assertion: { recipient: undefined } }, '/recipient required'],
    ['a recipient that is text', { assertion: { recipient: 'zoe@example.org' } }, '/recipient type'],
    [
      'a recipient that does not say whether it is hashed',
      { assertion: { recipient: { type: 'email', identity: 'a@b.example' } } },
      '/recipient/hashed required',
    ],
    ['a hash of an unknown kind', { assertion: { recipient: { type: 'email', hashed: true, identity: 'sha1$00' } } }, '/recipient/identity identityHash'],
    ['an image inside', { assertion: { image: 'data:image/png;base64,AA==' } }, '/image image'],
    ['an image inside an object', { assertion: { image: { id: 'data:image/png;base64,AA==' } } }, '/image image'],
    ['an end before the beginning', { assertion: { expires: '2017-01-01T00:00:00Z' } }, '/expires order'],
    ['evidence that is a number', { assertion: { evidence: ['https://a.example/', 7] } }, '/evidence/1 type'],
    ['evidence that is no URI', { assertion: { evidence: 'robot' } }, '/evidence uri'],
    ['no context of Open Badges', { assertion: { '@context': 'https://schema.org' } }, '/@context context'],
    ['a class that is none', { assertion: { type: ['Assertion', 'Medal'] } }, '/type class'],
    ['an extension without a context', { assertion: { 'extensions:x/y': { type: ['Extension', 'extensions:X'] } } }, '/extensions:x~1y/@context required'],
    ['a badge class without an image', { badge: { image: undefined } }, '/badge/image required'],
    ['a badge class with a JPEG', { badge: { image: 'data:image/jpeg;base64,AA==' } }, '/badge/image image'],
    ['a badge class of another class', { badge: { type: 'Issuer' } }, '/badge/type class'],
    ['empty criteria', { badge: { criteria: {} } }, '/badge/criteria criteria'],
    ['an alignment without a target', { badge: { alignment: [{ targetName: 'x' }] } }, '/badge/alignment/0/targetUrl required'],
    ['tags that are no text', { badge: { tags: [1] } }, '/badge/tags/0 type'],
    ['an issuer without mail', { issuer: { email: undefined } }, '/badge/issuer/email required'],
    ['an issuer of another class', { issuer: { type: 'BadgeClass' } }, '/badge/issuer/type class'],
    ['rules by another property', { issuer: { verification: { verificationProperty: 'url' } } }, '/badge/issuer/verification/verificationProperty vocabulary'],
    ['a revocation list that is no address', { issuer: { revocationList: 'list' } }, '/badge/issuer/revocationList uri'],
  ])('%s', async (_, changes, found) => {
    const report = await hosted(changes)
    const [first] = (factsOf(report, 'shape') as { readonly issues: readonly { readonly path: string; readonly rule: string }[] }).issues
    expect([report.outcome, `${first?.path} ${first?.rule}`]).toEqual(['failed', found])
  })

  test.each<[string, Changes]>([
    ['single evidence', { assertion: { evidence: 'https://zoe.example/robot' } }],
    ['evidence without an address', { assertion: { evidence: { id: '_:b0', narrative: 'x' } } }],
    ['an image with a caption', { badge: { image: { id: `${host}/image`, caption: 'Robot', author: 'https://a.example/' } } }],
    ['an SVG inside the badge class', { badge: { image: 'data:image/svg+xml;base64,PHN2Zy8+' } }],
    ['types of its own', { badge: { type: ['BadgeClass', 'http://example.com/CoolClass', 'ext:Cool'] } }],
    ['a version, relations, a language', { badge: { version: 2, related: { id: `${host}/badges/old` }, '@language': 'fr' } }],
    [
      'an extension',
      { badge: { 'extensions:x': { '@context': 'https://w3id.org/openbadges/extensions/x/context.json', type: ['Extension', 'extensions:X'] } } },
    ],
    ['members of its own', { assertion: { 'schema:comment': 'baz' } }],
    ['the word of 1.x for the way', { assertion: { verification: undefined, verify: { type: 'hosted' } } }],
    ['another name of the context', { assertion: { '@context': ['https://openbadgespec.org/v2/context.json', 'https://ext.example/context'] } }],
    ['the context of 2.1', { assertion: { '@context': 'https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld' } }],
    ['a profile', { issuer: { type: ['Profile', 'https://schema.org/Organization'], telephone: '+33100000000' } }],
  ])('well-formed: %s', async (_, changes) => {
    expect(whyOf(await hosted(changes))).toBe('')
  })

  test('what is awarded to nobody is named', async () => {
    for (const [document, types] of [
      [badgeClass, ['BadgeClass']],
      [issuer, ['Issuer']],
      [{ '@context': context }, []],
    ] as const) {
      const report = await verifyOn(document, pagesOf())
      expect([problemOf(report, 'shape'), factsOf(report, 'shape')]).toEqual(['failed formats.NotAnAwardError', { types }])
    }
  })

  test.each<[string, unknown, string]>([
    ['none is known', { type: ['MerkleProofVerification2017', 'Extension'] }, 'unknown'],
    ['two are named', { type: ['hosted', 'SignedBadge'] }, 'unknown'],
    ['a name of Object.prototype', { type: 'toString' }, 'unknown'],
    ['none is named', {}, 'unknown'],
    ['it is a text', 'hosted', 'unknown'],
  ])('a way to verify it: %s', async (_, verification, outcome) => {
    const report = await hosted({ assertion: { verification } })
    expect(problemOf(report, 'signature')).toBe(`${outcome} formats.VerificationTypeError`)
    expect(report.outcome).not.toBe('passed')
  })
})

describe('forged addresses', () => {
  const evil = 'https://evil.example/assertions/1'
  const forged = (id: string, changes: Changes = {}, more: Fields = {}): Promise<Report> => {
    const held = { ...assertion, id, ...changes?.assertion }
    const address = new URL(id.replace('http:', 'https:'))
    address.hash = ''
    return verifyOn(held, pagesOf({ ...changes, more: { [address.href]: held, ...changes?.more } }), more)
  }

  test.each<[string, string, Changes?]>([
    ['another host', evil],
    ['a host below the issuer’s', 'https://students.uni.example/assertions/1'],
    ['a host that begins as the issuer’s', 'https://uni.example.evil.example/assertions/1'],
    ['another port', 'https://uni.example:8443/assertions/1'],
    ['a user name that looks like a host', 'https://uni.example@evil.example/assertions/1'],
    [
      'a badge class elsewhere',
      assertion.id,
      { assertion: { badge: 'https://evil.example/b' }, more: { 'https://evil.example/b': { ...badgeClass, id: 'https://evil.example/b' } } },
    ],
    ['a beginning without its slash', 'https://uni.example.evil.example/a', { issuer: { verification: { startsWith: host } } }],
    ['out of the path', `${host}/~evil/1`, { issuer: { verification: { startsWith: `${host}/~alice/` } } }],
    ['up and out of the path', `${host}/~alice/../~evil/1`, { issuer: { verification: { startsWith: `${host}/~alice/` } } }],
    ['up in disguise', `${host}/~alice/%2e%2e/~evil/1`, { issuer: { verification: { startsWith: `${host}/~alice/` } } }],
    ['inside of none of several', `${host}/c/1`, { issuer: { verification: { startsWith: [`${host}/a/`, `${host}/b/`] } } }],
    ['inside the path, on no allowed host', assertion.id, { issuer: { verification: { startsWith: host, allowedOrigins: 'other.example' } } }],
    ['an empty list of hosts', assertion.id, { issuer: { verification: { allowedOrigins: [] } } }],
    ['an empty list of paths', assertion.id, { issuer: { verification: { startsWith: [] } } }],
    ['an origin where a host should be', assertion.id, { issuer: { verification: { allowedOrigins: [host] } } }],
  ])('%s', async (_, id, changes) => {
    const report = await forged(id, changes)
    expect([report.outcome, problemOf(report, 'binding')]).toEqual(['failed', 'failed formats.OutOfScopeError'])
  })

  test.each<[string, string, Changes]>([
    ['an allowed host', 'https://badges.example/1', { issuer: { verification: { allowedOrigins: ['uni.example', 'Badges.example'] } } }],
    [
      'an allowed beginning elsewhere',
      'https://badges.example/uni/1',
      { issuer: { verification: { type: 'VerificationObject', startsWith: 'https://badges.example/uni/' } } },
    ],
    ['an allowed beginning in http', 'https://badges.example/uni/1', { issuer: { verification: { startsWith: 'http://badges.example/uni/' } } }],
    ['rules that are absent', assertion.id, { issuer: { verification: null } }],
    ['rules that say nothing', assertion.id, { issuer: { verification: { verificationProperty: 'id', startsWith: null } } }],
  ])('and no forgery: %s', async (_, id, changes) => {
    expect(whyOf(await forged(id, changes))).toBe('')
  })

  const moved = (load: Load, places: { readonly [url: string]: string }): Load => {
    return async (url, wish) => ({ ...(await load(url, wish)), url: places[url] ?? url })
  }

  test('an address of the issuer’s that leads somewhere else is a doubt', async () => {
    const load = moved(web(pagesOf()).load, { [assertion.id]: 'https://evil.example/1' })
    const report = await verify(assertion, { ...options, load })
    expect([report.outcome, problemOf(report, 'binding'), factsOf(report, 'binding')]).toEqual([
      'unknown',
      'unknown formats.RedirectedError',
      { url: assertion.id, to: 'https://evil.example/1' },
    ])
  })

  test('unless the profile’s own address leads to the same host', async () => {
    const places = { [assertion.id]: 'https://www.uni.example/assertions/1', [issuer.id]: 'https://www.uni.example/issuer' }
    expect((await verify(assertion, { ...options, load: moved(web(pagesOf()).load, places) })).outcome).toBe('passed')
  })

  test('http is never asked: what it names is read over https, and must go by that name there', async () => {
    const plain = (document: Fields): Fields => JSON.parse(JSON.stringify(document).replaceAll('https://uni.example', 'http://uni.example'))
    const old = [assertion, badgeClass, issuer].map(plain)
    const { load, asked } = web(Object.fromEntries(old.map((document) => [String(document['id']), document])))
    const report = await verify(old[0] as never, { ...options, load })
    expect([report.outcome, report.checks.binding]).toMatchObject(['passed', { detail: { issuer: 'http://uni.example/issuer' } }])
    expect(asked.every((url) => url.startsWith('https://'))).toBe(true)
    // The issuer's real profile, named with http: it does not go by that name, and the name that it has is another issuer to `trusted`.
    const forgedIssuer = await hosted({ badge: { issuer: 'http://uni.example/issuer' } }, { issuers: trusted(['http://uni.example/issuer']) })
    expect(problemOf(forgedIssuer, 'issuer')).toBe('failed verify.UntrustedIssuerError')
    const onlyPlain: Load = async (url) => {
      if (url.startsWith('http://')) return { url, bytes: utf8(JSON.stringify(old.find(({ id }) => id === url))) }
      throw new FailedError(url, 'network', 'nobody answers there')
    }
    expect((await verify(old[0] as never, { ...options, load: onlyPlain })).outcome).toBe('unknown')
  })

  test('a badge of an issuer that its own page does not know by that name', async () => {
    const more = { 'https://evil.example/issuer': { ...issuer } }
    const id = 'https://evil.example/assertions/1'
    const badge = { id: 'https://evil.example/b', issuer: 'https://evil.example/issuer' }
    const held = { ...assertion, id, badge: badge.id }
    const pages = { ...pagesOf({ more }), [id]: held, [badge.id]: { ...badgeClass, ...badge } }
    const report = await verifyOn(held, pages, { issuers: trusted([issuer.id]) })
    expect([problemOf(report, 'binding'), problemOf(report, 'issuer')]).toEqual(['failed formats.OutOfScopeError', 'unknown verify.UnboundIssuerError'])
  })
})

describe('a signed assertion', () => {
  const keys: { [alg: string]: KeyPair } = {}
  const creator = `${host}/keys/1`
  const payload = { ...assertion, id: 'urn:uuid:a953081a-4bbd-4927-9653-7219bca00e3b', verification: { type: 'SignedBadge', creator } }
  beforeAll(() => {
    for (const alg of ['RS256', 'ES256', 'ES384', 'EdDSA'] as const) keys[alg] = keyPair(alg)
    keys['other'] = keyPair('RS256')
  })
  const key = (name: string): KeyPair => keys[name] as KeyPair
  /** What the issuer publishes beside its badge class: a key, listed in its profile. */
  const publishing = (changes: Fields = {}, document: Fields = {}, alg = 'RS256'): Changes => ({
    issuer: { publicKey: creator, ...changes },
    more: { [creator]: keyDocument(creator, key(alg), document) },
  })
  const signed = async (changes: Changes, body: object = payload, alg = 'RS256', header: Fields = {}): Promise<Report> =>
    verifyOn(await jws(body, key(alg), alg as 'RS256', header), pagesOf(changes))

  test.each(['RS256', 'ES256', 'ES384', 'EdDSA'])('by jose, with %s, passes', async (alg) => {
    const report = await signed(publishing({}, {}, alg), payload, alg)
    expect([report.outcome, whyOf(report)]).toEqual(['passed', ''])
    expect([report.outcome === 'passed' && report.credential, report.checks.signature, report.checks.binding, report.checks.status]).toEqual([
      payload,
      { outcome: 'passed', detail: { proofs: [{ suite: 'jws', key: creator, outcome: 'passed', controller: issuer.id }] } },
      { outcome: 'passed', detail: { issuer: issuer.id, boundBy: 'profile', key: creator } },
      { outcome: 'skipped', because: 'absent' },
    ])
  })

  test('names no key: those of the profile are tried', async () => {
    const verification = { type: 'signed' }
    const second = `${host}/keys/2`
    const changes = {
      issuer: { publicKey: [second, creator] },
      more: { [creator]: keyDocument(creator, key('RS256')), [second]: keyDocument(second, key('other')) },
    }
    expect((await signed(changes, { ...payload, verification })).checks.binding).toMatchObject({ detail: { key: creator } })
    const neither = await signed(changes, { ...payload, verification }, 'ES256')
    expect(whyOf(neither)).toBe('signature failed keys.WrongAlgorithmError, binding failed keys.WrongAlgorithmError')
    const one = await signed({ ...changes, more: { [second]: keyDocument(second, key('other')) } }, { ...payload, verification })
    expect(problemOf(one, 'signature')).toBe('unknown load.FailedError')
  })

  test('may be signed with a key that stands in the profile', async () => {
    const publicKey = [{ id: `${issuer.id}#key`, owner: issuer.id, publicKeyPem: pemOf(key('RS256')) }]
    const body = { ...payload, verification: { type: 'signed', creator: `${issuer.id}#key` } }
    expect((await signed({ issuer: { publicKey } }, body)).outcome).toBe('passed')
    const inBadge = { ...payload, badge: { ...badgeClass, issuer: { ...issuer, publicKey } }, verification: body.verification }
    expect(problemOf(await signed({}, inBadge), 'signature')).toBe('failed formats.NotTheirKeyError')
  })

  test('unknown without `load`', async () => {
    const report = await verify(await jws(payload, key('RS256'), 'RS256'), options)
    expect(whyOf(report)).toBe(
      'shape unknown load.NoLoadError, signature unknown load.NoLoadError, binding unknown load.NoLoadError, status unknown load.NoLoadError',
    )
  })

  const other = 'https://evil.example/issuer'
  test.each<[string, () => Changes, string]>([
    ['a key that the profile does not list', () => publishing({ publicKey: `${host}/keys/7` }), 'failed formats.NotTheirKeyError'],
    ['no key in the profile', () => publishing({ publicKey: undefined }), 'failed formats.NotTheirKeyError'],
    ['a key of another owner', () => publishing({}, { owner: other }), 'failed formats.NotTheirKeyError'],
    ['a key of no owner', () => publishing({}, { owner: undefined }), 'failed formats.NotTheirKeyError'],
    ['a key that goes by another id', () => publishing({}, { id: `${host}/keys/2` }), 'unknown formats.BadDocumentError'],
    ['another key', () => publishing({}, {}, 'other'), 'failed sign.BadSignatureError'],
    ['a key for another algorithm', () => publishing({}, {}, 'ES256'), 'failed keys.WrongAlgorithmError'],
    ['a key that is not there', () => ({ issuer: { publicKey: creator } }), 'unknown load.FailedError'],
    ['a key that is no PEM', () => publishing({}, { publicKeyPem: 'AAAA' }), 'failed keys.KeyError'],
    ['a key that is a number', () => publishing({}, { publicKeyPem: 7 }), 'failed keys.KeyError'],
    ['a PEM of rubbish', () => publishing({}, { publicKeyPem: '-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----' }), 'failed keys.KeyError'],
    [
      'a PEM of a megabyte',
      () => publishing({}, { publicKeyPem: `-----BEGIN PUBLIC KEY-----\n${'A'.repeat(1 << 20)}\n-----END PUBLIC KEY-----` }),
      'failed keys.KeyError',
    ],
    [
      'a certificate',
      () => publishing({}, { publicKeyPem: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }),
      'unknown keys.UnknownAlgorithmError',
    ],
  ])('forged or damaged: %s', async (_, changes, problem) => {
    const report = await signed(changes())
    expect([problemOf(report, 'signature'), problemOf(report, 'binding'), report.outcome === 'passed']).toEqual([problem, problem, false])
  })

  test('an RSA key of 1,024 bits is refused, whatever it signed', async () => {
    const weak = keyPair('RS256', 1024)
    const input = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`
    const signature = createSign('sha256').update(input).sign(weak.privateKey).toString('base64url')
    const report = await verifyOn(`${input}.${signature}`, pagesOf({ issuer: { publicKey: creator }, more: { [creator]: keyDocument(creator, weak) } }))
    expect([problemOf(report, 'signature'), factsOf(report, 'signature')]).toEqual([
      'failed keys.KeyError',
      { algorithm: 'RS256', why: 'its modulus has 1024 bits, not 2,048 to 8,192' },
    ])
  })

  test.each(['none', 'HS256', 'PS256', 'RS512'])('with %s it cannot be examined', async (alg) => {
    const input = `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`
    // HS256 over the public key is the old confusion of algorithms.
    const report = await verifyOn(`${input}.${nodeSign('sha256', Buffer.from(input), key('RS256').privateKey).toString('base64url')}`, pagesOf(publishing()))
    expect(problemOf(report, 'signature')).toBe('unknown keys.UnknownAlgorithmError')
  })

  test('that asks for an extension of JWS is no assertion of ours', async () => {
    const report = await verifyOn(await jws(payload, key('RS256'), 'RS256', { crit: ['b64'], b64: true }), pagesOf(publishing()))
    expect([report.outcome, problemOf(report, 'shape')]).toEqual(['failed', 'failed sign.JwtShapeError'])
  })

  test('that comes without its signature was written by anybody', async () => {
    const report = await verifyOn({ ...payload }, pagesOf(publishing()))
    expect([report.outcome, problemOf(report, 'signature')]).toEqual(['failed', 'failed sign.NoProofError'])
  })

  test('that says that it is hosted is looked up', async () => {
    const report = await signed({ ...publishing(), assertion }, assertion)
    expect([report.outcome, report.checks.signature]).toMatchObject(['passed', { detail: { proofs: [{ suite: 'hosted' }] } }])
    expect(problemOf(await signed(publishing(), { ...assertion, narrative: 'More.' }), 'signature')).toBe('failed formats.ChangedCopyError')
  })

  test('of another issuer’s badge class', async () => {
    const theirs = { ...badgeClass, id: 'https://harvard.example/b', issuer: 'https://harvard.example/issuer' }
    const changes = { ...publishing(), more: { ...publishing()?.more, [theirs.id]: theirs, [theirs.issuer]: { ...issuer, id: theirs.issuer } } }
    expect(problemOf(await signed(changes, { ...payload, badge: theirs.id }), 'binding')).toBe('failed formats.NotTheirKeyError')
  })

  describe('and its issuer’s list', () => {
    const list = `${host}/revoked`
    const listing = (body: Page, more: Fields = {}): Changes => ({
      issuer: { publicKey: creator, revocationList: list, ...more },
      more: { [creator]: keyDocument(creator, key('RS256')), [list]: body },
    })
    const revocations = (revokedAssertions: unknown): Fields => ({ '@context': context, id: list, type: 'RevocationList', revokedAssertions })

    test.each<[string, unknown, string]>([
      ['is empty', [], 'passed'],
      ['names others', ['urn:uuid:1', { id: 'urn:uuid:2' }, { uid: 'abc' }], 'passed'],
      ['names one other, alone', { id: 'urn:uuid:2' }, 'passed'],
      ['names it', [payload.id], 'failed status.RevokedError'],
      ['names it, alone', payload.id, 'failed status.RevokedError'],
      ['names it in an object', ['urn:uuid:1', { id: payload.id, revocationReason: 'Copied.' }], 'failed status.RevokedError'],
      ['names it beside what cannot be understood', [null, 7, payload.id], 'failed status.RevokedError'],
      ['has an entry that cannot be understood', ['urn:uuid:1', null], 'unknown formats.BadDocumentError'],
      ['has an entry without a name', [{ revocationReason: 'x' }], 'unknown formats.BadDocumentError'],
      ['has no entries', undefined, 'unknown formats.BadDocumentError'],
    ])('%s', async (_, revoked, problem) => {
      const report = await signed(listing(revocations(revoked)))
      expect([problemOf(report, 'status'), report.outcome === 'passed']).toEqual([problem, problem === 'passed'])
    })

    test('says why', async () => {
      const report = await signed(listing(revocations([{ id: payload.id, revocationReason: 'Copied.' }])))
      expect(factsOf(report, 'status')).toEqual({ id: payload.id, reason: 'Copied.' })
      expect(words(report, en).lines.find(({ name }) => name === 'status')?.text).toBe(
        'Its issuer has revoked it ("Copied."). Ask its issuer whether there is a newer one.',
      )
      expect(words(report, fr).lines.find(({ name }) => name === 'status')?.text).toBe(
        'Révoqué par son émetteur (« Copied. »). Demandez-lui s’il en existe un plus récent.',
      )
    })

    test('is not there, or is no list', async () => {
      expect(problemOf(await signed(listing(new FailedError(list, 'timeout', 'it is slow'))), 'status')).toBe('unknown load.FailedError')
      expect(problemOf(await signed(listing(utf8('<html>'))), 'status')).toBe('unknown formats.BadDocumentError')
      expect(problemOf(await signed(listing({})), 'status')).toBe('unknown formats.BadDocumentError')
      expect(problemOf(await signed(listing({ error: 'not found' })), 'status')).toBe('unknown formats.BadDocumentError')
    })

    test('counts for hosted assertions too', async () => {
      const report = await hosted({ issuer: { revocationList: list }, more: { [list]: revocations([assertion.id]) } })
      expect(whyOf(report)).toBe('status failed status.RevokedError')
      const good = await hosted({ issuer: { revocationList: list }, more: { [list]: revocations([]) } })
      expect(good.checks.status).toEqual({ outcome: 'passed', detail: { lists: [assertion.id, list] } })
    })

    test('of 1.x is a map from uid to reason', async () => {
      const old = {
        ...assertion,
        '@context': 'https://w3id.org/openbadges/v1',
        id: undefined,
        uid: 'abc',
        verify: { type: 'signed', url: creator },
        verification: undefined,
      }
      const profile = { '@context': 'https://w3id.org/openbadges/v1' }
      expect((await signed(listing({ other: 'Lost.' }, profile), old)).outcome).toBe('passed')
      expect((await signed(listing({}, profile), old)).outcome).toBe('passed')
      expect(factsOf(await signed(listing({ abc: 'Copied.' }, profile), old), 'status')).toEqual({ id: 'abc', reason: 'Copied.' })
      expect(problemOf(await signed(listing(revocations([{ uid: 'abc' }]), profile), old), 'status')).toBe('failed status.RevokedError')
    })
  })
})

describe('a hosted assertion that was taken back', () => {
  test.each<[string, Page]>([
    ['is gone', new FailedError(assertion.id, 'gone', 'the server answered 410, not 200')],
    ['says so', { '@context': context, id: assertion.id, revoked: true, revocationReason: 'Copied.' }],
    ['says so, and all else too', { ...assertion, revoked: true }],
  ])('%s', async (_, page) => {
    const report = await verifyOn(assertion, pagesOf({ more: { [assertion.id]: page } }))
    expect([report.outcome, problemOf(report, 'status')]).toEqual(['failed', 'failed status.RevokedError'])
    const byAddress = await verifyOn(assertion.id, pagesOf({ more: { [assertion.id]: page } }))
    expect([byAddress.outcome, whyOf(byAddress)]).toEqual(['failed', 'status failed status.RevokedError'])
  })

  test('or whose holder kept the notice', async () => {
    const report = await verify({ '@context': context, id: assertion.id, revoked: true } as never, options)
    expect([report.outcome, problemOf(report, 'status')]).toEqual(['failed', 'failed status.RevokedError'])
  })

  test('and one that is only not found is a doubt', async () => {
    const report = await verifyOn(assertion, pagesOf({ more: { [assertion.id]: new FailedError(assertion.id, 'status', 'the server answered 404, not 200') } }))
    expect([report.outcome, problemOf(report, 'status')]).toEqual(['unknown', 'unknown load.FailedError'])
  })
})

describe('in images', () => {
  const text = JSON.stringify(assertion)
  const png = (type: string, body: string): Uint8Array => holding(chunk(type, type === 'tEXt' ? `openbadges\0${body}` : `openbadges\0\0\0\0\0${body}`))
  const svg = (body: string): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org" viewBox="0 0 1 1">${body}<path d="M0 0"/></svg>`

  test.each<[string, string | Uint8Array]>([
    ['PNG, iTXt, the assertion', png('iTXt', text)],
    ['PNG, tEXt, its address', png('tEXt', assertion.id)],
    ['PNG, iTXt, its address', png('iTXt', assertion.id)],
    ['SVG, the assertion', svg(`<openbadges:assertion><![CDATA[ ${text} ]]></openbadges:assertion>`)],
    ['SVG, its address', svg(`<openbadges:assertion verify="${assertion.id}"/>`)],
    ['SVG, both', svg(`<openbadges:assertion verify="${assertion.id}"><![CDATA[${text}]]></openbadges:assertion>`)],
  ])('%s', async (_, held) => {
    const report = await verifyOn(held, pagesOf())
    expect([report.outcome, report.outcome === 'passed' && report.credential]).toEqual(['passed', assertion])
  })

  test('a signature in PNG and SVG', async () => {
    const pair = keyPair('ES256')
    const id = `${host}/keys/1`
    const signed = await jws({ ...assertion, id: 'urn:uuid:1', verification: { type: 'signed', creator: id } }, pair, 'ES256')
    const pages = pagesOf({ issuer: { publicKey: id }, more: { [id]: keyDocument(id, pair) } })
    for (const held of [png('iTXt', signed), png('tEXt', signed), svg(`<openbadges:assertion verify="${signed}"/>`)])
      expect((await verifyOn(held, pages)).outcome).toBe('passed')
  })
})

describe('1.x', () => {
  const at = (path: string): string => `https://old.example/${path}`
  const badge = {
    name: 'Old',
    description: 'An old one.',
    image: at('image'),
    criteria: at('criteria'),
    issuer: at('issuer'),
    alignment: [{ name: 'A', url: at('a') }],
  }
  const profile = { name: 'Old issuer', url: at('') }
  const recipient = { type: 'email', identity: 'zoe@example.org', hashed: false }
  const old = { uid: 'abc', recipient, badge: at('badge'), issuedOn: 1_360_000_000, verify: { type: 'hosted', url: at('1') } }
  const pages = { [at('1')]: old, [at('badge')]: badge, [at('issuer')]: profile }

  test('1.0 is read in the form of 2.0', async () => {
    const report = await verifyOn(old, pages)
    expect([report.outcome, report.checks.shape, report.outcome === 'passed' && report.credential]).toEqual([
      'passed',
      { outcome: 'passed', detail: { format: 'Open Badge 1.0' } },
      {
        '@context': 'https://w3id.org/openbadges/v2',
        id: at('1'),
        type: 'Assertion',
        uid: 'abc',
        recipient,
        badge: at('badge'),
        issuedOn: '2013-02-04T17:46:40Z',
        verification: { type: 'hosted', url: at('1') },
      },
    ])
    if (report.outcome !== 'passed' || !isOpenBadge2(report.credential)) throw new Error('It is an Open Badge 2.0 now.')
    expectTypeOf(report.credential).toExtend<OpenBadge2>()
  })

  test.each<[unknown, string]>([
    ['2013-02-04', '2013-02-04T00:00:00Z'],
    ['2013-02-04T17:46:40', '2013-02-04T17:46:40Z'],
    ['1360000000', '2013-02-04T17:46:40Z'],
    ['2013-02-04T17:46:40+0200', '2013-02-04T17:46:40+02:00'],
  ])('the date %s', async (issuedOn, read) => {
    const held = { ...old, issuedOn }
    const report = await verifyOn(held, { ...pages, [at('1')]: held })
    expect(report.outcome === 'passed' && report.credential).toMatchObject({ issuedOn: read })
  })

  test('a date that is none stays one', async () => {
    const held = { ...old, issuedOn: 'yesterday' }
    expect(whyOf(await verifyOn(held, { ...pages, [at('1')]: held }))).toBe('shape failed credential.InvalidError, validity failed verify.DateError')
  })

  test('1.1 has an id and a type, and another word for its issuer', async () => {
    const named = (type: string, path: string, document: object): Fields => ({ '@context': 'https://w3id.org/openbadges/v1', type, id: at(path), ...document })
    const held = named('Assertion', '1', old)
    const report = await verifyOn(held, {
      [at('1')]: held,
      [at('badge')]: named('BadgeClass', 'badge', badge),
      [at('issuer')]: named('IssuerOrg', 'issuer', profile),
    })
    expect([report.outcome, whyOf(report), report.checks.shape]).toEqual(['passed', '', { outcome: 'passed', detail: { format: 'Open Badge 1.1' } }])
  })

  test('a key that the badge alone names is nobody’s', async () => {
    const pair = keyPair('ES256')
    const url = at('key')
    const held = await jws({ ...old, verify: { type: 'signed', url } }, pair, 'ES256')
    const key = keyDocument(url, pair, { owner: at('issuer') })
    expect(problemOf(await verifyOn(held, { ...pages, [url]: key }), 'signature')).toBe('failed formats.NotTheirKeyError')
    expect((await verifyOn(held, { ...pages, [url]: key, [at('issuer')]: { ...profile, publicKey: url } })).outcome).toBe('passed')
  })

  test('0.5 is recognised, and no more', async () => {
    const held = { recipient: 'zoe@example.org', badge: { version: '0.5.0', name: 'x', issuer: { origin: 'https://old.example' } } }
    const report = await verifyOn(held, {})
    expect([report.outcome, whyOf(report)]).toEqual(['unknown', 'shape unknown formats.VersionError'])
  })
})

describe('what the caller asks', () => {
  test('whom it believes', async () => {
    const trust = trusted({ [issuer.id]: { name: 'Example University' } })
    expect((await hosted({}, { issuers: trust })).checks.issuer).toEqual({ outcome: 'passed', detail: { list: 'trusted', name: 'Example University' } })
    expect(problemOf(await hosted({}, { issuers: trusted(['https://harvard.example/issuer']) }), 'issuer')).toBe('failed verify.UntrustedIssuerError')
    const silent = await verify(assertion, { ...options, issuers: trust })
    expect([silent.outcome, problemOf(silent, 'issuer')]).toEqual(['unknown', 'unknown load.NoLoadError'])
    const changed = await verifyOn({ ...assertion, narrative: 'More.' }, pagesOf(), { issuers: trust })
    expect(problemOf(changed, 'issuer')).toBe('unknown verify.UnboundIssuerError')
    const part = await verifyOn(badgeClass, pagesOf(), { issuers: trust })
    expect([part.outcome, problemOf(part, 'issuer')]).toEqual(['failed', 'unknown verify.RequiredError'])
  })

  const to = (recipient: Fields): Changes => ({ assertion: { recipient } })
  const plain = { type: 'email', hashed: false, identity: 'zoe@example.org' }
  const weak = { type: 'email', hashed: true, salt: 'deadsea', identity: 'md5$ec3eb0e373e5ac572338dd7b282644fc' }
  test.each<[string, Changes, Fields, string]>([
    ['nobody', {}, {}, 'skipped'],
    ['the address, hashed', {}, { email: 'zoe@example.org' }, 'passed email, as given'],
    ['the address in capitals, hashed', {}, { email: 'Zoe@Example.org ' }, 'passed email, lower-cased'],
    ['another address', {}, { email: 'eve@example.org' }, 'failed verify.OtherRecipientError'],
    ['the address, plain', to(plain), { email: 'zoe@example.org' }, 'passed email, as given'],
    ['another address, plain', to(plain), { email: 'eve@example.org' }, 'failed verify.OtherRecipientError'],
    ['the hash itself, which is no address', {}, { email: (assertion['recipient'] as Fields)['identity'] }, 'failed verify.OtherRecipientError'],
    ['the address, by MD5', to(weak), { email: 'zoe@example.org' }, 'unknown formats.WeakHashError'],
    ['another address, by MD5', to(weak), { email: 'eve@example.org' }, 'failed verify.OtherRecipientError'],
    ['an id', to({ type: 'id', hashed: false, identity: 'https://zoe.example/' }), { id: 'https://zoe.example/' }, 'passed id, as given'],
    [
      'a page',
      to({ type: 'url', hashed: false, identity: 'https://zoe.example/' }),
      { id: 'https://zoe.example/', email: 'x@y.example' },
      'passed id, as given',
    ],
    ['an id, where an address is given', {}, { id: 'https://zoe.example/' }, 'failed verify.OtherRecipientError'],
    [
      'an address, where a telephone is given',
      to({ type: 'telephone', hashed: false, identity: '+33' }),
      { email: '+33' },
      'failed verify.OtherRecipientError',
    ],
    ['a salt that is no text', to({ ...(assertion['recipient'] as Fields), salt: 7 }), { email: 'zoe@example.org' }, 'failed verify.OtherRecipientError'],
  ])('to whom it was awarded: %s', async (_, changes, recipient, said) => {
    const { checks } = await hosted(changes, { recipient })
    const { recipient: check } = checks
    expect(check.outcome === 'passed' ? `passed ${check.detail.matched}` : 'problem' in check ? `${check.outcome} ${check.problem.name}` : check.outcome).toBe(
      said,
    )
  })

  test('what must be there', async () => {
    const report = await hosted({}, { require: ['status', 'anchor', 'recipient'] })
    expect(whyOf(report)).toBe('anchor unknown verify.RequiredError, recipient unknown verify.RequiredError')
  })

  test('checks of its own see what was awarded, also when only its address is held', async () => {
    const seen: unknown[] = []
    const also = {
      level: (credential: object) => {
        seen.push(credential)
        return { outcome: 'failed', problem: { name: 'mine.LevelError', message: 'No level.', facts: {} } }
      },
    }
    for (const held of [assertion, assertion.id]) expect(whyOf(await verifyOn(held, pagesOf(), { also }))).toBe('level failed mine.LevelError')
    expect(seen).toEqual([assertion, assertion])
    const gone = await verifyOn(`${host}/2`, pagesOf(), { also })
    expect([(gone.checks as never)['level'], seen.length]).toEqual([{ outcome: 'skipped', because: 'absent' }, 2])
  })

  test('progress, check by check', async () => {
    const steps: string[] = []
    await hosted({}, { onCheck: ({ name, check }: { name: string; check: { outcome: string } }) => steps.push(`${name} ${check.outcome}`) })
    expect(steps.slice(0, checkNames.length).every((step) => step.endsWith(' pending'))).toBe(true)
    expect(steps.slice(checkNames.length)).toHaveLength(checkNames.length)
  })

  test('to stop', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 20)
    const report = await verify(assertion, { ...options, load: () => new Promise<never>(() => {}), cancel: controller.signal })
    expect([report.outcome, problemOf(report, 'signature'), 'claimed' in report]).toEqual(['unknown', 'unknown verify.CancelledError', false])
    const late = new AbortController()
    const onCheck = () => late.abort()
    const almost = await verifyOn(assertion, pagesOf(), {
      cancel: late.signal,
      onCheck: ({ check }: { check: { outcome: string } }) => check.outcome !== 'pending' && onCheck(),
    })
    expect(almost.outcome === 'passed' ? almost.credential : almost.claimed).toEqual(assertion)
  })

  test('in words', async () => {
    const report = await hosted({ issuer: { name: 'Uni' } })
    expect(
      [en, fr].map((language) =>
        words(report, language)
          .lines.slice(0, 4)
          .map(({ label, text }) => `${label}: ${text}`),
      ),
    ).toMatchInlineSnapshot(`
      [
        [
          "Form: It is a well-formed Open Badge 2.0.",
          "Meaning: The signature covers the text as it stands.",
          "Signature: Its issuer publishes the same.",
          "Signed by: It stands where https://uni.example/issuer publishes.",
        ],
        [
          "Forme: Bien formé : Open Badge 2.0.",
          "Sens: La signature porte sur le texte tel quel.",
          "Signature: Son émetteur publie la même chose.",
          "Signataire: Publié là où publie https://uni.example/issuer.",
        ],
      ]
    `)
  })
})

describe('any format', () => {
  const mine = (check: Format['check'], recognise: Format['recognise'] = () => true): Format => ({ kind: 'format', name: 'mine', recognise, check })
  const ask = (format: Format): Promise<Report> => verify({ x: 1 }, { ...options, accept: [format] })
  const passed = { outcome: 'passed', detail: {} } as const

  test('passes with what nothing can pass without, and not with less', async () => {
    const checks = { shape: passed, signature: passed, binding: passed }
    expect((await ask(mine(() => ({ document: { x: 1 }, checks })))).outcome).toBe('passed')
    for (const name of Object.keys(checks)) {
      const others = Object.fromEntries(Object.entries(checks).filter(([other]) => other !== name))
      const report = await ask(mine(() => ({ document: { x: 1 }, checks: others })))
      expect([report.outcome, problemOf(report, name as 'shape')]).toEqual(['unknown', 'unknown verify.RequiredError'])
    }
    expect((await ask(mine(() => ({ document: { x: 1 }, checks: {} })))).outcome).toBe('unknown')
    expect((await ask(mine(() => ({ checks })))).outcome).toBe('unknown')
  })

  test('that breaks is a doubt', async () => {
    const broken = mine(() => {
      throw new TypeError('broken')
    })
    expect(whyOf(await ask(broken))).toBe('shape unknown TypeError')
    for (const rubbish of [undefined, {}, { checks: null }]) expect((await ask(mine(() => rubbish as never))).outcome).toBe('unknown')
  })

  test('is asked only when none before it had it', async () => {
    const order: string[] = []
    const named = (name: string, yes: boolean): Format => ({
      kind: 'format',
      name,
      recognise: () => order.push(name) > 0 && yes,
      check: () => ({ checks: { shape: passed } }),
    })
    await verify({ x: 1 }, { ...options, accept: [named('a', false), named('b', true), named('c', true)] })
    expect(order).toEqual(['a', 'b'])
  })

  test('sees the world that the caller gave', async () => {
    const load = fromDocuments({})
    let world: unknown
    const format = mine((_, given) => {
      const { resolve, document, credential, ...facts } = given
      world = facts
      return { checks: {} }
    })
    await verify({ x: 1 }, { ...options, accept: [format], load, recipient: { email: 'a@b.example' } })
    expect(world).toEqual({ load, chains: [], now, recipient: { email: 'a@b.example' }, allowTest: false, contexts: undefined, cancel: undefined })
  })
})
