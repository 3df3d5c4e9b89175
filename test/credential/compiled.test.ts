import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { buildSync } from 'esbuild'
import { expect, test } from 'vitest'

const here = new URL('../../src/credential/', import.meta.url)

/** Runs a module text in a process that may not make code from text, as a page under a strict Content-Security-Policy may not. */
function runStrictly(code: string): { readonly out: string; readonly error: string } {
  const { stdout, stderr } = spawnSync(process.execPath, ['--disallow-code-generation-from-strings', '--input-type=module'], { input: code, encoding: 'utf8' })
  return { out: stdout, error: stderr }
}

test('the compiled schema is plain code, loads nothing, and is small', () => {
  const text = readFileSync(new URL('generated/checks.ts', here), 'utf8')
  expect(text).not.toMatch(/\beval\b|\bFunction\b|\brequire\b|\bimport\s*\(/)
  expect(text.match(/^import .*/gm)).toEqual(["import type { Check } from '../check.js'"])
  const size = brotliCompressSync(text).length
  console.log(`compiled schema: ${(text.length / 1024).toFixed(1)} KiB, brotli ${(size / 1024).toFixed(1)} KiB`)
  expect(size).toBeLessThan(8 * 1024)
})

test('it says the same where no code may be made from text', () => {
  const { outputFiles } = buildSync({
    stdin: { contents: "export { validate } from './validate.ts'", resolveDir: here.pathname, loader: 'ts' },
    bundle: true,
    format: 'esm',
    write: false,
  })
  const bundle = outputFiles[0]?.text ?? ''
  expect(
    runStrictly(`${bundle}\nconsole.log(JSON.stringify(validate({ type: [] }).issues.map(({ path, rule }) => path + ' ' + rule)))`),
  ).toMatchInlineSnapshot(`
    {
      "error": "",
      "out": "["/@context required","/id required","/issuer required","/credentialSubject required","/type class","/type class","/validFrom required"]
    ",
    }
  `)
  expect(runStrictly('new Function("return 1")').error).toContain('EvalError')
})
