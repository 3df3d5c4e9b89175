import { BaseError } from './errors.js'

export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json | undefined }
/** `maxBytes` counts UTF-16 units of text; 10 MiB and 100 levels unless said otherwise. More than 1,000 levels are never read. */
export type JsonLimits = { readonly maxBytes?: number | undefined; readonly maxDepth?: number | undefined }

/** The limits that hold where the caller says nothing. */
export const limits: { readonly maxBytes: number; readonly maxDepth: number } = { maxBytes: 10 * 1024 * 1024, maxDepth: 100 }

/**
 * Parses JSON (RFC 8259), and refuses what two readers could understand differently: duplicate keys, `__proto__`, numbers out of
 * range, lone surrogates; and what is made to exhaust a reader: deep nesting and size.
 *
 * @throws {ParseError} when the text is not JSON
 * @throws {UnsafeError} when it is, and one of the above; `facts.rule` says which, `facts.path` where, as a JSON pointer (RFC 6901)
 * @throws {TooLargeError} when the text is longer than `maxBytes` or nested deeper than `maxDepth`
 * @example
 * parse('{"a":1}') // { a: 1 }
 */
export function parse(text: string, { maxBytes = limits.maxBytes, maxDepth = limits.maxDepth }: JsonLimits = {}): Json {
  if (text.length > maxBytes) throw new TooLargeError('length', maxBytes)
  const members = scan(text, Math.min(maxDepth, deepest))
  let value: Json
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new ParseError(cause)
  }
  // JSON.parse keeps the last of two equal keys: fewer members in the value than colons in the text is how it shows.
  if (inspect(value, []) !== members) throw new UnsafeError('duplicate key', duplicateIn(text))
  return value
}

/**
 * Copies a value that is plain JSON data, and refuses everything else, so that what was examined is what is used later: no `toJSON`,
 * cycle, function, non-finite number or foreign prototype gets through, and a getter is read once. Members that are `undefined` are
 * left out.
 *
 * @throws {UnsafeError} for anything that JSON text could not have said; `facts.rule` and `facts.path` say what and where
 * @throws {TooLargeError} when its text would be longer than `maxBytes`, or it is nested deeper than `maxDepth`, as every cycle is
 * @example
 * snapshot({ a: [1, 'b'], c: undefined }) // { a: [1, 'b'] }
 */
export function snapshot(value: unknown, { maxBytes = limits.maxBytes, maxDepth = limits.maxDepth }: JsonLimits = {}): Json {
  const walk: Walk = { path: [], maxBytes, maxDepth: Math.min(maxDepth, deepest), length: 0 }
  try {
    return copy(value, walk)
  } catch (error) {
    // A getter or a Proxy may throw whatever it likes.
    throw error instanceof BaseError ? error : new UnsafeError('value that cannot be read', walk.path, error)
  }
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
    super('This text is not JSON. Check that it is whole, and that nothing changed it on the way.', {
      cause: cause instanceof Error ? new SyntaxError(cause.message.slice(0, 80)) : cause,
    })
  }
}

/** The value says something that two readers could understand differently. `facts.path` is a JSON pointer, cut after 200 characters. */
export class UnsafeError extends BaseError {
  override readonly name = 'json.UnsafeError'
  constructor(rule: string, path: Path, cause?: unknown) {
    const place = pointer(path)
    super(`This JSON has a ${rule}${place ? ` at ${place}` : ''}, so two readers could understand it differently. Ask its issuer for a clean copy.`, {
      facts: { rule, path: place },
      ...(cause === undefined ? {} : { cause }),
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

type Path = readonly (string | number)[]
/** Where a walk stands, how far it may go, and the least number of characters that the text of what it has met has. */
type Walk = { readonly path: (string | number)[]; readonly maxBytes: number; readonly maxDepth: number; length: number }

// Values are walked by recursion; this many levels fit on the smallest stack that a browser gives.
const deepest = 1000

/** Counts the members of all objects in the text, and stops at a nesting that is too deep before a parser meets it. */
function scan(text: string, maxDepth: number): number {
  let members = 0
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === quote) at = endOfString(text, at)
    else if (unit === colon) members++
    else if (unit === openBrace || unit === openBracket) {
      if (++depth > maxDepth) throw new TooLargeError('depth', maxDepth)
    } else if (unit === closeBrace || unit === closeBracket) depth--
  }
  return members
}

/** The path of the first key that its object has already, in a text that `JSON.parse` has taken. */
function duplicateIn(text: string): Path {
  const path: (string | number)[] = []
  const open: (Set<string> | undefined)[] = []
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    const keys = open.at(-1)
    if (unit === quote) {
      const start = at
      at = endOfString(text, at)
      if (!isKey(text, at + 1)) continue
      const key: string = JSON.parse(text.slice(start, at + 1))
      path[open.length - 1] = key
      if (keys?.has(key)) return path
      keys?.add(key)
    } else if (unit === openBrace) open.push(new Set())
    else if (unit === openBracket) path[open.push(undefined) - 1] = 0
    else if (unit === closeBrace || unit === closeBracket) path.length = open.length = open.length - 1
    else if (unit === comma && !keys) path.push(Number(path.pop()) + 1)
  }
  return []
}

/** Says whether the string that ended before `at` is a key: a colon comes next. */
function isKey(text: string, at: number): boolean {
  const colonNext = /[ \t\n\r]*:/y
  colonNext.lastIndex = at
  return colonNext.test(text)
}

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return at
  }
  return text.length
}

/** Walks a parsed value, refuses what is unsafe, and returns the number of its members. `scan` has seen its depth. */
function inspect(value: Json | undefined, path: (string | number)[]): number {
  if (typeof value !== 'object' || value === null) {
    checkScalar(value, path)
    return 0
  }
  let members = 0
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) members += inspectAt(value[at], at, path)
    return members
  }
  for (const key of Object.keys(value)) {
    checkKey(key, path)
    members += 1 + inspectAt((value as JsonObject)[key], key, path)
  }
  return members
}

/** Most values are scalars, and need no path unless something is wrong with them. */
function inspectAt(value: Json | undefined, step: string | number, path: (string | number)[]): number {
  if (typeof value !== 'object' || value === null) {
    checkScalar(value, path, step)
    return 0
  }
  path.push(step)
  const members = inspect(value, path)
  path.pop()
  return members
}

function copy(value: unknown, walk: Walk): Json {
  if (typeof value !== 'object' || value === null) return copyScalar(value, walk)
  if (walk.path.length >= walk.maxDepth) throw new TooLargeError('depth', walk.maxDepth)
  count(1, walk)
  if (Array.isArray(value)) return copyList(value, walk)
  const prototype = Object.getPrototypeOf(value)
  // An object of another realm (a worker, a test runner) has another Object.prototype, whose own prototype is null.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw new UnsafeError('value that is not plain data', walk.path)
  const out: { [key: string]: Json } = {}
  for (const key of Object.keys(value)) {
    checkKey(key, walk.path)
    const member = readMember(value, key, walk)
    if (member === undefined) continue
    count(key.length, walk)
    out[key] = copyAt(member, key, walk)
  }
  return out
}

// By index: the list may bring an iterator of its own.
function copyList(list: readonly unknown[], walk: Walk): Json[] {
  const out: Json[] = []
  for (let at = 0; at < list.length; at++) out.push(copyAt(list[at], at, walk))
  return out
}

function copyAt(value: unknown, step: string | number, walk: Walk): Json {
  if (typeof value !== 'object' || value === null) return copyScalar(value, walk, step)
  walk.path.push(step)
  const out = copy(value, walk)
  walk.path.pop()
  return out
}

function copyScalar(value: unknown, walk: Walk, step?: string | number): string | number | boolean | null {
  count(typeof value === 'string' ? value.length + 2 : 1, walk)
  return checkScalar(value, walk.path, step)
}

function readMember(value: object, key: string, { path }: Walk): unknown {
  try {
    return (value as { readonly [key: string]: unknown })[key]
  } catch (cause) {
    throw new UnsafeError('value that cannot be read', [...path, key], cause)
  }
}

// Without a budget, a value that holds the same list many times over, level after level, would unfold for ever.
function count(length: number, walk: Walk): void {
  walk.length += length
  if (walk.length > walk.maxBytes) throw new TooLargeError('length', walk.maxBytes)
}

function checkScalar(value: unknown, path: Path, step?: string | number): string | number | boolean | null {
  if (typeof value === 'string' && value.isWellFormed()) return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'boolean' || value === null) return value
  const flaw =
    typeof value === 'string' ? 'lone surrogate' : typeof value === 'number' ? 'number out of range' : `value that JSON has no word for (${typeof value})`
  throw new UnsafeError(flaw, step === undefined ? path : [...path, step])
}

function checkKey(key: string, path: Path): void {
  if (key === '__proto__') throw new UnsafeError('key "__proto__"', [...path, key])
  if (!key.isWellFormed()) throw new UnsafeError('lone surrogate in a key', [...path, key])
}

/** Writes a path as a JSON pointer (RFC 6901, 3). */
function pointer(path: Path): string {
  const text = path.map((step) => `/${String(step).slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  return (text.length > 200 ? `${text.slice(0, 200)}…` : text).toWellFormed()
}

const quote = 34
const comma = 44
const colon = 58
const openBracket = 91
const backslash = 92
const closeBracket = 93
const openBrace = 123
const closeBrace = 125
