import type { Issue } from '../../credential/issue.js'
import { isObject, type Json, type JsonObject } from '../../json.js'
import { idOf } from '../openbadges2/address.js'

/** What Blockcerts 2 require of an assertion (cert_schema/2.0/schema.json), beside the signature, which is read by itself. */
export function issuesOf({ id, recipient, badge, verification, issuedOn }: JsonObject): readonly Issue[] {
  const inside = isObject(badge) ? badge : {}
  const rules: readonly (readonly [path: string, fits: boolean, wanted: string])[] = [
    ['/id', isText(id), 'text'],
    ['/issuedOn', isText(issuedOn), 'text'],
    ['/recipient', isObject(recipient) && isText(recipient['identity']) && isText(recipient['type']), 'an object with an identity and a type'],
    ['/verification', isObject(verification), 'an object'],
    ['/badge', isObject(badge), 'an object: it is part of what is signed'],
    ['/badge/name', isText(inside['name']), 'text'],
    ['/badge/issuer', isText(idOf(inside['issuer'])), 'an issuer with an id'],
  ]
  return rules.filter(([, fits]) => !fits).map(([path, , wanted]) => ({ path, rule: 'type', message: `This must be ${wanted}.` }))
}

function isText(value: Json | undefined): boolean {
  return typeof value === 'string' && value !== ''
}
