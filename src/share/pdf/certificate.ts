import { type Bytes, fromBase64url, fromUtf8, type Instant, type Uri, utf8 } from '../../bytes.js'
import { isCompactJwt, type Secured, secured, toText } from '../../credential/secured.js'
import { BaseError } from '../../errors.js'
import { isObject, type Json, type JsonObject, many, parse, snapshot } from '../../json.js'
import { card, type Reference } from '../card.js'
import { codeOf } from '../code.js'
import { pageOf } from '../page.js'
import type { Words } from '../text/en.js'
import { type Face, openFonts } from './fonts.js'
import { linesOf } from './lines.js'
import { bytesIn, pictureOf } from './picture.js'
import { besideWidth, type Sheet, type Style, sheetOf } from './sheet.js'

export declare namespace toPdf {
  /** What a certificate looks like. All of it is yours: nothing of it comes from a badge. */
  type Template = {
    /** TrueType, OpenType or WOFF files, in the order in which they are asked for a letter. What is used of them is embedded. */
    readonly fonts: readonly Uint8Array[]
    /** For names and headings; `fonts` have what these lack. */
    readonly bold?: readonly Uint8Array[] | undefined
    /** PNG or JPEG. Where it is left out, the badge's own image, if that is a PNG or JPEG inside the badge. */
    readonly logo?: Uint8Array | undefined
    /** The colour of lines and headings, as `#rrggbb`. */
    readonly accent?: string | undefined
    /** A4 upright when it is left out. */
    readonly orientation?: 'portrait' | 'landscape' | undefined
    /** What stands above all: "Certificate of achievement". */
    readonly heading?: string | undefined
    /** Who signs on paper, at most three: a stroke to write on, and these words below it. */
    readonly signatures?: readonly string[] | undefined
  }
  type Options = {
    readonly template: Template
    /** What the QR code opens: a link that carries the badge, or one to where it is served. */
    readonly verify: Uri
    readonly words: Words
  }
}

/**
 * A certificate in A4 that carries its badge: what it says for people, a QR code, embedded fonts, and the credential itself as an attachment
 * (ISO 32000-2, 7.11.4), byte for byte, so that `verify(pdf)` reads it. Greek, Cyrillic, East Asian, Hebrew and Arabic letters are shaped
 * and ordered as they are read; what cannot be set right is an error. What does not fit goes on another page. The same badge and template
 * give the same bytes: the file is dated as the badge is. Nothing is verified and nothing fetched.
 *
 * @param badge - an object, JSON text or a JWT, with a proof
 * @throws {NotSecuredError} for a badge without a proof
 * @throws {UnsafeError} when the badge is not plain JSON data
 * @throws {GlyphError} for letters that no font draws, or whose script cannot be set
 * @throws {FontError} for bytes that are no font
 * @throws {PictureError} for a picture that is no PNG or JPEG
 * @throws {TemplateError} for a template without fonts, a colour that is none, or too many signatures
 * @throws {PageError} when `verify` is not an https URL
 * @throws {TooLongError} when it is longer than a QR code can be: use `linkTo`
 * @example
 * await toPdf(signed, { template: { fonts: [await readFile('NotoSans.ttf')] }, verify: link(signed, { base }), words: en })
 */
export async function toPdf(badge: Secured | string, { template, verify, words }: toPdf.Options): Promise<Bytes> {
  const text = typeof badge === 'string' ? badge : toText(snapshot(badge) as unknown as Secured)
  secured(text)
  checkTemplate(template)
  const url = pageOf(verify)
  const code = codeOf(url)
  const document = documentIn(text)
  // Paper does not know on which day it is read: nothing is said of now.
  const facts = card(document, { languages: [words.language], now: new Date(0) })
  const { what, by, to, when, until } = facts
  const regular = openFonts(template.fonts, 'fonts')
  const strong = openFonts(template.bold ?? [], 'bold')
  const accent = template.accent ?? '#1f4e79'
  const landscape = template.orientation === 'landscape'
  const about = { title: what, author: by, language: words.language, date: dateOf(document, when) }
  const sheet = sheetOf(about, { landscape, accent, rightToLeft: words.direction === 'rtl', faces: [...regular, ...strong] })
  const pen: Pen = { sheet, regular, bold: [...strong, ...regular] }
  const { labels } = words

  const picture = template.logo ?? bytesIn(facts.image)
  if (picture) sheet.picture(pictureOf(picture), { width: 200, height: landscape ? 64 : 84, words: by ?? words.badge })
  middle(pen, template.heading, { field: 'template.heading', sizes: [13], color: quiet })
  middle(pen, what, { field: 'what', sizes: [30, 26, 22, 18, 15], color: accent, bold: true, tag: 'H1', language: facts.language })
  middle(pen, to && labels.to, { field: 'words', sizes: [9.5], color: quiet })
  middle(pen, to, { field: 'to', sizes: [22, 18, 15, 12], color: ink, bold: true })
  middle(pen, by && labels.by, { field: 'words', sizes: [9.5], color: quiet })
  middle(pen, by, { field: 'by', sizes: [15, 12], color: ink })
  const days = [when && words.pair(labels.when, words.day(when)), until && words.pair(labels.until, words.day(until))]
  middle(pen, days.filter(Boolean).join('     '), { field: 'when', sizes: [11], color: ink })
  sheet.gap(6)
  fact(pen, labels.how, facts.how, 'how')
  fact(pen, labels.criteria, facts.criteria, 'criteria')
  fact(pen, labels.skills, listed(facts.skills), 'skills')
  fact(pen, labels.evidence, listed(facts.evidence), 'evidence')
  sign(pen, template.signatures ?? [])
  const beside = [
    { text: labels.verify, size: 11, color: accent },
    { text: words.attached, size: 9, color: ink },
    { text: words.claim, size: 9, color: quiet },
  ].map(({ text: said, size, color }) => ({
    lines: linesOf(said, regular, besideWidth(sheet, code.size) / size, 'words'),
    style: { size, color, align: 'start', tag: 'P' } as const,
  }))
  sheet.gap(10)
  sheet.foot(code, { url, words: labels.verify }, beside)
  const jwt = isCompactJwt(text)
  return sheet.bytes({ name: jwt ? 'credential.jwt' : 'credential.json', type: jwt ? 'application/vc+jwt' : 'application/vc', data: utf8(text) })
}

/** A template that cannot be used. */
export class TemplateError extends BaseError {
  override readonly name = 'share.TemplateError'
  constructor(found: string) {
    super(`A certificate has at least one font, a colour as \`#rrggbb\`, and at most three signatures of six lines. Here there is ${found}.`, {
      facts: { found },
    })
  }
}

type Pen = { readonly sheet: Sheet; readonly regular: readonly Face[]; readonly bold: readonly Face[] }
type Middle = {
  readonly field: string
  /** The first in which it has no more than three lines, or the last. */
  readonly sizes: readonly [number, ...number[]]
  readonly color: string
  readonly bold?: boolean
  readonly tag?: Style['tag']
  readonly language?: string
}

function middle({ sheet, regular, bold }: Pen, text: string | undefined, { field, sizes, color, bold: heavy, tag = 'P', language }: Middle): void {
  if (!text) return
  const set = sizes.map((size) => ({ size, lines: () => linesOf(text, heavy ? bold : regular, sheet.width / size, field) }))
  const fitting = set.find(({ lines }) => lines().length <= 3) ?? set.at(-1)
  if (!fitting) return
  sheet.gap(6)
  sheet.write(fitting.lines(), { size: fitting.size, color, align: 'center', tag, language })
}

function fact({ sheet, regular }: Pen, label: string, value: string | undefined, field: string): void {
  if (!value) return
  sheet.gap(6)
  const style = { color: quiet, align: 'start', tag: 'P' } as const
  sheet.write(linesOf(label, regular, sheet.width / 9, 'words'), { ...style, size: 9 })
  sheet.write(linesOf(value, regular, sheet.width / 11, field), { ...style, size: 11, color: ink })
}

function sign({ sheet, regular }: Pen, signatures: readonly string[]): void {
  if (signatures.length === 0) return
  const columns = signatures.map((text) => linesOf(text, regular, (sheet.width / signatures.length - 20) / 9.5, 'template.signatures'))
  if (columns.some((lines) => lines.length > 6)) throw new TemplateError('a signature of more than six lines')
  sheet.gap(10)
  sheet.columns(columns, { size: 9.5, color: ink, align: 'center', tag: 'P' })
}

function checkTemplate({ fonts, accent, signatures }: toPdf.Template): void {
  if (fonts.length === 0) throw new TemplateError('no font')
  if (accent !== undefined && !/^#[0-9a-f]{6}$/i.test(accent)) throw new TemplateError('another colour')
  if (signatures && signatures.length > 3) throw new TemplateError('a fourth signature')
}

/** The credential in a text, which may be a JWT of VC Data Model 1.1 or 2.0. */
function documentIn(text: string): JsonObject {
  const held = isCompactJwt(text) ? parse(fromUtf8(fromBase64url(text.split('.')[1] ?? ''))) : parse(text)
  const claims = isObject(held) ? held : {}
  return isObject(claims['vc']) ? claims['vc'] : claims
}

/** When the badge says that it was awarded, or signed: no clock is asked. */
function dateOf(document: JsonObject, when: Instant | undefined): Date {
  const [proof] = many(document['proof'])
  const created: Json | undefined = isObject(proof) ? proof['created'] : undefined
  const date = new Date(when ?? (typeof created === 'string' ? created : 0))
  return Number.isNaN(date.getTime()) ? new Date(0) : date
}

function listed(references: readonly Reference[]): string | undefined {
  return references.map(({ name, url }) => name ?? url).join('\n') || undefined
}

const ink = '#1a1a1a'
const quiet = '#595959'
