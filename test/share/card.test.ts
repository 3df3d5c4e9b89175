import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromPng } from '../../src/bake/index.js'
import { card } from '../../src/share/index.js'
import { badgeOf } from '../badges.js'
import { manifestOf } from '../formats/corpus.js'
import { haveVectors, readVector, vectorPath } from '../vectors.js'

/** Every JSON file that is a credential, an assertion or a presentation as a person would hold it. */
function* wholeCredentials(): Generator<{ readonly path: string; readonly document: { readonly [member: string]: unknown } }> {
  for (const path of readdirSync(vectorPath(''), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))) {
    let document: unknown
    try {
      document = JSON.parse(readFileSync(vectorPath(path), 'utf8'))
    } catch {
      continue
    }
    if (typeof document !== 'object' || document === null || Array.isArray(document)) continue
    const isWhole = 'credentialSubject' in document || 'badge' in document || 'certificate' in Object(Object(document)['document'])
    const isWrapped = 'data' in document && 'signature' in document
    const isPresentation = [Object(document)['type']].flat().includes('VerifiablePresentation')
    if (isWhole || isWrapped || isPresentation) yield { path, document: document as { readonly [member: string]: unknown } }
  }
}

const options = { languages: ['en'], now: new Date('2026-11-01T00:00:00Z') }

describe('card', () => {
  test('the facts of an Open Badge 3.0, in the order that a person asks', () => {
    expect(card(badgeOf('did:web:uni.example'), options)).toMatchInlineSnapshot(`
      {
        "by": "Université d’Exemple",
        "criteria": undefined,
        "direction": "ltr",
        "evidence": [
          {
            "name": "Exam",
            "url": "https://uni.example/evidence/1",
          },
        ],
        "how": "Pass the exam.",
        "image": undefined,
        "issuer": "did:web:uni.example",
        "language": "",
        "skills": [
          {
            "name": "Statistics",
            "url": "https://frameworks.example/stat",
          },
        ],
        "state": "current",
        "to": undefined,
        "until": "2036-06-30T12:00:00Z",
        "what": "Statistics I",
        "when": "2026-06-30T12:00:00Z",
      }
    `)
  })

  test('an Open Badge 2.0, whose dates are those of its time', () => {
    const assertion = {
      '@context': 'https://w3id.org/openbadges/v2',
      type: 'Assertion',
      id: 'https://uni.example/assertions/1',
      recipient: { type: 'email', hashed: false, identity: 'zoe@example.org' },
      badge: {
        type: 'BadgeClass',
        name: 'Statistics I',
        image: 'https://uni.example/1.png',
        criteria: 'https://uni.example/criteria',
        issuer: { type: 'Issuer', id: 'https://uni.example/issuer', name: 'Example University' },
        tags: ['statistics', 'exam'],
        alignment: [{ targetName: 'Mean', targetUrl: 'https://frameworks.example/mean' }],
      },
      issuedOn: '2016-12-31',
      expires: '2017-12-31T23:59:59+00:00',
      evidence: 'https://uni.example/evidence/1',
    }
    expect(card(assertion, options)).toMatchInlineSnapshot(`
      {
        "by": "Example University",
        "criteria": "https://uni.example/criteria",
        "direction": "ltr",
        "evidence": [
          {
            "url": "https://uni.example/evidence/1",
          },
        ],
        "how": undefined,
        "image": "https://uni.example/1.png",
        "issuer": "https://uni.example/issuer",
        "language": "",
        "skills": [
          {
            "name": "Mean",
            "url": "https://frameworks.example/mean",
          },
          {
            "name": "statistics",
          },
          {
            "name": "exam",
          },
        ],
        "state": "expired",
        "to": "zoe@example.org",
        "until": "2017-12-31T23:59:59+00:00",
        "what": "Statistics I",
        "when": "2016-12-31",
      }
    `)
  })

  test('texts in the best language of the reader, and its direction', () => {
    const badge = {
      ...badgeOf('did:web:uni.example'),
      name: [
        { '@value': 'Integrity', '@language': 'en' },
        { '@value': '«1» النزاهة', '@language': 'ar' },
      ],
    }
    expect(card(badge, { ...options, languages: ['ar-EG'] })).toMatchObject({ what: '«1» النزاهة', language: 'ar', direction: 'rtl' })
    expect(card(badge, { ...options, languages: ['fr', 'en-GB'] })).toMatchObject({ what: 'Integrity', language: 'en', direction: 'ltr' })
  })

  test.each([
    ['current', '2026-06-30T12:00:00Z'],
    ['not yet', '2026-06-30T11:59:59Z'],
    ['current', '2036-06-30T11:59:59Z'],
    ['expired', '2036-06-30T12:00:00Z'],
  ] as const)('%s at %s', (state, now) => {
    expect(card(badgeOf('did:web:uni.example'), { ...options, now: new Date(now) }).state).toBe(state)
  })

  test.each([
    [{ identifier: { hashed: false, identityType: 'name', identityHash: 'Zoë Ḥaddād' } }, 'Zoë Ḥaddād'],
    [{ identifier: [{ hashed: true, identityType: 'name', identityHash: 'sha256$00' }], name: 'Zoë' }, 'Zoë'],
    [{ givenName: 'Zoë', familyName: 'Ḥaddād' }, 'Zoë Ḥaddād'],
    [{ identifier: [{ hashed: false, identityType: 'emailAddress', identityHash: 'zoe@example.org' }] }, 'zoe@example.org'],
    [{ id: 'did:example:zoe' }, undefined],
  ])('names the holder of %o', (subject, to) => {
    expect(card({ credentialSubject: subject }, options).to).toBe(to)
  })

  test('what is drawn to deceive is shown without its tricks', () => {
    const trick = {
      name: 'Diploma\u202e deifirev \u2066(\u0000not)\u2069',
      issuer: { name: '\u202d', id: 'did:web:uni.example' },
      image: 'javascript:alert(1)',
    }
    expect(card({ ...trick, evidence: ['javascript:alert(1)', { id: 'data:text/html,x', name: 'Exam' }] }, options)).toMatchObject({
      what: 'Diploma deifirev (not)',
      by: 'did:web:uni.example',
      image: undefined,
      evidence: [{ name: 'javascript:alert(1)' }, { name: 'Exam' }],
    })
    const long = card({ name: '😀'.repeat(400), credentialSubject: { achievement: { criteria: { narrative: 'a'.repeat(20_000) } } } }, options)
    expect(long.what).toMatch(/^😀{249}…$/u)
    expect(long.how).toHaveLength(10_000)
    expect(card({ evidence: Array(5000).fill('https://a.example') }, options).evidence).toHaveLength(100)
  })

  test.skipIf(!haveVectors)('every published badge has a name and an issuer on its card', () => {
    const nameless: string[] = []
    for (const source of ['1edtech-validator', 'dcc-verifier-core', 'blockcerts-cert-verifier-js']) {
      for (const { file, kind } of manifestOf(source).cases) {
        if (!/\.(json|png)$/.test(file) || /assets|rdf-validation|issuer-compact/.test(file)) continue
        const bytes = readVector(`${source}/${file}`)
        const text = file.endsWith('.png') ? (fromPng(new Uint8Array(bytes)) ?? '{}') : bytes.toString('utf8')
        if (!text.startsWith('{')) continue
        const { what, by } = card(JSON.parse(text), options)
        if (what === '' || by === undefined) nameless.push(`${file} (${kind}): ${what} / ${by}`)
      }
    }
    expect(nameless).toMatchInlineSnapshot(`
      [
        "ob30/simple-err-issuer.json (OB3): Example University Degree / undefined",
        "ob20/basic-assertion.json (OB2): A badge described at example.org / undefined",
        "ob20/simple-badge.png (OB2): A badge described at example.org / undefined",
        "ob20/basic-assertion-no-public-key.json (OB2): A badge described at example.org / undefined",
        "ob20/basic-assertion-with-allowed-origins.json (OB2): A badge described at example.org / undefined",
        "ob20/basic-assertion-with-allowed-origins-valid-starts-with.json (OB2): A badge described at example.org / undefined",
        "ob20/basic-assertion-with-allowed-origins-valid-multiple-starts-with.json (OB2): A badge described at example.org / undefined",
        "ob20/basic-assertion-with-language.json (OB2): A badge described at example.org / undefined",
        "ob20/assertion-with-extension-node-basic.json (OB2): A badge described at example.org / undefined",
        "ob20/assertion-with-multiple-extensions.json (OB2): A badge described at example.org / undefined",
        "ob20/basic-assertion-invalid-context.json (OB2): A badge described at example.org / undefined",
        "ob20/basic-assertion-invalid-type.json (OB2): A badge described at example.org / undefined",
        "ob20/assertion-with-data-image.json (OB2): A badge described at example.org / undefined",
        "ob20/basic-assertion-with-allowed-origins-invalid-starts-with.json (OB2): A badge described at example.org / undefined",
        "ob20/basic-assertion-with-allowed-origins-invalid-multiple-starts-with.json (OB2): A badge described at example.org / undefined",
        "ob20/basic-assertion-expired.json (OB2): A badge described at example.org / undefined",
        "ob20/basic-assertion-expired-before-issued.json (OB2): A badge described at example.org / undefined",
        "ob20/basic-assertion-in-future.json (OB2): A badge described at example.org / undefined",
        "ob20/assertion-with-extension-node-invalid.json (OB2): A badge described at example.org / undefined",
        "ob20/warning-with-redirection.json (OB2): A badge described at example.org / undefined",
        "ob20/warning-issuer-non-http.json (OB2): A badge described at example.org / undefined",
        "certs/eddsa-rdfc-2022.json (eddsa-rdfc-2022): A presentation of credentials / undefined",
        "certs/mocknet-verifiable-presentation-failing-credential.json (merkle-proof-2019): A presentation of credentials / undefined",
        "certs/mocknet-verifiable-presentation-tampered.json (merkle-proof-2019): A presentation of credentials / undefined",
        "certs/mocknet-verifiable-presentation.json (merkle-proof-2019): A presentation of credentials / undefined",
      ]
    `)
  })

  test.each([
    [{ type: 'Assertion', badge: 'https://uni.example/badges/1' }, 'A badge described at uni.example', 'Un badge décrit sur uni.example'],
    [{ type: 'Assertion', badge: { id: 'https://unі.example/1' } }, 'A badge described at xn--un-ioc.example', 'Un badge décrit sur xn--un-ioc.example'],
    [{ type: 'Assertion', badge: 'javascript:alert(1)' }, 'A badge without a name', 'Un badge sans nom'],
    [{ type: ['VerifiablePresentation'] }, 'A presentation of credentials', 'Une présentation d’attestations'],
    [{ type: ['VerifiableCredential', 'AlumniCredential'] }, 'A credential without a name', 'Une attestation sans nom'],
  ])('what has no name is said in words: %o', (badge, en, fr) => {
    expect(card(badge, options)).toMatchObject({ what: en, language: 'en', direction: 'ltr' })
    expect(card(badge, { ...options, languages: ['fr-CA', 'en'] })).toMatchObject({ what: fr, language: 'fr' })
  })

  test('OpenAttestation 2.0 without its salts, and a claim of Blockcerts', () => {
    const salt = '43363b58-b70a-4956-887c-d221c8e0cd62'
    const data = { name: `${salt}:string:Diploma`, recipient: { name: `${salt}:string:Zoë` }, issuers: [{ name: `${salt}:string:Demo` }] }
    expect(card({ data, signature: {} }, options)).toMatchObject({ what: 'Diploma', to: 'Zoë', by: 'Demo' })
    expect(card({ credentialSubject: { claim: { name: 'Puppets' } } }, options).what).toBe('Puppets')
    // A badge that carries another beside itself is shown as what it is.
    const wrapping = { ...badgeOf('did:web:uni.example'), data, signature: {}, document: { certificate: { name: 'Diploma' } } }
    expect(card(wrapping, options).what).toBe('Statistics I')
    expect(card({ data: { ...data, name: `${salt}:undefined:undefined` }, signature: {} }, options).what).toBe('A credential without a name')
  })

  test.skipIf(!haveVectors)('no whole credential of any corpus has a type or an address for a title', () => {
    const types = (value: unknown): unknown[] => [value].flat()
    let seen = 0
    const wrong: string[] = []
    for (const { path, document } of wholeCredentials()) {
      seen++
      const { what, direction } = card(document, options)
      if (what === '' || types(document['type']).includes(what) || /^\w+:\S+$/.test(what) || /^[0-9a-f-]{36}:/.test(what) || direction !== 'ltr')
        wrong.push(`${path}: ${what}`)
    }
    console.log(`vectors: cards of whole credentials that have a title: ${seen - wrong.length} of ${seen}`)
    expect(wrong).toEqual([])
    expect(seen).toBeGreaterThan(300)
  })

  test('any JSON gives a card', () => {
    fc.assert(
      fc.property(
        fc.object({
          key: fc.constantFrom('name', 'issuer', 'credentialSubject', 'achievement', 'badge', 'criteria', 'evidence', 'alignment', 'identifier', 'id', 'type'),
        }),
        (value) => {
          const { what, direction, state } = card(JSON.parse(JSON.stringify(value)), options)
          expect([typeof what, direction, state].join()).toMatch(/^string,(ltr|rtl),(current|not yet|expired)$/)
        },
      ),
    )
  })
})
