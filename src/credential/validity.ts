import type { Instant } from '../bytes.js'
import { BaseError, type Check, toProblem } from '../errors.js'
import type { Json } from '../json.js'
import { timeOf } from './instant.js'

/** A member and its value, if it has one. */
export type DateMember = readonly [member: string, value: Json | undefined]

/** Says whether a credential is good at a moment. Both ends count. */
export function validity({ from, until }: { readonly from: DateMember; readonly until: DateMember }, now: Date): Check {
  const [start, end] = [from, until].map(([, value]) => (value === undefined ? undefined : timeOf(String(value))))
  if (from[1] !== undefined && start === undefined) return failed(new DateError(from[0]))
  if (until[1] !== undefined && end === undefined) return failed(new DateError(until[0]))
  if (start !== undefined && start > now.getTime()) return failed(new NotYetValidError(String(from[1])))
  if (end !== undefined && end < now.getTime()) return failed(new ExpiredError(String(until[1])))
  return {
    outcome: 'passed',
    detail: { ...(from[1] !== undefined && { from: from[1] }), ...(until[1] !== undefined && { until: until[1] }), at: now.toISOString() },
  }
}

/** The credential was good until a moment that has passed. */
export class ExpiredError extends BaseError {
  override readonly name = 'verify.ExpiredError'
  constructor(until: Instant) {
    super(`It was valid until ${until}. Ask its issuer whether it can be renewed.`, { facts: { until } })
  }
}

/** The credential will be good from a moment that is to come. */
export class NotYetValidError extends BaseError {
  override readonly name = 'verify.NotYetValidError'
  constructor(from: Instant) {
    super(`It is valid only from ${from}. Try again then.`, { facts: { from } })
  }
}

/** A date of the credential is none. */
export class DateError extends BaseError {
  override readonly name = 'verify.DateError'
  constructor(member: string) {
    super(`The credential's "${member}" is not a date with a time zone, so its validity cannot be told. Ask its issuer for a corrected copy.`, {
      facts: { member },
    })
  }
}

function failed(error: BaseError): Check {
  return { outcome: 'failed', problem: toProblem(error) }
}
