import type { Instant, MaybePromise, Uri } from '../bytes.js'
import type { Credential, Verified } from '../credential/secured.js'
import type { Check } from '../errors.js'
import type { Note } from '../formats/format.js'
import type { Cancel, Load } from '../seams.js'

/** How one proof came out. */
export type ProofVerdict = {
  readonly suite: string
  readonly key: Uri
  readonly outcome: 'passed' | 'failed' | 'unknown' | 'skipped'
  /** Who controls the key that was found, where one was. */
  readonly controller?: Uri | undefined
  /** The problem's name, where there is one. */
  readonly problem?: string | undefined
  /** When a chain had it, where that decided, because the key is no longer good. */
  readonly judgedAt?: Instant | undefined
  /** What of the key's life was not believed. */
  readonly window?: string | undefined
}

/** One transaction that holds the commitment of this credential's signature. `time` is an upper bound: the signature existed before. */
export type SightingDetail = {
  readonly chain: string
  readonly transaction: string
  readonly time: Instant
  /** Seconds by which `time` may be off. */
  readonly tolerance: number
  readonly confirmations: number
  readonly sender?: string | undefined
  readonly testOnly: boolean
}

/** How one endorsement came out. None is examined yet. */
export type EndorsementVerdict = { readonly id: Uri; readonly outcome: 'unknown'; readonly problem: string }

/** How one status entry came out. `value` is what stands in its list at `index`, and `message` what the issuer calls that. */
export type StatusVerdict = {
  readonly type: string
  readonly outcome: 'passed' | 'failed' | 'unknown'
  readonly purpose?: string | undefined
  readonly list?: Uri | undefined
  readonly index?: number | undefined
  readonly value?: number | undefined
  readonly message?: string | undefined
  /** The problem's name, where there is one. */
  readonly problem?: string | undefined
}

export type IssuerDetail = { readonly list: string; readonly name?: string | undefined }

export type SignatureFailure =
  | 'sign.BadSignatureError'
  | 'sign.NoProofError'
  | 'sign.NotTheIssuerError'
  | 'sign.ProofValueError'
  | 'sign.ProofExpiredError'
  | 'sign.WrongPurposeError'
  | 'sign.PreviousProofError'
  | 'sign.ContextMismatchError'
  | 'sign.TooManyProofsError'
  | 'sign.ClaimMismatchError'
  | 'sign.JwtKeyError'
  | 'sign.DateError'
  | 'sign.KeyRetiredError'
  | 'sign.KeyRevokedError'
  | 'did.KeyNotFoundError'
export type SignatureDoubt =
  | 'sign.UnknownSuiteError'
  | 'sign.BaseProofError'
  | 'sign.UnknownFeatureError'
  | 'sign.TooManyStatementsError'
  | 'did.UnknownMethodError'
  | 'load.NoLoadError'
  | 'load.FailedError'
  | 'canonicalize.UnknownContextError'
  | 'canonicalize.UndefinedTermError'
  | 'canonicalize.HiddenMemberError'
  | 'keys.EndedError'
  | 'keys.RetiredUnknownTimeError'
  | 'keys.RevokedUnknownTimeError'
  | 'keys.CompromiseWindowError'
export type StatusFailure = 'status.RevokedError' | 'status.SuspendedError' | 'status.BadListError' | 'status.BadEntryError'
export type StatusDoubt =
  | 'status.UnknownTypeError'
  | 'status.UnknownPurposeError'
  | 'status.UncheckedListError'
  | 'status.UnreadableListError'
  | 'status.TooLargeError'
  | 'status.TooManyEntriesError'
  | 'load.NoLoadError'
  | 'load.FailedError'
export type AnchorFailure =
  | 'anchor.ReceiptShapeError'
  | 'anchor.CommitmentMismatchError'
  | 'anchor.NotOnChainError'
  | 'anchor.BeforeCreatedError'
  | 'anchor.MissingError'
export type AnchorDoubt = 'anchor.NewerReceiptError' | 'anchor.NotSettledError' | 'anchor.ChainSilentError' | 'anchor.NotExaminedError' | 'anchor.TestOnlyError'
export type ValidityFailure = 'verify.ExpiredError' | 'verify.NotYetValidError'

/** The questions that a report answers. `Check` says what each outcome means. */
export type Checks = {
  /** Is it a credential, as its type says (Open Badges 3.0, VC 2.0 or 1.1), or what an accepted format reads? It names endorsements that were not examined. */
  readonly shape: Check<{ readonly format: string; readonly endorsements?: readonly EndorsementVerdict[] | undefined }>
  /** Is every member defined by a context, so that the signature covers it? `skipped` where the signature covers the text itself. */
  readonly terms: Check<{ readonly contexts: readonly string[] }>
  /** Does every proof that can be read belong to this credential and its key? */
  readonly signature: Check<{ readonly proofs: readonly ProofVerdict[] }, SignatureFailure | (string & {}), SignatureDoubt | (string & {})>
  /** How the key was tied to the issuer that the credential names. */
  readonly binding: Check<
    { readonly issuer: Uri; readonly boundBy: string; readonly key: Uri },
    'sign.NotTheIssuerError' | (string & {}),
    SignatureDoubt | (string & {})
  >
  readonly validity: Check<
    { readonly from?: Instant | undefined; readonly until?: Instant | undefined; readonly at: Instant },
    ValidityFailure | 'verify.DateError'
  >
  /** Was it revoked or suspended? Whatever the outcome, every entry stands in the detail, or in the facts of the problem, as `entries`. */
  readonly status: Check<
    { readonly lists: readonly Uri[]; readonly entries?: readonly StatusVerdict[] | undefined },
    StatusFailure,
    StatusDoubt | (string & {})
  >
  readonly anchor: Check<{ readonly sightings: readonly SightingDetail[] }, AnchorFailure, AnchorDoubt>
  /** `skipped: 'not asked'` when `issuers` is `'any'`: the badge may be genuine and its issuer nobody. */
  readonly issuer: Check<IssuerDetail, 'verify.UntrustedIssuerError'>
  readonly recipient: Check<{ readonly matched: string }, 'verify.OtherRecipientError'>
  /** Do the credentials that a record holds pass themselves? Each has a report of its own among `parts`. */
  readonly parts: Check<
    { readonly count: number; readonly notHeld?: readonly string[] | undefined },
    'verify.PartError',
    'verify.PartError' | 'verify.TooManyPartsError'
  >
}
export type CheckName = keyof Checks

/** The checks in the order in which a report and its progress name them. */
export const checkNames: readonly CheckName[] = ['shape', 'terms', 'signature', 'binding', 'validity', 'status', 'anchor', 'issuer', 'recipient', 'parts']

/** What the caller's own checks and lists may touch. */
export type CheckWorld = { readonly load?: Load | undefined; readonly now: Date; readonly cancel?: Cancel | undefined }
export type ExtraCheck = (credential: Credential, world: CheckWorld) => MaybePromise<Check>

type Facts<Extra extends string> = {
  /** The moment that the report speaks of. */
  readonly at: Instant
  readonly checks: Checks & { readonly [name in Extra]: Check }
  /** The credentials inside, each with its own report: those that a record holds, which decide, and endorsements, which do not. */
  readonly parts: readonly Part[]
  /** What decides nothing, and a person should know. */
  readonly notes: readonly Note[]
}

/** A credential inside another, by JSON pointer, and the report on it. */
export type Part = { readonly path: string; readonly report: Report }

/** What was examined, and how it came out. Plain JSON. Only a passed report has a `credential`; otherwise it is what somebody claims. */
export type Report<Extra extends string = never> =
  | (Facts<Extra> & { readonly outcome: 'passed'; readonly credential: Verified<Credential> })
  | (Facts<Extra> & { readonly outcome: 'failed' | 'unknown'; readonly claimed?: Credential | undefined })

/** One step of progress. Every check is first `pending`, in the order of `checkNames`, and then known. */
export type Progress = { readonly name: string; readonly check: Check | { readonly outcome: 'pending' } }

/** `failed` beats `unknown` beats `passed`; what was skipped decides nothing. */
export function combine(checks: Iterable<Check<never> | Check>): 'passed' | 'failed' | 'unknown' {
  let outcome: 'passed' | 'unknown' = 'passed'
  for (const check of checks) {
    if (check.outcome === 'failed') return 'failed'
    if (check.outcome === 'unknown') outcome = 'unknown'
  }
  return outcome
}
