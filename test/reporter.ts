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
    let failed = errors.length
    let slowest = { time: 0, name: '' }
    for (const module of modules) {
      if (!module.ok() && module.errors().length > 0) {
        failed++
        this.#faults.push(`failed: ${module.relativeModuleId}`)
      }
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        const time = test.diagnostic()?.duration ?? 0
        // Tests of hostile inputs are in files of that name: each is one input, or a family of them.
        if (module.moduleId.includes('hostile') && time > slowest.time) slowest = { time, name: test.fullName }
        if (state === 'passed') passed++
        else if (state === 'failed') {
          failed++
          this.#faults.push(`failed: ${module.relativeModuleId} > ${test.fullName}`)
        }
      }
    }
    if (slowest.name) this.#lines.push(`hostile: the slowest took ${Math.round(slowest.time)} ms: ${slowest.name}`)
    process.on('exit', () => console.log(`\n${[...this.#lines.sort(), ...this.#faults].join('\n')}\n\n${passed} passed, ${failed} failed`))
  }
}
