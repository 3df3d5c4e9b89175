import type { Uri } from '../../bytes.js'
import type { Check } from '../../errors.js'
import type { JsonObject } from '../../json.js'
import { toCheck } from '../errors.js'
import type { World } from '../format.js'
import { isWeb } from '../openbadges2/address.js'
import { lookUp } from '../openbadges2/status.js'
import { identify } from './identity.js'
import { absent } from './worst.js'

/**
 * Looks a certificate up in the list that its issuer's profile names: the list of Open Badges 2.0, asked for with the id of the certificate, because
 * some issuers answer for one certificate at a time.
 */
export async function checkList(document: JsonObject, issuer: Uri, world: World): Promise<Check> {
  try {
    const { profile } = await identify(issuer, world)
    const { id } = document
    const list = profile?.document['revocationList']
    if (!profile || list === undefined || list === null) return absent
    const revocationList = isWeb(list) ? withId(list, String(id)) : list
    await lookUp({ id }, { ...profile, document: { ...profile.document, revocationList } }, world)
    return { outcome: 'passed', detail: { lists: [list] } }
  } catch (error) {
    return toCheck(error)
  }
}

function withId(list: Uri, id: string): Uri {
  const url = new URL(list)
  url.searchParams.set('assertionId', id)
  return url.href
}
