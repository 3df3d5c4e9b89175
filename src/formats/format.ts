import type { MaybePromise, Uri } from '../bytes.js'
import type { Contexts } from '../contexts/index.js'
import type { Recipient } from '../credential/recipient.js'
import type { ResolvedKey } from '../did/method.js'
import type { Check } from '../errors.js'
import type { JsonObject } from '../json.js'
import type { Cancel, ChainReader, Load } from '../seams.js'

/** What a format may touch, and what its caller asks. */
export type World = {
  readonly load?: Load | undefined
  readonly chains: readonly ChainReader[]
  readonly now: Date
  /** To whom it should have been awarded. */
  readonly recipient?: Recipient | undefined
  /** Whether a test chain may date what a key signed before it ended. */
  readonly allowTest: boolean
  readonly contexts?: Contexts | undefined
  readonly cancel?: Cancel | undefined
  /** Finds the key that a verification method names, by the key methods that the caller accepts. Rejects as they do. */
  resolve(verificationMethod: Uri): Promise<ResolvedKey>
  /** The document that a DID stands for, by the same methods. Rejects as they do, and where none of them has documents. */
  document(did: Uri): Promise<JsonObject>
  /**
   * What the verifier itself finds in a W3C credential, by the names of `checkNames`: for a format that is one, and more. It uses what the caller
   * accepts; the contexts that the format adds come after the caller's.
   */
  credential(document: JsonObject, contexts?: Contexts): Promise<{ readonly [name: string]: Check }>
}

/** What a format found. */
export type Examined = {
  /** What was awarded, as its issuer says it; `undefined` where it could not be read. */
  readonly document?: JsonObject | undefined
  /** Who issued it, by what was resolved; `undefined` where that could not be resolved. */
  readonly issuer?: Uri | undefined
  /** By the names of `checkNames`. What is left out is skipped; `issuer` is the verifier's to say. */
  readonly checks: { readonly [name: string]: Check }
  /** What decides nothing, and a person should know. */
  readonly notes?: readonly Note[] | undefined
}

/** Something that a person should know, and that decides nothing. `name` is as stable as a problem's. Plain JSON. */
export type Note = { readonly name: string; readonly message: string; readonly facts: JsonObject }

/** How to recognise and check what another family of tools issues: a record, found by what it recognises. */
export type Format = {
  readonly kind: 'format'
  readonly name: string
  /** Says by the form alone whether this is the format's to check: plain JSON data, or a text that is no JSON. Never throws. */
  recognise(value: JsonObject | string): boolean
  /** Examines what it recognises. Touches the network only through `load`; what is wrong with the value stands in the checks. */
  check(value: JsonObject | string, world: World): MaybePromise<Examined>
}
