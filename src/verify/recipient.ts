import { type IdentityObject, matches } from '../credential/identity.js'
import { OtherRecipientError, type Recipient } from '../credential/recipient.js'
import { type Check, toProblem } from '../errors.js'
import { isObject, type JsonObject, many } from '../json.js'

/** Says whether a credential was awarded to this person: one of the names that are asked for is one of its subject's. */
export function checkRecipient(document: JsonObject, { id, email, identifier }: Recipient): Check {
  if ((id ?? email ?? identifier) === undefined) return { outcome: 'skipped', because: 'not asked' }
  const subjects = many(document['credentialSubject']).filter(isObject)
  if (id !== undefined && subjects.some((subject) => subject['id'] === id)) return { outcome: 'passed', detail: { matched: 'id' } }
  const names = [...(email === undefined ? [] : [{ type: 'emailAddress', value: email }]), ...(identifier ? [identifier] : [])]
  const matched = matching(subjects, names)
  return matched ? { outcome: 'passed', detail: { matched } } : { outcome: 'failed', problem: toProblem(new OtherRecipientError()) }
}

/** Which name matches one of the identities of the subjects, and how; `undefined` when none does. */
function matching(subjects: readonly JsonObject[], names: readonly { readonly type: string; readonly value: string }[]): string | undefined {
  const identities = subjects.flatMap(({ identifier }) => many(identifier).filter(isObject)) as unknown as readonly IdentityObject[]
  for (const { type, value } of names) {
    for (const one of identities) {
      const how = one.identityType === type && typeof one.identityHash === 'string' ? matches(one, value) : undefined
      if (how) return `${type}, ${how}`
    }
  }
  return undefined
}
