import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evmReader } from '../src/anchor/evm.js'
import { fromPng } from '../src/bake/index.js'
import { document as didDocument, didWeb } from '../src/did/index.js'
import { fromDocuments } from '../src/load/index.js'
import { current, trusted, verify } from '../src/verify/index.js'
import { type Anvil, startAnvil } from './anvil.js'
import { launch, serve } from './browser.js'

const root = fileURLToPath(new URL('..', import.meta.url))
let anvil: Anvil
beforeAll(async () => {
  anvil = await startAnvil()
})
afterAll(() => anvil.stop())

const provider = { request: ({ method, params }: { method: string; params?: unknown }) => anvil.rpc(method, ...((params as unknown[]) ?? [])) }

test('the LMS: a badge at once, anchored in the night, at the same address', async () => {
  process.env['RPC_URL'] = anvil.url
  process.env['BADGE_IMAGE'] = join(root, 'examples/graduation/badge.png')
  const { default: app, everyNight } = await import('../examples/lms/app.js')
  const { pair } = await import('../examples/lms/world.js')
  const event = { attempt: '1', email: 'zoe@example.org', completedAt: '2026-06-30T12:00:00Z' }
  const hook = () =>
    app.request('https://uni.example/hooks/course-completed', { method: 'POST', body: JSON.stringify(event), headers: { 'content-type': 'application/json' } })
  expect((await hook()).status).toBe(201)
  expect((await hook()).status).toBe(200)

  const publicKey = { algorithm: 'Ed25519', bytes: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) }
  const load = fromDocuments({
    'https://uni.example/.well-known/did.json': didDocument({ id: 'did:web:uni.example', keys: [{ id: 'did:web:uni.example#2026', publicKey }] }),
  })
  const options = {
    accept: [...current, didWeb],
    issuers: trusted(['did:web:uni.example']),
    load,
    chains: [evmReader({ chainId: 31337, provider, settled: 1 })],
    recipient: { email: 'zoe@example.org' },
  }
  const get = async () => new Uint8Array(await (await app.request('https://uni.example/badges/1')).arrayBuffer())

  const today = await verify(await get(), options)
  expect([today.outcome, today.checks.anchor.outcome, today.checks.binding.outcome]).toEqual(['passed', 'skipped', 'passed'])
  await everyNight()
  const tomorrow = await verify(await get(), { ...options, require: ['anchor'], allowTest: true })
  expect([tomorrow.outcome, tomorrow.checks.anchor.outcome, tomorrow.checks.issuer.outcome, tomorrow.checks.recipient.outcome]).toEqual([
    'passed',
    'passed',
    'passed',
    'passed',
  ])
  expect((await app.request('https://uni.example/badges/2')).status).toBe(404)
})

test('the front end: a badge of the LMS is dropped, and its checks appear in French', async () => {
  const { default: app } = await import('../examples/lms/app.js')
  const bytes = [...new Uint8Array(await (await app.request('https://uni.example/badges/1')).arrayBuffer())]
  expect(fromPng(new Uint8Array(bytes))).toContain('merkle-anchor-2026')
  const { outputFiles } = await build({
    entryPoints: [join(root, 'examples/front/page.ts')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    target: 'es2022',
  })
  const script = outputFiles[0]?.text ?? ''
  const server = await serve((path) => {
    if (path === '/')
      return {
        type: 'text/html',
        body: '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><main></main><script type="module" src="/page.js"></script>',
      }
    return path === '/page.js' ? { type: 'text/javascript', body: script } : undefined
  })
  const browser = await launch()
  try {
    const page = await browser.newPage()
    await page.route('**/rpc', async (route) => {
      const { method, params } = route.request().postDataJSON()
      await route.fulfill({ json: { jsonrpc: '2.0', id: 1, result: await anvil.rpc(method, ...(params ?? [])) } })
    })
    await page.goto(server.url)
    const transfer = await page.evaluateHandle((data) => {
      const files = new DataTransfer()
      files.items.add(new File([new Uint8Array(data)], 'badge.png'))
      return files
    }, bytes)
    await page.dispatchEvent('main', 'drop', { dataTransfer: transfer })
    await page.waitForSelector('[data-check="headline"]')
    // did:web needs the issuer's document, which the closed network of a test does not give: unknown, and said so.
    expect(await page.textContent('[data-check="headline"]')).toMatch(/^Impossible à vérifier\. /)
    expect(await page.textContent('[data-check="validity"]')).toBe('Dates : Valable, sans date de fin.')
    expect(await page.getAttribute('[data-check="shape"]', 'data-outcome')).toBe('passed')
    expect(await page.getAttribute('[data-check="anchor"]', 'data-outcome')).toBe('unknown')
  } finally {
    await browser.close()
    await server.close()
  }
})
