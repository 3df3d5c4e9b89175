import { ReceiptShapeError } from '../../anchor/receipt.js'
import type { Item } from '../../cbor.js'
import type { Caip2 } from '../../seams.js'

/** What a proof calls a chain, and its name in CAIP-2; `undefined` for the chain of tests, which is none. */
export type Chain = { readonly name: string; readonly id: Caip2 | undefined }

const bitcoinMain: Chain = { name: 'bitcoinMainnet', id: 'bip122:000000000019d6689c085ae165831e93' }
const bitcoinTest: Chain = { name: 'bitcoinTestnet', id: 'bip122:000000000933ea01ad0ee984209779ba' }
const ethereumMain: Chain = { name: 'ethereumMainnet', id: 'eip155:1' }
const mock: Chain = { name: 'mockchain', id: undefined }

/** The chains of MerkleProof2017, by the names that its anchors have. */
const chains: readonly Chain[] = [
  bitcoinMain,
  bitcoinTest,
  { name: 'bitcoinRegtest', id: 'bip122:0f9188f13cb7b2c71f2a335e3a4fc328' },
  ethereumMain,
  { name: 'ethereumRopsten', id: 'eip155:3' },
  { name: 'ethereumRinkeby', id: 'eip155:4' },
  { name: 'ethereumGoerli', id: 'eip155:5' },
  { name: 'ethereumSepolia', id: 'eip155:11155111' },
  mock,
]

/** @throws {ReceiptShapeError} when nobody knows a chain of this name */
export function chainNamed(name: string): Chain {
  const chain = chains.find((one) => one.name === name)
  if (!chain) throw new ReceiptShapeError(`chain "${name.slice(0, 40)}"`)
  return chain
}

/** The chain of an anchor that names none, by its type and the address that signs. */
export function chainOfType(type: string, address: string): Chain {
  if (type === 'ETHData') return ethereumMain
  if (type === 'BTCOpReturn') return /^(?:[mn2]|tb1)/.test(address) ? bitcoinTest : bitcoinMain
  if (type === 'Mock') return mock
  throw new ReceiptShapeError(`anchor of the type "${type.slice(0, 40)}"`)
}

/** The chains of MerkleProof2019, by number: Bitcoin has two networks; those of Ethereum and Polygon have the numbers of EIP-155. */
export function chainNumbered(chain: Item | undefined, network: Item | undefined): Chain {
  if (chain === -1) return mock
  if (chain === 0 && network === 1) return bitcoinMain
  if (chain === 0 && network === 3) return bitcoinTest
  if ((chain !== 1 && chain !== 2) || typeof network !== 'number' || network < 1) throw new ReceiptShapeError('chain')
  const id = `eip155:${network}` as const
  return chains.find((one) => one.id === id) ?? { name: id, id }
}
