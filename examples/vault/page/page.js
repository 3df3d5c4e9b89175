// Opens a link to a vault: the chain is asked for the record, the issuer for the other half of its key, and everything else happens here.
import { trusted } from 'microcred'
import { defineElements, en } from 'microcred/element'
import { custodian, linkIn, openVault } from 'microcred/vault'
import { chainAt } from '/browser/chain.js'

const { node, custodian: address, issuer } = await (await fetch('/state')).json()
const chains = [chainAt(node)]
const custodians = [custodian(address)]

const verifier = document.querySelector('microcred-verifier')
verifier.issuers = trusted({ [issuer.id]: { name: issuer.name } })
verifier.vault = (url, world) => {
  const link = linkIn(url)
  return link && openVault(link, { chains, custodians, ...world })
}
// This issuer erases for one reason only, and its page may say so.
const erased = { ...en.labels.erased, headline: 'Erased at the holder’s request' }
verifier.catalogues = [{ ...en, labels: { ...en.labels, erased } }]
defineElements()

if (linkIn(globalThis.link)) verifier.credential = globalThis.link
globalThis.link = undefined
addEventListener('hashchange', () => {
  const link = globalThis.takeLink()
  if (linkIn(link)) verifier.credential = link
})
