// Changes a store on a real disk, and is killed at the call to the file system that AT names. Run as a process of its own by store.test.ts.
import * as fs from 'node:fs/promises'
import { type Files, fileStore } from '../../src/vault/file.js'
import type { RecordId } from '../../src/vault/index.js'
import { sharesOf, tombstone } from '../conformance/shares.js'

const { AT = '', DIRECTORY = '', KEYS = '', WORK = '' } = process.env
let calls = -1_000_000
const step = (): void => {
  if (++calls >= Number(AT)) process.kill(process.pid, 'SIGKILL')
}
const files: Files = {
  mkdir: (path, options) => fs.mkdir(path, options),
  async open(path, flags, mode) {
    step()
    const file = await fs.open(path, flags, mode)
    return {
      async writeFile(bytes) {
        await file.write(bytes.subarray(0, bytes.length / 2))
        step()
        await file.write(bytes.subarray(bytes.length / 2))
        step()
      },
      stat: () => file.stat(),
      async sync() {
        step()
        await file.sync()
      },
      close: () => file.close(),
    }
  },
  async link(existing, added) {
    step()
    await fs.link(existing, added)
    step()
  },
  async unlink(path) {
    step()
    await fs.unlink(path)
  },
  readdir: (path) => fs.readdir(path),
  readFile: (path) => fs.readFile(path),
}
const store = await fileStore({ directory: DIRECTORY, keys: KEYS, custodian: 'uni.example', backupHorizonDays: 0, files })
calls = 0
if (WORK === 'put') await store.put(sharesOf(2, 7))
else await store.erase([...sharesOf(3).keys()][1] as RecordId, tombstone)
