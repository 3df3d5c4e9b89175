import { fromBase64url, fromUtf8, toBase64url, type Uri, utf8 } from '../bytes.js'
import { isObject, parse } from '../json.js'
import { fromJwk, type Jwk, PrivateKeyError, toJwk } from '../keys/jwk.js'
import { UnknownAlgorithmError } from '../keys/key.js'
import { keyAt, type SigningKey } from '../keys/signing-key.js'
import type { PublicKey, Signer } from '../seams.js'
import { allPurposes, BadIdError, type KeyMethod, KeyNotFoundError, readKey } from './method.js'

/** did:jwk: the identifier is base64url of a public JWK; its one verification method is `#0`. */
export const didJwk: KeyMethod = {
  kind: 'key method',
  name: 'did:jwk',
  owns: (verificationMethod) => verificationMethod.startsWith('did:jwk:'),
  resolve: (verificationMethod) => {
    const [controller = '', fragment = '0', ...more] = verificationMethod.split('#')
    if (more.length > 0 || fragment !== '0') throw new KeyNotFoundError(verificationMethod, controller)
    const { algorithm, bytes } = readKey(verificationMethod, () => decode(controller))
    return { algorithm, bytes, controller, purposes: allPurposes, boundBy: 'self-certifying' }
  },
}

/**
 * A signing key named by its own `did:jwk`.
 *
 * @throws {KeyError} when the signer's public key is malformed
 * @example
 * asDidJwk(p256(secret)).id // 'did:jwk:eyJ…#0'
 */
export function asDidJwk<A extends string>(signer: Signer<A>): SigningKey<A> {
  return keyAt(`did:jwk:${toBase64url(utf8(JSON.stringify(toJwk(signer.publicKey))))}#0`, signer)
}

// The largest JWK that is read holds an RSA modulus of 8,192 bits.
const maxLength = 4096

function decode(did: Uri): PublicKey {
  if (did.length > maxLength) throw new BadIdError(did, `it is longer than ${maxLength} characters`)
  try {
    const jwk = parse(fromUtf8(fromBase64url(did.slice('did:jwk:'.length))), { maxDepth: 4 })
    if (!isObject(jwk)) throw new BadIdError(did, 'it is not base64url of a JWK')
    return fromJwk(jwk as unknown as Jwk)
  } catch (thrown) {
    if (thrown instanceof UnknownAlgorithmError || thrown instanceof PrivateKeyError || thrown instanceof BadIdError) throw thrown
    throw new BadIdError(did, 'it is not base64url of a public JWK', thrown)
  }
}
