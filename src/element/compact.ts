import type { Uri } from '../bytes.js'
import { limits, TooLargeError } from '../json.js'
import { needed } from '../load/failure.js'
import type { Load } from '../seams.js'
import { type Held, open } from '../verify/held.js'
import { build } from './build.js'
import { said } from './facts.js'
import type { Language } from './text/en.js'

type World = { readonly load: Load | undefined; readonly now: Date; readonly languages: readonly string[]; readonly page: Uri | undefined }

/** What a badge says of itself, with the way to where it can be verified. An address is one that `load` reads. */
export async function compact(given: Held, { load, now, languages, page }: World, language: Language): Promise<HTMLElement | undefined> {
  const held = await whole(given, load)
  const opened = await open(held)
  if (!('document' in opened)) return undefined
  const { labels } = language
  const { element } = said(opened.document, held, language, { languages, now, load })
  const foot = build('p', { class: 'soft foot', part: 'foot' }, labels.unverified)
  const address = page && (await linkOf(opened.jwt && typeof held === 'string' ? held : JSON.stringify(opened.document), page))
  if (address) foot.append(' ', build('a', { href: address, part: 'verify' }, labels.verify))
  element.append(foot)
  return element
}

async function whole(given: Held, load: Load | undefined): Promise<Held> {
  if (typeof given === 'string' && /^https?:/i.test(given)) return (await needed(load, given)(given)).bytes
  if (typeof given === 'string' || given instanceof Uint8Array || !('arrayBuffer' in given)) return given
  const file = given as Blob
  if (file.size > limits.maxBytes) throw new TooLargeError('length', limits.maxBytes)
  return new Uint8Array(await file.arrayBuffer())
}

/** The page, with the badge after `#`; none for a badge that is too long for a link. */
async function linkOf(text: string, page: Uri): Promise<string | undefined> {
  const { LinkError, link } = await import('../share/link.js')
  try {
    return link(text, { base: page })
  } catch (error) {
    if (error instanceof LinkError) return undefined
    throw error
  }
}
