import { fromUtf8, type Uri } from '../bytes.js'
import { jcsText } from '../canonicalize/jcs.js'
import type { Credential } from '../credential/secured.js'
import { BaseError, type Problem, toProblem } from '../errors.js'
import { isObject, type Json, type JsonObject, many } from '../json.js'
import { needed } from '../load/failure.js'
import type { Loaded } from '../seams.js'
import { issuerOf } from '../sign/sign.js'
import { UnboundIssuerError } from './issuers.js'
import { cancellable } from './outcome.js'
import type { Refresh, Report } from './report.js'
import type { verify } from './verify.js'

/** What the verifier is asked, and how it verifies the other copy. */
type Options = Pick<verify.Options, 'load' | 'cancel' | 'refresh'>
type Judge = (text: string) => Promise<Report>

/**
 * What the issuer offers in place of a credential, and, where that is asked for, the copy that it gives now: once, and only of a credential whose
 * signature is its issuer's (Open Badges 3.0, 8.2; 1EdTech Credential Refresh Service 1.0). The other copy has a report of its own.
 */
export async function refreshOf(held: Credential, report: Report, options: Options, judge: Judge): Promise<Refresh> {
  const services = many(held.refreshService as Json | undefined).filter(isObject)
  const known = services.find(({ id, type }) => many(type).includes('1EdTechCredentialRefresh') && typeof id === 'string' && URL.canParse(id))
  const service = String((known ?? services[0])?.['id'] ?? '')
  if (!known) return { service, outcome: 'not understood' }
  if (!options.refresh) return { service, outcome: 'not asked' }
  try {
    if (report.checks.binding.outcome !== 'passed') throw new UnboundIssuerError(issuerOf(held) ?? '')
    const { load, cancel } = options
    const loading = needed(load, service)(service, { accept: 'application/vc, application/vc+jwt, application/json', cancel })
    const loaded = await cancellable<Loaded | Problem>(loading, cancel, (problem) => problem)
    if (!('bytes' in loaded)) return { service, outcome: 'unknown', problem: loaded }
    const text = fromUtf8(loaded.bytes)
    const fresh = await judge(text)
    const copy = fresh.outcome === 'passed' ? fresh.credential : fresh.claimed
    requireSame(held, copy, service)
    return { service, outcome: isSame(held, copy) ? 'same' : 'changed', text, report: fresh }
  } catch (error) {
    return { service, outcome: 'unknown', problem: toProblem(error) }
  }
}

/** The refresh service gave something else than another copy of this credential. */
export class OtherCredentialError extends BaseError {
  override readonly name = 'verify.OtherCredentialError'
  constructor(service: Uri) {
    super(`"${service.slice(0, 200)}" was to give the present copy of this credential, and gave something else. Ask its issuer.`, {
      facts: { service: service.slice(0, 200) },
    })
  }
}

/** Another copy of a credential has its issuer and its id. */
function requireSame(held: Credential, copy: Credential | undefined, service: Uri): asserts copy is Credential {
  if (!copy || issuerOf(copy) !== issuerOf(held) || copy.id !== held.id) throw new OtherCredentialError(service)
}

/** The same but for its proofs, which a service may make anew. */
function isSame(held: Credential, copy: Credential): boolean {
  const [one, other] = [held, copy].map((credential) => {
    const { proof, ...rest } = credential as unknown as JsonObject
    return jcsText(rest)
  })
  return one === other
}
