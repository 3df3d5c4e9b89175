// The roster: one line a learner. A wrong line is a line to report, not a reason to stop.
import { readFileSync } from 'node:fs'

const columns = ['attempt', 'name', 'email', 'did', 'course', 'grade', 'completed']
const grades = ['Pass', 'Merit', 'Distinction']

/** The good rows of a roster, and the wrong lines with their numbers and reasons. */
export function readRoster(path) {
  const [, ...lines] = readFileSync(path, 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
  const rows = []
  const wrong = []
  const seen = new Set()
  for (const [index, line] of lines.entries()) {
    if (line === '') continue
    const cells = cellsOf(line)
    const row = Object.fromEntries(columns.map((column, at) => [column, cells[at]?.trim() ?? '']))
    const reason = cells.length === columns.length ? reasonAgainst(row, seen) : `${cells.length} columns instead of ${columns.length}`
    if (reason) wrong.push({ line: index + 2, reason })
    else rows.push(row)
    seen.add(row.attempt)
  }
  return { rows, wrong }
}

function reasonAgainst(row, seen) {
  if (seen.has(row.attempt)) return `the attempt ${row.attempt} is there already`
  if (row.name === '') return 'no name'
  if (!/^[^@\s]+@[^@\s]+$/.test(row.email)) return 'no e-mail address'
  if (!grades.includes(row.grade)) return `the grade "${row.grade}" is not one of ${grades.join(', ')}`
  if (!isDay(row.completed)) return `"${row.completed}" is not a day`
  return undefined
}

function isDay(text) {
  const date = new Date(`${text}T12:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** The cells of one line (RFC 4180): quoted where they hold a comma or a quotation mark. */
function cellsOf(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}
