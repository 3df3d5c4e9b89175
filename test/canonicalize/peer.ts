import { createRequire } from 'node:module'
import { type Contexts, contextAt } from '../../src/contexts/index.js'

type JsonLd = { canonize(document: object, options: object): Promise<string>; toRDF(document: object, options: object): Promise<string> }

/** jsonld.js with rdf-canonize: the implementation that most of the field runs. It has no types of its own. */
export const jsonld: JsonLd = createRequire(import.meta.url)('jsonld')

/** A loader of what is bundled and what is given, as ours. jsonld writes into the contexts that it imports: it gets copies. */
export const loaderOf =
  (contexts: Contexts = {}) =>
  async (url: string): Promise<object> => {
    const content = Object.hasOwn(contexts, url) ? contexts[url] : contextAt(url)
    if (!content) throw new Error(`No context: ${url}`)
    return { document: structuredClone(content), documentUrl: url, contextUrl: null, tag: 'static' }
  }

export function canonize(document: object, safe: boolean, contexts?: Contexts): Promise<string> {
  return jsonld.canonize(document, {
    algorithm: 'RDFC-1.0',
    format: 'application/n-quads',
    documentLoader: loaderOf(contexts),
    safe,
    canonizeOptions: { maxWorkFactor: 3 },
  })
}
