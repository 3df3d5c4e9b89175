import { beforeAll, describe, expect, test } from 'vitest'
import { toHex } from '../../src/bytes.js'
import type { DataChain, DataSighting, Place, Prepared } from '../../src/seams.js'
import { patiently } from './chain.js'

export type DataChainUnderTest = {
  readonly chain: DataChain
  /** Lets enough time pass on the chain for what is in it to settle; called before every look. */
  readonly settle?: (() => Promise<void>) | undefined
}

/** What every `DataChain` must do, whatever it runs on. It may fail and delay, but no more often than a patient caller bears. */
export function dataConformance(name: string, make: () => Promise<DataChainUnderTest>): void {
  describe(`${name} carries data`, () => {
    let chain: DataChain
    let settle: () => Promise<void>
    beforeAll(async () => {
      const made = await make()
      chain = made.chain
      settle = made.settle ?? (async () => {})
    })
    const send = (prepared: Prepared): Promise<Place> => patiently(() => chain.send(prepared))
    const prepare = async (...data: readonly Uint8Array[]): Promise<readonly [Prepared, ...Prepared[]]> => {
      const [first, ...rest] = await chain.prepareData(data)
      if (!first) throw new Error('nothing was prepared')
      return [first, ...rest]
    }
    const settled = async (transaction: string): Promise<DataSighting> => {
      for (let look = 0; look < 200; look++) {
        await settle()
        const sighting = await chain.read(transaction)
        if (sighting?.settled) return sighting
      }
      throw new Error('never settled')
    }

    test('prepareData signs one transaction for each, says what it costs at most, and sends nothing', async () => {
      const prepared = await prepare(dataOf(10, 1), dataOf(20, 2))
      expect(prepared).toHaveLength(2)
      for (const one of prepared) {
        expect(one.chain).toBe(chain.id)
        expect(one.fee).toMatch(/^[0-9]+$/)
        expect(JSON.parse(JSON.stringify(one))).toEqual(one)
      }
      await settle()
      for (const one of prepared) expect(await chain.read(one.transaction)).toBeUndefined()
    })

    test.each([0, 1, 31, 32, 33, 5000])('%i bytes are read as they were written', async (size) => {
      const data = dataOf(size, size + 1)
      const [prepared] = await prepare(data)
      const place = await send(prepared)
      expect(place).toEqual({ chain: chain.id, transaction: prepared.transaction })
      const sighting = await settled(place.transaction)
      expect(toHex(sighting.data)).toBe(toHex(data))
      expect(sighting.time).toBe(new Date(sighting.time).toISOString())
      expect(sighting.confirmations).toBeGreaterThanOrEqual(1)
    })

    test('the most that it takes fits, and a byte more is refused before anything is signed', async () => {
      const [prepared] = await prepare(dataOf(chain.maxData, 3))
      await send(prepared)
      expect((await settled(prepared.transaction)).data.length).toBe(chain.maxData)
      const refused = { name: 'anchor.TooMuchDataError', facts: { chain: chain.id, size: chain.maxData + 1, maxData: chain.maxData } }
      await expect(chain.prepareData([dataOf(1, 1), dataOf(chain.maxData + 1, 3)])).rejects.toMatchObject(refused)
      await expect(chain.estimateData(chain.maxData + 1)).rejects.toMatchObject(refused)
    })

    test('what was prepared together is sent in that order, and each is written once, also after a crash between two', async () => {
      const data = [dataOf(40, 4), dataOf(50, 5), dataOf(60, 6)]
      const prepared = await prepare(...data)
      await send(prepared[0])
      const again: readonly Prepared[] = JSON.parse(JSON.stringify(prepared))
      for (const one of [...again, ...again]) await send(one)
      for (const [at, one] of prepared.entries()) expect(toHex((await settled(one.transaction)).data)).toBe(toHex(data[at] as Uint8Array))
    })

    test('what was written settles once, and is written once whatever is sent again', async () => {
      const [prepared] = await prepare(dataOf(70, 7))
      await send(prepared)
      const { time } = await settled(prepared.transaction)
      expect(await send(JSON.parse(JSON.stringify(prepared)))).toEqual({ chain: chain.id, transaction: prepared.transaction })
      for (let look = 0; look < 5; look++) expect(await settled(prepared.transaction)).toMatchObject({ time })
    })

    test('a transaction that nobody sent, and what is none, are not there', async () => {
      const [{ transaction }] = await prepare(dataOf(80, 8))
      expect(await chain.read(transaction.replaceAll(/[0-9a-f](?=[0-9a-f]{60})/g, '0'))).toBeUndefined()
      for (const nothing of ['', '0x', transaction.slice(0, -1), 'latest']) expect(await chain.read(nothing)).toBeUndefined()
    })

    test('the same bytes may be written twice', async () => {
      const [first] = await prepare(dataOf(90, 9))
      await send(first)
      await settle()
      const [second] = await prepare(dataOf(90, 9))
      expect(second.transaction).not.toBe(first.transaction)
    })

    test('work that was called off is rejected', async () => {
      const cancel = AbortSignal.abort(new Error('enough'))
      await expect(chain.prepareData([dataOf(1, 1)], { cancel })).rejects.toThrow('enough')
      await expect(chain.read('0x', { cancel })).rejects.toThrow('enough')
      await expect(chain.estimateData(1, { cancel })).rejects.toThrow('enough')
    })

    test('no data, no transaction; an estimate costs nothing and is the most', async () => {
      expect(await chain.prepareData([])).toEqual([])
      const { fee, gas } = await chain.estimateData(1000)
      expect(fee).toMatch(/^[0-9]+$/)
      const [prepared] = await prepare(dataOf(1000, 1))
      if (gas !== undefined) expect(Number(gas)).toBeGreaterThanOrEqual(Number(prepared.gas))
    })
  })
}

/** Bytes with zeros among them. */
const dataOf = (size: number, seed: number): Uint8Array => Uint8Array.from({ length: size }, (_, at) => (at * 31 + seed * 7) % 256)
