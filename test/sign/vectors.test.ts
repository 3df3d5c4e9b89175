import { afterAll, describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../../src/bytes.js'
import { type Proof, signed as readSigned, type Signed } from '../../src/credential/secured.js'
import { sha256 } from '../../src/hash.js'
import { fromMultikey } from '../../src/keys/multikey.js'
import { ed25519 } from '../../src/keys/signer.js'
import { ecdsaJcs2019, eddsaJcs2022 } from '../../src/sign/jcs.js'
import { coveredBy, proofsOf, verifyProof } from '../../src/sign/proofs.js'
import { ecdsaRdfc2019, eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import type { Suite } from '../../src/sign/suite.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'

afterAll(printCounts)
const suites = [eddsaRdfc2022, eddsaJcs2022, ecdsaRdfc2019, ecdsaJcs2019] as readonly Suite[]
// The context of the W3C's examples, which nobody should sign under: it is given, as a caller would.
const contexts = haveVectors
  ? {
      'https://www.w3.org/ns/credentials/examples/v2': jsonVector('contexts/www.w3.org_ns_credentials_examples_v2.jsonld'),
      'https://w3id.org/citizenship/v4rc1': jsonVector('contexts/w3id.org_citizenship_v4rc1.jsonld'),
    }
  : {}
const text = (path: string) => readVector(path).toString('utf8').trim()
const keyOf = (proof: Proof) => fromMultikey(String(proof.verificationMethod).split('#')[1] ?? '')

async function verdicts(signed: Signed): Promise<string[]> {
  return Promise.all(
    proofsOf(signed).map(async (proof, at) => {
      const suite = suites.find((one) => one.name === proof.cryptosuite)
      if (!suite) return 'unknown suite'
      return (await verifyProof(signed, { suite, publicKey: keyOf(proof), at, contexts })).outcome
    }),
  )
}

describe.skipIf(!haveVectors)('the W3C vectors of our four suites', () => {
  const folders = [
    ['vc-di-eddsa/eddsa-rdfc-2022', 'DataInt', eddsaRdfc2022],
    ['vc-di-eddsa/eddsa-rdfc-2022/employ', 'DataInt', eddsaRdfc2022],
    ['vc-di-eddsa/eddsa-jcs-2022', 'JCS', eddsaJcs2022],
    ['vc-di-ecdsa/ecdsa-rdfc-2019-p256', 'ECDSAP256', ecdsaRdfc2019],
    ['vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ', 'ECDSAP256', ecdsaRdfc2019],
    ['vc-di-ecdsa/ecdsa-rdfc-2019-p384', 'ECDSAP384', ecdsaRdfc2019],
    ['vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ', 'ECDSAP384', ecdsaRdfc2019],
    ['vc-di-ecdsa/ecdsa-jcs-2019-p256', 'JCSECDSAP256', ecdsaJcs2019],
    ['vc-di-ecdsa/ecdsa-jcs-2019-p384', 'JCSECDSAP384', ecdsaJcs2019],
  ] as const
  for (const [folder, suffix, suite] of folders) {
    test(`${folder}: the hashes are the published ones, and the signature verifies`, async () => {
      const signed = readSigned(text(`${folder}/signed${suffix === 'JCS' ? 'JCS' : suffix}.json`))
      const proof = signed.proof[0]
      const { message } = suite.record(coveredBy(signed, proof), proof, { contexts })
      expect(toHex(message)).toBe(text(`${folder}/combinedHash${suffix}.txt`))
      const outcome = (await verdicts(signed))[0]
      counted('W3C Data Integrity, our four suites', outcome === 'passed')
      expect(outcome).toBe('passed')
    })

    test(`${folder}: a changed document does not verify`, async () => {
      const signed = readSigned(text(`${folder}/signed${suffix}.json`))
      expect(await verdicts({ ...signed, validFrom: '2001-01-01T00:00:00Z' })).toEqual(['failed'])
    })
  }

  for (const [name, count] of [
    ['signedProofSet1', 1],
    ['signedProofSet2', 2],
    ['signedProofChain1', 3],
    ['signedProofChain2', 4],
  ] as const) {
    test(`${name}: each of its ${count} proofs verifies`, async () => {
      const outcomes = await verdicts(readSigned(text(`vc-di-eddsa/proof-set-chain/${name}.json`)))
      counted('W3C proof sets and chains', outcomes.length === count && outcomes.every((outcome) => outcome === 'passed'))
      expect(outcomes).toEqual(Array(count).fill('passed'))
    })
  }

  test('a chain whose earlier proof was changed or removed does not verify', async () => {
    const chain = readSigned(text('vc-di-eddsa/proof-set-chain/signedProofChain1.json'))
    const [first, second, third] = chain.proof
    expect(await verdicts({ ...chain, proof: [{ ...first, created: '2023-02-24T23:36:39Z' }, second, third] } as unknown as Signed)).toEqual([
      'failed',
      'passed',
      'failed',
    ])
    expect(await verdicts({ ...chain, proof: [first, third] } as unknown as Signed)).toEqual(['passed', 'failed'])
  })
})

describe.skipIf(!haveVectors)('the byte-level vector of 1EdTech', () => {
  const { obv3p0 } = haveVectors ? jsonVector('openbadges-specification/test-vectors/vectors.json') : { obv3p0: {} }

  test('the document, both hashes and the signature', async () => {
    const signed = readSigned(obv3p0['Signed credential'])
    const { message } = eddsaRdfc2022.record(coveredBy(signed, signed.proof[0]), signed.proof[0])
    expect(toHex(message.slice(0, 32))).toBe('d34009cea0dbc1ca941e09dc01c8c9d3e3ce3c5b853f67ee44698dcea10f5d19')
    expect(toHex(message.slice(32))).toBe('87f65a76d40146205e3b3e06cb0fbd153f97f9ce70372390f52566bb7f9e0773')
    expect(toHex(sha256(readVector('openbadges-specification/test-vectors/obv3p0_document-canon.txt')))).toBe(toHex(message.slice(32)))
    const outcomes = await verdicts(signed)
    counted('1EdTech byte-level vectors', outcomes[0] === 'passed')
    expect(outcomes).toEqual(['passed'])
  })

  for (const [name, vector] of Object.entries(haveVectors ? jsonVector('openbadges-specification/test-vectors/vectors.json') : {})) {
    test(`${name}: Ed25519 is deterministic, so signing again gives the published signature`, async () => {
      const values = (vector as { _values: string[] })._values.map(fromHexOr)
      const at = (index: number): Uint8Array => values[index] ?? new Uint8Array()
      const [publicKey, secretAndPublic, message, signature] = [at(0), at(1), at(4), at(5)]
      const signer = ed25519(secretAndPublic.slice(0, 32))
      expect(toHex(signer.publicKey.bytes)).toBe(toHex(publicKey))
      const made = toHex(await signer.sign(message))
      counted('1EdTech byte-level vectors', made === toHex(signature))
      expect(made).toBe(toHex(signature))
    })
  }
})

function fromHexOr(value: string): Uint8Array {
  return /^[0-9a-f]+$/.test(value) ? fromHex(value) : new Uint8Array()
}
