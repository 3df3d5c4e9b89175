import type { Uri } from '../bytes.js'
import { BaseError } from '../errors.js'
import type { Signer } from '../seams.js'

/** A signer together with the verification method that names its key. `sign` needs both, so they travel as one. */
export type SigningKey<A extends string = string> = { readonly id: Uri; readonly controller: Uri; readonly signer: Signer<A> }

/**
 * Gives a signer its verification method. `controller` is the id without its fragment, unless you say otherwise.
 *
 * @throws {MethodIdError} when the verification method is no absolute URI
 * @example
 * keyAt('did:web:uni.example#2026', signer).controller // 'did:web:uni.example'
 */
export function keyAt<A extends string>(
  verificationMethod: Uri,
  signer: Signer<A>,
  { controller = verificationMethod.split('#', 1)[0] ?? '' }: { readonly controller?: Uri | undefined } = {},
): SigningKey<A> {
  for (const uri of [verificationMethod, controller]) if (!/^[a-z][a-z0-9+.-]*:[^\s"<>\\^`{|}]+$/i.test(uri)) throw new MethodIdError(uri)
  return { id: verificationMethod, controller, signer }
}

/** What should name a key or its controller is no absolute URI. */
export class MethodIdError extends BaseError {
  override readonly name = 'keys.MethodIdError'
  constructor(id: string) {
    const shown = id.slice(0, 100)
    super(`A verification method and its controller are absolute URIs such as "did:web:uni.example#2026", and "${shown}" is not.`, { facts: { id: shown } })
  }
}
