export { linkedIn, PageError } from './linkedin.js'
