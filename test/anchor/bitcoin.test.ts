import { describe, expect, test } from 'vitest'
import { bitcoinReader } from '../../src/anchor/bitcoin.js'
import { lookUp } from '../../src/anchor/index.js'
import { type Bytes, type Commitment, fromHex, toHex } from '../../src/bytes.js'
import type { Anchor, ChainReader } from '../../src/seams.js'
import { chainConformance } from '../conformance/chain.js'
import { block508180 } from './block-508180.js'
import { chainOver, type FakeBitcoin, fakeBitcoin, opReturn } from './fake-bitcoin.js'

const main = 'bip122:000000000019d6689c085ae165831e93'
const testnet = { chain: 'bip122:000000000933ea01ad0ee984209779ba', genesis: '000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943' } as const
const sources = { esplora: 'https://bitcoin.example/api', bitcoind: 'https://bitcoin.example/rest/' } as const
const commitment = fromHex('ab'.repeat(32)) as Bytes as Commitment
const anchorAt = (transaction: string, chain: Anchor['chain'] = main): Anchor => ({ chain, transaction, commitment })
const readerOf = (bitcoin: FakeBitcoin, source: string = sources.esplora, settled?: number): ChainReader =>
  bitcoinReader({ source, load: bitcoin.load, settled })
/** How a look-up comes out, in one line. */
const outcomeOf = async (transaction: string, ...readers: readonly ChainReader[]): Promise<string> => {
  const [found] = await lookUp({ anchors: [anchorAt(transaction)], commitment }, readers)
  if (!found || found.check.outcome === 'passed' || found.check.outcome === 'skipped') return String(found?.check.outcome)
  const { name, facts, cause } = found.check.problem
  return [found.check.outcome, name, facts['reason'], cause?.name, cause?.facts['about']].filter(Boolean).join(', ')
}

for (const [name, source] of Object.entries(sources)) {
  chainConformance(`bitcoinReader() on ${name}`, async () => {
    const bitcoin = fakeBitcoin(testnet.genesis)
    const reader = bitcoinReader({ source, load: bitcoin.load, chain: testnet.chain })
    return { chain: chainOver(bitcoin, reader), settle: async () => bitcoin.mine(6) }
  })
}

test('a transaction of the main chain: what it holds, when, and who sent it', async () => {
  const reader = bitcoinReader(block508180)
  const sighting = await reader.find(anchorAt('2378076e8e140012814e98a2b2cb1af07ec760b239c1d6d93ba54d658a010ecd'))
  expect({ ...sighting, commitment: toHex(sighting?.commitment ?? new Uint8Array()) }).toEqual({
    commitment: 'b2ceea1d52627b6ed8d919ad1039eca32f6e099ef4a357cbb7f7361c471ea6c8',
    time: '2018-02-08T00:23:34.000Z',
    confirmations: 95579,
    settled: true,
    sender: '1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo',
    tolerance: 7200,
    testOnly: false,
  })
})

describe.each(Object.entries(sources))('what a reader says, on %s', (_, source) => {
  test('it is settled six blocks deep, or as deep as the caller says', async () => {
    const bitcoin = fakeBitcoin()
    const transaction = bitcoin.send([opReturn(toHex(commitment))])
    const looks: string[] = []
    for (let depth = 0; depth <= 6; depth++) {
      const six = await readerOf(bitcoin, source).find(anchorAt(transaction))
      const two = await readerOf(bitcoin, source, 2).find(anchorAt(transaction))
      looks.push(`${six?.confirmations} ${six?.settled} ${two?.settled}`)
      bitcoin.mine()
    }
    expect(looks).toEqual(['undefined undefined undefined', '1 false false', '2 false true', '3 false true', '4 false true', '5 false true', '6 true true'])
  })

  test.each([0, 1.5, -1, Number.NaN])('%s is no depth', (settled) => {
    expect(() => readerOf(fakeBitcoin(), source, settled)).toThrow('A transaction is settled a whole number of blocks deep, at least 1. Pass one.')
  })

  test('a block that was undone holds nothing any more', async () => {
    const bitcoin = fakeBitcoin()
    const transaction = bitcoin.send([opReturn(toHex(commitment))])
    bitcoin.mine(2)
    expect(await readerOf(bitcoin, source).find(anchorAt(transaction))).toBeDefined()
    bitcoin.undo(2)
    expect(await readerOf(bitcoin, source).find(anchorAt(transaction))).toBeUndefined()
  })

  test('a block that is undone between two answers holds nothing either', async () => {
    const bitcoin = fakeBitcoin()
    const transaction = bitcoin.send([opReturn(toHex(commitment))])
    bitcoin.mine(2)
    const reader = bitcoinReader({
      source,
      load: async (url, wish) => {
        const answer = await bitcoin.load(url, wish)
        if (url.includes('tx/')) bitcoin.undo(2)
        return answer
      },
    })
    // Esplora then has another block there, or none; bitcoind has no header for it.
    await expect(reader.find(anchorAt(transaction)).catch((error: Error) => error.name)).resolves.toSatisfy(
      (found) => found === undefined || found === 'load.FailedError',
    )
  })

  test.each<[string, readonly string[], string]>([
    ['the data of an OP_RETURN output, wherever it stands', ['76a9', opReturn('ab'.repeat(32)), '0014'], 'passed'],
    ['one of several', [opReturn('cd'.repeat(32)), opReturn('ab'.repeat(32))], 'passed'],
    ['a push with its length apart', [`6a4c20${'ab'.repeat(32)}`], 'passed'],
    ['other data', [opReturn('cd'.repeat(32))], 'failed, anchor.NotOnChainError'],
    ['more of it', [opReturn('ab'.repeat(33))], 'failed, anchor.NotOnChainError'],
    ['less of it', [opReturn('ab'.repeat(31))], 'failed, anchor.NotOnChainError'],
    ['more pushes than one', [`${opReturn('ab'.repeat(32))}51`], 'failed, anchor.NotOnChainError'],
    ['a script that is cut off', [`6a20${'ab'.repeat(31)}`], 'failed, anchor.NotOnChainError'],
    ['an output that is paid to it', [`20${'ab'.repeat(32)}`], 'failed, anchor.NotOnChainError'],
    ['nothing', [], 'failed, anchor.NotOnChainError'],
  ])('%s', async (_, scripts, outcome) => {
    const bitcoin = fakeBitcoin()
    const transaction = bitcoin.send(scripts)
    bitcoin.mine(6)
    expect(await outcomeOf(transaction, readerOf(bitcoin, source))).toBe(outcome)
  })

  test.each<[string, readonly (string | undefined)[], string | undefined]>([
    ['one address', ['1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo'], '1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo'],
    ['one address, several times', ['1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo', '1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo'], '1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo'],
    ['two addresses', ['1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'], undefined],
    ['a script without an address', [undefined], undefined],
    ['a script without an address, and an address', [undefined, '1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo'], undefined],
  ])('the sender of what was spent from %s', async (_, addresses, sender) => {
    const bitcoin = fakeBitcoin()
    const transaction = bitcoin.send([opReturn(toHex(commitment))], addresses)
    bitcoin.mine()
    expect((await readerOf(bitcoin, source).find(anchorAt(transaction)))?.sender).toBe(sender)
  })

  test('it asks for block 0 before it believes a source, once, and again when that failed', async () => {
    const bitcoin = fakeBitcoin()
    const transaction = bitcoin.send([opReturn(toHex(commitment))])
    bitcoin.mine(6)
    let down = true
    const reader = bitcoinReader({ source, load: (url, wish) => (down ? Promise.reject(new Error('down')) : bitcoin.load(url, wish)) })
    expect(await outcomeOf(transaction, reader)).toBe('unknown, anchor.ChainSilentError, no answer, Error')
    down = false
    expect(await outcomeOf(transaction, reader)).toBe('passed')
    expect(await outcomeOf(transaction, reader)).toBe('passed')
    expect(bitcoin.asked.filter((url) => /(block-height|blockhashbyheight)\/0\b/.test(url)).length).toBe(1)
    expect(bitcoin.asked[0]).toMatch(/(block-height|blockhashbyheight)\/0\b/)
    const other = fakeBitcoin(testnet.genesis)
    expect(await outcomeOf(transaction, readerOf(other, source))).toBe('unknown, anchor.ChainSilentError, no answer, anchor.OtherChainError')
  })

  test('a test chain proves nothing to others', async () => {
    const bitcoin = fakeBitcoin(testnet.genesis)
    const transaction = bitcoin.send([opReturn(toHex(commitment))])
    bitcoin.mine()
    const reader = bitcoinReader({ source, load: bitcoin.load, chain: testnet.chain })
    expect(await reader.find(anchorAt(transaction, testnet.chain))).toMatchObject({ testOnly: true })
  })

  test.each(['', `0x${'ab'.repeat(32)}`, 'AB'.repeat(32), `${'ab'.repeat(32)}#0`, '../block-height/0'])(
    'the anchor "%s" is for another reader',
    async (transaction) => {
      const bitcoin = fakeBitcoin()
      await expect(readerOf(bitcoin, source).find(anchorAt(transaction))).rejects.toThrow(
        'This reader finds commitments in OP_RETURN outputs, and the anchor is elsewhere. Pass a reader that understands it.',
      )
      expect(bitcoin.asked).toEqual([])
    },
  )
})

describe('nonsense is a doubt, never a verdict', () => {
  const nonsense = ['', '{', '[]', 'null', '"x"', '1e400', '-1', '{}', '<html>', `{"txid":"${'0'.repeat(64)}"}`, '['.repeat(100_000)]

  test.each(Object.entries(sources))('on %s', async (_, source) => {
    const bitcoin = fakeBitcoin()
    const transaction = bitcoin.send([opReturn(toHex(commitment))])
    bitcoin.mine(6)
    const paths = async (): Promise<readonly string[]> => {
      const before = bitcoin.asked.length
      await readerOf(bitcoin, source).find(anchorAt(transaction))
      return bitcoin.asked.slice(before).map((url) => url.replace(/^https:\/\/[^/]+\/(api|rest)\//, ''))
    }
    for (const path of await paths()) {
      for (const answer of nonsense) {
        bitcoin.wrong.set(path, answer)
        const outcome = await outcomeOf(transaction, readerOf(bitcoin, source))
        bitcoin.wrong.delete(path)
        // Without the header of its block, the transaction is in no block.
        expect(outcome, `${path} ${answer.slice(0, 20)}`).toMatch(
          path.startsWith('headers') && answer === '[]'
            ? /^unknown, anchor.ChainSilentError, not found/
            : /^unknown, anchor.(ChainSilentError, no answer|NotSettledError)/,
        )
      }
    }
  })

  const good = { txid: 'ab'.repeat(32), vin: [{}], vout: [{ scriptpubkey: '6a' }], status: { confirmed: true, block_height: 1, block_hash: '', block_time: 1 } }
  test.each<[string, object]>([
    ['no outputs', { ...good, vout: undefined }],
    ['outputs that are none', { ...good, vout: [1] }],
    ['a script that is no hexadecimal', { ...good, vout: [{ scriptpubkey: '6A' }] }],
    ['no inputs', { ...good, vin: {} }],
    ['a time before time', { ...good, status: { ...good.status, block_time: -1 } }],
    ['a time after time', { ...good, status: { ...good.status, block_time: 2 ** 40 } }],
    ['a height that is none', { ...good, status: { ...good.status, block_height: '1' } }],
    ['another transaction', { ...good, txid: 'cd'.repeat(32) }],
  ])('%s', async (_, answer) => {
    const bitcoin = fakeBitcoin()
    bitcoin.mine(6)
    const block_hash = bitcoin.hashAt(1)
    const full = answer as typeof good
    bitcoin.wrong.set(`tx/${good.txid}`, { ...full, status: { ...full.status, block_hash } })
    await expect(readerOf(bitcoin).find(anchorAt(good.txid))).rejects.toMatchObject({ name: 'anchor.SourceError' })
  })

  test('more inputs than anybody asks for have no sender', async () => {
    const bitcoin = fakeBitcoin()
    const transaction = bitcoin.send([opReturn(toHex(commitment))], Array(10_000).fill('1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo'))
    bitcoin.mine(6)
    expect((await readerOf(bitcoin, sources.bitcoind).find(anchorAt(transaction)))?.sender).toBeUndefined()
    expect(bitcoin.asked.length).toBeLessThan(10)
  })

  test('bitcoind before 22 had a list of addresses', async () => {
    const bitcoin = fakeBitcoin()
    const transaction = bitcoin.send([opReturn(toHex(commitment))])
    bitcoin.mine(6)
    await readerOf(bitcoin, sources.bitcoind).find(anchorAt(transaction))
    const [spent = ''] = bitcoin.asked.flatMap((url) => (url.includes('/tx/') && !url.includes(transaction) ? [url.replace(/^.*\/rest\//, '')] : []))
    const answer = (addresses: readonly string[]) => ({ txid: 'x', vout: [{ scriptPubKey: { addresses } }] })
    bitcoin.wrong.set(spent, answer(['1old']))
    expect((await readerOf(bitcoin, sources.bitcoind).find(anchorAt(transaction)))?.sender).toBe('1old')
    bitcoin.wrong.set(spent, answer(['1old', '1other']))
    expect((await readerOf(bitcoin, sources.bitcoind).find(anchorAt(transaction)))?.sender).toBeUndefined()
  })
})

describe('several sources', () => {
  const both = (a: FakeBitcoin, b: FakeBitcoin): ChainReader =>
    bitcoinReader({
      source: ['https://bitcoin.example/api', 'https://other.example/rest'],
      load: (url, wish) => (url.startsWith('https://other.example') ? b.load(url.replace('other', 'bitcoin'), wish) : a.load(url, wish)),
    })
  const pair = (branch = ''): readonly [FakeBitcoin, FakeBitcoin] => [fakeBitcoin(), fakeBitcoin(undefined, branch)]
  const data = opReturn(toHex(commitment))

  test('that agree are believed, and the one that is behind counts', async () => {
    const [a, b] = pair()
    const transaction = a.send([data])
    b.send([data])
    a.mine(7)
    b.mine(6)
    expect(await both(a, b).find(anchorAt(transaction))).toMatchObject({ confirmations: 6, settled: true, sender: '1AwdUWQzJgfDDjeKtpPzMfYMHejFBrxZfo' })
  })

  test('both are asked, and neither knows it', async () => {
    const [a, b] = pair()
    expect(await outcomeOf('ab'.repeat(32), both(a, b))).toBe('unknown, anchor.ChainSilentError, not found')
    expect([a, b].every(({ asked }) => asked.length > 0)).toBe(true)
  })

  const partings: { readonly [about: string]: (a: FakeBitcoin, b: FakeBitcoin, id: string) => void } = {
    'whether it is there': (a) => a.mine(6),
    'what it holds': (a, b, id) => {
      for (const one of [a, b]) one.mine(6)
      b.wrong.set(`tx/${id}.json`, forged(id, opReturn('cd'.repeat(32)), b))
    },
    'when it was': (a, b) => {
      b.mine()
      b.send([data])
      for (const one of [a, b]) one.mine(6)
    },
    'who sent it': (a, b, id) => {
      for (const one of [a, b]) one.mine(6)
      b.wrong.set(`tx/${id}.json`, forged(id, data, b))
    },
  }
  test.each(Object.entries(partings))('that do not agree about %s are a doubt', async (about, make) => {
    const [a, b] = pair()
    const id = a.send([data])
    make(a, b, id)
    expect(await outcomeOf(id, both(a, b))).toBe(`unknown, anchor.ChainSilentError, no answer, anchor.DisagreementError, ${about}`)
  })

  test('one that is silent silences the other', async () => {
    const [a, b] = pair()
    const id = a.send([data])
    a.mine(6)
    b.wrong.set('blockhashbyheight/0.json', new Error('down'))
    expect(await outcomeOf(id, both(a, b))).toBe('unknown, anchor.ChainSilentError, no answer, Error')
  })

  test('the message says what to do', async () => {
    const [a, b] = pair()
    const id = a.send([data])
    a.mine(6)
    const error = await both(a, b)
      .find(anchorAt(id))
      .catch((thrown: unknown) => thrown)
    expect(String(error).replace(id, '…')).toMatchInlineSnapshot(
      `"anchor.DisagreementError: The sources for bip122:000000000019d6689c085ae165831e93 do not agree about the transaction …: whether it is there. Ask again later, and then find out which of them is wrong."`,
    )
  })
})

/** The transaction as a source tells it that lies: about what it holds, and about what it was spent from. */
function forged(txid: string, hex: string, bitcoin: FakeBitcoin): object {
  const other = bitcoin.send([], ['1Liar'], 'other')
  bitcoin.wrong.set(`tx/${other}.json`, { txid: other, vin: [], vout: [{ scriptPubKey: { hex: '76a9', address: '1Liar' } }] })
  return { txid, vin: [{ txid: other, vout: 0 }], vout: [{ scriptPubKey: { hex } }], blockhash: bitcoin.hashAt(1) }
}
