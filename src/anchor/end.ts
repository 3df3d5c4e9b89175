import type { Instant } from '../bytes.js'
import { timeOf } from '../credential/instant.js'

/** How a key ended, and when, in milliseconds; `undefined` where its document says so in words that are no date. */
export type End = { readonly how: 'retired' | 'revoked'; readonly at: Instant; readonly time: number | undefined }

/** How a key had ended at a moment, if it had. A revocation says more than the end of a term. */
export function endOf({ revoked, expires }: { readonly revoked?: Instant | undefined; readonly expires?: Instant | undefined }, now: Date): End | undefined {
  const ends: readonly End[] = [
    ...(revoked === undefined ? [] : [{ how: 'revoked', at: revoked, time: timeOf(revoked) } as const]),
    ...(expires === undefined ? [] : [{ how: 'retired', at: expires, time: timeOf(expires) } as const]),
  ]
  return ends.find(({ time }) => time === undefined || time <= now.getTime())
}
