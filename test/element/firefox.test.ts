import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { toPng, toSvg } from '../../src/bake/index.js'
import { document as didDocument } from '../../src/did/index.js'
import { keyAt } from '../../src/keys/index.js'
import { link } from '../../src/share/index.js'
import { qr } from '../../src/share/qr.js'
import { sign, signJwt } from '../../src/sign/index.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { badgeOf, keys } from '../badges.js'
import { holding, packed, pdfOf } from '../bake/pdfs.js'
import { firefoxPath } from '../browser.js'
import { screenshots, signedBadge, site } from './stage.js'

// The main path of the elements in another engine; all that they can do, and all that is hostile, is tried in Chromium.
const firefox = firefoxPath()
if (firefox === undefined) console.log('skipped: Firefox is not installed')
test('under CI, Firefox is there', () => {
  expect(firefox !== undefined || !process.env['CI']).toBe(true)
})

type Events = { readonly events: string[] }
type Verifier = HTMLElement & { [member: string]: unknown }
const base = 'https://verify.example/'
const graduation = (file: string) => readFileSync(fileURLToPath(new URL(`../../examples/graduation/${file}`, import.meta.url)))

describe.runIf(firefox !== undefined)('in Firefox', () => {
  let server: Awaited<ReturnType<typeof site>>
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let requests: string[]
  let complaints: string[]

  beforeAll(async () => {
    server = await site()
    browser = await puppeteer.launch({ browser: 'firefox', executablePath: firefox ?? '', headless: true })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  beforeEach(async () => {
    requests = []
    complaints = []
    context = await browser.createBrowserContext()
    page = await context.newPage()
    await page.setViewport({ width: 1024, height: 768 })
    page.on('request', (request) => {
      // Nor does `data:` leave the machine: Firefox lists so the font of its own that it draws triangles with.
      if (!request.url().startsWith(`${server.url}/`) && !/^(?:blob|data):/.test(request.url())) requests.push(request.url())
    })
    page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.evaluateOnNewDocument(() => {
      const events: string[] = []
      Object.assign(globalThis, { events })
      for (const name of ['verified', 'failed', 'unknown', 'erased']) addEventListener(name, () => events.push(name))
    })
  })
  afterEach(async () => {
    await context.close()
    expect(complaints).toEqual([])
  })

  const open = async (path = '/') => {
    await page.goto(`${server.url}${path}`)
    await page.waitForFunction(() => document.querySelector('microcred-verifier')?.shadowRoot)
  }
  /** Does something, and waits for the verdict that comes of it. */
  const verdictOf = async (act: () => Promise<unknown>): Promise<string> => {
    const before = await page.evaluate(() => (globalThis as unknown as Events).events.length)
    await act()
    await page.waitForFunction((count) => (globalThis as unknown as Events).events.length > count, { timeout: 30_000 }, before)
    return page.evaluate(() => (globalThis as unknown as Events).events.at(-1) ?? '')
  }
  const drop = (data: Uint8Array | string, name = 'badge.json'): Promise<string> =>
    verdictOf(() =>
      page.evaluate(
        (content, title) => {
          const files = new DataTransfer()
          files.items.add(new File([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], title))
          document.querySelector('microcred-verifier')?.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }))
        },
        Buffer.from(data).toString('base64'),
        name,
      ),
    )
  const part = (name: string): Promise<string | undefined> =>
    page.evaluate((wanted) => document.querySelector('microcred-verifier')?.shadowRoot?.querySelector(`[part~="${wanted}"]`)?.textContent ?? undefined, name)

  test('a badge is dropped: what it says, its checks, a verdict, and what was signed; nothing is asked of anybody', async () => {
    await open()
    const text = await signedBadge()
    expect(await drop(text)).toBe('verified')
    expect(await Promise.all(['achievement', 'holder', 'date', 'headline', 'bound'].map(part))).toEqual([
      'Statistics I',
      'Zoé Almeida',
      'June 30, 2026',
      'Genuine, issuer not known to us',
      'Nobody vouches for this name.',
    ])
    const checks = await page.$$eval('microcred-verifier >>> [part~="check"]', (rows) => rows.map((row) => row.textContent))
    expect([checks.length, checks[2]]).toEqual([13, 'Signature – In order: Unchanged since it was signed (eddsa-rdfc-2022).'])
    for (const summary of await page.$$('microcred-verifier >>> summary')) await summary.click()
    await page.waitForFunction(() => document.querySelector('microcred-verifier')?.shadowRoot?.textContent?.includes('did:key:z6Mk'))

    expect([await drop(text.replace('Zoé Almeida', 'Zoé Almeidá')), await part('headline')]).toEqual(['failed', 'Not valid'])
    expect([await drop('%PDF-1.7'), await part('headline')]).toEqual(['unknown', 'Could not be checked'])
    expect(requests).toEqual([])
  })

  test('so are a PNG, an SVG, a PDF, a JWT and a picture of a QR code', async () => {
    await open()
    const text = await signedBadge()
    const svg = toSvg(graduation('badge.svg').toString(), JSON.parse(text))
    for (const [name, data] of [
      ['badge.png', toPng(graduation('badge.png'), JSON.parse(text))],
      ['badge.svg', svg],
    ] as const) {
      expect(await drop(data, name), name).toBe('verified')
      await page.waitForSelector('microcred-verifier >>> figure canvas')
    }
    expect(await drop(pdfOf(holding(packed(text))), 'badge.pdf')).toBe('verified')
    expect(await drop(await signJwt(badgeOf(keys.ed25519.controller), { key: keys.ed25519 }), 'badge.jwt')).toBe('verified')
    const short = JSON.stringify({
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential'],
      issuer: 'did:example:me',
      credentialSubject: {},
    })
    const photograph = await page.evaluate(
      async (drawing) => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 900, height: 900 })
        const pen = canvas.getContext('2d') as CanvasRenderingContext2D
        pen.fillStyle = '#fff'
        pen.fillRect(0, 0, 900, 900)
        pen.rotate(0.05)
        const picture = Object.assign(new Image(), { src: URL.createObjectURL(new Blob([drawing], { type: 'image/svg+xml' })) })
        await picture.decode()
        pen.drawImage(picture, 100, 50, 700, 700)
        return canvas.toDataURL('image/jpeg')
      },
      qr(link(short, { base }), { label: 'A badge' }),
    )
    // It was read, and is a badge that nobody signed.
    expect([await drop(Buffer.from(photograph.slice(photograph.indexOf(',') + 1), 'base64'), 'photo.jpg'), await part('achievement')]).toEqual([
      'failed',
      'A credential without a name',
    ])
    expect(requests).toEqual([])
  })

  test('by hand: a file that is chosen, text that is pasted, and a link on the line', async () => {
    await open()
    const text = await signedBadge()
    const folder = mkdtempSync(join(tmpdir(), 'badge-'))
    try {
      writeFileSync(join(folder, 'badge.json'), text)
      expect(
        await verdictOf(async () => {
          const chooser = page.waitForFileChooser()
          await page.keyboard.press('Tab')
          await page.keyboard.press('Enter')
          await (await chooser).accept([join(folder, 'badge.json')])
        }),
      ).toBe('verified')
    } finally {
      rmSync(folder, { recursive: true })
    }
    // What a person does: copies it somewhere, and pastes it on the page.
    await page.evaluate((copied) => {
      const area = Object.assign(document.createElement('textarea'), { value: copied })
      document.body.append(area)
      area.select()
    }, text)
    await page.keyboard.down('Control')
    await page.keyboard.press('c')
    await page.keyboard.up('Control')
    await page.evaluate(() => document.querySelector('textarea')?.remove())
    expect(
      await verdictOf(async () => {
        await page.keyboard.down('Control')
        await page.keyboard.press('v')
        await page.keyboard.up('Control')
      }),
    ).toBe('verified')
    await page.evaluate(() => {
      ;(document.querySelector('microcred-verifier') as unknown as Verifier)['credential'] = undefined
    })
    const line = await page.waitForSelector('microcred-verifier >>> input:not([type=file])')
    await line?.focus()
    await page.keyboard.type(link(text.replace('Zoé', 'Zoè'), { base }))
    expect(await verdictOf(() => page.keyboard.press('Enter'))).toBe('failed')
    expect(requests).toEqual([])
  })

  test('a badge in the link of the page, which leaves the address bar at once', async () => {
    const { hash } = new URL(link(await signedBadge(), { base }))
    await open(`/${hash}`)
    await page.waitForFunction(() => (globalThis as unknown as Events).events.join() === 'verified')
    expect(page.url()).toBe(`${server.url}/`)
    expect(requests).toEqual([])
  })

  test('an issuer on the web is asked once the box is ticked, and nobody else', async () => {
    const key = keyAt('did:web:uni.example#2026', keys.ed25519.signer)
    const document = didDocument({ id: 'did:web:uni.example', keys: [{ id: key.id, publicKey: keys.ed25519.signer.publicKey }] })
    await open()
    const signed = await sign(badgeOf('did:web:uni.example'), { suite: eddsaJcs2022, key })
    expect([await drop(JSON.stringify(signed)), await part('bound')]).toEqual(['unknown', 'Whether this issuer signed it is not known.'])
    expect(requests).toEqual([])
    await page.setRequestInterception(true)
    page.on('request', (request) =>
      request.url().startsWith(server.url)
        ? request.continue()
        : request.respond({ contentType: 'application/json', headers: { 'access-control-allow-origin': '*' }, body: JSON.stringify(document) }),
    )
    expect(await verdictOf(() => page.click('#ask'))).toBe('verified')
    expect(await part('bound')).toBe('Signed for uni.example. The name is what the badge says.')
    expect(new Set(requests)).toEqual(new Set(['https://uni.example/.well-known/did.json']))
  })

  test('on a telephone all that counts is on the first screen; in French, too, and axe finds nothing', async () => {
    mkdirSync(screenshots, { recursive: true })
    await page.setViewport({ width: 320, height: 640 })
    await open('/embed.html')
    await page.evaluate(axe.source)
    for (const [name, held] of [
      ['genuine', await signedBadge()],
      ['failed', (await signedBadge()).replace('Zoé Almeida', 'Zoé Almeidá')],
    ] as const) {
      await drop(held)
      for (const language of ['en', 'fr']) {
        await page.evaluate((wanted) => {
          ;(document.querySelector('microcred-verifier') as unknown as Verifier)['languages'] = [wanted]
        }, language)
        await page.waitForSelector(`microcred-verifier >>> [lang=${language}]`)
        const boxes = await page.evaluate(() => {
          const shadow = document.querySelector('microcred-verifier')?.shadowRoot
          document.querySelector('microcred-verifier')?.scrollIntoView()
          const found = (part: string) => shadow?.querySelector(`[part~="${part}"]`)?.getBoundingClientRect()
          return ['achievement', 'issuer', 'holder', 'date', 'headline', 'advice'].map((part) => ({ part, box: found(part)?.toJSON() }))
        })
        for (const { part: which, box } of boxes) {
          expect(box?.top, `${name}, ${language}: ${which}`).toBeGreaterThanOrEqual(0)
          expect(box?.bottom, `${name}, ${language}: ${which}`).toBeLessThanOrEqual(640)
          expect(box?.right, `${name}, ${language}: ${which}`).toBeLessThanOrEqual(320)
        }
        const violations = await page.evaluate(async () => {
          const found = await (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run()
          return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
        })
        expect(violations).toEqual([])
        await page.screenshot({ path: join(screenshots, `firefox-${name}-${language}.png`) as `${string}.png` })
      }
    }
    expect(requests).toEqual([])
  })
})
