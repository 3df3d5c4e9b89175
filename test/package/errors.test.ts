import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './scratch.js'

test('docs/errors.md lists every error, and none that is not thrown', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.includes('generated'))
  const thrown = files.flatMap((file) =>
    [...readFileSync(join(root, 'src', file), 'utf8').matchAll(/override readonly name = '([^']+)'/g)].map(([, name]) => name),
  )
  const listed = [...readFileSync(join(root, 'docs/errors.md'), 'utf8').matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name)
  expect([...new Set(listed)].sort()).toEqual([...new Set(thrown)].sort())
})
