// Side by side: every round runs every candidate once, and each round begins with another one, so that whatever else the machine does
// falls on all of them alike. A ratio is taken within a round.

/**
 * Runs the candidates over the same items, and returns the seconds that each took for one item in each round.
 *
 * @param {{ [name: string]: (at: number) => unknown }} candidates what is measured: one call works on item `at`, and may return a promise
 * @param {{ items: number, rounds: number, seconds: number, warm: number }} options `seconds` for each candidate in each round
 * @returns {Promise<{ [name: string]: number[] }>}
 */
export async function sideBySide(candidates, { items, rounds, seconds, warm }) {
  const runs = []
  for (const [name, call] of Object.entries(candidates)) {
    await spend(call, 0, items, warm)
    const { done, took } = await spend(call, 0, items, seconds)
    runs.push({ name, call, batch: Math.max(1, Math.round((done * seconds) / took)), next: 0, samples: [] })
  }
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < runs.length; turn++) {
      const run = runs[(round + turn) % runs.length]
      const start = performance.now()
      for (let done = 0; done < run.batch; done++) {
        const result = run.call(run.next)
        if (typeof result?.then === 'function') await result
        run.next = (run.next + 1) % items
      }
      run.samples.push((performance.now() - start) / 1000 / run.batch)
    }
  }
  return Object.fromEntries(runs.map(({ name, samples }) => [name, samples]))
}

async function spend(call, from, items, seconds) {
  const start = performance.now()
  let done = 0
  for (let at = from; done === 0 || performance.now() - start < seconds * 1000; at = (at + 1) % items, done++) {
    const result = call(at)
    if (typeof result?.then === 'function') await result
  }
  return { done, took: (performance.now() - start) / 1000 }
}

/** @param {readonly number[]} samples */
export function spread(samples) {
  const sorted = [...samples].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return { median, min: sorted[0], max: sorted.at(-1) }
}

/** How many times faster the first is than the second, round by round. */
export function ratios(ours, theirs) {
  return spread(ours.map((seconds, round) => theirs[round] / seconds))
}

export function inWords(seconds) {
  if (seconds >= 1) return `${seconds.toFixed(2)} s`
  return seconds >= 1e-3 ? `${(seconds * 1e3).toFixed(seconds >= 0.1 ? 0 : 2)} ms` : `${(seconds * 1e6).toFixed(seconds >= 1e-5 ? 0 : 1)} µs`
}
