import type { Bytes } from '../../bytes.js'
import { withOwnWords } from '../../canonicalize/own.js'
import { type HashName, rdfcCanonical } from '../../canonicalize/rdfc.js'
import { blockcerts } from '../../contexts/blockcerts.js'
import type { Contexts } from '../../contexts/index.js'
import { suites } from '../../contexts/suites.js'
import { sha256 } from '../../hash.js'
import type { JsonObject } from '../../json.js'

/** The contexts of Blockcerts and of the suites that they chain, and before them those of the caller. */
export function contextsWith(contexts: Contexts | undefined): Contexts {
  return { ...suites, ...blockcerts, ...contexts }
}

/**
 * The canonical N-Quads of a document in plain words, and in words of its own for things of its own. The reference gives a vocabulary to what no
 * context defines, so that it shows; here it is refused, as is what RDF would drop.
 *
 * @throws what `rdfc` throws
 */
export function textOf(document: object, contexts: Contexts, hash?: HashName): string {
  const named = withOwnWords(document as JsonObject, contexts)
  return rdfcCanonical(named.document, { contexts: named.contexts, hash, plain: true }).text
}

/** The hash that stands at the bottom of a Merkle proof. */
export function hashOf(document: JsonObject, contexts: Contexts): Bytes {
  return sha256(textOf(document, contexts))
}
