import type { End } from '../anchor/end.js'
import { receiptSuite } from '../anchor/leaf.js'
import type { Uri } from '../bytes.js'
import { InvalidError, type Issue } from '../credential/issue.js'
import { isCompactJwt } from '../credential/secured.js'
import { validity } from '../credential/validity.js'
import { BaseError, type Check, toProblem } from '../errors.js'
import { isObject, type Json, type JsonObject, many } from '../json.js'
import { shown } from '../shown.js'
import { type DecodedJws, JwtShapeError, kidOf } from '../sign/jwt.js'
import { proofsOf } from '../sign/proofs.js'
import { undated } from './anchor.js'
import type { Held, Presented } from './held.js'
import { absent, broken, guarded } from './outcome.js'
import { judgeParts } from './parts.js'
import { type Budget, placesOf } from './places.js'
import { type Judged, type JudgedJwt, judgeProofs } from './proofs.js'
import { checkNames, type Part, type Report } from './report.js'
import { type Begun, checkBinding, checkSignature, checkTerms, proofWorldOf, type verify } from './verify.js'

/** What a JWT that carries a presentation says beside it. */
export type PresentationJwt = JudgedJwt & { readonly payload: JsonObject }

/** Verifies one credential inside, with what is asked of it. */
type Inside<Extra extends string> = (held: Held, options: verify.Options<Extra>) => Promise<Report<Extra>>

/**
 * Finds the presentation in a JWT: at the top of the payload (VC-JOSE-COSE 1.0, 3.1.2) or in `vp` (VC Data Model 1.1, 6.3.1), where `iss` stands for
 * the holder and `jti` for the id.
 *
 * @throws {JwtShapeError} when it says that it is something else, or two things
 */
export function presentationIn({ header, payload, record, fits }: DecodedJws): Presented {
  if (!isPresentationType(header['typ'])) throw new JwtShapeError('It carries a presentation, and its header says that it is something else (`typ`).')
  const { vp, vc, iss, jti } = payload
  const isTwo = vc !== undefined || (vp !== undefined && payload['@context'] !== undefined)
  if (isTwo || (vp !== undefined && !isObject(vp))) throw new JwtShapeError('It carries more than one thing, so two readers could take different ones.')
  const own = vp ?? Object.fromEntries(Object.entries(payload).filter(([name]) => !claims.includes(name)))
  const presentation = {
    ...own,
    ...(own['holder'] === undefined && iss !== undefined && { holder: iss }),
    ...(own['id'] === undefined && jti !== undefined && { id: jti }),
  }
  const holder = holderOf(presentation)
  const mismatches = [...(iss === undefined || iss === holder ? [] : ['iss']), ...(jti === undefined || jti === presentation['id'] ? [] : ['jti'])]
  return { presentation, jwt: { payload, record, fits, mismatches, kid: kidOf(header, holder) } }
}

/** Examines a presentation as a whole: its holder's proof, what it answers, and every credential that it holds. Without `judge` it stands inside another. */
export function examinePresentation<Extra extends string>(
  { presentation, jwt }: Presented,
  options: verify.Options<Extra> & { readonly now: Date },
  budget: Budget,
  judge: Inside<Extra> | undefined,
): Begun {
  if (!judge) return { pending: { ...nothing, shape: failed(new NestedPresentationError()) }, claimed: undefined, presentation }
  const judged = Promise.resolve().then(async () => (await judgeProofs(presentation, jwt, proofWorldOf(options, 'authentication'))).map(endedAsFailed))
  const after = (check: (proofs: readonly Judged[]) => Check | Promise<Check>): Promise<Check> => judged.then(check).catch(broken)
  const binding = after((proofs) => checkHolder(presentation, proofs))
  const inside = examineInside(presentation, options, budget, judge, binding)
  return {
    pending: {
      ...nothing,
      ...askedInside,
      ...(options.timestamps?.length && { anchor: undated('It dates the presentation, and not the credentials that it holds: have those dated.') }),
      shape: guarded(() => checkShape(presentation)),
      // One that nobody signed is an envelope, and says nothing itself.
      terms: after((proofs) => (proofs.length === 0 ? absent : checkTerms(presentation, proofs))),
      signature: after((proofs) => (proofs.length === 0 ? absent : checkSignature(proofs))),
      binding,
      validity: guarded(() => (jwt ? checkTime(jwt.payload, options.now) : absent)),
      presentation: after(async (proofs) => checkAnswer(options.presentation, proofs, answersOf(presentation, jwt), await binding)),
      parts: inside.then(({ check }) => check).catch(broken),
    },
    claimed: undefined,
    parts: inside.then(({ parts }) => parts).catch(() => []),
    presentation,
  }
}

/** The key belongs to somebody else than the holder that the presentation names. */
export class NotTheHolderError extends BaseError {
  override readonly name = 'sign.NotTheHolderError'
  constructor(holder: Uri, controller: Uri) {
    super(`The presentation names "${shown(holder)}" as its holder, but the key belongs to "${shown(controller)}".`, {
      facts: { holder: shown(holder), controller: shown(controller) },
    })
  }
}

/** The key of the holder is out of use, or was revoked. */
export class HolderKeyEndedError extends BaseError {
  override readonly name = 'sign.HolderKeyEndedError'
  constructor(key: Uri, { how, at }: End) {
    super(`The key "${shown(key)}" was ${how} at ${shown(at)}, so that nobody presents with it any more. Ask the holder to present it with a key of today.`, {
      facts: { key: shown(key), how, at: shown(at) },
    })
  }
}

/** The presentation names a holder, and nobody has signed it. */
export class UnboundHolderError extends BaseError {
  override readonly name = 'verify.UnboundHolderError'
  constructor(holder: Uri) {
    super(`"${shown(holder)}" is only claimed to be the holder: nobody has signed the presentation. Ask for one that its holder signs.`, {
      facts: { holder: shown(holder) },
    })
  }
}

/** What was to be presented was not: it is a credential by itself, or nobody has signed the presentation. */
export class NotPresentedError extends BaseError {
  override readonly name = 'verify.NotPresentedError'
  constructor() {
    super('You asked for a presentation that its holder signs for you, and this is none: whoever has a copy could send it. Ask its holder to present it.')
  }
}

/** The presentation answers another challenge, or another verifier. */
export class OtherChallengeError extends BaseError {
  override readonly name = 'verify.OtherChallengeError'
  constructor(member: 'challenge' | 'domain', expected: string, found: Json | undefined) {
    const said = found === undefined ? 'none' : `"${shown(typeof found === 'string' ? found : JSON.stringify(found))}"`
    super(`The presentation was not made for you and now: its ${member} is ${said}, and you asked for "${expected}". Ask its holder to present it again.`, {
      facts: { member, expected },
    })
  }
}

/** The presentation holds no credential. */
export class NoCredentialError extends BaseError {
  override readonly name = 'verify.NoCredentialError'
  constructor() {
    super('This presentation holds no credential, so that there is nothing in it to believe. Ask its holder for the credential itself.')
  }
}

/** A presentation stands where a credential should. */
export class NestedPresentationError extends BaseError {
  override readonly name = 'verify.NestedPresentationError'
  constructor() {
    super('A presentation stands here where a credential should. Ask its holder to present the credentials themselves.')
  }
}

/** The answer to who asked for a presentation, and was given none. */
export function notPresented(): Check {
  return failed(new NotPresentedError())
}

const nothing = /* @__PURE__ */ Object.fromEntries(checkNames.map((name) => [name, absent]))

// A holder awards nothing.
const askedInside = /* @__PURE__ */ Object.fromEntries(
  ['status', 'anchor', 'issuer', 'recipient'].map((name) => [name, { outcome: 'skipped', because: 'inside' } as const]),
)

// These stand beside a presentation, and are no members of it.
const claims: readonly string[] = ['iss', 'jti', 'nbf', 'sub', 'exp', 'iat', 'nonce', 'aud']

// VC-JOSE-COSE 1.0, 3.1.2, writes vp+jwt; its drafts and VC 1.1 wrote the others.
const presentationTypes = ['jwt', 'vp+jwt', 'vp-ld+jwt', 'vp+ld+jwt', 'vp+ld+json+jwt']

function isPresentationType(typ: Json | undefined): boolean {
  return typ === undefined || (typeof typ === 'string' && presentationTypes.includes(typ.toLowerCase().replace(/^application\//, '')))
}

function holderOf({ holder }: JsonObject): Uri | undefined {
  const id = isObject(holder) ? holder['id'] : holder
  return typeof id === 'string' ? id : undefined
}

/** VC Data Model 2.0, 4.13, and 1.1, 4.10. What it holds has reports of its own. */
function checkShape(presentation: JsonObject): Check {
  const [base] = many(presentation['@context'])
  const first = base === 'https://www.w3.org/2018/credentials/v1'
  const issues: Issue[] = []
  const must = (holds: boolean, path: string, rule: string, message: string): void => void (holds || issues.push({ path, rule, message }))
  const { id, holder, type, proof } = presentation
  must(first || base === 'https://www.w3.org/ns/credentials/v2', '/@context/0', 'context', 'The first context must be https://www.w3.org/ns/credentials/v2.')
  must(many(type).includes('VerifiablePresentation'), '/type', 'class', 'The list must contain "VerifiablePresentation".')
  must(!many(type).includes('VerifiableCredential'), '/type', 'class', 'This is a presentation or a credential, and not both.')
  must(id === undefined || isUri(id), '/id', 'uri', 'This must be an absolute URI.')
  must(holder === undefined || isUri(holderOf(presentation)), '/holder', 'uri', 'This must be an absolute URI, or an object that has one as its id.')
  must(many(proof).every(isObject), '/proof', 'type', 'This must be an object, or a list of those.')
  for (const [at, one] of many(presentation['verifiableCredential']).entries()) {
    const path = `/verifiableCredential/${at}`
    must(isObject(one) || (first && typeof one === 'string' && isCompactJwt(one)), path, 'type', 'This must be a credential.')
    if (issues.length >= maxIssues) break
  }
  const [worst, ...rest] = issues
  if (worst) return failed(new InvalidError('presentation', [worst, ...rest]))
  return { outcome: 'passed', detail: { format: `Verifiable Presentation ${first ? '1.1' : '2.0'}` } }
}

const maxIssues = 100

function isUri(value: Json | undefined): boolean {
  return typeof value === 'string' && /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(value)
}

/** A key that has ended does not present any more, whenever this was signed. */
function endedAsFailed(proof: Judged): Judged {
  if (!proof.end) return proof
  const trouble = toProblem(new HolderKeyEndedError(proof.key, proof.end))
  return { ...proof, outcome: 'failed', problem: trouble.name, trouble }
}

/** Where it names no holder, whoever signed it is the one. */
function checkHolder(presentation: JsonObject, proofs: readonly Judged[]): Check {
  const holder = holderOf(presentation)
  if (proofs.length > 0) {
    const signer = proofs.find(({ outcome }) => outcome === 'passed') ?? proofs.find(({ controller }) => controller !== undefined)
    return checkBinding('holder', holder ?? signer?.controller ?? '', proofs, NotTheHolderError)
  }
  return holder === undefined ? absent : { outcome: 'unknown', problem: toProblem(new UnboundHolderError(holder)) }
}

/** Seconds since 1970 (RFC 7519, 4.1.4 and 4.1.5). */
function checkTime({ nbf, exp }: JsonObject, now: Date): Check {
  if (nbf === undefined && exp === undefined) return absent
  return validity({ from: ['nbf', dateOf(nbf)], until: ['exp', dateOf(exp)] }, now)
}

function dateOf(time: Json | undefined): string | undefined {
  if (time === undefined) return undefined
  return typeof time === 'number' && Math.abs(time) <= 8.64e12 ? new Date(time * 1000).toISOString() : ''
}

type Answer = { readonly challenge?: Json | undefined; readonly domain?: Json | undefined }

/** What each proof says that it answers, in the order in which proofs are judged. */
function answersOf(presentation: JsonObject, jwt: PresentationJwt | undefined): readonly Answer[] {
  const inside = proofsOf(presentation).filter(({ cryptosuite }) => cryptosuite !== receiptSuite)
  return jwt ? [{ challenge: jwt.payload['nonce'], domain: jwt.payload['aud'] }, ...inside] : inside
}

/** One proof of the holder must answer all that was asked. */
function checkAnswer(asked: verify.Options['presentation'], proofs: readonly Judged[], answers: readonly Answer[], binding: Check): Check {
  if (!asked) return { outcome: 'skipped', because: 'not asked' }
  if (proofs.length === 0) return notPresented()
  if (binding.outcome !== 'passed') return 'problem' in binding ? binding : notPresented()
  const { holder } = binding.detail as { readonly holder: Uri }
  const own = answers.filter((_, at) => proofs[at]?.outcome === 'passed' && proofs[at]?.controller === holder)
  const wrong = own.map((answer) => otherThan(asked, answer))
  const [first] = wrong
  return first && wrong.every((one) => one) ? failed(first) : { outcome: 'passed', detail: { holder, ...asked } }
}

function otherThan({ challenge, domain }: Answer & { readonly challenge?: string; readonly domain?: string }, answer: Answer): BaseError | undefined {
  if (challenge !== undefined && answer.challenge !== challenge) return new OtherChallengeError('challenge', challenge, answer.challenge)
  if (domain !== undefined && !many(answer.domain).includes(domain)) return new OtherChallengeError('domain', domain, answer.domain)
  return undefined
}

/** What is asked of a credential is asked of each inside: whom you believe, its recipient, what must be there, checks of your own. */
async function examineInside<Extra extends string>(
  presentation: JsonObject,
  { presentation: _, onCheck: __, receipts: ___, timestamps: ____, ...options }: verify.Options<Extra>,
  budget: Budget,
  judge: Inside<Extra>,
  binding: Promise<Check>,
): Promise<{ readonly parts: readonly Part[]; readonly check: Check }> {
  const places = placesOf(presentation)
  // What others say of it is nothing that was awarded.
  if (!places.some(({ kind }) => kind === 'held')) return { parts: [], check: { outcome: 'unknown', problem: toProblem(new NoCredentialError()) } }
  const { parts, check } = await judgeParts(presentation, places, budget, (held) => judge(held, options))
  const bound = await binding
  if (check.outcome !== 'passed' || bound.outcome !== 'passed') return { parts, check }
  const { holder } = bound.detail as { readonly holder: Uri }
  const ofHolder = parts.filter(({ report }) => subjectsOf(report).includes(holder)).length
  return { parts, check: { outcome: 'passed', detail: { ...(check.detail as JsonObject), ofHolder } } }
}

function subjectsOf(report: Report): readonly Json[] {
  const subject = report.outcome === 'passed' ? report.credential?.credentialSubject : undefined
  return many(subject as Json | undefined).flatMap((one) => (isObject(one) && one['id'] !== undefined ? [one['id']] : []))
}

function failed(error: BaseError): Check {
  return { outcome: 'failed', problem: toProblem(error) }
}
