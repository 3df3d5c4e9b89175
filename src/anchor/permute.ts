/**
 * A random order of `0 … size - 1`, every order as likely as any other (Fisher and Yates), from the platform's secure generator. A leaf's
 * index is public; in the order of a class list it would say who is who.
 */
export function permutation(size: number): Uint32Array {
  const order = Uint32Array.from({ length: size }, (_, at) => at)
  const below = dice()
  for (let last = size - 1; last > 0; last--) {
    const other = below(last + 1)
    const held = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = held
  }
  return order
}

/** Draws integers in `[0, limit)`. Draws in the last, incomplete run of `limit` are thrown away: a remainder of them would favour small numbers. */
function dice(): (limit: number) => number {
  const pool = new Uint32Array(1024)
  let at = pool.length
  return (limit) => {
    const fair = 2 ** 32 - (2 ** 32 % limit)
    for (;;) {
      if (at === pool.length) {
        crypto.getRandomValues(pool)
        at = 0
      }
      const draw = pool[at++] ?? 0
      if (draw < fair) return draw % limit
    }
  }
}
