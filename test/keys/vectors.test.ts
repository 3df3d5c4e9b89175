import { afterAll, describe, expect, test } from 'vitest'
import { concat, fromBase64url, fromHex, utf8 } from '../../src/bytes.js'
import { secp256k1, toBytes, toNumber } from '../../src/keys/curve.js'
import type { Engine } from '../../src/keys/engines/engine.js'
import { noble } from '../../src/keys/engines/noble.js'
import { node } from '../../src/keys/engines/node.js'
import { webcrypto } from '../../src/keys/engines/webcrypto.js'
import { ed25519, fromJwk, fromSpki, type Jwk, type PublicKey, verifySignature } from '../../src/keys/index.js'
import { fromDer } from '../../src/keys/remote.js'
import { verifyWith } from '../../src/keys/verify.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'

const engines: readonly Engine[] = [node, webcrypto, noble]

/** A key that is refused verifies nothing: for a vector, that is `invalid`. */
async function verdict(engine: Engine, key: () => PublicKey, message: Uint8Array, signature: Uint8Array): Promise<boolean | string> {
  try {
    return await verifyWith(engine, key(), message, signature)
  } catch (thrown) {
    return thrown instanceof Error && thrown.name.startsWith('keys.') ? false : `${thrown}`
  }
}

type Case = {
  readonly tcId: number
  readonly msg: string
  readonly sig: string
  readonly result: 'valid' | 'invalid' | 'acceptable'
  readonly flags: readonly string[]
}
type Group = { readonly publicKeyDer: string; readonly publicKeyJwk?: Jwk; readonly tests: readonly Case[] }

describe.skipIf(!haveVectors)('published vectors', () => {
  afterAll(printCounts)

  const sets = [
    ['ed25519_test', 'Ed25519'],
    ['ecdsa_secp256r1_sha256_p1363_test', 'P-256'],
    ['ecdsa_secp384r1_sha384_p1363_test', 'P-384'],
    ['ecdsa_secp256k1_sha256_p1363_test', 'secp256k1'],
    ['rsa_signature_2048_sha256_test', 'RS256'],
  ] as const
  // No WebCrypto has secp256k1.
  const enginesOf = (algorithm: string) => engines.filter(({ name }) => algorithm !== 'secp256k1' || name !== 'webcrypto')
  for (const [file, algorithm] of sets)
    for (const engine of enginesOf(algorithm))
      test(`wycheproof ${file} by ${engine.name}`, async () => {
        const wrong: unknown[] = []
        for (const group of jsonVector(`wycheproof/${file}.json`).testGroups as Group[]) {
          const fromDer = (): PublicKey => fromSpki(fromHex(group.publicKeyDer), algorithm)
          if (group.publicKeyJwk) expect(fromJwk(group.publicKeyJwk)).toEqual(fromDer())
          for (const one of group.tests) {
            const got = await verdict(engine, fromDer, fromHex(one.msg), fromHex(one.sig))
            // The one acceptable case leaves out the NULL of the DigestInfo: RFC 8017 wants it, and all three engines do too.
            const right = got === (one.result === 'valid')
            if (!right) wrong.push({ id: one.tcId, got, ...one })
            counted(`wycheproof ${file} (${engine.name})`, right)
          }
        }
        expect(wrong).toEqual([])
      })

  test('RFC 8032 sign.input: signatures are made byte for byte and verified by every engine', async () => {
    const lines = readVector('ed25519/vectors.txt').toString('utf8').trim().split('\n')
    expect(lines).toHaveLength(1024)
    for (const line of lines) {
      const [secret = '', publicKey = '', message = '', signed = ''] = line.split(':')
      const signer = ed25519(fromHex(secret.slice(0, 64)))
      const signature = fromHex(signed.slice(0, 128))
      const made = await signer.sign(fromHex(message))
      const verdicts = await Promise.all(engines.map((engine) => verdict(engine, () => signer.publicKey, fromHex(message), signature)))
      const right =
        Buffer.from(made).equals(signature) && Buffer.from(signer.publicKey.bytes).toString('hex') === publicKey && verdicts.every((one) => one === true)
      counted('ed25519 sign.input, signed and verified', right)
      expect(right, line.slice(0, 64)).toBe(true)
    }
  })

  test('speccheck: the strict rule, the same from every engine', async () => {
    const cases = jsonVector('ed25519/edge-cases.json') as { message: string; pub_key: string; signature: string }[]
    const verdicts = await Promise.all(cases.map((one) => agreed({ algorithm: 'Ed25519', bytes: fromHex(one.pub_key) }, one.message, one.signature)))
    for (const one of verdicts) counted('ed25519 speccheck, three engines agree', typeof one === 'boolean')
    // Case 3 has torsion in A and R and satisfies the equation without the cofactor; 4 and 5 need the cofactor; the rest break a rule of form.
    expect(verdicts).toMatchInlineSnapshot(`
      [
        false,
        false,
        false,
        true,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
      ]
    `)
  })

  test('ZIP 215: every case of small order or of a crooked encoding is refused by every engine', async () => {
    const cases = jsonVector('ed25519/zip215.json') as { vk_bytes: string; sig_bytes: string }[]
    expect(cases).toHaveLength(196)
    const message = Buffer.from('Zcash').toString('hex')
    for (const one of cases) {
      const right = (await agreed({ algorithm: 'Ed25519', bytes: fromHex(one.vk_bytes) }, message, one.sig_bytes)) === false
      counted('ed25519 ZIP 215, refused by three engines', right)
      expect(right).toBe(true)
    }
  })

  test('secp256k1: a high s is as good as a low one, which only Bitcoin refuses', async () => {
    let high = 0
    for (const group of jsonVector('wycheproof/ecdsa_secp256k1_sha256_bitcoin_test.json').testGroups)
      for (const one of group.tests as Case[]) {
        const signature = fromDer(fromHex(one.sig), 32)
        if (!signature) continue
        const verdictsOn = (rs: Uint8Array) =>
          Promise.all(enginesOf('secp256k1').map((engine) => verdict(engine, () => fromSpki(fromHex(group.publicKeyDer), 'secp256k1'), fromHex(one.msg), rs)))
        const s = toNumber(signature.subarray(32))
        const isHigh = s > secp256k1.order / 2n && s < secp256k1.order
        if (isHigh) high++
        const expected = isHigh ? await verdictsOn(concat(signature.subarray(0, 32), toBytes(secp256k1.order - s, 32))) : [one.result === 'valid']
        const right = new Set([...(await verdictsOn(signature)), ...expected]).size === 1 && !(isHigh && one.result === 'valid')
        counted('wycheproof ecdsa_secp256k1_sha256_bitcoin_test, a high s as its low one', right)
        expect(right, String(one.tcId)).toBe(true)
      }
    expect(high).toBeGreaterThan(1)
  })

  async function agreed(key: PublicKey, message: string, signature: string): Promise<unknown> {
    const verdicts = await Promise.all(engines.map((engine) => verdict(engine, () => key, fromHex(message), fromHex(signature))))
    return new Set(verdicts).size === 1 ? verdicts[0] : verdicts
  }

  const ours = ['ES256', 'ES384', 'RS256', 'EdDSA']
  for (const file of ['json_web_signature_test', 'json_web_key_test', 'json_web_crypto_test'])
    test(`wycheproof ${file}: the groups of our algorithms`, async () => {
      const wrong: unknown[] = []
      for (const group of jsonVector(`wycheproof/${file}.json`).testGroups) {
        const jwk = group.public?.keys?.[0] ?? group.public
        for (const one of group.tests) {
          if (!jwk || typeof one.jws !== 'string' || !ours.some((alg) => header(one.jws)?.['alg'] === alg || jwk.alg === alg)) continue
          const right = (await verifyJws(jwk, one.jws)) === (one.result === 'valid')
          if (!right) wrong.push([one.tcId, one.comment, one.result, jwk.alg, header(one.jws), one.jws.slice(-200)])
          counted(`wycheproof ${file}`, right)
        }
      }
      expect(wrong).toEqual([])
    })
})

function header(jws: string): { readonly [name: string]: unknown } | undefined {
  try {
    return JSON.parse(Buffer.from(fromBase64url(jws.split('.')[0] ?? '')).toString('utf8'))
  } catch {
    return undefined
  }
}

/** The least that a JWS needs around our functions: three parts, an `alg` that fits the key, strict base64url. */
async function verifyJws(jwk: Jwk, jws: string): Promise<boolean> {
  const parts = jws.split('.')
  const [head = '', payload = '', signature = ''] = parts
  const algs: { readonly [alg: string]: string } = { ES256: 'P-256', ES384: 'P-384', RS256: 'RS256', EdDSA: 'Ed25519' }
  try {
    const key = fromJwk(jwk)
    const found = header(jws)
    fromBase64url(payload)
    if (parts.length !== 3 || algs[String(found?.['alg'])] !== key.algorithm || found?.['crit'] !== undefined) return false
    return await verifySignature(key, utf8(`${head}.${payload}`), fromBase64url(signature))
  } catch (thrown) {
    if (thrown instanceof Error && /^(keys|bytes)\./.test(thrown.name)) return false
    throw thrown
  }
}
