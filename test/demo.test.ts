import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from './browser.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const demo = join(root, 'examples/graduation/demo.mjs')
const pictures = join(root, 'test/.screenshots')
mkdirSync(pictures, { recursive: true })

test('without a terminal it issues, anchors, bakes, verifies every badge, and ends by itself', () => {
  const { stdout, status } = spawnSync('node', [demo], { cwd: root, encoding: 'utf8', timeout: 60_000 })
  expect(stdout).toContain('200 badges issued, 6 lines skipped')
  expect(stdout.match(/is skipped: .*/g)).toEqual([
    'is skipped: no e-mail address',
    'is skipped: "2026-02-30" is not a day',
    'is skipped: the attempt dl-2026-0042 is there already',
    'is skipped: 8 columns instead of 7',
    'is skipped: the grade "Excellent" is not one of Pass, Merit, Distinction',
    'is skipped: no name',
  ])
  expect(Number(/gas\s+(\d+) for all/.exec(stdout)?.[1])).toBeLessThanOrEqual(22_440)
  expect(stdout).toContain('Verified 200 of 200')
  expect(stdout).toContain('The tampered badge: failed (sign.BadSignatureError)')
  expect(status).toBe(0)
  expect(existsSync(join(root, 'examples/graduation/out/pending.bin'))).toBe(false)
})

describe('the page, in a real browser', () => {
  let stop = (): void => {}
  let url = ''
  beforeAll(async () => {
    const child = spawn('node', [demo], { cwd: root, env: { ...process.env, DEMO_STAY: '1' }, stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    url = await new Promise<string>((resolve, reject) => {
      child.once('close', () => reject(new Error(text)))
      child.stdout.on('data', (chunk) => {
        text += chunk
        const [, found] = /page\s+(http:\S+)/.exec(text) ?? []
        if (found && text.includes('Ctrl-C')) resolve(found)
      })
    })
    stop = () => void child.kill('SIGTERM')
  })
  afterAll(() => stop())

  const lines = (page: Page) =>
    page.$$eval('#checks li', (items) => items.map((item) => [item.id.slice('check-'.length), item.dataset['outcome'], item.lastElementChild?.textContent]))

  test('a person opens a badge, verifies it, drops a tampered one, and reads why it failed', async () => {
    const browser = await launch()
    try {
      const page = await browser.newPage({ viewport: { width: 1200, height: 900 } })
      const troubles: string[] = []
      const hosts = new Set<string>()
      page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
      page.on('pageerror', (error) => troubles.push(String(error)))
      page.on('request', (request) => !request.url().startsWith('blob:') && !request.url().startsWith('data:') && hosts.add(new URL(request.url()).hostname))
      await page.goto(url)
      await page.waitForSelector('#badges button')
      expect(await page.$$eval('#badges button', (buttons) => buttons.length)).toBe(200)
      await page.fill('#search', 'Kňažková')
      expect(await page.$$eval('#badges li:not([hidden])', (items) => items.length)).toBe(1)
      await page.click('#badges li:not([hidden]) button')
      await page.waitForSelector('#card:not([hidden])')
      expect(await page.textContent('#facts')).toContain('Ľubica Kňažková')
      await page.click('#verify')
      await page.waitForSelector('#verdict[data-outcome="passed"]')
      await page.fill('#search', '')
      await page.screenshot({ path: join(pictures, 'passed.png'), fullPage: true })
      expect(await page.textContent('#headline')).toBe('Genuine, issuer not known to us')
      const passed = await lines(page)
      expect(passed.map(([name, outcome]) => `${name} ${outcome}`)).toEqual([
        'shape passed',
        'terms passed',
        'signature passed',
        'binding passed',
        'validity passed',
        'status skipped',
        'anchor passed',
        'issuer skipped',
        'recipient skipped',
      ])
      expect(passed[6]?.[2]).toMatch(/^Existed before \d{4}-\d\d-\d\d \(eip155:31337, a test chain: proves nothing to others\)\.$/)

      // The tampered badge is dropped as a file.
      const bytes = [...readFileSync(join(root, 'examples/graduation/out/tampered.png'))]
      const transfer = await page.evaluateHandle((data) => {
        const files = new DataTransfer()
        files.items.add(new File([new Uint8Array(data)], 'tampered.png', { type: 'image/png' }))
        return files
      }, bytes)
      await page.dispatchEvent('#drop', 'drop', { dataTransfer: transfer })
      await page.waitForSelector('#verdict[data-outcome="failed"]')
      await page.screenshot({ path: join(pictures, 'failed.png'), fullPage: true })
      expect(await page.textContent('#headline')).toBe('Not valid')
      expect(await page.textContent('#advice')).toBe('The signature does not belong to this text and this key: one of them was changed after signing.')
      await page.click('[data-language="fr"]')
      expect(await page.textContent('#headline')).toBe('Non valable')
      expect(await page.textContent('#advice')).toBe('La signature ne correspond pas : le contenu ou la signature a été modifié.')

      await page.emulateMedia({ colorScheme: 'dark' })
      await page.setViewportSize({ width: 420, height: 900 })
      await page.screenshot({ path: join(pictures, 'narrow-dark-french.png'), fullPage: true })
      expect(troubles).toEqual([])
      expect([...hosts].sort()).toEqual(['127.0.0.1', 'localhost'])
    } finally {
      await browser.close()
    }
  })
})
