import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { fromPdf } from '../../src/bake/index.js'
import { sign } from '../../src/sign/index.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { current, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'
import { havePrograms } from '../programs.js'
import { holding, modern, packed, pdfOf, revision, stored } from './pdfs.js'

const options = { accept: current, issuers: 'any', now: new Date('2027-01-01T00:00:00Z') } as const
const signedText = async (): Promise<string> => JSON.stringify(await sign(badgeOf(keys.ed25519.controller), { suite: eddsaRdfc2022, key: keys.ed25519 }))
const textOnly = '{"name":"Zoé 学"}'

describe('fromPdf', () => {
  test('gives back any text, stored or compressed, in a table or in streams', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), fc.boolean(), fc.boolean(), (value, small, predict) => {
        const text = JSON.stringify(value)
        const file = holding((small ? packed : stored)(text))
        expect(fromPdf(pdfOf(file))).toBe(text)
        expect(fromPdf(modern(file, predict))).toBe(text)
      }),
    )
  })

  test('finds a JWT, beside files that are none, in a tree of names, and among the files of the whole document', () => {
    const jwt = 'e30.e30.c2ln'
    expect(fromPdf(pdfOf(holding(stored('<xml/>'), stored(new Uint8Array([255, 254])), packed(` ${jwt}\n`))))).toBe(` ${jwt}\n`)
    const [, pages = '', specification = '', file = ''] = holding(stored(textOnly))
    const tree = '<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Kids [5 0 R] >> >> >>'
    expect(fromPdf(pdfOf([tree, pages, specification, file, '<< /Limits [(a) (a)] /Names [(a) 3 0 R] >>']))).toBe(textOnly)
    expect(fromPdf(pdfOf(['<< /Type /Catalog /Pages 2 0 R /AF [3 0 R] >>', pages, specification, file]))).toBe(textOnly)
    expect(fromPdf(pdfOf([(holding(stored(textOnly))[0] as string).replace('/Names <<', '/AF [3 0 R] /Names <<'), pages, specification, file]))).toBe(textOnly)
  })

  test('the last revision counts, and what it took out is gone', () => {
    const old = pdfOf(holding(stored('{"old":1}')))
    const at = Number(/startxref\n(\d+)/.exec(Buffer.from(old).toString('latin1'))?.[1])
    const trailer = `/Size 5 /Root 1 0 R /Prev ${at}`
    expect(fromPdf(revision(old, new Map([[4, stored(textOnly)]]), trailer))).toBe(textOnly)
    expect(() => fromPdf(revision(old, new Map([[1, '<< /Type /Catalog /Pages 2 0 R >>']]), trailer))).toThrow(/No credential is attached/)
  })

  test('what is no PDF is nothing', () => {
    for (const text of ['', '%PDF', ' %PDF-1.7', '{"a":1}']) expect(fromPdf(Buffer.from(text))).toBeUndefined()
  })

  test('says by name what it does not read', () => {
    const said = (file: Uint8Array): string => {
      try {
        return String(fromPdf(file))
      } catch (error) {
        return String(error)
      }
    }
    expect([
      said(pdfOf(holding())),
      said(pdfOf(holding(stored('{"a":1}'), stored('{"a":2}')))),
      said(pdfOf(holding(stored('{}')), '/Encrypt 9 0 R')),
      said(pdfOf(holding({ dictionary: '/Filter /LZWDecode', data: new Uint8Array(9) }))),
    ]).toMatchInlineSnapshot(`
      [
        "bake.NoAttachmentError: No credential is attached to this PDF: it is a picture of one at most. Ask for the original file, since printing and scanning drop what is attached.",
        "bake.ConflictError: This file holds 2 different credentials, and nothing says which one counts. Ask the issuer for a file with one.",
        "bake.EncryptedError: This PDF is encrypted, and nothing in it was read. Ask for one without a password, or take its attachment out with a PDF viewer.",
        "bake.PdfError: This PDF cannot be read: a stream is encoded in a way that is not read (byte 294). Get the file again from its owner; printing or editing it does not keep what it holds.",
      ]
    `)
  })
})

describe('verify', () => {
  test('takes a PDF as it takes an image', async () => {
    const text = await signedText()
    for (const file of [pdfOf(holding(packed(text))), modern(holding(stored(text)))]) expect((await verify(file, options)).outcome).toBe('passed')
    expect((await verify(pdfOf(holding(stored(text.replace('Statistics', 'Statistica')))), options)).outcome).toBe('failed')
  })

  test('what it cannot look into is unknown', async () => {
    for (const file of [pdfOf(holding()), pdfOf(holding(stored('{}')), '/Encrypt 9 0 R'), Buffer.from('%PDF-1.7')])
      expect((await verify(file, options)).outcome).toBe('unknown')
  })
})

// qpdf writes every form of a PDF, and poppler attaches and takes out.
describe.skipIf(!havePrograms('qpdf', 'pdfdetach', 'pdfattach'))('the programs of others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'microcred-pdf-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const path = (name: string): string => join(folder, name)
  const run = (tool: string, ...given: readonly string[]): void => {
    const { status, stderr } = spawnSync(tool, given, { encoding: 'utf8', cwd: folder })
    expect(status, `${tool} ${given.join(' ')}: ${stderr}`).toBe(0)
  }
  const plain = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>'
  const page = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', plain]

  test('what they attach is read, byte for byte, in every form that they write', async () => {
    const text = await signedText()
    writeFileSync(path('blank.pdf'), pdfOf(page))
    writeFileSync(path('credential.json'), text)
    run('pdfattach', 'blank.pdf', 'credential.json', 'poppler.pdf')
    run('qpdf', 'blank.pdf', '--add-attachment', 'credential.json', '--', 'table.pdf')
    const forms: { readonly [name: string]: readonly string[] } = {
      'streams.pdf': ['--object-streams=generate'],
      'linear.pdf': ['--linearize'],
      'linear-streams.pdf': ['--linearize', '--object-streams=generate'],
      'stored.pdf': ['--stream-data=uncompress', '--object-streams=disable'],
    }
    for (const [name, given] of Object.entries(forms)) run('qpdf', 'table.pdf', ...given, name)
    for (const name of ['poppler.pdf', 'table.pdf', ...Object.keys(forms)]) {
      expect(fromPdf(readFileSync(path(name))), name).toBe(text)
      expect((await verify(readFileSync(path(name)), options)).outcome, name).toBe('passed')
    }
    run('qpdf', 'table.pdf', '--encrypt', 'a', 'b', '256', '--', 'secret.pdf')
    expect(() => fromPdf(readFileSync(path('secret.pdf')))).toThrow(/is encrypted/)
  })

  test('they take out what we read', () => {
    writeFileSync(
      path('ours.pdf'),
      pdfOf([...holding(packed(textOnly))].map((part, at) => (at === 2 ? String(part).replace('a\\)b', 'c.json').replace('<feff>', '(c.json)') : part))),
    )
    run('pdfdetach', '-save', '1', '-o', 'out.json', 'ours.pdf')
    expect(readFileSync(path('out.json'), 'utf8')).toBe(fromPdf(readFileSync(path('ours.pdf'))))
  })
})
