/** JSON-LD contexts that the caller vouches for, by URL. They are never fetched: a context changes what a signature means. */
export type Contexts = { readonly [url: string]: object }
