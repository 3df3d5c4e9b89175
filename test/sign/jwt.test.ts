import { afterAll, describe, expect, test } from 'vitest'
import { fromBase64url, toBase64url, utf8 } from '../../src/bytes.js'
import type { CompactJwt } from '../../src/credential/secured.js'
import { document as didDocument } from '../../src/did/index.js'
import { asDidJwk } from '../../src/did/jwk.js'
import { asDidKey } from '../../src/did/key.js'
import { fromCryptoKeys } from '../../src/keys/cryptokeys.js'
import { fromJwk, type Jwk, toJwk } from '../../src/keys/jwk.js'
import { keyAt, type SigningKey } from '../../src/keys/signing-key.js'
import { verifySignature } from '../../src/keys/verify.js'
import { fromDocuments } from '../../src/load/index.js'
import { decodeJwt, signJwt } from '../../src/sign/jwt.js'
import { current, type Report, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'

afterAll(printCounts)
const options = { accept: current, issuers: 'any', now: new Date('2026-11-01T00:00:00Z') } as const
const key = keys.ed25519
const badge = badgeOf(key.controller)
const part = (value: unknown) => toBase64url(utf8(typeof value === 'string' ? value : JSON.stringify(value)))
const decoded = (text = ''): { [name: string]: unknown } => JSON.parse(new TextDecoder().decode(fromBase64url(text)))
/** A JWT of any header and payload, signed with a real key. */
async function forge(header: unknown, payload: unknown, signedBy: SigningKey = key): Promise<CompactJwt> {
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${toBase64url(await signedBy.signer.sign(utf8(input)))}` as CompactJwt
}
const told = (report: Report) => {
  const { signature, binding } = report.checks
  const name = (check: typeof signature | typeof binding) => ('problem' in check ? check.problem.name : check.outcome)
  return [report.outcome, name(signature), name(binding)]
}
const rsaPair = (await crypto.subtle.generateKey(
  { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
  false,
  ['sign', 'verify'],
)) as CryptoKeyPair
const rsa = await fromCryptoKeys(rsaPair, 'RS256')

describe('signJwt', () => {
  test('writes the header and the claims of Open Badges 3.0 (8.2.4)', async () => {
    const [header, payload] = (await signJwt(badge, { key })).split('.')
    expect(decoded(header)).toMatchInlineSnapshot(`
      {
        "alg": "EdDSA",
        "kid": "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX#z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
        "typ": "JWT",
      }
    `)
    expect(decoded(payload)).toMatchInlineSnapshot(`
      {
        "@context": [
          "https://www.w3.org/ns/credentials/v2",
          "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "credentialSubject": {
          "achievement": {
            "achievementType": "MicroCredential",
            "alignment": [
              {
                "targetName": "Statistics",
                "targetUrl": "https://frameworks.example/stat",
                "type": [
                  "Alignment",
                ],
              },
            ],
            "criteria": {
              "narrative": "Pass the exam.",
            },
            "description": "Thirty hours.",
            "id": "https://uni.example/achievements/statistics",
            "name": "Statistics I",
            "resultDescription": [
              {
                "allowedValue": [
                  "A",
                  "B",
                ],
                "id": "https://uni.example/achievements/statistics#grade",
                "name": "Grade",
                "resultType": "LetterGrade",
                "type": [
                  "ResultDescription",
                ],
              },
            ],
            "type": [
              "Achievement",
            ],
          },
          "id": "did:example:zoe",
          "identifier": [
            {
              "hashed": true,
              "identityHash": "sha256$e9e89c789851d1c48f30058003f606c78486f15366cd4928da64c237eb56747e",
              "identityType": "emailAddress",
              "salt": "a salt",
              "type": "IdentityObject",
            },
          ],
          "result": [
            {
              "resultDescription": "https://uni.example/achievements/statistics#grade",
              "type": [
                "Result",
              ],
              "value": "A",
            },
          ],
          "type": [
            "AchievementSubject",
          ],
        },
        "evidence": [
          {
            "id": "https://uni.example/evidence/1",
            "name": "Exam",
            "narrative": "Sat on paper.",
            "type": [
              "Evidence",
            ],
          },
        ],
        "exp": 2098440000,
        "id": "https://uni.example/badges/1",
        "iss": "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
        "issuer": {
          "id": "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
          "name": "Université d’Exemple",
          "type": [
            "Profile",
          ],
          "url": "https://uni.example/",
        },
        "jti": "https://uni.example/badges/1",
        "nbf": 1782820800,
        "sub": "did:example:zoe",
        "type": [
          "VerifiableCredential",
          "OpenBadgeCredential",
        ],
        "validFrom": "2026-06-30T12:00:00Z",
        "validUntil": "2036-06-30T12:00:00Z",
      }
    `)
  })

  test.each<[string, SigningKey]>([
    ['EdDSA', key],
    ['ES256', keys.p256],
    ['ES384', keys.p384],
    ['ES256K', keys.secp256k1],
    ['RS256', asDidJwk(rsa)],
    ['EdDSA', asDidJwk(key.signer)],
    ['RS256', asDidKey(rsa)],
  ])('%s, and verify passes it (%#)', async (alg, signedBy) => {
    const jwt = await signJwt(badgeOf(signedBy.controller), { key: signedBy })
    expect(decodeJwt(jwt).header).toEqual({ alg, kid: signedBy.id, typ: 'JWT' })
    expect(told(await verify(jwt, options))).toEqual(['passed', 'passed', 'passed'])
  })

  test('an absent member asks for no claim, and a fraction of a second is left out', async () => {
    const bare = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential'],
      issuer: key.controller,
      validFrom: '2026-06-30T12:00:00.999Z',
      credentialSubject: [{ id: 'did:example:a' }, { id: 'did:example:b' }],
    } as const
    const { iss, jti, nbf, sub, exp } = decoded((await signJwt(bare, { key })).split('.')[1])
    expect({ iss, jti, nbf, sub, exp }).toEqual({ iss: key.controller, jti: undefined, nbf: 1782820800, sub: undefined, exp: undefined })
    expect((await verify(await signJwt(bare, { key }), options)).outcome).toBe('passed')
  })

  test('says what is wrong with the call', async () => {
    const refused = (call: Promise<unknown>) => call.catch((error: Error) => `${error.name}: ${error.message}`)
    const other = keyAt(key.id, { publicKey: { algorithm: 'X25519', bytes: new Uint8Array(32) }, sign: () => new Uint8Array(64) })
    expect(await Promise.all([refused(signJwt(badge, { key: keys.p256 })), refused(signJwt(badge, { key: other }))])).toMatchInlineSnapshot(`
      [
        "sign.NotTheIssuerError: The credential names "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX" as its issuer, but the key belongs to "did:key:zDnaeWA1DFehB4iXcQeiDJzcZK3x2cYW1DdJX97edtzfPCt75". Do not rely on it.",
        "sign.JwtAlgorithmError: A VC-JWT cannot be signed with a key for X25519. Use Ed25519, P-256, P-384, secp256k1, RS256.",
      ]
    `)
  })
})

describe('decodeJwt', () => {
  test('takes a JWT apart and says what it is a record of', async () => {
    const jwt = await signJwt(badge, { key })
    const { header, credential, mismatches, kid, record, fits } = decodeJwt(jwt)
    expect({ header, credential, mismatches, kid }).toEqual({
      header: { alg: 'EdDSA', kid: key.id, typ: 'JWT' },
      credential: badge,
      mismatches: [],
      kid: key.id,
    })
    expect(record.kind).toBe(2)
    expect(new TextDecoder().decode(record.message)).toBe(jwt.slice(0, jwt.lastIndexOf('.')))
    expect(await verifySignature(key.signer.publicKey, record.message, record.signature)).toBe(true)
    expect(['Ed25519', 'P-256', 'P-384', 'RS256', 'HS256', '__proto__', 'toString'].filter((algorithm) => fits(algorithm))).toEqual(['Ed25519'])
  })

  test('the key is looked up where the kid, or else the issuer, says', () => {
    const kidOf = (header: object, issuer: unknown = { id: 'https://uni.example' }) =>
      decodeJwt(`${part({ alg: 'EdDSA', ...header })}.${part({ issuer })}.AAAA`).kid
    expect(kidOf({ kid: 'did:web:uni.example#1' })).toBe('did:web:uni.example#1')
    expect(kidOf({ kid: '#1' })).toBe('https://uni.example#1')
    expect(kidOf({ kid: '1' })).toBe('https://uni.example#1')
    expect(kidOf({ kid: 7 })).toBe('https://uni.example')
    expect(kidOf({}, 'did:key:z6Mk')).toBe('did:key:z6Mk')
    expect(kidOf({ kid: '1' }, 7)).toBe(undefined)
    expect(kidOf({}, null)).toBe(undefined)
  })

  test.each<[string, string]>([
    ['one part', 'AAAA'],
    ['no signature', `${part({ alg: 'EdDSA' })}.${part({})}`],
    ['four parts', `${part({})}.${part({})}.AAAA.AAAA`],
    ['five parts, as a JWE has', `${part({})}.AAAA.AAAA.AAAA.AAAA`],
    ['a header that is a list', `${part([])}.${part({})}.AAAA`],
    ['a header that is null', `${part(null)}.${part({})}.AAAA`],
    ['a payload that is a text', `${part({})}.${part('"a"')}.AAAA`],
    ['padding', `${part({})}.${part({})}.AAA=`],
    ['the other alphabet', `${part({})}.${part({})}.AA+/`],
    ['bits left over', `${part({})}.${part({})}.AB`],
    ['white space inside', `${part({})}.${part({})}. AAAA`],
    ['duplicate keys in the header', `${part('{"alg":"EdDSA","alg":"none"}')}.${part({})}.AAAA`],
    ['duplicate keys in the payload', `${part({})}.${part('{"issuer":"a","issuer":"b"}')}.AAAA`],
    ['duplicate keys, one of them escaped', `${part({})}.${part('{"issuer":"a","\\u0069ssuer":"b"}')}.AAAA`],
    ['__proto__', `${part('{"__proto__":{"alg":"EdDSA"}}')}.${part({})}.AAAA`],
    ['a lone surrogate', `${part({})}.${part('{"a":"\\ud800"}')}.AAAA`],
    ['bytes that are not UTF-8', `${part({})}.${toBase64url(new Uint8Array([0x22, 0xff, 0x22]))}.AAAA`],
    ['100,000 levels', `${part({})}.${part(`${'['.repeat(100_000)}`)}.AAAA`],
    ['crit', `${part({ alg: 'EdDSA', crit: ['exp'] })}.${part({})}.AAAA`],
    ['crit that is empty', `${part({ alg: 'EdDSA', crit: [] })}.${part({})}.AAAA`],
    ['b64', `${part({ alg: 'EdDSA', b64: false })}.${part({})}.AAAA`],
    ['b64 that changes nothing', `${part({ alg: 'EdDSA', b64: true })}.${part({})}.AAAA`],
    ['a token of another type', `${part({ alg: 'EdDSA', typ: 'at+jwt' })}.${part({})}.AAAA`],
    ['a type that is no text', `${part({ alg: 'EdDSA', typ: ['JWT'] })}.${part({})}.AAAA`],
    ['a credential at the top and another in vc', `${part({})}.${part({ '@context': [], vc: {} })}.AAAA`],
    ['a credential at the top, and vp', `${part({})}.${part({ '@context': [], vp: 'x' })}.AAAA`],
  ])('refuses %s', (_, jwt) => {
    expect(() => decodeJwt(jwt)).toThrow(expect.objectContaining({ name: 'sign.JwtShapeError' }))
  })

  test.each([undefined, 'JWT', 'jwt', 'vc+jwt', 'application/vc+jwt', 'VC+JWT', 'vc+ld+jwt'])('reads a JWT of the type %s', async (typ) => {
    const header = JSON.parse(JSON.stringify({ alg: 'EdDSA', kid: key.id, typ }))
    expect((await verify(await forge(header, badge), options)).outcome).toBe('passed')
  })

  test('says why', () => {
    const why = (jwt: string) => {
      try {
        return decodeJwt(jwt)
      } catch (error) {
        return (error as Error).message
      }
    }
    expect([
      why('a.b.c.d'),
      why(`${part([])}.e30.AAAA`),
      why(`e30.${part([])}.AAAA`),
      why('e30.e30.A'),
      why('!.e30.AAAA'),
      why(`${part({ crit: ['x'] })}.e30.AAAA`),
      why(`${part({ typ: 'at+jwt' })}.e30.AAAA`),
      why(`e30.${part({ '@context': [], vc: {} })}.AAAA`),
    ]).toMatchInlineSnapshot(`
      [
        "This is not a JWT that carries a credential. It does not have three parts. Copy it again, whole, from where it comes from.",
        "This is not a JWT that carries a credential. Its header is not a JSON object. Copy it again, whole, from where it comes from.",
        "This is not a JWT that carries a credential. Its payload is not a JSON object. Copy it again, whole, from where it comes from.",
        "This is not a JWT that carries a credential. Its signature is not base64url. Copy it again, whole, from where it comes from.",
        "This is not a JWT that carries a credential. Its header cannot be read. Copy it again, whole, from where it comes from.",
        "This is not a JWT that carries a credential. Its header asks for an extension that is not known here. Copy it again, whole, from where it comes from.",
        "This is not a JWT that carries a credential. Its header says that it is something else (\`typ\`). Copy it again, whole, from where it comes from.",
        "This is not a JWT that carries a credential. It carries a credential at the top and something in \`vc\` or \`vp\`, so two readers could take different ones. Copy it again, whole, from where it comes from.",
      ]
    `)
  })
})

describe('attacks', async () => {
  const claims = decoded((await signJwt(badge, { key })).split('.')[1])
  const header = { alg: 'EdDSA', kid: key.id, typ: 'JWT' }
  const victim = 'did:web:uni.example'
  const published = fromDocuments({
    'https://uni.example/.well-known/did.json': didDocument({ id: victim, keys: [{ id: `${victim}#1`, publicKey: keys.p256.signer.publicKey }] }),
  })
  const jwk = toJwk(key.signer.publicKey)
  const did = asDidJwk(key.signer)

  test('what is forged here would pass if it were not', async () => {
    expect(told(await verify(await forge(header, claims), options))).toEqual(['passed', 'passed', 'passed'])
    const real = keyAt(`${victim}#1`, keys.p256.signer)
    expect(told(await verify(await signJwt(badgeOf(victim), { key: real }), { ...options, load: published }))).toEqual(['passed', 'passed', 'passed'])
  })

  test.each([
    ['none', 'sign.JwtKeyError'],
    ['None', 'sign.JwtKeyError'],
    ['HS256', 'sign.JwtKeyError'],
    ['ES256', 'sign.JwtKeyError'],
    ['eddsa', 'sign.JwtKeyError'],
    ['', 'sign.JwtKeyError'],
    [undefined, 'sign.JwtKeyError'],
    [null, 'sign.JwtKeyError'],
    [['EdDSA'], 'sign.JwtKeyError'],
    [{ toString: 'EdDSA' }, 'sign.JwtKeyError'],
  ])('alg %j fails, however good the signature', async (alg, name) => {
    const [outcome, signature] = told(await verify(await forge({ ...header, alg }, claims), options))
    expect([outcome, signature]).toEqual(['failed', name])
  })

  test('alg none with an empty signature, and HS256 keyed with the public key, are refused', async () => {
    const none = `${part({ alg: 'none', kid: key.id })}.${part(claims)}.`
    expect((await verify(none, options)).outcome).toBe('failed')
    const input = `${part({ alg: 'HS256', kid: key.id })}.${part(claims)}`
    const hmac = await crypto.subtle.importKey('raw', key.signer.publicKey.bytes as Uint8Array<ArrayBuffer>, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', hmac, utf8(input)))
    expect(told(await verify(`${input}.${toBase64url(mac)}`, options)).slice(0, 2)).toEqual(['failed', 'sign.JwtKeyError'])
  })

  test.each<[string, object, string]>([
    ['a key in the header, and the issuer’s own address', { jwk }, victim],
    ['a key in the header, and a kid of the issuer that is not there', { jwk, kid: `${victim}#2` }, victim],
    ['a kid in the fragment of somebody else’s DID', { kid: `${victim}#${key.id.split('#')[1]}` }, victim],
    ['a kid in the fragment of somebody else’s did:key', { kid: `${keys.p256.controller}#${key.id.split('#')[1]}` }, keys.p256.controller],
    ['the issuer’s kid, and another’s signature', { kid: `${victim}#1`, jwk }, victim],
    ['the forger’s own did:key', { kid: key.id }, victim],
    ['the forger’s own did:jwk', { kid: did.id }, victim],
    ['a key that the header says to fetch', { jku: 'https://forger.example/jwks', kid: `${victim}#2` }, victim],
  ])('%s: failed', async (_, extra, issuer) => {
    const forged = await forge({ alg: 'EdDSA', ...extra }, badgeOf(issuer))
    const asked: string[] = []
    const load: typeof published = (url, wish) => {
      asked.push(url)
      return published(url, wish)
    }
    const report = await verify(forged, { ...options, load })
    expect([report.outcome, report.checks.binding.outcome]).toEqual(['failed', 'failed'])
    expect(asked.filter((url) => url.includes('forger'))).toEqual([])
  })

  test.each<[string, object]>([
    ['iss', { iss: victim }],
    ['iss in other letters', { iss: key.controller.toUpperCase() }],
    ['jti', { jti: 'urn:other' }],
    ['sub', { sub: 'did:example:max' }],
    ['nbf, by a second', { nbf: 1782820801 }],
    ['exp, by a second', { exp: 2098440001 }],
    ['exp as text', { exp: '2098440000' }],
    ['exp null', { exp: null }],
    ['nbf of no number', { nbf: [1782820800] }],
  ])('a claim that says something else than the credential: %s', async (_, change) => {
    expect(told(await verify(await forge(header, { ...claims, ...change }), options)).slice(0, 2)).toEqual(['failed', 'sign.ClaimMismatchError'])
  })

  test('claims that are left out contradict nothing', async () => {
    const { iss: _, jti: __, nbf: ___, sub: ____, exp: _____, ...rest } = claims
    expect((await verify(await forge(header, rest), options)).outcome).toBe('passed')
  })

  test('a credential of 1.1 in vc: claims stand in for its members, and must not contradict them', async () => {
    const vc = {
      '@context': ['https://www.w3.org/2018/credentials/v1'],
      type: ['VerifiableCredential'],
      credentialSubject: { name: 'Zoé' },
    }
    const payload = { vc, iss: key.controller, jti: 'urn:1', sub: 'did:example:zoe', nbf: 1782820800, exp: 2098440000 }
    const report = await verify(await forge(header, payload), options)
    expect(report).toMatchObject({
      outcome: 'passed',
      credential: {
        ...vc,
        id: 'urn:1',
        issuer: key.controller,
        issuanceDate: '2026-06-30T12:00:00.000Z',
        expirationDate: '2036-06-30T12:00:00.000Z',
        credentialSubject: { name: 'Zoé', id: 'did:example:zoe' },
      },
    })
    for (const change of [{ issuer: victim }, { id: 'urn:2' }, { issuanceDate: '2020-01-01T00:00:00Z' }, { credentialSubject: { id: 'did:example:max' } }]) {
      const [outcome, signature] = told(await verify(await forge(header, { ...payload, vc: { ...vc, ...change } }), options))
      expect([change, outcome, signature]).toEqual([change, 'failed', 'sign.ClaimMismatchError'])
    }
    expect((await verify(await forge(header, { ...payload, exp: 1782820801 }), options)).checks.validity.outcome).toBe('failed')
  })
})

describe.skipIf(!haveVectors)('published JWS', () => {
  test.each([
    ['RFC 8037, A.4', 'jose-cookbook/curve25519/jws.json', 'Ed25519'],
    ['RFC 7520, 4.1', 'jose-cookbook/jws/4_1.rsa_v15_signature.json', 'RS256'],
  ] as const)('%s', async (_, path, algorithm) => {
    const { input, output, signing } = jsonVector(path)
    const { kty, crv, x, n, e } = input.key
    const publicKey = fromJwk(JSON.parse(JSON.stringify({ kty, crv, x, n, e })) as Jwk)
    expect(publicKey.algorithm).toBe(algorithm)
    const [header, payload, signature] = output.compact.split('.')
    expect(`${header}.${payload}`).toBe(signing['sig-input'])
    const passed = await verifySignature(publicKey, utf8(signing['sig-input']), fromBase64url(signature))
    counted('JOSE cookbook, our algorithms', passed)
    expect(passed).toBe(true)
    expect(await verifySignature(publicKey, utf8(`${signing['sig-input']}A`), fromBase64url(signature))).toBe(false)
    // They carry prose, and no credential.
    expect(() => decodeJwt(output.compact)).toThrow('Its payload cannot be read.')
  })

  // Its kid is a thumbprint, which the issuer's document names too. Presentations must be signed with a key for authentication, and are in test/verify/presentation.test.ts.
  const cases = haveVectors
    ? (jsonVector('vc-jose-cose-test-suite/manifest.json').cases as { id: string; file: string; key: string; kind: string; expected: string; what: string }[])
    : []
  const issuer = 'https://example.issuer/vc-jose-cose'
  const document = () => {
    const methods = ['p256', 'p384', 'ed25519'].map((name) => {
      const { publicKeyJwk } = jsonVector(`vc-jose-cose-test-suite/input/vm-${name}.json`)
      return { id: `${issuer}#${publicKeyJwk.kid}`, type: 'JsonWebKey', controller: issuer, publicKeyJwk }
    })
    return { id: issuer, verificationMethod: methods, assertionMethod: methods.map(({ id }) => id) }
  }

  test('the W3C suite for JOSE', async () => {
    // Its credentials name a schema that stands nowhere.
    const schema = { $id: 'https://example.org/examples/degree.json', $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' }
    const load = fromDocuments({ [issuer]: document(), [schema.$id]: schema })
    const table: { [what: string]: string } = {}
    for (const { file, kind, expected, what } of cases.filter(({ kind }) => kind.startsWith('verify:') && kind.endsWith('_jose'))) {
      const report = await verify(readVector(`vc-jose-cose-test-suite/${file}`).toString('utf8'), { ...options, load })
      const why = Object.entries(report.checks).flatMap(([name, check]) => ('problem' in check ? [`${name} ${check.problem.name}`] : []))
      const agreed = expected === 'valid' ? report.outcome === 'passed' : report.outcome !== 'passed'
      if (kind === 'verify:credential_jose') counted('W3C VC-JOSE-COSE, credentials as JWT', agreed)
      else expect(report.outcome).not.toBe('passed')
      table[`${what} (${expected})`] = [report.outcome, ...why].join(', ')
    }
    expect(table).toMatchInlineSnapshot(`
      {
        "10. JWT Unsecured Credential Verification (invalid)": "failed, signature sign.NoProofError",
        "11. JWT Unsecured Presentation Verification (invalid)": "failed, binding verify.UnboundHolderError, parts verify.PartError",
        "12. JWT Credential with an Invalid Signature (invalid)": "failed, signature sign.BadSignatureError, binding sign.BadSignatureError",
        "13. JWT Credential with an Invalid Media Type (invalid)": "failed, shape sign.JwtShapeError",
        "14. JWT Presentation with an Invalid Media Type (invalid)": "failed, shape sign.JwtShapeError",
        "15. JWT Credential with vc and/or vp Claims (invalid)": "failed, shape sign.JwtShapeError",
        "16. JWT Presentation with Invalid Credential (invalid)": "failed, signature sign.WrongPurposeError, binding sign.WrongPurposeError, validity verify.ExpiredError, parts verify.PartError",
        "6. JWT Basic Credential Verification (valid)": "passed",
        "7. JWT Presentation Verification (valid)": "failed, signature sign.WrongPurposeError, binding sign.WrongPurposeError, validity verify.ExpiredError, parts verify.PartError",
        "8. JWT Issuer Match Verification (valid)": "passed",
        "9. JWT Verification With Unknown Extensions (invalid)": "failed, signature did.KeyNotFoundError, binding did.KeyNotFoundError",
      }
    `)
  })
})
