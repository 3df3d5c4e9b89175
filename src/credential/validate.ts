import { toProblem } from '../errors.js'
import { isObject, type Json, type JsonObject, many, snapshot } from '../json.js'
import type { OpenBadge } from './badge.js'
import type { Check, Flaw } from './check.js'
import {
  achievement as achievementCheck,
  badge as badgeCheck,
  credential as credentialCheck,
  endorsement as endorsementCheck,
  profile as profileCheck,
} from './generated/checks.js'
import { isDay, timeOf } from './instant.js'
import type { Issue } from './issue.js'
import type { Credential } from './secured.js'

/** A value that was checked, or every rule that it breaks. */
export type Validated<T> = { readonly value: T } | { readonly issues: readonly [Issue, ...Issue[]] }

/**
 * Names every rule of Open Badges 3.0 that a value breaks. It accepts what the field writes: one value where the standard has a set, the
 * dates of VC 1.1, text in languages. `path` is a JSON pointer into the value as given. Nothing about its proofs is checked.
 *
 * @returns a copy of the value as plain data, or its issues, at most 100
 * @example
 * validate(badge) // { value: badge } | { issues: [{ path: '/credentialSubject/achievement/criteria', rule: 'criteria', message: '…' }] }
 */
export function validate(value: unknown): Validated<OpenBadge> {
  return examine(value, badgeCheck, badgeRules) as Validated<OpenBadge>
}

/**
 * Names every rule of the VC Data Model that a credential breaks (2.0, 4; and 1.1 where its first context says so), whatever else it carries.
 *
 * @returns a copy of the value as plain data, or its issues, at most 100
 * @example
 * validateCredential(credential) // { value: credential } | { issues: […] }
 */
export function validateCredential(value: unknown): Validated<Credential> {
  return examine(value, credentialCheck, credentialRules) as Validated<Credential>
}

/** The nouns that can be built. */
export type Kind = 'badge' | 'achievement' | 'profile'

/** Every rule that a noun breaks, before it is part of a credential. */
export function issuesOf(kind: Kind, value: Json): readonly Issue[] {
  if (kind === 'badge') {
    const result = validate(value)
    return 'issues' in result ? result.issues : []
  }
  const check = kind === 'achievement' ? achievementCheck : profileCheck
  const member = kind === 'achievement' ? 'achievement' : 'issuer'
  const listed = list(value, member)
  const flaws = check(listed) ? [] : toIssues(check.errors ?? [], value)
  const rules = kind === 'achievement' && isObject(listed) ? [...criteriaRule(listed, '')] : []
  return distinct([...flaws, ...rules])
}

type Rule = (credential: JsonObject, given: JsonObject) => Iterable<Issue>

const maxIssues = 100

function examine(value: unknown, check: Check, rules: readonly Rule[]): Validated<unknown> {
  let given: Json
  try {
    given = snapshot(value)
  } catch (error) {
    const { name, message } = toProblem(error)
    return { issues: [{ path: '', rule: name, message }] }
  }
  if (!isObject(given)) return { issues: [{ path: '', rule: 'type', message: 'A credential is a JSON object.' }] }
  const listed = list(given, '') as JsonObject
  const issues: Issue[] = check(listed) ? [] : toIssues(check.errors ?? [], given)
  for (const rule of rules) for (const issue of rule(listed, given)) issues.push({ ...issue, path: pathIn(given, issue.path) })
  const [first, ...rest] = distinct(issues)
  return first ? { issues: [first, ...rest] } : { value: given }
}

// Sets, which the standard lets nobody write as one value, and the field does (Open Badges 3.0, 5.1).
const sets: ReadonlySet<string> = /* @__PURE__ */ new Set([
  '@context',
  'alignment',
  'allowedValue',
  'credentialSchema',
  'credentialStatus',
  'endorsement',
  'endorsementJwt',
  'evidence',
  'identifier',
  'otherIdentifier',
  'proof',
  'refreshService',
  'related',
  'relatedResource',
  'result',
  'resultDescription',
  'rubricCriterionLevel',
  'tag',
  'termsOfUse',
])
// The classes whose type is one name, and not a set.
const oneType: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'image',
  'otherIdentifier',
  'geo',
  'proof',
  'credentialStatus',
  'credentialSchema',
  'refreshService',
  'termsOfUse',
])

/** The value with a list wherever the standard has a set, and an object where an issuer is named by its id alone. */
function list(value: Json, member: string): Json {
  if (Array.isArray(value)) return value.map((item) => list(item, member))
  if (!isObject(value)) return value
  const out: { [key: string]: Json } = {}
  for (const [key, one] of Object.entries(value)) {
    if (one === undefined) continue
    if (key === 'endorsement' || key === '@context') out[key] = many(one) as Json
    else if (key === 'issuer' && typeof one === 'string') out[key] = { id: one, type: ['Profile'] }
    // Inside a subject `identifier` is a set of objects; inside an identifier entry it is the text.
    else if (sets.has(key) && !(key === 'identifier' && member !== 'credentialSubject')) out[key] = many(list(one, key)) as Json
    else if (key === 'type' && typeof one === 'string' && !oneType.has(member) && !isIdentity(value)) out[key] = [one]
    else out[key] = list(one, key)
  }
  return out
}

function isIdentity(value: JsonObject): boolean {
  return 'identityHash' in value || 'identityType' in value || value['type'] === 'IdentityObject'
}

/** A pointer into the listed value, as it is in the value that was given: where that has one value, there is no `/0`. */
function pathIn(given: Json, path: string): string {
  let at: Json | undefined = given
  let out = ''
  for (const step of path.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (key === '0' && at !== undefined && !Array.isArray(at) && !(isObject(at) && '0' in at)) continue
    out += `/${step}`
    at = Array.isArray(at) ? (at as readonly Json[])[Number(key)] : isObject(at) ? at[key] : undefined
  }
  return out
}

function toIssues(flaws: readonly Flaw[], given: Json): Issue[] {
  return flaws
    .filter(({ keyword }) => !['if', 'allOf', 'anyOf', 'contains'].includes(keyword) || keyword === 'contains')
    .slice(0, maxIssues)
    .map(({ instancePath, keyword, params }) => ({ path: pathIn(given, instancePath), rule: keyword, message: sayFlaw(keyword, params) }))
}

function sayFlaw(keyword: string, params: Flaw['params']): string {
  switch (keyword) {
    case 'required':
      return `"${params['missingProperty']}" is missing.`
    case 'type':
      return `This must be of type ${String(params['type'])}.`
    case 'enum':
      return `This must be one of: ${(params['allowedValues'] as readonly unknown[] | undefined)?.join(', ')}.`
    case 'const':
      return `This must be "${String(params['allowedValue'])}".`
    case 'contains':
      return 'A type that must be here is missing.'
    case 'pattern':
      return 'This does not have the form that it must have.'
    case 'minItems':
      return 'This list must not be empty.'
    case 'minProperties':
      return 'This must not be empty.'
    case 'additionalProperties':
      return `"${params['additionalProperty']}" does not belong here.`
    default:
      return `This breaks the rule "${keyword}".`
  }
}

function distinct(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Set<string>()
  return issues.filter(({ path, rule, message }) => !seen.has(`${path} ${rule} ${message}`) && seen.add(`${path} ${rule} ${message}`)).slice(0, maxIssues)
}

const v1 = 'https://www.w3.org/2018/credentials/v1'
const v2 = 'https://www.w3.org/ns/credentials/v2'
const instants: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'validFrom',
  'validUntil',
  'issuanceDate',
  'expirationDate',
  'awardedDate',
  'activityStartDate',
  'activityEndDate',
])

function* contextRule(credential: JsonObject): Iterable<Issue> {
  const [first] = many(credential['@context'])
  if (first !== v1 && first !== v2) yield { path: '/@context/0', rule: 'context', message: `The first context must be "${v2}" (or "${v1}" for VC 1.1).` }
}

function* nullRule(credential: JsonObject): Iterable<Issue> {
  for (const [path, value] of members(credential, '')) {
    if (value === null) yield { path, rule: 'null', message: 'A member without a value is left out, and not null.' }
  }
}

function* dateRule(credential: JsonObject): Iterable<Issue> {
  for (const [path, value, key] of members(credential, '')) {
    if (instants.has(key) && (typeof value !== 'string' || timeOf(value) === undefined)) {
      yield { path, rule: 'date', message: 'This must be a date of the calendar with its time and time zone, such as 2026-01-31T12:00:00Z.' }
    }
    if (key === 'dateOfBirth' && !(typeof value === 'string' && isDate(value)))
      yield { path, rule: 'date', message: 'This must be a day of the calendar, such as 2001-01-31.' }
  }
}

function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
  return year !== undefined && isDay(Number(year), Number(month), Number(day))
}

function* periodRule(credential: JsonObject): Iterable<Issue> {
  const isV1 = many(credential['@context'])[0] === v1
  if (isV1 && credential['issuanceDate'] === undefined) yield { path: '', rule: 'required', message: '"issuanceDate" is missing.' }
  const [from, until] = [credential['validFrom'] ?? credential['issuanceDate'], credential['validUntil'] ?? credential['expirationDate']]
  if (typeof from !== 'string' || typeof until !== 'string') return
  const [start, end] = [timeOf(from), timeOf(until)]
  if (start !== undefined && end !== undefined && end < start) {
    yield { path: credential['validUntil'] === undefined ? '/expirationDate' : '/validUntil', rule: 'period', message: 'It ends before it begins.' }
  }
}

function* badgeFromRule(credential: JsonObject): Iterable<Issue> {
  if (credential['validFrom'] === undefined && credential['issuanceDate'] === undefined)
    yield { path: '', rule: 'required', message: '"validFrom" is missing.' }
}

function* badgeContextRule(credential: JsonObject): Iterable<Issue> {
  const [, second] = many(credential['@context'])
  if (typeof second !== 'string' || !openBadges.test(second)) {
    yield { path: '/@context/1', rule: 'context', message: 'The second context must be that of Open Badges 3.0.' }
  }
}

const openBadges =
  /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/(context(-3\.\d\.\d)*\.json|ob_v3p0\.jsonld)$|^https:\/\/(imsglobal|w3c-ccg|1edtech)\.github\.io\//

function* subjectRule(credential: JsonObject): Iterable<Issue> {
  const subject = credential['credentialSubject']
  if (!isObject(subject)) return
  if (subject['id'] === undefined && many(subject['identifier']).length === 0) {
    yield { path: '/credentialSubject', rule: 'learner', message: 'Nobody is named: give an "id" or an "identifier".' }
  }
  if (!many(subject['type']).includes('AchievementSubject')) {
    yield { path: '/credentialSubject/type', rule: 'type', message: 'The type must contain "AchievementSubject".' }
  }
  const achievement = subject['achievement']
  if (isObject(achievement)) yield* achievementRule(achievement, subject)
}

function* achievementRule(achievement: JsonObject, subject: JsonObject): Iterable<Issue> {
  const path = '/credentialSubject/achievement'
  yield* criteriaRule(achievement, path)
  const descriptions = many(achievement['resultDescription']).filter(isObject)
  const ids = new Set(descriptions.map((one) => one['id']))
  const levels = new Set(descriptions.flatMap((one) => many(one['rubricCriterionLevel'])).map((level) => (isObject(level) ? level['id'] : undefined)))
  if (ids.size < descriptions.length) yield { path: `${path}/resultDescription`, rule: 'unique', message: 'Two result descriptions have the same id.' }
  for (const [at, result] of many(subject['result']).entries()) {
    if (!isObject(result)) continue
    const { resultDescription, achievedLevel } = result
    const place = `/credentialSubject/result/${at}`
    // In a result `resultDescription` is the id of one, and `list` has put it in a list.
    const named = many(resultDescription)[0]
    if (named !== undefined && !ids.has(named))
      yield { path: `${place}/resultDescription`, rule: 'reference', message: 'No result description of the achievement has this id.' }
    if (achievedLevel !== undefined && !levels.has(achievedLevel))
      yield { path: `${place}/achievedLevel`, rule: 'reference', message: 'No rubric level of the achievement has this id.' }
  }
}

function* criteriaRule(achievement: JsonObject, path: string): Iterable<Issue> {
  const criteria = achievement['criteria']
  if (isObject(criteria) && criteria['id'] === undefined && criteria['narrative'] === undefined) {
    yield { path: `${path}/criteria`, rule: 'criteria', message: 'Say how it is earned: give a "narrative" or the "id" of a page.' }
  }
}

// The class of each member, as its `type` must name it (Open Badges 3.0, appendix B).
const classes: { readonly [member: string]: string } = {
  achievement: 'Achievement',
  address: 'Address',
  alignment: 'Alignment',
  creator: 'Profile',
  evidence: 'Evidence',
  issuer: 'Profile',
  parentOrg: 'Profile',
  related: 'Related',
  result: 'Result',
  resultDescription: 'ResultDescription',
  rubricCriterionLevel: 'RubricCriterionLevel',
  source: 'Profile',
}

function* classRule(credential: JsonObject): Iterable<Issue> {
  for (const [path, value, key] of members(credential, '')) {
    const name = classes[key]
    if (name === undefined || key === '@context') continue
    for (const [at, one] of many(value).entries()) {
      if (!isObject(one) || many(one['type']).length === 0 || many(one['type']).includes(name)) continue
      yield { path: `${path}${Array.isArray(value) ? `/${at}` : ''}/type`, rule: 'type', message: `The type must contain "${name}".` }
    }
  }
}

function* endorsementRule(credential: JsonObject): Iterable<Issue> {
  for (const [path, value, key] of members(credential, '')) {
    if (key !== 'endorsement') continue
    for (const [at, one] of many(value).entries()) {
      const listed = list(one, '')
      if (endorsementCheck(listed)) continue
      for (const flaw of (endorsementCheck.errors ?? []).slice(0, maxIssues)) {
        yield { path: `${path}/${at}${pathIn(one, flaw.instancePath)}`, rule: flaw.keyword, message: sayFlaw(flaw.keyword, flaw.params) }
      }
    }
  }
}

/** Every member of a document, in order, with its path and its name. What stands under a context or in an endorsement is not ours to read. */
function* members(value: Json, path: string): Iterable<readonly [path: string, value: Json, key: string]> {
  if (Array.isArray(value)) {
    for (const [at, one] of (value as readonly Json[]).entries()) yield* members(one, `${path}/${at}`)
    return
  }
  if (!isObject(value)) return
  for (const [key, one] of Object.entries(value)) {
    if (one === undefined || key === '@context') continue
    const place = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    yield [place, one, key]
    if (key !== 'endorsement' && key !== 'proof') yield* members(one, place)
  }
}

const credentialRules: readonly Rule[] = [contextRule, nullRule, dateRule, periodRule]
const badgeRules: readonly Rule[] = [...credentialRules, badgeFromRule, badgeContextRule, subjectRule, classRule, endorsementRule]
