import { afterAll, describe, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.js'
import { rdfc } from '../../src/canonicalize/rdfc.js'
import { blockcerts } from '../../src/contexts/blockcerts.js'
import type { Load } from '../../src/seams.js'
import { counted, haveVectors, printCounts } from '../vectors.js'
import { type Case, cases, certificateOf, chainsOf, examine, examineCase, webOf } from './blockcert.js'
import { objectsOf, others } from './changes.js'

afterAll(printCounts)

type Document = { readonly [member: string]: unknown }
// The largest of these differs from another in its pictures alone.
const large = ['ethereum-main-v2-valid']
const valid = cases.filter(({ id, expected, transaction }) => expected === 'valid' && transaction && !large.some((name) => id.endsWith(name)))

/** What a document says as linked data, whatever its proofs. Two that say the same are one document. */
function saysOf({ signature, proof, ...document }: Document): string {
  try {
    return new TextDecoder().decode(rdfc(document, { contexts: blockcerts }))
  } catch {
    return 'nothing that is signed'
  }
}

describe.skipIf(!haveVectors)('no change of one value of a valid certificate passes', () => {
  // The members of a Merkle proof that nothing covers, and that nobody reads.
  const free: { [id: string]: string } = {}

  test.each(valid)('$id', { timeout: 120_000 }, async (one) => {
    const original = certificateOf(one)
    const options = { load: webOf(one), chains: chainsOf(one) }
    const said = saysOf(original)
    const { signature, proof } = original
    const unread = new Set<string>()
    expect((await examineCase(one)).outcome).toBe('passed')
    for (const [place, changed] of objectsOf(original) as readonly (readonly [string, Document])[]) {
      const isProof = /^\/(signature|proof)\b/.test(place)
      // The same said in another way: one thing as a list of one, or twice.
      if (
        !isProof &&
        place !== '' &&
        JSON.stringify([changed['signature'], changed['proof']]) === JSON.stringify([signature, proof]) &&
        saysOf(changed) === said
      )
        continue
      const { outcome } = await examine(changed, options)
      if (isProof && outcome === 'passed') unread.add(place.replaceAll(/\/\d+/g, '/n'))
      else {
        counted('Blockcerts with one value changed, not passed', outcome !== 'passed')
        expect(outcome, place).not.toBe('passed')
      }
    }
    free[one.id.replace('verifier/', '')] = [...unread].join(' ')
  })

  test('the members of a proof that may change', () => {
    expect(free).toMatchInlineSnapshot(`
      {
        "did_testnet-v3-did": "/proof /proof/created /proof/verificationMethod",
        "ethereum-ropsten-v2-valid": "/signature /signature/type /signature/type/n /signature/proof /signature/anchors /signature/anchors/n /signature/anchors/n/type /signature/anchors/n/chain",
        "ethereum-sepolia-v3": "/proof /proof/created /proof/verificationMethod",
        "mainnet-v2-valid": "/signature /signature/type /signature/type/n /signature/proof/n /signature/anchors /signature/anchors/n /signature/anchors/n/type /signature/anchors/n/chain",
        "proof-chain-example-ed25519-1": "/proof /proof/n /proof/n/created /proof/n/previousProof",
        "proof-chain-example-secp256k1-1": "/proof /proof/n /proof/n/created /proof/n/previousProof",
        "testnet-v2-issuer-v1": "/signature /signature/anchors /signature/anchors/n /signature/anchors/n/type /signature/proof/n /signature/type /signature/type/n",
        "testnet-v2-valid": "/signature /signature/anchors /signature/anchors/n /signature/anchors/n/type /signature/proof/n /signature/type /signature/type/n",
      }
    `)
  })

  test('what is published beside it is not signed, and only that may change: the members', { timeout: 120_000 }, async () => {
    const table: { [part: string]: string } = {}
    for (const id of ['testnet-v2-valid', 'ethereum-sepolia-v3', 'did_testnet-v3-did']) {
      const one = cases.find((any) => any.id === `verifier/${id}`) as Case
      const web = webOf(one)
      for (const { id: url = '' } of one.needs.filter(({ type, file }) => type === 'http' && file?.startsWith('facts/'))) {
        const members = new Set<string>()
        const page = JSON.parse(new TextDecoder().decode((await web(url)).bytes))
        for (const [place, changed] of objectsOf(page, others)) {
          const load: Load = (asked, wish) => (asked.split('?')[0] === url ? Promise.resolve({ url, bytes: utf8(JSON.stringify(changed)) }) : web(asked, wish))
          if ((await examine(certificateOf(one), { load, chains: chainsOf(one) })).outcome === 'passed') members.add(place.split('/')[1] ?? '')
        }
        table[`${id} ${url.split('/').slice(-1)}`] = [...members].join(' ')
      }
    }
    expect(table).toMatchInlineSnapshot(`
      {
        "did_testnet-v3-did did:ion:EiA_Z6LQILbB2zj_eVrqfQ2xDm4HNqeJUw5Kj2Z7bFOOeQ": "didDocument",
        "did_testnet-v3-did issuer-blockcerts.json": " @context type id name url publicKey verificationMethod assertionMethod revocationList email image proof",
        "did_testnet-v3-did revocation-list-blockcerts.json": "@context id type issuer revokedAssertions",
        "ethereum-sepolia-v3 issuer-blockcerts.json": "@context type id name url publicKey verificationMethod assertionMethod revocationList email image proof",
        "ethereum-sepolia-v3 revocation-list-blockcerts.json": "@context id type issuer revokedAssertions",
        "testnet-v2-valid issuer-testnet.json": "@context id name url image publicKeys revocationList type email",
        "testnet-v2-valid revocationList.json": "@context id type issuer revokedAssertions",
      }
    `)
  })
})
