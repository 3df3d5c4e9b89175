import { readFileSync } from 'node:fs'
import Ajv2019 from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import jsonld from 'jsonld'
import { contextPath } from '../vectors.js'

type Validator = ((value: unknown) => boolean) & { readonly errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null }

/** A schema that 1EdTech publishes, compiled by a validator that knows nothing of ours. */
export function official(file: string): Validator {
  const ajv = new Ajv2019.default({ allErrors: true, strict: false })
  addFormats.default(ajv)
  return ajv.compile(schemaOf(file)) as Validator
}

// biome-ignore lint/suspicious/noExplicitAny: a published schema has no type of ours
export function schemaOf(file: string): any {
  return JSON.parse(readFileSync(contextPath(file), 'utf8'))
}

export const strict = 'schema-ob3-achievementcredential.strict.json'
export const adapted = 'schema-ob3-achievementcredential.jsonld-adapted.json'

const contexts = new Map(
  Object.entries({
    'https://www.w3.org/ns/credentials/v2': 'credentials-v2.jsonld',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json': 'ob-v3p0-context-3.0.3.json',
    'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json': 'ob-v3p0-extensions.json',
  }),
)

/** Canonical N-Quads by the reference implementation, which refuses whatever the contexts do not define. */
export function canonical(document: object): Promise<string> {
  const documentLoader = async (url: string): Promise<{ documentUrl: string; document: unknown }> => {
    const file = contexts.get(url)
    if (!file) throw new Error(`No context ${url}`)
    return { documentUrl: url, document: schemaOf(file) }
  }
  return jsonld.canonize(document, { algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, documentLoader })
}
