import { isObject, type Json, type JsonObject } from '../json.js'

/** Where a credential stands inside another: one that a record holds, or what somebody else says of what is there. */
export type Place = { readonly path: string; readonly kind: 'held' | 'endorsement'; readonly held: JsonObject | string }

/** How many more credentials inside may be verified: those inside them count too. A record of a whole life has some hundred. */
export type Budget = { left: number }
export const maxParts = 1000

const kinds: { readonly [member: string]: Place['kind'] } = { verifiableCredential: 'held', endorsement: 'endorsement', endorsementJwt: 'endorsement' }

/** The credentials inside a document, by JSON pointer. Those inside one of them are its own. */
export function placesOf(document: JsonObject): readonly Place[] {
  const places: Place[] = []
  walk(document, [], places)
  return places
}

function walk(value: Json | undefined, path: (string | number)[], places: Place[], kind?: Place['kind']): void {
  if (typeof value !== 'object' || value === null) {
    if (kind && typeof value === 'string') places.push({ path: pointer(path), kind, held: value })
    return
  }
  if (kind && isObject(value)) {
    places.push({ path: pointer(path), kind, held: value })
    return
  }
  for (const key of Object.keys(value)) {
    const inside = (value as JsonObject)[key]
    const next = Array.isArray(value) ? kind : Object.hasOwn(kinds, key) ? kinds[key] : undefined
    if (next === undefined && (typeof inside !== 'object' || inside === null)) continue
    path.push(key)
    walk(inside, path, places, next)
    path.pop()
  }
}

function pointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
