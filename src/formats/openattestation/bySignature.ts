import type { Bytes, Uri } from '../../bytes.js'
import type { Check } from '../../errors.js'
import { maxProofs, TooManyProofsError } from '../../sign/proofs.js'
import { absent, worst } from '../blockcerts/worst.js'
import { BadSignatureError, ContractError, NoSignatureError, NotTheirKeyError, toCheck, VerificationTypeError, WrongPurposeError } from '../errors.js'
import { statusIn } from './byStore.js'
import { contractAt, evmChains, isThere } from './contract.js'
import { ethrOf, type Speaker, signerOf, speakerOf } from './did.js'
import { recordsOf, toUri } from './dns.js'
import type { Issuer, RootSignature } from './issuers.js'
import type { Judged, OurWorld } from './judge.js'
import { checkOcsp } from './ocsp.js'
import { type Attempt, attempt, checked, passed, unknown } from './outcome.js'
import type { Wrapped } from './wrapped.js'

/** An account of a DID has signed the root of the document, and a domain names that key in its DNS, where one is named. */
export async function bySignature(
  { identity, domain = '', key: named, revocation }: Issuer,
  did: Uri,
  wrapped: Wrapped,
  signatures: readonly RootSignature[],
  world: OurWorld,
): Promise<Judged> {
  const key = named ?? `${did}#controller`
  const isInDns = identity === 'DNS-DID'
  const issuer = isInDns ? toUri(domain) : did
  const speaker = await attempt(() => speakerOf(did, key, world))
  const signature = signatureOf(did, key, wrapped, signatures, speaker)
  const dns = isInDns ? await checked(() => checkDns(domain, key, world)) : undefined
  const detail = 'value' in speaker && { issuer, boundBy: isInDns ? 'dns' : speaker.value.boundBy, key }
  const binding = worst([signature, 'check' in speaker ? speaker.check : undefined, dns]) ?? passed(detail || {})
  const verdict = { suite: 'OpenAttestationSignature2018', key, outcome: signature.outcome, ...('problem' in signature && { problem: signature.problem.name }) }
  return { issuer, key, signature, binding, status: await checked(() => checkStatus(revocation, wrapped, world)), anchor: absent, verdict }
}

function signatureOf(did: Uri, key: Uri, { hashes }: Wrapped, signatures: readonly RootSignature[], speaker: Attempt<Speaker>): Check {
  const own = signatures.filter((one) => isSame(one.key, key))
  if (own.length === 0) return toCheck(new NoSignatureError())
  if (own.length > maxProofs) return toCheck(new TooManyProofsError(own.length))
  const other = own.find(({ purpose }) => purpose !== 'assertionMethod')
  if (other) return toCheck(new WrongPurposeError('proof', String(other.purpose)))
  const signers = own.map(({ signature }) => signerOf(hashes.at(-1) as Bytes, signature))
  // Until another is known to speak for did:ethr, the account that it is made of does.
  const expected = 'value' in speaker ? speaker.value.address : ethrOf(did)?.address
  if (signers.every((signer) => signer !== undefined && signer === expected)) return passed({})
  const isSigned = signers.every((signer) => signer !== undefined)
  return isSigned && 'check' in speaker ? speaker.check : toCheck(new BadSignatureError(key))
}

async function checkDns(domain: string, key: Uri, world: OurWorld): Promise<Check> {
  const records = await recordsOf(domain, world)
  const isNamed = records.some((record) => record.get('a') === 'dns-did' && isSame(record.get('p'), key))
  if (!isNamed) throw new NotTheirKeyError(key, toUri(domain), 'its DNS does not name this key')
  return passed({})
}

/** How the issuer takes it back. A holder may have hidden that: where it is not said, nobody can tell. */
async function checkStatus({ type, location = '' }: Issuer['revocation'], wrapped: Wrapped, world: OurWorld): Promise<Check> {
  if (type === 'NONE') return absent
  if (type === 'OCSP_RESPONDER') return passed({ lists: [await checkOcsp(location, wrapped, world)] })
  if (type === 'REVOCATION_STORE' && /^0x[0-9a-fA-F]{40}$/.test(location)) return inRevocationStore(location, wrapped, world)
  return unknown(new VerificationTypeError([`revocation: ${type ?? 'not said'}`]))
}

/** Where the document names no chain, nobody does: all of the caller's that have such a contract are asked. */
async function inRevocationStore(location: string, wrapped: Wrapped, world: OurWorld): Promise<Check> {
  if (wrapped.chain) return statusIn([contractAt(location, wrapped.chain, world)], wrapped)
  const stores = evmChains(world).map((chain) => contractAt(location, chain, world))
  const there = await Promise.all(stores.map(isThere))
  const found = stores.filter((_, at) => there[at])
  const asked = stores.map(({ chain }) => chain).join(', ') || 'none was given'
  if (found.length === 0) throw new ContractError(location, `nothing says on which chain it is, and it is on none that was asked (${asked})`)
  return statusIn(found, wrapped)
}

/** The case of an address, in a DID too, is a checksum (EIP-55). */
function isSame(a: unknown, b: Uri): boolean {
  return typeof a === 'string' && a.toLowerCase() === b.toLowerCase()
}
