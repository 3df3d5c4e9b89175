import { deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toPng, toSvg } from '../../src/bake/index.js'
import { concat, toBase64url, utf8 } from '../../src/bytes.js'
import { type Credential, toText } from '../../src/credential/secured.js'
import { keyAt } from '../../src/keys/signing-key.js'
import { overHttps } from '../../src/load/https.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { signJwt } from '../../src/sign/jwt.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import { everything } from '../../src/verify/all.js'
import { type Held, type Report, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'
import { chunk, holding, pixel } from '../bake/images.js'

const key = keys.ed25519
const options = { accept: everything, issuers: 'any', now: new Date('2026-11-01T00:00:00Z') } as const
const problemsOf = ({ checks }: Report): string =>
  [...new Set(Object.values(checks).flatMap((check) => ('problem' in check ? [check.problem.name] : [])))].join(' ')

const badge = badgeOf(key.controller)
const signed = await sign(badge, { suite: eddsaRdfc2022, key })
const inText = await sign(badge, { suite: eddsaJcs2022, key })
const jwt = await signJwt(badge, { key })
const text = toText(signed)
const contexts = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json', badge['@context'][1]]
/** A record that holds these, signed by its text: what it holds is what costs. */
const recordOf = (verifiableCredential: readonly unknown[], more: object = {}): Promise<object> =>
  sign(
    {
      '@context': contexts,
      id: 'urn:uuid:7d8fc1f0-0000-4000-8000-000000000003',
      type: ['VerifiableCredential', 'ClrCredential'],
      issuer: { id: key.controller, type: ['Profile'], name: 'Université d’Exemple' },
      name: 'Record',
      validFrom: '2026-07-01T00:00:00Z',
      credentialSubject: { id: 'did:example:zoe', type: ['ClrSubject'], verifiableCredential, ...more },
    } as unknown as Credential,
    { suite: eddsaJcs2022, key },
  )
const record = await recordOf([signed])
const frame = '<svg xmlns="http://www.w3.org/2000/svg"><title>Zoé</title></svg>'
const png = toPng(pixel, signed)
const svg = toSvg(frame, signed)
const envelopes: { readonly [name: string]: string | Uint8Array } = {
  'OB 3.0': text,
  'OB 3.0 by JCS': toText(inText),
  CLR: JSON.stringify(record),
  JWT: jwt,
  PNG: png,
  SVG: svg,
}
const bytesOf = (held: string | Uint8Array): Uint8Array => (typeof held === 'string' ? utf8(held) : held)

// The peak of all of them together, for the reporter; nothing fails by time or memory.
beforeAll(async () => {
  for (const held of Object.values(envelopes)) expect((await verify(held, options)).outcome).toBe('passed')
})
afterAll(() => console.log(`hostile: the run of test/verify/envelopes-hostile used at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`))

describe.each(Object.entries(envelopes))('%s', (name, held) => {
  const bytes = bytesOf(held)

  test('cut short anywhere is nothing that passes', async () => {
    for (let at = 0; at < bytes.length; at += 1 + Math.floor(bytes.length / 50)) {
      const { outcome } = await verify(bytes.slice(0, at), options)
      // What stands after the end of a PNG, or of an SVG, may be missing.
      expect([at, outcome === 'passed']).toEqual([at, false])
    }
  })

  test.each<[string, (bytes: Uint8Array) => Held]>([
    ['UTF-16, little end first', (one) => concat(new Uint8Array([0xff, 0xfe]), new Uint8Array(Buffer.from(Buffer.from(one).toString('utf8'), 'utf16le')))],
    ['Latin-1, with an accent', (one) => new Uint8Array(Buffer.from(`${Buffer.from(one).toString('utf8')}é`, 'latin1'))],
    ['UTF-8 that is longer than it need be', (one) => concat(one, new Uint8Array([0xc0, 0xaf]))],
    ['base64', (one) => Buffer.from(one).toString('base64')],
    ['gzip', (one) => new Uint8Array(gzipSync(one))],
    ['deflate', (one) => new Uint8Array(deflateSync(one))],
    ['a data URL', (one) => `data:application/octet-stream;base64,${Buffer.from(one).toString('base64')}`],
    ['a JSON text of it', (one) => JSON.stringify(Buffer.from(one).toString('latin1'))],
    ['twice', (one) => concat(one, one)],
    ['with a zero byte before it', (one) => concat(new Uint8Array(1), one)],
  ])('in %s, it does not pass', async (how, encode) => {
    const report = await verify(encode(bytes), options)
    // What follows the end of a PNG is no part of it.
    const isPassing = name === 'PNG' && ['twice', 'UTF-8 that is longer than it need be'].includes(how)
    expect([report.outcome === 'passed', problemsOf(report) !== '']).toEqual([isPassing, !isPassing])
  })

  test('of more than 10 MiB is not read', async () => {
    const report = await verify(concat(bytes, new Uint8Array(11 * 1024 * 1024).fill(0x20)), options)
    expect([report.outcome, problemsOf(report), report.checks.signature.outcome]).toEqual(['failed', 'json.TooLargeError', 'skipped'])
    const asText = await verify(`${Buffer.from(bytes).toString('latin1')}${' '.repeat(11 * 1024 * 1024)}`, options)
    expect(asText.outcome).toBe('failed')
  })

  test('of less than that, and nothing but filling, has an end', async () => {
    const filling = 'x'.repeat(9 * 1024 * 1024)
    const filled: { readonly [name: string]: () => Held } = {
      JWT: () => jwt.replace(/\.([^.]+)\./, (_, payload) => `.${payload}${filling}.`),
      PNG: () => holding(chunk('iTXt', Buffer.from(`openbadgecredential\0\0\0\0\0${filling}`))),
      SVG: () => svg.replace('</title>', `${filling}</title>`).replace('"proof"', '"prooff"'),
    }
    const report = await verify(filled[name]?.() ?? { ...JSON.parse(Buffer.from(bytes).toString('utf8')), name: filling }, options)
    expect(report.outcome).not.toBe('passed')
  })
})

describe('what grows when it is read', () => {
  test.each<[string, () => Held, string]>([
    [
      'a compressed text in a PNG',
      () => holding(chunk('zTXt', concat(utf8('openbadgecredential\0\0'), deflateSync(Buffer.alloc(50_000_000))))),
      'bake.CompressedError',
    ],
    [
      'a compressed text in an iTXt',
      () => holding(chunk('iTXt', concat(utf8('openbadgecredential\0\u0001\0\0\0'), deflateSync(Buffer.alloc(50_000_000))))),
      'bake.CompressedError',
    ],
    [
      'a picture of a hundred million pixels around a badge',
      () => concat(pixel.subarray(0, 33), chunk('IDAT', deflateSync(Buffer.alloc(100_000_000))), png.subarray(33)),
      '',
    ],
    [
      'entities of entities in an SVG',
      () =>
        `<!DOCTYPE svg [${Array.from({ length: 20 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('')}<!ENTITY e0 "lol">]>${svg.replace('Zoé', '&e20;')}`,
      'bake.SvgError',
    ],
    [
      'an image in an image in an image, of two megabytes',
      () => {
        let inner = 'x'
        for (let depth = 0; depth < 600; depth++)
          inner = frame.replace(
            '<title>',
            `<o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0"><![CDATA[${inner.replaceAll(']]>', ']]]]><![CDATA[>')}]]></o:credential><title>`,
          )
        return inner
      },
      'verify.HeldError',
    ],
    ['100,000 lists in lists', () => `{"type":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'json.TooLargeError'],
    [
      'envelopes in envelopes',
      () => ({ type: 'EnvelopedVerifiableCredential', id: `data:application/vc+jwt,${toBase64url(utf8(jwt.repeat(100)))}.${jwt}` }),
      'sign.JwtShapeError',
    ],
    [
      'words of its own, 100,000',
      () => ({
        ...signed,
        '@context': [...signed['@context'], Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`w${at}`, `https://x.example/${at}`]))],
      }),
      'canonicalize.TooMuchWorkError',
    ],
    [
      'contexts of its own, 10,000',
      () => ({ ...signed, '@context': [...signed['@context'], ...Array.from({ length: 10_000 }, (_, at) => ({ [`w${at}`]: `https://x.example/${at}` }))] }),
      'canonicalize.TooMuchWorkError',
    ],
  ])('%s', async (_, held, name) => {
    const report = await verify(held(), options)
    expect([report.outcome, problemsOf(report)]).toEqual(name === '' ? ['passed', ''] : [expect.not.stringMatching('passed'), expect.stringContaining(name)])
  })
})

describe('objects that hold themselves', () => {
  test.each<[string, (one: { [name: string]: unknown }) => void]>([
    ['a badge in its own evidence', (one) => Object.assign(one, { evidence: [one] })],
    ['a badge that endorses itself', (one) => Object.assign(one, { endorsement: [one] })],
    ['a record in itself', (one) => Object.assign(one, { credentialSubject: { verifiableCredential: [one] } })],
    ['a proof in itself', (one) => Object.assign(one, { proof: [Object.assign({}, signed.proof[0], { previousProof: one })] })],
    ['a context in itself', (one) => Object.assign(one, { '@context': [one] })],
  ])('%s', async (_, tie) => {
    const one: { [name: string]: unknown } = { ...(signed as object) }
    tie(one)
    const report = await verify(one, options)
    expect([report.outcome, problemsOf(report)]).toEqual(['failed', 'json.TooLargeError'])
  })
})

describe('more proofs and parts than anybody reads', () => {
  const many = (count: number): object[] => Array.from({ length: count }, () => signed.proof[0])

  test('10,000 proofs on a badge, on a record, on one that a record holds, and inside a JWT', async () => {
    const crowded = { ...signed, proof: many(10_000) }
    expect(problemsOf(await verify(crowded, options))).toContain('sign.TooManyProofsError')
    expect(problemsOf(await verify({ ...record, proof: many(10_000) }, options))).toContain('sign.TooManyProofsError')
    const held = await verify((await recordOf([crowded])) as never, options)
    expect([held.outcome, problemsOf(held), problemsOf(held.parts[0]?.report as Report)]).toEqual(['failed', 'verify.PartError', 'sign.TooManyProofsError'])
    expect(problemsOf(await verify(await signJwt(crowded as unknown as Credential, { key }), options))).toContain('sign.TooManyProofsError')
  })

  test('1,000 credentials are a record; with 16 proofs each, or contexts of their own, they are more than are read', async () => {
    const crowded = { ...signed, proof: many(16) }
    const own = { ...signed, '@context': [...signed['@context'], { grade: 'https://x.example/grade' }] }
    const verdict = async (held: readonly unknown[]): Promise<unknown> => {
      const { outcome, checks, parts } = await verify((await recordOf(held)) as never, options)
      return [outcome, 'problem' in checks.parts ? checks.parts.problem.name : checks.parts.outcome, parts.length]
    }
    expect(await verdict(Array(1000).fill(signed))).toEqual(['passed', 'passed', 1000])
    expect(await verdict(Array(63).fill(crowded))).toEqual(['unknown', 'verify.TooManyPartsError', 0])
    expect(await verdict(Array(62).fill(crowded))).toEqual(['passed', 'passed', 62])
    expect(await verdict(Array(201).fill(own))).toEqual(['unknown', 'verify.TooManyPartsError', 0])
    expect(await verdict(Array(1001).fill(jwt))).toEqual(['unknown', 'verify.TooManyPartsError', 0])
  })
})

describe('addresses that lead nowhere good', () => {
  /** A badge by a key at this address, verified over a web that answers as it is told. */
  async function over(address: string, answer: (url: string) => Response): Promise<{ readonly report: Report; readonly asked: readonly string[] }> {
    const asked: string[] = []
    const fetch = async (url: string | URL | Request): Promise<Response> => {
      asked.push(String(url))
      return answer(String(url))
    }
    const issuer = keyAt(`${address}#1`, key.signer)
    const held = await sign(badgeOf(issuer.controller), { suite: eddsaJcs2022, key: issuer })
    return { report: await verify(held, { ...options, load: overHttps({ fetch: fetch as never }) }), asked }
  }

  test.each([
    'https://localhost/issuer',
    'https://127.0.0.1/issuer',
    'https://10.0.0.1/issuer',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/issuer',
    'https://[::ffff:10.0.0.1]/issuer',
    'https://2130706433/issuer',
    'did:web:localhost',
    'did:web:10.0.0.1',
    'did:web:127.0.0.1%3A8080',
  ])('%s is never asked', async (address) => {
    const { report, asked } = await over(address, () => new Response('{}'))
    expect([report.outcome, asked]).toEqual([expect.stringMatching(/failed|unknown/), []])
  })

  test('redirects without an end, and to a private address, are followed a few times and never there', async () => {
    const loop = await over('https://uni.example/issuer', (url) => new Response(null, { status: 302, headers: { location: `${url}x` } }))
    expect([loop.report.outcome, loop.report.checks.signature.outcome, loop.asked.length <= 6]).toEqual(['unknown', 'unknown', true])
    const circle = await over('https://uni.example/issuer', (url) => new Response(null, { status: 302, headers: { location: url } }))
    expect([circle.report.outcome, circle.asked.length <= 6]).toEqual(['unknown', true])
    const inward = await over('https://uni.example/issuer', () => new Response(null, { status: 302, headers: { location: 'https://10.0.0.1/' } }))
    expect([inward.report.outcome, inward.asked]).toEqual(['unknown', ['https://uni.example/issuer']])
  })

  test('an answer of a hundred megabytes is not read to its end', async () => {
    let sent = 0
    const endless = (): Response =>
      new Response(
        new ReadableStream({
          pull(controller) {
            sent += 65_536
            if (sent > 100_000_000) controller.close()
            else controller.enqueue(new Uint8Array(65_536).fill(0x20))
          },
        }),
      )
    const { report } = await over('https://uni.example/issuer', endless)
    expect([report.outcome, sent < 50_000_000]).toEqual(['unknown', true])
  })
})
