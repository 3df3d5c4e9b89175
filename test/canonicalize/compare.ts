import { fromUtf8 } from '../../src/bytes.js'
import { DroppedValueError, rdfc, UndefinedTermError } from '../../src/canonicalize/rdfc.js'
import { corrections } from './corrections.js'
import { given } from './documents.js'
import { type Peer, peerWith, type Said } from './peer.js'

export type Verdict = {
  /**
   * Where what means nothing is dropped. `corrected` is: the same once the peer's known errors are corrected. `ambiguous` is: the
   * algorithm gives both results, and the names that the blank nodes had decide which.
   */
  readonly loose: 'same' | 'corrected' | 'ambiguous' | 'both refuse' | 'only ours refuses' | 'only the peer refuses' | 'other bytes'
  /** In safe mode. `stricter` is: for one of the listed reasons. */
  readonly safe: 'both accept' | 'both refuse' | 'stricter' | 'only ours refuses' | 'only the peer refuses' | 'other bytes'
  /** Why ours refuses alone. */
  readonly reason: string | undefined
  readonly ours: Said
  readonly peer: Said
}

/** What safe mode refuses here and not in the peer, where it is lost without a word. All of it is what a signature would not cover. */
export const stricter: readonly { readonly what: RegExp; readonly why: string }[] = [
  { what: /^a keyword that has no meaning here/, why: 'a member such as `@default` or an alias of `@none` is dropped' },
  { what: /^a language or direction without a value/, why: '`{ "@language": "en", "name": ... }` loses the language' },
  { what: /^a key of a list/, why: 'a list in a map of indexed properties, ids or types loses its key' },
  { what: /^a literal in a map of types/, why: 'it is dropped by the specification; the peer writes the key as its datatype' },
  { what: /^a relative reference/, why: 'it is dropped with nothing said of it: alone in a graph, or as the key of a map' },
  { what: /^a base direction/, why: 'it belongs to a literal that is dropped later' },
  { what: /^the term/, why: 'the key of a map is said with a term, or is a type, that no context defines' },
]

const raw = peerWith([], given)
const right = peerWith(corrections, given)

/** Compares with the peer as it is; where the two disagree, or both refuse, with the peer as it should be. */
export async function compare(document: object): Promise<Verdict> {
  const first = await compareWith(raw, document)
  if (first.loose === 'same' && (first.safe === 'both accept' || first.safe === 'both refuse')) return first
  const second = await compareWith(right, document)
  if (second.loose === 'same' && first.loose !== 'same') return { ...second, loose: 'corrected' }
  if (second.loose === 'other bytes' && (await isAmbiguous(String(second.ours.loose), String(second.peer.loose)))) return { ...second, loose: 'ambiguous' }
  return second
}

/**
 * Whether the peer itself gives both results for one graph. In RDFC-1.0, 4.8, what relates two blank nodes does not say in which graph
 * it does; so nodes that are related in one direction in one graph, and back in another, have equal hashes and are not equal.
 */
export async function isAmbiguous(ours: string, peer: string): Promise<boolean> {
  const given = new Set<string>()
  for (let attempt = 1; attempt <= 32; attempt++) {
    const renamed = ours.replaceAll(/_:c14n(\d+)/g, (_, at) => `_:x${(Number(at) * 7919 * attempt) % 10007}`)
    // The order of lines decides as well as the names do.
    const lines = renamed.trimEnd().split('\n')
    given.add(await right.canonize(`${(attempt % 2 === 0 ? lines : lines.reverse()).join('\n')}\n`))
    if (given.has(ours) && given.has(peer)) return true
  }
  return false
}

export async function compareWith(one: Peer, document: object): Promise<Verdict> {
  const ours: Said = { loose: said(document, false), safe: said(document, true) }
  const peer = await one.say(document)
  const reason = ours.safe instanceof Error && !(peer.safe instanceof Error) ? reasonOf(ours.safe) : undefined
  return { loose: looseOf(ours.loose, peer.loose), safe: safeOf(ours, peer, reason), reason, ours, peer }
}

export function isDisagreement({ loose, safe }: Verdict): boolean {
  return (
    !(loose === 'same' || loose === 'corrected' || loose === 'ambiguous' || loose === 'both refuse') ||
    !(safe === 'both accept' || safe === 'both refuse' || safe === 'stricter')
  )
}

// Ten times what is allowed by default, so that what is hard for both is compared too.
const maxWork = 2_000_000

function said(document: object, safe: boolean): string | Error {
  try {
    return fromUtf8(rdfc(document, { safe, maxWork, contexts: given }))
  } catch (thrown) {
    return thrown as Error
  }
}

function looseOf(mine: string | Error, peer: string | Error): Verdict['loose'] {
  if (mine instanceof Error) return peer instanceof Error ? 'both refuse' : 'only ours refuses'
  if (peer instanceof Error) return 'only the peer refuses'
  return mine === peer ? 'same' : 'other bytes'
}

function safeOf(mine: Said, peer: Said, reason: string | undefined): Verdict['safe'] {
  if (mine.safe instanceof Error) {
    if (peer.safe instanceof Error) return 'both refuse'
    return stricter.some(({ what }) => what.test(reason ?? '')) ? 'stricter' : 'only ours refuses'
  }
  if (peer.safe instanceof Error) return 'only the peer refuses'
  // What is not dropped is the same in both modes.
  return mine.safe === mine.loose ? 'both accept' : 'other bytes'
}

/** What was refused, without the words of the document. */
function reasonOf(error: Error): string {
  if (error instanceof UndefinedTermError) return 'the term of a key'
  if (error instanceof DroppedValueError) return String(error.facts['what']).replace(/ ?".*/s, '').replace(/, @.*/, '')
  return error.name
}
