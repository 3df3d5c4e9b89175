import { InvalidError } from '../credential/issue.js'
import { validatePlain } from '../credential/validate.js'
import { type Check, toProblem } from '../errors.js'
import { type JsonObject, many } from '../json.js'

/** Says whether a document is what it claims to be: an Open Badge by its whole schema, any other credential by its envelope. */
export function checkShape(document: JsonObject): Check {
  const types = many(document['type'])
  const isBadge = types.includes('OpenBadgeCredential') || types.includes('AchievementCredential')
  const result = validatePlain(isBadge ? 'badge' : 'credential', document)
  if ('issues' in result) return { outcome: 'failed', problem: toProblem(new InvalidError(isBadge ? 'badge' : 'credential', result.issues)) }
  const version = many(document['@context'])[0] === 'https://www.w3.org/2018/credentials/v1' ? '1.1' : '2.0'
  return { outcome: 'passed', detail: { format: isBadge ? `Open Badge 3.0 (VC ${version})` : `Verifiable Credential ${version}` } }
}
