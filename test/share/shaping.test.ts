import fc from 'fast-check'
import { Blob, Direction, Face, Font, shape, Buffer as Text } from 'harfbuzzjs'
import { expect, test } from 'vitest'
import { openFonts } from '../../src/share/pdf/fonts.js'
import { composed } from '../../src/share/pdf/lines.js'
import { unwrapped } from '../../src/share/pdf/woff.js'
import { arimo, armenian, ethiopic, georgian, gothic, hangul, hebrew, naskh, unpacked } from './fonts.js'

test('a WOFF file is unpacked as its format has it', () => {
  expect(Buffer.compare(unwrapped(naskh), unpacked(naskh))).toBe(0)
  expect(Buffer.compare(unwrapped(arimo), arimo)).toBe(0)
  for (const length of [4, 40, 60, 500, 20_000]) expect(() => unwrapped(naskh.subarray(0, length))).toThrow()
})

// HarfBuzz is what browsers shape text with.
const cases: readonly (readonly [name: string, file: Uint8Array, forHarfBuzz: Uint8Array, direction: 'ltr' | 'rtl', texts: readonly string[]])[] = [
  ['Latin', arimo, arimo, 'ltr', ['Statistics I', 'AVATAR To Ty', 'Zoë Łukasiewicz-Ñandú', 'fi ffi fl', 'q\u0308u\u0301x\u0323', 'Nguyễn Thị Ánh']],
  ['Greek', arimo, arimo, 'ltr', ['Ελένη Παπαδοπούλου', 'ΐ ᾳ ὦ', 'Σίσυφος']],
  ['Cyrillic', arimo, arimo, 'ltr', ['Юлия Щербакова', 'Ђорђе Џајић', 'Їжакевич']],
  ['Hebrew', hebrew, hebrew, 'rtl', ['סטטיסטיקה', 'שרה כהן', 'יצחק', 'שָׁלוֹם', 'בְּרֵאשִׁית', 'דָּוִד']],
  [
    'Arabic',
    naskh,
    unpacked(naskh),
    'rtl',
    ['محمد علي', 'بنت', 'مقدمة في الإحصاء', 'لا إله', 'فاطمة الزهراء', 'یوسف کاظمی', 'ٹیپو سلطان', 'می‌خواهم', 'الله', 'عَبْدُ', 'مُحَمَّدٌ', 'محـمد', 'رُؤْيَة'],
  ],
  ['Armenian', armenian, unpacked(armenian), 'ltr', ['Անահիտ Պետրոսյան', 'և եւ ﬓ', 'Վիճակագրություն']],
  ['Georgian', georgian, unpacked(georgian), 'ltr', ['ნინო ბერიძე', 'სტატისტიკა', 'ᲡᲢᲐᲢᲘᲡᲢᲘᲙᲐ', 'Ⴀⴀ']],
  ['Ethiopic', ethiopic, unpacked(ethiopic), 'ltr', ['አበበ በቀለ', 'ስታቲስቲክስ፡፩', 'ሀ፟']],
  ['Korean', hangul, hangul, 'ltr', ['통계학 입문', '김하늘', '김하늘'.normalize('NFD')]],
  ['kanji and kana', gothic, gothic, 'ltr', ['山田 太郎', 'ひらがなカタカナ', '統計学入門（基礎）、']],
]

const letters: readonly (readonly [name: string, file: Uint8Array, forHarfBuzz: Uint8Array, direction: 'ltr' | 'rtl', letters: string])[] = [
  ['Latin', arimo, arimo, 'ltr', 'AVTofil éñÅßłŒ.,-’'],
  ['Greek and Cyrillic', arimo, arimo, 'ltr', 'ΑΒΓΣσςάΐώЯЖщђїйё'],
  ['Hebrew', hebrew, hebrew, 'rtl', 'אבגדהוזחטיךכלםמןנסעףפץצקרשת\u05c1\u05c2\u05bc\u05b0\u05b4\u05b6\u05b7\u05b8\u05b9'],
  ['Armenian', armenian, unpacked(armenian), 'ltr', 'ԱԲԳԵԻԽՄՆՎՒաբգեէիխմնվւև՛՞՝։'],
  ['Georgian', georgian, unpacked(georgian), 'ltr', 'აბგდევზთიკლმნჲჳჴჵჶ'],
  ['Ethiopic', ethiopic, unpacked(ethiopic), 'ltr', 'ሀሁሂሃሄህሆለመሠረሰሸቀበተቸኀነኘአከወዐዘዠየደጀገጠጨጰጸፀፈፐ፡።፩፪'],
  ['Arabic', naskh, unpacked(naskh), 'rtl', 'ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژکگیٹڈ\u0640\u064b\u064e\u064f\u0650\u0651\u0652'],
]

/** Shapes with both, and returns the glyphs and their places. */
function shapers(file: Uint8Array, forHarfBuzz: Uint8Array, direction: 'ltr' | 'rtl') {
  const [face] = openFonts([file], 'fonts')
  const font = new Font(new Face(new Blob(forHarfBuzz)))
  return {
    ours: (text: string) => {
      const run = face?.font.layout(composed(text), direction)
      return run?.glyphs.map(({ id }, at) => [Number.parseInt(String(id), 10), placesOf(run.positions)[at]])
    },
    theirs: (text: string) => {
      const buffer = new Text()
      buffer.addText(text)
      buffer.guessSegmentProperties()
      buffer.setDirection(direction === 'rtl' ? Direction.RTL : Direction.LTR)
      shape(font, buffer)
      const places = placesOf(buffer.getGlyphPositions())
      return buffer.getGlyphInfos().map(({ codepoint }, at) => [codepoint, places[at]])
    },
  }
}

test.each(cases)('%s is shaped as HarfBuzz shapes it', (_, file, forHarfBuzz, direction, texts) => {
  const { ours, theirs } = shapers(file, forHarfBuzz, direction)
  for (const text of texts) expect(ours(text), text).toEqual(theirs(text))
})

test.each(letters)('any %s letters in a row are', (_, file, forHarfBuzz, direction, given) => {
  const { ours, theirs } = shapers(file, forHarfBuzz, direction)
  // A point without a letter has a circle under it there.
  const words = fc.array(fc.constantFrom(...given), { minLength: 1, maxLength: 10 }).map((signs) =>
    signs
      .join('')
      .replace(/^\p{M}+/u, '')
      .replace(/[\u064b-\u0652]+/g, oneVowel),
  )
  fc.assert(
    fc.property(words, (text) => {
      expect(ours(text), text).toEqual(theirs(text))
    }),
    { numRuns: 300 },
  )
})

/** A letter has one vowel at most, and may be doubled. */
function oneVowel(marks: string): string {
  return `${/[^\u0651]/.exec(marks)?.[0] ?? ''}${marks.includes('\u0651') ? '\u0651' : ''}`
}

type Position = { readonly xAdvance: number; readonly xOffset: number; readonly yOffset: number }

/** Where each glyph is drawn. */
function placesOf(positions: readonly Position[]): readonly (readonly [number, number])[] {
  let x = 0
  return positions.map(({ xAdvance, xOffset, yOffset }) => {
    const place = [Math.round(x + xOffset), Math.round(yOffset)] as const
    x += xAdvance
    return place
  })
}
