import { table } from './generated/suites.js'
import { type Contexts, recordOf } from './table.js'

/** The contexts of signature suites that are rare by now: JSON Web Signature 2020, secp256k1 2019, X25519 2019, BBS 2020. */
export const suites: Contexts = /* @__PURE__ */ recordOf([table])

/** The other content of a suite's URL: that of BBS 2020 before it defined its keys. */
export const suitesAlternate: Contexts = /* @__PURE__ */ recordOf([table], 1)
