import type { Uri } from '../bytes.js'
import { BaseError } from '../errors.js'

/** An address that shows people a badge, in its canonical form: https and no user name; `undefined` for any other. */
export function httpsOf(address: Uri): Uri | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined
}

/**
 * As `httpsOf`.
 *
 * @throws {PageError} for any other address
 */
export function pageOf(address: Uri): Uri {
  const page = httpsOf(address)
  if (page === undefined) throw new PageError()
  return page
}

/** The page of a badge is not one that others can link to. */
export class PageError extends BaseError {
  override readonly name = 'share.PageError'
  constructor() {
    super('The page of a badge must be an https URL without a user name: others link to it.')
  }
}
