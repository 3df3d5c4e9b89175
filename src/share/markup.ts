/** Markup that is safe to write as it is. */
export type Markup = { readonly markup: string }
type Value = string | Markup | undefined | false | readonly (Markup | undefined | false)[]

/**
 * HTML, SVG or XML in which every interpolated text is escaped, so that it is text and nothing else, in elements and in quoted attributes.
 *
 * @example
 * markup`<p>${'<b>'}</p>`.markup // '<p>&#60;b&#62;</p>'
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: strings.map((text, index) => text + written(values[index])).join('') }
}

/** Markup that was made elsewhere, and is safe there. */
export function raw(text: string): Markup {
  return { markup: text }
}

function written(value: Value): string {
  if (value === undefined || value === false) return ''
  if (typeof value === 'string') return value.replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return 'markup' in value ? value.markup : value.map((one) => written(one)).join('')
}
