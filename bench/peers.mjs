// The peers, each as its own documentation says it is used, with every document at hand and every key imported once.

import { createPrivateKey, createPublicKey, sign as nativeSign, verify as nativeVerify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import { createSignCryptosuite, createVerifyCryptosuite } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { cryptosuite as rdfcSuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import { importJWK, jwtVerify, SignJWT } from 'jose'
import jsonld from 'jsonld'
import { contextsAt } from '../dist/contexts/index.js'
import { key, now, secretKey } from './badges.mjs'

const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secretKey])
const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
const publicKey = createPublicKey(privateKey)

/** Ed25519 by itself: the floor of every row. */
export const native = {
  sign: (message) => nativeSign(null, message, privateKey),
  verify: (message, signature) => nativeVerify(null, message, publicKey, signature),
}

const did = key.controller
const multikey = did.slice('did:key:'.length)
const method = { '@context': 'https://w3id.org/security/multikey/v1', id: key.id, type: 'Multikey', controller: did, publicKeyMultibase: multikey }
const documents = new Map([
  [key.id, method],
  [did, { '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'], id: did, assertionMethod: [method] }],
])

/** Every context and every key at hand: nothing is fetched, and nothing is parsed again. */
export async function documentLoader(url) {
  const document = documents.get(url) ?? contextsAt(url)[0]
  if (!document) throw new Error(`${url} is not at hand.`)
  return { contextUrl: null, documentUrl: url, document, tag: 'static' }
}

export const canonize = (document) => jsonld.canonize(document, { algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, documentLoader })
const jcsVerifier = createVerifyCryptosuite()
export const canonizeJcs = (document) => jcsVerifier.canonize(document, {})

const pair = await Ed25519Multikey.from({
  ...method,
  secretKeyMultibase: Ed25519MultikeySecret(),
})
const signers = {
  rdfc: () => new DataIntegrityProof({ signer: pair.signer(), date: now, cryptosuite: rdfcSuite }),
  jcs: () => new DataIntegrityProof({ signer: pair.signer(), date: now, cryptosuite: createSignCryptosuite() }),
}
const verifiers = {
  rdfc: () => new DataIntegrityProof({ cryptosuite: rdfcSuite }),
  jcs: () => new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() }),
}

export const issue = (kind, credential) => vc.issue({ credential: { ...credential }, suite: signers[kind](), documentLoader, now })

export async function verify(kind, credential) {
  const result = await vc.verifyCredential({ credential, suite: verifiers[kind](), documentLoader, now })
  if (!result.verified) throw result.error
}

const jwk = { ...publicKey.export({ format: 'jwk' }), alg: 'EdDSA' }
const josePublic = await importJWK(jwk)
const josePrivate = await importJWK({ ...privateKey.export({ format: 'jwk' }), alg: 'EdDSA' })

export function issueJwt(credential) {
  const seconds = (date) => Math.floor(Date.parse(date) / 1000)
  return new SignJWT({ ...credential })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.id, typ: 'JWT' })
    .setIssuer(credential.issuer.id)
    .setJti(credential.id)
    .setSubject(credential.credentialSubject.id)
    .setNotBefore(seconds(credential.validFrom))
    .setExpirationTime(seconds(credential.validUntil))
    .sign(josePrivate)
}

export const verifyJwt = (jwt) => jwtVerify(jwt, josePublic, { issuer: did, currentDate: now, algorithms: ['EdDSA'] })

/** The secret as a Multikey: 0x8026 as a varint, then the 32 bytes, in base58btc. */
function Ed25519MultikeySecret() {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  let value = BigInt(`0x${Buffer.concat([Buffer.from([0x80, 0x26]), secretKey]).toString('hex')}`)
  let text = ''
  for (; value > 0n; value /= 58n) text = alphabet[Number(value % 58n)] + text
  return `z${text}`
}

/** The versions that were measured. */
export const versions = Object.fromEntries(
  ['@digitalbazaar/vc', 'jsonld', 'jose', 'merkletreejs'].map((name) => [
    name,
    JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')).version,
  ]),
)
