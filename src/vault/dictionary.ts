import { concat, utf8 } from '../bytes.js'
import { text as first } from './dictionaries/1.js'

/** The dictionary that records are sealed with now. */
export const newest = 1

/** The bytes that DEFLATE may refer back to: a frozen dictionary, then what all records of the batch share. `undefined` for a dictionary of the future. */
export function dictionaryOf(id: number, template: Uint8Array): Uint8Array | undefined {
  const text = texts[id]
  // No distance is longer than this (RFC 1951, 3.2.5).
  return text === undefined ? undefined : concat(utf8(text), template).subarray(-32_768)
}

const texts: readonly string[] = ['', first]
