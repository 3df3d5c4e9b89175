import { type Bytes, concat } from '../bytes.js'
import type { Cancel, Load, Loaded } from '../seams.js'
import { isLocal } from './address.js'
import { FailedError, RefusedError } from './failure.js'

/** What we need of an answer of `fetch`; a real `Response` fits. A body that cannot be streamed is read whole and measured afterwards. */
export type FetchAnswer = {
  readonly status: number
  readonly url: string
  readonly type?: string
  readonly headers: { get(name: string): string | null }
  readonly body?:
    | {
        getReader(): { read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>; cancel(reason?: unknown): Promise<void> }
      }
    | null
    | undefined
  arrayBuffer(): Promise<ArrayBuffer>
}
/** The platform's `AbortSignal` where its types are at hand, and what we need of it elsewhere. */
export type Signal = typeof globalThis extends { readonly AbortSignal: { readonly prototype: infer Platform } } ? Platform : Cancel
/** What we need of `fetch`; the global one fits. */
export type Fetch = (
  url: string,
  init: {
    readonly method: 'GET'
    readonly redirect: 'manual' | 'follow'
    readonly credentials?: 'omit'
    readonly headers: Record<string, string>
    readonly signal: Signal
  },
) => Promise<FetchAnswer>
/** The parts of a URL that may be asked: `host` is lower-case and carries the port where it is not 443. */
export type URLParts = { readonly host: string; readonly path: string }

export declare namespace overHttps {
  type Options = {
    /** The platform's `fetch` unless you give one; give one that filters addresses where names resolve to machines of your own network. */
    readonly fetch?: Fetch | undefined
    /** Milliseconds for the whole answer with its redirects; 10,000. */
    readonly timeout?: number | undefined
    /** Bytes of the body, after decompression; 1 MiB. */
    readonly maxBytes?: number | undefined
    /** Redirects followed; 3. */
    readonly maxRedirects?: number | undefined
    /**
     * Decides, instead of the rule on local addresses, which hosts may be asked. Each redirect is asked again. https, and a URL without
     * a user name or a password, stay required.
     */
    readonly allow?: ((url: URLParts) => boolean) | undefined
  }
}

/**
 * Reads https URLs only: limits size, time and redirects, and refuses names and literal addresses of the local machine and network. A
 * public name may still resolve to a private address: behind a resolver that you do not trust, pass a `fetch` that filters addresses.
 * Only a complete 200 answer is one. In browsers a redirect cannot be looked at before it is followed, so there it is followed by the
 * browser, and the URL that it ended at is checked by the same rule; a page can read no more there than it could without this function.
 *
 * @throws {RefusedError} from the load, for a URL that is never asked
 * @throws {FailedError} from the load, when there is no complete answer; `facts.why` is `timeout`, `cancelled`, `network`, `status`, `gone`, `too large` or `redirects`
 * @example
 * const load = overHttps({ timeout: 5000 })
 * const { bytes } = await load('https://uni.example/.well-known/did.json')
 */
export function overHttps({ fetch = globalThis.fetch as Fetch, timeout = 10_000, maxBytes = 1 << 20, maxRedirects = 3, allow }: overHttps.Options = {}): Load {
  return (url, { accept = '*/*', cancel } = {}) =>
    limited(url, timeout, cancel, async (signal) => {
      const answer = await follow(url, { fetch, accept, signal, allow, left: maxRedirects })
      const bytes = await bodyOf(answer, url, maxBytes, signal)
      return toLoaded(answer, url, bytes)
    })
}

type Request = {
  readonly fetch: Fetch
  readonly accept: string
  readonly signal: AbortSignal
  readonly allow: ((url: URLParts) => boolean) | undefined
  readonly left: number
}

/** Runs the work under one signal, and rejects at once when time is up or the caller cancels, whatever the work does then. */
async function limited(url: string, timeout: number, cancel: Cancel | undefined, work: (signal: AbortSignal) => Promise<Loaded>): Promise<Loaded> {
  const controller = new AbortController()
  const late = new FailedError(url, 'timeout', `no complete answer within the timeout of ${timeout} ms`)
  const stop = (): void => controller.abort(new FailedError(url, 'cancelled', 'it was cancelled', cancel?.reason))
  const timer = setTimeout(() => controller.abort(late), timeout)
  cancel?.addEventListener('abort', stop, { once: true })
  if (cancel?.aborted) stop()
  try {
    const stopped = new Promise<never>((_, reject) => {
      if (controller.signal.aborted) reject(controller.signal.reason)
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true })
    })
    // Handled here for the case that the work ends first.
    stopped.catch(() => {})
    return await Promise.race([stopped, start(controller.signal, work)])
  } finally {
    clearTimeout(timer)
    cancel?.removeEventListener('abort', stop)
    // Whatever still runs for this URL is of no use any more.
    controller.abort()
  }
}

async function start(signal: AbortSignal, work: (signal: AbortSignal) => Promise<Loaded>): Promise<Loaded> {
  signal.throwIfAborted()
  return work(signal)
}

/** Asks until an answer is no redirect (RFC 9110, 15.4), and checks each URL before it is asked. */
async function follow(from: string, request: Request): Promise<FetchAnswer> {
  let url = checkedUrl(from, request.allow)
  for (let left = request.left; ; left--) {
    const answer = await ask(url, request)
    if (answer.type === 'opaqueredirect') return followedByBrowser(url, request)
    if (![301, 302, 303, 307, 308].includes(answer.status)) return answer
    discard(answer)
    if (left <= 0) throw new FailedError(from, 'redirects', `it was redirected more than ${request.left} times`)
    const location = answer.headers.get('location')
    if (location === null || !URL.canParse(location, url)) throw new FailedError(from, 'redirects', 'it was redirected to no URL')
    url = checkedUrl(new URL(location, url).href, request.allow)
  }
}

async function ask(url: string, { fetch, accept, signal }: Request, redirect: 'manual' | 'follow' = 'manual'): Promise<FetchAnswer> {
  try {
    // Some servers' runtimes refuse to be told about credentials; they have none.
    return await fetch(url, { method: 'GET', redirect, headers: { accept }, signal, ...(isBrowser() && { credentials: 'omit' }) })
  } catch (cause) {
    signal.throwIfAborted()
    throw new FailedError(url, 'network', 'the connection failed', cause)
  }
}

/** Browsers hide where a redirect leads (Fetch, 2.2.6: opaque-redirect), but say where it ended. */
async function followedByBrowser(url: string, request: Request): Promise<FetchAnswer> {
  if (!isBrowser()) throw new FailedError(url, 'redirects', 'this fetch hides where the redirect leads')
  if (request.left <= 0) throw new FailedError(url, 'redirects', `it was redirected more than ${request.left} times`)
  const answer = await ask(url, request, 'follow')
  checkedUrl(answer.url, request.allow)
  return answer
}

/** A page or one of its workers: what it reads, it reads with the rights of the page. */
function isBrowser(): boolean {
  return 'document' in globalThis || 'WorkerGlobalScope' in globalThis
}

/** The URL without its fragment, when it may be asked. */
function checkedUrl(text: string, allow: Request['allow']): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url) throw new RefusedError(text, 'it is not an absolute URL')
  if (url.protocol !== 'https:') throw new RefusedError(text, 'only https is read')
  if (url.username !== '' || url.password !== '') throw new RefusedError(url.origin, 'a user name or a password stands in the URL')
  const allowed = allow ? allow({ host: url.host, path: url.pathname }) : !isLocal(url.hostname)
  if (!allowed)
    throw new RefusedError(
      text,
      `${allow ? 'it is not among the hosts that are allowed' : 'it is an address of the local machine or network'}. If you trust it, say so with \`allow\``,
    )
  url.hash = ''
  return url.href
}

/** The whole body of a 200 answer, read no further than the limit. */
async function bodyOf(answer: FetchAnswer, url: string, maxBytes: number, signal: AbortSignal): Promise<Bytes> {
  const tooLarge = new FailedError(url, 'too large', `the answer is over the limit of ${maxBytes} bytes`)
  if (answer.status !== 200) {
    discard(answer)
    throw new FailedError(url, answer.status === 410 ? 'gone' : 'status', `the server answered ${answer.status}, not 200`, undefined, answer.status)
  }
  if (Number(answer.headers.get('content-length') ?? 0) > maxBytes) {
    discard(answer)
    throw tooLarge
  }
  try {
    const bytes = answer.body ? await readStream(answer.body.getReader(), maxBytes) : new Uint8Array(await answer.arrayBuffer())
    if (bytes && bytes.length <= maxBytes) return bytes
  } catch (cause) {
    signal.throwIfAborted()
    throw new FailedError(url, 'network', 'the answer broke off', cause)
  }
  throw tooLarge
}

async function readStream(reader: ReturnType<NonNullable<FetchAnswer['body']>['getReader']>, maxBytes: number): Promise<Bytes | undefined> {
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return concat(...parts)
    if (!value) continue
    // An empty part counts too, so that an endless row of them ends.
    size += value.length || 1
    if (size > maxBytes) {
      reader.cancel().catch(() => {})
      return undefined
    }
    parts.push(value)
  }
}

/** Frees the connection of an answer whose body nobody reads. */
function discard({ body }: FetchAnswer): void {
  body
    ?.getReader()
    .cancel()
    .catch(() => {})
}

function toLoaded(answer: FetchAnswer, url: string, bytes: Bytes): Loaded {
  const type = answer.headers.get('content-type')
  return { url: answer.url || url, bytes, ...(type === null ? {} : { type }) }
}
