import type { Json, JsonObject } from './json.js'

/**
 * Every error that this package throws. `name` is the contract, stable and listed in `docs/errors.md`; `message` is for a person
 * and says what to do next; `facts` is what a program may want to know.
 */
export abstract class BaseError extends Error {
  abstract override readonly name: string
  /** What a program may want to know, as plain JSON. Never a secret. */
  readonly facts: JsonObject

  constructor(message: string, options: { readonly facts?: JsonObject | undefined; readonly cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.facts = options.facts ?? {}
  }

  /** Where the error is explained. */
  get docs(): string {
    return `docs/errors.md#${this.name.toLowerCase().replace('.', '')}`
  }
}

/** What is wrong with somebody's badge, as plain JSON: it survives `postMessage`, HTTP and a log. */
export type Problem<Name extends string = string> = {
  readonly name: Name
  readonly message: string
  readonly facts: JsonObject
  readonly cause?: Problem | undefined
}

/** One examined question. Never `passed` for what was not examined. What is skipped because it is `inside` is asked of each part. */
export type Check<Detail extends Json | undefined = Json, Failure extends string = string, Doubt extends string = string> =
  | { readonly outcome: 'passed'; readonly detail: Detail }
  | { readonly outcome: 'failed'; readonly problem: Problem<Failure> }
  | { readonly outcome: 'unknown'; readonly problem: Problem<Doubt> }
  | { readonly outcome: 'skipped'; readonly because: 'absent' | 'not asked' | 'not understood' | 'inside' }

// A chain of causes longer than this says nothing more to anybody.
const maxCauses = 8

/**
 * Turns anything that was thrown into a problem: its name, message, facts and causes, at most eight deep.
 *
 * @example
 * toProblem(new TypeError('no')) // { name: 'TypeError', message: 'no', facts: {} }
 */
export function toProblem(thrown: unknown): Problem {
  return problemAt(thrown, maxCauses)
}

function problemAt(thrown: unknown, depth: number): Problem {
  if (!(thrown instanceof Error)) return { name: 'Error', message: wordFor(thrown), facts: {} }
  const problem = { name: thrown.name, message: thrown.message, facts: thrown instanceof BaseError ? thrown.facts : {} }
  return thrown.cause === undefined || depth === 0 ? problem : { ...problem, cause: problemAt(thrown.cause, depth - 1) }
}

// An object without a prototype has no words for itself, and a hostile one throws.
function wordFor(thrown: unknown): string {
  try {
    return String(thrown)
  } catch {
    return `a thrown ${typeof thrown}`
  }
}
