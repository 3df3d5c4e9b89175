import { rdfcCanonical } from '../canonicalize/rdfc.js'
import { type Contexts, contextsAt } from '../contexts/index.js'
import type { Proof } from '../credential/secured.js'
import { sha384 } from '../hash.js'
import { type Json, many } from '../json.js'
import { type HashName, hashingSuite, type Suite, type World } from './suite.js'

/** `eddsa-rdfc-2022` (VC-DI-EdDSA 1.0, 3.2): Ed25519 over canonical N-Quads. */
export const eddsaRdfc2022: Suite<'Ed25519'> = /* @__PURE__ */ hashingSuite({
  name: 'eddsa-rdfc-2022',
  algorithms: ['Ed25519'],
  canonicalize: canonicalText,
  configure: withDocumentContext,
  readsTerms: true,
  alternates: earlierContexts,
})

/** `ecdsa-rdfc-2019` (VC-DI-ECDSA 1.0, 3.2): P-256 with SHA-256 or P-384 with SHA-384, in the blank node labels too, over canonical N-Quads. */
export const ecdsaRdfc2019: Suite<'P-256' | 'P-384'> = /* @__PURE__ */ hashingSuite({
  name: 'ecdsa-rdfc-2019',
  algorithms: ['P-256', 'P-384'],
  sha384,
  canonicalize: canonicalText,
  configure: withDocumentContext,
  readsTerms: true,
  alternates: earlierContexts,
})

/** The proof's options are read under the document's contexts (VC-DI-EdDSA 1.0, 3.2.5, step 5). */
function withDocumentContext(document: object, proof: Proof): { document: object; options: object } {
  return { document, options: { ...proof, '@context': (document as { readonly '@context'?: unknown })['@context'] } }
}

/** The contents that the document's contexts had before, one at a time: some addresses have changed what they serve. */
export function earlierContexts(document: object): readonly Contexts[] {
  const urls = many((document as { readonly '@context'?: Json })['@context']).filter((context): context is string => typeof context === 'string')
  return urls.flatMap((url) =>
    contextsAt(url)
      .slice(1)
      .map((content) => ({ [url]: content })),
  )
}

/**
 * The text that is hashed, of a document in plain words. RDF signs what a document says and not how: a member could be renamed to its IRI, put
 * in other words by a context of the document's own, or moved to another object with the same id, and the signature would still hold, while
 * whoever reads the JSON (for `validUntil`, say) would miss it.
 */
function canonicalText(document: object, hash: HashName, { contexts }: World): string {
  return rdfcCanonical(document, { contexts, hash, plain: true }).text
}
