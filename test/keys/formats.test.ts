import { createPublicKey } from 'node:crypto'
import { secp256k1 as nobleSecp256k1 } from '@noble/curves/secp256k1.js'
import fc from 'fast-check'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { fromHex, toHex } from '../../src/bytes.js'
import { toProblem } from '../../src/errors.js'
import { ed25519, fromJwk, fromMultikey, fromSpki, type Jwk, type PublicKey, p256, p384, toJwk, toMultikey, verifySignature } from '../../src/keys/index.js'
import { toSpki } from '../../src/keys/key.js'
import { fromDer } from '../../src/keys/remote.js'
import { counted, haveVectors, jsonVector, printCounts } from '../vectors.js'

const secret = new Uint8Array(32).fill(7)
const keys: readonly PublicKey[] = [
  ed25519(secret).publicKey,
  p256(secret).publicKey,
  p384(new Uint8Array(48).fill(7)).publicKey,
  { algorithm: 'secp256k1', bytes: nobleSecp256k1.getPublicKey(secret) },
]
const [ed, ec] = keys as [PublicKey, PublicKey]
const nameOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return toProblem(error).name
  }
  return 'nothing was thrown'
}
const saidBy = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return `${toProblem(error).name}: ${toProblem(error).message}`
  }
  return 'nothing was thrown'
}
// Other modules of Node stay in sight: the test runner uses them.
const native = process.getBuiltinModule.bind(process) as (name: string) => unknown
const hide = (): void =>
  void vi.spyOn(process, 'getBuiltinModule').mockImplementation(((name: string) => (name === 'node:crypto' ? undefined : native(name))) as never)
const show = (): void => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
}
afterEach(show)
afterAll(printCounts)

describe.each(['native', 'without native crypto'])('Multikey, JWK and SPKI, %s', (engine) => {
  const prepare = (): void => (engine === 'native' ? undefined : hide())

  test('what is written is read back', () => {
    prepare()
    for (const key of keys) {
      expect(fromMultikey(toMultikey(key))).toEqual(key)
      expect(fromJwk(toJwk(key))).toEqual(key)
      expect(fromSpki(toSpki(key), key.algorithm)).toEqual(key)
    }
  })

  test('a key with a changed bit is another key or an error, never a crash', () => {
    prepare()
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.nat(60), fc.nat(7), (key, at, bit) => {
        const spki = toSpki(key)
        const index = at % spki.length
        spki[index] = (spki[index] ?? 0) ^ (1 << bit)
        try {
          return toHex(fromSpki(spki, key.algorithm).bytes) !== toHex(key.bytes)
        } catch (error) {
          return /^keys\.(Key|WrongAlgorithm)Error$/.test(toProblem(error).name)
        }
      }),
    )
  })

  test('points off the curve or written crookedly are refused', () => {
    prepare()
    const x = (text: string): PublicKey => ({ algorithm: 'P-256', bytes: fromHex(text) })
    const bad = [
      // x = 5 + p is not reduced; x = 1 has no y; the sign byte of an uncompressed point.
      x(`02ffffffff00000001000000000000000000000001000000000000000000000004`),
      x(`02${'00'.repeat(31)}01`),
      x(`04${'00'.repeat(31)}05`),
      { algorithm: 'P-256', bytes: ec.bytes.slice(0, 32) },
      // x = 5 has no y on secp256k1, and its prime is 0.
      { algorithm: 'secp256k1', bytes: fromHex(`02${'00'.repeat(31)}05`) },
      { algorithm: 'secp256k1', bytes: fromHex(`02${'ff'.repeat(27)}fefffffc2f`) },
      { algorithm: 'Ed25519', bytes: new Uint8Array(32) },
      { algorithm: 'Ed25519', bytes: fromHex(`${'ff'.repeat(31)}7f`) },
      { algorithm: 'Ed25519', bytes: fromHex(`01${'00'.repeat(30)}80`) },
    ]
    for (const key of bad)
      expect(
        nameOf(() => toMultikey(key)),
        toHex(key.bytes),
      ).toBe('keys.KeyError')
  })
})

test('native crypto reads our SPKI', () => {
  for (const key of keys)
    expect(fromJwk(createPublicKey({ key: Buffer.from(toSpki(key)), format: 'der', type: 'spki' }).export({ format: 'jwk' }) as Jwk)).toEqual(key)
})

describe('fromMultikey', () => {
  test('names each malformation', () => {
    const z = toMultikey(ed)
    expect(saidBy(() => fromMultikey(z.slice(1)))).toMatchInlineSnapshot(
      `"keys.KeyError: This is not a sound Multikey key: it is not base58btc after the letter z. Get the key from its owner again."`,
    )
    expect(saidBy(() => fromMultikey(z.slice(0, -1)))).toMatchInlineSnapshot(
      `"keys.UnknownAlgorithmError: Keys of the kind "multicodec 0x4" are not supported. Use Ed25519, P-256, P-384, secp256k1, RS256."`,
    )
    expect(saidBy(() => fromMultikey('z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F'))).toMatchInlineSnapshot(
      `"keys.UnknownAlgorithmError: Keys of the kind "multicodec 0xec" are not supported. Use Ed25519, P-256, P-384, secp256k1, RS256."`,
    )
    for (const text of ['', 'z', 'zz', `${z}1`, `z1${z.slice(1)}`, `${z} `, `z${'1'.repeat(5000)}`])
      expect(nameOf(() => fromMultikey(text))).toMatch(/^keys\.(Key|UnknownAlgorithm)Error$/)
  })
})

describe('fromJwk', () => {
  test('refuses private members, foreign uses and foreign algorithms', () => {
    const jwk = toJwk(ed)
    expect(saidBy(() => fromJwk({ ...jwk, d: 'c2VjcmV0' } as Jwk))).toMatchInlineSnapshot(
      `"keys.PrivateKeyError: This JWK holds a private key. Whoever saw it can sign: replace the key, and publish only the public members of the new one."`,
    )
    expect(saidBy(() => fromJwk({ ...jwk, d: undefined } as Jwk))).toMatch(/^keys.PrivateKeyError/)
    expect(saidBy(() => fromJwk({ ...jwk, use: 'enc' }))).toMatchInlineSnapshot(
      `"keys.KeyError: This is not a sound Ed25519 key: its "use" is not "sig". Get the key from its owner again."`,
    )
    expect(saidBy(() => fromJwk({ kty: 'EC', crv: 'P-521', x: 'AA', y: 'AA' }))).toMatchInlineSnapshot(
      `"keys.UnknownAlgorithmError: Keys of the kind "JWK EC P-521" are not supported. Use Ed25519, P-256, P-384, secp256k1, RS256."`,
    )
    expect(saidBy(() => fromJwk({ kty: 'RSA', alg: 'PS256', n: 'AA', e: 'AQAB' }))).toMatchInlineSnapshot(
      `"keys.UnknownAlgorithmError: Keys of the kind "JWK RSA PS256" are not supported. Use Ed25519, P-256, P-384, secp256k1, RS256."`,
    )
    const bad: readonly object[] = [
      { ...jwk, key_ops: ['sign'] },
      { ...jwk, key_ops: 'verify' },
      { ...jwk, alg: 'ES256' },
      { ...jwk, x: `${jwk.x}=` },
      { ...jwk, x: undefined },
      { ...jwk, x: 'AA' },
      { ...toJwk(ec), y: toJwk(ec).x },
      { ...toJwk(ec), y: undefined },
      { ...toJwk(ec), crv: 'secp256k1' },
      { ...toJwk(ec), alg: 'ES256K' },
      { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
      { kty: 'RSA', n: 'A'.repeat(100_000), e: 'AQAB' },
    ]
    for (const one of bad)
      expect(
        nameOf(() => fromJwk(one as Jwk)),
        JSON.stringify(one).slice(0, 80),
      ).toBe('keys.KeyError')
    for (const one of [{}, { kty: 'oct', crv: 'Ed25519' }, { kty: '__proto__' }]) expect(nameOf(() => fromJwk(one as Jwk))).toBe('keys.UnknownAlgorithmError')
    expect(fromJwk({ ...jwk, alg: 'EdDSA', use: 'sig', key_ops: ['verify'] })).toEqual(ed)
  })

  test('RFC 8037, A.2 and RFC 7638, 3.1', () => {
    expect(toMultikey(fromJwk({ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }))).toBe(
      toMultikey(ed25519(fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')).publicKey),
    )
    const rsa = {
      e: 'AQAB',
      kty: 'RSA',
      n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
    }
    const key = fromJwk(rsa)
    expect(toJwk(key)).toEqual(rsa)
    expect(fromMultikey(toMultikey(key))).toEqual(key)
    expect(fromSpki(toSpki(key), 'RS256')).toEqual(key)
  })
})

describe('fromSpki', () => {
  test('names the algorithm that the key is of, and refuses anything after it', () => {
    expect(saidBy(() => fromSpki(toSpki(ec), 'Ed25519'))).toMatchInlineSnapshot(
      `"keys.WrongAlgorithmError: This key is for P-256, not for Ed25519. Name the algorithm that the key was made for."`,
    )
    expect(saidBy(() => fromSpki(new Uint8Array([...toSpki(ec), 0]), 'P-256'))).toMatchInlineSnapshot(
      `"keys.KeyError: This is not a sound P-256 key: it is not a SubjectPublicKeyInfo. Get the key from its owner again."`,
    )
    expect(saidBy(() => fromSpki(toSpki(ec), 'ML-DSA-44'))).toMatchInlineSnapshot(
      `"keys.UnknownAlgorithmError: Keys of the kind "ML-DSA-44" are not supported. Use Ed25519, P-256, P-384, secp256k1, RS256."`,
    )
    for (const der of ['', '30', '3080', '30820001', '300106', '3003020100']) expect(nameOf(() => fromSpki(fromHex(der), 'P-256'))).toBe('keys.KeyError')
  })
})

describe.skipIf(!haveVectors)('DER signatures', () => {
  for (const [file, algorithm, size] of [
    ['ecdsa_secp256r1_sha256_test', 'P-256', 32],
    ['ecdsa_secp384r1_sha384_test', 'P-384', 48],
    ['ecdsa_secp256k1_sha256_test', 'secp256k1', 32],
  ] as const)
    test(`wycheproof ${file}: what is not strict DER is refused before it is verified`, async () => {
      const wrong: unknown[] = []
      for (const group of jsonVector(`wycheproof/${file}.json`).testGroups)
        for (const one of group.tests) {
          const signature = fromDer(fromHex(one.sig), size)
          const good = signature !== undefined && (await verifySignature(fromSpki(fromHex(group.publicKeyDer), algorithm), fromHex(one.msg), signature))
          if (good !== (one.result === 'valid')) wrong.push(one)
          counted(`wycheproof ${file}`, good === (one.result === 'valid'))
        }
      expect(wrong).toEqual([])
    })
})

describe('verifySignature', () => {
  test('an Ed25519 key off the curve is a malformed key', async () => {
    const off = { algorithm: 'Ed25519', bytes: fromHex(`02${'00'.repeat(31)}`) }
    const signature = await ed25519(secret).sign(secret)
    expect(saidBy(() => verifySignature(off, secret, signature))).toMatchInlineSnapshot(
      `"keys.KeyError: This is not a sound Ed25519 key: it is not a point of the curve. Get the key from its owner again."`,
    )
    hide()
    await expect(verifySignature(off, secret, signature)).rejects.toThrow('not a point of the curve')
    vi.stubGlobal('crypto', undefined)
    await expect(verifySignature(off, secret, signature)).rejects.toThrow('not a point of the curve')
  })

  test('what was remembered of a key is forgotten when its bytes change', async () => {
    const one = ed25519(secret)
    const other = ed25519(secret.slice().fill(8))
    const key = { algorithm: 'Ed25519', bytes: one.publicKey.bytes.slice() }
    const signatures = [await one.sign(secret), await other.sign(secret)] as const
    expect(await verifySignature(key, secret, signatures[0])).toBe(true)
    key.bytes.set(other.publicKey.bytes)
    expect(await verifySignature(key, secret, signatures[0])).toBe(false)
    expect(await verifySignature(key, secret, signatures[1])).toBe(true)
  })

  test('an unknown algorithm is named', () => {
    expect(saidBy(() => verifySignature({ algorithm: 'P-521', bytes: new Uint8Array(67) }, secret, secret))).toMatchInlineSnapshot(
      `"keys.UnknownAlgorithmError: Keys of the kind "P-521" are not supported. Use Ed25519, P-256, P-384, secp256k1, RS256."`,
    )
  })

  test('where OpenSSL was built without secp256k1, noble answers for it', async () => {
    const key = { algorithm: 'secp256k1', bytes: nobleSecp256k1.getPublicKey(secret) }
    const signature = nobleSecp256k1.sign(secret, secret)
    const before = await verifySignature(key, secret, signature)
    const crypto = process.getBuiltinModule('node:crypto')
    vi.spyOn(crypto, 'getCurves').mockReturnValue(['prime256v1'])
    const create = vi.spyOn(crypto, 'createPublicKey')
    expect(fromMultikey(toMultikey(key))).toEqual(key)
    expect([before, await verifySignature(key, secret, signature), await verifySignature(key, signature, signature)]).toEqual([true, true, false])
    expect(create).not.toHaveBeenCalled()
  })
})
