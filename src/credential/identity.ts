import { md5 } from '@noble/hashes/legacy.js'
import { toHex, utf8 } from '../bytes.js'
import { sha256 } from '../hash.js'
import { InvalidError } from './issue.js'

/** The vocabulary of identifiers, open to `ext:` names (Open Badges 3.0, IdentifierTypeEnum). */
export type IdentifierType =
  | 'name'
  | 'sourcedId'
  | 'systemId'
  | 'productId'
  | 'userName'
  | 'accountId'
  | 'emailAddress'
  | 'nationalIdentityNumber'
  | 'isbn'
  | 'issn'
  | 'lisSourcedId'
  | 'oneRosterSourcedId'
  | 'sisSourcedId'
  | 'ltiContextId'
  | 'ltiDeploymentId'
  | 'ltiToolId'
  | 'ltiPlatformId'
  | 'ltiUserId'
  | 'identifier'
  | `ext:${string}`

/** An identifier of a learner, hashed or plain (Open Badges 3.0, IdentityObject). */
export type IdentityObject = {
  readonly type: 'IdentityObject'
  readonly hashed: boolean
  /** `sha256$` or `md5$` and the digest in hexadecimal; the identifier itself where `hashed` is false. */
  readonly identityHash: string
  readonly identityType: IdentifierType | (string & {})
  readonly salt?: string | undefined
}

/**
 * Hashes an e-mail address or another identifier: SHA-256 over its UTF-8 bytes followed by those of the salt (Open Badges 3.0,
 * IdentityObject). The value is hashed exactly as given: neither trimmed nor lower-cased. Make a new random salt for every badge.
 *
 * @throws {InvalidError} when the value or the salt is empty
 * @example
 * identity('a@example.com', { type: 'emailAddress', salt: 'Kosher' }).identityHash // 'sha256$b5809d8a…'
 */
export function identity(value: string, { type, salt }: { readonly type: IdentifierType | (string & {}); readonly salt: string }): IdentityObject {
  if (!isText(value)) throw new InvalidError('identity', [{ path: '', rule: 'value', message: 'The identifier must be text that is not empty.' }])
  if (!isText(salt)) {
    throw new InvalidError('identity', [
      { path: '/salt', rule: 'salt', message: 'Without a salt anybody can guess the identifier. Give a random one, for example crypto.randomUUID().' },
    ])
  }
  return { type: 'IdentityObject', hashed: true, identityHash: `sha256$${toHex(sha256(utf8(value + salt)))}`, identityType: type, salt }
}

/**
 * Says whether an identity is that of `value`: tried as given, then trimmed and in lower case, because the standard has no rule for the
 * letters of an address and issuers differ. An algorithm other than SHA-256 and MD5 matches nothing.
 *
 * @returns which of the two matched; `undefined` when neither did
 * @example
 * matches(identity('a@example.com', { type: 'emailAddress', salt }), ' A@Example.com') // 'lower-cased'
 */
export function matches(object: IdentityObject, value: string): 'as given' | 'lower-cased' | undefined {
  if (isIdentityOf(object, value)) return 'as given'
  const lower = value.trim().toLowerCase()
  return lower !== value && isIdentityOf(object, lower) ? 'lower-cased' : undefined
}

function isIdentityOf({ hashed, identityHash, salt }: IdentityObject, value: string): boolean {
  if (!hashed) return identityHash === value
  const [algorithm, digest] = identityHash.split('$', 2)
  const hash = hashes.find(({ name }) => name === algorithm)
  return hash !== undefined && digest?.toLowerCase() === toHex(hash.of(utf8(value + (salt ?? ''))))
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.isWellFormed()
}

const hashes: readonly { readonly name: string; of(bytes: Uint8Array): Uint8Array }[] = [
  { name: 'sha256', of: sha256 },
  // MD5 is broken, but Open Badges allows it: badges that carry it are read, none is written.
  { name: 'md5', of: md5 },
]
