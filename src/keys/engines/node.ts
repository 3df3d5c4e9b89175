import { type Bytes, concat, fromBase64url, fromHex, toBase64url } from '../../bytes.js'
import type { PublicKey } from '../../seams.js'
import { KeyError, kindOf, toSpki } from '../key.js'
import { type Engine, memo } from './engine.js'

// What we use of node:crypto. Its types are not among ours, because the same code runs in browsers.
type KeyObject = { export(options: { readonly format: 'jwk' }): { readonly x?: string; readonly y?: string } }
type Input = { readonly key: KeyObject; readonly dsaEncoding?: 'ieee-p1363' }
type NodeCrypto = {
  getCurves(): readonly string[]
  createPublicKey(
    key: KeyObject | { readonly key: object; readonly format: 'jwk' } | { readonly key: Uint8Array; readonly format: 'der'; readonly type: 'spki' },
  ): KeyObject
  createPrivateKey(key: { readonly key: Uint8Array; readonly format: 'der'; readonly type: 'pkcs8' | 'sec1' }): KeyObject
  sign(hash: string | undefined, message: Uint8Array, key: Input): Uint8Array
  verify(hash: string | undefined, message: Uint8Array, key: Input, signature: Uint8Array): boolean
}

/** OpenSSL through `node:crypto`: synchronous. */
export const node: Engine & { verify(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean } = {
  name: 'node',
  verify: (key, message, signature) => {
    const { hash } = kindOf(key.algorithm)
    return required().verify(hash, message, { key: nativeKey(key), dsaEncoding: 'ieee-p1363' }, signature)
  },
}

/** `node:crypto`, where there is one, and one that knows the algorithm: some are built without secp256k1. */
export function nodeCrypto(algorithm?: string): NodeCrypto | undefined {
  const { process } = globalThis as { readonly process?: { getBuiltinModule?(name: string): NodeCrypto | undefined } }
  const crypto = process?.getBuiltinModule?.('node:crypto')
  return algorithm === 'secp256k1' && !crypto?.getCurves().includes(algorithm) ? undefined : crypto
}

/**
 * The key as OpenSSL holds it.
 *
 * @throws {KeyError} when the key is no point of its curve
 */
export const nativeKey: (key: PublicKey) => KeyObject = /* @__PURE__ */ memo((key) => {
  const crypto = required()
  try {
    // OpenSSL reads an Ed25519 JWK nine times faster than an SPKI.
    if (key.algorithm === 'Ed25519') return crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: toBase64url(key.bytes) }, format: 'jwk' })
    return crypto.createPublicKey({ key: toSpki(key), format: 'der', type: 'spki' })
  } catch {
    throw new KeyError(key.algorithm, 'it is not a point of the curve')
  }
})

/** A private key inside OpenSSL: its public bytes, and what signs with it. */
export type NativeSigner = { readonly publicKey: Bytes; sign(message: Uint8Array): Bytes }

// PKCS #8 (RFC 8410, 7) and ECPrivateKey (RFC 5915, 3) up to the secret, and what follows it.
const privateForms = {
  Ed25519: { type: 'pkcs8', before: '302e020100300506032b657004220420', after: '' },
  'P-256': { type: 'sec1', before: '30310201010420', after: 'a00a06082a8648ce3d030107' },
  'P-384': { type: 'sec1', before: '303e0201010430', after: 'a00706052b81040022' },
} as const

/** Gives a secret key to OpenSSL. The secret must be in range. */
export function nativeSigner(algorithm: keyof typeof privateForms, secret: Uint8Array): NativeSigner {
  const crypto = required()
  const { type, before, after } = privateForms[algorithm]
  const der = concat(fromHex(before), secret, fromHex(after))
  const key = crypto.createPrivateKey({ key: der, format: 'der', type })
  der.fill(0)
  const { hash } = kindOf(algorithm)
  return {
    publicKey: publicBytes(crypto.createPublicKey(key)),
    sign: (message) => new Uint8Array(crypto.sign(hash, message, { key, dsaEncoding: 'ieee-p1363' })),
  }
}

function publicBytes(key: KeyObject): Bytes {
  const { x = '', y } = key.export({ format: 'jwk' })
  const [h, v] = [fromBase64url(x), fromBase64url(y ?? '')]
  return y === undefined ? h : concat(new Uint8Array([2 + ((v.at(-1) ?? 0) & 1)]), h)
}

function required(): NodeCrypto {
  const crypto = nodeCrypto()
  if (!crypto) throw new TypeError('There is no node:crypto here.')
  return crypto
}
