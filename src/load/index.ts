export type { Load, Loaded } from '../seams.js'
export { cached } from './cached.js'
export { fromDocuments } from './documents.js'
export { FailedError, NoLoadError, RefusedError } from './failure.js'
