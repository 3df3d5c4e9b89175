// What each door weighs in a browser: its whole static import graph, minified, brotli. What loads on demand stands beside it.

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
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
  return { min: text.length, brotli: weightOf(text), onDemand, inputs, text }
}

const weightOf = (text) => brotliCompressSync(text).length

async function bundle(stdin) {
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
    plugins: [apart],
  })
  return { text: outputFiles[0].text, inputs: Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs)), later }
}

export const kib = (bytes) => (bytes / 1024).toFixed(1)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { exports } = JSON.parse((await import('node:fs')).readFileSync(`${root}/package.json`, 'utf8'))
  console.log('| door | minified KiB | brotli KiB | on demand, brotli KiB |\n|---|---|---|---|')
  const doors = Object.keys(exports)
    .filter((door) => door !== './package.json')
    .map((door) => `microcred${door.slice(1)}`)
  const rows = [...Object.entries(entries), ...doors.map((door) => [`\`${door}\``, `import * as door from '${door}'\nglobalThis.door = door`])]
  for (const [name, contents] of rows) {
    const { min, brotli, onDemand } = await weigh(contents)
    console.log(`| ${name} | ${kib(min)} | ${kib(brotli)} | ${kib(onDemand)} |`)
  }
}
