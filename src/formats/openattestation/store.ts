import { type Bytes, concat, fromHex, toHex } from '../../bytes.js'
import type { Answer, Call } from '../../seams.js'
import { ContractError, NotIssuedError, RevokedError } from '../errors.js'
import { type Contract, flagIn, wordOf } from './contract.js'
import type { Wrapped } from './wrapped.js'

// ERC-165: what a store that knows batches says that it is (document-store, IDocumentStoreBatchable).
const batchable = /* @__PURE__ */ fromHex('dcfd0745'.padEnd(64, '0'))

/**
 * Asks a document store whether it has issued a root, and when that was seen.
 *
 * @throws {NotIssuedError} when it has not
 * @throws {ContractError} when it could not be asked, or issued it a moment ago, which may still be undone
 */
export async function issuance(store: Contract, { hashes }: Wrapped): Promise<Answer> {
  const root = hashes.at(-1) as Bytes
  const ask = (at: Call['at']): Promise<Answer> => store.ask('isIssued(bytes32)', [root], at)
  const latest = await ask('latest')
  if (!flagIn(latest, store)) throw new NotIssuedError(store.id, toHex(root))
  const settled = await ask('settled')
  // In the settled state the store itself may not be there yet.
  if (settled.output?.length !== 32 || !flagIn(settled, store)) throw new ContractError(store.id, 'it has issued this only now, which may still be undone')
  return settled
}

/**
 * Asks a document store whether it has revoked a document: its hash, the root of its batch, or any node between them.
 *
 * @throws {RevokedError} when it has
 * @throws {ContractError} when it could not be asked
 */
export async function checkRevoked(store: Contract, { hashes, path }: Wrapped): Promise<void> {
  const root = hashes.at(-1) as Bytes
  const isBatchable = await knowsBatches(store)
  // Such a store can revoke only what it has issued, and refuses to speak of the rest.
  if (isBatchable && !flagIn(await store.ask('isIssued(bytes32)', [root]), store)) return
  const found = await Promise.all(
    hashes.map(async (hash, at) => {
      const asked = isBatchable
        ? store.ask('isRevoked(bytes32,bytes32,bytes32[])', [root, hash, listOf(path.slice(at))])
        : store.ask('isRevoked(bytes32)', [hash])
      return flagIn(await asked, store)
    }),
  )
  if (found.includes(true)) throw new RevokedError(`${store.id}:0x${toHex(hashes[0])}`)
}

/** A list as the last of three arguments: where it begins, how long it is, what is in it (Solidity ABI, "Use of Dynamic Types"). */
function listOf(items: readonly Bytes[]): Bytes {
  return concat(wordOf(3 * 32), wordOf(items.length), ...items)
}

async function knowsBatches(store: Contract): Promise<boolean> {
  const answer = await store.ask('supportsInterface(bytes4)', [batchable])
  return answer.output?.length === 32 && flagIn(answer, store)
}
