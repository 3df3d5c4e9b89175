import { InvalidError } from '../../credential/issue.js'
import { validity } from '../../credential/validity.js'
import { type Check, toProblem } from '../../errors.js'
import { isObject, type Json, type JsonObject } from '../../json.js'
import { NoSignatureError, toCheck } from '../errors.js'
import type { Examined, World } from '../format.js'
import { idOf } from '../openbadges2/address.js'
import { checkRecipient } from '../openbadges2/recipient.js'
import { toDate } from '../openbadges2/version.js'
import { identify } from './identity.js'
import { judge, type MerkleProof, merged } from './merkle.js'
import { fromSignature } from './receipt.js'
import { issuesOf } from './shape.js'
import { checkList } from './status.js'
import { isMerkleSignature, type Version } from './version.js'

/** Examines Blockcerts 2: an assertion of Open Badges 2.0 that is not hosted, but signed by a Merkle proof. */
export async function examineAssertion(document: JsonObject, version: Version, world: World): Promise<Examined> {
  const { badge } = document
  const issuer = String((isObject(badge) ? idOf(badge['issuer']) : undefined) ?? '')
  const proof = proofOf(document, issuer)
  const [judged, status, isKnown] = await Promise.all([
    proof && judge(proof, world),
    checkList(document, issuer, world),
    identify(issuer, world).then(
      () => true,
      () => false,
    ),
  ])
  return {
    document,
    ...(isKnown && { issuer }),
    checks: {
      shape: checkShape(document, version),
      ...(judged ? { ...merged([judged]), binding: judged.binding } : { signature: toCheck(new NoSignatureError()) }),
      validity: validity({ from: dateOf(document, 'issuedOn'), until: dateOf(document, 'expires') }, world.now),
      status,
      recipient: checkedRecipient(document, world),
    },
  }
}

/** The Merkle proof of an assertion, which covers all else of it; `undefined` where it has none. */
export function proofOf(document: JsonObject, owner: string): MerkleProof | undefined {
  const { signature, ...covered } = document
  if (!isMerkleSignature(signature)) return undefined
  return { suite: 'MerkleProof2017', covered, method: undefined, owner, read: () => fromSignature(signature, addressIn(document['verification'])) }
}

/** The address that it says it is signed by. */
function addressIn(verification: Json | undefined): string {
  const { publicKey, creator } = isObject(verification) ? verification : {}
  return String(publicKey ?? creator ?? '').replace(/^ecdsa-koblitz-pubkey:/, '')
}

function checkShape(document: JsonObject, version: Version): Check {
  const [first, ...others] = issuesOf(document)
  if (first) return { outcome: 'failed', problem: toProblem(new InvalidError('certificate', [first, ...others])) }
  return { outcome: 'passed', detail: { format: `Blockcert ${version}` } }
}

/** Its first issuers wrote days alone. */
function dateOf(document: JsonObject, name: string): readonly [string, Json | undefined] {
  return [name, document[name] === undefined ? undefined : toDate(document[name], '1.1')]
}

function checkedRecipient({ recipient }: JsonObject, world: World): Check {
  try {
    return checkRecipient(recipient, world.recipient)
  } catch (error) {
    return toCheck(error)
  }
}
