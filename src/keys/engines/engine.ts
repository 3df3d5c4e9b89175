import type { MaybePromise } from '../../bytes.js'
import { sameBytes } from '../../bytes.js'
import type { PublicKey } from '../../seams.js'

/** One implementation of the signature equations. `verifyWith` has checked the form of key and signature before it asks. */
export type Engine = {
  readonly name: 'node' | 'webcrypto' | 'noble'
  /** Throws `KeyError` when the key is no point of its curve; `false` when the signature is wrong. */
  verify(key: PublicKey, message: Uint8Array, signature: Uint8Array): MaybePromise<boolean>
}

/**
 * Remembers what was derived from a key for as long as somebody holds the key's bytes, and forgets it when those bytes change.
 * Derivation costs as much as a verification, and the memo holds nothing that the caller does not hold too.
 */
export function memo<T>(derive: (key: PublicKey) => T): (key: PublicKey) => T {
  const known = new WeakMap<Uint8Array, { readonly algorithm: string; readonly copy: Uint8Array; readonly derived: T }>()
  return (key) => {
    const found = known.get(key.bytes)
    if (found?.algorithm === key.algorithm && sameBytes(found.copy, key.bytes)) return found.derived
    const copy = key.bytes.slice()
    const derived = derive({ algorithm: key.algorithm, bytes: copy })
    known.set(key.bytes, { algorithm: key.algorithm, copy, derived })
    // A refusal is not remembered: the platform may have been out of memory.
    if (derived instanceof Promise) derived.catch(() => known.delete(key.bytes))
    return derived
  }
}
