import { timeOf } from '../../credential/instant.js'
import type { Issue } from '../../credential/issue.js'
import { toSegment } from '../../credential/reading.js'
import { isObject, type Json, type JsonObject, many } from '../../json.js'
import { isWeb } from './address.js'
import { contextOf, type Part, type Version } from './version.js'

// The data classes of Open Badges 2.0, "Open Badges Vocabulary": what each must have, and of what type each member is. Members that are not
// named there are the issuer's own, and are not looked at.

/** What is wrong with one value; what is wrong inside it has a path of its own. */
type Rule = (value: Json, path: string) => readonly Issue[]
type Class = {
  readonly required: readonly string[]
  readonly members: { readonly [member: string]: Rule }
  readonly also?: (value: JsonObject) => readonly Issue[]
}

/**
 * Every rule of the 2.0 data classes that a document breaks, with paths below `path`. A document of 1.x has the form of 2.0 already, but an
 * issuer needed no address for mail then.
 */
export function issuesOf(part: Part, document: JsonObject, version: Version, path = ''): readonly Issue[] {
  const issues = inClass(part === 'Issuer' && version !== '2.0' ? issuerOf1 : parts[part], document, path)
  return [...issues, ...Object.entries(document).flatMap(([member, value]) => inExtension(value, `${path}/${toSegment(member)}`))]
}

const issue = (path: string, rule: string, message: string): readonly Issue[] => [{ path, rule, message }]
const simple =
  (rule: string, message: string, fits: (value: Json) => boolean): Rule =>
  (value, path) =>
    fits(value) ? [] : issue(path, rule, message)

const text = /* @__PURE__ */ simple('type', 'This must be text.', (value) => typeof value === 'string')
const flag = /* @__PURE__ */ simple('type', 'This must be true or false.', (value) => typeof value === 'boolean')
const textOrNumber = /* @__PURE__ */ simple('type', 'This must be text or a number.', (value) => typeof value === 'string' || typeof value === 'number')
const uri = /* @__PURE__ */ simple('uri', 'This must be an absolute URI.', isUri)
const date = /* @__PURE__ */ simple(
  'date-time',
  'This must be ISO 8601 text with a time and a time zone: 2018-01-31T12:00:00Z.',
  (value) => typeof value === 'string' && timeOf(value) !== undefined,
)
const onlyId = /* @__PURE__ */ simple('vocabulary', 'This must be "id".', (value) => value === 'id')

/** One value or a list of them. The first that is wrong says enough. */
const several =
  (rule: Rule): Rule =>
  (value, path) => {
    for (const [index, one] of many(value).entries()) {
      const issues = rule(one, Array.isArray(value) ? `${path}/${index}` : path)
      if (issues.length > 0) return issues
    }
    return []
  }

/** Names of classes: one of `wanted`, and beside it those of the vocabulary, URIs and compact IRIs. */
const types =
  (...wanted: readonly string[]): Rule =>
  (value, path) => {
    const names = many(value)
    const foreign = names.find((name) => typeof name !== 'string' || !(vocabulary.has(name) || name.includes(':')))
    if (foreign !== undefined) return issue(path, 'class', 'This names a class that is not in the vocabulary of the standard.')
    return names.some((name) => wanted.includes(String(name))) ? [] : issue(path, 'class', `This must be ${wanted.map((name) => `"${name}"`).join(' or ')}.`)
  }

/** What stands inside, or its address. */
const linked =
  (kind: Class): Rule =>
  (value, path) =>
    typeof value === 'string' ? uri(value, path) : inside(kind)(value, path)

const inside =
  (kind: Class): Rule =>
  (value, path) =>
    isObject(value) ? inClass(kind, value, path) : issue(path, 'type', 'This must be an object.')

const image: Class = { required: ['id'], members: { id: picture, caption: text } }
const criteria: Class = {
  required: [],
  members: { id: uri, narrative: text },
  also: ({ id, narrative }) => (id === undefined && narrative === undefined ? issue('', 'criteria', 'Criteria need an id, a narrative, or both.') : []),
}
const evidence: Class = { required: [], members: { id: uri, narrative: text, name: text, description: text, genre: text, audience: text } }
const alignment: Class = {
  required: ['targetName', 'targetUrl'],
  members: { targetName: text, targetUrl: uri, targetDescription: text, targetFramework: text, targetCode: text },
}
const key: Class = { required: [], members: { id: uri, owner: uri, publicKeyPem: text } }
const identity: Class = {
  required: ['identity', 'type', 'hashed'],
  members: { identity: text, type: text, hashed: flag, salt: text },
  also: ({ hashed, identity: value }) =>
    typeof value === 'string' && hashed === true && !/^(?:md5\$[0-9a-f]{32}|sha256\$[0-9a-f]{64})$/i.test(value)
      ? issue('/identity', 'identityHash', 'A hashed identity must be md5$ or sha256$ and the digest in hexadecimal.')
      : [],
}
const verification: Class = { required: ['type'], members: { creator: linked(key) } }
const scope: Class = { required: [], members: { verificationProperty: onlyId, startsWith: several(text), allowedOrigins: several(text) } }

/** Members of every class (Open Badges 2.0, "Properties"). */
const anywhere: { readonly [member: string]: Rule } = { '@language': text, version: textOrNumber, related: several(reference), endorsement: several(reference) }

const assertion: Class = {
  required: ['id', 'type', 'recipient', 'badge', 'verification', 'issuedOn'],
  members: {
    ...anywhere,
    id: uri,
    type: types('Assertion'),
    recipient: inside(identity),
    badge: reference,
    verification: inside(verification),
    issuedOn: date,
    image: ownPicture,
    evidence: several(linked(evidence)),
    narrative: text,
    expires: date,
    revoked: flag,
    revocationReason: text,
  },
  also: inAssertion,
}
const badgeClass: Class = {
  required: ['id', 'type', 'name', 'description', 'image', 'criteria', 'issuer'],
  members: {
    ...anywhere,
    id: uri,
    type: types('BadgeClass'),
    name: text,
    description: text,
    image: linkedPicture,
    criteria: linked(criteria),
    issuer: reference,
    alignment: several(inside(alignment)),
    tags: several(text),
  },
}
const issuer: Class = {
  required: ['id', 'type', 'name', 'url', 'email'],
  members: {
    ...anywhere,
    id: uri,
    type: types('Issuer', 'Profile'),
    name: text,
    url: uri,
    telephone: text,
    description: text,
    image: linkedPicture,
    email: text,
    publicKey: several(linked(key)),
    verification: inside(scope),
    revocationList: uri,
  },
}
const issuerOf1: Class = { ...issuer, required: ['id', 'type', 'name', 'url'] }
const parts: { readonly [part in Part]: Class } = { Assertion: assertion, BadgeClass: badgeClass, Issuer: issuer }

function inClass({ required, members, also }: Class, value: JsonObject, path: string): readonly Issue[] {
  const absent = (member: string): boolean => value[member] === undefined || value[member] === null
  const missing = required.filter(absent).map((member) => ({ path: `${path}/${member}`, rule: 'required', message: 'This is missing.' }))
  const wrong = Object.entries(members).flatMap(([member, rule]) => (absent(member) ? [] : rule(value[member] as Json, `${path}/${member}`)))
  return [...missing, ...wrong, ...(also?.(value) ?? []).map((one) => ({ ...one, path: path + one.path }))]
}

/** An extension says by its own context and type what it is (Open Badges 2.0, "Extensions"). What it says in them is not looked at. */
function inExtension(value: Json | undefined, path: string): readonly Issue[] {
  if (!isObject(value) || !many(value['type']).includes('Extension')) return []
  return value['@context'] === undefined ? issue(`${path}/@context`, 'required', 'This is missing.') : []
}

function inAssertion(value: JsonObject): readonly Issue[] {
  const { issuedOn, expires } = value
  const [from, until] = [issuedOn, expires].map((one) => (typeof one === 'string' ? timeOf(one) : undefined))
  return [
    ...(contextOf(value) === undefined ? issue('/@context', 'context', 'This must be https://w3id.org/openbadges/v2, or contain it.') : []),
    ...(from !== undefined && until !== undefined && until < from ? issue('/expires', 'order', 'This must not be before issuedOn.') : []),
  ]
}

/** Another document: its address, or the document, which is read by itself where it counts. */
function reference(value: Json, path: string): readonly Issue[] {
  return isObject(value) ? inClass({ required: ['id'], members: { id: uri } }, value, path) : uri(value, path)
}

/** An image must be PNG or SVG. Only one that stands in the text says which it is. */
function picture(value: Json, path: string): readonly Issue[] {
  if (typeof value === 'string' && /^data:/i.test(value) && !/^data:image\/(?:png|svg\+xml)[;,]/i.test(value))
    return issue(path, 'image', 'This must be a PNG or SVG image.')
  return uri(value, path)
}

function linkedPicture(value: Json, path: string): readonly Issue[] {
  return isObject(value) ? inClass(image, value, path) : picture(value, path)
}

/** The image of an assertion is the baked one: inside the text that is baked into it, it has no place. */
function ownPicture(value: Json, path: string): readonly Issue[] {
  const address = isObject(value) ? value['id'] : value
  if (typeof address === 'string' && /^data:/i.test(address)) return issue(path, 'image', 'This must be an address, and not the image itself.')
  return linkedPicture(value, path)
}

function isUri(value: Json): boolean {
  // `_:b0` names what has no address of its own.
  return typeof value === 'string' && /^(?:_|[a-z][a-z0-9+.-]*):\S+$/i.test(value) && (!/^https?:/i.test(value) || isWeb(value))
}

// The classes of the context of 2.0.
const vocabulary: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'AlignmentObject',
  'Assertion',
  'BadgeClass',
  'Criteria',
  'CryptographicKey',
  'Endorsement',
  'Evidence',
  'Extension',
  'FrameValidation',
  'HostedBadge',
  'IdentityObject',
  'Image',
  'Issuer',
  'Profile',
  'RevocationList',
  'SignedBadge',
  'TypeValidation',
  'VerificationObject',
  'hosted',
  'signed',
])
