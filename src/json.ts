import { BaseError } from './errors.js'

export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json | undefined }
/** `maxBytes` counts UTF-16 units of text; 10 MiB and 100 levels unless said otherwise. */
export type JsonLimits = { readonly maxBytes?: number | undefined; readonly maxDepth?: number | undefined }

/** The limits that hold where the caller says nothing. */
export const limits: { readonly maxBytes: number; readonly maxDepth: number } = { maxBytes: 10 * 1024 * 1024, maxDepth: 100 }

/**
 * Parses JSON (RFC 8259), and refuses what two readers could understand differently: duplicate keys, `__proto__`, numbers out of
 * range, lone surrogates; and what is made to exhaust a reader: deep nesting and size.
 *
 * @throws {ParseError} when the text is not JSON
 * @throws {UnsafeError} when it is, and one of the above; `facts.rule` says which
 * @throws {TooLargeError} when the text is longer than `maxBytes` or nested deeper than `maxDepth`
 * @example
 * parse('{"a":1}') // { a: 1 }
 */
export function parse(text: string, { maxBytes = limits.maxBytes, maxDepth = limits.maxDepth }: JsonLimits = {}): Json {
  if (text.length > maxBytes) throw new TooLargeError('length', maxBytes)
  const members = scan(text, maxDepth)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new ParseError(cause)
  }
  // JSON.parse keeps the last of two equal keys: fewer members in the value than colons in the text is how it shows.
  if (inspect(value, '', maxDepth) !== members) throw new UnsafeError('duplicate key', '')
  return value as Json
}

/**
 * Copies a value that is plain JSON data, and refuses everything else, so that what was examined is what is used later: no getter,
 * `toJSON`, cycle, function, non-finite number or foreign prototype gets through. Members that are `undefined` are left out.
 *
 * @throws {UnsafeError} for anything that JSON text could not have said; `facts.rule` and `facts.path` say what and where
 * @throws {TooLargeError} when it is nested deeper than `maxDepth`, as every cycle is
 * @example
 * snapshot({ a: [1, undefined], b: undefined }) // throws: undefined in a list; `b` alone would be left out
 */
export function snapshot(value: unknown, { maxDepth = limits.maxDepth }: JsonLimits = {}): Json {
  return copy(value, '', maxDepth)
}

/** Says whether a value is a JSON object: not an array and not `null`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What was given as one value or as a list, as a list. An absent value is an empty one. */
export function many(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as readonly Json[]) : [value]
}

/** The text is not JSON. */
export class ParseError extends BaseError {
  override readonly name = 'json.ParseError'
  constructor(cause: unknown) {
    // The engine's own message may quote the text; the text may be a whole credential.
    super('This text is not JSON.', { cause: cause instanceof Error ? new SyntaxError(cause.message.slice(0, 80)) : cause })
  }
}

/** The value says something that two readers could understand differently. */
export class UnsafeError extends BaseError {
  override readonly name = 'json.UnsafeError'
  constructor(rule: string, path: string) {
    super(`This JSON has a ${rule}${path ? ` at ${path}` : ''}, so two readers could understand it differently. Ask its issuer for a clean copy.`, {
      facts: { rule, path },
    })
  }
}

/** The text or its nesting is over a limit. */
export class TooLargeError extends BaseError {
  override readonly name = 'json.TooLargeError'
  constructor(what: 'length' | 'depth', limit: number) {
    super(`This JSON is over the limit of ${limit} ${what === 'length' ? 'characters' : 'levels'}. Raise the limit if you trust its source.`, {
      facts: { what, limit },
    })
  }
}

/** Counts the members of all objects in the text, and stops at a nesting that is too deep before a parser meets it. */
function scan(text: string, maxDepth: number): number {
  let members = 0
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 34) at = endOfString(text, at)
    else if (unit === 58) members++
    else if (unit === 123 || unit === 91) {
      if (++depth > maxDepth) throw new TooLargeError('depth', maxDepth)
    } else if (unit === 125 || unit === 93) depth--
  }
  return members
}

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes++
    if (slashes % 2 === 0) return at
  }
  return text.length
}

/** Walks a parsed value, refuses what is unsafe, and returns the number of its members. */
function inspect(value: unknown, path: string, depth: number): number {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new UnsafeError('lone surrogate', path)
    return 0
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new UnsafeError('number out of range', path)
    return 0
  }
  if (typeof value !== 'object' || value === null) return 0
  if (depth === 0) throw new TooLargeError('depth', 0)
  let members = 0
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) members += inspect(value[at], path, depth - 1)
    return members
  }
  for (const key of Object.keys(value)) {
    checkKey(key, path)
    members += 1 + inspect((value as { readonly [key: string]: unknown })[key], key, depth - 1)
  }
  return members
}

function copy(value: unknown, path: string, depth: number): Json {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new UnsafeError('lone surrogate', path)
    return value
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new UnsafeError('number out of range', path)
    return value
  }
  if (typeof value !== 'object') throw new UnsafeError(`value that JSON has no word for (${typeof value})`, path)
  if (depth === 0) throw new TooLargeError('depth', limits.maxDepth)
  if (Array.isArray(value)) return Array.from(value, (item) => copy(item, path, depth - 1))
  const prototype = Object.getPrototypeOf(value)
  // An object of another realm (a worker, a test runner) has another Object.prototype, whose own prototype is null.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw new UnsafeError('value that is not plain data', path)
  const out: { [key: string]: Json } = {}
  for (const key of Object.keys(value)) {
    checkKey(key, path)
    const member = (value as { readonly [key: string]: unknown })[key]
    if (member !== undefined) out[key] = copy(member, key, depth - 1)
  }
  return out
}

function checkKey(key: string, path: string): void {
  if (key === '__proto__') throw new UnsafeError('key "__proto__"', path)
  if (!key.isWellFormed()) throw new UnsafeError('lone surrogate in a key', path)
}
