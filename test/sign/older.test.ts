import { constants, createPrivateKey, generateKeyPairSync, sign as nodeSign } from 'node:crypto'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import { Ed25519Signature2020 } from '@digitalbazaar/ed25519-signature-2020'
import { cryptosuite as eddsaRdfc } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import * as didkit from '@spruceid/didkit-wasm-node'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { concat, fromBase64url, sameBytes, toBase64url, toHex, utf8 } from '../../src/bytes.js'
import { contextAt } from '../../src/contexts/index.js'
import { type Proof, signed as readSigned, type Signed } from '../../src/credential/secured.js'
import { asDidJwk, didKey, didPkh } from '../../src/did/index.js'
import type { JsonObject } from '../../src/json.js'
import { isByAccount } from '../../src/keys/account.js'
import { fromJwk, fromSpki, keyAt, type PublicKey, type SigningKey } from '../../src/keys/index.js'
import { readRsa, verifyPs256 } from '../../src/keys/rsa.js'
import { fromDocuments } from '../../src/load/index.js'
import { signJwt, verifyProof } from '../../src/sign/index.js'
import { ecdsaSecp256k1Signature2019, ed25519Signature2020, eddsa2022, jsonWebSignature2020 } from '../../src/sign/older.js'
import type { SuiteReader } from '../../src/sign/suite.js'
import { everything } from '../../src/verify/all.js'
import { current, type Report, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'
import { jwsDraft, jwsTestSuite } from './published.js'

afterAll(printCounts)

const options = { accept: everything, issuers: 'any', now: new Date('2026-11-01T00:00:00Z') } as const
const suite2020 = 'https://w3id.org/security/suites/ed25519-2020/v1'
const jws2020 = 'https://w3id.org/security/suites/jws-2020/v1'
const detached = { b64: false, crit: ['b64'] }
const encoded = (header: unknown) => toBase64url(utf8(JSON.stringify(header)))

/** Signs with an older suite, as an issuer of those years did: the reader says which bytes. */
async function signAs(
  suite: SuiteReader,
  document: object,
  key: SigningKey,
  {
    alg = '',
    context,
    sign = key.signer.sign,
    ...more
  }: { alg?: string; context?: string; sign?: SigningKey['signer']['sign']; [member: string]: unknown } = {},
): Promise<Signed> {
  const withContext = { ...document, ...(context && { '@context': [...(document as { '@context': string[] })['@context'], context] }) }
  const bare = {
    ...(suite.namedBy === 'type' ? { type: suite.name } : { type: 'DataIntegrityProof', cryptosuite: suite.name }),
    created: '2023-01-01T00:00:00Z',
    verificationMethod: key.id,
    proofPurpose: 'assertionMethod',
    ...more,
  }
  const header = encoded({ alg, ...detached })
  const blank = { ...bare, ...(alg ? { jws: `${header}..AA` } : { proofValue: 'z1' }) } as Proof
  const signature = await sign(suite.record({ ...withContext, proof: [blank] }, blank).message)
  const proof = { ...bare, ...(alg ? { jws: `${header}..${toBase64url(signature)}` } : { proofValue: `u${toBase64url(signature)}` }) }
  return { ...withContext, proof: [proof] } as unknown as Signed
}

const told = ({ outcome, checks: { terms, signature, binding } }: Report) => [
  outcome,
  ...[terms, signature, binding].map((check) => ('problem' in check ? check.problem.name : check.outcome)),
]
const badge = badgeOf(keys.ed25519.controller)
const withProof = (signed: Signed, change: object): Signed => ({ ...signed, proof: [{ ...signed.proof[0], ...change }] }) as unknown as Signed
const changed = (signed: Signed): Signed => ({ ...signed, validFrom: '2020-01-01T00:00:00Z' }) as Signed

describe.skipIf(!haveVectors)('Ed25519Signature2020 and the W3C', () => {
  test('the hashes are the published ones, and the signature verifies', async () => {
    const contexts = { 'https://www.w3.org/ns/credentials/examples/v2': jsonVector('contexts/www.w3.org_ns_credentials_examples_v2.jsonld') }
    const folder = 'vc-di-eddsa/Ed25519Signature2020'
    const text = (name: string) => readVector(`${folder}/${name}`).toString('utf8').trim()
    const signed = readSigned(text('signedEdSig.json'))
    const { message, signature, kind } = ed25519Signature2020.record(signed, signed.proof[0], { contexts })
    expect([kind, toHex(message), toHex(signature)]).toEqual([1, text('combinedHashEdSig.txt'), text('sigHexEdSig.txt')])
    const publicKey = await didKey.resolve(String(signed.proof[0].verificationMethod), {})
    const outcomes = await Promise.all([signed, changed(signed)].map((one) => verifyProof(one, { suite: ed25519Signature2020, publicKey, contexts })))
    counted('W3C Ed25519Signature2020', outcomes[0]?.outcome === 'passed')
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['passed', 'failed'])
  })
})

describe('JsonWebSignature2020, as published', () => {
  test.each(jwsTestSuite)('$alg by $by', async ({ jwk, signed, alg }) => {
    const publicKey = fromJwk(jwk)
    const check = (one: object) => verifyProof(one as Signed, { suite: jsonWebSignature2020, publicKey })
    const outcome = (await check(signed)).outcome
    counted('JWS Test Suite of the DIF, one of each algorithm', outcome === 'passed')
    expect(outcome).toBe('passed')
    expect((await check({ ...signed, issuer: 'did:example:456' })).outcome).toBe('failed')
    expect((await check({ ...signed, proof: { ...signed.proof, created: '2022-01-01T00:00:00Z' } })).outcome).toBe('failed')
    for (const other of jwsTestSuite.filter((one) => one.alg !== alg)) {
      const answer = await verifyProof(signed as unknown as Signed, { suite: jsonWebSignature2020, publicKey: fromJwk(other.jwk) })
      expect(answer).toMatchObject({ outcome: 'failed', problem: { name: 'sign.BadSignatureError' } })
    }
  })

  test.skipIf(!haveVectors)('the draft’s own vector, whose issuer is found at its https address', async () => {
    const contexts = {
      'https://www.w3.org/2018/credentials/examples/v1': jsonVector('contexts/www.w3.org_2018_credentials_examples_v1.jsonld'),
      'https://www.w3.org/ns/odrl.jsonld': jsonVector('contexts/www.w3.org_ns_odrl.jsonld'),
    }
    const load = fromDocuments({ [jwsDraft.issuer.id]: jwsDraft.issuer })
    expect(told(await verify(jwsDraft.signed, { ...options, load, contexts }))).toEqual(['passed', 'passed', 'passed', 'passed'])
    expect(told(await verify(jwsDraft.signed, { ...options, load, contexts, accept: current }))).toEqual([
      'unknown',
      'skipped',
      'sign.UnknownSuiteError',
      'sign.UnknownSuiteError',
    ])
    expect((await verify({ ...jwsDraft.signed, issuanceDate: '2021-03-10T04:24:12.164Z' }, { ...options, load, contexts })).outcome).toBe('failed')
  })
})

describe('peers: what they sign we verify, and what was changed after we refuse', () => {
  const documentLoader = async (url: string) => {
    const content = contextAt(url)
    if (!content) throw new Error(`not loaded: ${url}`)
    return { document: structuredClone(content), documentUrl: url, tag: 'static' }
  }

  test.each([
    ['Ed25519Signature2020', (signer: unknown) => new Ed25519Signature2020({ signer }), 'passed'],
    // The suite is the one of today; only its name was another.
    ['eddsa-2022', (signer: unknown) => new DataIntegrityProof({ signer, cryptosuite: { ...eddsaRdfc, name: 'eddsa-2022' } }), 'passed'],
  ] as const)('Digital Bazaar, %s', async (name, suiteWith, outcome) => {
    const key = await Ed25519Multikey.generate()
    const { publicKeyMultibase: multikey } = await key.export({ publicKey: true })
    key.id = `did:key:${multikey}#${multikey}`
    const credential = structuredClone(badgeOf(`did:key:${multikey}`))
    const issued = (await vc.issue({ credential, suite: suiteWith(key.signer()), documentLoader })) as Signed
    const report = await verify(issued, options)
    expect(told(report)).toEqual([outcome, 'passed', 'passed', 'passed'])
    expect(report.checks.signature).toMatchObject({ detail: { proofs: [{ suite: name, outcome: 'passed' }] } })
    expect(told(await verify(changed(issued), options))[0]).toBe('failed')
    expect(told(await verify(issued, { ...options, accept: current }))[0]).toBe('unknown')
  })

  // DIDKit 0.2.1 is what Open edX signs with. Where the document lacks the context of a suite, it writes it into the proof.
  const newKey = (curve: string) =>
    JSON.stringify(
      (curve === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: curve })).privateKey.export({ format: 'jwk' }),
    )
  const plain = (issuer: string) => ({
    '@context': ['https://www.w3.org/2018/credentials/v1'],
    id: 'https://uni.example/credentials/1',
    type: ['VerifiableCredential'],
    issuer,
    issuanceDate: '2023-01-01T00:00:00Z',
    credentialSubject: { id: 'did:example:zoe' },
  })

  test.each([
    ['Ed25519Signature2020', 'Ed25519', 'key', 'self-certifying'],
    ['JsonWebSignature2020', 'Ed25519', 'key', 'self-certifying'],
    ['JsonWebSignature2020', 'secp256k1', 'key', 'self-certifying'],
    ['EcdsaSecp256k1Signature2019', 'secp256k1', 'key', 'self-certifying'],
    ['EcdsaSecp256k1Signature2019', 'secp256k1', 'pkh:eip155:1', 'chain account'],
    ['JsonWebSignature2020', 'secp256k1', 'pkh:eip155:137', 'chain account'],
  ])('DIDKit, %s with %s by did:%s', async (type, curve, method, boundBy) => {
    const jwk = newKey(curve)
    const issuer = didkit.keyToDID(method, jwk)
    const verificationMethod = await didkit.keyToVerificationMethod(method, jwk)
    const issue = async (credential: object, more = {}) =>
      JSON.parse(
        await didkit.issueCredential(JSON.stringify(credential), JSON.stringify({ type, proofPurpose: 'assertionMethod', verificationMethod, ...more }), jwk),
      )
    const issued = await issue(plain(issuer))
    const report = await verify(issued, options)
    expect(told(report)).toEqual(['passed', 'passed', 'passed', 'passed'])
    expect(report.checks.binding).toMatchObject({ detail: { issuer, boundBy } })
    // It verifies no signature of an account itself.
    if (method === 'key') expect(JSON.parse(await didkit.verifyCredential(JSON.stringify(issued), '{}')).errors).toEqual([])
    expect(told(await verify({ ...issued, credentialSubject: { id: 'did:example:eve' } }, options))[0]).toBe('failed')
    // Another account, or key, made nothing of this.
    const other = didkit.keyToDID(method, newKey(curve))
    const { proof } = issued
    const moved = { ...issued, issuer: other, proof: { ...proof, verificationMethod: proof.verificationMethod.replaceAll(issuer, other) } }
    expect((await verify(moved, options)).outcome).toBe('failed')
    // The same under a context that stands in the document.
    const own = proof['@context']?.[0]
    if (own) expect((await verify(await issue({ ...plain(issuer), '@context': [...plain(issuer)['@context'], own] }), options)).outcome).toBe('passed')
  })
})

const rsaPair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pss = (message: Uint8Array, saltLength = 32) =>
  new Uint8Array(nodeSign('sha256', message, { key: rsaPair.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }))
const rsaPublic = fromSpki(new Uint8Array(rsaPair.publicKey.export({ format: 'der', type: 'spki' })), 'RS256')
const rsaKey = asDidJwk({ publicKey: rsaPublic, sign: pss })
const account = new Uint8Array(keccak_256(secp256k1.getPublicKey(new Uint8Array(32).fill(4), false).subarray(1)).subarray(12))
const accountDid = `did:pkh:eip155:1:0x${toHex(account)}`
const accountKey = keyAt(`${accountDid}#blockchainAccountId`, keys.secp256k1.signer)

/** Each suite with each kind of key, over one badge of its issuer. */
const signers = [
  { suite: ed25519Signature2020, key: keys.ed25519, alg: '', context: suite2020 },
  { suite: eddsa2022, key: keys.ed25519, alg: '', context: '' },
  { suite: jsonWebSignature2020, key: keys.ed25519, alg: 'EdDSA', context: jws2020 },
  { suite: jsonWebSignature2020, key: keys.p256, alg: 'ES256', context: jws2020 },
  { suite: jsonWebSignature2020, key: keys.p384, alg: 'ES384', context: jws2020 },
  { suite: jsonWebSignature2020, key: keys.secp256k1, alg: 'ES256K', context: jws2020 },
  { suite: jsonWebSignature2020, key: rsaKey, alg: 'PS256', context: jws2020 },
  { suite: ecdsaSecp256k1Signature2019, key: keys.secp256k1, alg: 'ES256K', context: 'https://w3id.org/security/suites/secp256k1-2019/v1' },
  { suite: ecdsaSecp256k1Signature2019, key: accountKey, alg: 'ES256K', context: 'https://ns.did.ai/suites/secp256k1-2019/v1' },
] as const
const named = signers.map((one) => ({ ...one, name: one.suite.name, by: one.alg || one.key.signer.publicKey.algorithm, id: one.key.id.split(':')[1] }))

describe.each(named)('$name, $by by did:$id', ({ suite, key, alg, context }) => {
  const bare = badgeOf(key.controller)

  test('passes under its own context, in the document, in the proof, or in neither', async () => {
    const report = await verify(await signAs(suite, bare, key, { alg, context }), options)
    expect(told(report)).toEqual(['passed', 'passed', 'passed', 'passed'])
    if (!context) return
    const without = await signAs(suite, bare, key, { alg })
    const inside = await signAs(suite, bare, key, { alg, '@context': context })
    expect([(await verify(without, options)).outcome, (await verify(inside, options)).outcome]).toEqual(['passed', 'passed'])
    // What the proof says is the same in all three, so that where its context stands may change after.
    expect((await verify(withProof(without, { '@context': [context] }), options)).outcome).toBe('passed')
  })

  test('whatever is changed in the badge or in its proof, it never passes', async () => {
    const signed = (await signAs(suite, bare, key, { alg, context })) as unknown as JsonObject & { proof: readonly [JsonObject] }
    const { proof, '@context': _, ...members } = signed
    const values = fc.constantFrom<unknown>(null, 'x', '2020-01-01T00:00:00Z', ['a'], { id: 'urn:x' }, undefined, 7)
    const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
    const inBadge = fc.record({ name: fc.constantFrom(...Object.keys(members), 'description', 'expires'), value: values })
    const inProof = fc.record({ name: fc.constantFrom(...Object.keys(proof[0]), 'expires', 'domain', 'challenge', 'nonce', 'creator'), value: values })
    const flips = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 61 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          inBadge.map((one) => ({ in: 'badge', ...one })),
          inProof.map((one) => ({ in: 'proof', ...one })),
        ),
        async (change) => {
          const where = change.in === 'badge' ? signed : proof[0]
          // Left out, null and said again, it says the same.
          fc.pre(!same(where[change.name] ?? null, change.value ?? null))
          const held = change.in === 'badge' ? { ...signed, [change.name]: change.value } : { ...signed, proof: [{ ...proof[0], [change.name]: change.value }] }
          expect((await verify(JSON.parse(JSON.stringify(held)), options)).outcome, JSON.stringify(change)).not.toBe('passed')
        },
      ),
      { numRuns: 40 },
    )
    const member = alg ? 'jws' : 'proofValue'
    const text = String(proof[0][member])
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    await fc.assert(
      fc.asyncProperty(flips, async ({ at, by }) => {
        const index = at % text.length
        const letter = letters[(letters.indexOf(text[index] ?? '') + by) % 64] ?? ''
        fc.pre(letter !== text[index])
        const held = { ...signed, proof: [{ ...proof[0], [member]: text.slice(0, index) + letter + text.slice(index + 1) }] }
        expect((await verify(held, options)).outcome, JSON.stringify(held.proof)).not.toBe('passed')
      }),
      { numRuns: 40 },
    )
  })

  test('under other contexts than its own it never passes', async () => {
    const signed = await signAs(suite, bare, key, { alg, context })
    const [vc2, ob, ...rest] = signed['@context']
    for (const contexts of [
      [vc2],
      [ob, vc2, ...rest],
      [vc2, ...rest],
      [vc2, 'https://w3id.org/security/v2', ...rest],
      ['https://www.w3.org/2018/credentials/v1', ob, ...rest],
    ])
      expect((await verify({ ...signed, '@context': contexts }, options)).outcome, String(contexts)).not.toBe('passed')
  })

  test('a proof of it for another purpose, or one that has expired, fails', async () => {
    const other = await signAs(suite, bare, key, { alg, context, proofPurpose: 'authentication' })
    expect(told(await verify(other, options))).toEqual(['failed', 'passed', 'sign.WrongPurposeError', 'sign.WrongPurposeError'])
    const expired = await signAs(suite, bare, key, { alg, context, expires: '2024-01-01T00:00:00Z' })
    expect(told(await verify(expired, options))).toEqual(['failed', 'passed', 'sign.ProofExpiredError', 'sign.ProofExpiredError'])
    expect(told(await verify(await signAs(suite, bare, key, { alg, context, expires: '2030-01-01T00:00:00Z' }), options))[0]).toBe('passed')
  })

  test('another key of the same kind fails', async () => {
    const forged = await signAs(suite, bare, key, { alg, context, sign: async (message) => await key.signer.sign(concat(message, new Uint8Array(1))) })
    expect(told(await verify(forged, options))).toEqual(['failed', 'passed', 'sign.BadSignatureError', 'sign.BadSignatureError'])
  })
})

describe('where a suite is named', () => {
  test('a type is not a cryptosuite, nor the other way round', async () => {
    const signed = await signAs(ed25519Signature2020, badge, keys.ed25519, { context: suite2020 })
    const names = [
      { type: 'DataIntegrityProof', cryptosuite: 'Ed25519Signature2020' },
      { type: 'DataIntegrityProof', cryptosuite: 'JsonWebSignature2020' },
      { type: 'eddsa-2022' },
      { type: 'eddsa-rdfc-2022' },
      { type: 'eddsa-jcs-2022' },
      { type: 'Ed25519Signature2018' },
      { type: 'RsaSignature2018' },
      { type: 'constructor' },
    ]
    for (const change of names) {
      const { outcome, checks } = await verify(withProof(signed, change), options)
      expect([outcome, 'problem' in checks.signature && checks.signature.problem.name], JSON.stringify(change)).toEqual(['unknown', 'sign.UnknownSuiteError'])
    }
    // One that has both is of the type, and the cryptosuite is a word that its context does not define.
    expect((await verify(withProof(signed, { cryptosuite: 'eddsa-rdfc-2022' }), options)).outcome).toBe('failed')
    expect((await verifyProof(signed, { suite: eddsa2022, publicKey: keys.ed25519.signer.publicKey })).outcome).toBe('skipped')
  })

  test('a badge with an older proof and one of today passes with both, and each is judged', async () => {
    const older = await signAs(ed25519Signature2020, badge, keys.ed25519, { context: suite2020 })
    const { eddsaRdfc2022, sign } = { ...(await import('../../src/sign/rdfc.js')), ...(await import('../../src/sign/sign.js')) }
    const both = await sign(older, { suite: eddsaRdfc2022, key: keys.ed25519 })
    const report = await verify(both, options)
    expect(report.checks.signature).toMatchObject({ outcome: 'passed', detail: { proofs: [{ outcome: 'passed' }, { outcome: 'passed' }] } })
    const [first, second] = both.proof
    const broken = { ...both, proof: [{ ...first, created: '2022-01-01T00:00:00Z' }, second] }
    expect((await verify(broken as never, options)).outcome).toBe('failed')
    expect((await verify(broken as never, { ...options, accept: current })).outcome).toBe('passed')
  })
})

describe('the header of a JWS', () => {
  const sign = (key: SigningKey, suite: SuiteReader = jsonWebSignature2020, alg = 'ES256') =>
    signAs(suite, badgeOf(key.controller), key, { alg, context: jws2020 })
  const withJws = (signed: Signed, change: (jws: string) => string) => withProof(signed, { jws: change(String(signed.proof[0].jws)) })
  const withHeader = (signed: Signed, header: unknown) => withJws(signed, (jws) => `${encoded(header)}..${jws.split('..')[1]}`)
  const saidOf = async (signed: Signed) => {
    const { outcome, checks } = await verify(signed, options)
    return [outcome, 'problem' in checks.signature ? checks.signature.problem.name : '']
  }

  test.each([
    ['none', { alg: 'none', ...detached }],
    ['a shared secret', { alg: 'HS256', ...detached }],
    ['RS256, for a key of a curve', { alg: 'RS256', ...detached }],
    ['an algorithm of another suite', { alg: 'ES256K-R', ...detached }],
    ['no alg', detached],
    ['an alg that is a list', { alg: ['ES256'], ...detached }],
    ['the name of a method', { alg: 'constructor', ...detached }],
    ['an encoded payload', { alg: 'ES256', b64: true, crit: ['b64'] }],
    ['no b64', { alg: 'ES256' }],
    ['a b64 that is not critical', { alg: 'ES256', b64: false }],
    ['another extension that is critical', { alg: 'ES256', b64: false, crit: ['b64', 'exp'], exp: 1 }],
    ['a list', ['ES256']],
    ['a number', 7],
  ])('%s is refused', async (_, header) => {
    expect(await saidOf(withHeader(await sign(keys.p256), header))).toEqual(['failed', 'sign.JwsError'])
  })

  test.each(['EdDSA', 'ES384', 'ES256K', 'PS256'])('%s does not go with a key on P-256', async (alg) => {
    expect(await saidOf(withHeader(await sign(keys.p256), { alg, ...detached }))).toEqual(['failed', 'sign.BadSignatureError'])
    const resigned = await signAs(jsonWebSignature2020, badgeOf(keys.p256.controller), keys.p256, { alg, context: jws2020 })
    expect(await saidOf(resigned)).toEqual(['failed', 'sign.BadSignatureError'])
  })

  test('RS256 is not of the suite, whoever signs with it', async () => {
    const signed = await signAs(jsonWebSignature2020, badgeOf(rsaKey.controller), rsaKey, { alg: 'PS256', context: jws2020 })
    const pkcs1 = await signAs(jsonWebSignature2020, badgeOf(rsaKey.controller), rsaKey, {
      alg: 'PS256',
      context: jws2020,
      sign: (message) => new Uint8Array(nodeSign('sha256', message, rsaPair.privateKey)),
    })
    expect(await saidOf(pkcs1)).toEqual(['failed', 'sign.BadSignatureError'])
    expect(await saidOf(withHeader(signed, { alg: 'RS256', ...detached }))).toEqual(['failed', 'sign.JwsError'])
  })

  test('what is not two parts of base64url with nothing between is refused, and said so', async () => {
    const signed = await sign(keys.p256)
    const bad: readonly ((jws: string) => string)[] = [
      () => '',
      () => '..',
      (jws) => jws.replace('..', '.'),
      (jws) => jws.replace('..', '.e30.'),
      (jws) => `${jws}.`,
      (jws) => `${jws}=`,
      (jws) => ` ${jws}`,
      (jws) => jws.replace('..', '...'),
      (jws) => `${'A'.repeat(3000)}${jws}`,
      () => `${toBase64url(utf8('{"alg":"ES256","alg":"none","b64":false,"crit":["b64"]}'))}..AA`,
      () => `${'.'.repeat(2000)}`,
    ]
    for (const change of bad) expect(await saidOf(withJws(signed, change)), change('x..y')).toEqual(['failed', 'sign.JwsError'])
    for (const jws of [undefined, 7, null, ['a'], {}]) expect((await saidOf(withProof(signed, { jws })))[0]).toBe('failed')
    const { problem } = (
      await verify(
        withJws(signed, () => 'x.y.z'),
        options,
      )
    ).checks.signature as { problem: object }
    expect(problem).toMatchObject({
      message:
        "The proof's jws is not used: it is not a header and a signature with nothing between. The file may be damaged; ask its issuer for a fresh copy.",
      facts: { why: 'it is not a header and a signature with nothing between' },
    })
  })

  test('a value of the other form is not read', async () => {
    const jws = await sign(keys.p256)
    const value = await signAs(ed25519Signature2020, badge, keys.ed25519, { context: suite2020 })
    expect((await saidOf(withProof(jws, { jws: undefined, proofValue: 'z1' })))[0]).toBe('failed')
    expect((await saidOf(withProof(value, { proofValue: undefined, jws: `${encoded({ alg: 'EdDSA', ...detached })}..AA` })))[0]).toBe('failed')
    // Both, and the one that is not the signature is signed as an option, or not at all.
    expect((await saidOf(withProof(jws, { proofValue: 'z1' })))[0]).not.toBe('passed')
  })

  test('members that are not critical are signed, and say nothing', async () => {
    const key = keys.p256
    const header = encoded({ alg: 'ES256', ...detached, kid: 'x', jwk: { kty: 'oct', k: 'AA' } })
    const document = { ...badgeOf(key.controller), '@context': [...badgeOf(key.controller)['@context'], jws2020] }
    const bare = { type: 'JsonWebSignature2020', verificationMethod: key.id, proofPurpose: 'assertionMethod' }
    const { message } = jsonWebSignature2020.record(document, { ...bare, jws: `${header}..AA` })
    expect(sameBytes(message.subarray(0, header.length + 1), utf8(`${header}.`))).toBe(true)
    const signed = { ...document, proof: [{ ...bare, jws: `${header}..${toBase64url(await key.signer.sign(message))}` }] } as unknown as Signed
    expect((await saidOf(signed))[0]).toBe('passed')
    expect(await saidOf(withHeader(signed, { alg: 'ES256', ...detached, kid: 'y' }))).toEqual(['failed', 'sign.BadSignatureError'])
  })

  test('a high s is as good as a low one, by key and by account', async () => {
    const order = secp256k1.Point.Fn.ORDER
    const high = async (message: Uint8Array) => {
      const { r, s } = secp256k1.Signature.fromBytes(secp256k1.sign(message, new Uint8Array(32).fill(4)), 'compact')
      return new secp256k1.Signature(r, s > order / 2n ? s : order - s).toBytes('compact')
    }
    for (const key of [keys.secp256k1, accountKey]) {
      const signed = await signAs(ecdsaSecp256k1Signature2019, badgeOf(key.controller), key, { alg: 'ES256K', sign: high })
      expect((await verify(signed, options)).outcome).toBe('passed')
    }
  })
})

describe('an account of an EVM chain', () => {
  const message = utf8('a message')
  const signature = secp256k1.sign(message, new Uint8Array(32).fill(4))

  test('made what its key made, and nothing else', () => {
    expect(isByAccount(account, message, signature)).toBe(true)
    expect(isByAccount(account, utf8('another'), signature)).toBe(false)
    expect(isByAccount(account, message, secp256k1.sign(message, new Uint8Array(32).fill(5)))).toBe(false)
    // EIP-55, whose first address is of no key of ours; and the key of the number one, whose address is known to all.
    const one = new Uint8Array(32)
    one[31] = 1
    const known = fromHexAddress('7e5f4552091a69125d5dfcb7b8c2659029395bdf')
    expect(isByAccount(known, message, secp256k1.sign(message, one))).toBe(true)
  })

  test('bytes that are no signature are by nobody', () => {
    const bad = [
      new Uint8Array(),
      new Uint8Array(64),
      new Uint8Array(64).fill(255),
      signature.subarray(1),
      concat(signature, new Uint8Array(1)),
      new Uint8Array(65),
    ]
    for (const one of bad) expect(isByAccount(account, message, one)).toBe(false)
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 70 }), (bytes) => !isByAccount(account, message, bytes)),
      { numRuns: 50 },
    )
  })

  test('signs no Data Integrity proof of today, and a JWT by it is unknown, not wrong', async () => {
    const { eddsaRdfc2022 } = await import('../../src/sign/rdfc.js')
    expect(await eddsaRdfc2022.verify(message, signature, didPkh.resolve(accountKey.id, {}) as PublicKey)).toBe(false)
    const jwt = await signJwt(badgeOf(accountDid), { key: accountKey })
    expect(told(await verify(jwt, options))).toEqual(['unknown', 'skipped', 'keys.UnknownAlgorithmError', 'keys.UnknownAlgorithmError'])
  })
})

describe('PS256', () => {
  test('agrees with OpenSSL, whatever the length of the modulus', () => {
    for (const modulusLength of [2048, 2049, 2050, 2055, 2056, 2057, 3072]) {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
      const rsa = readRsa(fromSpki(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })), 'RS256').bytes)
      if (typeof rsa === 'string') throw new Error(rsa)
      const signature = (saltLength: number) =>
        new Uint8Array(nodeSign('sha256', utf8('m'), { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }))
      const good = signature(32)
      expect(verifyPs256(rsa, utf8('m'), good), String(modulusLength)).toBe(true)
      // RFC 7518, 3.5: the salt is as long as the hash.
      for (const saltLength of [0, 20, 31, 33]) expect(verifyPs256(rsa, utf8('m'), signature(saltLength))).toBe(false)
      expect(verifyPs256(rsa, utf8('n'), good)).toBe(false)
      for (const bad of [good.subarray(1), concat(new Uint8Array(1), good), new Uint8Array(good.length), new Uint8Array(good.length).fill(255)])
        expect(verifyPs256(rsa, utf8('m'), bad)).toBe(false)
      for (let at = 0; at < good.length; at += 37) expect(verifyPs256(rsa, utf8('m'), good.with(at, (good[at] ?? 0) ^ 1))).toBe(false)
    }
  })

  test('what an encoded message may not have, though the key itself signed it', () => {
    const rsa = readRsa(rsaPublic.bytes)
    if (typeof rsa === 'string') throw new Error(rsa)
    const key = createPrivateKey(rsaPair.privateKey.export({ format: 'pem', type: 'pkcs8' }))
    expect(verifyPs256(rsa, utf8('m'), pss(utf8('m')))).toBe(true)
    expect(verifyPs256(rsa, utf8('m'), new Uint8Array(nodeSign('sha256', utf8('m'), key)))).toBe(false)
    expect(verifyPs256(rsa, utf8('m'), new Uint8Array(nodeSign('sha384', utf8('m'), { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })))).toBe(
      false,
    )
  })
})

describe('said in other words', () => {
  const iri = 'https://www.w3.org/2018/credentials#validUntil'
  const late = { ...options, now: new Date('2046-01-01T00:00:00Z') }

  test.each(named)('$name, $by by did:$id: an expired badge is not made good', async ({ suite, key, alg, context }) => {
    const signed = await signAs(suite, badgeOf(key.controller), key, { alg, context })
    const { validUntil, ...rest } = signed
    const typed = { '@value': validUntil, '@type': 'http://www.w3.org/2001/XMLSchema#dateTime' }
    expect((await verify(signed, late)).outcome).toBe('failed')
    for (const held of [
      { ...rest, [iri]: typed },
      { ...rest, '@context': [...signed['@context'], { vu: { '@id': iri, '@type': typed['@type'] } }], vu: validUntil },
    ])
      expect(told(await verify(held as never, late)).slice(0, 2)).toEqual(['failed', 'canonicalize.HiddenMemberError'])
  })

  test('nor a proof that has expired', async () => {
    const signed = await signAs(ed25519Signature2020, badge, keys.ed25519, { context: suite2020, expires: '2024-01-01T00:00:00Z' })
    const { expires, ...rest } = signed.proof[0]
    const typed = { '@value': expires, '@type': 'http://www.w3.org/2001/XMLSchema#dateTime' }
    for (const proof of [
      { ...rest, 'https://w3id.org/security#expiration': typed },
      { ...rest, '@context': { until: { '@id': 'https://w3id.org/security#expiration', '@type': typed['@type'] } }, until: expires },
    ])
      expect((await verify({ ...signed, proof: [proof] } as never, options)).outcome).not.toBe('passed')
  })
})

test('the records are what an anchor dates', async () => {
  const signed = await signAs(ecdsaSecp256k1Signature2019, badgeOf(keys.secp256k1.controller), keys.secp256k1, { alg: 'ES256K' })
  const { kind, message, signature } = ecdsaSecp256k1Signature2019.record(signed, signed.proof[0])
  expect([kind, message.length, signature.length]).toEqual([1, encoded({ alg: 'ES256K', ...detached }).length + 1 + 64, 64])
  expect(sameBytes(signature, fromBase64url(String(signed.proof[0].jws).split('..')[1] ?? ''))).toBe(true)
  const { anchor, attach } = await import('../../src/anchor/index.js')
  const { memory } = await import('../../src/anchor/memory.js')
  const chain = memory()
  const { receipts } = await anchor([signed], { suite: ecdsaSecp256k1Signature2019, chain, keep: () => {} })
  const report = await verify(attach(signed, receipts), { ...options, chains: [chain] })
  expect([report.outcome, report.checks.anchor.outcome]).toEqual(['passed', 'passed'])
})

function fromHexAddress(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'))
}
