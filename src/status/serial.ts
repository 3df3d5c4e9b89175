import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8 } from '../bytes.js'
import { BaseError } from '../errors.js'
import { minLength, requireIndex, requireLength } from './list.js'

// A permutation of 0 … length - 1 under a key, as format-preserving encryption makes one (Black and Rogaway 2002, generalized Feistel
// network; ten rounds, as NIST SP 800-38G has): a number is a row and a column of the smallest near-square that holds them all; each round
// adds to one of the two what HMAC-SHA-256 makes of the other. Where the square is larger than the list, a number that falls outside is sent
// round again until it falls inside, which it must, since the walk is a cycle through its start.
const rounds = 10

/**
 * Turns a serial number, such as a database sequence gives, into the index of an entry: no two get the same, nobody without the secret can
 * tell in which order they were given, and no lock or table is needed (Bitstring Status List 1.0, 2.1 asks for random indexes). It answers
 * the same for ever, for the same `secret` and `length`: keep both as long as the list. A secret of its own for each list keeps lists apart.
 *
 * @throws {IndexOutOfRangeError} when `serial` is not in `[0, length)`: the list is full
 * @throws {SecretError} when the secret has fewer than 16 bytes
 * @throws {LengthError} when no list has that length
 * @example
 * indexAt(await db.nextSerial(), { secret })
 */
export function indexAt(serial: number, { secret, length = minLength }: { readonly secret: Uint8Array; readonly length?: number | undefined }): number {
  requireLength(length)
  requireIndex(serial, length)
  if (secret.length < 16) throw new SecretError(secret.length)
  const rows = Math.ceil(Math.sqrt(length))
  const columns = Math.ceil(length / rows)
  const draw = (round: number, half: number): number => {
    const mac = hmac(sha256, secret, utf8(`microcred status index ${length} ${round} ${half}`))
    // 48 bits: their remainder favours no row by more than one part in 2^35.
    return mac.subarray(0, 6).reduce((number, byte) => number * 256 + byte, 0)
  }
  let index = serial
  do {
    let [row, column] = [Math.floor(index / columns), index % columns]
    for (let round = 0; round < rounds; round += 2) {
      row = (row + draw(round, column)) % rows
      column = (column + draw(round + 1, row)) % columns
    }
    index = row * columns + column
  } while (index >= length)
  return index
}

/** The secret is so short that it can be tried out. */
export class SecretError extends BaseError {
  override readonly name = 'status.SecretError'
  constructor(length: number) {
    super(`The secret has ${length} bytes. Take at least 16 random ones, 32 to be safe, and keep them as long as the list.`, { facts: { length } })
  }
}
