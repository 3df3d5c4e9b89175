import { fromBase64url, fromUtf8 } from '../bytes.js'
import { type Secured, secured, toText } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { isObject, type Json, many, parse, snapshot } from '../json.js'

/** How one family of credentials is carried: the keyword of a PNG chunk; the namespace and name of an SVG element, and the prefix that we write. */
export type Kind = { readonly keyword: string; readonly namespace: string; readonly element: string; readonly prefix: string }

/** Open Badges 3.0, 5.3. */
const openBadges3: Kind = {
  keyword: 'openbadgecredential',
  namespace: 'https://purl.imsglobal.org/ob/v3p0',
  element: 'credential',
  prefix: 'openbadges',
}
/** Comprehensive Learner Record 2.0, as the 1EdTech validator reads it. */
const clr2: Kind = { keyword: 'clrcredential', namespace: 'https://purl.imsglobal.org/clr/v2p0', element: 'credential', prefix: 'clr' }
/** Open Badges 2.0, Baking. Read and replaced, never written. */
const openBadges2: Kind = { keyword: 'openbadges', namespace: 'http://openbadges.org', element: 'assertion', prefix: 'openbadges' }

export const kinds: readonly Kind[] = [openBadges3, clr2, openBadges2]

/** What is written into an image: the text of a credential that carries a proof, as it stands, and how it is carried. */
export type Cargo = { readonly text: string; readonly kind: Kind }

/**
 * Makes ready what goes into an image.
 *
 * @throws {NotSecuredError} for a credential without a proof
 */
export function toCargo(credential: Secured | string): Cargo {
  const text = typeof credential === 'string' ? credential : toText(snapshot(credential) as unknown as Secured)
  const checked = secured(text)
  const types = typeof checked === 'string' ? typesOfJwt(checked) : many(checked.type as Json)
  return { text, kind: types.includes('ClrCredential') ? clr2 : openBadges3 }
}

/**
 * The one text among those that a file holds. The same text twice is one text.
 *
 * @throws {ConflictError} when they differ: the first is no better than the second
 */
export function onlyText(texts: readonly string[]): string | undefined {
  const different = new Set(texts)
  if (different.size > 1) throw new ConflictError(different.size)
  return texts[0]
}

/** The file holds more than one credential (of an image, Open Badges 3.0, 5.3: it must not). */
export class ConflictError extends BaseError {
  override readonly name = 'bake.ConflictError'
  constructor(credentials: number) {
    super(`This file holds ${credentials} different credentials, and nothing says which one counts. Ask the issuer for a file with one.`, {
      facts: { credentials },
    })
  }
}

// A JWT that is not for us to read is carried as a badge; whoever verifies it will say what is wrong with it.
function typesOfJwt(jwt: string): readonly Json[] {
  try {
    const claims = parse(fromUtf8(fromBase64url(jwt.split('.')[1] ?? '')))
    if (!isObject(claims)) return []
    return many((isObject(claims['vc']) ? claims['vc'] : claims)['type'])
  } catch {
    return []
  }
}
