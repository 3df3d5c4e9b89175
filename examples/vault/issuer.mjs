// The issuer's side: the endpoint that keeps the second half of every key, and a page to erase it. Served to this machine only.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { erase, shareEndpoint } from 'microcred/vault'
import { isLocal } from '../serve.mjs'

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, "Noto Sans", sans-serif }
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; background: light-dark(#f3f5f8, #101418); color: light-dark(#17202a, #e8edf2) }
ul { list-style: none; padding: 0 }
li { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: .7rem 1rem; margin: .5rem 0; border-radius: .6rem; background: light-dark(#fff, #1a2026) }
button { font: inherit; padding: .35rem .9rem; border: 1px solid light-dark(#b3261e, #ff9a91); border-radius: .5rem; background: none; color: light-dark(#b3261e, #ff9a91); cursor: pointer }
.soft { color: light-dark(#55616e, #a3afbb) }
`
const headers = {
  'content-security-policy': "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/** Serves `/share` for readers of any origin, and the page for the issuer's staff. `people` is the file that says which record is whose. */
export async function serveIssuer({ store, people, port = 0 }) {
  const share = shareEndpoint({ store })
  // A real issuer has people sign in. Here, only a form of this page can erase: others do not know what it says.
  const token = randomBytes(32).toString('hex')
  const erased = []
  const read = () => JSON.parse(readFileSync(people, 'utf8'))

  async function forget(request) {
    const form = new URLSearchParams((await bytesOf(request, 1000)).toString())
    if (request.headers['sec-fetch-site'] !== 'same-origin' || !same(form.get('token') ?? '', token)) return { status: 403 }
    const [person] = read().filter(({ id }) => id === form.get('id'))
    if (!person) return { status: 404 }
    erased.push(await erase(person.id, { store, ground: 'gdpr-17-1-b' }))
    // The list of whose record it was is personal data, too.
    writeFileSync(people, JSON.stringify(read().filter(({ id }) => id !== person.id)), { mode: 0o600, flush: true })
    return { status: 303, location: '/' }
  }

  async function answer(request) {
    const way = `${request.method} ${request.url}`
    if (way === 'GET /') return { status: 200, type: 'text/html; charset=utf-8', body: pageOf(read(), erased, token) }
    if (way === 'GET /style.css') return { status: 200, type: 'text/css', body: style }
    if (way === 'POST /erase') return forget(request)
    return { status: 404 }
  }

  const server = createServer(async (request, response) => {
    try {
      if (!isLocal(request.headers.host)) return response.writeHead(421).end()
      if (request.url === '/share') return await send(await share(toRequest(request)), response)
      const { status, type, body, location } = await answer(request)
      response.writeHead(status, { ...headers, ...(type && { 'content-type': type }), ...(location && { location }) }).end(body)
    } catch (error) {
      // What went wrong, and nothing that was sent.
      console.error(error.name)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    }
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  return { url: `http://localhost:${server.address().port}` }
}

function pageOf(people, erased, token) {
  const rows = people.map(
    ({ id, name }) =>
      `<li><bdi>${text(name)}</bdi><form method="post" action="/erase"><input type="hidden" name="token" value="${token}"><input type="hidden" name="id" value="${text(id)}"><button aria-label="Erase the badge of ${text(name)}">Erase</button></form></li>`,
  )
  const gone = erased.map(
    ({ at, ground, horizon }) =>
      `<li class="soft">One badge, erased ${text(at.slice(0, 10))} (${text(ground)}); last backup gone ${text(horizon.slice(0, 10))}</li>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Harbour University: the vault</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css">
<h1>Badges in the vault</h1><p class="soft">To erase one is to destroy the second half of its key. Nobody can undo it. Its holder's link says so from then on.</p><ul>${rows.join('')}${gone.join('')}</ul></html>`
}

const text = (value) => value.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
const same = (one, other) => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

function toRequest(request) {
  const body = request.method === 'POST' ? { body: Readable.toWeb(request), duplex: 'half' } : {}
  return new Request(`http://localhost${request.url}`, { method: request.method, ...body })
}

async function send(answer, response) {
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()))
}

async function bytesOf(request, most) {
  const parts = []
  let size = 0
  for await (const part of request) {
    size += part.length
    if (size > most) throw new RangeError('The form is too long.')
    parts.push(part)
  }
  return Buffer.concat(parts)
}
