import type { Json } from '../json.js'
import { isObject } from '../json.js'

/** Text in a known language (VC Data Model 2.0, 11.1). `@direction` may be read, but RDF has no word for it: it cannot be signed with RDFC. */
export type TaggedText = {
  readonly '@value': string
  readonly '@language'?: string | undefined
  readonly '@direction'?: 'ltr' | 'rtl' | undefined
}

/**
 * Text of no stated language, or in one or more languages: a map from BCP 47 tag to text, or the tagged texts that stand on the wire.
 *
 * The builders write a map as tagged texts: `{ en: 'Yes', fr: 'Oui' }` becomes `[{ '@value': 'Yes', '@language': 'en' }, …]`. The Open
 * Badges context declares no language maps, so that a map would not survive a canonicalizer that refuses undefined terms. A plain
 * string is the only form that 1EdTech's JSON Schemas accept: write one where certification matters.
 */
export type Text = string | { readonly [language: string]: string } | TaggedText | readonly (string | TaggedText)[]

/**
 * The text in the first of the wished languages that it exists in, else the text of no stated language, else the first one. `en` fits
 * `en-GB`, and `en-GB` fits `en` (RFC 4647, 3.4); an exact match comes first.
 *
 * @example
 * textIn({ en: 'Yes', fr: 'Oui' }, ['fr-CA', 'en']) // 'Oui'
 */
export function textIn(text: Text, languages: readonly string[] = []): string {
  return bestOf(taggedTexts(text), languages)?.value ?? ''
}

/** As `textIn`, of texts with their languages, and with the language that was found. */
export function bestOf<T extends { readonly language: string }>(texts: readonly T[], languages: readonly string[]): T | undefined {
  for (const wish of languages.map((language) => language.toLowerCase())) {
    const found = texts.find(({ language }) => language === wish) ?? texts.find(({ language }) => language !== '' && primary(language) === primary(wish))
    if (found) return found
  }
  return texts.find(({ language }) => language === '') ?? texts[0]
}

/** Every text with its language tag in lower case, which is empty where none is stated. Members of another form are left out. */
export function taggedTexts(text: unknown): readonly { readonly language: string; readonly value: string }[] {
  if (typeof text === 'string') return [{ language: '', value: text }]
  if (Array.isArray(text)) return text.flatMap(taggedTexts)
  if (!isObject(text)) return []
  const { '@value': value, '@language': language } = text
  if (typeof value === 'string') return [{ language: typeof language === 'string' ? language.toLowerCase() : '', value }]
  return Object.entries(text).flatMap(([tag, one]) => (typeof one === 'string' ? [{ language: tag.toLowerCase(), value: one }] : []))
}

/** A language map as the tagged texts that stand on the wire; every other form as it is. */
export function toTaggedText(text: Json): Json {
  if (!isObject(text) || '@value' in text) return text
  const texts = Object.entries(text).map(([language, value]) => ({ '@value': value, '@language': language }))
  return texts.length === 1 && texts[0] ? texts[0] : texts
}

function primary(language: string): string {
  return language.split('-')[0] ?? ''
}
