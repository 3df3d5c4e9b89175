import { createDecipheriv } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { toBase64url, toHex } from '../../src/bytes.js'
import type { ErasureStore, RecordId, Shares } from '../../src/vault/index.js'
import { sharesOf, tombstone } from './shares.js'

/** All bytes that a store has left anywhere, by file. */
export type Remains = ReadonlyMap<string, Uint8Array>
export type StoreUnderTest = {
  readonly store: ErasureStore
  /** Another one on the same files, as after a restart. */
  readonly reopened?: (() => Promise<ErasureStore>) | undefined
  readonly remains?: (() => Remains) | undefined
}

/** What every `ErasureStore` must do, wherever it keeps shares. */
export function storeConformance(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} is an erasure store`, () => {
    const filled = async (count = 3) => {
      const made = await make()
      const shares = sharesOf(count)
      await made.store.put(shares)
      return { ...made, shares, ids: [...shares.keys()] as [RecordId, ...RecordId[]] }
    }

    test('says whose it is, and how long copies live', async () => {
      const { store } = await make()
      expect(store.custodian).not.toBe('')
      expect(store.backupHorizonDays).toBeGreaterThanOrEqual(0)
    })

    test('gives back what was put, under its id alone, and also after a restart', async () => {
      const { store, shares, ids, reopened } = await filled()
      for (const one of [store, await reopened?.()]) {
        for (const id of ids) if (one) expect(await one.get(id)).toEqual(shares.get(id))
        expect(await one?.get('00'.repeat(32) as RecordId)).toBeUndefined()
      }
    })

    test('keeps more beside what it has', async () => {
      const { store, shares, ids } = await filled()
      const more = sharesOf(2, 7)
      await store.put(more)
      for (const [id, one] of [...shares, ...more]) expect(await store.get(id)).toEqual(one)
      await store.put(new Map())
      expect(await store.get(ids[0])).toEqual(shares.get(ids[0]))
    })

    test('takes no id twice, not even that of an erased record, and then nothing of what came with it', async () => {
      const { store, shares, ids } = await filled()
      const [[fresh, share] = []] = sharesOf(1, 9)
      const both = new Map([
        [fresh as RecordId, share as Shares],
        [ids[0], share as Shares],
      ])
      await expect(store.put(both)).rejects.toMatchObject({ name: 'vault.RecordKeptError' })
      expect(await store.get(ids[0])).toEqual(shares.get(ids[0]))
      await store.erase(ids[0], tombstone)
      await expect(store.put(both)).rejects.toMatchObject({ name: 'vault.RecordKeptError' })
      expect(await store.get(ids[0])).toEqual(tombstone)
      expect(await store.get(fresh as RecordId)).toBeUndefined()
    })

    test('erases one record: what stays is the tombstone, and all others', async () => {
      const { store, shares, ids, reopened } = await filled()
      expect(await store.erase(ids[1] as RecordId, tombstone)).toBe(true)
      for (const one of [store, await reopened?.()]) {
        if (!one) continue
        expect(await one.get(ids[1] as RecordId)).toEqual(tombstone)
        for (const id of [ids[0], ids[2] as RecordId]) expect(await one.get(id)).toEqual(shares.get(id))
      }
    })

    test('keeps the first tombstone, and says that it knew the record', async () => {
      const { store, ids } = await filled()
      await store.erase(ids[0], tombstone)
      expect(await store.erase(ids[0], { ...tombstone, ground: 'another' })).toBe(true)
      expect(await store.get(ids[0])).toEqual(tombstone)
    })

    test('without a tombstone keeps nothing at all, also of what had one', async () => {
      const { store, ids, reopened } = await filled()
      await store.erase(ids[1] as RecordId, tombstone)
      for (const id of ids.slice(0, 2)) {
        expect(await store.erase(id)).toBe(true)
        expect(await store.erase(id)).toBe(false)
        for (const one of [store, await reopened?.()]) expect(await one?.get(id)).toBeUndefined()
      }
    })

    test('says when it does not know a record, and writes nothing for it', async () => {
      const { store } = await filled()
      expect(await store.erase('11'.repeat(32) as RecordId, tombstone)).toBe(false)
      expect(await store.get('11'.repeat(32) as RecordId)).toBeUndefined()
    })

    test('does many things at once as if one after the other', async () => {
      const { store, shares, ids } = await filled(8)
      const more = sharesOf(4, 3)
      await Promise.all([...ids.slice(0, 4).map((id) => store.erase(id, tombstone)), ...[...more].map(([id, one]) => store.put(new Map([[id, one]])))])
      for (const id of ids.slice(0, 4)) expect(await store.get(id)).toEqual(tombstone)
      for (const [id, one] of [...[...shares].slice(4), ...more]) expect(await store.get(id)).toEqual(one)
    })

    test('really forgets', async () => {
      const made = await filled()
      expect(await forgets(made)).toBe(true)
    })
  })
}

/** Erases the second record, then looks for its share in everything that is left; the others must be there. */
export async function forgets({ store, remains }: StoreUnderTest, shares: ReadonlyMap<RecordId, Shares> = sharesOf(3)): Promise<boolean> {
  const [first, second, third] = [...shares] as [[RecordId, Shares], [RecordId, Shares], [RecordId, Shares]]
  await store.erase(second[0], tombstone)
  for (const [id, one] of [first, third]) expect(await store.get(id)).toEqual(one)
  expect(await store.get(second[0])).toEqual(tombstone)
  const files = remains?.() ?? new Map()
  // The search itself finds what is there.
  if (remains) expect(isIn(files, first[1].erasure)).toBe(true)
  return !isIn(files, second[1].erasure)
}

/** Whether 32 bytes can be found in everything that the files give away, as they are or as text. */
export function isIn(remains: Remains, share: Uint8Array): boolean {
  const texts = [Buffer.from(share), Buffer.from(toHex(share)), Buffer.from(toBase64url(share)), Buffer.from(Buffer.from(share).toString('base64'))]
  return givenAway(remains).some((bytes) => texts.some((text) => Buffer.from(bytes).includes(text)))
}

/** The files, and what any 32 bytes of any small one open of any other. */
export function givenAway(remains: Remains): readonly Uint8Array[] {
  const files = [...new Map([...remains.values()].map((bytes) => [toHex(bytes), bytes])).values()]
  return [...files, ...files.flatMap(keysIn).flatMap((key) => files.flatMap((file) => opened(file, key)))]
}

function keysIn(file: Uint8Array): readonly Uint8Array[] {
  return file.length > 128 ? [] : Array.from({ length: Math.max(0, file.length - 31) }, (_, at) => file.subarray(at, at + 32))
}

function opened(file: Uint8Array, key: Uint8Array): readonly Uint8Array[] {
  if (file.length < 128) return []
  const epochs = Array.from({ length: 5 }, (_, epoch) => Buffer.concat([Buffer.from('MCVS1'), Buffer.from([0, 0, 0, epoch])]))
  return [Buffer.alloc(0), ...epochs].flatMap((aad) => {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, new Uint8Array(12))
      decipher.setAAD(aad)
      decipher.setAuthTag(file.subarray(-16))
      return [Buffer.concat([decipher.update(file.subarray(0, -16)), decipher.final()])]
    } catch {
      return []
    }
  })
}
