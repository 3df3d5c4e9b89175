import { openBadges2 } from '../formats/openbadges2/openbadges2.js'
import { current } from './current.js'
import type { Accepted } from './verify.js'

/** Every suite, key method, status type and format of this package. */
export const everything: readonly Accepted[] = [...current, openBadges2]
