import { afterAll, describe, expect, test } from 'vitest'
import { fromUtf8, utf8 } from '../../src/bytes.js'
import type { Load } from '../../src/seams.js'
import { chunk, holding } from '../bake/images.js'
import { counted, haveVectors, printCounts } from '../vectors.js'
import { objectsOf, others } from './changes.js'
import { badges, type Case, examine, isPart, published, sampleOf } from './corpus.js'

afterAll(printCounts)
const valid = badges.filter((one) => one.expected === 'valid' && !isPart(one))
const isSigned = ({ file }: Case): boolean => file.endsWith('.jwt')

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const decode = (part = ''): object => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))

/** A signed badge with one value of its header or its payload changed, or one character of its signature. */
function* forgeriesOf(text: string): Generator<string> {
  const [header = '', payload = '', signature = ''] = text.split('.')
  for (const [, changed] of objectsOf(decode(header))) yield `${encode(changed)}.${payload}.${signature}`
  for (const [, changed] of objectsOf(decode(payload))) yield `${header}.${encode(changed)}.${signature}`
  for (let at = 0; at < signature.length; at++)
    yield `${header}.${payload}.${signature.slice(0, at)}${signature[at] === 'A' ? 'B' : 'A'}${signature.slice(at + 1)}`
}

describe.skipIf(!haveVectors)('no change of one value of a valid file passes', () => {
  test.each(valid)('$id', async (one) => {
    const { held, document } = sampleOf(one)
    const load = published(document)
    expect((await examine(held, load)).outcome).toBe('passed')
    const set = `1EdTech OB 2.0, ${isSigned(one) ? 'signed' : 'hosted'} files with one value changed, not passed`
    const carried = (text: string): string | Uint8Array => (one.file.endsWith('.png') ? holding(chunk('iTXt', `openbadges\0\0\0\0\0${text}`)) : text)
    const forgeries = isSigned(one) ? forgeriesOf(fromUtf8(held).trim()) : objectsOf(document).map(([, changed]) => carried(JSON.stringify(changed)))
    for (const forgery of forgeries) {
      const { outcome } = await examine(forgery, load)
      counted(set, outcome !== 'passed')
      expect(outcome, String(forgery)).not.toBe('passed')
    }
  })

  // These speak for themselves, from the issuer's own host. What they say there is what counts, and nothing signs it.
  test('what is published beside it is not signed, and only that may change: the members', async () => {
    const text = (bytes: Uint8Array): object => JSON.parse(fromUtf8(bytes))
    const table: { [part: string]: string } = {}
    for (const [id, parts] of [
      [
        'ob20/simple-not-revoked.jwt',
        ['badge-from-organization-with-empty-revocation-list', 'organization-with-empty-revocation-list', 'key2', 'empty-revocation-list'],
      ],
      ['ob20/basic-assertion.json', ['robotics-badge', 'organization']],
    ] as const) {
      const { held, document } = sampleOf(badges.find((one) => one.id === id) as Case)
      const load = published(document)
      for (const part of parts) {
        const url = `https://example.org/${part}.json`
        const members = new Set<string>()
        for (const [place, changed] of objectsOf(text((await load(url)).bytes), others)) {
          const other: Load = async (asked, wish) => (asked === url ? { url, bytes: utf8(JSON.stringify(changed)) } : load(asked, wish))
          const { outcome } = await examine(held, other)
          if (outcome === 'passed') members.add(place.split('/')[1] ?? '')
        }
        table[`${id} ${part}`] = [...members].join(' ')
      }
    }
    expect(table).toMatchInlineSnapshot(`
      {
        "ob20/basic-assertion.json organization": "@context name url email publicKey",
        "ob20/basic-assertion.json robotics-badge": "@context name description image criteria",
        "ob20/simple-not-revoked.jwt badge-from-organization-with-empty-revocation-list": "@context name description image criteria",
        "ob20/simple-not-revoked.jwt empty-revocation-list": "@context id type revokedAssertions",
        "ob20/simple-not-revoked.jwt key2": "@context id type",
        "ob20/simple-not-revoked.jwt organization-with-empty-revocation-list": "@context name url email revocationList",
      }
    `)
  })
})
