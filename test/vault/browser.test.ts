import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { memory } from '../../src/anchor/memory.js'
import { toHex } from '../../src/bytes.js'
import { toText } from '../../src/credential/secured.js'
import { erase, memoryStore, publish, type RecordId, seal, shareEndpoint } from '../../src/vault/index.js'
import { fromLink, type Linked } from '../../src/vault/link.js'
import { launch, serve } from '../browser.js'
import { badge } from './badges.js'

const script = (custodianUrl: string): string => `
  import { custodian, linkIn, openVault } from './src/vault/index.ts'
  const link = linkIn(location.href)
  history.replaceState(null, '', location.pathname)
  const reader = { id: 'memory:1', async read() {
    const data = new Uint8Array(await (await fetch('/payload')).arrayBuffer())
    return { data, time: '2026-01-01T00:00:00.000Z', confirmations: 1, settled: true }
  } }
  const opened = await openVault(link, { chains: [reader], custodians: [custodian('${custodianUrl}')] })
  document.querySelector('main').textContent = JSON.stringify(opened)
`

test('a page under a strict policy opens a link through a custodian of another origin, and no request betrays the link', async () => {
  const [chain, store] = [memory(), memoryStore()]
  const badges = await Promise.all([0, 1, 2, 3, 4].map(badge))
  const answer = shareEndpoint({ store })
  const custodianServer = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = request.method === 'POST' ? { body: Buffer.concat(chunks) as never } : {}
    const answered = (await answer(new Request(`http://localhost${request.url}`, { method: request.method as string, ...body }))) as Response
    response.writeHead(answered.status, Object.fromEntries(answered.headers)).end(Buffer.from(await answered.arrayBuffer()))
  })
  await new Promise<void>((resolve) => custodianServer.listen(0, '127.0.0.1', resolve))
  const origin = `http://localhost:${(custodianServer.address() as AddressInfo).port}`

  const { outputFiles } = await build({
    stdin: { contents: script(`${origin}/share`), resolveDir: fileURLToPath(new URL('../..', import.meta.url)), loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  })
  const code = outputFiles[0]?.text ?? ''
  expect(code).not.toContain('node:fs')
  let payload: Uint8Array = new Uint8Array(0)
  const policy = { 'content-security-policy': `default-src 'none'; script-src 'self'; connect-src 'self' ${origin}`, 'referrer-policy': 'no-referrer' }
  const server = await serve((path) => {
    if (path === '/open')
      return { type: 'text/html', headers: policy, body: '<!doctype html><meta charset="utf-8"><main></main><script type="module" src="/page.js"></script>' }
    if (path === '/page.js') return { type: 'text/javascript', body: code }
    return path === '/payload' ? { type: 'application/octet-stream', body: payload } : undefined
  })
  const { sealed, records } = await seal(badges, { chain, store, page: `${server.url}/open` })
  const [{ transaction } = { transaction: '' }] = await publish(sealed, { chain })
  payload = (await chain.read(transaction))?.data ?? payload

  const browser = await launch()
  try {
    const page = await browser.newPage()
    const requests: string[] = []
    page.on('request', (request) => {
      requests.push(
        `${request.method()} ${request.url().split('#')[0]} ${JSON.stringify(request.headers())} ${request.postDataBuffer()?.toString('hex') ?? ''}`,
      )
    })
    const said = async (link: string): Promise<unknown> => {
      // From elsewhere: an address that differs in its fragment alone would not be loaded again.
      await page.goto('about:blank')
      await page.goto(link)
      await page.waitForFunction(() => document.querySelector('main')?.textContent !== '')
      expect(page.url()).toBe(`${server.url}/open`)
      return JSON.parse((await page.textContent('main')) ?? '')
    }
    const link = records[0]?.link as string
    expect(await said(link)).toEqual({ outcome: 'open', text: toText(badges[0] as never), settled: true })
    await erase(records[0]?.id as RecordId, { store })
    expect(await said(link)).toEqual({ outcome: 'erased', statedBy: origin })
    expect(await said(`${link}A`)).toMatchObject({ outcome: 'unavailable', problem: { name: 'vault.CannotOpenError' } })

    const sent = requests.join('\n')
    expect(sent).not.toContain(toHex((fromLink(link) as Linked).holder))
    expect(sent).not.toContain(link.split('#')[1])
    expect(sent).not.toMatch(/learner|Statistics/)
    // A simple request: no preflight, no cookie, no referrer, and the id in the body alone.
    const asked = requests.filter((one) => one.includes('/share'))
    expect(asked).toHaveLength(2)
    for (const one of asked) expect(one).toMatch(/^POST \S+\/share \{.*\} [0-9a-f]{64}$/)
    expect(asked.join()).not.toMatch(/"cookie"|"referer":"[^"]/)
  } finally {
    await browser.close()
    await server.close()
    custodianServer.close()
  }
})
