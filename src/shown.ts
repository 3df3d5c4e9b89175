/** What a stranger wrote, as an error names it: it may be of any length, and its first 200 characters name it. */
export function shown(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
