import { until } from '../anchor/cancel.js'
import { type Bytes, concat, type Uri } from '../bytes.js'
import { BaseError } from '../errors.js'
import { FailedError } from '../load/failure.js'
import type { FetchAnswer, Signal } from '../load/https.js'
import type { Cancel } from '../seams.js'
import { shareSize } from './record.js'
import type { Shares } from './store.js'
import { trustworthy } from './trustworthy.js'

/**
 * Whoever keeps the other share, as a reader sees them. `ask` resolves with their answer, 65 bytes, and rejects for anything but a complete one that came
 * from them over a channel that nobody else can speak on.
 */
export type Custodian = {
  readonly origin: string
  ask(shareId: Uint8Array, options?: { readonly cancel?: Cancel | undefined }): Promise<Uint8Array>
}

/** What we need of `fetch`; the global one fits. */
export type PostFetch = (
  url: string,
  init: {
    readonly method: 'POST'
    readonly body: Bytes
    readonly redirect: 'error'
    readonly cache?: 'no-store'
    readonly credentials?: 'omit'
    readonly referrerPolicy?: 'no-referrer'
    readonly signal: Signal
  },
) => Promise<FetchAnswer>

export type CustodianOptions = {
  /** The platform's `fetch` unless you give one. */
  readonly fetch?: PostFetch | undefined
  /** Milliseconds for the whole answer; 10,000. */
  readonly timeout?: number | undefined
}

/**
 * A custodian at an https URL, where a `shareEndpoint` answers. The id is sent in the body of a POST, without cookies and referrer; a redirect is no answer. On
 * this machine http will do.
 *
 * @throws {CustodianUrlError} for anything but an https URL
 * @example
 * openVault(link, { chains: [reader], custodians: [custodian('https://uni.example/share')] })
 */
export function custodian(url: Uri, { fetch = globalThis.fetch as unknown as PostFetch, timeout = 10_000 }: CustodianOptions = {}): Custodian {
  const parsed = trustworthy(url)
  if (parsed?.username !== '' || parsed.password !== '' || parsed.hash !== '') throw new CustodianUrlError(url)
  const { href, origin } = parsed
  return { origin, ask: (shareId, { cancel } = {}) => until(cancel, () => post(href, shareId, { fetch, timeout, cancel })) }
}

/** The URL is none that a custodian can have. */
export class CustodianUrlError extends BaseError {
  override readonly name = 'vault.CustodianUrlError'
  constructor(url: string) {
    super('A custodian is asked over https. Pass its https URL, without user name, password and fragment.', { facts: { url: url.slice(0, 200) } })
  }
}

/** What a custodian answers: their shares, that the record was erased, or that there is nothing for this id. */
export type Answer = Shares | 'erased' | 'nothing'

/*
 * answer = status:u8 (1 live, 2 erased, 0 anything else) ‖ erasure:32 ‖ templateShare:32, zeros when not live
 */
export const answerSize: number = 1 + 2 * shareSize

export function toAnswer(answer: Answer): Bytes {
  if (typeof answer === 'object') return concat(new Uint8Array([1]), answer.erasure, answer.template)
  const bytes = new Uint8Array(answerSize)
  bytes[0] = answer === 'erased' ? 2 : 0
  return bytes
}

/** @throws {FailedError} for bytes that `toAnswer` would not have written */
export function fromAnswer(bytes: Uint8Array, origin: string): Answer {
  const [status] = bytes
  const isEmpty = bytes.length === answerSize && bytes.subarray(1).every((byte) => byte === 0)
  if (bytes.length === answerSize && status === 1) return { erasure: bytes.slice(1, 1 + shareSize), template: bytes.slice(1 + shareSize) }
  if (!isEmpty || (status !== 0 && status !== 2)) throw new FailedError(origin, 'status', 'it did not answer as a custodian does')
  return status === 2 ? 'erased' : 'nothing'
}

type Way = { readonly fetch: PostFetch; readonly timeout: number; readonly cancel: Cancel | undefined }

async function post(url: string, shareId: Uint8Array, { fetch, timeout, cancel }: Way): Promise<Bytes> {
  const controller = new AbortController()
  const stop = (): void => controller.abort(new FailedError(url, 'cancelled', 'it was cancelled', cancel?.reason))
  const timer = setTimeout(() => controller.abort(new FailedError(url, 'timeout', `no complete answer within the timeout of ${timeout} ms`)), timeout)
  const late = new Promise<never>((_, reject) => controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true }))
  late.catch(() => {})
  cancel?.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([exchange(url, shareId.slice(), fetch, controller.signal), late])
  } finally {
    clearTimeout(timer)
    cancel?.removeEventListener('abort', stop)
    controller.abort()
  }
}

async function exchange(url: string, body: Bytes, fetch: PostFetch, signal: AbortSignal): Promise<Bytes> {
  const ways = 'document' in globalThis || 'WorkerGlobalScope' in globalThis ? inPages : {}
  const answer = await fetch(url, { method: 'POST', body, redirect: 'error', ...ways, signal }).catch((cause: unknown) => {
    throw new FailedError(url, 'network', 'the connection failed', cause)
  })
  if (answer.status !== 200) throw new FailedError(url, 'status', `the server answered ${answer.status}, not 200`)
  if (answer.url !== '' && answer.url !== url) throw new FailedError(url, 'redirects', 'another address answered')
  return bodyOf(answer, url)
}

// Some servers' runtimes refuse to be told about these; they have none.
const inPages = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' } as const

async function bodyOf(answer: FetchAnswer, url: string): Promise<Bytes> {
  const reader = answer.body?.getReader()
  if (!reader) return new Uint8Array(await answer.arrayBuffer())
  const parts: Uint8Array[] = []
  for (let size = 0; size <= answerSize; ) {
    const { done, value } = await reader.read()
    if (done) return concat(...parts)
    // An empty part counts too, so that an endless row of them ends.
    size += value?.length || 1
    if (value) parts.push(value)
  }
  reader.cancel().catch(() => {})
  throw new FailedError(url, 'too large', `the answer is over ${answerSize} bytes`)
}
