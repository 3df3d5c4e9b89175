import { type End, endOf } from '../anchor/end.js'
import { receiptSuite } from '../anchor/leaf.js'
import type { Uri } from '../bytes.js'
import type { Contexts } from '../contexts/index.js'
import { timeOf } from '../credential/instant.js'
import type { Proof, SignatureRecord } from '../credential/secured.js'
import { type KeyMethod, type ResolvedKey, resolve } from '../did/method.js'
import { BaseError, type Problem, toProblem } from '../errors.js'
import { type Json, type JsonObject, many } from '../json.js'
import { verifySignature } from '../keys/verify.js'
import type { Cancel, Load } from '../seams.js'
import { shown } from '../shown.js'
import type { DecodedJwt } from '../sign/jwt.js'
import { plainly } from '../sign/plain.js'
import { BadSignatureError, proofsOf, readProof, suiteOf, unexamined } from '../sign/proofs.js'
import { issuerOf } from '../sign/sign.js'
import type { Reading, SuiteReader } from '../sign/suite.js'
import type { ProofVerdict } from './report.js'

/** What judging a proof may touch. */
export type ProofWorld = {
  readonly suites: readonly SuiteReader[]
  readonly methods: readonly KeyMethod[]
  /** The names of the envelopes that may be opened. */
  readonly envelopes: readonly string[]
  readonly contexts?: Contexts | undefined
  readonly load?: Load | undefined
  readonly cancel?: Cancel | undefined
  readonly now: Date
  /** What a proof, and its key, must be for. */
  readonly purpose: Purpose
}

/** Making statements, or saying that one is there (Controlled Identifiers 1.0, 2.3.1 and 2.3.2). */
export type Purpose = 'assertionMethod' | 'authentication'

/** What judging a JWT needs of it. */
export type JudgedJwt = Pick<DecodedJwt, 'kid' | 'mismatches' | 'record' | 'fits'>

/** One proof, judged: what it covers, whose key it is, and whether the signature is that key's. */
export type Judged = ProofVerdict & {
  readonly record?: SignatureRecord | undefined
  readonly resolved?: ResolvedKey | undefined
  readonly created?: string | undefined
  /** How the key had ended: the signature is right, and when it was made decides. */
  readonly end?: End | undefined
  /** Why it is not `passed`. */
  readonly trouble?: Problem | undefined
  /** Whether the record was made under contexts that define every term; `undefined` where no terms were read. */
  readonly terms?: 'read' | undefined
}

/** Judges every proof of a credential, in order: the JWT it came in first, then those inside. Never throws for what is wrong with one. */
export async function judgeProofs(document: JsonObject, jwt: JudgedJwt | undefined, world: ProofWorld): Promise<readonly Judged[]> {
  // Receipts stand among the proofs, and are none.
  const proofs = proofsOf(document).filter((proof) => proof.cryptosuite !== receiptSuite)
  const inside = proofs.map((proof) => judgeProof(document, proof, world))
  return Promise.all(jwt ? [judgeJwt(document, jwt, world), ...inside] : inside)
}

/** A credential without any proof. */
export class NoProofError extends BaseError {
  override readonly name = 'sign.NoProofError'
  constructor() {
    super('This carries no proof at all: anybody could have written it. Ask its holder for the signed file.')
  }
}

/** No proof is of a kind that the caller accepts; `suite` is empty where the proof names none. */
export class UnknownSuiteError extends BaseError {
  override readonly name = 'sign.UnknownSuiteError'
  constructor(suite: string) {
    const why = suite
      ? `The proof is of a kind that was not accepted here ("${shown(suite)}"), so it could not be checked. Add its suite to \`accept\`.`
      : 'The proof does not say of which kind it is, so it could not be checked. Ask its issuer for a copy that says it.'
    super(why, { facts: { suite: shown(suite) } })
  }
}

/** The proof, or its key, is for another purpose: a credential is issued (`assertionMethod`), and a presentation is presented (`authentication`). */
export class WrongPurposeError extends BaseError {
  override readonly name = 'sign.WrongPurposeError'
  constructor(what: 'proof' | 'key', purposes: readonly string[], wanted: Purpose) {
    const aim = wanted === 'authentication' ? 'presenting' : 'issuing credentials'
    super(`This ${what} is not for ${aim} (${wanted}), but for: ${shown(purposes.join(', ')) || 'nothing'}. Ask for a corrected copy.`, {
      facts: { what, purposes: purposes.slice(0, 8).map(shown), wanted },
    })
  }
}

/** The proof says that it has expired. */
export class ProofExpiredError extends BaseError {
  override readonly name = 'sign.ProofExpiredError'
  constructor(expires: string) {
    super(`The proof was good until ${expires}. Ask the issuer for a fresh copy.`, { facts: { expires } })
  }
}

/** A date of the proof is none. */
export class ProofDateError extends BaseError {
  override readonly name = 'sign.DateError'
  constructor(member: string, value: string) {
    super(`The proof's "${member}" is not a date with a time zone: "${value.slice(0, 40)}". Ask its issuer for a corrected copy.`, { facts: { member } })
  }
}

/** A claim of the JWT contradicts the credential inside. */
export class ClaimMismatchError extends BaseError {
  override readonly name = 'sign.ClaimMismatchError'
  constructor(claims: readonly string[]) {
    super(
      `The JWT and the credential inside say different things (${claims.join(', ')}): one of them was changed, or its issuer made an error. Ask its issuer for another copy.`,
      {
        facts: { claims },
      },
    )
  }
}

/** The JWT's algorithm is not the key's. */
export class JwtKeyError extends BaseError {
  override readonly name = 'sign.JwtKeyError'
  constructor(algorithm: string) {
    super(`The JWT names an algorithm that does not go with its key (${algorithm}). Ask its issuer for a corrected copy.`, { facts: { algorithm } })
  }
}

async function judgeProof(document: JsonObject, proof: Proof, world: ProofWorld): Promise<Judged> {
  const name = textOf(proof.type === 'DataIntegrityProof' ? proof.cryptosuite : proof.type)
  const base = { suite: name, key: textOf(proof.verificationMethod), ...(proof.created !== undefined && { created: proof.created }) }
  const suite = suiteOf(proof, world.suites)
  if (!suite) return { ...base, outcome: 'skipped', problem: 'sign.UnknownSuiteError', trouble: toProblem(new UnknownSuiteError(name)) }
  let read: Read
  try {
    read = await plainly(suite, document, world.contexts, (document, under) => ({ reading: readProof(suite, document, proof, under), document, ...under }))
  } catch (error) {
    return trouble(base, error)
  }
  const made = { ...base, record: read.reading.record, ...(suite.readsTerms && { terms: 'read' as const }) }
  try {
    checkProof(proof, world)
    const resolved = await keyOf(base.key, world)
    const found = { ...made, resolved, controller: resolved.controller }
    const right = await matchingReading(suite, proof, read, resolved)
    if (!right) return trouble(found, new BadSignatureError(name))
    return { ...found, record: right.record, outcome: 'passed', end: endOf(resolved, world.now) }
  } catch (error) {
    return trouble(made, error)
  }
}

async function judgeJwt(document: JsonObject, jwt: JudgedJwt, world: ProofWorld): Promise<Judged> {
  const base = { suite: 'vc-jwt', key: jwt.kid ?? '', record: jwt.record }
  if (!world.envelopes.includes('vc-jwt'))
    return { ...base, outcome: 'skipped', problem: 'sign.UnknownSuiteError', trouble: toProblem(new UnknownSuiteError('vc-jwt')) }
  try {
    if (jwt.mismatches.length > 0) throw new ClaimMismatchError(jwt.mismatches)
    // A key in the header proves nothing about the issuer: the key is looked up where the issuer, or the kid, says it is.
    const resolved = await keyOf(jwt.kid ?? issuerOf(document) ?? '', world)
    const found = { ...base, resolved, controller: resolved.controller }
    // First, because a key that nobody here can verify with is a doubt, whatever the header says.
    const right = await verifySignature(resolved, jwt.record.message, jwt.record.signature)
    if (!jwt.fits(resolved.algorithm)) throw new JwtKeyError(resolved.algorithm)
    if (!right) return trouble(found, new BadSignatureError('vc-jwt'))
    return { ...found, outcome: 'passed', end: endOf(resolved, world.now) }
  } catch (error) {
    return trouble(base, error)
  }
}

/** A reading, and what was read under which contexts. */
type Read = { readonly reading: Reading; readonly document: JsonObject; readonly contexts?: Contexts | undefined }

/** The reading that the key made: of the document as it stands, or under contexts that a published URL had at another time. */
async function matchingReading(suite: SuiteReader, proof: Proof, { document, contexts, reading }: Read, key: ResolvedKey): Promise<Reading | undefined> {
  if (await reading.verify(key)) return reading
  for (const earlier of suite.alternates?.(document) ?? []) {
    const other = readProof(suite, document, proof, { contexts: { ...earlier, ...contexts } })
    if (await other.verify(key)) return other
  }
  return undefined
}

function checkProof(proof: Proof, { now, purpose }: ProofWorld): void {
  if (proof.proofPurpose !== purpose) throw new WrongPurposeError('proof', many(proof.proofPurpose).map(textOf), purpose)
  if (proof.created !== undefined && timeOf(proof.created) === undefined) throw new ProofDateError('created', textOf(proof.created))
  if (proof.expires === undefined) return
  const expires = timeOf(proof.expires)
  if (expires === undefined) throw new ProofDateError('expires', textOf(proof.expires))
  if (expires <= now.getTime()) throw new ProofExpiredError(proof.expires)
}

async function keyOf(method: Uri, { methods, load, cancel, purpose }: ProofWorld): Promise<ResolvedKey> {
  const key = await resolve(method, methods, { load, cancel })
  if (!key.purposes.includes(purpose)) throw new WrongPurposeError('key', key.purposes, purpose)
  return key
}

// What could not be examined is a doubt; what was examined and is wrong is a failure.
const doubts = [...unexamined, 'load.', 'canonicalize.', 'did.UnknownMethodError', 'did.UnsupportedKeyError', 'did.BadDocumentError', 'verify.CancelledError']

function trouble(judged: Omit<Judged, 'outcome'>, error: unknown): Judged {
  const problem = toProblem(error)
  const doubt = doubts.some((name) => problem.name.startsWith(name)) || !(error instanceof BaseError)
  return { ...judged, outcome: doubt ? 'unknown' : 'failed', problem: problem.name, trouble: problem }
}

/** What a stranger gave as a text. Whatever else it is names nothing. */
function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
