// One page, served to this machine only, under a policy that lets nothing but itself and the local node be asked.
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importMap } from '../import-map.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
}

/** Serves the page, the badges in `out` and the built package without a bundler. */
export async function servePage({ node, out, port }) {
  const { map, folders } = importMap('microcred', here)
  const text = JSON.stringify(map)
  const html = readFileSync(join(here, 'page/index.html'), 'utf8').replace('<!-- importmap -->', `<script type="importmap">${text}</script>`)
  const hash = createHash('sha256').update(text).digest('base64')
  const policy = `default-src 'none'; script-src 'self' 'sha256-${hash}'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self' ${node}; base-uri 'none'; form-action 'none'`
  const roots = { '/out/': out, ...folders, '/': join(here, 'page') }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const headers = { 'content-security-policy': policy, 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }
    if (pathname === '/') return response.writeHead(200, { ...headers, 'content-type': types['.html'] }).end(html)
    if (pathname === '/node') return response.writeHead(200, { ...headers, 'content-type': types['.json'] }).end(JSON.stringify({ url: node }))
    const prefix = Object.keys(roots).find((one) => pathname.startsWith(one))
    const file = prefix && join(roots[prefix], normalize(`/${decodeURIComponent(pathname.slice(prefix.length))}`))
    if (!file || !existsSync(file) || !statSync(file).isFile()) return response.writeHead(404, headers).end()
    response.writeHead(200, { ...headers, 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    createReadStream(file).pipe(response)
  })
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { url: `http://localhost:${server.address().port}`, stop: () => (server.closeAllConnections(), server.close()) }
}
