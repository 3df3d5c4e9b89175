// A status list from the outside: what fits, and what must fail to compile.
import { current, eddsaRdfc2022, type OpenBadge, openBadge, type Report, sign, verify } from 'microcred'
import type { SigningKey } from 'microcred/keys'
import type { StatusType } from 'microcred/status'
import * as status from 'microcred/status'

declare const key: SigningKey<'Ed25519'>
declare const badge: OpenBadge
declare const options: openBadge.Options
declare const report: Report

/** A type of somebody else, as it would be written. */
export const crl: StatusType = {
  kind: 'status type',
  name: 'ExampleCrl',
  check: async (entry, _credential, { load }) => {
    if (!load) return { outcome: 'unknown', problem: { name: 'load.NoLoadError', message: 'No load was given.', facts: {} } }
    const { bytes } = await load(String(entry['crl']))
    return bytes.length === 0
      ? { outcome: 'passed', detail: {} }
      : { outcome: 'failed', problem: { name: 'example.RevokedError', message: 'Revoked.', facts: {} } }
  },
}
verify(badge, { accept: [...current, crl, status.statusList2021], issuers: 'any' })

const index = status.indexAt(7, { secret: new Uint8Array(32) })
openBadge({ ...options, status: status.entry({ list: 'https://uni.example/status/1', index, purpose: 'revocation' }) })
const list = status.set(status.create({ purpose: 'revocation' }), new Set([index]), true)
const about = { id: 'https://uni.example/status/1', issuer: 'did:web:uni.example', validFrom: new Date(), validUntil: new Date() }
const credential = await status.listCredential({ ...about, list })
export const served: string = credential.id
await status.fromCredential(await sign(credential, { suite: eddsaRdfc2022, key }))
if (report.checks.status.outcome === 'failed' && report.checks.status.problem.name === 'status.SuspendedError') report.checks.status.problem.facts['entries']
if (report.checks.status.outcome === 'passed') report.checks.status.detail.entries?.[0]?.message?.trim()

// @ts-expect-error a list that nobody signed is not read back
await status.fromCredential(credential)
// @ts-expect-error a list that never ends is not published
await status.listCredential({ id: about.id, issuer: about.issuer, validFrom: about.validFrom, list })
// @ts-expect-error a purpose that the specification does not know
status.create({ purpose: 'graduation' })
// @ts-expect-error an index needs a secret
status.indexAt(7, {})
// @ts-expect-error a name that no check gives
if (report.checks.status.outcome === 'failed') report.checks.status.problem.name === 'status.ExpiredError'
// @ts-expect-error a list is not changed in place
list.length = 0
