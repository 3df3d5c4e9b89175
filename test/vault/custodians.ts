import { type Custodian, toAnswer } from '../../src/vault/custodian.js'
import { type ErasureStore, isLive, recordIdOf } from '../../src/vault/store.js'

/** A custodian that answers from a store, without a network between. */
export function custodianOf(store: ErasureStore, origin = 'https://uni.example'): Custodian {
  return {
    origin,
    async ask(shareId) {
      const kept = await store.get(recordIdOf(shareId))
      return toAnswer(!kept ? 'nothing' : isLive(kept) ? kept : 'erased')
    },
  }
}
