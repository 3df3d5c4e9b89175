/**
 * The least document that still fails, as far as taking things away one at a time leads: a member, an item, what is around a value,
 * or the value itself. A person has to read it. After so many attempts, what it is then.
 */
export async function minimise(document: object, fails: (document: object) => Promise<boolean>, attempts = 3000): Promise<object> {
  let least = document
  for (let at = 0, left = attempts, smaller = changes(least); at < smaller.length && left > 0; at++, left--) {
    const candidate = smaller[at]?.()
    if (typeof candidate !== 'object' || candidate === null || !(await fails(candidate))) continue
    least = candidate
    smaller = changes(least)
    at = -1
  }
  return least
}

type Change = () => unknown

/** All that is one step smaller than a value, the smallest first. */
function changes(value: unknown): Change[] {
  if (typeof value === 'string') return /^[^:@]{2,}$/u.test(value) ? [() => [...value][0]] : []
  if (typeof value !== 'object' || value === null) return []
  const children: readonly (readonly [string, unknown])[] = Object.entries(value)
  return [
    ...children
      .filter(([key]) => key !== '@context')
      .map(
        ([, child]) =>
          () =>
            child,
      ),
    ...children.map(
      ([key]) =>
        () =>
          without(value, key),
    ),
    ...children.flatMap(([key, child]) => changes(child).map((change) => () => withChild(value, key, change()))),
  ]
}

function without(value: object, key: string): object {
  if (Array.isArray(value)) return value.filter((_, at) => String(at) !== key)
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

function withChild(value: object, key: string, child: unknown): object {
  if (Array.isArray(value)) return value.map((one, at) => (String(at) === key ? child : one))
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, name === key ? child : one]))
}
