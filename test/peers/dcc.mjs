// The verifier of the Digital Credentials Consortium. It says what each step found and leaves the verdict to its caller: here every step counts.

import { verifyCredential } from '@digitalcredentials/verifier-core'
import { proofTypesOf, versionOf } from './reading.mjs'

export const version = versionOf('@digitalcredentials/verifier-core')

const known = ['Ed25519Signature2020', 'eddsa-rdfc-2022']

export async function verify({ document, signatureAlone }) {
  if (!document) return { verdict: 'cannot read', why: 'it takes JSON' }
  if (signatureAlone) return { verdict: 'cannot read', why: 'it cannot be asked for the proofs alone' }
  const types = proofTypesOf(document)
  if (types.length > 0 && !types.some((type) => known.includes(type))) return { verdict: 'cannot read', why: `no suite for ${types.join(', ')}` }
  const { errors = [], log = [] } = await verifyCredential({ credential: document, knownDIDRegistries: [] })
  // Whether a registry knows the issuer is another question, that nobody asks here.
  const bad = log.filter(({ id, valid, error }) => id !== 'registered_issuer' && (error || valid === false))
  const signed = log.some(({ id, valid }) => id === 'valid_signature' && valid === true)
  if (errors.length === 0 && bad.length === 0 && signed) return { verdict: 'passed' }
  return {
    verdict: 'not passed',
    why: [...errors.map(({ name, message }) => `${name}: ${message}`), ...bad.map(({ id, error }) => error?.name ?? id)].join(' | '),
  }
}
