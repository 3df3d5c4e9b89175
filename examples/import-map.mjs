// A page without a bundler finds packages by an import map. This one is read off the packages' own `exports`.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The nearest folder above `from` whose node_modules has the package, with its package.json. */
function findPackage(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const own = join(folder, 'package.json')
    if (existsSync(own) && JSON.parse(readFileSync(own, 'utf8')).name === name) return { folder, manifest: JSON.parse(readFileSync(own, 'utf8')) }
    const installed = join(folder, 'node_modules', name)
    if (existsSync(join(installed, 'package.json'))) return { folder: installed, manifest: JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) }
    if (folder === dirname(folder)) throw new Error(`${name} is not installed.`)
  }
}

const targetOf = (entry) => (typeof entry === 'string' ? entry : targetOf(entry.browser ?? entry.import ?? entry.default))

/**
 * The import map of a package and of everything that it depends on, and the folders behind it.
 * `map` is ready for `<script type="importmap">`; `folders` maps each URL prefix to a folder to serve.
 */
export function importMap(name, from = fileURLToPath(new URL('.', import.meta.url))) {
  const imports = {}
  const folders = {}
  const add = (one, at) => {
    const prefix = `/packages/${one}/`
    if (folders[prefix]) return
    const { folder, manifest } = findPackage(one, at)
    folders[prefix] = folder
    for (const [door, entry] of Object.entries(manifest.exports)) {
      if (door.includes('*') || !targetOf(entry)?.endsWith('.js')) continue
      imports[`${one}${door.slice(1)}`] = `${prefix}${targetOf(entry).slice(2)}`
    }
    for (const dependency of Object.keys(manifest.dependencies ?? {})) add(dependency, folder)
  }
  add(name, from)
  return { map: { imports }, folders }
}
