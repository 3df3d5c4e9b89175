import { table } from './generated/default.js'
import { contentNamed, namesAt } from './table.js'

export type { Contexts } from './table.js'

/**
 * The contents that are bundled for the URL of a JSON-LD context, deeply frozen: the present one first, then those that the same
 * URL has had before. None for a URL that is not bundled.
 *
 * @example
 * contextsAt('https://www.w3.org/ns/credentials/v2').length // 1
 * contextsAt('https://purl.imsglobal.org/spec/ob/v3p0/context.json').length // 2: the final one, and the beta of 2022
 */
export function contextsAt(url: string): readonly object[] {
  return namesAt(table, url).map((name) => contentNamed(table, name))
}

/** The content that `contextsAt` gives first. */
export function contextAt(url: string): object | undefined {
  const [name] = namesAt(table, url)
  return name === undefined ? undefined : contentNamed(table, name)
}

/** The URLs of all contexts that are bundled. */
export function bundledUrls(): readonly string[] {
  return Object.keys(table.places)
}
