/** The URL, where nobody between can read what goes over it: https, or this machine (W3C Secure Contexts, 3.1); `undefined` for any other. */
export function trustworthy(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'https:') return url
  return url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) ? url : undefined
}
