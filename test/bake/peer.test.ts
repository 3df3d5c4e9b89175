import fc from 'fast-check'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromSvg, toPng, toSvg } from '../../src/bake/index.js'
import { toText } from '../../src/credential/secured.js'
import { launch } from '../browser.js'
import { haveVectors } from '../vectors.js'
import { badge, badgeJwt, nameOf, pixel, published, readPublished } from './images.js'

// What the DOM types say of a page, as far as these tests go.
type Element = { getAttribute(name: string): string | null; readonly textContent: string }
type Document = { querySelector(what: string): unknown; getElementsByTagNameNS(namespace: string, name: string): Iterable<Element> }
type Window = { DOMParser: new () => { parseFromString(text: string, type: string): Document } }

describe('a browser', () => {
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await launch()
    page = await browser.newPage()
  })
  afterAll(() => browser.close())

  /** The credentials that the browser's own XML parser finds in each text, or that it is not well-formed. */
  const read = (texts: readonly string[]): Promise<(string[] | 'not well-formed')[]> =>
    page.evaluate((all) => {
      const { DOMParser } = globalThis as unknown as Window
      return all.map((text) => {
        const document = new DOMParser().parseFromString(text, 'image/svg+xml')
        if (document.querySelector('parsererror')) return 'not well-formed'
        const elements = [...document.getElementsByTagNameNS('https://purl.imsglobal.org/ob/v3p0', 'credential')]
        return elements.map((element) => (element.getAttribute('verify') ?? element.textContent).trim())
      })
    }, texts)

  test('reads what we bake into an SVG, once', async () => {
    const images = [
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      ...(haveVectors ? published('.svg').map(({ file }) => readPublished(file).toString('utf8')) : []),
    ]
    for (const credential of [badge, badgeJwt]) {
      expect(await read(images.map((image) => toSvg(image, credential)))).toEqual(images.map(() => [toText(credential)]))
    }
  })

  test('shows what we bake into a PNG', async () => {
    const images = [pixel, ...(haveVectors ? published('.png').map(({ file }) => readPublished(file)) : [])]
    for (const image of images) {
      const show = (bytes: Uint8Array): Promise<number[]> =>
        page.evaluate(async (base64) => {
          const shown = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
          return [shown.width, shown.height]
        }, Buffer.from(bytes).toString('base64'))
      expect(await show(toPng(image, badge))).toEqual(await show(image))
    }
  })

  test('never reads another credential than we do, whatever becomes of the SVG', async () => {
    const bits = fc.constantFrom(
      ...`< > / " ' & ; : = [ x <!-- --> <![CDATA[ ]]> <? ?> &#65; <g/> </g> <g> </svg> xmlns="a"`.split(' '),
      ' ',
      '\n',
      '<!DOCTYPE svg>',
    )
    const images = [
      toSvg('<svg xmlns="http://www.w3.org/2000/svg"><!-- a --><g a="1">&lt;</g></svg>', badge),
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0"><o:credential verify="a.b.c"></o:credential><g b='2'/></svg>`,
    ]
    const mutated = fc
      .tuple(fc.constantFrom(...images), fc.nat(), fc.array(bits, { maxLength: 3 }), fc.nat(6))
      .map(([image, where, parts, cut]) => image.slice(0, where % image.length) + parts.join('') + image.slice((where % image.length) + cut))
    const cases = fc.sample(mutated, 5000)
    const theirs = await read(cases)
    for (const [at, image] of cases.entries()) {
      const name = nameOf(() => fromSvg(image))
      const found = theirs[at]
      if (found === 'not well-formed' || found === undefined) continue
      // We may refuse more than they do; what both read is the same.
      const same = name.startsWith('bake.') || fromSvg(image) === found[0]
      expect([image, same]).toEqual([image, true])
    }
  })
})
