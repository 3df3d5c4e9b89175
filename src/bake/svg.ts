import { isCompactJwt, type Secured } from '../credential/secured.js'
import { type Cargo, ConflictError, type Kind, kinds, onlyText, toCargo } from './kind.js'
import { decodeValue, SvgError, type Tag, tokensOf } from './xml.js'

/** An element that carries a credential: `start` to `end` in the image, its text in pieces. */
type Carrier = { readonly kind: Kind; readonly tag: Tag; readonly pieces: (() => string)[]; nested: boolean; end: number }
type Survey = { readonly root: Tag; readonly carriers: readonly Carrier[] }

/**
 * Writes a secured credential into an SVG (Open Badges 3.0, 5.3.2): an element directly after the opening tag, in place of every credential
 * that the image holds. The rest of the text is kept as it is. U+FFFE and U+FFFF, which XML cannot hold, are written as JSON escapes.
 *
 * @param credential - an object, JSON text or a JWT, with a proof; text is carried letter by letter, but for white space around it
 * @throws {SvgError} when the image is no SVG, or declares entities
 * @throws {NotSecuredError} for a credential without a proof
 * @example
 * fromSvg(toSvg(image, badge)) === toText(badge) // true
 */
export function toSvg(image: string, credential: Secured | string): string {
  const cargo = toCargo(credential)
  const { root, carriers } = survey(image)
  const afterName = root.start + 1 + root.name.length
  const bound = root.attributes.get(`xmlns:${cargo.kind.prefix}`)
  const declaration = ` xmlns:${cargo.kind.prefix}="${cargo.kind.namespace}"`
  // A prefix that the image uses for something else is declared anew on our own element.
  const foreign = bound !== undefined && decodeValue(bound, root.start) !== cargo.kind.namespace
  const opening = image.slice(0, afterName) + (bound === undefined ? declaration : '') + image.slice(afterName, root.end)
  const element = elementOf(cargo, foreign ? declaration : '')
  if (root.empty) return `${opening.slice(0, -2)}>${element}</${root.name}>${image.slice(root.end)}`
  return opening + element + without(carriers, image, root.end)
}

/**
 * The text that an SVG holds, as it stands; hand it to `verify`. Open Badges 3.0, CLR 2.0 and Open Badges 2.0 are found, by their namespaces.
 *
 * @throws {SvgError} when the image is no SVG, declares entities, or its credential is damaged
 * @throws {ConflictError} when it holds two texts that differ
 * @example
 * fromSvg(image) // '{"@context":["https://www.w3.org/ns/credentials/v2",…'
 */
export function fromSvg(image: string): string | undefined {
  return onlyText(survey(image).carriers.map(textOf))
}

function survey(image: string): Survey {
  const carriers: Carrier[] = []
  let root: Tag | undefined
  let carrier: Carrier | undefined
  let inside = 0
  for (const token of tokensOf(image)) {
    if (token.kind === 'open') {
      root ??= svgRoot(token)
      const kind = kinds.find(({ namespace, element }) => token.namespace === namespace && token.local === element)
      if (carrier) carrier.nested = true
      else if (kind) carrier = { kind, tag: token, pieces: [], nested: false, end: token.end }
      if (carrier) inside++
    } else if (token.kind === 'text') carrier?.pieces.push(token.text)
    else if (carrier && --inside === 0) {
      carriers.push({ ...carrier, end: token.end })
      carrier = undefined
    }
  }
  if (!root) throw new SvgError('there is no element', 0)
  return { root, carriers }
}

function svgRoot(tag: Tag): Tag {
  if (tag.local === 'svg' && (tag.namespace ?? svg) === svg) return tag
  throw new SvgError('its first element is not svg', tag.start)
}

function textOf({ kind, tag, pieces, nested }: Carrier): string {
  if (nested) throw new SvgError('there is an element inside the credential', tag.start)
  const verify = tag.attributes.get('verify')
  const body = pieces
    .map((piece) => piece())
    .join('')
    .trim()
  // Open Badges 2.0 may say the same thing twice: where the assertion is, and the assertion. Open Badges 3.0 may not.
  if (verify !== undefined && body && kind.element === 'credential') throw new ConflictError(2)
  const text = verify === undefined ? body : decodeValue(verify, tag.start).trim()
  if (!text) throw new SvgError('the credential element is empty', tag.start)
  return text
}

function without(carriers: readonly Carrier[], image: string, from: number): string {
  let text = ''
  let at = from
  for (const { tag, end } of carriers) {
    text += image.slice(at, tag.start)
    at = end
  }
  return text + image.slice(at)
}

function elementOf({ text, kind }: Cargo, declaration: string): string {
  const name = `${kind.prefix}:${kind.element}`
  if (isCompactJwt(text)) return `<${name}${declaration} verify="${text.trim()}"></${name}>`
  // XML 1.0 (2.2) forbids U+FFFE and U+FFFF, which stand in strings of JSON and nowhere else.
  const json = text.replace(/[\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`).replaceAll(']]>', ']]]]><![CDATA[>')
  // What ends a line is read otherwise (XML 1.0, 2.11), and in XML 1.1 other controls and U+2028, too: a reference says which it was.
  const plain = json.replace(/[\r\u007f-\u009f\u2028\u2029]/g, (unit) => `]]>&#${unit.charCodeAt(0)};<![CDATA[`)
  return `<${name}${declaration}><![CDATA[${plain}]]></${name}>`
}

const svg = 'http://www.w3.org/2000/svg'
