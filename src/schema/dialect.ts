import type { JsonObject } from '../json.js'
import { keywords as k, type Rule } from './keywords.js'

/** An edition of JSON Schema: which keywords it has, in the order in which they are applied, and how a schema names itself. */
export type Dialect = {
  readonly rules: readonly (readonly [keyword: string, rule: Rule])[]
  readonly id: 'id' | '$id'
  /** Nothing beside a `$ref` counts, and an id may be a fragment, which names a place (draft 7 and before). */
  readonly isOld: boolean
  readonly anchors: readonly string[]
}

/** The dialect that a `$schema` names; `undefined` for one that is not read. Its URL is written with http and https, with and without `#`. */
export function dialectAt(url: string): Dialect | undefined {
  const name = /^https?:\/\/json-schema\.org\/(draft(?:-0[47]|\/2019-09|\/2020-12))\/schema#?$/.exec(url)?.[1]
  return name === undefined ? undefined : dialects[name]
}

/** What a schema is written in that does not say so: the edition that the types of 1EdTech are named after, and the newest. */
export const draft2019 = 'https://json-schema.org/draft/2019-09/schema'
export const draft2020 = 'https://json-schema.org/draft/2020-12/schema'

/** Says whether a schema has keywords whose rules ask what the others have looked at. */
export function asksMarks(schema: JsonObject): boolean {
  return schema['unevaluatedProperties'] !== undefined || schema['unevaluatedItems'] !== undefined
}

const shared = pick('type', 'enum', 'required', 'minProperties', 'maxProperties', 'minItems', 'maxItems', 'minLength', 'maxLength', 'minimum', 'maximum')
const numbers = [...pick('multipleOf', 'pattern', 'uniqueItems'), ...pick('$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'properties', 'patternProperties')]
const rest = pick('additionalProperties')
const lists = [['items', k.itemsOrTuple] as const, ...pick('additionalItems', 'dependencies')]
const since7 = pick('const', 'exclusiveMinimum', 'exclusiveMaximum', 'propertyNames', 'if')
const since2019 = pick('dependentRequired', 'dependentSchemas')
const last = pick('unevaluatedProperties', 'unevaluatedItems')

const draft4Bounds = [
  ['exclusiveMinimum', k.exclusiveMinimum4],
  ['exclusiveMaximum', k.exclusiveMaximum4],
] as const

const dialects: { readonly [name: string]: Dialect } = {
  'draft-04': { id: 'id', isOld: true, anchors: [], rules: [...shared, ...draft4Bounds, ...numbers, ...rest, ...lists] },
  'draft-07': { id: '$id', isOld: true, anchors: [], rules: [...shared, ...numbers, ...since7, ...rest, ...lists, ...pick('contains')] },
  'draft/2019-09': {
    id: '$id',
    isOld: false,
    anchors: ['$anchor'],
    rules: [...shared, ...numbers, ...since7, ...since2019, ...pick('$recursiveRef'), ...rest, ...lists, ['contains', k.containsSome], ...last],
  },
  'draft/2020-12': {
    id: '$id',
    isOld: false,
    anchors: ['$anchor', '$dynamicAnchor'],
    rules: [
      ...[...shared, ...numbers, ...since7, ...since2019, ...pick('$dynamicRef'), ...rest, ...pick('prefixItems', 'items', 'dependencies')],
      ['contains', k.containsMarked],
      ...last,
    ],
  },
}

function pick(...names: readonly (keyof typeof k)[]): readonly (readonly [string, Rule])[] {
  return names.map((name) => [name, k[name]])
}
