// What a credential costs in the vault: the gas of real transactions on a local node (Prague), for the sizes of text that BCdiploma publishes figures of,
// beside a payload of theirs on the same node. Alone: `node bench/vault.mjs`, after a build.

import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { evm } from 'microcred/anchor/evm'
import { toText } from 'microcred/credential'
import { sign } from 'microcred/sign'
import { eddsaRdfc2022 } from 'microcred/sign/rdfc'
import { memoryStore, openVault, plan, publish, seal } from 'microcred/vault'
import { createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { waitForTransactionReceipt } from 'viem/actions'
import { foundry } from 'viem/chains'
import { startNode } from '../examples/node.mjs'
import { badgeOf, key, now } from './badges.mjs'

// The first account of every local test node.
const testKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'

/** Their white paper, page 11: bytes of text, bytes of the encrypted payload that stands alone in a transaction, and the gas that its prices amount to. */
const theirs = [
  { text: 111, payload: 194, published: 41_483 },
  { text: 327, payload: 519, published: 78_688 },
]
const batches = [1, 10, 100]
/** At most this part of their gas, as published, in batches of 100. */
const bar = 0.2

/** Rows for a table: text, batch, record, gas of each, and its parts of theirs. Every record is opened again, and what comes out is what was sealed. */
export async function gasOfVault() {
  const node = await startNode()
  try {
    const client = createWalletClient({ account: privateKeyToAccount(testKey), chain: foundry, transport: http(node.url) })
    const chain = evm({ client, settled: 1, maxFee: 10n ** 18n })
    const rows = []
    for (const { text, payload, published } of theirs) {
      // None of its bytes is zero, which would cost less.
      const today = await gasOf(
        client,
        await client.sendTransaction({
          to: client.account.address,
          data: `0x${Buffer.from(bytesOf(payload, 'theirs').map((byte) => byte || 1)).toString('hex')}`,
        }),
      )
      for (const [what, make] of [
        ['random letters', letters],
        ['lines of a roster', rosterLine],
      ]) {
        for (const count of batches) {
          const { gas, recordSize } = await measured(
            client,
            chain,
            Array.from({ length: count }, (_, at) => make(text, at)),
          )
          rows.push({ what: `${text} bytes, ${what}`, count, recordSize, gas, published, today, met: count === 100 ? gas <= bar * published : undefined })
        }
      }
    }
    // Of one course: what a batch shares.
    const badges = await Promise.all(Array.from({ length: 100 }, (_, at) => sign(badgeOf(at * 8), { suite: eddsaRdfc2022, key, created: now })))
    const length = Math.round(badges.reduce((sum, badge) => sum + Buffer.byteLength(toText(badge)), 0) / badges.length)
    for (const count of batches) {
      const { gas, recordSize } = await measured(client, chain, badges.slice(0, count))
      rows.push({ what: `a signed badge of ${length.toLocaleString('en')} bytes`, count, recordSize, gas, met: count === 100 ? recordSize <= 450 : undefined })
    }
    return rows
  } finally {
    node.stop()
  }
}

/** The title, the head and the lines of the table in the report. */
export function vaultTable(rows) {
  const part = (gas, of) => (of === undefined ? '' : `${((100 * gas) / of).toFixed(1)} %`)
  const whole = (number) => Math.round(number).toLocaleString('en')
  const [first] = theirs
  return [
    `## The vault\n\nGas of each credential in one transaction on a local node of the Prague hard fork, planned before and opened again after. Beside it what BCdiploma's white paper amounts to (${theirs.map(({ text, published }) => `${whole(published)} for ${text} bytes`).join(', ')}; rules of 2018), and a transaction of its payload (${first.payload} bytes for ${first.text}) on the same node today.`,
    ['text', 'batch of', 'record, bytes', 'gas', 'of theirs, as published', 'of theirs, today', 'bar for 100', ''],
    rows.map(({ what, count, recordSize, gas, published, today, met }) => [
      what,
      count,
      recordSize,
      whole(gas),
      part(gas, published),
      today === undefined ? '' : `${part(gas, today)} of ${whole(today)}`,
      met === undefined ? '' : published === undefined ? '≤ 450 bytes' : `≤ ${100 * bar} %`,
      met === undefined ? '' : met ? 'met' : '**missed**',
    ]),
  ]
}

async function measured(client, chain, texts) {
  const store = memoryStore()
  const planned = await plan(texts, { chain })
  const { sealed, records } = await seal(texts, { chain, store, page: 'https://uni.example/open' })
  const places = await publish(sealed, { chain })
  const gas = await gasOf(client, ...places.map(({ transaction }) => transaction))
  if (gas > Number(planned.gas)) throw new Error(`planned ${planned.gas}, and used ${gas}`)
  const custodian = { origin: 'https://uni.example', ask: async (shareId) => answerOf(store, shareId) }
  for (const [at, { link }] of records.entries()) {
    const opened = await openVault(link, { chains: [chain], custodians: [custodian] })
    if (opened.text !== toText(texts[at])) throw new Error(`record ${at} is ${opened.outcome}`)
  }
  return { gas: gas / texts.length, recordSize: planned.recordSize }
}

async function answerOf(store, shareId) {
  const { erasure, template } = await store.get(createHash('sha256').update(shareId).digest('hex'))
  return new Uint8Array([1, ...erasure, ...template])
}

async function gasOf(client, ...transactions) {
  const receipts = await Promise.all(transactions.map((hash) => waitForTransactionReceipt(client, { hash, pollingInterval: 20 })))
  return receipts.reduce((sum, { gasUsed }) => sum + Number(gasUsed), 0)
}

/** Bytes that anybody can make again. */
function bytesOf(length, ...seed) {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) =>
    createHash('sha256')
      .update(`${seed.join(' ')} ${at}`)
      .digest(),
  )
  return Buffer.concat(blocks).subarray(0, length)
}

function letters(length, at) {
  return Array.from(bytesOf(length, 'letters', at), (byte) => String.fromCharCode((byte % 52 < 26 ? 65 : 71) + (byte % 52))).join('')
}

const given = ['Zoé', 'Ali', 'Ida', 'Björn', 'Eve', 'Mahmoud', 'Chloé', 'Thanh', 'Óscar', 'Ngozi', 'Mei', 'Jürgen', 'Aïcha', 'Piotr', 'Leïla', 'Tom']
const family = [
  'Almeida',
  'Benali',
  'Castro',
  'Dubois',
  'Eriksen',
  'Fofana',
  'García',
  'Hoang',
  'Ivanova',
  'Joubert',
  'Kowalski',
  'Lefèvre',
  'Mbeki',
  'Nakamura',
]
const courses = ['Data Literacy', 'Statistics I', 'Bridge Engineering', 'Maritime Law', 'Organic Chemistry', 'Nursing Practice', 'Contract Law', 'Robotics II']
const remarks = [
  'with distinction',
  'after a second examination',
  'in evening classes',
  'by recognition of experience',
  'with a study of the harbour',
  'taught in French',
]

/** A line of a roster, of exactly this many bytes: no two are alike. */
function rosterLine(length, at) {
  let text = ''
  for (let round = 0; Buffer.byteLength(text) < length; round++) {
    const [a, b, c, d, day, e, f, g] = bytesOf(8, 'roster', at, round)
    const name = `${given[a % given.length]} ${family[b % family.length]}`
    text += round === 0 ? `${name};${1985 + (day % 22)}-0${1 + (d % 9)}-${10 + (day % 18)};` : ''
    text += `${courses[c % courses.length]};${10 + (e % 11)}/20;${remarks[f % remarks.length]};DL-2026-${1000 + f * 16 + (g % 16)};`
  }
  // Cut between letters, so that it is text of as many bytes.
  const cut = Buffer.from(text)
    .subarray(0, length)
    .toString()
    .replace(/\uFFFD+$/u, '')
  return cut + '.'.repeat(length - Buffer.byteLength(cut))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [title, head, lines] = vaultTable(await gasOfVault())
  const line = (cells) => `| ${cells.join(' | ')} |`
  console.log(`${title}\n\n${[line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n')}`)
}
