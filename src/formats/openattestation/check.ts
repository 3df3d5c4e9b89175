import type { Uri } from '../../bytes.js'
import { InvalidError } from '../../credential/issue.js'
import { OtherRecipientError } from '../../credential/recipient.js'
import { validity } from '../../credential/validity.js'
import { type Check, toProblem } from '../../errors.js'
import { isObject, type JsonObject, many } from '../../json.js'
import { absent, worst } from '../blockcerts/worst.js'
import { HiddenError, toCheck } from '../errors.js'
import type { Examined } from '../format.js'
import { issuersOf, signaturesOf } from './issuers.js'
import { judge, type OurWorld } from './judge.js'
import { unknown } from './outcome.js'
import { issuesOf } from './shape.js'
import { versionOf } from './version.js'
import { unwrap, type Wrapped } from './wrapped.js'

/** Examines a document of OpenAttestation. What is wrong with it stands in the checks. */
export async function examine(value: JsonObject, world: OurWorld): Promise<Examined> {
  const version = versionOf(value) ?? '2.0'
  try {
    return await examineWrapped(unwrap(value, version), value, world)
  } catch (error) {
    // Nobody knows what was issued: what the rest says of it is nothing that could be asked about.
    const signature = toCheck(error)
    const open: Check = { outcome: 'unknown', problem: toProblem(error) }
    return { document: value, checks: { shape: open, terms, signature, binding: signature, status: open, anchor: open } }
  }
}

const terms: Check = { outcome: 'skipped', because: 'not asked' }

async function examineWrapped(wrapped: Wrapped, value: JsonObject, world: OurWorld): Promise<Examined> {
  const { document } = wrapped
  const shape = shapeOf(wrapped)
  // Who it is from cannot be told by a document that is none.
  const issuers = shape.outcome === 'passed' ? issuersOf(wrapped, value) : []
  const signatures = signaturesOf(wrapped, value)
  const judged = await Promise.all(issuers.map((issuer) => judge(issuer, wrapped, signatures, world)))
  const all = (name: 'signature' | 'binding' | 'status' | 'anchor'): readonly Check[] => judged.map((one) => one[name])
  const merkle = { suite: wrapped.version === '2.0' ? 'SHA3MerkleProof' : 'OpenAttestationMerkleProofSignature2018', outcome: 'passed' }
  const proofs = judged.length === 0 ? [{ ...merkle, key: '' }] : judged.flatMap(({ verdict, key }) => [{ ...merkle, key }, ...(verdict ? [verdict] : [])])
  const binding = joined(all('binding'))
  return {
    document,
    // Each of them issued it: the first stands for all.
    issuer: binding.outcome === 'passed' ? judged[0]?.issuer : undefined,
    checks: {
      shape,
      terms,
      signature: worst(all('signature')) ?? { outcome: 'passed', detail: { proofs } },
      binding,
      validity: validityOf(wrapped, world.now),
      status: joined(all('status'), 'lists'),
      anchor: joined(all('anchor'), 'sightings'),
      recipient: recipientOf(wrapped, world),
    },
  }
}

/** What all issuers' checks say together; `list` names what is joined of those that passed. */
function joined(checks: readonly Check[], list?: string): Check {
  const trouble = worst(checks)
  if (trouble) return trouble
  const details = checks.flatMap((check) => (check.outcome === 'passed' ? [check.detail as JsonObject] : []))
  const [first] = details
  if (!first) return absent
  return { outcome: 'passed', detail: list === undefined ? first : { ...first, [list]: details.flatMap((detail) => many(detail[list])) } }
}

function shapeOf(wrapped: Wrapped): Check {
  const [first, ...rest] = issuesOf(wrapped)
  if (first) return { outcome: 'failed', problem: toProblem(new InvalidError('OpenAttestation document', [first, ...rest])) }
  return { outcome: 'passed', detail: { format: `OpenAttestation ${wrapped.version}` } }
}

/** Version 2.0 has no dates that mean this. Of 3.0 the holder can hide them. */
function validityOf({ version, document, hidden }: Wrapped, now: Date): Check {
  if (version === '2.0') return absent
  const { issuanceDate, validFrom, expirationDate, validUntil } = document
  const checks = [
    validity({ from: ['issuanceDate', issuanceDate], until: ['expirationDate', expirationDate] }, now),
    validity({ from: ['validFrom', validFrom], until: ['validUntil', validUntil] }, now),
  ]
  const trouble = worst(checks)
  if (trouble) return trouble
  if (hidden > 0 && (expirationDate ?? validUntil) === undefined) return unknown(new HiddenError(hidden, 'when it ends'))
  return { outcome: 'passed', detail: Object.assign({}, ...checks.map((check) => (check.outcome === 'passed' ? check.detail : {}))) }
}

/** A recipient is whoever has this id, this address for mail, or this member. */
function recipientOf({ version, document, hidden }: Wrapped, { recipient }: OurWorld): Check {
  const { id, email, identifier } = recipient ?? {}
  if ((id ?? email ?? identifier) === undefined) return { outcome: 'skipped', because: 'not asked' }
  const subjects = many(version === '2.0' ? document['recipient'] : document['credentialSubject']).filter(isObject)
  const wanted: readonly (readonly [name: string, value: string | undefined])[] = [
    ['id', id],
    ['email', email],
    [identifier?.type ?? '', identifier?.value],
  ]
  const found = wanted.find(([name, value]) => value !== undefined && subjects.some((subject) => isSame(name, subject, value)))
  if (found) return { outcome: 'passed', detail: { matched: `${found[0]}, as given` } }
  if (hidden > 0) return unknown(new HiddenError(hidden, 'to whom it was issued'))
  return { outcome: 'failed', problem: toProblem(new OtherRecipientError()) }
}

function isSame(name: string, subject: JsonObject, value: Uri): boolean {
  const own = Object.hasOwn(subject, name) ? subject[name] : undefined
  return name === 'email' ? typeof own === 'string' && own.toLowerCase() === value.toLowerCase() : own === value
}
