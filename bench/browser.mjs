// The same rounds inside a real Chromium: our bundle and jsonld's, each as a browser gets it.

import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('..', import.meta.url))

const page = `
  import jsonld from 'jsonld'
  import { rdfc } from 'microcred/canonicalize/rdfc'
  import { sideBySide } from './bench/measure.mjs'
  globalThis.measure = async (badges, documents, speed) => {
    const documentLoader = async (url) => ({ contextUrl: null, documentUrl: url, document: documents[url] })
    const theirs = (badge) => jsonld.canonize(badge, { algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, documentLoader })
    const same = new TextDecoder().decode(rdfc(badges[0])) === (await theirs(badges[0]))
    if (!same) throw new Error('The two canonicalize differently.')
    return sideBySide({ microcred: (at) => rdfc(badges[at]), jsonld: (at) => theirs(badges[at]) }, speed)
  }`

/** Seconds for each badge in each round, of `microcred` and of `jsonld`; `documents` are the contexts that jsonld asks for. */
export async function inChromium(badges, documents, speed) {
  const { outputFiles } = await build({
    stdin: { contents: page, resolveDir: root, sourcefile: 'page.js' },
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    write: false,
    external: ['node:*', 'crypto'],
    define: { global: 'globalThis' },
  })
  const executablePath = process.env['CHROME_PATH'] ?? (await (await import('@sparticuz/chromium')).default.executablePath())
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--headless=shell'], headless: true })
  // WebCrypto, by which jsonld hashes, is for pages that come from somewhere.
  const server = createServer((_, response) => response.end('<!doctype html>')).listen(0, '127.0.0.1')
  try {
    const tab = await browser.newPage()
    await tab.goto(`http://localhost:${server.address().port}`)
    await tab.addScriptTag({ content: outputFiles[0].text })
    const samples = await tab.evaluate(([list, map, how]) => globalThis.measure(list, map, how), [badges, documents, speed])
    return { samples, version: browser.version() }
  } finally {
    await browser.close()
    server.close()
  }
}
