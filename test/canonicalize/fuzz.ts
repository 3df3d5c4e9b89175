// `npm run fuzz`: documents made of numbers, said by this engine and by jsonld.js. `--count 200000` from `--seed 0` on. Ends with 1 where the two disagree.

import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { compare, isDisagreement, type Verdict } from './compare.js'
import { documentOf } from './documents.js'
import { minimise } from './minimise.js'

type Task = { readonly first: number; readonly end: number; readonly step: number }
type Counts = { [what: string]: number }
type Report = { readonly counts: Counts; readonly disagreement?: string }

if (isMainThread) await direct()
else await examine(workerData as Task)

async function direct(): Promise<void> {
  const { values } = parseArgs({ options: { count: { type: 'string', default: '200000' }, seed: { type: 'string', default: '0' } } })
  const [count, seed] = [Number(values.count), Number(values.seed)]
  if (!Number.isSafeInteger(count) || !Number.isSafeInteger(seed) || count < 1) throw new RangeError('--count and --seed are whole numbers.')
  const began = performance.now()
  const total: Counts = {}
  let disagreements = 0
  const hear = ({ counts, disagreement }: Report): void => {
    for (const [what, times] of Object.entries(counts)) total[what] = (total[what] ?? 0) + times
    if (disagreement !== undefined) disagreements++
    if (disagreement !== undefined) console.log(disagreement)
    if (counts['documents']) process.stderr.write(`\r${total['documents']} of ${count}, ${((performance.now() - began) / 1000).toFixed(0)} s `)
  }
  const step = availableParallelism()
  await Promise.all(Array.from({ length: step }, (_, at) => follow({ first: seed + at, end: seed + count, step }, hear)))
  process.stderr.write('\n')
  console.log(summary(total, `seeds ${seed} to ${seed + count - 1}`, disagreements))
  process.exitCode = disagreements === 0 && total['documents'] === count ? 0 : 1
}

function follow(task: Task, hear: (report: Report) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: task })
    worker.on('message', hear)
    worker.on('error', reject)
    worker.on('exit', () => resolve())
  })
}

/** What one thread does: every so many documents it tells what it has counted since. */
async function examine({ first, end, step }: Task): Promise<void> {
  let counts: Counts = {}
  const tell = (disagreement?: string): void => {
    parentPort?.postMessage({ counts, ...(disagreement === undefined ? {} : { disagreement }) } satisfies Report)
    counts = {}
  }
  for (let seed = first; seed < end; seed += step) {
    const document = documentOf(seed)
    const verdict = await compare(document)
    for (const what of ['documents', `loose ${verdict.loose}`, `safe ${verdict.safe}`, ...(verdict.safe === 'stricter' ? [`because ${verdict.reason}`] : [])]) {
      counts[what] = (counts[what] ?? 0) + 1
    }
    if (isDisagreement(verdict)) tell(await told(seed, document, verdict))
    else if (counts['documents'] === 500) tell()
  }
  tell()
}

async function told(seed: number, document: object, { loose, safe }: Verdict): Promise<string> {
  const least = await minimise(document, async (smaller) => {
    const verdict = await compare(smaller)
    return isDisagreement(verdict) && verdict.loose === loose && verdict.safe === safe
  })
  const { ours, peer } = await compare(least)
  const short = (said: string | Error): string => String(said).slice(0, 2000)
  return `\nseed ${seed}: ${loose}; in safe mode ${safe}\n${JSON.stringify(least)}\nours, safe: ${short(ours.safe)}\nours: ${short(ours.loose)}\npeer, safe: ${short(peer.safe)}\npeer: ${short(peer.loose)}`
}

function summary(total: Counts, seeds: string, disagreements: number): string {
  const of = (what: string): number => total[what] ?? 0
  const share = (what: string): string => `${of(what)} (${((100 * of(what)) / of('documents')).toFixed(1)} %)`
  const reasons = Object.entries(total).filter(([what]) => what.startsWith('because '))
  const because = reasons.map(([what, times]) => `${what.slice('because '.length)}: ${times}`).join(', ')
  return [
    `${of('documents')} documents, ${seeds}: ${of('loose same')} with the same bytes, ${of('loose corrected')} with the same once the peer is corrected, ${of('loose ambiguous')} with two results in RDFC-1.0 itself, ${share('loose both refuse')} refused by both`,
    `in safe mode: ${of('safe both accept')} accepted by both, ${share('safe both refuse')} refused by both, ${of('safe stricter')} by ours alone${because && ` (${because})`}`,
    `${disagreements} disagreements`,
  ].join('; ')
}
