import { deflateSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { toPng, toSvg } from '../../src/bake/index.js'
import { domainOf } from '../../src/element/bound.js'
import { doubtOf } from '../../src/element/name.js'
import { isCalm } from '../../src/element/svg.js'
import { chunk, pixel, holding as withChunks } from '../bake/images.js'
import { holding, pdfOf, stored } from '../bake/pdfs.js'
import { drawnVerdict, hostile } from './hostile.js'
import { drop, type Mutable, part, type Scene, type Stage, scene, signedBadge, stage, verdict } from './stage.js'

let built: Stage
let it: Scene
beforeAll(async () => {
  built = await stage()
})
afterAll(() => built?.close())

describe('a hostile badge, whose signature holds', () => {
  afterEach(async () => {
    const ran = await it.page.evaluate(() => (globalThis as unknown as { alerted?: unknown }).alerted)
    const { requests, complaints } = it
    await it.close()
    // No code ran, nothing was loaded, and nothing was even refused by the policy of the page.
    expect({ ran, requests, complaints }).toEqual({ ran: undefined, requests: [], complaints: [] })
  })

  const open = async (options: Parameters<typeof scene>[1] = {}) => {
    it = await scene(built, options)
    await it.page.evaluate(() => {
      const page = globalThis as unknown as { alerted?: unknown; alert: (what: unknown) => void }
      page.alert = (what) => {
        page.alerted = what
      }
    })
  }
  const shown = (selector: string) => it.page.locator(`microcred-verifier ${selector}`)

  test('HTML and Markdown in every field are text', async () => {
    await open()
    await drop(it, await signedBadge(hostile))
    for (const summary of await shown('summary').all()) await summary.click()
    await it.page.getByRole('button', { name: 'Show the credential as JSON' }).click()
    expect(await shown(':is(img, script, iframe, object, embed, svg, style, link, form, base, meta)').count()).toBe(0)
    expect(await part(it.page, 'achievement')).toContain('<img src=x onerror="alert(1)">')
    expect(await part(it.page, 'more')).toContain('[click](javascript:alert(3))')
  })

  test('a javascript: URL is no link, and every link says where it leads, and tells nobody where it was', async () => {
    await open()
    await drop(it, await signedBadge(hostile))
    const links = await shown('a').evaluateAll((all) =>
      all.map((one) => {
        const { href, target, rel, referrerPolicy, textContent } = one as HTMLAnchorElement
        return { href, target, rel, referrerPolicy, textContent }
      }),
    )
    expect(links).toEqual([
      {
        href: 'https://phishing.example/?verify#now',
        target: '_blank',
        rel: 'noopener noreferrer nofollow',
        referrerPolicy: 'no-referrer',
        textContent: 'phishing.example',
      },
    ])
  })

  test('a remote picture is not loaded, unless the page’s load brings it', async () => {
    await open()
    const remote = await signedBadge((badge) => {
      badge['credentialSubject'].achievement.image = { id: 'https://tracker.example/pixel.png', type: 'Image' }
    })
    await drop(it, remote)
    await shown('figure').getByText('Its picture is not shown.').waitFor()
    await it.page.evaluate(() => {
      const verifier = document.querySelector('microcred-verifier') as unknown as { load: unknown }
      const asked: string[] = []
      Object.assign(globalThis, { asked })
      verifier.load = async (url: string) => {
        asked.push(url)
        return { url, bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]) }
      }
    })
    await drop(it, remote)
    await shown('figure').getByText('Its picture is not shown.').waitFor()
    expect(await it.page.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toEqual(['https://tracker.example/pixel.png'])
  })

  test('a verdict that was drawn into the picture stays in its frame, which says what it is', async () => {
    await open()
    await drop(it, await signedBadge(hostile))
    await shown('figure canvas').waitFor()
    expect(await part(it.page, 'picture')).toBe('Picture in the badge. It proves nothing.')
    const [picture, verdictBox] = await Promise.all([shown('figure').boundingBox(), shown('[part~="verdict"]').boundingBox()])
    expect((picture?.y ?? 0) + (picture?.height ?? 0)).toBeLessThan(verdictBox?.y ?? 0)
    expect(picture?.width).toBeLessThan(120)
    expect(await shown('[part~="verdict"] canvas').count()).toBe(0)
  })

  test('a name that turns the direction, piles up marks, or never ends leaves the verdict where it was', async () => {
    await open({ viewport: { width: 320, height: 640 } })
    await drop(it, await signedBadge(hostile))
    const title = await shown('[part~="headline"]').boundingBox()
    expect((title?.y ?? 0) + (title?.height ?? 0)).toBeLessThanOrEqual(640)
    expect(await part(it.page, 'headline')).toBe('Genuine, issuer not known to us')
    const holder = await part(it.page, 'holder')
    expect(holder).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|\p{M}{5}/u)
    expect(await it.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  })

  test('a name in mixed alphabets is warned of beside it', async () => {
    await open()
    await drop(it, await signedBadge(hostile))
    expect(await part(it.page, 'doubt')).toBe('Careful: mixed alphabets. It may imitate another name.')
    expect(await part(it.page, 'bound')).toBe('Nobody vouches for this name.')
  })

  test('an id, a list and a problem of a hundred thousand letters do not fill the page', async () => {
    await open()
    const badge = JSON.parse(await signedBadge())
    const long = 'a'.repeat(100_000)
    for (const changed of [
      { ...badge, issuer: `did:web:${long}` },
      { ...badge, [long]: 1 },
      { ...badge, '@context': [...badge['@context'], `https://${'a.'.repeat(100)}example/`] },
    ]) {
      await drop(it, JSON.stringify(changed))
      const advice = await part(it.page, 'advice')
      expect(advice.length).toBeLessThanOrEqual(281)
      expect(advice).not.toMatch(/\S{42}/)
      const box = await shown('[part~="checks"]').boundingBox()
      expect(box?.height).toBeLessThan(3000)
    }
  })

  test('what was signed is text, and is cut with a sentence where it is long', async () => {
    await open()
    const long = (badge: Mutable) => {
      hostile(badge)
      badge['credentialSubject'].achievement.description = '<img src=x onerror="alert(14)">'.repeat(10_000)
    }
    await drop(it, await signedBadge(long))
    await it.page.getByText('Technical detail').click()
    await it.page.getByRole('button', { name: 'Show the credential as JSON' }).click()
    await shown('pre').first().waitFor()
    const json = (await shown('pre').first().textContent()) ?? ''
    expect([json.length < 200_100, /… cut here: it is longer\.$/.test(json)]).toEqual([true, true])
    await drop(it, await signedBadge(long))
    await it.page.getByText('Technical detail').click()
    await it.page.getByRole('button', { name: 'Show what was signed' }).click()
    await shown('pre').first().waitFor()
    const text = (await shown('pre').first().textContent()) ?? ''
    expect(text).toContain('<img src=x onerror=')
    expect(text.length).toBeLessThan(50_100)
    expect(text).toMatch(/… cut here: it is longer\.$/)
    expect(await shown('pre :is(img, script, a)').count()).toBe(0)
  })

  test('a badge of more proofs than are read, or whose proofs are none, says so', async () => {
    await open()
    const badge = JSON.parse(await signedBadge())
    const [proof] = [badge.proof].flat()
    for (const [proofs, sentence] of [
      [Array(17).fill(proof), 'This document carries 17 proofs'],
      [[{ type: '\u202eDataIntegrityProof', proofValue: {} }], 'What a proof of DataIntegrityProof is over is not shown here.'],
      [['<b>', 7], 'No signature stands in the badge.'],
    ] as const) {
      await drop(it, JSON.stringify({ ...badge, proof: proofs }))
      await it.page.getByText('Technical detail').click()
      await it.page.getByRole('button', { name: 'Show what was signed' }).click()
      await shown('[part~="technical"] p').getByText(sentence).first().waitFor()
    }
  })

  test('an id that turns the direction does not turn the verdict', async () => {
    await open()
    const { issuer, ...badge } = JSON.parse(await signedBadge())
    expect(await drop(it, JSON.stringify({ ...badge, issuer: { ...issuer, id: 'did:web:\u202egnihtemos\u2067' } }))).toBe('failed')
    expect(await part(it.page, 'checks')).toContain('gnihtemos')
    for (const name of ['advice', 'checks', 'bound', 'issuer']) expect(await part(it.page, name), name).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  })

  test('an address that is none, or none to load, runs nothing', async () => {
    await open()
    for (const [count, src] of ['javascript:alert(12)', 'http://[', 'data:text/html,<script>alert(13)</script>'].entries()) {
      await it.page.evaluate((address) => document.querySelector('microcred-verifier')?.setAttribute('src', address), src)
      expect(['failed', 'unknown']).toContain(await verdict(it.page, count))
    }
  })

  const bomb = (count: number) =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><g id="a0"><path d="M0 0h1v1z"/></g>${Array.from({ length: count }, (_, at) => `<g id="a${at + 1}">${`<use href="#a${at}"/>`.repeat(10)}</g>`).join('')}</defs><use href="#a${count}"/></svg>`
  const asData = (svg: string) => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  test.each([
    ['that multiplies', bomb(9)],
    ['that has entities', '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>'],
    ['that runs', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(7)"><script>alert(8)</script></svg>'],
    ['that loads', '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://tracker.example/a.png" width="9" height="9"/></svg>'],
    ['that moves', '<svg xmlns="http://www.w3.org/2000/svg"><animate attributeName="x"/></svg>'],
    ['that is large', `<svg xmlns="http://www.w3.org/2000/svg"><!--${'a'.repeat(600_000)}--></svg>`],
    ['that is none', '<svg'],
  ])('an SVG %s is not drawn', async (_, svg) => {
    await open()
    await drop(it, await signedBadge((badge) => void (badge['credentialSubject'].achievement.image = { id: asData(svg), type: 'Image' })))
    await shown('figure').getByText('Its picture is not shown.').waitFor()
  })

  const png = (width: number, height: number) => {
    const header = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
    const size = Buffer.alloc(8)
    size.writeUInt32BE(width, 0)
    size.writeUInt32BE(height, 4)
    return Buffer.concat([header, size, Buffer.from('0802000000', 'hex'), Buffer.alloc(40)])
  }
  test.each([
    ['broken', png(10, 10).toString('base64')],
    ['of a billion pixels', png(32000, 32000).toString('base64')],
    ['of none', png(0, 0).toString('base64')],
    ['that is cut short', Buffer.from('89504e47', 'hex').toString('base64')],
    ['that is no base64', '!!!!'],
  ])('a PNG %s is not drawn', async (_, data) => {
    await open()
    await drop(it, await signedBadge((badge) => void (badge['credentialSubject'].achievement.image = { id: `data:image/png;base64,${data}`, type: 'Image' })))
    await shown('figure').getByText('Its picture is not shown.').waitFor()
  })

  /** A good PNG of one colour, of one bit for each pixel: some 50 kB of file for 400 million of them. */
  const blank = (width: number, height: number) => {
    const header = Buffer.from('00000000000000000100000000', 'hex')
    header.writeUInt32BE(width, 0)
    header.writeUInt32BE(height, 4)
    const data = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height))
    return Buffer.concat([pixel.subarray(0, 8), chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', '')])
  }
  test.each([
    [4096, 1, true],
    [4097, 1, false],
    [1, 4097, false],
    [20_000, 20_000, false],
  ])('a good PNG of %i by %i pixels is drawn: %s', async (width, height, wanted) => {
    await open()
    const image = `data:image/png;base64,${blank(width, height).toString('base64')}`
    await drop(it, await signedBadge((badge) => void (badge['credentialSubject'].achievement.image = { id: image, type: 'Image' })))
    await (wanted ? shown('figure canvas') : shown('figure').getByText('Its picture is not shown.')).waitFor()
  })

  test('a picture that is another kind than it says, or a page, is what its bytes are', async () => {
    await open()
    const html = `data:image/png;base64,${Buffer.from('<html><script>alert(9)</script></html>').toString('base64')}`
    await drop(it, await signedBadge((badge) => void (badge['credentialSubject'].achievement.image = { id: html, type: 'Image' })))
    await shown('figure').getByText('Its picture is not shown.').waitFor()
    await drop(
      it,
      await signedBadge((badge) => void (badge['credentialSubject'].achievement.image = { id: drawnVerdict.replace('svg+xml', 'png'), type: 'Image' })),
    )
    await shown('figure canvas').waitFor()
  })

  const iTXt = (text: string, compressed = 0) => chunk('iTXt', Buffer.from(`openbadgecredential\0${String.fromCharCode(compressed)}\0\0\0${text}`))
  const animated = (text: string) => {
    const frame = (sequence: number) => chunk('fcTL', Buffer.from(`0000000${sequence}00000001000000010000000000000000006400640000`, 'hex'))
    const [header, data] = [pixel.subarray(0, 33), chunk('IDAT', deflateSync(Buffer.from([0, 255, 0, 0])))]
    const second = chunk('fdAT', Buffer.concat([Buffer.from('00000002', 'hex'), deflateSync(Buffer.from([0, 0, 255, 0]))]))
    return Buffer.concat([header, chunk('acTL', Buffer.from('0000000200000000', 'hex')), frame(0), data, frame(1), second, iTXt(text), chunk('IEND', '')])
  }
  const flipped = (bytes: Uint8Array) => bytes.map((byte, at) => (at === bytes.length - 20 ? byte ^ 1 : byte))

  test.each<[string, string, string, (text: string, other: string) => Uint8Array | string]>([
    ['an animated PNG that carries it', 'verified', 'Nothing was changed', (text) => animated(text)],
    ['a PNG of a wrong checksum', 'failed', 'PNG cannot be read', (text) => flipped(withChunks(iTXt(text)))],
    ['a PNG that is cut', 'failed', 'PNG cannot be read', (text) => withChunks(iTXt(text)).slice(0, -300)],
    ['a PNG whose chunk ends behind its end', 'failed', 'PNG cannot be read', (text) => withChunks(iTXt(text), Buffer.from('7fffffff49444154', 'hex'))],
    ['a PNG without an end', 'failed', 'PNG cannot be read', (text) => withChunks(iTXt(text)).slice(0, -12)],
    ['a PNG of two badges', 'failed', '2 different credentials', (text, other) => withChunks(iTXt(text), iTXt(other))],
    ['a PNG of a compressed badge', 'failed', 'compressed', (text) => withChunks(iTXt(text, 1))],
    [
      'a PNG, and a PDF of another badge behind it',
      'verified',
      'Nothing was changed',
      (text, other) => Buffer.concat([withChunks(iTXt(text)), pdfOf(holding(stored(other)))]),
    ],
    [
      'a PDF, and a page behind it',
      'unknown',
      'something follows it',
      (text) => Buffer.concat([pdfOf(holding(stored(text))), Buffer.from('<script>alert(15)</script>')]),
    ],
    [
      'a page, and a PDF behind it',
      'failed',
      'not UTF-8',
      (text) => Buffer.concat([Buffer.from('<!doctype html><script>alert(16)</script>'), pdfOf(holding(stored(text)))]),
    ],
    ['a PDF of two badges', 'failed', '2 different credentials', (text, other) => pdfOf(holding(stored(text), stored(other)))],
    [
      'an SVG, and another badge in its comment and its text',
      'verified',
      'Nothing was changed',
      (text, other) =>
        toSvg(`<svg xmlns="http://www.w3.org/2000/svg"><!--${other.replaceAll('--', '')}--><desc><![CDATA[${other}]]></desc></svg>`, text as never),
    ],
    [
      'a badge, and an SVG of another behind it',
      'failed',
      'not JSON',
      (text, other) => `${text}${toSvg('<svg xmlns="http://www.w3.org/2000/svg"/>', other as never)}`,
    ],
    ['a badge, and a PNG of another behind it', 'failed', 'not UTF-8', (text, other) => Buffer.concat([Buffer.from(text), withChunks(iTXt(other))])],
    ['a badge twice', 'failed', 'not JSON', (text) => `${text}\n${text}`],
    ['a page, and a badge in it', 'failed', 'SVG cannot be read', (text) => `<!doctype html><script>alert(11)</script>${text}`],
  ])('%s is what it begins with: %s', async (_, wanted, advice, file) => {
    await open()
    const other = await signedBadge((badge) => void (badge['name'] = 'Another'))
    expect(await drop(it, file(await signedBadge(), other), 'badge.pdf.html')).toBe(wanted)
    expect(await part(it.page, 'advice')).toContain(advice)
    if (wanted === 'verified') expect(await part(it.page, 'achievement')).toBe('Statistics I')
  })

  test('100 MB are not even read, and the page stays responsive', async () => {
    await open()
    const read = await it.page.evaluate(async () => {
      let reads = 0
      const file = new File([new Uint8Array(100 * 1024 * 1024)], 'huge.json')
      Object.defineProperty(file, 'arrayBuffer', {
        value: () => {
          reads++
          throw new Error('read')
        },
      })
      ;(document.querySelector('microcred-verifier') as unknown as { credential: unknown }).credential = file
      await new Promise((resolve) => addEventListener('failed', resolve, { once: true }))
      return reads
    })
    expect(read).toBe(0)
    expect(await part(it.page, 'advice')).toBe('It is too large to be a badge, and nothing in it was read. Ask its issuer for another copy.')
  })

  test('three megabytes are read where the page says so, and not otherwise', async () => {
    await open()
    const text = await signedBadge((badge) => void (badge['credentialSubject'].achievement.description = 'x'.repeat(3 * 1024 * 1024)))
    expect(await drop(it, text)).toBe('failed')
    await it.page.evaluate(() => {
      ;(document.querySelector('microcred-verifier') as unknown as { maxBytes: number }).maxBytes = 4 * 1024 * 1024
    })
    expect(await drop(it, text)).toBe('verified')
  })

  test('ten thousand parts, two thousand pieces of evidence, and deep nesting come to a verdict', async () => {
    await open()
    const parts = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential', 'ClrCredential'],
      issuer: 'did:example:a',
      credentialSubject: { verifiableCredential: Array.from({ length: 10_000 }, () => ({})) },
    }
    const evidence = await signedBadge((badge: Mutable) => {
      badge['evidence'] = Array.from({ length: 2000 }, (_, at) => ({ id: `https://uni.example/${at}`, type: ['Evidence'] }))
    })
    for (const [text, wanted] of [
      [JSON.stringify(parts), 'failed'],
      [evidence, 'verified'],
      [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'failed'],
    ] as const) {
      const began = Date.now()
      expect(await drop(it, text)).toBe(wanted)
      expect(Date.now() - began).toBeLessThan(15_000)
      if (text === evidence) expect(await shown('a').count()).toBe(101)
    }
    const longest = await it.page.evaluate(() => (globalThis as unknown as { longest: number }).longest)
    console.log(`the page was busy for ${longest.toFixed(0)} ms at a time, at most`)
    expect(longest).toBeLessThan(2000)
  })

  test('a file that cannot be read is no verdict on what is in it', async () => {
    await open()
    await it.page.evaluate(() => {
      const gone = { size: 3, arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }
      ;(document.querySelector('microcred-verifier') as unknown as { credential: unknown }).credential = gone
    })
    expect(await verdict(it.page)).toBe('unknown')
    expect(await part(it.page, 'advice')).toContain('It could not be read')
  })

  test('a part of the page that does not load is no verdict either', async () => {
    await open()
    await it.page.route('**/*.js', (route) => route.fulfill({ status: 404 }))
    expect(await drop(it, await signedBadge())).toBe('unknown')
    // Each part that is missing is complained of, some of them after the verdict.
    await it.page.waitForLoadState('networkidle')
    expect(it.complaints.splice(0).every((complaint) => /404|dynamically imported/.test(complaint))).toBe(true)
  })

  test('a link that is a bomb, or damaged, is named', async () => {
    await open()
    for (const [count, address] of ['https://a.example/#c1.AOUC', 'https://a.example/#u1.javascript:alert(1)', 'https://a.example/#c1.AA'].entries()) {
      await it.page.evaluate((link) => {
        ;(document.querySelector('microcred-verifier') as unknown as { credential: unknown }).credential = link
      }, address)
      expect(await verdict(it.page, count)).toBe('failed')
      expect(await part(it.page, 'advice')).toContain('A link to a credential has a page')
    }
  })

  test('a PNG whose credential was changed is not valid, and is not searched for a QR code', async () => {
    await open()
    const image = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
    const baked = toPng(image, JSON.parse(await signedBadge()))
    baked[120] = (baked[120] ?? 0) ^ 1
    expect(await drop(it, baked, 'badge.png')).toBe('failed')
  })
})

describe('doubtOf', () => {
  test.each([
    'Université d’Exemple',
    'Московский университет',
    'ΕΛΛΗΝΙΚΟ Πανεπιστήμιο',
    '東京大学 Tokyo',
    'ＮＴＴ大学',
    'Школа № 5',
    'جامعة Example',
    'Straße™',
    'नमस्ते',
    'علی‌رضا',
    'MIT 🏴󠁧󠁢󠁥󠁮󠁧󠁿'.normalize().replace(/[\u{e0000}-\u{e007f}]/gu, ''),
  ])('%s is a name', (name) => {
    expect(doubtOf(name)).toBeUndefined()
  })
  test.each(['Оxford', 'Hаrvard', 'Ꮇit', 'Սniversity', 'ΜIT'])('%s mixes alphabets', (name) => {
    expect(doubtOf(name)).toBe('mixed')
  })
  test.each(['Ox\u200bford', '𝐌𝐈𝐓', 'ＭＩＴ', 'Ox\u00adford', 'ox\u200dford', 'Ⓜit', 'ℳIT'])('%s hides or imitates', (name) => {
    expect(doubtOf(name)).toBe('hidden')
  })
})

describe('domainOf', () => {
  test.each([
    ['did:web:uni.example', 'uni.example'],
    ['did:web:uni.example%3A8443:issuers:1', 'uni.example:8443'],
    ['https://uni.example/issuer', 'uni.example'],
    ['https://uni.example@evil.example/', 'evil.example'],
    // In the letters that its owner registered, and not in those that it is drawn with.
    ['did:web:unі.example', 'xn--un-ioc.example'],
    ['did:key:z6Mk', undefined],
    ['http://uni.example/', undefined],
    ['javascript:alert(1)', undefined],
  ])('of %s is %s', (id, domain) => {
    expect(domainOf(id)).toBe(domain)
  })
})

describe('isCalm', () => {
  const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`
  test.each([
    svg('<defs><linearGradient id="a"/></defs><path fill="url(#a)"/><use href="#b"/><g id="b"><circle r="3"/></g>'),
    svg('<style>.a { fill: red }</style><text class="a">✓</text>'),
  ])('%s is', (text) => {
    expect(isCalm(text)).toBe(true)
  })
  test.each([
    svg('<g id="a"><use href="#a"/></g>'),
    svg('<pattern id="a"><path fill="url(#b)"/></pattern><pattern id="b"><path fill="url(#a)"/></pattern>'),
    svg('<style>path { fill: url(#a) }</style>'),
    svg('<style><![CDATA[@keyframes a {}]]></style>'),
    svg('<filter id="a"><feTurbulence numOctaves="999999"/></filter>'),
    svg('<g/>'.repeat(6000)),
    // What a browser reads as the same reference.
    svg('<g id="a"><use href="#&#97;"/></g>'),
    svg('<g id="&#97;"><use href="#a"/></g>'),
    svg('<g id="a"><use href="#%61"/></g>'),
    svg('<g id="a"><path style="fill: url(#\\61 )"/></g>'),
    svg('<style>path { fill: \\75rl(#a) }</style>'),
    `<?xml-stylesheet href="data:text/css,*{fill:url(%23a)}"?>${svg('<g/>')}`,
    // A browser takes the first of two.
    svg(`<g id="a">${'<g/>'.repeat(10)}</g><g id="a"/><use href="#a"/>`),
    svg(`<filter id="a"><feGaussianBlur/></filter>${'<g filter="url(#a)"/>'.repeat(200)}`),
  ])('%s is not', (text) => {
    expect(isCalm(text)).toBe(false)
  })
})
