// How contexts are written here: facts alone, a family of terms a line. What no npm package carries is written so, and pinned all the same.

/** Terms that stand for an IRI and say no more: `words('obi:', 'Issuer hosted=HostedBadge')`, where the name in the vocabulary follows if it is another. */
export const words = (prefix, names) => each(names, (name) => prefix + name)

/** Terms that also say what their values are: `terms('schema:', 'url image', link)`. */
export const terms = (prefix, names, values = {}) => each(names, (name) => ({ '@id': prefix + name, ...values }))

/** A type, with the terms that it brings. */
export const scoped = (id, context) => ({ '@id': id, '@context': context })

export const keywords = { id: '@id', type: '@type' }
export const link = { '@type': '@id' }
export const set = { '@container': '@set' }
export const json = { '@type': '@json' }
export const of = (type) => ({ '@type': type })

function each(names, made) {
  return Object.fromEntries(
    names.split(' ').map((name) => {
      const [term, local = term] = name.split('=')
      return [term, made(local)]
    }),
  )
}
