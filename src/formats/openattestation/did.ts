import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { endOf } from '../../anchor/end.js'
import { judgeEnd } from '../../anchor/ended.js'
import { type Bytes, concat, fromHex, toHex, type Uri, utf8 } from '../../bytes.js'
import { UnsupportedKeyError } from '../../did/method.js'
import type { Json } from '../../json.js'
import type { Caip2 } from '../../seams.js'
import { accountOf } from '../blockcerts/account.js'
import { identify, methodIn } from '../blockcerts/identity.js'
import { ContractError, NotTheirKeyError } from '../errors.js'
import type { World } from '../format.js'
import { contractAt } from './contract.js'

/** An account of Ethereum that speaks for a DID, and how that is known. */
export type Speaker = { readonly address: string; readonly boundBy: 'document' | 'chain account' | 'self-certifying' }

/** The address of the account that signed a root as a personal message (EIP-191, version 0x45); `undefined` when none could have. */
export function signerOf(root: Bytes, signature: Json | undefined): string | undefined {
  const [, rs, v] = (typeof signature === 'string' && /^0x([0-9a-f]{128})(1b|1c|00|01)$/.exec(signature)) || []
  if (rs === undefined || v === undefined) return undefined
  const digest = keccak_256(concat(utf8(`\x19Ethereum Signed Message:\n${root.length}`), root))
  try {
    const found = secp256k1.Signature.fromBytes(fromHex(rs), 'compact')
    // The other s is as good, and nobody signs with it (EIP-2).
    if (found.hasHighS()) return undefined
    const key = found.addRecoveryBit(Number.parseInt(v, 16) % 27).recoverPublicKey(digest)
    return `0x${toHex(keccak_256(key.toBytes(false).subarray(1)).subarray(12))}`
  } catch {
    return undefined
  }
}

/** The address that a did:ethr is made of, and the chain on which it may have been given to another. */
export function ethrOf(did: Uri): { readonly address: string; readonly chain: Caip2 } | undefined {
  const [, network = 'mainnet', address] = /^did:ethr:(?:([a-z0-9]+):)?(0x[0-9a-fA-F]{40})$/.exec(did) ?? []
  if (address === undefined) return undefined
  const number = networks.get(network) ?? (/^0x[0-9a-f]{1,12}$/.test(network) ? Number(network) : undefined)
  return number === undefined ? undefined : { address: address.toLowerCase(), chain: `eip155:${number}` }
}

const networks: ReadonlyMap<string, number> = /* @__PURE__ */ new Map(Object.entries({ mainnet: 1, goerli: 5, sepolia: 11155111, polygon: 137 }))
// Where the registry of ERC-1056 is: at one address on most chains.
const usualRegistry = '0xdca7ef03e98e0dc2b855be647c39abe984fcf21b'
const registries: { readonly [chain: Caip2]: string | undefined } = {
  'eip155:1': usualRegistry,
  'eip155:5': usualRegistry,
  'eip155:137': usualRegistry,
  'eip155:11155111': '0x03d5003bf0e79c5f5223588f347eba39afbc3818',
}

/**
 * The account that speaks for a key of a DID. That of did:ethr is asked for in its registry (ERC-1056), where it may have been given away; others are
 * found by the key methods that the caller accepts.
 *
 * @throws {ContractError} when the registry could not be asked
 * @throws {UnsupportedKeyError} when the key is none that such an account has
 * @throws {NotTheirKeyError} when the key is not one of the DID
 * @throws {KeyRevokedError} when it was revoked, or a {@link RetiredUnknownTimeError} when its term is over; and what the key methods throw
 */
export async function speakerOf(did: Uri, key: Uri, world: World): Promise<Speaker> {
  if (!key.toLowerCase().startsWith(`${did.toLowerCase()}#`)) throw new NotTheirKeyError(key, did, 'it is the key of another')
  return did.startsWith('did:ethr:') ? ownerOf(did, key, world) : accountIn(did, key, world)
}

async function ownerOf(did: Uri, key: Uri, world: World): Promise<Speaker> {
  const found = ethrOf(did)
  const registry = found && registries[found.chain]
  // Delegates and keys of other kinds have other names.
  if (!registry || !key.endsWith('#controller')) throw new UnsupportedKeyError(key)
  const contract = contractAt(registry, found.chain, world)
  const { output } = await contract.ask('identityOwner(address)', [fromHex(found.address.slice(2).padStart(64, '0'))])
  if (output?.length !== 32) throw new ContractError(contract.id, 'it refuses to say')
  return { address: `0x${toHex(output.subarray(12))}`, boundBy: 'chain account' }
}

async function accountIn(did: Uri, key: Uri, world: World): Promise<Speaker> {
  const identity = await identify(did, world)
  const method = await methodIn(identity, key, world)
  const [, named] = /^eip155:[1-9]\d*:(0x[0-9a-fA-F]{40})$/.exec(method?.account ?? '') ?? []
  const address = named ?? (method?.key && accountOf(method.key, 'eip155:1'))
  if (method === undefined || address === undefined) throw new UnsupportedKeyError(key)
  const end = endOf(method.dates, world.now)
  // A signature over a root has no date.
  const judgement = end && judgeEnd(key, end, { found: [], asked: false, allowTest: false })
  if (judgement && 'error' in judgement) throw judgement.error
  return { address: address.toLowerCase(), boundBy: identity.document ? 'document' : 'self-certifying' }
}
