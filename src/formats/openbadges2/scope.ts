import type { Uri } from '../../bytes.js'
import { isObject, type Json, many } from '../../json.js'
import { BadDocumentError } from '../errors.js'
import { type Found, isWeb, toHttps } from './address.js'

/**
 * Says whether an issuer publishes its badges at an address (Open Badges 2.0, VerificationObject): within `startsWith`, on a host of
 * `allowedOrigins`, and where the profile says neither, on the host of the profile's id or of the place that its id leads to.
 *
 * @throws {BadDocumentError} when the profile's rules cannot be read
 */
export function inScope(address: Uri, { id, address: at, document }: Found): boolean {
  const rules = document['verification'] ?? {}
  if (!isObject(rules)) throw new BadDocumentError(id, 'its "verification" is no object')
  const url = toHttps(address)
  const starts = rules['startsWith'] ?? undefined
  const hosts = rules['allowedOrigins'] ?? (starts === undefined ? [toHttps(id).host, toHttps(at).host] : undefined)
  return (
    (starts === undefined || many(starts).some((start) => isUnder(url, start))) &&
    (hosts === undefined || many(hosts).some((host) => typeof host === 'string' && host.toLowerCase() === url.host))
  )
}

// Text alone would let "https://uni.example" begin "https://uni.example.evil.example/".
function isUnder(url: URL, start: Json): boolean {
  if (!isWeb(start)) return false
  const base = toHttps(start)
  return base.host === url.host && url.href.startsWith(base.href)
}
