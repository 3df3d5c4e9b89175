import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { type Browser, chromium } from 'playwright-core'

const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/** Where a real Chromium is: the one that `CHROME_PATH` names, one that is installed, or the one that came with the development dependencies. */
export async function browserPath(): Promise<string> {
  const installed = [process.env['CHROME_PATH'] ?? '', ...known].find((path) => path !== '' && existsSync(path))
  return installed ?? (await (await import('@sparticuz/chromium')).default.executablePath())
}

/** Starts it. */
export async function launch(): Promise<Browser> {
  const executablePath = await browserPath()
  // The packaged one is unpacked among temporary files, and is a headless shell and nothing else.
  const shell = executablePath.startsWith(tmpdir()) ? ['--headless=shell'] : []
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', ...shell]
  return chromium.launch({ executablePath, args, headless: true })
}

/** Where Firefox is: the one that `FIREFOX_PATH` names, or one that is installed. */
export function firefoxPath(): string | undefined {
  return [process.env['FIREFOX_PATH'] ?? '', '/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => path !== '' && existsSync(path))
}

export type Page = { readonly status?: number; readonly type: string; readonly body: string | Uint8Array; readonly headers?: Readonly<Record<string, string>> }

/** Serves pages on a free port of localhost; `undefined` is a 404. */
export async function serve(answer: (path: string) => Page | undefined): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const page = answer(new URL(request.url ?? '/', 'http://localhost').pathname)
    response.writeHead(page?.status ?? (page ? 200 : 404), { 'content-type': page?.type ?? 'text/plain', ...page?.headers })
    response.end(page?.body ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
