// The verifier of Blockcerts, as its own bundle for Node has it: that bundle holds the forks that its package names by git addresses.

import { createRequire } from 'node:module'
import { versionOf } from './reading.mjs'

const { Certificate } = createRequire(import.meta.url)('@blockcerts/cert-verifier-js/dist/verifier-node/index.js')

export const version = versionOf('@blockcerts/cert-verifier-js')

/** An explorer of chains that knows one transaction, as the project's own tests have it. */
const explorers = (transaction) => {
  const parsingFunction = async () => {
    if (!transaction) throw new Error('No transaction is among the facts.')
    return { ...transaction, time: new Date(transaction.time), revokedAddresses: transaction.revokedAddresses ?? [] }
  }
  return ['btc', 'evm'].map((chainType) => ({ apiType: 'rpc', chainType, priority: 0, serviceURL: 'https://explorer.example', parsingFunction }))
}

// Everything begins with a profile of the issuer, of the kind that Blockcerts have: without it nothing is looked at.
const unread = /^(No support for proof verification|Unable to get issuer profile)/

export async function verify({ document, options, transaction, signatureAlone }) {
  if (!document) return { verdict: 'cannot read', why: 'it takes JSON' }
  if (signatureAlone) return { verdict: 'cannot read', why: 'it cannot be asked for the proofs alone' }
  const certificate = new Certificate(document, {
    ...options,
    explorerAPIs: explorers(transaction),
    didResolverUrl: 'https://resolver.identity.foundation/1.0/identifiers',
  })
  try {
    await certificate.init()
  } catch (error) {
    const why = String(error?.message ?? error)
    return { verdict: unread.test(why) ? 'cannot read' : 'not passed', why }
  }
  const { status, message } = await certificate.verify()
  return status === 'success' ? { verdict: 'passed' } : { verdict: 'not passed', why: String(message?.description ?? message) }
}
