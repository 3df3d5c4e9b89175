import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/verify/index.js'
import { now } from '../formats/blockcert.js'
import { haveVectors } from '../vectors.js'
import { type Case, cases, contextFiles, examine } from './cases.js'
import { havePeers, run, type Said } from './run.js'

const kinds = ['both pass', 'neither passes', 'ours alone fails', 'ours alone passes', 'not read by the peer'] as const
type Kind = (typeof kinds)[number]
type Row = { readonly peer: string; readonly one: Case; readonly kind: Kind; readonly ours: string; readonly theirs: Said }

const learner = 'Open Badges 3.0 asks of an AchievementSubject that it has an id or an identifier. The peer looks at no schema.'
const parts = 'A record passes when what it holds passes; whom one of these is from cannot be found. The peer does not look inside.'
const mock = 'It says itself that it is on no blockchain: anybody could have made it, and nothing ties it to its issuer.'
const dropped = `${mock} And the direction of a name is not in the hash: anybody could have changed it.`
const beside = 'The Merkle proof beside the issuer’s good signature says itself that it is on no blockchain.'
const presentation = 'A presentation is not read here; it is named.'
const asks = 'The peer is asked for a proof of authentication, as its own tests do. `verify` asks whether a credential was issued, and it was.'

/** Why we and a peer do not say the same of a file: every difference, and none that is not one any more. */
const reasons: { readonly [peer: string]: { readonly [id: string]: string } } = {
  digitalbazaar: {
    '1edtech-validator/clr20/simple.json': parts,
    'dcc-verifier-core/VCv1': learner,
    'dcc-verifier-core/VCv1SimpleIssuerId': learner,
    'dcc-verifier-core/VCv1ValidStatus': learner,
    'dcc-verifier-core/VCv2EddsaWithValidStatus': learner,
    'dcc-verifier-core/VCv2ValidStatus': learner,
  },
  dcc: {
    '1edtech-validator/clr20/simple.json': parts,
    '1edtech-validator/ob30/complete.json': 'Its list is not among the facts. The peer takes a 1EdTechRevocationList for good without looking.',
    'dcc-verifier-core/VCv1': learner,
    'dcc-verifier-core/VCv1SimpleIssuerId': learner,
    'dcc-verifier-core/VCv1ValidStatus': learner,
    'dcc-verifier-core/VCv2EddsaWithValidStatus': learner,
    'dcc-verifier-core/VCv2ValidStatus': learner,
  },
  blockcerts: {
    '1edtech-validator/ob30/bit-string-list/testlist':
      'The peer wants a context for the type BitstringStatusListCredential, which the context of VC 2.0 defines (Bitstring Status List 1.0, 2.2).',
    'dcc-verifier-core/VCv1': learner,
    'dcc-verifier-core/VCv1SimpleIssuerId': learner,
    'blockcerts-cert-verifier-js/ecdsa-sd-2023-derived-1':
      'Its key is on secp256k1, and ecdsa-sd-2023 is for P-256 alone (VC-DI-ECDSA 1.0, 3.6). The peer is built with a fork of the suite that takes it.',
    'blockcerts-cert-verifier-js/eddsa-rdfc-2022': presentation,
    'blockcerts-cert-verifier-js/mocknet-verifiable-presentation': presentation,
    'blockcerts-cert-verifier-js/mocknet-v2-valid': mock,
    'blockcerts-cert-verifier-js/mocknet-v3-valid': beside,
    'blockcerts-cert-verifier-js/mocknet-vc-v2-credential-schema-1': mock,
    'blockcerts-cert-verifier-js/mocknet-vc-v2-credential-subject-array': dropped,
    'blockcerts-cert-verifier-js/mocknet-vc-v2-data-integrity-proof': mock,
    'blockcerts-cert-verifier-js/mocknet-vc-v2-data-integrity-proof-multiple-signatures': mock,
    'blockcerts-cert-verifier-js/mocknet-vc-v2-data-integrity-proof-multiple-signatures-non-chained': mock,
    'blockcerts-cert-verifier-js/mocknet-vc-v2-name-description': mock,
    'blockcerts-cert-verifier-js/mocknet-vc-v2-name-description-multilingual': dropped,
    'blockcerts-cert-verifier-js/mocknet-vc-v2-validFrom-valid': mock,
    'blockcerts-cert-verifier-js/multiple-proofs-non-chained': beside,
    'blockcerts-cert-verifier-js/regtest-v2-valid': 'It is on a chain of somebody’s own machine, of which there is no reader; the chain is named.',
    'blockcerts-cert-verifier-js/proof-chain-example-ed25519-2': asks,
    'blockcerts-cert-verifier-js/proof-chain-example-secp256k1-2': asks,
  },
}

const different = (kind: Kind): boolean => kind === 'ours alone fails' || kind === 'ours alone passes'

function kindOf(ours: string, { verdict }: Said): Kind {
  if (verdict === 'cannot read') return 'not read by the peer'
  if (ours === 'passed') return verdict === 'passed' ? 'both pass' : 'ours alone passes'
  return verdict === 'passed' ? 'ours alone fails' : 'neither passes'
}

const verdictOf = ({ signatureAlone }: Case, { outcome, checks }: Report): string => (signatureAlone ? checks.signature.outcome : outcome)

/** The table of the documentation: who, of what, how many of each kind. */
function tableOf(rows: readonly Row[], versions: { readonly [peer: string]: string }): string {
  const startOf = ({ peer, one }: Row): string => `| ${versions[peer]} | ${one.format} |`
  const lines = [...new Set(rows.map(startOf))].map((start) => {
    const group = rows.filter((row) => startOf(row) === start)
    return `${start} ${kinds.map((kind) => group.filter((row) => row.kind === kind).length).join(' | ')} |`
  })
  return [`| peer | files | ${kinds.join(' | ')} |`, `|---|---|${'---|'.repeat(kinds.length)}`, ...lines].join('\n')
}

describe.skipIf(!haveVectors || !havePeers)('the same files, examined by us and by other verifiers', () => {
  let rows: readonly Row[] = []
  let versions: { readonly [peer: string]: string } = {}

  beforeAll(async () => {
    const all = cases()
    const world = { now, contexts: contextFiles() }
    const ours = Promise.all(all.map(async (one) => verdictOf(one, await examine(one))))
    const peers = await Promise.all(Object.keys(reasons).map(async (peer) => ({ peer, ...(await run(peer, all, world)) })))
    const verdicts = await ours
    versions = Object.fromEntries(peers.map(({ peer, version }) => [peer, version]))
    rows = peers.flatMap(({ peer, said }) =>
      said.map((theirs, at) => {
        const [one, verdict] = [all[at] as Case, verdicts[at] as string]
        expect(theirs.id).toBe(one.id)
        return { peer, one, kind: kindOf(verdict, theirs), ours: verdict, theirs }
      }),
    )
  })
  afterAll(() => {
    for (const line of tableOf(rows, versions).split('\n').slice(2)) console.log(`vectors: peers ${line}`)
  })

  test('every difference has a reason, and every reason a difference', () => {
    const found = rows
      .filter(({ kind }) => different(kind))
      .map(({ peer, one, ours, theirs }) => `${peer}: ${one.id} (ours ${ours}, theirs ${theirs.why ?? 'passed'})`)
    const said = (line: string) => Object.entries(reasons).some(([peer, ids]) => Object.keys(ids).some((id) => line.startsWith(`${peer}: ${id} (`)))
    expect(found.filter((line) => !said(line))).toEqual([])
    const listed = Object.entries(reasons).flatMap(([peer, ids]) => Object.keys(ids).map((id) => `${peer}: ${id} (`))
    expect(listed.filter((start) => !found.some((line) => line.startsWith(start)))).toEqual([])
  })

  test('no peer is right where ours alone passes', () => {
    const lax = rows.filter(({ kind }) => kind === 'ours alone passes').map(({ peer, one }) => `${peer}: ${one.id} (${one.expected})`)
    expect(lax).toMatchInlineSnapshot(`
      [
        "blockcerts: 1edtech-validator/ob30/bit-string-list/testlist (valid)",
        "blockcerts: blockcerts-cert-verifier-js/proof-chain-example-ed25519-2 (invalid)",
        "blockcerts: blockcerts-cert-verifier-js/proof-chain-example-secp256k1-2 (invalid)",
      ]
    `)
  })

  test('what was published as invalid passes nobody’s verifier, but for what is argued', () => {
    const passed = rows.filter(({ one, kind }) => one.expected === 'invalid' && (kind === 'both pass' || kind.startsWith('ours alone')))
    expect(passed.map(({ peer, one, kind }) => `${peer}: ${one.id}, ${kind}`)).toMatchInlineSnapshot(`
      [
        "digitalbazaar: 1edtech-validator/ob30/simple-multiple-proofs.json, both pass",
        "digitalbazaar: blockcerts-cert-verifier-js/proof-chain-example-ed25519-2, both pass",
        "dcc: 1edtech-validator/ob30/simple-multiple-proofs.json, both pass",
        "dcc: 1edtech-validator/ob30/complete.json, ours alone fails",
        "dcc: blockcerts-cert-verifier-js/proof-chain-example-ed25519-2, both pass",
        "blockcerts: blockcerts-cert-verifier-js/proof-chain-example-ed25519-2, ours alone passes",
        "blockcerts: blockcerts-cert-verifier-js/proof-chain-example-secp256k1-2, ours alone passes",
      ]
    `)
  })

  test('no peer crashes, hangs or finds its way out', () => {
    expect(rows.filter(({ theirs }) => /^no answer|^its process/.test(theirs.why ?? '')).map(({ peer, one }) => [peer, one.id])).toEqual([])
    expect([...new Set(rows.flatMap(({ theirs }) => theirs.refused))].sort()).toMatchInlineSnapshot(`
      [
        "did:example:z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x",
        "https://1edtech.edu/issuers/565049",
        "https://dc.1edtech.org/wellspring2022/wellspring-portal/org/da1e96e9-afcc-4eed-b9a2-2ddf7353214c/did.json",
        "https://dc.imsglobal.org/draft/clr/v2p0/context",
        "https://digitalcredentials.github.io/dcc-did-web-bad/did.json",
        "https://digitalcredentials.github.io/dcc-did-web/did.json",
        "https://digitalcredentials.github.io/dcc-did-web/multikey/did.json",
        "https://example.com/issuers/876543",
        "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/schema/json-ld/ob_v3p0_anyachievementcredential_schema.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json",
        "https://raw.githubusercontent.com/digitalcredentials/verifier-core/refs/heads/main/src/test-fixtures/status/e5VK8CbZ1GjycuPombrj",
        "https://resolver.identity.foundation/1.0/identifiers/did:web:dc.1edtech.org:wellspring2022:wellspring-portal:org:da1e96e9-afcc-4eed-b9a2-2ddf7353214c",
        "https://resolver.identity.foundation/1.0/identifiers/did:web:digitalcredentials.github.io:dcc-did-web",
        "https://resolver.identity.foundation/1.0/identifiers/did:web:digitalcredentials.github.io:dcc-did-web-bad",
        "https://resolver.identity.foundation/1.0/identifiers/did:web:digitalcredentials.github.io:dcc-did-web:multikey",
        "https://vc.example/issuers/5678",
        "https://vc.example/windsurf/racecommittee",
        "urn:uuid:4ca4a241-fc3b-4d92-978e-f56fa96ae795",
        "xxx:z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x",
        "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x",
      ]
    `)
  })

  test('the documentation has this table', () => {
    const page = readFileSync(fileURLToPath(new URL('../../docs/differences.md', import.meta.url)), 'utf8')
    expect(page).toContain(tableOf(rows, versions))
  })
})

describe.skipIf(!havePeers)('the runner', () => {
  const world = { now: new Date('2026-11-01T00:00:00Z'), contexts: {} }
  const outcomes = async (...ids: readonly string[]) => {
    const { said } = await run(
      'hostile',
      ids.map((id) => ({ id, facts: {} })),
      world,
      1500,
    )
    return said.map(({ id, verdict, why, refused }) => [id, verdict, why, ...refused])
  }

  test('goes on after a peer that hangs, spins, starves, crashes or leaves', async () => {
    expect(await outcomes('later', 'hang', 'spin', 'starve', 'forge', 'crash', 'leave', 'later')).toEqual([
      ['later', 'passed', undefined],
      ['hang', 'cannot read', 'no answer within 1500 ms'],
      ['spin', 'cannot read', 'no answer within 1500 ms'],
      ['starve', 'cannot read', 'its process ends with 13'],
      ['forge', 'passed', undefined],
      ['crash', 'cannot read', 'its process ends with SIGSEGV'],
      ['leave', 'cannot read', 'its process ends with 0'],
      ['later', 'passed', undefined],
    ])
  })

  test('lets none out, and tells where it wanted to go', async () => {
    expect(await outcomes('fetch', 'xhr', 'http', 'https')).toEqual([
      ['fetch', 'passed', undefined, 'https://elsewhere.example/fetch'],
      ['xhr', 'not passed', 'https://elsewhere.example/xhr is not among the facts.', 'https://elsewhere.example/xhr'],
      ['http', 'not passed', 'tcp://elsewhere.example:8080 is not among the facts.', 'tcp://elsewhere.example:8080'],
      ['https', 'not passed', 'tcp://elsewhere.example:443 is not among the facts.', 'tcp://elsewhere.example:443'],
    ])
  })

  test('stops the clock', async () => {
    const stopped = '2026-11-01T00:00:00.000Z'
    expect(await outcomes('clock')).toEqual([['clock', 'passed', `${stopped} ${stopped} 1970-01-01T00:00:00.000Z true`]])
  })

  test('says why a peer does not start', async () => {
    await expect(run('nobody', [{ id: '1' }], world)).rejects.toThrow(/nobody does not start: its process ends with 1 .*ERR_MODULE_NOT_FOUND/s)
  })
})
