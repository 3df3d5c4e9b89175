import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
const doors = Object.keys(manifest.exports)
  .filter((door) => door !== './package.json')
  .map((door) => `microcred${door.slice(1)}`)

/** Where a door's source is: a room's index, or a file of its own. */
function sourceOf(door: string): string | undefined {
  const path = door.slice('microcred'.length).slice(1) || 'index'
  return [`${path}.ts`, `${path}/index.ts`].find((file) => existsSync(`${root}/src/${file}`))
}

test('every door has a source and a built file with types, and `types` comes first', () => {
  for (const door of doors) {
    const source = sourceOf(door)
    expect(source, door).toBeDefined()
    const entry = manifest.exports[`.${door.slice('microcred'.length)}`]
    expect(Object.entries(entry), door).toEqual([
      ['types', `./dist/${source?.replace('.ts', '.d.ts')}`],
      ['default', `./dist/${source?.replace('.ts', '.js')}`],
    ])
    for (const file of Object.values(entry)) expect(existsSync(`${root}/${file}`), String(file)).toBe(true)
  }
})

test('every room is a door, and rank 0 has no door for the world that nobody types', () => {
  const rooms = readdirSync(`${root}/src`, { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(`${root}/src/${entry.name}/index.ts`))
  const closed = ['contexts']
  expect(rooms.map(({ name }) => name).filter((name) => !closed.includes(name))).toEqual(
    doors
      .map((door) => door.split('/')[1] ?? '')
      .filter((room, at, all) => existsSync(`${root}/src/${room}/index.ts`) && room !== '' && all.indexOf(room) === at)
      .sort(),
  )
})

test('a door of an older resolver leads to the same types', () => {
  const expected = Object.fromEntries(
    doors.slice(1).map((door) => [door.slice('microcred/'.length), [manifest.exports[`.${door.slice('microcred'.length)}`].types]]),
  )
  expect(manifest.typesVersions['*']).toEqual(expected)
})

describe.each(['README.md', 'docs/doors.md'])('%s', (file) => {
  test('names every door, and none that is not there', () => {
    const text = existsSync(`${root}/${file}`) ? readFileSync(`${root}/${file}`, 'utf8') : ''
    const named = new Set([...text.matchAll(/microcred(?:\/[a-z0-9]+)+/g)].map(([door]) => door))
    expect([...named].filter((door) => !doors.includes(door))).toEqual([])
    expect(doors.slice(1).filter((door) => !named.has(door))).toEqual([])
  })
})

test('an index has named exports only, and no code', () => {
  const files = readdirSync(`${root}/src`, { recursive: true, encoding: 'utf8' }).filter((file) => file === 'index.ts' || file.endsWith('/index.ts'))
  for (const file of files.filter((name) => name !== 'contexts/index.ts')) {
    const text = readFileSync(`${root}/src/${file}`, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    const rest = text.replaceAll(/export (?:type )?\{[^}]*\} from '[^']+'/g, '').trim()
    expect(rest, file).toBe('')
  }
})
