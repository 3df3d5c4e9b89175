import { ripemd160 } from '@noble/hashes/legacy.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { concat, toBase58, toHex } from '../../bytes.js'
import { sha256 } from '../../hash.js'
import { decompress, secp256k1 } from '../../keys/curve.js'
import type { Caip2, PublicKey } from '../../seams.js'

/** The account of a key on a chain: the hash of the key that is paid to (P2PKH) on Bitcoin, and the address of Ethereum; `undefined` where it has none. */
export function accountOf({ algorithm, bytes }: PublicKey, chain: Caip2): string | undefined {
  if (algorithm !== 'secp256k1') return undefined
  if (chain.startsWith('eip155:')) return `0x${toHex(addressOf(bytes))}`
  return chain.startsWith('bip122:') ? payToHash(bytes, chain === 'bip122:000000000019d6689c085ae165831e93' ? 0x00 : 0x6f) : undefined
}

function addressOf(key: Uint8Array): Uint8Array {
  const { x, y } = decompress(secp256k1, key) as { readonly x: Uint8Array; readonly y: Uint8Array }
  return keccak_256(concat(x, y)).subarray(12)
}

function payToHash(key: Uint8Array, version: number): string {
  const payload = concat(new Uint8Array([version]), ripemd160(sha256(key)))
  return toBase58(concat(payload, sha256(sha256(payload)).subarray(0, 4)))
}

/** Says whether two addresses are of one account. Letters of either case are a checksum on Ethereum (EIP-55), and different letters on Bitcoin. */
export function isSameAccount(a: string, b: string): boolean {
  return /^0x/i.test(a) || /^(?:bc|tb)1/i.test(a) ? a.toLowerCase() === b.toLowerCase() : a === b
}
