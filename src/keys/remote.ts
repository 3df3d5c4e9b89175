import { concat, type MaybePromise } from '../bytes.js'
import { BaseError } from '../errors.js'
import type { PublicKey, Signer } from '../seams.js'
import { checked } from './check.js'
import { readSequence, tags, toUnsigned } from './der.js'
import { kindOf, WrongAlgorithmError } from './key.js'
import { verifySignature } from './verify.js'

export declare namespace remote {
  type Options<A extends string> = {
    readonly publicKey: PublicKey<A>
    /** What `sign` returns: `der` for an ASN.1 ECDSA signature, `raw` for r‖s, Ed25519 and RS256. */
    readonly format: 'raw' | 'der'
    /** Signs the message itself, not a digest of it. */
    sign(message: Uint8Array): MaybePromise<Uint8Array>
  }
}

/**
 * A key in a KMS or an HSM. Turns DER into r‖s, and checks each signature against `publicKey` before it is used: a service that signed
 * with another key, another hash or another message is found at once. What `sign` throws comes through.
 *
 * @throws {KeyError} when the public key is malformed
 * @throws {WrongAlgorithmError} when the format is `der` and the key is not one of ECDSA
 * @throws {SignatureError} from the signer's `sign`, when the service's signature is not one of this key over this message
 * @example
 * remote({ publicKey: fromSpki(kms.spki, 'P-256'), format: 'der', sign: (message) => kms.sign(message) })
 */
export function remote<A extends string>({ publicKey, format, sign }: remote.Options<A>): Signer<A> {
  const { curve } = kindOf(checked(publicKey).algorithm)
  if (format === 'der' && !curve) throw new WrongAlgorithmError('ECDSA', publicKey.algorithm)
  return {
    publicKey,
    sign: async (message) => {
      const answer = await sign(message)
      const signature = format === 'der' && curve ? fromDer(answer, curve.size) : answer
      if (!signature) throw new SignatureError('it is not DER')
      if (!(await verifySignature(publicKey, message, signature))) throw new SignatureError('it does not verify with the public key')
      return signature
    },
  }
}

/** The service returned something that is not a signature of this key over this message. */
export class SignatureError extends BaseError {
  override readonly name = 'keys.SignatureError'
  constructor(why: string) {
    super(`The remote signature was not used: ${why}. Check that the service signs the message itself with this key, and that the format is right.`, {
      facts: { why },
    })
  }
}

/** Turns an ECDSA-Sig-Value (RFC 3279, 2.2.3) into r‖s of fixed length; `undefined` for anything but strict DER in range. */
export function fromDer(der: Uint8Array, size: number): Uint8Array | undefined {
  const [r, s] = readSequence(der, [tags.integer, tags.integer])?.map(toUnsigned) ?? []
  if (!r || !s || r.length > size || s.length > size) return undefined
  return concat(new Uint8Array(size - r.length), r, new Uint8Array(size - s.length), s)
}
