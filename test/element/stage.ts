import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { buildPage } from '../../examples/verify-page/build.mjs'
import { sign } from '../../src/sign/index.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { badgeOf, keys } from '../badges.js'
import { launch, serve } from '../browser.js'

/** As strict as a policy gets: no inline style or script, no evaluation, no trusted type. */
export const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
const types: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

type Shift = { readonly value: number; readonly startTime: number; readonly sources: readonly { readonly node: Node | null }[] }
export type Stage = { readonly url: string; readonly browser: Browser; close(): Promise<void> }
export type Scene = {
  readonly page: Page
  /** What was asked of anybody but for the page's own files, and what the console had to say. */
  readonly requests: string[]
  readonly complaints: string[]
  close(): Promise<void>
}

/** A page that is not ours, and embeds the elements. */
const embed =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Somebody else</title><link rel="icon" href="icon.svg">' +
  '<script type="module" src="embed.js"></script><main><h1>Somebody else</h1><microcred-verifier></microcred-verifier></main></html>'

/** The page of the example as it is built, served under a strict policy. */
export async function site(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'verify-page-'))
  await buildPage(folder)
  await build({
    entryPoints: [fileURLToPath(new URL('embed.ts', import.meta.url))],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
  })
  writeFileSync(join(folder, 'embed.html'), embed)
  return serve((path) => {
    const file = path === '/' ? '/index.html' : path
    try {
      return { type: types[extname(file)] ?? 'text/plain', body: readFileSync(join(folder, file)), headers: { 'content-security-policy': policy } }
    } catch {
      return undefined
    }
  })
}

/** The page, and a Chromium to open it. */
export async function stage(): Promise<Stage> {
  const server = await site()
  const browser = await launch()
  return {
    url: server.url,
    browser,
    async close() {
      await browser.close()
      await server.close()
    },
  }
}

/** Opens the page, and notes what it asks for and complains of. */
export async function scene({ browser, url }: Stage, options: BrowserContextOptions = {}, fragment = '', path = '/'): Promise<Scene> {
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, locale: 'en-GB', ...options })
  const page = await context.newPage()
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith('blob:')) requests.push(request.url())
  })
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.addInitScript(() => {
    const seen = globalThis as unknown as {
      shifts: { value: number; at: number; what: string }[]
      droppedAt: number
      verdictAt: number
      events: string[]
      longest: number
    }
    seen.shifts = []
    seen.events = []
    seen.longest = 0
    new PerformanceObserver((list) => {
      for (const { value, startTime, sources } of list.getEntries() as unknown as Shift[])
        seen.shifts.push({ value, at: startTime, what: sources.map(({ node }) => (node as HTMLElement | null)?.outerHTML?.slice(0, 60)).join(' ') })
    }).observe({ type: 'layout-shift', buffered: true })
    // How long the page does not answer: the time between two ticks of a clock that should tick all the time.
    const { port1, port2 } = new MessageChannel()
    let last = performance.now()
    port2.onmessage = () => {
      const now = performance.now()
      seen.longest = Math.max(seen.longest, now - last)
      last = now
      setTimeout(() => port1.postMessage(0), 5)
    }
    port1.postMessage(0)
    addEventListener('drop', () => {
      seen.droppedAt = performance.now()
    })
    for (const name of ['verified', 'failed', 'unknown', 'erased'])
      addEventListener(name, () => {
        seen.events.push(name)
        seen.verdictAt = performance.now()
      })
  })
  await page.goto(`${url}${path}${fragment}`)
  await page.waitForFunction(() => document.querySelector('microcred-verifier')?.shadowRoot)
  return { page, requests, complaints, close: () => context.close() }
}

/** Drops a file on the verifier, and waits for its verdict. */
export async function drop({ page }: Scene, data: Uint8Array | string, name = 'badge.json'): Promise<string> {
  const before = await page.evaluate(() => (globalThis as unknown as { events: string[] }).events.length)
  const base64 = Buffer.from(data).toString('base64')
  await page.evaluate(
    ([content, title]) => {
      const files = new DataTransfer()
      files.items.add(new File([Uint8Array.from(atob(content as string), (letter) => letter.charCodeAt(0))], title as string))
      document.querySelector('microcred-verifier')?.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }))
    },
    [base64, name],
  )
  return verdict(page, before)
}

/** Waits for the next verdict, and returns its event's name. */
export async function verdict(page: Page, before = 0): Promise<string> {
  await page.waitForFunction((count) => (globalThis as unknown as { events: string[] }).events.length > count, before, { timeout: 30_000 })
  return page.evaluate(() => (globalThis as unknown as { events: string[] }).events.at(-1) ?? '')
}

/** What stands in a part of the verifier. */
export async function part(page: Page, name: string): Promise<string> {
  return (await page.locator(`microcred-verifier [part~="${name}"]`).first().textContent()) ?? ''
}

/** A signed badge with the holder's name in it; `change` makes another of it before it is signed. */
export async function signedBadge(change: (badge: Mutable) => void = () => {}): Promise<string> {
  const badge = structuredClone(badgeOf(keys.ed25519.controller)) as unknown as Mutable
  badge.credentialSubject['identifier'] = [{ type: 'IdentityObject', hashed: false, identityType: 'name', identityHash: 'Zoé Almeida' }]
  change(badge)
  return JSON.stringify(
    await sign(badge as unknown as ReturnType<typeof badgeOf>, { suite: eddsaRdfc2022, key: keys.ed25519, created: new Date('2026-06-30T12:00:00Z') }),
  )
}
// biome-ignore lint/suspicious/noExplicitAny: a badge to be changed in every way that somebody hostile may think of
export type Mutable = { [member: string]: any }

export const screenshots: string = fileURLToPath(new URL('../.screenshots/', import.meta.url))
