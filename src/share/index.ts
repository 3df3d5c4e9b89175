export { linkedIn, OrganizationError, PageError } from './linkedin.js'
