import { type IdentityObject, matches } from '../../credential/identity.js'
import { OtherRecipientError } from '../../credential/recipient.js'
import type { Check } from '../../errors.js'
import { isObject, type Json } from '../../json.js'
import { WeakHashError } from '../errors.js'
import type { World } from '../format.js'

// By which property of the recipient each thing that a caller may ask for is known (Open Badges 2.0, "Profile Identifier Properties").
const properties = { email: ['email', 'schema:email', 'http://schema.org/email', 'https://schema.org/email'], id: ['id', '@id', 'url', 'schema:url'] } as const

/**
 * Says whether an assertion was awarded to the one whom the caller expects.
 *
 * @throws {OtherRecipientError} when it was not
 * @throws {WeakHashError} when it was, as far as MD5 can say
 */
export function checkRecipient(recipient: Json | undefined, expected: World['recipient']): Check {
  const { type, identity, hashed, salt } = isObject(recipient) ? recipient : {}
  const { id, email, identifier } = expected ?? {}
  if ((id ?? email ?? identifier) === undefined) return { outcome: 'skipped', because: 'not asked' }
  const known = (['id', 'email'] as const).find((one) => expected?.[one] !== undefined && (properties[one] as readonly Json[]).includes(type ?? null))
  const property = known ?? (identifier && identifier.type === type ? identifier.type : undefined)
  const value = known ? expected?.[known] : property && identifier?.value
  if (value === undefined || typeof identity !== 'string') throw new OtherRecipientError()
  const object: IdentityObject = {
    type: 'IdentityObject',
    hashed: hashed === true,
    identityHash: identity,
    identityType: String(type),
    ...(typeof salt === 'string' && { salt }),
  }
  const how = matches(object, value)
  if (how === undefined) throw new OtherRecipientError()
  if (hashed === true && identity.startsWith('md5$')) throw new WeakHashError('MD5')
  return { outcome: 'passed', detail: { matched: `${property}, ${how}` } }
}
