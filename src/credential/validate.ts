import { BaseError } from '../errors.js'
import { isObject, type Json, type JsonObject, limits, snapshot } from '../json.js'
import type { OpenBadge } from './badge.js'
import type { Check, Fault } from './check.js'
import * as checks from './generated/checks.js'
import type { Issue } from './issue.js'
import { type Reading, readBadge, readCredential, toSegment } from './reading.js'
import { achievementRules, apply, badgeRules, credentialRules, endorsementRules, profileRules, type Rule } from './rules.js'
import type { Credential } from './secured.js'

/** A value that keeps every rule, or every rule that it breaks (the first hundred). */
export type Validated<T> = { readonly value: T } | { readonly issues: readonly [Issue, ...Issue[]] }

/**
 * Says whether a value is an Open Badge 3.0, and names every rule that it breaks. It accepts what the field writes: one value or a list,
 * VC Data Model 1.1 with its `issuanceDate`, language maps, an issuer that is only a URI. It says nothing about proofs, status or time.
 *
 * The value that comes back is a copy in the form that this package writes, lists wherever Open Badges has a set: read from it. Verify
 * the document that you received, not this copy.
 *
 * @example
 * const badge = validate(JSON.parse(text))
 * 'issues' in badge ? badge.issues[0].path : badge.value.credentialSubject.achievement.name
 */
export function validate(value: unknown): Validated<OpenBadge> {
  return examine<OpenBadge>(value, kinds.badge)
}

/**
 * As `validate`, for any W3C credential (VC Data Model 2.0, 4, and 1.1): its contexts, types, issuer, subjects, dates, and the entries
 * that need an id or a type. What its subjects carry is not examined.
 *
 * @example
 * validateCredential({ ...credential, issuer: 'nobody' }) // { issues: [{ path: '/issuer', rule: 'uri', message: '…' }] }
 */
export function validateCredential(value: unknown): Validated<Credential> {
  return examine<Credential>(value, kinds.credential)
}

/** The issues of a badge, or of an achievement or a profile by itself. It must be plain data already. */
export function issuesOf(kind: 'badge' | 'achievement' | 'profile', document: JsonObject): readonly Issue[] {
  return issuesIn(kinds[kind].read(document), kinds[kind], '')
}

/** What is wrong with a value that is not plain data, from what `snapshot` threw. */
export function notPlain(thrown: unknown): Issue {
  const path = thrown instanceof BaseError && typeof thrown.facts['path'] === 'string' ? thrown.facts['path'] : ''
  return { path, rule: 'json', message: thrown instanceof BaseError ? thrown.message : 'This cannot be read as plain data.' }
}

/** As `validate` or `validateCredential`, for a document that is known to be plain data already. */
export function validatePlain(kind: 'badge' | 'endorsement' | 'credential', document: JsonObject): Validated<Credential> {
  if (exceeds(document, { left: maxValues }, 0)) return { issues: [tooManyValues] }
  return examinePlain<Credential>(document, kinds[kind])
}

type Kind = {
  readonly check: Check
  readonly rules: readonly Rule[]
  readonly read: (document: JsonObject) => Reading
  /** The names that the member `type` must contain. */
  readonly types: { readonly [path: string]: string }
}

const kinds: { readonly [name in 'badge' | 'endorsement' | 'achievement' | 'profile' | 'credential']: Kind } = {
  badge: { check: checks.badge, rules: badgeRules, read: readBadge, types: { '': 'OpenBadgeCredential' } },
  endorsement: {
    check: checks.endorsement,
    rules: endorsementRules,
    read: readBadge,
    types: { '': 'EndorsementCredential', credentialSubject: 'EndorsementSubject' },
  },
  achievement: { check: checks.achievement, rules: achievementRules, read: readBadge, types: { '': 'Achievement' } },
  profile: { check: checks.profile, rules: profileRules, read: readBadge, types: { '': 'Profile' } },
  credential: { check: checks.credential, rules: credentialRules, read: readCredential, types: { '': 'VerifiableCredential' } },
}

function examine<T>(given: unknown, kind: Kind): Validated<T> {
  let document: Json
  try {
    if (exceeds(given, { left: maxValues }, 0)) return { issues: [tooManyValues] }
    document = snapshot(given)
  } catch (thrown) {
    return { issues: [notPlain(thrown)] }
  }
  if (!isObject(document)) return { issues: [{ path: '', rule: 'type', message: 'This must be an object.' }] }
  return examinePlain(document, kind)
}

function examinePlain<T>(document: JsonObject, kind: Kind): Validated<T> {
  const reading = kind.read(document)
  const [first, ...rest] = issuesIn(reading, kind, '').slice(0, maxIssues)
  return first ? { issues: [first, ...rest] } : { value: reading.value as unknown as T }
}

function issuesIn(reading: Reading, kind: Kind, prefix: string): Issue[] {
  const { check, rules } = kind
  const faults = check(reading.value) ? [] : (check.errors ?? [])
  const found = [...faults.filter(isTelling).map((fault) => issueOf(fault, kind)), ...apply(rules, reading.value)]
  const issues = found.map((issue) => ({ ...issue, path: prefix + reading.pathOf(issue.path) }))
  for (const { path, value } of reading.endorsements) {
    const here = prefix + reading.pathOf(path)
    if (isObject(value)) issues.push(...issuesIn(kinds.endorsement.read(value), kinds.endorsement, here))
    else issues.push({ path: here, rule: 'type', message: 'This must be an object.' })
  }
  return issues
}

/** Says whether there are more values than the budget has. It stops there: an object that stands in two places counts twice. */
function exceeds(value: unknown, budget: { left: number }, depth: number): boolean {
  if (--budget.left < 0) return true
  // What is nested deeper than that is not copied, and so is not examined.
  if (typeof value !== 'object' || value === null || depth > limits.maxDepth) return false
  if (Array.isArray(value) && value.length > budget.left) return true
  for (const member of Object.keys(value)) if (exceeds((value as { readonly [member: string]: unknown })[member], budget, depth + 1)) return true
  return false
}

/** A condition that failed, a list item that is not the one looked for, a name that is not a tag: the keyword around it says it better. */
function isTelling({ keyword, schemaPath = '', propertyName }: Fault): boolean {
  return keyword !== 'if' && propertyName === undefined && !schemaPath.includes('/contains/')
}

function issueOf({ keyword, instancePath: path, schemaPath = '', params }: Fault, kind: Kind): Issue {
  if (keyword === 'required') return { path: `${path}/${toSegment(params.missingProperty ?? '')}`, rule: 'required', message: 'This is missing.' }
  if (keyword === 'additionalProperties') {
    return { path: `${path}/${toSegment(params.additionalProperty ?? '')}`, rule: 'unknown', message: 'This member has no place here.' }
  }
  if (keyword === 'propertyNames') return { path: `${path}/${toSegment(params.propertyName ?? '')}`, rule: 'text', message: textMessage }
  if (keyword === 'type') return { path, rule: 'type', message: `This must be ${[params.type ?? []].flat().map(wordFor).join(' or ')}.` }
  if (keyword === 'contains') return { path, rule: 'class', message: `The list must contain "${className(path, schemaPath, kind)}".` }
  if (keyword === 'pattern') return { path, ...(patterns.find(({ start }) => params.pattern?.startsWith(start))?.issue ?? ownWord) }
  if (keyword === 'minItems' || keyword === 'minProperties') return { path, rule: 'empty', message: 'This must not be empty.' }
  const words = params.allowedValues ?? [params.allowedValue ?? '']
  return { path, rule: 'vocabulary', message: `This must be ${words.map((word) => `"${word}"`).join(' or ')}.` }
}

function className(path: string, schemaPath: string, kind: Kind): string {
  const owner =
    path
      .split('/')
      .slice(1, -1)
      .findLast((segment) => !/^\d+$/.test(segment)) ?? ''
  if (owner === '' && schemaPath.includes('/allOf/0/')) return 'VerifiableCredential'
  return kind.types[owner] ?? classes[owner] ?? owner
}

function wordFor(type: string): string {
  return { array: 'a list', boolean: 'true or false', number: 'a number', object: 'an object', string: 'text' }[type] ?? type
}

const textMessage = 'Text is plain text, { "@value", "@language" }, a list of those, or a map from language tag to text.'
const ownWord: Omit<Issue, 'path'> = {
  rule: 'vocabulary',
  message: 'This word is not in the vocabulary of the standard. A word of your own begins with "ext:".',
}

// How each pattern of the schema begins, and what it stands for.
const patterns: readonly { readonly start: string; readonly issue: Omit<Issue, 'path'> }[] = [
  { start: '^[A-Za-z][A-Za-z0-9+', issue: { rule: 'uri', message: 'This must be an absolute URI.' } },
  { start: '^[A-Za-z]{1,8}', issue: { rule: 'language', message: 'This must be a BCP 47 language tag, for example fr-CA.' } },
  { start: '^[a-z]{2,4}', issue: { rule: 'language', message: 'This must be a language code, for example fr, fr-CA or zh-Hant.' } },
  { start: '^[\\w-]+', issue: { rule: 'jws', message: 'This must be a compact JWS: three parts with dots between them.' } },
]

const classes: { readonly [member: string]: string } = {
  achievement: 'Achievement',
  address: 'Address',
  alignment: 'Alignment',
  creator: 'Profile',
  credentialSubject: 'AchievementSubject',
  evidence: 'Evidence',
  issuer: 'Profile',
  parentOrg: 'Profile',
  related: 'Related',
  result: 'Result',
  resultDescription: 'ResultDescription',
  rubricCriterionLevel: 'RubricCriterionLevel',
  source: 'Profile',
}

// A badge has some hundred values. Every value can break several rules: the limit bounds the work, and the list bounds the answer.
const maxValues = 100_000
const tooManyValues: Issue = { path: '', rule: 'size', message: `This has more than ${maxValues} values.` }
const maxIssues = 100
