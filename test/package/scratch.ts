import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('../../', import.meta.url))

/** A project of somebody else, with the packed package installed, and its optional peers, a font and TypeScript beside it. */
export function scratchProject(): { readonly folder: string; readonly tarball: string; run(...command: readonly [string, ...string[]]): string } {
  const folder = mkdtempSync(join(tmpdir(), 'microcred-'))
  execFileSync('npm', ['pack', '--pack-destination', folder, '--ignore-scripts'], { cwd: root, stdio: 'pipe' })
  const tarball = join(folder, readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '')
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'scratch', private: true, type: 'module' }))
  execFileSync('npm', ['install', tarball, '--omit=peer', '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder, stdio: 'pipe' })
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true })
  // What such a project has itself; linked, so that the network is asked for nothing.
  mkdirSync(join(folder, 'node_modules/@expo-google-fonts'), { recursive: true })
  for (const name of ['viem', 'pdfkit', 'fontkit', 'linebreak', 'bidi-js', '@expo-google-fonts/arimo', 'hono', '@types/node', 'undici-types'])
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  return { folder, tarball, run: (command, ...args) => execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }) }
}
