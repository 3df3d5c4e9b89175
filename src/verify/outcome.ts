import type { MaybePromise } from '../bytes.js'
import { BaseError, type Check, toProblem } from '../errors.js'

/** There is nothing of this to examine. */
export const absent: Check = { outcome: 'skipped', because: 'absent' }

/** There may be something, and nobody asked. */
export const notAsked: Check = { outcome: 'skipped', because: 'not asked' }

/** A check that throws could not tell: a doubt, never a verdict. */
export function guarded(check: () => MaybePromise<Check>): MaybePromise<Check> {
  try {
    const found = check()
    return found instanceof Promise ? found.catch(broken) : found
  } catch (error) {
    return broken(error)
  }
}

/** What was thrown, as a check. */
export function broken(error: unknown): Check {
  const problem = toProblem(error)
  return { outcome: problem.name === 'sign.TooManyProofsError' ? 'failed' : 'unknown', problem }
}

/** What the caller requires, and was not examined, is a doubt. */
export function demanded(check: Check, required: boolean): Check {
  return required && check.outcome === 'skipped' ? { outcome: 'unknown', problem: toProblem(new RequiredError(check.because)) } : check
}

/** Something that the caller requires was not there to be examined. */
export class RequiredError extends BaseError {
  override readonly name = 'verify.RequiredError'
  constructor(because: string) {
    super(`This was required, and could not be examined: ${because}.`, { facts: { because } })
  }
}
