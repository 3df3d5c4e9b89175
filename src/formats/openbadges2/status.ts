import type { Uri } from '../../bytes.js'
import { isObject, type Json, type JsonObject, many } from '../../json.js'
import { BadDocumentError, RevokedError } from '../errors.js'
import type { World } from '../format.js'
import { type Found, isWeb, read } from './address.js'

/**
 * Looks an assertion up in its issuer's list (Open Badges 2.0, RevocationList; in 1.x, a map from `uid` or `id` to the reason). Returns
 * the list's address, `undefined` where the issuer keeps none.
 *
 * @throws {RevokedError} when the assertion is on it
 * @throws {BadDocumentError} when the list cannot be understood to the end: what is not understood could be a revocation
 */
export async function lookUp({ id, uid }: JsonObject, issuer: Found, world: World): Promise<Uri | undefined> {
  const { revocationList } = issuer.document
  if (revocationList === undefined || revocationList === null) return undefined
  if (!isWeb(revocationList)) throw new BadDocumentError(issuer.id, 'its "revocationList" is no https address')
  const { address, document } = await read(revocationList, world)
  const entries = issuer.version !== '2.0' && isMap(document) ? Object.entries(document).map(fromMap) : many(document['revokedAssertions'])
  if (entries.length === 0 && !isEmpty(document, issuer)) throw new BadDocumentError(revocationList, 'it has no "revokedAssertions"')
  for (const entry of entries) {
    const name = namesIn(entry).find((one) => one === id || one === uid)
    if (name !== undefined) throw new RevokedError(name, reasonIn(entry))
  }
  if (entries.some((entry) => namesIn(entry).length === 0)) throw new BadDocumentError(revocationList, 'an entry of it names no badge')
  return address
}

/** Why a revoked assertion was revoked, where it says so. */
export function reasonIn(entry: Json): string | undefined {
  const reason = isObject(entry) ? entry['revocationReason'] : undefined
  return typeof reason === 'string' ? reason : undefined
}

function isMap({ '@context': context, type, revokedAssertions }: JsonObject): boolean {
  return context === undefined && type === undefined && revokedAssertions === undefined
}

function fromMap([id, revocationReason]: readonly [string, Json | undefined]): Json {
  return { id, ...(typeof revocationReason === 'string' && { revocationReason }) }
}

function isEmpty(list: JsonObject, { version }: Found): boolean {
  return Array.isArray(list['revokedAssertions']) || (version !== '2.0' && Object.keys(list).length === 0)
}

function namesIn(entry: Json): readonly string[] {
  const names = isObject(entry) ? [entry['id'], entry['uid']] : [entry]
  return names.filter((name) => typeof name === 'string')
}
