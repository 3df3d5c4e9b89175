import { readFileSync } from 'node:fs'
import { fromUtf8 } from '../../src/bytes.js'
import type { Contexts } from '../../src/contexts/index.js'
import { fromDocuments } from '../../src/load/index.js'
import type { ChainReader, Load } from '../../src/seams.js'
import { everything } from '../../src/verify/all.js'
import { type Report, verify } from '../../src/verify/index.js'
import { source as blockcerts, type Case as Certificate, certificateOf, cases as certificates, chainsOf, now, webOf } from '../formats/blockcert.js'
import { didIon } from '../formats/did-ion.js'
import { haveVectors, jsonVector, readVector, vectorPath } from '../vectors.js'

type Need = { readonly type: string; readonly id: string; readonly file?: string }
type Vector = {
  readonly id: string
  readonly file: string
  readonly kind: string
  readonly expected: string
  readonly carrier?: string
  readonly needs: readonly Need[]
}
type Paths = { readonly [url: string]: string }

/** A file that every verifier is shown, with the facts that all of them find. */
export type Case = {
  /** Of its corpus and in it. */
  readonly id: string
  readonly format: string
  readonly expected: string
  readonly held: Uint8Array
  /** The file as JSON, for who takes that; absent for JWTs and images. */
  readonly document?: object | undefined
  /** What the web holds: files by their addresses. */
  readonly facts: Paths
  /** What the chains hold, and what the peer that published the file was told beside. */
  readonly transaction?: object | undefined
  readonly options?: object | undefined
  /** The issuer is an example, who has no key anywhere: the proofs are what can be compared. */
  readonly signatureAlone?: boolean
  readonly load: Load
  readonly chains?: readonly ChainReader[] | undefined
}

const vectorsOf = (source: string): readonly Vector[] => (haveVectors ? jsonVector(`${source}/manifest.json`).cases : [])
const factTypes = ['issuerDocument', 'statusList', 'verificationMethod', 'http']

/** The facts of a case by their addresses, and by the ids that they have themselves. */
function factsOf(source: string, needs: readonly Need[]): Paths {
  const files = needs.flatMap(({ type, id, file }) => (file && factTypes.includes(type) ? [[id.split('#')[0] ?? '', `${source}/${file}`] as const] : []))
  const named = files.flatMap(([id, file]) => {
    const { id: own } = jsonVector(file)
    return typeof own === 'string' ? [[id, file] as const, [own, file] as const] : [[id, file] as const]
  })
  // A host that keeps a list in a file answers whatever is asked of it after the question mark.
  const bare = named.map(([url, file]) => [url.split('?')[0] ?? '', file] as const)
  return Object.fromEntries([...bare, ...named].filter(([url]) => url.startsWith('https:')).map(([url, file]) => [url, vectorPath(file)]))
}

// The one list that DCC's files point to and that its repository carries.
const dccList = 'https://raw.githubusercontent.com/digitalcredentials/verifier-core/refs/heads/main/src/test-fixtures/status/e5WK8CbZ1GjycuPombrj'
const extra: { readonly [source: string]: Paths } = {
  'dcc-verifier-core': { [dccList]: vectorPath('dcc-verifier-core/facts/status-e5WK8CbZ1GjycuPombrj.json') },
}

const contextIndex: readonly { readonly url: string; readonly file: string }[] = haveVectors ? jsonVector('contexts/index.json') : []
/** Contexts of the W3C's examples, that nobody bundles. */
export const exampleContexts: Contexts = Object.fromEntries(
  contextIndex.filter(({ url }) => /\/(examples|citizenship|vdl)\//.test(url)).map(({ url, file }) => [url, jsonVector(`contexts/${file}`)]),
)

/** Every bundled context, by its address. */
export const contextFiles = (): Paths => Object.fromEntries(contextIndex.map(({ url, file }) => [url, vectorPath(`contexts/${file}`)]))

function caseOf(source: string, format: (vector: Vector) => string, more: Partial<Case> = {}): (vector: Vector) => Case {
  return (vector) => {
    const held = new Uint8Array(readVector(`${source}/${vector.file}`))
    const facts = { ...factsOf(source, vector.needs), ...extra[source] }
    const isJson = held[0] === 0x7b
    return {
      id: `${source}/${vector.id}${more.signatureAlone ? ', the proofs alone' : ''}`,
      format: format(vector),
      expected: vector.expected,
      held,
      ...(isJson && { document: JSON.parse(fromUtf8(held)) }),
      facts,
      load: fromDocuments(Object.fromEntries(Object.entries(facts).map(([url, path]) => [url, new Uint8Array(readFileSync(path))]))),
      ...more,
    }
  }
}

function oneEdTechFormat({ kind, carrier = 'JSON' }: Vector): string {
  if (carrier !== 'JSON') return '1EdTech, JWTs and images'
  return kind.startsWith('CLR') ? '1EdTech, CLR 2.0' : '1EdTech, Open Badges 3.0'
}

export function certificateCase(one: Certificate): Case {
  const document = certificateOf(one)
  const version = 'signature' in document ? '2' : '3'
  return {
    id: `${blockcerts}/${one.id.replace(/^verifier\//, '')}`,
    format: `Blockcerts ${version}`,
    expected: one.expected,
    held: new Uint8Array(readVector(`${blockcerts}/${one.file}`)),
    document,
    facts: factsOf(blockcerts, one.needs as readonly Need[]),
    transaction: one.transaction,
    options: one.options,
    load: webOf(one),
    chains: chainsOf(one),
  }
}

const w3c = (format: string, more?: Partial<Case>): readonly Case[] =>
  ['vc-di-eddsa', 'vc-di-ecdsa', 'vc-di-bbs'].flatMap((source) => vectorsOf(source).map(caseOf(source, () => format, more)))

/** What we say of it. */
export const examine = ({ held, load, chains }: Pick<Case, 'held' | 'load' | 'chains'>): Promise<Report> =>
  verify(held, { accept: [didIon, ...everything], issuers: 'any', now, contexts: exampleContexts, load, chains })

/** All of them: what was published with a verdict. */
export const cases = (): readonly Case[] => [
  ...vectorsOf('1edtech-validator')
    .filter(({ kind }) => kind !== 'OB2')
    .map(caseOf('1edtech-validator', oneEdTechFormat)),
  ...vectorsOf('dcc-verifier-core').map(caseOf('dcc-verifier-core', () => 'DCC, Open Badges 3.0')),
  ...certificates.filter(({ expected }) => expected !== 'unspecified').map(certificateCase),
  ...w3c('W3C, Data Integrity'),
  ...w3c('W3C, Data Integrity, the proofs alone', { signatureAlone: true }),
]
