import { afterAll, describe, expect, test } from 'vitest'
import { counted, haveVectors, jsonVector, printCounts } from '../vectors.js'
import { type Draft, drafts, judge, remotes, vectorsIn } from './suite.js'

afterAll(printCounts)

type File = { readonly kind: Draft; readonly file: string; readonly count: number }
const files: readonly File[] = haveVectors ? jsonVector('json-schema-test-suite/manifest.json').cases : []

/** Where the suite says otherwise, by what its file is called, and why. */
const argued: readonly (readonly [file: RegExp, why: string])[] = [
  [
    /optional\/format\//,
    'A format is an annotation (JSON Schema Validation 2020-12, 7.2.1; 2019-09, 7.2), and in draft 7 an assertion for whoever likes: it decides nothing.',
  ],
  [/optional\/content\.json$/, 'What a text contains is an annotation too; draft 7 leaves it to whoever likes.'],
  [/vocabulary\.json$|format-assertion\.json$/, 'The schema is written in a dialect of somebody’s own, which is named and unknown, not guessed.'],
]

describe.skipIf(!haveVectors)('the JSON Schema Test Suite', () => {
  test.each(Object.keys(drafts) as Draft[])('%s', (draft) => {
    const documents = remotes()
    const groups: { [file: string]: string } = {}
    let total = 0
    for (const { file, count } of files.filter(({ kind }) => kind === draft)) {
      const vectors = vectorsIn(file)
      expect(vectors).toHaveLength(count)
      const wrong = vectors.filter((vector) => judge(vector, drafts[draft], documents) !== vector.valid)
      for (const vector of vectors) counted(`JSON Schema, ${draft}`, !wrong.includes(vector))
      total += vectors.length
      const isArgued = argued.some(([name]) => name.test(file))
      if (!isArgued) for (const vector of vectors) counted(`JSON Schema, ${draft}, but for what is argued`, !wrong.includes(vector))
      if (wrong.length > 0 && !isArgued) groups[file] = wrong.map(({ group, what }) => `${group}: ${what}`).join('; ')
    }
    expect(groups).toEqual({})
    expect(total).toBe({ draft7: 1721, 'draft2019-09': 2174, 'draft2020-12': 2225 }[draft])
  })

  test('what is argued differs as it says: nothing is refused for its format, and no dialect is guessed', () => {
    const documents = remotes()
    for (const { kind, file } of files.filter((one) => argued.some(([name]) => name.test(one.file)))) {
      for (const vector of vectorsIn(file)) {
        const verdict = judge(vector, drafts[kind], documents)
        if (verdict === vector.valid) continue
        expect([file, typeof verdict === 'string' ? verdict.split(' ')[0] : verdict]).toEqual([
          file,
          /vocabulary|assertion/.test(file) ? 'schema.UnknownDialectError' : true,
        ])
      }
    }
  })
})
