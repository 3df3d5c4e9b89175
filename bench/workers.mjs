// One worker thread, or several that share the work: `issued(threads, badges)` gives the credentials that they sign in a second.

import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { sign } from 'microcred/sign'
import { eddsaRdfc2022 } from 'microcred/sign/rdfc'
import { badgeOf, key, now } from './badges.mjs'

/** Credentials that `threads` workers sign in one second together, each its own. They make their badges before the clock starts. */
export async function issued(threads, badges) {
  const workers = Array.from({ length: threads }, () => new Worker(new URL(import.meta.url), { workerData: { badges } }))
  const heard = (worker) => new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
  await Promise.all(workers.map(heard))
  const start = performance.now()
  const done = workers.map(heard)
  for (const worker of workers) worker.postMessage('go')
  await Promise.all(done)
  const seconds = (performance.now() - start) / 1000
  await Promise.all(workers.map((worker) => worker.terminate()))
  return (threads * badges) / seconds
}

if (!isMainThread) {
  const badges = Array.from({ length: workerData.badges }, (_, at) => badgeOf(at))
  const issue = (badge) => sign(badge, { suite: eddsaRdfc2022, key, created: now })
  for (const badge of badges.slice(0, 500)) await issue(badge)
  parentPort.once('message', async () => {
    for (const badge of badges) await issue(badge)
    parentPort.postMessage('done')
  })
  parentPort.postMessage('ready')
}
