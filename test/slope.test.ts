import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

// The rooms and their ranks. A room imports lower ranks or itself; never sideways, never up. Type imports count.
const ranks = [
  ['errors', 'bytes', 'json', 'seams', 'hash', 'cbor', 'deflate', 'shown', 'contexts'],
  ['credential', 'canonicalize', 'keys', 'load', 'merkle'],
  ['bake', 'did', 'sign', 'anchor', 'schema', 'share', 'status'],
  ['formats'],
  ['verify', 'vault'],
  ['index', 'element'],
]
const rankOf = (room: string): number => ranks.findIndex((rank) => rank.includes(room))
const src = fileURLToPath(new URL('../src/', import.meta.url))
const roomOf = (file: string): string => relative(src, file).split(/[/\\.]/)[0] ?? ''

test('a room imports only lower ranks or itself; rank 0 is one room', () => {
  const climbs: string[] = []
  for (const name of readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))) {
    const file = join(src, name)
    if (rankOf(roomOf(file)) === -1) climbs.push(`${name} is in a room without a rank`)
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
      const [from, to] = [roomOf(file), roomOf(join(dirname(file), path))]
      const falls = rankOf(to) < rankOf(from) || to === from || (rankOf(from) === 0 && rankOf(to) === 0)
      if (!falls) climbs.push(`${name} -> ${path}`)
    }
  }
  expect(climbs).toEqual([])
})

test('only the elements know of a page, and none makes HTML of strings', () => {
  const pages = /\b(?:HTML\w*Element|customElements|CSSStyleSheet|createElement|navigator|localStorage)\b/
  const strings = /\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|setHTMLUnsafe|eval|new Function)\b/
  for (const name of readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))) {
    const text = readFileSync(join(src, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    if (roomOf(join(src, name)) !== 'element') expect(pages.exec(text)?.[0], name).toBeUndefined()
    expect(strings.exec(text)?.[0], name).toBeUndefined()
  }
})
