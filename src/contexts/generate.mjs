// Writes generated/texts.ts: the JSON-LD contexts that this package bundles, as the npm packages of their publishers carry them.
// Each content is pinned in pinned.json by the SHA-256 of its JSON with sorted keys: a context changes what a signature means,
// so a package that changed stops the build.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const here = new URL('./', import.meta.url)
const pinned = JSON.parse(readFileSync(new URL('pinned.json', here), 'utf8'))

const texts = {}
const places = {}
for (const { name, from, key, urls, sha256 } of pinned.contexts) {
  const content = (await contextsOf(from)).get(key ?? urls[0])
  if (!content) fail(`${from} no longer carries ${key ?? urls[0]}.`)
  const digest = digestOf(content)
  if (digest !== sha256) fail(`${key ?? urls[0]} in ${from} has the digest ${digest}, not the pinned ${sha256}.`)
  texts[name] = JSON.stringify(content)
  for (const url of urls) places[url] = [...(places[url] ?? []), name]
}

mkdirSync(new URL('generated/', here), { recursive: true })
writeFileSync(
  new URL('generated/texts.ts', here),
  `// Written by generate.mjs.
/** The text of each context, by a short name. */
export const texts: { readonly [name: string]: string } = {
${Object.entries(texts)
  .map(([name, text]) => `  ${quote(name)}: ${quote(text)},\n`)
  .join('')}}
/** The names of the contents that a URL has had, the present one first. */
export const places: { readonly [url: string]: readonly string[] } = {
${Object.entries(places)
  .map(([url, names]) => `  ${quote(url)}: [${names.map(quote).join(', ')}],\n`)
  .join('')}}
`,
)

async function contextsOf(name) {
  const module = await import(name)
  return module.contexts ?? module.default.contexts
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
  console.error(`${reason}\nRead what changed in that package, then pin the new digest in src/contexts/pinned.json if it is right.`)
  process.exit(1)
}
