import { type Brand, type Bytes, concat, fromBase64url, fromUtf8, type Uri, utf8 } from '../bytes.js'
import type { Contexts } from '../contexts/index.js'
import {
  type CompactJwt,
  isCompactJwt,
  NotSecuredError,
  type Proof,
  type Recorder,
  type Secured,
  type SignatureRecord,
  type Signed,
} from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { sha256 } from '../hash.js'
import { isObject, parse } from '../json.js'
import { hashLeaf, type LeafBytes, type LeafHash, newSalt, type Salt } from '../merkle/tree.js'
import type { Kind } from './receipt.js'

/** What a batch needs of a credential: its id and 65 bytes. Make it when you sign; anchor it tonight. Personal data: it carries the salt. */
export type Leaf = Brand<{ readonly id: Uri; readonly kind: Kind; readonly salt: Salt; readonly hash: LeafHash }, 'Leaf'>

/** Which signature of a credential is meant. `proof` is an index of its `proof` list or an `id`, where several are of the suite. */
export type SignatureOptions = {
  readonly suite: Recorder
  readonly proof?: number | string | undefined
  readonly contexts?: Contexts | undefined
}

/**
 * The bytes that a leaf covers: `kind ‖ SHA-256(message) ‖ SHA-256(signature)` of one signature. Whatever leaves the signature as it is
 * leaves them as they are: the order of members, other proofs, receipts. The signature is not verified.
 *
 * @throws {NoProofError} when no proof is of the suite, or not the one that `proof` names
 * @throws {AmbiguousProofError} when several are, and `proof` does not say which
 * @throws {TooManyProofsError} above 16 proofs
 * @throws {UnlinkableSuiteError} for bbs-2023
 * @example
 * matches(receipt, leafBytes(signed, { suite: eddsaRdfc2022 }))
 */
export function leafBytes(secured: CompactJwt): LeafBytes
export function leafBytes(secured: Secured, options: SignatureOptions): LeafBytes
export function leafBytes(secured: Secured, options?: SignatureOptions): LeafBytes {
  return fromRecord(recordOf(secured, options))
}

/**
 * The bytes that a leaf covers, from a signature's record: for whoever has computed it already.
 *
 * @example
 * matches(receipt, fromRecord(suite.record(document, proof)))
 */
export function fromRecord({ kind, message, signature }: SignatureRecord): LeafBytes {
  return concat(new Uint8Array([kind]), sha256(message), sha256(signature)) as Bytes as LeafBytes
}

/**
 * The leaf of a secured credential, with a new random salt. Throws as `leafBytes` does.
 *
 * @throws {NoIdError} when the credential has no `id`: receipts come back by it
 * @example
 * await db.save({ id: badge.id, leaf: toRow(leaf(signed, { suite: eddsaRdfc2022 })) })
 */
export function leaf(secured: CompactJwt): Leaf
export function leaf(secured: Secured, options: SignatureOptions): Leaf
export function leaf(secured: Secured, options?: SignatureOptions): Leaf {
  const id = idOf(secured)
  if (id === undefined) throw new NoIdError()
  const record = recordOf(secured, options)
  const salt = newSalt()
  return { id, kind: record.kind, salt, hash: hashLeaf(fromRecord(record), salt) } as Leaf
}

/**
 * Packs a leaf for a column of a table: `kind ‖ salt ‖ hash`, 65 bytes.
 *
 * @example
 * fromRow(leaf.id, toRow(leaf)) // the same leaf
 */
export function toRow(leaf: Leaf): Bytes {
  return concat(new Uint8Array([leaf.kind]), leaf.salt, leaf.hash)
}

/**
 * Unpacks a leaf.
 *
 * @throws {RowError} when the row is not one that `toRow` wrote
 * @example
 * await anchor(rows.map((row) => fromRow(row.id, row.leaf)), { chain, keep })
 */
export function fromRow(id: Uri, row: Uint8Array): Leaf {
  const kind = row[0] ?? 0
  if (row.length !== rowSize || kind < 1 || kind > 3) throw new RowError(row.length)
  return { id, kind, salt: row.slice(1, 33), hash: row.slice(33) } as unknown as Leaf
}

/** The bytes of one row. */
export const rowSize: 65 = 65

/** The id of a credential, where it says one: the receipt comes back by it. */
export function idOf(secured: Secured): Uri | undefined {
  const claims = typeof secured === 'string' ? claimsOf(secured) : secured
  const id: unknown = typeof secured === 'string' && isObject(claims) ? (claims['id'] ?? claims['jti']) : (claims as { readonly id?: unknown }).id
  return typeof id === 'string' && id !== '' ? id : undefined
}

/** The proofs of a credential, whether it lists them or has one. */
export function proofsOf(signed: Signed): readonly Proof[] {
  const { proof } = signed as { readonly proof?: Proof | readonly Proof[] }
  return Array.isArray(proof) ? (proof as readonly Proof[]) : proof ? [proof as Proof] : []
}

/** Says whether a proof is a receipt of this package. */
export function isReceipt(proof: Proof): boolean {
  return proof?.type === 'DataIntegrityProof' && proof.cryptosuite === receiptSuite
}

/** The name under which a receipt stands among the proofs of a credential. */
export const receiptSuite: 'merkle-anchor-2026' = 'merkle-anchor-2026'

/** The credential has no id. */
export class NoIdError extends BaseError {
  override readonly name = 'anchor.NoIdError'
  constructor() {
    super('This credential has no id, and receipts come back by id. Issue it with an id.')
  }
}

/** No proof is of the suite, or the one that was named is not. */
export class NoProofError extends BaseError {
  override readonly name = 'anchor.NoProofError'
  constructor(suite: string, proof: number | string | undefined) {
    const which = proof === undefined ? 'This credential carries no proof' : `Proof ${JSON.stringify(proof)} of this credential is not`
    super(`${which} of ${suite}. Pass the suite that signed it.`, { facts: { suite, proof } })
  }
}

/** Several proofs are of the suite. */
export class AmbiguousProofError extends BaseError {
  override readonly name = 'anchor.AmbiguousProofError'
  constructor(suite: string, found: number) {
    super(`This credential carries ${found} proofs of ${suite}, and a leaf is one signature. Pass the index or the id of one as \`proof\`.`, {
      facts: { suite, found },
    })
  }
}

/** A signed credential was passed without the suite that signed it. */
export class NoSuiteError extends BaseError {
  override readonly name = 'anchor.NoSuiteError'
  constructor() {
    super('A leaf is a signature, and only its suite knows what was signed. Pass it: { suite: eddsaRdfc2022 }, or pass a leaf made earlier.')
  }
}

/** More proofs than are ever looked at. */
export class TooManyProofsError extends BaseError {
  override readonly name = 'anchor.TooManyProofsError'
  constructor(found: number) {
    super(`This credential carries ${found} proofs, and at most ${maxProofs} are looked at. Ask its holder for a copy with fewer.`, {
      facts: { found, limit: maxProofs },
    })
  }
}

/** The suite makes proofs that nobody can link, and an anchor would link them. */
export class UnlinkableSuiteError extends BaseError {
  override readonly name = 'anchor.UnlinkableSuiteError'
  constructor(suite: string) {
    super(`${suite} exists so that two uses of a credential cannot be linked, and an anchor would link them. Anchor another signature.`, { facts: { suite } })
  }
}

/** Bytes that are no row. */
export class RowError extends BaseError {
  override readonly name = 'anchor.RowError'
  constructor(length: number) {
    super(`A leaf's row is ${rowSize} bytes that begin with its kind, and these are not. Store what toRow returns.`, { facts: { length } })
  }
}

const maxProofs = 16

function recordOf(secured: Secured, options: SignatureOptions | undefined): SignatureRecord {
  if (typeof secured === 'string') return recordOfJwt(secured)
  if (!options?.suite) throw new NoSuiteError()
  const { suite, contexts } = options
  if (suite.name === 'bbs-2023') throw new UnlinkableSuiteError(suite.name)
  return suite.record(secured, proofOf(secured, options), { contexts })
}

// RFC 7515, 5.2: what was signed is the text before the last dot. What follows the first `~` of an SD-JWT is the holder's affair.
function recordOfJwt(text: string): SignatureRecord {
  const jwt = issuerJwt(text)
  const dot = jwt.lastIndexOf('.')
  return { kind: 2, message: utf8(jwt.slice(0, dot)), signature: fromBase64url(jwt.slice(dot + 1)) }
}

function issuerJwt(text: string): string {
  const [jwt = ''] = text.trim().split('~', 1)
  if (!isCompactJwt(jwt)) throw new NotSecuredError()
  return jwt
}

function claimsOf(text: string): unknown {
  return parse(fromUtf8(fromBase64url(issuerJwt(text).split('.')[1] ?? '')))
}

function proofOf(signed: Signed, { suite, proof: wanted }: SignatureOptions): Proof {
  const proofs = proofsOf(signed)
  const signatures = proofs.filter((proof) => !isReceipt(proof))
  if (signatures.length > maxProofs) throw new TooManyProofsError(signatures.length)
  const ofSuite = signatures.filter((proof) => (proof?.cryptosuite ?? proof?.type) === suite.name)
  const found = wanted === undefined ? ofSuite : ofSuite.filter((proof) => (typeof wanted === 'number' ? proof === proofs[wanted] : proof.id === wanted))
  const [only] = found
  if (!only) throw new NoProofError(suite.name, wanted)
  if (found.length > 1) throw new AmbiguousProofError(suite.name, found.length)
  return only
}
