import { afterAll, describe, expect, test } from 'vitest'
import { fromPng, fromSvg, toPng, toSvg } from '../../src/bake/index.js'
import { fromUtf8, toBase64url, utf8 } from '../../src/bytes.js'
import { type Credential, type Proof, signed as readSigned, type Signed } from '../../src/credential/secured.js'
import { isObject, type Json, type JsonObject } from '../../src/json.js'
import type { SigningKey } from '../../src/keys/signer.js'
import { fromDocuments } from '../../src/load/index.js'
import type { Load } from '../../src/seams.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { signJwt } from '../../src/sign/jwt.js'
import { ecdsaSecp256k1Signature2019, ed25519Signature2020, jsonWebSignature2020 } from '../../src/sign/older.js'
import { ecdsaRdfc2019, eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { encodeProofValue, type Suite, type SuiteReader } from '../../src/sign/suite.js'
import { everything } from '../../src/verify/all.js'
import { type Held, type Report, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'
import { chunk, holding, pixel } from '../bake/images.js'
import { makers, objectsOf } from '../formats/changes.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'

type Case = { readonly id: string; readonly file: string; readonly needs: readonly { readonly type: string; readonly id: string; readonly file?: string }[] }

afterAll(printCounts)
const now = new Date('2026-11-01T00:00:00Z')
const examine = (held: Held, load?: Load): Promise<Report> => verify(held, { accept: everything, issuers: 'any', now, load })
const key = keys.ed25519
const cases: readonly Case[] = haveVectors ? jsonVector('1edtech-validator/manifest.json').cases : []

// Besides what `makers` puts there: another order, and the other name of a class.
const synonyms: { readonly [type: string]: string } = { OpenBadgeCredential: 'AchievementCredential', AchievementCredential: 'OpenBadgeCredential' }
const all = [
  ...makers,
  (old: Json): Json => (Array.isArray(old) ? [...old].reverse() : old),
  (old: Json): Json => (typeof old === 'string' ? (synonyms[old] ?? old) : old),
]

/**
 * What a document says, as linked data has it: of each id its statements, each once and in no order, whatever place they stand in; one value for a set of
 * one; one name for what has two; and no contexts, which say what the words mean, and are signed by that alone. A judge of sameness that is no engine.
 */
function meaningOf(document: Json): string {
  const statements = new Set<string>()
  function refer(value: unknown): string {
    if (!isObject(value as Json)) return JSON.stringify(Object.hasOwn(synonyms, String(value)) ? 'OpenBadgeCredential' : value)
    const { id, '@context': _, ...members } = value as JsonObject
    const said = Object.entries(members).flatMap(([name, one]) => itemsOf(one).map((item) => `${name} ${refer(item)}`))
    if (typeof id !== 'string') return `{${[...new Set(said)].sort().join()}}`
    for (const one of said) statements.add(`${id} ${one}`)
    return JSON.stringify(id)
  }
  return [refer(document), ...[...statements].sort()].join('\n')
}

/** The values of a set: a list in a list is one list, and nothing is no value. */
const itemsOf = (value: unknown): readonly unknown[] => [value].flat(Number.POSITIVE_INFINITY).filter((one) => one !== null && one !== undefined)

/** Whether two documents list the same contexts. */
const sameContexts = (one: object, other: object): boolean =>
  JSON.stringify(itemsOf((one as JsonObject)['@context'])) === JSON.stringify(itemsOf((other as JsonObject)['@context']))

const passing = new Map<string, Set<string>>()
/** Verifies every document that differs in one value. What passes must say the same, and how is remembered. */
async function mutate(format: string, document: object, wrap: (changed: object) => Held | Promise<Held>, load?: Load, by = all): Promise<void> {
  expect((await examine(await wrap(document), load)).outcome).toBe('passed')
  const kinds = passing.get(format) ?? new Set()
  passing.set(format, kinds)
  for (const [place, changed] of objectsOf(document, by)) {
    const { outcome } = await examine(await wrap(changed), load)
    const isSame = meaningOf(changed as JsonObject) === meaningOf(document as JsonObject) && (!format.includes('jcs') || sameContexts(changed, document))
    counted(`${format}: one value changed, not passed, or the same said`, outcome !== 'passed' || isSame)
    if (outcome !== 'passed') continue
    expect(isSame, `${format} ${place} ${JSON.stringify(changed)}`).toBe(true)
    kinds.add(kindOf(place, valueAt(document, place), valueAt(changed, place)))
  }
}

function valueAt(document: object, place: string): unknown {
  return place
    .split('/')
    .slice(1)
    .reduce<unknown>((value, name) => (value as { readonly [name: string]: unknown } | undefined)?.[name], document)
}

/** What was done to a value that still says the same. */
function kindOf(place: string, old: unknown, made: unknown): string {
  if (place.startsWith('/@context') || place.endsWith('/@context')) return 'contexts'
  if (made === undefined || made === null || typeof made !== 'object')
    return typeof made === 'string' && Object.hasOwn(synonyms, made) ? 'another name of a class' : 'said elsewhere of the same id'
  if (!Array.isArray(made)) return 'said elsewhere of the same id'
  const items = itemsOf(old)
  if (items.length === made.length && items.every((one) => made.includes(one))) return items.length > 1 ? 'another order' : 'a list of one'
  return made.length > items.length ? 'twice' : 'a list in a list'
}

/** A sample, and the documents that its manifest says that the web holds. */
function published(id: string): { readonly bytes: Uint8Array; readonly load: Load } {
  const { file, needs } = cases.find((one) => one.id === id) as Case
  const pages = needs.flatMap(({ type, id: url, file: fact }) => {
    if (fact === undefined || type === 'context') return []
    const document = jsonVector(`1edtech-validator/${fact}`)
    return [[url, document] as const, [document.id, document] as const]
  })
  return { bytes: new Uint8Array(readVector(`1edtech-validator/${file}`)), load: fromDocuments(Object.fromEntries(pages)) }
}

/** A published document whose issuer is ours, so that a key is the issuer's; what would have to be fetched is left out. */
function ours(path: string, by: SigningKey = key): Credential {
  const { proof: _, credentialSchema: __, credentialStatus: ___, refreshService: ____, ...rest } = jsonVector(path) as JsonObject
  const { issuer } = rest
  return { ...rest, issuer: isObject(issuer) ? { ...issuer, id: by.controller } : by.controller } as unknown as Credential
}

/** Signs with a suite that this package only reads: what it would verify is what is signed. */
async function signOlder(document: Credential, suite: SuiteReader, by: SigningKey, context: string | undefined, alg?: string): Promise<Signed> {
  const whole = { ...document, '@context': [...document['@context'], ...(context ? [context] : [])] }
  const header = toBase64url(utf8(JSON.stringify({ alg, b64: false, crit: ['b64'] })))
  const base = { type: suite.name, created: '2026-07-01T00:00:00Z', verificationMethod: by.id, proofPurpose: 'assertionMethod' }
  const seal = (signature: Uint8Array): object => (alg ? { jws: `${header}..${toBase64url(signature)}` } : { proofValue: encodeProofValue(signature) })
  const { message } = suite.record(whole, { ...base, ...seal(new Uint8Array(64)) } as Proof)
  return { ...whole, proof: [{ ...base, ...seal(await by.signer.sign(message)) }] } as unknown as Signed
}

const simple = '1edtech-validator/ob30/simple.json'
const created = new Date('2026-07-01T00:00:00Z')

describe.skipIf(!haveVectors)('no change of one value of a valid file passes, but for another way to say the same', () => {
  test.each(['simple', 'simple-did-web-method', 'simple-context-alias', 'simple-context-version', 'simple_v1', 'simple-eddsa-2022', 'sd/derivedcredential'])(
    'as published: %s.json',
    async (name) => {
      const { bytes, load } = published(`ob30/${name}.json`)
      const document = readSigned(fromUtf8(bytes))
      await mutate(`OB 3.0, ${name}`, document, (changed) => changed as Held, load)
    },
  )

  test.each<[string, Suite<'Ed25519'> | Suite<'P-256'>, SigningKey<'Ed25519'> | SigningKey<'P-256'>]>([
    ['eddsa-rdfc-2022', eddsaRdfc2022, keys.ed25519],
    ['eddsa-jcs-2022', eddsaJcs2022, keys.ed25519],
    ['ecdsa-rdfc-2019', ecdsaRdfc2019 as Suite<'P-256'>, keys.p256],
  ])('signed again: %s', async (name, suite, by) => {
    for (const path of [simple, 'openbadges-specification/examples/skillAssertionCtdl-6.json']) {
      const signed = await sign(ours(path, by), { suite: suite as Suite<string>, key: by as SigningKey, created })
      await mutate(`OB 3.0, ${name}`, signed, (changed) => changed as Held)
    }
  })

  test.each<[string, SuiteReader, SigningKey, string | undefined, string | undefined]>([
    ['Ed25519Signature2020', ed25519Signature2020, keys.ed25519, 'https://w3id.org/security/suites/ed25519-2020/v1', undefined],
    ['JsonWebSignature2020', jsonWebSignature2020, keys.p256, 'https://w3id.org/security/suites/jws-2020/v1', 'ES256'],
    // VC 1.1 defines this one itself.
    ['EcdsaSecp256k1Signature2019', ecdsaSecp256k1Signature2019, keys.secp256k1, undefined, 'ES256K'],
  ])('signed again, by a suite that was given up: %s', async (name, suite, by, context, alg) => {
    const document = ours('1edtech-validator/ob30/simple_v1.json', by)
    const contexts = document['@context'].filter((one) => !String(one).includes('suites'))
    const signed = await signOlder({ ...document, '@context': contexts } as unknown as Credential, suite, by, context, alg)
    await mutate(`OB 3.0, ${name}`, signed, (changed) => changed as Held)
  })

  test('a badge with every member that the standard has', async () => {
    const signed = await sign(ours('openbadges-specification/examples/fullOpenBadge-4.json'), { suite: eddsaRdfc2022, key, created })
    // Taken away, changed, and there twice: it has a thousand values.
    const three = [() => undefined, (old: Json) => `${typeof old === 'string' ? old : ''}x`, (old: Json) => [old, old] as Json]
    await mutate('OB 3.0, the full example', signed, (changed) => changed as Held, undefined, three)
  })

  test.each(['JWT', 'vc+jwt'] as const)('as %s: header, payload and every character of the signature', async (typ) => {
    const format = `OB 3.0, VC-JWT (${typ})`
    for (const path of [simple, 'openbadges-specification/examples/skillAssertionCtdl-6.json']) {
      const [header = '', payload = '', signature = ''] = (await signJwt(ours(path), { key, typ })).split('.')
      const encode = (value: object): string => toBase64url(utf8(JSON.stringify(value)))
      const decode = (part: string): object => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
      const forgeries = [
        ...objectsOf(decode(header), all).map(([, changed]) => `${encode(changed)}.${payload}.${signature}`),
        ...objectsOf(decode(payload), all).map(([, changed]) => `${header}.${encode(changed)}.${signature}`),
        ...[...signature].map((one, at) => `${header}.${payload}.${signature.slice(0, at)}${one === 'A' ? 'B' : 'A'}${signature.slice(at + 1)}`),
      ]
      expect((await examine(`${header}.${payload}.${signature}`)).outcome).toBe('passed')
      for (const forgery of forgeries) {
        const { outcome } = await examine(forgery)
        counted(`${format}: one value changed, not passed`, outcome !== 'passed')
        expect(outcome, forgery).not.toBe('passed')
      }
    }
  })
})

describe.skipIf(!haveVectors)('records, and what they hold', () => {
  const record = '1edtech-validator/clr20/simple.json'
  /** A record of ours that holds what somebody else has signed. */
  async function held(path: string, suite: Suite<'Ed25519'>, inside?: object): Promise<Signed> {
    const document = ours(path)
    const subject = document.credentialSubject as unknown as JsonObject
    const badge = await sign(ours(simple, keys.p256), { suite: ecdsaRdfc2019 as Suite<'P-256'>, key: keys.p256, created })
    const content = { ...subject, verifiableCredential: [inside ?? badge] }
    return sign({ ...document, credentialSubject: content } as unknown as Credential, { suite, key, created })
  }

  test.each([eddsaRdfc2022, eddsaJcs2022])('CLR 2.0 by $name', async (suite) => {
    const signed = await held(record, suite)
    await mutate(`CLR 2.0, ${suite.name}`, signed, (changed) => changed as Held)
  })

  test('CLR 2.0 as JWT', async () => {
    const { proof: _, ...content } = await held(record, eddsaRdfc2022)
    const jwt = await signJwt(content as unknown as Credential, { key })
    const [header = '', payload = '', signature = ''] = jwt.split('.')
    for (const [, changed] of objectsOf(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')), all)) {
      const { outcome } = await examine(`${header}.${toBase64url(utf8(JSON.stringify(changed)))}.${signature}`)
      counted('CLR 2.0, JWT: one value changed, not passed', outcome !== 'passed')
      expect(outcome).not.toBe('passed')
    }
  })

  // Who makes a record may sign anything; what somebody else has signed must still be what it was.
  test('what was changed before its record was signed', async () => {
    const badge = await sign(ours(simple, keys.p256), { suite: ecdsaRdfc2019 as Suite<'P-256'>, key: keys.p256, created })
    const again = (changed: object): Promise<Held> => held(record, eddsaJcs2022, changed)
    await mutate('CLR 2.0, one that it holds, and signed after', badge, again)
    const report = await examine(await again({ ...badge, name: 'Another' }))
    expect([report.checks.signature.outcome, report.checks.parts.outcome, report.parts[0]?.report.outcome]).toEqual(['passed', 'failed', 'failed'])
  })

  test('one that it holds in an envelope', async () => {
    const jwt = await signJwt(ours(simple, keys.p256), { key: keys.p256 })
    const envelope = (text: string): object => ({
      '@context': 'https://www.w3.org/ns/credentials/v2',
      type: 'EnvelopedVerifiableCredential',
      id: `data:application/vc+jwt,${text}`,
    })
    expect((await examine(await held(record, eddsaJcs2022, envelope(jwt)))).outcome).toBe('passed')
    for (let at = 0; at < jwt.length; at++) {
      const { outcome } = await examine(await held(record, eddsaJcs2022, envelope(`${jwt.slice(0, at)}${jwt[at] === 'B' ? 'C' : 'B'}${jwt.slice(at + 1)}`)))
      counted('CLR 2.0, one in an envelope: one character changed, not passed', outcome !== 'passed')
      expect(outcome).not.toBe('passed')
    }
  })
})

test.skipIf(!haveVectors)('how the same may be said in another way, by format', () => {
  expect(Object.fromEntries([...passing].map(([format, kinds]) => [format, [...kinds].sort().join(', ')]))).toMatchInlineSnapshot(`
    {
      "CLR 2.0, eddsa-jcs-2022": "twice",
      "CLR 2.0, eddsa-rdfc-2022": "a list in a list, a list of one, another name of a class, another order, contexts, said elsewhere of the same id, twice",
      "CLR 2.0, one that it holds, and signed after": "a list of one, another name of a class, another order, contexts, twice",
      "OB 3.0, EcdsaSecp256k1Signature2019": "a list of one, another name of a class, another order, contexts, twice",
      "OB 3.0, Ed25519Signature2020": "a list of one, another name of a class, another order, contexts, twice",
      "OB 3.0, JsonWebSignature2020": "a list of one, another name of a class, another order, contexts, twice",
      "OB 3.0, ecdsa-rdfc-2019": "a list of one, another name of a class, another order, contexts, twice",
      "OB 3.0, eddsa-jcs-2022": "twice",
      "OB 3.0, eddsa-rdfc-2022": "a list of one, another name of a class, another order, contexts, twice",
      "OB 3.0, sd/derivedcredential": "a list of one, another name of a class, another order, contexts, twice",
      "OB 3.0, simple": "a list of one, another name of a class, another order, contexts, twice",
      "OB 3.0, simple-context-alias": "a list of one, another name of a class, another order, contexts, twice",
      "OB 3.0, simple-context-version": "a list of one, another name of a class, another order, contexts, twice",
      "OB 3.0, simple-did-web-method": "a list of one, another name of a class, another order, contexts, twice",
      "OB 3.0, simple-eddsa-2022": "a list of one, another name of a class, another order, contexts, twice",
      "OB 3.0, simple_v1": "a list of one, another name of a class, another order, contexts, twice",
      "OB 3.0, the full example": "a list in a list, said elsewhere of the same id, twice",
    }
  `)
})

describe('images', async () => {
  const signed = await sign(badgeOf(key.controller), { suite: eddsaRdfc2022, key, created })
  const svg = toSvg('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><title>Zoé</title></svg>', signed)
  const png = toPng(pixel, signed)
  /** What passes must be the badge, to the letter: an image around it may change, and nothing in it. */
  async function same(set: string, held: Held): Promise<void> {
    const report = await examine(held)
    const isSame = report.outcome !== 'passed' || JSON.stringify(report.credential) === JSON.stringify(signed)
    counted(set, isSame)
    expect(isSame).toBe(true)
  }

  test('the text in its chunk, with every character changed and a checksum that is right', async () => {
    const text = fromPng(png) ?? ''
    expect((await examine(holding(chunk('iTXt', Buffer.from(`openbadgecredential\0\0\0\0\0${text}`))))).outcome).toBe('passed')
    for (let at = 0; at < text.length; at++) {
      const changed = `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`
      const { outcome } = await examine(holding(chunk('iTXt', Buffer.from(`openbadgecredential\0\0\0\0\0${changed}`))))
      counted('PNG, one character of the text changed, not passed', outcome !== 'passed')
      expect(outcome, changed).not.toBe('passed')
    }
  })

  test('every byte of a PNG', async () => {
    for (let at = 0; at < png.length; at++) {
      const changed = png.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      await same('PNG, one byte changed, not passed or the same badge', changed)
    }
  })

  test('every character of an SVG', async () => {
    expect(fromSvg(svg)).toBe(JSON.stringify(signed))
    for (let at = 0; at < svg.length; at++) await same('SVG, one character changed, not passed or the same badge', `${svg.slice(0, at)}1${svg.slice(at + 1)}`)
  })
})
