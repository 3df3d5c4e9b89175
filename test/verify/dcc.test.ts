import { afterAll, describe, expect, test } from 'vitest'
import { fromDocuments } from '../../src/load/index.js'
import { everything } from '../../src/verify/all.js'
import type { Check, Report } from '../../src/verify/index.js'
import { registry, verify } from '../../src/verify/index.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'

type Need = { readonly type: string; readonly id: string; readonly offline: boolean }
type Case = { readonly id: string; readonly file: string; readonly expected: 'valid' | 'invalid'; readonly reason?: string; readonly needs: readonly Need[] }

afterAll(printCounts)
const set = 'dcc-verifier-core'
const cases: readonly Case[] = haveVectors ? jsonVector(`${set}/manifest.json`).cases : []
const isBundled = ({ needs }: Case): boolean => needs.every(({ offline }) => offline)
const bundled = cases.filter(isBundled)
const others = cases.filter((one) => !isBundled(one))

/** Valid for the reference, and not passed here. */
const nobody = 'It names no learner: neither an id nor an identifier, one of which Open Badges 3.0 (AchievementSubject) requires. Its reference does not look.'
const argued: { readonly [id: string]: string } = {
  VCv1: `${nobody} And the image of its issuer is an address, where the standard wants an Image.`,
  VCv1SimpleIssuerId: nobody,
  VCv1ValidStatus: nobody,
  VCv2DidWebMultikeyWithValidStatus: nobody,
  VCv2DidWebWithValidStatus: nobody,
  VCv2DoubleSigWithBadStatusUrl: `${nobody} And its list is not there: the reference passes it with a remark, where it is a doubt here.`,
  VCv2EddsaWithValidStatus: nobody,
  VCv2ValidStatus: nobody,
}

// The list stands at two addresses: its own, and where the repository of the reference has it, which is what the credentials name.
const raw = 'https://raw.githubusercontent.com/digitalcredentials/verifier-core/refs/heads/main/src/test-fixtures/status/e5WK8CbZ1GjycuPombrj'
const list = haveVectors ? jsonVector(`${set}/facts/status-e5WK8CbZ1GjycuPombrj.json`) : {}

async function examine({ file }: Case, documents: { readonly [url: string]: object } = {}): Promise<Report> {
  const load = fromDocuments(documents)
  return verify(new Uint8Array(readVector(`${set}/${file}`)), { accept: everything, issuers: 'any', load, now: new Date('2026-11-01T00:00:00Z') })
}
const whyOf = ({ checks }: Report): string =>
  Object.entries<Check>(checks)
    .flatMap(([name, check]) => ('problem' in check ? [`${name} ${check.outcome} ${check.problem.name}`] : []))
    .join(', ')

describe.skipIf(!haveVectors)('the credentials of the verifier of the Digital Credentials Consortium', () => {
  test('are 28, of which 16 need nothing that is not there', () => {
    expect([cases.length, bundled.length, others.length]).toEqual([28, 16, 12])
    expect(Object.keys(argued).filter((id) => cases.find((one) => one.id === id)?.expected !== 'valid')).toEqual([])
  })

  test.each(bundled)('$id is $expected', async (one) => {
    const report = await examine(one)
    const verdict = one.expected === 'valid' ? 'passed' : 'failed'
    counted('DCC, bundled, the verdict of the reference (2 argued)', report.outcome === verdict)
    if (one.id in argued) expect([report.outcome, whyOf(report)]).toEqual(['failed', 'shape failed credential.InvalidError'])
    else expect(report.outcome, whyOf(report)).toBe(verdict)
  })

  test.each(others)('$id is $expected, and what is missing is named', async (one) => {
    const report = await examine(one)
    counted('DCC, not bundled, never passed', report.outcome !== 'passed')
    expect(report.outcome).not.toBe('passed')
    const facts = Object.values<Check>(report.checks).flatMap((check) => ('problem' in check ? [JSON.stringify(check.problem)] : []))
    const missing = one.needs.filter(({ offline }) => !offline).map(({ type, id }) => (type === 'statusList' ? id : didDocument(id)))
    // Its entry of a list says no purpose, so that the list is not asked for.
    if (one.id === 'SafeModeBreaker') expect(whyOf(report)).toContain('status failed status.BadEntryError')
    else for (const url of missing) expect(facts.filter((fact) => fact.includes(url))).not.toEqual([])
  })

  test('why each that does not pass does not, with the list where the credentials look for it', async () => {
    const table: { [id: string]: string } = {}
    for (const one of cases) {
      const report = await examine(one, { [raw]: list, [list.id]: list })
      expect(report.outcome === 'passed', one.id).toBe(one.expected === 'valid' && !(one.id in argued))
      if (report.outcome !== 'passed') table[`${one.id} (${one.expected}${one.reason ? `, ${one.reason}` : ''})`] = whyOf(report)
    }
    expect(table).toMatchInlineSnapshot(`
      {
        "CredentialWithoutContext (invalid, no_vc_context)": "shape failed credential.InvalidError, terms failed canonicalize.UndefinedTermError, signature unknown canonicalize.UndefinedTermError, binding unknown canonicalize.UndefinedTermError",
        "CredentialWithoutVCContext (invalid, no_vc_context)": "shape failed credential.InvalidError, terms failed canonicalize.UndefinedTermError, signature unknown canonicalize.UndefinedTermError, binding unknown canonicalize.UndefinedTermError",
        "SafeModeBreaker (invalid, jsonld.ValidationError: relative @type)": "terms failed canonicalize.UndefinedTermError, signature unknown canonicalize.UndefinedTermError, binding unknown canonicalize.UndefinedTermError, status failed status.BadEntryError",
        "VCv1 (valid)": "shape failed credential.InvalidError",
        "VCv1Expired (invalid, expired)": "shape failed credential.InvalidError, validity failed verify.ExpiredError",
        "VCv1ExpiredAndTampered (invalid, invalid_signature)": "shape failed credential.InvalidError, signature failed sign.BadSignatureError, binding failed sign.BadSignatureError, validity failed verify.ExpiredError",
        "VCv1ExpiredWithValidStatus (invalid, expired)": "shape failed credential.InvalidError, validity failed verify.ExpiredError",
        "VCv1NoProof (invalid, no_proof)": "shape failed credential.InvalidError, signature failed sign.NoProofError",
        "VCv1NonURIId (invalid, invalid_credential_id)": "shape failed credential.InvalidError, terms unknown canonicalize.DroppedValueError, signature unknown canonicalize.DroppedValueError, binding unknown canonicalize.DroppedValueError",
        "VCv1Revoked (invalid, revoked)": "shape failed credential.InvalidError, status failed status.RevokedError",
        "VCv1SimpleIssuerId (valid)": "shape failed credential.InvalidError",
        "VCv1Tampered (invalid, invalid_signature)": "shape failed credential.InvalidError, signature failed sign.BadSignatureError, binding failed sign.BadSignatureError",
        "VCv1ValidStatus (valid)": "shape failed credential.InvalidError",
        "VCv2DidWebMultikeyWithValidStatus (valid)": "shape failed credential.InvalidError, signature unknown load.FailedError, binding unknown load.FailedError, status failed status.BadListError",
        "VCv2DidWebWithValidStatus (valid)": "shape failed credential.InvalidError, signature unknown load.FailedError, binding unknown load.FailedError, status failed status.BadListError",
        "VCv2DoubleSigWithBadStatusUrl (valid, signature valid, status list unreachable (reported as a non-fatal log entry))": "shape failed credential.InvalidError, status unknown load.FailedError",
        "VCv2EddsaWithValidStatus (valid)": "shape failed credential.InvalidError",
        "VCv2Expired (invalid, expired)": "validity failed verify.ExpiredError",
        "VCv2ExpiredAndTampered (invalid, invalid_signature)": "signature failed sign.BadSignatureError, binding failed sign.BadSignatureError, validity failed verify.ExpiredError",
        "VCv2ExpiredWithValidStatus (invalid, expired)": "shape failed credential.InvalidError, validity failed verify.ExpiredError",
        "VCv2NoProof (invalid, no_proof)": "signature failed sign.NoProofError",
        "VCv2NonURIId (invalid, invalid_credential_id)": "shape failed credential.InvalidError, terms unknown canonicalize.DroppedValueError, signature unknown canonicalize.DroppedValueError, binding unknown canonicalize.DroppedValueError",
        "VCv2Revoked (invalid, revoked)": "shape failed credential.InvalidError, status failed status.RevokedError",
        "VCv2Tampered (invalid, invalid_signature)": "signature failed sign.BadSignatureError, binding failed sign.BadSignatureError",
        "VCv2ValidStatus (valid)": "shape failed credential.InvalidError",
        "VCv2WithBadDidWebUrl (invalid, did_web_unresolved)": "shape failed credential.InvalidError, signature unknown load.FailedError, binding unknown load.FailedError",
      }
    `)
  })

  test('their issuer is in the list that the Consortium publishes of those who only try things out', async () => {
    const url = 'https://digitalcredentials.github.io/sandbox-registry/registry.json'
    const issuer = 'did:key:z6MknNQD1WHLGGraFi6zcbGevuAgkVfdyCdtZnQTGWVVvR5Q'
    const load = fromDocuments({ [url]: { registry: { [issuer]: { name: 'Public Test Issuer', location: 'Everywhere', url: 'https://dcconsortium.org' } } } })
    const outcomes = await Promise.all(
      bundled.map(async ({ id, file }) => {
        const issuers = registry(url, { signedBy: 'nobody' })
        const report = await verify(new Uint8Array(readVector(`${set}/${file}`)), { accept: everything, issuers, load, now: new Date('2026-11-01T00:00:00Z') })
        return [id, report.checks.issuer.outcome, report.checks.binding.outcome] as const
      }),
    )
    // Whoever is listed is trusted where the signature is theirs, whatever else is wrong.
    for (const [id, trust, binding] of outcomes) expect([id, trust]).toEqual([id, binding === 'passed' ? 'passed' : 'unknown'])
    expect(outcomes.filter(([, trust]) => trust === 'passed').length).toBe(6)
  })
})

/** Where did:web has the document of this verification method. */
function didDocument(id: string): string {
  const [, ...path] = id.replace('did:web:', '').split('#')[0]?.split(':') ?? []
  return `https://digitalcredentials.github.io/${path.join('/')}/did.json`
}
