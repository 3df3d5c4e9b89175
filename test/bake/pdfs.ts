import { deflateSync } from 'node:zlib'
import { concat } from '../../src/bytes.js'

/** An object of a PDF, from 1 upwards: its text, or a stream with what its dictionary says beside the length. */
export type Part = string | { readonly dictionary: string; readonly data: Uint8Array }

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const bodyOf = (part: Part): Uint8Array =>
  typeof part === 'string' ? latin1(part) : concat(latin1(`<< ${part.dictionary} /Length ${part.data.length} >>\nstream\n`), part.data, latin1('\nendstream'))

/** Writes numbered objects behind what is there, and a table of them (ISO 32000-2, 7.5.4), as a first or a later revision. */
export function revision(before: Uint8Array, objects: ReadonlyMap<number, Part>, trailer: string): Uint8Array {
  const parts = [before]
  let length = before.length
  const rows = before.length < 32 ? ['0 1\n0000000000 65535 f \n'] : []
  for (const [number, part] of objects) {
    rows.push(`${number} 1\n${String(length).padStart(10, '0')} 00000 n \n`)
    const written = concat(latin1(`${number} 0 obj\n`), bodyOf(part), latin1('\nendobj\n'))
    parts.push(written)
    length += written.length
  }
  parts.push(latin1(`xref\n${rows.join('')}trailer\n<< ${trailer} >>\nstartxref\n${length}\n%%EOF\n`))
  return concat(...parts)
}

/** A PDF of these objects, the first of which is its catalog. */
export function pdfOf(parts: readonly Part[], trailer = ''): Uint8Array {
  return revision(latin1('%PDF-1.7\n%\xe2\xe3\n'), new Map(parts.map((part, at) => [at + 1, part])), `/Size ${parts.length + 1} /Root 1 0 R ${trailer}`)
}

export const stored = (text: string | Uint8Array): Part => ({ dictionary: '/Type /EmbeddedFile', data: typeof text === 'string' ? Buffer.from(text) : text })
export const packed = (text: string | Uint8Array): Part => ({
  dictionary: '/Type /EmbeddedFile /Filter /FlateDecode',
  data: deflateSync(typeof text === 'string' ? Buffer.from(text) : text),
})

/** The usual catalog: pages, and the files that are attached by name. */
export function holding(...files: readonly Part[]): readonly Part[] {
  const first = 3
  const names = files.map((_, at) => `(${at}) ${first + 2 * at} 0 R`).join(' ')
  return [
    `<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [${names}] >> >> >>`,
    '<< /Type /Pages /Kids [] /Count 0 >>',
    ...files.flatMap((file, at) => [`<< /Type /Filespec /F (a\\)b) /UF <feff> /EF << /F ${first + 2 * at + 1} 0 R >> >>`, file]),
  ]
}

/** The same objects in a stream of objects, under a table that is a stream with a predictor (ISO 32000-2, 7.5.7 and 7.5.8). */
export function modern(parts: readonly Part[], predict = true): Uint8Array {
  const plain = parts.flatMap((part, at) => (typeof part === 'string' ? [{ number: at + 1, part }] : []))
  const packNumber = parts.length + 1
  let text = ''
  const heads = plain.map(({ number, part }) => {
    const head = `${number} ${text.length}`
    text += `${part}\n`
    return head
  })
  const header = `${heads.join(' ')} `
  const chunks = [latin1('%PDF-1.7\n')]
  const place = (): number => chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const rows = new Map<number, readonly number[]>([[0, [0, 0, 0]]])
  const write = (number: number, part: Part): void => {
    rows.set(number, [1, place(), 0])
    chunks.push(latin1(`${number} 0 obj\n`), bodyOf(part), latin1('\nendobj\n'))
  }
  for (const [at, part] of parts.entries()) if (typeof part !== 'string') write(at + 1, part)
  for (const [index, { number }] of plain.entries()) rows.set(number, [2, packNumber, index])
  write(packNumber, {
    dictionary: `/Type /ObjStm /N ${plain.length} /First ${header.length} /Filter /FlateDecode`,
    data: deflateSync(latin1(header + text)),
  })
  const table = packNumber + 1
  const start = place()
  rows.set(table, [1, start, 0])
  const bytes = [...Array(table + 1).keys()].map((number) => {
    const [type = 0, second = 0, third = 0] = rows.get(number) ?? []
    return [type, second >> 16, (second >> 8) & 255, second & 255, third]
  })
  const encoded = predict ? bytes.map((row, at) => [2, ...row.map((byte, column) => (byte - (bytes[at - 1]?.[column] ?? 0)) & 255)]) : bytes
  const parameters = predict ? '/DecodeParms << /Predictor 12 /Columns 5 >>' : ''
  write(table, {
    dictionary: `/Type /XRef /Size ${table + 1} /W [1 3 1] /Root 1 0 R /Filter /FlateDecode ${parameters}`,
    data: deflateSync(Uint8Array.from(encoded.flat())),
  })
  chunks.push(latin1(`startxref\n${start}\n%%EOF`))
  return concat(...chunks)
}
