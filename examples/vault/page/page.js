// Opens a link to a vault: the chain is asked for the record, the issuer for the other half of its key, and everything else happens here.
import { trusted } from 'microcred'
import { evmReader } from 'microcred/anchor/evm'
import { defineElements, en } from 'microcred/element'
import { custodian, linkIn, openVault } from 'microcred/vault'

const { node, custodian: address, issuer } = await (await fetch('/state')).json()
const provider = {
  request: async (call) => {
    const answer = await fetch(node, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...call }),
    })
    const { result, error } = await answer.json()
    if (error) throw new Error(error.message)
    return result
  },
}
const chains = [evmReader({ chainId: 31337, provider, settled: 1 })]
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
