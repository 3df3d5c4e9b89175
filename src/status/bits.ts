import type { Bytes, Uri } from '../bytes.js'
import { type Credential, isCompactJwt } from '../credential/secured.js'
import { isObject, type JsonObject, many } from '../json.js'
import { objectIn, textAt } from './document.js'
import type { StatusPlace } from './entry.js'
import { inflate } from './gzip.js'
import { maxBytes, valueAt } from './list.js'
import {
  BadListError,
  issuerOf,
  RevokedError,
  type StatusDetail,
  type StatusType,
  type StatusWorld,
  SuspendedError,
  TooLargeError,
  told,
  UncheckedListError,
  UnknownPurposeError,
  UnreadableListError,
} from './statusType.js'

/** What differs between the kinds of list that are bits in a credential. */
export type BitList = {
  /** The `type` of the entry, of the credential that holds the list, and of the list. */
  readonly entry: string
  readonly credential: string
  readonly list: string
  /** The purpose of a list that does not say one. */
  readonly purpose?: string
  /** `true` where the id of the credential must be the URL that the entry names. */
  readonly named?: boolean
  place(entry: JsonObject): StatusPlace
  /** The compressed bits. */
  decode(encodedList: string): Bytes
  format(compressed: Bytes): 'gzip' | 'deflate'
}

/** Makes the status type of a kind of list. */
export function bitStatus(kind: BitList): StatusType {
  return {
    kind: 'status type',
    name: kind.entry,
    check: (entry, credential, world) => told(() => checkBits(kind, kind.place(entry), credential, world)),
  }
}

async function checkBits(kind: BitList, place: StatusPlace, credential: Credential, world: StatusWorld): Promise<StatusDetail> {
  const { purpose, list: url, index, size, messages } = place
  const list = await verifiedList(kind, url, credential, world)
  if (kind.named && list['id'] !== url) throw new BadListError(url, 'it says that it is another list')
  const { purposes, bits } = await bitsIn(kind, list, { url, maxBytes })
  if (!purposes.includes(purpose)) throw new BadListError(url, `it is not for ${JSON.stringify(purpose.slice(0, 100))}`)
  if ((index + 1) * size > bits.length * 8) throw new BadListError(url, `it has no entry ${index}`)
  const value = valueAt(bits, index, size)
  const message = messages.get(value)
  return judged({ purpose, list: url, index, value, ...(message !== undefined && { message }) })
}

/** What the purposes mean (Bitstring Status List 1.0, 2.1). One that nobody knows could mean anything once it is set. */
function judged(detail: StatusDetail): StatusDetail {
  const { purpose, value } = detail
  if (value === 0 || purpose === 'refresh' || purpose === 'message') return detail
  if (purpose === 'revocation') throw new RevokedError(detail)
  if (purpose === 'suspension') throw new SuspendedError(detail)
  throw new UnknownPurposeError(detail)
}

/** Reads the list at a URL, and has it verified: what comes back was signed by the issuer of the credential, and is valid now. */
async function verifiedList(kind: BitList, url: Uri, credential: Credential, world: StatusWorld): Promise<JsonObject> {
  const text = await textAt(url, accept, world)
  // What is no list at all, such as a server's excuse, is not judged.
  const held = isCompactJwt(text) ? text : requireKind(kind, objectIn(text, url), url)
  const check = await world.verifyList(held, { issuer: issuerOf(credential) })
  if (check.outcome === 'passed') return check.detail
  if (check.outcome === 'failed') throw new BadListError(url, `it does not verify (${check.problem.name})`, check.problem)
  if (check.outcome === 'unknown') throw new UncheckedListError(url, `it could not be verified (${check.problem.name})`, check.problem)
  throw new UncheckedListError(url, 'it was not verified')
}

// With more than 128 characters a browser would first ask the server whether it may ask.
const accept = 'application/vc, application/vc+jwt, application/jwt, application/ld+json, application/json'

/**
 * The bits in a list credential, and what they are for.
 *
 * @throws {BadListError} when it does not hold one list
 * @throws {UnreadableListError} when it is no credential of that kind, or its bits are damaged
 * @throws {TooLargeError} when they are more than `maxBytes`
 */
export async function bitsIn(
  kind: BitList,
  credential: JsonObject,
  { url, maxBytes }: { readonly url: Uri; readonly maxBytes: number },
): Promise<{ readonly purposes: readonly string[]; readonly bits: Bytes }> {
  const [subject, ...others] = many(requireKind(kind, credential, url)['credentialSubject'])
  if (!isObject(subject) || others.length > 0 || !many(subject['type']).includes(kind.list)) throw new BadListError(url, `it does not hold one ${kind.list}`)
  const { statusPurpose = kind.purpose, encodedList } = subject
  const purposes = many(statusPurpose).filter((one) => typeof one === 'string')
  if (typeof encodedList !== 'string') throw new UnreadableListError(url, 'it has no encodedList')
  try {
    const compressed = kind.decode(encodedList)
    return { purposes, bits: await inflate(compressed, kind.format(compressed), maxBytes) }
  } catch (cause) {
    throw cause instanceof TooLargeError ? cause : new UnreadableListError(url, 'its bits are damaged, or not written as they should be', cause)
  }
}

function requireKind(kind: BitList, credential: JsonObject, url: Uri): JsonObject {
  if (!many(credential['type']).includes(kind.credential)) throw new UnreadableListError(url, `it is not a ${kind.credential}`)
  return credential
}
