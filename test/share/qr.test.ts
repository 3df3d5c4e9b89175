import fc from 'fast-check'
import { default as jsqr } from 'jsqr'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { link, readLink } from '../../src/share/index.js'
import { qr } from '../../src/share/qr.js'
import { badgeOf } from '../badges.js'
import { launch } from '../browser.js'

const label = 'Opens this badge'
const read = (pixels: Uint8ClampedArray, side: number): string | undefined => jsqr.default(pixels, side, side)?.data

/** The image as dark and light modules, `scale` pixels each: read without a browser, from the path that it draws. */
function drawn(svg: string, scale = 3): string | undefined {
  const modules = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])
  const side = modules * scale
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255)
  for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(width)) * scale; column++)
        pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3)
    }
  }
  return read(pixels, side)
}

describe('qr', () => {
  test('is an image with a name, dark on white, that scales without blurring', () => {
    expect(qr('https://a.example/', { label: '"<Opens> & shuts"' }).replace(/ d="[^"]{60,}"/, ' d="…"')).toMatchInlineSnapshot(
      `"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33" role="img" aria-label="&#34;&#60;Opens&#62; &#38; shuts&#34;" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h33v33h-33z"/><path d="…"/></svg>"`,
    )
  })

  test('any link comes back from another reader', () => {
    fc.assert(
      fc.property(fc.base64String({ minLength: 1, maxLength: 1246 }), (text) => {
        const address = `https://verify.example/#c1.${text}`
        expect(drawn(qr(address, { label }))).toBe(address)
      }),
      { numRuns: 40, examples: [...Array(39).keys()].map((at) => ['Ab3_'.repeat(312).slice(0, 32 * at)]) },
    )
  })

  test('holds 1,273 bytes in version 25, at level M up to 997, and says what to do with more', () => {
    const of = (length: number) => qr(`https://verify.example/#${'a'.repeat(length - 24)}`, { label })
    expect(of(997)).toContain('viewBox="0 0 125 125"')
    expect(of(1273)).toContain('viewBox="0 0 125 125"')
    expect(drawn(of(1273))).toHaveLength(1273)
    // 1,050 bytes would fit in version 23, which a widespread reader does not read.
    expect([of(780), of(1050)].map((svg) => /viewBox="[^"]+"/.exec(svg)?.[0])).toEqual(['viewBox="0 0 121 121"', 'viewBox="0 0 121 121"'])
    expect(drawn(of(1050))).toHaveLength(1050)
    expect(() => of(1274)).toThrowErrorMatchingInlineSnapshot(
      `[share.TooLongError: A QR code that a telephone can read holds 1273 bytes, and this link has 1274. Serve the credential at a URL, and make a code of linkTo(url, …).]`,
    )
  })
})

describe('what a telephone sees', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  test('drawn small by a browser, turned and blurred, a code still brings the badge', async () => {
    const page = await browser.newPage()
    const text = JSON.stringify(badgeOf('did:web:uni.example'))
    const address = link(text, { base: 'https://verify.example/' })
    const side = 700
    const pixels = await page.evaluate(
      async ({ svg, side }) => {
        const image = new Image()
        image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`
        await image.decode()
        const canvas = new OffscreenCanvas(side, side)
        const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
        context.fillStyle = '#ddd'
        context.fillRect(0, 0, side, side)
        context.filter = 'blur(1.5px) contrast(0.7)'
        context.translate(side / 2, side / 2)
        context.rotate(0.3)
        context.drawImage(image, -side * 0.4, -side * 0.4, side * 0.8, side * 0.8)
        return Array.from(context.getImageData(0, 0, side, side).data)
      },
      { svg: qr(address, { label }), side },
    )
    console.log(`a QR code of ${address.length} bytes, drawn ${side * 0.8} pixels wide`)
    expect(readLink(read(new Uint8ClampedArray(pixels), side) ?? '')?.text).toBe(text)
  })
})
