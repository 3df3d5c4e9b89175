import { type Brand, type Bytes, type Instant, toHex } from '../bytes.js'
import { BaseError, type Problem, toProblem } from '../errors.js'
import { sha256 } from '../hash.js'

/** What a sealed record is called where its share is kept: SHA-256 of the id that a link holder asks by, in hexadecimal. Keep it beside the credential. */
export type RecordId = Brand<string, 'RecordId'>
/** The custodian's half of a record's key, and the share of the template of its batch: 32 bytes each, zeros for no template. */
export type Shares = { readonly erasure: Bytes; readonly template: Bytes }
/** What stays of an erased record, and says nothing of anybody: when, by what ground (a code of yours), and when the last backup is gone, too. */
export type Tombstone = { readonly at: Instant; readonly ground: string; readonly horizon: Instant }

/**
 * Keeps the custodian's half of every key, and forgets it. A copy elsewhere (a backup, a replica) keeps a share alive: say with `backupHorizonDays` how
 * long.
 */
export type ErasureStore = {
  /** Who keeps the shares, as an erasure record names them. */
  readonly custodian: string
  /** For how many days after an erasure a copy of what the store holds now may still exist. */
  readonly backupHorizonDays: number
  /** Resolves when all of them are durable; rejects with `RecordKeptError` for an id that is kept, or was erased. */
  put(shares: ReadonlyMap<RecordId, Shares>): Promise<void>
  get(id: RecordId): Promise<Shares | Tombstone | undefined>
  /**
   * Resolves when nothing that the store still holds gives the share back, keys of its own included, and says whether it knew the record. A record that
   * is erased already keeps the tombstone that it has; without one nothing stays.
   */
  erase(id: RecordId, tombstone?: Tombstone | undefined): Promise<boolean>
}

export type EraseOptions = {
  readonly store: ErasureStore
  /** All others that were given the shares. */
  readonly mirrors?: readonly ErasureStore[] | undefined
  /** Why: a code of yours, such as `gdpr-17-1-b`, that names nobody. */
  readonly ground?: string | undefined
  /** Whether the custodians remember that there was a record: without it a link says that it opens nothing, and not that the record was erased. */
  readonly tombstone?: boolean | undefined
  /** The moment of erasure: the present unless said otherwise. */
  readonly now?: Date | undefined
}

/** An erasure, to be filed: no personal data. It is complete when nobody is `pending` and the horizon has passed. */
export type ErasureRecord = Tombstone & {
  readonly id: RecordId
  readonly acknowledged: readonly string[]
  readonly pending: readonly { readonly custodian: string; readonly problem: Problem }[]
}

/**
 * Erases the share of a record at every custodian. From then on neither link nor chain opens it, provided that nobody kept a copy of the share: a past
 * reader, a backup younger than the horizon. Whoever could not be reached is `pending`: call it again. It may be called as often as need be.
 *
 * @throws {UnknownRecordError} when all were reached and none knows the record
 * @example
 * const { pending, horizon } = await erase(id, { store, ground: 'gdpr-17-1-b' })
 */
export async function erase(id: RecordId, { store, mirrors = [], ground = '', tombstone = true, now = new Date() }: EraseOptions): Promise<ErasureRecord> {
  const stores = [store, ...mirrors]
  const days = Math.max(...stores.map(({ backupHorizonDays }) => backupHorizonDays))
  const stone = { at: now.toISOString(), ground, horizon: new Date(now.getTime() + days * day).toISOString() }
  const answers = await Promise.allSettled(stores.map((one) => one.erase(id, tombstone ? stone : undefined)))
  if (answers.every((answer) => answer.status === 'fulfilled' && !answer.value)) throw new UnknownRecordError(id)
  const named = answers.map((answer, at) => ({ answer, custodian: stores[at]?.custodian ?? '' }))
  return {
    id,
    ...stone,
    acknowledged: named.flatMap(({ answer, custodian }) => (answer.status === 'fulfilled' ? [custodian] : [])),
    pending: named.flatMap(({ answer, custodian }) => (answer.status === 'rejected' ? [{ custodian, problem: toProblem(answer.reason) }] : [])),
  }
}

/**
 * Keeps shares in memory, for tests and first steps: what ends with the process cannot be opened any more.
 *
 * @example
 * const store = memoryStore()
 */
export function memoryStore({ custodian = 'memory' }: { readonly custodian?: string | undefined } = {}): ErasureStore {
  const kept = new Map<RecordId, Shares | Tombstone>()
  return {
    custodian,
    backupHorizonDays: 0,
    async put(shares) {
      checkNew(shares, kept)
      for (const [id, { erasure, template }] of shares) kept.set(id, { erasure: erasure.slice(), template: template.slice() })
    },
    get: async (id) => kept.get(id),
    erase: async (id, tombstone) => bury(kept, id, tombstone),
  }
}

/** What the share is kept under: whoever reads the store cannot ask for it. */
export function recordIdOf(shareId: Uint8Array): RecordId {
  return toHex(sha256(shareId)) as RecordId
}

/** Refuses ids that are kept already, so that none rises from its grave. */
export function checkNew(shares: ReadonlyMap<RecordId, Shares>, kept: ReadonlyMap<RecordId, unknown>): void {
  for (const id of shares.keys()) if (kept.has(id)) throw new RecordKeptError(id)
}

/** Puts a tombstone where the shares were, or nothing; a tombstone stays as it is. */
export function bury(kept: Map<RecordId, Shares | Tombstone>, id: RecordId, tombstone: Tombstone | undefined): boolean {
  const found = kept.get(id)
  if (!found) return false
  if (!tombstone) kept.delete(id)
  else if (isLive(found)) kept.set(id, tombstone)
  return true
}

export function isLive(kept: Shares | Tombstone): kept is Shares {
  return 'erasure' in kept
}

/** No custodian knows the record. */
export class UnknownRecordError extends BaseError {
  override readonly name = 'vault.UnknownRecordError'
  constructor(id: RecordId) {
    super(`No custodian knows the record ${id}: it was erased without a trace, or never sealed here. Check the id that seal returned.`, { facts: { id } })
  }
}

/** The record is kept already, or was erased. */
export class RecordKeptError extends BaseError {
  override readonly name = 'vault.RecordKeptError'
  constructor(id: RecordId) {
    super(`A share of the record ${id} is kept here already, or was erased. Seal the credential again: its shares will be new.`, { facts: { id } })
  }
}

const day = 24 * 60 * 60 * 1000
