import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { type HDAccount, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agreed } from '../../src/anchor/agreed.js'
import { evm, evmReader, type Provider, type Publisher, type Settled } from '../../src/anchor/evm.js'
import * as anchoring from '../../src/anchor/index.js'
import { type Bytes, type Commitment, sameBytes, toHex } from '../../src/bytes.js'
import type { Anchor, Chain, ChainReader, DataChain, DataReader } from '../../src/seams.js'
import { type Anvil, clientOf, richAccount, startAnvil } from '../anvil.js'
import { chainConformance } from '../conformance/chain.js'
import { dataConformance } from '../conformance/data.js'
import { fakeSuite, signedBadge } from './fake-suite.js'

const suite = fakeSuite()
const keepNothing = (): void => {}
const commitmentOf = (byte: number): Commitment => new Uint8Array(32).fill(byte) as Bytes as Commitment

let anvil: Anvil
beforeAll(async () => {
  // With one slot an epoch, what is two blocks deep is final.
  anvil = await startAnvil('--slots-in-an-epoch', '1')
})
afterAll(() => anvil.stop())

/** Every test that sends has an account of its own, so that none takes another's nonce. */
let accounts = 0
const nextAccount = async (): Promise<HDAccount> => {
  const account = richAccount(100 + accounts++)
  await anvil.rpc('anvil_setBalance', account.address, '0x56bc75e2d63100000')
  return account
}
const chainFor = (account: HDAccount, settled: Settled = 1): Chain & DataChain => evm({ client: clientOf(anvil, account), settled })
const readerWith = (settled?: Settled, provider: Provider = providerOf(anvil)): ChainReader & DataReader => evmReader({ chainId: 31337, provider, settled })
const providerOf = (node: Anvil): Provider => ({ request: ({ method, params }) => node.rpc(method, ...((params ?? []) as unknown[])) })
const transactionOf = async (hash: string): Promise<Record<string, string>> => (await anvil.rpc('eth_getTransactionByHash', hash)) as Record<string, string>
const anchorBadge = async (chain: Chain): Promise<anchoring.Receipt> => {
  const { receipts } = await anchoring.anchor([signedBadge(1)], { suite, chain, keep: keepNothing })
  return receipts.get('urn:example:badge:1') as anchoring.Receipt
}
const checkOf = async (receipt: anchoring.Receipt, reader: ChainReader): Promise<anchoring.AnchorCheck> => {
  const [found] = await anchoring.lookUp(receipt, [reader])
  if (!found) throw new Error('no anchor')
  return found.check
}
/** A receipt whose anchor is another transaction. */
const movedTo = (receipt: anchoring.Receipt, transaction: string): anchoring.Receipt =>
  ({ ...receipt, anchors: [{ ...receipt.anchors[0], transaction }] }) as anchoring.Receipt
const problemOf = (check: anchoring.AnchorCheck): string => {
  if (check.outcome === 'passed' || check.outcome === 'skipped') return check.outcome
  const { name, facts, cause } = check.problem
  return [check.outcome, name, facts['reason'], cause && `${cause.name}: ${cause.message}`].filter(Boolean).join(', ')
}

chainConformance('evm() on anvil', async () => ({
  chain: chainFor(await nextAccount(), 'finalized'),
  settle: async () => void (await anvil.rpc('anvil_mine', '0x3')),
  // The precompiled contract "identity".
  echo: '0x0000000000000000000000000000000000000004',
}))

dataConformance('evm() on anvil', async () => ({
  chain: chainFor(await nextAccount(), 'finalized'),
  settle: async () => void (await anvil.rpc('anvil_mine', '0x3')),
}))

describe('data', () => {
  test('costs the floor of EIP-7623, known before it is sent, and the limit is what was used', async () => {
    const chain = chainFor(await nextAccount())
    const data = Uint8Array.from({ length: 1000 }, (_, at) => (at % 4 === 0 ? 0 : 7))
    const [prepared] = await chain.prepareData([data])
    if (!prepared) throw new Error('nothing was prepared')
    expect(prepared.gas).toBe(String(21_000 + 250 * 10 + 750 * 40))
    await chain.send(prepared)
    const { gasUsed } = (await anvil.rpc('eth_getTransactionReceipt', prepared.transaction)) as Record<string, string>
    expect(Number(gasUsed)).toBe(Number(prepared.gas))
    expect(await chain.estimateData(1000)).toMatchObject({ gas: '61000', currency: 'ETH' })
  })

  test('transactions that are prepared together take nonces in a row', async () => {
    const account = await nextAccount()
    const prepared = await chainFor(account).prepareData([new Uint8Array(1), new Uint8Array(1), new Uint8Array(1)])
    expect(new Set(prepared.map(({ transaction }) => transaction)).size).toBe(3)
    for (const one of prepared) await chainFor(account).send(one)
    expect(await anvil.rpc('eth_getTransactionCount', account.address, 'latest')).toBe('0x3')
  })

  test('each may cost maxFee at most', async () => {
    const client = clientOf(anvil, await nextAccount())
    await expect(evm({ client, maxFee: 1n }).prepareData([new Uint8Array(1)])).rejects.toMatchObject({ name: 'anchor.FeeTooHighError' })
    await expect(evm({ client, maxFee: 1n }).estimateData(1)).rejects.toMatchObject({ name: 'anchor.FeeTooHighError' })
  })

  test('a rollup that takes less says so', async () => {
    const chain = evm({ client: clientOf(anvil, await nextAccount()), maxData: 100 })
    await expect(chain.prepareData([new Uint8Array(101)])).rejects.toThrow('A transaction of eip155:31337 takes 100 bytes at most, and these are 101.')
  })

  test('pending is not there yet; unsettled is, and said to be', async () => {
    const chain = chainFor(await nextAccount(), 'finalized')
    const [prepared] = await chain.prepareData([new Uint8Array([1, 2, 3])])
    if (!prepared) throw new Error('nothing was prepared')
    await chain.send(prepared)
    expect(await chain.read(prepared.transaction)).toMatchObject({ data: new Uint8Array([1, 2, 3]), settled: false, confirmations: 1, testOnly: true })
  })

  test('a program is no data, and a transaction that failed wrote none', async () => {
    const account = await nextAccount()
    const client = clientOf(anvil, account)
    // A contract that always reverts: PUSH1 0 DUP1 REVERT, which its creation returns.
    const created = await client.sendTransaction({ data: '0x63600080fd600052600460 1cf3'.replaceAll(' ', '') as `0x${string}` })
    await anvil.rpc('anvil_mine', '0x1')
    const { contractAddress } = (await anvil.rpc('eth_getTransactionReceipt', created)) as { contractAddress: `0x${string}` }
    expect(await readerWith(1).read(created).catch(String)).toBe(
      `anchor.NotDataError: The transaction ${created} creates a contract, so what it carries is a program and no data. Look for the transaction that carries them.`,
    )
    const failed = await client.sendTransaction({ to: contractAddress, data: '0x010203', gas: 60_000n })
    await anvil.rpc('anvil_mine', '0x1')
    await expect(readerWith(1).read(failed)).rejects.toMatchObject({ name: 'anchor.RevertedError' })
  })

  test('a node of another chain is not believed', async () => {
    const reader = evmReader({ chainId: 1, provider: providerOf(anvil), settled: 1 })
    await expect(reader.read(`0x${'11'.repeat(32)}`)).rejects.toMatchObject({ name: 'anchor.OtherChainError' })
  })
})

describe('gas', () => {
  test.each([1, 3, 1000])('a batch of %i costs one transaction of at most 22,440', async (size) => {
    const account = await nextAccount()
    const chain = chainFor(account)
    const badges = Array.from({ length: size }, (_, at) => signedBadge(at))
    const { anchor, receipts } = await anchoring.anchor(badges, { suite, chain, keep: keepNothing })
    const { gasUsed, status } = (await anvil.rpc('eth_getTransactionReceipt', anchor.transaction)) as Record<string, string>
    expect(status).toBe('0x1')
    expect(Number(gasUsed)).toBeLessThanOrEqual(22_280)
    const { input, to, from, value, gas, type } = await transactionOf(anchor.transaction)
    expect({ input, to, from, value, type }).toEqual({
      input: `0x${toHex(anchor.commitment)}`,
      to: from,
      from: account.address.toLowerCase(),
      value: '0x0',
      type: '0x2',
    })
    // The limit is what was used: nothing is left to chance, and nothing paid for.
    expect(gas).toBe(gasUsed)
    expect(receipts.size).toBe(size)
    const last = badges.at(-1)
    const receipt = receipts.get(last?.id ?? '') as anchoring.Receipt
    expect(anchoring.matches(receipt, anchoring.leafBytes(last as never, { suite }))).toBe(true)
    expect(await checkOf(receipt, chain)).toMatchObject({ outcome: 'passed' })
  })

  test('estimate says the same, and sends nothing', async () => {
    const account = await nextAccount()
    const estimate = await anchoring.estimate({ chain: chainFor(account) })
    expect(estimate).toMatchObject({ gas: '22280', currency: 'ETH' })
    expect(BigInt(estimate.fee)).toBeGreaterThan(0n)
    expect(await anvil.rpc('eth_getTransactionCount', account.address, 'pending')).toBe('0x0')
  })

  test('more than maxFee is refused before anything is signed; less than the wish is a tighter limit', async () => {
    const account = await nextAccount()
    const client = clientOf(anvil, account)
    const commitment = commitmentOf(1)
    const free = await evm({ client }).prepare(commitment)
    const tight = await evm({ client, maxFee: BigInt(free.fee) - 22_280n }).prepare(commitment)
    expect(BigInt(tight.fee)).toBe(BigInt(free.fee) - 22_280n)
    const error = await evm({ client, maxFee: 22_280n })
      .prepare(commitment)
      .catch((thrown: unknown) => thrown)
    expect(String(error).replaceAll(/[0-9]{10,}/g, '…')).toMatchInlineSnapshot(
      `"anchor.FeeTooHighError: A transaction costs … wei now, and at most 22280 may be paid. Try again later, or raise maxFee."`,
    )
    await expect(evm({ client, maxFee: 1n }).estimate?.()).rejects.toMatchObject({ name: 'anchor.FeeTooHighError' })
  })

  test('an account that has code does not call itself (EIP-7702)', async () => {
    const account = await nextAccount()
    await anvil.rpc('anvil_setCode', account.address, `0xef0100${'11'.repeat(20)}`)
    const receipt = await anchorBadge(chainFor(account))
    const { to } = await transactionOf(receipt.anchors[0].transaction)
    expect(to).toBe('0x000000000000000000000000000000000000dead')
    expect(await checkOf(receipt, readerWith(1))).toMatchObject({ outcome: 'passed' })
  })
})

describe('what a reader says', () => {
  test('where, when, by whom, and that a local chain proves nothing to others', async () => {
    const account = await nextAccount()
    const receipt = await anchorBadge(chainFor(account))
    const { transaction } = receipt.anchors[0]
    const { blockNumber } = await transactionOf(transaction)
    const { timestamp } = (await anvil.rpc('eth_getBlockByNumber', blockNumber, false)) as { timestamp: string }
    expect(await checkOf(receipt, readerWith(1))).toEqual({
      outcome: 'passed',
      detail: {
        chain: 'eip155:31337',
        transaction,
        method: 1,
        location: transaction.slice(2),
        time: new Date(Number(timestamp) * 1000).toISOString(),
        tolerance: 3600,
        confirmations: 1,
        sender: account.address.toLowerCase(),
        evidence: 'node',
        testOnly: true,
      },
    })
  })

  test('a depth, safe and finalized are three policies', async () => {
    const receipt = await anchorBadge(chainFor(await nextAccount()))
    const outcomes: string[] = []
    for (let depth = 1; depth <= 3; depth++) {
      const policies = [1, 2, 3, 'safe', undefined] as const
      outcomes.push((await Promise.all(policies.map(async (policy) => (await checkOf(receipt, readerWith(policy))).outcome))).join())
      await anvil.rpc('anvil_mine', '0x1')
    }
    expect(outcomes).toEqual(['passed,unknown,unknown,unknown,unknown', 'passed,passed,unknown,passed,unknown', 'passed,passed,passed,passed,passed'])
    const fresh = await anchorBadge(chainFor(await nextAccount()))
    expect(problemOf(await checkOf(fresh, readerWith()))).toBe('unknown, anchor.NotSettledError')
  })

  test.each([0, 1.5, -1, Number.NaN, 'latest'])('%s is no policy', (settled) => {
    expect(() => readerWith(settled as Settled)).toThrow(
      "A transaction is settled a whole number of blocks deep, at least 1, or when it is 'safe' or 'finalized'.",
    )
  })

  test('other calldata is failed: 32 other bytes, one more, one less, none', async () => {
    const account = await nextAccount()
    const receipt = await anchorBadge(chainFor(account))
    const data = toHex(receipt.commitment)
    for (const input of ['00'.repeat(32), `${data}00`, data.slice(2), '']) {
      const transaction = await clientOf(anvil, account).sendTransaction({ to: account.address, data: `0x${input}` })
      await anvil.rpc('anvil_mine', '0x1')
      expect(problemOf(await checkOf(movedTo(receipt, transaction), readerWith(1)))).toBe('failed, anchor.NotOnChainError')
    }
    // The commitment counts whoever receives it.
    const elsewhere = await clientOf(anvil, account).sendTransaction({ to: richAccount(1).address, data: `0x${data}` })
    await anvil.rpc('anvil_mine', '0x1')
    expect(problemOf(await checkOf(movedTo(receipt, elsewhere), readerWith(1)))).toBe('passed')
  })

  test('another chain is not believed, and is asked again the next time', async () => {
    const receipt = await anchorBadge(chainFor(await nextAccount()))
    const moved = { ...receipt, anchors: [{ ...receipt.anchors[0], chain: 'eip155:1' }] } as unknown as anchoring.Receipt
    const wrong = evmReader({ chainId: 1, provider: providerOf(anvil), settled: 1 })
    expect(problemOf(await checkOf(moved, wrong))).toMatchInlineSnapshot(
      `"unknown, anchor.ChainSilentError, no answer, anchor.OtherChainError: This is meant for the chain eip155:1, and the chain at hand is eip155:31337. Pass the right one."`,
    )
    let down = true
    const flaky: Provider = { request: (call) => (down ? Promise.reject(new Error('down')) : providerOf(anvil).request(call)) }
    const reader = readerWith(1, flaky)
    expect(problemOf(await checkOf(receipt, reader))).toBe('unknown, anchor.ChainSilentError, no answer, Error: down')
    down = false
    expect(problemOf(await checkOf(receipt, reader))).toBe('passed')
  })

  test('an event of a registry is for another reader', async () => {
    const receipt = await anchorBadge(chainFor(await nextAccount()))
    const event = movedTo(receipt, `${receipt.anchors[0].transaction}#0`)
    expect(problemOf(await checkOf(event, readerWith(1)))).toMatchInlineSnapshot(
      `"unknown, anchor.ChainSilentError, no answer, anchor.CalldataOnlyError: This reader finds commitments in calldata, and the anchor is elsewhere. Pass a reader that understands it."`,
    )
  })

  test('a transaction that is good on every chain is refused', async () => {
    const account = await nextAccount()
    const receipt = await anchorBadge(chainFor(account))
    const legacy = { type: 'legacy', to: account.address, data: `0x${toHex(receipt.commitment)}`, nonce: 1, gas: 30_000n, gasPrice: 10n ** 10n } as const
    const protectedToo = await anvil.rpc('eth_sendRawTransaction', await account.signTransaction({ ...legacy, chainId: 31337 }))
    const unprotected = await anvil.rpc('eth_sendRawTransaction', await account.signTransaction({ ...legacy, nonce: 2 }))
    await anvil.rpc('anvil_mine', '0x1')
    expect(problemOf(await checkOf(movedTo(receipt, String(protectedToo)), readerWith(1)))).toBe('passed')
    expect(problemOf(await checkOf(movedTo(receipt, String(unprotected)), readerWith(1)))).toMatch(
      /^unknown, anchor.ChainSilentError, no answer, anchor.UnprotectedError: The transaction 0x[0-9a-f]{64} is signed for no chain in particular/,
    )
  })
})

describe('a node that answers strangely', () => {
  const hash = `0x${'ab'.repeat(32)}`
  const block = `0x${'cd'.repeat(32)}`
  const honest: Record<string, unknown> = {
    eth_chainId: '0x2a',
    eth_blockNumber: '0x20',
    eth_getTransactionByHash: { hash, blockHash: block, blockNumber: '0x10', input: `0x${'01'.repeat(32)}`, from: '0xaa', chainId: '0x2a', type: '0x2' },
    eth_getTransactionReceipt: { blockHash: block, status: '0x1' },
    eth_getBlockByNumber: { hash: block, number: '0x18', timestamp: '0x65000000' },
  }
  const ask = async (changes: Record<string, unknown>, settled: Settled = 'finalized'): Promise<string> => {
    const answers = { ...honest, ...changes }
    const provider: Provider = { request: async ({ method }) => structuredClone(answers[method]) }
    const anchor: Anchor = { chain: 'eip155:42', transaction: hash, commitment: commitmentOf(1) }
    const answer = await evmReader({ chainId: 42, provider, settled })
      .find(anchor)
      .catch((error: unknown) => String(error))
    return typeof answer === 'object'
      ? `${answer.time} ${answer.confirmations} ${answer.settled} ${sameBytes(answer.commitment, anchor.commitment)}`
      : String(answer)
  }
  const transaction = (changes: object): Record<string, unknown> => ({
    eth_getTransactionByHash: { ...(honest['eth_getTransactionByHash'] as object), ...changes },
  })

  test('an honest one is understood', async () => {
    expect(await ask({})).toBe('2023-09-12T06:06:56.000Z 17 true true')
    expect(await ask({}, 17)).toBe('2023-09-12T06:06:56.000Z 17 true true')
    expect(await ask({}, 18)).toBe('2023-09-12T06:06:56.000Z 17 false true')
    // The head of another node behind the same address may lag.
    expect(await ask({ eth_blockNumber: '0x1' }, 1)).toBe('2023-09-12T06:06:56.000Z 0 false true')
    const legacy = { type: '0x0', chainId: undefined, v: '0x78' }
    expect(await ask(transaction(legacy))).toBe('2023-09-12T06:06:56.000Z 17 true true')
  })

  test.each([
    ['no transaction', { eth_getTransactionByHash: null }],
    ['a pending one', transaction({ blockHash: null, blockNumber: null })],
    ['no receipt', { eth_getTransactionReceipt: null }],
    ['a receipt in another block', { eth_getTransactionReceipt: { blockHash: hash, status: '0x1' } }],
    ['another block at that height', { eth_getBlockByNumber: { hash, number: '0x18', timestamp: '0x65000000' } }],
  ])('%s is not found', async (_, changes) => {
    expect(await ask(changes)).toBe('undefined')
  })

  const wrong: readonly (readonly [string, Record<string, unknown>])[] = [
    ['another chain id', { eth_chainId: '0x2b' }],
    ['no chain id', { eth_chainId: null }],
    ['a transaction signed for another chain', transaction({ chainId: '0x2b' })],
    ['a legacy one signed for another chain', transaction({ type: '0x0', chainId: null, v: '0x25' })],
    ['a legacy one signed for none', transaction({ type: '0x0', chainId: null, v: '0x1b' })],
    ['a typed one without chain id', transaction({ chainId: null })],
    ['another transaction', transaction({ hash: block })],
    ['odd calldata', transaction({ input: '0x1' })],
    ['no calldata', transaction({ input: null })],
    ['a failed transaction', { eth_getTransactionReceipt: { blockHash: block, status: '0x0' } }],
    ['a status that is none', { eth_getTransactionReceipt: { blockHash: block, status: 1 } }],
    ['a time beyond all calendars', { eth_getBlockByNumber: { hash: block, number: '0x18', timestamp: '0xffffffffffff' } }],
    ['a height beyond all numbers', transaction({ blockNumber: `0x${'f'.repeat(64)}` })],
    ['a quantity without end', { eth_blockNumber: `0x${'f'.repeat(100_000)}` }],
    ['text for a block', { eth_getBlockByNumber: 'latest' }],
    ['no finalized block', { eth_getBlockByNumber: null }],
  ]
  test('what is wrong is an error that says so', async () => {
    const said = await Promise.all(wrong.map(async ([what, changes]) => `${what}: ${await ask(changes, what === 'no finalized block' ? 'finalized' : 1)}`))
    expect(said.join('\n')).toMatchInlineSnapshot(`
      "another chain id: anchor.OtherChainError: This is meant for the chain eip155:42, and the chain at hand is eip155:43. Pass the right one.
      no chain id: anchor.NodeError: The node's answer to eth_chainId is malformed. Ask another node.
      a transaction signed for another chain: anchor.OtherChainError: This is meant for the chain eip155:42, and the chain at hand is eip155:43. Pass the right one.
      a legacy one signed for another chain: anchor.OtherChainError: This is meant for the chain eip155:42, and the chain at hand is eip155:1. Pass the right one.
      a legacy one signed for none: anchor.UnprotectedError: The transaction 0xabababababababababababababababababababababababababababababababab is signed for no chain in particular (it is older than EIP-155). Send another with a wallet that names the chain.
      a typed one without chain id: anchor.NodeError: The node's answer to eth_getTransactionByHash is malformed. Ask another node.
      another transaction: anchor.NodeError: The node's answer to eth_getTransactionByHash is malformed. Ask another node.
      odd calldata: anchor.NodeError: The node's answer to eth_getTransactionByHash is malformed. Ask another node.
      no calldata: anchor.NodeError: The node's answer to eth_getTransactionByHash is malformed. Ask another node.
      a failed transaction: anchor.RevertedError: The transaction 0xabababababababababababababababababababababababababababababababab was included and failed. Prepare another.
      a status that is none: anchor.NodeError: The node's answer to eth_getTransactionReceipt is malformed. Ask another node.
      a time beyond all calendars: anchor.NodeError: The node's answer to eth_getBlockByNumber is malformed. Ask another node.
      a height beyond all numbers: anchor.NodeError: The node's answer to eth_getTransactionByHash is malformed. Ask another node.
      a quantity without end: anchor.NodeError: The node's answer to eth_blockNumber is malformed. Ask another node.
      text for a block: anchor.NodeError: The node's answer to eth_getBlockByNumber is malformed. Ask another node.
      no finalized block: anchor.NoFinalityError: This node knows no finalized block. Ask another node, or pass a number of blocks as \`settled\`."
    `)
  })

  test('a chain without base fee is refused', async () => {
    const provider = { request: async ({ method }: { method: string }) => ({ ...honest, eth_maxPriorityFeePerGas: '0x1', eth_estimateGas: '0x1' })[method] }
    const client = { ...provider, account: richAccount(0), chain: { id: 42 } } as unknown as Publisher
    await expect(evm({ client }).prepare(commitmentOf(1))).rejects.toThrow('The blocks of eip155:42 state no base fee, so it does not know EIP-1559.')
  })

  test('a roll-up that asks for more gas gets it', async () => {
    const answers: Record<string, unknown> = {
      ...honest,
      eth_getBlockByNumber: { ...(honest['eth_getBlockByNumber'] as object), baseFeePerGas: '0x64' },
      eth_maxPriorityFeePerGas: '0x1',
      eth_estimateGas: '0x30d40',
      eth_getTransactionCount: '0x0',
      eth_getCode: '0x',
    }
    const client = { request: async ({ method }: { method: string }) => answers[method], account: richAccount(0), chain: { id: 42 } } as unknown as Publisher
    expect(await evm({ client }).prepare(commitmentOf(1))).toMatchObject({ gas: '200000', fee: String(200_000 * 201), currency: 'ETH' })
  })

  test('a client that cannot sign without sending is refused', () => {
    const client = { request: async () => null, account: { address: '0xaa', type: 'json-rpc' }, chain: { id: 1 } } as unknown as Publisher
    expect(() => evm({ client })).toThrowErrorMatchingInlineSnapshot(
      `[anchor.AccountError: This client has no local account, so it cannot sign a transaction that is kept before it is sent. Give it one, such as privateKeyToAccount(key).]`,
    )
  })
})

describe('what a reader says of a contract', () => {
  const to = `0x${'ab'.repeat(20)}`
  const data = new Uint8Array([1, 2, 3])
  const block = (number: string): object => ({ hash: `0x${'cd'.repeat(32)}`, number, timestamp: '0x65000000' })
  const refusal = (error: object): unknown => Object.assign(new Error('x'), error)
  const ask = async (answer: unknown, { settled, at = 'settled', id = '0x2a' }: { settled?: Settled; at?: 'settled' | 'latest'; id?: string } = {}) => {
    const asked: unknown[] = []
    const provider: Provider = {
      async request({ method, params }) {
        if (method === 'eth_chainId') return id
        if (method === 'eth_blockNumber') return '0x20'
        const [first, which] = params as readonly string[]
        if (method === 'eth_getBlockByNumber') return block(first === 'finalized' ? '0x18' : (first ?? ''))
        asked.push(first, which)
        if (answer instanceof Error) throw answer
        return answer
      },
    }
    const found = await evmReader({ chainId: 42, provider, settled })
      .call?.({ to, data, at })
      .catch((error: unknown) => String(error))
    if (typeof found !== 'object') return found
    return { asked, output: found.output && toHex(found.output), time: found.time, confirmations: found.confirmations, testOnly: found.testOnly }
  }
  const time = '2023-09-12T06:06:56.000Z'

  test('it asks the state of the newest block that is settled, or of the latest', async () => {
    const request = { to, data: '0x010203' }
    expect(await ask('0xAB')).toEqual({ asked: [request, '0x18'], output: 'ab', time, confirmations: 9, testOnly: false })
    expect(await ask('0x', { at: 'latest' })).toEqual({ asked: [request, '0x20'], output: '', time, confirmations: 1, testOnly: false })
    expect(await ask('0x', { settled: 12 })).toMatchObject({ asked: [request, '0x15'], confirmations: 12 })
    expect(await ask('0x', { settled: 1000 })).toMatchObject({ asked: [request, '0x0'] })
  })

  test.each([
    ['Geth and anvil', refusal({ code: 3, message: 'execution reverted' })],
    ['Nethermind', refusal({ code: -32015, message: 'VM execution error.' })],
    ['Besu', refusal({ code: -32000, message: 'Execution reverted' })],
    ['Hardhat', refusal({ code: -32603, message: 'VM Exception while processing transaction: revert' })],
    ['a client around one', refusal({ cause: { cause: { code: 3 } } })],
  ])('a contract that refuses, as %s says it, has no output', async (_, error) => {
    expect(await ask(error)).toMatchObject({ output: undefined, time })
  })

  test.each([
    ['an error of the node', refusal({ code: -32000, message: 'missing trie node' }), 'missing trie node'],
    ['no answer', null, 'anchor.NodeError'],
    ['half a byte', '0x1', 'anchor.NodeError'],
    ['a number', 1, 'anchor.NodeError'],
  ])('%s rejects', async (_, answer, said) => {
    expect(await ask(answer)).toContain(said)
  })

  test('a node of another chain is not asked; causes in a circle end', async () => {
    expect(await ask('0x', { id: '0x1' })).toContain('anchor.OtherChainError')
    const loop = new Error('loop') as Error & { cause: unknown }
    loop.cause = loop
    expect(await ask(loop)).toContain('loop')
  })

  test('several readers of one chain must agree about a contract too', async () => {
    const reader = (output: Uint8Array | undefined, more: object = {}): ChainReader => ({
      id: 'eip155:42',
      find: () => Promise.reject(new Error('not asked')),
      call: async () => ({ output, time, confirmations: 9, ...more }),
    })
    const call = { to, data, at: 'latest' } as const
    const one = new Uint8Array([1])
    const later = { time: '2024-01-01T00:00:00.000Z', confirmations: 3, testOnly: true }
    expect(await agreed([reader(one), reader(one, later)]).call?.(call)).toEqual({ output: one, ...later })
    expect(await agreed([reader(undefined, later), reader(undefined)]).call?.(call)).toEqual({ output: undefined, ...later })
    for (const other of [undefined, new Uint8Array([2]), new Uint8Array()])
      await expect(agreed([reader(one), reader(other)]).call?.(call)).rejects.toMatchObject({
        name: 'anchor.DisagreementError',
        message: `The sources for eip155:42 do not agree about the contract ${to}: what it says. Ask again later, and then find out which of them is wrong.`,
        facts: { chain: 'eip155:42', contract: to, about: 'what it says' },
      })
    const { call: _, ...without } = reader(one)
    expect(agreed([reader(one), without]).call).toBeUndefined()
  })
})

describe('a chain that changes its mind', () => {
  let own: Anvil
  beforeAll(async () => {
    own = await startAnvil('--slots-in-an-epoch', '1')
  })
  afterAll(() => own.stop())
  const chainOf = (account: number): Chain => evm({ client: clientOf(own, richAccount(account)), settled: 3 })

  test('a reorganised transaction is unknown, never failed, and resume brings it back', async () => {
    const chain = chainOf(0)
    await own.rpc('anvil_mine', '0x5')
    let kept: anchoring.Pending | undefined
    const { receipts } = await anchoring.anchor([signedBadge(1)], { suite, chain, keep: (pending) => void (kept = pending) })
    const receipt = receipts.get('urn:example:badge:1') as anchoring.Receipt
    expect(problemOf(await checkOf(receipt, chain))).toBe('unknown, anchor.NotSettledError')
    await own.rpc('anvil_mine', '0x1')
    // Another history of the last two blocks, with somebody else's transaction in it.
    const { address } = richAccount(5)
    await own.rpc('anvil_reorg', 2, [[{ from: address, to: address, value: '0x1' }, 0]])
    expect(problemOf(await checkOf(receipt, chain))).toBe('unknown, anchor.ChainSilentError, not found')
    expect(await anchoring.resume(kept as anchoring.Pending, { chain })).toEqual({ anchor: receipt.anchors[0], receipts })
    await own.rpc('anvil_mine', '0x3')
    expect(problemOf(await checkOf(receipt, chain))).toBe('passed')
    expect(await own.rpc('eth_getTransactionCount', richAccount(0).address, 'latest')).toBe('0x1')
  })

  test('data that were reorganised away are not there, and sending them again brings them back', async () => {
    const chain = evm({ client: clientOf(own, richAccount(6)), settled: 3 })
    await own.rpc('anvil_mine', '0x5')
    const [prepared] = await chain.prepareData([new Uint8Array([4, 5, 6])])
    if (!prepared) throw new Error('nothing was prepared')
    await chain.send(prepared)
    await own.rpc('anvil_mine', '0x1')
    const { address } = richAccount(5)
    await own.rpc('anvil_reorg', 2, [[{ from: address, to: address, value: '0x1' }, 0]])
    expect(await chain.read(prepared.transaction)).toBeUndefined()
    await chain.send(prepared)
    expect(await chain.read(prepared.transaction)).toMatchObject({ data: new Uint8Array([4, 5, 6]), settled: false })
    expect(await own.rpc('eth_getTransactionCount', richAccount(6).address, 'latest')).toBe('0x1')
  })

  test('a transaction whose nonce another one took is an error that says so', async () => {
    const chain = chainOf(1)
    const [first, second] = [await chain.prepare(commitmentOf(1)), await chain.prepare(commitmentOf(2))]
    await chain.send(second)
    const error = await chain.send(first).catch((thrown: unknown) => thrown)
    expect(String(error).replace(first.transaction, '0x…')).toMatchInlineSnapshot(
      `"anchor.ReplacedError: Another transaction of this account took the nonce 0, so 0x… can never be included. It wrote nothing: prepare it anew."`,
    )
    // Sent already is not replaced.
    expect(await chain.send(second)).toEqual({ chain: 'eip155:31337', transaction: second.transaction })
  })

  test('a transaction that the node refuses for another reason may be sent later', async () => {
    const poor = privateKeyToAccount(`0x${'77'.repeat(32)}`)
    const chain = evm({ client: clientOf(own, poor as never), settled: 1 })
    const prepared = await chain.prepare(commitmentOf(3))
    const error = await chain.send(prepared).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'anchor.NotSentError', cause: expect.any(Error) })
    await own.rpc('anvil_setBalance', poor.address, '0x56bc75e2d63100000')
    expect(await chain.send(prepared)).toEqual({ chain: 'eip155:31337', transaction: prepared.transaction })
  })

  test('an answer that got lost is no error when the transaction arrived', async () => {
    const client = clientOf(own, richAccount(4))
    const lossy = {
      ...client,
      async request(call: { readonly method: string }) {
        const answer = await client.request(call as never)
        if (call.method === 'eth_sendRawTransaction') throw new Error('connection reset')
        return answer
      },
    }
    const chain = evm({ client: lossy, settled: 1 })
    const prepared = await chain.prepare(commitmentOf(5))
    expect(await chain.send(prepared)).toEqual({ chain: 'eip155:31337', transaction: prepared.transaction })
  })

  test('waiting can be called off, and the transaction is found when it is asked for again', async () => {
    const chain = chainOf(2)
    await own.rpc('evm_setAutomine', false)
    try {
      const prepared = await chain.prepare(commitmentOf(4))
      await expect(chain.send(prepared, { cancel: AbortSignal.timeout(300) })).rejects.toThrow('timeout')
      expect(await chain.find({ ...prepared, commitment: commitmentOf(4) })).toBeUndefined()
      // Dropped by the node meanwhile: sent once more. Known to it: waited for.
      await own.rpc('anvil_dropTransaction', prepared.transaction)
      const sent = chain.send(prepared)
      const again = chain.send(prepared)
      while ((await own.rpc('eth_getTransactionByHash', prepared.transaction)) === null) await new Promise((resolve) => setTimeout(resolve, 20))
      await own.rpc('anvil_mine', '0x1')
      expect(await sent).toEqual(await again)
      expect(await own.rpc('eth_getTransactionCount', richAccount(2).address, 'latest')).toBe('0x1')
    } finally {
      await own.rpc('evm_setAutomine', true)
    }
  })

  test('a raw transaction of another chain is not sent', async () => {
    const foreign = await richAccount(3).signTransaction({
      type: 'eip1559',
      chainId: 1,
      nonce: 300,
      gas: 30_000n,
      maxFeePerGas: 1n,
      to: richAccount(3).address,
    })
    const { keccak256 } = await import('viem')
    const prepared = { chain: 'eip155:31337', transaction: keccak256(foreign), raw: foreign, fee: '1' } as const
    await expect(chainOf(3).send(prepared)).rejects.toThrow('This is meant for the chain eip155:31337, and the chain at hand is eip155:1.')
    const legacy = await richAccount(3).signTransaction({ type: 'legacy', nonce: 0, gas: 30_000n, gasPrice: 1n, to: richAccount(3).address })
    await expect(chainOf(3).send({ ...prepared, raw: legacy, transaction: keccak256(legacy) })).rejects.toMatchObject({ name: 'anchor.NotPreparedError' })
  })
})

describe('a process that is killed', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'microcred-'))
  const program = join(scratch, 'child.mjs')
  beforeAll(async () => {
    await build({
      entryPoints: [fileURLToPath(new URL('./crash-child.ts', import.meta.url))],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    })
  })
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))

  const leaves = Array.from({ length: 7 }, (_, at) => anchoring.leaf(signedBadge(at), { suite }))
  const run = (env: Record<string, string>): Promise<NodeJS.Signals | null> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit'] })
      child.once('error', reject)
      child.once('close', (code, signal) => (signal || code === 0 ? resolve(signal) : reject(new Error(`child ended with ${code}`))))
    })

  test.each([
    ['after preparing', false],
    ['while keeping', false],
    ['after keeping', true],
    ['before sending', true],
    ['after sending', true],
    ['after anchoring', true],
  ])('%s leaves exactly one transaction when the work is resumed', async (stage, keeps) => {
    const account = 200 + accounts++
    await anvil.rpc('anvil_setBalance', richAccount(account).address, '0x56bc75e2d63100000')
    const [rows, kept] = [join(scratch, `${account}.rows`), join(scratch, `${account}.kept`)]
    writeFileSync(rows, JSON.stringify(leaves.map((leaf) => ({ id: leaf.id, row: [...anchoring.toRow(leaf)] }))))
    expect(await run({ STAGE: stage, URL: anvil.url, ACCOUNT: String(account), ROWS: rows, KEPT: kept })).toBe('SIGKILL')
    expect(existsSync(kept)).toBe(keeps)

    const chain = chainFor(richAccount(account))
    const { anchor, receipts } = keeps ? await anchoring.resume(readFileSync(kept), { chain }) : await anchoring.anchor(leaves, { chain, keep: keepNothing })
    expect(await anvil.rpc('eth_getTransactionCount', richAccount(account).address, 'pending')).toBe('0x1')
    expect((await transactionOf(anchor.transaction))['input']).toBe(`0x${toHex(anchor.commitment)}`)
    expect([...receipts.keys()]).toEqual(leaves.map(({ id }) => id))
    for (const [at, receipt] of [...receipts.values()].entries()) {
      expect(anchoring.matches(receipt, anchoring.leafBytes(signedBadge(at), { suite }))).toBe(true)
      expect(await checkOf(receipt, chain)).toMatchObject({ outcome: 'passed' })
    }
    if (keeps) expect(await anchoring.resume(readFileSync(kept), { chain })).toEqual({ anchor, receipts })
  })
})

test('the door carries no viem: the account signs, and the rest is JSON', async () => {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/anchor/evm.ts', import.meta.url))],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    logLevel: 'silent',
  })
  expect(Object.keys(metafile.inputs).filter((file) => /viem|merkle|jsonld/.test(file))).toEqual([])
})
