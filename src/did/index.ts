export { type ControllerDocument, document, KeyIdError } from './document.js'
export { controllerDocument } from './https.js'
export { asDidJwk, didJwk } from './jwk.js'
export { asDidKey, didKey } from './key.js'
export {
  BadDocumentError,
  BadIdError,
  type KeyMethod,
  KeyNotFoundError,
  type ResolvedKey,
  resolve,
  UnknownMethodError,
  UnsupportedKeyError,
  type World,
} from './method.js'
export { didPkh } from './pkh.js'
export { didWeb } from './web.js'
