import type { Uri } from '../bytes.js'
import { isAddress } from '../load/address.js'
import { documentAt, keyIn } from './controller.js'
import { BadIdError, type KeyMethod, KeyNotFoundError } from './method.js'

/** did:web: reads the `did.json` of a domain through the `load` given. Without one it throws `load.NoLoadError`. */
export const didWeb: KeyMethod = {
  kind: 'key method',
  name: 'did:web',
  owns: (verificationMethod) => verificationMethod.startsWith('did:web:'),
  resolve: async (verificationMethod, world) => {
    const [did = '', fragment, ...more] = verificationMethod.split('#')
    const url = toUrl(did)
    if (!fragment || more.length > 0) throw new KeyNotFoundError(verificationMethod, did)
    return keyIn(await documentAt(did, url, world), verificationMethod, did)
  },
  document: async (did, world) => documentAt(did, toUrl(did), world),
}

/**
 * The URL of a did:web's document (did:web Method, 2.5.2). IP addresses are refused, as the method wants; which domains may be asked is
 * the decision of the `load`.
 *
 * @throws {BadIdError} when it is no did:web, or names an address instead of a domain
 * @example
 * toUrl('did:web:uni.example:issuers:42') // 'https://uni.example/issuers/42/did.json'
 */
export function toUrl(did: Uri): Uri {
  const [domain = '', ...path] = did.slice('did:web:'.length).split(':')
  if (did.length > 2048 || !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.?(%3a\d{1,5})?$/i.test(domain)) throw new BadIdError(did, 'it is not did:web and a domain')
  if (!path.every((segment) => /^(?:[a-z0-9._-]|%[0-9a-f]{2})+$/i.test(segment) && !isCrooked(segment))) throw new BadIdError(did, 'its path is not plain')
  const origin = `https://${domain.toLowerCase().replace('%3a', ':')}`
  const url = `${origin}${path.length === 0 ? '/.well-known' : `/${path.join('/')}`}/did.json`
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  // A host that a URL parser would change, such as 0x7f.1, is an address in disguise.
  if (!parsed || isAddress(parsed.hostname) || parsed.hostname !== new URL(origin).hostname || !origin.startsWith(`https://${parsed.hostname}`))
    throw new BadIdError(did, 'it does not name a domain')
  return parsed.href
}

/** A segment that, once decoded, would climb or split the path. */
function isCrooked(segment: string): boolean {
  return /^(?:\.|%2e){1,2}$/i.test(segment) || /%(?:2f|5c|00)/i.test(segment)
}
