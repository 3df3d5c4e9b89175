import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { toBase64url } from '../../src/bytes.js'
import type { Credential } from '../../src/credential/secured.js'
import { fromDocuments } from '../../src/load/documents.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { signJwt } from '../../src/sign/jwt.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { create, entry, listCredential, set } from '../../src/status/index.js'
import { everything } from '../../src/verify/all.js'
import { type Accepted, current, type Report, verify } from '../../src/verify/index.js'
import { keys } from '../badges.js'
import { badgeWith, bitKinds, bitsWith, key, listOf, now, unsigned, url } from './lists.js'

async function statusOf(status: unknown, list: object | Uint8Array, accept: readonly Accepted[] = everything): Promise<Report['checks']['status']> {
  const report = await verify(await badgeWith(status), { accept, issuers: 'any', now, load: fromDocuments({ [url]: list }) })
  return report.checks.status
}
const problemOf = (check: Report['checks']['status']): string => {
  if (!('problem' in check)) return check.outcome
  const { name, facts } = check.problem
  const because = facts['because'] as { readonly name: string } | undefined
  return `${check.outcome}: ${name}${because ? ` (${because.name})` : ''}`
}
const toBytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe.each(bitKinds)('the list of $name', (kind) => {
  const good = bitsWith([6, 8])
  const told = async (list: object | Uint8Array, status: unknown = kind.entry('7'), accept?: readonly Accepted[]) =>
    problemOf(await statusOf(status, list, accept))

  test('must be signed, by the issuer, and unchanged since', async () => {
    const list = await listOf(kind, good)
    const { proof, ...bare } = list
    const stranger = { ...list, proof: [{ ...proof[0], verificationMethod: keys.p256.id }] }
    expect([
      await told(list),
      await told(bare),
      await told({ ...bare, proof: [] }),
      await told({ ...list, validFrom: '2026-10-30T00:00:00Z' }),
      await told({ ...list, credentialSubject: { ...list.credentialSubject, encodedList: kind.encode(bitsWith([])) } }),
      await told(stranger),
      await told({ ...list, proof: [{ ...proof[0], proofPurpose: 'authentication' }] }),
    ]).toEqual([
      'passed',
      'failed: status.BadListError (sign.NoProofError)',
      'failed: status.BadListError (sign.NoProofError)',
      'failed: status.BadListError (sign.BadSignatureError)',
      'failed: status.BadListError (sign.BadSignatureError)',
      'failed: status.BadListError (sign.BadSignatureError)',
      'failed: status.BadListError (sign.WrongPurposeError)',
    ])
  })

  test('is judged by the suites and methods that the caller accepts, and no others', async () => {
    const list = await listOf(kind, good)
    const without = (...names: readonly string[]) => everything.filter(({ name }) => !names.includes(name))
    // The badge is not judged here: its status alone is.
    expect(await told(list, undefined, without('eddsa-jcs-2022'))).toBe('unknown: status.UncheckedListError (sign.UnknownSuiteError)')
    expect(await told(list, undefined, without('did:key'))).toBe('unknown: status.UncheckedListError (did.UnknownMethodError)')
  })

  test('speaks of its own time alone', async () => {
    const from = (validFrom: string, validUntil: string) => listOf(kind, bitsWith([7]), { validFrom, validUntil })
    expect([
      await told(await from('2026-10-31T00:00:00Z', '2026-11-01T00:00:00Z')),
      await told(await from('2026-10-30T00:00:00Z', '2026-10-31T23:59:59Z')),
      await told(await from('2026-11-01T00:00:01Z', '2026-11-03T00:00:00Z')),
    ]).toEqual([
      'failed: status.RevokedError',
      'unknown: status.UncheckedListError (verify.ExpiredError)',
      'unknown: status.UncheckedListError (verify.NotYetValidError)',
    ])
  })

  test('may be a compact JWT', async () => {
    const jwt = async (bits: Uint8Array) => toBytes(await signJwt(unsigned(kind, bits), { key }))
    expect([await told(await jwt(good)), await told(await jwt(bitsWith([7])))]).toEqual(['passed', 'failed: status.RevokedError'])
    const changed = (await signJwt(unsigned(kind, good), { key })).replace(/\.[^.]+$/, `.${toBase64url(new Uint8Array(64))}`)
    expect(await told(toBytes(changed))).toBe('failed: status.BadListError (sign.BadSignatureError)')
    const badge = toBytes(await signJwt({ ...unsigned(kind, good), type: ['VerifiableCredential'] }, { key }))
    expect(await told(badge)).toBe('unknown: status.UnreadableListError')
  })

  test('holds one list, with the entry', async () => {
    const subject = { id: `${url}#list`, type: kind.list, encodedList: kind.encode(good), statusPurpose: 'revocation' }
    expect([
      await told(await listOf(kind, good, { type: ['VerifiableCredential', 'Other', kind.credential] })),
      await told(await listOf(kind, good, {}, { type: [kind.list] })),
      await told(await listOf(kind, good, { credentialSubject: [subject] })),
      await told(await listOf(kind, good, { credentialSubject: [subject, subject] })),
      await told(await listOf(kind, good, {}, { type: 'Other' })),
      await told(await listOf(kind, good), kind.entry('131071')),
      await told(await listOf(kind, good), kind.entry('131072')),
      await told(await listOf(kind, good), kind.entry('999999999999999')),
      await told(await listOf(kind, good), kind.entry(7)),
      await told(await listOf(kind, good), kind.entry('0008')),
    ]).toEqual([
      'passed',
      'passed',
      'passed',
      'failed: status.BadListError',
      'failed: status.BadListError',
      'passed',
      'failed: status.BadListError',
      'failed: status.BadListError',
      'passed',
      'failed: status.RevokedError',
    ])
  })

  test('is read when it is shorter than the specification asks for', async () => {
    const short = await listOf(kind, bitsWith([7], 12_500))
    expect([await told(short, kind.entry('99999')), await told(short), await told(short, kind.entry('100000'))]).toEqual([
      'passed',
      'failed: status.RevokedError',
      'failed: status.BadListError',
    ])
  })

  test.each<[string, unknown]>([
    ['none', undefined],
    ['a number', 7],
    ['empty', ''],
    ['empty multibase', 'u'],
    ['foreign characters', 'u*'],
    ['hexadecimal, in multibase', 'f1f8b'],
    ['no compression', `u${toBase64url(bitsWith([]))}`],
    ['the head alone', `u${toBase64url(gzipSync(good).subarray(0, 10))}`],
    ['cut short', `u${toBase64url(gzipSync(good).subarray(0, -1))}`],
    ['a wrong checksum', `u${toBase64url(damaged(gzipSync(good), -8))}`],
    ['a wrong length', `u${toBase64url(damaged(gzipSync(good), -4))}`],
    ['two members', `u${toBase64url(Buffer.concat([gzipSync(good), gzipSync(good)]))}`],
    ['something after it', `u${toBase64url(Buffer.concat([gzipSync(good), Buffer.alloc(8)]))}`],
  ])('encodedList: %s', async (_, encodedList) => {
    const text = kind.name === 'BitstringStatusListEntry' || typeof encodedList !== 'string' ? encodedList : encodedList.replace(/^u/, '')
    expect(await told(await listOf(kind, good, {}, { encodedList: text }))).toBe('unknown: status.UnreadableListError')
  })

  test('a bomb is stopped, in little memory and time', async () => {
    // A gigabyte of zeros in a megabyte.
    const bomb = await listOf(kind, good, {}, { encodedList: bombs[kind.name] })
    const [memory, start] = [process.memoryUsage().rss, performance.now()]
    expect(await told(bomb, Array(16).fill(kind.entry('7')))).toBe('unknown: status.TooLargeError')
    expect(process.memoryUsage().rss - memory).toBeLessThan(400 * 2 ** 20)
    expect(performance.now() - start).toBeLessThan(20_000)
  })

  test('the largest list that is read', async () => {
    expect(await told(await listOf(kind, new Uint8Array(2 ** 22)), kind.entry('33554431'))).toBe('passed')
    expect(await told(await listOf(kind, new Uint8Array(2 ** 22 + 1)))).toBe('unknown: status.TooLargeError')
  })

  test('with a status of its own is a doubt, and nothing is followed', async () => {
    let asked = 0
    const list = await listOf(kind, good, { credentialStatus: kind.entry('7') })
    const load = async () => {
      asked++
      return { url, bytes: toBytes(JSON.stringify(list)) }
    }
    const report = await verify(await badgeWith(kind.entry('7')), { accept: everything, issuers: 'any', now, load })
    expect([problemOf(report.checks.status), asked]).toEqual(['unknown: status.UncheckedListError (status.NestedListError)', 1])
  })

  test('16 entries are read, and not one more', async () => {
    const list = await listOf(kind, good)
    const many = (count: number) => Array.from({ length: count }, (_, at) => kind.entry(String(1000 + at)))
    expect([await told(list, many(16)), await told(list, many(17)), await told(list, many(10_000))]).toEqual([
      'passed',
      'unknown: status.TooManyEntriesError',
      'unknown: status.TooManyEntriesError',
    ])
  })
})

// https://w3id.org/vc-revocation-list-2020/v1, as its draft publishes it. It is not bundled: whoever reads such credentials gives it.
const own = { '@protected': true, id: '@id', type: '@type' }
const at2020 = 'https://w3id.org/vc-revocation-list-2020'
const contexts = {
  [`${at2020}/v1`]: {
    '@context': {
      '@protected': true,
      RevocationList2020Credential: {
        '@id': `${at2020}#RevocationList2020Credential`,
        '@context': { ...own, description: 'http://schema.org/description', name: 'http://schema.org/name' },
      },
      RevocationList2020: { '@id': `${at2020}#RevocationList2020`, '@context': { ...own, encodedList: `${at2020}#encodedList` } },
      RevocationList2020Status: {
        '@id': `${at2020}#RevocationList2020Status`,
        '@context': {
          ...own,
          revocationListCredential: { '@id': `${at2020}#revocationListCredential`, '@type': '@id' },
          revocationListIndex: `${at2020}#revocationListIndex`,
        },
      },
    },
  },
}

test.each([
  ['BitstringStatusListEntry', ['https://www.w3.org/ns/credentials/v2'], 'validFrom'],
  ['StatusList2021Entry', ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/vc/status-list/2021/v1'], 'issuanceDate'],
  ['RevocationList2020Status', ['https://www.w3.org/2018/credentials/v1', `${at2020}/v1`], 'issuanceDate'],
] as const)('%s under its own contexts, signed with RDFC', async (name, urls, date) => {
  const kind = bitKinds.find((one) => one.name === name) as (typeof bitKinds)[0]
  const terms = { '@context': [...urls, 'https://w3id.org/security/data-integrity/v2'], issuer: key.controller, [date]: '2026-10-31T00:00:00Z' }
  const rdfc = (credential: object) => sign(credential as Credential, { suite: eddsaRdfc2022, key, contexts })
  const { id, type, credentialSubject } = unsigned(kind, bitsWith([7]))
  const load = fromDocuments({ [url]: await rdfc({ ...terms, id, type, credentialSubject }) })
  const badge = { ...terms, id: 'urn:badge', type: ['VerifiableCredential'], credentialSubject: { id: 'did:example:zoe' } }
  const told = async (index: string) =>
    (await verify(await rdfc({ ...badge, credentialStatus: kind.entry(index) }), { accept: everything, issuers: 'any', now, load, contexts })).outcome
  expect([await told('6'), await told('7')]).toEqual(['passed', 'failed'])
})

describe('what differs between the kinds', () => {
  const [bits, list2021, list2020] = bitKinds as [(typeof bitKinds)[0], (typeof bitKinds)[0], (typeof bitKinds)[0]]
  const other = { id: 'https://uni.example/status/2' }

  test('the older lists must say their own URL; a Bitstring Status List need not', async () => {
    const told = await Promise.all(bitKinds.map(async (kind) => problemOf(await statusOf(kind.entry('7'), await listOf(kind, bitsWith([]), other)))))
    expect(told).toEqual(['passed', 'failed: status.BadListError', 'failed: status.BadListError'])
  })

  test('no kind reads the list of another', async () => {
    for (const kind of bitKinds)
      for (const foreign of bitKinds.filter((one) => one !== kind))
        expect(problemOf(await statusOf(kind.entry('7'), await listOf(foreign, bitsWith([7]))))).toBe('unknown: status.UnreadableListError')
  })

  test('how the bits are written', async () => {
    const zeros = bitsWith([])
    const forms = { gzip: gzipSync(zeros), zlib: deflateSync(zeros) }
    const told = async (kind: (typeof bitKinds)[0], encodedList: string) =>
      problemOf(await statusOf(kind.entry('7'), await listOf(kind, zeros, {}, { encodedList })))
    const table: { [form: string]: readonly string[] } = {}
    for (const [name, bytes] of Object.entries(forms))
      for (const [base, text] of Object.entries({ base64: bytes.toString('base64'), base64url: toBase64url(bytes), multibase: `u${toBase64url(bytes)}` }))
        table[`${name}, ${base}`] = await Promise.all([bits, list2021, list2020].map(async (kind) => (await told(kind, text)).split(':')[0] ?? ''))
    expect(table).toEqual({
      'gzip, base64': ['unknown', 'passed', 'passed'],
      'gzip, base64url': ['unknown', 'passed', 'passed'],
      'gzip, multibase': ['passed', 'unknown', 'unknown'],
      'zlib, base64': ['unknown', 'unknown', 'passed'],
      'zlib, base64url': ['unknown', 'unknown', 'passed'],
      'zlib, multibase': ['unknown', 'unknown', 'unknown'],
    })
  })

  test('purposes: what each makes of an entry that is set, and of a list that is for something else', async () => {
    const purposes = ['revocation', 'suspension', 'refresh', 'message', 'graduation']
    const told = async (kind: (typeof bitKinds)[0], purpose: string, on: boolean, statusPurpose: unknown = purpose) =>
      problemOf(await statusOf(kind.entry('7', url, purpose), await listOf(kind, bitsWith(on ? [7] : []), {}, { statusPurpose })))
    for (const kind of [bits, list2021]) {
      expect(await Promise.all(purposes.map((purpose) => told(kind, purpose, true)))).toEqual([
        'failed: status.RevokedError',
        'failed: status.SuspendedError',
        'passed',
        'passed',
        'unknown: status.UnknownPurposeError',
      ])
      expect(await Promise.all(purposes.map((purpose) => told(kind, purpose, false)))).toEqual(purposes.map(() => 'passed'))
      expect(await Promise.all(purposes.map((purpose) => told(kind, purpose, false, 'other')))).toEqual(purposes.map(() => 'failed: status.BadListError'))
      expect([
        await told(kind, 'suspension', true, ['revocation', 'suspension']),
        await told(kind, 'suspension', true, ['revocation']),
        await told(kind, 'suspension', false, null),
        await told(kind, 'suspension', false, []),
        await told(kind, 'suspension', false, { suspension: true }),
      ]).toEqual(['failed: status.SuspendedError', ...Array(4).fill('failed: status.BadListError')])
    }
    const silent = { ...bits.entry('7'), statusPurpose: undefined }
    expect(problemOf(await statusOf(silent, await listOf(bits, bitsWith([]))))).toBe('failed: status.BadEntryError')
    // A list of revocations needs no purpose, and knows no other.
    expect(problemOf(await statusOf(list2020.entry('7'), await listOf(list2020, bitsWith([7]), {}, { statusPurpose: 'suspension' })))).toBe(
      'failed: status.BadListError',
    )
  })
})

describe('Bitstring Status List: entries of several bits, and messages', () => {
  const [kind] = bitKinds as [(typeof bitKinds)[0]]
  const messages = ['pending_review', 'accepted', 'rejected', 'undefined'].map((message, value) => ({ status: `0x${value.toString(16)}`, message }))
  const wide = (more: object, purpose = 'message') => ({ ...kind.entry('9', url, purpose), statusSize: 2, statusMessage: messages, ...more })
  /** A list whose tenth entry of two bits, the bits 18 and 19, has this value. */
  const listWith = (value: number, statusPurpose = 'message') =>
    listOf(kind, bitsWith([...(value & 2 ? [18] : []), ...(value & 1 ? [19] : [])], 32_768), {}, { statusPurpose })

  test('the value is read, and what its issuer calls it; a message says nothing against the credential', async () => {
    for (const [value, { message }] of messages.entries()) {
      const check = await statusOf(wide({}), await listWith(value))
      expect(check).toMatchObject({ outcome: 'passed', detail: { entries: [{ purpose: 'message', index: 9, value, message }] } })
    }
  })

  test('any value but 0 revokes or suspends, and the message stands in the facts', async () => {
    const told = async (value: number, purpose: string) => problemOf(await statusOf(wide({}, purpose), await listWith(value, purpose)))
    expect(await Promise.all([0, 1, 2, 3].map((value) => told(value, 'revocation')))).toEqual(['passed', ...Array(3).fill('failed: status.RevokedError')])
    expect(await Promise.all([0, 1, 2, 3].map((value) => told(value, 'suspension')))).toEqual(['passed', ...Array(3).fill('failed: status.SuspendedError')])
    const check = await statusOf(wide({}, 'suspension'), await listWith(2, 'suspension'))
    expect('problem' in check && check.problem.facts).toMatchObject({ value: 2, message: 'rejected' })
  })

  test('neighbours do not run into each other, whatever the size', async () => {
    for (const size of [1, 2, 3, 5, 8]) {
      const values = Array.from({ length: 20 }, (_, at) => (at * 7 + 3) % 2 ** size)
      const on = values.flatMap((value, at) => Array.from({ length: size }, (_, bit) => ((value >> (size - 1 - bit)) & 1 ? [at * size + bit] : [])).flat())
      const list = await listOf(kind, bitsWith(on, 16_384 * size), {}, { statusPurpose: 'message' })
      const statusMessage = Array.from({ length: 2 ** size }, (_, value) => ({ status: `0x${value.toString(16).toUpperCase()}`, message: `m${value}` }))
      for (const at of [0, 1, 7, 19]) {
        const check = await statusOf({ ...kind.entry(String(at), url, 'message'), statusSize: size, statusMessage }, list)
        expect(check, `${size} ${at}`).toMatchObject({ outcome: 'passed', detail: { entries: [{ value: values[at], message: `m${values[at]}` }] } })
      }
    }
  })

  test('the last entry is in the list, and one that only begins there is not', async () => {
    const list = await listOf(kind, bitsWith([], 24_577), {}, { statusPurpose: 'message' })
    const statusMessage = Array.from({ length: 8 }, (_, value) => ({ status: `0x${value}`, message: `m${value}` }))
    const told = async (index: number) => problemOf(await statusOf({ ...kind.entry(String(index), url, 'message'), statusSize: 3, statusMessage }, list))
    expect([await told(65_537), await told(65_538)]).toEqual(['passed', 'failed: status.BadListError'])
  })

  test('one bit may have messages too', async () => {
    const named = ['enrolled', 'left'].map((message, value) => ({ status: `0x${value}`, message }))
    const entry = { ...kind.entry('7', url, 'message'), statusMessage: named }
    const list = await listOf(kind, bitsWith([7]), {}, { statusPurpose: 'message' })
    expect(await statusOf(entry, list)).toMatchObject({ detail: { entries: [{ value: 1, message: 'left' }] } })
    expect(await statusOf({ ...entry, statusMessage: undefined }, list)).toMatchObject({ detail: { entries: [{ value: 1, message: 'set' }] } })
  })

  test.each<[string, object]>([
    ['a size of 0', { statusSize: 0 }],
    ['a negative size', { statusSize: -2 }],
    ['half a bit', { statusSize: 1.5 }],
    ['a size in words', { statusSize: '2' }],
    ['a size of 1e9', { statusSize: 1e9 }],
    ['a size of 1e300', { statusSize: 1e300 }],
    ['no messages', { statusMessage: undefined }],
    ['too few messages', { statusMessage: messages.slice(1) }],
    ['messages of another size', { statusSize: 1 }],
    ['messages that are no list', { statusMessage: { length: 4 } }],
    ['a message for no value', { statusMessage: [...messages.slice(1), { message: 'x' }] }],
    ['a value that is no hexadecimal', { statusMessage: [...messages.slice(1), { status: '0', message: 'x' }] }],
    ['a message that is no text', { statusMessage: [...messages.slice(1), { status: '0x0', message: {} }] }],
    ['null among them', { statusMessage: [...messages.slice(1), null] }],
  ])('%s is malformed', async (_, more) => {
    expect(problemOf(await statusOf(wide(more), await listWith(0)))).toBe('failed: status.BadEntryError')
  })
})

describe('several entries', () => {
  const [kind] = bitKinds as [(typeof bitKinds)[0]]
  const entryFor = (purpose: string, index = '7') => kind.entry(index, `https://uni.example/${purpose}`, purpose)
  async function outcomeOf(on: readonly string[], purposes: readonly string[], more: readonly unknown[] = []): Promise<Report['checks']['status']> {
    const lists = await Promise.all(
      purposes.map(async (purpose) => [
        `https://uni.example/${purpose}`,
        await listOf(kind, bitsWith(on.includes(purpose) ? [7] : []), {}, { statusPurpose: purpose }),
      ]),
    )
    const badge = await badgeWith([...purposes.map((purpose) => entryFor(purpose)), ...more])
    return (await verify(badge, { accept: current, issuers: 'any', now, load: fromDocuments(Object.fromEntries(lists)) })).checks.status
  }
  const both = ['suspension', 'revocation']

  test('suspended is not revoked; revoked and suspended is revoked; and each entry is told', async () => {
    expect([problemOf(await outcomeOf([], both)), problemOf(await outcomeOf(['suspension'], both)), problemOf(await outcomeOf(both, both))]).toEqual([
      'passed',
      'failed: status.SuspendedError',
      'failed: status.RevokedError',
    ])
    const check = await outcomeOf(both, both)
    expect('problem' in check && check.problem).toMatchObject({
      facts: {
        purpose: 'revocation',
        entries: [
          { outcome: 'failed', problem: 'status.SuspendedError', purpose: 'suspension', list: 'https://uni.example/suspension', index: 7, value: 1 },
          { outcome: 'failed', problem: 'status.RevokedError', purpose: 'revocation', list: 'https://uni.example/revocation', index: 7, value: 1 },
        ],
      },
    })
  })

  test('one that is known to be bad outweighs one that is not known, and that one that is good', async () => {
    const gone = kind.entry('7', 'https://uni.example/gone')
    expect([
      problemOf(await outcomeOf([], both, [gone])),
      problemOf(await outcomeOf(['suspension'], both, [gone])),
      problemOf(await outcomeOf(['revocation'], both, [{ ...gone, statusListIndex: 'x' }])),
    ]).toEqual(['unknown: load.FailedError', 'failed: status.SuspendedError', 'failed: status.RevokedError'])
  })

  test('an entry that is odd takes nothing from the others', async () => {
    const odd = [
      { type: { toString: 1 } },
      { type: [{ toString: 1 }, [{}], null, 7] },
      { ...entryFor('x'), statusPurpose: { toString: 1 } },
      [],
      [[]],
      {},
      true,
    ]
    const check = await outcomeOf(['revocation'], ['revocation'], odd)
    expect(problemOf(check)).toBe('failed: status.RevokedError')
    expect('problem' in check && check.problem.facts['entries']).toMatchObject([
      { problem: 'status.RevokedError' },
      ...odd.map((_, at) => ({ problem: at === 2 ? 'status.BadEntryError' : 'status.UnknownTypeError' })),
    ])
  })

  test('what is unknown says which list it is about', async () => {
    const check = await outcomeOf([], ['revocation'], [kind.entry('7', 'https://uni.example/gone', 'suspension'), 'a text', null])
    expect('problem' in check && check.problem.facts['entries']).toEqual([
      { type: kind.name, outcome: 'passed', purpose: 'revocation', list: 'https://uni.example/revocation', index: 7, value: 0, message: 'unset' },
      { type: kind.name, outcome: 'unknown', problem: 'load.FailedError', purpose: 'suspension', list: 'https://uni.example/gone' },
      { type: '', outcome: 'unknown', problem: 'status.UnknownTypeError' },
      { type: '', outcome: 'unknown', problem: 'status.UnknownTypeError' },
    ])
  })
})

test('a badge and its list, both made here, signed with RDFC and with JCS', async () => {
  for (const suite of [eddsaRdfc2022, eddsaJcs2022]) {
    const list = set(create({ purpose: 'suspension' }), [3], true)
    const dates = { validFrom: new Date('2026-10-31T00:00:00Z'), validUntil: new Date('2026-11-02T00:00:00Z') }
    const published = await sign(await listCredential({ id: url, issuer: key.controller, list, ...dates }), { suite, key })
    const told = async (index: number) => problemOf(await statusOf(entry({ list: url, index, purpose: 'suspension' }), published, current))
    expect([await told(2), await told(3), await told(4)]).toEqual(['passed', 'failed: status.SuspendedError', 'passed'])
  }
})

test('messages are told as they stand', async () => {
  const [kind] = bitKinds as [(typeof bitKinds)[0]]
  const table: { [what: string]: string } = {}
  const say = async (what: string, status: unknown, list: object) => {
    const check = await statusOf(status, list)
    table[what] = 'problem' in check ? check.problem.message : check.outcome
  }
  await say('suspended', kind.entry('7', url, 'suspension'), await listOf(kind, bitsWith([7]), {}, { statusPurpose: 'suspension' }))
  await say('another purpose', kind.entry('7', url, 'graduation'), await listOf(kind, bitsWith([7]), {}, { statusPurpose: 'graduation' }))
  await say('not for it', kind.entry('7', url, 'suspension'), await listOf(kind, bitsWith([])))
  await say('outside', kind.entry('131072'), await listOf(kind, bitsWith([])))
  await say('not signed', kind.entry('7'), unsigned(kind, bitsWith([])))
  await say('old', kind.entry('7'), await listOf(kind, bitsWith([]), { validUntil: '2026-10-31T12:00:00Z' }))
  await say('nested', kind.entry('7'), await listOf(kind, bitsWith([]), { credentialStatus: kind.entry('7') }))
  await say('damaged', kind.entry('7'), await listOf(kind, bitsWith([]), {}, { encodedList: 'uAAAA' }))
  await say('too large', kind.entry('7'), await listOf(kind, new Uint8Array(2 ** 22 + 1)))
  await say('too many', Array(17).fill(kind.entry('7')), {})
  await say('a long name', kind.entry('7', `https://uni.example/${'x'.repeat(10_000)}`), {})
  expect(table).toMatchInlineSnapshot(`
    {
      "a long name": ""https://uni.example/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" could not be read: it is not among the documents. Try again later.",
      "another purpose": "Its issuer has set a status whose purpose is not known here ("graduation"). Ask its issuer what it means.",
      "damaged": "The status list "https://uni.example/status/1" could not be read: its bits are damaged, or not written as they should be. Try again later.",
      "nested": "Whether the status list "https://uni.example/status/1" can be relied on is not known: it could not be verified (status.NestedListError).",
      "not for it": "The status list "https://uni.example/status/1" is not a good one: it is not for "suspension". Its issuer must correct it.",
      "not signed": "The status list "https://uni.example/status/1" is not a good one: it does not verify (sign.NoProofError). Its issuer must correct it.",
      "old": "Whether the status list "https://uni.example/status/1" can be relied on is not known: it could not be verified (verify.ExpiredError).",
      "outside": "The status list "https://uni.example/status/1" is not a good one: it has no entry 131072. Its issuer must correct it.",
      "suspended": "Its issuer has suspended it for now. It was not revoked: check again later, or ask its issuer.",
      "too large": "The status list is over the limit of 4194304 bytes, once decompressed. Ask its issuer for smaller ones.",
      "too many": "This badge has 17 status entries; at most 16 are read. Ask its issuer for a copy with fewer.",
    }
  `)
})

function damaged(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.with(at < 0 ? bytes.length + at : at, (bytes.at(at) ?? 0) ^ 1)
}

/** GZIP and ZLIB of a gigabyte of zeros, whose checksums nobody lives to see. */
const zeros = deflateSync(Buffer.alloc(2 ** 30), { level: 9 })
const raw = zeros.subarray(2, -4)
const gz = Buffer.concat([Buffer.from('1f8b0800000000000003', 'hex'), raw, Buffer.alloc(8)])
const bombs: { readonly [kind: string]: string } = {
  BitstringStatusListEntry: `u${toBase64url(gz)}`,
  StatusList2021Entry: toBase64url(gz),
  RevocationList2020Status: toBase64url(zeros),
}
