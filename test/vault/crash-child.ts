// Seals and publishes, and is killed at the step that STAGE names. Run as a process of its own by evm.test.ts.
import { readFileSync, writeFileSync } from 'node:fs'
import { evm } from '../../src/anchor/evm.js'
import type { CompactJwt } from '../../src/credential/secured.js'
import type { DataChain } from '../../src/seams.js'
import { fileStore } from '../../src/vault/file.js'
import { type ErasureStore, publish, seal } from '../../src/vault/index.js'
import { clientOf, richAccount } from '../anvil.js'

const { STAGE = '', URL: url = '', ACCOUNT = '', HOME = '' } = process.env
const dieAt = (stage: string): void => {
  if (stage === STAGE) process.kill(process.pid, 'SIGKILL')
}
const client = clientOf({ url }, richAccount(Number(ACCOUNT)))
let sent = 0
const provider = {
  ...client,
  async request(call: { readonly method: string }) {
    if (call.method === 'eth_sendRawTransaction') dieAt(`before sending ${++sent}`)
    const answer = await client.request(call as never)
    if (call.method === 'eth_sendRawTransaction') dieAt(`after sending ${sent}`)
    return answer
  },
}
const onChain = evm({ client: provider, settled: 1, maxData: 1000 })
const chain: DataChain = {
  ...onChain,
  async prepareData(data, options) {
    const prepared = await onChain.prepareData(data, options)
    dieAt('after preparing')
    return prepared
  },
}
const files = await fileStore({ directory: `${HOME}/shares`, keys: `${HOME}/keys`, custodian: 'uni.example', backupHorizonDays: 0 })
const store: ErasureStore = {
  ...files,
  async put(shares) {
    await files.put(shares)
    dieAt('after storing')
  },
}
const texts: CompactJwt[] = JSON.parse(readFileSync(`${HOME}/texts`, 'utf8'))
const { sealed, records } = await seal(texts, { chain, store, page: 'https://uni.example/open' })
dieAt('after sealing')
// What the caller keeps: the transactions, and links on their way to their holders.
writeFileSync(`${HOME}/sealed`, sealed)
writeFileSync(`${HOME}/records`, JSON.stringify(records))
dieAt('after keeping')
await publish(sealed, { chain })
dieAt('after publishing')
