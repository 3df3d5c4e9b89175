import { BaseError } from '../errors.js'
import type { Cancel } from '../seams.js'

/** Waits for some work no longer than `cancel` allows. */
export async function until<T>(cancel: Cancel | undefined, work: () => Promise<T>): Promise<T> {
  if (!cancel) return work()
  stopIf(cancel)
  let stop = (): void => {}
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(reasonOf(cancel))
    cancel.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work(), stopped])
  } finally {
    cancel.removeEventListener('abort', stop)
  }
}

/** Throws when the work was called off. */
export function stopIf(cancel: Cancel | undefined): void {
  if (cancel?.aborted) throw reasonOf(cancel)
}

/** The caller called the work off. */
export class CancelledError extends BaseError {
  override readonly name = 'anchor.CancelledError'
  constructor(cause: unknown) {
    super('The work was called off. What was kept can be resumed.', cause === undefined ? {} : { cause })
  }
}

function reasonOf(cancel: Cancel): unknown {
  return cancel.reason instanceof Error ? cancel.reason : new CancelledError(cancel.reason)
}
