import { fromUtf8, type Uri } from '../bytes.js'
import { isCompactJwt } from '../credential/secured.js'
import { BaseError, type Check, toProblem } from '../errors.js'
import { isObject, type Json, type JsonObject, many, parse } from '../json.js'
import { fromJwk, type Jwk } from '../keys/jwk.js'
import { verifySignature } from '../keys/verify.js'
import { needed } from '../load/failure.js'
import type { PublicKey } from '../seams.js'
import { decodeJws } from '../sign/jwt.js'
import { UntrustedIssuerError } from './issuers.js'
import type { CheckWorld, IssuerDetail } from './report.js'

/** Where a registry stands, and who signs it. */
export type Registry = { readonly url: Uri; readonly signedBy: Uri | 'nobody' }

/** Says whether a registry lists the issuer. What is wrong with the registry says nothing about the issuer, and is a doubt. */
export async function lookUpIssuer(issuer: Uri, registry: Registry, world: CheckWorld): Promise<Check<IssuerDetail>> {
  const { url, signedBy } = registry
  try {
    const text = await read(url, world)
    const name = isCompactJwt(text) ? await nameInFederation(issuer, text, registry, world) : nameInList(issuer, text, registry)
    if (name === undefined) return { outcome: 'failed', problem: toProblem(new UntrustedIssuerError(issuer, [url])) }
    return { outcome: 'passed', detail: { list: url, ...(name !== '' && { name }), signedBy } }
  } catch (error) {
    return { outcome: 'unknown', problem: toProblem(error) }
  }
}

/** A registry answered, and its answer is not relied on. */
export class RegistryError extends BaseError {
  override readonly name = 'verify.RegistryError'
  constructor(url: Uri, why: string, cause?: unknown) {
    super(`The registry "${url}" is not relied on: ${why}. Whether it lists the issuer is not known.`, {
      facts: { url, why },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

async function read(url: Uri, { load, cancel }: CheckWorld): Promise<string> {
  const { bytes } = await needed(load, url)(url, { accept: 'application/entity-statement+jwt, application/json', cancel })
  return wellRead(url, () => fromUtf8(bytes))
}

/** What throws because of what the registry says is the registry's fault. */
function wellRead<T>(url: Uri, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw cause instanceof RegistryError ? cause : new RegistryError(url, 'what it says cannot be read', cause)
  }
}

/** The list of the Digital Credentials Consortium: `{ "registry": { "did:…": { "name": "…" } } }`. `''` is an issuer without a name. */
function nameInList(issuer: Uri, text: string, { url, signedBy }: Registry): string | undefined {
  const list = wellRead(url, () => parse(text))
  const registry = isObject(list) ? list['registry'] : undefined
  if (!isObject(list) || !isObject(registry)) throw new RegistryError(url, 'it is no list of issuers of a kind that is read here')
  if (list['proof'] !== undefined) throw new RegistryError(url, 'it is signed in a way that is not read here')
  if (signedBy !== 'nobody') throw new RegistryError(url, `it is not signed, and should be by "${signedBy}"`)
  const entry = Object.hasOwn(registry, issuer) ? registry[issuer] : undefined
  return isObject(entry) ? nameOf(entry['name']) : undefined
}

// The id of an issuer is asked for in a URL.
const longest = 2048

/**
 * OpenID Federation 1.0: what the trust anchor says of itself (3.1, 9), and whether it has signed a statement about the issuer (8.1). The anchor's
 * keys are those that stand at its own address, and so its host's to say.
 */
async function nameInFederation(issuer: Uri, text: string, { url, signedBy }: Registry, world: CheckWorld): Promise<string | undefined> {
  if (signedBy === 'nobody') throw new RegistryError(url, 'it is signed, and you say that nobody signs it')
  if (url !== `${signedBy.replace(/\/$/, '')}/.well-known/openid-federation`) throw new RegistryError(url, `it is not where "${signedBy}" publishes its keys`)
  if (issuer.length > longest) throw new RegistryError(url, 'the id of the issuer is too long to ask for')
  const anchor = await readStatement(text, url, { iss: signedBy, sub: signedBy }, world)
  const asked = wellRead(url, () => {
    const endpoint = new URL(String(federationEntity(anchor)['federation_fetch_endpoint']))
    endpoint.searchParams.set('sub', issuer)
    return endpoint.href
  })
  const answer = await read(asked, world).catch(absentAsUndefined)
  if (answer === undefined) return undefined
  const statement = await readStatement(answer, asked, { iss: signedBy, sub: issuer, jwks: anchor['jwks'] }, world)
  return nameOf(federationEntity(statement)['organization_name'])
}

type Expected = { readonly iss: Uri; readonly sub: Uri; readonly jwks?: Json | undefined }

/** An entity statement that holds: of the right type, by the right entity, about the right one, in time, and signed. Without `jwks`, by its own keys. */
async function readStatement(text: string, url: Uri, { iss, sub, jwks }: Expected, { now }: CheckWorld): Promise<JsonObject> {
  const { header, payload, record, fits } = wellRead(url, () => decodeJws(text))
  if (header['typ'] !== 'entity-statement+jwt') throw new RegistryError(url, 'it is no entity statement')
  if (payload['iss'] !== iss || payload['sub'] !== sub) throw new RegistryError(url, `it is not by "${iss}" about "${sub}"`)
  if (payload['crit'] !== undefined) throw new RegistryError(url, 'it asks for an extension that is not known here')
  const { exp } = payload
  if (typeof exp !== 'number' || exp * 1000 <= now.getTime()) throw new RegistryError(url, 'its time is over')
  const key = wellRead(url, () => keyIn(jwks ?? payload['jwks'], header['kid'], url))
  if (!fits(key.algorithm) || !(await verifySignature(key, record.message, record.signature))) throw new RegistryError(url, 'its signature is wrong')
  return payload
}

/** The one key of a set that has this id (OpenID Federation 1.0, 3.1: `kid` is required, and unique). */
function keyIn(jwks: Json | undefined, kid: Json | undefined, url: Uri): PublicKey {
  const keys = isObject(jwks) ? many(jwks['keys']).filter(isObject) : []
  const [key, ...others] = keys.filter((one) => typeof kid === 'string' && one['kid'] === kid)
  if (!key || others.length > 0) throw new RegistryError(url, 'it has not one key of the name that its signature gives')
  return fromJwk(key as unknown as Jwk)
}

function federationEntity(statement: JsonObject): JsonObject {
  const metadata = statement['metadata']
  const entity = isObject(metadata) ? metadata['federation_entity'] : undefined
  return isObject(entity) ? entity : {}
}

function nameOf(name: Json | undefined): string {
  return typeof name === 'string' ? name : ''
}

/** That there is no statement is an answer (OpenID Federation 1.0, 8.9); that there was no answer is none. */
function absentAsUndefined(error: unknown): undefined {
  const { why, status } = error instanceof BaseError && error.name === 'load.FailedError' ? error.facts : {}
  if (why === 'absent' || why === 'gone' || status === 404) return undefined
  throw error
}
