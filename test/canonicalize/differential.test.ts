import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, isDisagreement } from './compare.js'

const ob = 'https://purl.imsglobal.org/spec/ob/v3p0'
const v2 = 'https://www.w3.org/ns/credentials/v2'
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 4 }).filter((one) => one.isWellFormed()),
  fc.constantFrom('', 'Zoé', '\u{1f600}', 'line\nbreak\t"quoted" \\ \u007f\u0000', 'en', '2024-01-01T00:00:00Z'),
)
const iri = fc.constantFrom(
  'urn:a',
  'urn:b',
  'https://example.com/x?y#z',
  'did:example:c',
  '_:b0',
  '_:b1',
  'https://example.com/{odd}|"iri"',
  'ex:short',
  'urn:uuid:1',
)
const scalar = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 3, arbitrary: iri },
  fc.constantFrom<unknown>(0, 1, -1, 1.5, -0.25, 1e21, 123456789012, true, false, null),
)
const types = fc.constantFrom(
  'VerifiableCredential',
  'OpenBadgeCredential',
  'AchievementSubject',
  'Achievement',
  'Profile',
  'Image',
  'Alignment',
  'Result',
  'ResultDescription',
  'IdentityObject',
  'Address',
  'GeoCoordinates',
  'Evidence',
  'RubricCriterionLevel',
  'DataIntegrityProof',
  'BitstringStatusListEntry',
  'EndorsementCredential',
  'Thing',
  'urn:type',
)
const terms = fc.constantFrom(
  'name',
  'description',
  'issuer',
  'credentialSubject',
  'achievement',
  'criteria',
  'image',
  'alignment',
  'result',
  'resultDescription',
  'evidence',
  'tag',
  'validFrom',
  'identifier',
  'creator',
  'narrative',
  'url',
  'address',
  'geo',
  'latitude',
  'allowedValue',
  'rubricCriterionLevel',
  'creditsAvailable',
  'endorsement',
  'proof',
  'credentialStatus',
  'credentialSchema',
  'termsOfUse',
  'verificationMethod',
  'proofPurpose',
  'created',
  'caption',
  'hashed',
  'statusListIndex',
  'otherIdentifier',
  'parentOrg',
  'source',
  'verifiableCredential',
  'relatedResource',
  'https://example.com/free',
  'urn:free',
  'label',
  'byId',
  'byIndex',
  'byType',
  'listed',
  'graphs',
  'of',
  'more',
  'data',
  'scoped',
  'deep',
  'ex:compact',
)
const rarely = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 3 })
const odd = fc.constantFrom('undefinedTerm', '@foo', 'relative/term', '_:property')

const { object } = fc.letrec<{ object: object; value: unknown; single: unknown }>((tie) => ({
  object: fc
    .record({
      id: rarely(fc.oneof({ weight: 30, arbitrary: iri }, fc.constantFrom('relative', ''))),
      type: fc.option(fc.oneof({ weight: 20, arbitrary: fc.oneof(types, fc.array(types, { maxLength: 3 })) }, fc.constantFrom<unknown>('UndefinedType', 5)), {
        nil: undefined,
        freq: 2,
      }),
      members: fc.array(fc.tuple(terms, tie('value')), { maxLength: 5 }),
      odd: fc.option(fc.tuple(odd, tie('value')), { nil: undefined, freq: 150 }),
    })
    .map(({ id, type, members, odd }) =>
      Object.fromEntries([['id', id], ['type', type], ...members, ...(odd ? [odd] : [])].filter(([, value]) => value !== undefined)),
    ),
  value: fc.oneof({ weight: 4, arbitrary: tie('single') }, { weight: 2, arbitrary: fc.array(tie('single'), { maxLength: 3 }) }),
  single: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    { weight: 6, arbitrary: scalar },
    { weight: 6, arbitrary: tie('object') },
    fc.record({ id: iri }),
    fc.record({ '@value': scalar }),
    fc.record({ '@value': text, '@language': fc.constantFrom('en', 'FR-ca', 'x_y') }),
    fc.record({
      '@value': fc.oneof(text, fc.boolean(), fc.integer()),
      '@type': fc.constantFrom('urn:datatype', 'http://www.w3.org/2001/XMLSchema#string', '@json', 'Undefined'),
    }),
    fc.record({ '@list': fc.array(tie('single'), { maxLength: 3 }) }),
    fc.record({ '@set': fc.array(tie('single'), { maxLength: 3 }) }),
    fc.dictionary(fc.constantFrom('en', 'fr-CA', '@none', 'urn:k', '_:b1', 'Alignment'), tie('single'), { maxKeys: 2 }),
    fc.constant([]),
  ),
})) as { object: fc.Arbitrary<object> }

const badge = {
  '@context': [v2, `${ob}/context-3.0.3.json`, `${ob}/extensions.json`],
  id: 'urn:uuid:00000000-0000-4000-8000-000000000001',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'Data analytics',
  issuer: {
    id: 'did:example:issuer',
    type: ['Profile'],
    name: 'Université',
    url: 'https://example.edu',
    image: { id: 'https://example.edu/logo.png', type: 'Image' },
  },
  validFrom: '2026-01-15T00:00:00Z',
  credentialSubject: {
    id: 'did:example:learner',
    type: ['AchievementSubject'],
    identifier: [{ type: 'IdentityObject', hashed: true, identityHash: 'sha256$00', identityType: 'emailAddress', salt: 'a' }],
    achievement: {
      id: 'urn:achievement',
      type: ['Achievement'],
      name: 'Foundations',
      criteria: { narrative: 'Complete **8** modules.' },
      tag: ['data', 'statistics'],
      creditsAvailable: 5,
      alignment: [
        { type: ['Alignment'], targetName: 'analyse', targetUrl: 'https://example.com/a' },
        { type: ['Alignment'], targetName: 'analyse', targetUrl: 'https://example.com/a' },
      ],
      resultDescription: [{ id: 'urn:rd', type: ['ResultDescription'], name: 'Score', resultType: 'Percent', allowedValue: ['A', 'B', 'A'] }],
    },
    result: [{ type: ['Result'], resultDescription: 'urn:rd', value: '70' }],
  },
  credentialStatus: {
    id: 'https://example.edu/status#1',
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '1',
    statusListCredential: 'https://example.edu/status',
  },
  proof: {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created: '2026-01-15T00:00:00Z',
    verificationMethod: 'did:example:issuer#key',
    proofPurpose: 'assertionMethod',
    proofValue: 'z1',
  },
}

type Places = { readonly [key: string]: unknown }
/** The objects and lists of a value, itself first. */
const placesIn = (value: unknown): Places[] => (typeof value === 'object' && value !== null ? [value as Places, ...Object.values(value).flatMap(placesIn)] : [])

/** Puts a value, or one more, somewhere into a copy of a document. */
const changed = (document: object, [where, which, value, how]: readonly [number, number, unknown, 'put' | 'append' | 'repeat' | 'remove']): object => {
  const copy = structuredClone(document)
  const places = placesIn(copy).filter((place) => place !== (copy as Places)['@context'])
  const place = places[where % places.length] as { [key: string]: unknown }
  const keys = Object.keys(place).filter((key) => key !== '@context')
  const key = keys[which % Math.max(1, keys.length)] ?? 'name'
  if (how === 'put') place[key] = value
  else if (how === 'append') place[key] = [place[key], value].flat()
  else if (how === 'repeat') place[key] = [structuredClone(place[key]), place[key]].flat()
  else if (Array.isArray(place)) place.splice(which % Math.max(1, place.length), 1)
  else delete place[key]
  return copy
}
const change = fc.tuple(
  fc.nat(200),
  fc.nat(200),
  fc.oneof(
    { weight: 6, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(text, { maxLength: 3 }) },
    fc.record({ '@value': text, '@language': fc.constantFrom('en', 'FR-ca', 'x_y') }),
    fc.record({ '@value': scalar }),
    fc.record({ id: iri }),
    fc.constantFrom<unknown>(
      {},
      [],
      [[]],
      { '@list': ['a', { id: 'urn:l' }] },
      { '@set': ['a', 'a'] },
      { type: 'Image' },
      { type: ['Profile', 'Image'], name: 'x' },
      { undefinedTerm: 1 },
      { id: '_:b0', type: 'Profile', name: 'one' },
    ),
    object,
  ),
  fc.constantFrom('put' as const, 'put' as const, 'append' as const, 'repeat' as const, 'remove' as const),
)
const badges = fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => changes.reduce(changed, badge as object))

describe('jsonld.js with rdf-canonize and this engine write the same bytes, or both refuse', () => {
  test('changed badges', async () => {
    const count = { same: 0, accepted: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(badges, async (document) => {
        const verdict = await compare(document)
        expect(isDisagreement(verdict) ? verdict : undefined).toBeUndefined()
        for (const said of Object.values(verdict.ours)) if (said instanceof Error) expect(said.name).toMatch(/^(canonicalize|json)\.\w+Error$/)
        if (verdict.loose === 'same') count.same++
        if (verdict.safe === 'both accept') count.accepted++
        if (verdict.safe === 'both refuse') count.refused++
      }),
      { numRuns: 1000 },
    )
    console.log(`differential, badges: ${count.same} with the same bytes; in safe mode ${count.accepted} accepted and ${count.refused} refused by both`)
    expect(count.same).toBeGreaterThan(450)
    expect(count.accepted).toBeGreaterThan(250)
    expect(count.refused).toBeGreaterThan(200)
  })
})
