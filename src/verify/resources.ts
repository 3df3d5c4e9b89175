import type { Uri } from '../bytes.js'
import { fromBase64url } from '../bytes.js'
import { BaseError, type Check, type Problem, toProblem } from '../errors.js'
import { isObject, type Json, type JsonObject, many } from '../json.js'
import { needed } from '../load/failure.js'
import { checkDigests, type DigestBy, DigestMismatchError, digestsOf, type HashName } from '../load/integrity.js'
import type { CheckWorld, ResourceVerdict } from './report.js'

// Each is fetched whole.
const maxEntries = 32

/**
 * Compares every related resource with its digests (VC Data Model 2.0, 5.3): the bytes that `load` reads, or the content that is bundled for the
 * URL of a context. Whatever the outcome, every entry stands in the detail, or in the facts of the problem, as `resources`.
 */
export async function checkResources({ relatedResource }: JsonObject, world: CheckWorld): Promise<Check> {
  const entries = many(relatedResource)
  if (entries.length > maxEntries) return { outcome: 'unknown', problem: toProblem(new TooManyResourcesError(entries.length)) }
  const ids = entries.map((entry) => (isObject(entry) ? entry['id'] : undefined))
  const told = []
  // One after the other: only one is in memory.
  for (const [at, entry] of entries.entries()) told.push(await tell(entry, ids.indexOf(ids[at]) < at, world))
  const resources = told.map(({ verdict }) => verdict)
  const worst = told.find(({ verdict }) => verdict.outcome === 'failed') ?? told.find(({ verdict }) => verdict.outcome === 'unknown')
  if (!worst?.problem) return { outcome: 'passed', detail: { resources } }
  return { outcome: worst.verdict.outcome as 'failed' | 'unknown', problem: { ...worst.problem, facts: { ...worst.problem.facts, resources } } }
}

/** The entry of a related resource is malformed. */
export class BadResourceError extends BaseError {
  override readonly name = 'verify.BadResourceError'
  constructor(why: string) {
    super(`An entry of \`relatedResource\` is malformed: ${why}. Its issuer must correct it.`, { facts: { why } })
  }
}

/** More related resources than anyone has use for. */
export class TooManyResourcesError extends BaseError {
  override readonly name = 'verify.TooManyResourcesError'
  constructor(count: number) {
    super(`This credential has ${count} related resources; at most ${maxEntries} are read. Ask its issuer for a copy with fewer.`, {
      facts: { count, maxEntries },
    })
  }
}

type Told = { readonly verdict: ResourceVerdict; readonly problem?: Problem | undefined }

async function tell(entry: Json, isRepeated: boolean, world: CheckWorld): Promise<Told> {
  const id = isObject(entry) && typeof entry['id'] === 'string' ? entry['id'].slice(0, 200) : ''
  try {
    const by = await check(entry, isRepeated, world)
    return { verdict: { id, outcome: 'passed', by } }
  } catch (error) {
    const problem = toProblem(error)
    const outcome = failures.includes(problem.name) ? 'failed' : 'unknown'
    return { problem, verdict: { id, outcome, problem: problem.name } }
  }
}

// What was examined and is wrong; whatever else was thrown is a doubt.
const failures = ['verify.BadResourceError', 'load.BadDigestError', 'load.DigestMismatchError']

async function check(entry: Json, isRepeated: boolean, { load, cancel }: CheckWorld): Promise<'bundled' | 'load'> {
  const { id, mediaType } = isObject(entry) ? entry : {}
  if (!isObject(entry) || typeof id !== 'string' || !URL.canParse(id)) throw new BadResourceError('it has no absolute URL as its id')
  if (isRepeated) throw new BadResourceError('another has the same id')
  if (isBundled(entry, id)) return 'bundled'
  const { bytes } = await needed(load, id)(id, { ...(typeof mediaType === 'string' && { accept: mediaType }), cancel })
  checkDigests(entry, id, digestsOf(bytes))
  return 'load'
}

/** Says whether an entry means the text of a context whose content is bundled. Where it means another, only what stands there now can tell. */
function isBundled(entry: JsonObject, id: Uri): boolean {
  const digestBy = published.get(id)
  try {
    checkDigests(entry, id, digestBy ?? (() => new Uint8Array(0)))
    return digestBy !== undefined
  } catch (error) {
    // What is malformed is so whatever stands there.
    if (error instanceof DigestMismatchError) return false
    throw error
  }
}

// The texts as W3C publishes them (VC Data Model 2.0, B.1; VC Data Integrity 1.0, 2.7), whose content is the one that is bundled.
const published: ReadonlyMap<Uri, DigestBy> = /* @__PURE__ */ new Map(
  Object.entries({
    'https://www.w3.org/ns/credentials/v2': {
      sha256: 'WZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ',
      sha384: 'l_HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4_Tje8YyzYBM8IhqjHWiWpr8-ZbYU',
      sha512: 'XVVFK9Lc-KKfWikEc-skKxxft31OaPGgqoe6pNuiaUhS1l7GPUisBKmdlW-fcVO5QG-E0tBMdIabAsI5odgTBQ',
    },
    'https://w3id.org/security/data-integrity/v2': {
      sha256: 'Z_IebjOmwU5cz9L8eGX3R0-3GgSvfpQTbLOZ36yK6PQ',
      sha384: 'DuLXYmcX-LB81Em1JdXitx_icgn8meUwieAWndKUTXk_7qRSb8YLucyhzZZRI5H2',
      sha512: 'Oc16mkBHt0uFJGQP41Yz6B6ChtFL27fnfQ4I2FCwDWo1sBhdXeNcR5uu2yOheYnZ9iislVMf3XnAxaD2Mtn6lQ',
    },
  } satisfies { readonly [url: string]: { readonly [name in HashName]: string } }).map(([url, digests]) => [url, (name) => fromBase64url(digests[name])]),
)
