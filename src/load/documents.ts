import { utf8 } from '../bytes.js'
import type { Load } from '../seams.js'
import { FailedError } from './failure.js'

/**
 * Answers from a fixed set of documents, and rejects for every other URL. An object is answered as its JSON text, bytes as they are.
 *
 * @throws {FailedError} from the load, for a URL that is not among the documents or when it was cancelled
 * @example
 * const load = fromDocuments({ 'https://uni.example/.well-known/did.json': document })
 */
export function fromDocuments(documents: { readonly [url: string]: object | Uint8Array }): Load {
  return async (url, { cancel } = {}) => {
    if (cancel?.aborted) throw new FailedError(url, 'cancelled', 'it was cancelled', cancel.reason)
    const found = Object.hasOwn(documents, url) ? documents[url] : undefined
    if (!found) throw new FailedError(url, 'absent', 'it is not among the documents')
    if (found instanceof Uint8Array) return { url, bytes: found.slice() }
    return { url, bytes: utf8(JSON.stringify(found)), type: 'application/json' }
  }
}
