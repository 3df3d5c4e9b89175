// What each door weighs in a browser: its whole static import graph, minified, brotli. What loads on demand stands beside it. And what verifiers weigh
// that read all they can, ours and those of other people (`npm run peers`), in gzip, which is what they publish.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The doors of the README, and two pages that verify. */
export const entries = {
  'verify a JCS-signed, anchored badge': `
    import { verify, trusted } from 'microcred/verify'
    import { eddsaJcs2022 } from 'microcred/sign'
    import { didKey } from 'microcred/did'
    import { evmReader } from 'microcred/anchor/evm'
    globalThis.page = { verify, trusted, accept: [eddsaJcs2022, didKey], evmReader }`,
  'the same with RDFC and all contexts': `
    import { verify, trusted } from 'microcred/verify'
    import { eddsaRdfc2022 } from 'microcred/sign/rdfc'
    import { didKey } from 'microcred/did'
    import { evmReader } from 'microcred/anchor/evm'
    globalThis.page = { verify, trusted, accept: [eddsaRdfc2022, didKey], evmReader }`,
}

const peers = join(root, 'test/peers')
const digitalbazaar = [
  'vc',
  'bbs-2023-cryptosuite',
  'data-integrity',
  'ecdsa-jcs-2019-cryptosuite',
  'ecdsa-rdfc-2019-cryptosuite',
  'ecdsa-sd-2023-cryptosuite',
  'ed25519-signature-2020',
  'eddsa-jcs-2022-cryptosuite',
  'eddsa-rdfc-2022-cryptosuite',
  'vc-bitstring-status-list',
  'vc-revocation-list',
  'vc-status-list',
]
const all = (names) => `${names.map((name, at) => `import * as d${at} from '${name}'`).join('\n')}\nglobalThis.page = [${names.map((_, at) => `d${at}`)}]`

/** Verifiers that read all they can: what a page loads at first, and in all, in bytes of gzip. Those of other people come in one piece. */
export async function verifiers() {
  const ours = `import { verify } from 'microcred/verify'\nimport { everything } from 'microcred/verify/all'\nglobalThis.page = { verify, everything }`
  const { gzip, brotli } = await weigh(ours)
  const inAll = await compressed(ours, root)
  const rows = [{ name: '`microcred/verify/all`', first: { gzip, brotli }, inAll }]
  if (!existsSync(join(peers, 'node_modules'))) return rows
  const blockcerts = sizes(readFileSync(join(peers, 'node_modules/@blockcerts/cert-verifier-js/dist/verifier-iife.js')))
  const dcc = await compressed(all(['@digitalcredentials/verifier-core']), peers)
  const bazaar = await compressed(all(digitalbazaar.map((name) => `@digitalbazaar/${name}`)), peers)
  const whole = {
    '`@digitalbazaar/vc` with its suites': bazaar,
    '`@digitalcredentials/verifier-core`': dcc,
    '`@blockcerts/cert-verifier-js`, as it comes': blockcerts,
  }
  return [...rows, ...Object.entries(whole).map(([name, size]) => ({ name, first: size, inAll: size }))]
}

const sizes = (text) => ({ gzip: gzipSync(text).length, brotli: brotliCompressSync(text).length })
const compressed = async (contents, resolveDir) => sizes((await bundle({ contents, resolveDir, sourcefile: 'whole.js' }, [])).text)

/**
 * Bundles one module text with its static import graph, and returns its weights and what went into it. What a dynamic import brings is bundled apart,
 * as it is loaded apart: `onDemand` is the sum of all of that.
 */
export async function weigh(contents) {
  const { text, inputs, later } = await bundle({ contents, resolveDir: root, sourcefile: 'page.js' })
  const seen = new Set()
  let onDemand = 0
  for (const path of later) {
    if (seen.has(path)) continue
    seen.add(path)
    onDemand += weightOf((await bundle({ contents: `export * from ${JSON.stringify(path)}`, resolveDir: root, sourcefile: 'later.js' })).text)
  }
  return { min: text.length, brotli: weightOf(text), gzip: gzipSync(text).length, onDemand, inputs, text }
}

const weightOf = (text) => brotliCompressSync(text).length

async function bundle(stdin, plugins) {
  const later = []
  const apart = {
    name: 'apart',
    setup(builder) {
      builder.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined
        later.push(join(resolveDir, path))
        return { path, external: true }
      })
    },
  }
  const { metafile, outputFiles } = await build({
    stdin,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
    external: ['viem', 'viem/*'],
    legalComments: 'none',
    plugins: plugins ?? [apart],
  })
  return { text: outputFiles[0].text, inputs: Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs)), later }
}

export const kib = (bytes) => (bytes / 1024).toFixed(1)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { exports } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
  console.log('| door | minified KiB | brotli KiB | on demand, brotli KiB |\n|---|---|---|---|')
  const doors = Object.keys(exports)
    .filter((door) => door !== './package.json')
    .map((door) => `microcred${door.slice(1)}`)
  const rows = [...Object.entries(entries), ...doors.map((door) => [`\`${door}\``, `import * as door from '${door}'\nglobalThis.door = door`])]
  for (const [name, contents] of rows) {
    const { min, brotli, onDemand } = await weigh(contents)
    console.log(`| ${name} | ${kib(min)} | ${kib(brotli)} | ${kib(onDemand)} |`)
  }
  console.log('\n| a verifier that reads all it can | at first, gzip KiB | in all, gzip KiB | in all, brotli KiB |\n|---|---|---|---|')
  for (const { name, first, inAll } of await verifiers()) console.log(`| ${name} | ${kib(first.gzip)} | ${kib(inAll.gzip)} | ${kib(inAll.brotli)} |`)
}
