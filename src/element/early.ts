/** Takes off an element what a page set on it before it was defined: such a property would hide the accessor of the same name. */
export function early<Type extends HTMLElement, Name extends keyof Type>(element: HTMLElement, names: readonly Name[]): { readonly [One in Name]?: Type[One] } {
  const from = element as unknown as { [One in Name]?: Type[One] }
  const own = names.filter((name) => Object.hasOwn(element, name))
  const found = Object.fromEntries(own.map((name) => [name, from[name]]))
  for (const name of own) delete from[name]
  return found as { [One in Name]?: Type[One] }
}
