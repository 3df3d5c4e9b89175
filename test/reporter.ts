import type { Reporter, TestModule } from 'vitest/node'

/** Repeats every `vectors:` line at the end of the run, then closes with `N passed, N failed`. */
export default class Totals implements Reporter {
  readonly #lines: string[] = []

  onUserConsoleLog(log: { content: string }): void {
    for (const line of log.content.split('\n')) if (line.startsWith('vectors: ')) this.#lines.push(line)
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0
    let failed = errors.length
    for (const module of modules) {
      if (!module.ok() && module.errors().length > 0) failed++
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state === 'failed') failed++
      }
    }
    process.on('exit', () => console.log(`\n${this.#lines.sort().join('\n')}\n\n${passed} passed, ${failed} failed`))
  }
}
