/** JSON-LD contexts that the caller vouches for, by URL. They are never fetched: a context changes what a signature means. */
export type Contexts = { readonly [url: string]: object }

/** What `generate.mjs` writes: contents as text by name, and the names of the contents that each URL has had, the present one first. */
export type Table = {
  readonly texts: { readonly [name: string]: string }
  readonly places: { readonly [url: string]: readonly string[] }
}

/** The names of the contents of a URL, the present one first; none where it has none. */
export function namesAt({ places }: Table, url: string): readonly string[] {
  return Object.hasOwn(places, url) ? (places[url] ?? []) : []
}

/** A content, deeply frozen: the same object each time, so that what was derived from it can be kept by its identity. */
export function contentNamed({ texts }: Table, name: string): object {
  const text = texts[name] ?? '{}'
  const known = parsed.get(text)
  if (known) return known
  const content = JSON.parse(text, (_, value) => Object.freeze(value)) as object
  parsed.set(text, content)
  return content
}

/**
 * The contents of whole tables as a record to hand on, frozen. Each is parsed when it is read for the first time.
 * `nth` is which of the contents that a URL has had: 0 is the present one. URLs that have none are left out.
 */
export function recordOf(tables: readonly Table[], nth = 0): Contexts {
  const record: { [url: string]: object } = {}
  for (const table of tables) {
    for (const [url, names] of Object.entries(table.places)) {
      const name = names[nth]
      if (name !== undefined) Object.defineProperty(record, url, { get: () => contentNamed(table, name), enumerable: true })
    }
  }
  return Object.freeze(record)
}

// Frozen data, filled on demand from the constant texts and from nothing else: nobody can tell it from parsing anew, except by the time it takes.
const parsed = /* @__PURE__ */ new Map<string, object>()
