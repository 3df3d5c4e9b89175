import type { Uri } from '../bytes.js'
import { KeyError } from '../keys/key.js'
import { fromMultikey, toMultikey } from '../keys/multikey.js'
import { keyAt, type SigningKey } from '../keys/signing-key.js'
import type { Signer } from '../seams.js'
import { allPurposes, BadIdError, type KeyMethod, KeyNotFoundError, readKey } from './method.js'

/**
 * did:key: the identifier is the key (did:key Method 0.9). The fragment, where there is one, must repeat it: a verification method such
 * as `did:key:zVictim#zAttacker` names no key.
 */
export const didKey: KeyMethod = {
  kind: 'key method',
  name: 'did:key',
  owns: (verificationMethod) => verificationMethod.startsWith('did:key:'),
  resolve: (verificationMethod) => {
    const [controller = '', fragment, ...more] = verificationMethod.split('#')
    const multikey = controller.slice('did:key:'.length)
    if (more.length > 0 || (fragment !== undefined && fragment !== multikey)) throw new KeyNotFoundError(verificationMethod, controller)
    const { algorithm, bytes } = readKey(verificationMethod, () => decode(verificationMethod, multikey))
    return { algorithm, bytes, controller, purposes: allPurposes, boundBy: 'self-certifying' }
  },
}

/**
 * A signing key named by its own `did:key`.
 *
 * @throws {KeyError} when the signer's public key is malformed
 * @example
 * asDidKey(ed25519(secret)).id // 'did:key:z6Mk…#z6Mk…'
 */
export function asDidKey<A extends string>(signer: Signer<A>): SigningKey<A> {
  const multikey = toMultikey(signer.publicKey)
  return keyAt(`did:key:${multikey}#${multikey}`, signer)
}

function decode(id: Uri, multikey: string): ReturnType<typeof fromMultikey> {
  try {
    return fromMultikey(multikey)
  } catch (thrown) {
    if (thrown instanceof KeyError) throw new BadIdError(id, 'it is not did:key and a Multikey', thrown)
    throw thrown
  }
}
