// One page, served to this machine only, under a policy that lets nothing but itself and the local node be asked.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importMap } from './import-map.mjs'

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
}

/** Serves a page (a folder), its `state` as JSON, other `folders` and the built package, without a bundler. `mayAsk` are the origins that it may ask. */
export async function servePage({ page, state, mayAsk, folders = [], port = 0 }) {
  const { map, folders: packages } = importMap('microcred', page)
  const text = JSON.stringify(map)
  const html = readFileSync(join(page, 'index.html'), 'utf8').replace('<!-- importmap -->', () => `<script type="importmap">${text}</script>`)
  const headers = {
    'content-security-policy': policyFor(text, mayAsk),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  }
  const roots = [
    ...folders,
    ...Object.entries(packages).map(([prefix, folder]) => ({ prefix, folder, kinds: ['.js'] })),
    { prefix: '/browser/', folder: fileURLToPath(new URL('browser', import.meta.url)), kinds: ['.js'] },
    { prefix: '/', folder: page, kinds: ['.js', '.css'] },
  ]

  async function answer(request) {
    if (!isLocal(request.headers.host)) return { status: 421 }
    const path = pathOf(request.url)
    if (path === undefined) return { status: 400 }
    if (path === '/') return { status: 200, type: '.html', body: html }
    if (path === '/state') return { status: 200, type: '.json', body: JSON.stringify(state) }
    const { prefix, folder, kinds } = roots.find((root) => path.startsWith(root.prefix)) ?? {}
    const type = extname(path)
    if (!kinds?.includes(type)) return { status: 404 }
    const body = await readFile(join(folder, normalize(`/${path.slice(prefix.length)}`))).catch(() => undefined)
    return body ? { status: 200, type, body } : { status: 404 }
  }

  const server = createServer(async (request, response) => {
    const { status, type, body } = await answer(request)
    response.writeHead(status, type ? { ...headers, 'content-type': types[type] } : headers).end(body)
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${server.address().port}`,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function policyFor(map, mayAsk) {
  const hash = createHash('sha256').update(map).digest('base64')
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self'",
    "img-src 'self' blob: data:",
    `connect-src 'self' ${mayAsk.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}

/** What is served names people: a page elsewhere whose name was made to lead to this machine must not read them. */
export function isLocal(host) {
  return /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host ?? '')
}

function pathOf(url) {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname)
  } catch {
    return undefined
  }
}
