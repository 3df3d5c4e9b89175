// Anchors a batch, and is killed at the step that STAGE names. Run as a process of its own by evm.test.ts.
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { evm } from '../../src/anchor/evm.js'
import { anchor, fromRow } from '../../src/anchor/index.js'
import { clientOf, richAccount } from '../anvil.js'

const { STAGE = '', URL: url = '', ACCOUNT = '', ROWS = '', KEPT = '' } = process.env
const dieAt = (stage: string): void => {
  if (stage === STAGE) process.kill(process.pid, 'SIGKILL')
}
// The signal is delivered at once on the platforms that we run on; nothing more must happen before.
const client = clientOf({ url }, richAccount(Number(ACCOUNT)))
const provider = {
  ...client,
  async request(call: { readonly method: string }) {
    if (call.method === 'eth_sendRawTransaction') dieAt('before sending')
    const answer = await client.request(call as never)
    if (call.method === 'eth_sendRawTransaction') dieAt('after sending')
    return answer
  },
}
const chain = evm({ client: provider, settled: 1 })
const rows = JSON.parse(readFileSync(ROWS, 'utf8')) as { id: string; row: number[] }[]

await anchor(
  rows.map(({ id, row }) => fromRow(id, new Uint8Array(row))),
  {
    chain: {
      ...chain,
      async prepare(commitment, options) {
        const prepared = await chain.prepare(commitment, options)
        dieAt('after preparing')
        return prepared
      },
    },
    keep(pending) {
      const file = openSync(`${KEPT}.part`, 'w')
      writeSync(file, pending.subarray(0, 100))
      dieAt('while keeping')
      writeSync(file, pending.subarray(100))
      fsyncSync(file)
      closeSync(file)
      renameSync(`${KEPT}.part`, KEPT)
      dieAt('after keeping')
    },
  },
)
dieAt('after anchoring')
