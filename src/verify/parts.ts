import { BaseError, type Check, type Problem, toProblem } from '../errors.js'
import { isObject, type Json, type JsonObject, many } from '../json.js'
import { maxProofs } from '../sign/proofs.js'
import { absent } from './outcome.js'
import { type Budget, maxParts, type Place } from './places.js'
import type { Part, Report } from './report.js'

/** Verifies every credential inside another, one after the other, each by itself, and says what they make of the whole. */
export async function judgeParts(
  document: JsonObject,
  places: readonly Place[],
  budget: Budget,
  verify: (held: JsonObject | string) => Promise<Report>,
): Promise<Judged> {
  for (const { held } of places) budget.left -= costOf(held)
  if (budget.left < 0) return { parts: [], check: { outcome: 'unknown', problem: toProblem(new TooManyPartsError()) } }
  const parts: Part[] = []
  for (const { path, held } of places) parts.push({ path, report: await verify(held) })
  return { parts, check: checkParts(document, places, parts) }
}

/** What it takes to verify one: its proofs, and contexts of its own, which are held against all others. */
function costOf(held: JsonObject | string): number {
  if (typeof held === 'string') return 1
  const count = many(held['proof']).length
  // More than are read are refused at once.
  return (count > maxProofs ? 1 : Math.max(1, count)) * (many(held['@context']).some(isObject) ? 5 : 1)
}

type Judged = { readonly parts: readonly Part[]; readonly check: Check }

/**
 * Says whether the credentials that a record holds (Comprehensive Learner Record 2.0, `verifiableCredential`) pass themselves, and names what its
 * associations tie to and it does not hold: a record may be a part of a larger one. What others say of it (`endorsement`) is theirs: it has its
 * reports, and decides nothing here.
 */
function checkParts(document: JsonObject, places: readonly Place[], parts: readonly Part[]): Check {
  const held = parts.filter((_, at) => places[at]?.kind === 'held')
  const strays = straysOf(many(document['credentialSubject']))
  if (held.length === 0 && strays.length === 0) return absent
  const worst = held.find(({ report }) => report.outcome === 'failed') ?? held.find(({ report }) => report.outcome === 'unknown')
  if (!worst) return { outcome: 'passed', detail: { count: held.length, ...(strays.length > 0 && { notHeld: strays }) } }
  return { outcome: worst.report.outcome === 'failed' ? 'failed' : 'unknown', problem: toProblem(new PartError(worst)) }
}

/** There are more credentials inside than anybody verifies at once. */
export class TooManyPartsError extends BaseError {
  override readonly name = 'verify.TooManyPartsError'
  constructor() {
    super(`There are more than ${maxParts} credentials, or proofs of them, inside this one, so they were not examined. Verify them one by one.`, {
      facts: { maxParts },
    })
  }
}

/** A credential inside this one did not pass. */
export class PartError extends BaseError {
  override readonly name = 'verify.PartError'
  constructor({ path, report }: Part) {
    const trouble = Object.values<Check>(report.checks).find(({ outcome }) => outcome === report.outcome)
    const problem: Problem | undefined = trouble && 'problem' in trouble ? trouble.problem : undefined
    const how = report.outcome === 'failed' ? 'is not valid' : 'could not be checked'
    super(`The credential at ${path} inside this one ${how}. ${problem?.message ?? ''}`.trim(), { facts: { path, problem: problem?.name ?? '' } })
  }
}

/** The ids that associations name and that nothing in the record has. */
function straysOf(subjects: readonly Json[]): readonly string[] {
  const ids = new Set<string>()
  for (const subject of subjects) collectIds(subject, ids)
  const associations = subjects.flatMap((subject) => (isObject(subject) ? many(subject['association']) : [])).filter(isObject)
  const named = associations.flatMap(({ sourceId, targetId }) => [sourceId, targetId]).filter((id) => typeof id === 'string')
  return [...new Set(named)].filter((id) => !ids.has(id))
}

function collectIds(value: Json | undefined, ids: Set<string>): void {
  if (Array.isArray(value)) for (const one of value) collectIds(one, ids)
  else if (isObject(value)) {
    if (typeof value['id'] === 'string') ids.add(value['id'])
    for (const [member, one] of Object.entries(value)) if (member !== 'association') collectIds(one, ids)
  }
}
