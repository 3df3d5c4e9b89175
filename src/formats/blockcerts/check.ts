import { type JsonObject, many } from '../../json.js'
import type { Load, Loaded } from '../../seams.js'
import { NotAnAwardError, toCheck, VersionError } from '../errors.js'
import type { Examined, World } from '../format.js'
import { examineAssertion } from './assertion.js'
import { examineCredential } from './credential.js'
import { isFirstVersion, versionOf } from './version.js'

/** Examines a Blockcert of any version. What is wrong with it stands in the checks. */
export async function examine(document: JsonObject, given: World): Promise<Examined> {
  const version = versionOf(document)
  if (isFirstVersion(document)) {
    const error = new VersionError('Blockcert', version ?? '1', 'whose proofs are not read any more')
    return { document, checks: { shape: toCheck(error) } }
  }
  const world = { ...given, load: given.load && once(given.load) }
  const types = many(document['type']).filter((type) => typeof type === 'string')
  if (types.includes('VerifiableCredential')) return examineCredential(document, version, world)
  if (types.includes('Assertion')) return examineAssertion(document, version ?? '2.0', world)
  return { document, checks: { shape: toCheck(new NotAnAwardError(types)) } }
}

/** Several checks read one profile: each address is read once. */
function once(load: Load): Load {
  const asked = new Map<string, Promise<Loaded>>()
  return (url, wish) => {
    const answer = asked.get(url) ?? load(url, wish)
    asked.set(url, answer)
    return answer
  }
}
