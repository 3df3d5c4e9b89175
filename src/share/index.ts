export { type Card, card, type Reference } from './card.js'
export { LinkError, type Linked, link, linkTo, readLink } from './link.js'
export { linkedIn, OrganizationError, PageError } from './linkedin.js'
