import { toBase64url, type Uri, utf8 } from '../bytes.js'
import { sha256 } from '../hash.js'
import { type Card, card, type Reference } from './card.js'
import { badgeImage } from './image.js'
import { type Markup, markup, raw } from './markup.js'
import { pageOf } from './page.js'
import type { Words } from './text/en.js'

export declare namespace toHtml {
  type Options = {
    /** Where this page will be served. */
    readonly page: Uri
    /** What verifies the badge: a link that carries it, for example. */
    readonly verify: Uri
    readonly words: Words
    readonly now: Date
    /** What previews show (Open Graph): an https URL, best 1200 by 630. The badge's own image when it is left out and served over https. */
    readonly preview?: Uri | undefined
  }
}

/**
 * A page about a badge that needs no other file: its card for people, schema.org `EducationalOccupationalCredential` for search engines and
 * Open Graph for previews. It loads nothing and runs nothing, and its Content-Security-Policy says so. Whatever the badge says is text.
 * Nothing is verified: `verify` leads to what does.
 *
 * @throws {PageError} when `page`, `verify` or `preview` is not an https URL
 * @throws {UnsafeError} when the badge is not plain JSON data
 * @example
 * toHtml(signed, { page, verify: link(signed, { base }), words: en, now: new Date() })
 */
export function toHtml(badge: object, options: toHtml.Options): string {
  const { words, now } = options
  const { labels } = words
  const [page, verify] = [pageOf(options.page), pageOf(options.verify)]
  const facts = card(badge, { languages: [words.language], now })
  const { what, by, to, when, until, how, image, state } = facts
  const title = by === undefined ? what : `${what} · ${by}`
  const summary = [by && words.pair(labels.by, by), when && words.pair(labels.when, words.day(when))].filter(Boolean).join('. ')
  const preview = options.preview === undefined ? image?.startsWith('https:') && image : pageOf(options.preview)
  const picture =
    image !== undefined && /^data:image\/(?:png|jpeg|gif|webp)[;,]/i.test(image)
      ? image
      : `data:image/svg+xml,${encodeURIComponent(badgeImage(badge, { words, now }))}`
  return markup`<!doctype html>
<html lang="${words.language}" dir="${words.direction}" prefix="og: https://ogp.me/ns#">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<meta name="description" content="${summary}">
<link rel="canonical" href="${page}">
<meta property="og:type" content="website">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${summary}">
<meta property="og:url" content="${page}">
${preview && markup`<meta property="og:image" content="${preview}">\n`}<script type="application/ld+json">${raw(inScript(schemaOf(facts, page, preview || undefined)))}</script>
<style>${raw(style)}</style>
</head>
<body>
<main>
<img src="${picture}" alt="" width="160" height="160">
<h1 dir="auto"${facts.language !== '' && markup` lang="${facts.language}"`}>${what}</h1>
${state !== 'current' && markup`<p class="state">${words.states[state]}</p>\n`}<dl>
${row(labels.by, by)}${row(labels.to, to)}${row(labels.when, when && words.day(when))}${row(labels.until, until && words.day(until))}${row(labels.how, how)}${list(labels.skills, facts.skills)}${list(labels.evidence, facts.evidence)}</dl>
<p><a class="verify" href="${verify}">${labels.verify}</a></p>
<p class="claim">${words.claim}</p>
</main>
</body>
</html>
`.markup
}

/** What schema.org has words for. The holder stays out: search engines are not for people's names. */
function schemaOf(facts: Card, page: Uri, image: Uri | undefined): object {
  const { what, by, issuer, when, until, how, skills, language } = facts
  return {
    '@context': 'https://schema.org',
    '@type': 'EducationalOccupationalCredential',
    name: what,
    url: page,
    credentialCategory: 'badge',
    ...(how !== undefined && { description: how }),
    ...(by !== undefined && { recognizedBy: { '@type': 'Organization', name: by, ...(issuer !== undefined && { identifier: issuer }) } }),
    ...(when !== undefined && { dateCreated: when }),
    ...(until !== undefined && { expires: until }),
    ...(image !== undefined && { image }),
    ...(language !== '' && { inLanguage: language }),
    ...(skills.length > 0 && {
      competencyRequired: skills.map(({ name, url }) => ({ '@type': 'DefinedTerm', ...(name !== undefined && { name }), ...(url !== undefined && { url }) })),
    }),
  }
}

/** JSON that no text in it can take out of its script element. */
function inScript(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

function row(label: string, value: string | undefined): Markup | undefined {
  return value === undefined ? undefined : markup`<div><dt>${label}</dt><dd dir="auto">${value}</dd></div>\n`
}

function list(label: string, references: readonly Reference[]): Markup | undefined {
  if (references.length === 0) return undefined
  const items = references.map(({ name, url }) =>
    url === undefined ? markup`<li dir="auto">${name ?? ''}</li>` : markup`<li dir="auto"><a href="${url}" rel="nofollow noopener">${name ?? url}</a></li>`,
  )
  return markup`<div><dt>${label}</dt><dd><ul>${items}</ul></dd></div>\n`
}

function policy(): string {
  const digest = toBase64url(sha256(utf8(style)))
    .replaceAll('-', '+')
    .replaceAll('_', '/')
  return `default-src 'none'; img-src data:; style-src 'sha256-${digest}='`
}

const style = `:root{color-scheme:light dark;--ink:light-dark(#1a1a1a,#f2f2f2);--quiet:light-dark(#595959,#b8b8b8);--paper:light-dark(#fff,#16181b);--line:light-dark(#d9d9d9,#3a3d42);--link:light-dark(#1f4e79,#8fc1f0)}body{margin:0;color:var(--ink);background:var(--paper);font:1.0625rem/1.5 system-ui,sans-serif}main{max-width:40rem;margin:0 auto;padding:1.5rem}img{display:block}h1{margin:1rem 0 .5rem;font-size:1.75rem;line-height:1.2;overflow-wrap:anywhere}dl{margin:1rem 0}dl div{padding:.6rem 0;border-top:1px solid var(--line)}dt{color:var(--quiet);font-size:.875rem}dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}ul{margin:0;padding:0;list-style:none}a{color:var(--link)}.state{font-weight:600}.verify{display:inline-block;padding:.7rem 1.1rem;border-radius:.4rem;color:#fff;background:#1f4e79;text-decoration:none}.claim{color:var(--quiet);font-size:.875rem}`
