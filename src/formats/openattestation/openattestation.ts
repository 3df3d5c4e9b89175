import type { Uri } from '../../bytes.js'
import { isObject, type JsonObject, many } from '../../json.js'
import type { Format } from '../format.js'
import { versionOf } from './version.js'

/** What a passed report holds of OpenAttestation 2.0 (OpenCerts): its `data` without the salts; of 3.0: the credential without its proof. */
export type OpenAttestation =
  | { readonly issuers: readonly JsonObject[] }
  | { readonly version: 'https://schema.openattestation.com/3.0/schema.json'; readonly openAttestationMetadata: JsonObject }

export type OpenAttestationOptions = {
  /**
   * Where the DNS is asked: a server of DNS over HTTPS that answers in JSON, such as `https://cloudflare-dns.com/dns-query`. It learns which domains
   * are asked for, and it is believed. `https://dns.google/resolve` unless said otherwise.
   */
  readonly dns?: Uri | undefined
}

/**
 * Reads OpenAttestation 2.0 (OpenCerts) and 3.0: what the proof covers, with what its holder has hidden; the document store that issued and may revoke it,
 * through `chains`; the signature of a DID; and the domain that names either of them in its DNS, through `load`. Transferable records are named, and
 * unknown.
 *
 * @example
 * const chains = [evmReader({ chainId: 1, provider })]
 * const report = await verify(file, { accept: [...current, openAttestation], issuers: trusted(['dns:uni.example']), load: overHttps(), chains })
 */
export const openAttestation: Format = /* @__PURE__ */ openAttestationWith()

/**
 * The same, with a DNS server of your own choice.
 *
 * @example
 * openAttestationWith({ dns: 'https://cloudflare-dns.com/dns-query' })
 */
export function openAttestationWith({ dns = 'https://dns.google/resolve' }: OpenAttestationOptions = {}): Format {
  return {
    kind: 'format',
    name: 'OpenAttestation',
    recognise: (value) => typeof value !== 'string' && isOurs(value),
    // The curve and the hash of Ethereum come with the first document.
    check: async (value, world) => (await import('./check.js')).examine(value as JsonObject, { ...world, dns }),
  }
}

/**
 * Narrows what a passed report holds.
 *
 * @example
 * if (report.outcome === 'passed' && isOpenAttestation(report.credential) && 'issuers' in report.credential) report.credential.issuers[0]
 */
export function isOpenAttestation(value: object | undefined): value is OpenAttestation {
  return value !== undefined && (isObject((value as JsonObject)['openAttestationMetadata']) || isRaw(value as JsonObject))
}

function isOurs(value: JsonObject): boolean {
  return versionOf(value) !== undefined || isRaw(value)
}

/** Version 2.0 before it is wrapped says nothing of itself, but an issuer is named in ways of its own. */
function isRaw({ issuers }: JsonObject): boolean {
  const names = ['documentStore', 'certificateStore', 'tokenRegistry', 'identityProof']
  return many(issuers).some((issuer) => isObject(issuer) && names.some((name) => issuer[name] !== undefined))
}
