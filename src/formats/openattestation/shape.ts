import type { Issue } from '../../credential/issue.js'
import { isObject, type Json, type JsonObject, many } from '../../json.js'
import { isDomain } from './dns.js'
import type { Wrapped } from './wrapped.js'

type Rule = readonly [path: string, fits: boolean, wanted: string]

// Nobody issues with more.
const maxIssuers = 16

/** What the schemas of OpenAttestation 2.0 and 3.0 require of what identifies and issues; the rest is the issuer's own. */
export function issuesOf({ version, document }: Wrapped): readonly Issue[] {
  const rules = version === '2.0' ? rules2(document) : rules3(document)
  return rules.filter(([, fits]) => !fits).map(([path, , wanted]) => ({ path, rule: 'type', message: `This must be ${wanted}.` }))
}

function rules2({ issuers }: JsonObject): readonly Rule[] {
  const list = Array.isArray(issuers) ? (issuers as readonly Json[]) : []
  const all: Rule = ['/issuers', list.length > 0 && list.length <= maxIssuers && list.every(isObject), `a list of 1 to ${maxIssuers} issuers`]
  return [
    all,
    ...list.filter(isObject).flatMap(({ name, identityProof, documentStore, certificateStore, tokenRegistry }, at): readonly Rule[] => {
      const { location } = isObject(identityProof) ? identityProof : {}
      const stores = [documentStore, certificateStore, tokenRegistry].filter((one) => one !== undefined)
      return [
        [`/issuers/${at}/name`, isText(name), 'text'],
        [`/issuers/${at}`, stores.length <= 1 && stores.every(isAddress), 'an issuer with one contract at most, by its address'],
        [`/issuers/${at}/identityProof/location`, location === undefined || isDomain(location), 'a domain name in ASCII'],
      ]
    }),
  ]
}

function rules3(document: JsonObject): readonly Rule[] {
  const { '@context': contexts, type, credentialSubject, issuer, issuanceDate, openAttestationMetadata } = document
  const { proof, identityProof } = isObject(openAttestationMetadata) ? openAttestationMetadata : {}
  const { method, value } = isObject(proof) ? proof : {}
  const { type: identity, identifier } = isObject(identityProof) ? identityProof : {}
  return [
    ['/@context', many(contexts)[0] === 'https://www.w3.org/2018/credentials/v1', 'a list that begins with https://www.w3.org/2018/credentials/v1'],
    ['/type', many(type).includes('VerifiableCredential'), 'a list with "VerifiableCredential"'],
    ['/credentialSubject', many(credentialSubject).length > 0, 'an object or a list of them'],
    ['/issuer', isText(isObject(issuer) ? issuer['id'] : issuer), 'a URI, or an object with an id'],
    ['/issuanceDate', isText(issuanceDate), 'a date'],
    ['/openAttestationMetadata/proof', isText(method) && (method === 'DID' ? isText(value) : isAddress(value)), 'a method and its value'],
    [
      '/openAttestationMetadata/identityProof',
      isText(identity) && (identity === 'DID' ? identifier === value : isDomain(identifier)),
      'a type and what it identifies: a domain name in ASCII, or the DID that issues',
    ],
  ]
}

function isText(value: Json | undefined): boolean {
  return typeof value === 'string' && value !== ''
}

function isAddress(value: Json | undefined): boolean {
  return typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value)
}
