import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { CompactSign } from 'jose'
import type { Page } from './web.js'

export const now: Date = new Date('2026-11-01T00:00:00Z')
export const context = 'https://w3id.org/openbadges/v2'
export const host = 'https://uni.example'

export type Fields = { readonly [member: string]: unknown }
export const assertion: Fields & { readonly id: string } = {
  '@context': context,
  id: `${host}/assertions/1`,
  type: 'Assertion',
  recipient: {
    type: 'email',
    hashed: true,
    salt: 'deadsea',
    // SHA-256 of "zoe@example.orgdeadsea".
    identity: 'sha256$4c606973046b27b62dba7121980eb743a602cd4a0cf67975c4c9d86f3af1544e',
  },
  issuedOn: '2018-01-31T12:00:00Z',
  expires: '2036-01-31T12:00:00+00:00',
  image: `${host}/assertions/1/image`,
  evidence: [{ id: 'https://zoe.example/robot', narrative: 'It **walks**.' }],
  badge: `${host}/badges/robots`,
  verification: { type: 'HostedBadge' },
}
export const badgeClass: Fields & { readonly id: string } = {
  '@context': context,
  id: `${host}/badges/robots`,
  type: 'BadgeClass',
  name: 'Robots',
  description: 'Builds robots.',
  image: `${host}/badges/robots/image`,
  criteria: { narrative: 'Build one.' },
  issuer: `${host}/issuer`,
  alignment: [{ targetName: 'Robotics', targetUrl: 'https://frameworks.example/robotics' }],
  tags: ['robots'],
}
export const issuer: Fields & { readonly id: string } = {
  '@context': context,
  id: `${host}/issuer`,
  type: 'Issuer',
  name: 'Université d’Exemple',
  url: `${host}/`,
  email: 'badges@uni.example',
}

/** The three documents of a badge at their addresses, with members changed and other pages beside them. */
export function pagesOf(
  changes: { readonly assertion?: Fields; readonly badge?: Fields; readonly issuer?: Fields; readonly more?: { readonly [url: string]: Page } } = {},
): {
  readonly [url: string]: Page
} {
  return {
    [assertion.id]: { ...assertion, ...changes.assertion },
    [badgeClass.id]: { ...badgeClass, ...changes.badge },
    [issuer.id]: { ...issuer, ...changes.issuer },
    ...changes.more,
  }
}

type Algorithm = 'RS256' | 'ES256' | 'ES384' | 'EdDSA'
export type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
/** A key of Node's own making. */
export function keyPair(alg: Algorithm, bits = 2048): KeyPair {
  if (alg === 'RS256') return generateKeyPairSync('rsa', { modulusLength: bits })
  return alg === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: alg === 'ES256' ? 'P-256' : 'P-384' })
}

export const pemOf = ({ publicKey }: KeyPair): string => publicKey.export({ type: 'spki', format: 'pem' }) as string
/** The document of a key of the issuer's. */
export const keyDocument = (id: string, pair: KeyPair, more: Fields = {}): Fields => ({
  '@context': context,
  id,
  type: 'CryptographicKey',
  owner: issuer.id,
  publicKeyPem: pemOf(pair),
  ...more,
})

/** A compact JWS by jose. */
export function jws(payload: object, { privateKey }: KeyPair, alg: Algorithm, header: Fields = {}): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(payload))).setProtectedHeader({ alg, ...header }).sign(privateKey)
}
