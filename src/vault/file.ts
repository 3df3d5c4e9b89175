import { type Bytes, concat, fromHex, sameBytes, toHex, utf8 } from '../bytes.js'
import { decode, encode, type Item } from '../cbor.js'
import { BaseError } from '../errors.js'
import { sha256 } from '../hash.js'
import { bury, checkNew, type ErasureStore, isLive, type RecordId, type Shares, type Tombstone } from './store.js'

export type { ErasureStore, RecordId, Shares, Tombstone } from './store.js'

export type FileStoreOptions = {
  /** Where the shares stand, encrypted. It may be backed up: a copy dies with the key of its epoch. */
  readonly directory: string
  /** Where the key of the epoch stands, and nothing else: a directory of its own, of which there is no copy and no backup. */
  readonly keys: string
  readonly custodian: string
  /** For how many days a copy of `keys` may exist all the same: 0 where there is none. */
  readonly backupHorizonDays: number
  /** Node's `node:fs/promises` unless you give another. */
  readonly files?: Files | undefined
}

/** What we need of `node:fs/promises`. */
export type Files = {
  mkdir(path: string, options: { readonly recursive: true; readonly mode: number }): Promise<unknown>
  open(path: string, flags: string, mode?: number): Promise<OpenFile>
  link(existing: string, added: string): Promise<void>
  unlink(path: string): Promise<void>
  readdir(path: string): Promise<readonly string[]>
  readFile(path: string): Promise<Uint8Array>
}
export type OpenFile = {
  writeFile(bytes: Uint8Array): Promise<void>
  stat(): Promise<{ readonly size: number }>
  sync(): Promise<void>
  close(): Promise<void>
}

/**
 * Keeps shares in files, for one process that writes and any number that read. All shares stand in one file, encrypted under the key of an epoch. Every
 * change begins a new epoch: what stays is written anew under a new key, made durable, and only then the old key is overwritten and removed, and with it
 * all that it had encrypted, in whatever copies. A process that is killed at any point leaves the epoch before the change or the one after it. What a disk
 * keeps of blocks that were overwritten is beyond a program: encrypt the disk that holds `keys`.
 *
 * @throws {StoreDamagedError} when files are missing or were changed
 * @example
 * const store = await fileStore({ directory: '/srv/vault/shares', keys: '/srv/vault-keys', custodian: 'uni.example', backupHorizonDays: 0 })
 */
export async function fileStore({ directory, keys, custodian, backupHorizonDays, files = nodeFiles() }: FileStoreOptions): Promise<ErasureStore> {
  const places: Places = { directory, keys, files }
  for (const place of [directory, keys]) await files.mkdir(place, { recursive: true, mode: 0o700 })
  let held = await load(places)
  await sweep(places, held)
  const refreshed = async (): Promise<Epoch> => {
    if ((await newest(places)) !== held.number) held = await load(places)
    return held
  }
  // One change after the other.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }
  const begin = async (kept: ReadonlyMap<RecordId, Shares | Tombstone>): Promise<void> => {
    held = await write(places, { number: held.number + 1, kept })
    await sweep(places, held)
  }
  return {
    custodian,
    backupHorizonDays,
    put: (shares) =>
      inTurn(async () => {
        const { kept } = await refreshed()
        checkNew(shares, kept)
        await begin(new Map<RecordId, Shares | Tombstone>([...kept, ...shares]))
      }),
    get: async (id) => (await refreshed()).kept.get(id),
    erase: (id, tombstone) =>
      inTurn(async () => {
        const { kept } = await refreshed()
        const found = kept.get(id)
        const after = new Map(kept)
        const known = bury(after, id, tombstone)
        if (found && found !== after.get(id)) await begin(after)
        // Killed between the new key and the end of the old one: what was begun is finished before anybody is told.
        else await sweep(places, held)
        return known
      }),
  }
}

/** A file of the store is missing, or is not as it was written. */
export class StoreDamagedError extends BaseError {
  override readonly name = 'vault.StoreDamagedError'
  constructor(file: string, cause?: unknown) {
    super(`The file ${file} of the store is missing or was changed, so its shares cannot be read. Open the records through a mirror.`, {
      facts: { file },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

/** Another process changed the store at the same moment. */
export class StoreBusyError extends BaseError {
  override readonly name = 'vault.StoreBusyError'
  constructor() {
    super('Another process changed the store meanwhile, and nothing was changed here. Let one process write, and try again.')
  }
}

/** There is no file system to keep shares on. */
export class NoFilesError extends BaseError {
  override readonly name = 'vault.NoFilesError'
  constructor() {
    super('This platform has no node:fs/promises. Run it in Node, or pass `files`.')
  }
}

/*
 * keys/<epoch>                    "MCVK1" ‖ epoch:u32 ‖ suffix:16 ‖ key:32 ‖ SHA-256 of all that      the epoch of the highest number counts
 * keys/<epoch>.<suffix>.new       the same, before it counts
 * directory/<epoch>.<suffix>      AES-256-GCM( key, nonce = 0, aad = "MCVS1" ‖ epoch:u32, CBOR )      each key encrypts one file
 *   CBOR = [ [ * [ id, erasure, template ] ], [ * [ id, at, ground, horizon ] ] ]
 */
type Places = { readonly directory: string; readonly keys: string; readonly files: Files }
/** `file` is undefined before the first change. */
type Epoch = { readonly number: number; readonly kept: ReadonlyMap<RecordId, Shares | Tombstone>; readonly file?: string | undefined }

const keyMagic = 'MCVK1'
const fileMagic = 'MCVS1'
const keyFileSize = 5 + 4 + 16 + 32 + 32

function nodeFiles(): Files {
  const { process } = globalThis as { readonly process?: { getBuiltinModule?(name: string): Files | undefined } }
  const files = process?.getBuiltinModule?.('node:fs/promises')
  if (!files) throw new NoFilesError()
  return files
}

/** The number of the newest epoch; 0 when nothing was ever written. */
async function newest({ keys, files }: Places): Promise<number> {
  return (await files.readdir(keys)).filter((name) => /^[1-9][0-9]{0,9}$/.test(name)).reduce((most, name) => Math.max(most, Number(name)), 0)
}

/** Reads the newest epoch; when a newer one begins meanwhile, that one. */
async function load(places: Places): Promise<Epoch> {
  for (;;) {
    const number = await newest(places)
    if (number === 0) return empty(places)
    try {
      return await read(places, number)
    } catch (error) {
      if ((await newest(places)) === number) throw error
    }
  }
}

/** A store that nothing was ever written to. A file of a later epoch than the first says that there was a key, and it is gone. */
async function empty({ directory, keys, files }: Places): Promise<Epoch> {
  if ((await files.readdir(directory)).some((name) => /^[1-9][0-9]*\./.test(name) && Number.parseInt(name, 10) > 1)) throw new StoreDamagedError(keys)
  return { number: 0, kept: new Map() }
}

async function read({ directory, keys, files }: Places, number: number): Promise<Epoch> {
  const keyFile = `${keys}/${number}`
  const bytes = await readWhole(files, keyFile)
  const body = bytes.subarray(0, -32)
  const isWhole = bytes.length === keyFileSize && sameBytes(sha256(body), bytes.subarray(-32)) && sameBytes(body.subarray(0, 9), headOf(keyMagic, number))
  if (!isWhole) throw new StoreDamagedError(keyFile)
  const file = `${number}.${toHex(body.subarray(9, 25))}`
  const sealed = await readWhole(files, `${directory}/${file}`)
  try {
    const key = await crypto.subtle.importKey('raw', body.slice(25, 57), 'AES-GCM', false, ['decrypt'])
    const plain = await crypto.subtle.decrypt(parametersOf(number), key, sealed)
    return { number, file, kept: fromItem(decode(new Uint8Array(plain), 3)) }
  } catch (cause) {
    throw new StoreDamagedError(`${directory}/${file}`, cause)
  }
}

/** Writes an epoch: the shares first, then its key, whose name appears at once and whole. From then on the epoch counts. */
async function write(places: Places, { number, kept }: Epoch): Promise<Epoch> {
  const { directory, keys, files } = places
  const [key, suffix] = [crypto.getRandomValues(new Uint8Array(32)), crypto.getRandomValues(new Uint8Array(16))]
  const file = `${number}.${toHex(suffix)}`
  const wrapping = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt'])
  const sealed = new Uint8Array(await crypto.subtle.encrypt(parametersOf(number), wrapping, encode(toItem(kept))))
  await writeNew(files, `${directory}/${file}`, sealed)
  await settle(files, directory)
  const body = concat(headOf(keyMagic, number), suffix, key)
  const draft = `${keys}/${file}.new`
  await writeNew(files, draft, concat(body, sha256(body)))
  try {
    // Unlike a rename this never replaces what another process wrote.
    await files.link(draft, `${keys}/${number}`)
  } catch (cause) {
    await shred(files, draft)
    throw (await newest(places)) >= number ? new StoreBusyError() : cause
  }
  // A process that was just opened may have tidied it up.
  await files.unlink(draft).catch(unlessMissing)
  await settle(files, keys)
  return { number, kept, file }
}

/**
 * Ends every other epoch up to this one, whether it counted once or never: its key is overwritten and removed, then what it had encrypted. Whatever
 * another process may be writing has a higher number.
 */
async function sweep({ directory, keys, files }: Places, { number, file }: Epoch): Promise<void> {
  const isPast = (name: string): boolean => /^[1-9][0-9]{0,9}(\.[0-9a-f]{32}(\.new)?)?$/.test(name) && Number.parseInt(name, 10) <= number
  const pastKeys = (await files.readdir(keys)).filter((name) => isPast(name) && name !== String(number))
  // The name of the key that counts may be as fresh as the process that was killed after it wrote it.
  if (pastKeys.length > 0) await settle(files, keys)
  for (const name of pastKeys) {
    // A second name of the key that counts, when the process was killed before it took the first away.
    if (name === `${file}.new`) await files.unlink(`${keys}/${name}`).catch(unlessMissing)
    else await shred(files, `${keys}/${name}`)
  }
  if (pastKeys.length > 0) await settle(files, keys)
  const pastFiles = (await files.readdir(directory)).filter((name) => isPast(name) && name !== file)
  for (const name of pastFiles) await files.unlink(`${directory}/${name}`).catch(unlessMissing)
  if (pastFiles.length > 0) await settle(files, directory)
}

async function shred(files: Files, path: string): Promise<void> {
  const file = await files.open(path, 'r+').catch(unlessMissing)
  if (!file) return
  await writeThrough(file, new Uint8Array((await file.stat()).size))
  await files.unlink(path).catch(unlessMissing)
}

async function writeNew(files: Files, path: string, bytes: Uint8Array): Promise<void> {
  await writeThrough(await files.open(path, 'wx', 0o600), bytes)
}

async function writeThrough(file: OpenFile, bytes: Uint8Array): Promise<void> {
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes names durable. Windows opens no directory, and needs none of it. */
async function settle(files: Files, directory: string): Promise<void> {
  const opened = await files.open(directory, 'r').catch(() => undefined)
  if (!opened) return
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}

async function readWhole(files: Files, path: string): Promise<Bytes> {
  try {
    return new Uint8Array(await files.readFile(path))
  } catch (cause) {
    throw new StoreDamagedError(path, cause)
  }
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}

function headOf(magic: string, number: number): Bytes {
  return concat(utf8(magic), fromHex(number.toString(16).padStart(8, '0')))
}

const parametersOf = (number: number) => ({ name: 'AES-GCM', iv: new Uint8Array(12), additionalData: headOf(fileMagic, number) })

function toItem(kept: ReadonlyMap<RecordId, Shares | Tombstone>): Item {
  const [live, erased]: [Item[], Item[]] = [[], []]
  for (const [id, one] of kept) {
    if (isLive(one)) live.push([fromHex(id), one.erasure, one.template])
    else erased.push([fromHex(id), one.at, one.ground, one.horizon])
  }
  return [live, erased]
}

function fromItem(item: Item): ReadonlyMap<RecordId, Shares | Tombstone> {
  const [live, erased] = item as readonly [readonly (readonly Bytes[])[], readonly (readonly [Bytes, string, string, string])[]]
  const idOf = (id: Uint8Array | undefined): RecordId => toHex(id ?? new Uint8Array(0)) as RecordId
  return new Map<RecordId, Shares | Tombstone>([
    ...live.map(([id, erasure, template]) => [idOf(id), { erasure, template } as Shares] as const),
    ...erased.map(([id, at, ground, horizon]) => [idOf(id), { at, ground, horizon }] as const),
  ])
}
