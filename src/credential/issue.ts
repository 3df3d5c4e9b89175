import { BaseError } from '../errors.js'
import { shown } from '../shown.js'

/** One rule that a value breaks: where (a JSON pointer, RFC 6901; '' is the whole), the rule's stable name, and words for a person. */
export type Issue = { readonly path: string; readonly rule: string; readonly message: string }

/** What was to be written is not a valid credential. `facts.issues` lists every rule that it breaks. */
export class InvalidError extends BaseError {
  override readonly name = 'credential.InvalidError'
  readonly issues: readonly [Issue, ...Issue[]]

  constructor(what: string, issues: readonly [Issue, ...Issue[]]) {
    const lines = issues.slice(0, 10).map(({ path, message }) => `- ${shown(path) || 'the whole'}: ${shown(message)}`)
    const more = issues.length > lines.length ? [`- and ${issues.length - lines.length} more`] : []
    super([`This ${what} is not valid. Correct it and try again:`, ...lines, ...more].join('\n'), { facts: { issues: issues.map((issue) => ({ ...issue })) } })
    this.issues = issues
  }
}
