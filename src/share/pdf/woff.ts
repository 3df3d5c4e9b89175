import { concat } from '../../bytes.js'
import { unzlib } from '../../deflate.js'

// WOFF 1.0: a header of 44 bytes, which has the flavor of the font at 4 and the number of its tables at 12; then for every table its tag, its
// place in the file, its length there and unpacked, and its checksum, 4 bytes each. A table that is shorter in the file is a zlib stream.

/**
 * The font in a WOFF file, as OpenType has it; any other file as it is. fontkit reads WOFF too, and unpacks a whole table for every glyph.
 *
 * @throws {RangeError} for a file that is cut short
 * @throws {InflateError} for tables that are damaged
 */
export function unwrapped(file: Uint8Array): Uint8Array {
  if (String.fromCharCode(...file.subarray(0, 4)) !== 'wOFF') return new Uint8Array(file)
  const numbers = new DataView(file.buffer, file.byteOffset, file.length)
  const count = numbers.getUint16(12)
  const directory = new Uint8Array(12 + 16 * count)
  directory.set(file.subarray(4, 8))
  const written = new DataView(directory.buffer)
  written.setUint16(4, count)
  const tables: Uint8Array[] = []
  let place = directory.length
  for (let at = 0; at < count; at++) {
    const entry = 44 + 20 * at
    const [offset, packed, length] = [numbers.getUint32(entry + 4), numbers.getUint32(entry + 8), numbers.getUint32(entry + 12)]
    const data = file.subarray(offset, offset + packed)
    if (length > mostBytes - place || packed > length || data.length < packed) throw new RangeError('a table is longer than the file')
    const table = packed < length ? unzlib(data, { maxBytes: length }) : data
    directory.set(file.subarray(entry, entry + 4), 12 + 16 * at)
    written.setUint32(16 + 16 * at, numbers.getUint32(entry + 16))
    written.setUint32(20 + 16 * at, place)
    written.setUint32(24 + 16 * at, table.length)
    const padding = new Uint8Array(-table.length & 3)
    tables.push(table, padding)
    place += table.length + padding.length
  }
  return concat(directory, ...tables)
}

const mostBytes = 128 * 1024 * 1024
