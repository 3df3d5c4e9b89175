import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Credential, Proof, Signed } from '../../src/credential/secured.js'
import { fromCryptoKeys } from '../../src/keys/cryptokeys.js'
import { keyAt, type SigningKey } from '../../src/keys/signing-key.js'
import { ecdsaJcs2019, eddsaJcs2022 } from '../../src/sign/jcs.js'
import { coveredBy, proofsOf, verifyProof } from '../../src/sign/proofs.js'
import { ecdsaRdfc2019, eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { decodeProofValue, encodeProofValue, type Suite } from '../../src/sign/suite.js'
import { current, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'

const options = { accept: current, issuers: 'any', now: new Date('2026-11-01T00:00:00Z') } as const
const created = new Date('2026-07-01T00:00:00.999Z')
const key = keys.ed25519
const badge = badgeOf(key.controller)
/** Another key that the same issuer controls. */
const second = keyAt(keys.p256.id, keys.p256.signer, { controller: key.controller })
const refused = (call: Promise<unknown>) =>
  call.then(
    () => 'signed',
    (error: Error & { facts: object }) => ({ name: error.name, message: error.message, facts: error.facts }),
  )
const verdict = async (signed: Signed, suite: Suite, signedBy: SigningKey, at?: number) =>
  (await verifyProof(signed, { suite, publicKey: signedBy.signer.publicKey, at })).outcome

const pairs = [
  [eddsaRdfc2022, keys.ed25519],
  [eddsaJcs2022, keys.ed25519],
  [ecdsaRdfc2019, keys.p256],
  [ecdsaRdfc2019, keys.p384],
  [ecdsaJcs2019, keys.p256],
  [ecdsaJcs2019, keys.p384],
] as readonly (readonly [Suite, SigningKey])[]

describe.each(pairs.map(([suite, ours]) => ({ suite, ours })))('sign with $suite.name and $ours.signer.publicKey.algorithm', ({ suite, ours }) => {
  const credential = badgeOf(ours.controller)

  test('adds one proof, and changes nothing else', async () => {
    const signed = await sign(credential, { suite, key: ours, created })
    const { proof, ...rest } = signed
    expect(rest).toEqual(credential)
    expect(proof).toEqual([
      {
        type: 'DataIntegrityProof',
        cryptosuite: suite.name,
        created: '2026-07-01T00:00:00Z',
        verificationMethod: ours.id,
        proofPurpose: 'assertionMethod',
        // VC-DI-EdDSA 1.0, 3.3.1, step 2; VC-DI-ECDSA 1.0, 3.3.1, step 2.
        ...(suite.name.includes('jcs') && { '@context': credential['@context'] }),
        proofValue: expect.stringMatching(/^z[1-9A-HJ-NP-Za-km-z]+$/),
      },
    ])
    expect(decodeProofValue(proof[0].proofValue).length).toBe(ours.signer.publicKey.algorithm === 'P-384' ? 96 : 64)
    expect(await verdict(signed, suite, ours)).toBe('passed')
    expect((await verify(signed, options)).outcome).toBe('passed')
  })

  test('no date where none is given, for no clock is read', async () => {
    const { proof } = await sign(credential, { suite, key: ours })
    expect(Object.keys(proof[0])).not.toContain('created')
  })

  test('every option of the proof is signed', async () => {
    const signed = await sign(credential, { suite, key: ours, created, id: 'urn:proof:1' })
    const [proof] = signed.proof
    for (const change of [
      { created: '2026-07-01T00:00:01Z' },
      { created: undefined },
      { id: 'urn:proof:2' },
      { id: undefined },
      { verificationMethod: `${ours.controller}#other` },
      { proofPurpose: 'authentication' },
      { expires: '2030-01-01T00:00:00Z' },
      { domain: 'uni.example' },
      { proofValue: encodeProofValue(new Uint8Array(decodeProofValue(proof.proofValue).length)) },
    ]) {
      const changed = JSON.parse(JSON.stringify({ ...signed, proof: [{ ...proof, ...change }] })) as Signed
      expect([change, await verdict(changed, suite, ours)]).toEqual([change, 'failed'])
    }
  })

  test('no signature passes when one of its bits is another', async () => {
    const signed = await sign(credential, { suite, key: ours })
    const bytes = decodeProofValue(signed.proof[0].proofValue)
    for (let bit = 0; bit < bytes.length * 8; bit += 37) {
      const flipped = bytes.slice()
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const changed = { ...signed, proof: [{ ...signed.proof[0], proofValue: encodeProofValue(flipped) }] } as unknown as Signed
      expect(await verdict(changed, suite, ours)).toBe('failed')
    }
    for (const other of [bytes.slice(1), new Uint8Array([...bytes, 0]), new Uint8Array()]) {
      const changed = { ...signed, proof: [{ ...signed.proof[0], proofValue: encodeProofValue(other) }] } as unknown as Signed
      expect(await verdict(changed, suite, ours)).toBe('failed')
    }
  })
})

describe('sign', () => {
  test('Ed25519 is deterministic: the same badge gives the same proofs', async () => {
    expect((await sign(badge, { suite: eddsaRdfc2022, key, created })).proof).toMatchInlineSnapshot(`
      [
        {
          "created": "2026-07-01T00:00:00Z",
          "cryptosuite": "eddsa-rdfc-2022",
          "proofPurpose": "assertionMethod",
          "proofValue": "z3o6FvHk5JRcmZBFJ1DVix35o1BWfvPhMU9sEmfLEL3bayekf99hseSuBpnd5Z9WzNbBTP5b7Dw5yRV11gorMKjBm",
          "type": "DataIntegrityProof",
          "verificationMethod": "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX#z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
        },
      ]
    `)
    expect((await sign(badge, { suite: eddsaJcs2022, key, created })).proof).toMatchInlineSnapshot(`
      [
        {
          "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
          ],
          "created": "2026-07-01T00:00:00Z",
          "cryptosuite": "eddsa-jcs-2022",
          "proofPurpose": "assertionMethod",
          "proofValue": "z5QFTuEBWqfsFHkzbiW6hvrPgzCngMjtDa8Bd1HUBowbD9v82yVUde1CXWAjz8h431bbFjLexS5DHCp3ycBGqY33T",
          "type": "DataIntegrityProof",
          "verificationMethod": "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX#z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
        },
      ]
    `)
  })

  test('takes a signer that answers later, as WebCrypto and a key vault do', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const signer = await fromCryptoKeys(pair as CryptoKeyPair, 'P-256')
    const vault = keyAt(`${key.controller}#vault`, signer)
    const signed = await sign(badge, { suite: ecdsaRdfc2019, key: vault })
    expect(await verdict(signed, ecdsaRdfc2019, vault)).toBe('passed')
  })

  test('a signer that rejects is heard, and nothing comes out', async () => {
    const broken = keyAt(key.id, { publicKey: key.signer.publicKey, sign: () => Promise.reject(new Error('the vault is shut')) })
    await expect(sign(badge, { suite: eddsaRdfc2022, key: broken })).rejects.toThrow('the vault is shut')
  })

  test('mutates nothing, and keeps nothing of what it was given', async () => {
    const mine = structuredClone(badge) as { name: string } & typeof badge
    const frozen = deepFreeze(structuredClone(badge))
    expect((await sign(frozen, { suite: eddsaJcs2022, key })).proof).toHaveLength(1)
    const signing = sign(mine, { suite: eddsaJcs2022, key })
    mine.name = 'Changed while it was being signed'
    const signed = await signing
    expect(signed.name).toBe(badge.name)
    expect(await verdict(signed, eddsaJcs2022, key)).toBe('passed')
    ;(signed as { name: string }).name = 'Changed after'
    expect(mine.name).toBe('Changed while it was being signed')
  })

  test('a getter is read once: what is signed is what comes out', async () => {
    let reads = 0
    const names = ['Statistics I', 'Statistics II']
    const shifty = {
      ...badge,
      get name() {
        return names[reads++] ?? 'read too often'
      },
    }
    const signed = await sign(shifty, { suite: eddsaRdfc2022, key })
    expect([reads, signed.name, await verdict(signed, eddsaRdfc2022, key)]).toEqual([1, 'Statistics I', 'passed'])
  })

  test('says what is wrong with the call', async () => {
    const hidden = { ...badge, honour: 'summa cum laude' } as unknown as typeof badge
    const foreign = { ...badge, '@context': [...badge['@context'], 'https://x.example/v1'] } as unknown as typeof badge
    const proof = (await sign(badge, { suite: eddsaRdfc2022, key })).proof[0]
    expect({
      'another issuer': await refused(sign(badge, { suite: ecdsaRdfc2019, key: keys.p256 })),
      'no issuer': await refused(sign({ ...badge, issuer: undefined } as never, { suite: eddsaRdfc2022, key })),
      'a key of another algorithm': await refused(sign(badge, { suite: eddsaRdfc2022, key: second as never })),
      'after a proof without id': await refused(sign(badge, { suite: eddsaRdfc2022, key, after: proof })),
      'an id that is taken': await refused(
        sign(await sign(badge, { suite: eddsaRdfc2022, key, id: 'urn:proof:1' }), { suite: eddsaRdfc2022, key, id: 'urn:proof:1' }),
      ),
      'after a proof that is not there': await refused(sign(badge, { suite: eddsaRdfc2022, key, after: { ...proof, id: 'urn:gone' } })),
      'a term that no context defines': await refused(sign(hidden, { suite: eddsaRdfc2022, key })),
      'a context that is not known': await refused(sign(foreign, { suite: eddsaRdfc2022, key })),
      'no plain data': await refused(sign({ ...badge, validFrom: new Date(0) } as never, { suite: eddsaRdfc2022, key })),
      'no date': await refused(sign(badge, { suite: eddsaRdfc2022, key, created: new Date('soon') })),
    }).toMatchInlineSnapshot(`
      {
        "a context that is not known": {
          "facts": {
            "url": "https://x.example/v1",
          },
          "message": "The context https://x.example/v1 is not bundled, and contexts are never fetched. If you trust its content, pass it as contexts: { 'https://x.example/v1': content }.",
          "name": "canonicalize.UnknownContextError",
        },
        "a key of another algorithm": {
          "facts": {
            "algorithm": "P-256",
            "suite": "eddsa-rdfc-2022",
          },
          "message": "eddsa-rdfc-2022 signs with Ed25519, and this key is P-256. Choose the suite that goes with the key.",
          "name": "sign.WrongKeyError",
        },
        "a term that no context defines": {
          "facts": {
            "path": "",
            "term": "honour",
          },
          "message": "No context defines "honour" at the top, so a signature would not cover it. Add a context that defines it, or remove it.",
          "name": "canonicalize.UndefinedTermError",
        },
        "after a proof that is not there": {
          "facts": {
            "id": "urn:gone",
          },
          "message": "A proof was made over the proof "urn:gone", which is not in this document: it was removed, or the chain is broken.",
          "name": "sign.PreviousProofError",
        },
        "after a proof without id": {
          "facts": {},
          "message": "A proof can only be chained to when it has an id: sign with \`id\` first.",
          "name": "sign.ProofIdError",
        },
        "an id that is taken": {
          "facts": {},
          "message": "The credential already has a proof with the id "urn:proof:1". Give the new one another.",
          "name": "sign.ProofIdError",
        },
        "another issuer": {
          "facts": {
            "controller": "did:key:zDnaeWA1DFehB4iXcQeiDJzcZK3x2cYW1DdJX97edtzfPCt75",
            "issuer": "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
          },
          "message": "The credential names "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX" as its issuer, but the key belongs to "did:key:zDnaeWA1DFehB4iXcQeiDJzcZK3x2cYW1DdJX97edtzfPCt75". Do not rely on it.",
          "name": "sign.NotTheIssuerError",
        },
        "no date": {
          "facts": {},
          "message": "\`created\` is not a date of the years 0 to 9999. Leave it out, or give the moment of signing.",
          "name": "sign.CreatedError",
        },
        "no issuer": {
          "facts": {
            "controller": "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
            "issuer": "",
          },
          "message": "The credential names no issuer, but the key belongs to "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX". Do not rely on it.",
          "name": "sign.NotTheIssuerError",
        },
        "no plain data": {
          "facts": {
            "path": "/validFrom",
            "rule": "value that is not plain data",
          },
          "message": "This JSON has a value that is not plain data at /validFrom, so two readers could understand it differently. Ask its issuer for a clean copy.",
          "name": "json.UnsafeError",
        },
      }
    `)
  })

  test('more proofs than are read are not made', async () => {
    const full = { ...badge, proof: Array.from({ length: 16 }, (_, at) => ({ type: 'DataIntegrityProof', id: `urn:proof:${at}` })) }
    const signed = await sign(full as unknown as Credential, { suite: eddsaRdfc2022, key }).catch((error: Error) => error.name)
    expect(signed).toBe('sign.TooManyProofsError')
    const room = { ...badge, proof: full.proof.slice(1) }
    expect((await sign(room as unknown as Credential, { suite: eddsaRdfc2022, key })).proof).toHaveLength(16)
  })
})

describe('proof sets and chains', async () => {
  const one = await sign(badge, { suite: eddsaRdfc2022, key, id: 'urn:proof:1' })
  const two = await sign(one, { suite: ecdsaRdfc2019, key: second, id: 'urn:proof:2' })
  const chained = await sign(two, { suite: eddsaRdfc2022, key, after: two.proof, id: 'urn:proof:3' })
  const all = (signed: Signed) =>
    Promise.all(
      proofsOf(signed).map((proof, at) =>
        proof.cryptosuite === 'ecdsa-rdfc-2019' ? verdict(signed, ecdsaRdfc2019, second, at) : verdict(signed, eddsaRdfc2022, key, at),
      ),
    )
  const withProofs = (proof: readonly (Proof | undefined)[]) => ({ ...chained, proof }) as unknown as Signed

  test('a set: each proof covers the badge alone, in any order and without the others', async () => {
    expect(two.proof.map(({ id }) => id)).toEqual(['urn:proof:1', 'urn:proof:2'])
    expect(two.proof[0]).toEqual(one.proof[0])
    expect(await all(two)).toEqual(['passed', 'passed'])
    expect(await all({ ...two, proof: [two.proof[1], two.proof[0]] } as unknown as Signed)).toEqual(['passed', 'passed'])
    expect(await all({ ...two, proof: [two.proof[1]] } as unknown as Signed)).toEqual(['passed'])
  })

  test('a chain covers the proofs that it names', async () => {
    const [first, next, last] = chained.proof
    expect(last?.previousProof).toEqual(['urn:proof:1', 'urn:proof:2'])
    expect(coveredBy(chained, last as Proof)).toEqual({ ...badge, proof: [first, next] })
    expect(await all(chained)).toEqual(['passed', 'passed', 'passed'])
    expect(await all(withProofs([first, last]))).toEqual(['passed', 'failed'])
    expect(await all(withProofs([first, { ...next, proofValue: first?.proofValue } as Proof, last]))).toEqual(['passed', 'failed', 'failed'])
    expect(await all(withProofs([first, next, { ...last, previousProof: 'urn:proof:1' } as Proof]))).toEqual(['passed', 'passed', 'failed'])
    expect(await all(withProofs([first, next, { ...last, previousProof: 'urn:proof:3' } as Proof]))).toEqual(['passed', 'passed', 'failed'])
    expect(await all(withProofs([first, next, { ...last, previousProof: [] } as unknown as Proof]))).toEqual(['passed', 'passed', 'failed'])
    const { previousProof: _, ...unchained } = last as Proof
    expect(await all(withProofs([first, next, unchained]))).toEqual(['passed', 'passed', 'failed'])
  })

  test('after an empty list is after nothing', async () => {
    const first = await sign(badge, { suite: eddsaRdfc2022, key, created, after: [] })
    expect(first).toEqual(await sign(badge, { suite: eddsaRdfc2022, key, created }))
  })

  test('a proof over no proof at all, as a peer might write it, is refused', () => {
    const proof = { ...one.proof[0], id: undefined, previousProof: [] }
    expect(() => coveredBy(one, proof)).toThrowErrorMatchingInlineSnapshot(
      `[sign.PreviousProofError: A proof was made over the proof "", which is not in this document: it was removed, or the chain is broken.]`,
    )
  })

  test('one earlier proof is named by itself, as the W3C examples do', async () => {
    const after = await sign(one, { suite: eddsaRdfc2022, key, after: one.proof[0] })
    expect(after.proof[1]?.previousProof).toBe('urn:proof:1')
    expect(await all(after)).toEqual(['passed', 'passed'])
  })
})

describe('proofValue', () => {
  test('writes base58btc, reads base64url too, and refuses the rest', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 96 }), (bytes) => {
        expect(decodeProofValue(encodeProofValue(bytes))).toEqual(bytes)
        expect(decodeProofValue(`u${Buffer.from(bytes).toString('base64url')}`)).toEqual(bytes)
      }),
      { seed: 11 },
    )
    const told = ['', 'z0', 'zO', 'uA', 'uAB=', 'u+/', 'm12', 'f00', 'z'.repeat(2049), undefined, 7].map((value) => {
      try {
        return decodeProofValue(value as string)
      } catch (error) {
        return (error as Error).message
      }
    })
    expect([...new Set(told)]).toMatchInlineSnapshot(`
      [
        "The proof has no proofValue that can be read as its suite writes it. The file may be damaged; ask for a fresh copy.",
      ]
    `)
  })
})

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const one of Object.values(Object.freeze(value))) deepFreeze(one)
  return value
}
