import type { Uri } from '../bytes.js'
import { BaseError } from '../errors.js'
import { toMultikey } from '../keys/multikey.js'
import type { PublicKey } from '../seams.js'

/** A controller document with Multikey entries. */
export type ControllerDocument = {
  readonly '@context': readonly string[]
  readonly id: Uri
  readonly verificationMethod: readonly object[]
  readonly assertionMethod: readonly Uri[]
  readonly authentication: readonly Uri[]
}

/**
 * The document to publish, with present and past keys: for did:web as `did.json`, for an https issuer at its id. A key that expired or
 * was revoked stays listed with its time, so that what it signed before can still be checked.
 *
 * @throws {KeyIdError} when a key's id is not the document's id with a fragment, or stands twice
 * @throws {KeyError} when a public key is malformed
 * @example
 * document({ id: 'did:web:uni.example', keys: [{ id: 'did:web:uni.example#2026', publicKey: signer.publicKey }] })
 */
export function document({
  id,
  keys,
}: {
  readonly id: Uri
  readonly keys: readonly { readonly id: Uri; readonly publicKey: PublicKey; readonly expires?: Date | undefined; readonly revoked?: Date | undefined }[]
}): ControllerDocument {
  const ids = keys.map((key) => key.id)
  for (const one of ids) {
    if (!one.startsWith(`${id}#`) || one.length === id.length + 1) throw new KeyIdError(one, `is not "${id}" with a fragment`)
    if (ids.indexOf(one) !== ids.lastIndexOf(one)) throw new KeyIdError(one, 'stands twice')
  }
  return {
    '@context': [id.startsWith('did:') ? 'https://www.w3.org/ns/did/v1' : 'https://www.w3.org/ns/cid/v1', 'https://w3id.org/security/multikey/v1'],
    id,
    verificationMethod: keys.map(({ id: method, publicKey, expires, revoked }) => ({
      id: method,
      type: 'Multikey',
      controller: id,
      publicKeyMultibase: toMultikey(publicKey),
      ...(expires && { expires: instant(expires) }),
      ...(revoked && { revoked: instant(revoked) }),
    })),
    assertionMethod: ids,
    authentication: ids,
  }
}

/** A key's id cannot stand in the document. */
export class KeyIdError extends BaseError {
  override readonly name = 'did.KeyIdError'
  constructor(id: string, why: string) {
    super(`The key id "${id}" ${why}. Give each key its own fragment after the document's id.`, { facts: { id, why } })
  }
}

/** A dateTimeStamp in whole seconds, as the contexts want it. */
function instant(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z')
}
