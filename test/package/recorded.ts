import type { Caip2, ChainReader, Load, Sighting } from '../../src/seams.js'
import type { Report } from '../../src/verify/index.js'

/** What somebody holds, and all that the world answered when it was verified: bytes in base64, and `null` for what was not there. */
export type Recorded = {
  readonly id: string
  readonly held: string
  readonly pages: { readonly [url: string]: { readonly url: string; readonly bytes: string; readonly type?: string | undefined } | null }
  readonly chains: readonly Caip2[]
  readonly sightings: { readonly [place: string]: (Omit<Sighting, 'commitment'> & { readonly commitment: string }) | null }
}

/** A report without what differs from one run to the next, words included: outcomes, and the names of what is wrong. */
export type Verdict = {
  readonly outcome: string
  readonly checks: { readonly [check: string]: string }
  readonly parts: readonly (readonly [string, Verdict])[]
}

export const verdictOf = ({ outcome, checks, parts }: Report): Verdict => ({
  outcome,
  checks: Object.fromEntries(
    Object.entries(checks).map(([name, check]) => [name, 'problem' in check ? `${check.outcome} ${check.problem.name}` : check.outcome]),
  ),
  parts: (parts ?? []).map(({ path, report }) => [path, verdictOf(report)] as const),
})

export const placeOf = (id: Caip2, { transaction }: Parameters<ChainReader['find']>[0]): string => `${id} ${transaction}`

/** A world that writes down what it answers. */
export function recorder(
  id: string,
  { held, load, chains = [] }: { readonly held: Uint8Array; readonly load: Load; readonly chains?: readonly ChainReader[] | undefined },
) {
  const pages: { [url: string]: Recorded['pages'][string] } = {}
  const sightings: { [place: string]: Recorded['sightings'][string] } = {}
  const listening: Load = async (url, wish) => {
    pages[url] = null
    const loaded = await load(url, wish)
    pages[url] = { url: loaded.url, bytes: Buffer.from(loaded.bytes).toString('base64'), type: loaded.type }
    return loaded
  }
  const looking = chains.map(
    (chain): ChainReader => ({
      id: chain.id,
      async find(anchor) {
        const sighting = await chain.find(anchor)
        sightings[placeOf(chain.id, anchor)] = sighting ? { ...sighting, commitment: Buffer.from(sighting.commitment).toString('base64') } : null
        return sighting
      },
    }),
  )
  const recorded = (): Recorded => ({ id, held: Buffer.from(held).toString('base64'), pages, chains: chains.map((chain) => chain.id), sightings })
  return { held, load: listening, chains: looking, recorded }
}
