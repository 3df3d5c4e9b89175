import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { document as didDocument } from '../../src/did/index.js'
import { keyAt } from '../../src/keys/index.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { badgeOf, keys } from '../badges.js'
import { launch, serve } from '../browser.js'
import { drop, part, policy, type Scene, scene, signedBadge } from '../element/stage.js'
import { root, scratchProject } from './scratch.js'

const types: { readonly [extension: string]: string } = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' }
const key = keyAt('did:web:uni.example#2026', keys.ed25519.signer)
const didDocumentUrl = 'https://uni.example/.well-known/did.json'

// Programs of a reader's own, typed by the example's declarations: every line that is marked must be refused, and no other.
const frameworks = [
  {
    name: 'react',
    policy,
    main: 'src/main.tsx',
    wrong: {
      file: 'src/wrong.tsx',
      text: `import { trusted } from 'microcred'
import type { VerifierElement } from 'microcred/element'
import { createRef } from 'react'
const ref = createRef<VerifierElement>()
export const right = <microcred-verifier key="a" ref={ref} className="c" lang="fr" src="b.json" issuers="any" onprogress={({ detail }) => detail.name} />
export const badge = <microcred-badge credential="{}" page="/verify" />
// @ts-expect-error a list is made by \`trusted\`
export const list = <microcred-verifier issuers={['did:web:uni.example']} />
// @ts-expect-error there is no such setting
export const name = <microcred-verifier issuer={trusted([])} />
// @ts-expect-error the report is read, and not set
export const report = <microcred-verifier report={undefined} />
// @ts-expect-error a report is no string
export const told = <microcred-verifier onverified={({ detail }) => detail.trim()} />
// @ts-expect-error what failed has no credential to admit
export const failed = <microcred-verifier onfailed={({ detail }) => detail.credential.id} />
`,
    },
    server: `import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { App } from './server/App.js'
console.log(renderToString(createElement(App)))`,
    hydrate: `import { hydrateRoot } from 'react-dom/client'
import { App } from './App'
hydrateRoot(document.getElementById('app') as HTMLElement, <App />)`,
  },
  {
    name: 'vue',
    // Vue makes a policy of this name when it starts.
    policy: policy.replace("trusted-types 'none'", 'trusted-types vue'),
    main: 'src/main.ts',
    wrong: {
      file: 'src/Wrong.vue',
      text: `<script setup lang="ts">
import { trusted } from 'microcred'
let said = '' as string
</script>
<template>
  <microcred-verifier class="c" lang="fr" src="b.json" issuers="any" @progress="said = $event.detail.name" />
  <microcred-badge credential="{}" page="/verify" />
  <!-- @vue-expect-error a list is made by \`trusted\` -->
  <microcred-verifier :issuers="['did:web:uni.example']" />
  <!-- @vue-expect-error there is no such setting -->
  <microcred-verifier :issuer="trusted([])" />
  <!-- @vue-expect-error a report is no string -->
  <microcred-verifier @verified="$event.detail.trim()" />
  <!-- @vue-expect-error there is no such event -->
  <microcred-verifier @passed="() => {}" />
</template>
`,
    },
    server: `import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import App from './server/App.js'
console.log(await renderToString(createSSRApp(App)))`,
    hydrate: `import { createSSRApp } from 'vue'
import App from './App.vue'
createSSRApp(App).mount('#app')`,
  },
] as const

let scratch: ReturnType<typeof scratchProject>
let browser: Browser
beforeAll(async () => {
  scratch = scratchProject()
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  rmSync(scratch.folder, { recursive: true, force: true })
})

describe.each(frameworks)('the example of $name, with the packed package', ({ name, main, wrong, server, hydrate, policy: csp }) => {
  const folder = () => join(scratch.folder, name)
  const npm = (...args: readonly string[]) => scratch.run('npm', '--prefix', folder(), ...args)
  const vite = (...args: readonly string[]) => npm('exec', '--offline', '--', 'vite', 'build', folder(), '--logLevel', 'error', ...args)
  beforeAll(() => {
    cpSync(join(root, 'examples', name), folder(), { recursive: true, filter: (path) => !/node_modules|dist$/.test(path) })
    npm('install', scratch.tarball, '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts')
  }, 300_000)

  /** Opens what was built, with the issuer's document on the web, and closes it with nothing to complain of. */
  async function opened(out: string, act: (it: Scene) => Promise<void>): Promise<void> {
    const site = await serve((path) => {
      try {
        const file = path === '/' ? '/index.html' : path
        return { type: types[extname(file)] ?? 'text/plain', body: readFileSync(join(folder(), out, file)), headers: { 'content-security-policy': csp } }
      } catch {
        return undefined
      }
    })
    try {
      const it = await scene({ url: site.url, browser, close: () => site.close() })
      await it.page.route('https://uni.example/**', (route) =>
        route.fulfill({
          json: didDocument({ id: 'did:web:uni.example', keys: [{ id: key.id, publicKey: keys.ed25519.signer.publicKey }] }),
          headers: { 'access-control-allow-origin': '*' },
        }),
      )
      await act(it)
      await it.close()
      expect(it.complaints).toEqual([])
      expect(new Set(it.requests)).toEqual(new Set([didDocumentUrl]))
    } finally {
      await site.close()
    }
  }

  /** Drops a badge of the issuer that the page believes, and others; the page itself answers each. */
  async function answers(it: Scene): Promise<void> {
    const said = () => it.page.locator('h1').textContent()
    expect(await said()).toBe('Show us your badge.')
    const text = JSON.stringify(await sign(badgeOf('did:web:uni.example'), { suite: eddsaRdfc2022, key }))
    expect(await drop(it, text)).toBe('verified')
    expect([await said(), await part(it.page, 'headline'), await part(it.page, 'bound')]).toEqual([
      'Welcome. We noted https://uni.example/badges/1.',
      'Verified',
      'Signed by it, and on the list “trusted” as Example University.',
    ])
    expect(await drop(it, text.replace('Statistics I', 'Statistics V'))).toBe('failed')
    expect(await said()).toBe('We cannot take this one.')
    expect(await drop(it, '%PDF-1.7')).toBe('unknown')
    expect(await said()).toBe('We could not check this one.')
    // Signed well, by somebody whom the page does not believe.
    expect(await drop(it, await signedBadge())).toBe('failed')
    expect(await said()).toBe('We cannot take this one.')
  }

  test('is typed, built, and answers to what is dropped on it', async () => {
    npm('run', 'build')
    await opened('dist', answers)
  }, 120_000)

  test('types refuse what an element does not take', () => {
    writeFileSync(join(folder(), wrong.file), wrong.text)
    try {
      npm('run', 'build')
      const unmarked = wrong.text.replaceAll('-expect-error', '')
      writeFileSync(join(folder(), wrong.file), unmarked)
      expect(() => npm('run', 'build')).toThrow()
    } finally {
      rmSync(join(folder(), wrong.file))
    }
  }, 120_000)

  test('is rendered on a server, and takes over from what was rendered with every setting', async () => {
    vite('--ssr', main.replace(/main\.tsx?/, name === 'vue' ? 'App.vue' : 'App.tsx'), '--outDir', 'server')
    writeFileSync(join(folder(), 'server.mjs'), server)
    const html = scratch.run('node', join(folder(), 'server.mjs')).trim()
    expect(html).toContain('<h1>Show us your badge.</h1>')
    expect(html).not.toContain('[object')
    writeFileSync(join(folder(), main), hydrate)
    const page = join(folder(), 'index.html')
    writeFileSync(page, readFileSync(page, 'utf8').replace('<main id="app">', `$&${html}`))
    vite('--outDir', 'hydrated')
    await opened('hydrated', answers)
  }, 120_000)
})
