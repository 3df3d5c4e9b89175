// What each door weighs in a browser: its whole static import graph, minified, brotli. What loads on demand stands beside it.

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
    import { current, verify, trusted } from 'microcred/verify'
    import { evmReader } from 'microcred/anchor/evm'
    globalThis.page = { verify, trusted, current, evmReader }`,
}

/** Bundles one module text and returns its weights and what went into it. */
export async function weigh(contents) {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: root, sourcefile: 'page.js' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outdir: '/out',
    write: false,
    metafile: true,
    external: ['viem', 'viem/*'],
    legalComments: 'none',
  })
  const files = Object.fromEntries(outputFiles.map((file) => [file.path, file.contents]))
  const outputs = Object.fromEntries(Object.entries(metafile.outputs).map(([path, output]) => [path.split('/').at(-1), output]))
  const bytes = (name) => Object.entries(files).find(([path]) => path.endsWith(`/${name}`))?.[1] ?? new Uint8Array()
  const entry = Object.keys(outputs).find((name) => outputs[name].entryPoint)
  const graph = new Set()
  const visit = (name) => {
    if (graph.has(name)) return
    graph.add(name)
    for (const { path, kind } of outputs[name]?.imports ?? []) if (kind === 'import-statement' && outputs[path.split('/').at(-1)]) visit(path.split('/').at(-1))
  }
  visit(entry)
  const all = [...graph].map((name) => bytes(name))
  const later = Object.keys(outputs)
    .filter((name) => !graph.has(name))
    .map((name) => bytes(name))
  const total = (list, size) => list.reduce((sum, one) => sum + size(one), 0)
  return {
    min: total(all, (one) => one.length),
    brotli: total(all, (one) => brotliCompressSync(one).length),
    onDemand: total(later, (one) => brotliCompressSync(one).length),
    inputs: [...graph].flatMap((name) => Object.keys(outputs[name].inputs)),
    text: all.map((one) => Buffer.from(one).toString('utf8')).join('\n'),
  }
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
