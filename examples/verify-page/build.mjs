// `node examples/verify-page/build.mjs [folder]`: the page and what it loads, as files that anything can serve.
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Builds the page into a folder. What not every badge needs comes in files of its own, which the browser asks for when one does. */
export async function buildPage(folder) {
  mkdirSync(folder, { recursive: true })
  for (const file of ['index.html', 'style.css', 'icon.svg']) cpSync(join(here, file), join(folder, file))
  await build({
    entryPoints: [join(here, 'page.js')],
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage(process.argv[2] ?? join(here, 'out'))
