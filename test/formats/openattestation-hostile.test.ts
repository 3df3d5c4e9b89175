import { keccak_256 } from '@noble/hashes/sha3.js'
import { describe, expect, test } from 'vitest'
import { toHex, utf8 } from '../../src/bytes.js'
import type { World } from '../../src/formats/index.js'
import { openAttestation } from '../../src/formats/openattestation/index.js'
import { unwrap } from '../../src/formats/openattestation/wrapped.js'
import type { ChainReader } from '../../src/seams.js'
import {
  base2,
  base3,
  type Doc,
  dnsOf,
  domain,
  examine,
  newKey,
  pathsOf,
  peer,
  proof3,
  recordOf,
  signRoot,
  storeIssuer,
  withSignature,
  wrap2,
  wrap3,
  wrapLax2,
} from './attestation.js'
import { whyOf } from './web.js'

const store = `0x${'5a'.repeat(20)}`
const yes = new Uint8Array(32).fill(1, 31)
/** A chain on which every document was issued, and none was revoked. */
const asked: string[] = []
const generous: ChainReader = {
  id: 'eip155:1',
  find: () => Promise.reject(new Error('not asked')),
  async call({ data }) {
    asked.push(toHex(data))
    const isIssued = toHex(data.subarray(0, 4)) === toHex(keccak_256(utf8('isIssued(bytes32)')).subarray(0, 4))
    return { output: isIssued ? yes : new Uint8Array(32), time: '2026-05-01T00:00:00.000Z', confirmations: 40 }
  },
}
const load = dnsOf({ [domain]: [recordOf(store)] })
const look = (document: unknown): ReturnType<typeof examine> => examine(document as object, { chains: [generous], load })
const two = (more: object = {}): Doc => JSON.parse(JSON.stringify(wrapLax2({ ...base2(storeIssuer(store)), ...more }, base2(storeIssuer(store)))[0]))
const three = (more: object = {}): Doc => JSON.parse(JSON.stringify(wrap3({ ...base3({ method: 'DOCUMENT_STORE', value: store }), ...more }, base3({}))[0]))
const hash3 = (path: string, salt: string, value: unknown): string => toHex(keccak_256(utf8(JSON.stringify({ [path]: `${salt}:${value}` }))))
const saltsOf = ({ proof }: Doc): { path: string; value: string }[] => JSON.parse(Buffer.from(proof.salts, 'base64').toString())
const withSalts = (document: Doc, salts: unknown, hidden: readonly string[] = []): Doc => ({
  ...document,
  proof: { ...document.proof, salts: Buffer.from(JSON.stringify(salts)).toString('base64'), privacy: { obfuscated: hidden } },
})

describe('what is slipped in beside what is signed', () => {
  test('what it is slipped into passes', async () => {
    expect([(await look(two())).outcome, (await look(wrap2(base2(storeIssuer(store)))[0])).outcome, (await look(three())).outcome]).toEqual([
      'passed',
      'passed',
      'passed',
    ])
  })

  test('3.0: a member in the place of one that was hidden, which the peer takes', async () => {
    const document = three({ grade: 'F' })
    const salts = saltsOf(document)
    const salt = salts.find(({ path }) => path === 'grade')?.value as string
    const hidden = [hash3('grade', salt, 'F')]
    const nowhere = salts.map((one) => (one.path === 'grade' ? { ...one, path: 'nowhere' } : one))
    const { grade: _, ...rest } = document
    // A salt without a member makes up the number of salts, and is not hashed.
    const forged = withSalts({ ...rest, honours: 'summa cum laude' }, nowhere, hidden)
    expect(peer.verifySignature(forged)).toBe(true)
    expect(whyOf(await look(forged))).toContain('signature failed formats.UncoveredError')
    const honest = withSalts(
      rest,
      salts.filter(({ path }) => path !== 'grade'),
      hidden,
    )
    expect(peer.verifySignature(honest)).toBe(true)
    expect(whyOf(await look(honest))).toBe('validity unknown formats.HiddenError')
  })

  test.each<[string, unknown, unknown]>([
    ['an object', '[object Object]', {}],
    ['a list', '', []],
    ['a list of one', 'A', ['A']],
    ['a list of a list', 'A', [['A']]],
  ])('3.0: %s that is written like a text', async (_, text, value) => {
    expect((await look(three({ note: text }))).outcome).toBe('passed')
    expect(whyOf(await look({ ...three({ note: text }), note: value }))).toContain('signature failed')
  })

  test.each<[string, Doc]>([
    ['one path twice', ((): Doc => withSalts(three(), [...saltsOf(three()), saltsOf(three())[0]]))()],
    ['a path that is none', ((): Doc => withSalts(three(), [...saltsOf(three()), { path: 7, value: '0'.repeat(64) }]))()],
    ['a salt that is none', withSalts(three(), [{ path: 'id', value: 'x'.repeat(64) }])],
    ['no list', withSalts(three(), 'salts')],
    ['a path of a prototype', withSalts(three(), [{ path: 'constructor.name', value: '0'.repeat(64) }])],
  ])('3.0: salts with %s', async (_, document) => {
    expect(whyOf(await look(document))).toContain('signature failed')
  })

  test.each(['', '!', 'ZZ', Buffer.from('[{"path":"a","path":"b"}]').toString('base64'), Buffer.from([0xff]).toString('base64')])(
    '3.0: salts that are no JSON: %j',
    async (salts) => {
      const document = three()
      expect(whyOf(await look({ ...document, proof: { ...document.proof, salts } }))).toContain('signature failed anchor.ReceiptShapeError')
    },
  )

  test.each<[string, object]>([
    ['a name with a dot', { 'a.b': 'x' }],
    ['a name with brackets', { 'a[0]': 'x' }],
    ['no name', { '': 'x' }],
    ['no name inside', { a: { '': 'x' } }],
  ])('%s could be a path', async (_, more) => {
    expect(whyOf(await look(wrap3({ ...base3({ method: 'DOCUMENT_STORE', value: store }), ...more })[0]))).toContain('signature failed formats.UncoveredError')
    const document = two()
    if (!('a[0]' in more)) expect(whyOf(await look({ ...document, data: { ...document.data, ...more } }))).toContain('signature failed formats.UncoveredError')
  })

  test('2.0: a member under no name has the path of one that stands alone, which the peer takes', async () => {
    const document = two({ grade: { mark: 'A' } })
    const { grade, ...data } = document.data
    const moved = { ...document, data: { ...data, '': { grade } } }
    const twice = { ...document, data: { '': { grade: { mark: 'a:string:F' } }, ...document.data } }
    expect([peer.verifySignature(moved), peer.verifySignature(twice)]).toEqual([true, true])
    for (const one of [moved, twice]) expect(whyOf(await look(one))).toContain('signature failed formats.UncoveredError')
  })

  test('2.0: an object in the place of a list is refused, also of one whose members were hidden; years are no list', async () => {
    const document = two()
    const { courses } = document.data
    const changed = (value: unknown, hidden: Doc = document): Doc => ({ ...hidden, data: { ...hidden.data, courses: value } })
    const hidden: Doc = peer.obfuscateDocument(document, ['courses[0]'])
    for (const one of [changed({ ...courses }), changed({ 1: courses[1] }, hidden)])
      expect(whyOf(await look(one))).toContain('signature failed formats.UncoveredError')
    expect((await look(changed([null, courses[1]], hidden))).outcome).toBe('passed')
    expect((await look(two({ years: { 2024: 'A', 2025: 'B' } }))).outcome).toBe('passed')
  })

  test.each([
    'number:0x10',
    'number: 5',
    'number:',
    'number:NaN',
    'number:Infinity',
    'boolean:yes',
    'null:nothing',
    'undefined:x',
    'date:2026',
    'constructor:x',
    'x',
    '',
  ])('2.0: a salted text that holds no value: %s', async (typed) => {
    const document = wrapLax2(base2(storeIssuer(store)))[0]
    const data = { ...document.data, grade: `2f6d39ab-7a5b-4bd1-9a5f-0d7c5c1a2b3c:${typed}` }
    const targetHash = peer.digestDocument({ ...document, data })
    expect(whyOf(await look({ ...document, data, signature: { ...document.signature, targetHash, merkleRoot: targetHash } }))).toContain(
      'signature failed formats.UncoveredError',
    )
  })

  test('2.0: values of every type come back, and a text keeps its colons and its spaces', () => {
    const values = { a: ' b: c ', b: -1.5e-7, c: false, d: null, e: ['x', [1]], f: 'undefined:undefined', g: {}, h: [] }
    const [document] = wrapLax2({ ...values, issuers: [] })
    // The peer's own way of salting does not go into what is empty.
    expect(unwrap({ ...document }, '2.0').document).toEqual({ ...values, issuers: [] })
    expect(unwrap(wrap2({ ...values, ...base2(storeIssuer(store)) })[0], '2.0').document).toMatchObject(values)
  })
})

describe('a proof that is malformed', () => {
  const second = two()
  const third = three()
  const set = (document: Doc, member: string, value: unknown): Doc => {
    const seal = document.signature ? 'signature' : 'proof'
    return { ...document, [seal]: { ...document[seal], [member]: value } }
  }
  const path = second.signature.proof
  test.each<[string, Doc]>([
    ['a root with more after it, which the peer takes', set(second, 'merkleRoot', `${second.signature.merkleRoot}zz`)],
    ['a root in capitals', set(second, 'merkleRoot', second.signature.merkleRoot.toUpperCase())],
    ['a root with 0x', set(third, 'merkleRoot', `0x${third.proof.merkleRoot}`)],
    ['a hash that is a list', set(second, 'targetHash', [second.signature.targetHash])],
    ['a path of 10,000', set(second, 'proof', Array(10_000).fill('ab'.repeat(32)))],
    ['a path with no hash', set(second, 'proof', [...path, 'x'])],
    ['a path that is a text', set(second, 'proof', path[0])],
    ['no path, of 3.0', set(third, 'proofs', undefined)],
    ['another type', set(second, 'type', 'MerkleProof')],
    ['a list of proofs, of 3.0', { ...third, proof: [third.proof] }],
    ['no data', { ...second, data: undefined }],
    ['data that is a list', { ...second, data: [second.data] }],
    ['hidden members that are a text', { ...second, privacy: { obfuscatedData: 'ab'.repeat(32) } }],
    ['a hidden member that is no hash', { ...second, privacy: { obfuscatedData: ['x'] } }],
    ['a hidden member in capitals', { ...second, privacy: { obfuscatedData: ['AB'.repeat(32)] } }],
    ['a hidden member that is a list', { ...second, privacy: { obfuscatedData: [['ab'.repeat(32)]] } }],
    ['a hidden member that was added', { ...second, privacy: { obfuscatedData: ['ab'.repeat(32)] } }],
  ])('%s', async (_, document) => {
    const report = await look(document)
    expect(report.checks.signature.outcome).toBe('failed')
    expect(report.checks.binding.outcome).toBe('failed')
  })

  test('nothing is asked about a document that its proof does not cover', async () => {
    asked.length = load.asked.length = 0
    await look(set(second, 'targetHash', '00'.repeat(32)))
    expect([asked, load.asked]).toEqual([[], []])
  })
})

describe('what is made to exhaust', () => {
  const within = async (milliseconds: number, work: () => unknown): Promise<void> => {
    const start = performance.now()
    await work()
    expect(performance.now() - start).toBeLessThan(milliseconds)
  }
  const seconds = 1000

  test('100,000 hidden members are read', { timeout: 60 * seconds }, async () => {
    const document = two()
    const hidden = Array.from({ length: 100_000 }, (_, at) => toHex(keccak_256(utf8(String(at)))))
    await within(15 * seconds, async () =>
      expect(whyOf(await look({ ...document, privacy: { obfuscatedData: hidden } }))).toContain('signature failed sign.BadSignatureError'),
    )
    const targetHash = peer.digestDocument({ ...document, privacy: { obfuscatedData: hidden } })
    const whole = { ...document, privacy: { obfuscatedData: hidden }, signature: { ...document.signature, targetHash, merkleRoot: targetHash, proof: [] } }
    await within(15 * seconds, async () => expect((await look(whole)).outcome).toBe('passed'))
  })

  test.each<[string, () => Doc]>([
    ['a million members', () => ({ ...two(), data: Object.fromEntries(Array.from({ length: 900_000 }, (_, at) => [at.toString(36), 1])) })],
    ['a long name over many members', () => ({ ...two(), data: { ['a'.repeat(1_000_000)]: Array(400_000).fill(1) } })],
    ['a long name over many members, of 3.0', () => ({ ...three(), ['a'.repeat(1_000_000)]: Array(400_000).fill(1) })],
  ])('%s: unknown', { timeout: 60 * seconds }, async (_, make) => {
    const document = make()
    await within(20 * seconds, async () => expect(whyOf(await look(document))).toContain('signature unknown json.TooLargeError'))
  })

  test('levels, cycles, prototypes and getters get no further than the reader of JSON', async () => {
    const cyclic: Doc = two()
    cyclic.data.again = cyclic
    let deep: unknown = 1
    for (let at = 0; at < 5000; at++) deep = { a: deep }
    const hostile = [
      cyclic,
      { ...two(), data: deep },
      JSON.parse('{"signature":{"type":"SHA3MerkleProof"},"data":{"__proto__":{"issuers":[]}}}'),
      Object.defineProperty(two(), 'data', {
        enumerable: true,
        get: () => {
          throw new Error('no')
        },
      }),
    ]
    for (const one of hostile) expect((await look(one)).outcome).not.toBe('passed')
    for (const text of [
      '{"signature":{"type":"SHA3MerkleProof"},"data":',
      `{"version":"https://schema.openattestation.com/2.0/schema.json","data":${'{"a":'.repeat(5000)}`,
    ])
      expect((await look(text)).outcome).not.toBe('passed')
  })

  test('the deepest that is read is hashed', () => {
    let deep: object = { a: 1 }
    for (let at = 0; at < 900; at++) deep = { a: deep }
    const [document] = wrapLax2({ deep })
    expect(pathsOf(unwrap(document, '2.0').document)).toHaveLength(1)
  })

  test('a thousand issuers, and as many signatures of one key', async () => {
    asked.length = load.asked.length = 0
    const crowd = wrapLax2({ issuers: Array.from({ length: 1000 }, (_, at) => ({ name: String(at), ...storeIssuer(store) })) })[0]
    expect(whyOf(await look(crowd))).toBe('shape failed credential.InvalidError')
    expect([asked, load.asked]).toEqual([[], []])
    const key = newKey()
    const [document] = wrapLax2(base2({ id: key.did, revocation: { type: 'NONE' }, identityProof: { type: 'DID', key: key.key } }))
    const one = withSignature(document, key.key, await signRoot(`0x${document.signature.merkleRoot}`, key))
    expect(whyOf(await look({ ...one, proof: Array(1000).fill(one.proof[0]) }))).toContain('signature failed sign.TooManyProofsError')
  })

  test('a domain that answers at length, in quotes that never end, or names a thousand chains', { timeout: 60 * seconds }, async () => {
    const zones: readonly (readonly string[])[] = [
      [`"${'\\"'.repeat(1_000_000)}`],
      ['"'.repeat(2_000_000)],
      [`"${'" '.repeat(1_000_000)}`],
      Array(50_000).fill(`openatts ${'a=b;'.repeat(20)}`),
      Array.from({ length: 10_000 }, (_, at) => recordOf(store, String(at + 2))),
    ]
    for (const zone of zones)
      await within(10 * seconds, async () => expect((await examine(two(), { chains: [generous], load: dnsOf({ [domain]: zone }) })).outcome).not.toBe('passed'))
  })

  test('a world that throws is a doubt', async () => {
    const broken = {
      ...generous,
      call: () => {
        throw new Error('broken')
      },
    } as ChainReader
    expect(whyOf(await examine(two(), { chains: [broken], load }))).toContain('anchor unknown formats.ContractError')
    expect(
      whyOf(
        await examine(two(), {
          chains: [generous],
          load: () => {
            throw new Error('broken')
          },
        }),
      ),
    ).toBe('binding unknown Error')
    expect(whyOf(await examine(two(), { chains: [generous], load, cancel: AbortSignal.abort(new Error('enough')) }))).toContain('verify.CancelledError')
    const key = newKey()
    const [unsigned] = wrap3(base3(proof3(key), { type: 'DID', identifier: key.did }))
    const { checks } = await openAttestation.check(unsigned, { chains: [], now: new Date(), allowTest: false } as unknown as World)
    expect(checks['signature']?.outcome).toBe('failed')
  })
})
