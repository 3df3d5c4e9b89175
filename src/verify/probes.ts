import type { Check, Problem } from '../errors.js'
import type { Note } from '../formats/format.js'
import { isObject, type Json, many } from '../json.js'
import { isEndorsement, listIn } from './notes.js'
import type { CheckName, Part, Report } from './report.js'

/**
 * How a check comes out by the name of a probe of the 1EdTech validator. `warning`: it passed, and a note of this report is what the validator warns
 * of. `skipped`: this report says nothing about it.
 */
export type Probe = { readonly probe: string; readonly outcome: 'passed' | 'warning' | 'failed' | 'unknown' | 'skipped'; readonly checks: readonly CheckName[] }

/**
 * A report by the names of the 1EdTech validator (the classes of its probes and inspectors), for who knows that validator or compares with it. Not
 * every probe has a check here, nor every check a probe: see `docs/verify.md`.
 *
 * @example
 * probesOf(report).find(({ probe }) => probe === 'ContextPropertyProbe')?.outcome // 'warning'
 */
export function probesOf<Extra extends string>(report: Report<Extra>): readonly Probe[] {
  const { checks } = report
  const rows = [...ofShape, ...ofTheRest, ...ofProofs(checks.signature), ...ofStatus(checks), ...ofEndorsements(report.parts), ...ofNotes(report.notes)]
  return [...new Set(rows.map(({ probe }) => probe))].map((probe) => {
    const own = rows.filter((row) => row.probe === probe)
    const outcomes = own.map((row) => row.outcome ?? outcomeOf(checks[row.check], row))
    return { probe, outcome: ranks.find((outcome) => outcomes.includes(outcome)) ?? 'skipped', checks: [...new Set(own.map(({ check }) => check))] }
  })
}

const ranks = ['failed', 'unknown', 'warning', 'passed'] as const

type Row = {
  readonly probe: string
  readonly check: CheckName
  /** Whether a problem of the check is the probe's to name; every one, where this is left out. */
  readonly names?: (problem: Problem) => boolean
  /** Whether passing says something of an Open Badge 3.0 alone. */
  readonly ofBadge?: boolean
  /** Where the probe is about a part of what the check says. */
  readonly outcome?: Probe['outcome']
}

function outcomeOf(check: Check, { names, ofBadge }: Row): Probe['outcome'] {
  if ('problem' in check && names?.(check.problem) === false) return 'skipped'
  return check.outcome === 'passed' && ofBadge && !isBadge(check.detail) ? 'skipped' : check.outcome
}

/** Of any other credential, the form of its subjects was not examined. */
function isBadge(detail: Json): boolean {
  return isObject(detail) && String(detail['format']).startsWith('Open Badge 3')
}

/** Says whether a member is among those that are not as they should be. */
function at(member: string): (problem: Problem) => boolean {
  return ({ facts }) => many(facts['issues']).some((issue) => isObject(issue) && String(issue['path']).split('/')[1] === member)
}

const isInvalid = ({ name }: Problem): boolean => name === 'credential.InvalidError'

const ofShape: readonly Row[] = [
  { probe: 'CredentialParseProbe', check: 'shape', names: (problem) => !isInvalid(problem) },
  { probe: 'ContextPropertyProbe', check: 'shape', names: at('@context') },
  { probe: 'TypePropertyProbe', check: 'shape', names: (problem) => at('type')(problem) || problem.name === 'formats.NotAnAwardError' },
  { probe: 'JsonSchemaProbe', check: 'shape', names: isInvalid, ofBadge: true },
  { probe: 'CredentialSubjectProbe', check: 'shape', names: at('credentialSubject'), ofBadge: true },
  { probe: 'EvidenceProbe', check: 'shape', names: at('evidence'), ofBadge: true },
  { probe: 'IssuerProbe', check: 'shape', names: at('issuer'), ofBadge: true },
]

const ofTheRest: readonly Row[] = [
  { probe: 'JsonLDValidationProbe', check: 'terms' },
  { probe: 'ExpirationProbe', check: 'validity', names: dated('verify.ExpiredError', /until|expir/i) },
  { probe: 'IssuanceProbe', check: 'validity', names: dated('verify.NotYetValidError', /from|issu/i) },
  { probe: 'VerificationRecipientProbe', check: 'recipient' },
  { probe: 'OB30Inspector', check: 'parts' },
]

function dated(error: string, member: RegExp): (problem: Problem) => boolean {
  return ({ name, facts }) => name === error || (name === 'verify.DateError' && member.test(String(facts['member'])))
}

const proofProbes: { readonly [suite: string]: string } = {
  'vc-jwt': 'ExternalProofProbe',
  jws: 'VerificationJWTProbe',
  hosted: 'VerificationDependenciesProbe',
}

/** The probe that goes with each kind of proof. All of the credential's proofs have one verdict, and one tie to its issuer. */
function ofProofs(signature: Check): readonly Row[] {
  const suites = listIn(signature, 'proofs').map(({ suite }) => String(suite))
  const probes = new Set(suites.map((suite) => (Object.hasOwn(proofProbes, suite) ? proofProbes[suite] : undefined) ?? 'EmbeddedProofProbe'))
  return [...(probes.size > 0 ? probes : ['EmbeddedProofProbe'])].flatMap((probe) => [
    { probe, check: 'signature' as const },
    { probe, check: 'binding' as const },
  ])
}

/** The probe of each kind of status list. */
function ofStatus({ status, signature }: Report['checks']): readonly Row[] {
  const entries = listIn(status, 'entries')
  const isOlder = listIn(signature, 'proofs').some(({ suite }) => suite === 'jws' || suite === 'hosted')
  if (entries.length === 0) return [{ probe: isOlder ? 'AssertionRevocationListProbe' : 'RevocationListProbe', check: 'status' }]
  return entries.map(({ type, outcome }) => ({
    probe: type === 'BitstringStatusListEntry' ? 'BitstringStatusListProbe' : 'RevocationListProbe',
    check: 'status',
    outcome: outcome as Probe['outcome'],
  }))
}

function ofEndorsements(parts: readonly Part[]): readonly Row[] {
  return parts.filter(isEndorsement).map(({ report: { outcome } }) => ({ probe: 'EndorsementInspector', check: 'parts', outcome }))
}

function ofNotes(notes: readonly Note[]): readonly Row[] {
  return notes.flatMap(({ name }) => (Object.hasOwn(warnings, name) && warnings[name] ? [{ ...warnings[name], outcome: 'warning' as const }] : []))
}

// What the validator warns of too.
const warnings: { readonly [note: string]: Row } = {
  'verify.EarlierContextNote': { probe: 'ContextPropertyProbe', check: 'shape' },
  'formats.OtherIdNote': { probe: 'JsonLDCompactionProbe', check: 'binding' },
}
