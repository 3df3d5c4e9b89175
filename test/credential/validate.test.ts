import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { openBadge } from '../../src/credential/badge.js'
import { achievement, profile } from '../../src/credential/index.js'
import type { Issue } from '../../src/credential/issue.js'
import { type Validated, validate, validateCredential } from '../../src/credential/validate.js'
import { counted, haveVectors, jsonVector, printCounts, readVector, vectorPath } from '../vectors.js'
import { adapted, official, schemaOf, strict } from './official.js'

afterAll(printCounts)

const issuesOf = (result: Validated<unknown>): readonly Issue[] => ('issues' in result ? result.issues : [])
const linesOf = (result: Validated<unknown>): string[] => issuesOf(result).map(({ path, rule }) => `${path} ${rule}`)

const badge = openBadge({
  id: 'urn:uuid:1',
  issuer: profile({ id: 'did:web:uni.example', name: 'Example University' }),
  achievement: achievement({
    id: 'urn:a',
    name: 'A',
    description: 'B',
    criteria: { narrative: 'C' },
    tag: ['t'],
    resultDescription: [
      { id: 'urn:rd', name: 'Mark', resultType: 'Result', rubricCriterionLevel: [{ id: 'urn:level', name: 'Good' }], requiredLevel: 'urn:level' },
    ],
  }),
  subject: { id: 'did:example:zoe' },
  results: [{ resultDescription: 'urn:rd', achievedLevel: 'urn:level', value: 'A' }],
  evidence: [{ name: 'Essay' }],
  validFrom: new Date('2026-01-31T12:00:00Z'),
})

// biome-ignore lint/suspicious/noExplicitAny: tests change whatever they like
type Free = any
/** A copy of the badge, changed. */
function changed(change: (badge: Free) => void): Free {
  const copy = structuredClone(badge)
  change(copy)
  return copy
}

describe('validate', () => {
  test('gives a valid badge back, as a copy', () => {
    const result = validate(badge)
    expect(result).toEqual({ value: badge })
    expect('value' in result && result.value).not.toBe(badge)
  })

  test('accepts one value for a list, and gives a list back', () => {
    const single = changed((one) => {
      one.type = ['VerifiableCredential', 'OpenBadgeCredential']
      one.issuer = 'did:web:uni.example'
      one.evidence = { type: 'Evidence', name: { en: 'Essay', fr: 'Essai' } }
      one.credentialSubject.type = 'AchievementSubject'
      one.credentialSubject.achievement.tag = 't'
      one.credentialSubject.result = one.credentialSubject.result[0]
      one.credentialSubject.achievement.resultDescription = one.credentialSubject.achievement.resultDescription[0]
    })
    expect(validate(single)).toEqual({
      value: { ...badge, issuer: { id: 'did:web:uni.example', type: ['Profile'] }, evidence: [{ type: ['Evidence'], name: { en: 'Essay', fr: 'Essai' } }] },
    })
  })

  test('points at what the issuer wrote, not at what was made of it', () => {
    const single = changed((one) => {
      one.issuer = 'nobody'
      one.evidence = { type: 'Essay', name: 1 }
      one.credentialSubject.achievement.tag = 4
      one.credentialSubject.result = { ...one.credentialSubject.result[0], type: 'Mark', 'a/b~c': 1, resultDescription: 'urn:other' }
    })
    expect(issuesOf(validate(single))).toMatchInlineSnapshot(`
      [
        {
          "message": "This must be an absolute URI.",
          "path": "/issuer",
          "rule": "uri",
        },
        {
          "message": "This must be text or an object.",
          "path": "/credentialSubject/achievement/tag",
          "rule": "type",
        },
        {
          "message": "The list must contain "Result".",
          "path": "/credentialSubject/result/type",
          "rule": "class",
        },
        {
          "message": "The list must contain "Evidence".",
          "path": "/evidence/type",
          "rule": "class",
        },
        {
          "message": "This must be text or an object.",
          "path": "/evidence/name",
          "rule": "type",
        },
        {
          "message": "No result description of the achievement has this id.",
          "path": "/credentialSubject/result/resultDescription",
          "rule": "reference",
        },
      ]
    `)
  })

  test('accepts VC Data Model 1.1, with its own dates', () => {
    const old = changed((one) => {
      one['@context'] = ['https://www.w3.org/2018/credentials/v1', 'https://purl.imsglobal.org/spec/ob/v3p0/context.json']
      one.issuanceDate = one.validFrom
      one.expirationDate = '2030-01-01T00:00:00Z'
      delete one.validFrom
    })
    expect(validate(old)).toEqual({ value: old })
    expect(linesOf(validate({ ...old, expirationDate: '2020-01-01T00:00:00Z' }))).toEqual(['/expirationDate order'])
    expect(linesOf(validate({ ...old, issuanceDate: undefined }))).toEqual(['/issuanceDate required'])
  })

  test.each<[string, (one: Free) => void, string[]]>([
    ['contexts in another order', (one) => one['@context'].reverse(), ['/@context/0 context', '/@context/1 context']],
    ['no Open Badges context', (one) => one['@context'].pop(), ['/@context/1 context']],
    ['a context that is no URI', (one) => one['@context'].push('https ://x'), ['/@context/2 uri']],
    ['a date without a time zone', (one) => (one.validFrom = '2026-01-31T12:00:00'), ['/validFrom date-time']],
    ['a day that no calendar has', (one) => (one.validUntil = '2027-02-30T12:00:00Z'), ['/validUntil date-time']],
    ['an end before the start', (one) => (one.validUntil = '2026-01-31T12:59:59+01:00'), ['/validUntil order']],
    [
      'an activity that ends first',
      (one) => Object.assign(one.credentialSubject, { activityStartDate: '2026-01-02T00:00:00Z', activityEndDate: '2026-01-01T00:00:00Z' }),
      ['/credentialSubject/activityEndDate order'],
    ],
    ['nobody', (one) => delete one.credentialSubject.id, ['/credentialSubject/id learner']],
    ['an empty list of identifiers', (one) => Object.assign(one.credentialSubject, { id: undefined, identifier: [] }), ['/credentialSubject/id learner']],
    ['two subjects', (one) => (one.credentialSubject = [one.credentialSubject]), ['/credentialSubject type']],
    ['empty criteria', (one) => (one.credentialSubject.achievement.criteria = {}), ['/credentialSubject/achievement/criteria criteria']],
    [
      'a result of another achievement',
      (one) => (one.credentialSubject.result[0].resultDescription = 'urn:x'),
      ['/credentialSubject/result/0/resultDescription reference'],
    ],
    [
      'a level of another achievement',
      (one) => (one.credentialSubject.result[0].achievedLevel = 'urn:x'),
      ['/credentialSubject/result/0/achievedLevel reference'],
    ],
    [
      'a required level that there is not',
      (one) => (one.credentialSubject.achievement.resultDescription[0].requiredLevel = 'urn:x'),
      ['/credentialSubject/achievement/resultDescription/0/requiredLevel reference'],
    ],
    [
      'the same id twice',
      (one) => one.credentialSubject.achievement.resultDescription.push(one.credentialSubject.achievement.resultDescription[0]),
      ['/credentialSubject/achievement/resultDescription/1/id unique', '/credentialSubject/achievement/resultDescription/1/rubricCriterionLevel/0/id unique'],
    ],
    [
      'a word of nobody',
      (one) => (one.credentialSubject.achievement.achievementType = 'Microcredential'),
      ['/credentialSubject/achievement/achievementType vocabulary'],
    ],
    ['a member that an image has not', (one) => (one.image = { id: 'urn:i', type: 'Image', alt: 'x' }), ['/image/alt unknown']],
    ['a language map and a tagged text in one', (one) => (one.name = { '@value': 'x', en: 'y' }), ['/name/en text']],
    ['a name in no language', (one) => (one.name = {}), ['/name empty']],
    ['a status without an id', (one) => (one.credentialStatus = { type: 'BitstringStatusListEntry' }), ['/credentialStatus/id required']],
    ['a proof without a type', (one) => (one.proof = { created: 'yesterday' }), ['/proof/type required', '/proof/created date-time']],
    [
      'a day of birth that no calendar has',
      (one) => (one.issuer.parentOrg = { id: 'urn:p', type: ['Profile'], dateOfBirth: '1999-02-29' }),
      ['/issuer/parentOrg/dateOfBirth date'],
    ],
    [
      'an endorsement that is none',
      (one) => (one.issuer.endorsement = { ...badge, type: 'VerifiableCredential', name: 'E', credentialSubject: { id: 'urn:e', type: 'EndorsementSubject' } }),
      ['/issuer/endorsement/type class'],
    ],
    ['an endorsement of a text', (one) => (one.endorsement = ['x']), ['/endorsement/0 type']],
  ])('refuses %s', (_, change, lines) => expect(linesOf(validate(changed(change)))).toEqual(lines))

  test("accepts words of one's own, more contexts, and members that the standard does not know", () => {
    const free = changed((one) => {
      one.credentialSubject.achievement.achievementType = 'ext:Micro.Credential-1'
      one['@context'].push({ ects: 'https://uni.example/ects' })
      one.credentialSubject.ects = { '@context': 4, deep: [null, { type: 5 }] }
    })
    expect(issuesOf(validate(free))).toEqual([])
  })

  test('says what is wrong in words', () => {
    const wrong = changed((one) => {
      one.type = ['Other']
      one.id = 'x y'
      one.endorsementJwt = ['a.b']
      one.credentialSubject.achievement.inLanguage = 'french'
      one.credentialSubject.achievement.creditsAvailable = '6'
      one.credentialSubject.result[0].status = 'Done'
      one.image = { id: 'urn:i', type: 'image' }
    })
    expect(issuesOf(validate(wrong))).toMatchInlineSnapshot(`
      [
        {
          "message": "This must be an absolute URI.",
          "path": "/id",
          "rule": "uri",
        },
        {
          "message": "The list must contain "VerifiableCredential".",
          "path": "/type",
          "rule": "class",
        },
        {
          "message": "The list must contain "OpenBadgeCredential".",
          "path": "/type",
          "rule": "class",
        },
        {
          "message": "This must be a number.",
          "path": "/credentialSubject/achievement/creditsAvailable",
          "rule": "type",
        },
        {
          "message": "This must be a language code, for example fr, fr-CA or zh-Hant.",
          "path": "/credentialSubject/achievement/inLanguage",
          "rule": "language",
        },
        {
          "message": "This must be "Completed" or "Enrolled" or "Failed" or "InProgress" or "OnHold" or "Provisional" or "Withdrew".",
          "path": "/credentialSubject/result/0/status",
          "rule": "vocabulary",
        },
        {
          "message": "This must be "Image".",
          "path": "/image/type",
          "rule": "vocabulary",
        },
        {
          "message": "This must be a compact JWS: three parts with dots between them.",
          "path": "/endorsementJwt/0",
          "rule": "jws",
        },
      ]
    `)
  })

  test('what is not even data ends in one issue', () => {
    const cycle: { [key: string]: unknown } = {}
    cycle['evidence'] = [cycle]
    let bomb: unknown = 'x'
    for (let level = 0; level < 60; level++) bomb = [bomb, bomb]
    const trap = Object.defineProperty({}, 'id', {
      enumerable: true,
      get: () => {
        throw new Error('boom')
      },
    })
    const hostile = [
      undefined,
      null,
      1,
      'x',
      [],
      () => 1,
      new Date(),
      cycle,
      bomb,
      { ...badge, evidence: bomb },
      trap,
      JSON.parse('{"__proto__":{"id":"urn:x"}}'),
      { id: '\ud800' },
    ]
    const start = performance.now()
    expect(
      hostile.map((value) =>
        issuesOf(validate(value))
          .map(({ path, rule }) => `${path} ${rule}`)
          .join(),
      ),
    ).toMatchInlineSnapshot(`
      [
        " json",
        " type",
        " type",
        " type",
        " type",
        " json",
        " json",
        " json",
        " size",
        " size",
        " json",
        "/__proto__ json",
        "/id json",
      ]
    `)
    expect(hostile.every((value) => issuesOf(validateCredential(value)).length === 1)).toBe(true)
    expect(performance.now() - start).toBeLessThan(2000)
  })

  test('what is huge ends soon: at most a hundred issues, and no more values than a hundred thousand', () => {
    const many = Array.from({ length: 90_000 }, () => 1)
    expect(issuesOf(validate({ ...badge, evidence: many })).length).toBe(100)
    expect(linesOf(validate({ ...badge, evidence: [...many, ...many] }))).toEqual([' size'])
    let deep: Free = { id: 'urn:p', type: ['Profile'] }
    for (let level = 0; level < 90; level++) deep = { id: 'urn:p', type: ['Profile'], parentOrg: deep }
    expect(issuesOf(validate({ ...badge, issuer: deep }))).toEqual([])
    const uri = `urn:${'a'.repeat(1_000_000)} `
    expect(linesOf(validate({ ...badge, id: uri }))).toEqual(['/id uri'])
  })

  test('never throws, whatever JSON it is given', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(...Object.keys(badge)),
        (value, member) => void [validate(value), validate({ ...badge, [member]: value }), validateCredential({ ...badge, [member]: value })],
      ),
    )
  })
})

type Place = { readonly path: readonly string[]; readonly kind: 'required' | 'typed'; readonly type?: string | undefined }

/** Every place of a document that the official schema has a word for: what it requires, and what type it wants. */
function* placesIn(root: Free, schema: Free, value: Free, path: readonly string[] = []): Iterable<Place> {
  if (schema?.$ref) return yield* placesIn(root, root.$defs[schema.$ref.split('/').at(-1)], value, path)
  if (schema?.oneOf && typeof value === 'object') return yield* placesIn(root, schema.oneOf.at(-1), value, path)
  if (!schema || path.includes('proof') || path.includes('@context')) return
  if (path.length > 0 && schema.type) yield { path, kind: 'typed', type: schema.type }
  for (const name of schema.required ?? []) yield { path: [...path, name], kind: 'required' }
  if (Array.isArray(value)) for (const [at, item] of value.entries()) yield* placesIn(root, schema.items, item, [...path, String(at)])
  else if (typeof value === 'object') for (const [name, item] of Object.entries(value)) yield* placesIn(root, schema.properties?.[name], item, [...path, name])
}

function replaced(document: Free, [head = '', ...rest]: readonly string[], value: unknown): Free {
  const copy = Array.isArray(document) ? [...document] : { ...document }
  if (rest.length > 0) copy[head] = replaced(copy[head], rest, value)
  else if (value === undefined) delete copy[head]
  else copy[head] = value
  return copy
}

const pointer = (path: readonly string[]): string => path.map((step) => `/${step}`).join('')

describe.runIf(haveVectors)('validate, against the official schemas', () => {
  // Why our answer is not that of either official schema; everything that is not named here is the same.
  const differences: { readonly [file: string]: string } = {
    '1edtech-validator/ob30/credential-status-revoked.json': 'VC 1.1: the official schemas know 2.0 only',
    '1edtech-validator/ob30/simple-eddsa-2022.json': 'VC 1.1: the official schemas know 2.0 only',
    '1edtech-validator/ob30/simple_v1.json': 'VC 1.1: the official schemas know 2.0 only',
    '1edtech-validator/ob30/simple-err-credential-subject-achievement-result-description-type.json': 'the adapted schema lets any single type pass',
    '1edtech-validator/ob30/simple-err-credential-subject-profile-type.json': 'the adapted schema lets any single type pass',
    '1edtech-validator/ob30/simple-err-evidence-type.json': 'the adapted schema lets any single type pass',
    'dcc-verifier-core/vc/VCv2DidWebMultikeyWithValidStatus.json': 'no schema says that a subject has an id or an identifier',
    'dcc-verifier-core/vc/VCv2DidWebWithValidStatus.json': 'no schema says that a subject has an id or an identifier',
    'dcc-verifier-core/vc/VCv2DoubleSigWithBadStatusUrl.json': 'no schema says that a subject has an id or an identifier',
    'dcc-verifier-core/vc/VCv2EddsaWithValidStatus.json': 'no schema says that a subject has an id or an identifier',
    'dcc-verifier-core/vc/VCv2ExpiredWithValidStatus.json': 'no schema says that a subject has an id or an identifier',
    'dcc-verifier-core/vc/VCv2Revoked.json': 'no schema says that a subject has an id or an identifier',
    'dcc-verifier-core/vc/VCv2ValidStatus.json': 'no schema says that a subject has an id or an identifier',
    'dcc-verifier-core/vc/VCv2WithBadDidWebUrl.json': 'no schema says that a subject has an id or an identifier',
    'dcc-verifier-core/vc/VCv2NonURIId.json': 'the official schemas take any text for a URI',
  }

  test('agrees on every published Open Badge, but for what is named', () => {
    const [strictSchema, adaptedSchema] = [official(strict), official(adapted)]
    const found: string[] = []
    for (const folder of [
      '1edtech-validator/ob30',
      '1edtech-validator/ob30/bit-string-list',
      '1edtech-validator/ob30/sd',
      'openbadges-specification/examples',
      'ob3-json-schemas/examples',
      'dcc-verifier-core/vc',
    ]) {
      for (const name of readdirSync(vectorPath(folder)).filter((file) => /\.(json|1ob)$/.test(file))) {
        const document = jsonVector(`${folder}/${name}`)
        const same = 'value' in validate(document) === (strictSchema(document) || adaptedSchema(document))
        counted('validate, same verdict as the official schemas', same)
        if (!same) found.push(`${folder}/${name}`)
      }
    }
    expect(found.sort()).toEqual(Object.keys(differences).sort())
  })

  test('a type that the adapted schema does not see is one that the strict schema sees', () => {
    const strictSchema = official(strict)
    for (const [file, reason] of Object.entries(differences)) if (reason.includes('single type')) expect(strictSchema(jsonVector(file))).toBe(false)
  })

  const documents = ['openbadges-specification/examples/fullOpenBadge-4.json', '1edtech-validator/ob30/complete.json', '1edtech-validator/ob30/simple.json']

  test.each(documents)('names whatever is missing from %s', (file) => {
    const document = jsonVector(file)
    const places = [...placesIn(schemaOf(strict), schemaOf(strict), document)].filter(({ kind }) => kind === 'required')
    expect(places.length).toBeGreaterThan(10)
    fc.assert(
      fc.property(fc.constantFrom(...places), ({ path }) => {
        expect(issuesOf(validate(replaced(document, path, undefined))).map((issue) => issue.path)).toContain(pointer(path))
      }),
      { numRuns: 300 },
    )
  })

  test.each(documents)('names whatever has a wrong type in %s', (file) => {
    const document = jsonVector(file)
    const places = [...placesIn(schemaOf(strict), schemaOf(strict), document)].filter(({ kind }) => kind === 'typed')
    const wrong = fc.constantFrom<unknown>(null, 42, true, 'two words', [[]], { a: 1 })
    const fits = (type: string | undefined, value: unknown): boolean =>
      type === (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value) ||
      // A list may be one value, an issuer its id, and one value is tried where its items are.
      (type === 'array' && typeof value !== 'number' && value !== true && value !== null)
    fc.assert(
      fc.property(fc.constantFrom(...places), wrong, ({ path, type }, value) => {
        fc.pre(!fits(type, value))
        const at = pointer(path)
        const paths = issuesOf(validate(replaced(document, path, value))).map((issue) => issue.path)
        expect(
          paths.filter((one) => one === at || one.startsWith(`${at}/`)),
          `${at} := ${JSON.stringify(value)}`,
        ).not.toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})

describe.runIf(haveVectors)('validateCredential, against the test suite of VC Data Model 2.0', () => {
  // What cannot be seen without reading contexts, which is the canonicalizer's business.
  const unseen: { readonly [id: string]: string } = {
    'credential-redef-type-fail': 'an inline context redefines a protected term',
    'credential-redef-type2-fail': 'an inline context redefines a protected term',
    'credential-type-mapped-nonurl-fail': 'an inline context maps a type to what is not a URL',
    'credential-type-unmapped-fail': 'no context defines the type',
  }

  test('agrees on every credential, but for what is named', () => {
    const wrong: string[] = []
    let presentations = 0
    for (const { id, file, kind, expected } of jsonVector('vc-data-model-2.0-test-suite/manifest.json').cases) {
      if (kind !== 'VerifiableCredential') {
        presentations++
        continue
      }
      // The suite leaves the issuer to the implementation under test, which writes its own name; and the dates, in words, to its runner.
      const text = readVector(`vc-data-model-2.0-test-suite/${file}`).toString('utf8')
      const document = JSON.parse(text.replace('PAST DATE', '2020-01-01T00:00:00Z').replace('FUTURE DATE', '2090-01-01T00:00:00Z'))
      const issuer =
        document.issuer === undefined
          ? 'did:example:issuer'
          : document.issuer?.id === undefined && document.issuer
            ? typeof document.issuer === 'string'
              ? document.issuer
              : { id: 'did:example:issuer', ...document.issuer }
            : document.issuer
      const agrees = 'value' in validateCredential({ ...document, issuer }) === (expected === 'valid')
      counted('validateCredential, W3C VC Data Model 2.0 suite', agrees)
      if (!agrees) wrong.push(id)
    }
    expect(wrong.sort()).toEqual(Object.keys(unseen).sort())
    expect(presentations).toMatchInlineSnapshot(`25`)
  })

  test('needs an issuer, and what it says of itself', () => {
    const document = jsonVector('vc-data-model-2.0-test-suite/credential-ok.json')
    expect(issuesOf(validateCredential(document))).toEqual([{ path: '/issuer', rule: 'required', message: 'This is missing.' }])
    expect(linesOf(validateCredential({ ...document, issuer: 'fake' }))).toEqual(['/issuer uri'])
    expect(linesOf(validateCredential({ ...document, issuer: 'urn:i', credentialSubject: [] }))).toEqual(['/credentialSubject empty'])
    expect(linesOf(validateCredential({ ...document, issuer: 'urn:i', '@context': ['https://www.w3.org/2018/credentials/v1'] }))).toEqual([
      '/issuanceDate required',
    ])
  })

  test('agrees that the samples of other kinds are credentials', () => {
    for (const file of [
      '1edtech-validator/ob30/endorsement-valid.json',
      '1edtech-validator/clr20/simple.json',
      'openbadges-specification/examples/linked-data-proof-clr-8.json',
      '1edtech-validator/ob30/bit-string-list/testlist',
    ]) {
      expect({ file, issues: linesOf(validateCredential(jsonVector(file))) }).toEqual({ file, issues: [] })
    }
  })
})
