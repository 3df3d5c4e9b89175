import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'

const read = (path: string): Uint8Array => readFileSync(new URL(`../../node_modules/${path}`, import.meta.url))

/** Latin, Greek, Cyrillic and Hebrew (TrueType). */
export const arimo: Uint8Array = read('@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf')
export const arimoBold: Uint8Array = read('@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf')
/** Hebrew, with places for its points (TrueType). */
export const hebrew: Uint8Array = read('@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf')
/** Arabic (WOFF and WOFF2). */
export const naskh: Uint8Array = read('@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal.woff')
export const naskh2: Uint8Array = read('@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal.woff2')
/** Kana and kanji (TrueType). */
export const gothic: Uint8Array = read('@expo-google-fonts/sawarabi-gothic/400Regular/SawarabiGothic_400Regular.ttf')
/** Hangul (TrueType). */
export const hangul: Uint8Array = read('@expo-google-fonts/gugi/Gugi_400Regular.ttf')
/** Armenian, Georgian and Ethiopic (WOFF). */
export const armenian: Uint8Array = read('@fontsource/noto-sans-armenian/files/noto-sans-armenian-armenian-400-normal.woff')
export const georgian: Uint8Array = read('@fontsource/noto-sans-georgian/files/noto-sans-georgian-georgian-400-normal.woff')
export const ethiopic: Uint8Array = read('@fontsource/noto-sans-ethiopic/files/noto-sans-ethiopic-ethiopic-400-normal.woff')
export const fonts: readonly Uint8Array[] = [arimo, naskh, gothic]
/** One for every script that a certificate is set in. */
export const everyFont: readonly Uint8Array[] = [...fonts, hebrew, hangul, armenian, georgian, ethiopic]

/** The TrueType font in a WOFF file (WOFF 1.0, 4 and 5). */
export function unpacked(woff: Uint8Array): Uint8Array {
  const from = Buffer.from(woff)
  const count = from.readUInt16BE(12)
  const tables = [...Array(count).keys()].map((at) => {
    const entry = from.subarray(44 + 20 * at, 64 + 20 * at)
    const [offset, packed, length] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)]
    const data = from.subarray(offset, offset + packed)
    return { head: entry.subarray(0, 4), sum: entry.subarray(16), data: packed < length ? inflateSync(data) : data }
  })
  const directory = Buffer.alloc(12 + 16 * count)
  from.copy(directory, 0, 4, 8)
  directory.writeUInt16BE(count, 4)
  let place = directory.length
  const parts = [directory]
  for (const [at, { head, sum, data }] of tables.entries()) {
    head.copy(directory, 12 + 16 * at)
    sum.copy(directory, 16 + 16 * at)
    directory.writeUInt32BE(place, 20 + 16 * at)
    directory.writeUInt32BE(data.length, 24 + 16 * at)
    const padded = Buffer.concat([data, Buffer.alloc(-data.length & 3)])
    parts.push(padded)
    place += padded.length
  }
  return Buffer.concat(parts)
}
