import { places, texts } from './generated/texts.js'

/** JSON-LD contexts that the caller vouches for, by URL. They are never fetched: a context changes what a signature means. */
export type Contexts = { readonly [url: string]: object }

/**
 * The contents that are bundled for the URL of a JSON-LD context, deeply frozen: the present one first, then those that the same
 * URL has had before. None for a URL that is not bundled.
 *
 * @example
 * contextsAt('https://www.w3.org/ns/credentials/v2').length // 1
 * contextsAt('https://purl.imsglobal.org/spec/ob/v3p0/context.json').length // 2: the final one, and the beta of 2022
 */
export function contextsAt(url: string): readonly object[] {
  return Object.hasOwn(places, url) ? (places[url] ?? []).map(contextNamed) : []
}

/** The content that `contextsAt` gives first. The same object each time, so that what was derived from it can be kept by its identity. */
export function contextAt(url: string): object | undefined {
  const [name] = (Object.hasOwn(places, url) && places[url]) || []
  return name === undefined ? undefined : contextNamed(name)
}

/** The URLs of all contexts that are bundled. */
export function bundledUrls(): readonly string[] {
  return Object.keys(places)
}

// Frozen data, filled on demand from the constant texts and from nothing else: nobody can tell it from parsing anew, except by the time it takes.
const parsed = /* @__PURE__ */ new Map<string, object>()

function contextNamed(name: string): object {
  const known = parsed.get(name)
  if (known) return known
  const context = JSON.parse(texts[name] ?? '{}', (_, value) => Object.freeze(value)) as object
  parsed.set(name, context)
  return context
}
