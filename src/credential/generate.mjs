// Compiles schema.json to code ahead of time, so that no policy against `eval` stands in its way and no validator library is loaded.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Ajv from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { buildSync } from 'esbuild'

const here = new URL('.', import.meta.url)
const schema = JSON.parse(readFileSync(new URL('schema.json', here), 'utf8'))
const names = { badge: 'Badge', endorsement: 'Endorsement', achievement: 'Achievement', profile: 'Profile', credential: 'Credential' }

// The schema uses nothing of 2020-12 that an older draft lacks, and the validator for the older draft compiles to less: it keeps no record
// of which members were looked at.
const ajv = new Ajv.default({
  allErrors: true,
  messages: false,
  meta: false,
  validateSchema: false,
  validateFormats: false,
  strict: false,
  inlineRefs: false,
  code: { source: true, esm: true, optimize: 2 },
})
delete schema.$schema
ajv.addSchema(schema, undefined, true, false)
for (const definition of Object.values(names)) ajv.compile({ $ref: `${schema.$id}#/$defs/${definition}` })
const whole = standaloneCode.default(ajv, Object.fromEntries(Object.entries(names).map(([name, definition]) => [name, `${schema.$id}#/$defs/${definition}`])))
// What nothing here reads, and a browser would pay for: the path of a rule inside the schema, but for those that name a class, and the parents of a value.
const code = whole
  .replaceAll(/,schemaPath:("(?:[^"\\]|\\.)*")/g, (member, path) => (/contains|allOf/.test(path) ? member : ''))
  .replaceAll(/,\s*parentData(?::[^,]+)?,\s*parentDataProperty(?::[^,]+)?,\s*rootData\b[^}]*\}/g, '}')
  // A new list for every item with a fault takes time quadratic in their number: the one list grows instead.
  .replaceAll(/vErrors === null \? (\w+\.errors) : vErrors\.concat\(\1\)/g, 'grown(vErrors, $1)')
  .replaceAll(
    /const (err\d+) = (\{instancePath(?:[^{}]|\{[^{}]*\})*\});\s*if\(vErrors === null\)\{\s*vErrors = \[\1\];\s*\}\s*else \{\s*vErrors\.push\(\1\);\s*\}/g,
    'vErrors = grown(vErrors, [$2]);',
  )
  .concat('function grown(all, more) { all ??= []; for (const one of more) all.push(one); return all }')

// The bundler brings in the one helper that counts characters, should a keyword ever need it.
const { outputFiles } = buildSync({
  stdin: { contents: code, resolveDir: fileURLToPath(here), loader: 'js' },
  bundle: true,
  minify: true,
  charset: 'utf8',
  format: 'esm',
  target: 'es2022',
  write: false,
})
const minified = (outputFiles[0]?.text ?? '').replace('"use strict";', '')
const [, body, list] = /^(.*?)export\s*\{([^}]*)\};?\s*$/s.exec(minified) ?? []
if (!body || /\brequire\(|\beval\(|new Function/.test(body)) throw new Error('The compiled schema does not stand alone.')
const exported = list.split(',').map((item) => item.split(' as '))

mkdirSync(new URL('generated/', here), { recursive: true })
writeFileSync(
  new URL('generated/checks.ts', here),
  [
    '// @ts-nocheck',
    '// Compiled from ../schema.json by ../generate.mjs.',
    "import type { Check } from '../check.js'",
    body.trim(),
    ...exported.map(([local, name]) => `export const ${name.trim()}: Check = ${local.trim()}`),
    '',
  ].join('\n'),
)
