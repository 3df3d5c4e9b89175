import { afterAll, describe, expect, test } from 'vitest'
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '../../src/bytes.js'
import type { Credential } from '../../src/credential/secured.js'
import { asDidJwk } from '../../src/did/jwk.js'
import type { KeyMethod } from '../../src/did/method.js'
import type { JsonObject } from '../../src/json.js'
import { fromCryptoKeys } from '../../src/keys/cryptokeys.js'
import { fromJwk, type Jwk } from '../../src/keys/jwk.js'
import { remote } from '../../src/keys/remote.js'
import { keyAt, type SigningKey } from '../../src/keys/signing-key.js'
import { fromDocuments } from '../../src/load/index.js'
import { decodeJwt, signJwt, vcJwt } from '../../src/sign/jwt.js'
import { current, type Report, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'

type Case = { readonly id: string; readonly file: string; readonly key: string; readonly kind: string; readonly expected: string; readonly what: string }

afterAll(printCounts)
const source = 'vc-jose-cose-test-suite'
const cases: readonly Case[] = haveVectors ? jsonVector(`${source}/manifest.json`).cases : []
const now = new Date('2026-11-01T00:00:00Z')
// Nobody publishes the schema that they name: one that allows everything stands in its place.
const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'https://example.org/examples/degree.json' }
const load = fromDocuments({ [schema.$id]: schema })
const options = { accept: current, issuers: 'any', now, load } as const
const whyOf = ({ checks }: Report): string =>
  Object.entries(checks)
    .flatMap(([name, check]) => ('problem' in check ? [`${name} ${check.problem.name}`] : []))
    .join(', ')
const isOf = (kind: string) => (one: Case) => one.kind === kind

/** The one key that the manifest gives for a case, as the issuer's whatever a header calls it. */
function keyOf({ key }: Case): { readonly method: KeyMethod; readonly controller: string; readonly id: string; readonly secret: Jwk } {
  const { id, controller, publicKeyJwk, secretKeyJwk } = jsonVector(`${source}/${key}`)
  const { kty, crv, x, y } = publicKeyJwk
  const found = { ...fromJwk(JSON.parse(JSON.stringify({ kty, crv, x, y }))), controller, purposes: ['assertionMethod'], boundBy: 'document' as const }
  return {
    method: { kind: 'key method', name: 'the manifest', owns: (one) => one.startsWith(controller), resolve: () => found },
    controller,
    id,
    secret: secretKeyJwk,
  }
}
/** Its report, with that key; one that nobody here has is of no method at all. */
function reportOn(one: Case): Promise<Report> {
  const methods = one.key.includes('p521') ? [] : [keyOf(one).method]
  return verify(readVector(`${source}/${one.file}`).toString('utf8'), { ...options, accept: [vcJwt, ...methods] })
}

describe.skipIf(!haveVectors)('the W3C test suite of VC-JOSE-COSE', () => {
  test('all of its cases are read', () => {
    const kinds = Object.fromEntries([...new Set(cases.map(({ kind }) => kind))].map((kind) => [kind, cases.filter(isOf(kind)).length]))
    expect(kinds).toMatchInlineSnapshot(`
      {
        "issue:credential_cose": 1,
        "issue:credential_jose": 3,
        "issue:credential_sdjwt": 2,
        "issue:presentation_cose": 1,
        "issue:presentation_jose": 2,
        "issue:presentation_sdjwt": 1,
        "verify:credential_cose": 4,
        "verify:credential_jose": 7,
        "verify:credential_sdjwt": 4,
        "verify:presentation_cose": 3,
        "verify:presentation_jose": 4,
        "verify:presentation_sdjwt": 3,
      }
    `)
  })

  test.each(cases.filter(isOf('verify:credential_jose')))('$what: $expected', async (one) => {
    const report = await reportOn(one)
    const agreed = one.expected === 'valid' ? report.outcome === 'passed' : report.outcome === 'failed'
    counted('W3C VC-JOSE-COSE, JOSE credentials, verified', agreed)
    expect([agreed, whyOf(report)]).toEqual([true, one.expected === 'valid' ? '' : expect.stringMatching(/./)])
  })

  test.each(cases.filter(({ kind }) => kind.startsWith('verify:') && /sdjwt|cose$/.test(kind)))('$what is named, and not examined', async (one) => {
    const { outcome, checks, claimed } = { claimed: undefined, ...(await reportOn(one)) }
    // Hexadecimal digits of COSE are nothing that anybody hands on.
    const isOdd = one.what.includes('Incorrect Encoding')
    const problem = 'problem' in checks.shape ? checks.shape.problem : undefined
    const named = [problem?.name, problem?.facts['kind']].join(' ') === `verify.NotReadError ${one.kind.endsWith('cose') ? 'COSE' : 'an SD-JWT'}`
    counted('W3C VC-JOSE-COSE, SD-JWT and COSE, named or refused', isOdd ? outcome === 'failed' : named && outcome === 'unknown')
    expect([outcome, named, checks.signature.outcome, claimed]).toEqual(
      isOdd ? ['failed', false, 'skipped', undefined] : ['unknown', true, 'skipped', undefined],
    )
  })

  // Whatever becomes of presentations, none passes by what is in it: the key of the manifest is accepted for all.
  test.each(cases.filter(isOf('verify:presentation_jose')).filter(({ expected }) => expected === 'invalid'))('$what never passes', async (one) => {
    const { outcome } = await reportOn(one)
    counted('W3C VC-JOSE-COSE, JOSE presentations, invalid and not passed', outcome !== 'passed')
    expect(outcome).not.toBe('passed')
  })

  test.each(cases.filter(isOf('issue:credential_jose')).filter(({ expected }) => expected === 'valid'))('$what', async (one) => {
    const { method, controller, id, secret } = keyOf(one)
    const name = one.key.includes('p256') ? 'P-256' : 'P-384'
    const pair = await crypto.subtle.importKey('jwk', secret as JsonWebKey, { name: 'ECDSA', namedCurve: name }, false, ['sign'])
    const sign = async (bytes: Uint8Array) =>
      new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: name === 'P-256' ? 'SHA-256' : 'SHA-384' }, pair, bytes as Uint8Array<ArrayBuffer>))
    const { algorithm, bytes } = await method.resolve('', {})
    const key = keyAt(id, remote({ publicKey: { algorithm: algorithm as 'P-256', bytes }, format: 'raw', sign }))
    expect(key.controller).toBe(controller)
    const jwt = await signJwt(jsonVector(`${source}/${one.file}`) as Credential, { key, typ: 'vc+jwt' })
    const { header, credential } = decodeJwt(jwt)
    expect(header).toEqual({ alg: name === 'P-256' ? 'ES256' : 'ES384', kid: id, typ: 'vc+jwt', cty: 'vc' })
    expect(credential).toEqual(jsonVector(`${source}/${one.file}`))
    // One of them has a status of a type that no list is kept for here.
    const report = await verify(jwt, { ...options, accept: [vcJwt, method] })
    const issued = report.checks.signature.outcome === 'passed' && report.checks.binding.outcome === 'passed' && report.outcome !== 'failed'
    counted('W3C VC-JOSE-COSE, JOSE credentials, issued', issued)
    expect([issued, whyOf(report)]).toEqual([true, one.file.includes('full') ? 'status status.UnknownTypeError' : ''])
  })
})

const rsaPair = (await crypto.subtle.generateKey(
  { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
  false,
  ['sign', 'verify'],
)) as CryptoKeyPair
const signers: readonly (readonly [string, SigningKey])[] = [
  ['EdDSA', keys.ed25519],
  ['ES256', keys.p256],
  ['ES384', keys.p384],
  ['RS256', asDidJwk(await fromCryptoKeys(rsaPair, 'RS256'))],
]

describe.each(signers)('%s', (alg, key) => {
  const parts = (jwt: string): readonly JsonObject[] =>
    jwt
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(fromUtf8(fromBase64url(part))))
  async function forge(header: object, payload: object): Promise<string> {
    const input = [header, payload].map((part) => toBase64url(utf8(JSON.stringify(part)))).join('.')
    return `${input}.${toBase64url(await key.signer.sign(utf8(input)))}`
  }

  test('the credential is what comes out, of either form', async () => {
    const badge = badgeOf(key.controller)
    for (const typ of ['JWT', 'vc+jwt'] as const) {
      const report = await verify(await signJwt(badge, { key, typ }), options)
      expect([report.outcome, report.outcome === 'passed' && report.credential]).toEqual(['passed', badge])
    }
    const [header, payload] = parts(await signJwt(badge, { key, typ: 'vc+jwt' }))
    expect([header, payload]).toEqual([{ alg, kid: key.id, typ: 'vc+jwt', cty: 'vc' }, badge])
  })

  test('every claim is compared with what it stands for, in either form', async () => {
    const badge = badgeOf(key.controller)
    const [header = {}, claims = {}] = parts(await signJwt(badge, { key }))
    const others = { iss: 'did:example:mallory', jti: 'urn:other', sub: 'did:example:mallory', nbf: 1, exp: 4102444800 }
    for (const typ of ['JWT', 'vc+jwt']) {
      expect((await verify(await forge({ ...header, typ }, claims), options)).outcome).toBe('passed')
      for (const [claim, other] of Object.entries(others)) {
        const reports = await Promise.all(
          [
            { ...claims, [claim]: other },
            { ...badge, [claim]: other },
          ].map(async (payload) => verify(await forge({ ...header, typ }, payload), options)),
        )
        for (const report of reports)
          expect([claim, report.outcome, whyOf(report)]).toEqual([claim, 'failed', expect.stringContaining('sign.ClaimMismatchError')])
      }
      // A claim for what the credential does not have.
      const { validUntil: _, ...open } = badge
      expect(whyOf(await verify(await forge({ ...header, typ }, { ...open, exp: others.exp }), options))).toContain('sign.ClaimMismatchError')
    }
  })
})

test('COSE in bytes is named too, and what only begins like it is not', async () => {
  const problems = await Promise.all(
    [new Uint8Array([0xd2, 0x84, 0x40, 0xa0, 0x40, 0x40]), '0oRAoEBA\n', '0oRAoEBA!', '0oR', new Uint8Array([0xd2]), 'AAAA'].map(async (held) => {
      const { outcome, checks } = await verify(held, options)
      return [outcome, 'problem' in checks.shape && checks.shape.problem.name]
    }),
  )
  expect(problems).toEqual([
    ['unknown', 'verify.NotReadError'],
    ['unknown', 'verify.NotReadError'],
    ['failed', 'json.ParseError'],
    ['failed', 'json.ParseError'],
    ['failed', 'bytes.EncodingError'],
    ['failed', 'json.ParseError'],
  ])
})
