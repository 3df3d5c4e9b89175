import { deflateSync, gzipSync } from 'node:zlib'
import { type Bytes, toBase64url } from '../../src/bytes.js'
import type { Credential, Signed } from '../../src/credential/secured.js'
import type { SigningKey } from '../../src/keys/signer.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { sign } from '../../src/sign/sign.js'
import { badgeOf, keys } from '../badges.js'

export const key: SigningKey<'Ed25519'> = keys.ed25519
export const now: Date = new Date('2026-11-01T00:00:00Z')
export const url = 'https://uni.example/status/1'
export const badgeId = 'https://uni.example/badges/1'

/** Bits with some of them set, written by nobody's code but Node's. */
export function bitsWith(indexes: readonly number[], bytes = 16_384): Bytes {
  const bits = new Uint8Array(bytes)
  for (const index of indexes) bits[Math.floor(index / 8)] = (bits[Math.floor(index / 8)] ?? 0) | (0x80 >> (index % 8))
  return bits
}

/** One of the kinds of list that are bits in a credential: how its entry, its list and its credential are written. */
export type BitKind = {
  readonly name: string
  readonly credential: string
  readonly list: string
  entry(index: unknown, list?: unknown, purpose?: string): { readonly [member: string]: unknown }
  encode(bits: Uint8Array): string
}
export const bitKinds: readonly BitKind[] = [
  {
    name: 'BitstringStatusListEntry',
    credential: 'BitstringStatusListCredential',
    list: 'BitstringStatusList',
    entry: (index, list = url, purpose = 'revocation') => ({
      id: 'urn:status',
      type: 'BitstringStatusListEntry',
      statusPurpose: purpose,
      statusListIndex: index,
      statusListCredential: list,
    }),
    encode: (bits) => `u${toBase64url(gzipSync(bits))}`,
  },
  {
    name: 'StatusList2021Entry',
    credential: 'StatusList2021Credential',
    list: 'StatusList2021',
    entry: (index, list = url, purpose = 'revocation') => ({
      id: 'urn:status',
      type: 'StatusList2021Entry',
      statusPurpose: purpose,
      statusListIndex: index,
      statusListCredential: list,
    }),
    encode: (bits) => gzipSync(bits).toString('base64'),
  },
  {
    name: 'RevocationList2020Status',
    credential: 'RevocationList2020Credential',
    list: 'RevocationList2020',
    entry: (index, list = url) => ({ id: 'urn:status', type: 'RevocationList2020Status', revocationListIndex: index, revocationListCredential: list }),
    // The specification says ZLIB; `gzip` stands in the peers' test.
    encode: (bits) => deflateSync(bits).toString('base64'),
  },
]

/** The credential of a list, not signed. */
export function unsigned(kind: BitKind, bits: Uint8Array, more: object = {}, subject: object = {}): Credential {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: url,
    type: ['VerifiableCredential', kind.credential],
    issuer: key.controller,
    validFrom: '2026-10-31T00:00:00Z',
    validUntil: '2026-11-02T00:00:00Z',
    credentialSubject: {
      id: `${url}#list`,
      type: kind.list,
      ...(kind.name !== 'RevocationList2020Status' && { statusPurpose: 'revocation' }),
      encodedList: kind.encode(bits),
      ...subject,
    },
    ...more,
  }
}

export function listOf(kind: BitKind, bits: Uint8Array, more: object = {}, subject: object = {}): Promise<Signed> {
  return sign(unsigned(kind, bits, more, subject), { suite: eddsaJcs2022, key })
}

/** A signed badge with these status entries. */
export function badgeWith(credentialStatus: unknown, more: object = {}): Promise<Signed> {
  return sign({ ...badgeOf(key.controller, badgeId), ...more, credentialStatus } as unknown as Credential, { suite: eddsaJcs2022, key })
}
