import { decodeValue, type Tag, tokensOf } from '../bake/xml.js'

/**
 * Says whether an SVG is drawn in bounded time: short, without what moves, filters heavily or holds other pictures, and not large when
 * every reference in it is followed. A drawing that is refused may be a good one.
 */
export function isCalm(text: string): boolean {
  if (text.length > maxLength) return false
  const elements = elementsOf(text)
  if (!elements) return false
  const identified = elements.filter(({ id }) => id !== undefined && id !== styleSheet)
  const named = new Map(identified.map((element) => [element.id ?? '', element]))
  // Of two with the same id, a browser takes the first.
  return (
    named.size === identified.length && elements.length <= maxElements && elements[0] !== undefined && weigh(elements[0], named, new Map(), 0) <= maxElements
  )
}

type Element = { readonly id: string | undefined; readonly weight: number; readonly inside: Element[]; readonly references: readonly string[] }

/** Every element, the root first; `undefined` when one of them is restless, or may say something that is not understood here. */
function elementsOf(text: string): readonly Element[] | undefined {
  // A style sheet from outside the tree, which a processing instruction brings.
  if (/<\?xml-stylesheet/i.test(text)) return undefined
  const all: Element[] = []
  const open: Element[] = []
  for (const token of tokensOf(text)) {
    if (token.kind === 'close') open.pop()
    // A style sheet could give every element a reference, and spell it with escapes.
    else if (token.kind === 'text' && open.at(-1)?.id === styleSheet && /url|image|animation|[@\\]/i.test(token.text())) return undefined
    if (token.kind !== 'open') continue
    const references = referencesOf(token)
    if (!references || restless.test(token.local) || all.length > maxElements) return undefined
    const raw = token.attributes.get('id')
    const id = token.local === 'style' ? styleSheet : raw && decodeValue(raw, token.start)
    const element = { id, weight: heavy.test(token.local) ? 50 : 1, inside: [], references }
    open.at(-1)?.inside.push(element)
    open.push(element)
    all.push(element)
  }
  return all
}

/** The ids that its attributes refer to; `undefined` where one is spelled so that a browser and we could read it differently. */
function referencesOf({ attributes, start }: Tag): readonly string[] | undefined {
  const found = [...attributes.values()].flatMap((raw) => [...decodeValue(raw, start).matchAll(/#([^\s'")]+)/g)].map(([, id = '']) => id))
  return found.some((id) => /[%\\]/.test(id)) ? undefined : found
}

/** How much is drawn: what is inside an element, and what it refers to, each as often as it does. A circle weighs too much. */
function weigh(element: Element, named: ReadonlyMap<string, Element>, known: Map<Element, number>, depth: number): number {
  const before = known.get(element)
  if (before !== undefined) return before
  if (depth > maxDepth) return Number.POSITIVE_INFINITY
  known.set(element, Number.POSITIVE_INFINITY)
  const next = [...element.inside, ...element.references.flatMap((id) => named.get(id) ?? [])]
  const weight = next.reduce((sum, one) => sum + weigh(one, named, known, depth + 1), element.weight)
  known.set(element, weight)
  return weight
}

const styleSheet = ' style'
const restless = /^(?:script|foreignObject|iframe|image|feImage|feTurbulence|feConvolveMatrix|feMorphology|animate.*|set|discard|video|audio|canvas)$/i
// Filters work on every pixel.
const heavy = /^fe/
const maxLength = 512 * 1024
const maxElements = 5000
const maxDepth = 200
