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
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(?:Z|[+-](\d\d):(\d\d))$/.exec(instant)
  if (!parts) return undefined
  const [year, month, day, hour, minute, second, , zoneHour, zoneMinute] = parts.slice(1).map((part) => Number(part ?? 0))
  if (!isDay(year, month, day) || over(hour, 23) || over(minute, 59) || over(second, 59) || over(zoneHour, 14) || over(zoneMinute, 59)) return undefined
  const time = Date.parse(instant)
  return Number.isNaN(time) ? undefined : time
}

/** Says whether the calendar has that day. `Date.parse` alone would read 30 February as a day in March. */
export function isDay(year = 0, month = 0, day = 0): boolean {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

function over(value = 0, limit = 0): boolean {
  return value > limit
}

const firstTime = -62_167_219_200_000
const lastTime = 253_402_300_799_999
