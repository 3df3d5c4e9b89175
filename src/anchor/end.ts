import type { Instant } from '../bytes.js'
import { timeOf } from '../credential/instant.js'

/** How a key ended, and when, in milliseconds; `undefined` where its document says so in words that are no date. */
export type End = { readonly how: 'retired' | 'revoked'; readonly at: Instant; readonly time: number | undefined }

/** How a key had ended at a moment, if it had. A revocation says more than the end of a term. */
export function endOf({ revoked, expires }: { readonly revoked?: Instant | undefined; readonly expires?: Instant | undefined }, now: Date): End | undefined {
  const dates = [
    ['revoked', revoked],
    ['retired', expires],
  ] as const
  const ends = dates.flatMap(([how, at]): End | readonly [] => (at === undefined ? [] : { how, at, time: timeOf(at) }))
  return ends.find(({ time }) => time === undefined || time <= now.getTime())
}
