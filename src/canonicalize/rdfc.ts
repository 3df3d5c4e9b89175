import { type CanonicalBytes, utf8 } from '../bytes.js'
import { type Contexts, contextAt } from '../contexts/index.js'
import { limits, UnsafeError } from '../json.js'
import { batch, type RdfcBatch } from './batch.js'
import { type Canonical, canonical, type HashName, type Relabel } from './canonical.js'
import { emptyContext, maxContextWork, type Run } from './context.js'
import { type Dataset, emptyDataset, outputLimits, type Quad } from './dataset.js'
import { expand } from './expand.js'
import { toRdf } from './toRdf.js'

export type { CanonicalBytes } from '../bytes.js'
export type { Contexts } from '../contexts/index.js'
export { TooLargeError, UnsafeError } from '../json.js'
export type { RdfcBatch } from './batch.js'
export type { Canonical, HashName } from './canonical.js'
export {
  DroppedValueError,
  HiddenMemberError,
  InvalidJsonLdError,
  OutputTooLargeError,
  TooMuchWorkError,
  UndefinedTermError,
  UnknownContextError,
} from './errors.js'

export type RdfcOptions = {
  /** Contents of contexts by URL. They come before the bundled ones of the same URL. */
  readonly contexts?: Contexts | undefined
  /** `false` drops what means nothing, as JSON-LD does; otherwise it is refused, because a signature would not cover it. */
  readonly safe?: boolean | undefined
  /**
   * `true` refuses what says in other words what the contexts have a word for: members named by an IRI, keywords in place of words, contexts written
   * into the document, members that were moved to another object with the document's id. The graph would be the same, and whoever reads the JSON by
   * its members would not find them.
   */
  readonly plain?: boolean | undefined
  /** The IRI that relative references are relative to. Without one they mean nothing. */
  readonly base?: string | undefined
  /** The hash that names blank nodes: SHA-256, and SHA-384 for P-384 keys. */
  readonly hash?: HashName | undefined
  /** Gives each blank node another name than its canonical one in the text and the lines, as selective disclosure wants it (VC-DI-ECDSA 1.0, 3.4.1). */
  readonly relabel?: Relabel | undefined
  /** How base direction is written (JSON-LD 1.1 API, 9.3, `rdfDirection`). Without this it means nothing. */
  readonly direction?: 'i18n-datatype' | 'compound-literal' | undefined
  /** Steps for naming blank nodes: 200,000 unless said otherwise. */
  readonly maxWork?: number | undefined
  readonly maxDepth?: number | undefined
  readonly maxQuads?: number | undefined
}

/**
 * Canonical N-Quads (RDFC-1.0) of JSON-LD 1.1 as UTF-8, under the bundled contexts and yours; nothing is fetched. What no context
 * defines, and what would otherwise be dropped, is refused.
 *
 * @throws {UnknownContextError} for a context that is neither bundled nor given
 * @throws {UndefinedTermError} for a member or a type that no context defines
 * @throws {DroppedValueError} for a value that means nothing where it stands: a relative reference, an empty object on top
 * @throws {HiddenMemberError} with `plain`, for what is said in other words or in another place
 * @throws {InvalidJsonLdError} for what breaks a rule of JSON-LD
 * @throws {TooMuchWorkError} {@link OutputTooLargeError} {@link TooLargeError} {@link UnsafeError} for what was made to exhaust or confuse its reader
 * @example
 * fromUtf8(rdfc({ '@context': { knows: { '@id': 'http://xmlns.com/foaf/0.1/knows', '@type': '@id' } }, '@id': 'urn:a', knows: 'urn:b' }))
 * // '<urn:a> <http://xmlns.com/foaf/0.1/knows> <urn:b> .\n'
 */
export function rdfc(document: object, options: RdfcOptions = {}): CanonicalBytes {
  return utf8(rdfcCanonical(document, options).text) as CanonicalBytes
}

/**
 * As `rdfc`, in lines and with the names of the blank nodes: for suites that sign lines one by one.
 *
 * @throws the same
 * @example
 * rdfcCanonical(document).lines.join('') // the text of rdfc(document)
 */
export function rdfcCanonical(document: object, options: RdfcOptions = {}): Canonical {
  const made = canonical(dataset(document, options), options.hash, options.maxWork, options.relabel)
  // Two lone surrogates are one and the same in UTF-8: what has one is not the text that it would be signed as.
  if (!made.text.isWellFormed()) throw new UnsafeError('lone surrogate', [])
  return made
}

/**
 * Canonicalizes documents one after the other, each as `rdfc(document, options)` does: the same bytes, or the same error. What several had in
 * common is kept: a document that differs from those before in its texts alone (names, dates, ids) is filled in, in a sixth of the time.
 * At most 8 shapes of at most a mebibyte are kept, in the record that is returned and nowhere else. The contents of `contexts` must not change.
 *
 * @example
 * const batch = rdfcBatch({ plain: true })
 * for (const badge of badges) hash(batch.bytes(badge))
 */
export function rdfcBatch(options: Omit<RdfcOptions, 'relabel'> = {}): RdfcBatch {
  const own = { ...options, relabel: undefined }
  return batch({
    naming: { hash: own.hash ?? 'SHA-256', maxWork: own.maxWork },
    maxDepth: own.maxDepth,
    textOf: (document) => rdfcCanonical(document, own).text,
    read(document) {
      const watched: Watched = { quads: [], special: new Set() }
      const { self } = dataset(document, own, watched)
      return { ...watched, self }
    },
  })
}

/** What making a template asks for, besides the graph. */
type Watched = { readonly quads: Quad[]; readonly special: Set<string> }

/** The graph that a document says. */
function dataset(document: object, options: RdfcOptions, watched?: Watched): Dataset {
  const run = runOf(options, watched?.special)
  const graph = emptyDataset({ ...outputLimits, quads: options.maxQuads ?? outputLimits.quads }, watched?.quads)
  try {
    toRdf(run, expand(run, document), graph)
  } finally {
    shared.kept += run.kept
  }
  return graph
}

// What the bundled contexts mean, derived from constants on demand and never changed: nobody can tell it from deriving anew, except by
// the time it takes. A document decides in which order contexts meet, so that it could go on growing: over the limit it starts anew.
const shared = /* @__PURE__ */ { root: emptyContext(true), kept: 0 }
const maxKept = 1000

function runOf({ contexts = {}, safe = true, plain = false, base, direction, maxDepth = limits.maxDepth }: RdfcOptions, special?: Set<string>): Run {
  if (shared.kept > maxKept) {
    shared.root = emptyContext(true)
    shared.kept = 0
  }
  // A caller's content for a bundled URL may be loaded by another bundled context: then nothing is shared.
  const alone = Object.keys(contexts).some((url) => contextAt(url) !== undefined)
  const root = alone ? emptyContext(false) : shared.root
  return { contexts, safe, plain, base, direction, root, special, derived: new Map(), path: [], maxDepth, depth: 0, work: maxContextWork, kept: 0 }
}
