import { utf8 } from '../../src/bytes.js'
import { FailedError } from '../../src/load/index.js'
import type { Load } from '../../src/seams.js'
import type { Report } from '../../src/verify/index.js'

export type Page = object | Uint8Array | Error
/** Documents at their addresses, of which only https is answered, and what was asked for. An error is what the address answers with. */
export function web(pages: { readonly [url: string]: Page }): { readonly load: Load; readonly asked: string[] } {
  const known = new Map(Object.entries(pages).map(([url, page]) => [secure(url), page]))
  const asked: string[] = []
  const load: Load = async (url) => {
    asked.push(url)
    const page = known.get(url)
    if (page instanceof Error) throw page
    if (page === undefined) throw new FailedError(url, 'absent', 'it is not among the documents')
    return { url, bytes: page instanceof Uint8Array ? page : utf8(JSON.stringify(page)) }
  }
  return { load, asked }
}

export const secure = (url: string): string => url.replace(/^http:/, 'https:')

/** What is not passed in a report: each check and its problem. */
export function whyOf({ checks }: Report): string {
  return Object.entries(checks)
    .flatMap(([name, check]) => (check.outcome === 'failed' || check.outcome === 'unknown' ? [`${name} ${check.outcome} ${check.problem.name}`] : []))
    .join(', ')
}
