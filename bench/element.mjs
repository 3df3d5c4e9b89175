// From the drop of a badge to its verdict, in a real Chromium and offline: the page of examples/verify-page as it is built, opened anew each time.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { buildPage } from '../examples/verify-page/build.mjs'

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }

/** Seconds from the drop to the verdict's event: of the first badge of a page, whose readers are still to be loaded, and of the second. */
export async function dropToVerdict(badge, rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'microcred-bench-'))
  await buildPage(folder)
  const server = createServer(({ url }, response) => {
    const file = url === '/' ? '/index.html' : url
    response.setHeader('content-type', types[extname(file)] ?? 'text/plain')
    response.end(readFileSync(join(folder, file)))
  }).listen(0, '127.0.0.1')
  const executablePath = process.env['CHROME_PATH'] ?? (await (await import('@sparticuz/chromium')).default.executablePath())
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--headless=shell'], headless: true })
  const samples = { first: [], second: [] }
  try {
    for (let round = 0; round < rounds; round++) {
      // A context of its own has an empty cache.
      const context = await browser.newContext()
      const tab = await context.newPage()
      await tab.goto(`http://localhost:${server.address().port}/`)
      await tab.waitForFunction(() => document.querySelector('microcred-verifier')?.shadowRoot)
      for (const which of ['first', 'second']) samples[which].push((await tab.evaluate(dropped, badge)) / 1000)
      await context.close()
    }
    return { samples, version: browser.version() }
  } finally {
    await browser.close()
    server.close()
    rmSync(folder, { recursive: true })
  }
}

/** In the page: milliseconds until one of the three events; only the one that says verified will do. */
async function dropped(text) {
  const verifier = document.querySelector('microcred-verifier')
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(new File([text], 'badge.json'))
  const verdict = Promise.race(
    ['verified', 'failed', 'unknown'].map((name) => new Promise((resolve) => verifier.addEventListener(name, resolve, { once: true }))),
  )
  const start = performance.now()
  verifier.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  const { type } = await verdict
  if (type !== 'verified') throw new Error(`The verdict was ${type}.`)
  return performance.now() - start
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { eddsaRdfc2022, sign } = { ...(await import('microcred/sign')), ...(await import('microcred/sign/rdfc')) }
  const { badgeOf, key, now } = await import('./badges.mjs')
  const { samples, version } = await dropToVerdict(JSON.stringify(await sign(badgeOf(0), { suite: eddsaRdfc2022, key, created: now })), 11)
  const { inWords, spread } = await import('./measure.mjs')
  for (const [which, seconds] of Object.entries(samples)) {
    const { median, min, max } = spread(seconds)
    console.log(`Chromium ${version}, the ${which} badge of a page: ${inWords(median)} [${inWords(min)} – ${inWords(max)}]`)
  }
}
