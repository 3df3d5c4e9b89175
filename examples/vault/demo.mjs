// Badges on a chain, encrypted: seal, publish, hand out links, open them in a browser, erase one.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { achievement, current, eddsaRdfc2022, openBadge, profile, sign, verify } from 'microcred'
import { evm, evmReader } from 'microcred/anchor/evm'
import { asDidKey } from 'microcred/did'
import { ed25519, newSecretKey } from 'microcred/keys'
import { custodian, erase, linkIn, openVault, plan, publish, seal } from 'microcred/vault'
import { fileStore } from 'microcred/vault/file'
import { createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { startNode } from '../node.mjs'
import { servePage } from '../serve.mjs'
import { serveIssuer } from './issuer.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const out = join(here, 'out')
// The first account of every local test node. Never send real money there.
const testKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const learners = ['Zoé Almeida', 'زينب العمري', 'Ida Lindqvist', 'Nguyễn Văn An', 'Bo']
const stays = process.stdout.isTTY || process.env['DEMO_STAY'] === '1'
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(stays ? 0 : 130))

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
console.log('\nmicrocred: the vault\n')

const key = asDidKey(ed25519(newSecretKey()))
const issuer = profile({ id: key.controller, name: 'Harbour University' })
const statistics = achievement({
  id: 'https://harbour.example.org/statistics',
  name: 'Statistics I',
  description: 'Thirty hours of lectures and exercises.',
  criteria: { narrative: 'Pass the written exam.' },
})
const badges = await Promise.all(
  learners.map((name, at) =>
    sign(
      openBadge({
        id: `https://harbour.example.org/badges/${at + 1}`,
        issuer,
        achievement: statistics,
        subject: { identifier: [{ type: 'IdentityObject', hashed: false, identityHash: name, identityType: 'name' }] },
        validFrom: new Date('2026-06-30T12:00:00Z'),
      }),
      { suite: eddsaRdfc2022, key },
    ),
  ),
)

const node = await startNode()
const client = createWalletClient({ account: privateKeyToAccount(testKey), chain: foundry, transport: http(node.url) })
const chain = evm({ client, settled: 1, maxFee: 10n ** 16n })
const { transactions, recordSize, fee } = await plan(badges, { chain })
console.log(`${badges.length} badges of ${recordSize} bytes each in ${transactions.length} transaction, for at most ${fee} wei`)

// Two folders: the shares, which may be backed up, and their key, which must not be.
const store = await fileStore({ directory: join(out, 'shares'), keys: join(out, 'keys'), custodian: 'Harbour University', backupHorizonDays: 0 })
const school = await serveIssuer({ store, people: join(out, 'people.json') })
const reader = await servePage({
  page: join(here, 'page'),
  state: { node: node.url, custodian: `${school.url}/share`, issuer: { id: issuer.id, name: 'Harbour University' } },
  mayAsk: [node.url, school.url],
})
const { sealed, records } = await seal(badges, { chain, store, page: `${reader.url}/` })
// Kept before anything is sent: after a crash, `publish` is called again with it.
const pending = join(out, 'sealed.bin')
writeFileSync(pending, sealed, { mode: 0o600, flush: true })
const people = records.map(({ id }, at) => ({ id, name: learners[at] }))
writeFileSync(join(out, 'people.json'), JSON.stringify(people), { mode: 0o600 })
const [place] = await publish(readFileSync(pending), { chain })
rmSync(pending)

console.log(`transaction     ${place.transaction} on ${place.chain}`)
console.log(`issuer's page   ${school.url}/`)
// Each learner gets hers by mail; nobody keeps a copy. They are shown here because there is no mail.
for (const [at, { link }] of records.entries()) console.log(`link            ${link} ${learners[at]}`)

if (stays) {
  console.log('\nOpen a link, then the issuer’s page; erase that badge there, and open the link again. Ctrl-C ends everything.')
} else {
  const where = { chains: [evmReader({ chainId: foundry.id, provider: client, settled: 1 })], custodians: [custodian(`${school.url}/share`)] }
  await erase(records[0].id, { store, ground: 'gdpr-17-1-b' })
  const said = []
  for (const { link } of records) {
    const opened = await openVault(linkIn(link), where)
    said.push(opened.outcome === 'open' ? (await verify(opened.text, { accept: current, issuers: 'any' })).outcome : opened.outcome)
  }
  console.log(`\nOne erased, all opened: ${said.join(', ')}`)
  process.exit(said.join() === 'erased,passed,passed,passed,passed' ? 0 : 1)
}
