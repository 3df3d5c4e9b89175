import type { Instant, Uri } from '../bytes.js'
import type { JsonObject } from '../json.js'
import type { Text } from './text.js'

/** What an endorser says about a badge, an achievement or a profile: a credential of its own, with its own proof (Open Badges 3.0, B.1.6). */
export type Endorsement = {
  readonly '@context': JsonObject['string']
  readonly id: Uri
  readonly type: string | readonly string[]
  readonly name: Text
  readonly issuer: Uri | { readonly id: Uri }
  readonly validFrom?: Instant | undefined
  readonly validUntil?: Instant | undefined
  readonly credentialSubject: { readonly id: Uri; readonly type: string | readonly string[]; readonly endorsementComment?: Text | undefined }
  readonly proof?: object | undefined
}
