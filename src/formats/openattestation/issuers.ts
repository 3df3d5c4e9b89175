import type { Uri } from '../../bytes.js'
import { isObject, type Json, type JsonObject, many } from '../../json.js'
import type { Wrapped } from './wrapped.js'

/** How a document says that it was issued, by one of its issuers. All of it is covered by the proof, but for the key of 3.0. */
export type Issuer = {
  /** `DNS-TXT`, `DNS-DID` or `DID`; version 2.0 may name nothing. */
  readonly identity: string | undefined
  readonly domain: string | undefined
  /** The contract that keeps the roots of what was issued. */
  readonly store: string | undefined
  /** The contract that keeps the owners of transferable records. */
  readonly registry: string | undefined
  readonly did: Uri | undefined
  readonly key: Uri | undefined
  readonly revocation: { readonly type: string | undefined; readonly location: string | undefined }
}

/** A signature over the root, as it stands in the document. Only what it signs is covered. */
export type RootSignature = { readonly key: Json | undefined; readonly purpose: Json | undefined; readonly signature: Json | undefined }

/** Everybody whom the document names as its issuer. */
export function issuersOf({ version, document }: Wrapped, { proof }: JsonObject): readonly Issuer[] {
  if (version === '2.0') return many(document['issuers']).filter(isObject).map(toIssuer)
  const { proof: method, identityProof } = objectIn(document['openAttestationMetadata'])
  const { method: name, value, revocation } = objectIn(method)
  const { type, identifier } = objectIn(identityProof)
  const by = (wanted: string): string | undefined => (name === wanted ? text(value) : undefined)
  return [
    {
      identity: text(type),
      domain: type === 'DID' ? undefined : text(identifier),
      store: by('DOCUMENT_STORE'),
      registry: by('TOKEN_REGISTRY'),
      did: by('DID'),
      key: name === 'DID' ? text(objectIn(proof)['key']) : undefined,
      revocation: revocationIn(revocation),
    },
  ]
}

/** The signatures that the document carries. */
export function signaturesOf({ version }: Wrapped, { proof }: JsonObject): readonly RootSignature[] {
  const proofs = many(proof).filter(isObject)
  if (version === '3.0')
    return proofs.flatMap(({ key, proofPurpose, signature }) => (signature === undefined ? [] : [{ key, purpose: proofPurpose, signature }]))
  return proofs.flatMap(({ type, verificationMethod, proofPurpose, signature }) =>
    type === 'OpenAttestationSignature2018' ? [{ key: verificationMethod, purpose: proofPurpose, signature }] : [],
  )
}

function toIssuer({ id, identityProof, documentStore, certificateStore, tokenRegistry, revocation }: JsonObject): Issuer {
  const { type, location, key } = objectIn(identityProof)
  return {
    identity: text(type),
    domain: text(location),
    store: text(documentStore) ?? text(certificateStore),
    registry: text(tokenRegistry),
    did: text(id),
    key: text(key),
    revocation: revocationIn(revocation),
  }
}

function revocationIn(revocation: Json | undefined): Issuer['revocation'] {
  const { type, location } = objectIn(revocation)
  return { type: text(type), location: text(location) }
}

function objectIn(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {}
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
