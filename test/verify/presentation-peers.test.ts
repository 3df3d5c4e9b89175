import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import * as eddsaJcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { cryptosuite as eddsaRdfc } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import * as jose from 'jose'
import { describe, expect, test } from 'vitest'
import { contextAt } from '../../src/contexts/index.js'
import { toJwk } from '../../src/keys/jwk.js'
import { toMultikey } from '../../src/keys/multikey.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { current, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'
import { jwtOf, present } from '../presentations.js'

type PeerKey = { id: string; controller: string; signer(): unknown; export(options: object): Promise<{ publicKeyMultibase: string }> }

const now = new Date('2026-11-01T00:00:00Z')
const asked = { challenge: 'a nonce of ours', domain: 'https://employer.example' }
const options = { accept: current, issuers: 'any', now, presentation: asked } as const
const issuing = keys.ed25519

const holder = (await Ed25519Multikey.generate()) as PeerKey
const { publicKeyMultibase } = await holder.export({ publicKey: true })
holder.controller = `did:key:${publicKeyMultibase}`
holder.id = `${holder.controller}#${publicKeyMultibase}`

const multikeys = new Map([
  [holder.controller, publicKeyMultibase],
  [issuing.controller, toMultikey(issuing.signer.publicKey)],
])
/** What the peer loads: bundled contexts, and the documents and keys of did:key. */
async function documentLoader(url: string): Promise<{ document: object; documentUrl: string; tag?: string }> {
  const content = contextAt(url)
  if (content) return { document: structuredClone(content), documentUrl: url, tag: 'static' }
  const [did = ''] = url.split('#')
  const key = { id: `${did}#${multikeys.get(did)}`, type: 'Multikey', controller: did, publicKeyMultibase: multikeys.get(did) }
  const multikey = 'https://w3id.org/security/multikey/v1'
  if (url === key.id) return { document: { '@context': multikey, ...key }, documentUrl: url }
  const document = {
    '@context': ['https://www.w3.org/ns/did/v1', multikey],
    id: did,
    assertionMethod: [key.id],
    authentication: [key.id],
    verificationMethod: [key],
  }
  return { document, documentUrl: url }
}

const halves = { signs: eddsaJcs.createSignCryptosuite(), verifies: eddsaJcs.createVerifyCryptosuite() }
const peers = [
  { suite: eddsaRdfc2022, peer: { signs: eddsaRdfc, verifies: eddsaRdfc } },
  { suite: eddsaJcs2022, peer: halves },
]
const shown = async (id: string, suite: typeof eddsaRdfc2022 | typeof eddsaJcs2022) => ({
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  type: ['VerifiablePresentation'],
  id: 'urn:uuid:7d8fc1f0-0000-4000-8000-000000000009',
  holder: id,
  verifiableCredential: [await sign(badgeOf(issuing.controller), { suite: suite as typeof eddsaJcs2022, key: issuing })],
})

describe.each(peers)('$suite.name and @digitalbazaar/vc', ({ suite, peer }) => {
  test('what its holder signs passes here, for who asked and for nobody else', async () => {
    const presentation = await shown(holder.controller, suite)
    const signer = new DataIntegrityProof({ signer: holder.signer(), cryptosuite: peer.signs, date: '2026-10-31T00:00:00Z' })
    const signed = await vc.signPresentation({ presentation, suite: signer, ...asked, documentLoader })
    const report = await verify(signed, options)
    expect([report.outcome, report.checks.presentation]).toEqual(['passed', { outcome: 'passed', detail: { holder: holder.controller, ...asked } }])
    expect((await verify(signed, { ...options, presentation: { challenge: 'another' } })).outcome).toBe('failed')
    expect((await verify({ ...signed, holder: issuing.controller }, options)).outcome).toBe('failed')
  })

  test('what our tests sign passes there, and fails there for another challenge: they sign what it signs', async () => {
    const presentation = await present(await shown(issuing.controller, suite), suite, issuing, asked)
    const verifier = () => new DataIntegrityProof({ cryptosuite: peer.verifies })
    const said = await vc.verify({ presentation, suite: [verifier()], ...asked, documentLoader, now })
    expect([said.verified, (await verify(presentation, options)).outcome]).toEqual([true, 'passed'])
    const other = { ...asked, challenge: 'another' }
    const refused = await vc.verify({ presentation, suite: [verifier()], ...other, documentLoader, now })
    expect([refused.verified, (await verify(presentation, { ...options, presentation: other })).outcome]).toEqual([false, 'failed'])
  })
})

describe('JWTs and jose', async () => {
  const pair = await jose.generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk = await jose.exportJWK(pair.publicKey)
  const did = `did:jwk:${jose.base64url.encode(JSON.stringify(jwk))}`

  test('what it signs passes here', async () => {
    const payload = { ...(await shown(did, eddsaRdfc2022)), nonce: asked.challenge }
    const jwt = await new jose.SignJWT(payload)
      .setProtectedHeader({ alg: 'EdDSA', typ: 'vp+jwt', kid: `${did}#0` })
      .setIssuer(did)
      .setAudience([asked.domain])
      .setExpirationTime(now.getTime() / 1000 + 60)
      .sign(pair.privateKey)
    const report = await verify(jwt, options)
    expect([report.outcome, report.checks.validity.outcome]).toEqual(['passed', 'passed'])
    expect((await verify(jwt, { ...options, now: new Date(now.getTime() + 61_000) })).checks.validity.outcome).toBe('failed')
  })

  test('what our tests sign passes there', async () => {
    const jwt = await jwtOf({ ...(await shown(issuing.controller, eddsaRdfc2022)), nonce: asked.challenge, aud: asked.domain }, issuing)
    const { payload } = await jose.jwtVerify(jwt, await jose.importJWK({ ...toJwk(issuing.signer.publicKey), alg: 'EdDSA' } as jose.JWK), {
      audience: asked.domain,
    })
    expect([payload['nonce'], (await verify(jwt, options)).outcome]).toEqual([asked.challenge, 'passed'])
  })
})
