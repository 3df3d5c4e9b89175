import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
// The import map is plain JavaScript, which the examples use as it is.
import { importMap } from '../../examples/import-map.mjs'
import { launch, serve } from '../browser.js'
import { root, scratchProject } from './scratch.js'

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const doors = Object.keys(manifest.exports)
  .filter((door) => door !== './package.json')
  .map((door) => `microcred${door.slice(1)}`)
const tsc = join(root, 'node_modules/typescript/bin/tsc')
let scratch: ReturnType<typeof scratchProject>

beforeAll(() => {
  scratch = scratchProject()
})
afterAll(() => rmSync(scratch.folder, { recursive: true, force: true }))

/** What a program says that it prints. */
const saidBy = (code: string): string => [...code.matchAll(/^console\.log\(.*\) \/\/ '(.*)'$/gm)].map(([, said]) => `${said}\n`).join('')
/** The blocks of a document that are marked to run. */
const blocks = (file: string): string[] => [...readFileSync(join(root, file), 'utf8').matchAll(/```ts run\n([\s\S]*?)```/g)].map(([, code]) => code ?? '')
const toJs = (code: string): string => transformSync(code, { loader: 'ts', format: 'esm' }).code

describe('the packed package', () => {
  test('holds the built files, the licence and the papers, and nothing else', () => {
    const [pack] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8', stdio: 'pipe' }))
    const files: string[] = pack.files.map((file: { path: string }) => file.path)
    expect(files.filter((file) => !file.startsWith('dist/'))).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json'])
    expect(files.filter((file) => file.startsWith('dist/') && !/\.(js|d\.ts)$/.test(file))).toEqual([])
  })

  test('every door opens by import and by require, and executes nothing but definitions', () => {
    writeFileSync(join(scratch.folder, 'doors.mjs'), doors.map((door) => `if (!Object.keys(await import('${door}'))) throw 0`).join('\n'))
    scratch.run('node', 'doors.mjs')
    writeFileSync(join(scratch.folder, 'doors.cjs'), doors.map((door) => `if (typeof require('${door}') !== 'object') throw 0`).join('\n'))
    scratch.run('node', 'doors.cjs')
  })

  test.each(['README.md', 'docs/share.md', 'docs/status.md', 'docs/vault.md', 'docs/verify.md'])(
    'the programs of %s run as they stand, and print what they say',
    (file) => {
      const programs = blocks(file)
      expect(programs.length).toBeGreaterThan(0)
      for (const program of programs) {
        expect(saidBy(program)).not.toBe('')
        writeFileSync(join(scratch.folder, 'readme.mjs'), toJs(program))
        expect(scratch.run('node', 'readme.mjs')).toBe(saidBy(program))
      }
    },
  )

  test('verifies where no code may be made from text', () => {
    writeFileSync(join(scratch.folder, 'readme.mjs'), toJs(blocks('README.md')[0] ?? ''))
    expect(scratch.run('node', '--disallow-code-generation-from-strings', 'readme.mjs')).toBe('passed\npassed\n')
  })

  test.each([
    { needs: 'neither DOM nor Node', lib: ['ES2022'], of: doors.filter((door) => door !== 'microcred/element') },
    // Who opens this door has a page.
    { needs: 'the DOM for its elements alone', lib: ['ES2022', 'DOM'], of: ['microcred/element'] },
  ])('its types need $needs, and hold under every strict flag', ({ lib, of }) => {
    writeFileSync(join(scratch.folder, 'plain.ts'), of.map((door, at) => `import * as d${at} from '${door}'\nexport const v${at} = d${at}`).join('\n'))
    const options = {
      module: 'nodenext',
      target: 'es2022',
      lib,
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
    }
    writeFileSync(join(scratch.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['plain.ts'] }))
    const { stdout, status } = spawnSync('node', [tsc, '-p', 'tsconfig.json'], { cwd: scratch.folder, encoding: 'utf8' })
    expect(stdout.split('\n').filter((line) => line.includes('microcred'))).toEqual([])
    expect(status === 0 || !stdout.includes('plain.ts')).toBe(true)
  })

  test('publint and attw find nothing', () => {
    const publint = spawnSync('node', [join(root, 'node_modules/publint/src/cli.js'), scratch.tarball, '--strict'], { cwd: root, encoding: 'utf8' })
    expect(publint.stdout + publint.stderr).not.toMatch(/Errors:|Warnings:|Suggestions:/)
    expect(publint.status).toBe(0)
    const attw = spawnSync(
      'node',
      [join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js'), scratch.tarball, '--profile', 'esm-only', '--format', 'ascii'],
      { cwd: root, encoding: 'utf8' },
    )
    expect([attw.status, attw.stdout.includes('🟢 (ESM)')]).toEqual([0, true])
  })
})

describe('in a browser, without a bundler, under a strict content security policy', () => {
  const page = (map: string) =>
    `<!doctype html><meta charset="utf-8"><title>scratch</title><script type="importmap">${map}</script><script type="module" src="/page.js"></script><main></main>`
  const script = `
    import { achievement, anchor, attach, current, eddsaRdfc2022, openBadge, profile, sign, verify } from 'microcred'
    import { memory } from 'microcred/anchor/memory'
    import { toPng } from 'microcred/bake'
    import { asDidKey } from 'microcred/did'
    import { ed25519, newSecretKey, p256 } from 'microcred/keys'
    import { fromDocuments } from 'microcred/load'
    import { eddsaJcs2022, ecdsaJcs2019, signJwt } from 'microcred/sign'
    import * as status from 'microcred/status'
    const out = {}
    const award = achievement({ id: 'https://uni.example/a/1', name: 'Zoë', description: 'd', criteria: { narrative: 'n' } })
    const chain = memory()
    const image = new Uint8Array(await (await fetch('/badge.png')).arrayBuffer())
    for (const [suite, signer] of [[eddsaRdfc2022, ed25519(newSecretKey())], [eddsaJcs2022, ed25519(newSecretKey())], [ecdsaJcs2019, p256(newSecretKey('P-256'))]]) {
      const key = asDidKey(signer)
      const badge = openBadge({ id: 'urn:uuid:' + suite.name, issuer: profile({ id: key.controller, name: '大学' }), achievement: award, subject: { id: 'did:example:1' }, validFrom: new Date(0) })
      const signed = await sign(badge, { suite, key })
      const { receipts } = await anchor([signed], { suite, chain, keep: () => {} })
      const options = { accept: current, issuers: 'any', chains: [chain], require: ['anchor'], allowTest: true }
      const report = await verify(new File([toPng(image, attach(signed, receipts))], 'b.png'), options)
      const bad = await verify({ ...attach(signed, receipts), validFrom: '1971-01-01T00:00:00Z' }, options)
      const jwt = await verify(await signJwt(badge, { key }), { accept: current, issuers: 'any' })
      out[suite.name] = [report.outcome, bad.outcome, bad.checks.signature.problem.name, jwt.outcome]
    }
    {
      const key = asDidKey(ed25519(newSecretKey()))
      const list = status.set(status.create({ purpose: 'revocation' }), [7], true)
      const [validFrom, validUntil] = [new Date(0), new Date(Date.now() + 3600000)]
      const credential = await status.listCredential({ id: 'https://uni.example/status/1', issuer: key.controller, list, validFrom, validUntil })
      const zeros = new Blob(Array(64).fill(new Uint8Array(1 << 20))).stream().pipeThrough(new CompressionStream('gzip'))
      const bomb = new Uint8Array(await new Response(zeros).arrayBuffer())
      const encodedList = 'u' + btoa(Array.from(bomb, (byte) => String.fromCharCode(byte)).join('')).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
      const told = async (index, credential) => {
        const entry = status.entry({ list: credential.id, index, purpose: 'revocation' })
        const badge = openBadge({ id: 'urn:uuid:1', issuer: profile({ id: key.controller, name: 'U' }), achievement: award, subject: { id: 'did:example:1' }, validFrom, status: entry })
        const load = fromDocuments({ [credential.id]: await sign(credential, { suite: eddsaJcs2022, key }) })
        const { outcome, checks } = await verify(await sign(badge, { suite: eddsaJcs2022, key }), { accept: current, issuers: 'any', load })
        return checks.status.problem?.name ?? outcome
      }
      out.status = [await told(6, credential), await told(7, credential), await told(7, { ...credential, credentialSubject: { ...credential.credentialSubject, encodedList } })]
    }
    document.querySelector('main').textContent = JSON.stringify(out)`

  test('issues, anchors, bakes and verifies', async () => {
    const { map, folders } = importMap('microcred', scratch.folder)
    const text = JSON.stringify(map)
    const hash = createHash('sha256').update(text).digest('base64')
    const headers = { 'content-security-policy': `default-src 'none'; script-src 'self' 'sha256-${hash}'; connect-src 'self'` }
    const server = await serve((path) => {
      if (path === '/') return { type: 'text/html', body: page(text), headers }
      if (path === '/favicon.ico') return { type: 'image/png', body: '' }
      if (path === '/page.js') return { type: 'text/javascript', body: script }
      if (path === '/badge.png') return { type: 'image/png', body: readFileSync(join(root, 'examples/graduation/badge.png')) }
      const prefix = Object.keys(folders).find((one) => path.startsWith(one))
      return prefix && !path.includes('..')
        ? { type: 'text/javascript', body: readFileSync(join(folders[prefix] ?? '', path.slice(prefix.length))) }
        : undefined
    })
    const browser = await launch()
    try {
      const tab = await browser.newPage()
      const troubles: string[] = []
      tab.on(
        'console',
        (message) => message.type() === 'error' && !message.text().includes('favicon') && !message.text().includes('404') && troubles.push(message.text()),
      )
      tab.on('pageerror', (error) => troubles.push(String(error)))
      await tab.goto(server.url)
      await tab.waitForSelector('main:not(:empty)', { timeout: 30_000, state: 'attached' }).catch(() => {})
      expect(troubles).toEqual([])
      expect(JSON.parse((await tab.textContent('main')) || '{}')).toEqual({
        'eddsa-rdfc-2022': ['passed', 'failed', 'sign.BadSignatureError', 'passed'],
        'eddsa-jcs-2022': ['passed', 'failed', 'sign.BadSignatureError', 'passed'],
        'ecdsa-jcs-2019': ['passed', 'failed', 'sign.BadSignatureError', 'passed'],
        status: ['passed', 'status.RevokedError', 'status.TooLargeError'],
      })
    } finally {
      await browser.close()
      await server.close()
    }
  })
})
