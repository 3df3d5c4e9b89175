import { secp256k1 } from '@noble/curves/secp256k1.js'
import { toFunctionSelector } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromHex, toHex, utf8 } from '../../src/bytes.js'
import { asDidKey, didWeb } from '../../src/did/index.js'
import { isOpenAttestation, openAttestation, openAttestationWith } from '../../src/formats/openattestation/index.js'
import type { Answer, Caip2, Call, ChainReader } from '../../src/seams.js'
import { current, type Report, trusted, verify } from '../../src/verify/index.js'
import {
  answerOf,
  base2,
  base3,
  bytes32,
  type Doc,
  didIssuer,
  didRecord,
  dnsOf,
  domain,
  examine,
  type Hex,
  holder,
  type Key,
  type Ledger,
  newKey,
  now,
  peer,
  proof3,
  recordOf,
  registry,
  signedBy,
  signRoot,
  startLedger,
  storeIssuer,
  withSignature,
  wrap2,
  wrap3,
  wrapLax2,
} from './attestation.js'
import { type Page, whyOf } from './web.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await startLedger()
})
afterAll(() => ledger.anvil.stop())

const sealOf = ({ signature, proof }: Doc): Doc => signature ?? proof
const rootOf = (document: Doc): Hex => bytes32(sealOf(document).merkleRoot)
const targetOf = (document: Doc): Hex => bytes32(sealOf(document).targetHash)
const pathOf = (document: Doc): readonly Hex[] => (sealOf(document).proof ?? sealOf(document).proofs).map(bytes32)
const node = (a: Hex, b: Hex): Hex => bytes32(peer.utils.combineHashString(a.slice(2), b.slice(2)))
const plainOf = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const copyOf = (value: Doc): Doc => structuredClone(value)

const batchOf = (version: string, store: string, count = 3, more: object = {}): readonly Doc[] =>
  version === '2.0'
    ? wrap2(...Array.from({ length: count }, () => ({ ...base2(storeIssuer(store)), ...more })))
    : wrap3(...Array.from({ length: count }, () => ({ ...base3({ method: 'DOCUMENT_STORE', value: store }), ...more })))
const issue = async (store: Hex, [first]: readonly Doc[]): Promise<void> => {
  await ledger.send(store, 'issue', [rootOf(first)])
  await ledger.settle()
}
const worldOf = (store: string): { chains: readonly ChainReader[]; load: ReturnType<typeof dnsOf> } => ({
  chains: [ledger.reader()],
  load: dnsOf({ [domain]: [recordOf(store)] }),
})

describe.each(['batch', 'plain'] as const)('a published document store (%s)', (kind) => {
  describe.each(['2.0', '3.0'])('and documents of %s', (version) => {
    let store: Hex
    let documents: readonly Doc[]
    beforeAll(async () => {
      store = ledger.stores[kind]
      documents = batchOf(version, store, 5)
      await issue(store, documents)
    })

    test('issued by a store that the domain names: passed, each of the batch', async () => {
      for (const document of documents) {
        const report = await examine(document, { ...worldOf(store), issuers: trusted({ [`dns:${domain}`]: { name: 'University' } }) })
        expect(whyOf(report)).toBe('')
        expect(report.outcome).toBe('passed')
      }
    })

    test('the whole report', async () => {
      const { checks } = await examine(documents[0], worldOf(store))
      const { detail } = checks.anchor as unknown as { detail: { sightings: readonly [{ time: string; confirmations: number }] } }
      const [{ time, confirmations }] = detail.sightings
      const { parts: _, ...told } = checks
      expect(told).toEqual({
        shape: { outcome: 'passed', detail: { format: `OpenAttestation ${version}` } },
        terms: { outcome: 'skipped', because: 'not asked' },
        signature: {
          outcome: 'passed',
          detail: {
            proofs: [{ suite: version === '2.0' ? 'SHA3MerkleProof' : 'OpenAttestationMerkleProofSignature2018', outcome: 'passed', key: `eip155:1:${store}` }],
          },
        },
        binding: { outcome: 'passed', detail: { issuer: 'dns:uni.example', boundBy: 'dns', key: `eip155:1:${store}` } },
        validity:
          version === '2.0'
            ? { outcome: 'skipped', because: 'absent' }
            : { outcome: 'passed', detail: { from: '2026-01-01T00:00:00Z', at: now.toISOString() } },
        status: { outcome: 'passed', detail: { lists: [`eip155:1:${store}`] } },
        anchor: { outcome: 'passed', detail: { sightings: [{ chain: 'eip155:1', contract: store, time, tolerance: 12, confirmations, testOnly: false }] } },
        issuer: { outcome: 'skipped', because: 'not asked' },
        schema: { outcome: 'skipped', because: 'absent' },
        resources: { outcome: 'skipped', because: 'absent' },
        recipient: { outcome: 'skipped', because: 'not asked' },
        presentation: { outcome: 'skipped', because: 'absent' },
      })
      expect(new Date(time).toISOString()).toBe(time)
      expect(confirmations).toBeGreaterThan(1)
    })

    test('what is held is what the proof covers, in plain values', async () => {
      const report = await examine(documents[0], worldOf(store))
      const expected = version === '2.0' ? base2(storeIssuer(store)) : base3({ method: 'DOCUMENT_STORE', value: store })
      expect(report.outcome === 'passed' && report.credential).toEqual(plainOf(expected))
      expect(report.outcome === 'passed' && isOpenAttestation(report.credential)).toBe(true)
    })

    test('not issued: failed, and tied to nobody', async () => {
      const [stranger] = batchOf(version, store)
      const report = await examine(stranger, worldOf(store))
      expect(whyOf(report)).toBe('binding failed formats.NotIssuedError, status unknown formats.ContractError, anchor failed formats.NotIssuedError')
      expect(report.checks.anchor).toMatchObject({ problem: { facts: { contract: `eip155:1:${store}`, root: rootOf(stranger).slice(2) } } })
    })

    test('issued a moment ago: not yet known, as it may still be undone', async () => {
      const [young] = batchOf(version, store)
      await ledger.send(store, 'issue', [rootOf(young)])
      expect(whyOf(await examine(young, worldOf(store)))).toBe(
        'binding unknown formats.ContractError, status unknown formats.ContractError, anchor unknown formats.ContractError',
      )
      await ledger.settle()
      expect((await examine(young, worldOf(store))).outcome).toBe('passed')
    })

    test('revoked, by its own hash, by the root of its batch, or by a node between them, and at once', async () => {
      const revoke = async (hash: Hex, root: Hex, path: readonly Hex[]): Promise<void> =>
        kind === 'plain' || hash === root ? ledger.send(store, 'revoke', [hash]) : ledger.send(store, 'revoke', [root, hash, path])
      const whys = async (all: readonly Doc[]): Promise<string[]> => Promise.all(all.map(async (one) => whyOf(await examine(one, worldOf(store)))))
      const revoked = 'status failed status.RevokedError'
      const [one, other, whole] = [batchOf(version, store, 5), batchOf(version, store, 5), batchOf(version, store, 5)]
      for (const batch of [one, other, whole]) await issue(store, batch)
      await revoke(targetOf(one[0]), rootOf(one[0]), pathOf(one[0]))
      expect(await whys(one)).toEqual([revoked, '', '', '', ''])
      // The node above two of them: each has the other beside it.
      const [deep, sibling] = other.filter((document) => pathOf(document).length === 3)
      await revoke(node(targetOf(deep), pathOf(deep)[0] as Hex), rootOf(deep), pathOf(deep).slice(1))
      const under = other.filter((document) => document === deep || targetOf(document) === pathOf(deep)[0])
      expect(sibling).toBeDefined()
      expect(under).toHaveLength(2)
      expect(await whys(other)).toEqual(other.map((document) => (under.includes(document) ? revoked : '')))
      await revoke(rootOf(whole[0]), rootOf(whole[0]), [])
      expect(await whys(whole)).toEqual(Array(5).fill(revoked))
    })

    test('on another chain than the domain says, or than the document says', async () => {
      const [document] = documents
      const elsewhere = { ...worldOf(store), load: dnsOf({ [domain]: [recordOf(store, '137')] }) }
      expect(await examine(document, elsewhere)).toMatchObject({
        outcome: 'unknown',
        checks: {
          anchor: { problem: { facts: { contract: `eip155:137:${store}`, why: 'no reader of eip155:137 that can ask contracts was given in `chains`' } } },
        },
      })
      const batch = batchOf(version, store, 2, { network: { chain: 'MATIC', chainId: '137' } })
      await issue(store, batch)
      expect(whyOf(await examine(batch[0], worldOf(store)))).toBe(
        'binding unknown formats.ContractError, status unknown formats.ContractError, anchor unknown formats.ContractError',
      )
      // One that is on both, and says that it is on this one, where the domain does not have it.
      const named = batchOf(version, store, 2, { network: { chain: 'ETH', chainId: '1' } })
      await issue(store, named)
      expect(whyOf(await examine(named[0], elsewhere))).toBe('binding failed formats.NotTheirKeyError')
      expect(whyOf(await examine(named[0], worldOf(store)))).toBe('')
    })
  })
})

describe('a document store on chains that are made up', () => {
  const store = `0x${'5a'.repeat(20)}`
  const [document] = batchOf('2.0', store)
  const yes = fromHex('01'.padStart(64, '0'))
  const no = new Uint8Array(32)
  const functions = ['function isIssued(bytes32)', 'function isRevoked(bytes32)', 'function supportsInterface(bytes4)']
  const chain = (id: Caip2, answer: (call: Call & { function: string }) => Uint8Array | undefined | Error, more: Partial<Answer> = {}): ChainReader => ({
    id,
    find: () => Promise.reject(new Error('not asked')),
    async call(call) {
      const selector = `0x${toHex(call.data.subarray(0, 4))}`
      const [name = ''] = functions.filter((one) => toFunctionSelector(one) === selector).map((one) => one.split(/[ (]/)[1])
      const output = answer({ ...call, function: name })
      if (output instanceof Error) throw output
      return { output, time: '2026-05-01T00:00:00.000Z', confirmations: 40, ...more }
    },
  })
  const honest = (id: Caip2, issued = yes): ChainReader => chain(id, (call) => (call.function === 'isIssued' ? issued : no))
  const empty = (id: Caip2): ChainReader => chain(id, () => new Uint8Array())
  const named = (...ids: readonly string[]): ReturnType<typeof dnsOf> => dnsOf({ [domain]: ids.map((id) => recordOf(store, id)) })
  const look = (chains: readonly ChainReader[], load?: unknown): Promise<Report> => examine(document, { chains, load })
  const whyNot = (report: Report, check: 'anchor' | 'status' | 'binding' = 'anchor'): unknown => {
    const found = report.checks[check]
    return 'problem' in found ? (found.problem.facts['why'] ?? found.problem.name) : found.outcome
  }

  test('without the DNS it is looked for on every chain that was given, and the domain stays unknown', async () => {
    const report = await look([honest('eip155:1', no), honest('eip155:137'), empty('eip155:10')])
    expect(whyOf(report)).toBe('binding unknown load.NoLoadError')
    expect(report.checks.anchor).toMatchObject({ detail: { sightings: [{ chain: 'eip155:137', contract: store, tolerance: 3600, testOnly: false }] } })
    // Where nobody says on which chain it is, that it is on none of these proves nothing.
    expect(whyNot(await look([honest('eip155:1', no), empty('eip155:10')]))).toBe(
      'nothing says on which chain it is, and on those that were asked it has not issued this (eip155:1, eip155:10)',
    )
    const bitcoin = { ...honest('eip155:1'), id: 'bip122:000000000019d6689c085ae165831e93' as const }
    expect(whyNot(await look([bitcoin]))).toBe('nothing says on which chain it is, and on those that were asked it has not issued this (none was given)')
  })

  test('the domain may name several chains: one that cannot be asked leaves a doubt', async () => {
    expect((await look([honest('eip155:1', no), honest('eip155:137')], named('1', '137'))).outcome).toBe('passed')
    expect(whyNot(await look([honest('eip155:1', no)], named('1', '137')))).toBe('no reader of eip155:137 that can ask contracts was given in `chains`')
    expect(whyOf(await look([honest('eip155:1', no), honest('eip155:137', no)], named('1', '137')))).toContain('anchor failed formats.NotIssuedError')
  })

  test('a test chain is named as one, and is no anchor where one is required', async () => {
    const chains = [chain('eip155:11155111', (call) => (call.function === 'isIssued' ? yes : no), { testOnly: true })]
    const load = named('11155111')
    expect(await look(chains, load)).toMatchObject({ outcome: 'passed', checks: { anchor: { detail: { sightings: [{ testOnly: true }] } } } })
    expect(whyOf(await examine(document, { chains, load, require: ['anchor'] }))).toBe('anchor unknown anchor.TestOnlyError')
    expect(whyOf(await examine(document, { chains, load, require: ['anchor', 'status'], allowTest: true }))).toBe('')
  })

  test.each<[string, readonly ChainReader[], string]>([
    ['no reader', [], 'no reader of eip155:1 that can ask contracts was given in `chains`'],
    [
      'a reader that cannot ask contracts',
      [{ id: 'eip155:1', find: async () => undefined }],
      'no reader of eip155:1 that can ask contracts was given in `chains`',
    ],
    ['nobody at the address', [empty('eip155:1')], 'there is no contract that knows the question'],
    ['a contract that refuses', [chain('eip155:1', () => undefined)], 'it refuses to say'],
    ['a chain that is silent', [chain('eip155:1', () => new Error('timeout'))], 'its chain gave no sound answer'],
    ['an answer of 31 bytes', [honest('eip155:1', new Uint8Array(31) as never)], 'its answer is neither yes nor no'],
    ['an answer that is 2', [honest('eip155:1', fromHex('02'.padStart(64, '0')))], 'its answer is neither yes nor no'],
    ['an answer that is 1 and more', [honest('eip155:1', fromHex(`01${'01'.padStart(62, '0')}`))], 'its answer is neither yes nor no'],
    ['two readers that do not agree', [honest('eip155:1'), honest('eip155:1', no)], 'its chain gave no sound answer'],
    ['a settled state without it', [chain('eip155:1', (call) => (call.at === 'settled' ? no : yes))], 'it has issued this only now, which may still be undone'],
    [
      'a settled state without a contract',
      [chain('eip155:1', (call) => (call.at === 'settled' ? new Uint8Array() : yes))],
      'it has issued this only now, which may still be undone',
    ],
  ])('%s is unknown', async (_, chains, why) => {
    const report = await look(chains, named('1'))
    expect(report.outcome).toBe('unknown')
    expect(whyNot(report)).toBe(why)
    expect(report.checks.binding.outcome).toBe('unknown')
  })

  test('that it is revoked cannot be asked: unknown', async () => {
    const report = await look([chain('eip155:1', (call) => (call.function === 'isIssued' ? yes : call.function === 'isRevoked' ? undefined : no))], named('1'))
    expect(whyOf(report)).toBe('status unknown formats.ContractError')
  })

  test('revocation is asked of the latest state, issuance of the settled one too', async () => {
    const asked: string[] = []
    await look(
      [
        chain('eip155:1', (call) => {
          asked.push(`${call.function} ${call.at}`)
          return call.function === 'isIssued' ? yes : no
        }),
      ],
      named('1'),
    )
    expect(asked).toEqual(['isIssued latest', 'isIssued settled', 'supportsInterface latest', ...Array(asked.length - 3).fill('isRevoked latest')])
  })

  describe('the domain', () => {
    const chains = [honest('eip155:1')]
    const binding = async (load: unknown, format = openAttestation): Promise<string> => {
      const report = await verify(document, { accept: [...current, format], issuers: 'any', now, chains, load: load as never })
      return whyOf(report) || report.outcome
    }
    const notTheirs = 'binding failed formats.NotTheirKeyError'
    const answer = (page: Page): unknown => dnsOf({}, { [`https://dns.google/resolve?name=${domain}&type=TXT`]: page })

    test.each<[string, unknown, string]>([
      ['names it', named('1'), 'passed'],
      [
        'names it without quotes, in capitals, among other records',
        dnsOf({ [domain]: ['v=spf1 -all', `openatts net=ethereum netId=1 addr=${store.toUpperCase().replace('X', 'x')}`] }),
        'passed',
      ],
      ['names it in two strings', dnsOf({ [domain]: [`"openatts net=ethereum " "netId=1 addr=${store}"`] }), 'passed'],
      ['has no record', dnsOf({ [domain]: [] }), notTheirs],
      ['does not exist', dnsOf({}), notTheirs],
      ['names another', dnsOf({ [domain]: [recordOf(`0x${'5b'.repeat(20)}`)] }), notTheirs],
      ['names it on another network', dnsOf({ [domain]: [recordOf(store).replace('=ethereum', '=bitcoin')] }), notTheirs],
      ['names it on no chain', dnsOf({ [domain]: [recordOf(store, '0x1')] }), notTheirs],
      ['names two in one record', dnsOf({ [domain]: [`openatts net=ethereum netId=1 addr=0x00 addr=${store}`] }), notTheirs],
      ['names it for something else', dnsOf({ [domain]: [recordOf(store).replace('openatts', 'openattsx')] }), notTheirs],
      ['names it in a record of another type', answer({ Status: 0, Answer: [{ type: 5, data: recordOf(store) }, 7, { type: 16 }] }), notTheirs],
      ['could not be looked up', dnsOf({ [domain]: 2 }), 'binding unknown formats.BadDocumentError'],
      ['has an answer that is cut', answer({ Status: 0, TC: true }), 'binding unknown formats.BadDocumentError'],
      ['has an answer without a status', answer({ Answer: [] }), 'binding unknown formats.BadDocumentError'],
      ['has an answer that is no JSON', answer(utf8('<html>')), 'binding unknown formats.BadDocumentError'],
      ['has an answer that is no object', answer(utf8('[]')), 'binding unknown formats.BadDocumentError'],
      ['has no answer', answer(new Error('offline')), 'binding unknown Error'],
      ['is not asked', undefined, 'binding unknown load.NoLoadError'],
    ])('%s', async (_, load, why) => {
      expect(await binding(load)).toBe(why)
    })

    test('is asked of the server that the caller names', async () => {
      const own = 'https://cloudflare-dns.com/dns-query?name=uni.example&type=TXT'
      const load = dnsOf({}, { [own]: answerOf([recordOf(store)]) })
      expect(await binding(load, openAttestationWith({ dns: 'https://cloudflare-dns.com/dns-query' }))).toBe('passed')
      expect(load.asked).toEqual([own])
    })

    test.each([
      'uni.example.',
      'uni',
      'https://uni.example',
      'uni.example/x',
      'uni..example',
      'uní.example',
      '127.0.0.1',
      'a b.example',
      'x&type=A.example',
      '-a.example',
      '',
    ])('that is no domain name is not asked: %s', async (location) => {
      const [one] = wrap2(base2({ documentStore: store, identityProof: { type: 'DNS-TXT', location } }))
      const load = dnsOf({})
      const report = await examine(one, { chains, load })
      expect(whyOf(report)).toBe('shape failed credential.InvalidError')
      expect([report.outcome, load.asked]).toEqual(['failed', []])
    })
  })

  test('a certificate store of OpenCerts has no domain: where it was issued is told, and whose it is nobody says', async () => {
    const [one] = wrap2({ name: 'OpenCert', issuers: [{ name: 'University', certificateStore: store }] })
    const report = await examine(one, { chains: [honest('eip155:1')], load: named('1') })
    expect(whyOf(report)).toBe('binding unknown formats.VerificationTypeError')
    expect(report.checks.anchor).toMatchObject({ detail: { sightings: [{ contract: store }] } })
    expect(report.checks.status).toMatchObject({ outcome: 'passed' })
    const [two] = wrap2(base2({ certificateStore: store, identityProof: { type: 'DNS-TXT', location: domain } }))
    expect((await examine(two, { chains: [honest('eip155:1')], load: named('1') })).outcome).toBe('passed')
  })

  test('transferable records are named, and unknown', async () => {
    const [second] = wrap2(base2({ tokenRegistry: store, identityProof: { type: 'DNS-TXT', location: domain } }))
    const [third] = wrap3(base3({ method: 'TOKEN_REGISTRY', value: store }))
    for (const one of [second, third]) {
      const report = await examine(one, { chains: [honest('eip155:1')], load: named('1') })
      expect(whyOf(report)).toBe(
        'binding unknown formats.VerificationTypeError, status unknown formats.VerificationTypeError, anchor unknown formats.VerificationTypeError',
      )
      expect(report.checks.anchor).toMatchObject({ problem: { facts: { types: ['token registry', 'DNS-TXT'] } } })
    }
  })

  test('each of several issuers must have issued it', async () => {
    const second = { name: 'Faculty', documentStore: `0x${'5b'.repeat(20)}`, identityProof: { type: 'DNS-TXT', location: 'faculty.example' } }
    const [one] = wrap2({ issuers: [{ name: 'University', ...storeIssuer(store) }, second] })
    const both = dnsOf({ [domain]: [recordOf(store)], 'faculty.example': [recordOf(second.documentStore)] })
    const report = await examine(one, { chains: [honest('eip155:1')], load: both, issuers: trusted([`dns:${domain}`]) })
    expect([report.outcome, (report.checks.signature as { detail?: { proofs: unknown[] } }).detail?.proofs.length]).toEqual(['passed', 2])
    expect(report.checks.anchor).toMatchObject({ detail: { sightings: [{ contract: store }, { contract: second.documentStore }] } })
    expect(whyOf(await examine(one, { chains: [honest('eip155:1')], load: named('1') }))).toBe('binding failed formats.NotTheirKeyError')
    const only = chain('eip155:1', (call) => (call.function === 'isIssued' && call.to === store ? yes : no))
    expect(whyOf(await examine(one, { chains: [only], load: both }))).toContain('anchor failed formats.NotIssuedError')
  })
})

describe.each(['2.0', '3.0'])('a document of %s that a DID has signed', (version) => {
  const wrap = (key: Key, revocation?: object, identity = 'DID', more: object = {}): Doc =>
    version === '2.0'
      ? wrapLax2({ ...base2(didIssuer(key, revocation, identity)), ...more }, base2(storeIssuer(registry)))[0]
      : wrap3({ ...base3(proof3(key, revocation), { type: identity, identifier: identity === 'DID' ? key.did : domain }), ...more }, base3({}))[0]
  const sign = async (document: Doc, key: Key, name = key.key): Promise<Doc> => withSignature(document, name, await signRoot(rootOf(document), key))
  const signed = async (key: Key, revocation?: object, identity = 'DID', more: object = {}): Promise<Doc> => sign(wrap(key, revocation, identity, more), key)
  const world = (more: object = {}): object => ({ chains: [ledger.reader()], ...more })
  const signatureIn = (document: Doc): Doc => (version === '2.0' ? document.proof[0] : document.proof)

  test('by the peer: passed', async () => {
    const key = newKey()
    const document = version === '2.0' ? wrap2(base2(didIssuer(key)))[0] : wrap3(base3(proof3(key), { type: 'DID', identifier: key.did }))[0]
    const report = await examine(plainOf(await signedBy(document, key)) as object, world())
    expect([report.outcome, whyOf(report)]).toEqual(['passed', ''])
  })

  test('by the account of did:ethr: passed, and who it is from is the DID', async () => {
    const key = newKey()
    const report = await examine(await signed(key), world({ issuers: trusted([key.did]) }))
    expect(whyOf(report)).toBe('')
    expect(report.outcome).toBe('passed')
    expect(report.checks.binding).toEqual({ outcome: 'passed', detail: { issuer: key.did, boundBy: 'chain account', key: key.key } })
    expect(report.checks.signature).toMatchObject({
      detail: { proofs: [{ outcome: 'passed' }, { suite: 'OpenAttestationSignature2018', key: key.key, outcome: 'passed' }] },
    })
    expect([report.checks.status, report.checks.anchor]).toEqual(Array(2).fill({ outcome: 'skipped', because: 'absent' }))
  })

  test('without its chain nobody knows whether the account still speaks for it', async () => {
    const document = await signed(newKey())
    expect(whyOf(await examine(document))).toBe('binding unknown formats.ContractError')
    expect((await examine(document)).checks.binding).toMatchObject({ problem: { facts: { contract: `eip155:1:${registry}` } } })
  })

  test('by an account that has given the DID away: failed; by the one that has it: passed', async () => {
    const [one, other] = [newKey(), newKey()]
    await ledger.anvil.rpc('anvil_setBalance', one.address, '0x56bc75e2d63100000')
    await ledger.anvil.rpc('anvil_impersonateAccount', one.address)
    const before = await signed(one)
    expect((await examine(before, world())).outcome).toBe('passed')
    await ledger.send(registry, 'changeOwner', [one.address, other.address], one.address)
    expect(whyOf(await examine(before, world()))).toBe('signature failed sign.BadSignatureError, binding failed sign.BadSignatureError')
    const after = copyOf(before)
    signatureIn(after).signature = await signRoot(rootOf(after), other)
    expect((await examine(after, world())).outcome).toBe('passed')
    expect(whyOf(await examine(after))).toBe('signature unknown formats.ContractError, binding unknown formats.ContractError')
  })

  test.each<[string, (document: Doc, key: Key) => unknown, string]>([
    ['no signature', (document) => (version === '2.0' ? delete document.proof : delete document.proof.signature), 'sign.NoProofError'],
    ['a signature of another', async (document) => (signatureIn(document).signature = await signRoot(rootOf(document), newKey())), 'sign.BadSignatureError'],
    [
      'a signature over another root',
      async (document, key) => (signatureIn(document).signature = await signRoot(targetOf(document), key)),
      'sign.BadSignatureError',
    ],
    [
      'a signature over the text of the root',
      async (document, key) => (signatureIn(document).signature = await signRoot(rootOf(document), key, false)),
      'sign.BadSignatureError',
    ],
    ['the other s', (document) => (signatureIn(document).signature = otherS(signatureIn(document).signature)), 'sign.BadSignatureError'],
    [
      'the other parity',
      (document) => (signatureIn(document).signature = signatureIn(document).signature.replace(/(1b|1c)$/, (v: string) => (v === '1b' ? '1c' : '1b'))),
      'sign.BadSignatureError',
    ],
    ['a parity of EIP-155', (document) => (signatureIn(document).signature = signatureIn(document).signature.replace(/..$/, '25')), 'sign.BadSignatureError'],
    ['no hexadecimal', (document) => (signatureIn(document).signature = 'zz'), 'sign.BadSignatureError'],
    ['a number', (document) => (signatureIn(document).signature = 7), 'sign.BadSignatureError'],
    ['zeros', (document) => (signatureIn(document).signature = `0x${'00'.repeat(64)}1b`), 'sign.BadSignatureError'],
    ['another purpose', (document) => (signatureIn(document).proofPurpose = 'authentication'), 'sign.WrongPurposeError'],
  ])('%s is refused', async (_, change, problem) => {
    const key = newKey()
    const document = copyOf(await signed(key))
    await change(document, key)
    expect(whyOf(await examine(document, world()))).toContain(`signature failed ${problem}, binding failed ${problem}`)
  })

  test('a parity of 0 or 1 is as good', async () => {
    const document = copyOf(await signed(newKey()))
    signatureIn(document).signature = signatureIn(document).signature.replace(/(1b|1c)$/, (v: string) => (v === '1b' ? '00' : '01'))
    expect((await examine(document, world())).outcome).toBe('passed')
  })

  test('a key of another DID is none of this', async () => {
    const [key, other] = [newKey(), newKey()]
    const document = await sign(wrap({ ...key, key: other.key }), other)
    expect(whyOf(await examine(document, world()))).toBe('signature failed formats.NotTheirKeyError, binding failed formats.NotTheirKeyError')
  })

  test.each([
    ['a network of its own', 'did:ethr:0x1:ADDRESS', 'passed'],
    ['a network by its name', 'did:ethr:mainnet:ADDRESS', 'passed'],
    ['a network without a registry here', 'did:ethr:0x2a:ADDRESS', 'unknown'],
    ['a network that nobody knows', 'did:ethr:moonnet:ADDRESS', 'unknown'],
    ['a network of a prototype', 'did:ethr:constructor:ADDRESS', 'unknown'],
    ['a network that was not given', 'did:ethr:sepolia:ADDRESS', 'unknown'],
    ['a key in the place of an address', `did:ethr:0x02${'ab'.repeat(32)}`, 'unknown'],
  ])('did:ethr with %s', async (_, form, outcome) => {
    const key = newKey()
    const did = form.replace('ADDRESS', key.address)
    const name = `${did}#controller`
    const document = await sign(wrap({ ...key, did, key: name }), key, name)
    expect((await examine(document, world())).outcome).toBe(outcome)
  })

  test('a domain that names the key speaks for it', async () => {
    const key = newKey()
    const document = await signed(key, undefined, 'DNS-DID')
    const report = await examine(document, world({ load: dnsOf({ [domain]: [didRecord(key)] }), issuers: trusted([`dns:${domain}`]) }))
    expect(whyOf(report)).toBe('')
    expect(report.checks.binding).toEqual({ outcome: 'passed', detail: { issuer: `dns:${domain}`, boundBy: 'dns', key: key.key } })
    const notTheirs = 'binding failed formats.NotTheirKeyError'
    for (const [zone, why] of [
      [[didRecord(newKey())], notTheirs],
      [[didRecord(key).replace('dns-did', 'dns-xyz')], notTheirs],
      [[recordOf(key.address)], notTheirs],
      [3, notTheirs],
      [2, 'binding unknown formats.BadDocumentError'],
    ] as const)
      expect(whyOf(await examine(document, world({ load: dnsOf({ [domain]: zone }) })))).toBe(why)
    expect(whyOf(await examine(document, world()))).toBe('binding unknown load.NoLoadError')
    expect(whyOf(await examine(document, world({ load: dnsOf({ [domain]: [didRecord(key)] }), issuers: trusted([key.did]) })))).toBe(
      'issuer failed verify.UntrustedIssuerError',
    )
  })

  describe('is taken back', () => {
    test.each(['batch', 'plain'] as const)('in a revocation store (%s)', async (kind) => {
      const location = ledger.stores[kind]
      const key = newKey()
      const document = await signed(key, { type: 'REVOCATION_STORE', location })
      const report = await examine(document, world())
      expect(whyOf(report)).toBe('')
      expect(report.checks.status).toEqual({ outcome: 'passed', detail: { lists: [`eip155:1:${location}`] } })
      // The newer contract revokes what it has issued, and nothing else.
      if (kind === 'batch') await ledger.send(location, 'issue', [rootOf(document)])
      await ledger.send(location, 'revoke', kind === 'batch' ? [rootOf(document), targetOf(document), pathOf(document)] : [targetOf(document)])
      expect(whyOf(await examine(document, world()))).toBe('status failed status.RevokedError')
      expect(whyOf(await examine(document, { chains: [] }))).toContain('status unknown formats.ContractError')
    })

    test('in a store on the chain that the document names, and on no other', async () => {
      const location = ledger.stores.plain
      for (const [chainId, why] of [
        ['1', ''],
        ['137', 'status unknown formats.ContractError'],
      ] as const) {
        const document = await signed(newKey(), { type: 'REVOCATION_STORE', location }, 'DID', { network: { chain: 'X', chainId } })
        expect(whyOf(await examine(document, world()))).toBe(why)
      }
    })

    test('by a responder, which is asked for every hash up to the root', async () => {
      const location = 'https://api.example.com/ocsp'
      const key = newKey()
      const document = await signed(key, { type: 'OCSP_RESPONDER', location })
      const [leaf, root] = [targetOf(document), rootOf(document)]
      const page = (documentHash: unknown, more: object = { revoked: false }): object => ({ documentHash, ...more })
      const look = async (pages: { [url: string]: Page }): Promise<string> => {
        const report = await examine(document, world({ load: dnsOf({}, pages) }))
        return whyOf(report) || JSON.stringify(report.checks.status)
      }
      const good = { [`${location}/${leaf}`]: page(leaf), [`${location}/${root}`]: page(root) }
      expect(await look(good)).toBe(JSON.stringify({ outcome: 'passed', detail: { lists: [location] } }))
      const revoked = 'status failed status.RevokedError'
      expect(await look({ ...good, [`${location}/${leaf}`]: page(leaf, { revoked: true, reasonCode: 4 }) })).toBe(revoked)
      expect(await look({ ...good, [`${location}/${root}`]: page(root, { revoked: true, reasonCode: '__proto__' }) })).toBe(revoked)
      for (const bad of [page(root), page(leaf, {}), page(leaf, { revoked: 'no' }), page(undefined), utf8('no')])
        expect(await look({ ...good, [`${location}/${leaf}`]: bad })).toBe('status unknown formats.BadDocumentError')
      expect(await look({})).toBe('status unknown load.FailedError')
      expect(whyOf(await examine(document, world()))).toBe('status unknown load.NoLoadError')
      const nowhere = await signed(newKey(), { type: 'OCSP_RESPONDER', location: 'urn:x' })
      expect(whyOf(await examine(nowhere, world()))).toBe('status unknown formats.BadDocumentError')
    })

    test.each([
      ['in a way that is not said', { x: 1 }],
      ['in a way that nobody knows', { type: 'LETTER' }],
      ['in a store without an address', { type: 'REVOCATION_STORE' }],
    ])('%s: unknown', async (_, revocation) => {
      expect(whyOf(await examine(await signed(newKey(), revocation), world()))).toBe('status unknown formats.VerificationTypeError')
    })

    test('in a way that its holder has hidden: unknown', async () => {
      const document = await signed(newKey(), { type: 'REVOCATION_STORE', location: ledger.stores.plain })
      const hidden = peer.obfuscateDocument(document, version === '2.0' ? ['issuers[0].revocation'] : ['openAttestationMetadata.proof.revocation'])
      expect(whyOf(await examine(hidden, world()))).toContain('status unknown formats.VerificationTypeError')
    })
  })

  test('did:web and did:key have accounts too, where the document gives one or the key has one', async () => {
    const key = newKey()
    const did = 'did:web:uni.example'
    const method = (more: object): object => ({
      id: did,
      verificationMethod: [
        { id: `${did}#controller`, type: 'EcdsaSecp256k1RecoveryMethod2020', controller: did, blockchainAccountId: `eip155:1:${key.address}`, ...more },
      ],
      assertionMethod: [`${did}#controller`],
    })
    const look = async (page: object, id = did, fragment = '#controller'): Promise<string> => {
      const name = `${id}${fragment}`
      const document = await sign(wrap({ ...key, did: id, key: name }), key, name)
      const report = await examine(document, { load: dnsOf({}, { 'https://uni.example/.well-known/did.json': page }) })
      return whyOf(report) || String((report.checks.binding as { detail?: { boundBy: string } }).detail?.boundBy)
    }
    expect(didWeb.name).toBe('did:web')
    expect(await look(method({}))).toBe('document')
    expect(await look(method({ blockchainAccountId: `eip155:1:${newKey().address}` }))).toBe(
      'signature failed sign.BadSignatureError, binding failed sign.BadSignatureError',
    )
    expect(await look(method({ blockchainAccountId: 'bip122:x:y' }))).toContain('did.UnsupportedKeyError')
    expect(await look(method({ revoked: '2026-02-01T00:00:00Z' }))).toContain('binding failed sign.KeyRevokedError')
    expect(await look(method({ expires: '2026-02-01T00:00:00Z' }))).toContain('binding unknown keys.RetiredUnknownTimeError')
    expect(await look({ ...method({}), assertionMethod: [] })).toContain('sign.WrongPurposeError')
    expect(await look({ ...method({}), verificationMethod: [] })).toContain('did.UnsupportedKeyError')
    const publicKey = { algorithm: 'secp256k1', bytes: secp256k1.getPublicKey(fromHex(key.private.slice(2)), true) } as const
    const own = asDidKey({ publicKey, sign: () => new Uint8Array() }).id
    expect(await look({}, own.split('#')[0], `#${own.split('#')[1]}`)).toBe('self-certifying')
    expect(await look({}, `did:pkh:eip155:1:${key.address}`, '#blockchainAccountId')).toBe('self-certifying')
  })
})

test('3.0 shows one DID, and that is the one that signs', async () => {
  const [key, other] = [newKey(), newKey()]
  const [document] = wrap3(base3(proof3(key), { type: 'DID', identifier: other.did }))
  const signed = withSignature(document, key.key, await signRoot(rootOf(document), key))
  expect(whyOf(await examine(signed, { chains: [ledger.reader()] }))).toBe('shape failed credential.InvalidError')
})

describe('what a holder has hidden', () => {
  let store: Hex
  let documents: { readonly [version: string]: Doc }
  beforeAll(async () => {
    store = ledger.stores.batch
    const [second] = batchOf('2.0', store)
    const [third] = batchOf('3.0', store, 2, { expirationDate: '2027-01-01T00:00:00Z' })
    documents = { '2.0': second, '3.0': third }
    for (const document of [second, third]) await issue(store, [document])
  })
  const hide = (version: string, fields: readonly string[]): Doc => plainOf(peer.obfuscateDocument(documents[version], fields))

  test.each([
    ['2.0', ['recipient']],
    ['2.0', ['recipient.name']],
    ['2.0', ['courses[0].points', 'courses[1]']],
    // The peer does not know these again: what it leaves behind ({} and null) it takes for members.
    ['2.0', ['recipient.name', 'recipient.id', 'recipient.email']],
    ['2.0', ['courses[0]']],
    ['3.0', ['credentialSubject.name']],
    ['3.0', ['name', 'credentialSubject.courses']],
    [
      '3.0',
      ['credentialSubject.courses[0].name', 'credentialSubject.courses[0].points', 'credentialSubject.courses[0].passed', 'credentialSubject.courses[0].note'],
    ],
    ['3.0', ['credentialSubject.courses[0]']],
  ])('%s: %j is not there, and the rest is as it was signed', async (version, fields) => {
    const report = await examine(hide(version, fields), worldOf(store))
    expect(whyOf(report)).toBe('')
    const text = JSON.stringify(report.outcome === 'passed' && report.credential)
    expect(text).not.toMatch(/\{\}|\[\]|\[null/)
    expect(text).toContain(domain)
  })

  test('what the peer can verify it verifies', () => {
    expect(peer.verifySignature(hide('2.0', ['recipient']))).toBe(true)
    expect(peer.verifySignature(hide('2.0', ['courses[0]']))).toBe(false)
  })

  test('nothing that is empty can be slipped in: it is not in what is held', async () => {
    const hidden = hide('2.0', ['recipient'])
    const held = async (document: Doc): Promise<unknown> => {
      const report = await examine(document, worldOf(store))
      return report.outcome === 'passed' ? report.credential : report.outcome
    }
    const expected = await held(hidden)
    expect(expected).toMatchObject({ id: '2026-1' })
    for (const more of [{ honours: {} }, { honours: [] }, { honours: null }, { honours: { cum: { laude: [] } } }])
      expect(await held({ ...hidden, data: { ...hidden.data, ...more } })).toEqual(expected)
    // Where nothing is hidden nothing can have been left behind.
    expect(await held({ ...documents['2.0'], data: { ...documents['2.0'].data, honours: {} } })).toBe('failed')
    const third = await held(documents['3.0'])
    expect(await held({ ...documents['3.0'], honours: {}, evidence: [] })).toEqual(third)
  })

  test('an end of 3.0 may be hidden: then nobody knows whether it is still good', async () => {
    expect(whyOf(await examine(hide('3.0', ['expirationDate']), worldOf(store)))).toBe('validity unknown formats.HiddenError')
    expect(whyOf(await examine(documents['3.0'], { ...worldOf(store), now: new Date('2028-01-01') }))).toBe('validity failed verify.ExpiredError')
    expect(whyOf(await examine(hide('3.0', ['name', 'expirationDate']), { ...worldOf(store), now: new Date('2028-01-01') }))).toBe(
      'validity unknown formats.HiddenError',
    )
  })

  test('what identifies the issuer may be hidden too: then nothing is bound', async () => {
    for (const field of ['issuers[0].documentStore', 'issuers[0].identityProof', 'issuers[0].identityProof.location', 'issuers', 'issuers[0].name'])
      expect((await examine(hide('2.0', [field]), worldOf(store))).outcome, field).not.toBe('passed')
    for (const field of [
      'openAttestationMetadata.proof.value',
      'openAttestationMetadata.identityProof',
      'openAttestationMetadata',
      'openAttestationMetadata.proof.method',
    ])
      expect((await examine(hide('3.0', [field]), worldOf(store))).outcome, field).not.toBe('passed')
  })

  test('the recipient, seen or hidden', async () => {
    const look = async (document: Doc, recipient: object): Promise<string> => {
      const { checks } = await examine(document, { ...worldOf(store), recipient })
      return checks.recipient.outcome === 'passed' ? checks.recipient.detail.matched : whyOf({ checks: { recipient: checks.recipient } } as never)
    }
    for (const version of ['2.0', '3.0']) {
      const document = documents[version]
      expect(await look(document, { id: holder.id })).toBe('id, as given')
      expect(await look(document, { email: 'ZOE@example.org' })).toBe('email, as given')
      expect(await look(document, { identifier: { type: 'name', value: 'Zoé' } })).toBe('name, as given')
      for (const other of [
        { id: 'did:x:y' },
        { email: 'eve@example.org' },
        { identifier: { type: 'constructor', value: 'x' } },
        { identifier: { type: 'courses', value: '' } },
      ])
        expect(await look(document, other)).toBe('recipient failed verify.OtherRecipientError')
      const hidden = hide(version, [version === '2.0' ? 'recipient.email' : 'credentialSubject.email'])
      expect(await look(hidden, { id: holder.id })).toBe('id, as given')
      expect(await look(hidden, { email: holder.email })).toBe('recipient unknown formats.HiddenError')
    }
  })
})

test('what is recognised, by its form alone', () => {
  const [second] = wrap2(base2(storeIssuer(registry)))
  const [third] = wrap3(base3({}))
  const yes = [
    second,
    third,
    base2(storeIssuer('0x')),
    base3({}),
    { version: 'https://schema.openattestation.com/2.0/schema.json' },
    { signature: { type: 'SHA3MerkleProof' } },
  ]
  const no = [
    {},
    { issuers: [{ name: 'x' }] },
    { issuers: 7 },
    { signature: { type: ['MerkleProof2017'] } },
    { proof: { type: 'DataIntegrityProof' } },
    { version: 2 },
  ]
  expect(yes.map((one) => openAttestation.recognise(one as never))).toEqual(yes.map(() => true))
  expect(no.map((one) => openAttestation.recognise(one as never))).toEqual(no.map(() => false))
  expect(openAttestation.recognise('https://uni.example')).toBe(false)
})

function otherS(signature: Hex): string {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const s = order - BigInt(`0x${signature.slice(66, 130)}`)
  return `${signature.slice(0, 66)}${s.toString(16).padStart(64, '0')}${signature.endsWith('1b') ? '1c' : '1b'}`
}
