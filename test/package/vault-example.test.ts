import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromHex, toBase64url, toHex } from '../../src/bytes.js'
import type { VaultLink } from '../../src/vault/index.js'
import { fromLink, type Linked } from '../../src/vault/link.js'
import { launch } from '../browser.js'
import type { Remains } from '../conformance/store.js'
import { steal } from '../vault/thief.js'
import { root, scratchProject } from './scratch.js'

const pictures = join(root, 'test/.screenshots')
let scratch: ReturnType<typeof scratchProject>
let browser: Browser
let demo: ChildProcess
let school = ''
let transaction = ''
let node = ''
const links = new Map<string, string>()
const [zoe, ida] = ['Zoé Almeida', 'Ida Lindqvist']
const linkOf = (name: string): string => links.get(name) ?? ''
const out = () => join(scratch.folder, 'examples/vault/out')

// The example as a reader copies it, with the packed package, its issuer's server and a chain of its own.
beforeAll(async () => {
  scratch = scratchProject()
  mkdirSync(join(scratch.folder, 'node_modules/@foundry-rs'), { recursive: true })
  symlinkSync(join(root, 'node_modules/@foundry-rs/anvil'), join(scratch.folder, 'node_modules/@foundry-rs/anvil'))
  for (const part of ['vault', 'browser', 'node.mjs', 'serve.mjs', 'import-map.mjs'])
    cpSync(join(root, 'examples', part), join(scratch.folder, 'examples', part), { recursive: true, filter: (path) => !path.endsWith('/out') })
  mkdirSync(pictures, { recursive: true })
  demo = spawn('node', ['examples/vault/demo.mjs'], { cwd: scratch.folder, env: { ...process.env, DEMO_STAY: '1' }, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    demo.once('close', () => reject(new Error(said)))
    demo.stdout?.on('data', (chunk) => {
      said += String(chunk)
      if (said.includes('Ctrl-C')) resolve()
    })
  })
  transaction = /transaction\s+(0x\w+)/.exec(said)?.[1] ?? ''
  school = /issuer's page\s+(\S+)/.exec(said)?.[1] ?? ''
  for (const [, link, name] of said.matchAll(/^link\s+(http\S+) (.+)$/gm)) links.set(name as string, link as string)
  browser = await launch()
  const page = linkOf(zoe)
  node = ((await (await fetch(new URL('/state', page))).json()) as { node: string }).node
}, 120_000)
afterAll(async () => {
  await browser?.close()
  demo?.kill('SIGTERM')
  rmSync(scratch.folder, { recursive: true, force: true })
})

type Sent = { readonly url: string; readonly all: string }

/** Opens a link in a browser of its own; every request of it is kept, with all that was sent. */
async function opened(link: string, act: (page: Page) => Promise<void> = async () => {}): Promise<{ verdict: string; text: string; sent: Sent[] }> {
  const context = await browser.newContext({ viewport: { width: 900, height: 900 }, locale: 'en-GB' })
  const page = await context.newPage()
  const sent: Sent[] = []
  const complaints: string[] = []
  const asked: Promise<void>[] = []
  page.on('request', (request) =>
    asked.push(
      request.allHeaders().then((headers) => {
        const body = request.postDataBuffer() ?? Buffer.alloc(0)
        sent.push({
          url: request.url().split('#')[0] as string,
          all: [request.url().split('#')[0], JSON.stringify(headers), body.toString('utf8'), body.toString('hex'), body.toString('base64')].join('\n'),
        })
      }),
    ),
  )
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  try {
    await page.goto(link)
    const verdict = page.locator('microcred-verifier [part~="verdict"]:not([data-verdict="pending"])')
    await verdict.waitFor()
    // The fragment is in the address bar no more, nor one step back.
    expect(page.url()).toBe(link.split('#')[0])
    await act(page)
    await Promise.all(asked)
    expect(complaints).toEqual([])
    return {
      verdict: (await verdict.getAttribute('data-verdict')) ?? '',
      text: await page.locator('microcred-verifier').evaluate((element) => element.shadowRoot?.textContent ?? ''),
      sent,
    }
  } finally {
    await context.close()
  }
}

/** A secret in every spelling that a request could carry it in. */
const spellings = (secret: Uint8Array): readonly string[] => [
  toHex(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  toBase64url(secret),
  // Inside a longer text, base64 has two other alignments.
  toBase64url(secret.subarray(1, 31)),
  toBase64url(secret.subarray(2, 32)),
]

describe('examples/vault, with the packed package', () => {
  test('a link opens in the browser: read from the chain, decrypted, verified; and no request tells what it says or what opens it', async () => {
    const { verdict, text, sent } = await opened(
      linkOf(zoe),
      async (page) => void (await page.screenshot({ path: join(pictures, 'vault-open.png'), fullPage: true })),
    )
    expect(verdict).toBe('verified')
    expect(text).toContain(zoe)
    expect(text).toContain('on the list “trusted” as Harbour University')
    const { holder } = fromLink(linkOf(zoe)) as Linked
    const everything = sent.map(({ all }) => all).join('\n')
    for (const secret of [...spellings(holder), linkOf(zoe).split('#')[1] as string, linkOf(zoe).slice(-24)]) expect(everything).not.toContain(secret)
    expect(everything).not.toMatch(/Almeida|Statistics|v1\./)
    // Nobody learns where the reader came from, and the issuer gets no cookie: 32 bytes, which are not half of a key.
    expect(sent.filter(({ all }) => /"referer":"[^"]*#|"cookie"/.test(all))).toEqual([])
    const shares = sent.filter(({ url }) => url === `${school}share`)
    expect(shares).toHaveLength(1)
    expect(shares[0]?.all).not.toContain('"referer"')
    // Nobody else was asked: the page, the issuer, the node.
    expect(new Set(sent.map(({ url }) => new URL(url).origin)).size).toBe(3)
    expect(new Set(links.values()).size).toBe(5)
  })

  test('the issuer erases it on her page: the same link says so, and all others still open', async () => {
    const context = await browser.newContext({ viewport: { width: 800, height: 700 } })
    const page = await context.newPage()
    await page.goto(school)
    await page.screenshot({ path: join(pictures, 'vault-issuer.png'), fullPage: true })
    const before = await stolen(zoe)
    expect(before).toContain(zoe)
    await page.getByRole('button', { name: `Erase the badge of ${zoe}` }).click()
    await page.waitForSelector('text=One badge, erased')
    expect(await page.textContent('ul')).not.toContain(zoe)
    await page.screenshot({ path: join(pictures, 'vault-issuer-erased.png'), fullPage: true })
    await context.close()

    const { verdict, text } = await opened(linkOf(zoe), async (tab) => void (await tab.screenshot({ path: join(pictures, 'vault-erased.png') })))
    expect(verdict).toBe('erased')
    expect(text).toContain('Erased at the holder’s request')
    expect(text).toContain(`${new URL(school).origin} states that this badge was erased.`)
    expect(text).not.toContain('Almeida')
    for (const [name, link] of links) if (name !== zoe) expect((await opened(link)).verdict, name).toBe('verified')

    // Whoever has the chain, the link and all that the issuer still has: every 32 bytes of its files, tried as the other half.
    expect(await stolen(zoe)).toBeUndefined()
    for (const [file, bytes] of files()) expect(Buffer.from(bytes).toString('latin1'), file).not.toMatch(/Almeida/)
  }, 120_000)

  test('nobody else’s page erases, and a form that is none does nothing', async () => {
    const [{ id }] = JSON.parse(readFileSync(join(out(), 'people.json'), 'utf8')) as [{ id: string }]
    const token = /name="token" value="(\w+)"/.exec(await (await fetch(school)).text())?.[1] ?? ''
    const post = (body: string, headers: { readonly [name: string]: string }) =>
      fetch(`${school}erase`, { method: 'POST', body, redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } })
    expect((await post(`id=${id}&token=${'0'.repeat(64)}`, { 'sec-fetch-site': 'same-origin' })).status).toBe(403)
    expect((await post(`id=${id}`, { 'sec-fetch-site': 'same-origin' })).status).toBe(403)
    expect((await post(`id=${id}&token=${token}`, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post(`id=__proto__&token=${token}`, { 'sec-fetch-site': 'same-origin' })).status).toBe(404)
    expect((await post(`id=${'a'.repeat(100_000)}`, {})).status).toBe(500)
    expect((await opened(linkOf(ida))).verdict).toBe('verified')
  })
})

const files = (): Remains =>
  new Map(
    readdirSync(out(), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, new Uint8Array(readFileSync(join(entry.parentPath, entry.name)))]),
  )

/** What a thief opens who has the link, the record on the chain and every file of the issuer. */
async function stolen(name: string): Promise<string | undefined> {
  const call = { jsonrpc: '2.0', id: 1, method: 'eth_getTransactionByHash', params: [transaction] }
  const answer = await fetch(node, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(call) })
  const { result } = (await answer.json()) as { result: { input: string } }
  return steal(fromHex(result.input.slice(2)), linkOf(name) as VaultLink, files())
}
