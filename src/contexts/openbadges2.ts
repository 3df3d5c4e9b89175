import { table } from './generated/openbadges2.js'
import { type Contexts, recordOf } from './table.js'

/**
 * The contexts of Open Badges 1.1, 2.0 and 2.1 and of two extensions, for a reader of these to give along:
 * `rdfc(assertion, { contexts: openBadges2 })`. That of 1.1 loads `legacy-v1`, whose address leads back
 * to 1.1: no processor can read it, and no signature of 1.1 needs it.
 */
export const openBadges2: Contexts = /* @__PURE__ */ recordOf([table])

/**
 * The other content of the URLs of Open Badges 2.0: the specification's own, in whose alignments `targetFramework` is
 * `schema:educationalFramework`. What 1EdTech's validators and Blockcerts have is `schema:targetFramework`.
 */
export const openBadges2Alternate: Contexts = /* @__PURE__ */ recordOf([table], 1)
