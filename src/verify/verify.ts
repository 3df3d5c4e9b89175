import type { Receipt } from '../anchor/receipt.js'
import type { MaybePromise, Uri } from '../bytes.js'
import type { Contexts } from '../contexts/index.js'
import type { Recipient } from '../credential/recipient.js'
import type { Credential, Verified } from '../credential/secured.js'
import type { KeyMethod } from '../did/method.js'
import { BaseError, type Check, type Problem, toProblem } from '../errors.js'
import type { Format, Note } from '../formats/format.js'
import { type JsonObject, many } from '../json.js'
import { maxSteps } from '../schema/steps.js'
import type { Cancel, ChainReader, Load } from '../seams.js'
import { issuerOf, NotTheIssuerError } from '../sign/sign.js'
import type { SuiteReader } from '../sign/suite.js'
import type { StatusType } from '../status/statusType.js'
import { type AnchorWorld, checkAnchor, type Dating, dateProofs, historyOf } from './anchor.js'
import { type Foreign, type Held, type Opened, open, type Presented, UnreadableError } from './held.js'
import { checkIssuer, type Issuers } from './issuers.js'
import { absent, broken, cancellable, demanded, guarded, notAsked, OptionsError } from './outcome.js'
import { type Budget, maxParts, placesOf } from './places.js'
import { type Judged, judgeProofs, NoProofError, type ProofWorld, type Purpose } from './proofs.js'
import { type CheckWorld, checkNames, combine, type ExtraCheck, type Part, type Progress, type ProofVerdict, type Report } from './report.js'

/** One thing that the verifier understands. Suites, key methods, status types, formats and envelopes go in one list; `verify` finds them by name. */
export type Accepted = SuiteReader | KeyMethod | StatusType | Format | { readonly kind: 'envelope'; readonly name: string }

export declare namespace verify {
  type Options<Extra extends string = never> = {
    /** What may be read: `current`, `everything` from `microcred/verify/all`, or your own list. */
    readonly accept: readonly Accepted[]
    /** Whom you believe. `'any'` says that the report proves integrity, and not who the issuer is. */
    readonly issuers: 'any' | Issuers
    /** Without it nothing is fetched, and what needed it is `unknown`. */
    readonly load?: Load | undefined
    /** Where receipts are looked up. A receipt on a chain that is not here is skipped. */
    readonly chains?: readonly ChainReader[] | undefined
    /** Receipts kept beside the credential, as those of a JWT are. */
    readonly receipts?: readonly Receipt[] | undefined
    /** `.ots` files of OpenTimestamps that were made of the file that is held, byte for byte: pass its bytes or its text, not an object. */
    readonly timestamps?: readonly Uint8Array[] | undefined
    /** The present when it is left out; it stands in the report as `at`. */
    readonly now?: Date | undefined
    /** To whom it should have been awarded. */
    readonly recipient?: Recipient | undefined
    /**
     * What a presentation must answer: the `challenge` that you gave (`nonce` in a JWT) and the `domain` that is yours (`aud`). With it, only what its
     * holder signed passes: a credential by itself, which anybody may have copied, does not. Without it, an older presentation may be sent again.
     */
    readonly presentation?: { readonly challenge?: string; readonly domain?: string } | undefined
    /** What must be there: an absent anchor is then a failure, and one that could not be examined a doubt. */
    readonly require?: readonly ('anchor' | 'status' | 'recipient')[] | undefined
    /** Asks the refresh service of the credential for its present copy, and reports on that beside: see `refresh` in the report. */
    readonly refresh?: boolean | undefined
    /** Lets a test chain satisfy `require: ['anchor']`. */
    readonly allowTest?: boolean | undefined
    /** Checks of your own, by name. They decide as ours do. */
    readonly also?: { readonly [name in Extra]: ExtraCheck } | undefined
    readonly contexts?: Contexts | undefined
    readonly onCheck?: ((progress: Progress) => void) | undefined
    readonly cancel?: Cancel | undefined
    /** The largest thing that is read, in bytes; 10 MiB when it is left out. */
    readonly maxBytes?: number | undefined
  }
}

/**
 * Examines what somebody holds, and reports every check: passed with its detail, failed or unknown with a problem, or skipped with the
 * reason. All checks run even when one fails. Nothing is fetched without `load`. `failed` beats `unknown` beats `passed`.
 *
 * @throws {OptionsError} for a wrong call only: what is wrong with the credential stands in the report
 * @example
 * const report = await verify(file, { accept: current, issuers: 'any' })
 * report.outcome // 'passed' | 'failed' | 'unknown'
 */
export async function verify<Extra extends string = never>(held: Held, options: verify.Options<Extra>): Promise<Report<Extra>> {
  const report = await judge(held, options, { left: maxParts, steps: maxSteps })
  const credential = report.outcome === 'passed' ? report.credential : report.claimed
  if (credential?.refreshService === undefined) return report
  const { refreshOf } = await import('./refresh.js')
  const again = { ...options, receipts: undefined, timestamps: undefined, presentation: undefined, onCheck: undefined }
  const refresh = await refreshOf(credential, report, options, (text) => judge(text, again, { left: maxParts, steps: maxSteps }))
  return { ...report, refresh }
}

/** As `verify`, inside another: all the parts of one document share what may be spent on them. */
async function judge<Extra extends string>(held: Held, options: verify.Options<Extra>, budget: Budget, inside = false): Promise<Report<Extra>> {
  const now = checkOptions(held, options)
  const extras = Object.entries<ExtraCheck>(options.also ?? {})
  const announce = (name: string, check: Progress['check']) => options.onCheck?.({ name, check })
  for (const name of [...checkNames, ...extras.map(([name]) => name)]) announce(name, { outcome: 'pending' })

  const formats = options.accept.filter((one): one is Format => one.kind === 'format')
  const opening: Promise<Opened | Presented | Foreign | Problem> = open(held, options.maxBytes, formats).catch((error: unknown) =>
    // A reader that did not load says nothing of what it would have read.
    toProblem(error instanceof BaseError ? error : new UnreadableError(error)),
  )
  const opened = await cancellable(opening, options.cancel, (problem) => problem)
  const { pending, claimed, parts, presentation, notes: said } = await begin(opened, options, now, budget, inside)
  const world = { load: options.load, now, cancel: options.cancel }
  for (const [name, check] of extras) {
    pending[name] = guarded(async () => {
      const credential = await claimed
      return credential ? check(credential, world) : absent
    })
  }
  const checks: { [name: string]: Check } = {}
  await Promise.all(
    Object.entries(pending).map(([name, check]) => {
      const known = (one: Check): void => {
        checks[name] = one
        announce(name, one)
      }
      return check instanceof Promise ? cancellable(check, options.cancel, (problem): Check => ({ outcome: 'unknown', problem })).then(known) : known(check)
    }),
  )
  const ordered = Object.fromEntries(Object.keys(pending).map((name) => [name, checks[name]])) as Report<Extra>['checks']
  const outcome = combine(Object.values(ordered) as readonly Check[])
  // Every check is known, and so are these, unless the caller stopped before.
  const contents = (await Promise.race([parts, undefined])) ?? []
  const credential = await Promise.race([claimed, undefined])
  const seen = { document: presentation ?? credential, checks: ordered, parts: contents, accept: options.accept, said }
  const noting = import('./notes.js').then(({ notesOn }) => notesOn(seen)).catch(() => [])
  const facts = { at: now.toISOString(), checks: ordered, parts: contents, notes: await cancellable(noting, options.cancel, () => []) }
  if (presentation) return { ...facts, outcome, presentation } as Report<Extra>
  if (outcome === 'passed' && credential) return { ...facts, outcome, credential: credential as Verified<Credential> } as Report<Extra>
  return { ...facts, outcome: outcome === 'passed' ? 'unknown' : outcome, ...(credential && { claimed: credential }) } as Report<Extra>
}

/** The reports on the credentials inside, and what they make of the whole. */
type Partly = { readonly parts: MaybePromise<readonly Part[]>; readonly check: MaybePromise<Check> }
/** The checks of what a credential refers to. */
type References = { readonly [check in 'status' | 'schema' | 'resources']: MaybePromise<Check> }
export type Pending = { [name: string]: MaybePromise<Check> }
/** The checks that were started, and what they are about, once it is known. */
export type Begun = {
  readonly pending: Pending
  readonly claimed: MaybePromise<Credential | undefined>
  readonly parts?: MaybePromise<readonly Part[]> | undefined
  readonly presentation?: JsonObject | undefined
  /** What a format has noted. */
  readonly notes?: MaybePromise<readonly Note[]> | undefined
}

async function begin<Extra extends string>(
  opened: Opened | Presented | Foreign | Problem,
  options: verify.Options<Extra>,
  now: Date,
  budget: Budget,
  inside: boolean,
): Promise<Begun> {
  if ('message' in opened) return { pending: nothingExamined(opened), claimed: undefined }
  if ('presentation' in opened) {
    const { examinePresentation } = await import('./presentation.js')
    return examinePresentation(opened, { ...options, now }, budget, inside ? undefined : (held, part) => judge(held, part, budget, true))
  }
  // A credential by itself answers no challenge.
  const answer = options.presentation && { presentation: import('./presentation.js').then(({ notPresented }) => notPresented()) }
  if ('format' in opened) {
    const begun = (await import('./foreign.js')).examineForeign(opened, options, now, budget, examine)
    return { ...begun, pending: { ...begun.pending, ...answer } }
  }
  const { parts, check } = begunParts(opened.document, { ...options, now }, budget)
  return { pending: { ...examine(opened, options, now, budget), presentation: absent, ...answer, parts: check }, claimed: claimOf(opened), parts }
}

/** What judging proofs may touch, of all that the caller gave. */
export function proofWorldOf<Extra extends string>(options: verify.Options<Extra> & { readonly now: Date }, purpose: Purpose): ProofWorld {
  const { accept, contexts, load, now, cancel } = options
  return {
    suites: accept.filter((one): one is SuiteReader => one.kind === 'suite'),
    methods: accept.filter((one): one is KeyMethod => one.kind === 'key method'),
    envelopes: accept.filter((one) => one.kind === 'envelope').map((one) => one.name),
    contexts,
    load,
    now,
    cancel,
    purpose,
  }
}

/** Starts every check; those that wait for the proofs wait for them alone. */
function examine<Extra extends string>(opened: Opened, options: verify.Options<Extra>, now: Date, budget: Budget): Pending {
  const { document, jwt, file } = opened
  const credential = claimOf(opened)
  const world: CheckWorld = { load: options.load, now, cancel: options.cancel }
  const required = (name: 'anchor' | 'status' | 'recipient') => options.require?.includes(name) ?? false
  const anchorWorld: AnchorWorld = { ...options, file, issuer: issuerOf(document), required: required('anchor') }
  const signed = Promise.resolve().then(() => judgeProofs(document, jwt, proofWorldOf({ ...options, now }, 'assertionMethod')))
  const dating = signed.then((proofs) => dateProofs(document, proofs, anchorWorld))
  // Only a key that has ended waits for the chains.
  const judged = signed.then((proofs) => (proofs.some(({ end }) => end) ? dating.then((dates) => settle(proofs, dates, anchorWorld)) : proofs))
  const after = (check: (proofs: readonly Judged[]) => MaybePromise<Check>): Promise<Check> => judged.then(check).catch(broken)
  const binding = after((proofs) => checkBinding('issuer', issuerOf(credential) ?? '', proofs, NotTheIssuerError))
  const { status, schema, resources } = checkReferences(document, options as verify.Options, world, budget)
  // Hashes of identities are needed where somebody is asked for.
  const { recipient } = options
  // The schema is the heaviest part, and loads while the signature is looked at.
  const shape = import('./shape.js')
  return {
    shape: guarded(() => shape.then(({ checkShape }) => checkShape(document))),
    terms: after((proofs) => checkTerms(document, proofs)),
    signature: after(checkSignature),
    binding,
    validity: guarded(() => shape.then(({ checkValidity }) => checkValidity(document, now))),
    status: Promise.resolve(status).then((check) => demanded(check, required('status'))),
    schema,
    resources,
    anchor: Promise.all([dating, signed])
      .then(([dates, proofs]) => checkAnchor(dates, proofs, anchorWorld))
      .catch(broken),
    issuer: guarded(() => checkIssuer(issuerOf(credential) ?? '', credential, binding, options.issuers, world)),
    recipient: guarded(async () =>
      demanded(recipient ? (await import('./recipient.js')).checkRecipient(document, recipient) : notAsked, required('recipient')),
    ),
  }
}

/** The proofs whose keys have ended, judged by what the chains say of them. */
async function settle(proofs: readonly Judged[], dates: Dating, world: AnchorWorld): Promise<readonly Judged[]> {
  const { judgeEnded } = await import('./history.js')
  return proofs.map((proof) => (proof.end ? judgeEnded(proof, proof.end, historyOf(proof, dates, world)) : proof))
}

function nothingExamined(problem: Problem): Pending {
  const outcome = notRead.includes(problem.name) ? 'unknown' : 'failed'
  return { ...Object.fromEntries(checkNames.map((name) => [name, absent])), shape: { outcome, problem } }
}

// These say nothing about what is in it.
const notRead = ['verify.CancelledError', 'verify.NotReadError', 'verify.UnreadableError', 'bake.PdfError', 'bake.EncryptedError', 'bake.NoAttachmentError']

const badTerms = ['canonicalize.UndefinedTermError', 'canonicalize.HiddenMemberError']

export function checkTerms(document: JsonObject, proofs: readonly Judged[]): Check {
  const undefinedTerm = proofs.find((proof) => proof.trouble && badTerms.includes(proof.trouble.name))
  if (undefinedTerm?.trouble) return { outcome: 'failed', problem: undefinedTerm.trouble }
  const unread = proofs.find((proof) => !proof.record && proof.trouble?.name.startsWith('canonicalize.'))
  if (unread?.trouble) return { outcome: 'unknown', problem: unread.trouble }
  if (!proofs.some((proof) => proof.terms === 'read')) return { outcome: 'skipped', because: 'not asked' }
  return { outcome: 'passed', detail: { contexts: many(document['@context']).map((context) => (typeof context === 'string' ? context : 'inline')) } }
}

/** At least one proof must pass, none that can be read may fail, and one that should have been readable leaves a doubt. */
export function checkSignature(proofs: readonly Judged[]): Check {
  const verdicts = proofs.map(
    ({ suite, key, outcome, controller, problem, judgedAt, window }): ProofVerdict => ({
      suite,
      key,
      outcome,
      ...(controller && { controller }),
      ...(problem && { problem }),
      ...(judgedAt && { judgedAt }),
      ...(window && { window }),
    }),
  )
  const failed = proofs.find(({ outcome }) => outcome === 'failed')
  if (failed?.trouble) return { outcome: 'failed', problem: { ...failed.trouble, facts: { ...failed.trouble.facts, proofs: verdicts } } }
  const unknown = proofs.find(({ outcome }) => outcome === 'unknown') ?? (proofs.some(({ outcome }) => outcome === 'passed') ? undefined : proofs[0])
  if (unknown?.trouble) return { outcome: 'unknown', problem: { ...unknown.trouble, facts: { ...unknown.trouble.facts, proofs: verdicts } } }
  if (proofs.length === 0) return { outcome: 'failed', problem: toProblem(new NoProofError()) }
  return { outcome: 'passed', detail: { proofs: verdicts } }
}

/** A passed proof whose key a party controls ties the document to that party. */
export function checkBinding(
  role: 'issuer' | 'holder',
  party: Uri,
  proofs: readonly Judged[],
  OtherError: new (party: Uri, controller: Uri) => BaseError,
): Check {
  const passed = proofs.filter(({ outcome }) => outcome === 'passed')
  const bound = passed.find(({ controller }) => controller === party)
  if (bound?.resolved) return { outcome: 'passed', detail: { [role]: party, boundBy: bound.resolved.boundBy, key: bound.key } }
  const unknown = proofs.find(({ outcome, controller }) => outcome === 'unknown' && (controller === undefined || controller === party))
  if (unknown?.trouble) return { outcome: 'unknown', problem: unknown.trouble }
  const other = passed[0] ?? proofs.find(({ controller }) => controller !== undefined && controller !== party)
  if (other) return { outcome: 'failed', problem: toProblem(new OtherError(party, other.controller ?? '')) }
  const failed = proofs.find(({ outcome }) => outcome === 'failed')
  if (failed?.trouble) return { outcome: 'failed', problem: failed.trouble }
  return proofs[0]?.trouble ? { outcome: 'unknown', problem: proofs[0].trouble } : absent
}

/** What a credential refers to, checked by what is loaded where it refers to anything. */
function checkReferences(document: JsonObject, options: verify.Options, world: CheckWorld, budget: Budget): References {
  if (!referring.some((member) => document[member] !== undefined)) return { status: absent, schema: absent, resources: absent }
  const loaded = import('./references.js').then(({ referencesOf }) =>
    referencesOf(document, options, world, budget, (held, asked, spent) => judge(held, asked, spent, true)),
  )
  const [status, schema, resources] = (['status', 'schema', 'resources'] as const).map((name) => loaded.then((checks) => checks[name]()).catch(broken))
  return { status, schema, resources } as References
}

const referring = ['credentialStatus', 'credentialSchema', 'relatedResource']

/** The credentials inside, judged by the same options; what is asked of the whole (a holder, an anchor, checks of your own) is not asked of them. */
function begunParts<Extra extends string>(document: JsonObject, options: verify.Options<Extra>, budget: Budget): Partly {
  const places = placesOf(document)
  if (places.length === 0 && !many(document['type']).includes('ClrCredential')) return { parts: [], check: absent }
  const { accept, issuers, load, chains, now, allowTest, contexts, cancel, maxBytes } = options
  const inside = { accept, issuers, load, chains, now, allowTest, contexts, cancel, maxBytes }
  const judged = import('./parts.js').then(({ judgeParts }) => judgeParts(document, places, budget, (held) => judge(held, inside, budget, true)))
  return { parts: judged.then(({ parts }) => parts).catch(() => []), check: judged.then(({ check }) => check).catch(broken) }
}

function claimOf({ document }: Opened): Credential {
  return document as unknown as Credential
}

function checkOptions<Extra extends string>(held: Held, { accept, issuers, now, also, presentation, timestamps = [] }: verify.Options<Extra>): Date {
  if (held === undefined || held === null || isPromise(held)) throw new OptionsError('There is nothing to verify here. Was an `await` forgotten?')
  if (!Array.isArray(accept)) throw new OptionsError('`accept` must list what may be read, for example `current`.')
  if (issuers !== 'any' && issuers?.kind !== 'issuers') throw new OptionsError("`issuers` must say whom you believe: `trusted([…])`, or 'any'.")
  if (Object.keys(also ?? {}).some((name) => (checkNames as readonly string[]).includes(name)))
    throw new OptionsError('`also` may not replace a check of this package.')
  if (timestamps.some((one) => !(one instanceof Uint8Array))) throw new OptionsError('`timestamps` must list `.ots` files, each as its bytes.')
  // A challenge that was lost on the way must not read as none.
  if (Object.values(presentation ?? {}).some((one) => typeof one !== 'string' || one === ''))
    throw new OptionsError('The `challenge` or `domain` of `presentation` is no text. Leave out what you did not ask for.')
  const at = now ?? new Date()
  if (Number.isNaN(at.getTime())) throw new OptionsError('`now` is not a valid date.')
  return at
}

/** An object that does not even let itself be asked is for `open` to name. */
function isPromise(held: object | string): boolean {
  try {
    return typeof (held as { readonly then?: unknown }).then === 'function'
  } catch {
    return false
  }
}
