import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EvmOptions, evm, evmReader } from '../../src/anchor/evm.js'
import { type CompactJwt, type Secured, toText } from '../../src/credential/secured.js'
import { fileStore } from '../../src/vault/file.js'
import { type ErasureStore, memoryStore, openVault, plan, publish, type RecordId, type SealedRecord, seal, type VaultLink } from '../../src/vault/index.js'
import { fromLink, type Linked } from '../../src/vault/link.js'
import { type Anvil, clientOf, richAccount, startAnvil } from '../anvil.js'
import { badge, letters } from './badges.js'
import { custodianOf } from './custodians.js'

const page = 'https://uni.example/open'
let anvil: Anvil
beforeAll(async () => {
  anvil = await startAnvil('--slots-in-an-epoch', '1')
})
afterAll(() => anvil.stop())

let accounts = 300
const nextAccount = async (): Promise<number> => {
  await anvil.rpc('anvil_setBalance', richAccount(++accounts).address, '0x56bc75e2d63100000')
  return accounts
}
const chainOf = (account: number, options: Partial<EvmOptions> = {}) => evm({ client: clientOf(anvil, richAccount(account)), settled: 1, ...options })
const reader = () =>
  evmReader({ chainId: 31337, provider: { request: ({ method, params }) => anvil.rpc(method, ...((params ?? []) as unknown[])) }, settled: 1 })
const open = (link: VaultLink, store: ErasureStore) => openVault(link, { chains: [reader()], custodians: [custodianOf(store)] })
const gasOf = async (transaction: string): Promise<number> =>
  Number(((await anvil.rpc('eth_getTransactionReceipt', transaction)) as { readonly gasUsed: string }).gasUsed)

describe('a hundred credentials on a real node', () => {
  const cases: readonly [string, number, number | undefined, (at: number) => Promise<Secured>][] = [
    ['111 random letters: at most a fifth of the gas of BCdiploma', 100, 0.2 * 41_483, async (at) => letters(111, at)],
    ['327 random letters: at most a fifth of the gas of BCdiploma', 100, 0.2 * 78_688, async (at) => letters(327, at)],
    ['full signed badges', 100, undefined, badge],
  ]
  test.each(cases)('%s; planned before, and not exceeded', async (_, count, most, make) => {
    const chain = chainOf(await nextAccount())
    const store = memoryStore()
    const texts = await Promise.all(Array.from({ length: count }, (_, at) => make(at)))
    const planned = await plan(texts, { chain })
    const { sealed, records } = await seal(texts, { chain, store, page })
    const places = await publish(sealed, { chain })
    expect(places).toHaveLength(1)
    const gas = (await Promise.all(places.map(({ transaction }) => gasOf(transaction)))).reduce((sum, one) => sum + one, 0)
    expect(gas).toBeLessThanOrEqual(Number(planned.gas))
    expect(gas).toBeGreaterThan(0.95 * Number(planned.gas))
    if (most !== undefined) expect(gas / count).toBeLessThanOrEqual(most)
    for (const at of [0, 50, 99])
      expect(await open(records[at]?.link as VaultLink, store)).toMatchObject({ outcome: 'open', text: toText(texts[at] as Secured) })
  })
})

test('what is not there yet, or not any more, opens nothing, and opens when it is back', async () => {
  const own = await startAnvil('--slots-in-an-epoch', '1')
  try {
    const chain = evm({ client: clientOf(own, richAccount(0)), settled: 3 })
    const store = memoryStore()
    await own.rpc('anvil_mine', '0x5')
    const { sealed, records } = await seal([letters(100, 1)], { chain, store, page })
    const look = async (): Promise<string> => {
      const opened = await openVault(records[0]?.link as VaultLink, { chains: [chain], custodians: [custodianOf(store)] })
      return opened.outcome === 'open' ? `open, settled ${opened.settled}` : opened.outcome === 'unavailable' ? opened.problem.name : opened.outcome
    }
    expect(await look()).toBe('vault.CannotOpenError')
    await publish(sealed, { chain })
    expect(await look()).toBe('open, settled false')
    await own.rpc('anvil_mine', '0x1')
    const { address } = richAccount(5)
    await own.rpc('anvil_reorg', 2, [[{ from: address, to: address, value: '0x1' }, 0]])
    expect(await look()).toBe('vault.CannotOpenError')
    await publish(sealed, { chain })
    await own.rpc('anvil_mine', '0x3')
    expect(await look()).toBe('open, settled true')
  } finally {
    await own.stop()
  }
})

test('a link to a transaction that failed, or that made a contract, opens nothing; a node of another chain cannot say', async () => {
  const account = await nextAccount()
  const client = clientOf(anvil, richAccount(account))
  const chain = chainOf(account)
  const store = memoryStore()
  const { sealed, records } = await seal([letters(100, 1)], { chain, store, page })
  await publish(sealed, { chain })
  const { transaction } = fromLink(records[0]?.link as string) as Linked
  const data = (await chain.read(transaction))?.data as Uint8Array
  // The payload as a program that does nothing (STOP first), and sent to a contract that reverts.
  const created = await client.sendTransaction({ data: '0x63600080fd6000526004601cf3' })
  await anvil.rpc('anvil_mine', '0x1')
  const { contractAddress } = (await anvil.rpc('eth_getTransactionReceipt', created)) as { readonly contractAddress: `0x${string}` }
  const failed = await client.sendTransaction({ to: contractAddress, data: `0x${Buffer.from(data).toString('hex')}`, gas: 100_000n })
  await anvil.rpc('anvil_mine', '0x1')
  const { toLink } = await import('../../src/vault/link.js')
  for (const other of [created, failed]) {
    const link = toLink(page, { ...(fromLink(records[0]?.link as string) as Linked), transaction: other })
    expect(await open(link, store)).toMatchObject({ outcome: 'unavailable', problem: { name: 'vault.CannotOpenError' } })
  }
  const elsewhere = {
    ...evmReader({ chainId: 1, provider: { request: ({ method, params }) => anvil.rpc(method, ...((params ?? []) as unknown[])) } }),
    id: chain.id,
  }
  expect(await openVault(records[0]?.link as VaultLink, { chains: [elsewhere], custodians: [custodianOf(store)] })).toMatchObject({
    outcome: 'unavailable',
    problem: { name: 'vault.ChainSilentError', cause: { name: 'anchor.OtherChainError' } },
  })
})

test('when the account sent something else meanwhile, nothing was written and the chain says so', async () => {
  const account = await nextAccount()
  const chain = chainOf(account)
  const { sealed } = await seal([letters(100, 1)], { chain, store: memoryStore(), page })
  const [other] = await chain.prepareData([new Uint8Array(1)])
  if (other) await chain.send(other)
  await expect(publish(sealed, { chain })).rejects.toMatchObject({ name: 'anchor.ReplacedError' })
})

describe('a process that is killed', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'microcred-vault-'))
  const program = join(scratch, 'child.mjs')
  beforeAll(() =>
    build({
      entryPoints: [fileURLToPath(new URL('./crash-child.ts', import.meta.url))],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    }),
  )
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))
  const run = (env: Record<string, string>): Promise<NodeJS.Signals | null> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit'] })
      child.once('error', reject)
      child.once('close', (code, signal) => (signal || code === 0 ? resolve(signal) : reject(new Error(`child ended with ${code}`))))
    })
  const texts: readonly CompactJwt[] = Array.from({ length: 10 }, (_, at) => letters(200, at))

  test.each([
    ['after preparing', false],
    ['after storing', false],
    ['after sealing', false],
    ['after keeping', true],
    ['before sending 1', true],
    ['after sending 1', true],
    ['before sending 2', true],
    ['after sending 2', true],
    ['before sending 3', true],
    ['after publishing', true],
  ])('%s: every record is written once, under keys of its own, and opens', async (stage, kept) => {
    const account = await nextAccount()
    const home = join(scratch, String(account))
    mkdirSync(home)
    writeFileSync(join(home, 'texts'), JSON.stringify(texts))
    expect(await run({ STAGE: stage, URL: anvil.url, ACCOUNT: String(account), HOME: home })).toBe('SIGKILL')
    expect(existsSync(join(home, 'sealed'))).toBe(kept)

    const chain = chainOf(account, { maxData: 1000 })
    const store = await fileStore({ directory: `${home}/shares`, keys: `${home}/keys`, custodian: 'uni.example', backupHorizonDays: 0 })
    // Nothing kept: nothing was sent, and the batch is sealed again. Kept: the same bytes are sent again.
    const again = kept ? undefined : await seal(texts, { chain, store, page })
    const records: readonly SealedRecord[] = again?.records ?? JSON.parse(readFileSync(join(home, 'records'), 'utf8'))
    const sealed = again?.sealed ?? readFileSync(join(home, 'sealed'))
    const places = await publish(sealed, { chain })
    expect(places).toHaveLength(3)
    expect(await anvil.rpc('eth_getTransactionCount', richAccount(account).address, 'pending')).toBe('0x3')
    for (const [at, { id, link }] of records.entries()) {
      expect(await open(link, store)).toEqual({ outcome: 'open', text: texts[at], settled: true })
      expect(await store.get(id as RecordId)).toHaveProperty('erasure')
    }
    expect(await publish(sealed, { chain })).toEqual(places)
    // No link stands in anything that was kept but the one file of the test itself.
    const holders = records.map(({ link }) => Buffer.from((fromLink(link) as Linked).holder))
    for (const file of [join(home, 'sealed'), ...['shares', 'keys'].flatMap((place) => readdirSync(join(home, place)).map((name) => join(home, place, name)))])
      if (existsSync(file)) for (const holder of holders) expect(readFileSync(file).includes(holder)).toBe(false)
  })
})
