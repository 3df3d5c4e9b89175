import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

/** Whether these programs of qpdf and poppler are here. They read and write PDFs in code that is nobody's of ours; under CI their absence is a failure. */
export function havePrograms(...names: readonly string[]): boolean {
  const have = names.every((name) => spawnSync(name, ['--help']).error === undefined)
  if (!have) console.log('skipped: qpdf and poppler-utils are not installed')
  test('under CI, the programs of others are there', () => {
    expect(have || !process.env['CI']).toBe(true)
  })
  return have
}
