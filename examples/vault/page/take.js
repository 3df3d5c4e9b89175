// Before anything else loads: the link leaves the address bar, where it would be seen and stay in the history.
globalThis.takeLink = () => {
  const { href, pathname } = location
  history.replaceState(null, '', pathname)
  return href
}
globalThis.link = globalThis.takeLink()
