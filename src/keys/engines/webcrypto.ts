import { type Bytes, concat } from '../../bytes.js'
import type { PublicKey } from '../../seams.js'
import { decompress } from '../curve.js'
import { KeyError, kindOf, toSpki } from '../key.js'
import { type Engine, memo } from './engine.js'

/** What WebCrypto calls our algorithms, to import a key and to use it (Web Cryptography Level 2; Secure Curves). */
export const webNames: { readonly [algorithm: string]: { readonly key: object; readonly use: object } } = {
  Ed25519: { key: { name: 'Ed25519' }, use: { name: 'Ed25519' } },
  'P-256': { key: { name: 'ECDSA', namedCurve: 'P-256' }, use: { name: 'ECDSA', hash: 'SHA-256' } },
  'P-384': { key: { name: 'ECDSA', namedCurve: 'P-384' }, use: { name: 'ECDSA', hash: 'SHA-384' } },
  RS256: { key: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, use: { name: 'RSASSA-PKCS1-v1_5' } },
}

/** The platform's WebCrypto. Its promise rejects where the platform lacks the algorithm; `verifySignature` then asks noble. */
export const webcrypto: Engine = {
  name: 'webcrypto',
  verify: async (key, message, signature) => {
    const imported = await webKey(key)
    const { use } = webNames[key.algorithm] ?? {}
    return subtle().verify(use as AlgorithmIdentifier, imported, signature as Bytes, message as Bytes)
  },
}

/** The platform's `crypto.subtle`, where there is one: a page that was not loaded over https has none. */
export function haveSubtle(): boolean {
  return globalThis.crypto?.subtle !== undefined
}

const webKey: (key: PublicKey) => Promise<CryptoKey> = /* @__PURE__ */ memo((key) => {
  const { key: name } = webNames[key.algorithm] ?? {}
  const { format, bytes } = exported(key)
  return subtle().importKey(format, bytes, name as AlgorithmIdentifier, false, ['verify'])
})

function exported(key: PublicKey): { readonly format: 'raw' | 'spki'; readonly bytes: Bytes } {
  const { curve } = kindOf(key.algorithm)
  if (!curve) return key.algorithm === 'RS256' ? { format: 'spki', bytes: toSpki(key) } : { format: 'raw', bytes: key.bytes as Bytes }
  // Browsers read uncompressed points only.
  const point = decompress(curve, key.bytes)
  if (!point) throw new KeyError(key.algorithm, 'it is not a point of the curve')
  return { format: 'raw', bytes: concat(new Uint8Array([4]), point.x, point.y) }
}

function subtle(): SubtleCrypto {
  return globalThis.crypto.subtle
}
