import type { Uri } from '../bytes.js'
import { BaseError } from '../errors.js'

/** A holder, by one or several names: any that matches will do. `identifier` is one of another type, such as a student number (`sourcedId`). */
export type Recipient = {
  readonly id?: Uri | undefined
  readonly email?: string | undefined
  readonly identifier?: { readonly type: string; readonly value: string } | undefined
}

/** The credential was awarded to somebody else, or does not say to whom. */
export class OtherRecipientError extends BaseError {
  override readonly name = 'verify.OtherRecipientError'
  constructor() {
    super('It was not awarded to this person, or under another address. Ask its holder which address the issuer knows.')
  }
}
