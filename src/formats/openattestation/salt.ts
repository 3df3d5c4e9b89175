import type { Json } from '../../json.js'
import { UncoveredError } from '../errors.js'

const salted = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}:(.*)$/is

/**
 * The value that a salted text of version 2.0 holds; a value without a salt as it stands. `undefined` where the text says that there is none.
 *
 * @throws {UncoveredError} when it is salted, and holds no value of any type
 */
export function unsalted(value: Json, path: string): Json | undefined {
  const [, typed] = (typeof value === 'string' && salted.exec(value)) || []
  if (typed === undefined) return value
  if (typed === 'undefined:undefined') return undefined
  const [, type = '', text = ''] = /^([a-z]*):(.*)$/s.exec(typed) ?? []
  if (type === 'string') return text
  // What JavaScript writes, it reads: anything else nobody has written.
  const found = scalars(type, text).find((one) => String(one) === text)
  if (found === undefined) throw new UncoveredError(path, 'it is salted, and no value')
  return found
}

function scalars(type: string, text: string): readonly Json[] {
  if (type === 'number') return Number.isFinite(Number(text)) ? [Number(text)] : []
  if (type === 'boolean') return [true, false]
  return type === 'null' ? [null] : []
}
