import { fromBase58, fromHex, fromUtf8, type Uri } from '../bytes.js'
import { isObject, type Json, type JsonObject, many, parse } from '../json.js'
import { checked } from '../keys/check.js'
import { fromJwk, type Jwk } from '../keys/jwk.js'
import { fromMultikey } from '../keys/multikey.js'
import { needed } from '../load/failure.js'
import type { PublicKey } from '../seams.js'
import { BadDocumentError, KeyNotFoundError, type ResolvedKey, readKey, UnsupportedKeyError, type World } from './method.js'

/**
 * Reads the document at `url`, which must say that it is `subject`'s.
 *
 * @throws {NoLoadError} without a `load`; and what that `load` rejects with
 * @throws {BadDocumentError} when it is malformed, or another's
 */
export async function documentAt(subject: Uri, url: Uri, { load, cancel }: World): Promise<JsonObject> {
  const { bytes } = await needed(load, url)(url, { accept: 'application/did+json, application/did+ld+json, application/ld+json, application/json', cancel })
  const document = read(bytes, subject)
  if (document['id'] !== subject) throw new BadDocumentError(subject, 'its "id" is another')
  return document
}

const relationships = ['assertionMethod', 'authentication', 'capabilityInvocation', 'capabilityDelegation', 'keyAgreement'] as const

function read(bytes: Uint8Array, subject: Uri): JsonObject {
  try {
    const document = parse(fromUtf8(bytes))
    if (isObject(document)) return document
  } catch (cause) {
    throw new BadDocumentError(subject, 'it is not sound JSON', cause)
  }
  throw new BadDocumentError(subject, 'it is not a JSON object')
}

/**
 * Finds one verification method in the document of its subject (Controlled Identifiers 1.0, 3.3).
 *
 * @throws {BadDocumentError} when the document is not of one mind about the method, or does not write it soundly
 * @throws {KeyNotFoundError} when it has no such method
 */
export function keyIn(document: JsonObject, id: Uri, subject: Uri): ResolvedKey {
  const is = (value: Json): boolean => absolute(isObject(value) ? value['id'] : value, subject) === id
  const embedded = [document['verificationMethod'], ...relationships.map((name) => document[name])].flatMap(many).filter(isObject).filter(is)
  const [method, ...others] = embedded
  if (!method) throw new KeyNotFoundError(id, subject)
  // Two methods of one name, and two readers would take different keys. The same method may stand in two places.
  if (others.some((one) => JSON.stringify(one) !== JSON.stringify(method)))
    throw new BadDocumentError(subject, 'it has two different verification methods of this name')
  // The document speaks for its own subject. That another controls the key, only the other's document could say.
  if (method['controller'] !== undefined && method['controller'] !== subject) throw new BadDocumentError(subject, 'the controller of this key is another')
  const { algorithm, bytes } = readKey(id, () => publicKeyOf(method, id, subject))
  const purposes = relationships.filter((name) => many(document[name]).some(is))
  return { algorithm, bytes, controller: subject, purposes, boundBy: 'document', ...end(method, 'expires', subject), ...end(method, 'revoked', subject) }
}

/** The absolute form of an identifier; a relative one is relative to the subject (DID Core 1.0, 3.2.2). */
function absolute(id: Json | undefined, subject: Uri): string | undefined {
  if (typeof id !== 'string') return undefined
  return id.startsWith('#') ? `${subject}${id}` : id
}

/** The members in which each type of verification method may write its key, and the algorithm of a type that has one. */
const types: { readonly [type: string]: { readonly members: readonly Member[]; readonly algorithm?: string } } = {
  Multikey: { members: ['publicKeyMultibase'] },
  JsonWebKey: { members: ['publicKeyJwk'] },
  JsonWebKey2020: { members: ['publicKeyJwk'] },
  Ed25519VerificationKey2020: { members: ['publicKeyMultibase'], algorithm: 'Ed25519' },
  Ed25519VerificationKey2018: { members: ['publicKeyBase58'], algorithm: 'Ed25519' },
  EcdsaSecp256k1VerificationKey2019: { members: ['publicKeyJwk', 'publicKeyHex', 'publicKeyBase58'], algorithm: 'secp256k1' },
}

type Member = keyof typeof readers

/** How each member writes a key. Raw bytes are of the algorithm that the type names. */
const readers = {
  publicKeyMultibase: (value: Json) => fromMultikey(text(value)),
  publicKeyJwk: (value: Json) => fromJwk((isObject(value) ? value : {}) as unknown as Jwk),
  publicKeyBase58: (value: Json, algorithm: string) => checked({ algorithm, bytes: fromBase58(text(value)) }),
  publicKeyHex: (value: Json, algorithm: string) => checked({ algorithm, bytes: fromHex(text(value)) }),
}

/**
 * The key in a verification method, by the type that it names.
 *
 * @throws {UnsupportedKeyError} when nobody here knows that type
 * @throws {BadDocumentError} when it is not written as that type is
 */
export function publicKeyOf(method: JsonObject, id: Uri, subject: Uri): PublicKey {
  const type = method['type']
  const form = typeof type === 'string' && Object.hasOwn(types, type) ? types[type] : undefined
  if (!form) throw new UnsupportedKeyError(id)
  const { members, algorithm } = form
  const [member, ...others] = (Object.keys(readers) as Member[]).filter((name) => method[name] !== undefined)
  // One key, written once (Controlled Identifiers 1.0, 2.2).
  if (!member || others.length > 0 || !members.includes(member))
    throw new BadDocumentError(subject, `this ${type} is not written as one "${members.join('" or "')}"`)
  const key = readers[member](method[member] as Json, algorithm ?? '')
  if (algorithm && algorithm !== key.algorithm) throw new BadDocumentError(subject, `this ${type} holds a key for ${key.algorithm}`)
  return key
}

function text(value: Json): string {
  return typeof value === 'string' ? value : ''
}

/** `expires` or `revoked`. A time that nobody can read must not pass for no time. */
function end(method: JsonObject, name: 'expires' | 'revoked', subject: Uri): { readonly [name: string]: string } {
  const time = method[name]
  if (time === undefined) return {}
  if (typeof time !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(time) || Number.isNaN(Date.parse(time)))
    throw new BadDocumentError(subject, `the "${name}" of this key is not a time`)
  return { [name]: time }
}
