import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { entries, verifiers, weigh } from '../../bench/size.mjs'
import { root } from './scratch.js'

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const doors = Object.keys(manifest.exports)
  .filter((door) => door !== './package.json')
  .map((door) => `microcred${door.slice(1)}`)

// What must never be in a door that has no business with it. Nothing carries viem, jsonld or ajv, nor a curve with pairings before it needs one.
const nowhere = ['/viem/', '/jsonld/', '/rdf-canonize/', '/ajv/', '/jose/', '/bls12-381', 'engines/bbs']
// What sets text on paper is for those who open that door.
const onPaper = ['/pdfkit/', '/fontkit/', '/linebreak/', '/bidi-js/']
const onlyIn: { readonly [input: string]: readonly string[] } = {
  'contexts/generated': [
    'microcred',
    'microcred/canonicalize/rdfc',
    'microcred/sign/rdfc',
    'microcred/sign/older',
    'microcred/sign/sd',
    'microcred/sign/bbs',
    'microcred/verify',
    'microcred/verify/all',
    'microcred/element',
  ],
  // Only a reader of that format pays for its contexts.
  'contexts/generated/openbadges2': [],
  'contexts/generated/blockcerts': [],
  'contexts/generated/suites': ['microcred/sign/older', 'microcred/verify/all'],
  'sign/older': ['microcred/sign/older', 'microcred/verify/all'],
  // Whoever meets an account of a chain loads it then.
  'keys/account': [],
  'anchor/bitcoin': ['microcred/anchor/bitcoin'],
  'anchor/evm': ['microcred/anchor/evm'],
  'anchor/opentimestamps': ['microcred/anchor/opentimestamps'],
  'bake/': ['microcred/bake'],
  'share/pdf': ['microcred/share/pdf'],
  'vault/': ['microcred/vault', 'microcred/vault/file'],
  'vault/file': ['microcred/vault/file'],
  'sign/sd': ['microcred/sign/sd', 'microcred/verify/all'],
  'sign/bbs': ['microcred/sign/bbs', 'microcred/verify/all'],
  'formats/': [
    'microcred/formats',
    'microcred/formats/blockcerts',
    'microcred/formats/openattestation',
    'microcred/formats/openbadges2',
    'microcred/verify/all',
  ],
}

test.each(doors)('%s carries nothing that it should not', async (door) => {
  const { inputs } = await weigh(`import * as door from '${door}'\nglobalThis.door = door`)
  const banned = door === 'microcred/share/pdf' ? nowhere : [...nowhere, ...onPaper]
  expect(inputs.filter((input: string) => banned.some((word) => input.includes(word)))).toEqual([])
  for (const [word, allowed] of Object.entries(onlyIn)) {
    if (!allowed.includes(door))
      expect(
        inputs.filter((input: string) => input.includes(`dist/${word}`)),
        word,
      ).toEqual([])
  }
})

test('a page that verifies with a JCS suite carries no JSON-LD, and none carries noble curves before it needs them', async () => {
  const [jcs, rdfc] = await Promise.all(Object.values(entries).map((contents) => weigh(contents)))
  expect(jcs?.inputs.filter((input: string) => /contexts\/generated|canonicalize\/(rdfc|expand|context)|noble\/curves/.test(input))).toEqual([])
  expect(rdfc?.inputs.filter((input: string) => /noble\/curves/.test(input))).toEqual([])
  // Budgets, in KiB of brotli. What is measured stands in the README.
  expect(Math.ceil((jcs?.brotli ?? 0) / 1024)).toBeLessThanOrEqual(20)
  expect(Math.ceil((rdfc?.brotli ?? 0) / 1024)).toBeLessThanOrEqual(37)
})

test('the elements fit beside any page: the verifier with all that is current, and nothing that only some badges need', async () => {
  const { brotli, inputs } = await weigh(`import * as door from 'microcred/element'\nglobalThis.door = door`)
  expect(brotli / 1024).toBeLessThanOrEqual(45)
  expect(inputs.filter((input: string) => /noble\/curves|fflate|\/qr\/|text\/fr|element\/(?:picture|svg|code|technical)|bake\//.test(input))).toEqual([])
})

test('what reads the older suites loads secp256k1 and Keccak when they come', async () => {
  const { inputs } = await weigh(`import * as door from 'microcred/verify/all'\nglobalThis.door = door`)
  expect(inputs.filter((input: string) => /noble\/(curves|hashes\/sha3)/.test(input))).toEqual([])
})

test.each(doors)('the README says what %s weighs', async (door) => {
  const { brotli } = await weigh(`import * as door from '${door}'\nglobalThis.door = door`)
  const [, said] = new RegExp(`^\\|\\s*\`${door}\`\\s*\\|.*\\|\\s*([0-9.]+)\\s*\\|$`, 'm').exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
  expect(Math.abs(Number(said) - brotli / 1024)).toBeLessThanOrEqual(0.5)
})

test('the README says what a page with everything weighs, and what others do', async () => {
  const [, table = ''] = readFileSync(join(root, 'README.md'), 'utf8').split('| a page that verifies |')
  const rows = table.split('\n').map((line) => line.split('|'))
  for (const [at, { name, first, inAll }] of (await verifiers()).entries()) {
    const [, , saidFirst, saidInAll] = rows.find((cells) => cells[1]?.startsWith(` ${name}`)) ?? []
    // What others weigh changes with what they depend on.
    const tolerance = at === 0 ? 1 : 5
    expect(Math.abs(Number(saidFirst) - first.gzip / 1024), name).toBeLessThanOrEqual(tolerance)
    expect(Math.abs(Number(saidInAll) - inAll.gzip / 1024), name).toBeLessThanOrEqual(tolerance)
  }
})

test('knip finds nothing unused', () => {
  const { stdout, status } = spawnSync('node', [join(root, 'node_modules/knip/bin/knip.js'), '--no-progress', '--no-config-hints'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(stdout).toBe('')
  expect(status).toBe(0)
})
