import { table } from './generated/blockcerts.js'
import { table as openBadges2 } from './generated/openbadges2.js'
import { type Contexts, recordOf } from './table.js'

/**
 * The contexts of Blockcerts 1.2 to 3.2, of their proofs (MerkleProof2019, ChainedProof2021), and of Open Badges 1 and 2, which Blockcerts 2
 * builds on: all that `rdfc(certificate, { contexts: blockcerts })` needs beside what is bundled.
 */
export const blockcerts: Contexts = /* @__PURE__ */ recordOf([openBadges2, table])
