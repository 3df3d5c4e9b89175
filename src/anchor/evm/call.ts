import { type Bytes, toHex } from '../../bytes.js'
import type { Answer, Call } from '../../seams.js'
import { bytesOf, type Node, NodeError, toQuantity } from './node.js'
import { markOf, type Settled } from './reader.js'

/** Asks a contract in the state of the newest block that is settled, or of the latest. */
export async function ask(node: Node, { to, data, at }: Call, settled: Settled): Promise<Answer> {
  const latest = Number(await node.quantity('eth_blockNumber', []))
  const depth = at === 'latest' ? 1 : settled
  const height = typeof depth === 'number' ? Math.max(0, latest - depth + 1) : (await markOf(node, depth)).number
  const which = toQuantity(height)
  const [output, block] = await Promise.all([outputOf(node, [{ to, data: `0x${toHex(data)}` }, which]), node.block(which)])
  if (!block) throw new NodeError('eth_getBlockByNumber')
  return { output, time: block.time.toISOString(), confirmations: Math.max(1, latest - height + 1) }
}

async function outputOf(node: Node, params: readonly unknown[]): Promise<Bytes | undefined> {
  try {
    return bytesOf('eth_call', await node.ask('eth_call', params))
  } catch (error) {
    if (isRevert(error)) return undefined
    throw error
  }
}

// Providers wrap the node's own error a few times.
const maxCauses = 8

/** Nodes agree neither on the code of a revert (3; -32015 in Nethermind and OpenEthereum) nor on its words. */
function isRevert(thrown: unknown): boolean {
  let error = thrown
  for (let depth = 0; depth < maxCauses && typeof error === 'object' && error !== null; depth++) {
    const { code, message, cause } = error as { readonly code?: unknown; readonly message?: unknown; readonly cause?: unknown }
    if (code === 3 || code === -32015 || (typeof message === 'string' && /execution reverted|transaction: revert/i.test(message))) return true
    error = cause
  }
  return false
}
