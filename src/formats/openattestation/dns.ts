import { fromUtf8, type Uri } from '../../bytes.js'
import { isObject, type Json, type JsonObject, many, parse } from '../../json.js'
import { needed } from '../../load/failure.js'
import { BadDocumentError } from '../errors.js'
import type { World } from '../format.js'

/** What one TXT record of OpenAttestation says: `net`, `netId` and `addr` of a contract, or `a`, `v` and `p` of a key. */
export type DnsRecord = ReadonlyMap<string, string>

const domainName = /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i

/** Says whether a text is a domain name in ASCII, with a dot and without one at its end (RFC 1035, 2.3.1; names of services begin with `_`). */
export function isDomain(value: Json | undefined): value is string {
  return typeof value === 'string' && domainName.test(value)
}

/** A domain as a URI (RFC 4501). */
export function toUri(domain: string): Uri {
  return `dns:${domain.toLowerCase()}`
}

/**
 * The records of OpenAttestation that a domain publishes. None, where it has none.
 *
 * @throws {NoLoadError} without a `load`; and what that `load` rejects with
 * @throws {BadDocumentError} when the server could not say, or says something else than an answer
 */
export async function recordsOf(domain: string, { load, cancel, dns }: World & { readonly dns: Uri }): Promise<readonly DnsRecord[]> {
  if (!isDomain(domain)) throw new BadDocumentError(domain, 'it is no domain name')
  const url = new URL(dns)
  url.searchParams.set('name', domain)
  url.searchParams.set('type', 'TXT')
  const { bytes } = await needed(load, url.href)(url.href, { accept: 'application/dns-json', cancel })
  const { Status: status, TC: isCut, Answer: answer } = read(bytes, url.href)
  // RFC 1035, 4.1.1: 0 is an answer, and 3 says that there is no such name.
  if (status === 3) return []
  if (status !== 0 || isCut === true)
    throw new BadDocumentError(url.href, `the server could not look the name up (${isCut === true ? 'its answer is cut' : String(status).slice(0, 20)})`)
  return many(answer).flatMap((one) => {
    const { type, data } = isObject(one) ? one : {}
    const record = type === 16 && typeof data === 'string' ? toRecord(unquoted(data)) : undefined
    return record ? [record] : []
  })
}

function read(bytes: Uint8Array, url: Uri): JsonObject {
  let answer: Json
  try {
    answer = parse(fromUtf8(bytes))
  } catch (cause) {
    throw new BadDocumentError(url, 'it is not sound JSON', cause)
  }
  if (!isObject(answer)) throw new BadDocumentError(url, 'it is not a JSON object')
  return answer
}

/** Some servers quote the strings that a record is made of (RFC 1035, 3.3.14), and some join them. */
function unquoted(data: string): string {
  if (!data.startsWith('"')) return data
  return data
    .slice(1, data.endsWith('"') ? -1 : undefined)
    .replaceAll(/"\s+"/g, '')
    .replaceAll(/\\(.)/g, '$1')
}

/** `openatts net=ethereum netId=1 addr=0x…` or `openatts a=dns-did; p=did:…; v=1.0;`. Of a name that stands twice nobody can say which counts. */
function toRecord(text: string): DnsRecord | undefined {
  const [type, ...pairs] = text.trim().split(/[\s;]+/)
  if (type !== 'openatts') return undefined
  const entries = pairs.filter((pair) => pair !== '').map((pair): [string, string] => [pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1)])
  const record = new Map(entries)
  return record.size === entries.length ? record : undefined
}
