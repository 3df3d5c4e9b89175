import { fromPng } from '../../src/bake/index.js'
import { fromUtf8, utf8 } from '../../src/bytes.js'
import { FailedError } from '../../src/load/index.js'
import type { Load } from '../../src/seams.js'
import { everything } from '../../src/verify/all.js'
import { type Report, verify } from '../../src/verify/index.js'
import { haveVectors, jsonVector, readVector } from '../vectors.js'
import { secure } from './web.js'

export type Case = { readonly id: string; readonly file: string; readonly kind: string; readonly expected: string }
type Manifest = { readonly cases: readonly Case[]; readonly factMap: { readonly [url: string]: string } }
export type Document = { readonly [member: string]: unknown } & { readonly id?: string }

const none: Manifest = { cases: [], factMap: {} }
export const manifestOf = (source: string): Manifest => (haveVectors ? jsonVector(`${source}/manifest.json`) : none)

/**
 * What the manifest says that the web holds, and the documents given at their ids. Of the samples some stand in a file of one name and say
 * that their id is another: such a document is also answered at that id, once it was met.
 */
export function webOf(source: string, { factMap }: Manifest, ...own: readonly Document[]): Load {
  const pages = new Map<string, Uint8Array>()
  const add = (document: Document, bytes: Uint8Array = utf8(JSON.stringify(document))): void => {
    const id = document.id ?? (document['verify'] as { readonly url?: string } | undefined)?.url
    if (typeof id === 'string' && !pages.has(secure(id))) pages.set(secure(id), bytes)
  }
  for (const document of own) add(document)
  return async (url) => {
    // Never http: the facts of the manifest stand under both.
    const file = url.startsWith('https:') ? factMap[url] : undefined
    const bytes = pages.get(url) ?? (file === undefined ? undefined : new Uint8Array(readVector(`${source}/${file}`)))
    if (!bytes) throw new FailedError(url, 'absent', 'it is not among the documents')
    add(JSON.parse(fromUtf8(bytes)), bytes)
    return { url, bytes }
  }
}

export const examine = (held: string | Uint8Array | object, load?: Load): Promise<Report> =>
  verify(held as string, { accept: everything, issuers: 'any', now: new Date('2026-11-01T00:00:00Z'), load })

const source = '1edtech-validator'
const manifest = manifestOf(source)
/** The Open Badges 2.0 samples of the 1EdTech validator. */
export const badges: readonly Case[] = manifest.cases.filter(({ kind }) => kind === 'OB2')
/** Says whether a sample is a badge class, a profile or less. */
export const isPart = ({ file }: Case): boolean => /\/(assets|rdf-validation)\/|issuer-compact-iri/.test(file)
/** The web of these samples, where these documents are published too. */
export const published = (...own: readonly Document[]): Load => webOf(source, manifest, ...own)

/** A sample as it is held, and its document where it is JSON. */
export function sampleOf({ file }: Case): { readonly held: Uint8Array; readonly document: Document } {
  const held = new Uint8Array(readVector(`${source}/${file}`))
  if (file.endsWith('.png')) return { held, document: JSON.parse(fromPng(held) ?? '') }
  return { held, document: file.endsWith('.jwt') ? {} : JSON.parse(fromUtf8(held)) }
}

/** An assertion on the host of its issuer, around a badge class, a profile or an alignment that the samples hold by itself. */
function around(part: Document): { readonly assertion: Document; readonly pages: readonly Document[] } {
  const context = 'https://w3id.org/openbadges/v2'
  const types = [part['type']].flat()
  const isBadge = types.includes('BadgeClass')
  const isAlignment = types.includes('AlignmentObject')
  const issuer = isBadge || isAlignment ? 'https://example.org/organization.json' : String(part.id)
  const { origin } = new URL(secure(issuer))
  const image = 'https://example.org/robotics-badge.png'
  const badge = {
    '@context': context,
    id: `${origin}/around/badge`,
    type: 'BadgeClass',
    name: 'Around',
    description: 'A badge class around a part.',
    image,
    criteria: 'https://example.org/badgecriteria.json',
    issuer,
    ...(isAlignment && { alignment: part }),
  }
  const assertion = {
    '@context': context,
    id: `${origin}/around/assertion`,
    type: 'Assertion',
    recipient: { type: 'email', hashed: false, identity: 'zoe@example.org' },
    issuedOn: '2018-01-31T12:00:00Z',
    badge: isBadge ? part.id : badge.id,
    verification: { type: 'hosted' },
  }
  return { assertion, pages: [assertion, ...(isBadge ? [] : [badge]), ...(isAlignment ? [] : [part])] }
}

/** A sample as whoever was awarded it would show it, and its web: what is a part of an assertion stands in one. */
export function shown(one: Case): { readonly held: Uint8Array; readonly load: Load } {
  const { held, document } = sampleOf(one)
  if (!isPart(one)) return { held, load: published(document) }
  const { assertion, pages } = around(document)
  return { held: utf8(JSON.stringify(assertion)), load: published(...pages) }
}
