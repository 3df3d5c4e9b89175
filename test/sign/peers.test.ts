import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as ecdsaJcs from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite'
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey'
import { cryptosuite as ecdsaRdfc } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import * as eddsaJcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { cryptosuite as eddsaRdfc } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import * as jose from 'jose'
import { describe, expect, test } from 'vitest'
import { anchor, attach } from '../../src/anchor/index.js'
import { memory } from '../../src/anchor/memory.js'
import { contextAt } from '../../src/contexts/index.js'
import type { CompactJwt, Signed } from '../../src/credential/secured.js'
import { fromJwk, type Jwk, toJwk } from '../../src/keys/jwk.js'
import { toMultikey } from '../../src/keys/multikey.js'
import { ecdsaJcs2019, eddsaJcs2022 } from '../../src/sign/jcs.js'
import { signJwt } from '../../src/sign/jwt.js'
import { batched, ecdsaRdfc2019, eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import type { Suite } from '../../src/sign/suite.js'
import { current, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'

type PeerKey = { id: string; controller: string; signer(): unknown; export(options: object): Promise<object> }
const options = { accept: current, issuers: 'any' } as const

/** What the peer loads: bundled contexts, and the keys of did:key. */
function loaderWith(peer: PeerKey, exported: object) {
  return async (url: string) => {
    const content = contextAt(url)
    if (content) return { document: structuredClone(content), documentUrl: url, tag: 'static' }
    if (url === peer.id)
      return { document: { '@context': 'https://w3id.org/security/multikey/v1', ...exported, id: peer.id, controller: peer.controller }, documentUrl: url }
    if (url === peer.controller) {
      const document = {
        '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
        id: peer.controller,
        assertionMethod: [peer.id],
        verificationMethod: [{ ...exported, id: peer.id, controller: peer.controller }],
      }
      return { document, documentUrl: url }
    }
    throw new Error(`not loaded: ${url}`)
  }
}

async function asPeer(key: PeerKey): Promise<PeerKey> {
  const multikey = ((await key.export({ publicKey: true })) as { publicKeyMultibase: string }).publicKeyMultibase
  key.controller = `did:key:${multikey}`
  key.id = `${key.controller}#${multikey}`
  return key
}

// The peer's JCS suites come in two halves.
const halves = (one: typeof eddsaJcs) => ({ signs: one.createSignCryptosuite(), verifies: one.createVerifyCryptosuite() })
const whole = (one: unknown) => ({ signs: one, verifies: one })

const peers = [
  { suite: eddsaRdfc2022, peer: whole(eddsaRdfc), ours: keys.ed25519, make: () => Ed25519Multikey.generate() },
  { suite: eddsaJcs2022, peer: halves(eddsaJcs), ours: keys.ed25519, make: () => Ed25519Multikey.generate() },
  { suite: ecdsaRdfc2019, peer: whole(ecdsaRdfc), ours: keys.p256, make: () => EcdsaMultikey.generate({ curve: 'P-256' }) },
  { suite: ecdsaRdfc2019, peer: whole(ecdsaRdfc), ours: keys.p384, make: () => EcdsaMultikey.generate({ curve: 'P-384' }) },
  { suite: ecdsaJcs2019, peer: halves(ecdsaJcs), ours: keys.p256, make: () => EcdsaMultikey.generate({ curve: 'P-256' }) },
  { suite: ecdsaJcs2019, peer: halves(ecdsaJcs), ours: keys.p384, make: () => EcdsaMultikey.generate({ curve: 'P-384' }) },
] as const

describe.each(peers)('$suite.name, $ours.signer.publicKey.algorithm, and @digitalbazaar/vc', ({ suite: ourSuite, peer, ours, make }) => {
  const suite = ourSuite as Suite

  test('what it issues we verify, and what was changed after we refuse', async () => {
    const key = await asPeer((await make()) as PeerKey)
    const loader = loaderWith(key, await key.export({ publicKey: true }))
    const credential = structuredClone(badgeOf(key.controller))
    const issued = (await vc.issue({
      credential,
      suite: new DataIntegrityProof({ signer: key.signer(), cryptosuite: peer.signs }),
      documentLoader: loader,
    })) as Signed
    expect(await verify(issued, options)).toMatchObject({
      outcome: 'passed',
      checks: { binding: { detail: { issuer: key.controller, boundBy: 'self-certifying' } } },
    })
    expect((await verify({ ...issued, validFrom: '2020-01-01T00:00:00Z' }, options)).outcome).toBe('failed')
  })

  test('what we issue it verifies, with a receipt too, and refuses when it was changed after', async () => {
    const signed = await sign(badgeOf(ours.controller), { suite, key: ours as never, created: new Date('2026-07-01T00:00:00Z') })
    const { receipts } = await anchor([signed], { suite, chain: memory(), keep: () => {} })
    const exported = { type: 'Multikey', publicKeyMultibase: toMultikey(ours.signer.publicKey) }
    const documentLoader = loaderWith({ id: ours.id, controller: ours.controller } as PeerKey, exported)
    const check = async (credential: object) =>
      (
        await vc.verifyCredential({
          credential: structuredClone(credential),
          suite: new DataIntegrityProof({ cryptosuite: peer.verifies }),
          documentLoader,
          now: new Date('2026-11-01T00:00:00Z'),
        })
      ).verified
    // It reads one proof where there is one.
    const single = { ...signed, proof: signed.proof[0] }
    expect(await check(single)).toBe(true)
    expect(await check(signed)).toBe(true)
    expect(await check(attach(signed, receipts))).toBe(true)
    expect(await check({ ...single, validFrom: '2020-01-01T00:00:00Z' })).toBe(false)
  })
})

test('what we issue in a batch @digitalbazaar/vc verifies', async () => {
  const key = keys.ed25519
  const suite = batched(eddsaRdfc2022)
  const documentLoader = loaderWith(key as unknown as PeerKey, { type: 'Multikey', publicKeyMultibase: toMultikey(key.signer.publicKey) })
  for (let number = 0; number < 8; number++) {
    const badge = { ...badgeOf(key.controller, `https://uni.example/badges/${number}`), name: `Zoé ${number}` }
    const { proof, ...signed } = await sign(badge, { suite, key, created: new Date('2026-07-01T00:00:00Z') })
    const check = async (credential: object) =>
      (
        await vc.verifyCredential({
          credential: structuredClone(credential),
          suite: new DataIntegrityProof({ cryptosuite: eddsaRdfc }),
          documentLoader,
          now: new Date('2026-11-01T00:00:00Z'),
        })
      ).verified
    expect(await check({ ...signed, proof: proof[0] })).toBe(true)
    expect(await check({ ...signed, proof: proof[0], name: 'Zoé' })).toBe(false)
  }
})

describe('VC-JWT and jose', () => {
  const algorithms = [
    ['EdDSA', keys.ed25519],
    ['ES256', keys.p256],
    ['ES384', keys.p384],
  ] as const

  test.each(algorithms)('%s: what we issue jose verifies, with the claims of Open Badges 3.0', async (alg, key) => {
    const badge = badgeOf(key.controller)
    const jwt = await signJwt(badge, { key })
    const publicKey = await jose.importJWK(toJwk(key.signer.publicKey) as jose.JWK, alg)
    const { payload, protectedHeader } = await jose.jwtVerify(jwt, publicKey, { algorithms: [alg], currentDate: new Date('2026-11-01T00:00:00Z') })
    expect(protectedHeader).toEqual({ alg, kid: key.id, typ: 'JWT' })
    expect(payload).toEqual({ ...badge, iss: key.controller, jti: badge.id, nbf: 1782820800, sub: 'did:example:zoe', exp: 2098440000 })
    expect((await verify(jwt, options)).outcome).toBe('passed')
  })

  test.each(['EdDSA', 'ES256', 'ES384'] as const)('%s: what jose issues we verify', async (alg) => {
    const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true })
    const ours = fromJwk((await jose.exportJWK(publicKey)) as Jwk)
    const did = `did:key:${toMultikey(ours)}`
    const badge = badgeOf(did)
    const jwt = await new jose.SignJWT({ ...badge })
      .setProtectedHeader({ alg, kid: `${did}#${toMultikey(ours)}`, typ: 'vc+jwt' })
      .setIssuer(did)
      .setJti(badge.id)
      .sign(privateKey)
    expect((await verify(jwt, options)).outcome).toBe('passed')
    const forged = jwt.split('.')
    forged[1] = jose.base64url.encode(JSON.stringify({ ...badge, iss: did, validFrom: '2020-01-01T00:00:00Z' }))
    expect((await verify(forged.join('.') as CompactJwt, options)).outcome).toBe('failed')
  })

  test('RS256 from a WebCrypto key, found at the issuer’s https address', async () => {
    const { publicKey, privateKey } = await jose.generateKeyPair('RS256', { extractable: true })
    const issuer = 'https://uni.example/issuer'
    const jwt = await new jose.SignJWT({ ...badgeOf(issuer) })
      .setProtectedHeader({ alg: 'RS256', kid: `${issuer}#key-1`, typ: 'JWT' })
      .setIssuer(issuer)
      .sign(privateKey)
    const document = {
      id: issuer,
      verificationMethod: [{ id: `${issuer}#key-1`, type: 'JsonWebKey', controller: issuer, publicKeyJwk: await jose.exportJWK(publicKey) }],
      assertionMethod: [`${issuer}#key-1`],
    }
    const load = async (url: string) => ({ url, bytes: new TextEncoder().encode(JSON.stringify(document)) })
    expect((await verify(jwt, { ...options, load })).outcome).toBe('passed')
    expect((await verify(jwt, options)).outcome).toBe('unknown')
  })
})
