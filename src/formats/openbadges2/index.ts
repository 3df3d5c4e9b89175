export { isOpenBadge2, type OpenBadge2, openBadges2 } from './openbadges2.js'
