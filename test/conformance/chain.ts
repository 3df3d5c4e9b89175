import { beforeAll, describe, expect, test } from 'vitest'
import type { Bytes, Commitment } from '../../src/bytes.js'
import { sameBytes, toHex } from '../../src/bytes.js'
import type { Anchor, Chain, Place, Prepared, Sighting } from '../../src/seams.js'

export type ChainUnderTest = {
  readonly chain: Chain
  /** Lets enough time pass on the chain for what is in it to settle; called before every look. */
  readonly settle?: (() => Promise<void>) | undefined
  /** A contract that answers what it is asked, where the chain has contracts. */
  readonly echo?: string | undefined
}

/** What every `Chain` must do, whatever it runs on. A chain may fail and delay, but no more often than a patient caller bears. */
export function chainConformance(name: string, make: () => Promise<ChainUnderTest>): void {
  describe(`${name} is a chain`, () => {
    let chain: Chain
    let settle: () => Promise<void>
    let echo: string | undefined
    beforeAll(async () => {
      const made = await make()
      chain = made.chain
      settle = made.settle ?? (async () => {})
      echo = made.echo
    })
    const anchorOf = (place: Place, commitment: Commitment): Anchor => ({ ...place, commitment })
    const send = (prepared: Prepared): Promise<Place> => patiently(() => chain.send(prepared))
    const settled = async (anchor: Anchor): Promise<Sighting> => {
      for (let look = 0; look < 200; look++) {
        await settle()
        const sighting = await chain.find(anchor)
        if (sighting?.settled) return sighting
      }
      throw new Error('never settled')
    }

    test('its id is CAIP-2', () => {
      expect(chain.id).toMatch(/^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/)
    })

    test('prepare signs, says what it costs at most, and sends nothing', async () => {
      const prepared = await chain.prepare(commitmentOf(1))
      expect(prepared.chain).toBe(chain.id)
      expect(prepared.fee).toMatch(/^[0-9]+$/)
      expect(JSON.parse(JSON.stringify(prepared))).toEqual(prepared)
      await settle()
      expect(await chain.find(anchorOf(prepared, commitmentOf(1)))).toBeUndefined()
    })

    test('send writes the transaction that was prepared, and writes it once', async () => {
      const prepared = await chain.prepare(commitmentOf(2))
      const place = await send(prepared)
      expect(place).toEqual({ chain: chain.id, transaction: prepared.transaction })
      expect(await send(prepared)).toEqual(place)
      // As after a crash: from JSON, long since settled.
      const { time } = await settled(anchorOf(place, commitmentOf(2)))
      expect(await send(JSON.parse(JSON.stringify(prepared)))).toEqual(place)
      expect(await settled(anchorOf(place, commitmentOf(2)))).toMatchObject({ time })
    })

    test('find says exactly what stands there, and when', async () => {
      const place = await send(await chain.prepare(commitmentOf(3)))
      const sighting = await settled(anchorOf(place, commitmentOf(3)))
      expect(toHex(sighting.commitment)).toBe(toHex(commitmentOf(3)))
      expect(sighting.time).toBe(new Date(sighting.time).toISOString())
      expect(sighting.confirmations).toBeGreaterThanOrEqual(1)
    })

    test('find does not repeat what it was asked for', async () => {
      const place = await send(await chain.prepare(commitmentOf(4)))
      const sighting = await settled(anchorOf(place, commitmentOf(5)))
      expect(sameBytes(sighting.commitment, commitmentOf(4))).toBe(true)
    })

    test('find answers undefined for a transaction that nobody sent', async () => {
      const { transaction } = await chain.prepare(commitmentOf(6))
      const unknown = transaction.replaceAll(/[0-9a-f](?=[0-9a-f]{60})/g, '0')
      expect(await chain.find({ chain: chain.id, transaction: unknown, commitment: commitmentOf(6) })).toBeUndefined()
    })

    test('one commitment may be written twice', async () => {
      const first = await send(await chain.prepare(commitmentOf(7)))
      await settle()
      const second = await send(await chain.prepare(commitmentOf(7)))
      expect(second.transaction).not.toBe(first.transaction)
    })

    test('settled means that it stays: the same time at every later look', async () => {
      const anchor = anchorOf(await send(await chain.prepare(commitmentOf(8))), commitmentOf(8))
      const { time } = await settled(anchor)
      for (let look = 0; look < 10; look++) expect(await settled(anchor)).toMatchObject({ time })
    })

    test('work that was called off is rejected', async () => {
      const cancel = AbortSignal.abort(new Error('enough'))
      const prepared = await chain.prepare(commitmentOf(9))
      await expect(chain.prepare(commitmentOf(9), { cancel })).rejects.toThrow('enough')
      await expect(chain.send(prepared, { cancel })).rejects.toThrow('enough')
      await expect(chain.find(anchorOf(prepared, commitmentOf(9)), { cancel })).rejects.toThrow('enough')
      if (chain.estimate) await expect(chain.estimate({ cancel })).rejects.toThrow('enough')
    })

    test('what belongs to another chain, or was changed since, is not sent', async () => {
      const prepared = await chain.prepare(commitmentOf(10))
      const elsewhere = { ...prepared, chain: 'bip122:000000000019d6689c085ae165831e93' } as const
      await expect(chain.send(elsewhere)).rejects.toMatchObject({ name: 'anchor.OtherChainError' })
      await expect(chain.find(anchorOf(elsewhere, commitmentOf(10)))).rejects.toMatchObject({ name: 'anchor.OtherChainError' })
      const changed = { ...prepared, transaction: prepared.transaction.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) }
      await expect(chain.send(changed)).rejects.toMatchObject({ name: 'anchor.NotPreparedError' })
    })

    test('call asks a contract and changes nothing; where nobody is, the answer is empty', async () => {
      expect(chain.call !== undefined).toBe(echo !== undefined)
      if (!chain.call || echo === undefined) return
      await settle()
      const data = commitmentOf(11)
      const nobody = `0x${'5e'.repeat(20)}`
      for (const at of ['latest', 'settled'] as const) {
        const { output, time, confirmations } = await chain.call({ to: echo, data, at })
        expect(toHex(output ?? new Uint8Array())).toBe(toHex(data))
        expect(time).toBe(new Date(time).toISOString())
        expect(confirmations).toBeGreaterThanOrEqual(1)
        expect(await chain.call({ to: nobody, data, at })).toMatchObject({ output: new Uint8Array() })
      }
      const [settled, latest] = [await chain.call({ to: echo, data, at: 'settled' }), await chain.call({ to: echo, data, at: 'latest' })]
      expect(Date.parse(settled.time)).toBeLessThanOrEqual(Date.parse(latest.time))
      await expect(chain.call({ to: echo, data, at: 'latest' }, { cancel: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
    })

    test('estimate costs nothing and is a number', async () => {
      if (chain.estimate) expect((await chain.estimate()).fee).toMatch(/^[0-9]+$/)
    })
  })
}

const commitmentOf = (byte: number): Commitment => new Uint8Array(32).fill(byte) as Bytes as Commitment

/** Tries again what may fail, fifty times. */
export async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act()
    } catch (cause) {
      if (attempt === 50) throw cause
    }
  }
}
