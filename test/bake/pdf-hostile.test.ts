import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromPdf } from '../../src/bake/index.js'
import { concat } from '../../src/bytes.js'
import { nameOf } from './images.js'
import { holding, modern, packed, pdfOf, revision, stored } from './pdfs.js'

const text = '{"name":"Zoé","proof":{"type":"p"}}'
const files = [pdfOf(holding(packed(text))), modern(holding(stored(text))), modern(holding(packed(text)), false)]
const read = (file: Uint8Array): string => nameOf(() => (fromPdf(file) === text ? 'the text' : fromPdf(file) === undefined ? 'nothing' : 'another text'))
const placeOf = (file: Uint8Array): number => Number(/startxref\n(\d+)\n%%EOF\n*$/.exec(Buffer.from(file).toString('latin1'))?.[1])
const padded = (at: number): string => String(at).padStart(10, '0')

describe('fromPdf', () => {
  test.each([...files.entries()])('a file cut short anywhere is not read (%i)', (_, file) => {
    const found = new Set<string>()
    for (let length = 5; length < file.length; length++) if (read(file.subarray(0, length)) !== 'the text') found.add(read(file.subarray(0, length)))
    expect([...found]).toEqual(['bake.PdfError'])
    expect(read(file.subarray(0, file.length - 9))).toBe('bake.PdfError')
  })

  test.each([...files.entries()])('any changed byte ends in a text or an error of ours (%i)', (_, file) => {
    const allowed = ['the text', 'another text', 'nothing', 'bake.PdfError', 'bake.NoAttachmentError', 'bake.EncryptedError']
    for (let at = 0; at < file.length; at++) {
      for (const flip of [1, 0x20, 0x80, 0xff]) {
        const changed = file.slice()
        changed[at] = (changed[at] ?? 0) ^ flip
        expect(allowed, `byte ${at}`).toContain(read(changed))
      }
    }
  })

  test('any bytes within a file do, too', () => {
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(), fc.uint8Array({ maxLength: 12 }), fc.nat(30), (file, place, bytes, gone) => {
        const at = place % file.length
        expect(read(concat(file.subarray(0, at), bytes, file.subarray(at + gone)))).toMatch(/^(?:the text|another text|nothing|bake\.\w+Error)$/)
      }),
      { numRuns: 2000 },
    )
  })

  test('what stands behind the end, or is not in the tables, is not looked for', () => {
    const [first = new Uint8Array()] = files
    expect(read(concat(first, Buffer.from('PK\x03\x04')))).toBe('bake.PdfError')
    // A later revision that is cut short must not bring the older one back.
    const later = revision(first, new Map([[4, stored('{"new":1}')]]), `/Size 5 /Root 1 0 R /Prev ${placeOf(first)}`)
    for (let length = first.length + 1; length < later.length - 1; length++) {
      if (Buffer.from(later.subarray(first.length, length)).toString('latin1').trim() !== '') expect(read(later.subarray(0, length))).toBe('bake.PdfError')
    }
    // A second object with the same number, behind one that the table knows.
    const twice = '(a)\nendobj\n4 0 obj\n<< /Length 2 >>\nstream\n{}\nendstream'
    expect(read(pdfOf([...holding(stored(text)), twice]))).toBe('the text')
    // An attachment that no list names.
    expect(read(pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', ...holding(stored(text)).slice(1)]))).toBe('bake.NoAttachmentError')
  })

  test('two answers to one question are none', () => {
    const [catalog = '', pages = '', specification = '', file = ''] = holding(stored(text))
    const other = stored('{"name":"Eve"}')
    const both = String(specification).replace('/EF << /F 4 0 R', '/EF << /F 4 0 R /UF 5 0 R')
    expect(read(pdfOf([catalog, pages, both, file, other]))).toBe('bake.ConflictError')
    expect(read(pdfOf([catalog, pages, String(specification).replace('/EF <<', '/EF << /F 5 0 R'), file, other]))).toBe('bake.PdfError')
    const table = Buffer.from(pdfOf([catalog, pages, specification, file, other])).toString('latin1')
    const row = /4 1\n\d{10} 00000 n \n/.exec(table)?.[0] ?? ''
    expect(read(Buffer.from(table.replace(row, `${row}4 1\n${padded(table.indexOf('5 0 obj'))} 00000 n \n`), 'latin1'))).toBe('bake.PdfError')
  })

  test('bombs, circles and depths end at once', () => {
    const [catalog = '', pages = '', specification = ''] = holding(stored(text))
    const bomb = { dictionary: '/Filter /FlateDecode', data: deflateSync(new Uint8Array(50_000_000)) }
    const kids = '<< /Type /Catalog /Names << /EmbeddedFiles 2 0 R >> >>'
    const loop = pdfOf(holding(stored(text)), '/Prev 99999')
    const [first = new Uint8Array()] = files
    const cases: { readonly [what: string]: Uint8Array } = {
      'a bomb': pdfOf([catalog, pages, specification, bomb]),
      'a bomb in a bomb': pdfOf([catalog, pages, specification, { dictionary: '/Filter [/FlateDecode /FlateDecode]', data: bomb.data }]),
      'a tree that is its own branch': pdfOf([kids, '<< /Kids [2 0 R] >>']),
      'an object that is itself': pdfOf([kids, '2 0 R']),
      'two that are each other': pdfOf([kids, '3 0 R', '2 0 R']),
      'a length that is the stream': pdfOf([catalog, pages, specification, '<< /Length 4 0 R >>\nstream\n{}\nendstream']),
      'a revision of nowhere': loop,
      'a revision before itself': revision(first, new Map(), `/Size 5 /Root 1 0 R /Prev ${first.length}`),
      'a deep list': pdfOf([kids, '['.repeat(100_000) + ']'.repeat(100_000)]),
      'a deep dictionary': pdfOf([kids, '<</A '.repeat(100_000)]),
      'many values': pdfOf([kids, `[${'0 '.repeat(1_000_000)}]`]),
    }
    for (const [what, file] of Object.entries(cases)) expect(read(file), what).toBe('bake.PdfError')
    expect(read(concat(first, new Uint8Array(11 * 1024 * 1024)))).toBe('json.TooLargeError')
  })

  test('objects within objects, and streams over streams, are not read over and over', () => {
    const count = 20_000
    const inside = Buffer.from(
      `%PDF-1.7\n${Array.from({ length: count }, (_, at) => `${String(at + 1).padStart(6, '0')} 0 obj (`).join('')}${') endobj'.repeat(count)}`,
    )
    const rows = Array.from({ length: count }, (_, at) => `${padded(9 + at * 14)} 00000 n \n`).join('')
    const all = Array.from({ length: count }, (_, at) => `${at + 1} 0 R`).join(' ')
    const root = `<< /AF [${all}] >>`
    const end = `xref\n1 ${count}\n${rows}${count + 1} 1\n${padded(inside.length)} 00000 n \ntrailer\n<< /Root ${count + 1} 0 R >>\n`
    const head = `${count + 1} 0 obj\n${root}\nendobj\n`
    const file = concat(inside, Buffer.from(`${head}${end}startxref\n${inside.length + head.length}\n%%EOF`))
    expect(() => fromPdf(file)).toThrow('its objects stand inside one another')

    const headOf = (at: number, length: number): string => `${String(at + 1).padStart(6, '0')} 0 obj<</Length ${String(length).padStart(7, '0')}>>stream\n`
    const step = headOf(0, 0).length
    const streams = Buffer.from(`%PDF-1.7\n${Array.from({ length: count }, (_, at) => headOf(at, (count - 1 - at) * step)).join('')}endstream\nendobj\n`)
    const places = Array.from({ length: count }, (_, at) => `${padded(9 + at * step)} 00000 n \n`).join('')
    const attached = Array.from({ length: count }, (_, at) => `<</EF<</F ${at + 1} 0 R>>>>`).join('')
    const catalog = `${count + 1} 0 obj\n<< /AF [${attached}] >>\nendobj\n`
    const table = `xref\n1 ${count}\n${places}${count + 1} 1\n${padded(streams.length)} 00000 n \ntrailer\n<< /Root ${count + 1} 0 R >>\n`
    const over = concat(streams, Buffer.from(`${catalog}${table}startxref\n${streams.length + catalog.length}\n%%EOF`))
    expect(nameOf(() => fromPdf(over))).toBe('bake.PdfError')
    expect(() => fromPdf(over)).toThrow('its streams hold too much')
  })
})
