import { InvalidError } from '../credential/issue.js'
import { validatePlain } from '../credential/validate.js'
import { validity } from '../credential/validity.js'
import { type Check, toProblem } from '../errors.js'
import { type Json, type JsonObject, many } from '../json.js'

/** Says whether a document is what it claims to be: an Open Badge by its whole schema, any other credential by its envelope. */
export function checkShape(document: JsonObject): Check {
  const types = many(document['type'])
  const isBadge = types.includes('OpenBadgeCredential') || types.includes('AchievementCredential')
  const result = validatePlain(isBadge ? 'badge' : 'credential', document)
  if ('issues' in result) return { outcome: 'failed', problem: toProblem(new InvalidError(isBadge ? 'badge' : 'credential', result.issues)) }
  const version = many(document['@context'])[0] === 'https://www.w3.org/2018/credentials/v1' ? '1.1' : '2.0'
  return { outcome: 'passed', detail: { format: isBadge ? `Open Badge 3.0 (VC ${version})` : `Verifiable Credential ${version}` } }
}

/** Says whether a credential is good at a moment, by the dates of VC 2.0 or of 1.1. */
export function checkValidity(document: JsonObject, now: Date): Check {
  return validity({ from: dateOf(document, 'validFrom', 'issuanceDate'), until: dateOf(document, 'validUntil', 'expirationDate') }, now)
}

function dateOf(document: JsonObject, ...names: readonly [string, string]): readonly [string, Json | undefined] {
  const name = names.find((one) => document[one] !== undefined) ?? names[0]
  return [name, document[name]]
}
