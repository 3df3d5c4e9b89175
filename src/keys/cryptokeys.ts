import type { Bytes } from '../bytes.js'
import type { Signer } from '../seams.js'
import { webNames } from './engines/webcrypto.js'
import { UnknownAlgorithmError, WrongAlgorithmError } from './key.js'
import { fromSpki } from './spki.js'

/**
 * A WebCrypto pair as a signer; the private half may be non-extractable. The algorithm is named, because the pair decides nothing: an
 * ECDSA pair of another curve, an RSA pair of another hash or an ECDH pair is refused.
 *
 * @throws {WrongAlgorithmError} when the pair is not of this algorithm, or may not sign
 * @throws {UnknownAlgorithmError} when the algorithm is not one of the four
 * @example
 * const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])
 * const signer = await fromCryptoKeys(pair, 'Ed25519')
 */
export async function fromCryptoKeys<A extends 'Ed25519' | 'P-256' | 'P-384' | 'RS256'>(
  pair: { readonly publicKey: object; readonly privateKey: object },
  algorithm: A,
): Promise<Signer<A>> {
  const names = webNames[algorithm]
  if (!names) throw new UnknownAlgorithmError(algorithm)
  const { publicKey, privateKey } = pair as CryptoKeyPair
  for (const key of [publicKey, privateKey]) if (!isOf(key, names.key)) throw new WrongAlgorithmError(algorithm, describe(key))
  if (privateKey.type !== 'private' || !privateKey.usages.includes('sign')) throw new WrongAlgorithmError(algorithm, 'a use other than signing')
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))
  return {
    publicKey: fromSpki(spki, algorithm),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign(names.use as AlgorithmIdentifier, privateKey, message as Bytes)),
  }
}

type Named = { readonly name?: string; readonly namedCurve?: string; readonly hash?: string | { readonly name?: string } }

function isOf(key: CryptoKey, wanted: Named): boolean {
  const found = key.algorithm as Named
  const hash = typeof found.hash === 'object' ? found.hash.name : found.hash
  return found.name === wanted.name && found.namedCurve === wanted.namedCurve && (wanted.hash === undefined || hash === wanted.hash)
}

function describe(key: CryptoKey): string {
  const { name = 'something else', namedCurve = '', hash = '' } = key.algorithm as Named
  return [name, namedCurve, typeof hash === 'object' ? hash.name : hash].filter(Boolean).join(' ')
}
