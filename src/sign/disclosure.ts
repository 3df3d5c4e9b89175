import { type Bytes, fromBase64url } from '../bytes.js'
import { rdfcCanonical } from '../canonicalize/rdfc.js'
import { decode, type Item } from '../cbor.js'
import type { Proof } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { sha256 } from '../hash.js'
import type { JsonObject } from '../json.js'
import { coveredBy } from './proofs.js'
import { ProofValueError, type World } from './suite.js'

/** What a document with a derived proof says: what every copy says, as a hash, and what its holder chose to show. */
export type Disclosure = {
  /** SHA-256 of the canonical options of the proof. */
  readonly proofHash: Bytes
  /** SHA-256 of the statements that every copy discloses. */
  readonly mandatoryHash: Bytes
  /** The other statements, in order: lines of N-Quads with their signed names of blank nodes. */
  readonly statements: readonly string[]
}

/**
 * The bytes of a proof value (VC-DI-ECDSA 1.0, 3.5.8; VC-DI-BBS 1.0, 3.3.7): `u` and base64url of a CBOR tag of three bytes, of which the last says what
 * it is, and of what is tagged.
 *
 * @throws {ProofValueError} for another tag, or anything else
 */
export function readProofValue({ proofValue }: Proof): { readonly feature: number; readonly content: Uint8Array } {
  if (typeof proofValue !== 'string' || !proofValue.startsWith('u')) throw new ProofValueError()
  const bytes = decoded(() => fromBase64url(proofValue.slice(1)))
  const [tag, family, feature] = bytes
  if (tag !== 0xd9 || family !== 0x5d || feature === undefined) throw new ProofValueError()
  return { feature, content: bytes.subarray(3) }
}

/**
 * The parts of what is tagged: a CBOR list of as many.
 *
 * @throws {ProofValueError} for anything else
 */
export function readParts(content: Uint8Array, count: number): readonly Item[] {
  const parts = decoded(() => decode(content, 2))
  if (!Array.isArray(parts) || parts.length !== count) throw new ProofValueError()
  return parts
}

function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (cause) {
    throw new ProofValueError(cause)
  }
}

/**
 * What a document discloses (VC-DI-ECDSA 1.0, 3.5.9; VC-DI-BBS 1.0, 3.3.8), in plain words; `undefined` when the proof is of another document: when it
 * does not name each blank node once, or makes a statement mandatory that is not there.
 */
export function disclose(
  document: object,
  proof: Proof,
  labels: ReadonlyMap<string, string>,
  mandatory: ReadonlySet<number>,
  { contexts }: World,
): Disclosure | undefined {
  const options = { contexts, plain: true, direction: 'i18n-datatype' } as const
  const { proofValue: _, ...rest } = proof
  const proofOptions = rdfcCanonical({ ...rest, '@context': (document as JsonObject)['@context'] }, options)
  const made = rdfcCanonical(coveredBy(document, proof), { ...options, relabel: (label) => labels.get(label) ?? label })
  const named = made.labels.size === labels.size && [...made.labels.values()].every((label) => labels.has(label))
  if (!named || [...mandatory].some((index) => index >= made.lines.length)) return undefined
  return {
    proofHash: sha256(proofOptions.text),
    mandatoryHash: sha256(made.lines.filter((_, index) => mandatory.has(index)).join('')),
    statements: made.lines.filter((_, index) => !mandatory.has(index)),
  }
}

/**
 * The names that the statements were signed with, by the canonical ones. Two nodes may not have one name: what was said of one could be shown as said
 * of two.
 *
 * @throws {ProofValueError} when two have
 */
export function toLabels(map: Item | undefined, toName: (item: Item) => string | undefined): ReadonlyMap<string, string> {
  if (!(map instanceof Map)) throw new ProofValueError()
  const labels = new Map<string, string>()
  for (const [node, item] of map as ReadonlyMap<number, Item>) {
    const name = toName(item)
    if (name === undefined) throw new ProofValueError()
    labels.set(`c14n${node}`, name)
  }
  if (new Set(labels.values()).size < labels.size) throw new ProofValueError()
  return labels
}

/**
 * A list of places, each once, the least first.
 *
 * @throws {ProofValueError} for anything else
 */
export function toIndexes(list: Item | undefined): readonly number[] {
  if (!Array.isArray(list) || !list.every((index, at) => typeof index === 'number' && (at === 0 || index > list[at - 1]))) throw new ProofValueError()
  return list
}

/** The proof is the issuer's own, from which its holder makes the ones to show. Nobody but the holder should have it. */
export class BaseProofError extends BaseError {
  override readonly name = 'sign.BaseProofError'
  constructor(suite: string) {
    super(
      `This is the copy that its issuer gave to its holder (a base proof of ${suite}), which is not for showing: it has everything in it. Ask the holder for one that was made to be shown.`,
      { facts: { suite } },
    )
  }
}

/** The suite verifies proofs, and makes or anchors none. */
export class VerifyOnlyError extends BaseError {
  override readonly name = 'sign.VerifyOnlyError'
  constructor(suite: string) {
    super(`Proofs of ${suite} are verified here, and not made. Sign with another suite.`, { facts: { suite } })
  }
}

/** More is signed, statement by statement, than is looked at. */
export class TooManyStatementsError extends BaseError {
  override readonly name = 'sign.TooManyStatementsError'
  constructor(count: number, limit: number) {
    super(`This proof is about ${count} separate statements; at most ${limit} are looked at. Ask its holder for a copy that shows less.`, {
      facts: { count, limit },
    })
  }
}
