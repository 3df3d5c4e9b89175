// What a process needs of the peer to verify one badge, and no more.

import { readFileSync } from 'node:fs'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import * as vc from '@digitalbazaar/vc'

/** Contexts and the issuer's documents, as the parent process wrote them. */
const documents = JSON.parse(readFileSync(process.argv[4], 'utf8'))

async function documentLoader(url) {
  const document = documents[url]
  if (!document) throw new Error(`${url} is not at hand.`)
  return { contextUrl: null, documentUrl: url, document, tag: 'static' }
}

export async function verify(credential) {
  const result = await vc.verifyCredential({
    credential,
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader,
    now: new Date('2026-06-01T12:00:00Z'),
  })
  if (!result.verified) throw result.error
}
