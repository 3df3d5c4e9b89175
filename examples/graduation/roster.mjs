// The roster: one line a learner. A wrong line is a line to report, not a reason to stop.

const columns = ['attempt', 'name', 'email', 'did', 'course', 'grade', 'completed']
const courses = ['data-literacy']
const grades = ['Pass', 'Merit', 'Distinction']

/**
 * The good rows of a roster, and the wrong lines with their numbers and reasons.
 * @param {string} text the CSV, with a header
 */
export function readRoster(text) {
  const [header = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/)
  if (cellsOf(header)?.join() !== columns.join()) throw new Error(`A roster begins with the line "${columns.join()}".`)
  const rows = []
  const wrong = []
  const seen = new Set()
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const cells = cellsOf(line)
    const reason = reasonAgainst(cells, seen)
    if (reason) wrong.push({ line: index + 2, reason })
    else rows.push(rowOf(cells))
    if (!reason) seen.add(cells[0])
  }
  return { rows, wrong }
}

function reasonAgainst(cells, seen) {
  if (!cells) return 'a quotation mark is out of place'
  if (cells.length !== columns.length) return `${cells.length} columns instead of ${columns.length}`
  const { attempt, name, email, did, course, grade, completed } = rowOf(cells)
  // It becomes the name of a file.
  if (!/^[a-z]+-\d{4}-\d{4}$/.test(attempt)) return `"${attempt}" is not the number of an attempt`
  if (seen.has(attempt)) return `the attempt ${attempt} is there already`
  if (name === '') return 'no name'
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) return 'no e-mail address'
  if (!/^(did:[a-z0-9]+:[\w.:%-]+)?$/.test(did)) return `"${did}" is not a DID`
  if (!courses.includes(course)) return `the course "${course}" is not one of ${courses.join(', ')}`
  if (!grades.includes(grade)) return `the grade "${grade}" is not one of ${grades.join(', ')}`
  if (!isDay(completed)) return `"${completed}" is not a day`
  return undefined
}

function rowOf(cells) {
  return Object.fromEntries(columns.map((column, at) => [column, cells[at]]))
}

function isDay(text) {
  const date = new Date(`${text}T12:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** The cells of one line (RFC 4180, 2): quoted where they hold a comma or a quotation mark. `undefined` where the quotation marks do not pair. */
function cellsOf(line) {
  const cell = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y
  const cells = []
  for (let end = ','; end === ','; ) {
    const found = cell.exec(line)
    if (!found) return undefined
    cells.push((found[1]?.replaceAll('""', '"') ?? found[2]).trim())
    end = found[3]
  }
  return cells
}
