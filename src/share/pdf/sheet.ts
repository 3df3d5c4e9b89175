// @ts-expect-error: its types are those of Node, which this package must not lean on.
import PDFDocument from 'pdfkit'
// @ts-expect-error: as above.
import { toBytes } from 'pdfkit/output'
import type { Bytes, Uri } from '../../bytes.js'
import { BaseError } from '../../errors.js'
import { type Face, FontError } from './fonts.js'
import type { Line } from './lines.js'
import type { Picture } from './picture.js'

/** Paper in A4 that fills from top to bottom, and goes on on another. Lengths are in points. */
export type Sheet = {
  /** How wide a text may be. */
  readonly width: number
  /** Leaves room below what is there. */
  gap(height: number): void
  /** Writes lines below what is there. */
  write(lines: readonly Line[], style: Style): void
  /** Draws a picture below what is there, in the middle, and says to screen readers what it is. */
  picture(picture: Picture, fit: { readonly width: number; readonly height: number; readonly words: string }): void
  /** Lines side by side, each under a stroke to write on. */
  columns(columns: readonly (readonly Line[])[], style: Style): void
  /** At the foot of the last page, a code that opens a link, and lines beside it. */
  foot(code: { readonly size: number; readonly path: string }, link: { readonly url: Uri; readonly words: string }, beside: readonly Beside[]): void
  /** The whole file, with what is attached to it. */
  bytes(attachment: { readonly name: string; readonly type: string; readonly data: Uint8Array }): Promise<Bytes>
}
export type Style = {
  readonly size: number
  readonly color: string
  readonly align: 'center' | 'start'
  readonly tag: 'H1' | 'P'
  /** BCP 47, empty where nobody says. */
  readonly language?: string | undefined
}
/** Lines of one size beside the code. */
export type Beside = { readonly lines: readonly Line[]; readonly style: Style }
/** What the file says of itself. */
export type About = { readonly title: string; readonly author?: string | undefined; readonly language: string; readonly date: Date }

/** What we use of pdfkit. */
type Paper = {
  readonly page: { readonly width: number; readonly height: number }
  readonly info: { ModDate?: Date }
  registerFont(name: string, font: object): void
  font(name: string): Paper
  fontSize(size: number): Paper
  fillColor(color: string): Paper
  strokeColor(color: string): Paper
  lineWidth(width: number): Paper
  text(text: string, x: number, y: number, options: object): Paper
  rect(x: number, y: number, width: number, height: number): Paper
  moveTo(x: number, y: number): Paper
  lineTo(x: number, y: number): Paper
  path(path: string): Paper
  fill(color?: string): Paper
  stroke(): Paper
  save(): Paper
  restore(): Paper
  translate(x: number, y: number): Paper
  scale(factor: number): Paper
  image(picture: object, x: number, y: number, options: object): Paper
  link(x: number, y: number, width: number, height: number, url: string, options: object): Paper
  file(data: Uint8Array, options: object): void
  ref(data: object): { end(data?: Uint8Array): void }
  addPage(): Paper
  struct(tag: string, options: object): Element
  addStructure(element: Element): void
  markStructureContent(tag: string): object
  markContent(tag: string, options?: object): void
  endMarkedContent(): void
  endMetadata(): void
  end(): void
}
type Element = { add(content: object): void; end(): void }

/** Opens a file of A4 pages with a frame, in which these fonts may be used. */
export function sheetOf(
  { title, author, language, date }: About,
  look: { readonly landscape: boolean; readonly accent: string; readonly rightToLeft: boolean; readonly faces: readonly Face[] },
): Sheet {
  const paper: Paper = new PDFDocument({
    size: 'A4',
    layout: look.landscape ? 'landscape' : 'portrait',
    margin: 0,
    font: null,
    autoFirstPage: false,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: language,
    info: { Title: title, ...(author !== undefined && { Author: author }), CreationDate: date, ModDate: date },
  })
  // What it would write there repeats the title, and not as XML has it.
  paper.endMetadata = () => undefined
  for (const { name, font } of look.faces) paper.registerFont(name, font)

  let y = 0
  const addPage = (): void => {
    paper.addPage()
    paper.markContent('Artifact', { type: 'Layout' })
    const { width, height } = paper.page
    paper.lineWidth(1.2).strokeColor(look.accent)
    paper.rect(frame, frame, width - 2 * frame, height - 2 * frame).stroke()
    paper.endMarkedContent()
    y = edge
  }
  addPage()
  const width = paper.page.width - 2 * margin
  const bottom = (): number => paper.page.height - edge
  /** Where something this high begins: here, or on another page. */
  const place = (height: number): number => {
    if (y + height > bottom() && y > edge) addPage()
    y += height
    return y - height
  }
  const draw = (
    { pieces, above, width: em, rightToLeft }: Line,
    { size, color, align }: Style,
    top: number,
    box: { readonly x: number; readonly width: number },
  ): void => {
    const free = box.width - em * size
    let x = box.x + (align === 'center' ? free / 2 : rightToLeft ? free : 0)
    paper.fontSize(size).fillColor(color)
    for (const { text, face, direction, width: run } of pieces) {
      paper
        .font(face.name)
        .text(text, x, top + above * size, { lineBreak: false, baseline: 'alphabetic', features: direction, textWidth: run * size, wordCount: 1 })
      x += run * size
    }
  }
  /** One element of the file's structure, in parts that may stand on several pages. */
  const tagged = (tag: string, options: object, parts: readonly (() => void)[], before: (at: number) => void = () => undefined): void => {
    const element = paper.struct(tag, options)
    paper.addStructure(element)
    for (const [at, part] of parts.entries()) {
      before(at)
      element.add(paper.markStructureContent(tag))
      part()
      paper.endMarkedContent()
    }
    element.end()
  }
  const writeAt = ({ lines, style }: Beside, box: { readonly x: number; readonly width: number }, from?: number): void => {
    let top = from ?? 0
    tagged(
      style.tag,
      style.language ? { lang: style.language } : {},
      lines.map((line) => () => {
        draw(line, style, top, box)
        top += heightOf(line, style.size)
      }),
      (at) => {
        const line = lines[at]
        if (from === undefined && line) top = place(heightOf(line, style.size))
      },
    )
  }
  return {
    width,
    gap: (height) => {
      y += height
    },
    write: (lines, style) => writeAt({ lines, style }, { x: margin, width }),
    picture: (picture, fit) => {
      const scale = Math.min(fit.width / picture.width, fit.height / picture.height)
      const top = place(picture.height * scale)
      const image = { width: picture.width, height: picture.height, label: 'Logo', obj: objectOf(paper, picture) }
      const x = margin + (width - picture.width * scale) / 2
      tagged('Figure', { alt: fit.words, bbox: [x, top, x + picture.width * scale, top + picture.height * scale] }, [
        () => void paper.image(image, x, top, { width: picture.width * scale, height: picture.height * scale }),
      ])
    },
    columns: (columns, style) => {
      const each = width / columns.length
      const top = place(36 + Math.max(...columns.map((lines) => sumOf(lines, style.size))))
      for (const [at, lines] of columns.entries()) {
        const box = { x: margin + at * each + 10, width: each - 20 }
        // Nobody's name is as wide as the paper.
        const [middle, stroke] = [box.x + box.width / 2, Math.min(box.width, 200)]
        paper.markContent('Artifact', { type: 'Layout' })
        paper
          .lineWidth(0.7)
          .strokeColor(style.color)
          .moveTo(middle - stroke / 2, top + 30)
          .lineTo(middle + stroke / 2, top + 30)
          .stroke()
        paper.endMarkedContent()
        writeAt({ lines, style }, box, top + 34)
      }
    },
    foot: (code, { url, words }, beside) => {
      const side = sideOf(code.size)
      const texts = beside.reduce((sum, { lines, style }) => sum + sumOf(lines, style.size) + 4, 0)
      place(Math.max(side, texts))
      const top = bottom() - Math.max(side, texts)
      const x = look.rightToLeft ? margin + width - side : margin
      const element = paper.struct('Link', { alt: words })
      paper.addStructure(element)
      element.add(paper.markStructureContent('Link'))
      paper
        .save()
        .translate(x, top)
        .scale(side / code.size)
      paper.rect(0, 0, code.size, code.size).fill('#ffffff')
      paper.path(code.path).fill('#000000').restore()
      paper.endMarkedContent()
      paper.link(x, top, side, side, url, { structParent: element, Contents: new String(words) })
      element.end()
      const box = { x: look.rightToLeft ? margin : margin + side + gutter, width: width - side - gutter }
      let line = top
      for (const one of beside) {
        writeAt(one, box, line)
        line += sumOf(one.lines, one.style.size) + 4
      }
    },
    bytes: async ({ name, type, data }) => {
      paper.file(data, { name, type, relationship: 'Source', creationDate: date, modifiedDate: date })
      const whole = toBytes(paper)
      try {
        paper.end()
      } catch (cause) {
        // Only now the fonts are divided.
        throw cause instanceof BaseError ? cause : new FontError(undefined, cause)
      }
      return (await whole) as Bytes
    },
  }
}
/** How wide a line beside a code of this many modules may be. */
export function besideWidth(sheet: Sheet, modules: number): number {
  return sheet.width - sideOf(modules) - gutter
}

function objectOf(paper: Paper, { width, height, channels, data, jpeg, alpha }: Picture): object {
  const common = { Type: 'XObject', Subtype: 'Image', Width: width, Height: height, BitsPerComponent: 8 }
  const mask = alpha && paper.ref({ ...common, ColorSpace: 'DeviceGray' })
  mask?.end(alpha)
  const object = paper.ref({
    ...common,
    ColorSpace: { 1: 'DeviceGray', 3: 'DeviceRGB', 4: 'DeviceCMYK' }[channels],
    ...(jpeg && { Filter: 'DCTDecode' }),
    // Programs that write JPEGs with four inks write them inverted.
    ...(channels === 4 && { Decode: [1, 0, 1, 0, 1, 0, 1, 0] }),
    ...(mask && { SMask: mask }),
  })
  object.end(data)
  return object
}

function sumOf(lines: readonly Line[], size: number): number {
  return lines.reduce((sum, line) => sum + heightOf(line, size), 0)
}

function heightOf({ above, below }: Line, size: number): number {
  return Math.max(1.3, above + below + 0.1) * size
}

/** A module is at least 0.4 mm wide, which a telephone reads from paper. */
function sideOf(modules: number): number {
  return Math.max(80, modules * 1.15)
}

const frame = 24
const margin = 52
const edge = 40
const gutter = 16
