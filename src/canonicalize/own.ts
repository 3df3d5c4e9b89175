import type { Contexts } from '../contexts/index.js'
import { isObject, type Json, type JsonObject, limits, many } from '../json.js'
import { type ActiveContext, emptyContext, isKeyword, maxContextWork, type Run, type Term, withContext, withScope } from './context.js'
import { HiddenMemberError } from './errors.js'

/**
 * Takes the contexts that are written into the top of a document for published ones, so that it can be canonicalized in plain words. They may bring
 * words of their own for things of their own, and nothing else: a word that the other contexts have, or another word for what they speak of, could
 * hide a member from whoever reads the JSON, and the graph would be the same.
 *
 * @returns the document with a name in the place of each such context, and all contexts by name
 * @throws {HiddenMemberError} for such a word
 * @throws what `rdfc` throws for contexts
 * @example
 * const { document, contexts } = withOwnWords(certificate, blockcerts)
 * rdfc(document, { contexts, plain: true })
 */
export function withOwnWords(document: JsonObject, contexts: Contexts): { readonly document: JsonObject; readonly contexts: Contexts } {
  const written = many(document['@context'])
  if (!written.some(isObject)) return { document, contexts }
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
  const known = new Set<string | null>()
  collect(run, published, known, new Set())
  for (const [word, term] of all.terms) {
    const before = published.terms.get(word)
    if (before ? !isSame(before, term) : !isNew(word, term, known)) throw new HiddenMemberError(word, run.path)
  }
}

function isSame(before: Term, term: Term): boolean {
  return before === term || JSON.stringify(before) === JSON.stringify(term)
}

// A prefix of this name would make another address of one that is written out.
const schemes = /^(?:https?|did|urn|data|mailto|tel)$/i

function isNew(word: string, { id, reverse, nest, context }: Term, known: ReadonlySet<string | null>): boolean {
  return id !== null && !isKeyword(id) && !known.has(id) && !reverse && nest === undefined && context === undefined && !schemes.test(word)
}

/** What every term of a context speaks of, and the terms of the contexts that these bring. */
function collect(run: Run, active: ActiveContext, ids: Set<string | null>, seen: Set<unknown>): void {
  for (const term of active.terms.values()) {
    ids.add(term.id)
    if (term.context === undefined || term.context === null || seen.has(term.context)) continue
    seen.add(term.context)
    collect(run, withScope(run, active, term, 'property'), ids, seen)
  }
}
