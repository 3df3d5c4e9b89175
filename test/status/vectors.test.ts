import { afterAll, describe, expect, test } from 'vitest'
import type { Credential, Signed } from '../../src/credential/secured.js'
import { type JsonObject, many } from '../../src/json.js'
import { fromDocuments } from '../../src/load/documents.js'
import { bitstring, fromCredential, get, revocationList2020, type StatusType, statusList2021 } from '../../src/status/index.js'
import { everything } from '../../src/verify/all.js'
import { current } from '../../src/verify/current.js'
import { type Report, verify } from '../../src/verify/index.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'

afterAll(printCounts)
const now = new Date('2026-11-01T00:00:00Z')
const listed = (type: StatusType, list: object, entry: object) =>
  // The examples carry no proofs: what is tried is how they are read.
  type.check(entry as JsonObject, { issuer: 'did:example:12345' } as Credential, {
    now,
    load: fromDocuments({ 'https://example.com/credentials/status/3': list }),
    verifyList: async (held) => ({ outcome: 'passed', detail: held as JsonObject }),
  })

describe('the examples of the specifications', () => {
  // Bitstring Status List 1.0, A.1 and A.2.
  test('Bitstring Status List 1.0', async () => {
    const list = {
      id: 'https://example.com/credentials/status/3',
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      credentialSubject: {
        id: 'https://example.com/status/3#list',
        type: 'BitstringStatusList',
        statusPurpose: 'revocation',
        encodedList: 'uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA',
      },
    }
    const entry = {
      id: 'https://example.com/credentials/status/3#94567',
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '94567',
      statusListCredential: 'https://example.com/credentials/status/3',
    }
    expect(await listed(bitstring, list, entry)).toMatchObject({ outcome: 'passed', detail: { index: 94_567, value: 0 } })
    const { length, bits } = await fromCredential(list as unknown as Signed)
    expect([length, bits.every((byte) => byte === 0)]).toEqual([131_072, true])
  })

  // Status List 2021 (W3C First Public Working Draft, April 2023), examples 1 and 2.
  test('Status List 2021', async () => {
    const list = {
      id: 'https://example.com/credentials/status/3',
      type: ['VerifiableCredential', 'StatusList2021Credential'],
      credentialSubject: {
        id: 'https://example.com/status/3#list',
        type: 'StatusList2021',
        statusPurpose: 'revocation',
        encodedList: 'H4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA',
      },
    }
    const entry = {
      id: 'https://example.com/credentials/status/3#94567',
      type: 'StatusList2021Entry',
      statusPurpose: 'revocation',
      statusListIndex: '94567',
      statusListCredential: 'https://example.com/credentials/status/3',
    }
    expect(await listed(statusList2021, list, entry)).toMatchObject({ outcome: 'passed', detail: { index: 94_567, value: 0 } })
  })

  // Revocation List 2020, 4.1 and 4.2: it says ZLIB, and its example is GZIP, of 100,000 bits where it asks for 131,072.
  test('Revocation List 2020', async () => {
    const list = {
      id: 'https://example.com/credentials/status/3',
      type: ['VerifiableCredential', 'RevocationList2020Credential'],
      credentialSubject: {
        id: 'https://example.com/status/3#list',
        type: 'RevocationList2020',
        encodedList: 'H4sIAAAAAAAAA-3BMQEAAADCoPVPbQsvoAAAAAAAAAAAAAAAAP4GcwM92tQwAAA',
      },
    }
    const entry = (revocationListIndex: string) => ({
      id: 'https://dmv.example.gov/credentials/status/3#94567',
      type: 'RevocationList2020Status',
      revocationListIndex,
      revocationListCredential: 'https://example.com/credentials/status/3',
    })
    expect(await listed(revocationList2020, list, entry('94567'))).toMatchObject({ outcome: 'passed', detail: { purpose: 'revocation', value: 0 } })
    expect(await listed(revocationList2020, list, entry('100000'))).toMatchObject({ outcome: 'failed', problem: { name: 'status.BadListError' } })
  })
})

type Need = { readonly type: string; readonly id: string; readonly offline: boolean; readonly file?: string }
type Case = { readonly id: string; readonly file: string; readonly expected: string; readonly reason?: string; readonly needs: readonly Need[] }
const statusOf = (report: Report): string => {
  const { status } = report.checks
  return 'problem' in status ? `${status.outcome}: ${status.problem.name}` : status.outcome
}

describe.skipIf(!haveVectors)('published vectors', () => {
  test('the list of the Bitstring Status List specification expands as published', async () => {
    const { encodedList, expandedBits, popcount } = jsonVector('vc-data-integrity/bitstring/encoded-list-example.json')
    const credential = {
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      credentialSubject: { type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList },
    }
    const { length, bits } = await fromCredential(credential as unknown as Signed)
    const right = length === expandedBits && bits.filter((byte) => byte !== 0).length === popcount
    counted('Bitstring Status List, encodedList', right)
    expect(right).toBe(true)
  })

  const cases: readonly Case[] = haveVectors ? jsonVector('1edtech-validator/manifest.json').cases : []
  const bitLists = cases.filter(({ id }) => id.includes('bit-string-list/credential-status-revoked'))

  test.each(bitLists)('1EdTech: $id is revoked, and nothing else is wrong', async ({ file, needs }) => {
    const documents = Object.fromEntries(needs.filter(({ file }) => file).map(({ id, file }) => [id, jsonVector(`1edtech-validator/${file}`)]))
    const load = fromDocuments(documents)
    const held = new Uint8Array(readVector(`1edtech-validator/${file}`))
    const report = await verify(held, { accept: everything, issuers: 'any', load, now })
    counted('1EdTech, Bitstring Status List, revoked', statusOf(report) === 'failed: status.RevokedError')
    expect(report.checks.status).toMatchObject({ problem: { name: 'status.RevokedError', facts: { purpose: 'revocation', index: 23, value: 1 } } })
    const others = Object.entries(report.checks).filter(([name, { outcome }]) => name !== 'status' && (outcome === 'failed' || outcome === 'unknown'))
    expect(others).toEqual([])
    expect(statusOf(await verify(held, { accept: everything, issuers: 'any', now }))).toBe('unknown: load.NoLoadError')
  })

  test('1EdTech: the list of bits has entry 23 set, and no other', async () => {
    const list = await fromCredential(jsonVector('1edtech-validator/ob30/bit-string-list/testlist'))
    expect(Array.from({ length: list.length }, (_, index) => index).filter((index) => get(list, index))).toEqual([23])
  })

  // Its list is at a URL that does not answer any more; this one is made as the specification has it.
  test('1EdTech: the revocation list, by the id of the credential', async () => {
    const badge = jsonVector('1edtech-validator/ob30/credential-status-revoked.json')
    const told = async (list: object) =>
      statusOf(await verify(badge, { accept: everything, issuers: 'any', now, load: fromDocuments({ [badge.credentialStatus.id]: list }) }))
    const list = (revokedCredentials: unknown) => ({ id: badge.credentialStatus.id, issuer: badge.issuer.id, revokedCredentials })
    expect([await told(list([{ id: badge.id, revoked: true }])), await told(list([{ id: 'https://example.edu/1' }]))]).toEqual([
      'failed: status.RevokedError',
      'passed',
    ])
  })

  // Its list has 100,000 entries, and a proof of a suite that `current` does not read.
  test('DCC: each credential has the entry that its name says', async () => {
    const published = jsonVector('dcc-verifier-core/facts/status-e5WK8CbZ1GjycuPombrj.json')
    const list = await fromCredential(published)
    expect(list.length).toBe(100_000)
    const dcc: readonly Case[] = jsonVector('dcc-verifier-core/manifest.json').cases
    const told: { [id: string]: boolean } = {}
    for (const { id, file } of dcc.filter(({ needs }) => needs.some((need) => need.id.endsWith('status/e5WK8CbZ1GjycuPombrj')))) {
      const entry = many(jsonVector(`dcc-verifier-core/${file}`).credentialStatus)[0] as JsonObject
      const load = fromDocuments({ [String(entry['statusListCredential'])]: published })
      const verifyList = async (held: object | string) => ({ outcome: 'passed', detail: held as JsonObject }) as const
      const check = await bitstring.check(entry, { issuer: published.issuer } as Credential, { now, load, verifyList })
      told[id] = check.outcome === 'failed'
      counted('DCC, entries of its status list', told[id] === id.endsWith('Revoked'))
    }
    expect(told).toEqual(Object.fromEntries(Object.keys(told).map((id) => [id, id.endsWith('Revoked')])))
    expect(Object.keys(told).length).toBe(9)
  })

  test('DCC: its list is not believed where its proof is not read, and a list that is not there is a doubt', async () => {
    const read = async (name: string, accept = everything) => {
      const badge = jsonVector(`dcc-verifier-core/vc/${name}.json`)
      const list = jsonVector('dcc-verifier-core/facts/status-e5WK8CbZ1GjycuPombrj.json')
      const url = badge.credentialStatus.statusListCredential.replace('e5VK8', 'e5WK8')
      return statusOf(await verify(badge, { accept, issuers: 'any', now, load: fromDocuments({ [url]: list }) }))
    }
    expect([
      await read('VCv2EddsaWithValidStatus'),
      await read('VCv2EddsaWithValidStatus', current),
      await read('VCv2Revoked'),
      await read('VCv2DoubleSigWithBadStatusUrl'),
    ]).toEqual(['passed', 'unknown: status.UncheckedListError', 'failed: status.RevokedError', 'unknown: load.FailedError'])
  })
})
