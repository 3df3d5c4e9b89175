// Writes generated/: the JSON-LD contexts that this package bundles, one module for each table of pinned.json. A content comes out of the npm
// package that carries it, or out of written/ where none does. Each is pinned by the SHA-256 of its JSON with sorted keys: a context changes
// what a signature means, so whatever changed stops the build.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = new URL('./', import.meta.url)
const pinned = JSON.parse(readFileSync(new URL('pinned.json', here), 'utf8'))

mkdirSync(new URL('generated/', here), { recursive: true })
for (const [table, entries] of Object.entries(pinned)) writeFileSync(new URL(`generated/${table}.ts`, here), await moduleOf(entries))

async function moduleOf(entries) {
  const texts = {}
  const places = {}
  for (const { name, from, key, urls, sha256 } of entries) {
    const content = await contentOf(from, key ?? urls[0])
    const digest = digestOf(content)
    if (digest !== sha256) fail(`"${name}" in ${from} has the digest ${digest}, not the pinned ${sha256}.`)
    texts[name] = JSON.stringify(content)
    for (const url of urls) places[url] = [...(places[url] ?? []), name]
  }
  return `// Written by generate.mjs.
import type { Table } from '../table.js'

export const table: Table = {
  texts: {
${Object.entries(texts)
  .map(([name, text]) => `    ${quote(name)}: ${quote(text)},\n`)
  .join('')}  },
  places: {
${Object.entries(places)
  .map(([url, names]) => `    ${quote(url)}: [${names.map(quote).join(', ')}],\n`)
  .join('')}  },
}
`
}

/** A file of a package, or what a module keeps in its map of contexts under a key. */
async function contentOf(from, key) {
  if (from.endsWith('.json')) return JSON.parse(readFileSync(fileURLToPath(import.meta.resolve(from)), 'utf8'))
  const module = await import(from)
  const content = (module.contexts ?? module.default.contexts).get(key)
  if (!content) fail(`${from} no longer carries ${key}.`)
  return content
}

function digestOf(content) {
  return createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex')
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  )
}

function quote(text) {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}

function fail(reason) {
  console.error(`${reason}\nRead what changed there, then pin the new digest in src/contexts/pinned.json if it is right.`)
  process.exit(1)
}
