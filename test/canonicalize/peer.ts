import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { compileFunction } from 'node:vm'
import { type Contexts, contextAt } from '../../src/contexts/index.js'
import type { Correction } from './corrections.js'

type JsonLd = { canonize(document: object | string, options: object): Promise<string>; safeEventHandler(given: { event: object; next: () => void }): void }
type Resolver = new (options: { sharedCache: object }) => object

const require = createRequire(import.meta.url)

/** jsonld.js with rdf-canonize: the implementation that most of the field runs. It has no types of its own. */
export const jsonld: JsonLd = require('jsonld')
const ContextResolver: Resolver = require('jsonld/lib/ContextResolver.js')

/** A loader of what is bundled and what is given, as ours. jsonld writes into the contexts that it imports: it gets copies. */
export const loaderOf =
  (contexts: Contexts = {}) =>
  async (url: string): Promise<object> => {
    const content = Object.hasOwn(contexts, url) ? contexts[url] : contextAt(url)
    if (!content) throw new Error(`No context: ${url}`)
    return { document: structuredClone(content), documentUrl: url, contextUrl: null, tag: 'static' }
  }

/** With nothing kept from another document, or for the next. */
export const alone = (): object => ({ contextResolver: new ContextResolver({ sharedCache: new Map() }) })

export function canonize(document: object, safe: boolean, contexts?: Contexts, more: object = {}): Promise<string> {
  return jsonld.canonize(document, {
    algorithm: 'RDFC-1.0',
    format: 'application/n-quads',
    documentLoader: loaderOf(contexts),
    safe,
    canonizeOptions: { maxWorkFactor: 3 },
    ...more,
  })
}

/** Canonical N-Quads, or the error: where what means nothing is dropped, and in safe mode. */
export type Said = { readonly loose: string | Error; readonly safe: string | Error }
export type Peer = {
  readonly say: (document: object) => Promise<Said>
  /** Canonical N-Quads of N-Quads. */
  readonly canonize: (nquads: string) => Promise<string>
}

/** The peer, read from its files anew with these corrections made in them, under the bundled contexts and these. */
export function peerWith(corrections: readonly Correction[], contexts: Contexts = {}): Peer {
  const load = loaderWith(corrections)
  const library = load(require.resolve('jsonld')) as JsonLd
  const OwnResolver = load(require.resolve('jsonld/lib/ContextResolver.js')) as Resolver
  const kept = cacheFor(contexts)
  const say = async (document: object): Promise<Said> => {
    // It keeps an imported context in a form that is wrong for whoever loads it otherwise.
    const sharedCache = JSON.stringify(document).includes('"@import"') ? new Map() : kept
    let unsafe: Error | undefined
    const options = {
      ...canonicalNQuads,
      documentLoader: loaderOf(contexts),
      contextResolver: new OwnResolver({ sharedCache }),
      // One run tells both: safe mode is a handler of these events that throws.
      safe: false,
      eventHandler: ({ event }: { event: object }) => {
        unsafe ??= thrownBy(() => library.safeEventHandler({ event, next: () => {} }))
      },
    }
    const loose = await library.canonize(document, options).catch((thrown: Error) => thrown)
    if (unsafe && aboutContexts.test(JSON.stringify(unsafe))) kept.clear()
    return { loose, safe: loose instanceof Error ? loose : (unsafe ?? loose) }
  }
  return { say, canonize: (nquads) => library.canonize(nquads, { ...canonicalNQuads, inputFormat: 'application/n-quads' }) }
}

const canonicalNQuads = { algorithm: 'RDFC-1.0', format: 'application/n-quads', canonizeOptions: { maxDeepIterations: 100_000 } }

function thrownBy(action: () => void): Error | undefined {
  try {
    action()
    return undefined
  } catch (thrown) {
    return thrown as Error
  }
}

// What it has against a context it keeps with those that came before it in the same list.
const aboutContexts = /"code":"(?:reserved term|reserved @id value|reserved @reverse value|invalid @language value|relative @vocab reference)"/

/** A cache of what the peer makes of known contexts and of no others: what it says of one document is not to depend on the one before. */
function cacheFor(contexts: Contexts): { get: (url: string) => unknown; set: (url: string, value: unknown) => void; clear: () => void } {
  const kept = new Map<string, unknown>()
  const isKnown = (url: string): boolean => contextAt(url) !== undefined || Object.hasOwn(contexts, url)
  return { get: (url) => kept.get(url), set: (url, value) => isKnown(url) && kept.set(url, value), clear: () => kept.clear() }
}

const corrected = /[\\/](?:jsonld[\\/]lib|rdf-canonize[\\/]lib)[\\/]|[\\/]rdf-canonize[\\/]index\.js$/

/** Loads the CommonJS modules of the two packages, each once. */
function loaderWith(corrections: readonly Correction[]): (file: string) => unknown {
  const edits = corrections.flatMap((one) => one.edits)
  const modules = new Map<string, { exports: unknown }>()
  const load = (file: string): unknown => {
    const known = modules.get(file)
    if (known) return known.exports
    const module = { exports: {} as unknown }
    modules.set(file, module)
    const local = createRequire(file)
    const requireFrom = (name: string): unknown => {
      const found = local.resolve(name)
      return corrected.test(found) ? load(found) : local(name)
    }
    const text = edits.filter((edit) => file.endsWith(edit.file)).reduce(edited, readFileSync(file, 'utf8'))
    compileFunction(text, ['require', 'module', 'exports', '__dirname'], { filename: file })(requireFrom, module, module.exports, dirname(file))
    return module.exports
  }
  return load
}

function edited(text: string, { file, from, to }: Correction['edits'][number]): string {
  if (text.split(from).length !== 2) throw new Error(`${file} does not have this text once: has the peer been corrected?\n${from}`)
  return text.replace(from, () => to)
}
