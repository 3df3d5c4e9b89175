import { toBase64url, utf8 } from '../src/bytes.js'
import type { Proof } from '../src/credential/secured.js'
import type { JsonObject } from '../src/json.js'
import type { SigningKey } from '../src/keys/signer.js'
import { encodeProofValue, type Suite } from '../src/sign/suite.js'

/** Signs a presentation as its holder's software does. `options` are members of the proof. */
export async function present(document: object, suite: Suite, key: SigningKey, options: object = {}): Promise<JsonObject> {
  const { proof: before = [], ...rest } = document as { proof?: readonly object[]; '@context'?: unknown }
  const proof = {
    type: 'DataIntegrityProof',
    cryptosuite: suite.name,
    created: '2026-10-31T00:00:00Z',
    verificationMethod: key.id,
    proofPurpose: 'authentication',
    ...(suite.carriesContext && { '@context': rest['@context'] }),
    ...options,
  } as unknown as Proof
  const bytes = await suite.signedBytes(rest, proof, key.signer.publicKey, {})
  return { ...rest, proof: [...before, { ...proof, proofValue: encodeProofValue(await key.signer.sign(bytes)) }] } as unknown as JsonObject
}

/** Signs any payload as a JWT. */
export async function jwtOf(payload: object, key: SigningKey, header: object = {}): Promise<string> {
  const part = (value: object): string => toBase64url(utf8(JSON.stringify(value)))
  const input = `${part({ alg: 'EdDSA', kid: key.id, typ: 'vp+jwt', ...header })}.${part(payload)}`
  return `${input}.${toBase64url(await key.signer.sign(utf8(input)))}`
}
