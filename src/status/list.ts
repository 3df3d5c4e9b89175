import { BaseError } from '../errors.js'

/**
 * What a list says of its entries (Bitstring Status List 1.0, 2.1). A revocation is final, a suspension is not; `refresh` says that a newer
 * edition can be had, and `message` something that does not touch validity.
 */
export type Purpose = 'revocation' | 'suspension' | 'refresh' | 'message'
/** One bit for each entry, the first of them the left-most bit of the first byte (Bitstring Status List 1.0, 7.1). `length` counts entries. */
export type StatusList = { readonly purpose: Purpose; readonly length: number; readonly bits: Uint8Array }

/** The fewest entries: in a smaller crowd a credential can be told by its list (Bitstring Status List 1.0, 6.1). */
export const minLength = 131_072
/** The largest list that is made or read, in bytes: 33 million entries. */
export const maxBytes: number = 4 * 1024 * 1024

/**
 * An empty list of at least 131,072 entries; that many where `length` is left out. A list cannot grow once it is published, since `indexAt`
 * spreads serial numbers over the whole of it.
 *
 * @throws {LengthError} when `length` is not a multiple of 8 from 131,072 to 33,554,432
 * @example
 * create({ purpose: 'revocation' }).length // 131072
 */
export function create({ purpose, length = minLength }: { readonly purpose: Purpose; readonly length?: number | undefined }): StatusList {
  requireLength(length)
  return { purpose, length, bits: new Uint8Array(length / 8) }
}

/**
 * Says whether an entry is set.
 *
 * @throws {IndexOutOfRangeError} when `index` is not in `[0, list.length)`
 * @example
 * get(create({ purpose: 'revocation' }), 7) // false
 */
export function get(list: StatusList, index: number): boolean {
  requireIndex(index, list.length)
  return valueAt(list.bits, index, 1) === 1
}

/**
 * The list with these entries set, or unset: one copy, however many they are. What cannot be taken back (`revocation` and `refresh`;
 * Bitstring Status List 1.0, 2.1) is never unset.
 *
 * @throws {IrreversibleError} when `value` is `false` and the list is for revocation or refresh
 * @throws {IndexOutOfRangeError} when an index is not in `[0, list.length)`
 * @example
 * get(set(create({ purpose: 'revocation' }), [7, 9], true), 9) // true
 */
export function set(list: StatusList, indexes: Iterable<number>, value: boolean): StatusList {
  if (!value && (list.purpose === 'revocation' || list.purpose === 'refresh')) throw new IrreversibleError(list.purpose)
  const bits = list.bits.slice()
  for (const index of indexes) {
    requireIndex(index, list.length)
    const bit = 0x80 >> (index % 8)
    const byte = bits[Math.floor(index / 8)] ?? 0
    bits[Math.floor(index / 8)] = value ? byte | bit : byte & ~bit
  }
  return { ...list, bits }
}

/** The value of an entry of `size` bits, the left-most bit the highest (Bitstring Status List 1.0, 3.2). It must lie within the bits. */
export function valueAt(bits: Uint8Array, index: number, size: number): number {
  let value = 0
  for (let at = index * size; at < (index + 1) * size; at++) value = 2 * value + (((bits[Math.floor(at / 8)] ?? 0) >> (7 - (at % 8))) & 1)
  return value
}

/** Refuses a length that no list has. */
export function requireLength(length: number): void {
  if (!Number.isInteger(length) || length % 8 !== 0 || length < minLength || length > maxBytes * 8) throw new LengthError(length)
}

/** Refuses an index, or a serial number, that a list of this length has no entry for. */
export function requireIndex(index: number, length: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= length) throw new IndexOutOfRangeError(index, length)
}

/** A list of this length is not made. */
export class LengthError extends BaseError {
  override readonly name = 'status.LengthError'
  constructor(length: number) {
    super(
      `A status list has ${minLength} entries or more, up to ${maxBytes * 8}, in whole bytes, and not ${length}. Leave \`length\` out if you are not sure.`,
      {
        facts: { length: String(length) },
      },
    )
  }
}

/** The list has no such entry. */
export class IndexOutOfRangeError extends BaseError {
  override readonly name = 'status.IndexOutOfRangeError'
  constructor(index: number, length: number) {
    super(`There is no entry ${index} in a list of ${length}, whose first is 0. When a list is full, start another at a URL of its own.`, {
      facts: { index: String(index), length },
    })
  }
}

/** What the list says cannot be taken back. */
export class IrreversibleError extends BaseError {
  override readonly name = 'status.IrreversibleError'
  constructor(purpose: Purpose) {
    super(`A ${purpose} cannot be taken back. Issue the credential again; for what may end, use a list for suspension.`, { facts: { purpose } })
  }
}
