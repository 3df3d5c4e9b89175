import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { timeOf, toInstant } from '../../src/credential/instant.js'
import { taggedTexts, textIn } from '../../src/credential/text.js'

describe('textIn', () => {
  test('picks the first wished language that there is, by tag and then by language', () => {
    const text = { en: 'Yes', 'fr-CA': 'Ouais', fr: 'Oui' }
    expect(textIn(text, ['fr-CA'])).toBe('Ouais')
    expect(textIn(text, ['FR'])).toBe('Oui')
    expect(textIn(text, ['fr-CH', 'en'])).toBe('Ouais')
    expect(textIn(text, ['de', 'en-GB'])).toBe('Yes')
    expect(textIn(text, ['de'])).toBe('Yes')
    expect(textIn('Ja', ['en'])).toBe('Ja')
    expect(textIn(['Ja', { '@value': 'Oui', '@language': 'fr' }], ['en'])).toBe('Ja')
    expect(textIn({ '@value': 'Oui' }, ['en'])).toBe('Oui')
    expect(textIn({})).toBe('')
  })
  test('reads every form, and leaves out what is none', () => {
    expect(taggedTexts([{ '@value': 'A', '@language': 'EN' }, 'B', { fr: 'C', de: 1 }, 4, null])).toEqual([
      { language: 'en', value: 'A' },
      { language: '', value: 'B' },
      { language: 'fr', value: 'C' },
    ])
  })
})

describe('instants', () => {
  test('reads what it wrote, for every date with a word in RFC 3339', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }), (date) => {
        expect(timeOf(toInstant(date) ?? '')).toBe(date.getTime())
      }),
    )
  })
  test('has no word for the rest', () => {
    for (const time of [Number.NaN, -62_167_219_200_001, 253_402_300_800_000]) expect(toInstant(new Date(time))).toBe(undefined)
  })
  test.each([
    ['2026-01-31T12:00:00+05:30', Date.UTC(2026, 0, 31, 6, 30)],
    ['2024-02-29T23:59:59.123456789Z', Date.UTC(2024, 1, 29, 23, 59, 59, 123)],
    ['0000-01-01T00:00:00Z', -62_167_219_200_000],
  ])('reads %s', (text, time) => expect(timeOf(text)).toBe(time))
  test.each([
    '2026-01-31',
    '2026-01-31T12:00:00',
    '2026-02-30T12:00:00Z',
    '2025-02-29T12:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2016-12-31T23:59:60Z',
    '2026-01-01t00:00:00z',
    '2026-01-01 00:00:00Z',
    '2026-01-01T00:00:00+15:00',
    '2026-01-01T00:00:00+00',
    '+012026-01-01T00:00:00Z',
    '٢٠٢٦-01-01T00:00:00Z',
    '',
  ])('refuses %j', (text) => expect(timeOf(text)).toBe(undefined))
})
