import { describe, expect, expectTypeOf, test } from 'vitest'
import { type Achievement, achievement, identity, type OpenBadge, openBadge, type Profile, profile } from '../../src/credential/index.js'
import type { Text } from '../../src/credential/text.js'
import { validate } from '../../src/credential/validate.js'
import { haveVectors } from '../vectors.js'
import { canonical, official, strict } from './official.js'

const issuer = profile({ id: 'did:web:uni.example', name: 'Example University', url: 'https://uni.example' })
const course = achievement({
  id: 'https://uni.example/a/statistics',
  name: 'Statistics I',
  description: 'Thirty hours.',
  criteria: { narrative: 'Pass the exam.' },
  achievementType: 'MicroCredential',
})
const least = { id: 'urn:uuid:1', issuer, achievement: course, subject: { id: 'did:example:zoe' }, validFrom: new Date('2026-01-31T12:00:00Z') }

/** A badge that says everything that a builder can say. */
function whole(text: (plain: string) => Text = (plain) => plain): OpenBadge {
  const alignment = [
    {
      targetName: text('Statistics'),
      targetUrl: 'https://fw.example/1',
      targetCode: 'S1',
      targetDescription: text('d'),
      targetFramework: text('f'),
      targetType: 'CFItem' as const,
    },
  ]
  const image = { id: 'https://uni.example/i.png', caption: text('A logo') }
  const otherIdentifier = [{ identifier: '42', identifierType: 'identifier' }]
  const parent = profile({ id: 'did:web:parent.example', name: text('Parent') })
  const school = profile({
    ...issuer,
    name: text('Example University'),
    description: text('A university.'),
    phone: '1',
    email: 'a@uni.example',
    image,
    official: 'Zoé',
    parentOrg: parent,
    otherIdentifier,
    address: {
      addressCountry: 'France',
      addressCountryCode: 'FR',
      addressRegion: 'Bretagne',
      addressLocality: 'Brest',
      streetAddress: '1 rue',
      postOfficeBoxNumber: '1',
      postalCode: '29200',
      geo: { latitude: 48.4, longitude: -4.5 },
    },
    familyName: 'F',
    givenName: 'G',
    additionalName: 'A',
    patronymicName: 'P',
    honorificPrefix: 'Dr',
    honorificSuffix: 'PhD',
    familyNamePrefix: 'de',
    dateOfBirth: '2000-02-29',
  })
  const award = achievement({
    ...course,
    name: text('Statistics I'),
    description: text('Thirty hours.'),
    criteria: { id: 'https://uni.example/c', narrative: text('Pass the exam.') },
    alignment,
    creator: school,
    creditsAvailable: 6,
    fieldOfStudy: text('Mathematics'),
    humanCode: 'ST1',
    image,
    inLanguage: 'fr-CA',
    otherIdentifier,
    related: [{ id: 'https://uni.example/a/statistics-fr', inLanguage: 'fr', version: '2' }],
    specialization: text('Data'),
    tag: ['numbers', 'chance'],
    version: '1',
    resultDescription: [
      {
        id: 'urn:rd:1',
        name: text('Mark'),
        resultType: 'RubricCriterionLevel',
        allowedValue: ['C', 'B', 'A'],
        requiredLevel: 'urn:level:1',
        requiredValue: 'B',
        valueMin: '0',
        valueMax: '20',
        alignment,
        rubricCriterionLevel: [{ id: 'urn:level:1', name: text('Good'), description: text('d'), level: '1', points: '10', alignment }],
      },
    ],
  })
  return openBadge({
    id: 'https://uni.example/badges/1',
    issuer: school,
    achievement: award,
    subject: {
      id: 'did:example:zoe',
      identifier: [identity('zoe@example.com', { type: 'emailAddress', salt: 'Kosher' })],
      activityStartDate: new Date('2026-01-01T00:00:00.5Z'),
      activityEndDate: new Date('2026-01-31T00:00:00Z'),
      creditsEarned: 6,
      image,
      licenseNumber: 'L1',
      narrative: text('She did.'),
      role: text('Student'),
      source: parent,
      term: text('Winter'),
    },
    validFrom: new Date('2026-02-01T00:00:00Z'),
    validUntil: new Date('2031-02-01T00:00:00Z'),
    awardedDate: new Date('2026-01-31T12:00:00Z'),
    name: text('Statistics I'),
    description: text('An award.'),
    image,
    results: [{ resultDescription: 'urn:rd:1', value: 'A', achievedLevel: 'urn:level:1', status: 'Completed', alignment }],
    evidence: [{ id: 'https://uni.example/e', name: text('Essay'), narrative: text('n'), description: text('d'), genre: text('Prose'), audience: text('All') }],
    status: {
      id: 'https://uni.example/status/1#7',
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '7',
      statusListCredential: 'https://uni.example/status/1',
    },
    refresh: 'https://uni.example/badges/1/refresh',
  })
}

describe('openBadge', () => {
  test('writes what certification expects', () => {
    expect(openBadge(least)).toMatchInlineSnapshot(`
      {
        "@context": [
          "https://www.w3.org/ns/credentials/v2",
          "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "credentialSubject": {
          "achievement": {
            "achievementType": "MicroCredential",
            "criteria": {
              "narrative": "Pass the exam.",
            },
            "description": "Thirty hours.",
            "id": "https://uni.example/a/statistics",
            "name": "Statistics I",
            "type": [
              "Achievement",
            ],
          },
          "id": "did:example:zoe",
          "type": [
            "AchievementSubject",
          ],
        },
        "id": "urn:uuid:1",
        "issuer": {
          "id": "did:web:uni.example",
          "name": "Example University",
          "type": [
            "Profile",
          ],
          "url": "https://uni.example",
        },
        "type": [
          "VerifiableCredential",
          "OpenBadgeCredential",
        ],
        "validFrom": "2026-01-31T12:00:00Z",
      }
    `)
    expectTypeOf(openBadge(least)).toEqualTypeOf<OpenBadge>()
    expectTypeOf(issuer).toEqualTypeOf<Profile>()
    expectTypeOf(course).toEqualTypeOf<Achievement>()
  })

  test('writes every member of the model, fills in the types, and leaves out what is empty', () => {
    expect(whole()).toMatchInlineSnapshot(`
      {
        "@context": [
          "https://www.w3.org/ns/credentials/v2",
          "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
          "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "awardedDate": "2026-01-31T12:00:00Z",
        "credentialStatus": {
          "id": "https://uni.example/status/1#7",
          "statusListCredential": "https://uni.example/status/1",
          "statusListIndex": "7",
          "statusPurpose": "revocation",
          "type": "BitstringStatusListEntry",
        },
        "credentialSubject": {
          "achievement": {
            "achievementType": "MicroCredential",
            "alignment": [
              {
                "targetCode": "S1",
                "targetDescription": "d",
                "targetFramework": "f",
                "targetName": "Statistics",
                "targetType": "CFItem",
                "targetUrl": "https://fw.example/1",
                "type": [
                  "Alignment",
                ],
              },
            ],
            "creator": {
              "additionalName": "A",
              "address": {
                "addressCountry": "France",
                "addressCountryCode": "FR",
                "addressLocality": "Brest",
                "addressRegion": "Bretagne",
                "geo": {
                  "latitude": 48.4,
                  "longitude": -4.5,
                  "type": "GeoCoordinates",
                },
                "postOfficeBoxNumber": "1",
                "postalCode": "29200",
                "streetAddress": "1 rue",
                "type": [
                  "Address",
                ],
              },
              "dateOfBirth": "2000-02-29",
              "description": "A university.",
              "email": "a@uni.example",
              "familyName": "F",
              "familyNamePrefix": "de",
              "givenName": "G",
              "honorificPrefix": "Dr",
              "honorificSuffix": "PhD",
              "id": "did:web:uni.example",
              "image": {
                "caption": "A logo",
                "id": "https://uni.example/i.png",
                "type": "Image",
              },
              "name": "Example University",
              "official": "Zoé",
              "otherIdentifier": [
                {
                  "identifier": "42",
                  "identifierType": "identifier",
                  "type": "IdentifierEntry",
                },
              ],
              "parentOrg": {
                "id": "did:web:parent.example",
                "name": "Parent",
                "type": [
                  "Profile",
                ],
              },
              "patronymicName": "P",
              "phone": "1",
              "type": [
                "Profile",
              ],
              "url": "https://uni.example",
            },
            "creditsAvailable": 6,
            "criteria": {
              "id": "https://uni.example/c",
              "narrative": "Pass the exam.",
            },
            "description": "Thirty hours.",
            "fieldOfStudy": "Mathematics",
            "humanCode": "ST1",
            "id": "https://uni.example/a/statistics",
            "image": {
              "caption": "A logo",
              "id": "https://uni.example/i.png",
              "type": "Image",
            },
            "inLanguage": "fr-CA",
            "name": "Statistics I",
            "otherIdentifier": [
              {
                "identifier": "42",
                "identifierType": "identifier",
                "type": "IdentifierEntry",
              },
            ],
            "related": [
              {
                "id": "https://uni.example/a/statistics-fr",
                "inLanguage": "fr",
                "type": [
                  "Related",
                ],
                "version": "2",
              },
            ],
            "resultDescription": [
              {
                "alignment": [
                  {
                    "targetCode": "S1",
                    "targetDescription": "d",
                    "targetFramework": "f",
                    "targetName": "Statistics",
                    "targetType": "CFItem",
                    "targetUrl": "https://fw.example/1",
                    "type": [
                      "Alignment",
                    ],
                  },
                ],
                "allowedValue": [
                  "C",
                  "B",
                  "A",
                ],
                "id": "urn:rd:1",
                "name": "Mark",
                "requiredLevel": "urn:level:1",
                "requiredValue": "B",
                "resultType": "RubricCriterionLevel",
                "rubricCriterionLevel": [
                  {
                    "alignment": [
                      {
                        "targetCode": "S1",
                        "targetDescription": "d",
                        "targetFramework": "f",
                        "targetName": "Statistics",
                        "targetType": "CFItem",
                        "targetUrl": "https://fw.example/1",
                        "type": [
                          "Alignment",
                        ],
                      },
                    ],
                    "description": "d",
                    "id": "urn:level:1",
                    "level": "1",
                    "name": "Good",
                    "points": "10",
                    "type": [
                      "RubricCriterionLevel",
                    ],
                  },
                ],
                "type": [
                  "ResultDescription",
                ],
                "valueMax": "20",
                "valueMin": "0",
              },
            ],
            "specialization": "Data",
            "tag": [
              "numbers",
              "chance",
            ],
            "type": [
              "Achievement",
            ],
            "version": "1",
          },
          "activityEndDate": "2026-01-31T00:00:00Z",
          "activityStartDate": "2026-01-01T00:00:00.500Z",
          "creditsEarned": 6,
          "id": "did:example:zoe",
          "identifier": [
            {
              "hashed": true,
              "identityHash": "sha256$304e9e943886537b18180613b802c89a8ebd2011f34f3221bc6f408de6f6a1cb",
              "identityType": "emailAddress",
              "salt": "Kosher",
              "type": "IdentityObject",
            },
          ],
          "image": {
            "caption": "A logo",
            "id": "https://uni.example/i.png",
            "type": "Image",
          },
          "licenseNumber": "L1",
          "narrative": "She did.",
          "result": [
            {
              "achievedLevel": "urn:level:1",
              "alignment": [
                {
                  "targetCode": "S1",
                  "targetDescription": "d",
                  "targetFramework": "f",
                  "targetName": "Statistics",
                  "targetType": "CFItem",
                  "targetUrl": "https://fw.example/1",
                  "type": [
                    "Alignment",
                  ],
                },
              ],
              "resultDescription": "urn:rd:1",
              "status": "Completed",
              "type": [
                "Result",
              ],
              "value": "A",
            },
          ],
          "role": "Student",
          "source": {
            "id": "did:web:parent.example",
            "name": "Parent",
            "type": [
              "Profile",
            ],
          },
          "term": "Winter",
          "type": [
            "AchievementSubject",
          ],
        },
        "description": "An award.",
        "evidence": [
          {
            "audience": "All",
            "description": "d",
            "genre": "Prose",
            "id": "https://uni.example/e",
            "name": "Essay",
            "narrative": "n",
            "type": [
              "Evidence",
            ],
          },
        ],
        "id": "https://uni.example/badges/1",
        "image": {
          "caption": "A logo",
          "id": "https://uni.example/i.png",
          "type": "Image",
        },
        "issuer": {
          "additionalName": "A",
          "address": {
            "addressCountry": "France",
            "addressCountryCode": "FR",
            "addressLocality": "Brest",
            "addressRegion": "Bretagne",
            "geo": {
              "latitude": 48.4,
              "longitude": -4.5,
              "type": "GeoCoordinates",
            },
            "postOfficeBoxNumber": "1",
            "postalCode": "29200",
            "streetAddress": "1 rue",
            "type": [
              "Address",
            ],
          },
          "dateOfBirth": "2000-02-29",
          "description": "A university.",
          "email": "a@uni.example",
          "familyName": "F",
          "familyNamePrefix": "de",
          "givenName": "G",
          "honorificPrefix": "Dr",
          "honorificSuffix": "PhD",
          "id": "did:web:uni.example",
          "image": {
            "caption": "A logo",
            "id": "https://uni.example/i.png",
            "type": "Image",
          },
          "name": "Example University",
          "official": "Zoé",
          "otherIdentifier": [
            {
              "identifier": "42",
              "identifierType": "identifier",
              "type": "IdentifierEntry",
            },
          ],
          "parentOrg": {
            "id": "did:web:parent.example",
            "name": "Parent",
            "type": [
              "Profile",
            ],
          },
          "patronymicName": "P",
          "phone": "1",
          "type": [
            "Profile",
          ],
          "url": "https://uni.example",
        },
        "name": "Statistics I",
        "refreshService": {
          "id": "https://uni.example/badges/1/refresh",
          "type": "1EdTechCredentialRefresh",
        },
        "type": [
          "VerifiableCredential",
          "OpenBadgeCredential",
        ],
        "validFrom": "2026-02-01T00:00:00Z",
        "validUntil": "2031-02-01T00:00:00Z",
      }
    `)
    const bare = openBadge({ ...least, evidence: [], name: undefined, endorsement: [], subject: { ...least.subject, identifier: [] } })
    expect(bare).toEqual(openBadge(least))
  })

  test('is itself valid, and the same when written again', () => {
    expect(validate(whole())).toEqual({ value: { ...whole(), credentialStatus: [whole().credentialStatus], refreshService: [whole().refreshService] } })
    const [badge, again] = [whole(), whole()]
    expect(again).toEqual(badge)
    expect(achievement(badge.credentialSubject.achievement)).toEqual(badge.credentialSubject.achievement)
  })

  test('puts more contexts last, and none twice', () => {
    const badge = openBadge({
      ...least,
      refresh: 'urn:r',
      contexts: ['https://purl.imsglobal.org/spec/ob/v3p0/extensions.json', 'https://uni.example/context.json'],
    })
    expect(badge['@context']).toEqual([
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
      'https://uni.example/context.json',
    ])
  })

  test('leaves the options as they are, and does not depend on them afterwards', () => {
    const subject = { id: 'did:example:zoe', role: { en: 'Student' } }
    const before = structuredClone(subject)
    const badge = openBadge({ ...least, subject })
    expect(subject).toEqual(before)
    subject.role.en = 'Other'
    expect(badge.credentialSubject.role).toEqual({ '@value': 'Student', '@language': 'en' })
  })

  test('names everything that is wrong at once', () => {
    const wrong = {
      ...least,
      id: 'not a uri',
      subject: { role: { en_US: 'Student' } },
      validUntil: new Date('2020-01-01T00:00:00Z'),
      results: [{ resultDescription: 'urn:nowhere' }],
      evidence: [{ name: { '@value': 'نص', '@direction': 'rtl' } }],
    } as unknown as openBadge.Options
    expect(() => openBadge(wrong)).toThrowErrorMatchingInlineSnapshot(`
      [credential.InvalidError: This badge is not valid. Correct it and try again:
      - /id: This must be an absolute URI.
      - /credentialSubject/role/@language: This must be a BCP 47 language tag, for example fr-CA.
      - /validUntil: This must not be before validFrom.
      - /credentialSubject/id: A learner needs an id or at least one identifier.
      - /credentialSubject/result/0/resultDescription: No result description of the achievement has this id.
      - /evidence/0/name: RDF has no word for the direction of a text, so no signature would cover it. Leave it out: the language implies it.]
    `)
    expect(() =>
      openBadge({ ...least, validFrom: new Date(Number.NaN), awardedDate: new Date('+012026-01-01T00:00:00Z') }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [credential.InvalidError: This badge is not valid. Correct it and try again:
      - /validFrom: This is not a valid date in the years 0 to 9999.
      - /awardedDate: This is not a valid date in the years 0 to 9999.]
    `)
    expect(() => achievement({ id: 'urn:a', name: 'A', description: 'B', criteria: {} } as unknown as achievement.Options)).toThrowErrorMatchingInlineSnapshot(`
      [credential.InvalidError: This achievement is not valid. Correct it and try again:
      - /criteria: Criteria need an id, a narrative, or both.]
    `)
    expect(() => profile({ id: 'urn:p', dateOfBirth: '2001-02-29', endorsementJwt: ['a.b.c'] } as profile.Options)).toThrowErrorMatchingInlineSnapshot(`
      [credential.InvalidError: This profile is not valid. Correct it and try again:
      - /dateOfBirth: This must be a day of the calendar, YYYY-MM-DD.
      - /endorsementJwt: The published Open Badges context has no term for compact endorsements, so no signature would cover them. Use "endorsement".]
    `)
  })

  test('refuses what is not plain data, by name', () => {
    const cycle: { [key: string]: unknown } = { id: 'urn:p' }
    cycle['parentOrg'] = cycle
    for (const options of [
      cycle,
      { id: 'urn:p', name: null },
      { id: 'urn:p', x: () => 1 },
      { id: 'urn:p', x: Number.NaN },
      JSON.parse('{"id":"urn:p","__proto__":{"a":1}}'),
    ]) {
      expect(() => profile(options as profile.Options)).toThrow(/^This profile is not valid/)
    }
  })
})

describe.runIf(haveVectors)('text in languages', () => {
  const languages = (plain: string): Text => ({ en: plain, fr: `${plain} (fr)` })

  test('a badge in plain text fits the strict schema of 1EdTech, and a canonicalizer that refuses undefined terms', async () => {
    const schema = official(strict)
    expect({ valid: schema(whole()), errors: schema.errors }).toEqual({ valid: true, errors: null })
    expect((await canonical(whole())).split('\n').length).toBeGreaterThan(100)
    expect(schema(openBadge(least))).toBe(true)
  })

  test('every text survives in every language: the context permits tagged texts, and no language maps', async () => {
    const quads = await canonical(whole(languages))
    expect(quads.match(/@en /g)?.length).toBe(quads.match(/@fr /g)?.length)
    // Eight texts say again what has been said of the same id: a caption (4), the university (2), its parent (2).
    const texts = JSON.stringify(whole(languages)).split('"@language":"en"').length - 1
    expect({ texts, quads: quads.match(/@en /g)?.length }).toMatchInlineSnapshot(`
      {
        "quads": 34,
        "texts": 42,
      }
    `)
    const withMap = { ...openBadge(least), name: { en: 'Statistics I' } }
    await expect(canonical(withMap)).rejects.toThrow('Safe mode')
  })

  test('the schemas of 1EdTech want plain text: what they say of a badge in two languages', () => {
    const schema = official(strict)
    schema(openBadge({ ...least, name: { en: 'Statistics I', fr: 'Statistiques I' } }))
    expect(schema.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`)).toMatchInlineSnapshot(`
      [
        "/name must be string",
      ]
    `)
  })

  test('what the builders refuse is what a canonicalizer would', async () => {
    await expect(canonical({ ...openBadge(least), endorsementJwt: ['a.b.c'] })).rejects.toThrow('Safe mode')
    await expect(canonical({ ...openBadge(least), name: { '@value': 'نص', '@direction': 'rtl' } })).rejects.toThrow('Safe mode')
    await expect(canonical({ ...openBadge(least), name: { '@value': 'x', '@language': 'en_US' } })).rejects.toThrow('Safe mode')
    await expect(canonical({ ...openBadge(least), refreshService: { id: 'urn:r', type: '1EdTechCredentialRefresh' } })).rejects.toThrow('Safe mode')
  })
})
