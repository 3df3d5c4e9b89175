/** Says whether a text begins as an absolute IRI or a blank node identifier does. As loose as the field: only white space is looked for. */
export function isAbsolute(iri: string): boolean {
  return absolute.test(iri)
}

/**
 * Resolves a reference against a base IRI (RFC 3986, 5.2). Without a base it stays as it is.
 *
 * @example
 * resolve('https://a.example/b/c?d', '../e#f') // 'https://a.example/e#f'
 */
export function resolve(base: string | undefined, reference: string): string {
  if (base === undefined || absolute.test(reference)) return reference
  const from = partsOf(base)
  const to = partsOf(reference)
  if (to.authority !== undefined) return join(from.scheme, to.authority, withoutDots(to.path), to.query, to.fragment)
  if (to.path === '') return join(from.scheme, from.authority, from.path, to.query ?? from.query, to.fragment)
  const path = to.path.startsWith('/') ? to.path : merge(from, to.path)
  return join(from.scheme, from.authority, withoutDots(path), to.query, to.fragment)
}

type Parts = {
  readonly scheme: string | undefined
  readonly authority: string | undefined
  readonly path: string
  readonly query: string | undefined
  readonly fragment: string | undefined
}

const absolute = /^(?:[A-Za-z][A-Za-z0-9+,.-]*|_):\S*$/
// RFC 3986, appendix B.
const parts = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/

function partsOf(iri: string): Parts {
  const [, scheme, authority, path = '', query, fragment] = parts.exec(iri) ?? []
  return { scheme, authority, path, query, fragment }
}

function join(scheme: string | undefined, authority: string | undefined, path: string, query: string | undefined, fragment: string | undefined): string {
  return `${scheme === undefined ? '' : `${scheme}:`}${authority === undefined ? '' : `//${authority}`}${path}${query === undefined ? '' : `?${query}`}${fragment === undefined ? '' : `#${fragment}`}`
}

function merge(base: Parts, path: string): string {
  // RFC 3986, 5.2.3.
  if (base.authority !== undefined && base.path === '') return `/${path}`
  return base.path.slice(0, base.path.lastIndexOf('/') + 1) + path
}

function withoutDots(path: string): string {
  const kept: string[] = []
  const segments = path.split('/')
  const rooted = path.startsWith('/')
  if (rooted) segments.shift()
  segments.forEach((segment, at) => {
    if (segment === '..') kept.pop()
    else if (segment !== '.') kept.push(segment)
    // A last dot segment leaves the slash before it (RFC 3986, 5.2.4).
    if (at === segments.length - 1 && (segment === '.' || segment === '..')) kept.push('')
  })
  return (rooted ? '/' : '') + kept.join('/')
}
