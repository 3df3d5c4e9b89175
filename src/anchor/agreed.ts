import { sameBytes } from '../bytes.js'
import { BaseError } from '../errors.js'
import type { Anchor, ChainReader, Sighting } from '../seams.js'

/**
 * Several readers of one chain as one: it says what all of them say, and rejects with a {@link DisagreementError} where one says something else,
 * also that there is nothing. A reader that rejects makes it reject. Of their confirmations the fewest count.
 */
export function agreed(readers: readonly [ChainReader, ...ChainReader[]]): ChainReader {
  const [first] = readers
  if (readers.length === 1) return first
  return {
    id: first.id,
    async find(anchor, options) {
      const sightings = await Promise.all(readers.map((reader) => reader.find(anchor, options)))
      return sightings.reduce((a, b) => merged(anchor, a, b))
    },
  }
}

/** Two sources of one chain say different things about one transaction. `facts.about` says where they part. */
export class DisagreementError extends BaseError {
  override readonly name = 'anchor.DisagreementError'
  constructor({ chain, transaction }: Anchor, about: 'whether it is there' | 'what it holds' | 'when it was' | 'who sent it') {
    super(`The sources for ${chain} do not agree about the transaction ${transaction}: ${about}. Ask again later, and then find out which of them is wrong.`, {
      facts: { chain, transaction, about },
    })
  }
}

function merged(anchor: Anchor, a: Sighting | undefined, b: Sighting | undefined): Sighting | undefined {
  if (!a || !b) {
    if (a || b) throw new DisagreementError(anchor, 'whether it is there')
    return undefined
  }
  if (!sameBytes(a.commitment, b.commitment)) throw new DisagreementError(anchor, 'what it holds')
  if (Date.parse(a.time) !== Date.parse(b.time)) throw new DisagreementError(anchor, 'when it was')
  // On an EVM chain the case of an address is a checksum (EIP-55).
  if (a.sender?.toLowerCase() !== b.sender?.toLowerCase()) throw new DisagreementError(anchor, 'who sent it')
  return { ...a, confirmations: Math.min(a.confirmations, b.confirmations), settled: a.settled && b.settled, testOnly: a.testOnly || b.testOnly }
}
