import { concat, utf8 } from '../bytes.js'
import type { Item } from '../cbor.js'
import type { Proof } from '../credential/secured.js'
import { BaseError } from '../errors.js'
import { BaseProofError, disclose, readParts, readProofValue, TooManyStatementsError, toIndexes, toLabels, VerifyOnlyError } from './disclosure.js'
import { earlierContexts } from './rdfc.js'
import { ProofValueError, type Reading, type Suite, type World } from './suite.js'

export { BaseProofError, TooManyStatementsError, VerifyOnlyError } from './disclosure.js'

const name = 'bbs-2023'

/**
 * `bbs-2023` (VC-DI-BBS 1.0, 3.4): selective disclosure that cannot be linked, derived proofs only, without the optional features. What its holder left
 * out is not there and not missed: an issuer that wants a date or a status to stay makes it mandatory. Nothing of it is anchored, because that would link.
 * The curve loads when the first proof comes.
 *
 * @example
 * await verify(derived, { accept: [...current, bbs2023], issuers: 'any' })
 */
export const bbs2023: Suite<'BLS12-381-G2'> = {
  kind: 'suite',
  name,
  algorithms: ['BLS12-381-G2'],
  readsTerms: true,
  discloses: true,
  alternates: earlierContexts,
  read,
  record() {
    throw new VerifyOnlyError(name)
  },
  signedBytes() {
    throw new VerifyOnlyError(name)
  },
  verify: () => false,
}

/** The proof uses a feature of its suite that is not read here. */
export class UnknownFeatureError extends BaseError {
  override readonly name = 'sign.UnknownFeatureError'
  constructor(suite: string, feature: string) {
    super(`This proof of ${suite} uses ${feature}, which is not read here, so it could not be checked. Ask its holder for one without.`, {
      facts: { suite, feature },
    })
  }
}

// VC-DI-BBS 1.0, 3.3.6: the last byte of the tag. An even one is that of a base proof.
const baseline = 3
const features: { readonly [byte: number]: string } = { 5: 'anonymous holder binding', 7: 'a pseudonym', 9: 'holder binding and a pseudonym' }

// Each message that was signed takes a millisecond or more, shown or hidden.
const maxMessages = 1000

function read(document: object, proof: Proof, world: World = {}): Reading {
  const { bbsProof, labels, mandatory, indexes, presentationHeader } = parse(proof)
  const disclosure = disclose(document, proof, labels, new Set(mandatory), world)
  if (!disclosure) return { verify: () => false }
  const header = concat(disclosure.proofHash, disclosure.mandatoryHash)
  const messages = disclosure.statements.map(utf8)
  return {
    verify: async ({ algorithm, bytes: publicKey }) => {
      if (algorithm !== 'BLS12-381-G2') return false
      const { verifyBbsProof } = await import('../keys/engines/bbs.js')
      return verifyBbsProof({ publicKey, proof: bbsProof, header, presentationHeader, messages, indexes })
    },
  }
}

type Derived = {
  readonly bbsProof: Uint8Array
  readonly labels: ReadonlyMap<string, string>
  readonly mandatory: readonly number[]
  /** The places of the statements among all that were signed. */
  readonly indexes: readonly number[]
  readonly presentationHeader: Uint8Array
}

/** VC-DI-BBS 1.0, 3.3.7. */
function parse(proof: Proof): Derived {
  const { feature, content } = readProofValue(proof)
  if (feature === 2 || feature === 4 || feature === 6 || feature === 8) throw new BaseProofError(name)
  const other = features[feature]
  if (other !== undefined) throw new UnknownFeatureError(name, other)
  if (feature !== baseline) throw new ProofValueError()
  const [bbsProof, labels, mandatory, selective, presentationHeader] = readParts(content, 5)
  if (!(bbsProof instanceof Uint8Array) || !(presentationHeader instanceof Uint8Array)) throw new ProofValueError()
  const indexes = toIndexes(selective)
  // Three points and four numbers, and a number for each message that is hidden.
  const messages = indexes.length + Math.max(0, Math.ceil((bbsProof.length - 272) / 32))
  if (messages > maxMessages) throw new TooManyStatementsError(messages, maxMessages)
  return { bbsProof, labels: toLabels(labels, toName), mandatory: toIndexes(mandatory), indexes, presentationHeader }
}

function toName(item: Item): string | undefined {
  return typeof item === 'number' ? `b${item}` : undefined
}
