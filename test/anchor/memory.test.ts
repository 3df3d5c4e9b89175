import { expect, test } from 'vitest'
import { anchor, lookUp, type Pending, resume } from '../../src/anchor/index.js'
import { memory } from '../../src/anchor/memory.js'
import type { Bytes, Commitment } from '../../src/bytes.js'
import type { Sighting } from '../../src/seams.js'
import { chainConformance } from '../conformance/chain.js'
import { dataConformance } from '../conformance/data.js'
import { fakeSuite, signedBadge } from './fake-suite.js'

chainConformance('memory()', async () => ({ chain: memory() }))
for (const seed of [1, 2, 3]) chainConformance(`memory() with faults, seed ${seed},`, async () => ({ chain: memory({ seed, faults: 'all' }) }))

dataConformance('memory()', async () => ({ chain: memory() }))
for (const seed of [1, 2, 3]) dataConformance(`memory() with faults, seed ${seed},`, async () => ({ chain: memory({ seed, faults: 'all' }) }))

const commitment = new Uint8Array(32).fill(1) as Bytes as Commitment

/** Sends three commitments at once, looks at the first many times, and writes down all that happened. */
async function story(seed: number): Promise<string> {
  const chain = memory({ seed, faults: 'all', now: new Date('2026-01-01T00:00:00Z') })
  const events: string[] = []
  const prepared = await Promise.all([1, 2, 3].map(() => chain.prepare(commitment)))
  const sent = await Promise.allSettled(prepared.map((one) => chain.send(one)))
  events.push(...sent.map(({ status }) => status))
  for (let look = 0; look < 40; look++) {
    for (const { transaction } of prepared) {
      const seen = await chain.find({ chain: chain.id, transaction, commitment })
      events.push(seen ? `${seen.time} ${seen.confirmations} ${seen.settled}` : 'nothing')
    }
  }
  return events.join('\n')
}

test('one seed, one story', async () => {
  expect(await story(7)).toBe(await story(7))
  expect(await story(7)).not.toBe(await story(8))
})

test('with faults it loses, undoes and reorders, all of it within a few seeds', async () => {
  let [lost, undone, moved, reordered] = [0, 0, 0, 0]
  for (let seed = 0; seed < 40; seed++) {
    const chain = memory({ seed, faults: 'all' })
    const prepared = await Promise.all([1, 2, 3, 4].map(() => chain.prepare(commitment)))
    const times: string[] = []
    for (const one of prepared) {
      const failures = await chain.send(one).then(
        () => 0,
        () => 1,
      )
      lost += failures
    }
    for (const { transaction } of prepared) {
      const anchor = { chain: chain.id, transaction, commitment }
      const looks: (Sighting | undefined)[] = []
      for (let look = 0; look < 12; look++) looks.push(await chain.find(anchor))
      const seen = looks.filter((one) => one !== undefined)
      undone += looks.some((one, at) => one === undefined && looks[at - 1] !== undefined) ? 1 : 0
      moved += new Set(seen.map(({ time }) => time)).size > 1 ? 1 : 0
      times.push(seen.at(-1)?.time ?? '')
    }
    const known = times.filter((time) => time !== '')
    reordered += known.some((time, at) => time < (known[at - 1] ?? '')) ? 1 : 0
  }
  expect(Object.entries({ lost, undone, moved, reordered }).filter(([, count]) => count === 0)).toEqual([])
})

test('time begins where it is told to, and goes on with the blocks', async () => {
  const chain = memory({ now: new Date('2030-05-05T05:05:05Z') })
  const place = await chain.send(await chain.prepare(commitment))
  expect(await chain.find({ ...place, commitment })).toEqual({
    commitment,
    time: '2030-05-05T05:05:17.000Z',
    confirmations: 1,
    settled: true,
    tolerance: 12,
    testOnly: true,
  })
})

test('a patient caller anchors through all faults, once', async () => {
  for (let seed = 0; seed < 30; seed++) {
    const chain = memory({ seed, faults: 'all' })
    const suite = fakeSuite()
    let kept: Pending | undefined
    let done = await anchor([signedBadge(1), signedBadge(2)], { suite, chain, keep: (pending) => void (kept = pending) }).catch(() => undefined)
    for (let attempt = 0; !done && attempt < 50; attempt++) done = await resume(kept as Pending, { chain }).catch(() => undefined)
    const [receipt] = done?.receipts.values() ?? []
    if (!receipt) throw new Error('never anchored')
    let outcome: string | undefined
    for (let look = 0; outcome !== 'passed' && look < 200; look++) {
      outcome = (await lookUp(receipt, [chain]))[0]?.check.outcome
      expect(outcome).not.toBe('failed')
    }
    expect(outcome).toBe('passed')
  }
})

test('a lost transaction is an error that says so', async () => {
  const chain = memory({ seed: 1, faults: 'all' })
  const said = new Set<string>()
  for (let attempt = 0; attempt < 30; attempt++) {
    const prepared = await chain.prepare(commitment)
    await chain.send(prepared).catch((error: unknown) => said.add(String(error).replace(prepared.transaction, '0x…')))
  }
  expect([...said]).toMatchInlineSnapshot(`
    [
      "anchor.LostError: The network failed while it sent 0x…; perhaps it arrived. Send it again.",
    ]
  `)
})
