import { secp256k1 } from '@noble/curves/secp256k1.js'
import { achievement } from '../src/credential/achievement.js'
import { type OpenBadge, openBadge } from '../src/credential/badge.js'
import { identity } from '../src/credential/identity.js'
import { profile } from '../src/credential/profile.js'
import { asDidKey } from '../src/did/index.js'
import { remote } from '../src/keys/remote.js'
import { ed25519, p256, p384, type SigningKey } from '../src/keys/signer.js'

const secret = new Uint8Array(32).fill(4)

/** Keys whose secrets are constants: for tests alone. */
export const keys: {
  readonly ed25519: SigningKey<'Ed25519'>
  readonly p256: SigningKey<'P-256'>
  readonly p384: SigningKey<'P-384'>
  readonly secp256k1: SigningKey<'secp256k1'>
} = {
  ed25519: asDidKey(ed25519(new Uint8Array(32).fill(1))),
  p256: asDidKey(p256(new Uint8Array(32).fill(2))),
  p384: asDidKey(p384(new Uint8Array(48).fill(3))),
  // No signer of ours has this curve: a key like it is somebody else's.
  secp256k1: asDidKey(
    remote({
      publicKey: { algorithm: 'secp256k1', bytes: secp256k1.getPublicKey(secret) },
      format: 'raw',
      sign: (message) => secp256k1.sign(message, secret),
    }),
  ),
}

/** A full badge of the issuer with this id. */
export function badgeOf(issuer: string, id = 'https://uni.example/badges/1'): OpenBadge {
  return openBadge({
    id,
    issuer: profile({ id: issuer, name: 'Université d’Exemple', url: 'https://uni.example/' }),
    achievement: achievement({
      id: 'https://uni.example/achievements/statistics',
      name: 'Statistics I',
      description: 'Thirty hours.',
      criteria: { narrative: 'Pass the exam.' },
      achievementType: 'MicroCredential',
      alignment: [{ targetName: 'Statistics', targetUrl: 'https://frameworks.example/stat' }],
      resultDescription: [{ id: 'https://uni.example/achievements/statistics#grade', name: 'Grade', resultType: 'LetterGrade', allowedValue: ['A', 'B'] }],
    }),
    subject: { id: 'did:example:zoe', identifier: [identity('zoe@example.org', { type: 'emailAddress', salt: 'a salt' })] },
    results: [{ resultDescription: 'https://uni.example/achievements/statistics#grade', value: 'A' }],
    evidence: [{ id: 'https://uni.example/evidence/1', name: 'Exam', narrative: 'Sat on paper.' }],
    validFrom: new Date('2026-06-30T12:00:00Z'),
    validUntil: new Date('2036-06-30T12:00:00Z'),
  })
}
