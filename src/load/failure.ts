import { BaseError } from '../errors.js'
import type { Load } from '../seams.js'
import { shown } from '../shown.js'

/**
 * The `load` that a step needs.
 *
 * @throws {NoLoadError} when there is none: nothing is read from the network unless the caller passes one
 * @example
 * const loaded = await needed(load, url)(url, { cancel })
 */
export function needed(load: Load | undefined, url: string): Load {
  if (!load) throw new NoLoadError(url)
  return load
}

/** Something must be read, and the caller gave nothing to read it with. */
export class NoLoadError extends BaseError {
  override readonly name = 'load.NoLoadError'
  constructor(url: string) {
    super(`This needs "${shown(url)}", and nothing was given to read it with. Pass \`load\`, for example overHttps() of microcred/load/https.`, {
      facts: { url: shown(url) },
    })
  }
}

/** Why a URL could not be read. `gone`: it was taken away for good (RFC 9110, 15.5.11). */
export type Why = 'absent' | 'gone' | 'cancelled' | 'timeout' | 'network' | 'status' | 'too large' | 'redirects'

/** The URL was not read to the end. Another attempt may succeed. `facts.status` is what the server answered, where it did. */
export class FailedError extends BaseError {
  override readonly name = 'load.FailedError'
  constructor(url: string, why: Why, detail: string, cause?: unknown, status?: number) {
    super(`"${shown(url)}" could not be read: ${detail}. Try again later.`, {
      facts: { url: shown(url), why, ...(status !== undefined && { status }) },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

/** The URL is one that is never asked. */
export class RefusedError extends BaseError {
  override readonly name = 'load.RefusedError'
  constructor(url: string, rule: string) {
    super(`"${shown(url)}" is not read: ${rule}.`, { facts: { url: shown(url), rule } })
  }
}
