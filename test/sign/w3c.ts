import type { Contexts } from '../../src/contexts/index.js'
import type { Signed } from '../../src/credential/secured.js'
import { fromMultikey } from '../../src/keys/multikey.js'
import type { PublicKey } from '../../src/seams.js'
import { haveVectors, jsonVector } from '../vectors.js'
import { proofOf } from './disclosures.js'

export type Need = { readonly type: string; readonly id: string; readonly file?: string }
export type Case = {
  readonly id: string
  readonly file: string
  readonly kind: string
  readonly expected: string
  readonly optionalFeature?: string
  readonly needs: readonly Need[]
}

/** The cases of one suite in a manifest. */
export function casesOf(source: string, kind: string): readonly Case[] {
  return haveVectors ? (jsonVector(`${source}/manifest.json`).cases as readonly Case[]).filter((one) => one.kind === kind) : []
}

/** The contexts that a case needs: nobody should sign under some of them, and none is bundled for a test. */
export function contextsFor(needs: readonly Need[]): Contexts {
  return Object.fromEntries(needs.flatMap(({ type, id, file }) => (type === 'context' && file ? [[id, jsonVector(file.replace('../', ''))]] : [])))
}

/** The key that a did:key names. */
export function keyIn(signed: Signed): PublicKey {
  const [did = ''] = String(proofOf(signed).verificationMethod).split('#')
  return fromMultikey(did.slice('did:key:'.length))
}
