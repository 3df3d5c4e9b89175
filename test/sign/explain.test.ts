import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fromUtf8, sameBytes, toHex } from '../../src/bytes.js'
import { rdfcCanonical } from '../../src/canonicalize/rdfc.js'
import { type Credential, signed as readSigned, type Signed } from '../../src/credential/secured.js'
import { explainBlockcert } from '../../src/formats/blockcerts/index.js'
import { sha256 } from '../../src/hash.js'
import type { JsonObject } from '../../src/json.js'
import { bbs2023 } from '../../src/sign/bbs.js'
import { explain } from '../../src/sign/index.js'
import { ecdsaJcs2019, eddsaJcs2022 } from '../../src/sign/jcs.js'
import { ecdsaSecp256k1Signature2019, ed25519Signature2020, eddsa2022, jsonWebSignature2020 } from '../../src/sign/older.js'
import { batched, ecdsaRdfc2019, eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { ecdsaSd2023 } from '../../src/sign/sd.js'
import { sign } from '../../src/sign/sign.js'
import type { SuiteReader } from '../../src/sign/suite.js'
import { badgeOf, keys } from '../badges.js'
import { root } from '../package/scratch.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'
import { jwsTestSuite } from './published.js'

afterAll(printCounts)
const contexts = haveVectors
  ? {
      'https://www.w3.org/ns/credentials/examples/v2': jsonVector('contexts/www.w3.org_ns_credentials_examples_v2.jsonld'),
      'https://w3id.org/citizenship/v4rc1': jsonVector('contexts/w3id.org_citizenship_v4rc1.jsonld'),
    }
  : {}
const text = (path: string): string => readVector(path).toString('utf8')
const key = keys.ed25519
const signed = await sign(badgeOf(key.controller), { suite: eddsaRdfc2022, key })

describe.skipIf(!haveVectors)('the texts and the hashes are those that the W3C publishes', () => {
  test.each<[string, string, SuiteReader]>([
    ['vc-di-eddsa/eddsa-rdfc-2022', 'DataInt', eddsaRdfc2022],
    ['vc-di-eddsa/eddsa-rdfc-2022/employ', 'DataInt', eddsaRdfc2022],
    ['vc-di-eddsa/eddsa-jcs-2022', 'JCS', eddsaJcs2022],
    ['vc-di-eddsa/Ed25519Signature2020', 'EdSig', ed25519Signature2020],
    ['vc-di-ecdsa/ecdsa-rdfc-2019-p256', 'ECDSAP256', ecdsaRdfc2019],
    ['vc-di-ecdsa/ecdsa-rdfc-2019-p384', 'ECDSAP384', ecdsaRdfc2019],
    ['vc-di-ecdsa/ecdsa-jcs-2019-p256', 'JCSECDSAP256', ecdsaJcs2019],
    ['vc-di-ecdsa/ecdsa-jcs-2019-p384', 'JCSECDSAP384', ecdsaJcs2019],
  ])('%s', async (folder, suffix, suite) => {
    const published = readSigned(text(`${folder}/signed${suffix}.json`))
    const found = await explain(published, published.proof[0], { suite, contexts })
    const told = [found.canonicalDocument, found.canonicalProof, toHex(found.documentHash), toHex(found.proofHash), toHex(found.message)]
    const names = ['canonDoc', 'proofCanon', 'docHash', 'proofHash', 'combinedHash']
    const right = names.filter((name, at) => text(`${folder}/${name}${suffix}.txt`).trim() === told[at]?.trim())
    for (const name of names) counted('W3C Data Integrity, published texts and hashes that explain shows', right.includes(name))
    expect(right).toEqual(names)
    expect([found.suite, found.hash]).toEqual([suite.name, suffix.includes('384') ? 'SHA-384' : 'SHA-256'])
  })
})

describe('explain', () => {
  test('of a suite with a JWS: the header stands before the hashes', async () => {
    for (const { signed: published } of jwsTestSuite) {
      const { proofHash, documentHash, message } = await explain(published, published.proof, { suite: jsonWebSignature2020 })
      expect(fromUtf8(message.subarray(0, -64))).toBe(`${published.proof.jws.split('.')[0]}.`)
      expect(toHex(message.subarray(-64))).toBe(toHex(proofHash) + toHex(documentHash))
    }
  })

  test('leaves no member of the proof out but the signature, and of the document none but other proofs', async () => {
    const again = await sign(signed, { suite: eddsaJcs2022, key, created: new Date('2026-07-01T00:00:00Z') })
    const { canonicalProof, canonicalDocument } = await explain(again, again.proof[1] as never, { suite: eddsaJcs2022 })
    const { proofValue: _, ...options } = again.proof[1] as unknown as JsonObject
    expect(JSON.parse(canonicalProof)).toEqual(options)
    expect(JSON.parse(canonicalDocument)).toEqual(badgeOf(key.controller))
  })

  test('of proofs that are chained shows those that are covered', async () => {
    const first = await sign(badgeOf(key.controller), { suite: eddsaJcs2022, key, id: 'urn:first' })
    const second = await sign(first, { suite: eddsaJcs2022, key, after: first.proof[0] })
    const { canonicalDocument } = await explain(second, second.proof[1] as never, { suite: eddsaJcs2022 })
    expect(JSON.parse(canonicalDocument).proof).toEqual([first.proof[0]])
  })

  test.each([eddsa2022, ecdsaSecp256k1Signature2019])('has texts for $name', ({ texts }) => expect(texts).toBeTypeOf('function'))

  test('says the same of a suite with a memory', async () => {
    expect(await explain(signed, signed.proof[0], { suite: batched(eddsaRdfc2022) })).toEqual(await explain(signed, signed.proof[0], { suite: eddsaRdfc2022 }))
  })

  test('reads contexts that stand in the document as the verifier does', async () => {
    const lax = eddsaRdfc2022.over((document, hash, world) => rdfcCanonical(document, { ...world, hash }).text)
    const own = { ...badgeOf(key.controller), '@context': [...badgeOf(key.controller)['@context'], { grade: 'https://uni.example/words#grade' }], grade: 'A' }
    const graded = await sign(own as unknown as Credential, { suite: lax, key })
    const { canonicalDocument, message } = await explain(graded, graded.proof[0], { suite: eddsaRdfc2022 })
    expect(canonicalDocument).toContain('<https://uni.example/words#grade> "A"')
    expect(message).toEqual(lax.record(graded, graded.proof[0]).message)
  })

  test('says why there is nothing to show', async () => {
    const refused = (suite: SuiteReader, one: Signed = signed) =>
      explain(one, one.proof[0], { suite }).catch((error: Error) => `${error.name}: ${error.message}`)
    expect(
      await Promise.all([refused(ecdsaSd2023), refused(bbs2023), refused(eddsaRdfc2022, { ...signed, more: 1 } as unknown as Signed)]),
    ).toMatchInlineSnapshot(`
      [
        "sign.NotTwoTextsError: Proofs of ecdsa-sd-2023 are not made over one text of the document, so there is none to show.",
        "sign.NotTwoTextsError: Proofs of bbs-2023 are not made over one text of the document, so there is none to show.",
        "canonicalize.UndefinedTermError: No context defines "more" at the top, so a signature would not cover it. Add a context that defines it, or remove it.",
      ]
    `)
  })

  test('changes nothing, and is no part of a suite that is not asked', async () => {
    const before = JSON.stringify(signed)
    await explain(signed, signed.proof[0], { suite: eddsaRdfc2022 })
    expect(JSON.stringify(signed)).toBe(before)
  })

  test('the block in the documentation runs, and prints what it says', async () => {
    const docs = readFileSync(join(root, 'docs/verify.md'), 'utf8')
    const [, block = ''] = /## Why a signature is wrong.*?```ts\n(.*?)```/s.exec(docs) ?? []
    const printed: unknown[] = []
    const names = { signed, explain, eddsaRdfc2022, toHex, console: { log: (value: unknown) => printed.push(value) } }
    await new Function(...Object.keys(names), `return (async () => { ${block} })()`)(...Object.values(names))
    const said = [...block.matchAll(/\/\/ (.*)$/gm)].map(([, comment = '']) => new Function(`return ${comment}`)())
    expect([printed.length, printed]).toEqual([2, said])
  })
})

describe.skipIf(!haveVectors)('explainBlockcert', () => {
  const source = 'blockcerts-cert-verifier-js'
  const cases: readonly { readonly id: string; readonly file: string }[] = haveVectors ? jsonVector(`${source}/manifest.json`).cases : []

  test('shows the text whose hash the proof has, and of a changed certificate another', async () => {
    const table: { [suite: string]: number } = {}
    for (const { file } of cases.filter(({ file }) => file.endsWith('.json'))) {
      const certificate: JsonObject = jsonVector(`${source}/${file}`)
      const proofs = await explainBlockcert(certificate).catch(() => [])
      for (const { suite, canonicalDocument, documentHash, targetHash } of proofs) {
        expect(documentHash).toEqual(sha256(canonicalDocument))
        if (!sameBytes(documentHash, targetHash)) continue
        table[suite] = (table[suite] ?? 0) + 1
        const name = certificate['issuedOn'] === undefined ? 'issuanceDate' : 'issuedOn'
        if (certificate[name] === undefined) continue
        const [changed] = await explainBlockcert({ ...certificate, [name]: '2001-01-01T00:00:00Z' })
        expect(sameBytes(changed?.documentHash as Uint8Array, targetHash)).toBe(false)
        expect(changed?.canonicalDocument).toContain('2001-01-01T00:00:00Z')
      }
    }
    expect(table).toMatchInlineSnapshot(`
      {
        "MerkleProof2017": 15,
        "MerkleProof2019": 21,
        "merkle-proof-2019": 9,
      }
    `)
  })
})
