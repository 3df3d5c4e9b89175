// The page that verifies what Node verified, in a world that answers what that world answered.
import { FailedError } from 'microcred/load'
import { verify } from 'microcred/verify'
import { everything } from 'microcred/verify/all'
import { didIon } from '../formats/did-ion.js'
import { placeOf, type Recorded, type Verdict, verdictOf } from './recorded.js'

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))

async function examine({ held, pages, chains, sightings }: Recorded, options: { readonly now: string; readonly contexts: object }): Promise<Verdict> {
  const report = await verify(bytesOf(held), {
    accept: [didIon, ...everything],
    issuers: 'any',
    now: new Date(options.now),
    contexts: options.contexts as never,
    async load(url) {
      const page = pages[url]
      if (page === undefined) throw new Error(`Node did not ask for ${url}.`)
      if (page === null) throw new FailedError(url, 'absent', 'it is not among the documents')
      return { ...page, bytes: bytesOf(page.bytes) }
    },
    chains: chains.map((id) => ({
      id,
      async find(anchor) {
        const sighting = sightings[placeOf(id, anchor)]
        if (sighting === undefined) throw new Error(`Node did not look for ${anchor.transaction}.`)
        return sighting === null ? undefined : { ...sighting, commitment: bytesOf(sighting.commitment) as never }
      },
    })),
  })
  return verdictOf(report)
}

const { cases, ...options } = (await (await fetch('/cases.json')).json()) as {
  readonly cases: readonly Recorded[]
  readonly now: string
  readonly contexts: object
}
const verdicts: { [id: string]: Verdict | string } = {}
for (const one of cases) verdicts[one.id] = await examine(one, options).catch(String)
;(document.querySelector('main') as HTMLElement).textContent = JSON.stringify(verdicts)
