import type { Instant } from '../bytes.js'

/**
 * Writes a moment as RFC 3339 text in UTC, without a fraction when it is a whole second.
 *
 * @returns `undefined` for an invalid date, and for a year that RFC 3339 has no word for (before 0 or after 9999)
 * @example
 * toInstant(new Date(0)) // '1970-01-01T00:00:00Z'
 */
export function toInstant(date: Date): Instant | undefined {
  const time = date.getTime()
  if (!(time >= firstTime && time <= lastTime)) return undefined
  return new Date(time).toISOString().replace('.000Z', 'Z')
}

/**
 * Reads RFC 3339 text with its time zone, as `xsd:dateTimeStamp` has it: upper-case `T` and `Z`, a day that the calendar has, no leap
 * second. Milliseconds since 1970.
 *
 * @returns `undefined` for anything else
 * @example
 * timeOf('1970-01-01T01:00:00+01:00') // 0
 */
export function timeOf(instant: string): number | undefined {
  if (!instantForm.test(instant) || !isDay(digits(instant, 0, 4), digits(instant, 5, 7), digits(instant, 8, 10))) return undefined
  const time = Date.parse(instant)
  return Number.isNaN(time) ? undefined : time
}

/** Says whether the calendar has that day. `Date.parse` alone would read 30 February as a day in March. */
export function isDay(year = 0, month = 0, day = 0): boolean {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day >= 1 && day <= (leap ? 29 : (lengths[month - 1] ?? 0))
}

function digits(text: string, from: number, to: number): number {
  return Number(text.slice(from, to))
}

const instantForm = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/
const lengths: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const firstTime = -62_167_219_200_000
const lastTime = 253_402_300_799_999
