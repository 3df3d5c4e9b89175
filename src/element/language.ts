import { en, type Language } from './text/en.js'

/** The first of the wished languages that there is a catalogue for, else English. French is loaded when it is the one. */
export async function languageOf(wishes: readonly string[], catalogues: readonly Language[]): Promise<Language> {
  for (const wish of wishes.map(primary)) {
    const found = catalogues.find(({ words }) => primary(words.language) === wish)
    if (found) return found
    if (wish === 'en') return en
    if (wish === 'fr') return (await import('./text/fr.js')).fr
  }
  return en
}

/** The languages that whoever reads this place of the page is likely to read: the page's own, and then the browser's. */
export function wishesOf(place: Element): readonly string[] {
  const page = place.closest<HTMLElement>('[lang]')?.lang
  return [...(page ? [page] : []), ...navigator.languages]
}

/** The day of an instant, in UTC, as this language writes it. */
export function dayIn(instant: string, { words }: Language): string {
  return new Date(instant).toLocaleDateString(words.language, { dateStyle: 'long', timeZone: 'UTC' })
}

function primary(language: string): string {
  return language.toLowerCase().split('-')[0] ?? ''
}
