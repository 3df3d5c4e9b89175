import fc from 'fast-check'
import { default as jsqr } from 'jsqr'
import { describe, expect, test } from 'vitest'
import { fromPdf, fromPng, fromSvg, toPng, toSvg } from '../../src/bake/index.js'
import { BaseError } from '../../src/errors.js'
import { badgeImage, link, linkTo, readLink } from '../../src/share/index.js'
import { toPdf } from '../../src/share/pdf/index.js'
import { qr } from '../../src/share/qr.js'
import { en } from '../../src/share/text.js'
import { sign, signJwt } from '../../src/sign/index.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { current, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'
import { pixel } from '../bake/images.js'
import { holding, modern, packed, pdfOf, stored } from '../bake/pdfs.js'
import { haveVectors } from '../vectors.js'
import { fonts } from './fonts.js'
import { published } from './published.js'

const base = 'https://verify.example/'
const svg = badgeImage(badgeOf(keys.ed25519.controller), { words: en, now: new Date('2026-07-01') })
const certificate = { template: { fonts }, verify: linkTo('https://uni.example/badges/1.json', { base }), words: en }

/** What carries a badge, there and back. */
const carriers: { readonly [name: string]: (text: string) => string | undefined | Promise<string | undefined> } = {
  link: (text) => readLink(link(text, { base }))?.text,
  'QR code': (text) => readLink(scanned(qr(link(text, { base }), { label: 'A badge' })))?.text,
  PNG: (text) => fromPng(toPng(pixel, text as string)),
  SVG: (text) => fromSvg(toSvg(svg, text as string)),
  certificate: async (text) => fromPdf(await toPdf(text, certificate)),
  'PDF of others': (text) => {
    const read = [stored(text), packed(text)].flatMap((file) => [pdfOf(holding(file)), modern(holding(file))]).map((file) => fromPdf(file))
    expect(new Set(read).size).toBe(1)
    return read[0]
  },
}
const names = Object.keys(carriers)

/** The name of our error, or what came back. */
async function carried(name: string, text: string): Promise<{ readonly text?: string | undefined; readonly refused?: string }> {
  try {
    return { text: await carriers[name]?.(text) }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    return { refused: error.name }
  }
}

/** A code as another reader sees it. */
function scanned(drawing: string, scale = 3): string {
  const side = Number(/viewBox="0 0 (\d+)/.exec(drawing)?.[1]) * scale
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255)
  for (const [, x, y, width] of drawing.matchAll(/M(\d+) (\d+)h(\d+)v1/g))
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++)
      pixels.fill(0, (row * side + Number(x) * scale) * 4, (row * side + (Number(x) + Number(width)) * scale) * 4)
  return jsqr.default(pixels, side, side)?.data ?? 'not read'
}

const hard = fc.constantFrom(
  ...['\u0000', '\ufeff', '\u2028', '\u0085', '\r\n', '\ufffe', '\uffff', 'é', 'e\u0301', '\u202e', '😀', '学', 'ﬀ', '\\', '"'],
  ...[']]>', '-->', '&#x0;', '&amp;', '</svg>', '</openbadges:credential>', 'endstream', '%%EOF', '#c1.', '__proto', '\ud83d', '\udc00'],
)
const words = fc.array(fc.oneof(hard, fc.string({ unit: 'binary' })), { maxLength: 5 }).map((parts) => parts.join(''))
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    words,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    tie('many'),
    tie('members'),
  ),
  many: fc.array(tie('any'), { maxLength: 3 }),
  members: fc.dictionary(
    words.filter((name) => name !== '__proto__'),
    tie('any'),
    { maxKeys: 3 },
  ),
})).any
/** JSON as another hand writes it: with its own white space, escapes and spelling of numbers. */
const spelled = fc.record({ space: fc.constantFrom('', ' ', '\r\n', '\n\t'), escaped: fc.boolean(), exponent: fc.boolean() })
type Spelling = { readonly space: string; readonly escaped: boolean; readonly exponent: boolean }
function write(json: unknown, { space, escaped, exponent }: Spelling): string {
  const again = (one: unknown): string => write(one, { space, escaped, exponent })
  if (Array.isArray(json)) return `[${space}${json.map(again).join(`${space},`)}]`
  if (typeof json === 'object' && json !== null)
    return `{${space}${Object.entries(json)
      .map(([name, one]) => `${again(name)}${space}:${space}${again(one)}`)
      .join(',')}${space}}`
  if (typeof json === 'number') return exponent && Number.isSafeInteger(json) ? `${json}.0e+0` : JSON.stringify(json)
  const text = JSON.stringify(json)
  return escaped ? text.replace(/[^\u0020-\u007e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).replaceAll('/', '\\/') : text
}

describe('what a badge is carried in', () => {
  const proof = [{ type: 'DataIntegrityProof', proofPurpose: 'assertionMethod', proofValue: 'z' }]
  const credential = fc
    .record({ extra: value, spelling: spelled })
    .map(({ extra, spelling }) => write({ ...badgeOf('did:web:uni.example'), extra, proof }, spelling))

  // XML has no way to write these two, which JSON can escape.
  const expected = (name: string, text: string): string =>
    name === 'SVG' ? text.replace(/[\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`) : text

  test.each(names)('%s: gives back any JSON letter by letter, however it is written', async (name) => {
    let kept = 0
    await fc.assert(
      fc.asyncProperty(credential, async (text) => {
        // A lone surrogate is no character: it is refused, or stands there as an escape that is kept.
        const { text: back, refused } = await carried(name, text)
        if (refused === undefined) expect(back).toBe(expected(name, text))
        else expect([name, refused, JSON.parse(text) !== undefined]).toEqual([name, refusals(name, text), true])
        if (refused === undefined) kept++
      }),
      { numRuns: name === 'certificate' || name === 'QR code' ? 60 : 400 },
    )
    expect(kept).toBeGreaterThan(0)
  })

  function refusals(name: string, text: string): string | undefined {
    const alone = /\\ud[89a-f]/i.test(text.replace(/\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}/gi, ''))
    if (alone && ['PNG', 'SVG', 'certificate'].includes(name)) return 'json.UnsafeError'
    return name === 'QR code' && link(text, { base }).length > 1273 ? 'share.TooLongError' : undefined
  }

  test.each(names)('%s: gives back an object as its JSON, and a JWT as it is; both are as good as before', async (name) => {
    const texts = fc.array(fc.oneof(hard, fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('').toWellFormed())
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const made = { ...(badgeOf(keys.ed25519.controller) as object), description: text } as unknown as ReturnType<typeof badgeOf>
        const signed = await sign(made, { suite: eddsaJcs2022, key: keys.ed25519 })
        for (const held of [JSON.stringify(signed), await signJwt(made, { key: keys.ed25519 })]) {
          const { text: back, refused } = await carried(name, held)
          if (refused === 'share.TooLongError') continue
          expect(back).toBe(expected(name, held))
          expect((await verify(back ?? '', { accept: current, issuers: 'any', now: new Date('2027-01-01') })).outcome).toBe('passed')
        }
      }),
      { numRuns: name === 'certificate' || name === 'QR code' ? 6 : 20 },
    )
  })
})

describe.skipIf(!haveVectors)('what others issued', () => {
  const credentials = published()

  // What carries a signed credential carries nothing else: many of these are examples without a proof, or of Open Badges 2.0 and Blockcerts 2.
  const reasons: { readonly [name: string]: { readonly [reason: string]: number } } = {
    link: { 'share.LinkError': 1 },
    'QR code': { 'share.LinkError': 1, 'share.TooLongError': 137 },
    PNG: { 'credential.NotSecuredError': 237 },
    SVG: { 'credential.NotSecuredError': 237 },
    certificate: { 'credential.NotSecuredError': 237 },
    'PDF of others': {},
  }

  test.each(names)('%s: comes back letter by letter, or is refused for a reason', async (name) => {
    const refused: { [reason: string]: number } = {}
    let back = 0
    for (const { file, text } of credentials) {
      const got = await carried(name, text)
      if (got.refused !== undefined) refused[got.refused] = (refused[got.refused] ?? 0) + 1
      else if (got.text === (name === 'SVG' ? text.trim() : text)) back++
      else expect.unreachable(`${name} changed ${file}`)
    }
    const total = credentials.length - Object.values(refused).reduce((sum, count) => sum + count, 0)
    console.log(`vectors: round trip, ${name}: ${back} of ${total}`)
    expect(refused).toEqual(reasons[name])
    expect(credentials.length).toBe(436)
  })
})
