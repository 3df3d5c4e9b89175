import { isObject, type Json } from '../json.js'
import { asksMarks } from './dialect.js'
import { BadSchemaError, TooComplexError } from './errors.js'
import { type At, type Fault, faultAt, pointerOf, type Run } from './keywords.js'
import { dialectOf, type Library, type Resource } from './library.js'
import { matches, type Pattern, patternOf } from './pattern.js'
import { maxSteps, type Steps } from './steps.js'

// References can lead back to themselves; a credential has some ten levels.
const maxDepth = 400

/**
 * Says where a value is not as a schema says, and by which keyword: the first fault, or `undefined`. It interprets the schema, so that no policy
 * against the evaluation of code stands in its way, and counts what it does, so that no schema keeps it busy.
 *
 * @throws {BadSchemaError} when the schema breaks the rules of JSON Schema where it was applied
 * @throws {UnknownDialectError} when it is written in what is not read
 * @throws {UnreadPatternError} when a pattern is none, or cannot be matched in bounded time
 * @throws {TooComplexError} when `budget` is spent, or references lead deeper than 400 schemas
 * @throws {Missing} when it refers to a document that is not in the library
 */
export function evaluate(value: Json, resource: Resource, library: Library, budget: Steps): { readonly path: string; readonly keyword: string } | undefined {
  const patterns = new Map<string, Pattern>()
  const run: Run = {
    library,
    visit,
    spend(steps) {
      budget.steps -= steps
      if (budget.steps < 0) throw new TooComplexError('steps', maxSteps)
    },
    matches(source, text) {
      const pattern = patterns.get(source) ?? patternOf(source, run.spend)
      patterns.set(source, pattern)
      return matches(pattern, text, run.spend)
    },
  }

  function visit(schema: Json, at: At): Fault | undefined {
    run.spend(1)
    if (schema === true) return undefined
    if (schema === false) return faultAt('false', at)
    if (!isObject(schema)) throw new BadSchemaError('where a schema should stand is something else')
    if (at.depth > maxDepth) throw new TooComplexError('levels', maxDepth)
    const own = library.roots.get(schema) ?? at.scope.resource
    const scope = own === at.scope.resource ? at.scope : { resource: own, outer: at.scope }
    // What others beside it have looked at is no business of one that asks.
    const marks = asksMarks(schema) ? new Set<string | number>() : at.marks
    const here = { ...at, schema, scope, marks, depth: at.depth + 1 }
    const { isOld, rules } = dialectOf(own)
    const only = isOld && schema['$ref'] !== undefined
    for (const [keyword, rule] of rules) {
      const argument = schema[keyword]
      if (argument === undefined || (only && keyword !== '$ref')) continue
      const fault = rule(argument, here, run)
      if (fault) return fault
    }
    if (at.marks && marks !== at.marks) {
      run.spend(marks?.size ?? 0)
      for (const mark of marks ?? []) at.marks.add(mark)
    }
    return undefined
  }

  const fault = visit(resource.root, { value, path: undefined, scope: { resource }, depth: 0, marks: undefined })
  return fault && { path: pointerOf(fault.path), keyword: fault.keyword }
}
