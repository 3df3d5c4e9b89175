import { afterAll, describe, expect, test } from 'vitest'
import { unwrap } from '../../src/formats/openattestation/wrapped.js'
import { everything } from '../../src/verify/all.js'
import { type Report, verify } from '../../src/verify/index.js'
import { counted, haveVectors, jsonVector, printCounts } from '../vectors.js'
import { type Doc, peer } from './attestation.js'
import { whyOf } from './web.js'

afterAll(printCounts)

type Case = { readonly id: string; readonly file: string; readonly kind: 'OA v2' | 'OA v3'; readonly expected: 'valid' | 'invalid' | 'see-note' | 'unwrapped' }
const source = 'open-attestation'
const cases: readonly Case[] = haveVectors ? (jsonVector(`${source}/manifest.json`) as { cases: Case[] }).cases : []
const captured = cases.filter(({ expected }) => expected === 'valid' || expected === 'invalid')
const documentOf = ({ file }: Case): Doc => jsonVector(`${source}/${file}`)
const versionOf = ({ kind }: Case): '2.0' | '3.0' => (kind === 'OA v2' ? '2.0' : '3.0')
const examine = (held: object): Promise<Report> => verify(held as never, { accept: everything, issuers: 'any', now: new Date('2026-11-01T00:00:00Z') })

/** What the reference gets wrong, and why. */
const differences: { readonly [id: string]: string } = {
  'fixture-v2-obfuscated-wrapped.json':
    'Its holder hid the one member of "recipient" and left {} behind, which the reference takes for a member that was added. Nobody can have signed it: it is not among what the proof covers, nor among what is held.',
}

describe.skipIf(!haveVectors)('the vectors of the reference', () => {
  test('are 22, and all but three are invalid', () => {
    expect(captured.map(({ expected }) => expected).filter((one) => one === 'valid')).toHaveLength(3)
    expect([captured.length, cases.length]).toEqual([22, 33])
  })

  test.each(captured)('$id is $expected', async (one) => {
    const { checks } = await examine(documentOf(one))
    counted('OpenAttestation, verdicts on integrity', checks.signature.outcome === (one.expected === 'valid' ? 'passed' : 'failed'))
    expect(checks.signature.outcome).toBe(one.expected === 'valid' ? 'passed' : 'failed')
    expect(checks.binding.outcome).not.toBe('passed')
  })

  test.each(cases.filter(({ expected }) => expected === 'see-note'))('$id: its digest is that of its members', (one) => {
    const { hashes } = unwrap(documentOf(one), versionOf(one))
    expect(hashes).toHaveLength(1)
    counted('OpenAttestation, wrapped documents', true)
  })

  test.each(cases.filter(({ expected }) => expected === 'unwrapped'))('$id is not signed', async (one) => {
    const { outcome, checks } = await examine(documentOf(one))
    expect([outcome, checks.signature]).toMatchObject(['failed', { problem: { name: 'sign.NoProofError' } }])
  })

  test('the reference agrees about all, but for what is argued', () => {
    const told = (one: Case): boolean => {
      try {
        return unwrap(documentOf(one), versionOf(one)).hashes.length > 0
      } catch {
        return false
      }
    }
    const apart = cases.filter((one) => told(one) !== (peer.verifySignature(documentOf(one)) as boolean)).map(({ id }) => id)
    expect(apart).toEqual(Object.keys(differences))
  })

  test('what each says without a network', async () => {
    const table: { [id: string]: string } = {}
    for (const one of cases.filter(({ id }) => id.startsWith('fixture'))) {
      const report = await examine(documentOf(one))
      table[one.id.replace('fixture-', '')] = `${report.outcome}: ${whyOf(report)}`
    }
    expect(table).toMatchInlineSnapshot(`
      {
        "v2-did-signed-ocsp-responder.json": "failed: signature failed sign.NoProofError, binding failed sign.NoProofError, status unknown load.NoLoadError",
        "v2-did-wrapped.json": "failed: signature failed sign.NoProofError, binding failed sign.NoProofError",
        "v2-not-obfuscated-wrapped.json": "unknown: binding unknown load.NoLoadError, status unknown formats.ContractError, anchor unknown formats.ContractError",
        "v2-obfuscated-wrapped.json": "unknown: binding unknown load.NoLoadError, status unknown formats.ContractError, anchor unknown formats.ContractError",
        "v2-raw-document.json": "failed: shape unknown sign.NoProofError, signature failed sign.NoProofError, binding failed sign.NoProofError, status unknown sign.NoProofError, anchor unknown sign.NoProofError",
        "v2-wrapped-transferable-document.json": "unknown: binding unknown formats.VerificationTypeError, status unknown formats.VerificationTypeError, anchor unknown formats.VerificationTypeError",
        "v3-did-wrapped.json": "failed: signature failed sign.NoProofError, binding failed sign.NoProofError",
        "v3-not-obfuscated-wrapped.json": "unknown: binding unknown load.NoLoadError, status unknown formats.ContractError, anchor unknown formats.ContractError",
        "v3-obfuscated-wrapped.json": "unknown: binding unknown load.NoLoadError, validity unknown formats.HiddenError, status unknown formats.ContractError, anchor unknown formats.ContractError",
        "v3-raw-document.json": "failed: shape unknown sign.NoProofError, signature failed sign.NoProofError, binding failed sign.NoProofError, status unknown sign.NoProofError, anchor unknown sign.NoProofError",
        "v3-wrapped-transferable-document.json": "unknown: binding unknown formats.VerificationTypeError, status unknown formats.VerificationTypeError, anchor unknown formats.VerificationTypeError",
      }
    `)
  })
})
