import type { Instant, Uri } from '../bytes.js'
import { bestOf, taggedTexts } from '../credential/text.js'
import { isObject, type Json, type JsonObject, many, snapshot } from '../json.js'

/** What a person looks for on a badge, in that order, as plain text. All of it is what the badge says of itself, until a report is passed. */
export type Card = {
  /** What was awarded; in words, in English or French, where it has no name: "A badge described at uni.example". */
  readonly what: string
  /** Who says so: the name that the issuer gives itself, or else its id. */
  readonly by?: string | undefined
  /** The issuer's id, which is what a report's binding is about. */
  readonly issuer?: Uri | undefined
  readonly when?: Instant | undefined
  /** The holder's name or address, where it stands in the badge unhashed. */
  readonly to?: string | undefined
  /** What had to be done, in words. They may be Markdown. */
  readonly how?: string | undefined
  /** The page that says what had to be done. */
  readonly criteria?: Uri | undefined
  readonly evidence: readonly Reference[]
  readonly skills: readonly Reference[]
  readonly until?: Instant | undefined
  readonly state: 'current' | 'not yet' | 'expired'
  /** https: or data:, not fetched. */
  readonly image?: Uri | undefined
  /** The language of `what` (BCP 47, in lower case), empty where the badge does not say, or says what is none. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
}
/** A thing with a name, an http(s) address, or both. */
export type Reference = { readonly name?: string | undefined; readonly url?: Uri | undefined }

export declare namespace card {
  type Options = {
    /** The reader's languages (BCP 47), best first. */
    readonly languages: readonly string[]
    readonly now: Date
  }
}

/**
 * The facts that a person looks for in a badge of any edition: Open Badges 1 to 3, CLR, Blockcerts, or any W3C credential. Texts are in the
 * first of the languages that they exist in, without control characters and changes of direction, and cut after 500 characters (10,000
 * for `how`). Nothing is verified, and nothing fetched.
 *
 * @throws {UnsafeError} when the badge is not plain JSON data
 * @example
 * card(signed, { languages: ['fr', 'en'], now: new Date() }).what // 'Statistiques I'
 */
export function card(badge: object, { languages, now }: card.Options): Card {
  const document = unwrapped(objectOf(snapshot(badge)))
  const subject = objectOf(many(document['credentialSubject'])[0])
  // Open Badges 3.0 has an achievement in its subject, its predecessors a badge in their assertion.
  const award = objectOf(many(subject['achievement'] ?? subject['badge'] ?? document['badge'])[0])
  const issuer = many(document['issuer'] ?? award['issuer'] ?? document['issuers'])[0]
  const text = (...values: readonly (Json | undefined)[]) => firstText(values, languages)
  const what = text(
    document['name'],
    award['name'],
    objectOf(subject['claim'])['name'],
    untitled(document, subject['achievement'] ?? subject['badge'] ?? document['badge']),
  )
  const criteria = many(award['criteria'])[0]
  const [when, until] = [
    instant(document['awardedDate'] ?? document['validFrom'] ?? document['issuanceDate'] ?? document['issuedOn']),
    instant(document['validUntil'] ?? document['expirationDate'] ?? document['expires']),
  ]
  return {
    what: what?.value ?? '',
    by: text(objectOf(issuer)['name'], idOf(issuer))?.value,
    issuer: idOf(issuer),
    when,
    to: text(...namesOf(subject, document))?.value,
    how: text(objectOf(criteria)['narrative'])?.long,
    criteria: addressOf(idOf(criteria)),
    evidence: references(document['evidence'], languages, ['name', 'narrative'], ['id']),
    skills: [
      ...references(award['alignment'], languages, ['targetName', 'name'], ['targetUrl', 'url']),
      ...references(award['tag'] ?? award['tags'], languages, [], []),
    ],
    until,
    state: stateAt(now, document['validFrom'] ?? document['issuanceDate'], until),
    image: imageOf(document['image']) ?? imageOf(award['image']),
    language: what !== undefined && tag.test(what.language) ? what.language : '',
    direction: rightToLeft.test(what?.value ?? '') ? 'rtl' : 'ltr',
  }
}

type Found = { readonly value: string; readonly long: string; readonly language: string }

/** The first of the values that is text, in the best of its languages. */
function firstText(values: readonly (Json | undefined)[], languages: readonly string[]): Found | undefined {
  for (const value of values) {
    const found = bestOf(
      taggedTexts(value).filter((one) => seen(one.value) !== ''),
      languages,
    )
    if (found) return { language: found.language, value: cut(seen(found.value).replace(/\s+/g, ' '), 500), long: cut(seen(found.value), 10_000) }
  }
  return undefined
}

/** Without what a reader does not see: control characters, what is no character, and what turns the direction of all that follows (UAX #9, 2). */
function seen(text: string): string {
  return text.replace(unseen, '').trim()
}

function cut(text: string, most: number): string {
  return text.length > most ? `${[...text.slice(0, most)].slice(0, -1).join('')}…` : text
}

/** The holder's name, or else what they are known by, where it is not hashed. */
function namesOf(subject: JsonObject, document: JsonObject): readonly (Json | undefined)[] {
  const identifiers = many(subject['identifier'])
    .map(objectOf)
    .filter(({ hashed }) => hashed !== true)
  const named = identifiers.find(({ identityType }) => identityType === 'name')
  const { givenName, familyName } = subject
  const recipient = objectOf(document['recipient'])
  return [
    named?.['identityHash'],
    subject['name'],
    typeof givenName === 'string' && typeof familyName === 'string' ? `${givenName} ${familyName}` : undefined,
    objectOf(document['recipientProfile'])['name'],
    recipient['name'],
    typeof recipient['givenName'] === 'string' && typeof recipient['familyName'] === 'string'
      ? `${recipient['givenName']} ${recipient['familyName']}`
      : undefined,
    identifiers.find(({ identityType }) => identityType === 'emailAddress')?.['identityHash'],
    recipient['hashed'] === false ? recipient['identity'] : undefined,
  ]
}

function references(value: Json | undefined, languages: readonly string[], names: readonly string[], urls: readonly string[]): readonly Reference[] {
  return many(value)
    .slice(0, mostReferences)
    .flatMap((one) => {
      const from = objectOf(one)
      const url = typeof one === 'string' ? addressOf(one) : addressOf(urls.map((name) => from[name]).find((address) => typeof address === 'string'))
      const name = firstText(typeof one === 'string' && !url ? [one] : names.map((member) => from[member]), languages)?.value
      return name || url ? [{ ...(name && { name }), ...(url && { url }) }] : []
    })
}

/** Where nothing has a name: what it is, and where that is described, for no reader knows the name of a type. */
function untitled(document: JsonObject, award: Json | undefined): Json {
  const [described] = many(award)
  const address = addressOf(idOf(described))
  if (address !== undefined) {
    const { host } = new URL(address)
    return inTwo(`A badge described at ${host}`, `Un badge décrit sur ${host}`)
  }
  if (described !== undefined || document['type'] === 'Assertion') return inTwo('A badge without a name', 'Un badge sans nom')
  if (many(document['type']).includes('VerifiablePresentation')) return inTwo('A presentation of credentials', 'Une présentation d’attestations')
  return inTwo('A credential without a name', 'Une attestation sans nom')
}

function inTwo(en: string, fr: string): Json {
  return [
    { '@value': en, '@language': 'en' },
    { '@value': fr, '@language': 'fr' },
  ]
}

/** What stands inside Blockcerts 1.2, and inside OpenAttestation 2.0, whose texts have a salt before them. */
function unwrapped(document: JsonObject): JsonObject {
  const { data, signature, document: inside } = document
  // Nobody hides one badge in another: what is a badge by itself is shown as that.
  if (['credentialSubject', 'badge'].some((name) => name in document)) return document
  if (isObject(data) && isObject(signature)) return unsalted(data) as JsonObject
  if (!isObject(inside) || !isObject(inside['certificate'])) return document
  return { ...objectOf(inside['assertion']), badge: inside['certificate'], recipient: inside['recipient'] ?? {} }
}

function unsalted(value: Json): Json {
  if (typeof value === 'string') return value.endsWith(':undefined:undefined') ? '' : value.replace(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}:[a-z]+:/i, '')
  if (Array.isArray(value)) return value.map(unsalted)
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, unsalted(one as Json)])) : value
}

function stateAt(now: Date, from: Json | undefined, until: Instant | undefined): Card['state'] {
  if (until !== undefined && Date.parse(until) <= now.getTime()) return 'expired'
  return Date.parse(instant(from) ?? '') > now.getTime() ? 'not yet' : 'current'
}

/** A moment, or a day as older badges have it. */
function instant(value: Json | undefined): Instant | undefined {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined
}

function imageOf(value: Json | undefined): Uri | undefined {
  const address = idOf(many(value)[0])
  return address && (/^data:image\//i.test(address) || addressOf(address)) ? address : undefined
}

function idOf(value: Json | undefined): Uri | undefined {
  const id = isObject(value) ? (value['id'] ?? value['@id']) : value
  return typeof id === 'string' && id !== '' ? id : undefined
}

/** An address that a person can open. */
function addressOf(address: Json | undefined): Uri | undefined {
  return typeof address === 'string' && /^https?:/i.test(address) && URL.canParse(address) ? new URL(address).href : undefined
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {}
}

const mostReferences = 100
// A language tag, well-formed (RFC 5646, 2.1), and not only what stands where one should.
const tag = /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/
const unseen = /(?![\n\t])\p{Cc}|\p{Noncharacter_Code_Point}|[\u202A-\u202E\u2066-\u2069]/gu
// The first letter decides, as it does for a paragraph (UAX #9, P2).
const rightToLeft = /^\P{L}*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u
