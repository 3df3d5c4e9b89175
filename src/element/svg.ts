import { tokensOf } from '../bake/xml.js'

/**
 * Says whether an SVG is drawn in bounded time: short, without what moves, filters heavily or holds other pictures, and not large when
 * every reference in it is followed. A drawing that is refused may be a good one.
 */
export function isCalm(text: string): boolean {
  if (text.length > maxLength) return false
  const elements = elementsOf(text)
  if (!elements) return false
  const named = new Map(elements.flatMap((element) => (element.id === undefined ? [] : [[element.id, element]])))
  return elements.length <= maxElements && elements[0] !== undefined && weigh(elements[0], named, new Map(), 0) <= maxElements
}

type Element = { readonly id: string | undefined; readonly inside: Element[]; readonly references: readonly string[] }

/** Every element, the root first; `undefined` when one of them is restless. */
function elementsOf(text: string): readonly Element[] | undefined {
  const all: Element[] = []
  const open: Element[] = []
  for (const token of tokensOf(text)) {
    if (token.kind === 'close') open.pop()
    // A style sheet could give every element a reference.
    else if (token.kind === 'text' && open.at(-1)?.id === styleSheet && /url|image|@|animation/i.test(token.text())) return undefined
    if (token.kind !== 'open') continue
    if (restless.test(token.local)) return undefined
    const values = [...token.attributes].filter(([name]) => !/^(?:xmlns|on)/.test(name)).map(([, value]) => value)
    const references = values.flatMap((value) => [...value.matchAll(/#([^\s'")]+)/g)].map(([, id = '']) => id))
    const element = { id: token.local === 'style' ? styleSheet : token.attributes.get('id'), inside: [], references }
    open.at(-1)?.inside.push(element)
    open.push(element)
    all.push(element)
    if (all.length > maxElements) break
  }
  return all
}

/** How many elements are drawn: those inside, and those that it refers to, each as often as it does. A circle weighs too much. */
function weigh(element: Element, named: ReadonlyMap<string, Element>, known: Map<Element, number>, depth: number): number {
  const before = known.get(element)
  if (before !== undefined) return before
  if (depth > maxDepth) return Number.POSITIVE_INFINITY
  known.set(element, Number.POSITIVE_INFINITY)
  const next = [...element.inside, ...element.references.flatMap((id) => named.get(id) ?? [])]
  const weight = next.reduce((sum, one) => sum + weigh(one, named, known, depth + 1), 1)
  known.set(element, weight)
  return weight
}

const styleSheet = ' style'
const restless = /^(?:script|foreignObject|iframe|image|feImage|feTurbulence|feConvolveMatrix|feMorphology|animate.*|set|discard|video|audio|canvas)$/i
const maxLength = 512 * 1024
const maxElements = 5000
const maxDepth = 200
