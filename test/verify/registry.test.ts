import { describe, expect, test } from 'vitest'
import { toBase64url, utf8 } from '../../src/bytes.js'
import { p256 } from '../../src/keys/index.js'
import { toJwk } from '../../src/keys/jwk.js'
import { overHttps } from '../../src/load/https.js'
import { FailedError, fromDocuments } from '../../src/load/index.js'
import type { Load } from '../../src/seams.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { sign } from '../../src/sign/sign.js'
import { anyOf, current, type Issuers, registry, trusted, verify } from '../../src/verify/index.js'
import { en, fr, words } from '../../src/verify/text.js'
import { badgeOf, keys } from '../badges.js'

const now = new Date('2026-11-01T00:00:00Z')
const issuer = keys.ed25519.controller
const badge = await sign(badgeOf(issuer), { suite: eddsaJcs2022, key: keys.ed25519 })
const url = 'https://digitalcredentials.github.io/community-registry/registry.json'
/** In the form in which the Digital Credentials Consortium publishes. */
const listOf = (...ids: readonly string[]) => ({
  meta: { created: '2022-10-27T17:57:31+00:00', updated: '2025-03-12T16:20:00+00:00' },
  registry: Object.fromEntries(ids.map((id) => [id, { name: 'Example University', location: 'Lyon, France', url: 'https://uni.example' }])),
})
const asked = async (issuers: Issuers, load?: Load) => verify(badge, { accept: current, issuers, now, load })
const said = async (issuers: Issuers, load?: Load) => {
  const { outcome, checks } = await asked(issuers, load)
  const { issuer: check } = checks
  return [outcome, check.outcome, 'problem' in check ? check.problem.name : ''].join(' ').trim()
}
const whyOf = async (issuers: Issuers, load?: Load) => {
  const { issuer: check } = (await asked(issuers, load)).checks
  return 'problem' in check ? `${check.outcome}: ${check.problem.message}` : check.outcome
}
const unlisted = 'failed failed verify.UntrustedIssuerError'

describe('a list without a signature', () => {
  const unsigned = registry(url, { signedBy: 'nobody' })

  test('lists the issuer, and the report says who signed it', async () => {
    const report = await asked(unsigned, fromDocuments({ [url]: listOf(issuer) }))
    expect([report.outcome, report.checks.issuer]).toEqual([
      'passed',
      { outcome: 'passed', detail: { list: url, name: 'Example University', signedBy: 'nobody' } },
    ])
    const line = (language: typeof en) => words(report, language).lines.find(({ name }) => name === 'issuer')?.text
    expect([line(en), line(fr)]).toMatchInlineSnapshot(`
      [
        "Listed as Example University in https://digitalcredentials.github.io/community-registry/registry.json, which nobody has signed.",
        "Inscrit sous le nom de Example University dans https://digitalcredentials.github.io/community-registry/registry.json, que personne n’a signé.",
      ]
    `)
  })

  test('does not list it: it is not trusted, and the lists are named', async () => {
    const report = await asked(unsigned, fromDocuments({ [url]: listOf('did:web:other.example') }))
    expect(report.outcome).toBe('failed')
    expect(report.checks.issuer).toMatchObject({ outcome: 'failed', problem: { name: 'verify.UntrustedIssuerError', facts: { issuer, lists: [url] } } })
    const { lines } = words(report, fr)
    expect(lines.find(({ name }) => name === 'issuer')?.text).toBe(
      `L’émetteur « ${issuer} » n’est pas inscrit dans ${url}. Comparez-le, lettre par lettre, avec l’adresse que publie l’établissement.`,
    )
  })

  test.each([
    ['another that begins as it does', `${issuer}x`],
    ['the same in other letters', issuer.toUpperCase()],
    ['its key', keys.ed25519.id],
    ['the same with a space', ` ${issuer}`],
  ])('lists %s', async (_, id) => {
    expect(await said(unsigned, fromDocuments({ [url]: listOf(id) }))).toBe(unlisted)
  })

  test.each([['toString'], ['__proto__'], ['constructor'], ['hasOwnProperty']])('does not list %s, which every object has', async (id) => {
    const check = await unsigned.judge(id, badge, { now, load: fromDocuments({ [url]: listOf() }) })
    expect(check).toMatchObject({ outcome: 'failed', problem: { name: 'verify.UntrustedIssuerError' } })
  })

  test.each([
    ['nothing to read it with', undefined, 'unknown: This needs'],
    ['not there', fromDocuments({}), `unknown: "${url}" could not be read: it is not among the documents.`],
    ['no JSON', fromDocuments({ [url]: utf8('<html>') }), 'is not relied on: what it says cannot be read. Whether it lists the issuer is not known.'],
    ['no text', fromDocuments({ [url]: new Uint8Array([0xff, 0xfe]) }), 'what it says cannot be read'],
    ['of two minds about an issuer', fromDocuments({ [url]: utf8(`{"registry":{"a":{},"a":{}}}`) }), 'what it says cannot be read'],
    ['an array', fromDocuments({ [url]: [issuer] }), 'it is no list of issuers of a kind that is read here'],
    ['an array inside', fromDocuments({ [url]: { registry: [issuer] } }), 'it is no list of issuers of a kind that is read here'],
    ['signed in a way of its own', fromDocuments({ [url]: { ...listOf(issuer), proof: {} } }), 'it is signed in a way that is not read here'],
    ['deep', fromDocuments({ [url]: utf8('['.repeat(1e5)) }), 'what it says cannot be read'],
    ['large', fromDocuments({ [url]: utf8(`{"registry":{"a":"${'a'.repeat(11 * 2 ** 20)}"}}`) }), 'what it says cannot be read'],
  ])('is unknown: %s', async (_, load, why) => {
    expect(await said(unsigned, load)).toMatch(/^unknown unknown (verify\.RegistryError|load\.(NoLoad|Failed)Error)$/)
    expect(await whyOf(unsigned, load)).toContain(why)
  })

  test('an entry that says nothing lists nobody; one without a name is one', async () => {
    expect(await said(unsigned, fromDocuments({ [url]: { registry: { [issuer]: null } } }))).toBe(unlisted)
    expect(await said(unsigned, fromDocuments({ [url]: { registry: { [issuer]: true } } }))).toBe(unlisted)
    const { checks } = await asked(unsigned, fromDocuments({ [url]: { registry: { [issuer]: { name: ['A'] } } } }))
    expect(checks.issuer).toEqual({ outcome: 'passed', detail: { list: url, signedBy: 'nobody' } })
  })

  test('is not taken for one that somebody signed', async () => {
    const signed = registry(url, { signedBy: 'did:web:registry.example' })
    expect(await whyOf(signed, fromDocuments({ [url]: listOf(issuer) }))).toBe(
      `unknown: The registry "${url}" is not relied on: it is not signed, and should be by "did:web:registry.example". Whether it lists the issuer is not known.`,
    )
  })

  test('says nothing of a name that no signature stands behind', async () => {
    const forged = { ...badge, name: 'Another' }
    const { checks } = await verify(forged, { accept: current, issuers: unsigned, now, load: fromDocuments({ [url]: listOf(issuer) }) })
    expect(checks.issuer).toMatchObject({ outcome: 'unknown', problem: { name: 'verify.UnboundIssuerError' } })
  })
})

describe('any of several', () => {
  const other = 'https://other.example/registry.json'
  const lists = anyOf(trusted(['did:web:uni.example']), registry(url, { signedBy: 'nobody' }), registry(other, { signedBy: 'nobody' }))

  test('passes with one, whatever the others say or do not say', async () => {
    expect(await said(lists, fromDocuments({ [url]: listOf(), [other]: listOf(issuer) }))).toBe('passed passed')
    expect(await said(lists, fromDocuments({ [other]: listOf(issuer) }))).toBe('passed passed')
  })

  test('is unknown when none has it and one could not be read, and names that one', async () => {
    expect(await said(lists, fromDocuments({ [other]: listOf() }))).toBe('unknown unknown load.FailedError')
  })

  test('fails when none has it, and names all that were asked', async () => {
    const load = fromDocuments({ [url]: listOf(), [other]: listOf() })
    expect(await whyOf(lists, load)).toBe(
      `failed: The issuer "${issuer}" is not one that you trust. It is not listed by ${url}, ${other}. Compare it, letter by letter, with the address that the institution publishes.`,
    )
    const mine: Issuers = { kind: 'issuers', name: 'mine', judge: () => ({ outcome: 'failed', problem: { name: 'mine.No', message: '', facts: {} } }) }
    const { checks } = await asked(anyOf(anyOf(lists), mine), load)
    expect(checks.issuer).toMatchObject({ problem: { facts: { lists: ['trusted', url, other, 'mine'] } } })
  })

  test('of no list trusts nobody', async () => {
    expect(await said(anyOf())).toBe(unlisted)
  })
})

test.each([
  ['http://registry.example/registry.json', 'nobody'],
  ['registry.json', 'nobody'],
  [url, undefined],
  [url, ''],
])('registry(%s, %s) is a wrong call', (address, signedBy) => {
  expect(() => registry(address, { signedBy: signedBy as string })).toThrow(expect.objectContaining({ name: 'verify.OptionsError' }))
})

/**
 * What the test registry of the Digital Credentials Consortium answered in April 2025 (digitalcredentials/issuer-registry-client, MIT,
 * test/fixtures/httpResponses/oidfResponses).
 */
const recorded = {
  anchor:
    'eyJhbGciOiJFUzI1NiIsInR5cCI6ImVudGl0eS1zdGF0ZW1lbnQrand0Iiwia2lkIjoiaXNzdWVycmVnaXN0cnkta2V5MSJ9.eyJzdWIiOiJodHRwczovL3Rlc3QucmVnaXN0cnkuZGNjb25zb3J0aXVtLm9yZyIsIm1ldGFkYXRhIjp7ImZlZGVyYXRpb25fZW50aXR5Ijp7Im9yZ2FuaXphdGlvbl9uYW1lIjoiRGlnaXRhbCBDcmVkZW50aWFscyBDb25zb3J0aXVtIChURVNUKSIsImhvbWVwYWdlX3VyaSI6Imh0dHBzOi8vZGlnaXRhbGNyZWRlbnRpYWxzLm1pdC5lZHUiLCJsb2dvX3VyaSI6ImRhdGE6aW1hZ2UvcG5nO2Jhc2U2NCxpVkJPUncwS0dnb0FBQUFOU1VoRVVnQUFBQ0FBQUFBZ0NBSUFBQUQ4R08yakFBQUFBWE5TUjBJQXJzNGM2UUFBQUFSblFVMUJBQUN4and2OFlRVUFBQUFKY0VoWmN3QUFFblFBQUJKMEFkNW1IM2dBQUFDcVNVUkJWRWhMN1pGYkNvUkFEQVE5d1Y3Slg2Kys0SjAwa0NXT1JYYk02Q2krb0w0bTNWMklUZHYxdTNJeXdmRDlDSGpNVXlEUTlWSkhWSkN1S3dqODR5RUNUQnVJdWR4YmdMa01LS1pNQW5RMllyTS9BYzVWT0ZaUTNXR3pzNStNMEdyU3pabEFRSFFGR0tSQVFLRUlUQW1PUUVGekVkU05WMkNnYmxRVENGaFFmQUdhUVRDaW5Fd1F1UUpIZ0pxQ2pJQ0Fnb3dRK2dKY2pVaHNRWUIzbDN6WUYxVGs2b0t1SHdHNUlCaUl6N2J4K1FBQUFBQkpSVTVFcmtKZ2dnPT0iLCJwb2xpY3lfdXJpIjoiaHR0cHM6Ly90ZXN0LnJlZ2lzdHJ5LmRjY29uc29ydGl1bS5vcmcvZ292ZXJuYW5jZS1wb2xpY3kiLCJmZWRlcmF0aW9uX2ZldGNoX2VuZHBvaW50IjoiaHR0cHM6Ly90ZXN0LnJlZ2lzdHJ5LmRjY29uc29ydGl1bS5vcmcvZmV0Y2giLCJmZWRlcmF0aW9uX2xpc3RfZW5kcG9pbnQiOiJodHRwczovL3Rlc3QucmVnaXN0cnkuZGNjb25zb3J0aXVtLm9yZy9zdWJvcmRpbmF0ZV9saXN0aW5nIn0sImluc3RpdHV0aW9uX2FkZGl0aW9uYWxfaW5mb3JtYXRpb24iOnsibGVnYWxfbmFtZSI6IkRpZ2l0YWwgQ3JlZGVudGlhbHMgQ29uc29ydGl1bSwgSW5jLiJ9fSwiaXNzIjoiaHR0cHM6Ly90ZXN0LnJlZ2lzdHJ5LmRjY29uc29ydGl1bS5vcmciLCJleHAiOjE3NDYwMzQwODEsImlhdCI6MTc0NTk0NzY4MSwianRpIjoib3pmM3JpbnR4dCIsImp3a3MiOnsia2V5cyI6W3sia3R5IjoiRUMiLCJjcnYiOiJQLTI1NiIsImtpZCI6Imlzc3VlcnJlZ2lzdHJ5LWtleTEiLCJ4IjoiUnoxTkhNSl90QVpRWHNKT1lxbllydUdZaW1HNldOT3AwTjIzNEU3d3FPcyIsInkiOiJKNWlDTGIyVF95c0NIcGpGemNSM2lXLXR1RHVYRUhuSlB2ZlZNUVpPZnpZIn1dfX0.n007FjTUIX7DrmacLoLq-z5FcWiNdMkJoB2UcjAjRY5N4Hf3cINDWrNrncnOPBnGp3pe9SRJz1iDb-yAjWVEFQ',
  oneUni:
    'eyJhbGciOiJFUzI1NiIsInR5cCI6ImVudGl0eS1zdGF0ZW1lbnQrand0Iiwia2lkIjoiaXNzdWVycmVnaXN0cnkta2V5MSJ9.eyJzdWIiOiJkaWQ6d2ViOm9uZXVuaS50ZXN0dW5pLmVkdSIsIm1ldGFkYXRhIjp7ImZlZGVyYXRpb25fZW50aXR5Ijp7Im9yZ2FuaXphdGlvbl9uYW1lIjoiT25lVW5pIFVuaXZlcnNpdHkiLCJob21lcGFnZV91cmkiOiJodHRwczovL29uZXVuaS5lZHUiLCJsb2dvX3VyaSI6ImRhdGE6aW1hZ2UvcG5nO2Jhc2U2NCxpVkJPUncwS0dnb0FBQUFOU1VoRVVnQUFBQ0FBQUFBZ0NBSUFBQUQ4R08yakFBQUFBWE5TUjBJQXJzNGM2UUFBQUFSblFVMUJBQUN4and2OFlRVUFBQUFKY0VoWmN3QUFFblFBQUJKMEFkNW1IM2dBQUFCNFNVUkJWRWhMWTFEYTZFTlROR29CUVRScUFVRTBZaXh3a3EzWDV0TmdBQU5Ca1Jsb3N2Z1FFUmJNME9hQW1Bd0ZOTEZBa01OZFcyS0drd2pJRTFTM0FJRkdMU0NJUmkwZ2lFWXR3SUhxNVRrMEJDRUlhRHdJd0xoODlSaUtNUkJSRmtETnhRQlVzb0F5TkdvQlFUUnFBVUUwMUMzWTZBTUFzRHhKb3dYT3M2b0FBQUFBU1VWT1JLNUNZSUk9In0sImluc3RpdHV0aW9uX2FkZGl0aW9uYWxfaW5mb3JtYXRpb24iOnsibGVnYWxfbmFtZSI6IkJvYXJkIGFuZCBUcnVzdGVlcyBvZiBPbmVVbmkgVW5pdmVyc2l0eSJ9LCJjcmVkZW50aWFsX3JlZ2lzdHJ5X2VudGl0eSI6eyJjdGlkIjoiY2UtZThhNDFhNTItNmZmNi00OGYwLTk4NzItODg5Yzg3YjA5M2I3IiwiY2VfdXJsIjoiaHR0cHM6Ly9jcmVkZW50aWFsZW5naW5lcmVnaXN0cnkub3JnL3Jlc291cmNlcy9jZS1lOGE0MWE1Mi02ZmY2LTQ4ZjAtOTg3Mi04ODljODdiMDkzYjcifSwicm9yX2VudGl0eSI6eyJyb3JpZCI6IjA0Mm5iMnM0NCIsInJvcl91cmwiOiJodHRwczovL3Jvci5vcmcvMDQybmIyczQ0In19LCJpc3MiOiJodHRwczovL3Rlc3QucmVnaXN0cnkuZGNjb25zb3J0aXVtLm9yZyIsImV4cCI6MTc0NTY5MDM4MiwiaWF0IjoxNzQ1NjAzOTgyLCJqdGkiOiJidmNxd2d0MHhzcSJ9.FXG7S9qvQf4tpQlBNBCfxfE_QFOD-UghaEPox5a_1HuwvIstLDW2iFz8u04lRd3qS_8ZJ5Tibmj5k6SdiIwojA',
}

describe('an OpenID Federation', () => {
  const entity = 'https://test.registry.dcconsortium.org'
  const well = `${entity}/.well-known/openid-federation`
  const federation = registry(well, { signedBy: entity })
  const oneUni = 'did:web:oneuni.testuni.edu'
  const fetchOf = (id: string) => `${entity}/fetch?sub=${encodeURIComponent(id)}`
  const april = new Date('2025-04-26T00:00:00Z')

  test('as it was recorded: the statement is signed by the anchor, and names the issuer', async () => {
    const load = fromDocuments({ [well]: utf8(recorded.anchor), [fetchOf(oneUni)]: utf8(recorded.oneUni) })
    expect(await federation.judge(oneUni, badge, { now: april, load })).toEqual({
      outcome: 'passed',
      detail: { list: well, name: 'OneUni University', signedBy: entity },
    })
    const unknownSchool = await federation.judge('did:web:twotr.testschool.edu', badge, { now: april, load })
    expect(unknownSchool).toMatchObject({ outcome: 'failed', problem: { facts: { lists: [well] } } })
    // What it said then is not what it says now.
    expect(await federation.judge(oneUni, badge, { now, load })).toMatchObject({ outcome: 'unknown', problem: { facts: { why: 'its time is over' } } })
  })

  const signer = p256(new Uint8Array(32).fill(7))
  const jwk = { ...toJwk(signer.publicKey), kid: 'one' }
  const part = (value: object) => toBase64url(utf8(JSON.stringify(value)))
  const jwt = async (payload: object, header: object = {}, by = signer) => {
    const input = `${part({ alg: 'ES256', typ: 'entity-statement+jwt', kid: 'one', ...header })}.${part(payload)}`
    return utf8(`${input}.${toBase64url(await by.sign(utf8(input)))}`)
  }
  const exp = now.getTime() / 1000 + 60
  const anchorOf = { iss: entity, sub: entity, exp, jwks: { keys: [jwk] }, metadata: { federation_entity: { federation_fetch_endpoint: `${entity}/fetch` } } }
  const statementOf = { iss: entity, sub: issuer, exp, metadata: { federation_entity: { organization_name: 'Example University' } } }
  const world = async (anchor: object = {}, statement: object = {}, headers: readonly [object?, object?] = []) =>
    fromDocuments({ [well]: await jwt({ ...anchorOf, ...anchor }, headers[0]), [fetchOf(issuer)]: await jwt({ ...statementOf, ...statement }, headers[1]) })

  test('made here: passed', async () => {
    expect(await said(federation, await world())).toBe('passed passed')
    const slash = `${entity}/`
    expect(await said(registry(well, { signedBy: slash }), await world({ iss: slash, sub: slash }, { iss: slash }))).toBe('passed passed')
  })

  const thief = p256(new Uint8Array(32).fill(8))
  const stolen = { ...toJwk(thief.publicKey), kid: 'one' }
  const unsigned = { jwks: { keys: [{ ...jwk, kid: undefined }] } }
  test.each<readonly [string, () => Promise<Load>, string]>([
    ['the anchor is another', () => world({ iss: 'https://evil.example', sub: 'https://evil.example' }), 'it is not by'],
    ['the anchor speaks of another', () => world({ sub: 'https://evil.example' }), 'it is not by'],
    ['the statement is by another', () => world({}, { iss: 'https://evil.example' }), 'it is not by'],
    ['the statement is about another', () => world({}, { sub: oneUni }), 'it is not by'],
    ['the statement is old', () => world({}, { exp: now.getTime() / 1000 }), 'its time is over'],
    ['the anchor is old', () => world({ exp: 1 }), 'its time is over'],
    ['the statement has no end', () => world({}, { exp: undefined }), 'its time is over'],
    ['the end is text', () => world({}, { exp: String(exp) }), 'its time is over'],
    ['the anchor has another key', () => world({ jwks: { keys: [stolen] } }), 'its signature is wrong'],
    ['two keys have one name', () => world({ jwks: { keys: [jwk, stolen] } }), 'it has not one key'],
    ['no key has that name', () => world({}, {}, [{}, { kid: 'two' }]), 'it has not one key'],
    ['the signature names no key', () => world(unsigned, {}, [{ kid: undefined }]), 'it has not one key'],
    ['the anchor has no keys', () => world({ jwks: undefined }), 'it has not one key'],
    ['the key is secret', () => world({ jwks: { keys: [{ ...jwk, d: 'AA' }] } }), 'what it says cannot be read'],
    ['the algorithm is none', () => world({}, {}, [{ alg: 'none' }]), 'its signature is wrong'],
    ['the algorithm is another', () => world({}, {}, [{}, { alg: 'HS256' }]), 'its signature is wrong'],
    ['the statement is a credential', () => world({}, {}, [{}, { typ: 'vc+jwt' }]), 'it is no entity statement'],
    ['the statement has no type', () => world({}, {}, [{}, { typ: undefined }]), 'it is no entity statement'],
    ['it asks for an extension', () => world({ crit: ['x'] }), 'it asks for an extension'],
    ['it has no endpoint', () => world({ metadata: {} }), 'what it says cannot be read'],
  ])('%s: unknown', async (_, load, why) => {
    expect(await said(federation, await load())).toBe('unknown unknown verify.RegistryError')
    expect(await whyOf(federation, await load())).toContain(why)
  })

  test('the statement is signed by somebody else, or by its own key', async () => {
    const load = async (statement: Uint8Array) => fromDocuments({ [well]: await jwt(anchorOf), [fetchOf(issuer)]: statement })
    expect(await whyOf(federation, await load(await jwt(statementOf, {}, thief)))).toContain('its signature is wrong')
    expect(await whyOf(federation, await load(await jwt({ ...statementOf, jwks: { keys: [stolen] } }, {}, thief)))).toContain('its signature is wrong')
  })

  test('an anchor is believed where it publishes, and nowhere else; and what is signed is not taken for what is not', async () => {
    const elsewhere = 'https://evil.example/.well-known/openid-federation'
    const load = fromDocuments({ [elsewhere]: await jwt(anchorOf), [well]: await jwt(anchorOf) })
    expect(await whyOf(registry(elsewhere, { signedBy: entity }), load)).toContain(`it is not where "${entity}" publishes its keys`)
    expect(await whyOf(registry(well, { signedBy: 'nobody' }), load)).toContain('it is signed, and you say that nobody signs it')
  })

  test('404 says that it is not listed; that nobody answers says nothing', async () => {
    const anchor = await jwt(anchorOf)
    const answering = (answer: () => Promise<Response>): Load =>
      overHttps({ fetch: (async (address: string) => (address === well ? new Response(anchor) : answer())) as never })
    expect(
      await said(
        federation,
        answering(async () => new Response('{"error":"not_found"}', { status: 404 })),
      ),
    ).toBe(unlisted)
    expect(
      await said(
        federation,
        answering(async () => new Response('', { status: 410 })),
      ),
    ).toBe(unlisted)
    for (const status of [400, 401, 403, 429, 500, 503]) {
      expect(
        await said(
          federation,
          answering(async () => new Response('', { status })),
        ),
      ).toBe('unknown unknown load.FailedError')
    }
    expect(
      await said(
        federation,
        answering(async () => Promise.reject(new TypeError('offline'))),
      ),
    ).toBe('unknown unknown load.FailedError')
    // That the anchor itself is not there says nothing either.
    const nowhere = overHttps({ fetch: (async () => new Response('', { status: 404 })) as never })
    expect(await said(federation, nowhere)).toBe('unknown unknown load.FailedError')
  })

  test('an endpoint that is no https address is for `load` to refuse', async () => {
    const anchor = await jwt({ ...anchorOf, metadata: { federation_entity: { federation_fetch_endpoint: 'file:///etc/passwd' } } })
    const load = overHttps({ fetch: (async () => new Response(anchor)) as never })
    expect(await said(federation, load)).toBe('unknown unknown load.RefusedError')
  })

  test('an id of any length is not sent to it, and a load that throws what it likes is a doubt', async () => {
    const load: Load = async (address) => ({ url: address, bytes: await jwt(anchorOf) })
    expect(await federation.judge(`did:web:${'a'.repeat(2100)}`, badge, { now, load })).toMatchObject({ outcome: 'unknown' })
    const thrower: Load = async () => {
      throw 'no'
    }
    expect(await said(federation, thrower)).toBe('unknown unknown Error')
    const cancelled: Load = async (address) => {
      throw new FailedError(address, 'cancelled', 'it was cancelled')
    }
    expect(await said(federation, cancelled)).toBe('unknown unknown load.FailedError')
  })
})
