import { afterAll, describe, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.js'
import type { Credential } from '../../src/credential/secured.js'
import { document as didDocument } from '../../src/did/index.js'
import type { Check } from '../../src/errors.js'
import { sha384 } from '../../src/hash.js'
import type { Json, JsonObject } from '../../src/json.js'
import { keyAt } from '../../src/keys/signing-key.js'
import { fromDocuments } from '../../src/load/index.js'
import type { Load } from '../../src/seams.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { signJwt } from '../../src/sign/jwt.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { entry } from '../../src/status/index.js'
import { current, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'
import { counted, haveVectors, jsonVector, printCounts } from '../vectors.js'

afterAll(printCounts)

const now = new Date('2026-11-01T00:00:00Z')
const created = new Date('2026-07-01T00:00:00Z')
const options = { accept: current, issuers: 'any', now } as const
const words = { passed: 'valid', failed: 'invalid', unknown: 'indeterminate', skipped: 'skipped' } as const
const text = (check: Check): string => ('problem' in check ? `${check.outcome} ${check.problem.name}` : check.outcome)
const sri = (bytes: Uint8Array): string => `sha384-${Buffer.from(sha384(bytes)).toString('base64')}`

describe.skipIf(!haveVectors)('the test suite of VC JSON Schema', () => {
  const suite = 'vc-json-schema-test-suite'
  type Case = {
    readonly id: string
    readonly file: string
    readonly schema: string
    readonly what: string
    readonly expected: 'valid' | 'invalid' | 'indeterminate'
  }
  const cases: readonly Case[] = haveVectors ? jsonVector(`${suite}/manifest.json`).cases : []
  const issuer = 'https://example.com/issuers/14'
  const key = keyAt(`${issuer}#key-1`, keys.ed25519.signer)
  // Credentials of the suite carry no proofs: one that carries a schema is signed here, since what nobody signed is no evidence.
  const controller = didDocument({ id: issuer, keys: [{ id: key.id, publicKey: key.signer.publicKey }] })

  test('is whole', () => {
    expect(cases.map(({ expected }) => expected).sort()).toEqual([...Array(6).fill('indeterminate'), ...Array(48).fill('invalid'), ...Array(36).fill('valid')])
  })

  test.each(cases)('$id: $what', async ({ file, schema, what, expected }) => {
    const credential = jsonVector(`${suite}/${file}`) as JsonObject
    const { id } = credential['credentialSchema'] as { readonly id: string }
    const document = jsonVector(`${suite}/${schema}`) as Credential
    const served = 'credentialSubject' in document ? await sign(document, { suite: eddsaJcs2022, key, created }) : document
    const { checks } = await verify(credential, { ...options, load: fromDocuments({ [id]: served, [issuer]: controller }) })
    // Another type of schema may be a good one that is not known here: a doubt, and no failure.
    const isOtherType = /type property is not/.test(what)
    counted('VC JSON Schema', words[checks.schema.outcome] === expected)
    counted('VC JSON Schema, invalid and not passed', expected === 'valid' || checks.schema.outcome !== 'passed')
    expect([text(checks.schema), words[checks.schema.outcome]]).toEqual([expect.anything(), isOtherType ? 'indeterminate' : expected])
    if (isOtherType) expect(text(checks.schema)).toBe('unknown schema.UnknownTypeError')
  })
})

const url = 'https://uni.example/schemas/badge.json'
const draft2020 = 'https://json-schema.org/draft/2020-12/schema'
const schemaOf = (more: JsonObject = {}): JsonObject => ({ $id: url, $schema: draft2020, type: 'object', required: ['issuer'], ...more })
const badge = (credentialSchema: Json) =>
  sign({ ...badgeOf(keys.ed25519.controller), credentialSchema } as never, { suite: eddsaJcs2022, key: keys.ed25519, created })
const check = async (credentialSchema: Json, served: { readonly [url: string]: object | Uint8Array } = {}, load: Load | undefined = fromDocuments(served)) => {
  const report = await verify(await badge(credentialSchema), { ...options, load })
  return report.checks.schema
}
const said = async (...args: Parameters<typeof check>): Promise<string> => text(await check(...args))

describe('a schema that is named', () => {
  test('none', async () => {
    const report = await verify(await sign(badgeOf(keys.ed25519.controller), { suite: eddsaRdfc2022, key: keys.ed25519, created }), options)
    expect(report.checks.schema).toEqual({ outcome: 'skipped', because: 'absent' })
  })

  test('one that it is as', async () => {
    expect(await check({ id: url, type: 'JsonSchema' }, { [url]: schemaOf() })).toEqual({
      outcome: 'passed',
      detail: { schemas: [{ id: url, type: 'JsonSchema', outcome: 'passed', by: 'schema' }] },
    })
  })

  test('one that it is not as', async () => {
    const found = await check({ id: url, type: 'JsonSchema' }, { [url]: schemaOf({ properties: { credentialSubject: { required: ['grade'] } } }) })
    expect(found).toEqual({
      outcome: 'failed',
      problem: {
        name: 'schema.NonconformingError',
        message: `The credential is not as its schema "${url}" says, at /credentialSubject ("required"). Its issuer must correct it.`,
        facts: {
          schema: url,
          path: '/credentialSubject',
          keyword: 'required',
          schemas: [{ id: url, type: 'JsonSchema', outcome: 'failed', problem: 'schema.NonconformingError' }],
        },
      },
    })
  })

  test('every one of several is examined, and the worst decides', async () => {
    const other = 'https://uni.example/schemas/other.json'
    const entries = [
      { id: url, type: 'JsonSchema' },
      { id: other, type: 'JsonSchema' },
      { id: 'https://gone.example/a', type: 'JsonSchema' },
    ]
    const bad = { ...schemaOf({ required: ['nothing'] }), $id: other }
    const found = await check(entries, { [url]: schemaOf(), [other]: bad })
    expect(text(found)).toBe('failed schema.NonconformingError')
    expect('problem' in found && found.problem.facts['schemas']).toMatchObject([
      { outcome: 'passed' },
      { outcome: 'failed' },
      { outcome: 'unknown', problem: 'load.FailedError' },
    ])
    expect(await said(entries.slice(0, 1).concat(entries.slice(2)), { [url]: schemaOf() })).toBe('unknown load.FailedError')
  })

  test('without load it is unknown, and so is the whole', async () => {
    const report = await verify(await badge({ id: url, type: 'JsonSchema' }), options)
    expect([report.outcome, text(report.checks.schema)]).toEqual(['unknown', 'unknown load.NoLoadError'])
  })

  test.each<[string, Json, string]>([
    ['another type', { id: url, type: 'JsonSchemaValidator2018' }, 'unknown schema.UnknownTypeError'],
    ['no id', { type: 'JsonSchema' }, 'failed schema.BadEntryError'],
    ['an id that is no URL', { id: 'badge.json', type: 'JsonSchema' }, 'failed schema.BadEntryError'],
    ['no type', { id: url }, 'failed schema.BadEntryError'],
    ['a part of a document', { id: `${url}#/$defs/a`, type: 'JsonSchema' }, 'failed schema.BadEntryError'],
    ['a URL alone', url, 'failed schema.BadEntryError'],
    ['seventeen', Array.from({ length: 17 }, (_, at) => ({ id: `${url}?${at}`, type: 'JsonSchema' })), 'unknown schema.TooManyEntriesError'],
  ])('an entry with %s', async (_, entries, expected) => {
    expect(await said(entries, { [url]: schemaOf() })).toBe(expected)
  })

  test.each<[string, object | Uint8Array, string]>([
    ['no JSON', utf8('<html>'), 'unknown schema.UnreadableSchemaError'],
    ['no UTF-8', new Uint8Array([255]), 'unknown schema.UnreadableSchemaError'],
    ['a member twice', utf8('{"a":1,"a":2}'), 'unknown schema.UnreadableSchemaError'],
    ['more than a MiB', utf8(`${' '.repeat(1024 * 1024)}{}`), 'unknown schema.UnreadableSchemaError'],
    ['levels without end', utf8('['.repeat(200) + ']'.repeat(200)), 'unknown schema.UnreadableSchemaError'],
    ['true', utf8('true'), 'failed schema.BadSchemaError'],
    ['no $schema', { $id: url }, 'failed schema.BadSchemaError'],
    ['another $id', schemaOf({ $id: 'https://uni.example/schemas/other.json' }), 'failed schema.BadSchemaError'],
    ['a keyword that says nothing', schemaOf({ required: 'issuer' }), 'failed schema.BadSchemaError'],
    ['a dialect of its own', schemaOf({ $schema: 'https://uni.example/dialect' }), 'unknown schema.UnknownDialectError'],
    ['a pattern that goes back', schemaOf({ properties: { id: { pattern: '(a)\\1' } } }), 'unknown schema.UnreadPatternError'],
    ['a reference to itself', schemaOf({ $ref: url }), 'unknown schema.TooComplexError'],
  ])('where there is %s', async (_, served, expected) => {
    expect(await said({ id: url, type: 'JsonSchema' }, { [url]: served })).toBe(expected)
  })

  test('a draft, a fragment and an empty one in a URL are the same schema', async () => {
    for (const $schema of [
      'http://json-schema.org/draft-07/schema#',
      'https://json-schema.org/draft-07/schema',
      'https://json-schema.org/draft/2019-09/schema#',
    ])
      expect(await said({ id: url, type: 'JsonSchema' }, { [url]: schemaOf({ $schema, $id: `${url}#` }) })).toBe('passed')
  })

  test('by its digest', async () => {
    const bytes = utf8(JSON.stringify(schemaOf()))
    const named = (digest: Json) => said({ id: url, type: 'JsonSchema', ...(digest as object) }, { [url]: bytes })
    expect(await named({ digestSRI: sri(bytes) })).toBe('passed')
    expect(await named({ digestSRI: sri(utf8('{}')) })).toBe('failed load.DigestMismatchError')
    expect(await named({ digestSRI: 'sha384-none' })).toBe('failed load.BadDigestError')
    expect(await named({ digestSRI: 7 })).toBe('failed load.BadDigestError')
    expect(await named({ digestSRI: 'md5-1B2M2Y8AsgTpgAmY7PhCfg==' })).toBe('unknown load.UnknownDigestError')
  })
})

describe('what a schema refers to', () => {
  const refersTo = (reference: string) => schemaOf({ properties: { credentialSubject: { $ref: reference } } })
  const subject = { $id: 'https://uni.example/schemas/subject.json', required: ['grade'] }

  test('is loaded when it is needed, and then decides', async () => {
    expect(await said({ id: url, type: 'JsonSchema' }, { [url]: refersTo('subject.json'), [subject.$id]: subject })).toBe('failed schema.NonconformingError')
    expect(await said({ id: url, type: 'JsonSchema' }, { [url]: refersTo('subject.json'), [subject.$id]: { ...subject, required: ['id'] } })).toBe('passed')
  })

  test('and is not there, is unknown', async () => {
    expect(await said({ id: url, type: 'JsonSchema' }, { [url]: refersTo('subject.json') })).toBe('unknown load.FailedError')
    expect(await said({ id: url, type: 'JsonSchema' }, { [url]: schemaOf({ $defs: { a: { $ref: 'subject.json' } } }) })).toBe('passed')
  })

  test('leads to sixteen documents at most', async () => {
    const served = (count: number) =>
      Object.fromEntries([
        [url, refersTo('https://x.example/1')],
        ...Array.from({ length: count }, (_, at) => [`https://x.example/${at + 1}`, at + 1 === count ? {} : { $ref: `https://x.example/${at + 2}` }]),
      ])
    expect(await said({ id: url, type: 'JsonSchema' }, served(16))).toBe('passed')
    expect(await said({ id: url, type: 'JsonSchema' }, served(17))).toBe('unknown schema.TooComplexError')
  })

  test('and those sixteen are of all the schemas of a credential', async () => {
    const chain = (name: string, count: number) =>
      Array.from({ length: count }, (_, at) => [`https://x.example/${name}${at}`, { $ref: `https://x.example/${name}${at + 1}` }] as const)
    const served = (count: number) => ({
      ...Object.fromEntries([...chain('a', 8), ...chain('b', count)]),
      'https://x.example/a8': {},
      [`https://x.example/b${count}`]: {},
      [url]: refersTo('https://x.example/a1'),
      [`${url}2`]: { ...refersTo('https://x.example/b1'), $id: `${url}2` },
    })
    const entries = [url, `${url}2`].map((id) => ({ id, type: 'JsonSchema' }))
    expect(await said(entries, served(8))).toBe('passed')
    expect(await said(entries, served(9))).toBe('unknown schema.TooComplexError')
  })

  test('documents that are long take steps by being read', async () => {
    const urls = Array.from({ length: 16 }, (_, at) => `https://x.example/${at}`)
    const served = (length: number) => Object.fromEntries(urls.map((id) => [id, schemaOf({ $id: id, description: 'x'.repeat(length) })]))
    const entries = urls.map((id) => ({ id, type: 'JsonSchema' }))
    expect(await said(entries, served(100_000))).toBe('passed')
    expect(await said(entries, served(1_000_500))).toBe('unknown schema.TooComplexError')
  })

  test('one schema cannot spend what belongs to the next twice', async () => {
    const bomb = {
      $defs: { a: { allOf: [{ $ref: '#/$defs/b' }, { $ref: '#/$defs/b' }] }, b: { anyOf: [{ not: { $ref: '#/$defs/a' } }, { $ref: '#/$defs/a' }] } },
      $ref: '#/$defs/a',
    }
    const urls = Array.from({ length: 16 }, (_, at) => `https://x.example/${at}`)
    const served = Object.fromEntries(urls.map((id) => [id, schemaOf({ ...bomb, $id: id })]))
    expect(
      await said(
        urls.map((id) => ({ id, type: 'JsonSchema' })),
        served,
      ),
    ).toBe('unknown schema.TooComplexError')
  })
})

describe('a schema that is a credential', () => {
  const id = 'https://uni.example/schemas/1'
  const known = { id: 'https://www.w3.org/ns/credentials/json-schema/v2.json', type: 'JsonSchema' }
  const carrying = (more: JsonObject = {}, jsonSchema: Json = schemaOf()) =>
    ({
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id,
      type: ['VerifiableCredential', 'JsonSchemaCredential'],
      issuer: keys.ed25519.controller,
      credentialSchema: known,
      credentialSubject: { id: url, type: 'JsonSchema', jsonSchema },
      ...more,
    }) as unknown as Credential
  const signedSchema = (more?: JsonObject, jsonSchema?: Json) => sign(carrying(more, jsonSchema), { suite: eddsaJcs2022, key: keys.ed25519, created })
  const entryOf = { id, type: 'JsonSchemaCredential' }

  test('passes when its own proof does, as JSON and as a JWT', async () => {
    expect(await said(entryOf, { [id]: await signedSchema() })).toBe('passed')
    const jwt = await signJwt(carrying(), { key: keys.ed25519 })
    expect(await said(entryOf, { [id]: utf8(jwt) })).toBe('passed')
    expect(await said(entryOf, { [id]: await signedSchema({}, schemaOf({ required: ['nothing'] })) })).toBe('failed schema.NonconformingError')
  })

  test.each<[string, () => Promise<object>, string]>([
    ['nobody signed', async () => carrying(), 'failed schema.BadSchemaError'],
    [
      'was changed',
      async () => ({ ...(await signedSchema()), credentialSubject: { type: 'JsonSchema', jsonSchema: schemaOf({ required: [] }) } }),
      'failed schema.BadSchemaError',
    ],
    ['has expired', () => signedSchema({ validUntil: '2026-08-01T00:00:00Z' }), 'unknown schema.UncheckedSchemaError'],
    [
      'has a status that nobody can read',
      () => signedSchema({ credentialStatus: entry({ list: 'https://gone.example/1', index: 1, purpose: 'revocation' }) as never }),
      'unknown schema.UncheckedSchemaError',
    ],
    [
      'is of a suite that is not accepted',
      async () => ({ ...carrying(), proof: { type: 'Other2020', proofPurpose: 'assertionMethod' } }),
      'unknown schema.UncheckedSchemaError',
    ],
    ['is another', () => signedSchema({ id: 'https://uni.example/schemas/2' }), 'failed schema.BadSchemaError'],
    ['does not name the schema of its kind', () => signedSchema({ credentialSchema: { ...known, id: url } }), 'failed schema.BadSchemaError'],
    ['names one more', () => signedSchema({ credentialSchema: [known, known] }), 'failed schema.BadSchemaError'],
    ['carries none', () => signedSchema({ credentialSubject: { type: 'JsonSchema' } }), 'failed schema.BadSchemaError'],
    ['carries one that does not say which', () => signedSchema({}, { $schema: draft2020 }), 'failed schema.BadSchemaError'],
  ])('one that %s', async (_, served, expected) => {
    expect(await said(entryOf, { [id]: await served() })).toBe(expected)
  })

  test('does not lead to another: its own schema is known, and its related resources are not followed', async () => {
    const asked: string[] = []
    const documents = fromDocuments({ [id]: await signedSchema({ relatedResource: [{ id: 'https://x.example/', digestSRI: 'sha384-' }] }) })
    const load: Load = (one, wish) => {
      asked.push(one)
      return documents(one, wish)
    }
    expect(await said(entryOf, {}, load)).toBe('passed')
    expect(asked).toEqual([id])
  })
})

describe('the official schemas of Open Badges 3.0', () => {
  const official = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json'
  const type = '1EdTechJsonSchemaValidator2019'
  const none: Load = (one) => Promise.reject(new Error(`Nobody should ask for ${one}.`))

  test('are known here, and never fetched', async () => {
    for (const id of [official, official.replace('/json/', '/json-ld/'), official.replace('achievement', 'anyachievement')]) {
      for (const load of [none, undefined]) {
        const report = await verify(await badge({ id, type }), { ...options, load })
        expect(report.checks.schema).toEqual({ outcome: 'passed', detail: { schemas: [{ id, type, outcome: 'passed', by: 'own rules' }] } })
        expect(report.outcome).toBe('passed')
      }
    }
  })

  test('say nothing under a type that means something else', async () => {
    expect(await said({ id: official, type: 'Other2020' }, {}, none)).toBe('unknown schema.UnknownTypeError')
    expect(await said({ id: official, type: 'JsonSchemaCredential' })).toBe('unknown load.FailedError')
  })

  test('are held against what the credential is, whatever it says that it is', async () => {
    const { credentialSubject, ...rest } = badgeOf(keys.ed25519.controller)
    const claim = { ...rest, type: ['VerifiableCredential'], credentialSubject: { id: 'did:example:zoe' }, credentialSchema: { id: official, type } }
    const report = await verify(await sign(claim as never, { suite: eddsaJcs2022, key: keys.ed25519, created }), options)
    expect([report.checks.shape.outcome, text(report.checks.schema)]).toEqual(['passed', 'failed schema.NonconformingError'])
    expect(await said({ id: official.replace('achievement', 'endorsement'), type })).toBe('failed schema.NonconformingError')
  })

  test('are read where a digest says which text is meant', async () => {
    const bytes = utf8(JSON.stringify({ type: 'object' }))
    expect(await said({ id: official, type, digestSRI: sri(bytes) }, { [official]: bytes })).toBe('passed')
    expect(await said({ id: official, type, digestSRI: sri(utf8('{}')) }, { [official]: bytes })).toBe('failed load.DigestMismatchError')
    expect(await said({ id: official, type, digestSRI: sri(bytes) }, {})).toBe('unknown load.FailedError')
  })

  test.each([
    'https://purl.imsglobal.org/spec/ob/v3p0/schema/achievementcredential.json',
    'https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json',
    `${official}?`,
    official.replace('https:', 'http:'),
    `https://evil.example/?${official}`,
  ])('and %s is not among them: it is read as any other', async (id) => {
    expect(await said({ id, type }, { [id]: { required: ['issuer'] } })).toBe('passed')
    expect(await said({ id, type }, { [id]: { required: ['nothing'] } })).toBe('failed schema.NonconformingError')
    expect(await said({ id, type }, {})).toBe('unknown load.FailedError')
  })

  test('a schema of 1EdTech’s type is of 2019-09 where it says nothing else', async () => {
    expect(await said({ id: url, type }, { [url]: { properties: { type: { items: [{ const: 'VerifiableCredential' }] } } } })).toBe('passed')
    expect(await said({ id: url, type }, { [url]: { $schema: draft2020, properties: { type: { items: [{}] } } } })).toBe('failed schema.BadSchemaError')
  })
})
