import { bundledUrls, type Contexts } from '../contexts/index.js'
import { isObject, type Json, type JsonObject, limits, many } from '../json.js'
import { type ActiveContext, emptyContext, isKeyword, maxContextWork, type Run, type Term, withContext, withScope } from './context.js'
import { HiddenMemberError, TooMuchWorkError } from './errors.js'

/**
 * Takes the contexts that are written into the top of a document for published ones, so that it can be canonicalized in plain words. They may bring
 * words of their own for things of their own, and nothing else: a word that the other contexts have, or another word for what they speak of, could
 * hide a member from whoever reads the JSON, and the graph would be the same. So could another word for what a context speaks of that is bundled, or
 * given, and was left out.
 *
 * @returns the document with a name in the place of each such context, and all contexts by name
 * @throws {HiddenMemberError} for such a word
 * @throws {TooMuchWorkError} for more than `most` words and contexts
 * @throws what `rdfc` throws for contexts
 * @example
 * const { document, contexts } = withOwnWords(certificate, blockcerts)
 * rdfc(document, { contexts, plain: true })
 */
export function withOwnWords(
  document: JsonObject,
  contexts: Contexts,
  most: number = Number.POSITIVE_INFINITY,
): { readonly document: JsonObject; readonly contexts: Contexts } {
  const written = many(document['@context'])
  if (!written.some(isObject)) return { document, contexts }
  const count = written.reduce<number>((sum, context) => sum + (isObject(context) ? Object.keys(context).length + 1 : 0), 0)
  if (count > most) throw new TooMuchWorkError('contexts', most)
  checkWords(written, contexts)
  const own = written.flatMap((context, at) => (isObject(context) ? [[nameOf(at), { '@context': context }] as const] : []))
  const named = written.map((context, at) => (isObject(context) ? nameOf(at) : context))
  return { document: { ...document, '@context': named }, contexts: { ...contexts, ...Object.fromEntries(own) } }
}

const nameOf = (at: number): string => `urn:own-context:${at}`

function checkWords(written: readonly Json[], contexts: Contexts): void {
  const run: Run = {
    contexts,
    safe: true,
    plain: false,
    base: undefined,
    direction: undefined,
    root: emptyContext(false),
    special: undefined,
    derived: new Map(),
    path: ['@context'],
    maxDepth: limits.maxDepth,
    depth: 0,
    work: maxContextWork,
    kept: 0,
  }
  const after = (list: readonly Json[]): ActiveContext => list.reduce<ActiveContext>((active, context) => withContext(run, active, context), run.root)
  const published = after(written.filter((context) => !isObject(context)))
  const all = after(written)
  // A vocabulary defines no word: `plain` looks after what it could spell.
  for (const setting of ['base', 'language', 'direction'] as const) {
    if (all[setting] !== published[setting]) throw new HiddenMemberError(`@${setting}`, run.path)
  }
  const known: Words = new Map()
  collect(run, published, known, new Set())
  bundled.words ??= wordsAt({ ...run, contexts: {}, root: emptyContext(false), derived: new Map() }, bundledUrls())
  const elsewhere = [bundled.words, wordsAt(run, Object.keys(contexts))]
  for (const [word, term] of all.terms) {
    const before = published.terms.get(word)
    const isTaken = known.has(term.id) || elsewhere.some((words) => words.get(term.id)?.has(word) === false)
    if (before ? !isSame(before, term) : isTaken || !isNew(word, term)) throw new HiddenMemberError(word, run.path)
  }
}

type Words = Map<string | null, Set<string>>

// What the bundled contexts speak of, derived from constants on demand and never changed: nobody can tell it from deriving anew, except by the time.
const bundled: { words?: Words } = {}

/** What each of these contexts speaks of by itself, and the words that it has for it. */
function wordsAt(run: Run, urls: Iterable<string>): Words {
  const words: Words = new Map()
  for (const url of urls) {
    const alone: Run = { ...run, work: maxContextWork }
    try {
      collect(alone, withContext(alone, run.root, url), words, new Set())
    } catch {
      // What cannot be read by itself is nobody's to read.
    }
  }
  return words
}

function isSame(before: Term, term: Term): boolean {
  return before === term || JSON.stringify(before) === JSON.stringify(term)
}

// A prefix of this name would make another address of one that is written out.
const schemes = /^(?:https?|did|urn|data|mailto|tel)$/i

function isNew(word: string, { id, reverse, nest, context }: Term): boolean {
  return id !== null && !isKeyword(id) && !reverse && nest === undefined && context === undefined && !schemes.test(word)
}

/** What every term of a context speaks of, and the terms of the contexts that these bring, with the words for it. */
function collect(run: Run, active: ActiveContext, words: Words, seen: Set<unknown>): void {
  for (const [word, term] of active.terms) {
    words.set(term.id, (words.get(term.id) ?? new Set()).add(word))
    if (term.context === undefined || term.context === null || seen.has(term.context)) continue
    seen.add(term.context)
    collect(run, withScope(run, active, term, 'property'), words, seen)
  }
}
