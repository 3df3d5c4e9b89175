// JSON Web Signature 2020 and BBS 2020: signature suites from before Data Integrity.
import { json, keywords, link, of, scoped, set, terms, words } from './terms.mjs'

const sec = 'https://w3id.org/security#'
const date = of('http://www.w3.org/2001/XMLSchema#dateTime')

const bare = { '@protected': true, ...keywords }
const versioned = { '@version': 1.1, ...bare }

/** The type of a proof: the options that all suites share, and what one adds to them and to the purposes. */
const proof = (name, scope, purposes, { ofProof, ofPurpose }) =>
  scoped(sec + name, {
    ...scope,
    ...words(sec, 'challenge domain nonce'),
    ...terms('http://purl.org/dc/terms/', 'created', date),
    ...terms(sec, 'verificationMethod', link),
    ...terms(sec, 'proofPurpose', {
      '@type': '@vocab',
      '@context': { ...scope, ...ofPurpose, ...terms(sec, purposes, { ...link, ...set }) },
    }),
    ...ofProof,
  })

const blsKey = (name) => scoped(sec + name, { ...bare, ...terms(sec, 'controller', link), ...terms(sec, 'revoked', date), ...terms(sec, 'publicKeyBase58') })

const few = 'assertionMethod authentication=authenticationMethod'
const all = `${few} capabilityInvocation=capabilityInvocationMethod capabilityDelegation=capabilityDelegationMethod keyAgreement=keyAgreementMethod`

const jws2020 = {
  '@context': {
    ...terms(sec, 'privateKeyJwk', json),
    JsonWebKey2020: scoped(`${sec}JsonWebKey2020`, { ...bare, ...terms(sec, 'publicKeyJwk', json) }),
    JsonWebSignature2020: proof('JsonWebSignature2020', bare, all, { ofProof: { ...words(sec, 'jws'), ...terms(sec, 'expires=expiration', date) } }),
  },
}

const proofValue = words(sec, 'proofValue')
const bbs = (keys) => ({
  '@context': {
    '@version': 1.1,
    ...keywords,
    BbsBlsSignature2020: proof('BbsBlsSignature2020', versioned, few, { ofProof: proofValue }),
    BbsBlsSignatureProof2020: proof('BbsBlsSignatureProof2020', versioned, few, { ofProof: proofValue, ofPurpose: { sec } }),
    ...keys,
  },
})

export const contexts = new Map([
  ['https://w3id.org/security/suites/jws-2020/v1', jws2020],
  ['https://w3id.org/security/bbs/v1', bbs({ Bls12381G1Key2020: blsKey('Bls12381G1Key2020'), Bls12381G2Key2020: blsKey('Bls12381G2Key2020') })],
  ['bbs without keys', bbs(words(sec, 'Bls12381G2Key2020'))],
])
