import { CommitmentMismatchError, NotExaminedError } from '../../anchor/receipt.js'
import { sameBytes, type Uri } from '../../bytes.js'
import { BaseError, type Check, toProblem } from '../../errors.js'
import { type Json, type JsonObject, many } from '../../json.js'
import { BadSignatureError } from '../../sign/proofs.js'
import { toCheck } from '../errors.js'
import type { World } from '../format.js'
import { type Bound, bind, checkLooks, type Look, lookAt } from './anchors.js'
import { identify, methodIn } from './identity.js'
import { leadsToRoot, type Receipt } from './receipt.js'
import { contextsWith, hashOf } from './text.js'
import { absent, type Trouble, worst } from './worst.js'

/** A Merkle proof, what it covers, and who is said to have made it. */
export type MerkleProof = {
  readonly suite: string
  readonly covered: JsonObject
  /** The verification method that it names, where it names one. */
  readonly method: Uri | undefined
  readonly owner: Uri
  /** Reads it, and throws for what is wrong with its form. */
  readonly read: () => Receipt
}

/** How a Merkle proof came out, by the checks that it bears on; and in one line, as proofs stand in a report. */
export type Judged = {
  readonly owner: Uri
  readonly terms: Check
  readonly signature: Check
  readonly binding: Check
  readonly anchor: Check
  readonly verdict: JsonObject
}

/** Judges a Merkle proof: it belongs to the document, its root is where it says, and the account that wrote it there is its owner's. Never rejects. */
export async function judge(proof: MerkleProof, world: World): Promise<Judged> {
  const receipt = attempt(proof.read)
  const hash = attempt(() => hashOf(proof.covered, contextsWith(world.contexts)))
  const signature = signatureOf(proof, receipt, hash)
  const looks = 'value' in receipt ? await lookAt(receipt.value, world) : []
  const bound = await boundBy(proof, looks, world)
  // What belongs to another document ties this one to nobody.
  const binding = worst([bound.check, signature]) ?? bound.check
  return {
    owner: proof.owner,
    terms: termsOf(proof, hash),
    signature,
    binding,
    anchor: anchorOf(signature, looks),
    verdict: verdictOf(proof, signature, bound),
  }
}

/** What all of them say; a list of how each came out stands with the signature. */
export function merged(judged: readonly Judged[]): { readonly terms: Check; readonly signature: Check; readonly anchor: Check } {
  const all = (name: 'terms' | 'signature' | 'anchor'): Check => {
    const checks = judged.map((one) => one[name])
    return worst(checks) ?? checks[0] ?? absent
  }
  const sightings = judged.flatMap(({ anchor }) => (anchor.outcome === 'passed' ? many((anchor.detail as JsonObject)['sightings']) : []))
  const anchor = all('anchor')
  return {
    terms: all('terms'),
    signature: withVerdicts(
      all('signature'),
      judged.map(({ verdict }) => verdict),
    ),
    anchor: anchor.outcome === 'passed' ? { outcome: 'passed', detail: { sightings } } : anchor,
  }
}

/** A check of signatures, and how each proof came out. */
export function withVerdicts(check: Check, proofs: readonly Json[]): Check {
  if ('problem' in check) return { ...check, problem: { ...check.problem, facts: { ...check.problem.facts, proofs } } }
  return { outcome: 'passed', detail: { proofs } }
}

type Attempt<T> = { readonly value: T } | { readonly trouble: Trouble; readonly error: unknown }

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work() }
  } catch (error) {
    return { trouble: toCheck(error) as Trouble, error }
  }
}

function signatureOf({ suite }: MerkleProof, receipt: Attempt<Receipt>, hash: Attempt<Uint8Array>): Check {
  if ('trouble' in receipt) return receipt.trouble
  if ('trouble' in hash) return hash.trouble
  if (!sameBytes(hash.value, receipt.value.targetHash)) return failed(new BadSignatureError(suite))
  return leadsToRoot(receipt.value) ? { outcome: 'passed', detail: {} } : failed(new CommitmentMismatchError())
}

/** What was added after the hash was taken is a failure; what cannot be told leaves a doubt. */
function termsOf({ covered }: MerkleProof, hash: Attempt<Uint8Array>): Check {
  if ('trouble' in hash) return hash.error instanceof BaseError && badTerms.includes(hash.error.name) ? { ...hash.trouble, outcome: 'failed' } : hash.trouble
  return { outcome: 'passed', detail: { contexts: many(covered['@context']).map((context) => (typeof context === 'string' ? context : 'inline')) } }
}

const badTerms = ['canonicalize.UndefinedTermError', 'canonicalize.HiddenMemberError']

async function boundBy({ owner, method }: MerkleProof, looks: readonly Look[], world: World): Promise<Bound> {
  if (looks.length === 0) return { check: absent }
  try {
    const identity = await identify(owner, world)
    const named = method === undefined ? undefined : await methodIn(identity, method, world)
    return bind(identity, named, looks, world)
  } catch (error) {
    return { check: toCheck(error) }
  }
}

function anchorOf(signature: Check, looks: readonly Look[]): Check {
  if (looks.length === 0) return absent
  const found = checkLooks(looks)
  const isOfThis = found.outcome !== 'passed' || signature.outcome === 'passed'
  return isOfThis ? found : { outcome: 'unknown', problem: toProblem(new NotExaminedError('What it dates is not this document.')) }
}

function verdictOf({ suite, method, owner }: MerkleProof, signature: Check, { check, judgedAt, window }: Bound): JsonObject {
  // What it names is a claim, until its account is found.
  const key = check.outcome === 'passed' ? (check.detail as JsonObject)['key'] : undefined
  return {
    suite,
    key: key ?? method ?? owner,
    outcome: signature.outcome,
    ...(check.outcome === 'passed' && { controller: owner }),
    ...('problem' in signature && { problem: signature.problem.name }),
    ...(judgedAt !== undefined && { judgedAt }),
    ...(window !== undefined && { window }),
  }
}

function failed(error: BaseError): Check {
  return { outcome: 'failed', problem: toProblem(error) }
}
