// The local node, asked by a page itself.
import { evmReader } from 'microcred/anchor/evm'

/** Reads the chain of the node at this address. */
export function chainAt(node) {
  const provider = {
    request: async (call) => {
      const answer = await fetch(node, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...call }),
      })
      const { result, error } = await answer.json()
      if (error) throw new Error(error.message)
      return result
    },
  }
  return evmReader({ chainId: 31337, provider, settled: 1 })
}
