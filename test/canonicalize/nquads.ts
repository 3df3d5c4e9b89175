import { addQuad, type Dataset, emptyDataset, iriText, quoted, type Ref } from '../../src/canonicalize/dataset.js'

/** Reads N-Quads (RDF 1.1 N-Quads) for the suites; gives the dataset and the name that each blank node had. */
export function parseNQuads(text: string): { readonly dataset: Dataset; readonly names: Map<string, number> } {
  const dataset = emptyDataset()
  const names = new Map<string, number>()
  for (const line of text.split(/[\r\n]+/)) {
    if (/^\s*(#.*)?$/.test(line)) continue
    const match = quad.exec(line)
    if (!match) throw new SyntaxError(`No quad: ${line}`)
    const [, subject = '', predicate = '', object = '', graph = ''] = match
    addQuad(dataset, refOf(dataset, names, subject), String(refOf(dataset, names, predicate)), refOf(dataset, names, object), refOf(dataset, names, graph))
  }
  return { dataset, names }
}

const iri = '<[^>]*>'
const literal = '"(?:[^"\\\\]|\\\\.)*"(?:\\^\\^<[^>]*>|@[a-zA-Z0-9-]+)?'
const quad = new RegExp(`^\\s*(${iri}|_:\\S+)\\s*(${iri}|_:\\S+)\\s*(${iri}|_:\\S+|${literal})\\s*(${iri}|_:\\S+)?\\s*\\.\\s*(?:#.*)?$`)

function refOf(dataset: Dataset, names: Map<string, number>, text: string): Ref {
  if (text.startsWith('<')) return iriText(unescaped(text.slice(1, -1)))
  if (text.startsWith('"')) return literalOf(text)
  if (text === '') return ''
  const name = text.replace(/^_:/, '')
  const number = names.get(name) ?? dataset.blanks++
  names.set(name, number)
  return number
}

function literalOf(text: string): string {
  const end = text.lastIndexOf('"')
  const suffix = text.slice(end + 1)
  const type = suffix.startsWith('^^') ? suffix.slice(3, -1) : ''
  const typed = type === '' || type === 'http://www.w3.org/2001/XMLSchema#string' ? '' : `^^${iriText(unescaped(type))}`
  return quoted(unescaped(text.slice(1, end))) + (suffix.startsWith('@') ? suffix : typed)
}

const short: { readonly [letter: string]: string } = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' }

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, letter) =>
    letter ? (short[letter] ?? letter) : String.fromCodePoint(Number.parseInt(four ?? eight, 16)),
  )
}
