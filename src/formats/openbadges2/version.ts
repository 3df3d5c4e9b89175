import type { Uri } from '../../bytes.js'
import { toInstant } from '../../credential/instant.js'
import { isObject, type Json, type JsonObject, many } from '../../json.js'

/** The versions of Open Badges before 3.0. 2.1 has the documents of 2.0. */
export type Version = '0.5' | '1.0' | '1.1' | '2.0'
/** The three documents that a badge is made of. */
export type Part = 'Assertion' | 'BadgeClass' | 'Issuer'

const contexts = {
  // 2.0, and the context of the 2.1 API.
  '2.0': /^https?:\/\/(?:w3id\.org\/openbadges\/v2|(?:www\.)?openbadgespec\.org\/v2\/context\.json|purl\.imsglobal\.org\/spec\/ob\/v2p1\/ob_v2p1\.jsonld)$/,
  '1.1': /^https?:\/\/(?:w3id\.org\/openbadges\/v1|(?:www\.)?openbadgespec\.org\/v1\/context\.json)$/,
} as const

/** Which version a document names by its context; `undefined` when it names none of them. */
export function contextOf(document: JsonObject): '1.1' | '2.0' | undefined {
  const names = many(document['@context'])
  return (['2.0', '1.1'] as const).find((version) => names.some((name) => typeof name === 'string' && contexts[version].test(name)))
}

/** The version of a document: by its context, and by its layout where it has none, as those before 1.1 have. */
export function versionOf(document: JsonObject): Version {
  const named = contextOf(document)
  if (named !== undefined || document['@context'] !== undefined) return named ?? '2.0'
  // Before 1.0 the badge class stood inside, and nothing said where the original is.
  return isObject(document['badge']) && verificationOf(document) === undefined ? '0.5' : '1.0'
}

/** How an assertion is to be verified. 1.x says `verify`, for which the context of 2.0 keeps the word. */
export function verificationOf({ verification, verify }: JsonObject): Json | undefined {
  return verification ?? verify
}

/**
 * A document in the form of Open Badges 2.0. What 1.x wrote otherwise has its new name; a 1.0 document, which has neither id nor type, is
 * named by the address that it was found at, or that its assertion says.
 */
export function toVersion2(document: JsonObject, part: Part, address?: Uri): JsonObject {
  const version = versionOf(document)
  const dates = Object.fromEntries(['issuedOn', 'expires'].flatMap((name) => (document[name] === undefined ? [] : [[name, toDate(document[name], version)]])))
  if (version === '2.0') return { ...document, ...dates, ...(part === 'Assertion' && { verification: verificationOf(document) }) }
  const { verify: _, ...kept } = document
  const named = { ...kept, ...dates, '@context': 'https://w3id.org/openbadges/v2', id: document['id'] ?? address, type: typeIn(document, part) }
  if (part === 'Assertion') return { ...named, id: document['id'] ?? idIn(document) ?? address, verification: toVerification(verificationOf(document)) }
  return document['alignment'] === undefined ? named : { ...named, alignment: many(document['alignment']).map(toAlignment) }
}

function typeIn({ type }: JsonObject, part: Part): Json {
  // The context of 1.1 had another word for an issuer.
  return type === undefined || type === 'IssuerOrg' ? part : type
}

/** What a 1.0 assertion is known by: the address of its original, or the name that its issuer gave it, as the older validator writes it. */
function idIn(document: JsonObject): Json | undefined {
  const verification = verificationOf(document)
  if (isObject(verification) && verification['type'] === 'hosted') return verification['url']
  return typeof document['uid'] === 'string' ? `uid:${document['uid']}` : undefined
}

function toVerification(verification: Json | undefined): Json | undefined {
  if (!isObject(verification) || verification['type'] !== 'signed' || verification['creator'] !== undefined) return verification
  // In 1.x this was the address of the key, which the issuer's profile must list all the same (2.0, "What has changed").
  const { url, ...kept } = verification
  return url === undefined ? kept : { ...kept, creator: url }
}

function toAlignment(alignment: Json): Json {
  if (!isObject(alignment)) return alignment
  const { name, url, description, ...kept } = alignment
  return {
    ...(name !== undefined && { targetName: name }),
    ...(url !== undefined && { targetUrl: url }),
    ...(description !== undefined && { targetDescription: description }),
    ...kept,
  }
}

// ISO 8601 as 2.0 has it: seconds are optional, and so are the minutes of the zone and the colon before them.
const iso = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/

/** RFC 3339 text of a date; a value that is none stays as it is. 1.x had seconds since 1970, and dates of no time or no zone, which are UTC. */
export function toDate(value: Json | undefined, version: Version): Json | undefined {
  const old = version !== '2.0'
  const seconds = old && (typeof value === 'number' || (typeof value === 'string' && /^\d{1,12}(\.\d+)?$/.test(value))) ? Number(value) : undefined
  if (seconds !== undefined) return toInstant(new Date(seconds * 1000)) ?? value
  const [, day, time, second = ':00', zone] = (typeof value === 'string' && iso.exec(value)) || []
  if (day === undefined || (!old && (time === undefined || zone === undefined))) return value
  if (time === undefined) return `${day}T00:00:00Z`
  return `${day}T${time}${second}${toZone(zone ?? 'Z')}`
}

function toZone(zone: string): string {
  if (zone === 'Z') return zone
  return `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`
}
