import { afterAll, describe, expect, test } from 'vitest'
import { rdfcCanonical } from '../../src/canonicalize/rdfc.js'
import type { Contexts } from '../../src/contexts/index.js'
import type { Proof } from '../../src/credential/secured.js'
import type { Check } from '../../src/errors.js'
import { isObject, type Json, type JsonObject, many } from '../../src/json.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { encodeProofValue, type Suite } from '../../src/sign/suite.js'
import { current, type Report, verify } from '../../src/verify/index.js'
import { keys } from '../badges.js'
import { counted, haveVectors, jsonVector, printCounts } from '../vectors.js'

type Case = { readonly id: string; readonly file: string; readonly kind: string; readonly expected: string }

afterAll(printCounts)
const source = 'vc-data-model-2.0-test-suite'
const cases: readonly Case[] = haveVectors ? jsonVector(`${source}/manifest.json`).cases : []
const credentials = cases.filter(({ kind }) => kind === 'VerifiableCredential')

const key = keys.ed25519
const now = new Date('2026-11-01T00:00:00Z')
const url = 'https://www.w3.org/ns/credentials/examples/v2'
const contexts: Contexts = haveVectors ? { [url]: jsonVector('contexts/www.w3.org_ns_credentials_examples_v2.jsonld') } : {}
// Of others, who sign what this package would not write.
const lax: Suite<'Ed25519'> = eddsaRdfc2022.over((document, hash, world) => rdfcCanonical(document, { ...world, hash }).text)

/** An input as the suite hands it in: the issuer is whoever signs, where it is not what the case is about, and two dates are to be filled in. */
function inputOf({ id, file }: Case): JsonObject {
  const written: JsonObject = jsonVector(`${source}/${file}`)
  const { issuer } = written
  const isFor = (value: Json | undefined): boolean => value === undefined || (typeof value === 'string' && value.startsWith('did:example:'))
  const ours = isObject(issuer) && isFor(issuer['id']) ? { ...issuer, id: key.controller } : isFor(issuer) ? key.controller : issuer
  const dates = Object.entries({ validFrom: written['validFrom'], validUntil: written['validUntil'] }).flatMap(([member, date]) =>
    date === 'PAST DATE' || date === 'FUTURE DATE' ? [[member, date === 'PAST DATE' ? '2020-01-01T00:00:00Z' : '2040-01-01T00:00:00Z']] : [],
  )
  return { ...written, ...(id !== 'credential-no-issuer-fail' && ours !== undefined && { issuer: ours }), ...Object.fromEntries(dates) }
}

/** What is in a report that speaks against the text itself, whatever became of its signature. */
const against = ({ checks }: Report): readonly string[] =>
  Object.entries<Check>({ shape: checks.shape, terms: checks.terms }).flatMap(([name, check]) => ('problem' in check ? [`${name} ${check.problem.name}`] : []))

/** Signed by a key of its issuer, without a look at what it says; what cannot be signed has a proof that is none. */
async function reportOn(document: JsonObject, suite: Suite<'Ed25519'>): Promise<Report> {
  const base = { type: 'DataIntegrityProof', cryptosuite: suite.name, verificationMethod: key.id, proofPurpose: 'assertionMethod' }
  const proof = { ...base, ...(suite.carriesContext && document['@context'] !== undefined && { '@context': document['@context'] }) } as Proof
  const { proof: theirs, ...rest } = document
  let proofValue = 'z1'
  try {
    proofValue = encodeProofValue(await key.signer.sign(await suite.signedBytes(rest, proof, key.signer.publicKey, { contexts })))
  } catch {}
  return verify({ ...document, proof: [...many(theirs), { ...proof, proofValue }] }, { accept: current, issuers: 'any', now, contexts })
}

describe.skipIf(!haveVectors)('the credentials of the W3C test suite of VC Data Model 2.0', () => {
  test('all are read, and the presentations are left to others', () => {
    expect([cases.length, credentials.length, cases.filter(({ kind }) => kind === 'VerifiablePresentation').length]).toEqual([120, 95, 25])
    expect(credentials.filter(({ expected }) => !/^(valid|invalid|invalid-or-inject)$/.test(expected))).toEqual([])
  })

  test.each(credentials.filter(({ expected }) => expected === 'valid'))('$id is taken', async (one) => {
    for (const suite of [lax, eddsaJcs2022]) {
      const report = await reportOn(inputOf(one), suite)
      // RDF has no word for a base direction: who signs graphs has not signed that one.
      const isLost = suite === lax && one.id.includes('direction')
      const taken = against(report).join() === (isLost ? 'terms canonicalize.DroppedValueError' : '')
      counted(`W3C VC Data Model 2.0, valid and taken (${suite.name})`, taken)
      expect([against(report), report.checks.signature.outcome, report.checks.binding.outcome]).toEqual(
        isLost ? [['terms canonicalize.DroppedValueError'], 'unknown', 'unknown'] : [[], 'passed', 'passed'],
      )
      // Some of them end before, or begin after, the moment that is asked about.
      const failed = Object.entries<Check>(report.checks).flatMap(([name, { outcome }]) => (outcome === 'failed' ? [name] : []))
      expect(failed).toEqual(/far-future|validuntil-(ms-|tz-)?ok/.test(one.id) ? ['validity'] : [])
    }
  })

  test.each(credentials.filter(({ expected }) => expected !== 'valid'))('$id is refused, for what it says', async (one) => {
    const report = await reportOn(inputOf(one), lax)
    const refused = report.outcome !== 'passed' && against(report).length > 0
    counted('W3C VC Data Model 2.0, invalid and refused', refused)
    expect(refused, JSON.stringify(report.checks)).toBe(true)
  })

  test('why each is refused', async () => {
    const table: { [why: string]: string[] } = {}
    for (const one of credentials.filter(({ expected }) => expected !== 'valid')) {
      const why = against(await reportOn(inputOf(one), lax)).join(', ')
      table[why] = [...(table[why] ?? []), one.id]
    }
    expect(Object.fromEntries(Object.entries(table).map(([why, ids]) => [why, ids.join(' ')]))).toMatchInlineSnapshot(`
      {
        "shape credential.InvalidError": "credential-evidence-missing-type-fail credential-issuer-null-fail credential-missing-base-context-fail-or-inject credential-missing-required-type-fail credential-no-issuer-fail credential-no-subject-fail credential-proof-missing-type-fail credential-refresh-no-type-fail credential-schema-no-id-fail credential-schema-no-type-fail credential-status-missing-type-fail credential-subject-multiple-empty-fail credential-subject-no-claims-fail credential-termsofuse-missing-type-fail credential-termsofuse-no-type-fail credential-validUntil-validFrom-fail credential-validfrom-invalid-fail credential-validuntil-invalid-fail",
        "shape credential.InvalidError, terms canonicalize.DroppedValueError": "credential-id-not-url-fail credential-issuer-no-url-fail credential-issuer-object-id-no-url-fail credential-schema-non-url-id-fail credential-status-nonurl-id-fail",
        "shape credential.InvalidError, terms canonicalize.InvalidJsonLdError": "credential-context-combo4-fail credential-id-multi-fail credential-id-nonidentifier-fail credential-id-subject-multi-fail credential-issuer-object-id-null-fail credential-status-multiple-id-fail credential-status-type-nonurl-fail",
        "shape credential.InvalidError, terms canonicalize.UndefinedTermError": "credential-no-context-fail-or-inject credential-no-type-fail names-and-descriptions/credential-description-extra-prop-en-fail names-and-descriptions/credential-name-extra-prop-en-fail names-and-descriptions/issuer-description-extra-prop-en-fail names-and-descriptions/issuer-name-extra-prop-en-fail",
        "shape credential.InvalidError, terms canonicalize.UnknownContextError": "credential-context-combo3-fail",
        "terms canonicalize.InvalidJsonLdError": "credential-redef-type-fail credential-redef-type2-fail credential-type-mapped-nonurl-fail",
        "terms canonicalize.UndefinedTermError": "credential-type-unmapped-fail",
      }
    `)
  })

  // A text that is signed as it stands is what its signer wrote: whether JSON-LD gives its words a meaning was not asked.
  test('what JSON-LD alone would refuse is taken where the text itself is signed', async () => {
    const passed: string[] = []
    for (const one of credentials.filter(({ expected }) => expected !== 'valid')) {
      const report = await reportOn(inputOf(one), eddsaJcs2022)
      if (against(report).length === 0) passed.push(one.id)
    }
    expect(passed).toMatchInlineSnapshot(`
      [
        "credential-redef-type-fail",
        "credential-redef-type2-fail",
        "credential-type-mapped-nonurl-fail",
        "credential-type-unmapped-fail",
      ]
    `)
  })
})
