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
// RFC 3986, appendix B, with a scheme as it is above: a colon after a digit makes none.
const parts = /^(?:([A-Za-z][A-Za-z0-9+,.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/

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

/** RFC 3986, 5.2.4. Dots at the start of a path without a root are nothing; what goes up past its first segment gives it a root. */
function withoutDots(path: string): string {
  const rest = path.replace(/^(?:\.\.?\/)*(?:\.\.?$)?/, '')
  const segments = rest.match(/^[^/]+|\/[^/]*/g) ?? []
  const kept: string[] = []
  segments.forEach((segment, at) => {
    const dots = segment === '/.' || segment === '/..'
    if (segment === '/..') kept.pop()
    if (!dots) kept.push(segment)
    else if (at === segments.length - 1) kept.push('/')
  })
  return kept.join('')
}
