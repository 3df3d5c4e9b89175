import type { MaybePromise, Uri } from '../bytes.js'
import { BaseError } from '../errors.js'
import type { JsonObject } from '../json.js'
import { UnknownAlgorithmError } from '../keys/key.js'
import type { Cancel, Load, PublicKey } from '../seams.js'

/** A resolved key, and how it was tied to its controller. `expires` and `revoked` are passed on as they stand in the document, unjudged. */
export type ResolvedKey = PublicKey & {
  readonly controller: Uri
  readonly purposes: readonly string[]
  readonly boundBy: 'self-certifying' | 'document' | 'profile' | 'chain account' | 'dns'
  readonly revoked?: string | undefined
  readonly expires?: string | undefined
}

/** What a resolution may touch: the network through `load`, and nothing else. */
export type World = { readonly load?: Load | undefined; readonly cancel?: Cancel | undefined }

/** How to find the key behind a verification method of one kind. Touches the network only through `load`. */
export type KeyMethod = {
  readonly kind: 'key method'
  readonly name: string
  owns(verificationMethod: Uri): boolean
  /** Throws or rejects when there is no such key; see the errors of this room. */
  resolve(verificationMethod: Uri, world: World): MaybePromise<ResolvedKey>
  /** The document that such an id stands for, for who reads more in it than keys; left out where there are no documents. */
  document?(id: Uri, world: World): Promise<JsonObject>
}

/**
 * Resolves a verification method by the first of `methods` that owns it.
 *
 * @throws {UnknownMethodError} when none does; and whatever that method throws
 * @example
 * await resolve('did:key:z6Mk…#z6Mk…', [didKey, didWeb], { load })
 */
export async function resolve(verificationMethod: Uri, methods: readonly KeyMethod[], world: World = {}): Promise<ResolvedKey> {
  const method = methods.find((one) => one.owns(verificationMethod))
  if (!method) throw new UnknownMethodError(verificationMethod)
  return method.resolve(verificationMethod, world)
}

/** Every purpose that a self-certifying key serves: it alone speaks for its DID. */
export const allPurposes: readonly string[] = ['assertionMethod', 'authentication', 'capabilityInvocation', 'capabilityDelegation']

/** Reads a key, and says in this room's words that its kind is not supported. Malformed keys stay `keys.KeyError`. */
export function readKey(verificationMethod: Uri, read: () => PublicKey): PublicKey {
  try {
    return read()
  } catch (thrown) {
    if (thrown instanceof UnknownAlgorithmError) throw new UnsupportedKeyError(verificationMethod, thrown)
    throw thrown
  }
}

/** None of the key methods given owns this verification method, or none is named. */
export class UnknownMethodError extends BaseError {
  override readonly name = 'did.UnknownMethodError'
  constructor(method: string) {
    const why = method
      ? `The key "${shown(method)}" is named in a way that was not accepted here, so it could not be found. Accept its key method, such as didKey or didWeb.`
      : 'No key is named, so none could be looked up. Ask its issuer for a copy that names its key.'
    super(why, { facts: { method: shown(method) } })
  }
}

/** The identifier is malformed for its method. */
export class BadIdError extends BaseError {
  override readonly name = 'did.BadIdError'
  constructor(id: string, why: string, cause?: unknown) {
    super(`"${shown(id)}" names no key: ${why}. Ask its issuer for the right verification method.`, {
      facts: { id: shown(id), why },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

/** The identifier or the document has no such verification method. */
export class KeyNotFoundError extends BaseError {
  override readonly name = 'did.KeyNotFoundError'
  constructor(id: string, where: string) {
    super(`"${shown(id)}" is not a verification method of ${shown(where)}. The key may have been removed, or the name was forged. Ask its issuer.`, {
      facts: { id: shown(id), where: shown(where) },
    })
  }
}

/** There is such a key, and no code here knows its kind. */
export class UnsupportedKeyError extends BaseError {
  override readonly name = 'did.UnsupportedKeyError'
  constructor(id: string, cause?: unknown) {
    super(`The key "${shown(id)}" is of a kind that is not supported. Use Ed25519, P-256, P-384, secp256k1 or RS256.`, {
      facts: { id: shown(id) },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

/** What was resolved is no document that names this key soundly. */
export class BadDocumentError extends BaseError {
  override readonly name = 'did.BadDocumentError'
  constructor(url: string, why: string, cause?: unknown) {
    super(`The document of "${shown(url)}" is not used: ${why}. Ask its owner to correct it.`, {
      facts: { url: shown(url), why },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

/** An identifier may be as long as a key: its first 120 characters name it. */
function shown(id: string): string {
  return id.length > 120 ? `${id.slice(0, 120)}…` : id
}
