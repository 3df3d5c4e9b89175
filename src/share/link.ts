import { fromBase64url, toBase64url, type Uri, utf8 } from '../bytes.js'
import { type Secured, toText } from '../credential/secured.js'
import { deflate, inflate } from '../deflate.js'
import { BaseError } from '../errors.js'
import { httpsOf } from './page.js'

/** What a link brings: the text of a credential, or the URL where it is served. Neither is verified. */
export type Linked = { readonly text: string; readonly url?: undefined } | { readonly url: Uri; readonly text?: undefined }

/**
 * A link that carries the whole credential after `#`, compressed: a browser does not send that part to any server, but chats, mail and
 * sync services see all of it. A JWT, an object, or JSON text, which comes back letter by letter. At `base` stands a page that opens it.
 *
 * @returns `base` ‖ `#c1.` ‖ base64url(0x00 ‖ raw DEFLATE(text)), about half as long as the text
 * @throws {LinkError} when `base` is not a page, or there is more than 1 MiB of text
 * @example
 * link(signed, { base: 'https://verify.example/' }) // 'https://verify.example/#c1.AO…'
 */
export function link(credential: Secured | string, { base }: { readonly base: Uri }): string {
  const text = toText(credential as Secured)
  const bytes = utf8(text)
  if (bytes.length > maxBytes || !text.isWellFormed()) throw new LinkError('more text than a link can carry')
  const packed = deflate(bytes)
  const framed = new Uint8Array(packed.length + 1)
  framed.set(packed, 1)
  return `${pageOf(base)}#${carried}${toBase64url(framed)}`
}

/**
 * A link that points to a credential served elsewhere: short enough for any QR code, and as lasting as that server.
 *
 * @throws {LinkError} when `base` is not a page, or `url` not https
 * @example
 * linkTo('https://uni.example/badges/1.json', { base: 'https://verify.example/' })
 */
export function linkTo(url: Uri, { base }: { readonly base: Uri }): string {
  if (httpsOf(url) === undefined) throw new LinkError('no https address to point to')
  return `${pageOf(base)}#${hosted}${encodeURIComponent(url)}`
}

/**
 * What a link brings, unverified: hand its text to `verify`. Only the part after `#` is read, whatever page it stands at.
 *
 * @returns `undefined` when the address brings no credential
 * @throws {LinkError} when it does, and is damaged, cut short, or holds more than 1 MiB of text
 * @example
 * readLink(location.href)?.text
 */
export function readLink(address: string): Linked | undefined {
  const fragment = address.slice(address.indexOf('#') + 1)
  if (!address.includes('#')) return undefined
  if (fragment.startsWith(carried)) return { text: unpack(fragment.slice(carried.length)) }
  if (fragment.startsWith(hosted)) return { url: addressIn(fragment.slice(hosted.length)) }
  return undefined
}

/** A link that cannot be made or read. */
export class LinkError extends BaseError {
  override readonly name = 'share.LinkError'
  constructor(found: string, cause?: unknown) {
    super(`A link to a credential has a page (https, without user name or fragment) and what it brings, whole. Here there is ${found}.`, {
      facts: { found },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

function unpack(written: string): string {
  if (written.length > maxBytes) throw new LinkError('more than a link can carry')
  try {
    const framed = fromBase64url(written)
    if (framed[0] !== 0) throw new LinkError('a form of link that is newer than this reader')
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(inflate(framed.subarray(1), { maxBytes }))
  } catch (cause) {
    throw cause instanceof LinkError ? cause : new LinkError('a damaged or cut part after #', cause)
  }
}

function addressIn(written: string): Uri {
  let url: string
  try {
    url = decodeURIComponent(written)
  } catch (cause) {
    throw new LinkError('a damaged address after #', cause)
  }
  if (httpsOf(url) === undefined) throw new LinkError('no https address after #')
  return url
}

function pageOf(base: Uri): string {
  const page = URL.canParse(base) ? new URL(base) : undefined
  const local = page?.protocol === 'http:' && page.hostname === 'localhost'
  if (!page || !(local || httpsOf(base)) || base.includes('#')) throw new LinkError('another kind of address')
  return page.href
}

const carried = 'c1.'
const hosted = 'u1.'
const maxBytes = 1024 * 1024
