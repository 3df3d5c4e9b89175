import { fromUtf8, type Uri } from '../bytes.js'
import { validatePlain } from '../credential/validate.js'
import { type Check, type Problem, toProblem } from '../errors.js'
import { isObject, type Json, type JsonObject, many, parse } from '../json.js'
import { needed } from '../load/failure.js'
import { checkDigests, digestsOf, hasDigest } from '../load/integrity.js'
import type { Cancel, Load } from '../seams.js'
import { draft2019, draft2020 } from './dialect.js'
import {
  BadEntryError,
  BadSchemaError,
  NonconformingError,
  TooComplexError,
  TooManyEntriesError,
  UncheckedSchemaError,
  UnknownTypeError,
  UnreadableSchemaError,
} from './errors.js'
import { evaluate } from './evaluate.js'
import { addDocument, libraryOf, Missing } from './library.js'
import type { Steps } from './steps.js'

/** What checking a schema may touch. */
export type SchemaWorld = {
  readonly load?: Load | undefined
  readonly cancel?: Cancel | undefined
  /** What may be spent on all the schemas of one report. */
  readonly budget: Steps
  /** Verifies a schema that is itself a credential, by the caller's own policy. The detail of a passed check is that credential. */
  verifySchema(schema: string): Promise<Check<JsonObject>>
}

/** How one schema came out. `by` says whose rules were applied: those of the schema itself, or ours for what an official schema of 1EdTech describes. */
export type SchemaVerdict = {
  readonly id: Uri
  readonly type: string
  readonly outcome: 'passed' | 'failed' | 'unknown'
  readonly by?: 'schema' | 'own rules' | undefined
  /** The problem's name, where there is one. */
  readonly problem?: string | undefined
}

// Each may have a document fetched, and those that it refers to.
const maxEntries = 16
const maxDocuments = 16
const maxBytes = 1024 * 1024

/**
 * Says whether a document is as every schema says that it names (VC Data Model 2.0, 4.11; VC JSON Schema 1.0). Schemas come through `load`, but
 * for what the official ones of Open Badges 3.0 describe: that is known here. Whatever the outcome, every entry stands in the detail, or in the
 * facts of the problem, as `schemas`.
 */
export async function checkSchemas(document: JsonObject, world: SchemaWorld): Promise<Check> {
  const entries = many(document['credentialSchema'])
  if (entries.length === 0) return { outcome: 'skipped', because: 'absent' }
  if (entries.length > maxEntries) return { outcome: 'unknown', problem: toProblem(new TooManyEntriesError(entries.length, maxEntries)) }
  const reader = { ...world, documents: maxDocuments }
  const told = []
  // One after the other: what the first spends is not there for the next.
  for (const entry of entries) told.push(await tell(entry, document, reader))
  const schemas = told.map(({ verdict }) => verdict)
  const worst = told.find(({ verdict }) => verdict.outcome === 'failed') ?? told.find(({ verdict }) => verdict.outcome === 'unknown')
  if (!worst?.problem) return { outcome: 'passed', detail: { schemas } }
  return { outcome: worst.verdict.outcome as 'failed' | 'unknown', problem: { ...worst.problem, facts: { ...worst.problem.facts, schemas } } }
}

/** How many more documents may be read because others refer to them. */
type Reader = SchemaWorld & { documents: number }
type Entry = { readonly id: Uri; readonly types: readonly string[]; readonly entry: JsonObject }
type By = NonNullable<SchemaVerdict['by']>
type Told = { readonly verdict: SchemaVerdict; readonly problem?: Problem | undefined }

async function tell(entry: Json, document: JsonObject, world: Reader): Promise<Told> {
  const { id, type } = isObject(entry) ? entry : {}
  const named = { id: typeof id === 'string' ? id.slice(0, 200) : '', type: many(type).join(', ').slice(0, 200) }
  try {
    const by = await examine(entryOf(entry), document, world)
    return { verdict: { ...named, outcome: 'passed', by } }
  } catch (error) {
    const problem = toProblem(error)
    const outcome = failures.includes(problem.name) ? 'failed' : 'unknown'
    return { problem, verdict: { ...named, outcome, problem: problem.name } }
  }
}

// What was examined and is wrong; whatever else was thrown is a doubt.
const failures = ['schema.NonconformingError', 'schema.BadEntryError', 'schema.BadSchemaError', 'load.BadDigestError', 'load.DigestMismatchError']

function entryOf(entry: Json): Entry {
  const { id, type } = isObject(entry) ? entry : {}
  const types = many(type).filter((one) => typeof one === 'string')
  if (!isObject(entry) || typeof id !== 'string' || !URL.canParse(id)) throw new BadEntryError('it names no schema by an absolute URL')
  if (types.length === 0) throw new BadEntryError('it does not say its type')
  // VC Data Model 2.0, 4.11: a file, and not a part of one.
  if (new URL(id).hash !== '') throw new BadEntryError('it names a part of a document')
  return { id, types, entry }
}

async function examine(found: Entry, document: JsonObject, world: Reader): Promise<By> {
  const { id, types, entry } = found
  const read = types.map((type) => readers.get(type)).find((reader) => reader !== undefined)
  if (!read) throw new UnknownTypeError(types.join(', '))
  const [, , kind] = official.exec(id) ?? []
  // A digest names a text, which is not at hand; nor is a credential.
  if (kind && !hasDigest(entry) && read !== readCredential) {
    checkOwnRules(kind as 'achievement' | 'endorsement', id, document)
    return 'own rules'
  }
  const { schema, dialect, values } = await read(found, document, world)
  for (const value of values) await apply(schema, id, value, dialect, world)
  return 'schema'
}

/**
 * The official schemas of Open Badges 3.0, which nearly every badge names. They describe the data model whose rules this package has, and their
 * addresses have served two contents under each other's name: they are never fetched for their rules.
 */
const official = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/schema\/json(-ld)?\/ob_v3p0_(?:any)?(achievement|endorsement)credential_schema\.json$/

function checkOwnRules(kind: 'achievement' | 'endorsement', id: Uri, document: JsonObject): void {
  const validated = validatePlain(kind === 'achievement' ? 'badge' : 'endorsement', document)
  if ('issues' in validated) throw new NonconformingError(id, validated.issues[0].path, validated.issues[0].rule)
}

type Read = (entry: Entry, document: JsonObject, world: Reader) => Promise<Reading>
/** A schema, what it is written in where it does not say so, and the values that it describes. */
type Reading = { readonly schema: Json; readonly dialect: string; readonly values: readonly Json[] }

/** How the schema of each type is found. */
const readers: ReadonlyMap<string, Read> = /* @__PURE__ */ new Map<string, Read>([
  ['JsonSchema', readSchema],
  ['JsonSchemaCredential', readCredential],
  ['1EdTechJsonSchemaValidator2019', read1EdTech],
])

async function readSchema({ id, entry }: Entry, document: JsonObject, world: Reader): Promise<Reading> {
  const schema = parsed(await textAt(id, entry, world), id)
  // Those of Blockcerts describe a subject, and do not say which they are.
  const isSubjects = many(document['type']).includes('BlockcertsCredential') && isObject(schema) && schema['$id'] === undefined
  if (isSubjects) return { schema, dialect: draft2020, values: many(document['credentialSubject']) }
  return { schema: identified(schema, id), dialect: '', values: [document] }
}

async function readCredential({ id, entry }: Entry, document: JsonObject, world: Reader): Promise<Reading> {
  return { schema: await schemaIn(await textAt(id, entry, world), id, world), dialect: '', values: [document] }
}

/** Open Badges 3.0, B.5: JSON Schema 2019-09, where it does not say otherwise itself. */
async function read1EdTech({ id, entry }: Entry, document: JsonObject, world: Reader): Promise<Reading> {
  return { schema: parsed(await textAt(id, entry, world), id), dialect: draft2019, values: [document] }
}

/** VC JSON Schema 1.0, 3.1: a schema says which it is, and in what it is written. `id`: what it must say, where that is known. */
function identified(schema: Json, id?: Uri): Json {
  const { $id, $schema } = isObject(schema) ? schema : {}
  if (typeof $id !== 'string' || !URL.canParse($id)) throw new BadSchemaError('its "$id" is no absolute URL')
  if (typeof $schema !== 'string') throw new BadSchemaError('it has no "$schema"')
  if (id !== undefined && bare($id) !== bare(id)) throw new BadSchemaError(`it says that it is "${$id.slice(0, 100)}"`)
  return schema
}

/** VC JSON Schema 1.0, 2.2: the schema that a credential carries, once that credential is verified. */
async function schemaIn(text: string, id: Uri, world: Reader): Promise<Json> {
  const check = await world.verifySchema(text)
  if (check.outcome === 'failed') throw new BadSchemaError('it is a credential itself, and not a good one', check.problem)
  if (check.outcome !== 'passed') throw new UncheckedSchemaError(id, 'problem' in check ? check.problem : toProblem(new UnknownTypeError('')))
  const { id: own, credentialSchema, credentialSubject } = check.detail
  if (own !== id) throw new BadSchemaError('the credential that it is has another id')
  const [entry, ...others] = many(credentialSchema)
  const isRight = isObject(entry) && others.length === 0 && entry['type'] === 'JsonSchema' && ofCredentials.includes(String(entry['id']))
  if (!isRight) throw new BadSchemaError('the credential that it is does not name the schema of such credentials')
  const { type, jsonSchema } = isObject(credentialSubject) ? credentialSubject : {}
  if (!many(type).includes('JsonSchema') || !isObject(jsonSchema)) throw new BadSchemaError('the credential that it is carries none')
  return identified(jsonSchema)
}

/** Where the schema of credentials that carry a schema stands, and stood; what it asks is asked above. */
const ofCredentials: readonly string[] = [
  'https://www.w3.org/ns/credentials/json-schema/v2.json',
  'https://www.w3.org/2022/credentials/v2/json-schema-credential-schema.json',
]

/** Applies a schema, and loads what it refers to when it is missed. */
async function apply(schema: Json, id: Uri, value: Json, dialect: string, world: Reader): Promise<void> {
  const library = libraryOf()
  const root = addDocument(library, schema, id, dialect)
  for (;;) {
    try {
      const fault = evaluate(value, root, library, world.budget)
      if (fault) throw new NonconformingError(id, fault.path, fault.keyword)
      return
    } catch (error) {
      if (!(error instanceof Missing)) throw error
      if (--world.documents < 0) throw new TooComplexError('documents', maxDocuments)
      addDocument(library, parsed(await textAt(error.url, {}, world), error.url), error.url, root.dialect)
    }
  }
}

async function textAt(url: Uri, entry: JsonObject, { load, cancel, budget }: Reader): Promise<string> {
  const { bytes } = await needed(load, url)(url, { accept: 'application/schema+json, application/json, application/vc, application/vc+jwt', cancel })
  // Reading takes time too: a step for some sixty bytes.
  budget.steps -= bytes.length / 64
  if (hasDigest(entry)) checkDigests(entry, url, digestsOf(bytes))
  try {
    return fromUtf8(bytes)
  } catch (cause) {
    throw new UnreadableSchemaError(url, cause)
  }
}

function parsed(text: string, url: Uri): Json {
  try {
    return parse(text, { maxBytes })
  } catch (cause) {
    throw new UnreadableSchemaError(url, cause)
  }
}

function bare(url: string): string {
  return new URL(url).href.replace(/#$/, '')
}
