import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** Whether they are installed: `npm run peers` does that, and `npm test` before its tests. */
export const havePeers: boolean = existsSync(join(folder, 'node_modules'))
if (!havePeers && process.env['CI']) throw new Error('The peers are not installed. Run `npm run peers`.')

export type Said = {
  readonly id: string
  readonly verdict: 'passed' | 'not passed' | 'cannot read'
  readonly why?: string
  /** What it asked for, and the facts do not hold. */
  readonly refused: readonly string[]
}
export type World = { readonly now: Date; readonly contexts: { readonly [url: string]: string } }
type Job = { readonly id: string }

/**
 * What a peer, by the name of its file, says of each case. Where it takes longer than `limit` (in milliseconds) over one, or its process ends, that
 * case cannot be read, and another process goes on with the next.
 */
export async function run(
  peer: string,
  cases: readonly Job[],
  world: World,
  limit = 20_000,
): Promise<{ readonly version: string; readonly said: readonly Said[] }> {
  const said: Said[] = []
  let version = ''
  while (said.length < cases.length) {
    const one = await runOnce(peer, cases.slice(said.length), world, limit)
    version = one.version ?? version
    said.push(...one.said)
    const next = cases[said.length]
    if (next && version === '') throw new Error(`${peer} does not start: ${one.end}`)
    if (next) said.push({ id: next.id, verdict: 'cannot read', why: one.end, refused: [] })
  }
  return { version, said }
}

async function runOnce(peer: string, cases: readonly Job[], { now, contexts }: World, limit: number) {
  const place = mkdtempSync(join(tmpdir(), 'microcred-peers-'))
  const jobs = join(place, 'jobs.json')
  writeFileSync(jobs, JSON.stringify({ now, contexts, cases }))
  const child = spawn(process.execPath, [join(folder, 'child.mjs'), peer, jobs], { stdio: ['ignore', 'pipe', 'pipe'] })
  let end = ''
  const ended = new Promise<void>((resolve) =>
    child.on('close', (code, signal) => {
      end ||= `its process ends with ${signal ?? code}`
      resolve()
    }),
  )
  let trouble = ''
  child.stderr.on('data', (text: Buffer) => {
    trouble = `${trouble}${text}`.slice(-2000)
  })
  const kill = () => {
    end = `no answer within ${limit} ms`
    child.kill('SIGKILL')
  }
  let timer = setTimeout(kill, limit)
  let version: string | undefined
  const said: Said[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    clearTimeout(timer)
    timer = setTimeout(kill, limit)
    const { version: its, ...rest } = JSON.parse(line)
    if (its === undefined) said.push(rest)
    else version = its
  }
  await ended
  clearTimeout(timer)
  rmSync(place, { recursive: true, force: true })
  return { version, said, end: version === undefined ? `${end} ${trouble}` : end }
}
