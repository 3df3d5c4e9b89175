import type { MaybePromise } from '../bytes.js'
import { BaseError, type Check, type Problem, toProblem } from '../errors.js'
import type { Cancel } from '../seams.js'

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

/** What comes first: the work, or the caller's stop. */
export function cancellable<T>(work: Promise<T>, cancel: Cancel | undefined, stopped: (problem: Problem) => T): Promise<T> {
  if (!cancel) return work
  return new Promise((resolve, reject) => {
    const stop = () => resolve(stopped(toProblem(new CancelledError())))
    if (cancel.aborted) return stop()
    cancel.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => cancel.removeEventListener('abort', stop))
  })
}

type Because = Extract<Check, { readonly outcome: 'skipped' }>['because']
const whys: { readonly [because in Because]: string } = {
  absent: 'there is none',
  'not asked': 'nothing was given to examine it with',
  'not understood': 'it is of a kind that was not accepted here',
  inside: 'it is asked of each credential inside',
}

/** Something that the caller requires was not there to be examined. */
export class RequiredError extends BaseError {
  override readonly name = 'verify.RequiredError'
  constructor(because: Because) {
    super(`This was required, and could not be examined: ${whys[because]}. Ask for a copy that can be.`, {
      facts: { because },
    })
  }
}

/** The call is wrong, and not the credential. */
export class OptionsError extends BaseError {
  override readonly name = 'verify.OptionsError'
  constructor(message: string) {
    super(message)
  }
}

/** The caller stopped the verification. */
export class CancelledError extends BaseError {
  override readonly name = 'verify.CancelledError'
  constructor() {
    super('The verification was stopped before this was known. Try again.')
  }
}
