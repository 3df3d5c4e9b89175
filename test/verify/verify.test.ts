import { describe, expect, test } from 'vitest'
import { anchor, attach, toText as receiptText } from '../../src/anchor/index.js'
import { memory } from '../../src/anchor/memory.js'
import { toPng, toSvg } from '../../src/bake/index.js'
import { toBase64url, utf8 } from '../../src/bytes.js'
import { type CompactJwt, type Signed, toText } from '../../src/credential/secured.js'
import { document as didDocument } from '../../src/did/index.js'
import type { Check } from '../../src/errors.js'
import { keyAt } from '../../src/keys/signing-key.js'
import { fromDocuments } from '../../src/load/index.js'
import type { ChainReader } from '../../src/seams.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { signJwt } from '../../src/sign/jwt.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { entry } from '../../src/status/index.js'
import { anyOf, checkNames, current, type Progress, type Report, type StatusType, trusted, verify } from '../../src/verify/index.js'
import { en, fr, words } from '../../src/verify/text.js'
import { badgeOf, keys } from '../badges.js'
import { pixel as pngImage } from '../bake/images.js'

const key = keys.ed25519
const now = new Date('2026-11-01T00:00:00Z')
const options = { accept: current, issuers: 'any', now } as const
const signed = await sign(badgeOf(key.controller), { suite: eddsaRdfc2022, key, created: new Date('2026-07-01T00:00:00Z') })
const outcomes = (report: Report) =>
  Object.fromEntries(
    Object.entries(report.checks).map(([name, check]) => [
      name,
      check.outcome === 'failed' || check.outcome === 'unknown' ? `${check.outcome}: ${check.problem.name}` : check.outcome,
    ]),
  )
const good = {
  shape: 'passed',
  terms: 'passed',
  signature: 'passed',
  binding: 'passed',
  validity: 'passed',
  status: 'skipped',
  schema: 'skipped',
  resources: 'skipped',
  anchor: 'skipped',
  issuer: 'skipped',
  recipient: 'skipped',
  presentation: 'skipped',
  parts: 'skipped',
}

describe('a report', async () => {
  test('says everything that was examined', async () => {
    const report = await verify(signed, options)
    expect({ ...report, credential: undefined }).toMatchInlineSnapshot(`
      {
        "at": "2026-11-01T00:00:00.000Z",
        "checks": {
          "anchor": {
            "because": "absent",
            "outcome": "skipped",
          },
          "binding": {
            "detail": {
              "boundBy": "self-certifying",
              "issuer": "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
              "key": "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX#z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
            },
            "outcome": "passed",
          },
          "issuer": {
            "because": "not asked",
            "outcome": "skipped",
          },
          "parts": {
            "because": "absent",
            "outcome": "skipped",
          },
          "presentation": {
            "because": "absent",
            "outcome": "skipped",
          },
          "recipient": {
            "because": "not asked",
            "outcome": "skipped",
          },
          "resources": {
            "because": "absent",
            "outcome": "skipped",
          },
          "schema": {
            "because": "absent",
            "outcome": "skipped",
          },
          "shape": {
            "detail": {
              "format": "Open Badge 3.0 (VC 2.0)",
            },
            "outcome": "passed",
          },
          "signature": {
            "detail": {
              "proofs": [
                {
                  "controller": "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
                  "key": "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX#z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
                  "outcome": "passed",
                  "suite": "eddsa-rdfc-2022",
                },
              ],
            },
            "outcome": "passed",
          },
          "status": {
            "because": "absent",
            "outcome": "skipped",
          },
          "terms": {
            "detail": {
              "contexts": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
              ],
            },
            "outcome": "passed",
          },
          "validity": {
            "detail": {
              "at": "2026-11-01T00:00:00.000Z",
              "from": "2026-06-30T12:00:00Z",
              "until": "2036-06-30T12:00:00Z",
            },
            "outcome": "passed",
          },
        },
        "credential": undefined,
        "notes": [
          {
            "facts": {
              "members": [
                "evidence",
              ],
            },
            "message": "It links to what was not opened (evidence). Its address is signed, and what stands there is not.",
            "name": "verify.NotOpenedNote",
          },
        ],
        "outcome": "passed",
        "parts": [],
      }
    `)
    expect(report.outcome === 'passed' && report.credential).toEqual(signed)
    expect(structuredClone(report)).toEqual(report)
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })

  test.each<[string, object, object]>([
    ['a changed value', { ...signed, name: 'Another' }, { signature: 'failed: sign.BadSignatureError', binding: 'failed: sign.BadSignatureError' }],
    [
      'a member that no context defines',
      { ...signed, honour: 'summa' },
      {
        terms: 'failed: canonicalize.UndefinedTermError',
        signature: 'unknown: canonicalize.UndefinedTermError',
        binding: 'unknown: canonicalize.UndefinedTermError',
      },
    ],
    [
      'a context that is not known',
      { ...signed, '@context': [...signed['@context'], 'https://x.example/v1'] },
      {
        terms: 'unknown: canonicalize.UnknownContextError',
        signature: 'unknown: canonicalize.UnknownContextError',
        binding: 'unknown: canonicalize.UnknownContextError',
      },
    ],
    ['no proof', { ...signed, proof: undefined }, { terms: 'skipped', signature: 'failed: sign.NoProofError', binding: 'skipped' }],
    [
      'a proof of another kind',
      { ...signed, proof: [{ ...signed.proof[0], cryptosuite: 'x-2030' }] },
      { terms: 'skipped', signature: 'unknown: sign.UnknownSuiteError', binding: 'unknown: sign.UnknownSuiteError' },
    ],
    [
      'a proof for another purpose',
      { ...signed, proof: [{ ...signed.proof[0], proofPurpose: 'authentication' }] },
      { signature: 'failed: sign.WrongPurposeError', binding: 'failed: sign.WrongPurposeError' },
    ],
    [
      'a proof that has expired',
      { ...signed, proof: [{ ...signed.proof[0], expires: '2026-10-01T00:00:00Z' }] },
      { signature: 'failed: sign.ProofExpiredError', binding: 'failed: sign.ProofExpiredError' },
    ],
    [
      'a damaged proofValue',
      { ...signed, proof: [{ ...signed.proof[0], proofValue: 'z0OIl' }] },
      { terms: 'skipped', signature: 'failed: sign.ProofValueError', binding: 'failed: sign.ProofValueError' },
    ],
    [
      'seventeen proofs',
      { ...signed, proof: Array(17).fill(signed.proof[0]) },
      {
        terms: 'failed: sign.TooManyProofsError',
        signature: 'failed: sign.TooManyProofsError',
        binding: 'failed: sign.TooManyProofsError',
        anchor: 'failed: sign.TooManyProofsError',
      },
    ],
    [
      'a status that nobody reads',
      await sign({ ...badgeOf(key.controller), credentialStatus: { id: 'urn:s', type: 'https://x.example/OtherList' } }, { suite: eddsaRdfc2022, key }),
      { status: 'unknown: status.UnknownTypeError' },
    ],
    [
      'a status and nothing to read it with',
      await sign(
        { ...badgeOf(key.controller), credentialStatus: entry({ list: 'https://uni.example/s', index: 1, purpose: 'revocation' }) },
        { suite: eddsaRdfc2022, key },
      ),
      { status: 'unknown: load.NoLoadError' },
    ],
    [
      'another issuer',
      { ...signed, issuer: { ...(signed.issuer as object), id: 'did:web:sorbonne.example' } },
      { signature: 'failed: sign.BadSignatureError', binding: 'failed: sign.NotTheIssuerError' },
    ],
  ])('%s', async (_, held, expected) => {
    expect(outcomes(await verify(held as Signed, options))).toEqual({ ...good, ...expected })
  })

  test('dates decide at the moment that is asked for', async () => {
    expect(outcomes(await verify(signed, { ...options, now: new Date('2036-06-30T12:00:01Z') }))).toEqual({ ...good, validity: 'failed: verify.ExpiredError' })
    expect(outcomes(await verify(signed, { ...options, now: new Date('2026-06-30T11:59:59Z') }))).toEqual({
      ...good,
      validity: 'failed: verify.NotYetValidError',
    })
    expect((await verify(signed, { ...options, now: new Date('2036-06-30T12:00:00Z') })).outcome).toBe('passed')
    expect((await verify(signed, { accept: current, issuers: 'any' })).at.slice(0, 4)).toBe(String(new Date().getFullYear()))
  })

  test('speaks English and French', async () => {
    const report = await verify({ ...signed, name: 'Another' }, options)
    expect([words(report, en), words(report, fr)].map(({ headline, advice }) => [headline, advice])).toEqual([
      ['Not valid', 'The signature does not belong to this text and this key: one of them was changed after signing. Ask its holder for the original.'],
      ['Non valable', 'La signature ne correspond pas : le contenu ou la signature a été modifié. Demandez le fichier d’origine à son titulaire.'],
    ])
    expect(words(await verify(signed, options), en).headline).toBe('Genuine, issuer not known to us')
    expect(words(await verify(signed, { ...options, issuers: trusted([key.controller]) }), en).headline).toBe('Verified')
  })
})

describe('whose key it is', () => {
  const did = 'did:web:uni.example'
  const webKey = keyAt(`${did}#2026`, key.signer)
  const published = (extra: object = {}) =>
    fromDocuments({
      'https://uni.example/.well-known/did.json': didDocument({ id: did, keys: [{ id: `${did}#2026`, publicKey: key.signer.publicKey, ...extra }] }),
    })

  test('did:web is found through load, and unknown without one', async () => {
    const badge = await sign(badgeOf(did), { suite: eddsaRdfc2022, key: webKey })
    expect(outcomes(await verify(badge, options))).toEqual({ ...good, signature: 'unknown: load.NoLoadError', binding: 'unknown: load.NoLoadError' })
    expect(outcomes(await verify(badge, { ...options, load: published() }))).toEqual(good)
    expect(outcomes(await verify(badge, { ...options, load: fromDocuments({}) }))).toMatchObject({ signature: 'unknown: load.FailedError' })
    expect(outcomes(await verify(badge, { ...options, load: published({ revoked: new Date('2026-08-01T00:00:00Z') }) }))).toMatchObject({
      signature: 'failed: sign.KeyRevokedError',
    })
    expect(outcomes(await verify(badge, { ...options, load: published({ expires: new Date('2027-08-01T00:00:00Z') }) }))).toEqual(good)
  })

  test('a key in the fragment of somebody else’s DID is refused: did:key and did:web', async () => {
    const fragment = key.id.split('#')[1]
    for (const victim of [keys.p256.controller, did]) {
      const forged = await sign(badgeOf(victim), { suite: eddsaRdfc2022, key: keyAt(`${victim}#${fragment}`, key.signer) })
      const report = await verify(forged, { ...options, load: published() })
      expect(report.outcome).toBe('failed')
      expect(report.checks.binding.outcome).toBe('failed')
    }
  })

  test('a JWT with its own key in the header, and nothing that ties it to the issuer, is refused', async () => {
    const badge = badgeOf(did)
    const header = { alg: 'EdDSA', jwk: { kty: 'OKP', crv: 'Ed25519', x: toBase64url(key.signer.publicKey.bytes) } }
    const input = `${toBase64url(utf8(JSON.stringify(header)))}.${toBase64url(utf8(JSON.stringify(badge)))}`
    const jwt = `${input}.${toBase64url(await key.signer.sign(utf8(input)))}` as CompactJwt
    const report = await verify(jwt, { ...options, load: published() })
    expect(report.checks.binding.outcome).not.toBe('passed')
    expect(report.outcome).not.toBe('passed')
  })

  test('trust is another question than binding', async () => {
    const uni = { [key.controller]: { name: 'Example University' } }
    expect((await verify(signed, { ...options, issuers: trusted(uni) })).checks.issuer).toEqual({
      outcome: 'passed',
      detail: { list: 'trusted', name: 'Example University' },
    })
    expect(outcomes(await verify(signed, { ...options, issuers: anyOf(trusted([]), trusted(['did:x:y'])) }))).toEqual({
      ...good,
      issuer: 'failed: verify.UntrustedIssuerError',
    })
    expect(outcomes(await verify({ ...signed, name: 'x' } as never, { ...options, issuers: trusted(uni) }))).toMatchObject({
      issuer: 'unknown: verify.UnboundIssuerError',
    })
  })
})

describe('anchors', async () => {
  const chain = memory({ now: new Date('2026-07-01T01:00:00Z') })
  const { receipts } = await anchor([signed], { suite: eddsaRdfc2022, chain, keep: () => {} })
  const anchored = attach(signed, receipts)
  const receipt = receipts.get(signed.id ?? '')
  const other = await anchor(
    [{ ...signed, id: 'urn:other' } as typeof signed, await sign(badgeOf(key.controller, 'urn:second'), { suite: eddsaRdfc2022, key })],
    { suite: eddsaRdfc2022, chain, keep: () => {} },
  )
  const silent: ChainReader = { id: 'memory:1', find: async () => undefined }
  const dead: ChainReader = { id: 'memory:1', find: () => Promise.reject(new Error('down')) }
  const lying: ChainReader = {
    id: 'memory:1',
    find: async () => ({ commitment: new Uint8Array(32), time: '2026-07-01T00:00:00Z', confirmations: 9, settled: true }),
  }
  const early: ChainReader = {
    id: 'memory:1',
    find: async ({ commitment }) => ({ commitment, time: '2026-07-01T00:00:00Z', confirmations: 0, settled: false }),
  }
  const before: ChainReader = {
    id: 'memory:1',
    find: async ({ commitment }) => ({ commitment, time: '2026-06-01T00:00:00Z', confirmations: 9, settled: true }),
  }
  const real: ChainReader = { id: 'memory:1', find: async ({ commitment }) => ({ commitment, time: '2026-07-01T02:00:00Z', confirmations: 9, settled: true }) }

  test.each<[string, object, object, string]>([
    ['looked up', anchored, { chains: [chain] }, 'passed'],
    ['no chain given', anchored, {}, 'skipped'],
    ['a chain that knows nothing', anchored, { chains: [silent] }, 'unknown: anchor.ChainSilentError'],
    ['a chain that is down', anchored, { chains: [dead] }, 'unknown: anchor.ChainSilentError'],
    ['a transaction that holds something else', anchored, { chains: [lying] }, 'failed: anchor.NotOnChainError'],
    ['a transaction that is not settled', anchored, { chains: [early] }, 'unknown: anchor.NotSettledError'],
    ['a signature that says that it is younger than its anchor', anchored, { chains: [before] }, 'failed: anchor.BeforeCreatedError'],
    ['two sources that differ', anchored, { chains: [real, lying] }, 'failed: anchor.NotOnChainError'],
    ['required and absent', signed, { chains: [chain], require: ['anchor'] }, 'failed: anchor.MissingError'],
    ['required, and no chain given', anchored, { require: ['anchor'] }, 'unknown: anchor.NotExaminedError'],
    ['required, on a test chain', anchored, { chains: [chain], require: ['anchor'] }, 'unknown: anchor.TestOnlyError'],
    ['required, on a test chain that is allowed', anchored, { chains: [chain], require: ['anchor'], allowTest: true }, 'passed'],
    ['required, on a chain that counts', anchored, { chains: [real], require: ['anchor'] }, 'passed'],
    ['a receipt kept beside', signed, { chains: [chain], receipts: [receipt] }, 'passed'],
    ['the receipt of another badge', attach(signed, other.receipts.get('urn:second') as never), { chains: [chain] }, 'failed: anchor.CommitmentMismatchError'],
    [
      'a damaged receipt',
      {
        ...anchored,
        proof: anchored.proof.map((proof) => (proof.cryptosuite === 'merkle-anchor-2026' ? { ...proof, proofValue: `${proof.proofValue}A` } : proof)),
      },
      { chains: [chain] },
      'failed: anchor.ReceiptShapeError',
    ],
  ])('%s', async (_, held, extra, expected) => {
    const report = await verify(held as Signed, { ...options, ...extra })
    expect(outcomes(report)['anchor']).toBe(expected)
    expect(report.outcome).toBe(expected === 'skipped' ? 'passed' : expected.split(':')[0])
  })

  test('an anchor never stands in for a signature', async () => {
    const report = await verify({ ...anchored, name: 'Another' } as never, { ...options, chains: [chain] })
    expect(outcomes(report)).toMatchObject({ signature: 'failed: sign.BadSignatureError', anchor: 'failed: anchor.CommitmentMismatchError' })
    const only = { ...anchored, proof: anchored.proof.filter((proof) => proof.cryptosuite === 'merkle-anchor-2026') }
    expect(outcomes(await verify(only as never, { ...options, chains: [chain] }))).toMatchObject({ signature: 'failed: sign.NoProofError' })
  })

  test('a JWT has its receipt beside it', async () => {
    const jwt = await signJwt(badgeOf(key.controller, 'urn:jwt'), { key })
    const batch = await anchor([jwt], { chain, keep: () => {} })
    const mine = batch.receipts.get('urn:jwt')
    expect(mine && receiptText(mine)).toMatch(/^u/)
    expect((await verify(jwt, { ...options, chains: [chain], receipts: mine ? [mine] : [], require: ['anchor'], allowTest: true })).outcome).toBe('passed')
  })

  test('a co-signer’s proof is anchored for itself alone', async () => {
    const cosigner = keyAt(keys.p256.id, keys.p256.signer, { controller: key.controller })
    const { ecdsaRdfc2019 } = await import('../../src/sign/rdfc.js')
    const both = await sign(signed, { suite: ecdsaRdfc2019, key: cosigner })
    const second = await anchor([both], { suite: ecdsaRdfc2019, chain, keep: () => {} })
    let asked = 0
    const counting: ChainReader = {
      id: chain.id,
      find: (one, how) => {
        asked++
        return chain.find(one, how)
      },
    }
    const report = await verify(attach(both, second.receipts), { ...options, chains: [counting] })
    expect(outcomes(report)).toEqual({ ...good, anchor: 'skipped' })
    // What a chain says of it could decide nothing, so that no chain is asked.
    expect(asked).toBe(0)
    expect((await verify(attach(both, receipts), { ...options, chains: [chain] })).checks.anchor.outcome).toBe('passed')
  })
})

describe('what may be held', () => {
  const jwtOf = () => signJwt(badgeOf(key.controller), { key })

  test('an object, text, a JWT, PNG and SVG bytes, a file', async () => {
    const text = toText(signed)
    const png = toPng(pngImage, signed)
    const svg = toSvg('<svg xmlns="http://www.w3.org/2000/svg"></svg>', signed)
    const jwt = await jwtOf()
    for (const held of [
      signed,
      text,
      `\ufeff ${text}\n`,
      utf8(text),
      jwt,
      ` ${jwt}\n`,
      png,
      svg,
      utf8(svg),
      new File([png], 'b.png'),
      new Blob([text]),
      toPng(pngImage, jwt),
    ]) {
      expect((await verify(held, options)).outcome).toBe('passed')
    }
  })

  test.each<[string, unknown, string]>([
    ['text that is no JSON', 'hello', 'json.ParseError'],
    ['an empty text', '', 'json.ParseError'],
    ['a list', '[]', 'verify.HeldError'],
    ['a PNG without a badge', pngImage, 'verify.HeldError'],
    ['an SVG without a badge', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'verify.HeldError'],
    ['half a PNG', pngImage.slice(0, 20), 'bake.PngError'],
    ['duplicate keys', '{"a":1,"a":2}', 'json.UnsafeError'],
    ['__proto__', '{"__proto__":{}}', 'json.UnsafeError'],
    ['100,000 levels', '['.repeat(100_000), 'json.TooLargeError'],
    ['a number out of range', '{"a":1e999}', 'json.UnsafeError'],
    ['a lone surrogate', '{"a":"\\ud800"}', 'json.UnsafeError'],
    ['a string of 50 MB', `{"a":"${'x'.repeat(50_000_000)}"}`, 'json.TooLargeError'],
    ['bytes that are not UTF-8', new Uint8Array([0xff, 0xfe, 0x00]), 'bytes.EncodingError'],
    ['a JWT of four parts', 'eyJhIjoxfQ.e30.e30.e30', 'json.ParseError'],
    ['a JWT that is no JSON', 'AAAA.AAAA.AAAA', 'sign.JwtShapeError'],
    ['a JWT with a critical header', `${toBase64url(utf8('{"alg":"EdDSA","crit":["x"]}'))}.e30.AAAA`, 'sign.JwtShapeError'],
  ])('%s ends in a named problem, and nothing else is examined', async (_, held, name) => {
    const report = await verify(held as never, options)
    expect(outcomes(report)).toEqual({ ...Object.fromEntries(checkNames.map((check) => [check, 'skipped'])), shape: `failed: ${name}` })
    expect('claimed' in report).toBe(false)
  })

  test('objects that are no plain data', async () => {
    const cycle: { [key: string]: unknown } = {}
    cycle['self'] = cycle
    for (const held of [
      cycle,
      {
        get a() {
          throw new Error('no')
        },
      },
      { a: () => 1 },
      new Map(),
      { a: new Date() },
    ]) {
      const report = await verify(held as never, options)
      expect(report.outcome).toBe('failed')
    }
    const many = await verify({ ...signed, proof: Array(10_000).fill(signed.proof[0]) } as never, options)
    expect(many.outcome).toBe('failed')
  })

  test('a limit on size', async () => {
    expect(outcomes(await verify(toText(signed), { ...options, maxBytes: 100 }))).toMatchObject({ shape: 'failed: json.TooLargeError' })
  })
})

describe('JWTs', () => {
  test('a claim that contradicts the credential fails', async () => {
    const jwt = await signJwt(badgeOf(key.controller), { key })
    const [header, payload = ''] = jwt.split('.')
    const claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))))
    for (const change of [{ iss: 'did:x:y' }, { jti: 'urn:x' }, { sub: 'did:x:y' }, { nbf: 1 }, { exp: 1 }]) {
      const input = `${header}.${toBase64url(utf8(JSON.stringify({ ...claims, ...change })))}`
      const forged = `${input}.${toBase64url(await key.signer.sign(utf8(input)))}`
      expect(outcomes(await verify(forged, options))).toMatchObject({ signature: 'failed: sign.ClaimMismatchError' })
    }
  })

  test('alg none, and an alg that is not the key’s, fail', async () => {
    const jwt = await signJwt(badgeOf(key.controller), { key })
    const [, payload = ''] = jwt.split('.')
    for (const alg of ['none', 'ES256', 'HS256']) {
      const input = `${toBase64url(utf8(JSON.stringify({ alg, kid: key.id })))}.${payload}`
      const forged = `${input}.${toBase64url(await key.signer.sign(utf8(input)))}`
      expect(outcomes(await verify(forged, options))).toMatchObject({ signature: 'failed: sign.JwtKeyError' })
    }
  })

  test('is not read unless vc-jwt is accepted', async () => {
    const accept = current.filter((one) => one.kind !== 'envelope')
    expect(outcomes(await verify(await signJwt(badgeOf(key.controller), { key }), { ...options, accept }))).toMatchObject({
      signature: 'unknown: sign.UnknownSuiteError',
    })
  })
})

describe('what the caller brings', () => {
  test('progress: every check is pending first, in order, and then known', async () => {
    const seen: Progress[] = []
    const report = await verify(signed, {
      ...options,
      onCheck: (progress) => seen.push(progress),
      also: { wallet: () => ({ outcome: 'skipped', because: 'absent' }) as const },
    })
    expect(seen.slice(0, checkNames.length + 1).map(({ name, check }) => [name, check.outcome])).toEqual(
      [...checkNames, 'wallet'].map((name) => [name, 'pending']),
    )
    expect(
      seen
        .slice(checkNames.length + 1)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...checkNames, 'wallet'].sort())
    expect(Object.keys(report.checks)).toEqual([...checkNames, 'wallet'])
  })

  test('checks of its own decide as ours do', async () => {
    const no: Check = { outcome: 'failed', problem: { name: 'x.NoError', message: 'no', facts: {} } }
    expect((await verify(signed, { ...options, also: { mine: () => no } })).outcome).toBe('failed')
    expect((await verify(signed, { ...options, also: { mine: () => Promise.reject(new Error('broken')) } })).outcome).toBe('unknown')
  })

  test('a status type of its own', async () => {
    const status = (revoked: boolean): StatusType => ({
      kind: 'status type',
      name: 'ExampleCrl',
      check: () =>
        revoked ? { outcome: 'failed', problem: { name: 'status.RevokedError', message: 'Revoked.', facts: {} } } : { outcome: 'passed', detail: {} },
    })
    const badge = await sign({ ...badgeOf(key.controller), credentialStatus: { id: 'urn:s', type: 'ExampleCrl' } }, { suite: eddsaJcs2022, key })
    expect((await verify(badge, { ...options, accept: [...current, status(false)] })).outcome).toBe('passed')
    expect((await verify(badge, { ...options, accept: [...current, status(true)] })).outcome).toBe('failed')
    expect((await verify(badge, options)).outcome).toBe('unknown')
  })

  test('recipient', async () => {
    const asked = async (recipient: object, more: object = {}) => outcomes(await verify(signed, { ...options, recipient, ...more }))['recipient']
    expect(await asked({ email: 'zoe@example.org' })).toBe('passed')
    expect(await asked({ email: ' ZOE@example.org' })).toBe('passed')
    expect(await asked({ id: 'did:example:zoe' })).toBe('passed')
    expect(await asked({ email: 'max@example.org' })).toBe('failed: verify.OtherRecipientError')
    expect(await asked({ identifier: { type: 'emailAddress', value: 'zoe@example.org' } })).toBe('passed')
    expect(await asked({ identifier: { type: 'sourcedId', value: 'zoe@example.org' } })).toBe('failed: verify.OtherRecipientError')
    expect(await asked({ email: 'max@example.org', id: 'did:example:zoe' })).toBe('passed')
    expect(await asked({}, { require: ['recipient'] })).toBe('unknown: verify.RequiredError')
    const { checks } = await verify(signed, { ...options, recipient: {}, require: ['recipient'] })
    expect('problem' in checks.recipient && checks.recipient.problem.message).toBe(
      'This was required, and could not be examined: nothing was given to examine it with. Ask for a copy that can be.',
    )
  })

  test('cancel', async () => {
    const controller = new AbortController()
    controller.abort()
    expect((await verify(signed, { ...options, cancel: controller.signal })).outcome).toBe('unknown')
  })

  test('a wrong call throws, and says what to do', async () => {
    const wrong = (held: unknown, extra: object) => verify(held as never, { ...options, ...extra } as never).catch((error) => `${error.name}: ${error.message}`)
    expect(
      await Promise.all([
        wrong(undefined, {}),
        wrong(Promise.resolve(''), {}),
        wrong(signed, { accept: undefined }),
        wrong(signed, { issuers: undefined }),
        wrong(signed, { now: new Date('x') }),
        wrong(signed, { also: { shape: () => {} } }),
      ]),
    ).toMatchInlineSnapshot(`
      [
        "verify.OptionsError: There is nothing to verify here. Was an \`await\` forgotten?",
        "verify.OptionsError: There is nothing to verify here. Was an \`await\` forgotten?",
        "verify.OptionsError: \`accept\` must list what may be read, for example \`current\`.",
        "verify.OptionsError: \`issuers\` must say whom you believe: \`trusted([…])\`, or 'any'.",
        "verify.OptionsError: \`now\` is not a valid date.",
        "verify.OptionsError: \`also\` may not replace a check of this package.",
      ]
    `)
  })
})
