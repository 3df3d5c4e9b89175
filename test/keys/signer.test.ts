import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
// @ts-expect-error: the package has no types
import * as ecdsaMultikey from '@digitalbazaar/ecdsa-multikey'
import fc from 'fast-check'
import * as jose from 'jose'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { fromHex, toBase64url, toHex, utf8 } from '../../src/bytes.js'
import { toProblem } from '../../src/errors.js'
import { noble } from '../../src/keys/engines/noble.js'
import { node } from '../../src/keys/engines/node.js'
import { webcrypto } from '../../src/keys/engines/webcrypto.js'
import {
  ed25519,
  fromCryptoKeys,
  fromJwk,
  keyAt,
  newSecretKey,
  p256,
  p384,
  remote,
  type Signer,
  toJwk,
  toMultikey,
  verifySignature,
} from '../../src/keys/index.js'
import { verifyWith } from '../../src/keys/verify.js'

const message = utf8('a message')
const makers = [
  ['Ed25519', ed25519, 64],
  ['P-256', p256, 64],
  ['P-384', p384, 96],
] as const
// Other modules of Node stay in sight: the test runner uses them.
const native = process.getBuiltinModule.bind(process) as (name: string) => unknown
const hide = (): void =>
  void vi.spyOn(process, 'getBuiltinModule').mockImplementation(((name: string) => (name === 'node:crypto' ? undefined : native(name))) as never)
const show = (): void => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
}
afterEach(show)

async function said(run: () => unknown): Promise<string> {
  try {
    await run()
  } catch (error) {
    const { name, message: text } = toProblem(error)
    return `${name}: ${text}`
  }
  throw new Error('nothing was thrown')
}

describe.each(makers)('%s', (algorithm, make, size) => {
  const secret = newSecretKey(algorithm)

  test('native and noble have one public key, and each verifies what the other signed', async () => {
    const native = make(secret)
    const signatures = [await native.sign(message)]
    hide()
    const other = make(secret)
    signatures.push(await other.sign(message))
    show()
    expect(other.publicKey).toEqual(native.publicKey)
    for (const signature of signatures) {
      expect(signature).toHaveLength(size)
      for (const engine of [node, webcrypto, noble]) expect(await verifyWith(engine, native.publicKey, message, signature), engine.name).toBe(true)
    }
  })

  test('without native crypto the verdict is the same', async () => {
    const signer = make(secret)
    const signature = await signer.sign(message)
    hide()
    expect(verifySignature(signer.publicKey, message, signature)).toBeInstanceOf(Promise)
    expect(await verifySignature(signer.publicKey, message, signature)).toBe(true)
    expect(await verifySignature(signer.publicKey, utf8('another'), signature)).toBe(false)
    vi.stubGlobal('crypto', undefined)
    expect(await verifySignature(signer.publicKey, message, signature)).toBe(true)
    expect(await verifySignature(signer.publicKey, utf8('another'), signature)).toBe(false)
    // A browser whose WebCrypto lacks the algorithm.
    vi.stubGlobal('crypto', { subtle: { importKey: async () => Promise.reject(new Error('NotSupportedError')) } })
    expect(await verifySignature({ ...signer.publicKey, bytes: signer.publicKey.bytes.slice() }, message, signature)).toBe(true)
  })

  test('a changed bit in message, signature or key never passes, and never crashes', async () => {
    const signer = make(secret)
    const signature = await signer.sign(message)
    const flip = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, index) => (index === at % bytes.length ? byte ^ (1 << (at % 8)) : byte))
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1000),
        fc.constantFrom('message', 'signature', 'key', 'length'),
        fc.constantFrom(node, webcrypto, noble),
        async (at, what, engine) => {
          const key = what === 'key' ? { algorithm, bytes: flip(signer.publicKey.bytes, at) } : signer.publicKey
          const changed = what === 'signature' ? flip(signature, at) : what === 'length' ? signature.slice(0, at % size) : signature
          try {
            return !(await verifyWith(engine, key, what === 'message' ? flip(message, at) : message, changed))
          } catch (error) {
            return what === 'key' && toProblem(error).name === 'keys.KeyError'
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  test('the secret is copied in, and nothing prints it', async () => {
    for (const prepare of [() => {}, hide]) {
      const copy = secret.slice()
      prepare()
      const signer = make(copy)
      copy.fill(0)
      expect(await signer.sign(message)).toHaveLength(size)
      show()
      expect(await verifySignature(make(secret).publicKey, message, await signer.sign(message))).toBe(true)
      const printed = [
        JSON.stringify(signer),
        inspect(signer, { depth: 9, showHidden: true }),
        String(signer.sign),
        Object.keys(signer).join(),
        JSON.stringify(keyAt('did:a:b#c', signer)),
      ].join()
      for (const form of [toHex(secret), toBase64url(secret), Buffer.from(secret).toString('base64'), [...secret].join(), [...secret].join(', ')])
        expect(printed).not.toContain(form)
      expect(Object.keys(signer).sort()).toEqual(['publicKey', 'sign'])
    }
  })

  test('a secret of another length or out of range is refused, and not shown', async () => {
    const bad = [
      new Uint8Array(31).fill(0xab),
      new Uint8Array(49).fill(0xab),
      ...(algorithm === 'Ed25519' ? [] : [new Uint8Array(secret.length), new Uint8Array(secret.length).fill(255)]),
    ]
    for (const one of bad) {
      const text = await said(() => make(one))
      expect(text).toMatch(/^keys.SecretKeyError: A secret key for/)
      expect(text).not.toContain('abab')
      expect(text).not.toContain('171')
    }
  })
})

test('newSecretKey is new each time, and its length fits', () => {
  expect([newSecretKey(), newSecretKey('P-256'), newSecretKey('P-384')].map((key) => key.length)).toEqual([32, 32, 48])
  expect(toHex(newSecretKey())).not.toBe(toHex(newSecretKey()))
})

test('peers read our keys and verify our signatures, and we theirs', async () => {
  // jose: a JWS under each algorithm.
  for (const [alg, signer] of [
    ['EdDSA', ed25519(newSecretKey())],
    ['ES256', p256(newSecretKey('P-256'))],
    ['ES384', p384(newSecretKey('P-384'))],
  ] as const) {
    const head = `${toBase64url(utf8(JSON.stringify({ alg })))}.${toBase64url(message)}`
    const jws = `${head}.${toBase64url(await signer.sign(utf8(head)))}`
    const { payload } = await jose.compactVerify(jws, await jose.importJWK(toJwk(signer.publicKey) as jose.JWK, alg))
    expect(new Uint8Array(payload)).toEqual(message)
  }
  // Digital Bazaar: a Multikey of its own making.
  for (const curve of ['P-256', 'P-384']) {
    const pair = await ecdsaMultikey.generate({ curve })
    const { publicKeyMultibase, publicKeyJwk } = { ...(await pair.export({ publicKey: true })), publicKeyJwk: await ecdsaMultikey.toJwk({ keyPair: pair }) }
    const key = fromJwk(publicKeyJwk)
    expect(toMultikey(key)).toBe(publicKeyMultibase)
    expect(await verifySignature(key, message, await pair.signer().sign({ data: message }))).toBe(true)
  }
})

describe('fromCryptoKeys', () => {
  const pairs = {
    Ed25519: { name: 'Ed25519' },
    'P-256': { name: 'ECDSA', namedCurve: 'P-256' },
    'P-384': { name: 'ECDSA', namedCurve: 'P-384' },
    RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  } as const
  const make = async (name: keyof typeof pairs): Promise<CryptoKeyPair> =>
    (await crypto.subtle.generateKey(pairs[name] as RsaHashedKeyGenParams, false, ['sign', 'verify'])) as CryptoKeyPair

  test.each(Object.keys(pairs) as (keyof typeof pairs)[])('%s: signs with a private half that cannot be read', async (algorithm) => {
    const signer: Signer = await fromCryptoKeys(await make(algorithm), algorithm)
    const signature = await signer.sign(message)
    for (const engine of [node, webcrypto, noble]) expect(await verifyWith(engine, signer.publicKey, message, signature)).toBe(true)
    expect(fromJwk(toJwk(signer.publicKey))).toEqual(signer.publicKey)
  })

  test('refuses a pair of another algorithm', async () => {
    const pair = await make('P-256')
    expect(await said(() => fromCryptoKeys(pair, 'Ed25519'))).toMatchInlineSnapshot(
      `"keys.WrongAlgorithmError: This key is for ECDSA P-256, not for Ed25519. Name the algorithm that the key was made for."`,
    )
    expect(await said(() => fromCryptoKeys(pair, 'P-384'))).toMatchInlineSnapshot(
      `"keys.WrongAlgorithmError: This key is for ECDSA P-256, not for P-384. Name the algorithm that the key was made for."`,
    )
    const sha384 = await crypto.subtle.generateKey({ ...pairs.RS256, hash: 'SHA-384' }, false, ['sign', 'verify'])
    expect(await said(() => fromCryptoKeys(sha384, 'RS256'))).toMatchInlineSnapshot(
      `"keys.WrongAlgorithmError: This key is for RSASSA-PKCS1-v1_5 SHA-384, not for RS256. Name the algorithm that the key was made for."`,
    )
    expect(await said(() => fromCryptoKeys({ publicKey: pair.publicKey, privateKey: pair.publicKey }, 'P-256'))).toMatchInlineSnapshot(
      `"keys.WrongAlgorithmError: This key is for a use other than signing, not for P-256. Name the algorithm that the key was made for."`,
    )
  })
})

describe('remote', () => {
  const secret = newSecretKey('P-256')
  const { publicKey } = p256(secret)
  const sign = p256(secret).sign

  test('turns DER into r‖s', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const key = fromJwk(pair.publicKey.export({ format: 'jwk' }) as { kty: string })
    const { sign: nativeSign } = await import('node:crypto')
    const signer = remote({ publicKey: key, format: 'der', sign: async (bytes) => nativeSign('sha256', bytes, pair.privateKey) })
    for (let run = 0; run < 20; run++) expect(await verifySignature(key, message, await signer.sign(message))).toBe(true)
  })

  test('checks each signature before it is used', async () => {
    expect(await remote({ publicKey, format: 'raw', sign }).sign(message)).toHaveLength(64)
    expect(await said(() => remote({ publicKey, format: 'raw', sign: p256(newSecretKey('P-256')).sign }).sign(message))).toMatchInlineSnapshot(
      `"keys.SignatureError: The remote signature was not used: it does not verify with the public key. Check that the service signs the message itself with this key, and that the format is right."`,
    )
    expect(await said(() => remote({ publicKey, format: 'der', sign }).sign(message))).toMatchInlineSnapshot(
      `"keys.SignatureError: The remote signature was not used: it is not DER. Check that the service signs the message itself with this key, and that the format is right."`,
    )
    expect(await said(() => remote({ publicKey, format: 'raw', sign: () => new Uint8Array(70) }).sign(message))).toMatch(/^keys.SignatureError/)
    expect(await said(() => remote({ publicKey, format: 'raw', sign: () => Promise.reject(new Error('the vault is shut')) }).sign(message))).toBe(
      'Error: the vault is shut',
    )
  })

  test('refuses a malformed public key, and DER where there is none', async () => {
    expect(await said(() => remote({ publicKey: { algorithm: 'P-256', bytes: publicKey.bytes.slice(1) }, format: 'raw', sign }))).toMatchInlineSnapshot(
      `"keys.KeyError: This is not a sound P-256 key: it has 32 bytes, not 33. Get the key from its owner again."`,
    )
    expect(await said(() => remote({ publicKey: ed25519(secret).publicKey, format: 'der', sign }))).toMatchInlineSnapshot(
      `"keys.WrongAlgorithmError: This key is for Ed25519, not for ECDSA. Name the algorithm that the key was made for."`,
    )
  })
})

describe('keyAt', () => {
  const signer = ed25519(fromHex('07'.repeat(32)))

  test('the controller is the id without its fragment, unless said otherwise', () => {
    expect(keyAt('did:web:uni.example#2026', signer)).toEqual({ id: 'did:web:uni.example#2026', controller: 'did:web:uni.example', signer })
    expect(keyAt('https://uni.example/keys/1', signer, { controller: 'did:web:uni.example' }).controller).toBe('did:web:uni.example')
  })

  test('refuses what is no absolute URI', async () => {
    expect(await said(() => keyAt('#2026', signer))).toMatchInlineSnapshot(
      `"keys.MethodIdError: A verification method and its controller are absolute URIs such as "did:web:uni.example#2026", and "#2026" is not."`,
    )
    for (const id of ['', 'key 1', 'did:', 'did:a b', 'uni.example#1']) expect(await said(() => keyAt(id, signer))).toMatch(/^keys.MethodIdError/)
  })
})
