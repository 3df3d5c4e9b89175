/** An element with attributes and children. A string among the children is text, whatever stands in it. */
export function build<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: { readonly [attribute: string]: string } = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  element.append(...children)
  return element
}

/** Somebody else's text: its direction is its own, and does not turn what stands around it (UAX #9). */
export function quoted(text: string): HTMLElement {
  return build('bdi', {}, plain(text))
}

/** With what is too long cut in its middle: of an identifier, the ends tell most. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.ceil(most / 2)).toWellFormed()}…${text.slice(-Math.floor(most / 2)).toWellFormed()}`
}

/** Without what turns the direction of all that follows, and with at most four marks on one letter: no writing needs more, and more cover other lines. */
export function plain(text: string): string {
  return text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').replace(/(\p{M}{4})\p{M}+/gu, '$1')
}
