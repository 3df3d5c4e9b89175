// From a roster to badges that anyone can verify: issue, sign, anchor, bake, show.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { achievement, anchor, attach, current, eddsaRdfc2022, identity, openBadge, profile, sign, verify } from 'microcred'
import { estimate } from 'microcred/anchor'
import { evm, evmReader } from 'microcred/anchor/evm'
import { toPng } from 'microcred/bake'
import { toText } from 'microcred/credential'
import { asDidKey } from 'microcred/did'
import { ed25519, newSecretKey } from 'microcred/keys'
import { linkedIn } from 'microcred/share'
import { createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { startNode } from '../node.mjs'
import { servePage } from '../serve.mjs'
import { readRoster } from './roster.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const out = join(here, 'out')
// The first account of every local test node. Never send real money there.
const testKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const stays = process.stdout.isTTY || process.env['DEMO_STAY'] === '1'

const say = (text) => console.log(text)
const step = (name) =>
  process.stdout.isTTY
    ? (at, of) => process.stdout.write(`\r${name} ${at} of ${of}${at === of ? '\n' : ''}`)
    : (at, of) => at === of && say(`${name} ${at} of ${of}`)
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

// Whatever ends the demo, also in the middle, ends the node with it.
let isDone = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(isDone ? 0 : 130))

const started = performance.now()
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })

say('\nmicrocred: a graduation\n')
const { rows, wrong } = readRoster(readFileSync(join(here, 'roster.csv'), 'utf8'))
for (const { line, reason } of wrong) say(`  roster.csv line ${line} is skipped: ${reason}`)
const template = JSON.parse(readFileSync(join(here, 'badge.json'), 'utf8'))
const image = new Uint8Array(readFileSync(join(here, 'badge.png')))

// The issuer. A did:key carries its own key, so that the demo needs no web server of a university; a real issuer publishes a did:web.
const key = asDidKey(ed25519(newSecretKey()))
const issuer = profile({ ...template.issuer, id: key.controller })
const award = achievement(template.achievement)

const issuing = performance.now()
const progress = step('Issued and signed')
const signed = []
for (const row of rows) {
  const badge = openBadge({
    id: `https://harbour.example.org/badges/${row.attempt}`,
    issuer,
    achievement: award,
    name: award.name,
    subject: {
      ...(row.did !== '' && { id: row.did }),
      identifier: [
        { type: 'IdentityObject', hashed: false, identityHash: row.name, identityType: 'name' },
        identity(row.email, { type: 'emailAddress', salt: crypto.randomUUID() }),
      ],
    },
    results: [{ resultDescription: award.resultDescription[0].id, value: row.grade }],
    validFrom: new Date(`${row.completed}T12:00:00Z`),
  })
  signed.push(await sign(badge, { suite: eddsaRdfc2022, key, created: new Date() }))
  progress(signed.length, rows.length)
}
say(`  ${seconds(issuing)} for ${signed.length} badges`)

const node = await startNode()
const client = createWalletClient({ account: privateKeyToAccount(testKey), chain: foundry, transport: http(node.url) })
say(`A local Ethereum node listens on ${node.url}`)
const chain = evm({ client, settled: 1, maxFee: 10n ** 16n })
const { fee, gas } = await estimate({ chain })
say(`Anchoring will cost at most ${fee} wei (${gas} gas), whatever the number of badges`)

const anchoring = performance.now()
const { anchor: place, receipts } = await anchor(signed, {
  suite: eddsaRdfc2022,
  chain,
  // Kept before anything is sent: after a crash, `resume` finishes from here.
  keep: (pending) => writeFileSync(join(out, 'pending.bin'), pending, { mode: 0o600, flush: true }),
})
const receipt = await client.request({ method: 'eth_getTransactionReceipt', params: [place.transaction] })
const gasUsed = Number(receipt.gasUsed)
say(`Anchored all of them in one transaction (${seconds(anchoring)})`)

const baking = step('Baked')
const anchored = signed.map((badge) => attach(badge, receipts))
const shown = []
for (const [at, badge] of anchored.entries()) {
  const { attempt, name, grade, completed } = rows[at]
  writeFileSync(join(out, `${attempt}.png`), toPng(image, badge))
  writeFileSync(join(out, `${attempt}.json`), toText(badge))
  shown.push({ attempt, name, grade, completed })
  baking(at + 1, anchored.length)
}
// Every badge carries its own receipt now.
rmSync(join(out, 'pending.bin'))

// A badge that somebody improved after it was signed.
const forged = structuredClone(anchored[0])
forged.credentialSubject.result[0].value = 'Distinction'
forged.credentialSubject.identifier[0].identityHash = 'Mallory Forger'
writeFileSync(join(out, 'tampered.png'), toPng(image, forged))
writeFileSync(join(out, 'badge.png'), image)
writeFileSync(
  join(out, 'index.json'),
  JSON.stringify({ issuer: { id: issuer.id, name: template.issuer.name }, achievement: award.name, transaction: place.transaction, gasUsed, badges: shown }),
)

const page = await servePage({
  page: join(here, 'page'),
  state: { node: node.url },
  mayAsk: [node.url],
  folders: [{ prefix: '/out/', folder: out, kinds: ['.png', '.json'] }],
  port: Number(process.env['PORT'] ?? 0),
})
const { url: profileUrl } = linkedIn(anchored[0], { page: anchored[0].id, organization: { name: template.issuer.name.en } })

say(`
${anchored.length} badges issued, ${wrong.length} lines skipped, in ${seconds(started)}
transaction     ${place.transaction} on ${place.chain}
gas             ${gasUsed} for all, ${(gasUsed / anchored.length).toFixed(1)} a badge
cost            ${BigInt(receipt.gasUsed) * BigInt(receipt.effectiveGasPrice)} wei for all, ${(BigInt(receipt.gasUsed) * BigInt(receipt.effectiveGasPrice)) / BigInt(anchored.length)} a badge
badges          ${relative(process.cwd(), out)}
page            ${page.url}
LinkedIn        ${profileUrl.slice(0, 76)}…
`)

if (stays) {
  say('Open the page, click a badge, verify it; drop tampered.png on it. Ctrl-C ends everything.')
  isDone = true
} else {
  const checking = step('Verified')
  const reader = evmReader({ chainId: foundry.id, provider: client, settled: 1 })
  const options = { accept: current, issuers: 'any', chains: [reader], require: ['anchor'], allowTest: true }
  let passed = 0
  for (const { attempt } of shown) {
    const report = await verify(new Uint8Array(readFileSync(join(out, `${attempt}.png`))), options)
    if (report.outcome === 'passed') checking(++passed, shown.length)
    else say(`${attempt}: ${JSON.stringify(report.checks)}`)
  }
  const bad = await verify(new Uint8Array(readFileSync(join(out, 'tampered.png'))), options)
  say(`The tampered badge: ${bad.outcome} (${bad.checks.signature.problem?.name})`)
  page.stop()
  node.stop()
  process.exit(passed === shown.length && bad.outcome === 'failed' ? 0 : 1)
}
