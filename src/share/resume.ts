import type { Uri } from '../bytes.js'
import { card } from './card.js'
import { pageOf } from './page.js'
import type { Words } from './text/en.js'

export declare namespace resume {
  type Options = {
    /** Where the badge can be seen and verified. */
    readonly page: Uri
    readonly words: Words
    readonly now: Date
  }
}

// JSON Resume knows no others.
const years = /^[12]\d{3}-/

/** A certificate of JSON Resume 1.0. */
export type JsonResumeCertificate = { readonly name: string; readonly date?: string | undefined; readonly url: Uri; readonly issuer?: string | undefined }

/**
 * The entry for `certificates` in a JSON Resume (schema 1.0). Nothing is verified.
 *
 * @throws {PageError} when the page is not an https URL
 * @throws {UnsafeError} when the badge is not plain JSON data
 * @example
 * toJsonResume(signed, { page, words: en, now: new Date() }) // { name: 'Statistics I', date: '2026-06-30', … }
 */
export function toJsonResume(badge: object, { page, words, now }: resume.Options): JsonResumeCertificate {
  const { what, by, when } = card(badge, { languages: [words.language], now })
  const date = when && new Date(when).toISOString().slice(0, 10)
  return { name: what, ...(date && years.test(date) && { date }), url: pageOf(page), ...(by && { issuer: by }) }
}

/**
 * The entry of a CV in plain text: what, by whom, when, until when, and where to verify it. Nothing is verified.
 *
 * @throws {PageError} when the page is not an https URL
 * @throws {UnsafeError} when the badge is not plain JSON data
 * @example
 * toCv(signed, { page, words: en, now: new Date() })
 */
export function toCv(badge: object, { page, words, now }: resume.Options): string {
  const { what, by, when, until, skills } = card(badge, { languages: [words.language], now })
  const names = skills.flatMap(({ name }) => name ?? [])
  return [
    [what, by].filter(Boolean).join(', '),
    [when && words.day(when), until && `${words.labels.until.toLowerCase()} ${words.day(until)}`].filter(Boolean).join(', '),
    names.length > 0 ? words.pair(words.labels.skills, names.join(', ')) : '',
    words.pair(words.labels.verify, pageOf(page)),
  ]
    .filter((line) => line !== '')
    .join('\n')
}
