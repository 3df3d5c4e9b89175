import { describe, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.js'
import { type Credential, toText } from '../../src/credential/secured.js'
import type { JsonObject } from '../../src/json.js'
import { fromDocuments } from '../../src/load/index.js'
import type { Load } from '../../src/seams.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { signJwt } from '../../src/sign/jwt.js'
import { sign } from '../../src/sign/sign.js'
import { current, type Held, type Report, verify } from '../../src/verify/index.js'
import { en, fr, words } from '../../src/verify/text.js'
import { badgeOf, keys } from '../badges.js'

const now = new Date('2026-11-01T00:00:00Z')
const service = 'https://uni.example/badges/1/refresh'
const refreshService = { id: service, type: '1EdTechCredentialRefresh' }
const options = { accept: current, issuers: 'any', now } as const
const claim = (more: JsonObject = {}) => ({ ...badgeOf(keys.ed25519.controller), refreshService, ...more }) as unknown as Credential
const signed = (more?: JsonObject, created = '2026-07-01T00:00:00Z') =>
  sign(claim(more), { suite: eddsaJcs2022, key: keys.ed25519, created: new Date(created) })
const expired = { validUntil: '2026-08-01T00:00:00Z' }

const refreshed = (held: Held, served: object | Uint8Array, more: object = {}): Promise<Report> =>
  verify(held, { ...options, refresh: true, load: fromDocuments({ [service]: served }), ...more })
const said = ({ refresh }: Report): string => (refresh && 'problem' in refresh ? `${refresh.outcome} ${refresh.problem.name}` : String(refresh?.outcome))

describe('a refresh service', () => {
  test('is named, and not asked unless the caller wants it', async () => {
    const none: Load = (url) => Promise.reject(new Error(`Nobody should ask for ${url}.`))
    const report = await verify(await signed(), { ...options, load: none })
    expect([report.outcome, report.refresh]).toEqual(['passed', { service, outcome: 'not asked' }])
    expect(
      'refresh' in (await verify(await sign(badgeOf(keys.ed25519.controller), { suite: eddsaJcs2022, key: keys.ed25519 }), { ...options, refresh: true })),
    ).toBe(false)
  })

  test('gives the same, or another copy with a report of its own, and the verdict stays', async () => {
    const old = await signed(expired)
    const fresh = await signed()
    const report = await refreshed(old, fresh)
    expect([report.outcome, report.checks.validity.outcome, said(report)]).toEqual(['failed', 'failed', 'changed'])
    const { refresh } = report
    if (refresh?.outcome !== 'changed') throw new Error('It is another copy.')
    expect([refresh.service, refresh.text, refresh.report.outcome]).toEqual([service, toText(fresh), 'passed'])
    expect((await verify(refresh.text, options)).outcome).toBe('passed')
    // The same but for its proof.
    expect(said(await refreshed(fresh, await signed({}, '2026-10-01T00:00:00Z')))).toBe('same')
    expect(said(await refreshed(fresh, utf8(await signJwt(claim(), { key: keys.ed25519 }))))).toBe('same')
  })

  test('whose copy is not good leaves that to the copy’s report', async () => {
    const report = await refreshed(await signed(), await signed(expired))
    expect([report.outcome, said(report), report.refresh && 'report' in report.refresh && report.refresh.report.outcome]).toEqual([
      'passed',
      'changed',
      'failed',
    ])
    const forged = { ...(await signed()), validUntil: '2040-01-01T00:00:00Z' }
    const deceived = await refreshed(await signed(), forged)
    expect(deceived.refresh && 'report' in deceived.refresh && deceived.refresh.report.checks.signature.outcome).toBe('failed')
  })

  test('is asked for a credential that its issuer signed, and for no other', async () => {
    const asked: string[] = []
    const load: Load = (url) => {
      asked.push(url)
      return Promise.reject(new Error('nothing there'))
    }
    const forged = { ...(await signed()), name: 'another' }
    expect(said(await verify(forged, { ...options, refresh: true, load }))).toBe('unknown verify.UnboundIssuerError')
    expect(said(await verify(claim() as never, { ...options, refresh: true, load }))).toBe('unknown verify.UnboundIssuerError')
    expect(asked).toEqual([])
  })

  test('is asked once: that of the copy is only named', async () => {
    const other = `${service}/again`
    const fresh = await signed({ refreshService: { ...refreshService, id: other } })
    const report = await refreshed(await signed(), fresh)
    expect([said(report), report.refresh && 'report' in report.refresh && 'refresh' in report.refresh.report]).toEqual(['changed', false])
  })

  test('that does not answer leaves the verdict to the copy that was held', async () => {
    const held = await signed()
    const reports = await Promise.all([
      verify(held, { ...options, refresh: true }),
      verify(held, { ...options, refresh: true, load: fromDocuments({}) }),
      refreshed(held, utf8('<html>')),
      refreshed(held, new Uint8Array([255])),
      refreshed(held, await signed({ id: 'https://uni.example/badges/2' })),
      refreshed(held, await sign(badgeOf(keys.p256.controller), { suite: (await import('../../src/sign/jcs.js')).ecdsaJcs2019, key: keys.p256 })),
    ])
    expect(reports.map((report) => [report.outcome, said(report)])).toEqual([
      ['passed', 'unknown load.NoLoadError'],
      ['passed', 'unknown load.FailedError'],
      ['passed', 'unknown verify.OtherCredentialError'],
      ['passed', 'unknown bytes.EncodingError'],
      ['passed', 'unknown verify.OtherCredentialError'],
      ['passed', 'unknown verify.OtherCredentialError'],
    ])
  })

  test.each([
    [{ id: service, type: 'ManualRefreshService2018' }, 'not understood'],
    [{ type: '1EdTechCredentialRefresh' }, 'not understood'],
    [{ id: 'refresh', type: '1EdTechCredentialRefresh' }, 'not understood'],
    [service, 'not understood'],
    [null, 'not understood'],
  ])('%j is %s', async (one, expected) => {
    expect(said(await verify(await signed({ refreshService: one }), { ...options, refresh: true }))).toBe(expected)
  })

  test('of several, the one that is known is asked', async () => {
    const services = [{ id: 'https://uni.example/other', type: 'ManualRefreshService2018' }, refreshService]
    const held = await signed({ refreshService: services })
    expect(said(await refreshed(held, held))).toBe('same')
  })

  test('whose answer never comes is given up when the caller stops', async () => {
    const controller = new AbortController()
    const load: Load = () => new Promise(() => controller.abort())
    const report = await verify(await signed(), { ...options, refresh: true, load, cancel: controller.signal })
    expect([report.outcome, said(report)]).toEqual(['passed', 'unknown verify.CancelledError'])
  })

  test('what is asked of the credential is asked of the copy', async () => {
    const report = await refreshed(await signed(expired), await signed(), { recipient: { email: 'zoe@example.org' } })
    expect(report.refresh && 'report' in report.refresh && report.refresh.report.checks.recipient.outcome).toBe('passed')
  })

  test('in words', async () => {
    const held = await signed()
    const reports = [
      await verify(held, options),
      await refreshed(held, held),
      await refreshed(held, await signed(expired)),
      await refreshed(held, utf8('<html>')),
    ]
    const line = (report: Report, language: typeof en) => words(report, language).lines.at(-1)
    expect(reports.map((report) => [line(report, en), line(report, fr)].map((one) => `${one?.label} (${one?.outcome}): ${one?.text}`))).toMatchInlineSnapshot(`
      [
        [
          "Present copy (skipped): Its issuer offers to give its present copy; nobody asked for it here.",
          "Version actuelle (skipped): Son émetteur propose d’en donner la version actuelle ; elle n’a pas été demandée ici.",
        ],
        [
          "Present copy (passed): Its issuer gives the same one today.",
          "Version actuelle (passed): Son émetteur donne la même aujourd’hui.",
        ],
        [
          "Present copy (failed): Its issuer gives another copy of it today: see what is said of that one.",
          "Version actuelle (failed): Son émetteur en donne une autre version aujourd’hui : voyez ce qui est dit de celle-là.",
        ],
        [
          "Present copy (unknown): "https://uni.example/badges/1/refresh" was to give the present copy of this credential, and gave something else. Ask its issuer.",
          "Version actuelle (unknown): Le service qui devait donner la version actuelle a donné autre chose. Adressez-vous à son émetteur.",
        ],
      ]
    `)
  })
})
