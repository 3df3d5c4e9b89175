import fc from 'fast-check'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromSvg, toSvg } from '../../src/bake/index.js'
import { signed, toText } from '../../src/credential/index.js'
import { awardEmail, badgeImage, toCv, toHtml, toJsonResume, toMarkdown } from '../../src/share/index.js'
import { en, fr } from '../../src/share/text.js'
import { badgeOf } from '../badges.js'
import { launch, serve } from '../browser.js'
import { wrongHtml, wrongResume } from './judges.js'

const badge = badgeOf('did:web:uni.example')
const now = new Date('2026-11-01T00:00:00Z')
const page = 'https://uni.example/badges/1'
const options = { page, words: en, now }

/** A badge that is hostile in every text it has. */
const hostile = (text: string) => ({
  ...badge,
  name: text,
  issuer: { ...(badge.issuer as object), name: text },
  evidence: [{ id: 'https://a.example/"><script>', name: text, narrative: text }],
  credentialSubject: {
    identifier: [{ hashed: false, identityType: 'name', identityHash: text }],
    achievement: { ...badge.credentialSubject.achievement, criteria: { narrative: text } },
  },
})
const tricks = [
  '</script><script>window.evil=1</script>',
  '<img src=x onerror=window.evil=1>',
  '"\' onload=window.evil=1 x="',
  '<!--',
  ']]>',
  '[a](javascript:x) ![](https://t.example/p.png)',
  '`x`',
]

describe('in a CV', () => {
  test('JSON Resume, as its schema has it', () => {
    const certificate = toJsonResume(badge, options)
    expect(certificate).toEqual({ name: 'Statistics I', date: '2026-06-30', url: page, issuer: 'Université d’Exemple' })
    expect(wrongResume(certificate)).toEqual([])
    expect(wrongResume({ ...certificate, date: '30 June' })).toHaveLength(1)
  })

  test('JSON Resume has no word for years before 1000 and after 2999', () => {
    const years = ['0999', '1000', '2999', '3000', '9999'].filter((year) => toJsonResume({ ...badge, validFrom: `${year}-06-30T12:00:00Z` }, options).date)
    expect(years).toEqual(['1000', '2999'])
  })

  test('plain text', () => {
    expect(toCv(badge, options)).toMatchInlineSnapshot(`
      "Statistics I, Université d’Exemple
      30 June 2026, valid until 30 June 2036
      Skills: Statistics
      Verify this badge: https://uni.example/badges/1"
    `)
    expect(toCv(badge, { ...options, words: fr })).toMatchInlineSnapshot(`
      "Statistics I, Université d’Exemple
      30 juin 2026, valable jusqu’au 30 juin 2036
      Compétences : Statistics
      Vérifier ce badge : https://uni.example/badges/1"
    `)
    expect(toCv({ name: 'A badge' }, options)).toMatchInlineSnapshot(`
      "A badge
      Verify this badge: https://uni.example/badges/1"
    `)
  })

  test('Markdown, in which no text of the badge is markup', () => {
    expect(toMarkdown({ ...badge, image: { id: 'https://uni.example/(1) a.png', type: 'Image' } }, { ...options, words: fr })).toMatchInlineSnapshot(`
      "[![Statistics I](<https://uni.example/(1) a.png>)](<https://uni.example/badges/1>)

      [Statistics I](<https://uni.example/badges/1>), Université d’Exemple, 30 juin 2026"
    `)
    expect(toMarkdown(hostile('[a](javascript:x) <b> *c*'), options)).toMatchInlineSnapshot(
      `"[\\[a\\]\\(javascript\\:x\\) \\<b\\> \\*c\\*](<https://uni.example/badges/1>), \\[a\\]\\(javascript\\:x\\) \\<b\\> \\*c\\*, 30 June 2026"`,
    )
  })

  test.each(['http://uni.example', 'javascript:alert(1)', 'https://a:b@uni.example', ''])('no page is %s', (address) => {
    for (const write of [toJsonResume, toCv, toMarkdown])
      expect(() => write(badge, { ...options, page: address })).toThrow(expect.objectContaining({ name: 'share.PageError' }))
    expect(() => awardEmail(badge, { ...options, link: address })).toThrow(expect.objectContaining({ name: 'share.PageError' }))
    expect(() => toHtml(badge, { ...options, verify: address })).toThrow(expect.objectContaining({ name: 'share.PageError' }))
  })
})

describe('badgeImage', () => {
  const image = (name: unknown) => badgeImage({ ...badge, name }, options)

  test('is an SVG with both names, for the eye and for a screen reader', () => {
    expect(image(undefined)).toMatchInlineSnapshot(`
      "<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512" role="img" aria-label="Statistics I, Université d’Exemple" direction="ltr">
      <title>Statistics I, Université d’Exemple</title>
      <path fill="hsl(146 55% 30%)" d="M256 12l211 122v244L256 500 45 378V134z"/>
      <path fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="4" d="M256 36l190 110v220L256 476 66 366V146z"/>
      <g fill="#fff" text-anchor="middle" font-family="system-ui, sans-serif">
      <text x="256" y="228" font-size="41" font-weight="600" dominant-baseline="middle">Statistics I</text>
      <text x="256" y="364" font-size="20" font-weight="400" dominant-baseline="middle">Université d’Exemple</text>
      </g>
      </svg>
      "
    `)
  })

  test('stays XML, whatever stands where a language or a letter should', () => {
    const odd = image([{ '@value': 'A\uffffB\ufdd0C\u{1fffe}', '@language': 'en\u0000' }])
    expect([odd.includes('<title>ABC,'), odd.includes(' lang=')]).toEqual([true, false])
    expect(image([{ '@value': 'Une', '@language': 'fr-CA' }])).toContain(' lang="fr-ca" ')
  })

  test('breaks a long name into lines, whatever the script, and carries its badge', () => {
    const lines = (name: string) => [...image(name).matchAll(/<text[^>]*>([^<]*)/g)].map(([, line]) => line).slice(0, -1)
    expect(lines('Introduction to the foundations of contemporary statistics and their applications')).toMatchInlineSnapshot(`
      [
        "Introduction to",
        "the foundations",
        "of contemporary",
        "statistics and…",
      ]
    `)
    expect(lines('統計学入門とその応用に関する基礎的な考え方')).toMatchInlineSnapshot(`
      [
        "統計学入門とその",
        "応用に関する基礎",
        "的な考え方",
      ]
    `)
    const secured = signed({ ...badge, proof: [{ type: 'DataIntegrityProof', proofPurpose: 'assertionMethod' }] } as never)
    expect(fromSvg(toSvg(image('A'), secured))).toBe(toText(secured))
  })
})

describe('toHtml', () => {
  test('is a page that html-validate passes, in English and French', async () => {
    for (const words of [en, fr]) {
      const text = toHtml(
        { ...badge, name: [{ '@value': 'النزاهة', '@language': 'ar' }] },
        { ...options, verify: `${page}#c1.AA`, words, preview: 'https://uni.example/p.png' },
      )
      expect(await wrongHtml(text)).toEqual([])
      expect(text).toContain(words.labels.verify)
    }
    expect(await wrongHtml('<p><div></p>')).not.toEqual([])
  })

  test('says for search engines what schema.org has words for, without the holder', () => {
    const text = toHtml(badge, { ...options, verify: page })
    expect(JSON.parse(/ld\+json">(.*?)<\/script>/s.exec(text)?.[1] ?? '')).toMatchInlineSnapshot(`
      {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "competencyRequired": [
          {
            "@type": "DefinedTerm",
            "name": "Statistics",
            "url": "https://frameworks.example/stat",
          },
        ],
        "credentialCategory": "badge",
        "dateCreated": "2026-06-30T12:00:00Z",
        "description": "Pass the exam.",
        "expires": "2036-06-30T12:00:00Z",
        "name": "Statistics I",
        "recognizedBy": {
          "@type": "Organization",
          "identifier": "did:web:uni.example",
          "name": "Université d’Exemple",
        },
        "url": "https://uni.example/badges/1",
      }
    `)
    expect(text.match(/<meta property="og:[^>]*>/g)).toMatchInlineSnapshot(`
      [
        "<meta property="og:type" content="website">",
        "<meta property="og:title" content="Statistics I · Université d’Exemple">",
        "<meta property="og:description" content="Issued by: Université d’Exemple. Awarded on: 30 June 2026">",
        "<meta property="og:url" content="https://uni.example/badges/1">",
      ]
    `)
  })

  test('whatever the badge says is text', async () => {
    for (const trick of tricks) expect(await wrongHtml(toHtml(hostile(trick), { ...options, verify: page }))).toEqual([])
  })
})

describe('awardEmail', () => {
  test('in English and French, in plain text and HTML', async () => {
    const mail = awardEmail(badge, { link: page, words: en, now, to: 'Zoë' })
    expect(mail.subject).toMatchInlineSnapshot(`"Your badge: Statistics I"`)
    expect(mail.text).toMatchInlineSnapshot(`
      "Hello Zoë,

      Université d’Exemple has awarded you “Statistics I”.
      Awarded on: 30 June 2026
      Valid until: 30 June 2036

      Open your badge
      https://uni.example/badges/1

      Anybody can verify it at that address, without an account. You can add it to your LinkedIn profile or your CV.

      The link holds or leads to your badge: whoever has it can see the badge. Keep this message, or save the badge where you keep your certificates.
      "
    `)
    expect(await wrongHtml(mail.html)).toEqual([])
    expect(awardEmail(badge, { link: page, words: fr, now }).text).toMatchInlineSnapshot(`
      "Bonjour,

      Université d’Exemple vous a décerné « Statistics I ».
      Délivré le : 30 juin 2026
      Valable jusqu’au : 30 juin 2036

      Ouvrir votre badge
      https://uni.example/badges/1

      Chacun peut le vérifier à cette adresse, sans compte. Vous pouvez l’ajouter à votre profil LinkedIn ou à votre CV.

      Le lien contient votre badge ou y mène : quiconque le possède peut voir le badge. Gardez ce message, ou enregistrez le badge avec vos certificats.
      "
    `)
  })

  test('a subject is one line, whatever the badge is called', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => !/[\r\n\0]/.test(awardEmail({ ...badge, name }, { link: page, words: en, now }).subject)))
  })
})

describe('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  test('nothing that a badge says runs or loads anything, in a page, a mail or an image', async () => {
    const pages = new Map(
      tricks.flatMap((trick, index) => [
        [`/page/${index}`, { type: 'text/html', body: toHtml(hostile(trick), { ...options, verify: page }) }],
        [`/mail/${index}`, { type: 'text/html', body: awardEmail(hostile(trick), { ...options, link: page }).html }],
        [`/image/${index}`, { type: 'image/svg+xml', body: badgeImage(hostile(trick), options) }],
      ]),
    )
    const server = await serve((path) => pages.get(path))
    const context = await browser.newContext()
    const asked: string[] = []
    const said: string[] = []
    const tab = await context.newPage()
    tab.on('request', (request) => asked.push(request.url()))
    tab.on('console', (message) => said.push(message.text()))
    tab.on('pageerror', (error) => said.push(error.message))
    for (const path of pages.keys()) {
      await tab.goto(server.url + path)
      expect(await tab.evaluate(() => 'evil' in window)).toBe(false)
    }
    expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([...pages.keys()].map((path) => server.url + path))
    expect(said).toEqual([])
    await context.close()
    await server.close()
  })
})
