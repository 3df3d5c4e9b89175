import type { Uri } from '../bytes.js'
import type { Cancel, Load } from '../seams.js'
import { type Card, card } from '../share/card.js'
import type { Held } from '../verify/held.js'
import { boundOf, type Known } from './bound.js'
import { build, plain, quoted, shortened } from './build.js'
import { dayIn } from './language.js'
import { doubtOf } from './name.js'
import type { Language } from './text/en.js'

/** The facts of a badge on a page. `tell` says beside the issuer's name what was found out about it. */
export type Facts = { readonly element: HTMLElement; tell(known: Known): void }

/** For whom and when a badge is shown, and what may read its picture where that is elsewhere. */
export type Showing = { readonly languages: readonly string[]; readonly now: Date; readonly load: Load | undefined; readonly cancel?: Cancel | undefined }

/** What a badge says of itself, on a page, and its picture, which comes later. `held` is what carried it, which may be a picture. */
export function said(claim: object, held: Held, language: Language, { languages, now, load, cancel }: Showing): Facts {
  const facts = card(claim, { languages: [...languages, language.words.language], now })
  const sources = [...(isPicture(held) ? [held] : []), ...(facts.image ? [facts.image] : [])]
  const picture = build('div')
  if (sources.length > 0) void import('./picture.js').then(({ drawInto }) => drawInto(picture, sources, language.labels.noPicture, load, cancel))
  return factsOf(facts, language, sources.length > 0 ? picture : undefined)
}

function isPicture(held: Held): held is string | Uint8Array {
  if (held instanceof Uint8Array) return held[0] === 0x89 || held[0] === 0x3c
  return typeof held === 'string' && held.trimStart().startsWith('<')
}

/**
 * Shows what a badge says of itself, and that it is the badge that says so. All of it is text; what is too long is cut, so that it
 * pushes nothing out of sight.
 */
function factsOf(card: Card, language: Language, picture: HTMLElement | undefined): Facts {
  const { labels } = language
  const bound = build('p', { class: 'soft bound', part: 'bound' })
  const doubt = doubtOf(card.by ?? '')
  const facts = build('dl', { class: 'facts', part: 'facts' }, build('dt', {}, labels.by))
  const issuer = build('dd', { part: 'issuer' }, quoted(card.by ?? '–'))
  if (doubt) issuer.append(build('p', { class: 'doubt', part: 'doubt' }, labels.doubtful[doubt]))
  issuer.append(bound)
  facts.append(issuer)
  const add = (label: string, value: string | undefined, part: string) => value && facts.append(build('dt', {}, label), build('dd', { part }, quoted(value)))
  add(labels.to, card.to, 'holder')
  add(labels.when, card.when && dayIn(card.when, language), 'date')
  add(card.state === 'expired' ? labels.expired : labels.until, card.until && dayIn(card.until, language), 'until')
  const what = build('h2', { part: 'achievement', dir: card.direction, ...(card.language && { lang: card.language }) }, plain(card.what))
  const element = build('section', { class: 'card', part: 'badge', 'aria-label': labels.badge })
  if (picture) element.append(build('figure', { part: 'picture' }, picture, build('figcaption', {}, labels.picture)))
  element.append(build('p', { class: 'eyebrow' }, labels.badge), what, facts)
  const more = moreOf(card, language)
  if (more) element.append(more)
  const tell = (known: Known): void => {
    bound.textContent = boundOf(known, language)
  }
  tell({})
  return { element, tell }
}

/** How it was earned, folded away: it may be long. */
function moreOf(card: Card, { labels }: Language): HTMLElement | undefined {
  const list = build('dl', { part: 'more' })
  const add = (label: string, ...values: readonly (Node | string)[]) => {
    if (values.length > 0)
      list.append(
        build('dt', {}, label),
        ...values.map((value) => build('dd', { dir: 'auto', tabindex: '0' }, typeof value === 'string' ? plain(value) : value)),
      )
  }
  const named = ({ name, url }: { readonly name?: string | undefined; readonly url?: Uri | undefined }) => {
    const entry = build('span', {}, plain(name ?? ''))
    if (url) entry.append(name ? ' ' : '', linkTo(url, labels.opensPage))
    return entry
  }
  add(labels.criteria, ...(card.how ? [card.how] : []), ...(card.criteria ? [linkTo(card.criteria, labels.opensPage)] : []))
  add(labels.evidence, ...card.evidence.map(named))
  add(labels.skills, ...card.skills.map(named))
  return list.childElementCount > 0 ? build('details', {}, build('summary', {}, labels.more), list) : undefined
}

/** A link that is called what it leads to, and tells nobody where it was. */
export function linkTo(url: Uri, opens: string): HTMLElement {
  const { host, pathname } = new URL(url)
  const text = `${host}${pathname === '/' ? '' : pathname}`
  const attributes = { href: url, target: '_blank', rel: 'noopener noreferrer nofollow', referrerpolicy: 'no-referrer', dir: 'ltr', title: opens }
  return build('a', attributes, shortened(text, 80))
}
