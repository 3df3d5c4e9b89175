import type { Proof, Signed } from '../credential/secured.js'
import { BaseError, type Check, toProblem } from '../errors.js'
import { isObject, type JsonObject, many } from '../json.js'
import type { PublicKey } from '../seams.js'
import type { Reading, SuiteReader, World } from './suite.js'

/** A document with more proofs than this is not read: each costs a canonicalisation. */
export const maxProofs = 16

/**
 * The proofs of a document in their order, whether it has one, a list or none.
 *
 * @throws {TooManyProofsError} for more than 16, before anything is hashed
 * @example
 * proofsOf(signed)[0]?.cryptosuite // 'eddsa-jcs-2022'
 */
export function proofsOf(document: object): readonly Proof[] {
  const proofs = many((document as JsonObject)['proof'])
  if (proofs.length > maxProofs) throw new TooManyProofsError(proofs.length)
  return proofs.filter(isObject) as unknown as readonly Proof[]
}

/**
 * What a proof covers: the document without its proofs, or with just those that the proof names in `previousProof`, as they stand (VC Data
 * Integrity 1.0, 4.3 and 4.5). A receipt is never among them.
 *
 * @throws {PreviousProofError} when a named proof is not there
 * @example
 * coveredBy(signed, signed.proof[0]) // the credential, unsigned
 */
export function coveredBy(document: object, proof: Proof): object {
  const { proof: _, ...rest } = document as JsonObject
  if (proof.previousProof === undefined) return rest
  const ids = many(proof.previousProof)
  const before = proofsOf(document).filter((one) => one.id !== undefined && ids.includes(one.id))
  const missing = ids.find((id) => !before.some((one) => one.id === id))
  if (missing !== undefined || ids.length === 0 || (proof.id !== undefined && ids.includes(proof.id)))
    throw new PreviousProofError(String(missing ?? proof.id ?? ''))
  return { ...rest, proof: before }
}

/** The suite that a proof names, if it is among these: by `cryptosuite`, or by `type` where the suite is older than Data Integrity. */
export function suiteOf(proof: Proof, suites: readonly SuiteReader[]): SuiteReader | undefined {
  const { type, cryptosuite } = proof
  return suites.find(({ name, namedBy }) => (namedBy === 'type' ? type === name : type === 'DataIntegrityProof' && cryptosuite === name))
}

/**
 * Checks one proof against one key, and nothing else: no issuer, no dates, no status. For vectors and tools; it never makes a `Verified`.
 * The proof is the only one of the suite, or the one at `at`.
 *
 * @example
 * (await verifyProof(signed, { suite: eddsaRdfc2022, publicKey })).outcome // 'passed'
 */
export async function verifyProof(
  signed: Signed,
  { suite, publicKey, at, contexts }: { readonly suite: SuiteReader; readonly publicKey: PublicKey; readonly at?: number | undefined } & World,
): Promise<Check> {
  const proofs = proofsOf(signed)
  const proof = at === undefined ? proofs.find((one) => suiteOf(one, [suite])) : proofs[at]
  if (!proof || !suiteOf(proof, [suite])) return { outcome: 'skipped', because: 'absent' }
  try {
    if (await readProof(suite, signed, proof, { contexts }).verify(publicKey)) return { outcome: 'passed', detail: { suite: suite.name } }
    return { outcome: 'failed', problem: toProblem(new BadSignatureError(suite.name)) }
  } catch (error) {
    const problem = toProblem(error)
    return { outcome: unexamined.includes(problem.name) ? 'unknown' : 'failed', problem }
  }
}

/** Reads a proof with its suite: as the suite itself does, or as the one signature that it is. Throws as `record` does. */
export function readProof(suite: SuiteReader, document: object, proof: Proof, world: World = {}): Reading {
  if (suite.read) return suite.read(document, proof, world)
  const record = suite.record(document, proof, world)
  return { record, verify: (key) => suite.verify(record.message, record.signature, key) }
}

/** The problems of proofs that are recognised, and that nobody here can examine. */
export const unexamined: readonly string[] = ['sign.BaseProofError', 'sign.UnknownFeatureError', 'sign.TooManyStatementsError', 'keys.UnknownAlgorithmError']

/** The signature does not belong to this document and this key. */
export class BadSignatureError extends BaseError {
  override readonly name = 'sign.BadSignatureError'
  constructor(suite: string) {
    super('The signature does not belong to this text and this key: one of them was changed after signing. Ask its holder for the original.', {
      facts: { suite },
    })
  }
}

/** More proofs than anyone has use for. */
export class TooManyProofsError extends BaseError {
  override readonly name = 'sign.TooManyProofsError'
  constructor(count: number) {
    super(`This document carries ${count} proofs; at most ${maxProofs} are read. Ask its issuer for a copy with fewer.`, { facts: { count, maxProofs } })
  }
}

/** A chained proof names a proof that is not there, or itself. */
export class PreviousProofError extends BaseError {
  override readonly name = 'sign.PreviousProofError'
  constructor(id: string) {
    super(`A proof was made over the proof "${id.slice(0, 100)}", which is not in this document: it was removed, or the chain is broken.`, {
      facts: { id: id.slice(0, 200) },
    })
  }
}
