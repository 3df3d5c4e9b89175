import { fromUtf8, type Uri } from '../bytes.js'
import { isObject, type JsonObject, parse } from '../json.js'
import { needed } from '../load/failure.js'
import { type StatusWorld, UnreadableListError } from './statusType.js'

/**
 * The text at the URL of a list.
 *
 * @throws {NoLoadError} without a `load`; and what that `load` rejects with
 * @throws {UnreadableListError} when it is not UTF-8
 */
export async function textAt(url: Uri, accept: string, { load, cancel }: StatusWorld): Promise<string> {
  const { bytes } = await needed(load, url)(url, { accept, cancel })
  try {
    return fromUtf8(bytes)
  } catch (cause) {
    throw new UnreadableListError(url, 'it is not text', cause)
  }
}

/**
 * The JSON object that a text is.
 *
 * @throws {UnreadableListError} when it is none
 */
export function objectIn(text: string, url: Uri): JsonObject {
  try {
    const value = parse(text)
    if (isObject(value)) return value
  } catch (cause) {
    throw new UnreadableListError(url, 'it is not sound JSON', cause)
  }
  throw new UnreadableListError(url, 'it is not a JSON object')
}
