// Wrong steps on the way from a credential to its receipt: every one marked must fail to compile, and the right one beside it must compile.
import { createPublicClient, createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { mainnet } from 'viem/chains'
import { evm, evmReader } from '../../src/anchor/evm.js'
import {
  anchor,
  attach,
  extend,
  fromText,
  type Leaf,
  leaf,
  leafBytes,
  matches,
  publish,
  type Receipt,
  type Receipts,
  resume,
  toText,
} from '../../src/anchor/index.js'
import type { CompactJwt, OpenBadge, Signed } from '../../src/credential/index.js'
import { build, commit, hashLeaf, newSalt, rootOf } from '../../src/merkle/index.js'
import type { Chain, ChainReader } from '../../src/seams.js'
import { eddsaRdfc2022 as suite } from '../../src/sign/rdfc.js'

declare const badge: OpenBadge
declare const signed: Signed<OpenBadge>
declare const jwt: CompactJwt
declare const early: Leaf
declare const chain: Chain
declare const reader: ChainReader
declare const receipt: Receipt
declare const receipts: Receipts
const keep = async (): Promise<void> => {}

await anchor([signed], { suite, chain, keep })
await anchor([signed, jwt, early], { suite, chain, keep })
await anchor([jwt, early], { chain, keep })
// @ts-expect-error a leaf is a signature, and only its suite knows what was signed
await anchor([signed], { chain, keep })
// @ts-expect-error nor is it known for one among leaves
await anchor([early, signed], { chain, keep })
// @ts-expect-error an unsigned badge cannot be anchored
await anchor([badge], { suite, chain, keep })
// @ts-expect-error an object that merely has a proof member is not signed
await anchor([{ ...badge, proof: [{ type: 'DataIntegrityProof', proofPurpose: 'assertionMethod' }] }], { suite, chain, keep })
// @ts-expect-error anchoring without a place to keep the salts
await anchor([signed], { suite, chain })
// @ts-expect-error a reader cannot publish
await anchor([signed], { suite, chain: reader, keep })
// @ts-expect-error nor finish
await resume(new Uint8Array(), { chain: reader })

leaf(signed, { suite })
leaf(jwt)
// @ts-expect-error a leaf without its suite
leaf(signed)
// @ts-expect-error an unsigned badge has no signature
leaf(badge, { suite })
// @ts-expect-error any text is not a JWT
leaf('eyJhbGciOiJFZERTQSJ9.e30.c2ln')

build([hashLeaf(leafBytes(signed, { suite }), newSalt())])
// @ts-expect-error a bare 32-byte hash is not a leaf
build([new Uint8Array(32)])
// @ts-expect-error bytes that no signature covers are not a leaf
hashLeaf(new TextEncoder().encode('{}'), newSalt())
// @ts-expect-error a leaf without a salt can be guessed
hashLeaf(leafBytes(signed, { suite }))
// @ts-expect-error a salt that nobody drew
hashLeaf(leafBytes(signed, { suite }), new Uint8Array(32))
// @ts-expect-error the bytes of a leaf are not its hash
build([leafBytes(signed, { suite })])

await publish(commit(rootOf(build([]))), { chain, keep })
// @ts-expect-error a root is not a commitment: it does not bind the size
await publish(rootOf(build([])).hash, { chain, keep })
// @ts-expect-error nor is a hash a root
commit(new Uint8Array(32))

attach(signed, receipt)
attach(signed, receipts)
// @ts-expect-error a JWT cannot carry a receipt
attach(jwt, receipts)
// @ts-expect-error nor an unsigned badge
attach(badge, receipt)
// @ts-expect-error the text of a receipt is read first
attach(signed, toText(receipt))
attach(signed, fromText(toText(receipt)))
// @ts-expect-error what looks like a receipt is none
extend({ commitment: receipt.commitment, anchors: receipt.anchors }, receipt.anchors[0])
// @ts-expect-error a receipt matches the bytes of a leaf, not a credential
matches(receipt, signed)

const account = privateKeyToAccount('0x')
evmReader({ chainId: 1, provider: createPublicClient({ chain: mainnet, transport: http() }) })
evm({ client: createWalletClient({ account, chain: mainnet, transport: http() }) })
// @ts-expect-error a client without an account cannot publish
evm({ client: createWalletClient({ chain: mainnet, transport: http() }) })
// @ts-expect-error nor one without a chain
evm({ client: createWalletClient({ account, transport: http() }) })
// @ts-expect-error an account that lives in a wallet cannot sign without sending
evm({ client: createWalletClient({ account: '0x0000000000000000000000000000000000000000', chain: mainnet, transport: http() }) })
// @ts-expect-error finality is a number of blocks or a mark
evmReader({ chainId: 1, provider: createPublicClient({ chain: mainnet, transport: http() }), settled: 'latest' })
