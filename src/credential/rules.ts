import { isObject, type Json, type JsonObject, many } from '../json.js'
import { isDay, timeOf } from './instant.js'
import type { Issue } from './issue.js'
import { toSegment } from './reading.js'

/** The rules that a schema has no words for. Each looks at a document in the form of `readBadge`, whatever else may be wrong with it. */
export type Rule = (value: JsonObject, report: Report) => void
type Report = (path: string, rule: string, message: string) => void

/** The issues that rules find. */
export function apply(rules: readonly Rule[], value: JsonObject): Issue[] {
  const issues: Issue[] = []
  for (const rule of rules) rule(value, (path, name, message) => issues.push({ path, rule: name, message }))
  return issues
}

/** What holds for every credential: its context, its dates and their order (VC Data Model 1.1 and 2.0). */
export const credentialRules: readonly Rule[] = [baseContext, baseDates, proofDates]
/** What holds for an achievement by itself. */
export const achievementRules: readonly Rule[] = [(value, report) => inAchievement(value, '', report)]
/** What holds for a profile by itself. */
export const profileRules: readonly Rule[] = [(value, report) => inProfile(value, '', report)]
/** What holds for an endorsement. */
export const endorsementRules: readonly Rule[] = [...credentialRules, openBadgesContext, startDate, awardedDate, issuer]
/** What holds for an Open Badge. */
export const badgeRules: readonly Rule[] = [
  ...endorsementRules,
  learner,
  activity,
  source,
  results,
  (value, report) => inAchievement(partOf(subjectOf(value), 'achievement'), `${at}/achievement`, report),
]

function baseContext(value: JsonObject, report: Report): void {
  const [first] = many(value['@context'])
  if (first === undefined || first === v1 || first === v2) return
  report('/@context/0', 'context', `The first context must be ${v2} (or ${v1}).`)
}

// 1EdTech published one more name for the first edition of its context.
const openBadgesContexts = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d|\/ob_v3p0)?\.json(ld)?$/

function openBadgesContext(value: JsonObject, report: Report): void {
  const contexts = many(value['@context'])
  const second = contexts[1]
  if (contexts.length === 0 || (typeof second === 'string' && openBadgesContexts.test(second))) return
  report(
    '/@context/1',
    'context',
    'The second context must be that of Open Badges 3.0, for example https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json.',
  )
}

function baseDates(value: JsonObject, report: Report): void {
  const first = isVersion1(value)
  if (first && value['issuanceDate'] === undefined) report('/issuanceDate', 'required', 'This is missing.')
  for (const member of ['validFrom', 'validUntil', 'issuanceDate', 'expirationDate']) instant(value, member, '', report)
  inOrder(value, 'validFrom', 'validUntil', '', report)
  inOrder(value, 'issuanceDate', 'expirationDate', '', report)
}

function startDate(value: JsonObject, report: Report): void {
  if (!isVersion1(value) && value['validFrom'] === undefined) report('/validFrom', 'required', 'This is missing.')
}

function awardedDate(value: JsonObject, report: Report): void {
  instant(value, 'awardedDate', '', report)
}

function proofDates(value: JsonObject, report: Report): void {
  for (const [index, proof] of many(value['proof']).entries()) {
    if (!isObject(proof)) continue
    instant(proof, 'created', `/proof/${index}`, report)
    instant(proof, 'expires', `/proof/${index}`, report)
  }
}

function issuer(value: JsonObject, report: Report): void {
  inProfile(value['issuer'], '/issuer', report)
}

function source(value: JsonObject, report: Report): void {
  inProfile(subjectOf(value)?.['source'], `${at}/source`, report)
}

function learner(value: JsonObject, report: Report): void {
  const subject = subjectOf(value)
  if (!subject || subject['id'] !== undefined || many(subject['identifier']).length > 0) return
  report(`${at}/id`, 'learner', 'A learner needs an id or at least one identifier.')
}

function activity(value: JsonObject, report: Report): void {
  const subject = subjectOf(value)
  if (!subject) return
  instant(subject, 'activityStartDate', at, report)
  instant(subject, 'activityEndDate', at, report)
  inOrder(subject, 'activityStartDate', 'activityEndDate', at, report)
}

function results(value: JsonObject, report: Report): void {
  const subject = subjectOf(value)
  const descriptions = objects(partOf(subject, 'achievement')?.['resultDescription'])
  const known = new Set(descriptions.map(({ id }) => id))
  const levels = new Set(descriptions.flatMap((description) => objects(description['rubricCriterionLevel'])).map(({ id }) => id))
  for (const [index, result] of many(subject?.['result']).entries()) {
    if (!isObject(result)) continue
    const { resultDescription, achievedLevel } = result
    const path = `${at}/result/${index}`
    if (typeof resultDescription === 'string' && !known.has(resultDescription))
      report(`${path}/resultDescription`, 'reference', 'No result description of the achievement has this id.')
    if (typeof achievedLevel === 'string' && !levels.has(achievedLevel))
      report(`${path}/achievedLevel`, 'reference', 'No rubric level of the achievement has this id.')
  }
}

function inAchievement(value: Json | undefined, path: string, report: Report): void {
  if (!isObject(value)) return
  const criteria = partOf(value, 'criteria')
  if (criteria && criteria['id'] === undefined && criteria['narrative'] === undefined)
    report(`${path}/criteria`, 'criteria', 'Criteria need an id, a narrative, or both.')
  inProfile(value['creator'], `${path}/creator`, report)
  const ids = new Set<Json>()
  for (const [index, description] of many(value['resultDescription']).entries()) {
    if (isObject(description)) inResultDescription(description, `${path}/resultDescription/${index}`, ids, report)
  }
}

function inResultDescription(description: JsonObject, path: string, ids: Set<Json>, report: Report): void {
  unique(description['id'], `${path}/id`, ids, report)
  const levels = many(description['rubricCriterionLevel'])
  for (const [index, level] of levels.entries()) if (isObject(level)) unique(level['id'], `${path}/rubricCriterionLevel/${index}/id`, ids, report)
  const { requiredLevel } = description
  if (typeof requiredLevel !== 'string' || objects(levels).some(({ id }) => id === requiredLevel)) return
  report(`${path}/requiredLevel`, 'reference', 'No rubric level of this result description has this id.')
}

function unique(id: Json | undefined, path: string, ids: Set<Json>, report: Report): void {
  if (typeof id !== 'string') return
  if (ids.has(id)) report(path, 'unique', 'Another result description or rubric level has the same id.')
  ids.add(id)
}

function inProfile(value: Json | undefined, path: string, report: Report): void {
  for (let [profile, here] = [value, path]; isObject(profile); [profile, here] = [profile['parentOrg'], `${here}/parentOrg`]) {
    const { dateOfBirth } = profile
    if (typeof dateOfBirth !== 'string') continue
    const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(dateOfBirth)?.map(Number) ?? []
    if (year === undefined || !isDay(year, month, day)) report(`${here}/dateOfBirth`, 'date', 'This must be a day of the calendar, YYYY-MM-DD.')
  }
}

function instant(value: JsonObject, member: string, path: string, report: Report): void {
  const text = value[member]
  if (typeof text !== 'string' || timeOf(text) !== undefined) return
  report(`${path}/${toSegment(member)}`, 'date-time', 'This must be RFC 3339 text with a time zone, on a day that the calendar has: 2026-01-31T12:00:00Z.')
}

function inOrder(value: JsonObject, from: string, until: string, path: string, report: Report): void {
  const [start, end] = [value[from], value[until]].map((text) => (typeof text === 'string' ? timeOf(text) : undefined))
  if (start !== undefined && end !== undefined && start > end) report(`${path}/${until}`, 'order', `This must not be before ${from}.`)
}

function isVersion1(value: JsonObject): boolean {
  return many(value['@context'])[0] === v1
}

function subjectOf(value: JsonObject): JsonObject | undefined {
  return partOf(value, 'credentialSubject')
}

function partOf(value: JsonObject | undefined, member: string): JsonObject | undefined {
  const part = value?.[member]
  return isObject(part) ? part : undefined
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return many(value).filter(isObject)
}

const v1 = 'https://www.w3.org/2018/credentials/v1'
const v2 = 'https://www.w3.org/ns/credentials/v2'
const at = '/credentialSubject'
