export type { CanonicalBytes } from '../bytes.js'
export type { Contexts } from '../contexts/index.js'
export { TooLargeError, UnsafeError } from '../json.js'
export { jcs, jcsText } from './jcs.js'
