import { BaseError, type Problem } from '../errors.js'
import type { JsonObject } from '../json.js'
import { shown } from '../shown.js'

/** The credential is not what its schema says that it is. `facts.path` is a JSON pointer into what was examined. */
export class NonconformingError extends BaseError {
  override readonly name = 'schema.NonconformingError'
  constructor(schema: string, path: string, keyword: string) {
    const place = path === '' ? 'as a whole' : `at ${path}`
    super(`The credential is not as its schema "${shown(schema)}" says, ${place} ("${keyword}"). Its issuer must correct it.`, {
      facts: { schema: shown(schema), path, keyword },
    })
  }
}

/** The entry of `credentialSchema` is malformed. */
export class BadEntryError extends BaseError {
  override readonly name = 'schema.BadEntryError'
  constructor(why: string) {
    super(`The entry that names the credential's schema is malformed: ${why}. Its issuer must correct it.`, { facts: { why } })
  }
}

/** What was named as a schema is none: it breaks the rules of JSON Schema, or those of schemas for credentials. */
export class BadSchemaError extends BaseError {
  override readonly name = 'schema.BadSchemaError'
  constructor(why: string, because?: Problem) {
    super(`What the credential names as its schema is none: ${why}. Its issuer must correct it.`, { facts: factsFor(why, because) })
  }
}

/** Whether the schema can be relied on could not be told. `facts.because` is what its own verification found. */
export class UncheckedSchemaError extends BaseError {
  override readonly name = 'schema.UncheckedSchemaError'
  constructor(schema: string, because: Problem) {
    const why = `the schema "${shown(schema)}" is a credential itself, and could not be verified`
    super(`Whether the credential is as its schema says is not known: ${why}.`, { facts: factsFor(why, because) })
  }
}

/** What stands at the schema's URL is not JSON. */
export class UnreadableSchemaError extends BaseError {
  override readonly name = 'schema.UnreadableSchemaError'
  constructor(schema: string, cause: unknown) {
    super(`The schema "${shown(schema)}" could not be read: what stands there is not sound JSON. Try again later.`, {
      facts: { schema: shown(schema) },
      cause,
    })
  }
}

/** The schema is of a type that is not read here. */
export class UnknownTypeError extends BaseError {
  override readonly name = 'schema.UnknownTypeError'
  constructor(type: string) {
    super(`Whether the credential is as its schema says is not known: schemas of the type "${shown(type)}" are not read here.`, {
      facts: { type: shown(type) },
    })
  }
}

/** The schema is written in an edition of JSON Schema, or with a vocabulary, that is not read here. */
export class UnknownDialectError extends BaseError {
  override readonly name = 'schema.UnknownDialectError'
  constructor(dialect: string) {
    super(`The schema is written in "${shown(dialect)}", which is not read here: JSON Schema 2020-12, 2019-09, draft 7 and draft 4 are.`, {
      facts: { dialect: shown(dialect) },
    })
  }
}

/** A pattern of the schema uses what cannot be matched in bounded time, or is none. */
export class UnreadPatternError extends BaseError {
  override readonly name = 'schema.UnreadPatternError'
  constructor(pattern: string, why: string) {
    super(`A pattern of the schema is not read here: ${why} (${shown(pattern)}).`, { facts: { pattern: shown(pattern), why } })
  }
}

/** Applying the schema takes more than is ever spent on one: it may be made to exhaust its reader. */
export class TooComplexError extends BaseError {
  override readonly name = 'schema.TooComplexError'
  constructor(what: string, limit: number) {
    super(`The schema was not applied to the end: it takes more than ${limit} ${what}. Ask its issuer for a simpler one.`, { facts: { what, limit } })
  }
}

/** More schemas than anyone has use for. */
export class TooManyEntriesError extends BaseError {
  override readonly name = 'schema.TooManyEntriesError'
  constructor(count: number, maxEntries: number) {
    super(`This credential names ${count} schemas; at most ${maxEntries} are read. Ask its issuer for a copy with fewer.`, { facts: { count, maxEntries } })
  }
}

function factsFor(why: string, because: Problem | undefined): JsonObject {
  return { why, ...(because && { because: because as unknown as JsonObject }) }
}
