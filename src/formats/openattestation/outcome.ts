import { type Check, toProblem } from '../../errors.js'
import type { JsonObject } from '../../json.js'
import { toCheck } from '../errors.js'

export type Passed = { readonly outcome: 'passed'; readonly detail: JsonObject }
/** What was found, or the check that its absence amounts to. */
export type Attempt<T> = { readonly value: T } | { readonly check: Check }

export function passed(detail: JsonObject): Passed {
  return { outcome: 'passed', detail }
}

export function unknown(error: Error): Check {
  return { outcome: 'unknown', problem: toProblem(error) }
}

export async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() }
  } catch (error) {
    return { check: toCheck(error) }
  }
}

/** The check that some work returns, or that what it throws amounts to. */
export async function checked(work: () => Promise<Check>): Promise<Check> {
  const done = await attempt(work)
  return 'value' in done ? done.value : done.check
}
