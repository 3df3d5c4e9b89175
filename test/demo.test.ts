import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
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

test('ended in the middle, it leaves no node behind', async () => {
  const child = spawn('node', [demo], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  let node = ''
  child.stdout.on('data', (chunk) => {
    const [, found] = /node listens on (\S+)/.exec(String(chunk)) ?? []
    if (found) node = found
    if (found) child.kill('SIGTERM')
  })
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(130)
  expect(node).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  await expect(fetch(node)).rejects.toThrow()
})

test('a roster reports what is wrong with a line, and goes on', async () => {
  const { readRoster } = (await import(new URL('../examples/graduation/roster.mjs', import.meta.url).href)) as {
    readRoster(text: string): { rows: readonly Record<string, string>[]; wrong: readonly { line: number; reason: string }[] }
  }
  const roster = [
    '\ufeffattempt,name,email,did,course,grade,completed',
    'dl-2026-0001,"Ada ""Countess"" King, Lady",ada@example.org,did:example:ada,data-literacy,Pass,2026-02-28',
    ',No attempt,a@example.org,,data-literacy,Pass,2026-02-28',
    '../../x,Climber,a@example.org,,data-literacy,Pass,2026-02-28',
    'dl-2026-0002,"Open,a@example.org,,data-literacy,Pass,2026-02-28',
    'dl-2026-0003,Quo"te,a@example.org,,data-literacy,Pass,2026-02-28',
    '',
    'dl-2026-0004,Nameless DID,a@example.org,ada,data-literacy,Pass,2026-02-28',
    'dl-2026-0005,Elsewhere,a@example.org,,alchemy,Pass,2026-02-28',
    'dl-2026-0005,Corrected , a@example.org,,data-literacy,Merit,2026-02-28',
    'dl-2026-0005,Twice,a@example.org,,data-literacy,Merit,2026-02-28',
    'dl-2026-0006,Trailing,a@example.org,,data-literacy,Merit,2026-02-28,',
  ]
  const { rows, wrong } = readRoster(roster.join('\r\n'))
  expect(rows.map(({ name, did, email }) => [name, did, email])).toEqual([
    ['Ada "Countess" King, Lady', 'did:example:ada', 'ada@example.org'],
    ['Corrected', '', 'a@example.org'],
  ])
  expect(wrong.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
    '3: "" is not the number of an attempt',
    '4: "../../x" is not the number of an attempt',
    '5: a quotation mark is out of place',
    '6: a quotation mark is out of place',
    '8: "ada" is not a DID',
    '9: the course "alchemy" is not one of data-literacy',
    '11: the attempt dl-2026-0005 is there already',
    '12: 8 columns instead of 7',
  ])
  expect(() => readRoster('name,grade')).toThrow('A roster begins with the line')
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

  test('the server answers this machine alone, and gives nothing but the page, the badges and the package', async () => {
    const { port, host } = new URL(url)
    const status = (path: string, name = host) =>
      new Promise((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, path, headers: { host: name } }, (response) => resolve(response.resume().statusCode))
        asked.once('error', reject).end()
      })
    expect(await Promise.all(['/', '/page.js', '/out/index.json', '/packages/microcred/dist/index.js'].map((path) => status(path)))).toEqual([
      200, 200, 200, 200,
    ])
    const refused = [
      '/%',
      '//',
      '/out/../demo.mjs',
      '/out/%2e%2e%2fdemo.mjs',
      '/out/..%2froster.csv',
      '/packages/microcred/package.json',
      '/packages/microcred/.git',
      '/out/',
    ]
    expect(await Promise.all(refused.map((path) => status(path)))).toEqual([400, 400, 404, 404, 404, 404, 404, 404])
    expect(await status('/out/index.json', 'elsewhere.example')).toBe(421)
  })

  const drop = async (page: Page, name: string, bytes: Uint8Array) => {
    const transfer = await page.evaluateHandle(
      ([file, data]) => {
        const files = new DataTransfer()
        files.items.add(new File([new Uint8Array(data)], file))
        return files
      },
      [name, [...bytes]] as const,
    )
    await page.evaluate(() => {
      for (const verdict of document.querySelectorAll<HTMLElement>('#verdict')) verdict.dataset['outcome'] = 'pending'
    })
    await page.dispatchEvent('#drop', 'drop', { dataTransfer: transfer })
    await page.waitForSelector('#verdict:not([data-outcome="pending"])')
  }
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
      await page.fill('#search', 'knazkova lubica')
      expect(await page.$$eval('#badges li:not([hidden])', (items) => items.length)).toBe(1)
      await page.click('#badges li:not([hidden]) button')
      await page.waitForSelector('#card:not([hidden])')
      await expect.poll(() => page.textContent('#facts'), { timeout: 15_000 }).toContain('Ľubica Kňažková')
      await page.click('#verify')
      await page.waitForSelector('#verdict[data-outcome="passed"]')
      await page.fill('#search', '')
      await page.screenshot({ path: join(pictures, 'passed.png'), fullPage: true })
      await expect.poll(() => page.textContent('#headline'), { timeout: 15_000 }).toBe('Genuine, issuer not known to us')
      const passed = await lines(page)
      expect(passed.map(([name, outcome]) => `${name} ${outcome}`)).toEqual([
        'shape passed',
        'terms passed',
        'signature passed',
        'binding passed',
        'validity passed',
        'status skipped',
        'schema skipped',
        'resources skipped',
        'anchor passed',
        'issuer skipped',
        'recipient skipped',
        'presentation skipped',
        'parts skipped',
      ])
      expect(passed.find(([name]) => name === 'anchor')?.[2]).toMatch(
        /^Existed before \d{4}-\d\d-\d\d \(eip155:31337, a test chain: proves nothing to others\)\.$/,
      )

      // Who trusts this key, and whose badge it is, are the words of the person who asks.
      await page.check('#trust')
      await page.waitForSelector('#check-issuer[data-outcome="passed"]')
      await page.waitForSelector('#verdict[data-outcome="passed"]')
      await expect.poll(() => page.textContent('#headline'), { timeout: 15_000 }).toBe('Verified')
      await page.fill('#email', 'lubica.knazkova@example.org')
      await page.press('#email', 'Enter')
      await page.waitForSelector('#check-recipient[data-outcome="passed"]')
      await page.waitForSelector('#verdict[data-outcome="passed"]')
      await page.screenshot({ path: join(pictures, 'verified.png'), fullPage: true })
      await page.fill('#email', 'mallory@example.org')
      await page.click('#verify')
      await page.waitForSelector('#verdict[data-outcome="failed"]')
      await expect
        .poll(() => page.textContent('#advice'), { timeout: 15_000 })
        .toBe('It was not awarded to this person, or under another address. Ask its holder which address the issuer knows.')
      await page.uncheck('#trust')

      // What else a person may hold: JSON has no picture, and what is malformed is shown as far as it goes.
      await drop(page, 'badge.json', readFileSync(join(root, 'examples/graduation/out/dl-2026-0005.json')))
      await expect.poll(() => page.textContent('#headline'), { timeout: 15_000 }).toBe('Genuine, issuer not known to us')
      await expect.poll(() => page.textContent('#facts'), { timeout: 15_000 }).toContain('Kateřina Dvořáčková')
      await expect.poll(() => page.isVisible('#image'), { timeout: 15_000 }).toBe(false)
      for (const text of ['hello', '{"credentialSubject":[null,{"identifier":[null],"achievement":[]}],"validFrom":{},"issuer":null,"proof":7}', '[]', '']) {
        await drop(page, 'odd', new TextEncoder().encode(text))
        await expect.poll(() => page.textContent('#headline'), { timeout: 15_000, message: text }).toBe('Not valid')
      }

      await drop(page, 'tampered.png', readFileSync(join(root, 'examples/graduation/out/tampered.png')))
      await page.waitForSelector('#verdict[data-outcome="failed"]')
      await page.screenshot({ path: join(pictures, 'failed.png'), fullPage: true })
      await expect.poll(() => page.textContent('#headline'), { timeout: 15_000 }).toBe('Not valid')
      await expect.poll(() => page.isVisible('#image'), { timeout: 15_000 }).toBe(true)
      const failed = await lines(page)
      expect(failed.map(([name, outcome]) => `${name} ${outcome}`)).toEqual([
        'shape passed',
        'terms passed',
        'signature failed',
        'binding failed',
        'validity passed',
        'status skipped',
        'schema skipped',
        'resources skipped',
        'anchor failed',
        'issuer skipped',
        'recipient skipped',
        'presentation skipped',
        'parts skipped',
      ])
      await expect
        .poll(() => page.textContent('#advice'), { timeout: 15_000 })
        .toBe('The signature does not belong to this text and this key: one of them was changed after signing. Ask its holder for the original.')
      await page.click('[data-language="fr"]')
      await expect.poll(() => page.textContent('#headline'), { timeout: 15_000 }).toBe('Non valable')
      await expect
        .poll(() => page.textContent('#advice'), { timeout: 15_000 })
        .toBe('La signature ne correspond pas : le contenu ou la signature a été modifié. Demandez le fichier d’origine à son titulaire.')

      await expect.poll(() => page.textContent('#count'), { timeout: 15_000 }).toBe('200 badges')
      await expect.poll(() => page.textContent('#tampered'), { timeout: 15_000 }).toBe('Le vérifier')
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.screenshot({ path: join(pictures, 'dark.png') })
      await page.setViewportSize({ width: 420, height: 900 })
      await page.screenshot({ path: join(pictures, 'narrow-dark-french.png'), fullPage: true })
      expect(troubles).toEqual([])
      expect([...hosts].sort()).toEqual(['127.0.0.1', 'localhost'])
    } finally {
      await browser.close()
    }
  })
})
