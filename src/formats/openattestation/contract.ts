import { keccak_256 } from '@noble/hashes/sha3.js'
import { agreed } from '../../anchor/agreed.js'
import { until } from '../../anchor/cancel.js'
import { type Bytes, concat, utf8 } from '../../bytes.js'
import type { Answer, Caip2, Call } from '../../seams.js'
import { ContractError } from '../errors.js'
import type { World } from '../format.js'

/** A contract, and how to ask it. An answer that cannot be had is a `ContractError`. */
export type Contract = {
  /** Its account (CAIP-10). */
  readonly id: string
  readonly chain: Caip2
  readonly address: string
  /** What a function answers, by its name and the types of its arguments. */
  ask(signature: string, words: readonly Uint8Array[], at?: Call['at']): Promise<Answer>
}

/** A function's name and the types of its arguments choose it (Solidity ABI, "Function Selector"). */
function selectorOf(signature: string): Uint8Array {
  return keccak_256(utf8(signature)).subarray(0, 4)
}

/** A contract at an address on a chain, asked through all the caller's readers of that chain: they must agree. */
export function contractAt(address: string, chain: Caip2, { chains, cancel }: World): Contract {
  const id = `${chain}:${address}`
  const [first, ...others] = chains.filter((reader) => reader.id === chain)
  const reader = first && agreed([first, ...others])
  return {
    id,
    chain,
    address,
    async ask(signature, words, at = 'latest') {
      if (!reader?.call) throw new ContractError(id, `no reader of ${chain} that can ask contracts was given in \`chains\``)
      const call = { to: address, data: concat(selectorOf(signature), ...words), at }
      try {
        return await until(cancel, () => (reader as Required<typeof reader>).call(call, { cancel }))
      } catch (cause) {
        throw new ContractError(id, 'its chain gave no sound answer', cause)
      }
    },
  }
}

/** Says whether there is a contract at all. One that could not be asked may be there. */
export async function isThere(contract: Contract): Promise<boolean> {
  return contract.ask('supportsInterface(bytes4)', [new Uint8Array(32)]).then(
    ({ output }) => output?.length !== 0,
    () => true,
  )
}

/** The chains of the caller's that have contracts. */
export function evmChains({ chains }: World): readonly Caip2[] {
  return [...new Set(chains.map(({ id }) => id).filter((id) => id.startsWith('eip155:')))]
}

/** A word of 32 bytes that is true or false. */
export function flagIn({ output }: Answer, contract: Contract): boolean {
  if (output?.length === 0) throw new ContractError(contract.id, 'there is no contract that knows the question')
  const [flag] = output?.length === 32 && output.subarray(0, 31).every((byte) => byte === 0) ? output.subarray(31) : []
  if (flag !== 0 && flag !== 1) throw new ContractError(contract.id, output ? 'its answer is neither yes nor no' : 'it refuses to say')
  return flag === 1
}

/** A number as a word. */
export function wordOf(value: number): Bytes {
  const word = new Uint8Array(32)
  new DataView(word.buffer).setUint32(28, value)
  return word
}
