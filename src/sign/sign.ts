import type { Uri } from '../bytes.js'
import type { Contexts } from '../contexts/index.js'
import { toInstant } from '../credential/instant.js'
import type { Credential, Proof, Signed } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { isObject, type JsonObject, snapshot } from '../json.js'
import type { SigningKey } from '../keys/signer.js'
import { shown } from '../shown.js'
import { coveredBy, maxProofs, proofsOf, TooManyProofsError } from './proofs.js'
import { encodeProofValue, type Suite } from './suite.js'

export declare namespace sign {
  type Options<A extends string> = {
    readonly suite: Suite<A>
    readonly key: SigningKey<NoInfer<A>>
    /** When the signer says that it signed. No clock is read: without it the proof has no date of its own. */
    readonly created?: Date | undefined
    /** An id for the proof, which a later proof may chain to. */
    readonly id?: Uri | undefined
    /** Proofs already there that this one covers too (`previousProof`). Each needs an id. None, or an empty list: it covers the credential alone. */
    readonly after?: Proof | readonly Proof[] | undefined
    readonly contexts?: Contexts | undefined
  }
}

/**
 * Signs a credential: adds a Data Integrity proof to those it has (VC Data Integrity 1.0, 4.2 and 4.3). The credential itself is
 * unchanged, and so is every leaf that was anchored.
 *
 * @throws {NotTheIssuerError} when the key's controller is not the credential's issuer
 * @throws {WrongKeyError} when the suite does not take keys of this algorithm
 * @throws {ProofIdError} when a proof in `after` has no id, or `id` is already taken
 * @throws {TooManyProofsError} when the credential already has 16 proofs: nobody would read one more
 * @throws {CreatedError} when `created` is not a date of the years 0 to 9999
 * @example
 * const signed = await sign(badge, { suite: eddsaRdfc2022, key, created: new Date() })
 */
export async function sign<T extends Credential, A extends string>(credential: T, options: sign.Options<A>): Promise<Signed<T>> {
  const { suite, key, created, contexts } = options
  const document = snapshot(credential) as JsonObject
  requireIssuer(document, key)
  if (!(suite.algorithms as readonly string[]).includes(key.signer.publicKey.algorithm)) throw new WrongKeyError(suite, key.signer.publicKey.algorithm)
  const before = proofsOf(document)
  if (before.length === maxProofs) throw new TooManyProofsError(maxProofs + 1)
  const previousProof = idsOf(options.after ?? [])
  const proof = {
    ...(options.id !== undefined && { id: newId(options.id, before) }),
    type: 'DataIntegrityProof',
    cryptosuite: suite.name,
    ...(created && { created: wholeSecond(created) }),
    verificationMethod: key.id,
    proofPurpose: 'assertionMethod',
    ...(previousProof.length > 0 && { previousProof }),
    ...(suite.carriesContext && document['@context'] !== undefined && { '@context': document['@context'] }),
  } as Proof
  const bytes = await suite.signedBytes(coveredBy(document, proof), proof, key.signer.publicKey, { contexts })
  const proofValue = encodeProofValue(await key.signer.sign(bytes))
  return { ...document, proof: [...before, { ...proof, proofValue }] } as unknown as Signed<T>
}

/** Says who the issuer of a credential is: the `issuer`, or its id. */
export function issuerOf(credential: object): Uri | undefined {
  const { issuer } = credential as JsonObject
  const id = isObject(issuer) ? issuer['id'] : issuer
  return typeof id === 'string' ? id : undefined
}

/** Refuses a key that does not belong to the credential's issuer: nobody could verify what it signs. */
export function requireIssuer(credential: object, key: SigningKey): void {
  const issuer = issuerOf(credential)
  if (issuer !== key.controller) throw new NotTheIssuerError(issuer ?? '', key.controller)
}

/** The key belongs to somebody else than the issuer that the credential names. */
export class NotTheIssuerError extends BaseError {
  override readonly name = 'sign.NotTheIssuerError'
  constructor(issuer: Uri, controller: Uri) {
    const named = issuer ? `"${shown(issuer)}" as its issuer` : 'no issuer'
    super(`The credential names ${named}, but the key belongs to "${shown(controller)}". Do not rely on it.`, {
      facts: { issuer: shown(issuer), controller: shown(controller) },
    })
  }
}

/** The suite does not take keys of this algorithm. */
export class WrongKeyError extends BaseError {
  override readonly name = 'sign.WrongKeyError'
  constructor(suite: Suite, algorithm: string) {
    super(`${suite.name} signs with ${suite.algorithms.join(' or ')}, and this key is ${algorithm}. Choose the suite that goes with the key.`, {
      facts: { suite: suite.name, algorithm },
    })
  }
}

/** A proof id is missing where a chain needs it, or is there twice. */
export class ProofIdError extends BaseError {
  override readonly name = 'sign.ProofIdError'
  constructor(message: string) {
    super(message)
  }
}

/** The moment that a proof would say that it was made is none. */
export class CreatedError extends BaseError {
  override readonly name = 'sign.CreatedError'
  constructor() {
    super('`created` is not a date of the years 0 to 9999. Leave it out, or give the moment of signing.')
  }
}

/** Peers read no fraction of a second. */
function wholeSecond(date: Date): string {
  const instant = toInstant(date)
  if (instant === undefined) throw new CreatedError()
  return `${instant.slice(0, 19)}Z`
}

function newId(id: Uri, before: readonly Proof[]): Uri {
  if (before.some((proof) => proof.id === id)) throw new ProofIdError(`The credential already has a proof with the id "${id}". Give the new one another.`)
  return id
}

function idsOf(after: Proof | readonly Proof[]): Uri | readonly Uri[] {
  const ids = (Array.isArray(after) ? (after as readonly Proof[]) : [after as Proof]).map((proof) => {
    if (proof.id === undefined) throw new ProofIdError('A proof can only be chained to when it has an id: sign with `id` first.')
    return proof.id
  })
  return ids.length === 1 && ids[0] !== undefined ? ids[0] : ids
}
