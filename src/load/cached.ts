import type { Load, Loaded } from '../seams.js'

/**
 * Remembers what `load` answered, never what it refused. The map is yours: bound it, empty it, share it. Answers to different `accept`
 * wishes are kept apart. Concurrent calls each ask until one has answered, so that one caller's cancellation is not another's.
 *
 * @example
 * const load = cached(overHttps(), new Map())
 */
export function cached(load: Load, store: Map<string, unknown>): Load {
  return async (url, wish = {}) => {
    const key = wish.accept === undefined ? url : `${url}\n${wish.accept}`
    const known = store.get(key) as Loaded | undefined
    if (known) return { ...known, bytes: known.bytes.slice() }
    const loaded = await load(url, wish)
    store.set(key, { ...loaded, bytes: loaded.bytes.slice() })
    return loaded
  }
}
