// Wrong steps on the way to a vault and out of it: every one marked must fail to compile, and the right one beside it must compile.
import type { evm, evmReader } from '../../src/anchor/evm.js'
import { memory } from '../../src/anchor/memory.js'
import type { CompactJwt, OpenBadge, Signed } from '../../src/credential/index.js'
import type { ChainReader } from '../../src/seams.js'
import { custodian, erase, memoryStore, openVault, plan, publish, seal, type VaultLink } from '../../src/vault/index.js'

declare const badge: OpenBadge
declare const signed: Signed<OpenBadge>
declare const jwt: CompactJwt
declare const chain: ReturnType<typeof evm>
declare const reader: ReturnType<typeof evmReader>
declare const finder: ChainReader
declare const link: VaultLink
const store = memoryStore()
const page = 'https://uni.example/open'

const { sealed, records } = await seal([signed, jwt], { chain, store, page })
await seal([signed], { chain: memory(), store, mirrors: [store], page })
await plan([signed], { chain })
// @ts-expect-error an unsigned badge is not sealed
await seal([badge], { chain, store, page })
// @ts-expect-error nor without a place to keep the shares
await seal([signed], { chain, page })
// @ts-expect-error nor for a chain that cannot carry data
await seal([signed], { chain: reader, store, page })
// @ts-expect-error a share that the caller chose
await seal([signed], { chain, store, page, holder: new Uint8Array(32) })
// @ts-expect-error randomness that the caller chose
await seal([signed], { chain, store, page, random: () => new Uint8Array(32) })

await publish(sealed, { chain })
// @ts-expect-error a reader cannot publish
await publish(sealed, { chain: reader })

await openVault(link, { chains: [reader], custodians: [custodian('https://uni.example/share', { fetch })] })
// @ts-expect-error a reader of commitments reads no data
await openVault(link, { chains: [finder], custodians: [] })
// @ts-expect-error any text is not a link
await openVault('https://uni.example/open', { chains: [reader], custodians: [] })

for (const { id } of records) await erase(id, { store })
// @ts-expect-error a link is not the id of a record
await erase(link, { store })
