import { BaseError } from '../errors.js'
import { shown } from '../shown.js'

/** Where in a document something stands: member names and list positions, from the top. */
export type Path = readonly (string | number)[]

/** A document names a context that is neither bundled nor given. */
export class UnknownContextError extends BaseError {
  override readonly name = 'canonicalize.UnknownContextError'
  constructor(url: string) {
    super(
      `The context ${shown(url)} is not bundled, and contexts are never fetched. If you trust its content, pass it as contexts: { '${shown(url)}': content }.`,
      {
        facts: { url: shown(url) },
      },
    )
  }
}

/** A member or a type that no context defines: it would be dropped, and a signature would not cover it. */
export class UndefinedTermError extends BaseError {
  override readonly name = 'canonicalize.UndefinedTermError'
  constructor(term: string, path: Path) {
    super(`No context defines "${shown(term)}" at ${placeOf(path)}, so a signature would not cover it. Add a context that defines it, or remove it.`, {
      facts: { term: shown(term), path: pointer(path) },
    })
  }
}

/** A value that has no place in the graph: it would be dropped, and a signature would not cover it. */
export class DroppedValueError extends BaseError {
  override readonly name = 'canonicalize.DroppedValueError'
  constructor(what: string, path: Path) {
    super(`There is ${shown(what)} at ${placeOf(path)}, which means nothing as linked data, so a signature would not cover it. Correct it, or remove it.`, {
      facts: { what: shown(what), path: pointer(path) },
    })
  }
}

/** The document or one of its contexts breaks a rule of JSON-LD 1.1. `facts.code` is the error code of JSON-LD 1.1 API, 9.6. */
export class InvalidJsonLdError extends BaseError {
  override readonly name = 'canonicalize.InvalidJsonLdError'
  constructor(code: string, path: Path, about = '') {
    const where = `${about ? `"${shown(about)}" ` : ''}at ${placeOf(path)}`
    super(`This is not valid JSON-LD: ${code} (${where}). Ask its issuer for a corrected copy.`, {
      facts: { code, path: pointer(path), ...(about && { about: shown(about) }) },
    })
  }
}

/** Canonicalizing this takes more steps than allowed: the mark of a graph or a context that was made to exhaust its reader. */
export class TooMuchWorkError extends BaseError {
  override readonly name = 'canonicalize.TooMuchWorkError'
  constructor(what: 'contexts' | 'blank nodes', limit: number) {
    const advice = what === 'contexts' ? 'No honest context takes so many.' : 'Honest credentials take few; raise `maxWork` if you trust its source.'
    super(`Canonicalizing this takes more than ${limit} steps for its ${what}. ${advice}`, {
      facts: { what, limit },
    })
  }
}

/** The document says more, written out as N-Quads, than allowed. */
export class OutputTooLargeError extends BaseError {
  override readonly name = 'canonicalize.OutputTooLargeError'
  constructor(what: 'quads' | 'characters', limit: number) {
    const advice = what === 'quads' ? 'Raise `maxQuads` if you trust its source.' : 'No honest credential says so much.'
    super(`Written as N-Quads, this has more than ${limit} ${what}. ${advice}`, { facts: { what, limit } })
  }
}

const longest = 200

function placeOf(path: Path): string {
  return pointer(path) || 'the top'
}

/** A JSON Pointer (RFC 6901) to the place; empty for the top. */
function pointer(path: Path): string {
  return shown(path.map((step) => `/${String(step).slice(0, longest).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''))
}

/** A member is said in a roundabout way, so that a reader of the JSON would not find what is signed. */
export class HiddenMemberError extends BaseError {
  override readonly name = 'canonicalize.HiddenMemberError'
  constructor(member: string, path: Path) {
    const facts = { member: member.slice(0, 200), path: pointer(path) }
    super(
      `"${facts.member.slice(0, 100)}" says in other words what the contexts have a word for, so that a reader could miss it. Ask its issuer for a copy in plain words.`,
      { facts },
    )
  }
}
