import { spawn } from 'node:child_process'
import { createCipheriv, randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toHex } from '../../src/bytes.js'
import { type Files, fileStore } from '../../src/vault/file.js'
import { type ErasureStore, memoryStore, type RecordId, type Shares, type Tombstone } from '../../src/vault/index.js'
import { sharesOf, tombstone } from '../conformance/shares.js'
import { forgets, isIn, type Remains, storeConformance } from '../conformance/store.js'
import { type Disk, newDisk } from './power.js'

const scratch = mkdtempSync(join(tmpdir(), 'microcred-vault-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
let homes = 0
const newHome = (): { readonly directory: string; readonly keys: string } => {
  const home = join(scratch, String(homes++))
  return { directory: join(home, 'shares'), keys: join(home, 'keys') }
}
type Home = ReturnType<typeof newHome>
const at = (home: Home, files?: Files): Promise<ErasureStore> => fileStore({ ...home, custodian: 'uni.example', backupHorizonDays: 30, files })
const remainsOf = (...places: readonly string[]): Remains =>
  new Map(places.flatMap((place) => readdirSync(place).map((name) => [join(place, name), new Uint8Array(readFileSync(join(place, name)))])))
const onDisk = { directory: '/shares', keys: '/keys' }

storeConformance('memoryStore()', async () => ({ store: memoryStore() }))
storeConformance('fileStore()', async () => {
  const home = newHome()
  return { store: await at(home), reopened: () => at(home), remains: () => remainsOf(home.directory, home.keys) }
})
storeConformance('fileStore() on a disk in memory', async () => {
  const disk = newDisk()
  return { store: await at(onDisk, disk.files), reopened: () => at(onDisk, disk.files), remains: disk.remains }
})

describe('a store that does not really forget is found out', () => {
  test('one that marks rows as deleted', async () => {
    const file = join(scratch, 'marked.json')
    const rows = new Map<RecordId, Shares & { deleted?: Tombstone | undefined }>()
    const save = (): void => writeFileSync(file, JSON.stringify([...rows].map(([id, { erasure, deleted }]) => ({ id, erasure: toHex(erasure), deleted }))))
    const store = marking(rows, save)
    await store.put(sharesOf(3))
    expect(await forgets({ store, remains: () => new Map([['marked', new Uint8Array(readFileSync(file))]]) })).toBe(false)
  })

  test('one that marks rows as deleted in a file under a key that stays', async () => {
    const rows = new Map<RecordId, Shares & { deleted?: Tombstone | undefined }>()
    const key = randomBytes(32)
    let file = new Uint8Array(0)
    const store = marking(rows, () => {
      const cipher = createCipheriv('aes-256-gcm', key, new Uint8Array(12))
      const sealed = cipher.update(JSON.stringify([...rows].map(([id, { erasure, deleted }]) => ({ id, erasure: toHex(erasure), deleted }))))
      file = new Uint8Array(Buffer.concat([sealed, cipher.final(), cipher.getAuthTag()]))
    })
    await store.put(sharesOf(3))
    expect(
      await forgets({
        store,
        remains: () =>
          new Map([
            ['file', file],
            ['key', new Uint8Array(key)],
          ]),
      }),
    ).toBe(false)
  })

  test('one that leaves the key of the epoch before behind', async () => {
    const disk = newDisk()
    const hoarding: Files = {
      ...disk.files,
      unlink: async (path) => (path.endsWith('.new') ? disk.files.unlink(path) : undefined),
      open: async (path, flags, mode) => {
        const file = await disk.files.open(path, flags, mode)
        return flags === 'r+' ? { ...file, writeFile: async () => {} } : file
      },
    }
    const store = await at(onDisk, hoarding)
    await store.put(sharesOf(3))
    expect(await forgets({ store, remains: disk.remains })).toBe(false)
  })

  test('one that removes the old key without overwriting it', async () => {
    const disk = newDisk()
    const careless: Files = {
      ...disk.files,
      open: async (path, flags, mode) => {
        const file = await disk.files.open(path, flags, mode)
        return flags === 'r+' ? { ...file, writeFile: async () => {} } : file
      },
    }
    const store = await at(onDisk, careless)
    await store.put(sharesOf(3))
    const before = disk.remains()
    await store.erase(second, tombstone)
    // As on a disk whose free blocks are read.
    expect(isIn(new Map([...before, ...disk.remains()]), shareOf(second))).toBe(true)
  })
})

const second = [...sharesOf(3).keys()][1] as RecordId
const shareOf = (id: RecordId): Uint8Array => sharesOf(3).get(id)?.erasure as Uint8Array

describe('files and their copies', () => {
  test('what is at rest is encrypted, and readable by its owner alone', async () => {
    const home = newHome()
    const store = await at(home)
    await store.put(sharesOf(3))
    for (const [path, bytes] of remainsOf(home.directory, home.keys)) {
      if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
      for (const [id, { erasure, template }] of sharesOf(3))
        for (const secret of [toHex(erasure), toHex(template), id]) expect(toHex(bytes)).not.toContain(secret)
    }
    expect(readdirSync(home.keys)).toEqual(['1'])
    expect(readdirSync(home.directory)).toHaveLength(1)
  })

  test('a backup of the shares dies with its key; one of the keys, too, keeps a share alive until the horizon', async () => {
    const [home, backup] = [newHome(), newHome()]
    const store = await at(home)
    await store.put(sharesOf(3))
    cpSync(home.directory, backup.directory, { recursive: true })
    cpSync(home.keys, backup.keys, { recursive: true })
    await store.erase(second, tombstone)
    expect(isIn(remainsOf(home.directory, home.keys, backup.directory), shareOf(second))).toBe(false)
    expect(isIn(remainsOf(home.directory, home.keys, backup.directory, backup.keys), shareOf(second))).toBe(true)
  })

  test('every process that reads sees at once what another one erased', async () => {
    const home = newHome()
    const [writer, reader] = [await at(home), await at(home)]
    await writer.put(sharesOf(3))
    expect(await reader.get(second)).toEqual(sharesOf(3).get(second))
    await writer.erase(second, tombstone)
    expect(await reader.get(second)).toEqual(tombstone)
  })

  test('a reader that opens in the middle of a change takes nothing away from it', async () => {
    const disk = newDisk()
    const store = await at(onDisk, disk.files)
    await store.put(sharesOf(3))
    const opening: Files = {
      ...disk.files,
      async link(existing, added) {
        await at(onDisk, disk.files)
        await disk.files.link(existing, added)
        await at(onDisk, disk.files)
      },
    }
    await (await at(onDisk, opening)).erase(second, tombstone)
    expect(await (await at(onDisk, disk.files)).get(second)).toEqual(tombstone)
  })

  test('of two that write at once one is told, and nothing is lost', async () => {
    const disk = newDisk()
    const first = await at(onDisk, disk.files)
    await first.put(sharesOf(3))
    const late: Files = {
      ...disk.files,
      async link(existing, added) {
        await first.put(sharesOf(1, 5))
        await disk.files.link(existing, added)
      },
    }
    const other = await at(onDisk, late)
    expect(String(await other.put(sharesOf(1, 6)).catch((error: unknown) => error))).toMatchInlineSnapshot(
      `"vault.StoreBusyError: Another process changed the store meanwhile, and nothing was changed here. Let one process write, and try again."`,
    )
    const after = await at(onDisk, disk.files)
    for (const [id, one] of [...sharesOf(3), ...sharesOf(1, 5)]) expect(await after.get(id)).toEqual(one)
    expect(await after.get([...sharesOf(1, 6).keys()][0] as RecordId)).toBeUndefined()
    // Told, and on its feet again.
    expect(await other.get(second)).toEqual(sharesOf(3).get(second))
  })

  test.each(['a key', 'the shares'])('%s that was changed or is missing is damage that is named, and never an empty store', async (what) => {
    const home = newHome()
    const store = await at(home)
    await store.put(sharesOf(3))
    await store.put(sharesOf(1, 5))
    const place = what === 'a key' ? home.keys : home.directory
    const file = join(place, readdirSync(place)[0] as string)
    const bytes = readFileSync(file)
    for (const damaged of [bytes.subarray(1), Buffer.alloc(bytes.length), bytes.map((byte, index) => (index === 60 ? byte ^ 1 : byte))]) {
      writeFileSync(file, damaged)
      expect(await at(home).catch((error: unknown) => (error as Error).name)).toBe('vault.StoreDamagedError')
    }
    rmSync(file)
    expect(String(await at(home).catch((error: unknown) => error)).replaceAll(/file \S+/g, 'file …')).toMatchInlineSnapshot(
      `"vault.StoreDamagedError: The file … of the store is missing or was changed, so its shares cannot be read. Open the records through a mirror."`,
    )
  })
})

describe('the power fails', () => {
  const before = sharesOf(3)
  const work = {
    put: (store: ErasureStore): Promise<unknown> => store.put(sharesOf(2, 7)),
    erase: (store: ErasureStore): Promise<unknown> => store.erase(second, tombstone),
  }
  /** Fills a store, does the work while the power fails before a call, and starts again. */
  const story = async (what: keyof typeof work, call: number, chance: () => number): Promise<{ readonly disk: Disk; readonly done: boolean }> => {
    const disk = newDisk()
    const store = await at(onDisk, disk.files)
    await store.put(before)
    disk.failAt(call)
    const done = await work[what](store).then(
      () => true,
      () => false,
    )
    disk.restart(chance)
    return { disk, done }
  }
  const callsOf = async (what: keyof typeof work): Promise<number> => {
    const disk = newDisk()
    const store = await at(onDisk, disk.files)
    await store.put(before)
    const start = disk.calls()
    await work[what](store)
    return disk.calls() - start
  }

  test.each(['put', 'erase'] as const)('during %s: before any call, whatever of it was durable', async (what) => {
    const calls = await callsOf(what)
    expect(calls).toBeGreaterThan(15)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: calls + 1 }), fc.infiniteStream(fc.double({ min: 0, max: 0.99, noNaN: true })), async (call, chances) => {
        const { disk, done } = await story(what, call, () => chances.next().value as number)
        const store = await at(onDisk, disk.files)
        const [first, , third] = [...before.keys()] as [RecordId, RecordId, RecordId]
        for (const id of [first, third]) expect(await store.get(id)).toEqual(before.get(id))
        if (what === 'put') {
          const found = await Promise.all([...sharesOf(2, 7).keys()].map((id) => store.get(id)))
          const whole = [...sharesOf(2, 7).values()]
          expect([JSON.stringify([]), JSON.stringify(whole)]).toContain(JSON.stringify(found.filter((one) => one !== undefined)))
          if (done) expect(found).toEqual(whole)
          return
        }
        // Whoever was told that it is erased is right, and whoever was not asks again.
        const found = await store.get(second)
        if (done) expect(found).toEqual(tombstone)
        expect([tombstone, before.get(second)]).toContainEqual(found)
        if (!done) expect(await store.erase(second, tombstone)).toBe(true)
        expect(isIn(disk.remains(), shareOf(second))).toBe(false)
        expect(isIn(disk.remains(), shareOf(first))).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

test('a process is killed, and the power fails while the next one tidies up: nothing is lost, and what is erased stays erased', async () => {
  for (let call = 1; call <= 36; call++) {
    for (let again = 1; again <= 20; again++) {
      const disk = newDisk()
      const store = await at(onDisk, disk.files)
      await store.put(sharesOf(3))
      disk.failAt(call)
      const done = await store.erase(second, tombstone).catch(() => false)
      disk.revive()
      disk.failAt(again)
      await at(onDisk, disk.files).catch(() => {})
      // The worst case: whatever was not synced is lost.
      disk.restart(() => 1)
      const after = await at(onDisk, disk.files)
      if (done) expect(await after.get(second)).toEqual(tombstone)
      await after.erase(second, tombstone)
      for (const [id, one] of sharesOf(3)) expect(await after.get(id)).toEqual(id === second ? tombstone : one)
    }
  }
})

describe('a process that is killed', () => {
  const program = join(scratch, 'child.mjs')
  beforeAll(() =>
    build({
      entryPoints: [fileURLToPath(new URL('./store-child.ts', import.meta.url))],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    }),
  )
  const run = (env: Record<string, string>): Promise<NodeJS.Signals | null> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit'] })
      child.once('error', reject)
      child.once('close', (code, signal) => (signal || code === 0 ? resolve(signal) : reject(new Error(`child ended with ${code}`))))
    })

  test.each(['put', 'erase'])('at every call of %s leaves the store as it was or as it should be, and erasing it then really forgets', async (what) => {
    let killed = 0
    for (let call = 1; ; call++) {
      const home = newHome()
      await (await at(home)).put(sharesOf(3))
      const signal = await run({ AT: String(call), DIRECTORY: home.directory, KEYS: home.keys, WORK: what })
      const store = await at(home)
      const [first] = [...sharesOf(3).keys()] as [RecordId]
      expect(await store.get(first)).toEqual(sharesOf(3).get(first))
      const added = await Promise.all([...sharesOf(2, 7).keys()].map((id) => store.get(id)))
      expect(new Set(added.map((one) => one === undefined)).size).toBe(1)
      if (what === 'put' && signal === null) expect(added).toEqual([...sharesOf(2, 7).values()])
      await store.erase(second, tombstone)
      expect(await store.get(second)).toEqual(tombstone)
      expect(isIn(remainsOf(home.directory, home.keys), shareOf(second))).toBe(false)
      expect(readdirSync(home.keys)).toHaveLength(1)
      expect(readdirSync(home.directory)).toHaveLength(1)
      if (signal === null) break
      killed++
    }
    expect(killed).toBeGreaterThan(10)
  })
})

function marking(rows: Map<RecordId, Shares & { deleted?: Tombstone | undefined }>, save: () => void): ErasureStore {
  return {
    custodian: 'bad.example',
    backupHorizonDays: 0,
    async put(shares) {
      for (const [id, one] of shares) rows.set(id, one)
      save()
    },
    async get(id) {
      const row = rows.get(id)
      return row?.deleted ?? row
    },
    async erase(id, deleted) {
      const row = rows.get(id)
      if (row) rows.set(id, { ...row, deleted })
      save()
      return row !== undefined
    },
  }
}
