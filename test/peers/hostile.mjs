// A peer that does to its runner what no peer should.

import { get } from 'node:http'
import { get as getSecurely } from 'node:https'

export const version = 'hostile 1'

const ways = {
  hang: () => new Promise(() => setInterval(() => {}, 1000)),
  starve: () => new Promise(() => {}),
  spin() {
    for (;;);
  },
  forge: async () => void process.stdout.write('{"id":"forge","verdict":"cannot read","refused":[]}\n'),
  crash: () => process.kill(process.pid, 'SIGSEGV'),
  leave: () => process.exit(0),
  later: async () => void setTimeout(() => Promise.reject(new Error('late')), 0),
  fetch: () => fetch('https://elsewhere.example/fetch'),
  xhr: async () => new XMLHttpRequest().open('GET', 'https://elsewhere.example/xhr'),
  http: () => got(get, 'http://elsewhere.example:8080/'),
  https: () => got(getSecurely, 'https://elsewhere.example/'),
  clock: async () => [new Date().toISOString(), new Date(Date.now()).toISOString(), new Date(0).toISOString(), new Date() instanceof Date].join(' '),
}

const got = (ask, url) => new Promise((resolve, reject) => ask(url, resolve).on('error', reject))

export async function verify({ id }) {
  const why = await ways[id]()
  return { verdict: 'passed', ...(typeof why === 'string' && { why }) }
}
