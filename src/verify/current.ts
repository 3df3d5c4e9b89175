import { controllerDocument, didJwk, didKey, didWeb } from '../did/index.js'
import { ecdsaJcs2019, eddsaJcs2022 } from '../sign/jcs.js'
import { vcJwt } from '../sign/jwt.js'
import { ecdsaRdfc2019, eddsaRdfc2022 } from '../sign/rdfc.js'
import { bitstring } from '../status/bitstring.js'
import type { Accepted } from './verify.js'

/** What this release holds to be current: the Data Integrity suites of 2022 and 2019, VC-JWT, did:key, did:jwk, did:web, keys published at an https address, and Bitstring Status List. */
export const current: readonly Accepted[] = [
  eddsaRdfc2022,
  eddsaJcs2022,
  ecdsaRdfc2019,
  ecdsaJcs2019,
  vcJwt,
  didKey,
  didJwk,
  didWeb,
  controllerDocument,
  bitstring,
]
