// A real Ethereum node on this machine: anvil, whose binary comes with its npm package.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

/** Starts a node of the Prague hard fork on a free port; resolves to its URL and to what stops it. It never outlives this process. */
export async function startNode() {
  const child = spawn(binary(), ['--port', '0', '--hardfork', 'prague', '--slots-in-an-epoch', '1'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = () => child.kill('SIGKILL')
  process.once('exit', stop)
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-1000)
  })
  const url = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => reject(new Error(`The local node ended before it listened. ${complaint.trim()}`)))
    createInterface(child.stdout).on('line', (line) => {
      const [, address] = /Listening on (\S+)/.exec(line) ?? []
      if (address) resolve(`http://${address}`)
    })
  })
  return { url, stop }
}

function binary() {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch
  const platform = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'))
  const home = dirname(platform.resolve(`@foundry-rs/anvil-${process.platform}-${architecture}/package.json`))
  return join(home, 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil')
}
