import { receiptSuite } from '../../anchor/leaf.js'
import type { Uri } from '../../bytes.js'
import { jcsText } from '../../canonicalize/jcs.js'
import { timeOf } from '../../credential/instant.js'
import { type Check, toProblem } from '../../errors.js'
import { isObject, type Json, type JsonObject, many } from '../../json.js'
import { maxProofs, PreviousProofError } from '../../sign/proofs.js'
import { issuerOf, NotTheIssuerError } from '../../sign/sign.js'
import { ProofDateError, WrongPurposeError } from '../errors.js'
import type { Examined, World } from '../format.js'
import { type Judged, judge, type MerkleProof, merged, withVerdicts } from './merkle.js'
import { fromProofValue } from './receipt.js'
import { checkList } from './status.js'
import { contextsWith } from './text.js'
import { isMerkleProof, type Version } from './version.js'
import { absent, worst } from './worst.js'

type Checks = { readonly [name: string]: Check }

/**
 * Examines Blockcerts 3: a W3C credential. What there is to say of every credential the verifier says; the Merkle proofs among its proofs, the
 * profile of its issuer and the chains are looked at here.
 */
export async function examineCredential(document: JsonObject, version: Version | undefined, world: World): Promise<Examined> {
  const issuer = issuerOf(document) ?? ''
  const [said, judged, list] = await Promise.all([
    world.credential(withoutOddDates(document), contextsWith(undefined)),
    Promise.all(merkleProofsOf(document, issuer).map((proof) => judge(proof, world))),
    checkList(document, issuer, world),
  ])
  const checks: Checks = {
    ...said,
    shape: shapeOf(said['shape'], version),
    status: statusOf(said['status'], list),
    recipient: recipientOf(said['recipient'], document, world),
  }
  return { document, issuer, checks: judged.length === 0 ? checks : { ...checks, ...withMerkle(said, judged, document, issuer) } }
}

/** Provers of VC 1.1 wrote dates without a zone into Merkle proofs, which no schema takes: the verifier does not read these proofs. */
function withoutOddDates(document: JsonObject): JsonObject {
  const { proof: written } = document
  const proofs = many(written).map((proof) => {
    if (!isMerkleProof(proof) || timeOf(String(proof['created'])) !== undefined) return proof
    const { created, ...rest } = proof
    return rest
  })
  return written === undefined ? document : { ...document, proof: Array.isArray(written) ? proofs : (proofs[0] ?? null) }
}

/** The Merkle proofs in their order, each with what it covers: the credential, and the proofs that stand before it. */
export function merkleProofsOf(document: JsonObject, issuer: Uri): readonly MerkleProof[] {
  const { proof: written, ...rest } = document
  const proofs = many(written)
  // The verifier says that nobody reads so many.
  if (proofs.length > maxProofs) return []
  return proofs.flatMap((proof, at) => {
    if (!isMerkleProof(proof)) return []
    const before = proofs.slice(0, at)
    const read = (): ReturnType<typeof fromProofValue> => {
      checkProof(proof, before, document)
      return fromProofValue(proof['proofValue'])
    }
    return [{ suite: suiteOf(proof), covered: at === 0 ? rest : { ...rest, proof: before }, ...ownerOf(proof, issuer), read }]
  })
}

function suiteOf({ cryptosuite }: JsonObject): string {
  return cryptosuite === 'merkle-proof-2019' ? cryptosuite : 'MerkleProof2019'
}

/** Who controls the verification method. The drafts named the issuer's account there, and some name no key. */
function ownerOf({ verificationMethod }: JsonObject, issuer: Uri): { readonly owner: Uri; readonly method: Uri | undefined } {
  const method = String(verificationMethod ?? '')
  const [owner = ''] = method.split('#')
  if (owner === '' || owner.startsWith('ecdsa-koblitz-pubkey:')) return { owner: issuer, method: undefined }
  return { owner, method: method === owner ? undefined : method }
}

/** The hash covers no member of a Merkle proof itself: those that can be wrong are looked at all the same. */
function checkProof({ proofPurpose, previousProof, created }: JsonObject, before: readonly Json[], document: JsonObject): void {
  if (proofPurpose !== 'assertionMethod') throw new WrongPurposeError('proof', String(proofPurpose))
  const missing = many(previousProof).find((previous) => !before.some((one) => isSame(one, previous)))
  if (missing !== undefined) throw new PreviousProofError(typeof missing === 'string' ? missing : 'it shows')
  // VC 2.0 wants a zone, which the provers of 1.1 did not write.
  const isOld = many(document['@context'])[0] === 'https://www.w3.org/2018/credentials/v1'
  if (!isOld && created !== undefined && timeOf(String(created)) === undefined) throw new ProofDateError('created', String(created))
}

/** A proof is named by its id (Data Integrity), or repeated whole (ChainedProof2021). */
function isSame(proof: Json, named: Json): boolean {
  if (!isObject(proof)) return false
  return isObject(named) ? jcsText(proof) === jcsText(named) : proof['id'] === named
}

function withMerkle(said: Checks, judged: readonly Judged[], document: JsonObject, issuer: Uri): Checks {
  const ours = merged(judged)
  const proofs = verdictsOf(said['signature'], judged, document)
  const others = proofs.filter(({ isMerkle }) => !isMerkle).map(({ verdict }) => verdict)
  const verdicts = proofs.map(({ verdict }) => verdict)
  const isOpen = others.some((one) => isObject(one) && one['outcome'] === 'unknown')
  const theirs = said['signature']?.outcome === 'failed' || isOpen ? said['signature'] : undefined
  return {
    terms: ours.terms,
    signature: withVerdicts(worst([ours.signature, theirs]) ?? ours.signature, verdicts),
    binding: bindingOf(said['binding'], judged, others.length > 0, issuer),
    anchor: worst([ours.anchor, said['anchor']]) ?? ours.anchor,
  }
}

/** How every proof came out, in the order of the document: the verifier names Merkle proofs too, and does not read them. */
function verdictsOf(
  signature: Check | undefined,
  judged: readonly Judged[],
  document: JsonObject,
): readonly { readonly isMerkle: boolean; readonly verdict: Json }[] {
  const facts = signature && 'problem' in signature ? signature.problem.facts : signature?.outcome === 'passed' ? (signature.detail as JsonObject) : {}
  const listed = many(facts['proofs'])
  const ours = judged.map(({ verdict }) => verdict)
  const proofs = many(document['proof']).filter((proof) => isObject(proof) && proof['cryptosuite'] !== receiptSuite)
  return proofs.map((proof, at) => {
    const isMerkle = isMerkleProof(proof)
    return { isMerkle, verdict: (isMerkle ? ours.shift() : listed[at]) ?? {} }
  })
}

/** Every Merkle proof must be its owner's, and the issuer must be one of them, or have made another proof that passed. */
function bindingOf(said: Check = absent, judged: readonly Judged[], hasOthers: boolean, issuer: Uri): Check {
  const own = judged.find(({ owner }) => owner === issuer)
  if (!own && !hasOthers) return { outcome: 'failed', problem: toProblem(new NotTheIssuerError(issuer, judged[0]?.owner ?? '')) }
  return worst(judged.map(({ binding }) => binding)) ?? own?.binding ?? said
}

function shapeOf(shape: Check = absent, version: Version | undefined): Check {
  if (shape.outcome !== 'passed' || version === undefined) return shape
  return { outcome: 'passed', detail: { ...(shape.detail as JsonObject), format: `Blockcert ${version}` } }
}

/** The status that the credential names, and the list of its issuer's profile. */
function statusOf(said: Check = absent, list: Check): Check {
  const trouble = worst([said, list])
  if (trouble) return trouble
  const [first, second] = [said, list].flatMap((check) => (check.outcome === 'passed' ? [check.detail as JsonObject] : []))
  if (!first) return said
  return { outcome: 'passed', detail: { ...first, lists: [...many(first['lists']), ...many(second?.['lists'])] } }
}

/** Blockcerts name a recipient by an address in plain text, which no other credential does. */
function recipientOf(said: Check = absent, { credentialSubject }: JsonObject, { recipient }: World): Check {
  const email = recipient?.email?.toLowerCase()
  const isTheirs = email !== undefined && many(credentialSubject).some((subject) => isObject(subject) && String(subject['email'] ?? '').toLowerCase() === email)
  return said.outcome === 'failed' && isTheirs ? { outcome: 'passed', detail: { matched: 'email, as given' } } : said
}
