import { describe, expect, test } from 'vitest'
import { rdfcCanonical } from '../../src/canonicalize/rdfc.js'
import type { Credential } from '../../src/credential/secured.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { current, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'

// RDF signs what a document says, and not where: an expired badge must not be made good by saying its end in other words.
const key = keys.ed25519
const badge = { ...badgeOf(key.controller), refreshService: { id: 'https://uni.example/badges/1', type: '1EdTechCredentialRefresh' } }
const withExtensions = { ...badge, '@context': [...badge['@context'], 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'] } as typeof badge
const signed = await sign(withExtensions, { suite: eddsaRdfc2022, key })
const { validUntil, ...rest } = signed
const typed = { '@value': validUntil, '@type': 'http://www.w3.org/2001/XMLSchema#dateTime' }
const iri = 'https://www.w3.org/2018/credentials#validUntil'
const late = { accept: current, issuers: 'any', now: new Date('2046-01-01T00:00:00Z') } as const
const problems = async (held: object) => {
  const { outcome, checks } = await verify(held as never, late)
  const { terms, validity } = checks
  return [outcome, terms.outcome === 'failed' ? terms.problem.name : terms.outcome, validity.outcome]
}

test('as it was signed, it has expired', async () => {
  expect(await problems(signed)).toEqual(['failed', 'passed', 'failed'])
})

test.each<[string, object]>([
  ['its IRI for a name', { ...rest, [iri]: typed }],
  ['a word of its own', { ...rest, '@context': [...signed['@context'], { vu: { '@id': iri, '@type': typed['@type'] } }], vu: validUntil }],
  [
    'a prefix of its own',
    {
      ...rest,
      '@context': [...signed['@context'], { cred: { '@id': 'https://www.w3.org/2018/cred', '@prefix': true } }],
      'cred:entials#validUntil': typed,
    },
  ],
  [
    'a type that brings words',
    {
      ...rest,
      '@context': [...signed['@context'], { Own: { '@id': 'urn:own', '@context': { vu: { '@id': iri, '@type': typed['@type'] } } } }],
      type: [...signed.type, 'Own'],
      vu: validUntil,
    },
  ],
  ['a property the other way round', { ...rest, '@context': [...signed['@context'], { vu: { '@reverse': iri } }] }],
  ['a vocabulary of its own', { ...rest, '@context': [...signed['@context'], { '@vocab': 'https://www.w3.org/2018/credentials#valid' }], Until: typed }],
  [
    'a vocabulary of another object',
    { ...rest, refreshService: { ...badge.refreshService, '@context': { '@vocab': 'https://www.w3.org/2018/credentials#valid' }, id: badge.id, Until: typed } },
  ],
  ['an included node', { ...rest, '@included': [{ id: signed.id, [iri]: typed }] }],
  ['a graph', { '@context': signed['@context'], proof: signed.proof, '@graph': [{ ...rest, proof: undefined }] }],
  ['another object with the same id', { ...rest, refreshService: { id: signed.id, type: ['1EdTechCredentialRefresh', 'VerifiableCredential'], validUntil } }],
  [
    'another object with the same id, and a member that says nothing',
    { ...rest, awardedDate: null, name: [], refreshService: { id: signed.id, type: ['1EdTechCredentialRefresh', 'VerifiableCredential'], validUntil } },
  ],
])('said by %s, it is not made good', async (_, held) => {
  const [outcome, terms] = await problems(held)
  expect(outcome).not.toBe('passed')
  expect(terms).toBe('canonicalize.HiddenMemberError')
})

const elsewhere = (signed: object, member: string, value: unknown) => ({
  ...signed,
  refreshService: { id: badge.id, type: ['1EdTechCredentialRefresh', 'VerifiableCredential'], [member]: value },
})

test('nor in the words of an endorsement, though that may comment on it', async () => {
  const endorsement = (more: object) => ({
    '@context': badge['@context'],
    id: 'urn:endorsement',
    type: ['VerifiableCredential', 'EndorsementCredential'],
    issuer: key.controller,
    name: 'Endorsement',
    validFrom: '2026-07-01T00:00:00Z',
    credentialSubject: { id: badge.id, type: ['EndorsementSubject'], endorsementComment: 'We ask for it.', ...more },
  })
  const { validUntil: until, ...others } = await sign({ ...withExtensions, endorsement: [endorsement({})] } as typeof withExtensions, {
    suite: eddsaRdfc2022,
    key,
  })
  const moved = { ...others, endorsement: [endorsement({ type: ['EndorsementSubject', 'VerifiableCredential'], validUntil: until })] }
  expect((await problems(moved))[1]).toBe('canonicalize.HiddenMemberError')
})

test('nor where another member has a line separator in it', async () => {
  const { validUntil: until, ...others } = await sign({ ...withExtensions, name: 'Statistics\u2028I' }, { suite: eddsaRdfc2022, key })
  expect(await problems(elsewhere(others, 'validUntil', until))).toEqual(['failed', 'canonicalize.HiddenMemberError', 'passed'])
})

test('nor where its id is one that N-Quads escapes', async () => {
  const id = 'urn:badge:{1}'
  const { validUntil: until, ...others } = await sign(
    { ...withExtensions, id, refreshService: { id, type: '1EdTechCredentialRefresh' } },
    { suite: eddsaRdfc2022, key },
  )
  const moved = { ...others, refreshService: { id, type: ['1EdTechCredentialRefresh', 'VerifiableCredential'], validUntil: until } }
  expect(await problems(moved)).toEqual(['failed', 'canonicalize.HiddenMemberError', 'passed'])
})

test('one of two values cannot be moved either', async () => {
  const [kept, moved] = ['suspension', 'revocation'].map((purpose) => ({
    id: `https://uni.example/status/${purpose}#1`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: '1',
    statusListCredential: `https://uni.example/status/${purpose}`,
  }))
  const whole = await sign({ ...withExtensions, credentialStatus: [kept, moved] } as typeof withExtensions, { suite: eddsaRdfc2022, key })
  const [, terms] = await problems(elsewhere({ ...whole, credentialStatus: kept }, 'credentialStatus', moved))
  expect(terms).toBe('canonicalize.HiddenMemberError')
})

test('nor signed in the first place', async () => {
  const inWords = { ...badge, '@context': [...badge['@context'], { vu: iri }] }
  await expect(sign(inWords as never, { suite: eddsaRdfc2022, key })).rejects.toThrow('says in other words')
  // A JCS suite signs the text itself, words and all.
  expect((await sign(inWords as unknown as typeof badge, { suite: eddsaJcs2022, key })).proof.length).toBe(1)
})

test('a vocabulary for what has no word hides nothing, and what is said with it is signed', async () => {
  const own = { ...badge, '@context': [...badge['@context'], { '@vocab': 'https://uni.example/words#' }], grade: 'A' } as unknown as typeof badge
  const graded = await sign(own, { suite: eddsaRdfc2022, key })
  const { checks } = await verify(graded, { accept: current, issuers: 'any' })
  expect([checks.terms.outcome, checks.signature.outcome]).toEqual(['passed', 'passed'])
  const changed = await verify({ ...graded, grade: 'B' }, { accept: current, issuers: 'any' })
  expect(changed.checks.signature.outcome).toBe('failed')
})

describe('contexts that are written into the document', () => {
  const ns = 'https://uni.example/words#'
  // Of others: this package writes no context into a credential.
  const lax = eddsaRdfc2022.over((document, hash, world) => rdfcCanonical(document, { ...world, hash }).text)
  const words = { grade: `${ns}grade`, bonus: `${ns}bonus` }
  const v2 = 'https://www.w3.org/ns/credentials/v2'
  const plain = {
    '@context': [v2, words],
    type: ['VerifiableCredential'],
    issuer: key.controller,
    validUntil: '2050-01-01T00:00:00Z',
    credentialSubject: { id: 'did:example:zoe', grade: 'A', bonus: 'F' },
  } as unknown as Credential

  test('pass with new words for new things, beside a proof of the text itself', async () => {
    const graph = await sign(plain, { suite: lax, key })
    expect(await problems(graph)).toEqual(['passed', 'passed', 'passed'])
    expect(await problems(await sign(graph, { suite: eddsaJcs2022, key }))).toEqual(['passed', 'passed', 'passed'])
    expect(await problems({ ...graph, credentialSubject: { id: 'did:example:zoe', grade: 'F', bonus: 'A' } })).toEqual(['failed', 'passed', 'passed'])
  })

  const subject = { id: 'did:example:zoe', bonus: 'A', grade: 'F' }
  const swapped = { grade: words.bonus, bonus: words.grade }

  test('do not make words change places that a context of the caller has, which they have taken the place of', async () => {
    const url = 'https://uni.example/words'
    const contexts = { [url]: { '@context': words } }
    const signed = await sign({ ...plain, '@context': [v2, url] } as unknown as Credential, { suite: lax, key, contexts })
    expect((await verify(signed, { ...late, contexts })).outcome).toBe('passed')
    const forged = { ...signed, '@context': [v2, swapped], credentialSubject: subject }
    // It is the same graph, and so the signature holds: whoever reads the members is told the other way round.
    expect(lax.record(forged, signed.proof[0], {}).message).toEqual(lax.record(signed, signed.proof[0], { contexts }).message)
    const { outcome, checks } = await verify(forged, { ...late, contexts })
    expect([outcome, 'problem' in checks.terms && checks.terms.problem.name]).toEqual(['failed', 'canonicalize.HiddenMemberError'])
    // The same words for the same things hide nothing.
    expect((await verify({ ...signed, '@context': [v2, words] }, { ...late, contexts })).outcome).toBe('passed')
  })

  test('nor give another word to what a context speaks of that is bundled, and was left out', async () => {
    const list = 'https://w3id.org/vc/status-list/2021/v1'
    const di = 'https://w3id.org/security/data-integrity/v2'
    const entry = { id: 'urn:1', type: 'StatusList2021Entry', statusPurpose: 'revocation', statusListIndex: '7', statusListCredential: 'https://uni.example/1' }
    const v1 = 'https://www.w3.org/2018/credentials/v1'
    const { validUntil: _, ...old } = {
      ...plain,
      '@context': [v1, list, di],
      issuanceDate: '2020-01-01T00:00:00Z',
      credentialStatus: entry,
      credentialSubject: { id: 'did:example:zoe' },
    }
    const signed = await sign(old as unknown as Credential, { suite: lax, key })
    const status = 'https://w3id.org/vc/status-list#'
    const own = {
      Other: `${status}StatusList2021Entry`,
      purpose: `${status}statusPurpose`,
      at: `${status}statusListIndex`,
      list: { '@id': `${status}statusListCredential`, '@type': '@id' },
    }
    const other = { id: 'urn:1', type: 'Other', purpose: 'revocation', at: '7', list: 'https://uni.example/1' }
    const forged = { ...signed, '@context': [v1, di, own], credentialStatus: other }
    expect(lax.record(forged, signed.proof[0], {}).message).toEqual(lax.record(signed, signed.proof[0], {}).message)
    expect((await problems(forged)).slice(0, 2)).toEqual(['failed', 'canonicalize.HiddenMemberError'])
  })

  test('nor stand anywhere but at the top', async () => {
    const signed = await sign({ ...plain, '@context': v2, credentialSubject: { '@context': words, ...subject } } as unknown as Credential, { suite: lax, key })
    expect((await problems(signed)).slice(0, 2)).toEqual(['failed', 'canonicalize.HiddenMemberError'])
  })
})
