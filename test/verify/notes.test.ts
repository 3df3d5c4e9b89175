import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Credential } from '../../src/credential/secured.js'
import { fromDocuments } from '../../src/load/index.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { everything } from '../../src/verify/all.js'
import { current, type Held, type Report, verify } from '../../src/verify/index.js'
import { en, fr, probesOf, words } from '../../src/verify/text.js'
import { badgeOf, keys } from '../badges.js'
import { published, sampleOf } from '../formats/corpus.js'
import { root } from '../package/scratch.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'

type Case = { readonly id: string; readonly file: string; readonly kind: string; readonly expected: string; readonly needs: readonly Need[] }
type Need = { readonly type: string; readonly id: string; readonly file?: string }

afterAll(printCounts)
const now = new Date('2026-11-01T00:00:00Z')
const options = { accept: current, issuers: 'any', now } as const
const cases: readonly Case[] = haveVectors ? jsonVector('1edtech-validator/manifest.json').cases : []

/** The report on a sample, with what the manifest says that the web holds. */
async function reportOn({ file, kind, needs }: Case): Promise<Report> {
  if (kind === 'OB2') {
    const { held, document } = sampleOf({ file } as never)
    return verify(held, { ...options, accept: everything, load: published(document) })
  }
  const pages = needs.flatMap(({ type, id, file: fact }) => {
    if (fact === undefined || type === 'context') return []
    const document = jsonVector(`1edtech-validator/${fact}`)
    return [[id, document] as const, [document.id, document] as const]
  })
  return verify(new Uint8Array(readVector(`1edtech-validator/${file}`)), { ...options, accept: everything, load: fromDocuments(Object.fromEntries(pages)) })
}
const namesOf = ({ notes }: Report): readonly string[] => notes.map(({ name }) => name)
const sourceOf = (file: string): string => readFileSync(join(root, 'src', file), 'utf8')
const noteNames = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('generated') && !file.includes('text'))
  .flatMap((file) => [...sourceOf(file).matchAll(/name: '([a-z]+\.\w+Note)'/g)].map(([, name]) => name as string))

describe.skipIf(!haveVectors)('what the 1EdTech validator warns of', () => {
  test('has a note, whatever the outcome; one is worse here', async () => {
    const table: { [id: string]: string } = {}
    for (const one of cases.filter(({ expected }) => expected.endsWith('warning'))) {
      const report = await reportOn(one)
      const warned = namesOf(report).some((name) => ['verify.EarlierContextNote', 'formats.OtherIdNote'].includes(name))
      // An issuer whose id is no address on the web is nobody's to tell here.
      const told = warned || (one.id === 'ob20/warning-issuer-non-http.json' && report.outcome === 'unknown')
      counted('1EdTech, warnings with a note or a doubt', told)
      table[one.id] = `${report.outcome}: ${namesOf(report).join(' ')}`
      expect(told, one.id).toBe(true)
    }
    expect(table).toMatchInlineSnapshot(`
      {
        "clr20/simple_v1.json": "failed: verify.EarlierContextNote",
        "ob20/warning-issuer-non-http.json": "unknown: formats.HostedNote verify.NotOpenedNote",
        "ob20/warning-with-redirection.json": "passed: formats.HostedNote formats.OtherIdNote verify.NotOpenedNote",
        "ob30/simple-context-version.json": "passed: verify.EarlierContextNote",
        "ob30/simple-eddsa-2022.json": "passed: verify.EarlierContextNote verify.OlderSuiteNote",
        "ob30/simple-jwt_v1.png": "failed: verify.EarlierContextNote",
        "ob30/simple-jwt_v1.svg": "failed: verify.EarlierContextNote",
        "ob30/simple_v1.json": "passed: verify.EarlierContextNote verify.OlderSuiteNote",
      }
    `)
  })

  test('and what it holds valid without a word has no such note', async () => {
    // Of simple.jwt, which is written by VC 1.1, its tests only take the payload out.
    for (const one of cases.filter(({ id, expected, kind }) => expected === 'valid' && kind === 'OB3' && id !== 'ob30/simple.jwt')) {
      expect(namesOf(await reportOn(one)), one.id).not.toContain('verify.EarlierContextNote')
    }
  })
})

/** The probe that the validator's own tests (OB30Tests, OB20Tests) name for a sample. */
const expectedProbes: { readonly [probe: string]: readonly string[] } = {
  // There by TypePropertyProbe, which asks for a badge. Here any credential may come, and of this one nothing defines the type.
  JsonLDValidationProbe: ['simple-err-type'],
  EmbeddedProofProbe: ['', '-no-scheme', '-unknown-scheme', '-unknown-did-method']
    .map((end) => `simple-err-proof-method${end}`)
    .concat('simple-err-proof-value'),
  ExpirationProbe: ['simple-err-expired'],
  IssuanceProbe: ['simple-err-issued'],
  ContextPropertyProbe: ['simple-err-context', 'simple-context-version'],
  JsonSchemaProbe: ['simple-err-issuer'],
  CredentialSubjectProbe: ['type', 'identifier-type', 'result-type', 'achievement-result-description-type', 'profile-type'].map(
    (end) => `simple-err-credential-subject-${end}`,
  ),
  EvidenceProbe: ['simple-err-evidence-type'],
  IssuerProbe: ['type', 'parentorg-type', 'otheridentifier-type'].map((end) => `simple-err-issuer-${end}`),
  RevocationListProbe: ['credential-status-revoked'],
  BitstringStatusListProbe: ['bit-string-list/credential-status-revoked', 'bit-string-list/credential-status-revoked-blank-nodes'],
}

describe.skipIf(!haveVectors)('by the names of the 1EdTech probes', () => {
  test.each(Object.entries(expectedProbes).flatMap(([probe, files]) => files.map((file) => [probe, `ob30/${file}.json`] as const)))(
    '%s is what speaks against %s',
    async (probe, id) => {
      const report = await reportOn(cases.find((one) => one.id === id) as Case)
      const found = probesOf(report).find((one) => one.probe === probe)
      const speaks = found?.outcome === (id.includes('context-version') ? 'warning' : 'failed') || (found?.outcome === 'unknown' && report.outcome !== 'passed')
      counted('1EdTech, the probe of its tests speaks here too', speaks)
      expect(speaks, JSON.stringify(probesOf(report))).toBe(true)
    },
  )

  test('every name is a class of the validator', async () => {
    // The classes of 1EdTech/digital-credentials-public-validator at 38254719, and JsonSchemaProbe of the library that it is made with.
    const classes =
      'AssertionRevocationListProbe BitstringStatusListProbe ContextPropertyProbe CredentialParseProbe CredentialSubjectProbe EmbeddedProofProbe EndorsementInspector EvidenceProbe ExpirationProbe ExtensionProbe ExternalProofProbe GraphFetcherProbe InlineJsonSchemaProbe IssuanceProbe IssuerProbe JsonLDCompactionProbe JsonLDValidationProbe JsonSchemaProbe OB30Inspector RevocationListProbe TypePropertyProbe VerificationDependenciesProbe VerificationJWTProbe VerificationRecipientProbe'
    for (const one of cases) for (const { probe } of probesOf(await reportOn(one))) expect(classes.split(' ')).toContain(probe)
  })

  test('nothing is passed that was not examined: the subject, the evidence and the schema of what is no badge', async () => {
    const report = await reportOn(cases.find(({ id }) => id === 'clr20/simple.json') as Case)
    const probes = probesOf(report).filter(({ probe }) => /Schema|Subject|Evidence|Issuer/.test(probe))
    expect(probes.map(({ outcome }) => outcome)).toEqual(Array(4).fill('skipped'))
  })

  test('a report of each kind', async () => {
    const table: { [id: string]: string } = {}
    for (const id of [
      'ob30/simple.json',
      'ob30/simple_v1.json',
      'ob30/simple-jwt.png',
      'ob20/basic-assertion.json',
      'ob20/simple-revoked.jwt',
      'clr20/simple.json',
    ]) {
      const report = await reportOn(cases.find((one) => one.id === id) as Case)
      table[id] = probesOf(report)
        .filter(({ outcome }) => outcome !== 'skipped')
        .map(({ probe, outcome }) => `${probe} ${outcome}`)
        .join(', ')
    }
    expect(table).toMatchInlineSnapshot(`
      {
        "clr20/simple.json": "CredentialParseProbe passed, ContextPropertyProbe passed, TypePropertyProbe passed, JsonLDValidationProbe passed, ExpirationProbe passed, IssuanceProbe passed, OB30Inspector unknown, EmbeddedProofProbe passed",
        "ob20/basic-assertion.json": "CredentialParseProbe passed, ContextPropertyProbe passed, TypePropertyProbe passed, ExpirationProbe passed, IssuanceProbe passed, VerificationDependenciesProbe passed, AssertionRevocationListProbe passed",
        "ob20/simple-revoked.jwt": "CredentialParseProbe passed, ContextPropertyProbe passed, TypePropertyProbe passed, ExpirationProbe passed, IssuanceProbe passed, VerificationJWTProbe passed, AssertionRevocationListProbe failed",
        "ob30/simple-jwt.png": "CredentialParseProbe passed, ContextPropertyProbe passed, TypePropertyProbe passed, JsonSchemaProbe passed, CredentialSubjectProbe passed, EvidenceProbe passed, IssuerProbe passed, ExpirationProbe passed, IssuanceProbe passed, ExternalProofProbe failed",
        "ob30/simple.json": "CredentialParseProbe passed, ContextPropertyProbe passed, TypePropertyProbe passed, JsonSchemaProbe passed, CredentialSubjectProbe passed, EvidenceProbe passed, IssuerProbe passed, JsonLDValidationProbe passed, ExpirationProbe passed, IssuanceProbe passed, EmbeddedProofProbe passed",
        "ob30/simple_v1.json": "CredentialParseProbe passed, ContextPropertyProbe warning, TypePropertyProbe passed, JsonSchemaProbe passed, CredentialSubjectProbe passed, EvidenceProbe passed, IssuerProbe passed, JsonLDValidationProbe passed, ExpirationProbe passed, IssuanceProbe passed, EmbeddedProofProbe passed",
      }
    `)
  })
})

describe('a note', async () => {
  const key = keys.ed25519
  const badge = badgeOf(key.controller)
  const signed = await sign(badge, { suite: eddsaRdfc2022, key })
  const noted = async (held: Held, accept = current): Promise<readonly string[]> => {
    const report = await verify(held, { ...options, accept })
    return report.notes.map(({ name, facts }) => `${name} ${JSON.stringify(facts)}`)
  }

  test('decides nothing: of a badge with links, a proof of a kind that is not known, and an endorsement that fails', async () => {
    const endorsement = {
      '@context': badge['@context'],
      id: 'urn:endorsement',
      type: ['VerifiableCredential', 'EndorsementCredential'],
      issuer: key.controller,
      name: 'Endorsement',
      validFrom: '2026-07-01T00:00:00Z',
      credentialSubject: { id: badge.id, type: ['EndorsementSubject'], endorsementComment: 'We ask for it.' },
    }
    const forged = { ...(await sign(endorsement as unknown as Credential, { suite: eddsaRdfc2022, key })), name: 'Another' }
    const { proof, ...whole } = await sign({ ...badge, endorsement: [forged] } as unknown as Credential, { suite: eddsaRdfc2022, key })
    const held = { ...whole, proof: [...proof, { type: 'DataIntegrityProof', cryptosuite: 'x'.repeat(1_000_000), proofPurpose: 'assertionMethod' }] }
    const report = await verify(held, options)
    expect(report.outcome).toBe('passed')
    expect(await noted(held)).toEqual([
      `verify.UnreadProofNote {"suites":["${'x'.repeat(100)}"]}`,
      'verify.NotOpenedNote {"members":["evidence"]}',
      'verify.EndorsementNote {"failed":["/endorsement/0"],"unknown":[]}',
    ])
    expect(JSON.parse(JSON.stringify(report.notes))).toEqual(report.notes)
    expect(probesOf(report).find(({ probe }) => probe === 'EndorsementInspector')).toEqual({
      probe: 'EndorsementInspector',
      outcome: 'failed',
      checks: ['parts'],
    })
  })

  test.skipIf(!haveVectors)('says that a copy may show a part', async () => {
    const report = await reportOn(cases.find(({ id }) => id === 'ob30/sd/derivedcredential.json') as Case)
    expect(report.notes).toContainEqual({
      name: 'verify.PartShownNote',
      message: 'Its holder may be showing only a part of what was signed. What is left out, an end date for example, cannot be missed here.',
      facts: { suites: ['ecdsa-sd-2023'] },
    })
  })

  test('is there whatever the outcome, and not of what could not be read', async () => {
    const { evidence: _, ...plain } = signed
    expect(await noted({ ...plain, name: 'Another' })).toEqual([])
    expect(await noted({ ...signed, name: 'Another' })).toEqual(['verify.NotOpenedNote {"members":["evidence"]}'])
    expect((await verify('no badge', options)).notes).toEqual([])
    expect((await verify(signed, { ...options, cancel: AbortSignal.abort() })).notes).toEqual([])
  })

  test('of a proof that nobody read is none where no other passed: that decides', async () => {
    const held = { ...signed, proof: [{ type: 'DataIntegrityProof', cryptosuite: 'mine', proofPurpose: 'assertionMethod' }] }
    expect(await noted(held)).toEqual(['verify.NotOpenedNote {"members":["evidence"]}'])
  })

  test('names what leads to the web, wherever it stands, and nothing twice', async () => {
    const more = {
      image: { id: 'HTTPS://uni.example/1.png', type: 'Image' },
      evidence: [{ id: 'urn:uuid:1' }, 'x'],
      termsOfUse: [{ id: 'http://x' }, { id: 'http://y' }],
    }
    const subject = { ...badge.credentialSubject, image: { id: 'data:image/png;base64,AA' }, deep: [[{ criteria: { id: 'https://x' } }]] }
    expect(await noted({ ...badge, ...more, credentialSubject: subject })).toEqual(['verify.NotOpenedNote {"members":["criteria","image","termsOfUse"]}'])
    // What stands inside has a report, and so notes, of its own.
    expect(await noted({ '@context': [], verifiableCredential: [{ evidence: 'https://x' }], endorsement: { image: 'https://x' } })).not.toContain('NotOpened')
  })

  test('has words in English and French, and a line in the documentation', async () => {
    expect(noteNames.length).toBeGreaterThan(8)
    const docs = readFileSync(join(root, 'docs/verify.md'), 'utf8')
    const report = await verify(signed, options)
    for (const name of noteNames) {
      const shown = words({ ...report, notes: [{ name, message: 'In English.', facts: {} }] }, fr).notes[0]
      expect([name, shown?.text === 'In English.']).toEqual([name, false])
      expect(docs).toContain(`| \`${name}\` |`)
    }
    expect(words(report, en).notes).toEqual([
      {
        name: 'verify.NotOpenedNote',
        text: 'It links to what was not opened (evidence). Its address is signed, and what stands there is not.',
      },
    ])
    expect(words(report, fr).notes[0]?.text).toBe(
      'Il renvoie à des pages qui n’ont pas été ouvertes (evidence). Leur adresse est signée, pas ce qui s’y trouve.',
    )
  })
})
