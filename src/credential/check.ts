/** What a compiled schema says is wrong: where, which keyword, and that keyword's own facts. */
export type Flaw = { readonly instancePath: string; readonly keyword: string; readonly params: { readonly [name: string]: unknown } }
/** A compiled schema: `true` when the value fits, otherwise the flaws stand in `errors` until the next call. */
export type Check = { (value: unknown): boolean; readonly errors?: readonly Flaw[] | null | undefined }
