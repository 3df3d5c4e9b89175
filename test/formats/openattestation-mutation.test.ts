import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from '../../src/json.js'
import type { ChainReader, Load } from '../../src/seams.js'
import type { Report } from '../../src/verify/index.js'
import { counted, printCounts } from '../vectors.js'
import {
  base2,
  base3,
  bytes32,
  type Doc,
  didIssuer,
  didRecord,
  dnsOf,
  domain,
  examine,
  type Ledger,
  newKey,
  peer,
  proof3,
  recordOf,
  signedBy,
  startLedger,
  storeIssuer,
  wrap2,
  wrap3,
} from './attestation.js'
import { objectsOf } from './changes.js'
import { whyOf } from './web.js'

afterAll(printCounts)

type Valid = { readonly document: Doc; readonly chains: readonly ChainReader[]; readonly load: Load }
let ledger: Ledger
const valid: { [id: string]: Valid } = {}
const ids = ['2.0 store', '2.0 store, hidden', '2.0 DID', '2.0 DNS-DID', '3.0 store', '3.0 store, hidden', '3.0 DID', '3.0 DNS-DID'] as const

beforeAll(async () => {
  ledger = await startLedger()
  const chains = [remembering(ledger.reader())]
  const store = ledger.stores.batch
  const key = newKey()
  const load = dnsOf({ [domain]: [recordOf(store), didRecord(key)] })
  const dates = { expirationDate: '2027-01-01T00:00:00Z' }
  const two = wrap2(base2(storeIssuer(store)), base2(storeIssuer(store)))
  const three = wrap3(...[1, 2].map(() => ({ ...base3({ method: 'DOCUMENT_STORE', value: store }), ...dates })))
  const documents: readonly Doc[] = [
    two[0],
    peer.obfuscateDocument(two[1], ['recipient.email', 'courses[0].points']),
    await signedBy(wrap2(base2(didIssuer(key)), base2(didIssuer(key)))[0], key),
    await signedBy(wrap2(base2(didIssuer(key, undefined, 'DNS-DID')))[0], key),
    three[0],
    peer.obfuscateDocument(three[1], ['credentialSubject.email', 'id']),
    await signedBy(wrap3(base3(proof3(key), { type: 'DID', identifier: key.did }), base3({}))[0], key),
    await signedBy(wrap3(base3(proof3(key), { type: 'DNS-DID', identifier: domain }))[0], key),
  ]
  for (const [at, id] of ids.entries()) valid[id] = { document: JSON.parse(JSON.stringify(documents[at])), chains, load }
  for (const root of [two[0].signature.merkleRoot, three[0].proof.merkleRoot]) await ledger.send(store, 'issue', [bytes32(root)])
  await ledger.settle()
})
afterAll(() => ledger.anvil.stop())

/** A chain that nobody writes to says the same again. */
function remembering(reader: ChainReader): ChainReader {
  const known = new Map<string, ReturnType<NonNullable<ChainReader['call']>>>()
  return {
    ...reader,
    call(call, options) {
      const question = JSON.stringify([call.to, [...call.data], call.at])
      const answer = known.get(question) ?? (reader as Required<ChainReader>).call(call, options)
      known.set(question, answer)
      return answer
    },
  }
}

const look = (document: object, { chains, load }: Valid): Promise<Report> => examine(document, { chains, load })
/** Where the proof stands, and what is beside what is signed. */
const isProof = (id: string, place: string): boolean => (id.startsWith('2.0') ? !/^\/data\b/.test(place) : /^\/proof\b/.test(place))

describe('no change of one value of a valid document passes', () => {
  const free: { [id: string]: string } = {}

  test.each(ids)('%s', { timeout: 120_000 }, async (id) => {
    const { document } = valid[id] as Valid
    const original = await look(document, valid[id] as Valid)
    expect([original.outcome, whyOf(original)]).toEqual(['passed', ''])
    const held = original.outcome === 'passed' && JSON.stringify(original.credential)
    const unread = new Set<string>()
    for (const [place, changed] of objectsOf(document)) {
      const report = await look(changed, valid[id] as Valid)
      if (report.outcome === 'passed') {
        // What may change is beside what was signed, and what is held is the same.
        expect([place, isProof(id, place), JSON.stringify(report.credential)]).toEqual([place, true, held])
        unread.add(place.replaceAll(/\/\d+/g, '/n'))
      } else counted('OpenAttestation with one value changed, not passed', true)
      if (!isProof(id, place)) counted('OpenAttestation with one signed value changed, not passed', report.outcome !== 'passed')
    }
    free[id] = [...unread].join(' ')
  })

  test('what may change, because nothing covers it', () => {
    expect(free).toMatchInlineSnapshot(`
      {
        "2.0 DID": " /version /signature /proof /proof/n /proof/n/created",
        "2.0 DNS-DID": " /version /signature /signature/proof /proof /proof/n /proof/n/created",
        "2.0 store": " /version /signature",
        "2.0 store, hidden": " /version /signature /privacy",
        "3.0 DID": "/proof /proof/privacy /proof/privacy/obfuscated",
        "3.0 DNS-DID": "/proof /proof/privacy /proof/privacy/obfuscated",
        "3.0 store": "/proof /proof/salts /proof/privacy /proof/privacy/obfuscated",
        "3.0 store, hidden": "/proof /proof/salts /proof/privacy",
      }
    `)
  })
})

describe('what the format itself does not cover', () => {
  test('in 3.0 the type of a value: one hash is that of 5 and of "5"', async () => {
    const one = valid['3.0 store'] as Valid
    const outcomes: string[] = []
    for (const [from, to] of [
      ['"points":5', '"points":"5"'],
      ['"passed":true', '"passed":"true"'],
      ['"note":null', '"note":"null"'],
    ] as const) {
      const text = JSON.stringify(one.document)
      expect(text).toContain(from)
      outcomes.push((await look(parse(text.replace(from, to)) as object, one)).outcome)
    }
    expect(outcomes).toEqual(['passed', 'passed', 'passed'])
    // Values that identify or issue are text, or the document has no form.
    for (const [member, value] of [['issuanceDate', 7]] as const) expect((await look({ ...one.document, [member]: value }, one)).outcome).toBe('failed')
  })

  test('in 2.0 whether numbered members were a list: such an object is refused', async () => {
    const one = valid['2.0 store'] as Valid
    const { courses, ...data } = one.document.data
    const changed = { ...one.document, data: { ...data, courses: { ...courses } } }
    expect(peer.verifySignature(changed)).toBe(true)
    expect(whyOf(await look(changed, one))).toContain('signature failed formats.UncoveredError')
  })
})
