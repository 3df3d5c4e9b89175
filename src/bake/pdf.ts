import { fromUtf8 } from '../bytes.js'
import { isCompactJwt } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { limits, TooLargeError } from '../json.js'
import { type Cos, type Dictionary, PdfError, type Stream } from './cos.js'
import { onlyText } from './kind.js'
import { contentOf, isKind, listOf, openPdf, type Pdf, resolve } from './xref.js'

/**
 * The credential that is attached to a PDF, as it stands; hand it to `verify`. It looks where viewers list what is attached: the embedded
 * files, and the files associated with the whole document (ISO 32000-2, 7.11.4 and 14.13), of the last revision. `undefined` for bytes that
 * are no PDF.
 *
 * @param options.maxBytes - of the file, and of all that is decompressed in it: 10 MiB unless said otherwise
 * @throws {PdfError} when the PDF is damaged, or says two things
 * @throws {NoAttachmentError} when no credential is attached
 * @throws {EncryptedError} when it is encrypted
 * @throws {ConflictError} when two texts are attached that differ, and could both be credentials
 * @throws {TooLargeError} when the file is larger than `maxBytes`
 * @example
 * fromPdf(new Uint8Array([0x7b])) // undefined
 */
export function fromPdf(file: Uint8Array, { maxBytes = limits.maxBytes }: { readonly maxBytes?: number | undefined } = {}): string | undefined {
  if (!beginsAs(file)) return undefined
  if (file.length > maxBytes) throw new TooLargeError('length', maxBytes)
  const { pdf, trailer } = openPdf(file, maxBytes)
  const root = resolve(pdf, trailer.entries.get('Root'))
  if (!isKind(root, 'dictionary')) throw new PdfError('it has no catalog', 0)
  const texts = [...filesOf(pdf, root)].map((stream) => textIn(contentOf(pdf, stream))).filter((text) => text !== undefined)
  const text = onlyText(texts)
  if (text === undefined) throw new NoAttachmentError()
  return text
}

/** Nothing is attached to the PDF that could be a credential. */
export class NoAttachmentError extends BaseError {
  override readonly name = 'bake.NoAttachmentError'
  constructor() {
    super(
      'No credential is attached to this PDF: it is a picture of one at most. Ask for the original file, since printing and scanning drop what is attached.',
    )
  }
}

/** ISO 32000-2, 7.5.2. */
function beginsAs(file: Uint8Array): boolean {
  return [0x25, 0x50, 0x44, 0x46, 0x2d].every((byte, at) => file[at] === byte)
}

/** The streams of all files that are attached to the whole document, each once. */
function filesOf(pdf: Pdf, root: Dictionary): ReadonlySet<Stream> {
  const names = resolve(pdf, root.entries.get('Names'))
  const tree = isKind(names, 'dictionary') ? namesIn(pdf, names.entries.get('EmbeddedFiles')) : []
  const streams = new Set<Stream>()
  for (const specification of new Set([...tree, ...listOf(pdf, root.entries.get('AF'))])) {
    const embedded = isKind(specification, 'dictionary') ? resolve(pdf, specification.entries.get('EF')) : null
    if (!isKind(embedded, 'dictionary')) continue
    for (const value of embedded.entries.values()) {
      const stream = resolve(pdf, value)
      if (isKind(stream, 'stream')) streams.add(stream)
    }
  }
  return streams
}

/** The values of a name tree (ISO 32000-2, 7.9.6). A node that comes back would be met for ever. */
function namesIn(pdf: Pdf, tree: Cos | undefined): readonly Cos[] {
  const values: Cos[] = []
  const met = new Set<Cos>()
  const waiting: Cos[] = [resolve(pdf, tree)]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!isKind(node, 'dictionary')) continue
    if (met.has(node)) throw new PdfError('its list of attachments goes round in a circle', 0)
    met.add(node)
    for (const [at, value] of listOf(pdf, node.entries.get('Names')).entries()) if (at % 2 === 1) values.push(value)
    for (const kid of listOf(pdf, node.entries.get('Kids'))) waiting.push(kid)
  }
  return values
}

/** The text of a file that could be a credential: JSON or a JWT. */
function textIn(bytes: Uint8Array): string | undefined {
  try {
    const text = fromUtf8(bytes)
    const start = text.replace(/^\ufeff/, '').trim()
    return start.startsWith('{') || isCompactJwt(start) ? text : undefined
  } catch {
    return undefined
  }
}
