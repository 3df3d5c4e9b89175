import type { Uri } from '../bytes.js'
import type { Credential } from '../credential/secured.js'
import { isObject, type Json, type JsonObject, many } from '../json.js'
import { objectIn, textAt } from './document.js'
import { toUrl } from './entry.js'
import {
  BadEntryError,
  BadListError,
  issuerOf,
  RevokedError,
  type StatusDetail,
  type StatusType,
  type StatusWorld,
  told,
  UnreadableListError,
} from './statusType.js'

/**
 * Reads `1EdTechRevocationList` (1EdTech Revocation List Status Method 1.0): a JSON document that names the credentials that were revoked.
 * It carries no proof: it is worth what the connection to the URL is worth, which the issuer signed.
 */
export const oneEdTechRevocationList: StatusType = {
  kind: 'status type',
  name: '1EdTechRevocationList',
  check: (entry, credential, world) => told(() => checkList(toUrl(entry['id']), credential, world)),
}

async function checkList(url: Uri, credential: Credential, world: StatusWorld): Promise<StatusDetail> {
  const id: unknown = credential.id
  if (typeof id !== 'string') throw new BadEntryError('the credential has no id by which a list could name it')
  const list = objectIn(await textAt(url, 'application/json', world), url)
  const detail = { purpose: 'revocation', list: url }
  if (revokedIn(list, url, issuerOf(credential)).some((one) => isRevoked(one, id))) throw new RevokedError({ ...detail, value: 1 })
  return { ...detail, value: 0 }
}

/** What the list names: an id, or an entry with one. */
function revokedIn(list: JsonObject, url: Uri, issuer: Uri): readonly Json[] {
  const owner = isObject(list['issuer']) ? list['issuer']['id'] : list['issuer']
  if (owner !== undefined && owner !== issuer) throw new BadListError(url, 'it is the list of another issuer')
  // The specification and its implementations differ in the name.
  const revoked = [...many(list['revokedCredentials']), ...many(list['revokedCredential'])]
  // 1EdTech writes no empty lists: one that says whose it is, and nothing more, revokes nothing.
  const isList = owner !== undefined || Array.isArray(list['revokedCredentials']) || Array.isArray(list['revokedCredential'])
  if (!isList || revoked.some((one) => idOf(one) === undefined)) throw new UnreadableListError(url, 'it is not a list of revoked credentials')
  return revoked
}

/** One that the list names is revoked, unless it says that it is not. */
function isRevoked(one: Json, id: string): boolean {
  return plain(idOf(one) ?? '') === plain(id) && !(isObject(one) && one['revoked'] === false)
}

function idOf(one: Json): string | undefined {
  const id = isObject(one) ? one['id'] : one
  return typeof id === 'string' ? id : undefined
}

/** Ids are compared without white space around them and without percent-escapes (Open Badges 3.0, equality and comparison). */
function plain(id: string): string {
  try {
    return decodeURIComponent(id.trim())
  } catch {
    return id.trim()
  }
}
