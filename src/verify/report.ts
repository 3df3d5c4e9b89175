import type { Instant, MaybePromise, Uri } from '../bytes.js'
import type { Credential, Verified } from '../credential/secured.js'
import type { Check, Problem } from '../errors.js'
import type { Note } from '../formats/format.js'
import type { Json } from '../json.js'
import type { SchemaVerdict } from '../schema/check.js'
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

/**
 * One transaction that holds the commitment of this credential's signature; for a timestamp the block, by its height; or a contract that says so in the
 * state of `time`. `time` is an upper bound: the signature existed before.
 */
export type SightingDetail = {
  readonly chain: string
  readonly transaction?: string | undefined
  readonly block?: number | undefined
  readonly contract?: string | undefined
  readonly time: Instant
  /** Seconds by which `time` may be off. */
  readonly tolerance: number
  readonly confirmations: number
  readonly sender?: string | undefined
  /** Where no node was asked, because the caller vouches for the block. */
  readonly evidence?: 'pinned' | undefined
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

/** How one related resource came out. `by`: whether its bytes were read, or the text of a context was known. */
export type ResourceVerdict = {
  readonly id: Uri
  readonly outcome: 'passed' | 'failed' | 'unknown'
  readonly by?: 'load' | 'bundled' | undefined
  /** The problem's name, where there is one. */
  readonly problem?: string | undefined
}

/** Which list has the issuer, and by what name. Of a registry it says who signed it, in whose hands the answer was. */
export type IssuerDetail = { readonly list: string; readonly name?: string | undefined; readonly signedBy?: Uri | 'nobody' | undefined }

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
export type SchemaFailure = 'schema.NonconformingError' | 'schema.BadEntryError' | 'schema.BadSchemaError' | 'load.BadDigestError' | 'load.DigestMismatchError'
export type SchemaDoubt =
  | 'schema.UncheckedSchemaError'
  | 'schema.UnreadableSchemaError'
  | 'schema.UnknownTypeError'
  | 'schema.UnknownDialectError'
  | 'schema.UnreadPatternError'
  | 'schema.TooComplexError'
  | 'schema.TooManyEntriesError'
  | 'load.UnknownDigestError'
  | 'load.NoLoadError'
  | 'load.FailedError'
export type ResourceFailure = 'verify.BadResourceError' | 'load.BadDigestError' | 'load.DigestMismatchError'
export type ResourceDoubt = 'verify.TooManyResourcesError' | 'load.UnknownDigestError' | 'load.NoLoadError' | 'load.FailedError'
export type AnchorFailure =
  | 'anchor.ReceiptShapeError'
  | 'anchor.CommitmentMismatchError'
  | 'anchor.NotOnChainError'
  | 'anchor.NotInBlockError'
  | 'anchor.OtherFileError'
  | 'anchor.TimestampShapeError'
  | 'anchor.BeforeCreatedError'
  | 'anchor.MissingError'
export type AnchorDoubt =
  | 'anchor.NewerReceiptError'
  | 'anchor.NewerTimestampError'
  | 'anchor.PendingTimestampError'
  | 'anchor.NotSettledError'
  | 'anchor.ChainSilentError'
  | 'anchor.NotExaminedError'
  | 'anchor.TestOnlyError'
export type ValidityFailure = 'verify.ExpiredError' | 'verify.NotYetValidError'

/** The questions that a report answers. `Check` says what each outcome means. */
export type Checks = {
  /** Is it a credential, as its type says (Open Badges 3.0, VC 2.0 or 1.1), or what an accepted format reads? It names endorsements that were not examined. */
  readonly shape: Check<{ readonly format: string; readonly endorsements?: readonly EndorsementVerdict[] | undefined }>
  /** Is every member defined by a context, so that the signature covers it? `skipped` where the signature covers the text itself. */
  readonly terms: Check<{ readonly contexts: readonly string[] }>
  /** Does every proof that can be read belong to this credential and its key? */
  readonly signature: Check<{ readonly proofs: readonly ProofVerdict[] }, SignatureFailure | (string & {}), SignatureDoubt | (string & {})>
  /** How the key was tied to the issuer that the credential names, or to the holder of a presentation. */
  readonly binding: Check<
    ({ readonly issuer: Uri } | { readonly holder: Uri }) & { readonly boundBy: string; readonly key: Uri },
    'sign.NotTheIssuerError' | 'sign.NotTheHolderError' | (string & {}),
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
  /** Is it as the schemas say that it names? Whatever the outcome, every entry stands in the detail, or in the facts of the problem, as `schemas`. */
  readonly schema: Check<{ readonly schemas: readonly SchemaVerdict[] }, SchemaFailure, SchemaDoubt | (string & {})>
  /** Are the related resources what the issuer meant, by their digests? Every entry stands there as `resources`. */
  readonly resources: Check<{ readonly resources: readonly ResourceVerdict[] }, ResourceFailure, ResourceDoubt | (string & {})>
  readonly anchor: Check<{ readonly sightings: readonly SightingDetail[] }, AnchorFailure, AnchorDoubt>
  /** `skipped: 'not asked'` when `issuers` is `'any'`: the badge may be genuine and its issuer nobody. */
  readonly issuer: Check<IssuerDetail, 'verify.UntrustedIssuerError', 'verify.UnboundIssuerError' | 'verify.RegistryError' | (string & {})>
  readonly recipient: Check<{ readonly matched: string }, 'verify.OtherRecipientError'>
  /** Was it presented to you, and now? `skipped: 'not asked'` where `presentation` was not given: an older presentation may have been sent again. */
  readonly presentation: Check<
    { readonly holder: Uri; readonly challenge?: string | undefined; readonly domain?: string | undefined },
    'verify.NotPresentedError' | 'verify.OtherChallengeError' | (string & {})
  >
  /**
   * Do the credentials that a record or a presentation holds pass themselves? Each has a report of its own among `parts`. `ofHolder` counts those
   * that were awarded to the holder who presents them.
   */
  readonly parts: Check<
    { readonly count: number; readonly notHeld?: readonly string[] | undefined; readonly ofHolder?: number | undefined },
    'verify.PartError',
    'verify.PartError' | 'verify.TooManyPartsError' | 'verify.NoCredentialError'
  >
}
export type CheckName = keyof Checks

/** The checks in the order in which a report and its progress name them. */
export const checkNames: readonly CheckName[] = [
  'shape',
  'terms',
  'signature',
  'binding',
  'validity',
  'status',
  'schema',
  'resources',
  'anchor',
  'issuer',
  'recipient',
  'presentation',
  'parts',
]

/** What the caller's own checks and lists may touch. */
export type CheckWorld = { readonly load?: Load | undefined; readonly now: Date; readonly cancel?: Cancel | undefined }
export type ExtraCheck = (credential: Credential, world: CheckWorld) => MaybePromise<Check>

type Facts<Extra extends string> = {
  /** The moment that the report speaks of. */
  readonly at: Instant
  readonly checks: Checks & { readonly [name in Extra]: Check }
  /** The credentials inside, each with its own report: those that a record or a presentation holds, which decide, and endorsements, which do not. */
  readonly parts: readonly Part[]
  /** What decides nothing, and a person should know. */
  readonly notes: readonly Note[]
  /** What its issuer offers in its place, where it names a refresh service. It decides nothing: the report is on the copy that was held. */
  readonly refresh?: Refresh | undefined
}

/**
 * A refresh service, and what came of it. `same` and `changed` say how the copy that it gives now compares, proofs aside; `text` is that copy, and
 * `report` whether it is good.
 */
export type Refresh =
  | { readonly service: Uri; readonly outcome: 'not asked' | 'not understood' }
  | { readonly service: Uri; readonly outcome: 'unknown'; readonly problem: Problem }
  | { readonly service: Uri; readonly outcome: 'same' | 'changed'; readonly text: string; readonly report: Report }

/** A credential inside another, by JSON pointer, and the report on it. */
export type Part = { readonly path: string; readonly report: Report }

/** What a holder shows (VC Data Model 2.0, 4.13): nobody awarded it, and what it holds has reports of its own. */
export type Presentation = {
  readonly '@context': Json
  readonly id?: Uri | undefined
  readonly type: Json
  readonly holder?: Uri | { readonly id: Uri } | undefined
  readonly verifiableCredential?: Json | undefined
}

/**
 * What was examined, and how it came out. Plain JSON. Only a passed report has a `credential`; otherwise it is what somebody claims. The report on a
 * presentation has the `presentation` as it came, whatever the outcome: who presents stands in `checks.binding`, and what was awarded in `parts`.
 */
export type Report<Extra extends string = never> =
  | (Facts<Extra> & { readonly outcome: 'passed'; readonly credential: Verified<Credential>; readonly presentation?: undefined })
  | (Facts<Extra> & { readonly outcome: 'passed'; readonly credential?: undefined; readonly presentation: Presentation })
  | (Facts<Extra> & { readonly outcome: 'failed' | 'unknown'; readonly claimed?: Credential | undefined; readonly presentation?: Presentation | undefined })

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
