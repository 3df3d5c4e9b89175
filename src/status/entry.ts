import type { Uri } from '../bytes.js'
import type { StatusEntry } from '../credential/badge.js'
import type { Credential } from '../credential/secured.js'
import { isObject, type Json, type JsonObject, many } from '../json.js'
import type { Purpose } from './list.js'
import { BadEntryError } from './statusType.js'

/** Where an entry says that the status stands, and what each value is called. `size` is in bits. */
export type StatusPlace = {
  readonly purpose: string
  readonly list: Uri
  readonly index: number
  readonly size: number
  readonly messages: ReadonlyMap<number, string>
}

/**
 * The entry that goes into a badge (Bitstring Status List 1.0, 2.1). Its id is the list's URL with the index as fragment.
 *
 * @throws {BadEntryError} when `list` is not an absolute URL, or `index` not a whole number from 0
 * @example
 * openBadge({ …, status: entry({ list: 'https://uni.example/status/1', index, purpose: 'revocation' }) })
 */
export function entry({ list, index, purpose }: { readonly list: Uri; readonly index: number; readonly purpose: Purpose }): StatusEntry {
  const made = {
    id: `${list}#${index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: String(index),
    statusListCredential: list,
  } as const
  bitstringPlace(made)
  return made
}

/**
 * Where a credential says that its status for one purpose stands: what an issuer needs in order to revoke it.
 *
 * @returns `undefined` when it has no BitstringStatusListEntry for that purpose
 * @throws {BadEntryError} when it has one, and that is malformed
 * @example
 * const place = entryOf(badge, 'revocation')
 * if (place) await db.revoked.add(place.list, place.index)
 */
export function entryOf(credential: Credential, purpose: Purpose): { readonly list: Uri; readonly index: number } | undefined {
  const entries = many(credential.credentialStatus as Json | undefined).filter(isObject)
  const found = entries.find(({ type, statusPurpose }) => many(type).includes('BitstringStatusListEntry') && statusPurpose === purpose)
  if (!found) return undefined
  const { list, index } = bitstringPlace(found)
  return { list, index }
}

/** Reads a BitstringStatusListEntry (Bitstring Status List 1.0, 2.1). */
export function bitstringPlace(entry: JsonObject): StatusPlace {
  const { statusPurpose, statusListIndex, statusListCredential, statusSize = 1, statusMessage } = entry
  if (typeof statusPurpose !== 'string') throw new BadEntryError('it does not say its purpose')
  if (typeof statusSize !== 'number' || !Number.isSafeInteger(statusSize) || statusSize < 1) throw new BadEntryError('its size is not a whole number from 1')
  return {
    purpose: statusPurpose,
    list: toUrl(statusListCredential),
    index: toIndex(statusListIndex),
    size: statusSize,
    messages: toMessages(statusMessage, statusSize),
  }
}

/** The place of one bit, for the types that have neither sizes nor messages. */
export function bitPlace(purpose: Json | undefined, list: Json | undefined, index: Json | undefined): StatusPlace {
  return bitstringPlace({ statusPurpose: purpose, statusListCredential: list, statusListIndex: index })
}

/** The URL of a list, which must be absolute. */
export function toUrl(url: Json | undefined): Uri {
  if (typeof url === 'string' && URL.canParse(url)) return url
  throw new BadEntryError('its list is not an absolute URL')
}

// Written as text (Bitstring Status List 1.0, 2.1), and by some as a number. No list has 10^15 entries.
function toIndex(index: Json | undefined): number {
  const text = typeof index === 'number' ? String(index) : index
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return Number(text)
  throw new BadEntryError('its index is not a whole number from 0')
}

function toMessages(messages: Json | undefined, size: number): ReadonlyMap<number, string> {
  if (messages === undefined && size === 1) return unnamed
  if (!Array.isArray(messages) || messages.length !== 2 ** size) throw new BadEntryError('it does not have one message for each value')
  return new Map(messages.map(toMessage))
}

function toMessage(one: Json): readonly [number, string] {
  const { status, message } = isObject(one) ? one : {}
  if (typeof status === 'string' && /^0x[0-9a-f]{1,8}$/i.test(status) && typeof message === 'string') return [Number(status), message]
  throw new BadEntryError('one of its messages does not say which value it is for')
}

const unnamed: ReadonlyMap<number, string> = /* @__PURE__ */ new Map([
  [0, 'unset'],
  [1, 'set'],
])
