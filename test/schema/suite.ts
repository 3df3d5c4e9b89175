import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Json } from '../../src/json.js'
import { evaluate } from '../../src/schema/evaluate.js'
import { addDocument, libraryOf, Missing } from '../../src/schema/library.js'
import { maxSteps } from '../../src/schema/steps.js'
import { jsonVector, vectorPath } from '../vectors.js'

export const drafts = {
  draft7: 'http://json-schema.org/draft-07/schema#',
  'draft2019-09': 'https://json-schema.org/draft/2019-09/schema',
  'draft2020-12': 'https://json-schema.org/draft/2020-12/schema',
} as const
export type Draft = keyof typeof drafts
export type Vector = { readonly group: string; readonly what: string; readonly schema: Json; readonly data: Json; readonly valid: boolean }

const suite = 'json-schema-test-suite'

/** The vectors of one file. */
export function vectorsIn(file: string): readonly Vector[] {
  const groups = jsonVector(`${suite}/${file}`) as readonly {
    description: string
    schema: Json
    tests: readonly { description: string; data: Json; valid: boolean }[]
  }[]
  return groups.flatMap(({ description, schema, tests }) =>
    tests.map((one) => ({ group: description, what: one.description, schema, data: one.data, valid: one.valid })),
  )
}

/** What stands at the URLs that the suite refers to: its own documents, and the metaschemas, which another validator carries. */
export function remotes(): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>()
  for (const file of readdirSync(vectorPath(`${suite}/remotes`), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.json')) continue
    found.set(`http://localhost:1234/${file}`, jsonVector(`${suite}/remotes/${file}`))
  }
  const require = createRequire(import.meta.url)
  const add = (path: string): void => {
    const schema = require(`ajv/dist/refs/${path}`)
    found.set(schema.$id.replace(/#$/, ''), schema)
  }
  add('json-schema-draft-07.json')
  for (const edition of ['2019-09', '2020-12']) {
    add(`json-schema-${edition}/schema.json`)
    const folder = require.resolve(`ajv/dist/refs/json-schema-${edition}/schema.json`).replace('schema.json', 'meta')
    for (const file of readdirSync(folder)) add(`json-schema-${edition}/meta/${file}`)
  }
  return found
}

/** Whether a schema takes the data, or the name of what was thrown. Documents are added as they are missed, as they are when they are loaded. */
export function judge(
  { schema, data }: Pick<Vector, 'schema' | 'data'>,
  dialect: string,
  documents: ReadonlyMap<string, Json>,
  budget = { steps: maxSteps },
): boolean | string {
  try {
    const library = libraryOf()
    const root = addDocument(library, structuredClone(schema), 'https://schema.example/', dialect)
    for (;;) {
      try {
        return evaluate(data, root, library, budget) === undefined
      } catch (error) {
        const document = error instanceof Missing ? documents.get(error.url) : undefined
        if (!(error instanceof Missing) || document === undefined) throw error
        addDocument(library, structuredClone(document), error.url, dialect)
      }
    }
  } catch (error) {
    return error instanceof Missing ? `missing ${error.url}` : error instanceof Error ? `${error.name} ${error.message}` : String(error)
  }
}
