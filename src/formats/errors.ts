import type { Uri } from '../bytes.js'
import { BaseError, type Check, toProblem } from '../errors.js'
import { shown } from '../shown.js'

// A reader of reports knows one name for one thing, whatever the format: these four have the names that they have elsewhere.

/** The issuer took the credential back. */
export class RevokedError extends BaseError {
  override readonly name = 'status.RevokedError'
  constructor(id: Uri, reason?: string) {
    const why = reason && shown(reason)
    super(
      why
        ? `Its issuer has revoked it ("${why}"). Ask its issuer whether there is a newer one.`
        : 'Its issuer has revoked it. Ask its issuer whether there is a newer one.',
      { facts: { id: shown(id), ...(why && { reason: why }) } },
    )
  }
}

/** The signature does not belong to this text and this key. */
export class BadSignatureError extends BaseError {
  override readonly name = 'sign.BadSignatureError'
  constructor(key: Uri) {
    super('The signature does not belong to this text and this key: one of them was changed after signing. Ask its holder for the original.', {
      facts: { key: shown(key) },
    })
  }
}

/** It says that it is signed, and no signature came with it. */
export class NoSignatureError extends BaseError {
  override readonly name = 'sign.NoProofError'
  constructor() {
    super('It says that it is signed, but its signature is missing: anybody could have written it. Ask its holder for the signed file.')
  }
}

/** The proof, or its key, is for another purpose than making statements. */
export class WrongPurposeError extends BaseError {
  override readonly name = 'sign.WrongPurposeError'
  constructor(what: 'proof' | 'key', purpose?: string) {
    super(
      `This ${what} is not for issuing credentials (assertionMethod)${purpose === undefined ? '' : `, but for: ${shown(purpose)}`}. Ask its issuer for a corrected copy.`,
      {
        facts: { what, ...(purpose !== undefined && { purposes: [shown(purpose)] }) },
      },
    )
  }
}

/** A date of the proof is none. */
export class ProofDateError extends BaseError {
  override readonly name = 'sign.DateError'
  constructor(member: string, value: string) {
    super(`The proof's "${member}" is not a date with a time zone: "${value.slice(0, 40)}". Ask its issuer for a corrected copy.`, { facts: { member } })
  }
}

/** It was made for tests, and says itself that it is on no chain. */
export class MockChainError extends BaseError {
  override readonly name = 'anchor.TestOnlyError'
  constructor() {
    super('It was made for tests and is on no blockchain, as it says itself: anybody could have made it. Ask its issuer for the original.', {
      facts: { chains: ['mockchain'] },
    })
  }
}

/** What stands at an address is not what should stand there. */
export class BadDocumentError extends BaseError {
  override readonly name = 'formats.BadDocumentError'
  constructor(url: Uri, why: string, cause?: unknown) {
    super(`What stands at "${shown(url)}" is not used: ${why}. Ask its owner to correct it.`, {
      facts: { url: shown(url), why },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

/** The issuer's original says something else than this copy. */
export class ChangedCopyError extends BaseError {
  override readonly name = 'formats.ChangedCopyError'
  constructor(url: Uri) {
    super(`The original at "${shown(url)}" says something else than this copy: one of them was changed. Verify the original by its address.`, {
      facts: { url: shown(url) },
    })
  }
}

/** The badge stands at an address that its issuer does not speak through. */
export class OutOfScopeError extends BaseError {
  override readonly name = 'formats.OutOfScopeError'
  constructor(url: Uri, issuer: Uri) {
    super(
      `"${shown(url)}" is not an address where the issuer "${shown(issuer)}" publishes its badges: somebody else may have put it there. Ask the issuer where it stands.`,
      {
        facts: { url: shown(url), issuer: shown(issuer) },
      },
    )
  }
}

/** The issuer's address leads to a place that the issuer does not speak through. */
export class RedirectedError extends BaseError {
  override readonly name = 'formats.RedirectedError'
  constructor(url: Uri, to: Uri) {
    super(`"${shown(url)}" leads to "${shown(to)}", where its issuer does not publish badges. Ask the issuer where the original is.`, {
      facts: { url: shown(url), to: shown(to) },
    })
  }
}

/** The key is not one of the issuer's. `facts.why` says what is missing. */
export class NotTheirKeyError extends BaseError {
  override readonly name = 'formats.NotTheirKeyError'
  constructor(key: Uri | undefined, issuer: Uri, why: string) {
    super(`The signing key is not shown to be that of "${shown(issuer)}": ${why}. Ask that issuer.`, {
      facts: { ...(key !== undefined && { key: shown(key) }), issuer: shown(issuer), why },
    })
  }
}

/** The profile lists more keys than are ever tried. */
export class TooManyKeysError extends BaseError {
  override readonly name = 'formats.TooManyKeysError'
  constructor(count: number, most: number) {
    super(`The badge does not say which of its issuer's ${count} keys signed it, and at most ${most} are tried. Ask its issuer for a badge that says it.`, {
      facts: { count, most },
    })
  }
}

/** The copy of the badge class inside names another issuer than the badge class itself. */
export class ContradictionError extends BaseError {
  override readonly name = 'formats.ContradictionError'
  constructor(inside: Uri, published: Uri) {
    super(`It shows "${shown(inside)}" as its issuer, and the badge itself says "${shown(published)}". Ask them both.`, {
      facts: { inside: shown(inside), published: shown(published) },
    })
  }
}

/** It is to be verified in a way that nobody here knows. */
export class VerificationTypeError extends BaseError {
  override readonly name = 'formats.VerificationTypeError'
  constructor(types: readonly string[]) {
    super(`It is to be verified in a way that is not known here (${shown(types.join(', ')) || 'none is named'}). Ask its issuer where it can be checked.`, {
      facts: { types: types.slice(0, 8).map(shown) },
    })
  }
}

/** It describes a badge or an issuer, and awards nothing to anybody. */
export class NotAnAwardError extends BaseError {
  override readonly name = 'formats.NotAnAwardError'
  constructor(types: readonly string[]) {
    super(`This is no badge that somebody was awarded${types.length === 0 ? '' : `, but: ${shown(types.join(', '))}`}. Ask its holder for the badge itself.`, {
      facts: { types: types.slice(0, 8).map(shown) },
    })
  }
}

/** It is of a version that is recognised, and cannot be verified. */
export class VersionError extends BaseError {
  override readonly name = 'formats.VersionError'
  constructor(format: 'Open Badge' | 'Blockcert', version: string, why: string) {
    super(`This is ${format === 'Open Badge' ? 'an' : 'a'} ${format} ${version}, ${why}. Ask its issuer for a newer one.`, { facts: { format, version } })
  }
}

/** The recipient matches, by a hash that is too weak to rely on. */
export class WeakHashError extends BaseError {
  override readonly name = 'formats.WeakHashError'
  constructor(algorithm: string) {
    super(`The address fits, but its hash is of a kind that can be forged (${algorithm}). Ask its issuer for a badge with SHA-256.`, { facts: { algorithm } })
  }
}

/** What others say about the badge was not examined. */
export class EndorsementError extends BaseError {
  override readonly name = 'formats.EndorsementError'
  constructor(id: Uri) {
    super(`What "${shown(id)}" says about the badge was not examined. Ask whoever said it.`, { facts: { id: shown(id) } })
  }
}

/** A member of it is not covered by its proof, or could be read in two ways. `facts.path` is where, as the proof writes it. */
export class UncoveredError extends BaseError {
  override readonly name = 'formats.UncoveredError'
  constructor(path: string, why: string) {
    super(`Its proof does not cover "${shown(path)}": ${why}. Ask its holder for the file as it was issued.`, { facts: { path: shown(path), why } })
  }
}

/** Its holder has hidden members of it, and what is asked for may be one of them. */
export class HiddenError extends BaseError {
  override readonly name = 'formats.HiddenError'
  constructor(count: number, what: string) {
    super(`Its holder has hidden ${count} of its parts, and one of them may say ${what}. Ask for the whole document.`, { facts: { count, what } })
  }
}

/** The contract that keeps what its issuer has issued does not have it. */
export class NotIssuedError extends BaseError {
  override readonly name = 'formats.NotIssuedError'
  constructor(contract: string, root: string) {
    super(`Its issuer has not issued it: the contract ${shown(contract)} does not know it. Ask its issuer.`, { facts: { contract: shown(contract), root } })
  }
}

/** A contract could not be asked, or says nothing that could be relied on. `facts.why` says which. */
export class ContractError extends BaseError {
  override readonly name = 'formats.ContractError'
  constructor(contract: string, why: string, cause?: unknown) {
    super(`What the contract ${shown(contract)} says is not known: ${why}. Ask again later, or through another reader of its chain.`, {
      facts: { contract: shown(contract), why },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

// What could not be examined is a doubt; what was examined and is wrong is a failure.
const doubts = [
  'load.',
  'canonicalize.',
  'did.UnknownMethodError',
  'did.UnsupportedKeyError',
  'did.BadDocumentError',
  'json.TooLargeError',
  'keys.EndedError',
  'keys.RetiredUnknownTimeError',
  'keys.UnknownAlgorithmError',
  'anchor.NotExaminedError',
  'anchor.TestOnlyError',
  'formats.BadDocumentError',
  'formats.ContractError',
  'formats.HiddenError',
  'formats.RedirectedError',
  'formats.TooManyKeysError',
  'formats.VerificationTypeError',
  'formats.VersionError',
  'formats.WeakHashError',
]

/** Says whether something thrown leaves a question open. */
export function isDoubt(error: unknown): boolean {
  return !(error instanceof BaseError) || doubts.some((name) => error.name.startsWith(name))
}

/** The check that something thrown amounts to. */
export function toCheck(error: unknown): Check {
  return { outcome: isDoubt(error) ? 'unknown' : 'failed', problem: toProblem(error) }
}
