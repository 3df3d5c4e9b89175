import { toHex, utf8 } from '../bytes.js'
import { isObject, type Json, many } from '../json.js'
import { httpsOf } from '../share/page.js'
import type { SuiteReader } from '../sign/suite.js'
import type { Held } from '../verify/held.js'
import type { Report } from '../verify/report.js'
import { build, plain } from './build.js'
import { linkTo } from './facts.js'
import type { Language } from './text/en.js'
import type { Explorer, VerifierElement } from './verifier.js'

/** What a person rarely asks for: digests, keys, proofs, transactions, lists, and the credential's text. */
export async function technicalOf(
  report: Report,
  held: Held | undefined,
  claim: object | undefined,
  language: Language,
  { accept, explorer }: Pick<VerifierElement, 'accept' | 'explorer'>,
): Promise<HTMLElement> {
  const { labels } = language
  const { facts } = labels
  const list = build('dl', { dir: 'ltr' })
  const add = (label: string, ...values: readonly (Json | undefined)[]) => {
    const text = values.filter((value) => value !== undefined && value !== '').join(' · ')
    if (text) list.append(build('dt', {}, label), build('dd', {}, build('code', {}, plain(text.slice(0, most)))))
  }
  add(facts.digest, await digestOf(held))
  const { binding, signature, anchor, status } = Object.fromEntries(Object.entries(report.checks).map(([name, check]) => [name, detailOf(check)]))
  add(facts.issuer, binding?.['issuer'], binding?.['boundBy'])
  add(facts.key, binding?.['key'])
  for (const proof of objects(signature?.['proofs'])) add(facts.proof, proof['suite'], proof['key'], proof['outcome'], proof['judgedAt'])
  for (const sighting of objects(anchor?.['sightings'])) {
    add(facts.transaction, sighting['transaction'])
    const page = pageOf(explorer, sighting)
    if (page) list.append(build('dd', {}, linkTo(page, labels.opensPage)))
    add(facts.chain, sighting['chain'])
    add(facts.time, sighting['time'])
    add(facts.confirmations, sighting['confirmations'])
  }
  for (const entry of objects(status?.['entries'])) add(facts.status, entry['purpose'], entry['list'], entry['index'], entry['outcome'])
  for (const check of Object.values(report.checks)) if ('problem' in check) add(facts.problem, check.problem.name, check.problem.cause?.message)
  for (const { path, report: inside } of report.parts.slice(0, mostParts)) add(facts.part, path, inside.outcome)
  if (report.parts.length > mostParts) add(facts.part, '…', report.parts.length)
  if (!claim) return list
  const suites = accept.filter((one): one is SuiteReader => one.kind === 'suite')
  const signed = onDemand(labels.signed.show, async () => (await import('./signed.js')).signedOf(claim, suites, language))
  return build(
    'div',
    {},
    list,
    signed,
    onDemand(labels.json, () => jsonOf(claim, labels)),
  )
}

/** Where the page says that a transaction can be looked at: https, and only for what can be no more than the last part of a path. */
function pageOf(explorer: Explorer | undefined, { chain, transaction }: { readonly [member: string]: Json | undefined }): string | undefined {
  if (!explorer || typeof chain !== 'string' || typeof transaction !== 'string' || !/^[\w-]{1,128}$/.test(transaction)) return undefined
  try {
    return httpsOf(explorer(chain, transaction) ?? '')
  } catch {
    // The detail is worth more than a link in it.
    return undefined
  }
}

function detailOf(check: object): { readonly [member: string]: Json | undefined } | undefined {
  const { detail, problem } = check as { readonly detail?: Json; readonly problem?: { readonly facts: Json } }
  const found = detail ?? problem?.facts
  return isObject(found) ? found : undefined
}

function objects(value: Json | undefined): readonly { readonly [member: string]: Json | undefined }[] {
  return many(value).filter(isObject).slice(0, mostParts)
}

async function digestOf(held: Held | undefined): Promise<string | undefined> {
  const bytes = typeof held === 'string' ? utf8(held) : held
  // A page that came over http has no WebCrypto.
  if (!(bytes instanceof Uint8Array) || !globalThis.crypto.subtle) return undefined
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)))
}

/** A button that what it promises takes the place of. */
function onDemand(label: string, make: () => Node | Promise<Node>): HTMLElement {
  const button = build('button', { type: 'button', class: 'action' }, label)
  const place = build('div', {}, button)
  button.addEventListener('click', async () => {
    button.disabled = true
    try {
      place.replaceChildren(await make())
    } catch {
      // What did not load may do so the next time.
      button.disabled = false
    }
  })
  return place
}

function jsonOf(claim: object, { tooLong }: Language['labels']): HTMLElement {
  const text = JSON.stringify(claim, undefined, 2)
  return build('pre', { dir: 'ltr', tabindex: '0' }, text.length > mostJson ? `${text.slice(0, mostJson)}\n${tooLong}` : text)
}

const most = 2000
const mostParts = 50
const mostJson = 200_000
