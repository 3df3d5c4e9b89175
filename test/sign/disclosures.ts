import * as bbs from '@digitalbazaar/bbs-2023-cryptosuite'
import * as Bls12381Multikey from '@digitalbazaar/bls12-381-multikey'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey'
import * as ecdsaSd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite'
import * as vc from '@digitalbazaar/vc'
import { fromBase64url, toBase64url } from '../../src/bytes.js'
import { decode, encode, type Item } from '../../src/cbor.js'
import { contextAt } from '../../src/contexts/index.js'
import type { Proof, Signed } from '../../src/credential/secured.js'
import { fromMultikey } from '../../src/keys/multikey.js'
import type { PublicKey } from '../../src/seams.js'
import { badgeOf } from '../badges.js'

/** A peer who issues, shows and verifies with selective disclosure, and whose key is its DID. */
export type Peer = {
  readonly did: string
  readonly publicKey: PublicKey
  issue(credential: object, mandatory: readonly string[]): Promise<Signed>
  derive(base: Signed, selective: readonly string[]): Promise<Signed>
  verify(derived: Signed): Promise<boolean>
}

type PeerKey = { id: string; controller: string; signer(): unknown; export(options: object): Promise<{ publicKeyMultibase: string }> }

export const ecdsaPeer = async (): Promise<Peer> => peerOf(await EcdsaMultikey.generate({ curve: 'P-256' }), ecdsaSd)
export const bbsPeer = async (): Promise<Peer> =>
  peerOf(await Bls12381Multikey.generateBbsKeyPair({ algorithm: Bls12381Multikey.ALGORITHMS.BBS_BLS12381_SHA256 }), bbs)

async function peerOf(key: PeerKey, cryptosuites: typeof ecdsaSd): Promise<Peer> {
  const exported = await key.export({ publicKey: true })
  const { publicKeyMultibase } = exported
  key.controller = `did:key:${publicKeyMultibase}`
  key.id = `${key.controller}#${publicKeyMultibase}`
  const method = { '@context': 'https://w3id.org/security/multikey/v1', ...exported, id: key.id, controller: key.controller }
  const document = {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: key.controller,
    assertionMethod: [key.id],
    verificationMethod: [method],
  }
  const documentLoader = async (url: string) => {
    const content = contextAt(url) ?? (url === key.id ? method : url === key.controller ? document : undefined)
    if (!content) throw new Error(`not loaded: ${url}`)
    return { document: structuredClone(content), documentUrl: url }
  }
  return {
    did: key.controller,
    publicKey: fromMultikey(publicKeyMultibase),
    issue: (credential, mandatory) =>
      vc.issue({
        credential: structuredClone(credential),
        suite: new DataIntegrityProof({ signer: key.signer(), cryptosuite: cryptosuites.createSignCryptosuite({ mandatoryPointers: mandatory }) }),
        documentLoader,
      }),
    derive: (base, selective) =>
      vc.derive({
        verifiableCredential: structuredClone(base),
        suite: new DataIntegrityProof({ cryptosuite: cryptosuites.createDiscloseCryptosuite({ selectivePointers: selective }) }),
        documentLoader,
      }),
    verify: async (derived) => {
      const suite = new DataIntegrityProof({ cryptosuite: cryptosuites.createVerifyCryptosuite() })
      return (await vc.verifyCredential({ credential: structuredClone(derived), suite, documentLoader, now: new Date('2026-11-01T00:00:00Z') })).verified
    },
  }
}

/** What a verifier wants to see in any case. */
export const mandatory = ['/issuer', '/validFrom', '/validUntil', '/credentialSubject/id']

/** A badge of this issuer, without lists whose order counts: the peer cannot disclose those. */
export function badgeFor(issuer: string, id?: string): Badge {
  const badge = structuredClone(badgeOf(issuer, id)) as unknown as Badge
  const { achievement } = badge.credentialSubject
  for (const one of achievement.resultDescription) delete one.allowedValue
  achievement.alignment.push({ type: ['Alignment'], targetName: 'Tests', targetUrl: 'https://frameworks.example/tests' })
  achievement.tag = ['statistics', 'tests']
  badge.evidence.push({ type: ['Evidence'], narrative: 'Sat twice.' })
  return badge
}

export type Badge = {
  evidence: { [name: string]: unknown }[]
  credentialSubject: {
    achievement: { resultDescription: { allowedValue?: unknown }[]; alignment: object[]; tag?: string[] }
  }
}

/** The JSON pointers to everything in a document but its contexts (RFC 6901), and but into lists of one: the peer takes their lists away first. */
export function pointersIn(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || (Array.isArray(value) && value.length === 1)) return []
  return Object.entries(value)
    .filter(([name]) => name !== '@context' && name !== 'proof')
    .flatMap(([name, inner]) => {
      const pointer = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      return [pointer, ...pointersIn(inner, pointer)]
    })
}

/** The only proof, in a list or not. */
export function proofOf(signed: Signed): Proof {
  return [(signed as unknown as { proof: Proof | Proof[] }).proof].flat()[0] as Proof
}

/** The same document with another proof value. */
export function withProofValue(signed: Signed, proofValue: string): Signed {
  return { ...signed, proof: [{ ...proofOf(signed), proofValue }] } as unknown as Signed
}

export function bytesOf(signed: Signed): Uint8Array {
  return fromBase64url(proofOf(signed).proofValue?.slice(1) ?? '')
}

export function withBytes(signed: Signed, bytes: Uint8Array): Signed {
  return withProofValue(signed, `u${toBase64url(bytes)}`)
}

/** The parts of a proof value, and the same document with others. */
export function partsOf(signed: Signed): Item[] {
  return [...(decode(bytesOf(signed).subarray(3), 2) as readonly Item[])]
}

export function withParts(signed: Signed, parts: readonly Item[], feature?: number): Signed {
  const tag = bytesOf(signed).slice(0, 3)
  if (feature !== undefined) tag[2] = feature
  return withBytes(signed, new Uint8Array([...tag, ...encode(parts)]))
}
