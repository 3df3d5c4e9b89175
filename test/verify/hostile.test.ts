import { describe, expect, test } from 'vitest'
import { anchor, attach } from '../../src/anchor/index.js'
import { memory } from '../../src/anchor/memory.js'
import { type Signed, toText } from '../../src/credential/secured.js'
import { document as didDocument } from '../../src/did/index.js'
import { toMultikey } from '../../src/keys/multikey.js'
import { ed25519 } from '../../src/keys/signer.js'
import { keyAt } from '../../src/keys/signing-key.js'
import type { Sighting } from '../../src/seams.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { type CheckName, current, type Report, type StatusType, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'

const key = keys.ed25519
const options = { accept: current, issuers: 'any', now: new Date('2026-11-01T00:00:00Z') } as const
const signed = await sign(badgeOf(key.controller), { suite: eddsaJcs2022, key })
const [proof] = signed.proof
const problemOf = (report: Report, name: CheckName) => {
  const check = report.checks[name]
  return check.outcome === 'failed' || check.outcome === 'unknown' ? check.problem.name : check.outcome
}
const aborted = () => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 20)
  return controller.signal
}
const never = () => new Promise<never>(() => {})

describe('what was verified is what comes out', () => {
  test('a getter is read once, and the credential is a copy', async () => {
    let reads = 0
    const shifty = {
      ...signed,
      get name() {
        return reads++ === 0 ? signed.name : 'Doctor of Medicine'
      },
    }
    const report = await verify(shifty, options)
    expect([report.outcome, report.outcome === 'passed' && report.credential, reads]).toEqual(['passed', { ...signed }, 1])
  })

  test('a Proxy that answers each question in another way', async () => {
    const reads = new Map<PropertyKey, number>()
    const proxy = new Proxy(structuredClone(signed) as object, {
      get(target, name) {
        const count = reads.get(name) ?? 0
        reads.set(name, count + 1)
        const value = Reflect.get(target, name)
        return name === 'name' && count > 0 ? 'Doctor of Medicine' : value
      },
    })
    const report = await verify(proxy as never, options)
    expect(report.outcome === 'passed' ? (report.credential as unknown as Signed) : report.outcome).toEqual(signed)
  })

  test('a change made while it is verified changes nothing', async () => {
    const mine = structuredClone(signed) as { name: string }
    const running = verify(mine as never, options)
    mine.name = 'Doctor of Medicine'
    const report = await running
    expect(report).toMatchObject({ outcome: 'passed', credential: { id: signed.id } })
    expect(report.outcome === 'passed' && report.credential).toEqual(signed)
  })

  test('frozen input is read like any other, and none is changed', async () => {
    const { receipts } = await anchor([signed], { suite: eddsaJcs2022, chain: memory(), keep: () => {} })
    const held = attach(signed, receipts)
    const before = JSON.stringify(held)
    expect((await verify(deepFreeze(structuredClone(held)), options)).outcome).toBe('passed')
    await verify(held, options)
    expect(JSON.stringify(held)).toBe(before)
  })
})

describe('proofs that are no proofs', () => {
  test.each<[string, unknown, string]>([
    ['a text', 'z123', 'sign.NoProofError'],
    ['null', null, 'sign.NoProofError'],
    ['an empty list', [], 'sign.NoProofError'],
    ['lists of nothing', [null, [], 'x', 7], 'sign.NoProofError'],
    ['an empty object', {}, 'sign.UnknownSuiteError'],
    ['a proof inside a list inside', [[proof]], 'sign.NoProofError'],
    [
      'a receipt alone',
      { type: 'DataIntegrityProof', cryptosuite: 'merkle-anchor-2026', proofPurpose: 'assertionMethod', proofValue: 'uAAAA' },
      'sign.NoProofError',
    ],
    ['a suite in a list', { ...proof, cryptosuite: ['eddsa-jcs-2022'] }, 'sign.UnknownSuiteError'],
    ['a type in a list', { ...proof, type: ['DataIntegrityProof'] }, 'sign.UnknownSuiteError'],
    ['a suite of Object.prototype', { ...proof, cryptosuite: 'toString' }, 'sign.UnknownSuiteError'],
    ['a purpose in a list', { ...proof, proofPurpose: ['assertionMethod'] }, 'sign.WrongPurposeError'],
    ['no purpose', { ...proof, proofPurpose: undefined }, 'sign.WrongPurposeError'],
    ['a method that is a number', { ...proof, verificationMethod: 7 }, 'did.UnknownMethodError'],
    ['a method that is an object', { ...proof, verificationMethod: { id: key.id } }, 'did.UnknownMethodError'],
    ['no method', { ...proof, verificationMethod: undefined }, 'did.UnknownMethodError'],
    ['a method of white space', { ...proof, verificationMethod: ` ${key.id}` }, 'did.UnknownMethodError'],
    ['a method with two fragments', { ...proof, verificationMethod: `${key.id}#x` }, 'did.KeyNotFoundError'],
    ['a value that is a list', { ...proof, proofValue: [proof.proofValue] }, 'sign.ProofValueError'],
    ['a value of 1 MB', { ...proof, proofValue: `z${'1'.repeat(1_000_000)}` }, 'sign.ProofValueError'],
    ['a date that is a number', { ...proof, created: 7 }, 'sign.DateError'],
    ['a day that is none', { ...proof, created: '2026-02-30T00:00:00Z' }, 'sign.DateError'],
    ['an end that is a list', { ...proof, expires: ['2099-01-01T00:00:00Z'] }, 'sign.DateError'],
    ['a chain to itself', { ...proof, id: 'urn:p', previousProof: 'urn:p' }, 'sign.PreviousProofError'],
    ['a chain to nothing', { ...proof, previousProof: 'urn:gone' }, 'sign.PreviousProofError'],
    ['a chain to a number', { ...proof, previousProof: 7 }, 'sign.PreviousProofError'],
    ['a chain to an object', { ...proof, previousProof: {} }, 'sign.PreviousProofError'],
  ])('%s', async (_, one, name) => {
    const report = await verify({ ...signed, proof: one } as never, options)
    expect(problemOf(report, 'signature')).toBe(name)
    expect(report.outcome).not.toBe('passed')
  })

  test('two proofs that chain to each other', async () => {
    const ring = [
      { ...proof, id: 'urn:a', previousProof: 'urn:b' },
      { ...proof, id: 'urn:b', previousProof: 'urn:a' },
    ]
    expect((await verify({ ...signed, proof: ring } as never, options)).outcome).toBe('failed')
  })

  test('the proof of another badge, of the same issuer and key', async () => {
    const other = await sign(badgeOf(key.controller, 'urn:other'), { suite: eddsaJcs2022, key })
    expect(problemOf(await verify({ ...signed, proof: other.proof } as never, options), 'signature')).toBe('sign.BadSignatureError')
    expect((await verify({ ...signed, proof: [...signed.proof, ...other.proof] } as never, options)).outcome).toBe('failed')
  })
})

describe('objects that are no data', () => {
  test('nesting of 100,000 objects, sparse lists, foreign prototypes, toJSON', async () => {
    let deep: object = {}
    for (let level = 0; level < 100_000; level++) deep = { deep }
    const sparse: unknown[] = []
    sparse.length = 4_000_000_000
    const held: { readonly [what: string]: unknown } = {
      deep,
      sparse: { ...signed, evidence: sparse },
      'toJSON that lies': { ...signed, name: 'Another', toJSON: () => signed },
      'a class': new (class {
        readonly name = 'x'
      })(),
      'a symbol': { ...signed, [Symbol('x')]: 1, evidence: Symbol('y') },
      'a bigint': { ...signed, evidence: 1n },
      NaN: { ...signed, evidence: Number.NaN },
      'negative zero': { ...signed, evidence: -0 },
      'a revoked proxy': revoked(),
    }
    const told: { [what: string]: string } = {}
    for (const [what, one] of Object.entries(held)) {
      const report = await verify(one as never, options)
      told[what] = `${report.outcome}, ${problemOf(report, 'shape')}`
    }
    expect(told).toMatchInlineSnapshot(`
      {
        "NaN": "failed, json.UnsafeError",
        "a bigint": "failed, json.UnsafeError",
        "a class": "failed, json.UnsafeError",
        "a revoked proxy": "unknown, verify.UnreadableError",
        "a symbol": "failed, json.UnsafeError",
        "deep": "failed, json.TooLargeError",
        "negative zero": "failed, credential.InvalidError",
        "sparse": "failed, json.UnsafeError",
        "toJSON that lies": "failed, json.UnsafeError",
      }
    `)
  })

  test('a file that cannot be read, and one that gives no bytes', async () => {
    const told = await Promise.all(
      [
        { arrayBuffer: () => Promise.reject(new Error('the disk is gone')) },
        {
          arrayBuffer: () => {
            throw new Error('not today')
          },
        },
        { arrayBuffer: async () => 'text' },
        { arrayBuffer: async () => undefined },
        { arrayBuffer: async () => ({ byteLength: 4_000_000_000 }) },
      ].map(async (file) => {
        const report = await verify(file as never, options)
        return [report.outcome, problemOf(report, 'shape'), report.checks.signature.outcome]
      }),
    )
    // An error of the disk says nothing about the badge; what is no badge does.
    expect(told).toEqual([
      ['unknown', 'verify.UnreadableError', 'skipped'],
      ['unknown', 'verify.UnreadableError', 'skipped'],
      ['failed', 'json.ParseError', 'skipped'],
      ['failed', 'json.ParseError', 'skipped'],
      ['failed', 'json.ParseError', 'skipped'],
    ])
  })
})

describe('a world that does not answer', async () => {
  const web = keyAt('did:web:uni.example#1', key.signer)
  const badge = await sign(badgeOf('did:web:uni.example'), { suite: eddsaJcs2022, key: web })

  test('cancel ends it: a load, a chain, a status, a check, a list, a file', async () => {
    const chain = memory()
    const { receipts } = await anchor([signed], { suite: eddsaJcs2022, chain, keep: () => {} })
    const status: StatusType = { kind: 'status type', name: 'ExampleCrl', check: never }
    const withStatus = await sign({ ...badgeOf(key.controller), credentialStatus: { id: 'urn:s', type: 'ExampleCrl' } }, { suite: eddsaJcs2022, key })
    const reports = await Promise.all([
      verify(badge, { ...options, load: never, cancel: aborted() }),
      verify(attach(signed, receipts), { ...options, chains: [{ id: chain.id, find: never }], cancel: aborted() }),
      verify(withStatus, { ...options, accept: [...current, status], cancel: aborted() }),
      verify(signed, { ...options, also: { mine: never }, cancel: aborted() }),
      verify(signed, { ...options, issuers: { kind: 'issuers', name: 'slow', judge: never }, cancel: aborted() }),
      verify({ arrayBuffer: never }, { ...options, cancel: aborted() }),
    ])
    expect(reports.map(({ outcome }) => outcome)).toEqual(Array(6).fill('unknown'))
  })

  test.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['text for bytes', () => ({ url: 'x', bytes: '{}' })],
    ['no JSON', () => ({ url: 'x', bytes: new Uint8Array([1, 2, 3]) })],
    ['a list', () => ({ url: 'x', bytes: new TextEncoder().encode('[]') })],
    ['an empty document', () => ({ url: 'x', bytes: new TextEncoder().encode('{}') })],
    ['deep nesting', () => ({ url: 'x', bytes: new TextEncoder().encode('{"id":'.repeat(50_000)) })],
    ['an error that is no error', () => Promise.reject('no')],
    ['an error without a prototype', () => Promise.reject(Object.create(null))],
    [
      'an error thrown at once',
      () => {
        throw new TypeError('at once')
      },
    ],
  ])('a load that gives %s leaves a doubt, and no more', async (_, load) => {
    const report = await verify(badge, { ...options, load: load as never })
    expect([report.outcome, report.checks.signature.outcome, report.checks.binding.outcome]).toEqual(['unknown', 'unknown', 'unknown'])
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })

  test.each<[string, unknown]>([
    ['text for bytes', { commitment: 'x', time: '2026-07-01T00:00:00Z', confirmations: 1, settled: true }],
    ['no time', { commitment: new Uint8Array(32), time: 'soon', confirmations: 1, settled: true }],
    ['null', null],
    ['a truth', true],
  ])('a chain that gives %s', async (_, sighting) => {
    const { receipts } = await anchor([signed], { suite: eddsaJcs2022, chain: memory(), keep: () => {} })
    const report = await verify(attach(signed, receipts), {
      ...options,
      chains: [{ id: 'memory:1', find: async () => sighting as Sighting }],
      require: ['anchor'],
      allowTest: true,
    })
    expect([report.outcome, report.checks.anchor.outcome]).toEqual(['unknown', 'unknown'])
  })

  test('a status that was not looked at is not a good one', async () => {
    const withStatus = await sign(
      {
        ...badgeOf(key.controller),
        credentialStatus: [
          { id: 'urn:s', type: 'A' },
          { id: 'urn:t', type: 'B' },
        ],
      },
      { suite: eddsaJcs2022, key },
    )
    const statusType = (name: string, check: StatusType['check']): StatusType => ({ kind: 'status type', name, check })
    const good = () => ({ outcome: 'passed', detail: {} }) as const
    const outcome = async (...types: StatusType[]) => (await verify(withStatus, { ...options, accept: [...current, ...types] })).outcome
    expect(await outcome(statusType('A', good), statusType('B', good))).toBe('passed')
    expect(await outcome(statusType('A', good))).toBe('unknown')
    expect(
      await outcome(
        statusType('A', good),
        statusType('B', () => ({ outcome: 'skipped', because: 'absent' })),
      ),
    ).toBe('unknown')
    expect(
      await outcome(
        statusType('A', good),
        statusType('B', () => Promise.reject(new Error('down'))),
      ),
    ).toBe('unknown')
    expect(
      await outcome(
        statusType('A', () => Promise.reject(new Error('down'))),
        statusType('B', () => ({ outcome: 'failed', problem: { name: 'status.RevokedError', message: 'Revoked.', facts: {} } })),
      ),
    ).toBe('failed')
  })
})

describe('key documents', async () => {
  const web = keyAt('did:web:uni.example#1', key.signer)
  const badge = await sign(badgeOf('did:web:uni.example'), { suite: eddsaRdfc2022, key: web })
  const did = 'did:web:uni.example'
  const good = didDocument({ id: did, keys: [{ id: web.id, publicKey: key.signer.publicKey }] })
  const mine = { id: web.id, type: 'Multikey', controller: did, publicKeyMultibase: toMultikey(key.signer.publicKey) }
  const other = { ...mine, publicKeyMultibase: toMultikey(ed25519(new Uint8Array(32).fill(9)).publicKey) }

  test.each<[string, object, Report['outcome']]>([
    ['as it is', {}, 'passed'],
    ['without the purpose', { assertionMethod: [] }, 'failed'],
    ['with another key of that name', { verificationMethod: [other] }, 'failed'],
    ['of somebody else', { id: 'did:web:mallory.example' }, 'unknown'],
    ['with a key that another controls', { verificationMethod: [{ ...mine, controller: 'did:web:mallory.example' }] }, 'unknown'],
    ['with two keys of one name', { verificationMethod: [mine, other] }, 'unknown'],
    ['without keys', { verificationMethod: [] }, 'failed'],
  ])('%s', async (_, change, outcome) => {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...good, ...change }))
    const report = await verify(badge, { ...options, load: async (url) => ({ url, bytes }) })
    expect(report.outcome).toBe(outcome)
  })
})

test('text that means two things to two readers', async () => {
  const text = toText(signed)
  const doubled = text.replace('"name":', '"name":"Doctor of Medicine","name":')
  expect(problemOf(await verify(doubled, options), 'shape')).toBe('json.UnsafeError')
  expect(doubled).not.toBe(text)
})

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const one of Object.values(Object.freeze(value))) deepFreeze(one)
  return value
}
