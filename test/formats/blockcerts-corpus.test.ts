import { afterAll, describe, expect, test } from 'vitest'
import { bitcoinReader } from '../../src/anchor/bitcoin.js'
import { fromBase58 } from '../../src/bytes.js'
import { FailedError } from '../../src/load/index.js'
import type { Load } from '../../src/seams.js'
import type { Report } from '../../src/verify/index.js'
import { block508180 } from '../anchor/block-508180.js'
import { counted, haveVectors, jsonVector, printCounts } from '../vectors.js'
import { type Case, cases, certificateOf, chainIds, examine, examineCase, readerOf, type Transaction, webOf } from './blockcert.js'
import { whyOf } from './web.js'

afterAll(printCounts)

const asserted = cases.filter(({ expected }) => expected !== 'unspecified')
const verdicts = { valid: 'passed', invalid: 'failed' } as const
const short = ({ id }: Case): string => id.replace(/^verifier\//, '')

/** What the reference says of such a certificate itself: "they should not be considered verified Blockcerts". Nothing but the hash can be examined. */
const mock = 'It says itself that it is on no blockchain: anybody could have made it, and nothing ties it to its issuer.'
const beside = 'The issuer’s own signature is good. The Merkle proof beside it says itself that it is on no blockchain, which does not pass.'
/** Those that are invalid for another reason fail for this one too. */
const curve = 'Its key is on secp256k1, and ecdsa-sd-2023 is for P-256 alone (VC-DI-ECDSA 1.0, 3.6): the suite of the reference refuses such keys by now.'
const base = 'It is what the issuer gave to the holder: good as it may be, it is not for showing, and is named.'
const direction = 'The direction of a name is not in the hash: anybody could have changed it.'
const asks = 'The very file of the case before: it fails only for who asks for a proof of authentication, which `verify` does not.'
const presentation =
  'A presentation that is anchored and not signed: a Merkle proof on one is not read, and is named. What it holds says itself that it is on no blockchain.'
const empty = 'Its holder signed it, in answer to a challenge, and it holds no credential: nothing in it could pass.'
const list = 'The list is of another type than the entry says, and signed by another than the issuer: what stands in it is not the issuer’s word.'

/** Where the outcome is another than the reference's, and why. */
const argued: { readonly [id: string]: string } = {
  'ecdsa-sd-2023-derived-1': curve,
  'ecdsa-sd-2023-signed': base,
  'eddsa-rdfc-2022': empty,
  'mocknet-verifiable-presentation': presentation,
  'mocknet-verifiable-presentation-tampered': presentation,
  'mocknet-v2-valid': mock,
  'mocknet-v3-valid': beside,
  'mocknet-vc-v2-credential-schema-1': mock,
  'mocknet-vc-v2-data-integrity-proof': mock,
  'mocknet-vc-v2-data-integrity-proof-multiple-signatures': mock,
  'mocknet-vc-v2-data-integrity-proof-multiple-signatures-non-chained': mock,
  'mocknet-vc-v2-name-description': mock,
  'mocknet-vc-v2-validFrom-valid': mock,
  'multiple-proofs-non-chained': beside,
  'mocknet-vc-v2-credential-subject-array': `${mock} ${direction}`,
  'mocknet-vc-v2-name-description-multilingual': `${mock} ${direction}`,
  'regtest-v2-valid': 'It is on a chain of somebody’s own machine, of which no reader is bundled; the chain is named.',
  'expired-verification-method-merkleproof2019': `${mock} A key that expired makes what it signed before no worse; the reference asks its clock, and not the chain.`,
  'mocknet-vc-v2-proofDomain-invalid': `${mock} A domain stands in the proof, which no hash covers.`,
  'mocknet-vc-v2-proofPurpose-invalid': asks,
  'proof-chain-example-ed25519-2': asks,
  'proof-chain-example-secp256k1-2': asks,
  'status-list-2021-v3-revoked': list,
  'status-list-2021-v3-suspended': list,
}

describe.skipIf(!haveVectors)('the certificates of the reference verifier', () => {
  test('are 55 with an expected verdict, and 12 without', () => {
    expect([asserted.length, cases.length]).toEqual([55, 67])
    expect(Object.keys(argued).filter((id) => !asserted.some((one) => short(one) === id))).toEqual([])
  })

  test.each(asserted)('$id is $expected', async (one) => {
    const report = await examineCase(one)
    counted('Blockcerts, with a verdict', ['passed', 'failed', 'unknown'].includes(report.outcome))
    counted(`Blockcerts, the verdict of the reference (${Object.keys(argued).length} argued)`, report.outcome === verdicts[one.expected as 'valid'])
    if (short(one) in argued) expect(report.outcome).not.toBe(verdicts[one.expected as 'valid'])
    else expect([report.outcome, whyOf(report)]).toEqual([verdicts[one.expected as 'valid'], one.expected === 'valid' ? '' : expect.anything()])
    // What is invalid passes only where another question was asked of the same file.
    if (one.expected === 'invalid' && report.outcome === 'passed') expect(argued[short(one)]).toBe(asks)
  })

  test('what says that it is on no chain is in order but for that', async () => {
    for (const one of asserted.filter((any) => [mock, beside].includes(argued[short(any)] ?? ''))) {
      const report = await examineCase(one)
      expect(whyOf(report), one.id).toBe('binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError')
      expect(report.checks.signature.outcome).toBe('passed')
    }
  })

  test('why each that does not pass does not', async () => {
    const table: { [id: string]: string } = {}
    for (const one of cases) {
      const report = await examineCase(one)
      if (report.outcome !== 'passed') table[`${short(one)} (${one.expected})`] = whyOf(report)
    }
    expect(table).toMatchInlineSnapshot(`
      {
        "did_testnet-v3-did--address-mismatch (invalid)": "binding failed formats.NotTheirKeyError",
        "did_testnet-v3-did--verification-method-mismatch (invalid)": "binding failed sign.NotTheIssuerError",
        "ecdsa-sd-2023-derived-1 (valid)": "signature failed sign.BadSignatureError, binding failed sign.BadSignatureError",
        "ecdsa-sd-2023-derived-2 (invalid)": "signature failed sign.BadSignatureError, binding failed sign.BadSignatureError",
        "ecdsa-sd-2023-signed (invalid)": "signature unknown sign.BaseProofError, binding unknown sign.BaseProofError",
        "eddsa-rdfc-2022 (valid)": "parts unknown verify.NoCredentialError",
        "ethereum-main-invalid-merkle-root (invalid)": "signature failed anchor.CommitmentMismatchError, binding failed anchor.CommitmentMismatchError, anchor failed anchor.NotOnChainError",
        "ethereum-main-revoked (invalid)": "status failed status.RevokedError",
        "ethereum-ropsten-revoked-no-revocationlist-2.0 (invalid)": "status failed status.RevokedError",
        "ethereum-tampered (invalid)": "signature failed sign.BadSignatureError, binding failed sign.BadSignatureError, anchor unknown anchor.NotExaminedError",
        "expired-verification-method-ecdsa-sd-2023 (invalid)": "signature failed sign.BadSignatureError, binding failed sign.BadSignatureError",
        "expired-verification-method-merkleproof2019 (invalid)": "binding unknown keys.RetiredUnknownTimeError, anchor unknown anchor.TestOnlyError",
        "mainnet-invalid-merkle-receipt (invalid)": "signature failed anchor.CommitmentMismatchError, binding failed anchor.CommitmentMismatchError, anchor unknown anchor.NotExaminedError",
        "mainnet-merkle-root-mismatch (invalid)": "binding unknown anchor.NotOnChainError, anchor failed anchor.NotOnChainError",
        "mainnet-v2-revoked (invalid)": "status failed status.RevokedError",
        "mocknet-v2-valid (valid)": "binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError",
        "mocknet-v3-valid (valid)": "binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-credential-schema-1 (valid)": "binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-credential-schema-2 (invalid)": "binding unknown anchor.TestOnlyError, schema failed schema.NonconformingError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-credential-subject-array (valid)": "terms unknown canonicalize.DroppedValueError, signature unknown canonicalize.DroppedValueError, binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-data-integrity-proof (valid)": "binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-data-integrity-proof-multiple-signatures (valid)": "binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-data-integrity-proof-multiple-signatures-non-chained (valid)": "binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-invalid-date-format (invalid)": "signature failed sign.DateError, binding failed sign.DateError",
        "mocknet-vc-v2-name-description (valid)": "binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-name-description-multilingual (valid)": "terms unknown canonicalize.DroppedValueError, signature unknown canonicalize.DroppedValueError, binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-proofChallenge-invalid (invalid)": "signature failed sign.WrongPurposeError, binding failed sign.WrongPurposeError",
        "mocknet-vc-v2-proofDomain-invalid (invalid)": "binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-proofPurpose-invalid (invalid)": "binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-validFrom-not-yet-valid (invalid)": "binding unknown anchor.TestOnlyError, validity failed verify.NotYetValidError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-validFrom-valid (valid)": "binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-validUntil-invalid (invalid)": "binding unknown anchor.TestOnlyError, validity failed verify.ExpiredError, anchor unknown anchor.TestOnlyError",
        "mocknet-verifiable-presentation (valid)": "signature unknown sign.UnknownSuiteError, binding unknown sign.UnknownSuiteError, parts unknown verify.PartError",
        "mocknet-verifiable-presentation-failing-credential (invalid)": "signature unknown sign.UnknownSuiteError, binding unknown sign.UnknownSuiteError, parts failed verify.PartError",
        "mocknet-verifiable-presentation-tampered (invalid)": "signature unknown sign.UnknownSuiteError, binding unknown sign.UnknownSuiteError, parts unknown verify.PartError",
        "multiple-proofs-non-chained (valid)": "binding unknown anchor.TestOnlyError, anchor unknown anchor.TestOnlyError",
        "regtest-v2-valid (valid)": "binding unknown anchor.NotExaminedError, anchor unknown anchor.NotExaminedError",
        "revoked-verification-method-ecdsa-sd-2023 (invalid)": "signature failed sign.BadSignatureError, binding failed sign.BadSignatureError",
        "revoked-verification-method-merkleproof2019 (invalid)": "binding failed sign.KeyRevokedError, anchor unknown anchor.TestOnlyError",
        "status-list-2021-v3-revoked (invalid)": "status unknown status.UnreadableListError",
        "status-list-2021-v3-suspended (invalid)": "status unknown status.UnreadableListError",
        "testnet-tampered-hashes (invalid)": "signature failed sign.BadSignatureError, binding failed sign.BadSignatureError, anchor unknown anchor.NotExaminedError",
        "testnet-v2-revoked (invalid)": "binding failed sign.KeyRevokedError",
        "unasserted/v1/testnet-valid-1.2.json (unspecified)": "shape unknown formats.VersionError",
        "unasserted/v3/blockcerts-3.0-alpha.json (unspecified)": "terms unknown canonicalize.UnknownContextError, signature unknown canonicalize.UnknownContextError, binding unknown load.FailedError, status unknown load.FailedError, anchor unknown anchor.NotExaminedError",
        "unasserted/v3/blockcerts-3.0-beta-did-ethereum-ropsten.json (unspecified)": "shape failed credential.InvalidError, terms unknown canonicalize.DroppedValueError, signature unknown canonicalize.DroppedValueError, binding unknown load.FailedError, status unknown load.FailedError, anchor unknown anchor.NotExaminedError",
        "unasserted/v3/blockcerts-3.0-beta.json (unspecified)": "terms unknown canonicalize.DroppedValueError, signature unknown canonicalize.DroppedValueError, binding failed sign.NotTheIssuerError, status unknown load.FailedError, anchor unknown anchor.NotExaminedError",
        "unasserted/v3/cert-rl-status-list-2021.json (unspecified)": "binding unknown load.FailedError, status unknown load.FailedError, anchor unknown anchor.NotExaminedError",
        "unasserted/v3/certificate.json (unspecified)": "binding unknown load.FailedError, status unknown load.FailedError, anchor unknown anchor.NotExaminedError",
        "unasserted/v3/mocknet-vc-v2-credential-schema-invalid.json (unspecified)": "binding unknown load.FailedError, status unknown load.FailedError, schema unknown load.FailedError, anchor unknown anchor.TestOnlyError",
        "unasserted/v3/testnet-v3--no-did.json (unspecified)": "signature failed sign.BadSignatureError, binding failed sign.NotTheIssuerError, status unknown load.FailedError, anchor unknown anchor.NotExaminedError",
        "unasserted/v3/testnet-v3--tampered.json (unspecified)": "shape failed credential.InvalidError, terms unknown canonicalize.DroppedValueError, signature unknown canonicalize.DroppedValueError, binding unknown load.FailedError, status unknown load.FailedError, anchor unknown anchor.NotExaminedError",
        "unasserted/v3/testnet-v3-custom-context.json (unspecified)": "shape failed credential.InvalidError, terms failed canonicalize.UndefinedTermError, signature unknown canonicalize.UndefinedTermError, binding unknown load.FailedError, status unknown load.FailedError, anchor unknown anchor.NotExaminedError",
        "unasserted/v3/testnet-v3-did--verification-method-not-referenced.json (unspecified)": "binding unknown load.FailedError, status unknown load.FailedError, anchor unknown anchor.NotExaminedError",
        "unasserted/v3/testnet-v3-hashlink.json (unspecified)": "signature failed sign.BadSignatureError, binding failed sign.NotTheIssuerError, status unknown load.FailedError, anchor unknown anchor.NotExaminedError",
      }
    `)
  })

  test('with no fact at hand none passes, and what is missing is named', async () => {
    for (const one of asserted) {
      const bare = await examine(certificateOf(one))
      counted('Blockcerts without any fact, not passed', bare.outcome !== 'passed')
      expect(bare.outcome, one.id).not.toBe('passed')
      expect(whyOf(bare), one.id).not.toBe('')
    }
  })

  test.each(asserted.filter(({ expected, transaction }) => expected === 'valid' && transaction))(
    '$id without each of its facts is unknown, and says which',
    async (one) => {
      const noChain = await examineCase(one, { chains: [] })
      expect([noChain.outcome, whyOf(noChain)]).toEqual(['unknown', 'binding unknown anchor.NotExaminedError, anchor unknown anchor.NotExaminedError'])
      const { anchor } = noChain.checks
      expect('problem' in anchor && anchor.problem.message).toMatch(/Pass a reader of \w+ \((bip122|eip155):\w+\)/)
      const web = webOf(one)
      const asked = new Set<string>()
      const listening: Load = (url, wish) => {
        asked.add(url)
        return web(url, wish)
      }
      await examineCase(one, { load: listening })
      for (const missing of asked) {
        const load: Load = async (url, wish) => (url === missing ? Promise.reject(new FailedError(url, 'network', 'it is down')) : web(url, wish))
        const report = await examineCase(one, { load })
        expect([report.outcome, whyOf(report)], missing).toEqual(['unknown', expect.stringContaining('load.FailedError')])
      }
    },
  )

  test('every proof value is read, of either dialect: hashes as bytes, and as text', async () => {
    const { fromProofValue } = await import('../../src/formats/blockcerts/receipt.js')
    const { isMerkleProof } = await import('../../src/formats/blockcerts/version.js')
    const dialects = { bytes: 0, text: 0 }
    for (const one of cases) {
      const proofs = [certificateOf(one)['proof']].flat().filter((proof) => isMerkleProof(proof as never)) as { proofValue: string }[]
      for (const { proofValue } of new Map(proofs.map((proof) => [proof.proofValue, proof])).values()) {
        expect(fromProofValue(proofValue).merkleRoot).toHaveLength(32)
        dialects[Buffer.from(decodedOf(proofValue)).includes(Buffer.from('5820', 'hex')) ? 'bytes' : 'text']++
      }
    }
    expect(dialects).toMatchInlineSnapshot(`
      {
        "bytes": 1,
        "text": 43,
      }
    `)
  })

  test('one of them through a reader of Bitcoin, by the block as it was published', async () => {
    const one = cases.find(({ id }) => id === 'verifier/mainnet-v2-valid') as Case
    const { source, load } = block508180
    expect(whyOf(await examineCase(one, { chains: [bitcoinReader({ source, load })] }))).toBe('')
  })
})

function decodedOf(proofValue: string): Uint8Array {
  return fromBase58(proofValue.slice(1))
}

const suiteSource = 'jsonld-signatures-merkleproof2019'
describe.skipIf(!haveVectors)('the certificates of the reference suite', () => {
  const manifest: readonly { readonly id: string; readonly file: string; readonly expected: 'valid' | 'invalid' }[] = haveVectors
    ? jsonVector(`${suiteSource}/manifest.json`).cases
    : []
  const facts = (name: string): object => jsonVector(`${suiteSource}/fixtures/${name}`)
  const did = 'did_ion_EiA_Z6LQILbB2zj_eVrqfQ2xDm4HNqeJUw5Kj2Z7bFOOeQ'
  const examineOf = (file: string): Promise<Report> => {
    const pages: { readonly [url: string]: object } = {
      'https://www.blockcerts.org/samples/3.0/issuer-blockcerts.json': facts('issuer-blockcerts.json'),
      [`https://resolver.identity.foundation/1.0/identifiers/${did.replaceAll('_ion_', ':ion:')}`]: facts(`${did}.json`),
      'https://www.blockcerts.org/samples/3.0/revocation-list-blockcerts.json': { revokedAssertions: [] },
    }
    const load = async (url: string) => ({ url, bytes: new TextEncoder().encode(JSON.stringify(pages[url.split('?')[0] ?? ''] ?? null)) })
    const transaction = facts('transactionData.json') as Transaction
    return examine(jsonVector(`${suiteSource}/${file}`), { load, chains: [readerOf(chainIds.testnet, transaction)] })
  }

  test('what each comes to', async () => {
    const table: { [id: string]: string } = {}
    for (const { id, file, expected } of manifest) {
      const report = await examineOf(file)
      counted('MerkleProof2019, with a verdict', ['passed', 'failed', 'unknown'].includes(report.outcome))
      if (expected === 'invalid') expect(report.outcome).toBe('failed')
      table[`${id} (${expected})`] = whyOf(report) || report.outcome
    }
    // Where "valid" is not passed: the facts of two are not bundled. The subject of the custom context is a relative reference, so that no hash
    // covers anything that is said of it. The date without a zone is none in VC 2.0, and the reference verifier fails it too.
    expect(table).toMatchInlineSnapshot(`
      {
        "altered-blockcerts-v3 (invalid)": "signature failed sign.BadSignatureError, binding failed sign.NotTheIssuerError, anchor unknown anchor.NotExaminedError",
        "ethereum-sepolia-v3 (valid)": "binding unknown anchor.NotExaminedError, anchor unknown anchor.NotExaminedError",
        "mocknet-v3 (valid)": "signature unknown did.BadDocumentError, binding unknown formats.BadDocumentError, status unknown formats.BadDocumentError, anchor unknown anchor.TestOnlyError",
        "mocknet-vc-v2-data-integrity-proof (valid)": "signature failed sign.DateError, binding failed sign.DateError",
        "testnet-v3-custom-context (valid)": "shape failed credential.InvalidError, terms failed canonicalize.UndefinedTermError, signature unknown canonicalize.UndefinedTermError, binding unknown anchor.NotOnChainError, anchor failed anchor.NotOnChainError",
        "testnet-v3-did (valid)": "passed",
      }
    `)
  })
})
