import type { Check, Problem } from '../errors.js'
import type { CheckName, Progress, Refresh, Report } from './report.js'
import { type Catalogue, en } from './text/en.js'
import { fr } from './text/fr.js'

export { type Probe, probesOf } from './probes.js'
export type { Catalogue } from './text/en.js'
export { en, fr }

/** One line of a report, ready to be shown. `text` may quote the credential: set it as text, never as HTML. */
export type Line = {
  readonly name: string
  readonly label: string
  readonly outcome: 'pending' | 'passed' | 'failed' | 'unknown' | 'skipped'
  readonly text: string
}

/** One note of a report, ready to be shown: as text, never as HTML. */
export type NoteLine = { readonly name: string; readonly text: string }

/**
 * The sentences of a report: a headline of a few words, advice on what to do, a line for each check, and one for each note. Plain text, never HTML.
 *
 * @example
 * words(report, fr).headline // 'Authentique'
 */
export function words<Extra extends string>(
  report: Report<Extra>,
  language: Catalogue,
): { readonly headline: string; readonly advice: string; readonly lines: readonly Line[]; readonly notes: readonly NoteLine[] } {
  const { checks } = report
  const trusted = isTrusted(report as Report)
  const key = report.outcome === 'passed' && !trusted ? 'passed, issuer unknown' : report.outcome
  const worst = worstOf(Object.values(checks) as readonly Check[])
  const advice = worst ? problemText(worst, language) : language.advice[key]
  const lines = Object.entries(checks).map(([name, check]) => lineOf(name, check as Check, language))
  const notes = report.notes.map((note) => ({ name: note.name, text: problemText(note, language) }))
  return { headline: language.headlines[key], advice, lines: report.refresh ? [...lines, refreshLine(report.refresh, language)] : lines, notes }
}

/**
 * The line of one step of progress.
 *
 * @example
 * verify(file, { ...options, onCheck: (progress) => show(wordsFor(progress, en)) })
 */
export function wordsFor(progress: Progress, language: Catalogue): Line {
  return lineOf(progress.name, progress.check, language)
}

/** A presentation has no issuer: those of all that it holds are asked. */
function isTrusted({ checks, presentation, parts }: Report): boolean {
  return presentation ? parts.every(({ report }) => isTrusted(report)) : checks.issuer.outcome === 'passed'
}

function lineOf(name: string, check: Check | { readonly outcome: 'pending' }, language: Catalogue): Line {
  const label = language.checks[name as CheckName] ?? name
  const { outcome } = check
  if (outcome === 'pending') return { name, label, outcome, text: language.pending }
  if (outcome === 'skipped') return { name, label, outcome, text: language.skipped[name as CheckName]?.[check.because] ?? language.because[check.because] }
  if (outcome === 'passed') return { name, label, outcome, text: language.passed(name, check.detail) }
  return { name, label, outcome, text: problemText(check.problem, language) }
}

function refreshLine(refresh: Refresh, language: Catalogue): Line {
  const named = { name: 'refresh', label: language.refresh.label }
  if (refresh.outcome === 'unknown') return { ...named, outcome: 'unknown', text: problemText(refresh.problem, language) }
  return { ...named, outcome: 'report' in refresh ? refresh.report.outcome : 'skipped', text: language.refresh[refresh.outcome] }
}

function problemText(problem: Problem, language: Catalogue): string {
  return language.problem(problem) ?? problem.message
}

function worstOf(checks: readonly Check[]): Problem | undefined {
  const bad = checks.find(({ outcome }) => outcome === 'failed') ?? checks.find(({ outcome }) => outcome === 'unknown')
  return bad?.outcome === 'failed' || bad?.outcome === 'unknown' ? bad.problem : undefined
}
