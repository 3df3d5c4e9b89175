import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { en as elementEn } from '../../src/element/text/en.js'
import { fr as elementFr } from '../../src/element/text/fr.js'
import type { Problem } from '../../src/errors.js'
import { sign, signJwt } from '../../src/sign/index.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { everything } from '../../src/verify/all.js'
import { type Check, current, type Held, type Report, trusted, verify } from '../../src/verify/index.js'
import { en, fr, words } from '../../src/verify/text.js'
import { badgeOf, keys } from '../badges.js'
import { objectsOf } from '../formats/changes.js'
import { badges, shown } from '../formats/corpus.js'
import { cases, examine } from '../peers/cases.js'
import { counted, haveVectors, jsonVector, printCounts } from '../vectors.js'

const now = new Date('2026-11-01T00:00:00Z')
const catalogues = { en, fr, 'en, of the elements': elementEn.words, 'fr, of the elements': elementFr.words }

/** What each report is about, and the report. */
const reports: (readonly [string, Report])[] = []

async function keep(about: string, report: Report | Promise<Report>): Promise<void> {
  const found = await report
  reports.push([about, found])
  for (const { path, report: inside } of found.parts) await keep(`${about} ${path}`, inside)
}

const stranger = { accept: current, issuers: trusted([]), now, recipient: { email: 'somebody@example.org' }, require: ['anchor', 'status'] } as const
const asking = { accept: everything, issuers: 'any', now, presentation: { challenge: 'a challenge', domain: 'lms.example' } } as const
async function keepAll(about: string, held: Held): Promise<void> {
  await keep(`${about}, by a stranger`, verify(held, stranger))
  await keep(`${about}, to be presented`, verify(held, asking))
}

beforeAll(async () => {
  for (const one of cases()) {
    await keep(one.id, examine(one))
    await keepAll(one.id, one.held)
  }
  for (const one of badges) {
    const { held, load } = shown(one)
    await keep(one.id, verify(held, { accept: everything, issuers: 'any', now, load }))
    await keepAll(one.id, held)
  }
  for (const { id, file } of haveVectors ? jsonVector('open-attestation/manifest.json').cases : []) await keepAll(id, jsonVector(`open-attestation/${file}`))

  const badge = badgeOf(keys.ed25519.controller)
  const options = { accept: everything, issuers: trusted([]), now } as const
  for (const suite of [eddsaJcs2022, eddsaRdfc2022]) {
    const signed = await sign(badge, { suite, key: keys.ed25519 })
    for (const [place, changed] of objectsOf(signed)) await keep(`${suite.name} ${place}`, verify(JSON.stringify(changed), options))
  }
  const jwt = await signJwt(badge, { key: keys.ed25519 })
  for (const held of [
    jwt.slice(0, -4),
    jwt.slice(9),
    '{',
    '',
    '[1]',
    '{"a":1,"a":2}',
    '['.repeat(1000),
    `"${'x'.repeat(3e6)}"`,
    new Uint8Array([0x89, 0x50, 0x4e, 0x47]),
  ])
    await keep('what is no credential', verify(held, options))
  await keep('called off', verify(jwt, { ...options, cancel: AbortSignal.abort() }))
}, 120_000)

afterAll(printCounts)

/** A gap in a sentence, where something that was not there has left its mark. */
const gap = /\bundefined\b|\bNaN\b|\[object |« »|""|(?<!\w)\(\)|\bnull\b|\( |\(, |, \)| ,|\.\.|[:,]\.| \.| {2}/
/** How a sentence ends, by itself or with what it quotes. */
const end = /[.!?…»"]$/

describe('the words of every report', () => {
  test.each(Object.entries(catalogues))('%s: whole sentences, and none is empty', (name, language) => {
    const broken: string[] = []
    for (const [about, report] of reports) {
      const { advice, lines, notes } = words(report, language)
      for (const text of [advice, ...lines.map(({ text }) => text), ...notes.map(({ text }) => text)]) {
        const whole = !gap.test(text) && end.test(text)
        counted(`sentences, ${name}`, whole)
        if (!whole) broken.push(`${text} (${about})`)
      }
    }
    expect(broken).toEqual([])
    expect(reports.length).toBeGreaterThan(haveVectors ? 1500 : 500)
  })

  test('the elements speak to whoever stands before the page, and of no code', () => {
    const code = new Set<string>()
    for (const [, report] of reports)
      for (const language of [elementEn.words, elementFr.words])
        for (const { text } of words(report, language).lines) if (/`|contexts:|pass it|accept its/i.test(text)) code.add(text.slice(0, 250))
    expect([...code]).toEqual([])
  })

  test('a text of fifty thousand letters, wherever it stands, is not all repeated', async () => {
    const long = 'x'.repeat(50_000)
    const signed = await sign(badgeOf(keys.ed25519.controller), { suite: eddsaRdfc2022, key: keys.ed25519 })
    const changes = [...objectsOf(signed, [() => long, () => `https://a.example/${long}`, () => ({ [long]: 1 }), () => ({ id: long, type: long })])]
    const sizes: (readonly [number, string])[] = []
    for (const [place, changed] of changes) {
      const report = await verify(JSON.stringify(changed), { accept: everything, issuers: trusted([]), now })
      for (const language of [en, fr]) sizes.push([Math.max(...words(report, language).lines.map(({ text }) => text.length)), place])
    }
    expect(changes.length).toBeGreaterThan(100)
    expect(sizes.filter(([size]) => size > 3000)).toEqual([])
  })

  // What is wrong is half of an answer: whoever reads it must know what to do next.
  const acts: { readonly [language: string]: RegExp } = {
    en: /(?:^|[.:;,!?)»"] (?:or |and then )?)(?:ask|try|get|check|compare|add|pass|accept|correct|raise|update|save|look|choose|use|copy|do not|its issuer must)\b/i,
    fr: /(?:^|[.:;,!?)»] (?:ou )?)(?:demandez|redemandez|réessayez|recopiez|comparez|voyez|assurez-vous|ne vous y fiez|adressez-vous|vérifiez|permettez|c’est à)/i,
  }
  test.each(Object.entries(catalogues))('%s: every advice says what to do', (name, language) => {
    const silent = new Map<string, string>()
    for (const [about, report] of reports) {
      const { advice } = words(report, language)
      const ok = report.outcome === 'passed' || acts[language.language]?.test(advice)
      counted(`advice that says what to do, ${name}`, !!ok)
      if (!ok) silent.set(advice.replace(/["«(].*?["»)]/g, '…').slice(0, 60), `${advice.slice(0, 300)} (${about})`)
    }
    expect([...silent.values()]).toEqual([])
  })

  test('every problem is told in French', () => {
    const problems = new Map<string, Problem>()
    for (const [, { checks, notes, refresh }] of reports) {
      for (const check of [...(Object.values(checks) as readonly Check[]), ...(refresh?.outcome === 'unknown' ? [refresh] : [])])
        if ('problem' in check) problems.set(check.problem.name, check.problem)
      for (const note of notes) problems.set(note.name, note)
    }
    expect([...problems.values()].filter((problem) => fr.problem(problem) === undefined)).toEqual([])
    expect(problems.size).toBeGreaterThan(haveVectors ? 60 : 20)
  })
})
