import type { Uri } from '../bytes.js'
import { card } from './card.js'
import { pageOf } from './page.js'
import type { resume } from './resume.js'

/**
 * A badge in Markdown (CommonMark), for a README or a profile: its image, where it is served over https, and its name, with a link to the
 * page that verifies it. Nothing in the badge's texts is read as markup. Nothing is verified.
 *
 * @throws {PageError} when the page is not an https URL
 * @throws {UnsafeError} when the badge is not plain JSON data
 * @example
 * toMarkdown(signed, { page, words: en, now: new Date() }) // '[Statistics I](<https://…>), Example University, 30 June 2026'
 */
export function toMarkdown(badge: object, { page, words, now }: resume.Options): string {
  const { what, by, when, image } = card(badge, { languages: [words.language], now })
  const picture = image?.startsWith('https:') ? `[![${plain(what)}](${target(image)})](${target(pageOf(page))})\n\n` : ''
  return picture + [`[${plain(what)}](${target(pageOf(page))})`, by && plain(by), when && plain(words.day(when))].filter(Boolean).join(', ')
}

/** Every sign that could be markup, escaped (CommonMark 0.31, 2.4). */
function plain(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&')
}

function target(address: Uri): string {
  return `<${address.replace(/[<>\\\n]/g, (sign) => encodeURIComponent(sign))}>`
}
