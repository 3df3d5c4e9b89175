import { type Bytes, toHex } from '../../src/bytes.js'
import { sha256 } from '../../src/hash.js'
import type { RecordId, Shares, Tombstone } from '../../src/vault/index.js'

export const tombstone: Tombstone = { at: '2026-06-30T12:00:00.000Z', ground: 'gdpr-17-1-b', horizon: '2026-07-30T12:00:00.000Z' }

/** Shares that look random, and are the same for the same seed. */
export function sharesOf(count: number, seed = 1): ReadonlyMap<RecordId, Shares> {
  const bytes = (what: string, at: number): Bytes => sha256(`${what} ${at} ${seed}`)
  return new Map(
    Array.from({ length: count }, (_, at) => [toHex(bytes('id', at)) as RecordId, { erasure: bytes('erasure', at), template: bytes('template', at) }]),
  )
}
