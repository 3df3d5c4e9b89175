import { jcsText } from '../canonicalize/jcs.js'
import type { Proof } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { sha384 } from '../hash.js'
import { type Json, many } from '../json.js'
import { hashingSuite, type Suite } from './suite.js'

/** `eddsa-jcs-2022` (VC-DI-EdDSA 1.0, 3.3): Ed25519 over canonical JSON. */
export const eddsaJcs2022: Suite<'Ed25519'> = /* @__PURE__ */ hashingSuite({
  name: 'eddsa-jcs-2022',
  algorithms: ['Ed25519'],
  canonicalize: (document) => jcsText(document),
  configure: withOwnContext,
  carriesContext: true,
})

/** `ecdsa-jcs-2019` (VC-DI-ECDSA 1.0, 3.3): P-256 with SHA-256 or P-384 with SHA-384 over canonical JSON. */
export const ecdsaJcs2019: Suite<'P-256' | 'P-384'> = /* @__PURE__ */ hashingSuite({
  name: 'ecdsa-jcs-2019',
  algorithms: ['P-256', 'P-384'],
  sha384,
  canonicalize: (document) => jcsText(document),
  configure: withOwnContext,
  carriesContext: true,
})

/**
 * The proof carries the contexts that were there when it was made, and the document must still have those (VC-DI-EdDSA 1.0, 3.3.2, steps 4 and 5).
 * The standard lets it gain more at the end; here it may not: nobody signed them, and they could change what the members mean to a reader.
 */
function withOwnContext(document: object, proof: Proof): { document: object; options: object } {
  if (proof['@context'] === undefined) return { document, options: proof }
  const now = many((document as { readonly '@context'?: Json })['@context'])
  const then = many(proof['@context'])
  if (jcsText(then) !== jcsText(now)) throw new ContextMismatchError()
  return { document: { ...document, '@context': proof['@context'] }, options: proof }
}

/** The document's `@context` is not the one that its proof carries. */
export class ContextMismatchError extends BaseError {
  override readonly name = 'sign.ContextMismatchError'
  constructor() {
    super('The @context of the credential is not the one that its proof was made under: it was changed after signing. Ask for the original.')
  }
}
