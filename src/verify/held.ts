import { fromUtf8, type MaybePromise } from '../bytes.js'
import { isCompactJwt, type Secured } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import type { Format } from '../formats/format.js'
import { isObject, type Json, type JsonObject, limits, many, parse, snapshot, TooLargeError } from '../json.js'
import type { DecodedJwt } from '../sign/jwt.js'
import type { PresentationJwt } from './presentation.js'

/** Anything that a person may hold: JSON text, a JWT, PNG, SVG or PDF bytes, a file, an object. Not a promise, and not `undefined`. */
export type Held = string | Uint8Array | { arrayBuffer(): Promise<ArrayBuffer> } | Secured | { readonly [key: string]: unknown }

/** The credential in what was held, and the JWT that it came in, if it did. `file`: what was held, where that was no object. */
export type Opened = { readonly document: JsonObject; readonly jwt?: DecodedJwt | undefined; readonly file?: string | Uint8Array | undefined }
/** The presentation in what was held, in the same way. */
export type Presented = { readonly presentation: JsonObject; readonly jwt?: PresentationJwt | undefined; readonly file?: string | Uint8Array | undefined }
/** What one of the accepted formats recognises as its own. */
export type Foreign = { readonly format: Format; readonly value: JsonObject | string }
/** How large it may be, and which formats are asked whether it is theirs. */
type Limits = { readonly maxBytes: number; readonly formats: readonly Format[] }

/**
 * Finds the credential in what somebody holds: unwraps a file, an image, a JWT, and parses the text. What reads images and JWTs is loaded
 * when one comes. The first format that recognises what is inside has it.
 */
export async function open(held: Held, maxBytes: number = limits.maxBytes, formats: readonly Format[] = []): Promise<Opened | Presented | Foreign> {
  if (typeof held === 'string') return { ...(await openText(held, { maxBytes, formats })), file: held }
  const bytes = bytesIn(held, maxBytes)
  if (!bytes) return openJson(snapshot(held), { maxBytes, formats })
  const file = await bytes
  return { ...(await openBytes(file, { maxBytes, formats })), file }
}

/** What was held is nothing that a credential can be read from. */
export class HeldError extends BaseError {
  override readonly name = 'verify.HeldError'
  constructor(why: string) {
    super(`No credential can be read from this. ${why} A credential is JSON text, a JWT, or a PNG, SVG or PDF file that carries one: ask its holder for that.`)
  }
}

/** What was held is of a kind that is known, and not read by this release. */
export class NotReadError extends BaseError {
  override readonly name = 'verify.NotReadError'
  constructor(kind: string) {
    super(`This is ${kind}, which is not read here: nothing in it was examined. Ask its holder for the credential itself.`, { facts: { kind } })
  }
}

/** What was held gave an error when it was read: nobody knows what is in it. */
export class UnreadableError extends BaseError {
  override readonly name = 'verify.UnreadableError'
  constructor(cause: unknown) {
    super('It could not be read: the file, or what holds it, gave an error. Try again, or take another copy.', { cause })
  }
}

/** The bytes of a file, `undefined` for an object that is none. Both are copied at once, before their owner can change them; not what is too large. */
function bytesIn(held: Exclude<Held, string>, maxBytes: number): MaybePromise<Uint8Array> | undefined {
  try {
    if (held instanceof Uint8Array) return held.length > maxBytes ? held : new Uint8Array(held)
    if (!isFile(held)) return undefined
  } catch (cause) {
    throw new UnreadableError(cause)
  }
  return readFile(held)
}

async function readFile(file: { arrayBuffer(): Promise<ArrayBuffer> }): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (cause) {
    throw new UnreadableError(cause)
  }
}

function isFile(held: object): held is { arrayBuffer(): Promise<ArrayBuffer> } {
  return 'arrayBuffer' in held && typeof held.arrayBuffer === 'function'
}

async function openBytes(bytes: Uint8Array, limits: Limits): Promise<Opened | Presented | Foreign> {
  if (bytes.length > limits.maxBytes) throw new TooLargeError('length', limits.maxBytes)
  // ISO 32000-2, 7.5.2: `%PDF`.
  if (bytes[0] === 0x25 && bytes[1] === 0x50) return openPdf(bytes, limits)
  if (bytes[0] === 0xd2 && bytes[1] === 0x84) throw new NotReadError('COSE')
  if (bytes[0] !== 0x89) return openText(fromUtf8(bytes), limits)
  const { fromPng } = await import('../bake/png.js')
  return openCarried(fromPng(bytes) ?? missing('PNG image'), limits)
}

async function openPdf(bytes: Uint8Array, limits: Limits): Promise<Opened | Presented | Foreign> {
  const { fromPdf } = await import('../bake/pdf.js')
  return openCarried(fromPdf(bytes, limits) ?? missing('PDF'), limits)
}

/** What an image carries is no image: one in one in one would be read as often as it is deep. */
async function openCarried(text: string, limits: Limits): Promise<Opened | Presented | Foreign> {
  if (/^\s*</.test(text)) throw new HeldError('The image carries another image.')
  return openText(text, limits)
}

async function openText(text: string, limits: Limits): Promise<Opened | Presented | Foreign> {
  const { maxBytes, formats } = limits
  const start = text.replace(/^\ufeff/, '').trimStart()
  if (start.startsWith('<')) {
    if (text.length > maxBytes) throw new TooLargeError('length', maxBytes)
    const { fromSvg } = await import('../bake/svg.js')
    return openCarried(fromSvg(text) ?? missing('SVG image'), limits)
  }
  const format = text.length <= maxBytes && !start.startsWith('{') ? formats.find((one) => one.recognise(start)) : undefined
  if (format) return { format, value: start }
  if (text.length <= maxBytes && isCompactJwt(start)) return (await import('./envelope.js')).openJwt(start)
  if (/^[-_A-Za-z0-9]+\.[-_A-Za-z0-9]+\.[-_A-Za-z0-9]+~/.test(start)) throw new NotReadError('an SD-JWT')
  // RFC 9052, 4.2: the tag of COSE_Sign1, its list of four, and the bytes of a header, in base64.
  if (/^0oR[-\w+/]+=*\s*$/.test(start)) throw new NotReadError('COSE')
  return openJson(parse(start, { maxBytes }), limits)
}

async function openJson(document: Json, limits: Limits): Promise<Opened | Presented | Foreign> {
  if (!isObject(document)) throw new HeldError('It is not a JSON object.')
  const types = many(document['type'])
  // First, because what it holds may be of a format.
  if (types.includes('VerifiablePresentation')) return { presentation: document }
  const format = limits.formats.find((one) => one.recognise(document))
  if (format) return { format, value: document }
  const envelope = types.find((type) => /^EnvelopedVerifiable(Credential|Presentation)$/.test(String(type)))
  return envelope ? (await import('./envelope.js')).openEnvelope(envelope, document['id'], limits) : { document }
}

function missing(kind: string): never {
  throw new HeldError(`This ${kind} carries no credential: ask for the original file, since screenshots and photo tools drop it.`)
}
