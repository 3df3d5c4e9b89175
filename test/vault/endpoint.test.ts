import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { memory } from '../../src/anchor/memory.js'
import { concat, toHex } from '../../src/bytes.js'
import {
  custodian,
  type ErasureStore,
  erase,
  memoryStore,
  openVault,
  type PostFetch,
  publish,
  type RecordId,
  seal,
  shareEndpoint,
  type VaultLink,
} from '../../src/vault/index.js'
import { fromLink, type Linked } from '../../src/vault/link.js'
import { readHeader, shareIdOf } from '../../src/vault/record.js'
import { badge } from './badges.js'

const chain = memory()
const store = memoryStore()
const answer = shareEndpoint({ store })
const url = 'https://uni.example/share'
let links: readonly VaultLink[]
let shareIds: readonly Uint8Array[]
beforeAll(async () => {
  const { sealed, records } = await seal(await Promise.all([0, 1, 2, 3, 4, 5].map(badge)), { chain, store, page: 'https://uni.example/open' })
  const [{ transaction } = { transaction: '' }] = await publish(sealed, { chain })
  const header = readHeader((await chain.read(transaction))?.data as Uint8Array)
  links = records.map(({ link }) => link)
  shareIds = links.map((link) => shareIdOf(header?.batchId as Uint8Array, (fromLink(link) as Linked).holder))
  await erase(records[1]?.id as RecordId, { store })
  await erase(records[2]?.id as RecordId, { store, tombstone: false })
})

const post = (body: Uint8Array | ReadableStream | string | null, init: object = {}): Promise<Response> =>
  answer(new Request(url, { method: 'POST', body: body as BodyInit, duplex: 'half', ...init } as RequestInit)) as Promise<Response>
/** Everything that an answer says, in one text. */
const wholeOf = async (response: Response): Promise<string> =>
  `${response.status} ${JSON.stringify([...response.headers])} ${toHex(new Uint8Array(await response.arrayBuffer()))}`

describe('the share endpoint', () => {
  test('answers a link holder with the share, and for an erased record that it was erased', async () => {
    const live = new Uint8Array(await (await post(shareIds[0] as Uint8Array)).arrayBuffer())
    expect([live.length, live[0]]).toEqual([65, 1])
    const erased = new Uint8Array(await (await post(shareIds[1] as Uint8Array)).arrayBuffer())
    expect(toHex(erased)).toBe(`02${'00'.repeat(64)}`)
  })

  test('answers everything else with one and the same: status, headers, length and bytes', async () => {
    const id = shareIds[0] as Uint8Array
    const forged = id.slice()
    forged[31] = (forged[31] ?? 0) ^ 1
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(id.slice(0, 10))
        controller.error(new Error('gone'))
      },
    })
    const refusals = await Promise.all(
      [
        post(crypto.getRandomValues(new Uint8Array(32))),
        post(forged),
        post(shareIds[2] as Uint8Array),
        post(new Uint8Array(32)),
        post(new Uint8Array(0)),
        post(null),
        post(id.slice(1)),
        post(concat(id, new Uint8Array(1))),
        post(new Uint8Array(100_000)),
        post(toHex(id)),
        post(broken),
        post(id, { headers: { cookie: 'a=b', origin: 'https://evil.example', 'content-type': 'application/json' } }),
        answer(new Request(url)) as Promise<Response>,
        answer(new Request(`${url}?id=${toHex(id)}`)) as Promise<Response>,
        post(id, { method: 'PUT' }),
        post(id, { method: 'DELETE' }),
      ].map(async (response, at) => [at, await wholeOf(await response)] as const),
    )
    const [, expected] = refusals[0] as readonly [number, string]
    // The twelfth is a good id: whoever knows it may ask from anywhere.
    expect(refusals.filter(([, one]) => one !== expected).map(([at]) => at)).toEqual([11])
    expect(expected).toMatchInlineSnapshot(
      `"200 [["access-control-allow-origin","*"],["cache-control","no-store"],["content-type","application/octet-stream"],["cross-origin-resource-policy","cross-origin"],["referrer-policy","no-referrer"],["x-content-type-options","nosniff"]] 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"`,
    )
  })

  test('an erased answer differs from a live one in its bytes alone', async () => {
    const [live, erased] = await Promise.all([post(shareIds[0] as Uint8Array), post(shareIds[1] as Uint8Array)])
    expect([...live.headers]).toEqual([...erased.headers])
    expect(live.status).toBe(erased.status)
  })

  test('takes an id in pieces, and reads no more of a body than it needs', async () => {
    const id = shareIds[0] as Uint8Array
    const pieces = new ReadableStream({
      start(controller) {
        for (const byte of id) controller.enqueue(new Uint8Array([byte]))
        controller.close()
      },
    })
    expect(new Uint8Array(await (await post(pieces)).arrayBuffer())[0]).toBe(1)
    for (const piece of [new Uint8Array(20), new Uint8Array(0)]) {
      let pulled = 0
      const pull = (controller: ReadableStreamDefaultController): void => {
        pulled++
        controller.enqueue(piece)
      }
      const endless = new ReadableStream({ pull }, { highWaterMark: 0 })
      expect(new Uint8Array(await (await post(endless)).arrayBuffer())).toEqual(new Uint8Array(65))
      expect(pulled).toBeLessThan(40)
    }
  })

  test('lets verifiers of any origin ask, and nobody keep the answer', async () => {
    const preflight = (await answer(new Request(url, { method: 'OPTIONS' }))) as Response
    expect([preflight.status, [...preflight.headers]]).toMatchInlineSnapshot(`
      [
        204,
        [
          [
            "access-control-allow-headers",
            "content-type",
          ],
          [
            "access-control-allow-methods",
            "POST",
          ],
          [
            "access-control-allow-origin",
            "*",
          ],
          [
            "access-control-max-age",
            "86400",
          ],
          [
            "cache-control",
            "no-store",
          ],
          [
            "cross-origin-resource-policy",
            "cross-origin",
          ],
          [
            "referrer-policy",
            "no-referrer",
          ],
          [
            "x-content-type-options",
            "nosniff",
          ],
        ],
      ]
    `)
  })

  test('a store that cannot be read is an outage, and no refusal', async () => {
    const down: ErasureStore = { ...store, get: () => Promise.reject(new Error('the disk is gone')) }
    const response = (await shareEndpoint({ store: down })(new Request(url, { method: 'POST', body: shareIds[0] as never }))) as Response
    expect([response.status, await response.text()]).toEqual([503, ''])
  })

  test('logs nothing', async () => {
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) => vi.spyOn(console, method))
    await post(shareIds[0] as Uint8Array)
    await post(new Uint8Array(5))
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
  })

  test('asks the store the same for every refusal', async () => {
    const asked: string[] = []
    const watching = shareEndpoint({ store: { get: async (id) => void asked.push(id) } })
    for (const body of [new Uint8Array(32), new Uint8Array(31), new Uint8Array(0)]) await watching(new Request(url, { method: 'POST', body: body as never }))
    await watching(new Request(url))
    expect(asked).toHaveLength(4)
  })
})

describe('a custodian over https', () => {
  const options = (fetch: PostFetch, timeout?: number) => ({ chains: [chain], custodians: [custodian(url, { fetch, timeout })] })
  const viaEndpoint: PostFetch = async (to, { method, body }) => {
    const response = (await answer(new Request(to, { method, body: body as never }))) as Response
    return {
      status: response.status,
      url: '',
      headers: response.headers,
      body: response.body as never,
      arrayBuffer: () => response.arrayBuffer() as Promise<ArrayBuffer>,
    }
  }
  const outcomes = async (fetch: PostFetch, timeout?: number): Promise<readonly string[]> =>
    Promise.all(
      links.slice(0, 3).map(async (link) => {
        const opened = await openVault(link, options(fetch, timeout))
        return opened.outcome === 'unavailable' ? `${opened.problem.name} ${opened.problem.cause?.facts['why'] ?? ''}`.trim() : opened.outcome
      }),
    )

  test('opens, states erasures by its origin, and tells nobody what is neither', async () => {
    expect(await outcomes(viaEndpoint)).toEqual(['open', 'erased', 'vault.CannotOpenError'])
    expect(await openVault(links[1] as VaultLink, options(viaEndpoint))).toEqual({ outcome: 'erased', statedBy: 'https://uni.example' })
  })

  test('sends the id in the body alone, never the holder share, and follows nowhere', async () => {
    const calls: [string, Parameters<PostFetch>[1]][] = []
    await openVault(
      links[0] as VaultLink,
      options((to, init) => {
        calls.push([to, init])
        return viaEndpoint(to, init)
      }),
    )
    const [[to, init] = ['', undefined]] = calls
    expect([to, init?.method, init?.redirect, toHex(init?.body ?? new Uint8Array(0))]).toEqual([url, 'POST', 'error', toHex(shareIds[0] as Uint8Array)])
    expect(JSON.stringify(calls)).not.toContain(toHex((fromLink(links[0] as string) as Linked).holder))
    expect(Object.keys(init ?? {})).not.toContain('headers')
  })

  test('anything but a whole answer of 65 bytes with status 200 from the same address is silence', async () => {
    const said =
      (status: number, body: Uint8Array | undefined, from = ''): PostFetch =>
      async () => ({
        status,
        url: from,
        headers: new Headers(),
        body: body && (new Response(body as never).body as never),
        arrayBuffer: async () => (body ?? new Uint8Array(0)).slice().buffer as ArrayBuffer,
      })
    const zeros = new Uint8Array(65)
    const silent = [
      said(404, zeros),
      said(301, zeros),
      said(500, zeros),
      said(204, undefined),
      said(200, zeros.slice(1)),
      said(200, new Uint8Array(66)),
      said(200, new Uint8Array(10 << 20)),
      said(200, zeros, 'https://evil.example/share'),
    ]
    for (const fetch of silent) for (const one of await outcomes(fetch)) expect(one).toMatch(/^vault.CustodianSilentError/)
    expect(new Set(await outcomes(said(200, zeros)))).toEqual(new Set(['vault.CannotOpenError']))
    expect(new Set(await outcomes(said(200, zeros, url)))).toEqual(new Set(['vault.CannotOpenError']))
    expect(new Set(await outcomes(() => Promise.reject(new TypeError('fetch failed'))))).toEqual(new Set(['vault.CustodianSilentError network']))
  })

  test('an answer that never ends, or never comes, is silence after the timeout', async () => {
    const never: PostFetch = () => new Promise(() => {})
    const stalling: PostFetch = async () => ({
      status: 200,
      url: '',
      headers: new Headers(),
      body: { getReader: () => ({ read: () => new Promise(() => {}), cancel: async () => {} }) },
      arrayBuffer: async () => new ArrayBuffer(0),
    })
    const trickling: PostFetch = async () => ({
      status: 200,
      url: '',
      headers: new Headers(),
      body: { getReader: () => ({ read: async () => ({ done: false, value: new Uint8Array(0) }), cancel: async () => {} }) },
      arrayBuffer: async () => new ArrayBuffer(0),
    })
    for (const fetch of [never, stalling]) expect(new Set(await outcomes(fetch, 20))).toEqual(new Set(['vault.CustodianSilentError timeout']))
    expect(new Set(await outcomes(trickling, 1000))).toEqual(new Set(['vault.CustodianSilentError too large']))
    await expect(openVault(links[0] as VaultLink, { ...options(never), cancel: AbortSignal.timeout(20) })).rejects.toThrow('timeout')
  })

  test('work that was called off ends the request', async () => {
    const cancel = new AbortController()
    let ended = false
    const waiting: PostFetch = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        ;(signal as AbortSignal).addEventListener('abort', () => {
          ended = true
          reject(new Error('aborted'))
        })
        cancel.abort(new Error('enough'))
      })
    await expect(openVault(links[0] as VaultLink, { ...options(waiting), cancel: cancel.signal })).rejects.toThrow('enough')
    expect(ended).toBe(true)
  })

  test('only https, or this machine, is asked', () => {
    for (const bad of [
      'http://uni.example/share',
      'ftp://uni.example/',
      '/share',
      'https://a:b@uni.example/',
      'https://uni.example/#x',
      'http://localhost.evil.example/',
    ])
      expect(() => custodian(bad), bad).toThrow('A custodian is asked over https.')
    for (const good of [url, 'http://localhost:8080/share', 'http://127.0.0.1/share', 'http://[::1]:1/'])
      expect(custodian(good).origin).toBe(new URL(good).origin)
  })
})

describe('over a real server and the real fetch', () => {
  let server: Server
  let address: string
  const requests: string[] = []
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      requests.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${Buffer.concat(chunks).toString('hex')}`)
      if (request.url === '/moved') {
        response.writeHead(307, { location: '/share' }).end()
        return
      }
      const answered = (await answer(
        new Request(`${address}${request.url}`, { method: request.method as string, body: Buffer.concat(chunks) as never }),
      )) as Response
      response.writeHead(answered.status, Object.fromEntries(answered.headers)).end(Buffer.from(await answered.arrayBuffer()))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const listening = server.address()
    address = `http://127.0.0.1:${typeof listening === 'object' ? listening?.port : ''}`
  })
  afterAll(() => void server.close())

  test('a link opens, and no request carries the holder share or anything readable', async () => {
    const open = (path: string) => openVault(links[0] as VaultLink, { chains: [chain], custodians: [custodian(`${address}${path}`)] })
    expect(await open('/share')).toMatchObject({ outcome: 'open', settled: true })
    expect(await open('/moved')).toMatchObject({ outcome: 'unavailable', problem: { name: 'vault.CustodianSilentError' } })
    const holder = toHex((fromLink(links[0] as string) as Linked).holder)
    expect(requests.join('\n')).not.toContain(holder)
    expect(requests.every((one) => one.startsWith('POST '))).toBe(true)
    expect(requests).toHaveLength(2)
  })
})
