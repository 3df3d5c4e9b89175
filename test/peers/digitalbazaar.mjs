// @digitalbazaar/vc with every suite and status list that its authors publish for it, as their READMEs say that it is called. Their package for BBS
// needs an older @noble/hashes than it says that it does, so that this folder does.

import * as bbs2023 from '@digitalbazaar/bbs-2023-cryptosuite'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { createVerifyCryptosuite as ecdsaJcs2019 } from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite'
import { cryptosuite as ecdsaRdfc2019 } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import * as ecdsaSd2023 from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020'
import { createVerifyCryptosuite as eddsaJcs2022 } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { cryptosuite as eddsaRdfc2022 } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import * as bitstring from '@digitalbazaar/vc-bitstring-status-list'
import * as revocationList2020 from '@digitalbazaar/vc-revocation-list'
import * as statusList2021 from '@digitalbazaar/vc-status-list'
import jsigs from 'jsonld-signatures'
import { many, proofTypesOf, versionOf } from './reading.mjs'

export const version = versionOf('@digitalbazaar/vc')

const cryptosuites = [eddsaRdfc2022, ecdsaRdfc2019, eddsaJcs2022(), ecdsaJcs2019(), ecdsaSd2023.createVerifyCryptosuite(), bbs2023.createVerifyCryptosuite()]
const suites = () => [...cryptosuites.map((cryptosuite) => new DataIntegrityProof({ cryptosuite })), new Ed25519Signature2020()]
const known = [...cryptosuites.map(({ name }) => name), 'Ed25519Signature2020']

const statuses = {
  BitstringStatusListEntry: bitstring.checkStatus,
  StatusList2021Entry: statusList2021.checkStatus,
  RevocationList2020Status: revocationList2020.checkStatus,
}
const checkStatus = (options) => {
  const [{ type }] = many(options.credential.credentialStatus)
  const check = statuses[type]
  if (!check) throw new Error(`There is no status check for ${type}.`)
  return check(options)
}

/** Contexts and documents over the network, keys of did:key as the method has them, and a key where its document has it. */
async function documentLoader(url) {
  if (url.startsWith('did:key:')) return loaded(url, keyDocument(url))
  const [base, fragment] = url.replace(/^did:web:([^#]+)/, (_, id) => webUrl(id)).split('#')
  const document = await (await fetch(base)).json()
  if (fragment === undefined) return loaded(url, document)
  const method = many(document.verificationMethod).find(({ id }) => id === url || id === `#${fragment}`)
  if (!method) throw new Error(`${url} is not in its document.`)
  return loaded(url, { '@context': contextOf(method.type), ...method, id: url })
}

const loaded = (documentUrl, document) => ({ contextUrl: null, documentUrl, document, tag: 'static' })
const contextOf = (type) =>
  type === 'Ed25519VerificationKey2020' ? 'https://w3id.org/security/suites/ed25519-2020/v1' : 'https://w3id.org/security/multikey/v1'

function keyDocument(url) {
  const [did, fragment] = url.split('#')
  const publicKeyMultibase = did.slice('did:key:'.length)
  const id = `${did}#${publicKeyMultibase}`
  const method = { '@context': contextOf('Multikey'), id, type: 'Multikey', controller: did, publicKeyMultibase }
  if (fragment !== undefined) return method
  return { '@context': ['https://www.w3.org/ns/did/v1', contextOf('Multikey')], id: did, verificationMethod: [method], assertionMethod: [id] }
}

function webUrl(id) {
  const path = id.split(':').map(decodeURIComponent)
  return `https://${path.join('/')}${path.length === 1 ? '/.well-known' : ''}/did.json`
}

export async function verify({ document, signatureAlone }) {
  if (!document) return { verdict: 'cannot read', why: 'it takes JSON' }
  const types = proofTypesOf(document)
  if (types.length > 0 && !types.some((type) => known.includes(type))) return { verdict: 'cannot read', why: `no suite for ${types.join(', ')}` }
  const result = await (signatureAlone ? verifyProofs(document) : vc.verifyCredential({ credential: document, suite: suites(), documentLoader, checkStatus }))
  // Its `verified` says that a list could be read; what stands in a Bitstring Status List is for the caller to look at.
  const listed = many(result.statusResult?.results).filter(({ status }) => status === true)
  return result.verified && listed.length === 0 ? { verdict: 'passed' } : { verdict: 'not passed', why: whyOf(result) }
}

const verifyProofs = (document) => jsigs.verify(document, { suite: suites(), purpose: new jsigs.purposes.AssertionProofPurpose(), documentLoader })

function whyOf({ error, results, statusResult }) {
  const errors = [error, ...(error?.errors ?? []), ...(results ?? []).map((one) => one.error), statusResult?.error].filter(Boolean)
  const words = errors.map(({ message }) => message).filter((message) => message && message !== 'Verification error(s).')
  return [...new Set(words)].join(' | ') || 'its status'
}
