import { type RdfcBatch, rdfcBatch, rdfcCanonical } from '../canonicalize/rdfc.js'
import { type Contexts, contextsAt } from '../contexts/index.js'
import type { Proof } from '../credential/secured.js'
import { sha384 } from '../hash.js'
import { type Json, many } from '../json.js'
import { type Canonicalize, type HashingParts, type HashName, hashingSuite, type Suite, type World } from './suite.js'

/** A suite over canonical N-Quads. */
export type RdfcSuite<A extends string = string> = Suite<A> & {
  /** The same suite by another way to the same text. */
  over(canonicalize: Canonicalize): Suite<A>
}

/** `eddsa-rdfc-2022` (VC-DI-EdDSA 1.0, 3.2): Ed25519 over canonical N-Quads. */
export const eddsaRdfc2022: RdfcSuite<'Ed25519'> = /* @__PURE__ */ rdfcSuite({ name: 'eddsa-rdfc-2022', algorithms: ['Ed25519'] })

/** `ecdsa-rdfc-2019` (VC-DI-ECDSA 1.0, 3.2): P-256 with SHA-256 or P-384 with SHA-384, in the blank node labels too, over canonical N-Quads. */
export const ecdsaRdfc2019: RdfcSuite<'P-256' | 'P-384'> = /* @__PURE__ */ rdfcSuite({ name: 'ecdsa-rdfc-2019', algorithms: ['P-256', 'P-384'], sha384 })

/**
 * The same suite, with a memory of the shape of what it has signed and read: for thousands of credentials that differ in their texts alone
 * (names, dates, ids), which it takes in less than half of the time. The bytes, the signatures and the errors are those of the suite itself, whatever
 * it is given. The memory belongs to the suite that is returned, and so to you: at most 8 shapes of at most a mebibyte each for each
 * record of `contexts` that you pass, with what the credentials that they were learnt from had in common. Those `contexts` must not change.
 *
 * @example
 * const suite = batched(eddsaRdfc2022)
 * for (const badge of badges) store(await sign(badge, { suite, key }))
 */
export function batched<A extends string>(suite: RdfcSuite<A>): Suite<A> {
  const memory: { readonly [hash in HashName]: WeakMap<Contexts, RdfcBatch> } = { 'SHA-256': new WeakMap(), 'SHA-384': new WeakMap() }
  return suite.over((document, hash, { contexts = bundledAlone }) => {
    const batch = memory[hash].get(contexts) ?? rdfcBatch({ contexts, hash, plain: true })
    memory[hash].set(contexts, batch)
    return batch.text(document)
  })
}

const bundledAlone: Contexts = /* @__PURE__ */ Object.freeze({})

function rdfcSuite<A extends string>(parts: Pick<HashingParts<A>, 'name' | 'algorithms' | 'sha384'>): RdfcSuite<A> {
  const over = (canonicalize: Canonicalize): Suite<A> =>
    hashingSuite({ ...parts, canonicalize, configure: withDocumentContext, readsTerms: true, alternates: earlierContexts })
  return { ...over(canonicalText), over }
}

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
export function canonicalText(document: object, hash: HashName, { contexts }: World): string {
  return rdfcCanonical(document, { contexts, hash, plain: true }).text
}
