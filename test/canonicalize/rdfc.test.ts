import { afterAll, describe, expect, test } from 'vitest'
import { fromUtf8 } from '../../src/bytes.js'
import { rdfc } from '../../src/canonicalize/rdfc.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'

afterAll(printCounts)

describe.runIf(haveVectors)('the byte-level vectors of 1EdTech', () => {
  const vectors = haveVectors ? jsonVector('openbadges-specification/test-vectors/vectors.json') : {}
  const text = (name: string): string => readVector(`openbadges-specification/test-vectors/${name}`).toString('utf8')

  test('the badge', () => {
    expect(fromUtf8(rdfc(vectors.obv3p0.Credential))).toBe(text('obv3p0_document-canon.txt'))
    counted('openbadges-specification: canonical bytes', true)
  })
})
