import { type Bytes, fromBase58, fromBase64, sameBytes } from '../bytes.js'
import { BaseError } from '../errors.js'
import { sha256, sha384, sha512 } from '../hash.js'
import { type Json, type JsonObject, many } from '../json.js'
import { shown } from '../shown.js'

/** The hash functions of digests, the strongest first. */
export type HashName = 'sha512' | 'sha384' | 'sha256'
/** The digest of one resource by each of them. */
export type DigestBy = (name: HashName) => Uint8Array

/** The digests of bytes as they are. */
export function digestsOf(bytes: Uint8Array): DigestBy {
  return (name) => hashes[name].hash(bytes)
}

/** Says whether a digest is given of what an object names: `digestSRI` or `digestMultibase` (VC Data Model 2.0, 5.3). */
export function hasDigest({ digestSRI, digestMultibase }: JsonObject): boolean {
  return digestSRI !== undefined || digestMultibase !== undefined
}

/**
 * Compares a resource with every digest that an object gives of it. Of several in one `digestSRI` those of the strongest hash count, and one of
 * them must match (Subresource Integrity, 3.3.4).
 *
 * @throws {BadDigestError} when there is none, or one is malformed
 * @throws {UnknownDigestError} when one is by no hash function that is known here
 * @throws {DigestMismatchError} when the resource is another than was meant
 * @example
 * checkDigests({ digestSRI: 'sha384-…' }, url, digestsOf(bytes))
 */
export function checkDigests(named: JsonObject, url: string, digestBy: DigestBy): void {
  const { digestSRI, digestMultibase } = named
  const given = [...(digestSRI === undefined ? [] : [fromSri(digestSRI, url)]), ...many(digestMultibase).map((one) => [fromMultibase(one, url)])]
  if (given.length === 0) throw new BadDigestError(url, 'it has no digest')
  for (const alternatives of given) {
    if (!alternatives.some(({ name, digest }) => sameBytes(digest, digestBy(name)))) throw new DigestMismatchError(url)
  }
}

/** The digest of a resource is missing, or none. */
export class BadDigestError extends BaseError {
  override readonly name = 'load.BadDigestError'
  constructor(url: string, why: string) {
    super(`What "${shown(url)}" should be is not said as it must be: ${why}. The issuer must correct it.`, { facts: { url: shown(url), why } })
  }
}

/** The digest is by a hash function that is not known here. */
export class UnknownDigestError extends BaseError {
  override readonly name = 'load.UnknownDigestError'
  constructor(url: string) {
    super(`Whether "${shown(url)}" is what was meant is not known: its digest is not by SHA-256, SHA-384 or SHA-512.`, { facts: { url: shown(url) } })
  }
}

/** What stands at the URL is not what the issuer meant. */
export class DigestMismatchError extends BaseError {
  override readonly name = 'load.DigestMismatchError'
  constructor(url: string) {
    super(`"${shown(url)}" is not what the issuer named: it was changed since, or somebody else answers there.`, { facts: { url: shown(url) } })
  }
}

type Digest = { readonly name: HashName; readonly digest: Uint8Array }

/** Subresource Integrity, 3.5: hash expressions with white space between them. */
function fromSri(value: Json, url: string): readonly Digest[] {
  const expressions = typeof value === 'string' && value.length <= maxLength ? value.trim().split(/\s+/) : []
  const read = expressions.map((one) => /^([a-z0-9]+)-([-\w+/]+={0,2})(?:\?.*)?$/.exec(one) ?? bad(url, 'its digestSRI is malformed'))
  if (read.length === 0) bad(url, 'its digestSRI is malformed')
  const strongest = names.find((name) => read.some(([, one]) => one === name))
  if (!strongest) throw new UnknownDigestError(url)
  return read
    .filter(([, one]) => one === strongest)
    .map(([, , text = '']) => ({ name: strongest, digest: sized(strongest, decoded(fromBase64, text, url), url) }))
}

/** VC Data Integrity 1.0, 2.6: a multihash in base58btc or base64url. */
function fromMultibase(value: Json, url: string): Digest {
  if (typeof value !== 'string' || value.length > maxLength) return bad(url, 'its digestMultibase is malformed')
  if (!/^[uz]/.test(value)) throw new UnknownDigestError(url)
  const [code = 0, length, ...digest] = decoded(value.startsWith('u') ? fromBase64 : fromBase58, value.slice(1), url)
  const name = names.find((one) => hashes[one].code === code)
  if (!name) throw new UnknownDigestError(url)
  if (length !== digest.length) return bad(url, 'its digestMultibase is malformed')
  return { name, digest: sized(name, new Uint8Array(digest), url) }
}

function decoded(read: (text: string) => Bytes, text: string, url: string): Uint8Array {
  try {
    return read(text)
  } catch {
    return bad(url, 'its digest is malformed')
  }
}

function sized(name: HashName, digest: Uint8Array, url: string): Uint8Array {
  return digest.length === hashes[name].length ? digest : bad(url, 'its digest has not the length of its hash function')
}

function bad(url: string, why: string): never {
  throw new BadDigestError(url, why)
}

const names: readonly HashName[] = ['sha512', 'sha384', 'sha256']
// The codes are those of the multihash table.
const hashes: { readonly [name in HashName]: { readonly code: number; readonly length: number; readonly hash: (bytes: Uint8Array) => Uint8Array } } = {
  sha256: { code: 0x12, length: 32, hash: sha256 },
  sha384: { code: 0x20, length: 48, hash: sha384 },
  sha512: { code: 0x13, length: 64, hash: sha512 },
}
// A digest has some hundred characters.
const maxLength = 2000
