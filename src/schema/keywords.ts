import { jcsText } from '../canonicalize/jcs.js'
import { isObject, type Json, type JsonObject } from '../json.js'
import { BadSchemaError } from './errors.js'
import type { Library, Scope } from './library.js'

/** Where a rule was broken, and which. */
export type Fault = { readonly path: Path; readonly keyword: string }
/** The way to a value, its last step first. */
type Path = { readonly step: string | number; readonly up: Path } | undefined

/** A value of the credential and what is known of it so far. */
export type At = {
  readonly value: Json
  readonly path: Path
  readonly scope: Scope
  readonly depth: number
  /** The members or items that were looked at, where a schema around asks for them. */
  readonly marks: Set<string | number> | undefined
}
/** The same, under the schema whose keywords are being applied. */
export type Here = At & { readonly schema: JsonObject }

/** What applying a schema may use. Everything that takes time in proportion to what others wrote is told to `spend`. */
export type Run = {
  readonly library: Library
  visit(schema: Json, at: At): Fault | undefined
  spend(steps: number): void
  matches(pattern: string, text: string): boolean
}

/** Applies one keyword. Throws when its argument is not what JSON Schema allows. */
export type Rule = (argument: Json, here: Here, run: Run) => Fault | undefined

/** What a rule found wrong with the value that it was applied to. */
export function faultAt(keyword: string, { path }: Pick<At, 'path'>): Fault {
  return { path, keyword }
}

/** The way to a value as a JSON pointer (RFC 6901). */
export function pointerOf(path: Path): string {
  const steps: string[] = []
  for (let at = path; at; at = at.up) steps.unshift(`/${String(at.step).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`)
  return steps.join('')
}

/**
 * What each keyword asks of a value (JSON Schema Core and Validation, 2020-12 and before). Names that no edition has are keywords as one edition
 * has them. `format`, contents and titles are annotations in all editions, and decide nothing.
 */
type Keyword =
  | 'type'
  | 'enum'
  | 'const'
  | 'multipleOf'
  | 'minimum'
  | 'maximum'
  | 'exclusiveMinimum'
  | 'exclusiveMaximum'
  | 'exclusiveMinimum4'
  | 'exclusiveMaximum4'
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'minItems'
  | 'maxItems'
  | 'uniqueItems'
  | 'minProperties'
  | 'maxProperties'
  | 'required'
  | 'dependentRequired'
  | '$ref'
  | '$dynamicRef'
  | '$recursiveRef'
  | 'allOf'
  | 'anyOf'
  | 'oneOf'
  | 'not'
  | 'if'
  | 'dependentSchemas'
  | 'dependencies'
  | 'properties'
  | 'patternProperties'
  | 'additionalProperties'
  | 'unevaluatedProperties'
  | 'propertyNames'
  | 'prefixItems'
  | 'items'
  | 'itemsOrTuple'
  | 'additionalItems'
  | 'unevaluatedItems'
  | 'contains'
  | 'containsSome'
  | 'containsMarked'
export const keywords: { readonly [keyword in Keyword]: Rule } = {
  type(argument, here, run) {
    const types = typeof argument === 'string' ? [argument] : toTexts('type', argument, run)
    return types.some((type) => isOf(type, here.value)) ? undefined : faultAt('type', here)
  },
  enum(argument, here, run) {
    return toList('enum', argument).some((one) => isSame(one, here.value, run)) ? undefined : faultAt('enum', here)
  },
  const(argument, here, run) {
    return isSame(argument, here.value, run) ? undefined : faultAt('const', here)
  },
  multipleOf(argument, here) {
    const divisor = toNumber('multipleOf', argument)
    if (divisor <= 0) throw bad('multipleOf')
    return typeof here.value !== 'number' || isMultiple(here.value, divisor) ? undefined : faultAt('multipleOf', here)
  },
  minimum: bound('minimum', (value, limit) => value >= limit),
  maximum: bound('maximum', (value, limit) => value <= limit),
  exclusiveMinimum: bound('exclusiveMinimum', (value, limit) => value > limit),
  exclusiveMaximum: bound('exclusiveMaximum', (value, limit) => value < limit),
  exclusiveMinimum4: flag('exclusiveMinimum', 'minimum'),
  exclusiveMaximum4: flag('exclusiveMaximum', 'maximum'),
  minLength: size('minLength', lengthOf, (length, limit) => length >= limit),
  maxLength: size('maxLength', lengthOf, (length, limit) => length <= limit),
  pattern(argument, here, run) {
    const pattern = toText('pattern', argument)
    return typeof here.value !== 'string' || run.matches(pattern, here.value) ? undefined : faultAt('pattern', here)
  },
  minItems: size('minItems', itemsOf, (length, limit) => length >= limit),
  maxItems: size('maxItems', itemsOf, (length, limit) => length <= limit),
  uniqueItems(argument, here, run) {
    if (typeof argument !== 'boolean') throw bad('uniqueItems')
    if (!argument || !Array.isArray(here.value)) return undefined
    const texts = new Set(here.value.map((item) => textOf(item, run)))
    return texts.size === here.value.length ? undefined : faultAt('uniqueItems', here)
  },
  minProperties: size('minProperties', membersOf, (length, limit) => length >= limit),
  maxProperties: size('maxProperties', membersOf, (length, limit) => length <= limit),
  required(argument, here, run) {
    const names = toTexts('required', argument, run)
    const { value } = here
    return !isObject(value) || names.every((name) => Object.hasOwn(value, name)) ? undefined : faultAt('required', here)
  },
  dependentRequired(argument, here, run) {
    const { value } = here
    if (!isObject(value)) return undefined
    for (const [name, needed] of entriesOf('dependentRequired', argument, run)) {
      const names = toTexts('dependentRequired', needed ?? null, run)
      if (Object.hasOwn(value, name) && !names.every((one) => Object.hasOwn(value, one))) return faultAt('dependentRequired', here)
    }
    return undefined
  },

  $ref(argument, here, run) {
    const { schema, resource } = run.library.find(toText('$ref', argument), here.scope.resource)
    return run.visit(schema, { ...here, scope: within(here.scope, resource) })
  },
  $dynamicRef(argument, here, run) {
    const { schema, resource, anchor } = run.library.find(toText('$dynamicRef', argument), here.scope.resource)
    const outer = anchor !== undefined && resource.dynamic.has(anchor) ? outermost(here.scope, (one) => one.dynamic.has(anchor)) : undefined
    const target = outer?.anchors.get(anchor ?? '') ?? schema
    return run.visit(target, { ...here, scope: within(here.scope, outer ?? resource) })
  },
  $recursiveRef(argument, here, run) {
    const { schema, resource } = run.library.find(toText('$recursiveRef', argument), here.scope.resource)
    const outer = isRecursive(schema) ? outermost(here.scope, ({ root }) => isRecursive(root)) : undefined
    return run.visit(outer?.root ?? schema, { ...here, scope: within(here.scope, outer ?? resource) })
  },

  allOf(argument, here, run) {
    return first(toSchemas('allOf', argument), (schema) => run.visit(schema, here))
  },
  anyOf(argument, here, run) {
    let passed = false
    for (const schema of toSchemas('anyOf', argument)) {
      passed = attempt(schema, here, run) || passed
      // The others matter only to whoever asks what they have looked at.
      if (passed && !here.marks) return undefined
    }
    return passed ? undefined : faultAt('anyOf', here)
  },
  oneOf(argument, here, run) {
    const passed = toSchemas('oneOf', argument).filter((schema) => attempt(schema, here, run))
    return passed.length === 1 ? undefined : faultAt('oneOf', here)
  },
  not(argument, here, run) {
    return run.visit(argument, { ...here, marks: undefined }) ? undefined : faultAt('not', here)
  },
  if(argument, here, run) {
    const branch = attempt(argument, here, run) ? here.schema['then'] : here.schema['else']
    return branch === undefined ? undefined : run.visit(branch, here)
  },
  dependentSchemas(argument, here, run) {
    const { value } = here
    const schemas = entriesOf('dependentSchemas', argument, run)
    if (!isObject(value)) return undefined
    return first(schemas, ([name, schema]) => (Object.hasOwn(value, name) ? run.visit(schema as Json, here) : undefined))
  },
  dependencies(argument, here, run) {
    return first(entriesOf('dependencies', argument, run), ([name, one]) => {
      const dependency = { [name]: one } as JsonObject
      return Array.isArray(one) ? keywords.dependentRequired(dependency, here, run) : keywords.dependentSchemas(dependency, here, run)
    })
  },

  properties(argument, here, run) {
    const schemas = toMap('properties', argument)
    return eachMember(here, run, (name, visit) => (Object.hasOwn(schemas, name) ? visit(schemas[name] as Json) : undefined))
  },
  patternProperties(argument, here, run) {
    const schemas = entriesOf('patternProperties', argument, run)
    return eachMember(here, run, (name, visit) => first(schemas, ([pattern, schema]) => (run.matches(pattern, name) ? visit(schema as Json) : undefined)))
  },
  additionalProperties(argument, here, run) {
    const { properties = {}, patternProperties = {} } = here.schema
    const names = toMap('properties', properties)
    const patterns = entriesOf('patternProperties', patternProperties, run).map(([pattern]) => pattern)
    const isOther = (name: string): boolean => !Object.hasOwn(names, name) && !patterns.some((pattern) => run.matches(pattern, name))
    return eachMember(here, run, (name, visit) => (isOther(name) ? visit(argument) : undefined))
  },
  unevaluatedProperties(argument, here, run) {
    return eachMember(here, run, (name, visit) => (here.marks?.has(name) ? undefined : visit(argument)))
  },
  propertyNames(argument, here, run) {
    if (!isObject(here.value)) return undefined
    return first(Object.keys(here.value), (name) => run.visit(argument, { ...below(here, name), value: name }))
  },

  prefixItems(argument, here, run) {
    const schemas = toSchemas('prefixItems', argument)
    return eachItem(here, run, 0, (visit, index) => (index < schemas.length ? visit(schemas[index] as Json) : undefined))
  },
  items(argument, here, run) {
    const { prefixItems = [] } = here.schema
    return eachItem(here, run, toList('prefixItems', prefixItems).length, (visit) => visit(argument))
  },
  itemsOrTuple(argument, here, run) {
    return Array.isArray(argument) ? keywords.prefixItems(argument, here, run) : eachItem(here, run, 0, (visit) => visit(argument))
  },
  additionalItems(argument, here, run) {
    const { items } = here.schema
    return Array.isArray(items) ? eachItem(here, run, items.length, (visit) => visit(argument)) : undefined
  },
  unevaluatedItems(argument, here, run) {
    return eachItem(here, run, 0, (visit, index) => (here.marks?.has(index) ? undefined : visit(argument)))
  },
  contains(argument, here, run) {
    return containing(argument, here, run, { least: 1, most: Number.POSITIVE_INFINITY })
  },
  containsSome(argument, here, run) {
    return containing(argument, here, run, limitsOf(here.schema))
  },
  containsMarked(argument, here, run) {
    return containing(argument, here, run, limitsOf(here.schema), here.marks)
  },
}

function bound(keyword: string, holds: (value: number, limit: number) => boolean): Rule {
  return (argument, here) => {
    const limit = toNumber(keyword, argument)
    return typeof here.value !== 'number' || holds(here.value, limit) ? undefined : faultAt(keyword, here)
  }
}

/** In draft 4 whether a bound is exclusive is said beside it. */
function flag(keyword: string, limit: 'minimum' | 'maximum'): Rule {
  return (argument, here) => {
    if (typeof argument !== 'boolean') throw bad(keyword)
    return argument && here.value === here.schema[limit] ? faultAt(keyword, here) : undefined
  }
}

function size(keyword: string, measure: (value: Json, run: Run) => number | undefined, holds: (length: number, limit: number) => boolean): Rule {
  return (argument, here, run) => {
    const limit = toCount(keyword, argument)
    const length = measure(here.value, run)
    return length === undefined || holds(length, limit) ? undefined : faultAt(keyword, here)
  }
}

/** Characters, and not UTF-16 units. */
function lengthOf(value: Json, run: Run): number | undefined {
  if (typeof value !== 'string') return undefined
  run.spend(value.length / 64)
  let length = 0
  for (const _ of value) length++
  return length
}

function itemsOf(value: Json): number | undefined {
  return Array.isArray(value) ? value.length : undefined
}

function membersOf(value: Json, run: Run): number | undefined {
  if (!isObject(value)) return undefined
  const { length } = Object.keys(value)
  run.spend(length / 64)
  return length
}

function isOf(type: string, value: Json): boolean {
  if (type === 'object') return isObject(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'integer') return Number.isInteger(value)
  if (!['string', 'number', 'boolean'].includes(type)) throw bad('type')
  return typeof value === type
}

function isSame(one: Json, other: Json, run: Run): boolean {
  run.spend(1)
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other
  return textOf(one, run) === textOf(other, run)
}

/** Two values are the same when their canonical texts are. */
function textOf(value: Json, run: Run): string {
  const text = jcsText(value)
  run.spend(1 + text.length / 16)
  return text
}

/** Exactly, by the decimal digits of both: 0.0075 is a multiple of 0.0001, whatever binary fractions make of it. */
function isMultiple(value: number, divisor: number): boolean {
  const [digits, exponent] = decimal(value)
  const [divisorDigits, divisorExponent] = decimal(divisor)
  const least = Math.min(exponent, divisorExponent)
  return (digits * 10n ** BigInt(exponent - least)) % (divisorDigits * 10n ** BigInt(divisorExponent - least)) === 0n
}

function decimal(value: number): readonly [digits: bigint, exponent: number] {
  const [digits = '', exponent = '0'] = String(value).split('e')
  const [whole = '', fraction = ''] = digits.split('.')
  return [BigInt(whole + fraction), Number(exponent) - fraction.length]
}

function isRecursive(schema: Json): boolean {
  return isObject(schema) && schema['$recursiveAnchor'] === true
}

function within(scope: Scope, resource: Scope['resource']): Scope {
  return resource === scope.resource ? scope : { resource, outer: scope }
}

function outermost(scope: Scope, holds: (resource: Scope['resource']) => boolean): Scope['resource'] | undefined {
  let found: Scope['resource'] | undefined
  for (let at: Scope | undefined = scope; at; at = at.outer) if (holds(at.resource)) found = at.resource
  return found
}

/** Says whether a schema takes the value, and only then counts what it has looked at. */
function attempt(schema: Json, here: Here, run: Run): boolean {
  const marks = here.marks && new Set<string | number>()
  if (run.visit(schema, { ...here, marks })) return false
  run.spend(marks?.size ?? 0)
  for (const mark of marks ?? []) here.marks?.add(mark)
  return true
}

type VisitPart = (schema: Json) => Fault | undefined

function eachMember(here: Here, run: Run, apply: (name: string, visit: VisitPart) => Fault | undefined): Fault | undefined {
  const { value } = here
  if (!isObject(value)) return undefined
  const names = Object.keys(value)
  run.spend(names.length)
  return first(names, (name) =>
    apply(name, (schema) => {
      here.marks?.add(name)
      return run.visit(schema, { ...below(here, name), value: value[name] as Json })
    }),
  )
}

function eachItem(here: Here, run: Run, from: number, apply: (visit: VisitPart, index: number) => Fault | undefined): Fault | undefined {
  const { value } = here
  if (!Array.isArray(value)) return undefined
  run.spend(value.length)
  for (let index = from; index < value.length; index++) {
    const visit = (schema: Json): Fault | undefined => {
      here.marks?.add(index)
      return run.visit(schema, { ...below(here, index), value: value[index] })
    }
    const fault = apply(visit, index)
    if (fault) return fault
  }
  return undefined
}

type Limits = { readonly least: number; readonly most: number }

function limitsOf({ minContains = 1, maxContains = Number.POSITIVE_INFINITY }: JsonObject): Limits {
  return { least: toCount('minContains', minContains), most: toCount('maxContains', maxContains) }
}

function containing(schema: Json, here: Here, run: Run, { least, most }: Limits, marks?: At['marks']): Fault | undefined {
  const { value } = here
  if (!Array.isArray(value)) return undefined
  let count = 0
  for (const [index, item] of value.entries()) {
    if (run.visit(schema, { ...below(here, index), value: item })) continue
    marks?.add(index)
    count++
  }
  return count >= least && count <= most ? undefined : faultAt('contains', here)
}

function below(here: Here, step: string | number): At {
  return { ...here, path: { step, up: here.path }, marks: undefined }
}

function first<T>(all: readonly T[], apply: (one: T) => Fault | undefined): Fault | undefined {
  for (const one of all) {
    const fault = apply(one)
    if (fault) return fault
  }
  return undefined
}

function toText(keyword: string, argument: Json): string {
  if (typeof argument !== 'string') throw bad(keyword)
  return argument
}

function toNumber(keyword: string, argument: Json): number {
  if (typeof argument !== 'number') throw bad(keyword)
  return argument
}

function toCount(keyword: string, argument: Json): number {
  const count = toNumber(keyword, argument)
  if (count < 0 || (!Number.isInteger(count) && count !== Number.POSITIVE_INFINITY)) throw bad(keyword)
  return count
}

function toList(keyword: string, argument: Json): readonly Json[] {
  if (!Array.isArray(argument)) throw bad(keyword)
  return argument
}

/** What must pass when nothing is there would say nothing: an empty list is no list of schemas. */
function toSchemas(keyword: string, argument: Json): readonly Json[] {
  const list = toList(keyword, argument)
  if (list.length === 0 && keyword !== 'prefixItems') throw bad(keyword)
  return list
}

function toTexts(keyword: string, argument: Json, run: Run): readonly string[] {
  const list = toList(keyword, argument)
  run.spend(1 + list.length)
  if (!list.every((one) => typeof one === 'string')) throw bad(keyword)
  return list
}

function toMap(keyword: string, argument: Json): JsonObject {
  if (!isObject(argument)) throw bad(keyword)
  return argument
}

function entriesOf(keyword: string, argument: Json, run: Run): readonly (readonly [string, Json | undefined])[] {
  const entries = Object.entries(toMap(keyword, argument))
  run.spend(entries.length)
  return entries
}

function bad(keyword: string): BadSchemaError {
  return new BadSchemaError(`its keyword "${keyword}" has a value that JSON Schema does not allow`)
}
