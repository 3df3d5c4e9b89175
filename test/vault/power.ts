import type { Files, OpenFile } from '../../src/vault/file.js'

type Inode = { now: Uint8Array; durable: Uint8Array }
type Directory = { now: Map<string, Inode>; durable: Map<string, Inode> }
/** Files in memory that lose what was not synced when the power fails: contents that were not synced, and names whose directory was not. */
export type Disk = {
  readonly files: Files
  /** How many calls were made so far. */
  readonly calls: () => number
  /** The power fails before this call: it and all later ones reject. */
  failAt(call: number): void
  /** The process was killed, and the power is on: nothing is lost, and nothing is durable that was not. */
  revive(): void
  /** The power is back. What was not synced is there or not, by `chance`. */
  restart(chance: () => number): void
  /** All bytes on the disk: what a name leads to, and what was synced before and not yet. */
  remains(): ReadonlyMap<string, Uint8Array>
}

export function newDisk(): Disk {
  const directories = new Map<string, Directory>()
  let [calls, end] = [0, Number.POSITIVE_INFINITY]
  const step = (): void => {
    if (++calls >= end) throw new Error('power failure')
  }
  const coded = (code: string): Error => Object.assign(new Error(code), { code })
  const at = (path: string): { readonly directory: Directory; readonly name: string } => {
    const cut = path.lastIndexOf('/')
    const directory = directories.get(path.slice(0, cut))
    if (!directory) throw coded('ENOENT')
    return { directory, name: path.slice(cut + 1) }
  }
  const handle = (inode: Inode): OpenFile => ({
    async writeFile(bytes) {
      // Half of it is written before the power can fail again.
      inode.now = Uint8Array.from([...bytes.subarray(0, bytes.length / 2), ...inode.now.subarray(bytes.length / 2)])
      step()
      inode.now = bytes.slice()
    },
    async stat() {
      step()
      return { size: inode.now.length }
    },
    async sync() {
      step()
      inode.durable = inode.now
    },
    async close() {
      step()
    },
  })
  return {
    files: {
      async mkdir(path) {
        step()
        if (!directories.has(path)) directories.set(path, { now: new Map(), durable: new Map() })
      },
      async open(path, flags) {
        step()
        const whole = directories.get(path)
        if (whole) {
          return {
            ...handle({ now: new Uint8Array(0), durable: new Uint8Array(0) }),
            async sync() {
              step()
              whole.durable = new Map(whole.now)
            },
          }
        }
        const { directory, name } = at(path)
        const found = directory.now.get(name)
        if (flags === 'wx' && found) throw coded('EEXIST')
        if (flags !== 'wx' && !found) throw coded('ENOENT')
        const inode = found ?? { now: new Uint8Array(0), durable: new Uint8Array(0) }
        directory.now.set(name, inode)
        return handle(inode)
      },
      async link(existing, added) {
        step()
        const [from, to] = [at(existing), at(added)]
        const inode = from.directory.now.get(from.name)
        if (!inode) throw coded('ENOENT')
        if (to.directory.now.has(to.name)) throw coded('EEXIST')
        to.directory.now.set(to.name, inode)
      },
      async unlink(path) {
        step()
        const { directory, name } = at(path)
        if (!directory.now.delete(name)) throw coded('ENOENT')
      },
      async readdir(path) {
        step()
        return [...(directories.get(path)?.now.keys() ?? [])]
      },
      async readFile(path) {
        step()
        const { directory, name } = at(path)
        const inode = directory.now.get(name)
        if (!inode) throw coded('ENOENT')
        return inode.now
      },
    },
    calls: () => calls,
    failAt: (call) => {
      end = calls + call
    },
    revive() {
      end = Number.POSITIVE_INFINITY
    },
    restart(chance) {
      end = Number.POSITIVE_INFINITY
      const inodes = new Set<Inode>()
      for (const directory of directories.values()) {
        const names = new Map<string, Inode>()
        for (const name of new Set([...directory.now.keys(), ...directory.durable.keys()])) {
          const inode = (chance() < 0.5 ? directory.now : directory.durable).get(name)
          if (inode) names.set(name, inode)
        }
        for (const inode of [...directory.now.values(), ...directory.durable.values()]) inodes.add(inode)
        directory.now = names
        directory.durable = new Map(names)
      }
      for (const inode of inodes) inode.now = inode.durable = chance() < 0.5 ? inode.now : inode.durable
    },
    remains() {
      const found = new Map<string, Uint8Array>()
      for (const [path, { now, durable }] of directories) {
        for (const [name, inode] of [...now, ...durable]) {
          found.set(`${path}/${name} now`, inode.now)
          found.set(`${path}/${name} durable`, inode.durable)
        }
      }
      return found
    },
  }
}
