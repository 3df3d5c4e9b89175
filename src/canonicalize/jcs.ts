import { type CanonicalBytes, utf8 } from '../bytes.js'
import { type Json, type JsonLimits, limits, TooLargeError, UnsafeError } from '../json.js'

/**
 * Canonical JSON (RFC 8785) as UTF-8. Members that are `undefined` are left out, as `JSON.stringify` does.
 *
 * @throws {UnsafeError} for what JSON has no word for: `undefined` in a list, a non-finite number, a lone surrogate, a function, a `Date`
 * @throws {TooLargeError} when it is nested deeper than `maxDepth` (100), as every cycle is
 * @example
 * fromUtf8(jcs({ b: 1e3, a: [true] })) // '{"a":[true],"b":1000}'
 */
export function jcs(document: object | Json, options: JsonLimits = {}): CanonicalBytes {
  return utf8(jcsText(document, options)) as CanonicalBytes
}

/**
 * As `jcs`, before it is encoded: for what hashes or embeds text.
 *
 * @example
 * jcsText({ b: 1, a: 2 }) // '{"a":2,"b":1}'
 */
export function jcsText(document: object | Json, { maxDepth = limits.maxDepth }: JsonLimits = {}): string {
  return write(document, '', maxDepth, maxDepth)
}

function write(value: unknown, key: string, depth: number, maxDepth: number): string {
  if (typeof value === 'string') return quote(value, key)
  if (value === null || value === true || value === false) return String(value)
  if (typeof value === 'number') return writeNumber(value, key)
  if (typeof value !== 'object') throw new UnsafeError(`value that JSON has no word for (${typeof value})`, key === '' ? [] : [key])
  if (depth === 0) throw new TooLargeError('depth', maxDepth)
  return Array.isArray(value) ? writeArray(value, key, depth, maxDepth) : writeObject(value, key, depth, maxDepth)
}

function writeArray(array: readonly unknown[], key: string, depth: number, maxDepth: number): string {
  let text = '['
  for (let at = 0; at < array.length; at++) text += (at === 0 ? '' : ',') + write(array[at], key, depth - 1, maxDepth)
  return `${text}]`
}

function writeObject(object: object, key: string, depth: number, maxDepth: number): string {
  if (!isPlain(object)) throw new UnsafeError('value that is not plain data', key === '' ? [] : [key])
  let text = ''
  // RFC 8785, 3.2.3: members in the order of their names' UTF-16 units, which is how `sort` compares.
  for (const name of Object.keys(object).sort()) {
    const member = (object as { readonly [name: string]: unknown })[name]
    if (member !== undefined) text += `${(text === '' ? '' : ',') + quote(name, key)}:${write(member, name, depth - 1, maxDepth)}`
  }
  return `{${text}}`
}

function writeNumber(value: number, key: string): string {
  if (!Number.isFinite(value)) throw new UnsafeError('number out of range', key === '' ? [] : [key])
  // RFC 8785, 3.2.2.3: ECMAScript's own Number::toString, in which -0 is "0".
  return String(value)
}

// Needs no escape, and no look at surrogates. Controls, the quotation mark and the backslash are left to the engine.
const simple = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/

function quote(text: string, key: string): string {
  if (simple.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new UnsafeError('lone surrogate', key === '' ? [] : [key])
  // RFC 8785, 3.2.2.2: the escapes of ECMAScript's JSON.stringify.
  return JSON.stringify(text)
}

/** Says whether an object is plain data: a literal or what a parser made, and nothing with a class of its own. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  // An object of another realm has another Object.prototype, whose own prototype is null.
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null
}
