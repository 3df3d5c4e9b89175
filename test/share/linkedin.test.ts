import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { achievement, type OpenBadge, openBadge, profile, type Signed, signed, type Text } from '../../src/credential/index.js'
import { linkedIn } from '../../src/share/index.js'

function badgeOf(name: Text, more: Partial<openBadge.Options> = {}): Signed<OpenBadge> {
  const badge = openBadge({
    id: 'urn:uuid:8a2c?x=1&y=2#z',
    issuer: profile({ id: 'did:web:uni.example', name: { en: 'Example University', fr: 'Université Exemple' } }),
    achievement: achievement({ id: 'urn:a', name, description: 'B', criteria: { narrative: 'C' } }),
    subject: { id: 'did:example:zoe' },
    validFrom: new Date('2026-01-01T00:30:00+01:00'),
    ...more,
  })
  return signed({ ...badge, proof: [{ type: 'DataIntegrityProof', proofPurpose: 'assertionMethod' }] } as never) as Signed<OpenBadge>
}

const page = 'https://uni.example/badges/1?lang=fr&x="y"'
const organization = { name: 'Université & Cie' }

describe('linkedIn', () => {
  test('writes the URL, and the same fields for copy and paste; months are those of UTC', () => {
    expect(
      linkedIn(badgeOf({ en: 'Statistics I', fr: 'Statistiques I' }, { validUntil: new Date('2031-06-30T23:59:59Z') }), {
        page,
        organization,
        language: 'fr-CA',
      }),
    ).toMatchInlineSnapshot(`
      {
        "fields": [
          {
            "label": "Name",
            "value": "Statistiques I",
          },
          {
            "label": "Issuing organization",
            "value": "Université & Cie",
          },
          {
            "label": "Issue date",
            "value": "2025-12",
          },
          {
            "label": "Expiration date",
            "value": "2031-06",
          },
          {
            "label": "Credential ID",
            "value": "urn:uuid:8a2c?x=1&y=2#z",
          },
          {
            "label": "Credential URL",
            "value": "https://uni.example/badges/1?lang=fr&x=%22y%22",
          },
        ],
        "url": "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&name=Statistiques%20I&organizationName=Universit%C3%A9%20%26%20Cie&issueYear=2025&issueMonth=12&expirationYear=2031&expirationMonth=6&certUrl=https%3A%2F%2Funi.example%2Fbadges%2F1%3Flang%3Dfr%26x%3D%2522y%2522&certId=urn%3Auuid%3A8a2c%3Fx%3D1%26y%3D2%23z",
      }
    `)
  })

  test('names the organisation by its number, in the language of the profile', () => {
    expect(linkedIn(badgeOf('Statistics I'), { page, organization: { id: 1234 }, language: 'fr' })).toMatchInlineSnapshot(`
      {
        "fields": [
          {
            "label": "Name",
            "value": "Statistics I",
          },
          {
            "label": "Issuing organization",
            "value": "Université Exemple",
          },
          {
            "label": "Issue date",
            "value": "2025-12",
          },
          {
            "label": "Credential ID",
            "value": "urn:uuid:8a2c?x=1&y=2#z",
          },
          {
            "label": "Credential URL",
            "value": "https://uni.example/badges/1?lang=fr&x=%22y%22",
          },
        ],
        "url": "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&name=Statistics%20I&organizationId=1234&issueYear=2025&issueMonth=12&certUrl=https%3A%2F%2Funi.example%2Fbadges%2F1%3Flang%3Dfr%26x%3D%2522y%2522&certId=urn%3Auuid%3A8a2c%3Fx%3D1%26y%3D2%23z",
      }
    `)
  })

  test('prefers the name of the badge to that of the achievement, and the first award to a later edition', () => {
    const { fields } = linkedIn(badgeOf('Statistics I', { name: 'With honours', awardedDate: new Date('2024-12-31T23:00:00Z') }), { page, organization })
    expect(fields.map(({ value }) => value)).toMatchInlineSnapshot(`
      [
        "With honours",
        "Université & Cie",
        "2024-12",
        "urn:uuid:8a2c?x=1&y=2#z",
        "https://uni.example/badges/1?lang=fr&x=%22y%22",
      ]
    `)
  })

  test.each(['النزاهة', '統計学 I', 'Статистика «I»', '"A" & \'B\' <C> = 100 % + #1?', 'é (e\u0301)', '👩‍🎓 C++'])('carries %s', (name) => {
    const { url, fields } = linkedIn(badgeOf(name), { page, organization })
    expect(url).toMatch(/^https:\/\/www\.linkedin\.com\/profile\/add\?[\w.~!*'()%&=-]+$/)
    expect(new URL(url).searchParams.get('name')).toBe(name)
    expect(fields[0]).toEqual({ label: 'Name', value: name })
  })

  test('whatever the texts are, they come back, and nothing else joins them', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => one.trim() !== '')
    fc.assert(
      fc.property(text, text, (name, organizationName) => {
        const { url } = linkedIn(badgeOf(name), { page, organization: { name: organizationName } })
        expect([...new URL(url).searchParams]).toEqual([
          ['startTask', 'CERTIFICATION_NAME'],
          ['name', name],
          ['organizationName', organizationName],
          ['issueYear', '2025'],
          ['issueMonth', '12'],
          ['certUrl', 'https://uni.example/badges/1?lang=fr&x=%22y%22'],
          ['certId', 'urn:uuid:8a2c?x=1&y=2#z'],
        ])
      }),
    )
  })

  test.each([
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    ' JavaScript:alert(1)',
    'http://uni.example/1',
    'data:text/html,x',
    '//uni.example',
    '/badges/1',
    '',
    'https://user:pass@uni.example/1',
    'https://',
  ])('refuses the page %j', (bad) => {
    expect(() => linkedIn(badgeOf('A'), { page: bad, organization })).toThrow(expect.objectContaining({ name: 'share.PageError' }))
  })

  test('says what to do about a bad page and a bad organisation', () => {
    expect(() => linkedIn(badgeOf('A'), { page: 'javascript:alert(1)', organization })).toThrowErrorMatchingInlineSnapshot(
      `[share.PageError: The page of a badge must be an https URL without a user name: others link to it.]`,
    )
    for (const bad of [{ id: 0 }, { id: 1.5 }, { id: Number.NaN }, { name: ' ' }]) {
      expect(() => linkedIn(badgeOf('A'), { page, organization: bad })).toThrow(expect.objectContaining({ name: 'share.OrganizationError' }))
    }
    expect(() => linkedIn(badgeOf('A'), { page, organization: { id: -1 } })).toThrowErrorMatchingInlineSnapshot(
      `[share.OrganizationError: Name the issuer's LinkedIn organisation by its number, a positive integer that its page shows to administrators, or by a name that is not empty.]`,
    )
  })
})
