import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { fromUtf8, utf8 } from '../src/bytes.js'
import { toProblem } from '../src/errors.js'
import { tags, writeDer, writeInteger } from '../src/keys/der.js'
import { isLocal } from '../src/load/address.js'
import { type Fetch, type FetchAnswer, overHttps } from '../src/load/https.js'
import { cached, fromDocuments, type Load } from '../src/load/index.js'

async function said(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    const { name, message } = toProblem(error)
    return `${name}: ${message}`
  }
  throw new Error('it was not refused')
}

describe('fromDocuments', () => {
  const load = fromDocuments({ 'https://uni.example/a': { a: 1 }, 'https://uni.example/b': new Uint8Array([1, 2]) })

  test('answers from its documents, and rejects for every other URL', async () => {
    expect(await load('https://uni.example/a')).toEqual({ url: 'https://uni.example/a', bytes: utf8('{"a":1}'), type: 'application/json' })
    const first = await load('https://uni.example/b')
    first.bytes.fill(9)
    expect((await load('https://uni.example/b')).bytes).toEqual(new Uint8Array([1, 2]))
    expect(await said(load('https://uni.example/c'))).toMatchInlineSnapshot(
      `"load.FailedError: "https://uni.example/c" could not be read: it is not among the documents. Try again later."`,
    )
    expect(await said(load('constructor'))).toMatch(/^load.FailedError/)
    expect(await said(load('https://uni.example/a', { cancel: AbortSignal.abort() }))).toMatchInlineSnapshot(
      `"load.FailedError: "https://uni.example/a" could not be read: it was cancelled. Try again later."`,
    )
  })
})

describe('cached', () => {
  test('remembers answers, never refusals, and hands out copies', async () => {
    let calls = 0
    const load: Load = async (url) => {
      if (calls++ === 0) throw new Error('not yet')
      return { url, bytes: utf8(url) }
    }
    const store = new Map<string, unknown>()
    const twice = cached(load, store)
    await expect(twice('a:b')).rejects.toThrow('not yet')
    expect(store.size).toBe(0)
    ;(await twice('a:b')).bytes.fill(0)
    const [one, two] = await Promise.all([twice('a:b'), twice('a:b')])
    one.bytes.fill(0)
    expect(fromUtf8(two.bytes)).toBe('a:b')
    expect(calls).toBe(2)
    await twice('a:b', { accept: 'text/html' })
    expect(calls).toBe(3)
  })

  test('one caller who cancels does not cancel another', async () => {
    const load = cached(fromDocuments({ 'a:b': {} }), new Map())
    const [first, second] = await Promise.allSettled([load('a:b', { cancel: AbortSignal.abort() }), load('a:b')])
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled'])
  })
})

describe('isLocal', () => {
  const host = (text: string): string => new URL(`https://${text}/`).hostname

  test('refuses every form of an address that is not public', () => {
    const local = [
      'localhost', 'LOCALHOST', 'localhost.', 'localhost..', 'a.localhost', 'printer.local', 'printer.local.', 'db.internal', 'router.lan', 'nas.home.arpa', 'intranet', 'x.onion',
      '127.0.0.1', '127.0.0.1.', '127.1', '127.255.255.255', '2130706433', '0x7f000001', '0x7f.0.0.1', '0x7F.1', '0177.0.0.1', '017700000001', '１２７.０.０.１', '127。0。0。1', '%31%32%37.0.0.1',
      '0.0.0.0', '0', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '169.254.169.254', '0xa9fea9fe', '172.16.0.1', '172.31.255.255', '192.168.1.1', '192.0.0.8', '192.0.2.1', '192.88.99.1',
      '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.7', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255',
      '[::]', '[::1]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:8.8.8.8]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::1]', '[fc00::1]', '[fd12:3456::1]', '[fe80::1]', '[fec0::1]',
      '[ff02::1]', '[2001:db8::1]', '[2001::1]', '[2001:10::1]', '[2002:7f00:1::]', '[3fff::1]', '[100::1]', '[5f00::1]',
    ] // biome-ignore format: a table
    expect(local.filter((one) => !isLocal(host(one)))).toEqual([])
  })

  test('lets public names and addresses through', () => {
    const open = ['uni.example', 'uni.example.', 'www.w3.org', 'localhost.example', 'local.example', '8.8.8.8', '1.1.1.1', '100.63.255.255', '100.128.0.1', '172.15.0.1', '172.32.0.1', '169.253.0.1', '11.0.0.1', '192.169.0.1', '223.255.255.255', '[2606:4700::1111]', '[2a00:1450:4007::1]', '[2001:4860:4860::8888]', 'xn--nxasmq6b.example'] // biome-ignore format: a table
    expect(open.filter((one) => isLocal(host(one)))).toEqual([])
  })

  test('every spelling of a private IPv4 address', () => {
    const byte = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(
        fc.constantFrom([10], [127], [192, 168], [169, 254], [172, 20], [100, 100]),
        fc.tuple(byte, byte, byte),
        fc.integer({ min: 0, max: 4 }),
        (prefix, rest, form) => {
          const [a = 0, b = 0, c = 0, d = 0] = [...prefix, ...rest]
          const number = ((a * 256 + b) * 256 + c) * 256 + d
          const forms = [`${a}.${b}.${c}.${d}`, `${number}`, `0x${number.toString(16)}`, `0${number.toString(8)}`, `${a}.0x${(number % 2 ** 24).toString(16)}`]
          return isLocal(host(forms[form] ?? ''))
        },
      ),
    )
  })
})

describe('overHttps, with a fetch that attacks', () => {
  const headers = (map: { readonly [name: string]: string } = {}): FetchAnswer['headers'] => ({ get: (name) => map[name] ?? null })
  const answer = (over: Partial<FetchAnswer> & { readonly text?: string } = {}): FetchAnswer => ({
    status: 200,
    url: '',
    headers: headers(),
    arrayBuffer: async () => utf8(over.text ?? 'ok').buffer as ArrayBuffer,
    ...over,
  })
  const to = (location: string, status = 302): FetchAnswer => answer({ status, headers: headers({ location }) })
  /** A fetch that answers each URL as told, and remembers what it was asked. */
  function net(answers: { readonly [url: string]: FetchAnswer | (() => Promise<FetchAnswer>) }): { readonly fetch: Fetch; readonly asked: string[] } {
    const asked: string[] = []
    const fetch: Fetch = async (url) => {
      asked.push(url)
      const found = answers[url]
      if (!found) throw new TypeError('fetch failed')
      return typeof found === 'function' ? found() : found
    }
    return { fetch, asked }
  }
  const uni = 'https://uni.example/'

  afterEach(() => vi.unstubAllGlobals())

  test('reads a complete answer', async () => {
    const seen: unknown[] = []
    const fetch: Fetch = async (url, { signal, ...init }) => {
      seen.push(url, init, signal.aborted)
      return answer({ url, headers: headers({ 'content-type': 'application/json' }) })
    }
    expect(await overHttps({ fetch })(`${uni}a#fragment`, { accept: 'application/json' })).toEqual({
      url: `${uni}a`,
      bytes: utf8('ok'),
      type: 'application/json',
    })
    expect(seen).toEqual([`${uni}a`, { method: 'GET', redirect: 'manual', headers: { accept: 'application/json' } }, false])
  })

  test('never asks for what is not https, carries a password, or is local', async () => {
    const { fetch, asked } = net({})
    const load = overHttps({ fetch })
    expect(await said(load('http://uni.example/'))).toMatchInlineSnapshot(`"load.RefusedError: "http://uni.example/" is not read: only https is read."`)
    expect(await said(load('https://localhost/'))).toMatchInlineSnapshot(
      `"load.RefusedError: "https://localhost/" is not read: it is an address of the local machine or network. If you trust it, say so with \`allow\`."`,
    )
    const password = await said(load('https://user:secret@uni.example/path'))
    expect(password).toMatchInlineSnapshot(`"load.RefusedError: "https://uni.example" is not read: a user name or a password stands in the URL."`)
    expect(password).not.toContain('secret')
    for (const url of [
      '',
      'uni.example',
      '//uni.example',
      'file:///etc/passwd',
      'data:,x',
      'ftp://uni.example',
      'https://',
      'https://user@uni.example',
      'https://[::1]/',
      'https://127.1/',
      'https://0x7f.1/',
      'https://169.254.169.254/latest/meta-data',
      'javascript:alert(1)',
    ])
      expect(await said(load(url)), url).toMatch(/^load.RefusedError/)
    expect(asked).toEqual([])
  })

  test('checks each redirect before it is followed', async () => {
    const hops = {
      [uni]: to('/1'),
      [`${uni}1`]: to('https://b.example/2', 301),
      'https://b.example/2': to('3', 307),
      'https://b.example/3': answer({ url: 'https://b.example/3' }),
    }
    const { fetch, asked } = net(hops)
    expect((await overHttps({ fetch })(uni)).url).toBe('https://b.example/3')
    expect(asked).toEqual([uni, `${uni}1`, 'https://b.example/2', 'https://b.example/3'])
    expect(await said(overHttps({ fetch, maxRedirects: 2 })(uni))).toMatchInlineSnapshot(
      `"load.FailedError: "https://uni.example/" could not be read: it was redirected more than 2 times. Try again later."`,
    )
    expect(await said(overHttps({ fetch, maxRedirects: 0 })(uni))).toMatch('redirected more than 0 times')
    for (const target of [
      'http://uni.example/',
      'https://127.0.0.1/',
      'https://2130706433/',
      '//localhost/',
      'https://a:b@uni.example/',
      'data:,x',
      'https://[::ffff:10.0.0.1]/',
      'https://printer.local./',
    ]) {
      const evil = net({ [uni]: to(target) })
      expect(await said(overHttps({ fetch: evil.fetch })(uni)), target).toMatch(/^load.RefusedError/)
      expect(evil.asked).toEqual([uni])
    }
    expect(await said(overHttps(net({ [uni]: to(uni) }))(uni))).toMatch('redirected more than 3 times')
    expect(await said(overHttps(net({ [uni]: answer({ status: 302 }) }))(uni))).toMatchInlineSnapshot(
      `"load.FailedError: "https://uni.example/" could not be read: it was redirected to no URL. Try again later."`,
    )
  })

  test('`allow` decides about hosts, and about nothing else', async () => {
    const { fetch } = net({ 'https://localhost:8443/did.json': answer(), [uni]: to('https://other.example/') })
    const asked: unknown[] = []
    const load = overHttps({ fetch, allow: (url) => asked.push(url) > 0 && url.host !== 'other.example' })
    expect(fromUtf8((await load('https://localhost:8443/did.json')).bytes)).toBe('ok')
    expect(await said(load(uni))).toMatchInlineSnapshot(
      `"load.RefusedError: "https://other.example/" is not read: it is not among the hosts that are allowed. If you trust it, say so with \`allow\`."`,
    )
    expect(await said(load('http://localhost/'))).toMatch(/^load.RefusedError/)
    expect(await said(load('https://a:b@localhost/'))).toMatch(/^load.RefusedError/)
    expect(asked).toEqual([
      { host: 'localhost:8443', path: '/did.json' },
      { host: 'uni.example', path: '/' },
      { host: 'other.example', path: '/' },
    ])
  })

  test('only 200 is an answer', async () => {
    expect(await said(overHttps(net({ [uni]: answer({ status: 404 }) }))(uni))).toMatchInlineSnapshot(
      `"load.FailedError: "https://uni.example/" could not be read: the server answered 404, not 200. Try again later."`,
    )
    const gone = await overHttps(net({ [uni]: answer({ status: 410 }) }))(uni).catch(({ facts }: { facts: unknown }) => facts)
    expect(gone).toEqual({ url: uni, why: 'gone', status: 410 })
    for (const status of [0, 100, 201, 204, 206, 300, 304, 400, 500])
      expect(await said(overHttps(net({ [uni]: answer({ status }) }))(uni)), `${status}`).toMatch(/^load.FailedError/)
    expect(await said(overHttps(net({}))(uni))).toMatchInlineSnapshot(
      `"load.FailedError: "https://uni.example/" could not be read: the connection failed. Try again later."`,
    )
  })

  const stream = (chunk: () => Uint8Array, calls: { reads: number; cancelled: number }): FetchAnswer['body'] => ({
    getReader: () => ({
      read: async () => {
        calls.reads++
        return { done: false, value: chunk() }
      },
      cancel: async () => {
        calls.cancelled++
      },
    }),
  })

  test('reads no further than the limit', async () => {
    const calls = { reads: 0, cancelled: 0 }
    const endless = net({ [uni]: answer({ body: stream(() => new Uint8Array(1000), calls) }) })
    expect(await said(overHttps({ ...endless, maxBytes: 10_000 })(uni))).toMatchInlineSnapshot(
      `"load.FailedError: "https://uni.example/" could not be read: the answer is over the limit of 10000 bytes. Try again later."`,
    )
    expect(calls).toEqual({ reads: 11, cancelled: 1 })
    const empty = net({ [uni]: answer({ body: stream(() => new Uint8Array(0), calls) }) })
    expect(await said(overHttps({ ...empty, maxBytes: 100 })(uni))).toMatch('over the limit of 100 bytes')
    const declared = { reads: 0, cancelled: 0 }
    const honest = net({ [uni]: answer({ headers: headers({ 'content-length': '101' }), body: stream(() => new Uint8Array(1), declared) }) })
    expect(await said(overHttps({ ...honest, maxBytes: 100 })(uni))).toMatch('over the limit of 100 bytes')
    expect(declared).toEqual({ reads: 0, cancelled: 1 })
    expect(await said(overHttps({ ...net({ [uni]: answer({ text: 'x'.repeat(101) }) }), maxBytes: 100 })(uni))).toMatch('over the limit of 100 bytes')
    expect((await overHttps({ ...net({ [uni]: answer({ text: 'x'.repeat(100) }) }), maxBytes: 100 })(uni)).bytes).toHaveLength(100)
  })

  test('time is up even for a fetch that never ends and heeds no signal', async () => {
    const silent = net({ [uni]: () => new Promise<FetchAnswer>(() => {}) })
    expect(await said(overHttps({ ...silent, timeout: 20 })(uni))).toMatchInlineSnapshot(
      `"load.FailedError: "https://uni.example/" could not be read: no complete answer within the timeout of 20 ms. Try again later."`,
    )
    const stalled = net({ [uni]: answer({ body: { getReader: () => ({ read: () => new Promise(() => {}), cancel: async () => {} }) } }) })
    expect(await said(overHttps({ ...stalled, timeout: 20 })(uni))).toMatch('timeout of 20 ms')
  })

  test('the caller may cancel before and during', async () => {
    const silent = net({ [uni]: () => new Promise<FetchAnswer>(() => {}) })
    const load = overHttps(silent)
    expect(await said(load(uni, { cancel: AbortSignal.abort() }))).toMatchInlineSnapshot(
      `"load.FailedError: "https://uni.example/" could not be read: it was cancelled. Try again later."`,
    )
    expect(silent.asked).toEqual([])
    const controller = new AbortController()
    const refused = said(load(uni, { cancel: controller.signal }))
    controller.abort()
    expect(await refused).toMatch('it was cancelled')
  })

  test('a browser follows a redirect itself, and the URL where it ended is checked', async () => {
    const opaque = answer({ status: 0, type: 'opaqueredirect' })
    const fetchTo = (end: string): { fetch: Fetch } => ({
      fetch: async (_, { redirect, credentials }) => (redirect === 'manual' ? opaque : answer({ url: end, text: `${credentials}` })),
    })
    expect(await said(overHttps(fetchTo('https://b.example/'))(uni))).toMatchInlineSnapshot(
      `"load.FailedError: "https://uni.example/" could not be read: this fetch hides where the redirect leads. Try again later."`,
    )
    vi.stubGlobal('document', {})
    expect(await overHttps(fetchTo('https://b.example/'))(uni)).toEqual({ url: 'https://b.example/', bytes: utf8('omit') })
    expect(await said(overHttps(fetchTo('https://127.0.0.1/'))(uni))).toMatch(/^load.RefusedError/)
    expect(await said(overHttps(fetchTo(''))(uni))).toMatch(/^load.RefusedError/)
    expect(await said(overHttps({ ...fetchTo('https://b.example/'), maxRedirects: 0 })(uni))).toMatch('redirected more than 0 times')
  })

  test('whatever stands in the URL, what is asked is https and not local', async () => {
    const part = fc.constantFrom(
      'https:',
      'http:',
      '//',
      '/',
      '\\',
      '@',
      ':',
      '.',
      '#',
      '?',
      '127.0.0.1',
      'localhost',
      'uni.example',
      '[::1]',
      '%',
      '0x7f',
      '2130706433',
      '\t',
      '443',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const asked: string[] = []
        const fetch: Fetch = async (url) => {
          asked.push(url)
          return answer({ url })
        }
        await overHttps({ fetch })(parts.join('')).catch(() => {})
        return asked.map((url) => new URL(url)).every((url) => url.protocol === 'https:' && url.username === '' && !isLocal(url.hostname))
      }),
      { numRuns: 500 },
    )
  })
})

describe('overHttps, with a real server', () => {
  let server: Server
  let origin: string
  const trusting = process.env['NODE_TLS_REJECT_UNAUTHORIZED']

  beforeAll(async () => {
    // The certificate signs itself: for these tests alone, the platform's fetch is told to take it.
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    server = createServer(selfSigned(), (request, response) => {
      const { pathname } = new URL(request.url ?? '', 'https://x')
      if (pathname === '/ok') response.setHeader('content-type', 'text/plain').end(`${request.headers.accept}`)
      else if (pathname === '/hop') response.writeHead(302, { location: '/ok' }).end('gone')
      else if (pathname === '/loop') response.writeHead(302, { location: '/loop' }).end()
      else if (pathname === '/inside') response.writeHead(302, { location: 'https://10.0.0.1/secret' }).end()
      else if (pathname === '/plain') response.writeHead(302, { location: 'http://localhost/' }).end()
      else if (pathname === '/cut') response.writeHead(200, { 'content-length': '100' }).write('ten bytes.', () => response.destroy())
      else if (pathname === '/endless') response.on('drain', () => response.write(Buffer.alloc(65536))).write(Buffer.alloc(65536 * 4))
      else if (pathname === '/slow') response.writeHead(200).write('wait')
      else response.writeHead(404).end('no')
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    origin = `https://localhost:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
    vi.restoreAllMocks()
    if (trusting === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = trusting
  })

  const allow = (url: { host: string }): boolean => url.host === new URL(origin).host
  const hide = (text: string): string => text.replaceAll(origin, 'https://localhost:port')

  test('the platform’s own fetch reads, follows and is stopped by the same rules', async () => {
    const load = overHttps({ allow, timeout: 500, maxBytes: 1000 })
    const loaded = await load(`${origin}/ok`, { accept: 'text/plain' })
    expect({ ...loaded, url: hide(loaded.url), bytes: fromUtf8(loaded.bytes) }).toEqual({
      url: 'https://localhost:port/ok',
      bytes: 'text/plain',
      type: 'text/plain',
    })
    expect(hide((await load(`${origin}/hop`)).url)).toBe('https://localhost:port/ok')
    const refused: string[] = []
    for (const path of ['loop', 'inside', 'plain', 'cut', 'endless', 'slow', 'missing']) refused.push(hide(await said(load(`${origin}/${path}`))))
    expect(refused).toMatchInlineSnapshot(`
      [
        "load.FailedError: "https://localhost:port/loop" could not be read: it was redirected more than 3 times. Try again later.",
        "load.RefusedError: "https://10.0.0.1/secret" is not read: it is not among the hosts that are allowed. If you trust it, say so with \`allow\`.",
        "load.RefusedError: "http://localhost/" is not read: only https is read.",
        "load.FailedError: "https://localhost:port/cut" could not be read: the answer broke off. Try again later.",
        "load.FailedError: "https://localhost:port/endless" could not be read: the answer is over the limit of 1000 bytes. Try again later.",
        "load.FailedError: "https://localhost:port/slow" could not be read: no complete answer within the timeout of 500 ms. Try again later.",
        "load.FailedError: "https://localhost:port/missing" could not be read: the server answered 404, not 200. Try again later.",
      ]
    `)
  })

  test('without `allow` the local server is not asked, and a certificate that nobody signed fails', async () => {
    expect(await said(overHttps()(`${origin}/ok`))).toMatch(/^load.RefusedError/)
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '1'
    const fresh = `${origin.replace('localhost', '127.0.0.1')}/ok`
    const result = await said(overHttps({ allow: () => true })(fresh)).finally(() => (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'))
    expect(result).toMatch(/^load.FailedError.*the connection failed/)
  })
})

/** A certificate for localhost that signs itself (RFC 5280, 4.1), so that the test needs no tool and no file. */
function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))
  const time = (year: number): Uint8Array => writeDer(0x18, utf8(`${year}0101000000Z`))
  const name = writeDer(tags.sequence, writeDer(0x31, writeDer(tags.sequence, hex('0603550403'), writeDer(0x0c, utf8('localhost')))))
  const ecdsaSha256 = writeDer(tags.sequence, hex('06082a8648ce3d040302'))
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }))
  const version = writeDer(0xa0, writeInteger(new Uint8Array([2])))
  const body = writeDer(
    tags.sequence,
    version,
    writeInteger(new Uint8Array([1])),
    ecdsaSha256,
    name,
    writeDer(tags.sequence, time(2020), time(2090)),
    name,
    spki,
  )
  const signature = new Uint8Array(sign('sha256', body, createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }))))
  const cert = writeDer(tags.sequence, body, ecdsaSha256, writeDer(tags.bitString, new Uint8Array([0]), signature))
  const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(cert).toString('base64')}\n-----END CERTIFICATE-----\n`
  return { key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), cert: pem }
}

test('the platform’s fetch is a Fetch', () => {
  const fetch: Fetch = globalThis.fetch
  expect(typeof fetch).toBe('function')
})
