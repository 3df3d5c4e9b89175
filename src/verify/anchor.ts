import { receiptsOf } from '../anchor/attach.js'
import type { History } from '../anchor/ended.js'
import { fromRecord } from '../anchor/leaf.js'
import type { LookedUp, Sighted } from '../anchor/lookup.js'
import { CommitmentMismatchError, matches, NotExaminedError, type Receipt } from '../anchor/receipt.js'
import type { Uri } from '../bytes.js'
import { timeOf } from '../credential/instant.js'
import type { Signed } from '../credential/secured.js'
import { BaseError, type Check, type Problem, toProblem } from '../errors.js'
import type { JsonObject } from '../json.js'
import type { Cancel, ChainReader } from '../seams.js'
import type { Judged } from './proofs.js'
import type { SightingDetail } from './report.js'

export type AnchorWorld = {
  readonly chains?: readonly ChainReader[] | undefined
  readonly receipts?: readonly Receipt[] | undefined
  readonly timestamps?: readonly Uint8Array[] | undefined
  readonly file?: string | Uint8Array | undefined
  readonly cancel?: Cancel | undefined
  readonly allowTest?: boolean | undefined
  readonly issuer: Uri | undefined
  readonly required: boolean
}

/** One receipt or timestamp: whose proof it dates, and what the chains say of it. */
export type Dated = { readonly proof?: Judged | undefined; readonly found: readonly LookedUp[] }
/** Every receipt and timestamp of a credential, looked up, and what is wrong with those that cannot be read. */
export type Dating = { readonly broken: readonly Check[]; readonly dated: readonly Dated[] }

/** Looks up the receipts of the proofs whose signatures are right and that they can decide. Receipts are not authenticated and may be stripped, so they only add. */
export async function dateProofs(document: JsonObject, proofs: readonly Judged[], world: AnchorWorld): Promise<Dating> {
  const { chains = [], receipts = [], timestamps = [], cancel, issuer } = world
  const attached = receiptsOf(document as unknown as Signed)
  const broken = attached.flatMap((one) => ('error' in one ? [problemCheck(one.error)] : []))
  const read = [...attached.flatMap((one) => ('receipt' in one ? [one.receipt] : [])), ...receipts]
  const dated = read.map(async (receipt): Promise<Dated> => {
    const proof = proofs.find(({ record }) => record && matches(receipt, fromRecord(record)))
    if (!isAsked(proof, issuer)) return { proof, found: [] }
    const { lookUp } = await import('../anchor/lookup.js')
    return { proof, found: await lookUp(receipt, chains, { cancel }) }
  })
  const beside = timestamps.length > 0 ? await import('./timestamps.js').then(({ dateFile }) => dateFile(proofs, world)) : { broken: [], dated: [] }
  return { broken: [...broken, ...beside.broken], dated: [...(await Promise.all(dated)), ...beside.dated] }
}

/** Only when the issuer's signature was there is asked, and when any was whose key has ended. */
export function isAsked(proof: Judged | undefined, issuer: Uri | undefined): boolean {
  return proof?.outcome === 'passed' && (proof.controller === issuer || proof.end !== undefined)
}

/** What the chains say of one proof. */
export function historyOf(proof: Judged, { dated }: Dating, { chains = [], allowTest = false }: AnchorWorld): History {
  return { found: dated.flatMap((one) => (one.proof === proof ? one.found : [])), asked: chains.length > 0, allowTest }
}

/**
 * Says whether the signature of this credential is on the caller's chains. Only a receipt whose leaf is a proof that passed and is bound to the
 * issuer counts: one of another proof dates that proof alone.
 */
export function checkAnchor({ broken, dated }: Dating, proofs: readonly Judged[], world: AnchorWorld): Check {
  if (broken.length + dated.length === 0) return world.required ? failed(new MissingError()) : { outcome: 'skipped', because: 'absent' }
  return demandedAnchor(worst([...broken, ...dated.map((one) => checkReceipt(one, proofs, world))]), world)
}

/** The caller requires an anchor, and there is no receipt: it was never there, or was taken off. */
export class MissingError extends BaseError {
  override readonly name = 'anchor.MissingError'
  constructor() {
    super('It carries no blockchain receipt, and one is required here. Ask its holder or its issuer for the copy that has it.')
  }
}

/** The only chain that holds it is one whose history nobody pays for. */
export class TestOnlyError extends BaseError {
  override readonly name = 'anchor.TestOnlyError'
  constructor(chains: readonly string[]) {
    super(`It was anchored on a test chain only (${chains.join(', ')}), which proves nothing to others. Ask its issuer for an anchor on a public chain.`, {
      facts: { chains },
    })
  }
}

/** The signature says that it was made after it was on the chain. */
export class BeforeCreatedError extends BaseError {
  override readonly name = 'anchor.BeforeCreatedError'
  constructor(created: string, time: string) {
    super(`The signature says that it was made at ${created}, and it was on the chain before ${time}: one of them is wrong.`, { facts: { created, time } })
  }
}

function checkReceipt({ proof, found }: Dated, proofs: readonly Judged[], world: AnchorWorld): Check {
  if (!proof) {
    const whole = proofs.every(({ record }) => record)
    return whole
      ? failed(new CommitmentMismatchError())
      : unknown(new NotExaminedError('What its proofs cover could not be computed, so nobody can tell whose receipt it is.'))
  }
  if (proof.outcome !== 'passed') return unknown(new NotExaminedError('The signature that it dates did not pass.'))
  // It dates somebody else's proof, which says nothing about the issuer's.
  return proof.controller === world.issuer ? combine(found, proof) : { outcome: 'skipped', because: 'absent' }
}

// Clocks of signers are off by more than those of chains.
const day = 24 * 3600

function combine(found: readonly LookedUp[], { created }: Judged): Check {
  const bad = found.find(({ check }) => check.outcome === 'failed')
  if (bad) return bad.check as Check
  const sightings = found.flatMap(({ check }) => (check.outcome === 'passed' ? [check.detail] : []))
  if (sightings.length === 0) return (found.find(({ check }) => check.outcome === 'unknown') ?? found[0])?.check as Check
  const early = sightings.find((one) => created !== undefined && (timeOf(created) ?? 0) > (Date.parse(one.time) / 1000 + one.tolerance + day) * 1000)
  if (early) return failed(new BeforeCreatedError(created ?? '', early.time))
  return { outcome: 'passed', detail: { sightings } }
}

function toDetail({ method, location, evidence, ...detail }: Sighted): SightingDetail {
  return evidence === 'pinned' ? { ...detail, evidence } : detail
}

/** Of several receipts: one that failed fails; otherwise one that passed, all sightings together; otherwise what is least known. */
function worst(checks: readonly Check[]): Check {
  const bad = checks.find(({ outcome }) => outcome === 'failed')
  if (bad) return bad
  // A timestamp dates all the proofs at once.
  const sightings = new Set(checks.flatMap((check) => (check.outcome === 'passed' ? (check.detail as { sightings: Sighted[] }).sightings : [])))
  if (sightings.size > 0) return { outcome: 'passed', detail: { sightings: [...sightings].map(toDetail) } }
  return (
    checks.find(({ outcome }) => outcome === 'unknown') ??
    checks.find((check) => check.outcome === 'skipped' && check.because !== 'absent') ?? { outcome: 'skipped', because: 'absent' }
  )
}

/** A timestamp stands beside, and what it dates is not what is examined. */
export function undated(why: string): Check {
  return unknown(new NotExaminedError(why, undefined, 'comes with a timestamp'))
}

/** What `require: ['anchor']` makes of it: what was not examined is a doubt, and a test chain is no anchor. */
export function demandedAnchor(check: Check, { required, allowTest = false }: Pick<AnchorWorld, 'required' | 'allowTest'>): Check {
  if (!required) return check
  if (check.outcome === 'skipped') {
    if (check.because === 'absent') return failed(new MissingError())
    return unknown(new NotExaminedError(check.because === 'not asked' ? 'No chain was given on which to look it up.' : 'Nobody who dates it is known here.'))
  }
  if (check.outcome !== 'passed' || allowTest) return check
  const { sightings } = check.detail as unknown as { readonly sightings: readonly SightingDetail[] }
  return sightings.every(({ testOnly }) => testOnly) ? unknown(new TestOnlyError(sightings.map(({ chain }) => chain))) : check
}

function problemCheck(error: BaseError): Check {
  // A receipt of a version to come may be good: it is only not understood here.
  return error.name === 'anchor.NewerReceiptError' ? unknown(error) : failed(error)
}

function failed(error: BaseError): Check {
  return { outcome: 'failed', problem: toProblem(error) as Problem }
}

function unknown(error: BaseError): Check {
  return { outcome: 'unknown', problem: toProblem(error) as Problem }
}
