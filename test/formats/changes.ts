import { isObject, type Json } from '../../src/json.js'

type Maker = (old: Json) => Json | undefined
/** Something else in the place of a value. */
export const others: readonly Maker[] = [
  () => undefined,
  (old) => `${typeof old === 'string' ? old : ''}x`,
  (old) => (typeof old === 'string' ? old.slice(0, -1) : 'y'),
  (old) => (old === true ? false : 7),
  () => null,
  () => ({}),
]
/** The same in another way, and more. */
export const makers: readonly Maker[] = [
  ...others,
  (old) => (typeof old === 'string' ? old.replace('https:', 'http:') : 'z'),
  (old) => [old],
  (old) => (Array.isArray(old) ? [...old, old[0] ?? 1] : [old, old]),
  (old) => (isObject(old) ? { ...old, extra: 1 } : true),
]

/** Every document that differs from this one in one value, with the place of that value. */
function* changesOf(value: Json, make: readonly Maker[] = makers, path = ''): Generator<readonly [string, Json | undefined]> {
  for (const one of make) {
    const made = one(value)
    if (JSON.stringify(made) !== JSON.stringify(value)) yield [path, made]
  }
  const members: readonly (readonly [string, Json | undefined])[] = isObject(value) || Array.isArray(value) ? Object.entries(value) : []
  for (const [name, one] of members) {
    for (const [place, made] of changesOf(one ?? null, make, `${path}/${name}`)) {
      if (Array.isArray(value)) yield [place, value.flatMap((old, at) => (String(at) === name ? (made === undefined ? [] : [made]) : [old as Json]))]
      else yield [place, { ...(value as { readonly [name: string]: Json }), [name]: made }]
    }
  }
}

/** The changes of a document that leave it an object. */
export const objectsOf = (document: object, make: readonly Maker[] = makers): readonly (readonly [string, object])[] =>
  [...changesOf(document as Json, make)].filter((change): change is readonly [string, { readonly [name: string]: Json }] => isObject(change[1]))
