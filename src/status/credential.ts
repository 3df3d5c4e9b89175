import type { Uri } from '../bytes.js'
import { toBase64url } from '../bytes.js'
import { credentialsContext } from '../credential/badge.js'
import { toInstant } from '../credential/instant.js'
import { InvalidError } from '../credential/issue.js'
import type { Credential, Signed } from '../credential/secured.js'
import { validateCredential } from '../credential/validate.js'
import type { JsonObject } from '../json.js'
import { bitsIn } from './bits.js'
import { bitstringList } from './bitstringList.js'
import { deflate } from './gzip.js'
import { maxBytes as defaultMaxBytes, type Purpose, requireLength, type StatusList } from './list.js'
import { BadListError } from './statusType.js'

/**
 * The credential that carries a list (Bitstring Status List 1.0, 2.2): sign it with the key of the issuer that the badges name, and serve it
 * at `id`. Verifiers take it until `validUntil`: a day is usual, and what is revoked today is known everywhere by then.
 *
 * @throws {LengthError} when the list has fewer than 131,072 entries
 * @throws {InvalidError} when `id` or `issuer` is not a URI, or a date is none or before the other
 * @example
 * const credential = await listCredential({ id: 'https://uni.example/status/1', issuer: 'did:web:uni.example', list, validFrom, validUntil })
 * const signed = await sign(credential, { suite: eddsaRdfc2022, key })
 */
export async function listCredential(options: {
  readonly id: Uri
  readonly issuer: Uri
  readonly list: StatusList
  readonly validFrom: Date
  readonly validUntil: Date
}): Promise<Credential & { readonly id: Uri }> {
  const { id, issuer, list } = options
  requireLength(list.bits.length * 8)
  const credential = {
    '@context': [credentialsContext],
    id,
    type: ['VerifiableCredential', bitstringList.credential],
    issuer,
    validFrom: toInstant(options.validFrom) ?? '',
    validUntil: toInstant(options.validUntil) ?? '',
    credentialSubject: {
      id: `${id}#list`,
      type: bitstringList.list,
      statusPurpose: list.purpose,
      encodedList: `u${toBase64url(await deflate(list.bits.slice()))}`,
    },
  } as const
  const validated = validateCredential(credential)
  if ('issues' in validated) throw new InvalidError('status list', validated.issues)
  return credential
}

/**
 * Reads back the list that a credential carries. It verifies nothing: for a list of your own. `maxBytes` limits the list once it is
 * decompressed; 4 MiB, which is 33 million entries, where it is left out.
 *
 * @throws {BadListError} when it does not hold one list, for one of the four purposes
 * @throws {UnreadableListError} when it is no BitstringStatusListCredential, or its bits are damaged
 * @throws {TooLargeError} when they are more than `maxBytes`
 * @example
 * const list = await fromCredential(signed(await db.statusList()))
 */
export async function fromCredential(credential: Signed, { maxBytes = defaultMaxBytes }: { readonly maxBytes?: number | undefined } = {}): Promise<StatusList> {
  const url = String(credential.id)
  const { purposes, bits } = await bitsIn(bitstringList, credential as unknown as JsonObject, { url, maxBytes })
  const [purpose, ...others] = purposes
  if (others.length > 0 || !known.includes(purpose ?? '')) throw new BadListError(url, 'it is not for one of the four purposes alone')
  return { purpose: purpose as Purpose, length: bits.length * 8, bits }
}

const known: readonly string[] = ['revocation', 'suspension', 'refresh', 'message'] satisfies readonly Purpose[]
