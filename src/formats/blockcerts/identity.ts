import type { Uri } from '../../bytes.js'
import { timeOf } from '../../credential/instant.js'
import { publicKeyOf } from '../../did/controller.js'
import { KeyNotFoundError, readKey, UnsupportedKeyError } from '../../did/method.js'
import { isObject, type Json, type JsonObject, many } from '../../json.js'
import type { Caip2, PublicKey } from '../../seams.js'
import { BadDocumentError, WrongPurposeError } from '../errors.js'
import type { World } from '../format.js'
import { type Found, read } from '../openbadges2/address.js'
import { toDate } from '../openbadges2/version.js'
import { accountOf, isSameAccount } from './account.js'

/** Somebody who issues or signs: the document of a DID, and the profile that it leads to; of an https address, the profile is the document. */
export type Identity = { readonly id: Uri; readonly document?: JsonObject | undefined; readonly profile?: Found | undefined }

/** An account that somebody says is theirs, and when. */
export type Account = {
  readonly address: string
  readonly created?: string | undefined
  readonly revoked?: string | undefined
  readonly expires?: string | undefined
}

/** A key that somebody says is theirs. */
export type Method = {
  readonly id: Uri
  /** When it came and went. */
  readonly dates: Omit<Account, 'address'>
  /** Its account (CAIP-10), where it says that. */
  readonly account: string | undefined
  /** The key itself, where that can be read. */
  readonly key: PublicKey | undefined
}

/**
 * Finds who goes by an id. What stands at an address is its owner's, whatever id it says: an issuer is known by the address.
 *
 * @throws {BadDocumentError} when it is no https address and no DID; and what `read` and the key methods throw
 */
export async function identify(id: Uri, world: World): Promise<Identity> {
  // These are their key, or its account, and nothing else.
  if (/^did:(?:key|jwk|pkh):/.test(id)) return { id }
  if (id.startsWith('did:')) {
    const document = await world.document(id)
    const address = profileIn(document)
    return { id, document, profile: address === undefined ? undefined : await profileAt(address, world) }
  }
  const profile = await profileAt(id, world)
  return { id, document: profile.document, profile }
}

/** The accounts that a profile lists: of Blockcerts 2 and 3, of the drafts of 2.0, and of version 1. */
export function accountsOf({ address, document }: Found): readonly Account[] {
  const { publicKey, publicKeys, issuerKeys } = document
  return many(publicKey ?? publicKeys ?? issuerKeys).map((one) => {
    const { id, publicKey: written, key, created, date, revoked, expires } = isObject(one) ? one : { id: one }
    const name = id ?? written ?? key
    if (typeof name !== 'string') throw new BadDocumentError(address, 'a key of it has no name')
    return {
      address: name.replace(/^ecdsa-koblitz-pubkey:/, ''),
      created: dateIn(created ?? date, address),
      revoked: dateIn(revoked, address),
      expires: dateIn(expires, address),
    }
  })
}

/**
 * The verification method of a name in somebody's document, or in a DID that is its key; `undefined` where that lists none, as older profiles do.
 *
 * @throws {KeyNotFoundError} when it lists others
 * @throws {WrongPurposeError} when it says which keys are for issuing, and this is none of them
 * @throws {BadDocumentError} when it says that the key is somebody else's; and what the key methods throw
 */
export async function methodIn({ id: owner, document }: Identity, id: Uri, world: World): Promise<Method | undefined> {
  if (!document) {
    const key = await world.resolve(id)
    return owner.startsWith('did:pkh:') ? { id, dates: {}, account: owner.slice(8), key: undefined } : { id, dates: {}, account: undefined, key }
  }
  const methods = many(document['verificationMethod']).filter(isObject)
  if (methods.length === 0) return undefined
  const is = (value: Json | undefined): boolean => value === id || (typeof value === 'string' && value.startsWith('#') && `${owner}${value}` === id)
  const written = methods.find((one) => is(one['id']))
  if (!written) throw new KeyNotFoundError(id, owner)
  const { controller = owner, created, revoked, expires, blockchainAccountId } = written
  if (![owner, document['id'], ''].includes(controller)) throw new BadDocumentError(owner, 'the controller of this key is another')
  const { assertionMethod } = document
  if (assertionMethod !== undefined && !many(assertionMethod).some((one) => is(isObject(one) ? one['id'] : one))) throw new WrongPurposeError('key')
  const account = typeof blockchainAccountId === 'string' ? blockchainAccountId : undefined
  return {
    id,
    dates: { created: dateIn(created, id), revoked: dateIn(revoked, id), expires: dateIn(expires, id) },
    account,
    key: account === undefined ? keyIn(written, id, owner) : undefined,
  }
}

/** A key of a kind that nobody here knows has no account that could be told. */
function keyIn(written: JsonObject, id: Uri, owner: Uri): PublicKey | undefined {
  try {
    return readKey(id, () => publicKeyOf(written, id, owner))
  } catch (error) {
    if (error instanceof UnsupportedKeyError) return undefined
    throw error
  }
}

/** Whether an address on a chain is the account of a key; `undefined` where the key has none there. */
export function isAccountOf({ account, key }: Method, chain: Caip2, address: string): boolean | undefined {
  const named = account?.startsWith(`${chain}:`) ? account.slice(chain.length + 1) : undefined
  const own = named ?? (key && accountOf(key, chain))
  return own === undefined ? undefined : isSameAccount(own, address)
}

/** The profile that the document of a DID leads to. */
function profileIn({ service }: JsonObject): Uri | undefined {
  const found = many(service).find((one) => isObject(one) && many(one['type']).includes('IssuerProfile'))
  const endpoint = isObject(found) ? many(found['serviceEndpoint'])[0] : undefined
  const address = isObject(endpoint) ? endpoint['uri'] : endpoint
  return found === undefined ? undefined : String(address)
}

async function profileAt(id: Uri, world: World): Promise<Found> {
  return { id, version: '2.0', ...(await read(id, world)) }
}

/** A date of a key as RFC 3339 has it: many have no colon in their zone, or no zone. */
function dateIn(value: Json | undefined, where: Uri): string | undefined {
  if (value === undefined || value === null) return undefined
  const date = toDate(value, '1.1')
  if (typeof date !== 'string' || timeOf(date) === undefined) throw new BadDocumentError(where, 'a date of a key is none')
  return date
}
