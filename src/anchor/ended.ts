import type { Instant, Uri } from '../bytes.js'
import { BaseError } from '../errors.js'
import type { End } from './end.js'
import type { LookedUp, Sighted } from './lookup.js'

/** What the chains say of what a key signed: each anchor of it, looked up. `asked`: the caller has chains at all. */
export type History = { readonly found: readonly LookedUp[]; readonly asked: boolean; readonly allowTest: boolean }
/** `judgedAt`: when a chain had it; `window`: what of the key's life was not believed. */
export type Judgement =
  | { readonly outcome: 'passed'; readonly judgedAt: Instant; readonly window?: string | undefined }
  | { readonly outcome: 'failed' | 'unknown'; readonly error: BaseError }

/**
 * Judges what a key that has ended signed by what the chains say: what was anchored while the key was good stays good, and a date that the signer
 * wrote is a claim and no evidence. A key that was revoked may have been in other hands before anybody knew: a month of it is not believed.
 */
export function judgeEnd(key: Uri, { how, at, time }: End, { found, asked, allowTest }: History): Judgement {
  const sightings = found.flatMap(({ check }) => (check.outcome === 'passed' && (allowTest || !check.detail.testOnly) ? [check.detail] : []))
  const earliest = sightings.reduce<Sighted | undefined>((best, one) => (best && latest(best) <= latest(one) ? best : one), undefined)
  const facts: Facts = { key, how, at }
  if (time === undefined) return doubt(new KeyEndedError(facts))
  if (!earliest) {
    if (how === 'retired') return doubt(new RetiredUnknownTimeError(facts))
    return found.some(({ check }) => couldTell(check, asked)) ? doubt(new RevokedUnknownTimeError(facts)) : failure(new KeyRevokedError(facts))
  }
  if (how === 'retired') {
    if (latest(earliest) < time) return { outcome: 'passed', judgedAt: earliest.time }
    return Date.parse(earliest.time) < time ? doubt(new RetiredUnknownTimeError(facts)) : failure(new KeyRetiredError(facts))
  }
  if (latest(earliest) < time - compromiseWindow)
    return { outcome: 'passed', judgedAt: earliest.time, window: '30 days before the revocation are not believed' }
  return latest(earliest) < time ? doubt(new CompromiseWindowError(facts)) : failure(new KeyRevokedError(facts))
}

/** A thief could name a chain that nobody asks, or stamp today: only a chain that was asked, or that none was, leaves a doubt. */
function couldTell(check: LookedUp['check'], asked: boolean): boolean {
  if (check.outcome === 'skipped') return !asked && check.because === 'not asked'
  return check.outcome === 'unknown' && check.problem.name !== 'anchor.PendingTimestampError' && check.problem.name !== 'anchor.NewerTimestampError'
}

type Facts = { readonly key: Uri; readonly how: End['how']; readonly at: Instant }

/** The document of the key says that it has ended, and not when. */
export class KeyEndedError extends BaseError {
  override readonly name = 'keys.EndedError'
  constructor(facts: Facts) {
    super(`The key "${facts.key}" was ${facts.how} at "${facts.at.slice(0, 40)}", which is no date. Ask the issuer to correct its document.`, { facts })
  }
}

/** The key is no longer in use, and nothing shows that this was signed before. */
export class RetiredUnknownTimeError extends BaseError {
  override readonly name = 'keys.RetiredUnknownTimeError'
  constructor(facts: Facts) {
    super(
      `The key "${facts.key}" was in use until ${facts.at}, and nothing on a chain shows that this was signed before. Ask the issuer for its receipt or a fresh copy.`,
      { facts },
    )
  }
}

/** The key was revoked, and the chain that could show that this was signed before did not answer. */
export class RevokedUnknownTimeError extends BaseError {
  override readonly name = 'keys.RevokedUnknownTimeError'
  constructor(facts: Facts) {
    super(`The key "${facts.key}" was revoked at ${facts.at}, and the chain that could show that this was signed before was not heard. Look again later.`, {
      facts,
    })
  }
}

/** This was on the chain before the key was revoked, and in the days in which it may already have been stolen. */
export class CompromiseWindowError extends BaseError {
  override readonly name = 'keys.CompromiseWindowError'
  constructor(facts: Facts) {
    super(
      `This was on the chain less than 30 days before the key "${facts.key}" was revoked (${facts.at}), when it may already have been stolen. Ask the issuer.`,
      { facts },
    )
  }
}

/** This was on the chain only after its key was out of use. */
export class KeyRetiredError extends BaseError {
  override readonly name = 'sign.KeyRetiredError'
  constructor(facts: Facts) {
    super(`The key "${facts.key}" was in use until ${facts.at}, and this was on the chain only after that. Ask the issuer for a fresh copy.`, { facts })
  }
}

/** The key was revoked, and nothing shows that this was signed while it was good. */
export class KeyRevokedError extends BaseError {
  override readonly name = 'sign.KeyRevokedError'
  constructor(facts: Facts) {
    super(`The key "${facts.key}" was revoked at ${facts.at}, and nothing shows that this was signed while it was good. Ask the issuer for a fresh copy.`, {
      facts,
    })
  }
}

// A theft is noticed late: where the document does not say since when the key was in other hands, this much of its life is not believed.
const compromiseWindow = 30 * 24 * 3600 * 1000

/** The latest moment at which the commitment was on the chain. */
function latest({ time, tolerance }: Sighted): number {
  return Date.parse(time) + tolerance * 1000
}

function doubt(error: BaseError): Judgement {
  return { outcome: 'unknown', error }
}

function failure(error: BaseError): Judgement {
  return { outcome: 'failed', error }
}
