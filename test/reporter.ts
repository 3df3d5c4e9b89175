import type { Reporter, TestModule } from 'vitest/node'

/** Repeats every `vectors:` and `hostile:` line at the end of the run, names the slowest hostile input and the tests that failed, then closes with `N passed, N failed`. */
export default class Totals implements Reporter {
  readonly #lines: string[] = []
  readonly #faults: string[] = []

  onUserConsoleLog(log: { content: string }): void {
    for (const line of log.content.split('\n')) if (/^(vectors|hostile): /.test(line)) this.#lines.push(line)
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0
    let failed = 0
    const fault = (where: string): void => {
      failed++
      this.#faults.push(`failed: ${where}`)
    }
    for (const error of errors) fault(`outside of any test: ${said(error)}`)
    let slowest = { time: 0, name: '' }
    for (const module of modules) {
      for (const error of module.errors()) fault(`${module.relativeModuleId}: ${said(error)}`)
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors()) fault(`${module.relativeModuleId} > ${suite.fullName}: ${said(error)}`)
      }
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        const time = test.diagnostic()?.duration ?? 0
        // Tests of hostile inputs are in files of that name: each is one input, or a family of them.
        if (module.moduleId.includes('hostile') && time > slowest.time) slowest = { time, name: test.fullName }
        if (state === 'passed') passed++
        else if (state === 'failed') fault(`${module.relativeModuleId} > ${test.fullName}`)
      }
    }
    if (slowest.name) this.#lines.push(`hostile: the slowest took ${Math.round(slowest.time)} ms: ${slowest.name}`)
    process.on('exit', () => console.log(`\n${[...this.#lines.sort(), ...this.#faults].join('\n')}\n\n${passed} passed, ${failed} failed`))
  }
}

/** The first line of what was thrown. */
function said(error: unknown): string {
  return String(error instanceof Object && 'message' in error ? error.message : error).split('\n')[0] ?? ''
}
