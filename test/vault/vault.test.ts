import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { memory } from '../../src/anchor/memory.js'
import { type Bytes, fromHex, sameBytes, toHex, utf8 } from '../../src/bytes.js'
import { type CompactJwt, toText } from '../../src/credential/secured.js'
import type { DataChain, DataReader, Prepared } from '../../src/seams.js'
import {
  type Custodian,
  type ErasureStore,
  erase,
  linkIn,
  memoryStore,
  type Opened,
  openVault,
  plan,
  publish,
  type RecordId,
  type SealedBatch,
  type Shares,
  seal,
  type VaultLink,
} from '../../src/vault/index.js'
import { fromLink, type Linked, toLink } from '../../src/vault/link.js'
import { headerSize, recordKey } from '../../src/vault/record.js'
import { draw } from '../../src/vault/seal.js'
import { current } from '../../src/verify/current.js'
import { verify } from '../../src/verify/verify.js'
import { badge, letters } from './badges.js'
import { custodianOf } from './custodians.js'

const page = 'https://uni.example/open'
const closed = { outcome: 'unavailable', problem: expect.objectContaining({ name: 'vault.CannotOpenError', facts: {} }) }

/** A store that shows what it was given. */
function watched(): { readonly store: ErasureStore; readonly shares: Map<RecordId, Shares> } {
  const shares = new Map<RecordId, Shares>()
  const store = memoryStore()
  return {
    shares,
    store: {
      ...store,
      async put(given) {
        for (const [id, one] of given) shares.set(id, one)
        await store.put(given)
      },
    },
  }
}

/** A chain whose data may be changed on the way. */
const changed = (chain: DataReader, change: (data: Bytes) => Uint8Array): DataReader => ({
  id: chain.id,
  async read(transaction) {
    const seen = await chain.read(transaction)
    return seen && { ...seen, data: change(seen.data.slice()) as Bytes }
  },
})

const linkedTo = (link: VaultLink, change: Partial<Linked>): VaultLink => toLink(page, { ...(fromLink(link) as Linked), ...change })
const outcomeOf = (opened: Opened): string => (opened.outcome === 'unavailable' ? opened.problem.name : opened.outcome)

describe('five badges', () => {
  const chain = memory()
  const { store, shares } = watched()
  const custodian = custodianOf(store)
  const options = { chains: [chain], custodians: [custodian] }
  let texts: readonly string[]
  let batch: SealedBatch
  let links: readonly VaultLink[]
  beforeAll(async () => {
    const badges = await Promise.all([0, 1, 2, 3, 4].map(badge))
    texts = badges.map(toText)
    batch = await seal(badges, { chain, store, page })
    links = batch.records.map(({ link }) => link)
    await publish(batch.sealed, { chain })
  })

  test('are opened by their links, word for word, and verify', async () => {
    for (const [at, link] of links.entries()) {
      const opened = await openVault(link, options)
      expect(opened).toEqual({ outcome: 'open', text: texts[at], settled: true })
      if (opened.outcome === 'open') expect((await verify(opened.text, { accept: current, issuers: 'any' })).outcome).toBe('passed')
    }
    expect(outcomeOf(await openVault(linkIn(links[0] as string) as VaultLink, options))).toBe('open')
  })

  test('links are on the page that was given, and in nothing that is kept', async () => {
    for (const { id, link, transaction } of batch.records) {
      const { holder } = fromLink(link) as Linked
      expect(transaction).toBe((fromLink(link) as Linked).transaction)
      expect(link.startsWith(`${page}#v1.`)).toBe(true)
      expect(toHex(batch.sealed)).not.toContain(toHex(holder))
      const { erasure, template } = shares.get(id) as Shares
      for (const secret of [erasure, template]) expect(toHex(batch.sealed)).not.toContain(toHex(secret))
      for (const share of [erasure, template]) expect(sameBytes(share, holder)).toBe(false)
    }
  })

  test('nothing readable is on the chain, and all records have one length', async () => {
    const data = (await chain.read((fromLink(links[0] as string) as Linked).transaction))?.data as Uint8Array
    const onChain = Buffer.from(data).toString('latin1')
    for (const word of ['uni.example', 'Statistics', 'learner', 'did:key', 'proof']) expect(onChain).not.toContain(word)
    expect((data.length - headerSize - new DataView(data.buffer, data.byteOffset).getUint16(30)) % 5).toBe(0)
  })

  test('without its own holder share nothing opens: neither a guess nor any other', async () => {
    for (const [at, link] of links.entries()) {
      const other = fromLink(links[(at + 1) % 5] as string) as Linked
      const guesses = [other.holder, new Uint8Array(32), crypto.getRandomValues(new Uint8Array(32))]
      for (const holder of guesses) expect(await openVault(linkedTo(link, { holder }), options)).toEqual(closed)
    }
  })

  test('without its own erasure share nothing opens: neither a guess nor any other', async () => {
    const [first] = batch.records
    const { template } = shares.get(first?.id as RecordId) as Shares
    const others = [...shares.values()].slice(1).map(({ erasure }) => erasure)
    for (const erasure of [...others, new Uint8Array(32), (fromLink(first?.link ?? '') as Linked).holder]) {
      const lying: Custodian = { origin: 'x', ask: async () => Uint8Array.from([1, ...erasure, ...template]) }
      expect(await openVault(links[0] as VaultLink, { ...options, custodians: [lying] })).toEqual(closed)
    }
    const wrongTemplate: Custodian = {
      origin: 'x',
      ask: async () => Uint8Array.from([1, ...(shares.get(first?.id as RecordId) as Shares).erasure, ...new Uint8Array(32)]),
    }
    expect(await openVault(links[0] as VaultLink, { ...options, custodians: [wrongTemplate] })).toEqual(closed)
  })

  test('a record opens at its own place only', async () => {
    for (const [at, link] of links.entries())
      for (const index of [(at + 1) % 5, 5, 6, 0xfffffffe, 0xffffffff, 2 ** 32, 2 ** 40])
        expect(await openVault(linkedTo(link, { index }), options)).toEqual(closed)
    // Two records of one batch, each where the other was.
    const size = 32 * 13
    const swap = changed(chain, (data) => {
      const [one, two] = [data.slice(headerSize, headerSize + size), data.slice(headerSize + size, headerSize + 2 * size)]
      data.set(two, headerSize)
      data.set(one, headerSize + size)
      return data
    })
    for (const link of links.slice(0, 2)) expect(await openVault(link, { ...options, chains: [swap] })).toEqual(closed)
    expect(outcomeOf(await openVault(links[2] as VaultLink, { ...options, chains: [swap] }))).toBe('open')
  })

  test('a record opens on its own chain only', async () => {
    const elsewhere: DataReader = { id: 'memory:2', read: (transaction) => chain.read(transaction) }
    for (const link of links) expect(await openVault(linkedTo(link, { chain: 'memory:2' }), { ...options, chains: [elsewhere] })).toEqual(closed)
    for (const link of links) expect(await openVault(link, { ...options, chains: [elsewhere] })).toEqual(closed)
    expect(await openVault(links[0] as VaultLink, { ...options, chains: [] })).toEqual(closed)
  })

  test('a record opens in its own batch only', async () => {
    const again = await seal(await Promise.all([0, 1, 2, 3, 4].map(badge)), { chain, store, page })
    await publish(again.sealed, { chain })
    const { transaction } = fromLink(again.records[0]?.link as string) as Linked
    for (const link of links) expect(await openVault(linkedTo(link, { transaction }), options)).toEqual(closed)
    // The record of one batch in the payload of another.
    const other = (await chain.read(transaction))?.data as Bytes
    const moved = changed(chain, (data) => {
      other.set(data.subarray(headerSize, headerSize + 32), headerSize)
      return other
    })
    expect(await openVault(links[0] as VaultLink, { ...options, chains: [moved] })).toEqual(closed)
  })

  test('any byte that is changed, on the chain or in a share, closes it', async () => {
    const { transaction } = fromLink(links[1] as string) as Linked
    const data = (await chain.read(transaction))?.data as Bytes
    const size = new DataView(data.buffer, data.byteOffset).getUint32(24)
    // The header, the record itself, the template: all that the link depends on.
    const places = [...Array(headerSize).keys(), ...range(headerSize + size, headerSize + 2 * size), ...range(headerSize + 5 * size, data.length)]
    for (const at of places) {
      const flip = changed(chain, (bytes) => {
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8))
        return bytes
      })
      expect(await openVault(links[1] as VaultLink, { ...options, chains: [flip] }), String(at)).toEqual(closed)
    }
    const share = await custodian.ask(await shareIdOfLink(links[1] as VaultLink, chain))
    for (let at = 1; at < 65; at++) {
      const flipped = share.slice()
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
      expect(await openVault(links[1] as VaultLink, { ...options, custodians: [{ origin: 'x', ask: async () => flipped }] }), String(at)).toEqual(closed)
    }
  })

  test('a payload that is cut short, too long or none is no record', async () => {
    for (const length of [0, 1, 31, 32, 33, 500]) {
      const cut = changed(chain, (data) => data.subarray(0, length))
      expect(await openVault(links[0] as VaultLink, { ...options, chains: [cut] })).toEqual(closed)
    }
    const longer = changed(chain, (data) => Uint8Array.from([...data, 0]))
    expect(await openVault(links[0] as VaultLink, { ...options, chains: [longer] })).toEqual(closed)
  })

  test('every wrong link is one and the same problem, to the letter', async () => {
    const [link = '' as VaultLink] = links
    const wrong = [
      '',
      'v1.',
      link.slice(0, -1),
      link.slice(0, -20),
      `${link}x`,
      'https://elsewhere.example/#v1.abcd',
      link.replace('#v1', '#v2'),
      linkedTo(link, { index: 3 }),
      linkedTo(link, { index: 77 }),
      linkedTo(link, { chain: 'eip155:1' }),
      linkedTo(link, { transaction: `0x${'11'.repeat(32)}` }),
      linkedTo(link, { holder: new Uint8Array(32) }),
    ]
    const answers = await Promise.all(wrong.map((one) => openVault(one as VaultLink, options)))
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(answers[0]).toMatchInlineSnapshot(`
      {
        "outcome": "unavailable",
        "problem": {
          "facts": {},
          "message": "This link opens nothing here: it is incomplete, was made elsewhere, or what it leads to is not what was sealed. Copy it again, whole; a record that was just published may take a few minutes.",
          "name": "vault.CannotOpenError",
        },
      }
    `)
  })

  test('a link whose letters were changed never opens, and never throws', async () => {
    const fragment = linkIn(links[0] as string) as string
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: fragment.length - 1 }), fc.constantFrom(...'abcXYZ019-_'), async (at, letter) => {
        fc.pre(fragment[at] !== letter)
        const link = (fragment.slice(0, at) + letter + fragment.slice(at + 1)) as VaultLink
        expect(await openVault(link, options)).toEqual(closed)
      }),
    )
  })

  test('a silent chain and a silent custodian are other problems, with their causes', async () => {
    const down = async (): Promise<never> => {
      throw new Error('down')
    }
    const [link = '' as VaultLink] = links
    expect(await openVault(link, { ...options, chains: [{ id: 'memory:1', read: down }] })).toMatchInlineSnapshot(`
      {
        "outcome": "unavailable",
        "problem": {
          "cause": {
            "facts": {},
            "message": "down",
            "name": "Error",
          },
          "facts": {
            "chain": "memory:1",
          },
          "message": "The chain memory:1 could not be asked for the record. Try again later, or through another node.",
          "name": "vault.ChainSilentError",
        },
      }
    `)
    expect(await openVault(link, { ...options, custodians: [{ origin: 'https://uni.example', ask: down }] })).toMatchInlineSnapshot(`
      {
        "outcome": "unavailable",
        "problem": {
          "cause": {
            "facts": {},
            "message": "down",
            "name": "Error",
          },
          "facts": {
            "custodian": "https://uni.example",
          },
          "message": "The share of https://uni.example could not be asked for, so nobody knows whether the record can be opened. Try again later.",
          "name": "vault.CustodianSilentError",
        },
      }
    `)
    expect(outcomeOf(await openVault(link, { ...options, custodians: [] }))).toBe('vault.CustodianSilentError')
    const ask = (answer: Uint8Array): Custodian => ({ origin: 'x', ask: async () => answer })
    const malformed = [
      new Uint8Array(0),
      new Uint8Array(64),
      new Uint8Array(66),
      new Uint8Array(65).fill(2),
      Uint8Array.from([3, ...new Uint8Array(64)]),
      Uint8Array.from([0, ...new Uint8Array(63), 1]),
      Uint8Array.from([2, 1, ...new Uint8Array(63)]),
    ]
    for (const answer of malformed) expect(outcomeOf(await openVault(link, { ...options, custodians: [ask(answer)] }))).toBe('vault.CustodianSilentError')
  })

  test('custodians are asked in turn: the first that can say is believed', async () => {
    const [link = '' as VaultLink] = links
    const silent: Custodian = { origin: 'https://gone.example', ask: () => Promise.reject(new Error('gone')) }
    const unknowing = custodianOf(memoryStore(), 'https://new.example')
    const erased: Custodian = { origin: 'https://mirror.example', ask: async () => Uint8Array.from([2, ...new Uint8Array(64)]) }
    const lying: Custodian = { origin: 'https://liar.example', ask: async () => Uint8Array.from([1, ...new Uint8Array(64)]) }
    const open = async (...custodians: Custodian[]): Promise<string> => outcomeOf(await openVault(link, { ...options, custodians }))
    expect(await open(silent, custodian)).toBe('open')
    expect(await open(unknowing, custodian)).toBe('open')
    expect(await open(lying, custodian)).toBe('open')
    expect(await open(custodian, erased)).toBe('open')
    expect(await openVault(link, { ...options, custodians: [silent, erased, custodian] })).toEqual({ outcome: 'erased', statedBy: 'https://mirror.example' })
    // One that cannot be asked may know it.
    expect(await open(silent, unknowing)).toBe('vault.CustodianSilentError')
    expect(await open(unknowing, silent)).toBe('vault.CustodianSilentError')
    expect(await open(unknowing, lying)).toBe('vault.CannotOpenError')
  })

  test('work that was called off is rejected', async () => {
    const cancel = AbortSignal.abort(new Error('enough'))
    const [link = '' as VaultLink] = links
    await expect(openVault(link, { ...options, cancel })).rejects.toThrow('enough')
    await expect(seal([await badge(1)], { chain, store, page, cancel })).rejects.toThrow('enough')
    await expect(publish(batch.sealed, { chain, cancel })).rejects.toThrow('enough')
    await expect(plan([await badge(1)], { chain, cancel })).rejects.toThrow('enough')
  })
})

describe('sealing', () => {
  test('takes JWTs and single badges, and opens them', async () => {
    const [chain, store] = [memory(), memoryStore()]
    const { sealed, records } = await seal([letters(300, 1), await badge(1)], { chain, store, page })
    await publish(sealed, { chain })
    const open = (at: number) => openVault(records[at]?.link as VaultLink, { chains: [chain], custodians: [custodianOf(store)] })
    expect(await open(0)).toMatchObject({ outcome: 'open', text: letters(300, 1) })
    expect(await open(1)).toMatchObject({ outcome: 'open', text: toText(await badge(1)) })
  })

  test('says what is wrong with a call', async () => {
    const [chain, store] = [memory({ maxData: 2000 }), memoryStore()]
    const said = async (credentials: readonly CompactJwt[], at: string = page): Promise<string> =>
      seal(credentials, { chain, store, page: at }).then(() => 'sealed', String)
    const text = 'eyJ.e30.c2ln' as CompactJwt
    expect(
      [
        await said([]),
        await said([text, 'x'.repeat(2 ** 20 + 1) as CompactJwt]),
        await said([letters(5000, 1)]),
        await said([text], 'http://uni.example/open'),
        await said([text], '/open'),
        await said([text], `${page}#top`),
        await publish(new Uint8Array(40), { chain }).catch(String),
      ].join('\n'),
    ).toMatchInlineSnapshot(`
      "vault.EmptyVaultError: There is no credential to seal. Call it when there is one.
      vault.TextTooLongError: Credential 1 has 1048577 characters, and at most 1048576 bytes are opened again. Put its images behind URLs.
      anchor.TooMuchDataError: A transaction of memory:1 takes 2000 bytes at most, and these are 3712. Write them in several.
      vault.PageError: Links lead to a page over https, and carry their secret in its fragment. Pass an https URL without one.
      vault.PageError: Links lead to a page over https, and carry their secret in its fragment. Pass an https URL without one.
      vault.PageError: Links lead to a page over https, and carry their secret in its fragment. Pass an https URL without one.
      vault.NotSealedError: These bytes are not sealed records, or part of them is missing. Pass exactly what \`seal\` returned."
    `)
    await expect(said([text], 'http://localhost:8080/open')).resolves.toBe('sealed')
    await expect(said(['é'.repeat(2 ** 19) as CompactJwt])).resolves.toBe('sealed')
  })

  test('stores every share before anything could be sent; if a custodian refuses, nothing is returned', async () => {
    const [chain, store] = [memory(), memoryStore()]
    const full: ErasureStore = { ...memoryStore(), put: () => Promise.reject(new Error('the disk is full')) }
    await expect(seal([await badge(1)], { chain, store, mirrors: [full], page })).rejects.toThrow('the disk is full')
    await expect(seal([await badge(1)], { chain, store: full, page })).rejects.toThrow('the disk is full')
  })

  test('refuses a chain that prepares something else', async () => {
    const chain = memory()
    const odd = (change: (prepared: readonly Prepared[]) => readonly Prepared[]): DataChain => ({
      ...chain,
      prepareData: async (data) => change(await chain.prepareData(data)),
    })
    const store = memoryStore()
    for (const bad of [
      odd(() => []),
      odd((all) => all.map((one) => ({ ...one, transaction: 'abc' }))),
      odd((all) => all.map((one) => ({ ...one, chain: 'memory:2' }))),
    ])
      await expect(seal([await badge(1)], { chain: bad, store, page })).rejects.toMatchObject({ name: 'vault.UnlinkableChainError' })
  })

  test('many records take as few transactions as fit, and all of them open', async () => {
    const [chain, store] = [memory({ maxData: 2000 }), memoryStore()]
    const texts = Array.from({ length: 50 }, (_, at) => letters(200, at))
    const { transactions, recordSize } = await plan(texts, { chain })
    const { sealed, records } = await seal(texts, { chain, store, page })
    const places = await publish(sealed, { chain })
    expect(places).toHaveLength(transactions.length)
    expect(transactions).toHaveLength(Math.ceil(50 / Math.floor((2000 - 32) / recordSize)))
    for (const [at, { transaction }] of places.entries()) expect((await chain.read(transaction))?.data).toHaveLength(transactions[at]?.bytes ?? 0)
    for (const [at, { link }] of records.entries())
      expect(await openVault(link, { chains: [chain], custodians: [custodianOf(store)] })).toMatchObject({ outcome: 'open', text: texts[at] })
    expect(transactions.reduce((sum, one) => sum + one.records, 0)).toBe(50)
  })
})

describe('publishing', () => {
  test('through every fault, once, by a patient caller, and again after it was done', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const chain = memory({ seed, faults: 'all', maxData: 600 })
      const store = memoryStore()
      const texts = Array.from({ length: 6 }, (_, at) => letters(150, at))
      const { sealed, records } = await seal(texts, { chain, store, page })
      let places = await publish(sealed, { chain }).catch(() => undefined)
      for (let attempt = 0; !places && attempt < 100; attempt++) places = await publish(sealed, { chain }).catch(() => undefined)
      expect(places?.length).toBeGreaterThan(1)
      for (const { link } of records) {
        let opened = ''
        for (let look = 0; opened !== 'open' && look < 200; look++) {
          const found = await openVault(link, { chains: [chain], custodians: [custodianOf(store)] })
          opened = found.outcome === 'open' && found.settled ? 'open' : ''
          expect(['open', 'unavailable']).toContain(found.outcome)
        }
        expect(opened).toBe('open')
      }
    }
  })

  test('takes the bytes that seal returned, whole, on their own chain', async () => {
    const chain = memory()
    const { sealed } = await seal([await badge(1)], { chain, store: memoryStore(), page })
    for (const at of [0, 10, sealed.length - 40, sealed.length - 1]) {
      const bad = sealed.slice()
      bad[at] = (bad[at] ?? 0) ^ 1
      await expect(publish(bad, { chain })).rejects.toMatchObject({ name: 'vault.NotSealedError' })
    }
    await expect(publish(sealed.subarray(1), { chain })).rejects.toMatchObject({ name: 'vault.NotSealedError' })
    await expect(publish(new Uint8Array(0), { chain })).rejects.toMatchObject({ name: 'vault.NotSealedError' })
    await expect(publish(sealed, { chain: { ...chain, id: 'memory:2' } })).rejects.toMatchObject({ name: 'anchor.OtherChainError' })
  })
})

describe('no key and no nonce is used twice', () => {
  test('over 100,000 seals: nothing that a key is derived from ever repeats', () => {
    const [batches, ids, shares] = [new Set<string>(), new Set<string>(), new Set<string>()]
    for (let round = 0; round < 1000; round++) {
      const { batchId, drawn } = draw(100, true)
      batches.add(toHex(batchId))
      shares.add(toHex(drawn[0]?.template as Bytes))
      for (const { id, holder, erasure } of drawn) {
        ids.add(id)
        shares.add(toHex(holder)).add(toHex(erasure))
      }
    }
    expect([batches.size, ids.size, shares.size]).toEqual([1000, 100_000, 201_000])
  })

  test('nor the keys themselves: every record and template of 20 seals is encrypted under another', async () => {
    const [used, original] = [[] as string[], crypto.subtle.encrypt.bind(crypto.subtle)]
    const [importing, keys] = [crypto.subtle.importKey.bind(crypto.subtle), [] as string[]]
    const spies = [
      vi.spyOn(crypto.subtle, 'encrypt').mockImplementation((algorithm, key, data) => {
        used.push(toHex((algorithm as AesGcmParams).iv as Uint8Array))
        return original(algorithm, key, data)
      }),
      vi.spyOn(crypto.subtle, 'importKey').mockImplementation(((format: 'raw', key: Bytes, ...rest: [AlgorithmIdentifier, boolean, KeyUsage[]]) => {
        keys.push(toHex(key))
        return importing(format, key, ...rest)
      }) as never),
    ]
    const badges = await Promise.all([0, 1, 2, 3, 4].map(badge))
    for (let run = 0; run < 20; run++) await seal(badges, { chain: memory(), store: memoryStore(), page })
    for (const spy of spies) spy.mockRestore()
    expect([used.length, new Set(used).size, new Set(keys).size]).toEqual([120, 120, 120])
  })

  test('nor when a crash makes the same batch be sealed again', async () => {
    const [chain, seen] = [memory(), new Set<string>()]
    const { store, shares } = watched()
    const badges = await Promise.all([0, 1, 2, 3, 4].map(badge))
    const headers: string[] = []
    const watching: DataChain = {
      ...chain,
      async prepareData(data) {
        for (const one of data) headers.push(toHex(one.subarray(4, 20)))
        return chain.prepareData(data)
      },
    }
    for (let run = 0; run < 10; run++) {
      const { records } = await seal(badges, { chain: watching, store, page })
      for (const [index, { id, link }] of records.entries()) {
        const { erasure } = shares.get(id) as Shares
        const derived = recordKey(fromHex(headers[run] ?? ''), (fromLink(link) as Linked).holder, erasure, index)
        seen.add(toHex(derived.subarray(0, 32))).add(toHex(derived.subarray(32)))
      }
    }
    expect(new Set(headers).size).toBe(10)
    expect(seen.size).toBe(100)
  })
})

describe('erasing', () => {
  test('closes one record and leaves the others, and is stated by whom it was asked of', async () => {
    const [chain, store] = [memory(), memoryStore({ custodian: 'uni.example' })]
    const badges = await Promise.all([0, 1, 2, 3, 4].map(badge))
    const { sealed, records } = await seal(badges, { chain, store, page })
    await publish(sealed, { chain })
    const now = new Date('2026-06-30T12:00:00Z')
    expect(await erase(records[2]?.id as RecordId, { store, ground: 'gdpr-17-1-b', now })).toEqual({
      id: records[2]?.id,
      at: '2026-06-30T12:00:00.000Z',
      ground: 'gdpr-17-1-b',
      horizon: '2026-06-30T12:00:00.000Z',
      acknowledged: ['uni.example'],
      pending: [],
    })
    const outcomes = await Promise.all(records.map(async ({ link }) => outcomeOf(await openVault(link, { chains: [chain], custodians: [custodianOf(store)] }))))
    expect(outcomes).toEqual(['open', 'open', 'erased', 'open', 'open'])
    expect(await openVault(records[2]?.link as VaultLink, { chains: [chain], custodians: [custodianOf(store)] })).toEqual({
      outcome: 'erased',
      statedBy: 'https://uni.example',
    })
    expect(JSON.stringify(await store.get(records[2]?.id as RecordId))).not.toContain('did:')
  })

  test('without a tombstone the link opens nothing, like any other', async () => {
    const [chain, store] = [memory(), memoryStore()]
    const { sealed, records } = await seal([await badge(1)], { chain, store, page })
    await publish(sealed, { chain })
    const [{ id, link } = { id: '' as RecordId, link: '' as VaultLink }] = records
    await erase(id, { store, tombstone: false })
    expect(await store.get(id)).toBeUndefined()
    expect(await openVault(link, { chains: [chain], custodians: [custodianOf(store)] })).toEqual(closed)
    const error = await erase(id, { store }).catch((thrown: unknown) => thrown)
    expect(String(error).replace(id, '…')).toMatchInlineSnapshot(
      `"vault.UnknownRecordError: No custodian knows the record …: it was erased without a trace, or never sealed here. Check the id that seal returned."`,
    )
  })

  test('is not complete before every custodian has said so, and may be repeated', async () => {
    const [chain, store, second] = [memory(), memoryStore({ custodian: 'uni.example' }), memoryStore({ custodian: 'mirror.example' })]
    let down = true
    const mirror: ErasureStore = {
      ...second,
      backupHorizonDays: 30,
      erase: (id, stone) => (down ? Promise.reject(new Error('down')) : second.erase(id, stone)),
    }
    const { sealed, records } = await seal([await badge(1)], { chain, store, mirrors: [mirror], page })
    await publish(sealed, { chain })
    const [{ id, link } = { id: '' as RecordId, link: '' as VaultLink }] = records
    const options = { store, mirrors: [mirror], now: new Date('2026-06-30T12:00:00Z') }
    const first = await erase(id, options)
    expect(first).toMatchObject({
      acknowledged: ['uni.example'],
      pending: [{ custodian: 'mirror.example', problem: { name: 'Error', message: 'down' } }],
      horizon: '2026-07-30T12:00:00.000Z',
    })
    // As long as one custodian has it, it is not erased: a closed school's records stay readable through a mirror.
    const open = async (...stores: ErasureStore[]): Promise<string> =>
      outcomeOf(await openVault(link, { chains: [chain], custodians: stores.map((one) => custodianOf(one, one.custodian)) }))
    expect([await open(store, mirror), await open(mirror)]).toEqual(['erased', 'open'])
    down = false
    expect(await erase(id, { ...options, now: new Date('2026-07-01T00:00:00Z') })).toMatchObject({
      acknowledged: ['uni.example', 'mirror.example'],
      pending: [],
    })
    expect([await open(store, mirror), await open(mirror)]).toEqual(['erased', 'erased'])
    // The first tombstone stays.
    expect(await store.get(id)).toMatchObject({ at: '2026-06-30T12:00:00.000Z' })
  })
})

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)

async function shareIdOfLink(link: VaultLink, chain: DataReader): Promise<Uint8Array> {
  let asked: Uint8Array = utf8('')
  const spy: Custodian = {
    origin: 'spy',
    async ask(shareId) {
      asked = shareId
      return new Uint8Array(65)
    },
  }
  await openVault(link, { chains: [chain], custodians: [spy] })
  return asked
}
