import { didPkh } from '../did/index.js'
import { blockcerts } from '../formats/blockcerts/blockcerts.js'
import { openAttestation } from '../formats/openattestation/openattestation.js'
import { openBadges2 } from '../formats/openbadges2/openbadges2.js'
import { bbs2023 } from '../sign/bbs.js'
import { ecdsaSecp256k1Signature2019, ed25519Signature2020, eddsa2022, jsonWebSignature2020 } from '../sign/older.js'
import { ecdsaSd2023 } from '../sign/sd.js'
import { oneEdTechRevocationList } from '../status/oneEdTech.js'
import { revocationList2020 } from '../status/revocationList2020.js'
import { statusList2021 } from '../status/statusList2021.js'
import { current } from './current.js'
import type { Accepted } from './verify.js'

/** Every suite, key method, status type and format of this package. */
export const everything: readonly Accepted[] = [
  ...current,
  ecdsaSd2023,
  bbs2023,
  ed25519Signature2020,
  eddsa2022,
  jsonWebSignature2020,
  ecdsaSecp256k1Signature2019,
  didPkh,
  statusList2021,
  revocationList2020,
  oneEdTechRevocationList,
  blockcerts,
  openAttestation,
  openBadges2,
]
