import { TooComplexError, UnreadPatternError } from './errors.js'

/**
 * A regular expression (ECMA-262, `u`) as a machine that reads a text once and never goes back, so that matching takes steps in proportion to the
 * two lengths, however the pattern was made. The engines of browsers go back, and a pattern of ten characters can keep them for years. What needs
 * going back (backreferences, lookbehind) is not read; a character class is left to the engine, which sees one character at a time.
 */
export type Pattern = State

type State = { readonly accepts?: true } & (
  | { readonly takes: (char: string) => boolean; readonly next: State }
  | { readonly holds: (chars: readonly string[], at: number, spend: Spend) => boolean; readonly next: State }
  | { readonly ways: readonly State[] }
)
type Spend = (steps: number) => void
/** What stands in a pattern, ready to be put before what comes after it. */
type Node = (next: State) => State

const accepting: State = { accepts: true, ways: [] }
const maxLength = 2000
const maxStates = 10_000

/**
 * Compiles a pattern. Each state is a step, told to `spend`.
 *
 * @throws {UnreadPatternError} when it is none, or needs going back
 * @throws {TooComplexError} when it is longer than 2,000 characters, or its counts unfold to more than 10,000 states
 * @example
 * matches(patternOf('^[a-z]+$', spend), 'abc', spend) // true
 */
export function patternOf(source: string, spend: Spend): Pattern {
  if (source.length > maxLength) throw new TooComplexError('characters in a pattern', maxLength)
  try {
    new RegExp(source, 'u')
  } catch {
    throw new UnreadPatternError(source, 'it is not a regular expression with the flag "u"')
  }
  return compile(source, spend)
}

/** Says whether a text has what the pattern describes, anywhere in it. Each step is told to `spend`, which throws when there were enough. */
export function matches(pattern: Pattern, text: string, spend: Spend): boolean {
  spend(text.length)
  return runs(pattern, [...text], 0, true, spend)
}

function runs(start: State, chars: readonly string[], from: number, anywhere: boolean, spend: Spend): boolean {
  let current = new Set<State>()
  for (let at = from; ; at++) {
    if ((anywhere || at === from) && reach(start, chars, at, current, spend)) return true
    const char = chars[at]
    if (char === undefined || (!anywhere && current.size === 0)) return false
    const next = new Set<State>()
    for (const state of current) {
      spend(1)
      if ('takes' in state && state.takes(char) && reach(state.next, chars, at + 1, next, spend)) return true
    }
    current = next
  }
}

/** Adds the states that can be reached without taking a character, and says whether the accepting one is among them. */
function reach(start: State, chars: readonly string[], at: number, into: Set<State>, spend: Spend): boolean {
  const open = [start]
  for (let state = open.pop(); state; state = open.pop()) {
    if (state.accepts) return true
    if (into.has(state)) continue
    spend(1)
    into.add(state)
    if ('ways' in state) open.push(...state.ways)
    else if ('holds' in state && state.holds(chars, at, spend)) open.push(state.next)
  }
  return false
}

/** Reads a pattern that the engine has found well-formed. */
function compile(source: string, spend: Spend): State {
  const chars = [...source]
  let at = 0
  let states = 0

  function count(): void {
    spend(1)
    if (++states > maxStates) throw new TooComplexError('states in a pattern', maxStates)
  }
  function state<T extends State>(made: T): T {
    count()
    return made
  }
  function eat(text: string): boolean {
    if (
      !chars
        .slice(at, at + text.length)
        .join('')
        .startsWith(text)
    )
      return false
    at += text.length
    return true
  }

  function alternatives(): Node {
    const ways = [sequence()]
    while (eat('|')) ways.push(sequence())
    if (ways.length === 1) return ways[0] as Node
    return (next) => state({ ways: ways.map((way) => way(next)) })
  }
  function sequence(): Node {
    const terms: Node[] = []
    while (at < chars.length && chars[at] !== '|' && chars[at] !== ')') terms.push(quantified(term()))
    return (next) => terms.reduceRight((after, one) => one(after), next)
  }
  function term(): Node {
    if (eat('^')) return holding((_, here) => here === 0)
    if (eat('$')) return holding((all, here) => here === all.length)
    if (eat('\\b')) return holding(isBoundary)
    if (eat('\\B')) return holding((all, here) => !isBoundary(all, here))
    if (eat('(?=')) return look(true)
    if (eat('(?!')) return look(false)
    if (eat('(?<=') || eat('(?<!')) throw new UnreadPatternError(source, 'it looks behind')
    if (eat('(?:') || eat('(?<')) return group()
    if (eat('(?')) throw new UnreadPatternError(source, 'it changes its flags')
    if (eat('(')) return group()
    return taking(characterTest())
  }
  function group(): Node {
    // The name of a group, where it has one.
    if (chars[at - 1] === '<') at = chars.indexOf('>', at) + 1
    const inside = alternatives()
    at++
    return inside
  }
  function look(expected: boolean): Node {
    const start = group()(accepting)
    return holding((all, here, spend) => runs(start, all, here, false, spend) === expected)
  }
  function taking(takes: (char: string) => boolean): Node {
    return (next) => state({ takes, next })
  }
  function holding(holds: (chars: readonly string[], at: number, spend: Spend) => boolean): Node {
    return (next) => state({ holds, next })
  }

  /** One character, as the engine understands it. */
  function characterTest(): (char: string) => boolean {
    const char = chars[at] ?? ''
    if (char !== '[' && char !== '\\' && char !== '.') {
      at++
      return (one) => one === char
    }
    const expression = new RegExp(`^${char === '[' ? classSource() : char === '.' ? chars[at++] : escapeSource()}$`, 'u')
    return (one) => expression.test(one)
  }
  function classSource(): string {
    const start = at
    while (chars[at] !== ']') at += chars[at] === '\\' ? 2 : 1
    return chars.slice(start, ++at).join('')
  }
  function escapeSource(): string {
    // The longest is that of a property, by name and value.
    const rest = chars.slice(at, at + 100).join('')
    if (/^\\([1-9]|k<)/.test(rest)) throw new UnreadPatternError(source, 'it refers back to a group')
    const [text = ''] =
      /^\\(u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|u\{[^}]*\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c.|[pP]\{[^}]*\}|.)/su.exec(rest) ?? []
    at += [...text].length
    return text
  }

  function quantified(one: Node): Node {
    const [text, least = '', more, most = ''] = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(chars.slice(at, at + 40).join('')) ?? []
    if (text === undefined) return one
    at += text.length
    const min = text[0] === '{' ? Number(least) : text[0] === '+' ? 1 : 0
    const max = text[0] === '{' ? (more === '' ? min : most === '' ? Number.POSITIVE_INFINITY : Number(most)) : text[0] === '?' ? 1 : Number.POSITIVE_INFINITY
    return (next) => repeated(one, min, max, next)
  }
  function repeated(one: Node, min: number, max: number, next: State): State {
    let after = next
    if (max === Number.POSITIVE_INFINITY) {
      const ways: State[] = [next]
      after = state({ ways })
      ways.push(one(after))
    } else {
      for (let copy = min; copy < max; copy++) after = state({ ways: [next, one(after)] })
    }
    for (let copy = 0; copy < min; copy++) {
      count()
      after = one(after)
    }
    return after
  }

  return alternatives()(accepting)
}

function isBoundary(chars: readonly string[], at: number): boolean {
  return isWord(chars[at - 1]) !== isWord(chars[at])
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /^\w$/.test(char)
}
