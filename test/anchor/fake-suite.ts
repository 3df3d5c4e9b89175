import { createHash } from 'node:crypto'
import { type Bytes, concat, toBase58, utf8 } from '../../src/bytes.js'
import type { Proof, Recorder, Signed } from '../../src/credential/secured.js'
import { signed } from '../../src/credential/secured.js'

const sha = (text: string): Bytes => new Uint8Array(createHash('sha256').update(text).digest())
/** JSON with its members in one order: enough to stand for a canonical form. */
const stable = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(stable).join()}]`
    : value && typeof value === 'object'
      ? `{${Object.entries(value)
          .filter(([, member]) => member !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, member]) => `${JSON.stringify(key)}:${stable(member)}`)
          .join()}}`
      : JSON.stringify(value)

/** Stands in for a cryptosuite: it records what a JCS suite would, and signs nothing. */
export function fakeSuite(name = 'fake-jcs-2026'): Recorder {
  return {
    name,
    record(document, proof) {
      const { proof: _, ...unsecured } = document as { readonly proof: unknown }
      const { proofValue = '', ...config } = proof
      return { kind: 1, message: concat(sha(stable(config)), sha(stable(unsecured))), signature: utf8(proofValue) }
    },
  }
}

export function proofWith(members: Partial<Proof> = {}): Proof {
  const config = { type: 'DataIntegrityProof', cryptosuite: 'fake-jcs-2026', proofPurpose: 'assertionMethod', verificationMethod: 'did:example:issuer#1' }
  return { ...config, proofValue: `z${toBase58(sha(stable(members)))}`, ...members }
}

export function signedBadge(number: number, proofs: readonly Proof[] = [proofWith()]): Signed {
  return signed({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: `urn:example:badge:${number}`,
    type: ['VerifiableCredential'],
    issuer: 'did:example:issuer',
    credentialSubject: { id: `did:example:learner:${number}` },
    proof: proofs as never,
  })
}
