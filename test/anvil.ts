import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { createWalletClient, http, type PublicRpcSchema, type WalletClient } from 'viem'
import { type HDAccount, mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'

export type Anvil = {
  readonly url: string
  /** Calls a method that no type knows, such as `anvil_mine`. */
  rpc(method: string, ...params: readonly unknown[]): Promise<unknown>
  stop(): Promise<void>
}

/** Starts a local Ethereum node of the Prague hard fork on a free port, with chain id 31337 and ten rich accounts. */
export async function startAnvil(...options: readonly string[]): Promise<Anvil> {
  const child = spawn(binary(), ['--port', '0', '--hardfork', 'prague', ...options], { stdio: ['ignore', 'pipe', 'ignore'] })
  // Whatever ends the tests ends the node.
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const address = new Promise<string>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      const [, found] = /Listening on (\S+)/.exec(line) ?? []
      if (found) resolve(found)
    })
  })
  const first = await Promise.race([address, ended])
  if (!first) throw new Error('anvil ended before it listened')
  const url = `http://${first}`
  return {
    url,
    async rpc(method, ...params) {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      const { result, error } = (await answer.json()) as { result?: unknown; error?: { message: string } }
      if (error) throw new Error(`${method}: ${error.message}`)
      return result
    },
    async stop() {
      process.off('exit', kill)
      kill()
      await ended
    },
  }
}

/** One of the ten accounts that every anvil makes rich. */
export function richAccount(index: number): HDAccount {
  return mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex: index })
}

export function clientOf(
  anvil: { readonly url: string },
  account: HDAccount,
): WalletClient<ReturnType<typeof http>, typeof foundry, HDAccount, PublicRpcSchema> {
  return createWalletClient({ account, chain: foundry, transport: http(anvil.url) }) as never
}

function binary(): string {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const resolve = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json')).resolve
  const home = dirname(resolve(`@foundry-rs/anvil-${process.platform}-${arch}/package.json`))
  return join(home, 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil')
}
