// The first verification of a fresh process: `node cold.mjs bare|jcs|rdfc|peer <file with a signed badge>`.

import { readFileSync } from 'node:fs'

const [how, file] = process.argv.slice(2)
const text = readFileSync(file, 'utf8')

async function ours(door, suite) {
  const [{ verify }, { didKey }, suites] = await Promise.all([import('microcred/verify'), import('microcred/did'), import(door)])
  const report = await verify(text, { accept: [suites[suite], didKey], issuers: 'any', now: new Date('2026-06-01T12:00:00Z') })
  if (report.outcome !== 'passed') throw new Error(JSON.stringify(report))
}

const ways = {
  bare: () => JSON.parse(text),
  jcs: () => ours('microcred/sign', 'eddsaJcs2022'),
  rdfc: () => ours('microcred/sign/rdfc', 'eddsaRdfc2022'),
  async peer() {
    const { verify } = await import('./peers-cold.mjs')
    await verify(JSON.parse(text))
  },
}
await ways[how]()
