import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { anchor, attach } from '../../src/anchor/index.js'
import { memory } from '../../src/anchor/memory.js'
import { toPng, toSvg } from '../../src/bake/index.js'
import { toHex } from '../../src/bytes.js'
import { signed as readSigned } from '../../src/credential/secured.js'
import { toProblem } from '../../src/errors.js'
import { link, linkTo, readLink } from '../../src/share/index.js'
import { qr } from '../../src/share/qr.js'
import { explain, signJwt } from '../../src/sign/index.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { CannotOpenError, ChainSilentError, CustodianSilentError } from '../../src/vault/open.js'
import { everything } from '../../src/verify/all.js'
import { checkNames, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'
import { holding, packed, pdfOf } from '../bake/pdfs.js'
import { haveVectors, jsonVector, readVector } from '../vectors.js'
import { takeScreenshots } from './screenshots.js'
import { drop, part, type Scene, type Stage, scene, signedBadge, stage, verdict } from './stage.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const image = readFileSync(join(root, 'examples/graduation/badge.png'))
type Verifier = HTMLElement & { [member: string]: unknown }
type Seen = { readonly shifts: readonly { readonly value: number; readonly at: number }[]; readonly droppedAt: number; readonly verdictAt: number }

let built: Stage
let it: Scene
beforeAll(async () => {
  built = await stage()
})
afterAll(() => built?.close())
afterEach(async () => {
  // Offline, in every one of these tests: nothing was asked of anybody, and nothing complained of.
  const { requests, complaints } = it
  await it.close()
  expect({ requests, complaints }).toEqual({ requests: [], complaints: [] })
})

const open = async (options: Parameters<typeof scene>[1] = {}, fragment = '', path = '/') => {
  it = await scene(built, options, fragment, path)
}
const headline = () => part(it.page, 'headline')
const advice = () => part(it.page, 'advice')
/** Pastes on what has the focus. */
const paste = (page: Page, text: string) =>
  page.evaluate((data) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', data)
    document.querySelector('microcred-verifier')?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
/** A photograph of a drawing, a little askew; of nothing without one. */
const photo = async (page: Page, type: string, svg?: string): Promise<Buffer> => {
  const url = await page.evaluate(
    async ([kind, drawing]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 900, height: 900 })
      const pen = canvas.getContext('2d') as CanvasRenderingContext2D
      pen.fillStyle = '#fff'
      pen.fillRect(0, 0, 900, 900)
      pen.rotate(0.05)
      if (drawing) {
        const picture = Object.assign(new Image(), { src: URL.createObjectURL(new Blob([drawing], { type: 'image/svg+xml' })) })
        await picture.decode()
        pen.drawImage(picture, 100, 50, 700, 700)
      }
      return canvas.toDataURL(kind)
    },
    [type, svg] as const,
  )
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}

describe('what it takes', () => {
  test('a file, by drop: the badge, its checks in their order, and a verdict', async () => {
    await open()
    expect(await drop(it, await signedBadge())).toBe('verified')
    expect([await part(it.page, 'achievement'), await part(it.page, 'holder'), await part(it.page, 'date')]).toEqual([
      'Statistics I',
      'Zoé Almeida',
      'June 30, 2026',
    ])
    expect(await part(it.page, 'issuer')).toBe('Université d’ExempleNobody vouches for this name.')
    expect([await headline(), await it.page.locator('microcred-verifier [part~="verdict"]').getAttribute('data-verdict')]).toEqual([
      'Genuine, issuer not known to us',
      'genuine',
    ])
    expect(await it.page.locator('microcred-verifier [part~="check"]').evaluateAll((rows) => rows.map((row) => row.textContent))).toMatchInlineSnapshot(`
      [
        "Form – In order: It is a well-formed Open Badge 3.0 (VC 2.0).",
        "Meaning – In order: Every member is defined, and none is hidden.",
        "Signature – In order: Unchanged since it was signed (eddsa-rdfc-2022).",
        "Signed by – In order: The key belongs to did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX (self-certifying).",
        "Dates – In order: Valid until 2036-06-30.",
        "Revocation – Not checked: Its issuer keeps no list of revoked badges.",
        "Schema – Not checked: It names no schema.",
        "Related files – Not checked: It fixes the content of no other file.",
        "Blockchain – Not checked: It carries no blockchain receipt.",
        "Trusted issuer – Not checked: No list of trusted issuers was given.",
        "Holder – Not checked: Not asked for.",
        "Presented – Not checked: It came by itself, and nobody presents it.",
        "Contents – Not checked: It is one credential, and holds no others.",
      ]
    `)
  })

  test('a PNG and an SVG that carry it, with their picture', async () => {
    await open()
    const text = await signedBadge()
    for (const [name, data] of [
      ['badge.png', toPng(image, JSON.parse(text))],
      ['badge.svg', toSvg(readFileSync(join(root, 'examples/graduation/badge.svg'), 'utf8'), JSON.parse(text))],
    ] as const) {
      expect(await drop(it, data, name)).toBe('verified')
      await it.page.waitForSelector('microcred-verifier figure canvas')
      // It is the badge's own picture, and says so; the verdict has none.
      expect(await part(it.page, 'picture')).toBe('Picture in the badge. It proves nothing.')
      expect(await it.page.locator('microcred-verifier [part~="verdict"] :is(canvas, img, svg, figure)').count()).toBe(0)
    }
  })

  test('a file that is chosen, by keyboard', async () => {
    await open()
    const chooser = it.page.waitForEvent('filechooser')
    await it.page.keyboard.press('Tab')
    await it.page.keyboard.press('Enter')
    await (await chooser).setFiles({ name: 'badge.json', mimeType: 'application/json', buffer: Buffer.from(await signedBadge()) })
    expect(await verdict(it.page)).toBe('verified')
  })

  test('JSON, a JWT and a link that are pasted or written', async () => {
    await open()
    const jwt = await signJwt(badgeOf(keys.ed25519.controller), { key: keys.ed25519 })
    const text = await signedBadge()
    for (const [count, pasted] of [text, jwt, link(text, { base: 'https://verify.example/' })].entries()) {
      await paste(it.page, pasted)
      expect(await verdict(it.page, count)).toBe('verified')
    }
    await it.page.evaluate(() => {
      const verifier = document.querySelector('microcred-verifier') as unknown as Verifier
      verifier['credential'] = undefined
    })
    await it.page.getByLabel('Or paste its link or text').fill(link(text, { base: 'https://verify.example/' }))
    await it.page.keyboard.press('Enter')
    expect(await verdict(it.page, 3)).toBe('verified')
  })

  test('a picture of a QR code, and says so where there is none', async () => {
    await open()
    const short = JSON.stringify({
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential'],
      issuer: 'did:example:me',
      credentialSubject: {},
    })
    const svg = qr(link(short, { base: 'https://verify.example/' }), { label: 'A badge' })
    for (const type of ['image/png', 'image/jpeg', 'image/webp']) {
      expect(await drop(it, await photo(it.page, type, svg))).toBe('failed')
      // It was read, and is a badge that nobody signed.
      expect([await part(it.page, 'achievement'), await advice()]).toEqual([
        'A credential without a name',
        'It is not a well-formed badge. Ask its issuer for another copy.',
      ])
    }
    expect(await drop(it, await photo(it.page, 'image/jpeg'))).toBe('failed')
    expect(await advice()).toContain('without a QR code that could be read')
  })

  test('a PDF is read; of one that cannot be, a reader of the page is asked first', async () => {
    await open()
    expect(await drop(it, pdfOf(holding(packed(await signedBadge()))), 'badge.pdf')).toBe('verified')
    expect(await drop(it, '%PDF-1.7\n…', 'badge.pdf')).toBe('unknown')
    expect([await headline(), await advice()]).toEqual([
      'Could not be checked',
      'This PDF cannot be read: its end is missing, or something follows it (byte 12). Get the file again from its owner; printing or editing it does not keep what it holds.',
    ])
    await it.page.evaluate(
      (text) => {
        const verifier = document.querySelector('microcred-verifier') as unknown as Verifier
        verifier['readers'] = [async (bytes: Uint8Array) => (bytes[0] === 0x25 ? text : undefined)]
      },
      await signedBadge(),
    )
    expect(await drop(it, '%PDF-1.7\n…', 'badge.pdf')).toBe('verified')
  })

  test('an address only through what the page loads with', async () => {
    await open()
    const text = await signedBadge()
    await paste(it.page, linkTo('https://uni.example/badges/1.json', { base: 'https://verify.example/' }))
    expect(await verdict(it.page)).toBe('unknown')
    expect(await advice()).toBe('To be sure, https://uni.example/badges/1.json would have to be asked, and this page asks nobody. Ask its issuer.')
    await it.page.evaluate((credential) => {
      const verifier = document.querySelector('microcred-verifier') as unknown as Verifier
      verifier['load'] = async (url: string) => ({ url, bytes: new TextEncoder().encode(credential) })
      verifier.setAttribute('src', 'badges/1.json')
    }, text)
    expect(await verdict(it.page, 1)).toBe('verified')
    await it.page.evaluate(() => {
      const verifier = document.querySelector('microcred-verifier') as unknown as Verifier
      verifier['load'] = async () => {
        throw new Error('down')
      }
    })
    await paste(it.page, 'https://uni.example/badges/1.json')
    expect(await verdict(it.page, 2)).toBe('unknown')
  })

  test('a badge in the link of the page, which leaves the address bar at once', async () => {
    const text = await signedBadge()
    await open({}, new URL(link(text, { base: 'https://verify.example/' })).hash)
    expect(it.page.url()).toBe(`${built.url}/`)
    expect(await verdict(it.page)).toBe('verified')
    expect(await it.page.evaluate(() => history.length)).toBeLessThanOrEqual(2)
  })

  test('a link to a vault: what it opens is verified, what was erased has no verdict, and what nobody could look at neither', async () => {
    await open()
    const text = await signedBadge()
    const link = 'https://uni.example/badge?of=1#v1.hGplaXA'
    const found = async (opened: object | Error, pasted: Uint8Array | string = link) => {
      await it.page.evaluate(
        ([answer, message]) => {
          const verifier = document.querySelector('microcred-verifier') as unknown as Verifier
          const asked: string[] = []
          Object.assign(globalThis, { asked })
          verifier['load'] = async (url: string) => asked.push(url)
          verifier['vault'] = (url: string) => {
            if (!url.includes('#v1.')) return undefined
            asked.push(url)
            return message ? Promise.reject(new Error(message)) : Promise.resolve(answer)
          }
        },
        [opened, opened instanceof Error ? opened.message : ''] as const,
      )
      const outcome = await drop(it, pasted)
      expect(await it.page.evaluate(() => (globalThis as unknown as { asked: unknown }).asked)).toEqual([link])
      return [
        outcome,
        await headline(),
        await it.page.evaluate(() => (document.querySelector('microcred-verifier') as unknown as Verifier)['report'] !== undefined),
      ]
    }
    expect(await found({ outcome: 'open', text, settled: true })).toEqual(['verified', 'Genuine, issuer not known to us', true])
    expect(await part(it.page, 'holder')).toBe('Zoé Almeida')
    // What is opened is not believed: it is verified as any other.
    expect(await found({ outcome: 'open', text: text.replace('Zoé', 'Zoè'), settled: true })).toEqual(['failed', 'Not valid', true])
    // A picture of its QR code opens it, too.
    const picture = await photo(it.page, 'image/jpeg', qr(link, { label: 'Opens it' }))
    expect(await found({ outcome: 'erased', statedBy: 'https://uni.example' }, picture)).toEqual(['erased', 'Erased', false])
    expect(await advice()).toBe(
      'https://uni.example states that this badge was erased. It is neither revoked nor found to be wrong; nothing of it could be examined. Ask its holder.',
    )
    expect(await it.page.locator('microcred-verifier').evaluate((verifier) => verifier.shadowRoot?.textContent)).not.toMatch(/Zo.|v1\./)
    // Another language says the same, and a badge that comes next takes its place.
    await it.page.evaluate(() => {
      ;(document.querySelector('microcred-verifier') as unknown as Verifier)['languages'] = ['fr']
    })
    await it.page.waitForFunction(() => document.querySelector('microcred-verifier')?.shadowRoot?.textContent?.includes('Effacé'))
    expect(await found({ outcome: 'open', text, settled: true })).toEqual(['verified', 'Authentique, émetteur non reconnu', true])
    for (const error of [new CannotOpenError(), new ChainSilentError('eip155:1', undefined), new CustodianSilentError('https://uni.example')]) {
      expect(await found({ outcome: 'unavailable', problem: toProblem(error) })).toEqual(['unknown', 'Impossible à vérifier', true])
    }
    expect(await advice()).toContain('https://uni.example n’a pas répondu')
    expect(await found(new Error('a fault of the page'))).toEqual(['unknown', 'Impossible à vérifier', true])
  })

  test('no link to a vault where the page has none: nothing is asked for, and its secret end is not shown', async () => {
    await open()
    await it.page.evaluate(() => {
      const verifier = document.querySelector('microcred-verifier') as unknown as Verifier
      verifier['load'] = () => Promise.reject(new Error('asked'))
    })
    for (const [count, link] of ['https://uni.example/badge#v1.hGplaXA', 'https://uni.example/badge#v1.hGplaXA#more'].entries()) {
      await paste(it.page, link)
      expect([await verdict(it.page, count), await headline(), await advice()]).toEqual([
        'unknown',
        'Could not be checked',
        expect.stringMatching(/not read here/),
      ])
      expect(await it.page.locator('microcred-verifier').evaluate((verifier) => verifier.shadowRoot?.textContent)).not.toMatch(/hGplaXA|asked/)
    }
  })

  test.runIf(haveVectors)('what others issued: the cases of the 1EdTech validator, none with another verdict than offline', async () => {
    const cases = (jsonVector('1edtech-validator/manifest.json').cases as readonly { file: string }[])
      .filter(({ file }) => /\.(?:json|png|svg)$/.test(file))
      .slice(0, 12)
    expect(cases.length).toBeGreaterThan(0)
    await open()
    for (const { file } of cases) {
      const bytes = new Uint8Array(readVector(`1edtech-validator/${file}`))
      const { outcome } = await verify(bytes, { accept: everything, issuers: 'any' })
      expect(await drop(it, bytes, file), file).toBe(outcome === 'passed' ? 'verified' : outcome)
    }
  })
})

describe('the verdict', () => {
  test('is not valid when a letter was changed, and says what to do', async () => {
    await open()
    expect(await drop(it, (await signedBadge()).replace('Zoé Almeida', 'Zoé Almeidá'))).toBe('failed')
    expect([await headline(), await part(it.page, 'bound')]).toEqual(['Not valid', 'There is no valid signature of this issuer.'])
  })

  test('names the list, where the page has one', async () => {
    await open()
    const believe = (outcome: string) =>
      it.page.evaluate((said) => {
        const verifier = document.querySelector('microcred-verifier') as unknown as Verifier
        const failed = { outcome: 'failed', problem: { name: 'verify.UntrustedIssuerError', message: '', facts: { issuer: 'did:example:x' } } }
        verifier['issuers'] = {
          kind: 'issuers',
          name: 'ours',
          judge: () => (said === 'passed' ? { outcome: said, detail: { list: 'Our list', name: 'Example' } } : failed),
        }
      }, outcome)
    await believe('passed')
    expect(await drop(it, await signedBadge())).toBe('verified')
    expect([await headline(), await part(it.page, 'bound')]).toEqual(['Verified', 'Signed by it, and on the list “Our list” as Example.'])
    await believe('failed')
    expect(await drop(it, await signedBadge())).toBe('failed')
    expect([await headline(), await part(it.page, 'bound')]).toEqual(['Not valid', 'Not on the list that this page trusts.'])
  })

  test('is of the last badge: a second one stops the first', async () => {
    await open()
    const text = await signedBadge()
    const seen = await it.page.evaluate(async (credential) => {
      const verifier = document.querySelector('microcred-verifier') as unknown as Verifier
      const details: unknown[] = []
      let stopped = false
      for (const name of ['verified', 'failed', 'unknown']) verifier.addEventListener(name, ({ type }) => details.push(type))
      verifier['load'] = (_: string, { cancel }: { cancel: AbortSignal }) =>
        new Promise((_, reject) => {
          cancel.addEventListener('abort', () => {
            stopped = true
            reject(new Error('stopped'))
          })
        })
      verifier['credential'] = 'https://slow.example/badge.json'
      await new Promise((resolve) => setTimeout(resolve, 200))
      verifier['credential'] = credential
      await new Promise((resolve) => verifier.addEventListener('verified', resolve))
      await new Promise((resolve) => setTimeout(resolve, 200))
      return { details, stopped }
    }, text)
    expect(seen).toEqual({ details: ['verified'], stopped: true })
  })

  test('gives the page its report, and each check before', async () => {
    await open()
    await it.page.evaluate(() => {
      const seen = globalThis as unknown as { steps: unknown[] }
      seen.steps = []
      addEventListener('progress', (event) => seen.steps.push((event as unknown as CustomEvent).detail.name))
    })
    await drop(it, await signedBadge())
    const { outcome, steps } = await it.page.evaluate(() => ({
      outcome: ((document.querySelector('microcred-verifier') as unknown as Verifier)['report'] as { outcome: string }).outcome,
      steps: (globalThis as unknown as { steps: string[] }).steps,
    }))
    expect(outcome).toBe('passed')
    expect(new Set(steps)).toEqual(new Set(checkNames))
  })

  test('folds out what it rests on', async () => {
    await open()
    await drop(it, await signedBadge())
    await it.page.getByText('Technical detail').click()
    await it.page.getByRole('button', { name: 'Show the credential as JSON' }).click()
    const text = await part(it.page, 'technical')
    for (const word of ['SHA-256 of the file', 'did:key:z6Mk', 'eddsa-rdfc-2022', '"proofValue"']) expect(text).toContain(word)
  })

  test('and what was signed: the canonical texts and their hashes, as explain has them', async () => {
    await open()
    const text = await signedBadge()
    await drop(it, text)
    await it.page.getByText('Technical detail').click()
    await it.page.getByRole('button', { name: 'Show what was signed' }).click()
    const signed = JSON.parse(text)
    const { canonicalDocument, canonicalProof, documentHash, proofHash } = await explain(signed, signed.proof[0] ?? signed.proof, { suite: eddsaRdfc2022 })
    const texts = it.page.locator('microcred-verifier [part~="technical"] pre')
    await texts.nth(1).waitFor()
    expect(await texts.allTextContents()).toEqual([canonicalDocument, canonicalProof])
    const shown = await part(it.page, 'technical')
    for (const digest of [documentHash, proofHash]) expect(shown).toContain(`SHA-256 ${toHex(digest)}`)
  })

  test('of a badge that has no text of what was signed, or none that can be made here, it says so', async () => {
    await open({ locale: 'fr-FR' })
    const jwt = await signJwt(badgeOf(keys.ed25519.controller), { key: keys.ed25519 })
    const badge = JSON.parse(await signedBadge())
    const proof = badge.proof[0] ?? badge.proof
    for (const [held, sentence] of [
      [jwt, 'Aucune signature ne figure dans le badge.'],
      [JSON.stringify({ ...badge, proof: { ...proof, cryptosuite: 'other-2030' } }), 'Ce sur quoi porte une signature other-2030 n’est pas montré ici.'],
      [
        JSON.stringify({ ...badge, '@context': [...badge['@context'], 'https://uni.example/context'] }),
        'Le vocabulaire « https://uni.example/context » n’est pas connu ici.',
      ],
    ] as const) {
      await drop(it, held)
      await it.page.getByText('Détails techniques').click()
      await it.page.getByRole('button', { name: 'Montrer ce qui a été signé' }).click()
      await it.page.locator('microcred-verifier [part~="technical"]').getByText(sentence).last().waitFor()
    }
  })

  test('links a transaction to the explorer that the page chose, and to none otherwise', async () => {
    await open()
    const chain = memory({ now: new Date('2026-07-01T00:00:00Z') })
    const signed = readSigned(await signedBadge())
    const { receipts } = await anchor([signed], { suite: eddsaRdfc2022, chain, keep: () => {} })
    const [receipt] = [...receipts.values()]
    if (!receipt) throw new Error('no receipt')
    const text = JSON.stringify(attach(signed, receipts))
    const [sighting] = await Promise.all(receipt.anchors.map((one) => chain.find(one)))
    const look = async (explorer: string | undefined) => {
      await it.page.evaluate(
        ([id, commitment, address]) => {
          const verifier = document.querySelector('microcred-verifier') as unknown as Verifier
          const found = { commitment: new Uint8Array(commitment), time: '2026-07-01T00:00:00Z', confirmations: 100, settled: true }
          verifier['chains'] = [{ id, find: async () => found }]
          verifier['explorer'] =
            address === undefined
              ? undefined
              : (on: string, transaction: string) => {
                  if (address === 'throws') throw new Error('no')
                  return address.replace('CHAIN', encodeURIComponent(on)).replace('TRANSACTION', transaction)
                }
        },
        [chain.id, [...(sighting?.commitment ?? [])], explorer] as const,
      )
      await drop(it, text)
      await it.page.getByText('Technical detail').click()
      await it.page.locator('microcred-verifier [part~="technical"]').getByText('Confirmations', { exact: true }).waitFor()
      return it.page.locator('microcred-verifier [part~="technical"] a').evaluateAll((all) =>
        all.map((one) => {
          const { href, rel, referrerPolicy, target, textContent } = one as HTMLAnchorElement
          return { href, rel, referrerPolicy, target, textContent }
        }),
      )
    }
    const [{ transaction = '' } = {}] = receipt.anchors as readonly { readonly transaction?: string }[]
    const [link] = await look('https://explorer.example/CHAIN/TRANSACTION')
    expect(link).toMatchObject({
      href: `https://explorer.example/${encodeURIComponent(chain.id)}/${transaction}`,
      rel: 'noopener noreferrer nofollow',
      referrerPolicy: 'no-referrer',
      target: '_blank',
    })
    expect(link?.textContent).toMatch(/^explorer\.example\//)
    for (const none of [undefined, 'http://explorer.example/TRANSACTION', 'javascript:alert(1)', 'https://you@explorer.example/', 'throws', ''])
      expect(await look(none), none).toEqual([])
  })
})

describe('on the page', () => {
  const sizes = [
    { name: 'a telephone', viewport: { width: 320, height: 640 } },
    { name: 'a telephone in France', viewport: { width: 320, height: 640 }, locale: 'fr-FR' },
    { name: 'a desk', viewport: { width: 1024, height: 768 } },
  ] as const

  test.each(sizes)('nothing moves after the verdict, on $name', async (look) => {
    const badges = [
      await signedBadge(),
      (await signedBadge()).replace('Zoé Almeida', 'Zoé Almeidá'),
      await signedBadge((badge) => {
        badge['credentialStatus'] = {
          id: 'https://uni.example/status/1#7',
          type: 'BitstringStatusListEntry',
          statusPurpose: 'revocation',
          statusListIndex: '7',
          statusListCredential: 'https://uni.example/status/1',
        }
      }),
    ]
    await open(look)
    // The verdict comes well after the badge, and so in a frame of its own: what moves then, the verdict moves.
    await it.page.evaluate(() => {
      const verifier = document.querySelector('microcred-verifier') as unknown as Verifier
      const listed = { outcome: 'passed', detail: { list: 'slow' } }
      verifier['issuers'] = { kind: 'issuers', name: 'slow', judge: () => new Promise((resolve) => setTimeout(() => resolve(listed), 300)) }
    })
    for (const text of badges) {
      await drop(it, text)
      await it.page.waitForTimeout(300)
      const { shifts, verdictAt, droppedAt } = await it.page.evaluate(() => {
        const { shifts: all, verdictAt: at, droppedAt: before } = globalThis as unknown as Seen
        return { shifts: all, verdictAt: at, droppedAt: before }
      })
      expect(verdictAt - droppedAt).toBeGreaterThan(250)
      expect(shifts.filter(({ at }) => at >= verdictAt)).toEqual([])
    }
  })

  test('the first screen of a telephone shows what, by whom, to whom, when, and the verdict', async () => {
    await open({ viewport: { width: 320, height: 640 } })
    const long = await signedBadge((badge) => void (badge['credentialSubject'].achievement.name = 'Advanced statistical methods for the social sciences'))
    for (const held of [await signedBadge(), (await signedBadge()).replace('Zoé Almeida', 'Zoé Almeidá'), toPng(image, JSON.parse(long))]) {
      await drop(it, held)
      for (const name of ['achievement', 'issuer', 'holder', 'date', 'headline', 'advice']) {
        const box = await it.page.locator(`microcred-verifier [part~="${name}"]`).first().boundingBox()
        expect(box?.y, name).toBeGreaterThanOrEqual(0)
        expect((box?.y ?? 0) + (box?.height ?? 0), name).toBeLessThanOrEqual(640)
        expect((box?.x ?? 0) + (box?.width ?? 0), name).toBeLessThanOrEqual(320)
      }
      expect(await it.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    }
  })

  test.each(['light', 'dark'] as const)('axe finds nothing, in %s', async (colorScheme) => {
    await open({ colorScheme })
    const violations = async () => {
      await it.page.evaluate(axe.source)
      return it.page.evaluate(async () => {
        const found = await (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run()
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      })
    }
    expect(await violations()).toEqual([])
    for (const text of [await signedBadge(), (await signedBadge()).replace('Zoé Almeida', 'Zoé Almeidá'), '%PDF-1.7']) {
      await drop(it, text)
      await it.page.waitForTimeout(300)
      for (const summary of await it.page.locator('microcred-verifier summary').all()) await summary.click()
      expect(await violations()).toEqual([])
    }
  })

  test('speaks the page’s language, or another that it is given', async () => {
    await open({}, '', '/embed.html')
    await drop(it, await signedBadge())
    await it.page.evaluate(() => {
      ;(document.querySelector('microcred-verifier') as unknown as Verifier)['languages'] = ['fr-CA']
    })
    await it.page.waitForFunction(() => document.querySelector('microcred-verifier')?.shadowRoot?.textContent?.includes('Authentique'))
    expect([await headline(), await part(it.page, 'bound')]).toEqual(['Authentique, émetteur non reconnu', 'Personne ne se porte garant de ce nom.'])
    expect(await drop(it, '%PDF-1.7')).toBe('unknown')
    expect(await advice()).toContain('Ce PDF est abîmé')
    // A language of the page's own, from right to left.
    await it.page.evaluate(() => {
      const verifier = document.querySelector('microcred-verifier') as unknown as Verifier
      const { en } = (globalThis as unknown as { kit: { en: { words: object; labels: object } } }).kit
      verifier['catalogues'] = [{ words: { ...en.words, language: 'he', direction: 'rtl' }, labels: { ...en.labels, badge: 'התג אומר' } }]
      verifier['languages'] = ['he-IL']
    })
    await it.page.waitForFunction(() => document.querySelector('microcred-verifier')?.shadowRoot?.querySelector('[dir=rtl][lang=he]'))
    await drop(it, await signedBadge())
    expect(await it.page.locator('microcred-verifier [part~="badge"]').getAttribute('aria-label')).toBe('התג אומר')
    expect(await it.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024)
  })

  test('pictures of every state, to be looked at', async () => {
    await open()
    expect(new Set(await takeScreenshots(built)).size).toBe(10)
  })
})

describe('<microcred-badge>', () => {
  test('shows what a badge says, and the way to a verdict, and is none', async () => {
    await open({}, '', '/embed.html')
    const text = await signedBadge()
    await it.page.evaluate((credential) => {
      const badge = document.createElement('microcred-badge')
      badge.setAttribute('page', '/verify')
      document.body.append(Object.assign(badge, { credential }))
    }, text)
    const badge = it.page.locator('microcred-badge')
    await badge.locator('[part~="verify"]').waitFor()
    expect(await badge.locator('[part~="badge"]').evaluate((card) => [...card.children].slice(1).map(({ textContent }) => textContent))).toEqual([
      'Statistics I',
      'IssuerUniversité d’ExempleThe name is what the badge says.HolderZoé AlmeidaAwardedJune 30, 2026Valid untilJune 30, 2036',
      expect.stringContaining('How it was earned'),
      'Not verified on this page. Verify it',
    ])
    expect(await badge.locator('[part~="verdict"], [role="status"]').count()).toBe(0)
    const address = (await badge.locator('[part~="verify"]').getAttribute('href')) ?? ''
    expect(JSON.parse(readLink(address)?.text ?? '')).toEqual(JSON.parse(text))
    // One that has expired says so; nobody has verified that either.
    await it.page.evaluate(() => {
      const shown = document.querySelector('microcred-badge') as unknown as Verifier
      shown['now'] = new Date('2040-01-01')
      shown['credential'] = JSON.parse(shown['credential'] as string)
    })
    await badge.getByText('Expired').waitFor()
  })
})

test('what was set before the elements were defined holds, and what was open goes on where it is moved', async () => {
  await open({}, '', '/embed.html')
  const at = await it.page.evaluate(
    async (credential) => {
      const place = document.createElement('div')
      document.body.append(place)
      const verifier = document.createElement('microcred-verifier') as unknown as Verifier
      verifier['now'] = new Date('2040-01-01')
      verifier['credential'] = credential
      document.body.append(verifier)
      place.append(verifier)
      return new Promise((resolve) => verifier.addEventListener('failed', (event) => resolve((event as unknown as CustomEvent).detail.at)))
    },
    await signedBadge(),
  )
  expect(at).toBe('2040-01-01T00:00:00.000Z')
  expect(await it.page.evaluate(() => (globalThis as unknown as { early: Promise<string> }).early)).toBe('2041-01-01T00:00:00.000Z')
})

test('what a framework sets to undefined is as it was unset, but for whom to believe, which nobody guesses', async () => {
  await open()
  const unset = (except: readonly string[]) =>
    it.page.evaluate((kept) => {
      const verifier = document.querySelector('microcred-verifier') as unknown as Verifier
      for (const name of ['accept', 'issuers', 'load', 'chains', 'now', 'maxBytes', 'readers', 'vault', 'explorer', 'languages', 'catalogues'])
        if (!kept.includes(name)) verifier[name] = undefined
    }, except)
  const text = await signedBadge()
  await unset(['issuers'])
  expect([await drop(it, text), await headline()]).toEqual(['verified', 'Genuine, issuer not known to us'])
  await unset([])
  expect([await drop(it, text), await headline()]).toEqual(['unknown', 'Could not be checked'])
  expect(await it.page.evaluate(() => (document.querySelector('microcred-verifier') as unknown as Verifier)['report'])).toMatchObject({
    checks: { shape: { outcome: 'unknown', problem: { name: 'verify.OptionsError' } } },
  })
  const shown = await it.page.evaluate((credential) => {
    const badge = document.createElement('microcred-badge') as unknown as Verifier
    Object.assign(badge, { load: undefined, now: undefined, languages: undefined, catalogues: undefined, credential })
    document.body.append(badge)
    return new Promise<string>((resolve) => {
      const look = () => {
        const name = badge.shadowRoot?.querySelector('[part~="achievement"]')?.textContent
        if (name) resolve(name)
        else setTimeout(look, 20)
      }
      look()
    })
  }, text)
  expect(shown).toBe('Statistics I')
})
