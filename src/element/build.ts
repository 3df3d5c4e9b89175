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

/** Somebody else's text: its direction is its own, and does not turn what stands around it (UAX #9); marks that pile up over other lines are cut. */
export function quoted(text: string): HTMLElement {
  return build('bdi', {}, unpiled(text))
}

/** With what is too long cut in its middle: of an identifier, the ends tell most. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.ceil(most / 2)).toWellFormed()}…${text.slice(-Math.floor(most / 2)).toWellFormed()}`
}

/** With at most four marks on one letter: no writing needs more. */
export function unpiled(text: string): string {
  return text.replace(/(\p{M}{4})\p{M}+/gu, '$1')
}
