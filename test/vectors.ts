import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folders of published vectors and contexts that stand beside a checkout; `MICROCRED_SHARED` names another place. */
const shared = process.env['MICROCRED_SHARED'] ?? fileURLToPath(new URL('../../shared/', import.meta.url))

/** Whether the vectors are there. Without them a developer's run says so and goes on; in CI it is a failure. */
export const haveVectors: boolean = existsSync(`${shared}/vectors/INDEX.json`)
if (!haveVectors && process.env['CI']) throw new Error(`The published vectors are not at ${shared}/vectors.`)

export const vectorPath = (path: string): string => `${shared}/vectors/${path}`
export const contextPath = (path: string): string => `${shared}/contexts/${path}`
export const readVector = (path: string): Buffer => readFileSync(vectorPath(path))
// Test data of many shapes: the tests that read it say what they expect of it.
// biome-ignore lint/suspicious/noExplicitAny: published vectors have no common type
export const jsonVector = (path: string): any => JSON.parse(readVector(path).toString('utf8'))

const counts = new Map<string, { passed: number; total: number }>()
/** Counts one case of a vector set; the totals are printed when the run ends. */
export function counted(set: string, passed: boolean): void {
  const count = counts.get(set) ?? { passed: 0, total: 0 }
  counts.set(set, { passed: count.passed + (passed ? 1 : 0), total: count.total + 1 })
}
/** The totals so far, as lines that the reporter collects. */
export function printCounts(): void {
  for (const [set, { passed, total }] of counts) console.log(`vectors: ${set}: ${passed} of ${total}`)
  counts.clear()
}
