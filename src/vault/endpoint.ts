import type { Bytes } from '../bytes.js'
import { toAnswer } from './custodian.js'
import { shareSize } from './record.js'
import { type ErasureStore, isLive, recordIdOf } from './store.js'

/** What we need of a `Request`; any real one fits. */
export type ShareRequest = {
  readonly method: string
  readonly body: {
    getReader(): { read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>; cancel(reason?: unknown): Promise<unknown> }
  } | null
}
/** The platform's `Response` where its types are at hand, and what it says elsewhere. */
export type ShareResponse = typeof globalThis extends { readonly Response: { readonly prototype: infer Platform } }
  ? Platform
  : { readonly status: number; readonly headers: { get(name: string): string | null }; arrayBuffer(): Promise<ArrayBuffer> }

/**
 * Answers readers who ask for the other half of a key: a Fetch handler, for any server that speaks `Request` and `Response`. The id comes in the body of a
 * POST, 32 bytes; the answer is 65 bytes: that the share is live, and the share; that the record was erased; or the same zeros for everything else, be it
 * an unknown id, a forged one, a body that is none or another method. Readers of any origin may ask; nothing is cached, and nothing is logged. A store
 * that cannot be read is 503.
 *
 * Serve it over https, and let nothing before it log bodies. It does not limit how often it is asked: 256 bits are not guessed.
 *
 * @example
 * app.all('/share', (context) => answer(context.req.raw)) // const answer = shareEndpoint({ store })
 */
export function shareEndpoint({ store }: { readonly store: Pick<ErasureStore, 'get'> }): (request: ShareRequest) => Promise<ShareResponse> {
  return async (request) => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { ...headers, ...preflight } })
    const shareId = request.method === 'POST' ? await idIn(request) : undefined
    try {
      const kept = await store.get(recordIdOf(shareId ?? new Uint8Array(shareSize)))
      const answer = !kept || !shareId ? 'nothing' : isLive(kept) ? kept : 'erased'
      return new Response(toAnswer(answer), { headers: { ...headers, 'content-type': 'application/octet-stream' } })
    } catch {
      return new Response(null, { status: 503, headers })
    }
  }
}

const headers = {
  'access-control-allow-origin': '*',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}
const preflight = { 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type', 'access-control-max-age': '86400' }

/** The 32 bytes of the body; `undefined` for any other length, of which no more is read. */
async function idIn({ body }: ShareRequest): Promise<Bytes | undefined> {
  const id = new Uint8Array(shareSize)
  const reader = body?.getReader()
  if (!reader) return undefined
  try {
    for (let [size, reads] = [0, 0]; reads <= shareSize + 1; reads++) {
      const { done, value } = await reader.read()
      if (done) return size === shareSize ? id : undefined
      if (!value || size + value.length > shareSize) break
      id.set(value, size)
      size += value.length
    }
    reader.cancel().catch(() => {})
  } catch {
    // A body that broke off is no id.
  }
  return undefined
}
