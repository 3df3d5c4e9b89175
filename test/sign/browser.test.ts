import { basename } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { launch, serve } from '../browser.js'
import { badgeFor, bbsPeer, ecdsaPeer, mandatory } from './disclosures.js'

const page = `
  import { current, verify } from './src/verify/index.js'
  import { ecdsaSd2023 } from './src/sign/sd.js'
  import { bbs2023 } from './src/sign/bbs.js'
  globalThis.judge = async (text) => (await verify(text, { accept: [...current, ecdsaSd2023, bbs2023], issuers: 'any' })).outcome`

test('a browser verifies what holders disclose, and loads pairings when they are needed', async () => {
  const { outputFiles } = await build({
    stdin: { contents: page, resolveDir: new URL('../..', import.meta.url).pathname, sourcefile: 'page.js' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outdir: 'out',
    write: false,
  })
  const files = new Map(outputFiles.map(({ path, text }) => [`/${basename(path)}`, text]))
  const asked: string[] = []
  const site = await serve((path) => {
    asked.push(path)
    if (path === '/') return { type: 'text/html', body: '<!doctype html><script type="module" src="/stdin.js"></script>' }
    const body = files.get(path)
    return body === undefined ? undefined : { type: 'text/javascript', body }
  })
  const browser = await launch()
  try {
    const tab = await browser.newPage()
    await tab.goto(site.url)
    await tab.waitForFunction('globalThis.judge')
    const judge = async (document: object) => tab.evaluate(`judge(${JSON.stringify(JSON.stringify(document))})`)
    const pairings = () => asked.filter((path) => files.get(path)?.includes('millerLoopBatch'))
    for (const make of [ecdsaPeer, bbsPeer]) {
      expect(pairings()).toEqual([])
      const peer = await make()
      const shown = await peer.derive(await peer.issue(badgeFor(peer.did), mandatory), ['/credentialSubject/achievement'])
      expect(await judge(shown)).toBe('passed')
      expect(await judge({ ...shown, validFrom: '2020-01-01T00:00:00Z' })).toBe('failed')
    }
    expect(pairings().length).toBeGreaterThan(0)
  } finally {
    await browser.close()
    await site.close()
  }
}, 120_000)
