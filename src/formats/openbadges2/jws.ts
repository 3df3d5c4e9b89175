import { fromBase64, fromBase64url, fromUtf8, type Uri, utf8 } from '../../bytes.js'
import { isCompactJwt } from '../../credential/secured.js'
import { BaseError } from '../../errors.js'
import { isObject, type Json, type JsonObject, many, parse } from '../../json.js'
import { KeyError, kinds, UnknownAlgorithmError } from '../../keys/key.js'
import { fromSpki } from '../../keys/spki.js'
import { verifySignature } from '../../keys/verify.js'
import type { PublicKey } from '../../seams.js'
import { BadDocumentError, BadSignatureError, isDoubt, NotTheirKeyError, TooManyKeysError } from '../errors.js'
import type { World } from '../format.js'
import { type Found, idOf, read } from './address.js'

/** A signed assertion taken apart (RFC 7515, 7.1). Nobody has checked it. */
export type Jws = { readonly alg: string; readonly payload: JsonObject; readonly message: Uint8Array; readonly signature: Uint8Array }

/** Takes a compact JWS apart: strict base64url, JSON objects, no extension. `undefined` for anything else. */
export function decodeJws(text: string): Jws | undefined {
  if (!isCompactJwt(text)) return undefined
  const [first = '', second = '', third = ''] = text.trim().split('.')
  try {
    const [header, payload] = [first, second].map((part) => parse(fromUtf8(fromBase64url(part))))
    if (!isObject(header) || !isObject(payload) || header['crit'] !== undefined || header['b64'] !== undefined) return undefined
    return { alg: String(header['alg']), payload, message: utf8(`${first}.${second}`), signature: fromBase64url(third) }
  } catch (error) {
    if (error instanceof BaseError) return undefined
    throw error
  }
}

// Each key costs a request and a verification.
const maxKeys = 16

/**
 * Finds the key that signed among those that the issuer's profile lists: the one that the assertion names, or any (Open Badges 2.0,
 * SignedBadge). Returns its id.
 *
 * @throws {NotTheirKeyError} when the profile does not list it, or the key says that it is somebody else's
 * @throws {BadSignatureError} when none of them signed this
 * @throws {TooManyKeysError} when the assertion names none of more than 16
 */
export async function keyThatSigned({ alg, message, signature }: Jws, creator: Json | undefined, issuer: Found, world: World): Promise<Uri> {
  const listed = many(issuer.document['publicKey'])
  const named = idOf(creator)
  const candidates = named === undefined ? listed : listed.filter((one) => idOf(one) === named).slice(0, 1)
  if (candidates.length > maxKeys) throw new TooManyKeysError(candidates.length, maxKeys)
  if (candidates.length === 0) throw new NotTheirKeyError(isText(named) ? named : undefined, issuer.id, 'its profile does not list it')
  const tried = await Promise.allSettled(
    candidates.map(async (candidate) => {
      const { id, key } = await keyAt(candidate, alg, issuer.id, world)
      if (await verifySignature(key, message, signature)) return id
      throw new BadSignatureError(id)
    }),
  )
  const failures: unknown[] = []
  for (const one of tried) {
    if (one.status === 'fulfilled') return one.value
    failures.push(one.reason)
  }
  throw failures.find(isDoubt) ?? failures[0]
}

/** The key that a profile lists: published at its id, or standing in the profile itself. */
async function keyAt(reference: Json, alg: string, owner: Uri, world: World): Promise<{ readonly id: Uri; readonly key: PublicKey }> {
  const id = idOf(reference)
  const isInside = isObject(reference) && reference['publicKeyPem'] !== undefined
  const name = isText(id) ? id : owner
  const document = isInside ? reference : (await read(name, world)).document
  // It is listed under this id, and may not stand for another.
  if (!isInside && (document['id'] ?? id) !== id) throw new BadDocumentError(name, 'its "id" is another')
  if (document['owner'] !== owner) throw new NotTheirKeyError(name, owner, 'the key says that it is somebody else’s, or nobody’s')
  return { id: name, key: fromPem(document['publicKeyPem'], alg) }
}

/** Reads a PEM public key (RFC 7468, 13) for the algorithm of the header. The header cannot choose: the key says what it is for. */
function fromPem(pem: Json | undefined, alg: string): PublicKey {
  const algorithm = kinds.find(({ jwk }) => jwk.algs.includes(alg))?.algorithm
  if (algorithm === undefined) throw new UnknownAlgorithmError(alg)
  // The longest key that is read is RSA of 8,192 bits.
  const [, label = '', body = ''] = (isText(pem) && pem.length < 8192 && /^\s*-----BEGIN ([A-Z ]+)-----([\w+/=\s]*)-----END \1-----\s*$/.exec(pem)) || []
  if (label === '') throw new KeyError(algorithm, 'it is no PEM text')
  if (label !== 'PUBLIC KEY') throw new UnknownAlgorithmError(`PEM ${label}`)
  let der: Uint8Array
  try {
    der = fromBase64(body.replace(/\s/g, ''))
  } catch {
    throw new KeyError(algorithm, 'its PEM text is not base64')
  }
  return fromSpki(der, algorithm)
}

function isText(value: Json | undefined | false): value is string {
  return typeof value === 'string'
}
