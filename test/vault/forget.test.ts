import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { anchor, leafBytes, type Receipt } from '../../src/anchor/index.js'
import { memory } from '../../src/anchor/memory.js'
import { concat, toHex, utf8 } from '../../src/bytes.js'
import { toText } from '../../src/credential/secured.js'
import { sha256 } from '../../src/hash.js'
import { hashLeaf } from '../../src/merkle/index.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { fileStore } from '../../src/vault/file.js'
import { type ErasureStore, erase, publish, type RecordId, type Shares, seal, type VaultLink } from '../../src/vault/index.js'
import type { Remains } from '../conformance/store.js'
import { badge } from './badges.js'
import { steal } from './thief.js'

const home = mkdtempSync(join(tmpdir(), 'microcred-vault-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function batchIn(store: ErasureStore) {
  const chain = memory()
  const badges = await Promise.all([0, 1, 2, 3, 4].map(badge))
  const { sealed, records } = await seal(badges, { chain, store, page: 'https://uni.example/open' })
  const [{ transaction } = { transaction: '' }] = await publish(sealed, { chain })
  const payload = (await chain.read(transaction))?.data as Uint8Array
  return { texts: badges.map(toText), sealed, payload, ids: records.map(({ id }) => id), links: records.map(({ link }) => link) }
}

test('level 1: a whole credential without its salt leads to no leaf, no sibling and no commitment', async () => {
  const badges = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(badge))
  const { anchor: place, receipts } = await anchor(badges, { suite: eddsaRdfc2022, chain: memory(), keep: () => {} })
  const all = badges.map((one) => receipts.get(one.id as string) as Receipt)
  const written = new Set([place.commitment, ...all.flatMap(({ proof }) => proof.path)].map(toHex))
  const guesses = badges.flatMap((one) => {
    const bytes = leafBytes(one, { suite: eddsaRdfc2022 })
    const { message, signature } = eddsaRdfc2022.record(one, one.proof[0])
    const parts = [
      message,
      signature,
      sha256(message),
      sha256(signature),
      concat(message, signature),
      concat(sha256(message), sha256(signature)),
      utf8(toText(one)),
    ]
    return [hashLeaf(bytes, new Uint8Array(32) as never), hashLeaf(bytes, all[0]?.salt as never), ...parts, ...parts.map(sha256)]
  })
  // With its own salt it does: the search would find it.
  expect(written.has(toHex(hashLeaf(leafBytes(badges[0] as never, { suite: eddsaRdfc2022 }), all[0]?.salt as never)))).toBe(true)
  expect(guesses.filter((guess) => written.has(toHex(guess))).length).toBe(1)
})

describe('after an erasure, from the chain, the link and every file that the issuer still has', () => {
  test('the text comes back before, and not after; all others still do', async () => {
    const store = await fileStore({ directory: join(home, 'shares'), keys: join(home, 'keys'), custodian: 'uni.example', backupHorizonDays: 0 })
    const { texts, sealed, payload, ids, links } = await batchIn(store)
    const files = (): Remains =>
      new Map([
        ['sealed', sealed],
        ...['shares', 'keys'].flatMap((place) =>
          readdirSync(join(home, place)).map((name) => [name, new Uint8Array(readFileSync(join(home, place, name)))] as const),
        ),
      ])
    expect(steal(payload, links[2] as VaultLink, files())).toBe(texts[2])
    await erase(ids[2] as RecordId, { store })
    expect(steal(payload, links[2] as VaultLink, files())).toBeUndefined()
    for (const at of [0, 1, 3, 4]) expect(steal(payload, links[at] as VaultLink, files())).toBe(texts[at])
  })

  test('a store that only marks rows as deleted gives the text back', async () => {
    const rows: Record<string, { erasure: string; template: string; deleted?: boolean }> = {}
    const marking: ErasureStore = {
      custodian: 'bad.example',
      backupHorizonDays: 0,
      async put(shares: ReadonlyMap<RecordId, Shares>) {
        for (const [id, { erasure, template }] of shares) rows[id] = { erasure: toHex(erasure), template: toHex(template) }
      },
      get: async () => undefined,
      async erase(id) {
        const row = rows[id]
        if (row) row.deleted = true
        return row !== undefined
      },
    }
    const { texts, payload, ids, links } = await batchIn(marking)
    await erase(ids[2] as RecordId, { store: marking })
    expect(steal(payload, links[2] as VaultLink, new Map([['rows', utf8(JSON.stringify(rows))]]))).toBe(texts[2])
  })
})
