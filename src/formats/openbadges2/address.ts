import { fromUtf8, type Uri } from '../../bytes.js'
import { isObject, type Json, type JsonObject, parse } from '../../json.js'
import { needed } from '../../load/failure.js'
import { BadDocumentError } from '../errors.js'
import type { World } from '../format.js'
import { type Part, toVersion2, type Version, versionOf } from './version.js'

/** A document, the id that it is known by, the address that it was found at in the end, and the version that it was written in. */
export type Found = { readonly id: Uri; readonly address: Uri; readonly document: JsonObject; readonly version: Version }

/** Says whether a value is an address on the web. */
export function isWeb(value: Json | undefined): value is Uri {
  return typeof value === 'string' && /^https?:\/\/\S+$/i.test(value) && URL.canParse(value)
}

/** What a reference names: an address by itself, or the id of what stands inside. */
export function idOf(reference: Json | undefined): Json | undefined {
  return isObject(reference) ? reference['id'] : reference
}

/**
 * Where an id is read: always over https, because what http answers anybody on the way can write. Many old badges name themselves with
 * http, and their hosts answer at the same place over https.
 *
 * @throws {BadDocumentError} when the id is no address on the web
 */
export function toHttps(id: Uri): URL {
  if (!isWeb(id)) throw new BadDocumentError(id, 'it is no https address')
  const url = new URL(id)
  url.protocol = 'https:'
  url.hash = ''
  return url
}

/**
 * Reads the JSON object at an address.
 *
 * @throws {NoLoadError} without a `load`; and what that `load` rejects with
 * @throws {BadDocumentError} when it is no JSON object
 */
export async function read(id: Uri, { load, cancel }: World): Promise<{ readonly address: Uri; readonly document: JsonObject }> {
  const { href } = toHttps(id)
  const { url, bytes } = await needed(load, href)(href, { accept: 'application/ld+json, application/json', cancel })
  let document: Json
  try {
    document = parse(fromUtf8(bytes).replace(/^\ufeff/, ''))
  } catch (cause) {
    throw new BadDocumentError(href, 'it is not sound JSON', cause)
  }
  if (!isObject(document)) throw new BadDocumentError(href, 'it is not a JSON object')
  return { address: url, document }
}

/**
 * Reads the document that an id names, in the form of 2.0. Where it says that it is known by another id, the one there counts: an address
 * may stand for another, but only the other can say so.
 *
 * @throws {BadDocumentError} when that one does not go by its id either; and all that `read` throws
 */
export async function find(id: Uri, part: Part, world: World): Promise<Found> {
  const first = await read(id, world)
  const declared = first.document['id'] ?? id
  if (declared === id) return found(id, part, first)
  if (!isWeb(declared)) throw new BadDocumentError(id, 'its "id" is another, and no https address')
  const second = await read(declared, world)
  if (second.document['id'] !== declared) throw new BadDocumentError(declared, 'its "id" is another')
  return found(declared, part, second)
}

function found(id: Uri, part: Part, { address, document }: { readonly address: Uri; readonly document: JsonObject }): Found {
  return { id, address, version: versionOf(document), document: toVersion2(document, part, id) }
}
