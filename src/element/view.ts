import type { Uri } from '../bytes.js'
import type { Held } from '../verify/held.js'
import { checkNames, type Report } from '../verify/report.js'
import { words, wordsFor } from '../verify/text.js'
import type { Known } from './bound.js'
import { build, plain, shortened } from './build.js'
import type { Facts } from './facts.js'
import type { Language } from './text/en.js'

/** What a verifier shows, from top to bottom; each is called once for a badge, `check` each time that more is known. */
export type View = {
  readonly element: HTMLElement
  /** Asks for a badge, and shows none. */
  ask(language: Language): void
  /** Makes room for the badge that is being opened. */
  clear(language: Language): void
  /** Shows what the badge says. */
  describe(facts: Facts): void
  check(known: Known, language: Language): void
  conclude(report: Report, language: Language, detail: () => Promise<Node>): void
  /** Says that there is nothing to verify any more, and who says so. */
  erase(statedBy: string, language: Language): void
}

/** Builds the view of a verifier; whatever somebody chooses or writes there is given to `take`. */
export function viewOf(take: (held: Held) => void): View {
  const drop = dropZone(take)
  const badge = build('div')
  const headline = build('strong', { class: 'headline', part: 'headline' })
  const advice = build('span', { class: 'advice', part: 'advice' })
  const verdict = build('div', { class: 'verdict', part: 'verdict', role: 'status' }, headline, advice)
  const checks = build('ul', { class: 'checks', part: 'checks' })
  const technical = build('div')
  const element = build('div', { class: 'root', part: 'verifier' }, drop.element, badge, verdict, checks, technical)
  let said: Facts | undefined

  const speak = (language: Language, open: boolean): void => {
    const { words: catalogue, labels } = language
    element.lang = catalogue.language
    element.dir = catalogue.direction
    verdict.ariaLabel = labels.verdict
    checks.ariaLabel = labels.checks
    drop.speak(language, open)
    for (const part of [badge, checks, technical]) part.replaceChildren()
    for (const part of [badge, verdict, checks, technical]) part.hidden = true
    verdict.dataset['verdict'] = 'pending'
    headline.textContent = catalogue.pending
    advice.textContent = ''
    said = undefined
  }

  const decide = (state: string, title: string, sentence: string): void => {
    verdict.hidden = false
    verdict.dataset['verdict'] = state
    headline.textContent = title
    advice.textContent = calm(sentence)
  }

  return {
    element,
    ask: (language) => speak(language, false),
    clear: (language) => speak(language, true),
    describe(facts) {
      said = facts
      badge.replaceChildren(facts.element)
      badge.hidden = verdict.hidden = false
    },
    check(known, language) {
      listChecks(checks, known, language)
      said?.tell(known)
    },
    conclude(report, language, detail) {
      const { headline: title, advice: sentence } = words(report, language.words)
      const genuine = report.outcome === 'passed' && report.checks.issuer.outcome !== 'passed'
      decide(genuine ? 'genuine' : report.outcome === 'passed' ? 'verified' : report.outcome, title, sentence)
      technical.append(folded(language.labels.technical, detail))
      technical.hidden = false
    },
    erase(statedBy, { labels: { erased } }) {
      decide('erased', erased.headline, erased.advice(plain(statedBy)))
    },
  }
}

/** Where a badge is dropped, chosen or pasted; a line at the top once one is open. */
function dropZone(take: (held: Held) => void): { readonly element: HTMLElement; speak(language: Language, open: boolean): void } {
  const choose = build('button', { type: 'button', part: 'choose' })
  const file = build('input', { type: 'file', hidden: '' })
  const hint = build('p', { class: 'soft' })
  const label = build('span', { class: 'soft' })
  const text = build('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', part: 'paste' })
  choose.addEventListener('click', () => file.click())
  file.addEventListener('change', () => {
    const [chosen] = file.files ?? []
    if (chosen) take(chosen)
    file.value = ''
  })
  text.addEventListener('change', () => {
    if (text.value.trim() !== '') take(text.value)
    text.value = ''
  })
  return {
    element: build('div', { class: 'drop', part: 'drop' }, choose, file, hint, build('label', {}, label, text)),
    speak({ labels }, open) {
      choose.parentElement?.classList.toggle('small', open)
      choose.textContent = open ? labels.another : labels.choose
      hint.textContent = labels.drop
      label.textContent = labels.paste
    },
  }
}

/**
 * Lists the checks in their order, up to the first that is still under way: a line is added below the others and never moves one, however
 * long its sentence turns out to be.
 */
function listChecks(list: HTMLElement, known: Known, { words: catalogue, labels }: Language): void {
  const names = [...checkNames, ...Object.keys(known).filter((name) => !(checkNames as readonly string[]).includes(name))]
  for (const [at, name] of names.entries()) {
    const check = known[name]
    if (!check) continue
    const { label, outcome, text } = wordsFor({ name, check }, catalogue)
    const row = (list.children[at] as HTMLElement | undefined) ?? list.appendChild(build('li', { part: 'check' }))
    if (row.dataset['outcome'] !== outcome) {
      row.dataset['outcome'] = outcome
      row.replaceChildren(
        build('span', {}, label, build('span', { class: 'unseen' }, ` – ${labels.outcomes[outcome]}: `)),
        build('span', {}, shortened(plain(text), 1000)),
      )
    }
    if (outcome === 'pending') break
  }
  list.hidden = list.childElementCount === 0
}

/** Something that is made when somebody unfolds it. */
function folded(title: string, make: () => Promise<Node>): HTMLElement {
  const details = build('details', { part: 'technical' }, build('summary', {}, title))
  details.addEventListener('toggle', () => void make().then((node) => details.append(node)), { once: true })
  return details
}

/** A sentence that fits the room kept for it: what it quotes is cut in its middle, where nobody looks. All of it stands in its line below. */
function calm(sentence: string): string {
  return shortened(
    sentence.replace(/\S{41,}/gu, (word: Uri) => shortened(word, 40)),
    280,
  )
}
