// Runs one peer over many files, in a world that holds the bundled facts and nothing else, and says of each what the peer says of it.
// A process of its own, because a peer may crash, hang or keep something open: `run.ts` waits for it, and gives up.

import { readFileSync } from 'node:fs'
import { Socket } from 'node:net'

const [, , peer, jobs] = process.argv
const { now, contexts, cases } = JSON.parse(readFileSync(jobs, 'utf8'))
const write = process.stdout.write.bind(process.stdout)
const say = (line) => write(`${JSON.stringify(line)}\n`)

/** What the web holds while one file is examined, and what was asked for in vain. */
let facts = {}
let refused = []

function refuse(url) {
  refused.push(url)
  throw new Error(`${url} is not among the facts.`)
}

globalThis.fetch = async (resource) => {
  // Some ask by http for what stands under https.
  const asked = String(resource?.url ?? resource).replace(/^http:/, 'https:')
  const [url, fragment] = asked.split('#')
  const file = facts[url] ?? facts[url.split('?')[0]] ?? contexts[url]
  if (!file) {
    refused.push(url)
    return new Response('It is not among the facts.', { status: 404 })
  }
  const text = readFileSync(file, 'utf8')
  return new Response((fragment && keyIn(text, asked)) || text, { headers: { 'content-type': 'application/ld+json' } })
}

/** The key alone, for a peer that asks for it by its fragment and does not look for it in what it gets: more than a server could do. */
function keyIn(text, id) {
  const method = [JSON.parse(text).verificationMethod].flat().find((one) => one?.id === id)
  return method && JSON.stringify({ '@context': contextOf[method.type], ...method })
}

const contextOf = {
  Ed25519VerificationKey2020: 'https://w3id.org/security/suites/ed25519-2020/v1',
  Multikey: 'https://w3id.org/security/multikey/v1',
}
globalThis.XMLHttpRequest = class {
  open(_method, url) {
    refuse(url)
  }
}
// What http, https, http2 and tls stand on.
Socket.prototype.connect = (...given) => {
  const { host, port } = given.flat()[0] ?? {}
  return refuse(`tcp://${host}:${port}`)
}

const at = Date.parse(now)
globalThis.Date = new Proxy(Date, {
  construct: (Clock, given, self) => Reflect.construct(Clock, given.length > 0 ? given : [at], self),
  get: (Clock, name) => (name === 'now' ? () => at : Reflect.get(Clock, name)),
})

// Peers talk, and their words are not ours; and some of them let a promise fail that nobody waits for.
process.stdout.write = () => true
process.on('unhandledRejection', () => {})

const { version, verify } = await import(`./${peer}.mjs`)
say({ version })
for (const one of cases) {
  facts = one.facts
  refused = []
  const said = await verify(one).catch((error) => ({ verdict: 'not passed', why: String(error?.message ?? error) }))
  say({ id: one.id, ...said, refused })
}
process.exit(0)
