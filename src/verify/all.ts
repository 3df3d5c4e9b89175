import { openBadges2 } from '../formats/openbadges2/openbadges2.js'
import { bbs2023 } from '../sign/bbs.js'
import { ecdsaSd2023 } from '../sign/sd.js'
import { oneEdTechRevocationList } from '../status/oneEdTech.js'
import { revocationList2020 } from '../status/revocationList2020.js'
import { statusList2021 } from '../status/statusList2021.js'
import { current } from './current.js'
import type { Accepted } from './verify.js'

/** Every suite, key method, status type and format of this package. */
export const everything: readonly Accepted[] = [...current, ecdsaSd2023, bbs2023, statusList2021, revocationList2020, oneEdTechRevocationList, openBadges2]
