import type { Uri } from '../bytes.js'
import { card } from './card.js'
import { markup } from './markup.js'
import { pageOf } from './page.js'
import type { Words } from './text/en.js'

export declare namespace awardEmail {
  type Options = {
    /** Opens the badge: a link that carries it, or the page where it is served. */
    readonly link: Uri
    readonly words: Words
    readonly now: Date
    /** How to address the holder, where the badge does not name them. */
    readonly to?: string | undefined
  }
}

/**
 * The message that brings a badge to its holder, as a subject, plain text, and HTML without images, scripts or remote parts. Sending it is
 * yours to do. A link that carries the badge shows it to every mail server on the way.
 *
 * @throws {PageError} when the page is not an https URL
 * @throws {UnsafeError} when the badge is not plain JSON data
 * @example
 * awardEmail(signed, { link, words: en, now: new Date(), to: 'Zoë' }).subject // 'Your badge: Statistics I'
 */
export function awardEmail(
  badge: object,
  { link, words, now, to }: awardEmail.Options,
): { readonly subject: string; readonly text: string; readonly html: string } {
  const { email, labels } = words
  const address = pageOf(link)
  const { what, by, when, until, to: named } = card(badge, { languages: [words.language], now })
  const subject = email.subject(what)
  const greeting = email.greeting(to ?? named)
  const dates = [when && words.pair(labels.when, words.day(when)), until && words.pair(labels.until, words.day(until))].filter(
    (line) => line !== undefined && line !== '',
  ) as string[]
  const text = [greeting, [email.award(what, by), ...dates].join('\n'), `${email.open}\n${address}`, `${email.verify} ${email.share}`, email.keep].join('\n\n')
  const html = markup`<!doctype html>
<html lang="${words.language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<title>${subject}</title>
</head>
<body style="margin:0;padding:24px;font-family:sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a;background:#fff">
<div style="max-width:560px;margin:0 auto">
<p>${greeting}</p>
<p>${email.award(what, by)}${dates.map((line) => markup`<br>${line}`)}</p>
<p><a href="${address}" style="display:inline-block;padding:12px 20px;border-radius:6px;color:#fff;background:#1f4e79;text-decoration:none">${email.open}</a></p>
<p>${email.verify} ${email.share}</p>
<p style="color:#595959">${email.keep}</p>
</div>
</body>
</html>
`.markup
  return { subject, text: `${text}\n`, html }
}
