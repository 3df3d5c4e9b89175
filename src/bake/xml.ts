import { BaseError } from '../errors.js'

// As much of XML 1.0 and of Namespaces in XML 1.0 as it takes to find elements in an SVG and keep the rest byte for byte. Nothing is
// expanded but the five entities and the numeric ones; a document type is passed over, one that declares something is refused. Every
// character is looked at a bounded number of times.

/** An opening tag. The values of its attributes are as written: `decodeValue` reads one. */
export type Tag = {
  readonly kind: 'open'
  readonly name: string
  readonly local: string
  readonly namespace: string | undefined
  readonly attributes: ReadonlyMap<string, string>
  readonly empty: boolean
  readonly start: number
  readonly end: number
}
/** An empty tag is followed by a `close` of no length. `text` is the content, decoded; CDATA is text. */
type Token = Tag | { readonly kind: 'close'; readonly end: number } | { readonly kind: 'text'; readonly text: () => string }

/**
 * The tags and texts of an SVG, in order. Comments and processing instructions are passed over.
 *
 * @throws {SvgError} for what is not well-formed, declares entities, or is nested deeper than 500 levels
 */
export function* tokensOf(xml: string): Generator<Token> {
  const scope: Scope = { open: [], bound: new Map([['xml', ['http://www.w3.org/XML/1998/namespace']]]), rooted: false }
  for (let at = 0; at < xml.length; ) {
    const start = xml.indexOf('<', at)
    const end = start === -1 ? xml.length : start
    if (end > at) yield* textAt(xml, at, end, scope)
    at = end
    if (start === -1) break
    if (xml.startsWith('<!--', at)) at = after(xml, '-->', at, 4)
    else if (xml.startsWith('<?', at)) at = after(xml, '?>', at, 2)
    else if (xml.startsWith('<!DOCTYPE', at) && !scope.rooted) at = afterDoctype(xml, at)
    else if (xml.startsWith('<![CDATA[', at)) {
      const from = at + 9
      at = after(xml, ']]>', at, 9)
      const to = at - 3
      if (scope.open.length === 0) throw new SvgError('there is text outside the image', from)
      yield { kind: 'text', text: () => lines(xml.slice(from, to)) }
    } else if (xml.startsWith('</', at)) {
      at = closeAt(xml, at, scope)
      yield { kind: 'close', end: at }
    } else {
      const tag = openAt(xml, at, scope)
      yield tag
      at = tag.end
      if (!tag.empty) continue
      leave(scope)
      yield { kind: 'close', end: at }
    }
  }
  if (scope.open.length > 0 || !scope.rooted) throw new SvgError(scope.rooted ? 'an element is not closed' : 'there is no element', xml.length)
}

/** The value of an attribute (XML 1.0, 3.3.3) of the tag at `at`. */
export function decodeValue(raw: string, at: number): string {
  return decode(lines(raw).replace(/[\t\n]/g, ' '), at)
}

/** The image is no SVG that can be read safely. `facts.at` is the place, in UTF-16 units. */
export class SvgError extends BaseError {
  override readonly name = 'bake.SvgError'
  constructor(rule: string, at: number) {
    super(`This SVG cannot be read: ${rule} (character ${at}). Save it again as plain SVG, or get the file again from its owner.`, { facts: { rule, at } })
  }
}

/** The open elements with the prefixes that each declared, and what each prefix is bound to, innermost last. */
type Scope = { readonly open: { readonly name: string; readonly prefixes: readonly string[] }[]; readonly bound: Map<string, string[]>; rooted: boolean }

const maxDepth = 500

function* textAt(xml: string, start: number, end: number, { open }: Scope): Generator<Token> {
  if (open.length > 0) yield { kind: 'text', text: () => decode(lines(xml.slice(start, end)), start) }
  else if (/[^ \t\r\n\ufeff]/.test(xml.slice(start, end))) throw new SvgError('there is text outside the image', start)
}

function after(xml: string, mark: string, start: number, skip: number): number {
  const at = xml.indexOf(mark, start + skip)
  if (at === -1) throw new SvgError('a comment, CDATA section or instruction is not closed', start)
  return at + mark.length
}

// XML 1.0, 2.8: the name and the identifiers of the document type; anything in brackets declares.
function afterDoctype(xml: string, start: number): number {
  for (let at = start + 9; at < xml.length; at++) {
    const unit = xml[at]
    if (unit === '>') return at + 1
    if (unit === '[') throw new SvgError('its document type declares something, perhaps entities', at)
    if (unit !== '"' && unit !== "'") continue
    at = xml.indexOf(unit, at + 1)
    if (at === -1) break
  }
  throw new SvgError('its document type is not closed', start)
}

function openAt(xml: string, start: number, scope: Scope): Tag {
  const { open, rooted } = scope
  if (rooted && open.length === 0) throw new SvgError('there is a second element after the image', start)
  if (open.length >= maxDepth) throw new SvgError(`it is nested deeper than ${maxDepth} levels`, start)
  const written = readTag(xml, start)
  enter(scope, written.name, written.attributes, start)
  const [local = '', prefix = ''] = written.name.split(':').reverse()
  const namespace = scope.bound.get(prefix)?.at(-1)
  // Namespaces in XML 1.0, 5: a prefix must be declared. One that is not would come to mean something once we declare it.
  if (prefix && !namespace) throw new SvgError('a prefix is not declared', start)
  return { kind: 'open', ...written, local, namespace, start }
}

function readTag(xml: string, start: number): Pick<Tag, 'name' | 'attributes' | 'empty' | 'end'> {
  const head = /<([^ \t\r\n/>=<"'&!?]+)/y
  const attribute = /[ \t\r\n]+([^ \t\r\n/>=<"'&]+)[ \t\r\n]*=[ \t\r\n]*(["'])/y
  const tail = /[ \t\r\n]*(\/?)>/y
  head.lastIndex = start
  const name = head.exec(xml)?.[1]
  if (name === undefined) throw new SvgError('a tag has no name', start)
  const attributes = new Map<string, string>()
  for (let at = head.lastIndex; ; ) {
    attribute.lastIndex = tail.lastIndex = at
    const last = tail.exec(xml)
    if (last) return { name, attributes, empty: last[1] === '/', end: tail.lastIndex }
    const [, key, quote] = attribute.exec(xml) ?? []
    const end = quote ? xml.indexOf(quote, attribute.lastIndex) : -1
    if (key === undefined || end === -1) throw new SvgError('a tag is not well-formed, or not closed', start)
    const value = xml.slice(attribute.lastIndex, end)
    // Well-formedness constraints of XML 1.0, 3.1.
    if (attributes.has(key) || value.includes('<')) throw new SvgError('an attribute stands twice, or holds a tag', start)
    attributes.set(key, value)
    at = end + 1
  }
}

function closeAt(xml: string, start: number, scope: Scope): number {
  const close = /<\/([^ \t\r\n/>=<"'&]+)[ \t\r\n]*>/y
  close.lastIndex = start
  const name = close.exec(xml)?.[1]
  if (name === undefined || name !== scope.open.at(-1)?.name) throw new SvgError('a closing tag does not fit', start)
  leave(scope)
  return close.lastIndex
}

function enter(scope: Scope, name: string, attributes: ReadonlyMap<string, string>, at: number): void {
  const prefixes: string[] = []
  for (const [key, value] of attributes) {
    if (key !== 'xmlns' && !key.startsWith('xmlns:')) continue
    const prefix = key.slice(6)
    prefixes.push(prefix)
    const bindings = scope.bound.get(prefix) ?? []
    bindings.push(decodeValue(value, at))
    scope.bound.set(prefix, bindings)
  }
  scope.open.push({ name, prefixes })
  scope.rooted = true
}

function leave({ open, bound }: Scope): void {
  for (const prefix of open.pop()?.prefixes ?? []) bound.get(prefix)?.pop()
}

/** Line ends as XML reads them (XML 1.0, 2.11). */
const lines = (text: string): string => text.replace(/\r\n?/g, '\n')

function decode(text: string, at: number): string {
  return text.replace(/&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([A-Za-z]+));|&/g, (_, hex?: string, decimal?: string, name?: string) => {
    const known = name === undefined ? characterOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)) : entities.get(name)
    if (known === undefined) throw new SvgError('a text has an entity that is not declared', at)
    return known
  })
}

// XML 1.0, 2.2: the characters that a document may hold.
function characterOf(code: number): string | undefined {
  const legal = code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd)
  return legal || (code >= 0x10000 && code <= 0x10ffff) ? String.fromCodePoint(code) : undefined
}

const entities: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])
