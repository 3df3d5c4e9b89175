import Ajv2019 from 'ajv/dist/2019.js'
import Ajv2020 from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../src/json.js'
import { evaluate } from '../../src/schema/evaluate.js'
import { addDocument, libraryOf } from '../../src/schema/library.js'
import { maxSteps } from '../../src/schema/steps.js'
import { haveVectors, jsonVector } from '../vectors.js'
import { judge } from './suite.js'

const draft4 = 'http://json-schema.org/draft-04/schema#'
const draft2019 = 'https://json-schema.org/draft/2019-09/schema'
const draft2020 = 'https://json-schema.org/draft/2020-12/schema'
const none = new Map<string, Json>()
const nameOf = (verdict: boolean | string): boolean | string => (typeof verdict === 'string' ? (verdict.split(' ')[0] ?? '') : verdict)
const take = (schema: Json, data: Json, dialect = draft2020): boolean | string => nameOf(judge({ schema, data }, dialect, none))

describe('draft 4, which the suite at hand leaves out', () => {
  test.each<[Json, Json, boolean]>([
    [{ minimum: 1, exclusiveMinimum: true }, 1, false],
    [{ minimum: 1, exclusiveMinimum: true }, 2, true],
    [{ minimum: 1, exclusiveMinimum: false }, 1, true],
    [{ maximum: 1, exclusiveMaximum: true }, 1, false],
    [{ exclusiveMinimum: true }, 0, true],
    [{ id: 'http://x.example/a', definitions: { b: { id: 'b', type: 'string' } }, properties: { c: { $ref: 'http://x.example/b' } } }, { c: 1 }, false],
    [{ definitions: { b: { id: '#b', type: 'string' } }, properties: { c: { $ref: '#b' } } }, { c: 1 }, false],
    // What later drafts brought says nothing in this one.
    [{ const: 1, contains: false, propertyNames: false, if: true, else: false, dependentRequired: { a: ['b'] } }, { a: 1 }, true],
    [{ dependencies: { a: ['b'] } }, { a: 1 }, false],
    [{ items: [{ type: 'string' }], additionalItems: false }, ['a', 1], false],
  ])('%j takes %j: %s', (schema, data, expected) => {
    expect(take(schema, data, draft4)).toBe(expected)
  })
})

describe.skipIf(!haveVectors)('the schema of Open Badges 3.0', () => {
  const { cases } = haveVectors ? jsonVector('ob3-json-schemas/manifest.json') : { cases: [] }
  const schema = haveVectors ? jsonVector('ob3-json-schemas/ob_v3p0_achievementcredential_schema.json') : {}

  test.each(cases as readonly { file: string; schemaValid: boolean }[])('$file is as it says: $schemaValid', ({ file, schemaValid }) => {
    expect(take(schema, jsonVector(`ob3-json-schemas/${file}`), draft2019)).toBe(schemaValid)
  })

  test('takes what ajv takes, of examples with anything changed', () => {
    const theirs = new Ajv2019.default({ strict: false, validateFormats: false }).compile({ ...schema, $schema: undefined, $id: undefined })
    const examples: readonly Json[] = cases.map(({ file }: { file: string }) => jsonVector(`ob3-json-schemas/${file}`))
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), (example, steps, value) => {
        const document = structuredClone(example)
        change(document, steps, value as Json)
        expect(take(schema, document, draft2019)).toBe(theirs(document))
      }),
      { numRuns: 500 },
    )
  })

  test('takes some five hundred steps of the quarter million that there are', () => {
    for (const { file } of cases) {
      const budget = { steps: maxSteps }
      judge({ schema, data: jsonVector(`ob3-json-schemas/${file}`) }, draft2019, none, budget)
      expect(maxSteps - budget.steps).toBeLessThan(1000)
    }
  })
})

describe('beside ajv', () => {
  const text = fc.constantFrom('a', 'b', 'ab', 'é', '')
  const number = fc.constantFrom(-1, 0, 0.5, 1, 2, 3)
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      number,
      fc.constantFrom(true, null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'ab'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }))
  const count = fc.nat(3)
  const { schema } = fc.letrec<{ schema: Json }>((tie) => {
    const one = tie('schema')
    const list = fc.array(one, { minLength: 1, maxLength: 3 })
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'ab'), { maxLength: 2 })
    const map = fc.dictionary(fc.constantFrom('a', 'b', 'ab'), one, { maxKeys: 2, noNullPrototype: true })
    const keywords = {
      type: fc.constantFrom<Json>('string', 'number', 'integer', 'object', 'array', ['null', 'boolean']),
      enum: fc.uniqueArray(value, { minLength: 1, maxLength: 3, selector: (item) => JSON.stringify(item) }),
      const: value,
      minimum: number,
      exclusiveMaximum: number,
      multipleOf: fc.constantFrom(0.5, 1, 2),
      minLength: count,
      maxLength: count,
      pattern: fc.constantFrom('^a', 'b$', '^(a|b)+$'),
      minItems: count,
      maxItems: count,
      uniqueItems: fc.boolean(),
      minProperties: count,
      required: names,
      dependentRequired: fc.dictionary(fc.constantFrom('a', 'b'), names, { maxKeys: 2, noNullPrototype: true }),
      dependentSchemas: map,
      properties: map,
      patternProperties: fc.dictionary(fc.constantFrom('^a', 'b$'), one, { maxKeys: 2, noNullPrototype: true }),
      additionalProperties: one,
      propertyNames: one,
      unevaluatedProperties: one,
      prefixItems: list,
      items: one,
      contains: one,
      minContains: count,
      maxContains: count,
      unevaluatedItems: one,
      allOf: list,
      anyOf: list,
      oneOf: list,
      not: one,
      if: one,
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: one,
      else: one,
      $ref: fc.constantFrom('#/$defs/a', '#b'),
    }
    return {
      schema: fc.oneof(
        { maxDepth: 3 },
        fc.boolean(),
        fc.record(keywords, { requiredKeys: [], noNullPrototype: true }).map((all) => some(all)),
      ),
    }
  })

  test('takes what ajv takes', () => {
    let compared = 0
    fc.assert(
      fc.property(schema, schema, schema, fc.array(value, { minLength: 1, maxLength: 5 }), (root, a, b, data) => {
        const whole = { $defs: { a, b: { $anchor: 'b', allOf: [b] } }, allOf: [root] }
        let theirs: (one: Json) => boolean
        try {
          theirs = new Ajv2020.default({ strict: false, validateFormats: false, validateSchema: false }).compile(whole) as never
        } catch {
          return
        }
        for (const one of data) {
          const ours = take(whole, one)
          // A reference that leads back to itself is endless there.
          if (ours === 'schema.TooComplexError') return
          compared++
          expect([whole, one, ours]).toEqual([whole, one, theirs(one)])
        }
      }),
      { numRuns: 250 },
    )
    expect(compared).toBeGreaterThan(200)
  })
})

/** A few of the keywords: of all at once nothing is left that a value could be. */
function some(all: JsonObject): JsonObject {
  const entries = Object.entries(all)
  return Object.fromEntries(entries.filter((_, at) => at % Math.max(1, Math.ceil(entries.length / 3)) === 0))
}

/** Puts a value somewhere in a document. */
function change(document: Json, steps: readonly number[], value: Json): void {
  let at = document as { [key: string]: Json }
  for (const [index, step] of steps.entries()) {
    const keys = Object.keys(at)
    const key = keys[step % keys.length]
    if (key === undefined) return
    const next = at[key]
    if (index === steps.length - 1 || typeof next !== 'object' || next === null) {
      at[key] = value
      return
    }
    at = next as { [key: string]: Json }
  }
}

describe('where a value is wrong', () => {
  test.each<[Json, Json, string, string]>([
    [{ properties: { a: { items: { type: 'string' } } } }, { a: ['x', 1] }, '/a/1', 'type'],
    [{ properties: { 'a/b~c': { minimum: 2 } } }, { 'a/b~c': 1 }, '/a~1b~0c', 'minimum'],
    [{ required: ['b'] }, {}, '', 'required'],
    [{ propertyNames: { pattern: '^x' } }, { ab: 1 }, '/ab', 'pattern'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 1, '', 'anyOf'],
    [false, 1, '', 'false'],
  ])('%j of %j', (schema, data, path, keyword) => {
    const library = libraryOf()
    const root = addDocument(library, schema, 'https://x.example/', draft2020)
    expect(evaluate(data, root, library, { steps: maxSteps })).toEqual({ path, keyword })
  })
})

describe('a schema that is none where it is applied', () => {
  test.each<Json>([
    { type: 'text' },
    { type: 1 },
    { type: ['string', 1] },
    { required: 'a' },
    { enum: 1 },
    { allOf: [] },
    { anyOf: {} },
    { properties: [] },
    { minLength: -1 },
    { minLength: 1.5 },
    { minimum: '1' },
    { multipleOf: 0 },
    { pattern: 1 },
    { uniqueItems: 'yes' },
    { not: 1 },
    { $ref: 1 },
    { $ref: 'http://[' },
    { $ref: '#/nothing' },
    { $ref: '#nothing' },
    { $ref: '#/%' },
    { contains: true, minContains: 'a' },
    { additionalProperties: 1 },
    { $ref: '#/$defs/a', $defs: { a: 'text' } },
    { $defs: { a: { $id: 'https://x.example/b' }, b: { $id: 'https://x.example/b' } } },
    null,
    'text',
  ])('%j', (schema) => {
    expect([{ a: 1 }, 'text', 1, ['x']].map((data) => take(schema, data))).toContain('schema.BadSchemaError')
    expect([{ a: 1 }, 'text', 1, ['x']].map((data) => take(schema, data))).not.toContain('TypeError')
  })
})

describe('a hostile schema', () => {
  const chain = (length: number): Json => ({
    $ref: '#/$defs/d0',
    $defs: Object.fromEntries(
      Array.from({ length: length + 1 }, (_, at) => [
        `d${at}`,
        at === length ? {} : { allOf: [{ $ref: `#/$defs/d${at + 1}` }, { $ref: `#/$defs/d${at + 1}` }] },
      ]),
    ),
  })
  const objects = (length: number): readonly Json[] => Array.from({ length }, (_, at) => ({ at }))
  const many: Json = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`k${at}`, { at: -1 }]))
  const bombs: { readonly [what: string]: readonly [schema: Json, data: Json] } = {
    'refers to itself': [{ $ref: '#' }, {}],
    'refers to itself by a detour': [{ anyOf: [{ $ref: '#/$defs/a' }], $defs: { a: { not: { allOf: [{ $ref: '#' }] } } } }, {}],
    'refers to itself dynamically': [{ $dynamicAnchor: 'a', $dynamicRef: '#a' }, {}],
    'doubles forty times': [chain(40), {}],
    'doubles in alternatives': [
      {
        $defs: { a: { oneOf: [{ $ref: '#/$defs/b' }, { $ref: '#/$defs/b' }] }, b: { oneOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }] } },
        $ref: '#/$defs/a',
      },
      1,
    ],
    'has a huge enum': [{ additionalProperties: { not: { enum: objects(20_000) } } }, many],
    'requires no end of members': [{ additionalProperties: { required: Array.from({ length: 50_000 }, () => 'at') } }, many],
    'has patterns for every member': [{ patternProperties: Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`^(k+)+${at}x$`, false])) }, many],
    'goes back for ever': [{ pattern: '^(a{1,60}){1,60}$' }, `${'a'.repeat(5000)}!`],
    'unfolds a count': [{ pattern: '(a{1000}){1000}' }, 'a'],
    'looks ahead everywhere': [{ pattern: '(?=(a+)+b)(?=(a+)+c)x' }, 'a'.repeat(2000)],
    'has lists and maps that apply to nothing': [
      {
        items: {
          type: Array.from({ length: 5000 }, () => 'string').concat('object'),
          patternProperties: Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`${at}`, {}])),
        },
      },
      Array.from({ length: 100 }, () => ({})),
    ],
    'compares long lists': [
      { additionalProperties: { not: { const: objects(20_000) } } },
      Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`k${at}`, objects(3000)])),
    ],
    'asks what was looked at, over and over': [
      {
        $defs: { a: { allOf: Array.from({ length: 400 }, () => ({ properties: { k1: {} }, patternProperties: { '^k': {} }, unevaluatedProperties: false })) } },
        $ref: '#/$defs/a',
      },
      many,
    ],
  }

  test.each(Object.entries(bombs))('that %s', (_, [schema, data]) => {
    expect(take(schema, data)).toBe('schema.TooComplexError')
  })

  test('says nothing by names that every object has', () => {
    const text = '{"properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}},"required":["toString"]}'
    const schema = JSON.parse(text) as Json
    expect(take(schema, {})).toBe(false)
    expect(take({ properties: (schema as { properties: Json }).properties }, {})).toBe(true)
    expect(take({ properties: (schema as { properties: Json }).properties }, JSON.parse('{"__proto__":1}'))).toBe(false)
    expect(take({ additionalProperties: false }, JSON.parse('{"__proto__":1}'))).toBe(false)
    expect(take({ dependentRequired: { constructor: ['a'] } }, {})).toBe(true)
  })

  test('is not changed, nor is what it is applied to', () => {
    const freeze = <T>(value: T): T => {
      if (typeof value === 'object' && value !== null) for (const one of Object.values(Object.freeze(value))) freeze(one)
      return value
    }
    const library = libraryOf()
    const schema = freeze({ $id: 'https://x.example/a', $defs: { b: { $anchor: 'b', type: 'number' } }, items: { $ref: '#b' }, unevaluatedItems: false })
    const root = addDocument(library, schema as Json, 'https://x.example/a', draft2020)
    expect(evaluate(freeze([1, 2]), root, library, { steps: maxSteps })).toBeUndefined()
  })
})
