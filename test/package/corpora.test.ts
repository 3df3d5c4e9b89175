import { readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch, serve } from '../browser.js'
import { cases as certificates, now } from '../formats/blockcert.js'
import { badges, shown } from '../formats/corpus.js'
import { cases, certificateCase, examine, exampleContexts } from '../peers/cases.js'
import { counted, haveVectors, printCounts } from '../vectors.js'
import { type Recorded, recorder, type Verdict, verdictOf } from './recorded.js'
import { root, scratchProject } from './scratch.js'

afterAll(printCounts)

/** The bundled files of every corpus, each once, with its world. */
const all = () => [
  ...cases().filter(({ signatureAlone }) => !signatureAlone),
  ...certificates.filter(({ expected }) => expected === 'unspecified').map((one) => ({ ...certificateCase(one), format: 'Blockcerts, without a verdict' })),
  ...badges.map((one) => ({ id: `1edtech-validator/${one.id}`, format: '1EdTech, Open Badges 2.0', ...shown(one) })),
]

/** The page and what it loads on demand, from the packed package and nothing of the checkout's own sources. */
async function bundle(folder: string): Promise<{ readonly files: ReadonlyMap<string, Uint8Array>; readonly inputs: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, 'test/package/corpora-page.ts')],
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outdir: '/',
    write: false,
    metafile: true,
    plugins: [
      {
        name: 'packed',
        setup(builder) {
          builder.onResolve({ filter: /^microcred/ }, ({ path, kind, pluginData }) =>
            pluginData === 'packed' ? undefined : builder.resolve(path, { kind, resolveDir: folder, pluginData: 'packed' }),
          )
        },
      },
    ],
  })
  return { files: new Map(outputFiles.map(({ path, contents }) => [path, contents])), inputs: Object.keys(metafile.inputs).map((path) => relative(root, path)) }
}

describe.skipIf(!haveVectors)('the bundled corpora in a browser, from the packed package, under a strict content security policy', () => {
  const recorded: Recorded[] = []
  const inNode: { [id: string]: Verdict } = {}
  let inBrowser: { readonly [id: string]: Verdict } = {}
  let troubles: readonly string[] = []
  let inputs: readonly string[] = []
  const files = all()

  beforeAll(async () => {
    for (const one of files) {
      const world = recorder(one.id, one)
      inNode[one.id] = verdictOf(await examine(world))
      recorded.push(world.recorded())
    }
    const scratch = scratchProject()
    const bundled = await bundle(scratch.folder)
    inputs = bundled.inputs
    ;({ inBrowser, troubles } = await open(bundled.files))
    rmSync(scratch.folder, { recursive: true, force: true })
  })

  async function open(scripts: ReadonlyMap<string, Uint8Array>) {
    const page = '<!doctype html><meta charset="utf-8"><title>corpora</title><script type="module" src="/corpora-page.js"></script><main></main>'
    const headers = { 'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'" }
    const server = await serve((path) => {
      if (path === '/') return { type: 'text/html', body: page, headers }
      if (path === '/favicon.ico') return { type: 'image/png', body: '' }
      if (path === '/cases.json') return { type: 'application/json', body: JSON.stringify({ cases: recorded, now, contexts: exampleContexts }) }
      const script = scripts.get(path)
      return script && { type: 'text/javascript', body: script }
    })
    const browser = await launch()
    try {
      const tab = await browser.newPage()
      const said: string[] = []
      tab.on('console', (message) => message.type() === 'error' && said.push(message.text()))
      tab.on('pageerror', (error) => said.push(String(error)))
      await tab.goto(server.url)
      await tab.waitForSelector('main:not(:empty)', { timeout: 60_000, state: 'attached' }).catch((error) => said.push(String(error)))
      return { inBrowser: JSON.parse((await tab.textContent('main')) || '{}'), troubles: said }
    } finally {
      await browser.close()
      await server.close()
    }
  }

  test('the page says nothing is wrong with it, and is made of the packed package alone', () => {
    expect(troubles).toEqual([])
    const own = ['test/package/corpora-page.ts', 'test/package/recorded.ts', 'test/formats/did-ion.ts']
    expect(inputs.filter((input) => !own.includes(input) && !/node_modules\/(microcred|@noble|fflate)\//.test(input))).toEqual([])
  })

  test('says of every file what Node says, check by check', () => {
    for (const { id, format } of files) counted(`in Chromium as in Node: ${format}`, JSON.stringify(inBrowser[id]) === JSON.stringify(inNode[id]))
    expect(inBrowser).toEqual(inNode)
    expect(files.filter(({ id }) => inBrowser[id]?.outcome === 'passed').length).toBeGreaterThan(40)
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`${files.length} of ${files.length} published files`)
  })
})
