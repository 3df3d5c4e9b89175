import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { fromPng, fromSvg } from '../../src/bake/index.js'
import { fromUtf8 } from '../../src/bytes.js'
import { rdfc } from '../../src/canonicalize/rdfc.js'
import { achievement, InvalidError, identity, type OpenBadge, openBadge, profile, type Text } from '../../src/credential/index.js'
import { validate } from '../../src/credential/validate.js'
import { isObject, type JsonObject, parse } from '../../src/json.js'
import { decodeJwt } from '../../src/sign/jwt.js'
import { counted, haveVectors, printCounts, readVector } from '../vectors.js'
import { adapted, canonical, official, strict } from './official.js'

afterAll(printCounts)

// What a person may type, in any script, with quotes, controls and characters outside the basic plane. Nothing from U+E000 to U+FFFF: RDFC-1.0
// sorts by code points, and the reference canonicalizer by UTF-16 units.
const plain = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.constantFrom('', ' ', '"\\\n', 'é', 'نص', '字', '🎓'))
  .map((typed) => typed.replaceAll(/[\ue000-\uffff]/g, ''))
const tag = fc.constantFrom('en', 'fr-CA', 'zh-Hant-TW', 'ar', 'DE', 'x-private', 'sr-Latn-RS-1996')
const tagged = fc.oneof(fc.record({ '@value': plain }), fc.record({ '@value': plain, '@language': tag }))
const text: fc.Arbitrary<Text> = fc.oneof(
  plain,
  fc.dictionary(tag, plain, { minKeys: 1 }),
  tagged,
  fc.array(fc.oneof(plain, tagged), { minLength: 1, maxLength: 4 }),
)
const tail = fc.string({ unit: fc.constantFrom(...'abcXYZ019-._~:/?#[]@!$&()*+,;=%é字'), minLength: 1, maxLength: 12 })
const uri = fc
  .tuple(fc.constantFrom('https://uni.example/', 'urn:uuid:', 'did:web:', 'data:,', 'x-y+z.1:', 'name:', 'type:'), tail)
  .map((parts) => parts.join(''))
const date = fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
// The reference canonicalizer takes a number without a point in its text for a whole one, and 1e-7 for 0; JSON-LD 1.1 API, 8.2.2, does not.
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => String(value).includes('.')),
)
const optional = <T extends { [member: string]: fc.Arbitrary<unknown> }>(members: T) => fc.record(members, { requiredKeys: [] })
const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 })

const image = fc.record({ id: uri, caption: text }, { requiredKeys: ['id'] })
const alignment = fc.record(
  { targetName: text, targetUrl: uri, targetCode: plain, targetDescription: text, targetFramework: text, targetType: fc.constantFrom('CFItem', 'ext:Level') },
  { requiredKeys: ['targetName', 'targetUrl'] },
)
const otherIdentifier = list(fc.record({ identifier: plain, identifierType: fc.constantFrom('systemId', 'ext:card') }))
const related = list(fc.record({ id: uri, inLanguage: fc.constantFrom('fr', 'zh-Hant-TW'), version: plain }, { requiredKeys: ['id'] }))
const profileOptions = fc
  .tuple(uri, optional({ name: text, url: uri, phone: plain, description: text, image, email: plain, otherIdentifier, familyName: plain, official: plain }))
  .map(([id, more]) => ({ ...more, id }))
const achievementOptions = fc
  .tuple(
    fc.record({
      id: uri,
      name: text,
      description: text,
      criteria: fc.oneof(fc.record({ narrative: text }), fc.record({ id: uri }), fc.record({ id: uri, narrative: text })),
    }),
    optional({
      achievementType: fc.constantFrom('Course', 'ext:Micro.Course'),
      alignment: list(alignment),
      creditsAvailable: number,
      fieldOfStudy: text,
      humanCode: plain,
      image,
      inLanguage: fc.constantFrom('en', 'fr-CA'),
      otherIdentifier,
      related,
      specialization: text,
      tag: list(plain),
      version: plain,
    }),
  )
  .map((parts) => Object.assign({}, ...parts))
const badgeOptions = fc
  .tuple(
    fc.record({ id: uri, issuer: profileOptions, achievement: achievementOptions, subject: fc.record({ id: uri }), validFrom: date }),
    optional({ awardedDate: date, name: text, description: text, image, refresh: uri }),
    optional({ narrative: text, role: text, term: text, licenseNumber: plain, creditsEarned: number, image, activityStartDate: date }),
    list(fc.record({ id: uri, name: text, narrative: text, genre: text, audience: text }, { requiredKeys: [] })),
    plain.filter((salt) => salt !== ''),
  )
  .map(([least, more, details, evidence, salt]) => ({
    ...least,
    ...more,
    evidence,
    subject: { ...least.subject, ...details, identifier: [identity('zoe@example.com', { type: 'emailAddress', salt })] },
  }))

/** What the builders make of the options: a badge, or a refusal in their own words. */
function written(options: ReturnType<typeof Object.assign>): OpenBadge | InvalidError {
  try {
    return openBadge({ ...options, issuer: profile(options.issuer), achievement: achievement(options.achievement) })
  } catch (error) {
    if (error instanceof InvalidError) return error
    throw error
  }
}

describe('whatever the builders write', () => {
  test('is valid, and can be signed by every suite', () => {
    let refused = 0
    fc.assert(
      fc.property(badgeOptions, (options) => {
        const badge = written(options)
        if (badge instanceof InvalidError) return void refused++
        expect(validate(badge)).toHaveProperty('value')
        expect(() => rdfc(badge)).not.toThrow()
      }),
      { numRuns: 300 },
    )
    expect(refused).toBeLessThan(60)
  })

  test.runIf(haveVectors)('is what the reference canonicalizer of JSON-LD accepts in its safe mode, quad by quad', async () => {
    await fc.assert(
      fc.asyncProperty(badgeOptions, async (options) => {
        const badge = written(options)
        if (badge instanceof InvalidError) return
        const ours = fromUtf8(rdfc(badge))
        expect(ours).toBe(await canonical(badge))
        counted('badges of the builders, same N-Quads as jsonld in safe mode', true)
      }),
      { numRuns: 60 },
    )
  })
})

describe.runIf(haveVectors)('credentials inside images and JWTs', () => {
  const read = (file: string): JsonObject => {
    const bytes = readVector(`1edtech-validator/ob30/${file}`)
    const text = file.endsWith('.png') ? fromPng(bytes) : file.endsWith('.svg') ? fromSvg(bytes.toString('utf8')) : bytes.toString('utf8')
    const value = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text?.trim() ?? '') ? decodeJwt(text?.trim() ?? '').credential : parse(text ?? '')
    if (!isObject(value)) throw new Error(`No credential in ${file}`)
    return value
  }

  // Why our answer is not that of either official schema.
  const differences: { readonly [file: string]: string } = {
    'simple-jwt_v1.png': 'VC 1.1: the official schemas know 2.0 only',
    'simple-jwt_v1.svg': 'VC 1.1: the official schemas know 2.0 only',
    'velocity.jwt': 'VC 1.1: the official schemas know 2.0 only',
  }

  test('are judged as the official schemas judge them, but for what is named', () => {
    const [strictSchema, adaptedSchema] = [official(strict), official(adapted)]
    const files = [
      'simple-json.png',
      'simple-jwt.png',
      'simple-jwt_v1.png',
      'simple-json.svg',
      'simple-jwt.svg',
      'simple-jwt_v1.svg',
      'simple.jwt',
      'velocity.jwt',
    ]
    const different = files.filter((file) => {
      const document = read(file)
      const same = 'value' in validate(document) === (strictSchema(document) || adaptedSchema(document))
      counted('OB 3.0 schema agreement, in images and JWTs', same)
      return !same
    })
    expect(different).toEqual(Object.keys(differences))
  })
})
