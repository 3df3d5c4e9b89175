import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32, deflateSync } from 'node:zlib'
import { build } from 'esbuild'
import fc from 'fast-check'
import { default as jsqr } from 'jsqr'
import { afterAll, describe, expect, test } from 'vitest'
import { fromPdf } from '../../src/bake/index.js'
import { toText } from '../../src/credential/index.js'
import { link, linkTo, readLink } from '../../src/share/index.js'
import { openFonts, unicode } from '../../src/share/pdf/fonts.js'
import { toPdf } from '../../src/share/pdf/index.js'
import { composed, type Line, linesOf } from '../../src/share/pdf/lines.js'
import { type PictureError, pictureOf } from '../../src/share/pdf/picture.js'
import { en, fr } from '../../src/share/text.js'
import { sign, signJwt } from '../../src/sign/index.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { current, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'
import { launch, serve } from '../browser.js'
import { havePrograms } from '../programs.js'
import { arimo, arimoBold, everyFont, fonts, naskh, naskh2 } from './fonts.js'

const page = linkTo('https://uni.example/badges/1.json', { base: 'https://verify.example/' })
const template: toPdf.Template = { fonts }
const options: toPdf.Options = { template, verify: page, words: en }
const judged = { accept: current, issuers: 'any', now: new Date('2027-01-01T00:00:00Z') } as const

type Texts = { readonly what?: string; readonly to?: string; readonly how?: string; readonly by?: string; readonly image?: string }
/** A badge with these texts, as its issuer would sign it. */
function badgeWith({ what = 'Statistics I', to = 'Zoë', how = 'Pass the exam.', by = 'Université d’Exemple', image }: Texts) {
  const badge = badgeOf(keys.ed25519.controller)
  const { credentialSubject: subject, issuer } = badge
  const achievement = { ...subject.achievement, name: what, criteria: { narrative: how }, ...(image && { image: { id: image, type: 'Image' } }) }
  return {
    ...badge,
    name: what,
    issuer: { ...(issuer as object), name: by },
    credentialSubject: { ...subject, name: to, achievement },
  } as unknown as typeof badge
}
const signedWith = (texts: Texts) => sign(badgeWith(texts), { suite: eddsaRdfc2022, key: keys.ed25519 })
/** The same without a signature that is worth anything, as text. */
const unchecked = (texts: Texts): string => JSON.stringify({ ...badgeWith(texts), proof: [{ type: 'DataIntegrityProof', proofPurpose: 'assertionMethod' }] })
const said = (name: string) => expect.objectContaining({ name })

describe('toPdf', () => {
  test('carries the badge, byte for byte, and `verify` takes the file', async () => {
    const signed = await signedWith({})
    const pdf = await toPdf(signed, options)
    expect(fromPdf(pdf)).toBe(toText(signed))
    expect((await verify(pdf, judged)).outcome).toBe('passed')
    const spaced = ` ${JSON.stringify(signed, undefined, 2)}\n`
    expect(fromPdf(await toPdf(spaced, options))).toBe(spaced)
    const jwt = await signJwt(badgeWith({}), { key: keys.ed25519 })
    const carrying = await toPdf(jwt, { ...options, words: fr })
    expect(fromPdf(carrying)).toBe(jwt)
    expect((await verify(carrying, judged)).outcome).toBe('passed')
  })

  test('the same badge and template give the same bytes, whatever the clock says, and nothing that was given is changed', async () => {
    const signed = await signedWith({})
    const [before, given] = [JSON.stringify(signed), fonts.map((font) => Buffer.from(font).toString('base64'))]
    const first = await toPdf(signed, options)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect(Buffer.compare(first, await toPdf(signed, options))).toBe(0)
    expect(Buffer.compare(first, await toPdf(unchecked({}), options))).not.toBe(0)
    expect([JSON.stringify(signed), fonts.map((font) => Buffer.from(font).toString('base64'))]).toEqual([before, given])
    expect(
      Buffer.from(first)
        .toString('latin1')
        .match(/D:\d{14}Z/g),
    ).toEqual(Array(4).fill('D:20260630120000Z'))
  })

  test('any badge either comes back letter by letter, or its letters are named', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...'aÉ学ש(ع) \u0301\u200d\u200f\ufe0f12-؟\u0651\u064e') }),
    )
    let written = 0
    await fc.assert(
      fc.asyncProperty(text, text, async (what, to) => {
        const badge = unchecked({ what, to, how: what })
        try {
          expect(fromPdf(await toPdf(badge, options))).toBe(badge)
          written++
        } catch (error) {
          expect(error).toEqual(said('share.GlyphError'))
        }
      }),
      { numRuns: 100 },
    )
    expect(written).toBeGreaterThan(5)
  })

  test('says which letters it cannot set, and where they stand', async () => {
    const told = async (texts: Texts, given: readonly Uint8Array[] = fonts): Promise<string> =>
      toPdf(unchecked(texts), { ...options, template: { fonts: given } }).then(
        () => 'written',
        (error) => `${error} ${JSON.stringify(error.facts)}`,
      )
    expect([
      await told({ to: '山田' }, [arimo]),
      await told({ what: 'सांख्यिकी' }),
      await told({ by: '\u{1ee00}\ue000' }),
      await told({ to: 'A\u0e01' }),
    ]).toMatchInlineSnapshot(`
      [
        "share.GlyphError: The certificate cannot be written: U+5C71, U+7530 in "to". No font that was given draws them, a letter together with its marks. Add one that does to \`template.fonts\`. {"field":"to","codePoints":["U+5C71","U+7530"],"because":"font"}",
        "share.GlyphError: The certificate cannot be written: U+0938, U+093E, U+0902 in "what". Letters of that script cannot be set right here. Show the badge as a page (\`toHtml\`) and print it. {"field":"what","codePoints":["U+0938","U+093E","U+0902"],"because":"script"}",
        "share.GlyphError: The certificate cannot be written: U+1EE00 in "by". Letters of that script cannot be set right here. Show the badge as a page (\`toHtml\`) and print it. {"field":"by","codePoints":["U+1EE00"],"because":"script"}",
        "share.GlyphError: The certificate cannot be written: U+0E01 in "to". Letters of that script cannot be set right here. Show the badge as a page (\`toHtml\`) and print it. {"field":"to","codePoints":["U+0E01"],"because":"script"}",
      ]
    `)
    expect(await told({ to: 'علي' }, [naskh, arimo])).toBe('written')
    expect(await told({ to: 'Q' }, [without(arimo, 'Q')])).toContain('U+0051 in "to"')
    expect(await told({ to: 'Q' }, [without(arimo, 'Q'), arimoBold])).toBe('written')
  })

  test('takes what is no font, no picture and no page for what it is', async () => {
    const signed = await signedWith({})
    const given = (change: Partial<toPdf.Template>) => toPdf(signed, { ...options, template: { ...template, ...change } })
    await expect(given({ fonts: [arimo, new Uint8Array(0)] })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[share.FontError: The font \`template.fonts[1]\` cannot be set. Give the bytes of one whole TrueType, OpenType or WOFF font with outlines: no WOFF2, and no collection.]`,
    )
    await expect(given({ bold: [Buffer.from('%!PS-AdobeFont')] })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[share.FontError: The font \`template.bold[0]\` cannot be set. Give the bytes of one whole TrueType, OpenType or WOFF font with outlines: no WOFF2, and no collection.]`,
    )
    await expect(given({ logo: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[share.PictureError: The picture on the certificate cannot be used: it is neither a PNG nor a JPEG. Give a whole PNG that is not interlaced, or a JPEG, as \`template.logo\`.]`,
    )
    await expect(given({ fonts: [] })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[share.TemplateError: A certificate has at least one font, a colour as \`#rrggbb\`, and at most three signatures of six lines. Here there is no font.]`,
    )
    await expect(given({ fonts: [arimo, naskh2] })).rejects.toThrow(said('share.FontError'))
    for (const change of [{ accent: 'red' }, { signatures: ['a', 'b', 'c', 'd'] }, { signatures: ['a\n'.repeat(9)] }])
      await expect(given(change)).rejects.toThrow(said('share.TemplateError'))
    await expect(toPdf(signed, { ...options, verify: 'http://uni.example/' })).rejects.toThrow(said('share.PageError'))
    await expect(toPdf(signed, { ...options, verify: `${page}${'a'.repeat(1300)}` })).rejects.toThrow(said('share.TooLongError'))
    for (const unsigned of ['{"name":"a"}', badgeWith({}) as never]) await expect(toPdf(unsigned, options)).rejects.toThrow(said('credential.NotSecuredError'))
  })

  // Each of these bytes moves a table that shapes text; reading it from there took minutes.
  test.each([
    [39, 168],
    [55, 21],
    [38, 252],
    [54, 134],
  ])('a font whose byte %i is %i is refused at once', (at, value) => {
    const font = new Uint8Array(arimo)
    font[at] = value
    expect(() => openFonts([font], 'fonts')).toThrow(said('share.FontError'))
    // The length of that table, too.
    font.set([0xff, 0xff, 0xff, 0xff], 40)
    expect(() => openFonts([font], 'fonts')).toThrow(said('share.FontError'))
  })

  test('a font that is cut or changed is an error or is set, and nothing else', async () => {
    const badge = unchecked({})
    const spoiled = fc
      .tuple(fc.nat(arimo.length), fc.array(fc.tuple(fc.nat(3000), fc.nat(255)), { maxLength: 8 }), fc.boolean())
      .map(([length, changes, cut]) => {
        const file = new Uint8Array(cut ? arimo.subarray(0, length) : arimo)
        for (const [at, value] of changes) file[at] = value
        return file
      })
    await fc.assert(
      fc.asyncProperty(spoiled, async (font) => {
        try {
          expect(fromPdf(await toPdf(badge, { ...options, template: { fonts: [font] } }))).toBe(badge)
        } catch (error) {
          expect(['share.FontError', 'share.GlyphError'], String(error)).toContain((error as Error).name)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('texts of any length end on paper in bounded time', async () => {
    const long = 'a\n'.repeat(50_000)
    for (const how of [long, 'x'.repeat(100_000), 'م'.repeat(100_000), 'سلام '.repeat(20_000), 'a\u0301'.repeat(50_000)])
      expect(fromPdf(await toPdf(unchecked({ how, what: how, to: how, by: how }), options))).toContain('proof')
  })
})

describe('linesOf', () => {
  const faces = openFonts([arimo, naskh], 'fonts')
  /** What is seen from left to right. */
  const seen = ({ pieces }: Line): string =>
    pieces
      .map(({ text, direction }) =>
        (direction === 'rtl' ? [...text].reverse().map((letter) => unicode.getMirroredCharacter(letter) ?? letter) : [...text]).join(''),
      )
      .join('')

  test('puts letters in the order of UAX #9, as the library has it for a whole text', () => {
    const text = fc
      .array(fc.constantFrom(...'abZ12.-, ()[]"שלוםאععلي١٢،'), { minLength: 1, maxLength: 30 })
      .map((letters) => `a${letters.join('')}.`.replace(/\s+/g, ' '))
    fc.assert(
      fc.property(text, fc.boolean(), (ltr, turn) => {
        const given = composed(turn ? `ש${ltr.slice(1)}` : ltr)
        const [line, ...more] = linesOf(given, faces, 1000, 'what')
        expect(more).toEqual([])
        expect(line && seen(line), given).toBe(unicode.getReorderedString(given, unicode.getEmbeddingLevels(given)))
      }),
      { numRuns: 300 },
    )
    expect(linesOf('Course שלום (abc) 12', faces, 1000, 'what').map(seen)).toEqual(['Course םולש (abc) 12'])
    expect(linesOf('מבוא (2026) א', faces, 1000, 'what').map(seen)).toEqual(['א (2026) אובמ'])
    expect(linesOf('محمد ١٢٣ علي', faces, 1000, 'what').map(seen)).toEqual(['يلع ١٢٣ دمحم'])
  })

  test('breaks lines before it turns them, and no line is wider than it may be', () => {
    const lines = linesOf('אבג דהו abc def זחט', faces, 5, 'what')
    expect(lines.map(seen)).toEqual(['והד גבא', 'abc def', 'טחז'])
    const word = fc.array(fc.string({ unit: fc.constantFrom(...'abcWשם-é'), minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(word, fc.integer({ min: 3, max: 20 }), (words, width) => {
        for (const line of linesOf(words.join(' '), faces, width, 'what')) expect(line.width).toBeLessThanOrEqual(width * 1.02)
      }),
    )
  })

  test('no letter is lost or doubled', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab Wשם-é(ع)لا'), maxLength: 80 })
    fc.assert(
      fc.property(text, (given) => {
        const written = linesOf(given, faces, 6, 'what').flatMap(({ pieces }) => pieces.flatMap((piece) => [...piece.text]))
        expect(written.filter((letter) => letter !== ' ').sort()).toEqual([...composed(given)].filter((letter) => letter !== ' ').sort())
      }),
    )
  })
})

describe('a picture', () => {
  test('comes out point by point, whatever its rows hold and by whatever filters they were written', () => {
    const size = fc.record({ width: fc.integer({ min: 1, max: 5 }), height: fc.integer({ min: 1, max: 6 }) })
    const picture = size.chain(({ width, height }) =>
      fc.record({
        width: fc.constant(width),
        rows: fc.array(fc.record({ filter: fc.nat(4), row: fc.uint8Array({ minLength: 3 * width, maxLength: 3 * width }) }), {
          minLength: height,
          maxLength: height,
        }),
      }),
    )
    fc.assert(
      fc.property(picture, ({ width, rows }) => {
        const written = rows.map(({ filter, row }, y) => filtered(filter, row, rows[y - 1]?.row, 3))
        const read = pictureOf(pngFile({ type: 2, depth: 8, width, height: rows.length }, written))
        expect(read).toEqual({ width, height: rows.length, channels: 3, jpeg: false, data: new Uint8Array(Buffer.concat(rows.map(({ row }) => row))) })
      }),
    )
  })

  test('that is interlaced, or of more than four million points, is refused for that', () => {
    const found = (file: Uint8Array): unknown => {
      try {
        return pictureOf(file)
      } catch (error) {
        return (error as PictureError).facts['found']
      }
    }
    const row = new Uint8Array(9)
    expect(found(pngFile({ type: 0, depth: 8, width: 8, height: 1, interlaced: 1 }, [row]))).toBe('it is interlaced')
    const rows = (bytes: number) => Array<Uint8Array>(1000).fill(new Uint8Array(1 + bytes))
    expect(found(pngFile({ type: 0, depth: 1, width: 4000, height: 1000 }, rows(500)))).toMatchObject({ width: 4000 })
    expect(found(pngFile({ type: 0, depth: 1, width: 4001, height: 1000 }, rows(501)))).toMatch(/^it is 4001 by 1000 points/)
  })
})

describe.skipIf(!havePrograms('qpdf', 'pdfdetach', 'pdftotext', 'pdftoppm', 'pdffonts'))('the programs of others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'microcred-certificate-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const run = (tool: string, ...given: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(tool, given, { encoding: 'utf8', cwd: folder })
    expect(status, `${tool} ${given.join(' ')}: ${stderr}`).toBe(0)
    return stdout
  }
  const write = (name: string, pdf: Uint8Array): void => writeFileSync(join(folder, name), pdf)
  /** The words of a file, without the marks that poppler puts around what reads from right to left. */
  const textOf = (name: string): string =>
    run('pdftotext', '-layout', name, '-')
      .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
      .normalize('NFC')
  /** The first page as grey points. */
  const grey = (name: string, resolution: number) => {
    run('pdftoppm', '-gray', '-r', String(resolution), '-singlefile', name, 'raster')
    const file = readFileSync(join(folder, 'raster.pgm'))
    const [head = '', width = '', height = ''] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.subarray(0, 40).toString('latin1')) ?? []
    return { width: Number(width), height: Number(height), points: file.subarray(head.length) }
  }

  test.each<[script: string, what: string, to: string]>([
    ['Latin', 'Introduction à la physique', 'Zoë Łukasiewicz-Ñandú'],
    ['Greek', 'Στατιστική Ι', 'Ελένη Παπαδοπούλου'],
    ['Cyrillic', 'Статистика I', 'Юлия Щербакова'],
    ['East Asian', '統計学入門（基礎）、確率と分布', '山田 太郎'],
    ['Hebrew', 'סטטיסטיקה למתחילים', 'שרה כהן'],
    // ب, ن and ت are one body with dots of their own in this font.
    ['Arabic', 'مقدمة في الإحصاء للمبتدئين', 'بنت محمد علي'],
    ['Persian and Arabic', 'یوسف کاظمی', 'يوسف كاظم'],
    // As one sign each, and in the letters of which it is made.
    ['Korean', '통계학 입문', '김하늘'.normalize('NFD')],
    ['Armenian', 'Վիճակագրություն', 'Անահիտ Պետրոսյան'],
    ['Georgian', 'სტატისტიკა', 'ნინო ბერიძე'],
    ['Ethiopic', 'ስታቲስቲክስ', 'አበበ በቀለ'],
  ])('%s: names are read as they were written, fonts are embedded, and the badge comes out', async (_, what, to) => {
    const signed = await signedWith({ what, to })
    const pdf = await toPdf(signed, { ...options, template: { fonts: everyFont, bold: [arimoBold], heading: 'Certificate', signatures: ['Ada\nRector', to] } })
    write('certificate.pdf', pdf)
    run('qpdf', '--check', 'certificate.pdf')
    const text = textOf('certificate.pdf')
    for (const words of [what, to, 'Certificate', 'Rector', '30 June 2026', 'Verify this badge']) expect(text).toContain(words.normalize('NFC'))
    for (const font of run('pdffonts', 'certificate.pdf').trim().split('\n').slice(2)) expect(font).toMatch(/CID TrueType\s+Identity-H\s+yes yes yes/)
    run('pdfdetach', '-save', '1', '-o', 'out.json', 'certificate.pdf')
    expect(readFileSync(join(folder, 'out.json'), 'utf8')).toBe(toText(signed))
    expect((await verify(pdf, judged)).outcome).toBe('passed')
    expect(run('pdfinfo', 'certificate.pdf')).toMatch(new RegExp(`Title: +${what.replace(/[（）]/g, '.')}\n[^]*Tagged: +yes\n[^]*Pages: +1\n[^]*A4`))
  })

  test('what is attached has a name and a type of its own kind', async () => {
    write('json.pdf', await toPdf(await signedWith({}), options))
    write('jwt.pdf', await toPdf(await signJwt(badgeWith({}), { key: keys.ed25519 }), options))
    expect(run('pdfdetach', '-list', 'json.pdf')).toMatch(/1 embedded files\n1: credential\.json\n/)
    expect(run('pdfdetach', '-list', 'jwt.pdf')).toMatch(/1 embedded files\n1: credential\.jwt\n/)
  })

  test('the code on paper is read by another reader, and leads to the badge', async () => {
    const signed = await signedWith({})
    for (const [orientation, address] of [
      ['portrait', page],
      ['landscape', link(signed, { base: 'https://verify.example/' })],
    ] as const) {
      write('code.pdf', await toPdf(signed, { ...options, verify: address, template: { ...template, orientation } }))
      const { width, height, points } = grey('code.pdf', 200)
      const pixels = new Uint8ClampedArray(width * height * 4)
      for (const [at, value] of points.entries()) pixels.fill(value, at * 4, at * 4 + 4)
      const read = jsqr.default(pixels, width, height)?.data ?? ''
      expect(read).toBe(address)
      expect(readLink(read)).toBeDefined()
    }
  })

  test('a line to sign on stands for each who signs, and is no wider than a name', async () => {
    for (const [signatures, width] of [
      [['Ada'], 200],
      [['Ada', 'Ben', 'Cy'], 143.76],
    ] as const) {
      write('signed.pdf', await toPdf(unchecked({}), { ...options, template: { ...template, signatures } }))
      run('qpdf', '--qdf', 'signed.pdf', 'signed.qdf')
      const strokes = [...readFileSync(join(folder, 'signed.qdf'), 'latin1').matchAll(/^([\d.]+) [\d.]+ m\n([\d.]+) [\d.]+ l\nS$/gm)].map(
        ([, from, to]) => [Number(from), Number(to)] as const,
      )
      expect(strokes.map(([from, to]) => Math.round((to - from) * 100) / 100)).toEqual(signatures.map(() => width))
      // Around the middle of the paper.
      expect(strokes.reduce((sum, [from, to]) => sum + from + to, 0) / strokes.length).toBeCloseTo(595.28, 1)
    }
  })

  test('a long text goes on on other pages, inside the frame, and no line lies on another', async () => {
    const how = 'Whoever has read the whole book, from “Abstract” to “Zeta”, and מבין את הכל, passes. '.repeat(200)
    write(
      'long.pdf',
      await toPdf(unchecked({ what: 'Donaudampfschifffahrtsgesellschaft'.repeat(12), to: 'W'.repeat(500), how }), {
        ...options,
        template: { ...template, signatures: ['A'] },
      }),
    )
    run('qpdf', '--check', 'long.pdf')
    const pages = run('pdftotext', '-bbox-layout', 'long.pdf', '-').split('<page ').slice(1)
    expect(pages.length).toBeGreaterThan(2)
    for (const one of pages) {
      const lines = [...one.matchAll(/<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"/g)].map(
        (match) => match.slice(1).map(Number) as [number, number, number, number],
      )
      for (const [xMin, yMin, xMax, yMax] of lines) expect([xMin > 40, yMin > 30, xMax < 596 - 40, yMax < 842 - 30]).toEqual([true, true, true, true])
      for (const [at, [xMin, yMin, xMax, yMax]] of lines.entries())
        for (const [left, top, right, bottom] of lines.slice(at + 1)) {
          const over = Math.min(yMax, bottom) - Math.max(yMin, top)
          expect(xMax <= left || right <= xMin || over < 0.5 * (yMax - yMin)).toBe(true)
        }
    }
  })

  test('a logo has the colours that it had, whatever kind of PNG it is, and a JPEG is one', async () => {
    for (const [name, logo, shade] of logos()) {
      write('logo.pdf', await toPdf(await signedWith({}), { ...options, template: { ...template, logo } }))
      run('qpdf', '--check', 'logo.pdf')
      const { width, points } = grey('logo.pdf', 72)
      // The logo is 84 points high and stands in the middle, 40 points from the top.
      expect(Math.abs((points[(40 + 42) * width + Math.floor(width / 2)] ?? 0) - shade), name).toBeLessThan(4)
    }
    run('pdftoppm', '-jpeg', '-r', '10', '-singlefile', 'logo.pdf', 'small')
    const jpeg = readFileSync(join(folder, 'small.jpg'))
    const pdf = await toPdf(await signedWith({ image: `data:image/jpeg;base64,${jpeg.toString('base64')}` }), options)
    write('jpeg.pdf', pdf)
    expect(run('pdfimages', '-list', 'jpeg.pdf')).toMatch(/jpeg/)
    for (const broken of [
      jpeg.subarray(0, 200),
      jpeg.subarray(0, 3),
      logos()[0][1].subarray(0, 40),
      png(2, 8, 8, new Uint8Array(3)),
      png(3, 8, 1, new Uint8Array([0, 9])),
    ])
      await expect(toPdf(await signedWith({}), { ...options, template: { ...template, logo: broken } })).rejects.toThrow(said('share.PictureError'))
  })

  test('texts that would be PDF are text, and files that would unfold without end are refused', async () => {
    const trick = 'a) >> /OpenAction << /S /JavaScript /JS (app.alert(1)) >> (\\'
    const named = { ...badgeWith({ by: trick, to: trick }), name: [{ '@value': trick, '@language': 'en) /X (\\' }] }
    write(
      'trick.pdf',
      await toPdf(JSON.stringify({ ...named, proof: [{ type: 'x' }] }), { ...options, template: { ...template, heading: trick, signatures: [trick] } }),
    )
    run('qpdf', '--check', 'trick.pdf')
    // Nor is any of it XML: what pdfkit would write there has the title as it stands.
    expect(readFileSync(join(folder, 'trick.pdf'), 'latin1')).not.toContain('xpacket')
    expect(run('qpdf', '--json', 'trick.pdf')).not.toMatch(/"\/(?:OpenAction|JavaScript|JS|X)":/)
    expect(run('pdfinfo', 'trick.pdf')).toMatch(/JavaScript: +no/)
    const woff = new Uint8Array(naskh)
    // A first table that says it is of 4 GB.
    new DataView(woff.buffer).setUint32(44 + 12, 0xffffffff)
    const bomb = png(6, 8, 4, new Uint8Array(1_000_000))
    for (const [change, name] of [
      [{ fonts: [woff] }, 'share.FontError'],
      [{ logo: bomb }, 'share.PictureError'],
    ] as const)
      await expect(toPdf(unchecked({}), { ...options, template: { ...template, ...change } })).rejects.toThrow(said(name))
  })

  test('Chromium writes the same certificate, under a strict policy and without polyfills', async () => {
    const signed = toText(await signedWith({ what: 'Στατιστική', to: 'בן ابن' }))
    const root = fileURLToPath(new URL('../..', import.meta.url))
    const contents = `
      import { toPdf } from './src/share/pdf/index.ts'
      import { en } from './src/share/text.ts'
      const fonts = await Promise.all([0, 1].map(async (at) => new Uint8Array(await (await fetch('/font/' + at)).arrayBuffer())))
      const pdf = await toPdf(await (await fetch('/badge')).text(), { template: { fonts }, verify: '${page}', words: en })
      document.querySelector('main').textContent = btoa(Array.from(pdf, (byte) => String.fromCharCode(byte)).join(''))`
    const bundle = await build({
      stdin: { contents, resolveDir: root, loader: 'ts' },
      bundle: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      write: false,
    })
    const headers = { 'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'" }
    const server = await serve((path) => {
      if (path === '/')
        return {
          type: 'text/html',
          body: '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><main></main><script type="module" src="/page.js"></script>',
          headers,
        }
      if (path === '/page.js') return { type: 'text/javascript', body: bundle.outputFiles[0]?.text ?? '' }
      if (path === '/badge') return { type: 'text/plain; charset=utf-8', body: signed }
      return path.startsWith('/font/') ? { type: 'font/ttf', body: [arimo, naskh][Number(path.slice(6))] ?? '' } : undefined
    })
    const browser = await launch()
    try {
      const tab = await browser.newPage()
      const troubles: string[] = []
      tab.on('pageerror', (error) => troubles.push(String(error)))
      await tab.goto(server.url)
      await tab.waitForSelector('main:not(:empty)', { state: 'attached', timeout: 30_000 }).catch(() => {})
      expect(troubles).toEqual([])
      const pdf = Buffer.from((await tab.textContent('main')) ?? '', 'base64')
      write('browser.pdf', pdf)
      write('node.pdf', await toPdf(signed, { ...options, template: { fonts: [arimo, naskh] } }))
      expect(textOf('browser.pdf')).toBe(textOf('node.pdf'))
      expect((await verify(pdf, judged)).outcome).toBe('passed')
    } finally {
      await browser.close()
      await server.close()
    }
  })
})

/** A PNG of rows of bytes, each after its filter (PNG, 5.2). */
function pngFile(
  { type, depth, width, height, interlaced = 0 }: { readonly [name in 'type' | 'depth' | 'width' | 'height']: number } & { readonly interlaced?: number },
  rows: readonly Uint8Array[],
  more: readonly (readonly [type: string, data: Uint8Array])[] = [],
): Uint8Array {
  const chunk = (name: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, depth, type, 0, 0, interlaced])
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    ...more.map(([name, data]) => chunk(name, data)),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', new Uint8Array(0)),
  ])
}

/** A square PNG of one row of bytes, repeated downwards. */
function png(type: number, depth: number, side: number, row: Uint8Array, more: readonly (readonly [type: string, data: Uint8Array])[] = []): Uint8Array {
  // Every filter once.
  const rows = [...Array(side).keys()].map((y) => filtered(y % 5, row, y === 0 ? undefined : row, Math.max(1, Math.floor(row.length / side))))
  return pngFile({ type, depth, width: side, height: side }, rows, more)
}

/** A row under another (PNG, 9.2). */
function filtered(filter: number, row: Uint8Array, up: Uint8Array | undefined, pixel: number): Uint8Array {
  const left = (at: number): number => row[at - pixel] ?? 0
  const above = (at: number): number => up?.[at] ?? 0
  const corner = (at: number): number => up?.[at - pixel] ?? 0
  const paeth = (a: number, b: number, c: number): number => {
    const [toA, toB, toC] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)]
    return toA <= toB && toA <= toC ? a : toB <= toC ? b : c
  }
  const guess = (at: number): number => [0, left(at), above(at), (left(at) + above(at)) >> 1, paeth(left(at), above(at), corner(at))][filter] ?? 0
  return Uint8Array.from([filter, ...row.map((value, at) => value - guess(at))])
}

/** Squares of every kind, and how bright each is on white paper. */
function logos(): readonly [readonly [string, Uint8Array, number], ...(readonly [string, Uint8Array, number])[]] {
  const of = (...point: readonly number[]): Uint8Array => Uint8Array.from(Array(8).fill(point).flat())
  return [
    ['grey', png(0, 8, 8, of(100)), 100],
    ['grey of 16 bits', png(0, 16, 8, of(100, 7)), 100],
    ['grey of 2 bits', png(0, 2, 8, new Uint8Array([0b01010101, 0b01010101])), 85],
    ['grey, and clear', png(0, 8, 8, of(100), [['tRNS', new Uint8Array([0, 100])]]), 255],
    ['colour', png(2, 8, 8, of(60, 60, 60)), 60],
    ['colour of 16 bits', png(2, 16, 8, of(60, 1, 60, 2, 60, 3)), 60],
    ['palette', png(3, 4, 8, new Uint8Array(4).fill(0x11), [['PLTE', new Uint8Array([9, 9, 9, 80, 80, 80])]]), 80],
    [
      'palette, half clear',
      png(3, 8, 8, of(1), [
        ['PLTE', new Uint8Array([9, 9, 9, 0, 0, 0])],
        ['tRNS', new Uint8Array([255, 128])],
      ]),
      127,
    ],
    ['grey and alpha', png(4, 8, 8, of(0, 128)), 127],
    ['colour and alpha', png(6, 8, 8, of(0, 0, 0, 0)), 255],
    ['colour and alpha of 16 bits', png(6, 16, 8, of(10, 0, 10, 0, 10, 0, 255, 255)), 10],
  ]
}

/** A TrueType font that has a glyph for a letter, and draws nothing for it, as fonts in colours do (OpenType, loca). */
function without(font: Uint8Array, letter: string): Uint8Array {
  const [face] = openFonts([font], 'fonts')
  const id = face?.font.glyphForCodePoint(letter.codePointAt(0) ?? 0).id ?? 0
  const copy = Buffer.from(font)
  const tables = [...Array(copy.readUInt16BE(4)).keys()].map((at) => copy.subarray(12 + 16 * at, 28 + 16 * at))
  const place = (tag: string): number => tables.find((entry) => entry.toString('latin1', 0, 4) === tag)?.readUInt32BE(8) ?? 0
  const width = copy.readUInt16BE(place('head') + 50) === 0 ? 2 : 4
  const loca = place('loca')
  // Its outline ends where it begins; the one before it takes its bytes, which nothing reads.
  copy.copy(copy, loca + id * width, loca + (id + 1) * width, loca + (id + 2) * width)
  return copy
}
