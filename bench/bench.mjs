// `npm run bench`: the package as it is built, beside its peers. `--quick` takes under a minute; `--date 2026-01-31` stands in the report.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { jcs } from 'microcred/canonicalize'
import { rdfc } from 'microcred/canonicalize/rdfc'
import { didKey } from 'microcred/did'
import { eddsaJcs2022, sign, verifyProof } from 'microcred/sign'
import { batched, eddsaRdfc2022 } from 'microcred/sign/rdfc'
import { trusted, verify } from 'microcred/verify'
import { contextsAt } from '../dist/contexts/index.js'
import { badgeOf, key, now, recordOf, transcriptOf } from './badges.mjs'
import { inChromium } from './browser.mjs'
import { dropToVerdict } from './element.mjs'
import { inWords, ratios, sideBySide, spread } from './measure.mjs'
import * as peers from './peers.mjs'
import { entries, kib, weigh } from './size.mjs'
import { gasOfVault, vaultTable } from './vault.mjs'
import { issued as issuedBy } from './workers.mjs'

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, date: { type: 'string' } } })
const { quick, date } = values
const here = fileURLToPath(new URL('.', import.meta.url))
const began = performance.now()
const say = (line) => process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}\n`)

const count = 512
const badges = Array.from({ length: count }, (_, at) => badgeOf(at))
const bytes = badges.reduce((sum, badge) => sum + Buffer.byteLength(JSON.stringify(badge)), 0) / count
const suites = { jcs: eddsaJcs2022, rdfc: eddsaRdfc2022 }
const issuers = trusted([key.controller])
const issue = (kind, badge) => sign(badge, { suite: suites[kind], key, created: now })
const signed = { jcs: await Promise.all(badges.map((badge) => issue('jcs', badge))), rdfc: await Promise.all(badges.map((badge) => issue('rdfc', badge))) }
const jwts = await Promise.all(badges.map(peers.issueJwt))
const signatures = signed.jcs.map((badge) => eddsaJcs2022.record(badge, badge.proof[0]))

/** Every check is on: shape, terms, signature, binding, validity, issuer and recipient. */
async function examine(kind, at) {
  const options = { accept: [suites[kind], didKey], issuers, now, recipient: { id: badges[at].credentialSubject.id } }
  const { outcome, checks } = await verify(signed[kind][at], options)
  if (outcome !== 'passed') throw new Error(JSON.stringify(checks))
}

/** One proof against one key at hand, and nothing else: what jose answers for a JWT. */
async function proofOf(kind, at) {
  const { outcome } = await verifyProof(signed[kind][at], { suite: suites[kind], publicKey: key.signer.publicKey })
  if (outcome !== 'passed') throw new Error(outcome)
}

const speed = quick ? { items: count, rounds: 5, seconds: 0.04, warm: 0.25 } : { items: count, rounds: 15, seconds: 0.15, warm: 1 }
const tables = []

say('canonicalize')
const canonical = await sideBySide(
  {
    'jcs of microcred': (at) => jcs(badges[at]),
    'jcs of eddsa-jcs-2022-cryptosuite': (at) => peers.canonizeJcs(badges[at]),
    'rdfc of microcred': (at) => rdfc(badges[at]),
    'jsonld canonize': (at) => peers.canonize(badges[at]),
  },
  speed,
)
say('canonicalize records of a hundred achievements')
const records = Array.from({ length: 4 }, (_, at) => recordOf(at))
const transcripts = Array.from({ length: 4 }, (_, at) => transcriptOf(at))
const long = await sideBySide(
  {
    'record of microcred': (at) => rdfc(records[at]),
    'record of jsonld': (at) => peers.canonize(records[at]),
    'transcript of microcred': (at) => rdfc(transcripts[at]),
    'transcript of jsonld': (at) => peers.canonize(transcripts[at]),
  },
  { ...speed, items: 4 },
)
say('canonicalize in Chromium')
const documents = Object.fromEntries(badges[0]['@context'].map((url) => [url, contextsAt(url)[0]]))
const { samples: chromium, version: chromiumVersion } = await inChromium(badges.slice(0, 128), documents, { ...speed, items: 128 })
say('issue')
const issued = await sideBySide(
  {
    'JCS, microcred': (at) => issue('jcs', badges[at]),
    'JCS, @digitalbazaar/vc': (at) => peers.issue('jcs', badges[at]),
    'RDFC, microcred': (at) => issue('rdfc', badges[at]),
    'RDFC, @digitalbazaar/vc': (at) => peers.issue('rdfc', badges[at]),
    'JWT, jose': (at) => peers.issueJwt(badges[at]),
    native: (at) => peers.native.sign(signatures[at].message),
  },
  speed,
)
say('issue a batch')
const batch = quick ? { rows: 1_000, sample: 64, rounds: 2 } : { rows: 10_000, sample: 256, rounds: 7 }
const inBatch = await issueBatch()
say('verify')
const verified = await sideBySide(
  {
    'JCS, microcred': (at) => examine('jcs', at),
    'JCS, @digitalbazaar/vc': (at) => peers.verify('jcs', signed.jcs[at]),
    'RDFC, microcred': (at) => examine('rdfc', at),
    'JCS proof, microcred': (at) => proofOf('jcs', at),
    'RDFC proof, microcred': (at) => proofOf('rdfc', at),
    'RDFC, @digitalbazaar/vc': (at) => peers.verify('rdfc', signed.rdfc[at]),
    'JWT, jose': (at) => peers.verifyJwt(jwts[at]),
    native: (at) => {
      if (!peers.native.verify(signatures[at].message, signatures[at].signature)) throw new Error('native')
    },
  },
  speed,
)

/** Seconds for one credential: of a whole batch with us, and of a sample of it with the peer. What is learnt from the first rows is part of it. */
async function issueBatch() {
  const rows = Array.from({ length: batch.rows }, (_, at) => badgeOf(at))
  const samples = { microcred: [], '@digitalbazaar/vc': [] }
  // The round before the first warms both sides, and does not count.
  for (let round = -1; round < batch.rounds; round++) {
    const suite = batched(eddsaRdfc2022)
    const turns = [
      ['microcred', rows, (badge) => sign(badge, { suite, key, created: now })],
      ['@digitalbazaar/vc', rows.slice((round + 1) * batch.sample, (round + 2) * batch.sample), (badge) => peers.issue('rdfc', badge)],
    ]
    for (const [name, some, call] of round % 2 === 0 ? turns : turns.toReversed()) {
      const start = performance.now()
      for (const badge of some) await call(badge)
      if (round >= 0) samples[name].push((performance.now() - start) / 1000 / some.length)
    }
  }
  return samples
}

/** One row: what, ours, theirs, how many times faster, and the bar. */
function row(what, samples, ours, theirs, peer, bar) {
  const ratio = ratios(samples[ours], samples[theirs])
  const met = bar === undefined ? '' : ratio.median >= bar ? 'met' : '**missed**'
  const span = (list) => {
    const { median, min, max } = spread(list)
    return `${inWords(median)} [${inWords(min)} – ${inWords(max)}]`
  }
  return [
    what,
    peer,
    span(samples[ours]),
    span(samples[theirs]),
    `${ratio.median.toFixed(2)}× [${ratio.min.toFixed(2)} – ${ratio.max.toFixed(2)}]`,
    bar ? `≥ ${bar === 0.333 ? '1/3' : bar}×` : '',
    met,
  ]
}

const head = ['', 'peer', 'microcred', 'peer', 'peer ÷ microcred', 'bar', '']
tables.push([
  `## Canonicalize, issue, verify\n\n${count} different badges of ${(bytes / 1024).toFixed(1)} KiB, one at a time; the median of ${speed.rounds} rounds and [the least – the most]. A ratio above 1 says that microcred is faster. \`verify\` runs every check on an object in hand; jose verifies the signature and the times of a JWT; "native" is Ed25519 of node:crypto alone, over 64 bytes. The batch is signed with \`batched(eddsaRdfc2022)\`, which begins with nothing in each of ${batch.rounds} rounds; the peer issues ${batch.sample} of its credentials in each.`,
  head,
  [
    row('JCS', canonical, 'jcs of microcred', 'jcs of eddsa-jcs-2022-cryptosuite', '@digitalbazaar/eddsa-jcs-2022-cryptosuite'),
    row('RDFC-1.0 with expansion', canonical, 'rdfc of microcred', 'jsonld canonize', 'jsonld', 30),
    row('the same, in Chromium', chromium, 'microcred', 'jsonld', `jsonld, Chromium ${chromiumVersion}`, 15),
    row('a CLR of a hundred badges', long, 'transcript of microcred', 'transcript of jsonld', 'jsonld', 25),
    row('a CLR that lists a hundred achievements itself', long, 'record of microcred', 'record of jsonld', 'jsonld', 25),
    row('issue, eddsa-jcs-2022', issued, 'JCS, microcred', 'JWT, jose', 'jose, VC-JWT', 1),
    row('issue, eddsa-jcs-2022', issued, 'JCS, microcred', 'JCS, @digitalbazaar/vc', '@digitalbazaar/vc'),
    row('issue, eddsa-rdfc-2022', issued, 'RDFC, microcred', 'RDFC, @digitalbazaar/vc', '@digitalbazaar/vc', 25),
    row(`batch of ${batch.rows.toLocaleString('en')}, same template, signed`, inBatch, 'microcred', '@digitalbazaar/vc', '@digitalbazaar/vc', 60),
    row('issue, eddsa-jcs-2022', issued, 'JCS, microcred', 'native', 'native sign'),
    row('issue, eddsa-rdfc-2022', issued, 'RDFC, microcred', 'native', 'native sign'),
    row('verify, eddsa-jcs-2022, all checks', verified, 'JCS, microcred', 'JWT, jose', 'jose, VC-JWT', 1),
    row('verify, eddsa-jcs-2022, the proof', verified, 'JCS proof, microcred', 'JWT, jose', 'jose, VC-JWT'),
    row('verify, eddsa-jcs-2022', verified, 'JCS, microcred', 'JCS, @digitalbazaar/vc', '@digitalbazaar/vc'),
    row('verify, eddsa-rdfc-2022, all checks', verified, 'RDFC, microcred', 'RDFC, @digitalbazaar/vc', '@digitalbazaar/vc', 15),
    row('verify, eddsa-jcs-2022', verified, 'JCS, microcred', 'native', 'native verify'),
    row('verify, eddsa-rdfc-2022', verified, 'RDFC, microcred', 'native', 'native verify'),
    row('verify, eddsa-rdfc-2022, the proof', verified, 'RDFC proof, microcred', 'native', 'native verify', 0.333),
  ],
])

say('merkle')
const leaves = quick ? 100_000 : 1_000_000
const rounds = quick ? 1 : 3
const libraries = ['microcred', 'merkletreejs']
const trees = { microcred: [], merkletreejs: [] }
for (let round = 0; round < rounds; round++) {
  for (let turn = 0; turn < 2; turn++) {
    const library = libraries[(round + turn) % 2]
    trees[library].push(
      JSON.parse(execFileSync('node', ['--expose-gc', '--max-old-space-size=3000', join(here, 'merkle.mjs'), library, String(leaves)], { encoding: 'utf8' })),
    )
  }
}
for (const library of libraries) if (trees[library][0].hashes < leaves) throw new Error(`${library} proved too little.`)
const ofTrees = (what) => Object.fromEntries(libraries.map((library) => [library, trees[library].map((run) => run[what])]))
const mib = (list) => `${(spread(list).median / 2 ** 20).toFixed(0)} MiB`
function memory(what, member, bar) {
  const samples = ofTrees(member)
  const ratio = ratios(samples.microcred, samples.merkletreejs)
  const met = bar === undefined ? '' : ratio.median >= bar ? 'met' : '**missed**'
  return [
    what,
    'merkletreejs',
    mib(samples.microcred),
    mib(samples.merkletreejs),
    `${ratio.median.toFixed(2)}× [${ratio.min.toFixed(2)} – ${ratio.max.toFixed(2)}]`,
    bar ? `≥ ${bar}×` : '',
    met,
  ]
}
tables.push([
  `## Merkle trees\n\n${leaves.toLocaleString('en')} leaves that are hashed already, each library in ${rounds} process${rounds === 1 ? '' : 'es'} of its own, in turn. Proofs are made one after the other and not kept; merkletreejs is told each leaf's index.`,
  head,
  [
    row('build', ofTrees('build'), 'microcred', 'merkletreejs', 'merkletreejs', 3),
    row(
      `all proofs, ${inWords(spread(ofTrees('prove').microcred).median / leaves)} each (at most 3 µs wanted)`,
      ofTrees('prove'),
      'microcred',
      'merkletreejs',
      'merkletreejs',
      1,
    ),
    memory('memory that the tree holds, leaves included', 'held', 2),
    memory('memory added to the leaves of the caller', 'added'),
    memory('growth of the peak resident set while building', 'peak'),
  ],
])

say('the vault')
tables.push(vaultTable(await gasOfVault()))
say('drop to verdict')
const element = await dropToVerdict(JSON.stringify(signed.rdfc[0]), quick ? 3 : 15)
tables.push([
  '## Drop to verdict\n\nFrom the drop of a badge (eddsa-rdfc-2022) on `<microcred-verifier>` to its verdict, offline, in Chromium; the first loads what it needs from a server on the same machine.',
  ['', 'in', 'time', 'bar', ''],
  Object.entries(element.samples).map(([which, seconds]) => {
    const { median, min, max } = spread(seconds)
    const time = `${inWords(median)} [${inWords(min)} – ${inWords(max)}]`
    return [`the ${which} badge of a page`, `Chromium ${element.version}`, time, '≤ 300 ms', median <= 0.3 ? 'met' : '**missed**']
  }),
])
say('worker threads')
const threads = { one: [], two: [] }
for (let round = 0; round < (quick ? 2 : 7); round++) {
  for (const count of round % 2 === 0 ? [1, 2] : [2, 1]) threads[count === 1 ? 'one' : 'two'].push(1 / (await issuedBy(count, quick ? 1000 : 10_000)))
}
tables.push([
  '## Worker threads\n\nTwo worker threads issue with eddsa-rdfc-2022, each its own badges, beside one: the time of one credential.',
  ['', 'beside', 'two threads', 'one thread', 'one ÷ two', 'bar', ''],
  [row('issue, eddsa-rdfc-2022', threads, 'two', 'one', 'one thread', 1.6)],
])

say('cold start')
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const files = { jcs: join(folder, 'jcs.json'), rdfc: join(folder, 'rdfc.json'), documents: join(folder, 'documents.json') }
writeFileSync(files.jcs, JSON.stringify(signed.jcs[0]))
writeFileSync(files.rdfc, JSON.stringify(signed.rdfc[0]))
const urls = [...badges[0]['@context'], key.id, key.controller, 'https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1']
writeFileSync(
  files.documents,
  JSON.stringify(Object.fromEntries(await Promise.all(urls.map(async (url) => [url, (await peers.documentLoader(url)).document])))),
)
const starts = { bare: [], jcs: [], rdfc: [], peer: [] }
const kinds = Object.keys(starts)
for (let round = 0; round < (quick ? 3 : 11); round++) {
  for (let turn = 0; turn < kinds.length; turn++) {
    const kind = kinds[(round + turn) % kinds.length]
    const start = performance.now()
    const { status, stderr } = spawnSync('node', [join(here, 'cold.mjs'), kind, kind === 'jcs' ? files.jcs : files.rdfc, files.documents], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    starts[kind].push((performance.now() - start) / 1000)
  }
}
rmSync(folder, { recursive: true })
const beyond = (kind) => starts[kind].map((seconds, round) => Math.max(1e-3, seconds - starts.bare[round]))
const cold = { 'JCS, microcred': beyond('jcs'), 'RDFC, microcred': beyond('rdfc'), peer: beyond('peer') }
tables.push([
  '## Cold start\n\nA fresh process that imports and verifies one badge, less a process that reads and parses the same file.',
  head,
  [
    row('eddsa-jcs-2022', cold, 'JCS, microcred', 'peer', '@digitalbazaar/vc, eddsa-rdfc-2022', 10),
    row('eddsa-rdfc-2022', cold, 'RDFC, microcred', 'peer', '@digitalbazaar/vc, eddsa-rdfc-2022', 3),
  ],
])

say('sizes')
const { exports } = JSON.parse(readFileSync(join(here, '../package.json'), 'utf8'))
const doors = Object.keys(exports)
  .filter((door) => door !== './package.json')
  .map((door) => `microcred${door.slice(1)}`)
const bars = [12, 25]
const sizes = []
for (const [at, [name, contents]] of [
  ...Object.entries(entries),
  ...doors.map((door) => [`\`${door}\``, `import * as door from '${door}'\nglobalThis.door = door`]),
].entries()) {
  const { min, brotli, onDemand } = await weigh(contents)
  const bar = bars[at]
  sizes.push([name, kib(min), kib(brotli), kib(onDemand), bar ? `≤ ${bar}` : '', bar === undefined ? '' : brotli <= bar * 1024 ? 'met' : '**missed**'])
}
tables.push([
  '## Sizes\n\nEach door with all that it imports, for a browser: KiB of minified text, of brotli, and of brotli that loads only when it is needed.',
  ['', 'minified', 'brotli', 'on demand', 'bar', ''],
  sizes,
])

const machine = `${cpus().length} × ${cpus()[0].model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node} (OpenSSL ${process.versions.openssl}), ${process.platform} ${process.arch}`
const intro = [
  '# Performance',
  '',
  `Written by \`npm run bench\`${date ? ` on ${date}` : ''}. ${machine}.`,
  `Peers: ${Object.entries(peers.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.`,
  'Both sides run side by side in one process, in rounds that each begin with another candidate, so that the ratios hold where the times do not.',
]
const line = (cells) => `| ${cells.join(' | ')} |`
const text = `${[intro.join('\n'), ...tables.map(([title, names, rows]) => `${title}\n\n${[line(names), line(names.map(() => '---')), ...rows.map(line)].join('\n')}`)].join('\n\n')}\n`
console.log(text)
if (!quick) {
  mkdirSync(join(here, '../docs'), { recursive: true })
  writeFileSync(join(here, '../docs/performance.md'), text)
}
say(`done${text.includes('**missed**') ? ', with bars missed' : ''}`)
