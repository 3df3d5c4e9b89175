import type { Check } from '../../errors.js'
import { type JsonObject, many } from '../../json.js'
import type { Caip2 } from '../../seams.js'
import { worst } from '../blockcerts/worst.js'
import { ContractError, NotTheirKeyError, toCheck } from '../errors.js'
import { type Contract, contractAt, evmChains } from './contract.js'
import { type DnsRecord, recordsOf, toUri } from './dns.js'
import type { Judged, OurWorld } from './judge.js'
import { attempt, checked, type Passed, passed, unknown } from './outcome.js'
import { checkRevoked, issuance } from './store.js'
import type { Wrapped } from './wrapped.js'

/** A document store has the root of the document, and a domain names that store in its DNS, on that chain. */
export async function byStore(store: string, domain: string, wrapped: Wrapped, world: OurWorld): Promise<Judged> {
  const records = await attempt(() => recordsOf(domain, world))
  const named = 'value' in records ? chainsNamed(records.value, store) : []
  const { anchor, status, chains } = await inStore(store, wrapped, named, world)
  const chain = chains.find((one) => named.includes(one))
  const where = chain ?? chains[0]
  const key = where === undefined ? store : `${where}:${store}`
  const issuer = toUri(domain)
  const why = named.length === 0 ? 'its DNS does not name this contract' : `its DNS names this contract on ${named.join(', ')} alone`
  const stranger = toCheck(new NotTheirKeyError(key, issuer, why))
  const binding = 'check' in records ? records.check : named.length === 0 ? stranger : 'problem' in anchor ? anchor : chain === undefined ? stranger : undefined
  return { issuer, key, signature: passed({}), binding: binding ?? passed({ issuer, boundBy: 'dns', key }), status, anchor }
}

/** `chains`: where it was issued. */
type InStore = { readonly anchor: Check; readonly status: Check; readonly chains: readonly Caip2[] }

/**
 * What a document store says on the chain that the document names, or else on those that its issuer names. Where nobody names one it is looked for on all of
 * the caller's, and that none of them has it proves nothing.
 */
export async function inStore(store: string, wrapped: Wrapped, named: readonly Caip2[], world: OurWorld): Promise<InStore> {
  const known = wrapped.chain ? [wrapped.chain] : named
  const stores = (known.length > 0 ? known : evmChains(world)).map((chain) => contractAt(store, chain, world))
  const looks = await Promise.all(stores.map(async (one) => ({ one, check: await checked(() => toSighting(one, wrapped)) })))
  const issued = looks.filter(({ check }) => check.outcome === 'passed')
  const chains = issued.map(({ one }) => one.chain)
  if (issued.length === 0) {
    const asked = stores.map(({ chain }) => chain).join(', ') || 'none was given'
    const nowhere = unknown(new ContractError(store, `nothing says on which chain it is, and on those that were asked it has not issued this (${asked})`))
    const checks = looks.map(({ check }) => check)
    // One that could not be asked may be the one that issued it.
    const anchor = known.length === 0 ? nowhere : (checks.find(({ outcome }) => outcome === 'unknown') ?? (checks[0] as Check))
    return { anchor, status: unknown(new ContractError(store, 'it is not known to have issued this')), chains }
  }
  const sightings = issued.flatMap(({ check }) => many((check as Passed).detail['sightings']))
  return {
    anchor: passed({ sightings }),
    status: await statusIn(
      issued.map(({ one }) => one),
      wrapped,
    ),
    chains,
  }
}

/** What stores say of revocation: each of them counts. */
export async function statusIn(stores: readonly Contract[], wrapped: Wrapped): Promise<Check> {
  const checks = await Promise.all(
    stores.map((store) =>
      checked(async () => {
        await checkRevoked(store, wrapped)
        return passed({})
      }),
    ),
  )
  return worst(checks) ?? passed({ lists: stores.map(({ id }) => id) })
}

async function toSighting(store: Contract, wrapped: Wrapped): Promise<Passed> {
  const { time, tolerance = looseTolerance, confirmations, testOnly = false } = await issuance(store, wrapped)
  const sighting: JsonObject = { chain: store.chain, contract: store.address, time, tolerance, confirmations, testOnly }
  return passed({ sightings: [sighting] })
}

// As for anchors: what a chain states no tolerance for may be an hour off.
const looseTolerance = 3600

// Nobody keeps one contract on more.
const maxChains = 16

/** The chains on which a domain says that a contract of it is. */
function chainsNamed(records: readonly DnsRecord[], address: string): readonly Caip2[] {
  const named = records.flatMap((record): readonly Caip2[] => {
    const number = record.get('netId') ?? ''
    // The case of an address is a checksum (EIP-55).
    const isNamed = record.get('net') === 'ethereum' && record.get('addr')?.toLowerCase() === address.toLowerCase()
    return isNamed && /^[1-9]\d{0,15}$/.test(number) ? [`eip155:${number}`] : []
  })
  return [...new Set(named)].slice(0, maxChains)
}
