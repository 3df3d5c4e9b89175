import fc from 'fast-check'
import markdownIt from 'markdown-it'
import { SaxesParser } from 'saxes'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromBase64url, fromUtf8 } from '../../src/bytes.js'
import { isCompactJwt } from '../../src/credential/secured.js'
import { awardEmail, badgeImage, card, toHtml, toJsonResume, toMarkdown } from '../../src/share/index.js'
import { en, fr } from '../../src/share/text.js'
import { badgeOf } from '../badges.js'
import { counted, haveVectors, printCounts } from '../vectors.js'
import { wrongHtml, wrongResume } from './judges.js'
import { published } from './published.js'

afterAll(printCounts)
const now = new Date('2026-11-01T00:00:00Z')
const page = 'https://uni.example/badges/1?a=b&c=d'
const languages = { en, fr }

/** What a badge may say of itself, and its reader should not take for markup. */
const tricks = fc.constantFrom(
  ...['</script><script>evil()</script>', '<!--', '-->', ']]>', '<![CDATA[', '&amp;', '&#0;', '"\'><img src=x onerror=evil()>', '</title>', '{{evil}}'],
  ...[
    '[a](javascript:x)',
    '![](https://t.example/p.png)',
    '`x`',
    '***',
    '# x',
    '> x',
    '- x',
    '1. x',
    '\\',
    '<https://a.example>',
    'https://a.example',
    '\n\n',
    '\r',
    '\t',
  ],
  ...[
    '\u0000',
    '\u000b',
    '\u001b[31m',
    '\u007f',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\ufffe',
    '\uffff',
    '\u202e',
    '\u2066',
    'e\u0301'.repeat(50),
    '學',
    'عربي',
    'עברית',
  ],
)
const text = fc.array(fc.oneof(tricks, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 4 }).map((parts) => parts.join('').toWellFormed())
const texts = fc.oneof(
  text,
  fc.array(fc.record({ '@value': text, '@language': fc.oneof(text, fc.constantFrom('en', 'fr', 'ar', 'zh-Hant')) }), { maxLength: 2 }),
)
const address = fc.oneof(
  fc.constantFrom('https://a.example/ü (1)?a=b&c="d"', 'javascript:evil()', 'data:image/png;base64,AA"><x', "https://a.example/]]>'<"),
  text,
)
const date = fc.oneof(
  fc.constantFrom('2026-06-30', '0000-01-01', '9999-12-31T23:59:60Z', '2026-06-30T12:00:00.123456789+14:00', '2026-02-31', '+010000-01-01'),
  text,
)
const hostile: fc.Arbitrary<object> = fc
  .record({
    name: texts,
    issuer: texts,
    id: address,
    image: address,
    criteria: texts,
    evidence: texts,
    url: address,
    skill: texts,
    from: date,
    until: date,
    holder: text,
  })
  .map(({ name, issuer, id, image, criteria, evidence, url, skill, from, until, holder }) => ({
    ...badgeOf('did:web:uni.example'),
    name,
    image: { id: image, type: 'Image' },
    issuer: { id, type: 'Profile', name: issuer },
    validFrom: from,
    validUntil: until,
    evidence: [{ id: url, name: evidence, narrative: evidence }],
    credentialSubject: {
      identifier: [{ hashed: false, identityType: 'name', identityHash: holder }],
      achievement: { name, criteria: { id: url, narrative: criteria }, alignment: [{ targetName: skill, targetUrl: url }], tag: [holder] },
    },
  }))

/** What everybody is shown: the badges of others, and those that nobody should issue. */
const shown: (readonly [string, object])[] = []
beforeAll(() => {
  for (const { file, text } of published()) shown.push([file, documentOf(text)])
  for (const [index, badge] of fc.sample(hostile, { numRuns: 150, seed: 7 }).entries()) shown.push([`hostile ${index}`, badge])
})

function documentOf(text: string): object {
  if (!isCompactJwt(text)) return JSON.parse(text)
  const payload = JSON.parse(fromUtf8(fromBase64url(text.split('.')[1] ?? '')))
  return payload.vc ?? payload
}

/** What a validator has against what is made of each badge, in each language. */
async function faults(name: string, make: (badge: object, words: typeof en) => Promise<readonly string[]> | readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const [language, words] of Object.entries(languages))
    for (const [file, badge] of shown) {
      const wrong = await make(badge, words)
      counted(`validators, ${name}, ${language}`, wrong.length === 0)
      found.push(...wrong.map((one) => `${file}: ${one}`))
    }
  return found
}

describe('what others validate, of every badge', () => {
  test('are badges of others, and hostile ones', () => expect(shown.length).toBe(haveVectors ? 586 : 150))

  test('JSON Resume: its schema', async () => {
    expect(await faults('JSON Resume', (badge, words) => wrongResume(toJsonResume(badge, { page, words, now })))).toEqual([])
    expect(wrongResume({ name: 7 })).toHaveLength(1)
  })

  test('HTML: html-validate', async () => {
    expect(await faults('HTML', (badge, words) => wrongHtml(toHtml(badge, { page, verify: `${page}#c1.AA`, words, now })))).toEqual([])
    expect(await faults('HTML of mails', (badge, words) => wrongHtml(awardEmail(badge, { link: page, words, now }).html))).toEqual([])
    expect(await wrongHtml('<p><div></p>')).not.toEqual([])
  }, 120_000)

  test('schema.org: its types, as schema-dts has them', async () => {
    const found: string[] = []
    const misnamed = await faults('schema.org', (badge, words) => {
      const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(toHtml(badge, { page, verify: page, words, now })) ?? []
      found.push(json)
      return JSON.parse(json).name === card(badge, { languages: [words.language], now }).what ? [] : ['another name']
    })
    expect([misnamed, typed(found)]).toEqual([[], []])
    expect(typed(['{"@context":"https://schema.org","@type":"EducationalOccupationalCredential","dateIssued":"2026-06-30"}'])).toHaveLength(1)
  })

  test('SVG: an XML parser', async () => {
    expect(await faults('XML of images', (badge, words) => wrongXml(badgeImage(badge, { words, now })))).toEqual([])
    expect(wrongXml('<a>&nbsp;</a>')).toHaveLength(1)
  })

  test('Markdown: a CommonMark parser sees one link, the image, and text', async () => {
    const markdown = markdownIt('commonmark')
    const found = await faults('CommonMark', (badge, words) => {
      const { what, by, when, image } = card(badge, { languages: [words.language], now })
      const tokens = markdown.parse(toMarkdown(badge, { page, words, now }), {})
      const inline = tokens.flatMap(({ children }) => children ?? [])
      const said = inline
        .filter(({ type }) => type === 'text')
        .map(({ content }) => content)
        .join('')
      const kinds = inline.map(({ type }) => type).filter((type) => type !== 'text')
      const links = image?.startsWith('https:') ? ['link_open', 'image', 'link_close', 'link_open', 'link_close'] : ['link_open', 'link_close']
      const expected = [what, by, when && words.day(when)].filter(Boolean).join(', ')
      return [
        ...(said === expected ? [] : [`${JSON.stringify(said)} for ${JSON.stringify(expected)}`]),
        ...(kinds.join() === links.join() ? [] : [kinds.join()]),
        ...inline.filter(({ type }) => type === 'link_open').flatMap((one) => (one.attrGet('href') === page ? [] : [String(one.attrGet('href'))])),
      ]
    })
    expect(found).toEqual([])
  })
})

function wrongXml(text: string): readonly string[] {
  const found: string[] = []
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', ({ message }) => found.push(message))
  parser.write(text).close()
  return found
}

/** What TypeScript has against these texts as values of the types of schema.org. */
function typed(values: readonly string[]): readonly string[] {
  const file = new URL('schema.generated.ts', import.meta.url).pathname
  const type = 'WithContext<EducationalOccupationalCredential>'
  const source = `import type { EducationalOccupationalCredential, WithContext } from 'schema-dts'\n${values.map((value, at) => `export const v${at}: ${type} = ${value}`).join('\n')}`
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, getSourceFile } = host
  host.fileExists = (name) => name === file || fileExists(name)
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest))
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}
