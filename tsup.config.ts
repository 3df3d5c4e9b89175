import { execFileSync } from 'node:child_process'
import { defineConfig } from 'tsup'

// File by file: brands, `instanceof` and module identity survive across doors, and a bundler sees every import.
export default defineConfig({
  entry: ['src/**/*.ts'],
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  bundle: false,
  clean: true,
  sourcemap: false,
  // The declarations come from the compiler itself, one for each file.
  onSuccess: async () => {
    execFileSync('tsc', ['--emitDeclarationOnly'], { stdio: 'inherit', shell: process.platform === 'win32' })
  },
})
