import { sameBytes } from '../bytes.js'
import { BaseError } from '../errors.js'
import type { Answer, BlockHeader, Call, Cancel, ChainReader, Sighting } from '../seams.js'
import { nameOf, type Spot } from './chain.js'

/**
 * Several readers of one chain as one: it says what all of them say, and rejects with a {@link DisagreementError} where one says something else,
 * also that there is nothing. A reader that rejects makes it reject. Of their confirmations the fewest count. It asks contracts if all of them can.
 */
export function agreed(readers: readonly [ChainReader, ...ChainReader[]]): ChainReader {
  const [first] = readers
  if (readers.length === 1) return first
  const { id } = first
  return {
    id,
    async find(anchor, options) {
      const sightings = await Promise.all(readers.map((reader) => reader.find(anchor, options)))
      return sightings.reduce((a, b) => merged(anchor, a, b, ({ commitment }) => commitment))
    },
    ...(readers.every(({ call }) => call) && {
      async call(call: Call, options?: { readonly cancel?: Cancel | undefined }) {
        const answers = await Promise.all(readers.map((reader) => (reader as Required<ChainReader>).call(call, options)))
        return answers.reduce((a, b) => sameAnswer({ chain: id, contract: call.to }, a, b))
      },
    }),
    ...(readers.every(({ header }) => header) && {
      async header(height: number, options?: { readonly cancel?: Cancel | undefined }) {
        const headers = await Promise.all(readers.map((reader) => reader.header?.(height, options)))
        return headers.reduce((a, b) => merged({ chain: id, block: height }, a, b, ({ merkleRoot }) => merkleRoot))
      },
    }),
  }
}

/** Two sources of one chain say different things about one transaction, block or contract. `facts.about` says where they part. */
export class DisagreementError extends BaseError {
  override readonly name = 'anchor.DisagreementError'
  constructor(at: Spot, about: 'whether it is there' | 'what it holds' | 'when it was' | 'who sent it' | 'what it says') {
    const { spot, facts } = nameOf(at)
    super(`The sources for ${at.chain} do not agree about the ${spot}: ${about}. Ask again later, and then find out which of them is wrong.`, {
      facts: { ...facts, about },
    })
  }
}

function sameAnswer(at: Spot, a: Answer, b: Answer): Answer {
  const isSame = a.output && b.output ? sameBytes(a.output, b.output) : a.output === b.output
  if (!isSame) throw new DisagreementError(at, 'what it says')
  const { time } = Date.parse(a.time) < Date.parse(b.time) ? b : a
  return { ...a, time, confirmations: Math.min(a.confirmations, b.confirmations), testOnly: a.testOnly || b.testOnly }
}

function merged<T extends Sighting | BlockHeader>(at: Spot, a: T | undefined, b: T | undefined, held: (one: T) => Uint8Array): T | undefined {
  if (!a || !b) {
    if (a || b) throw new DisagreementError(at, 'whether it is there')
    return undefined
  }
  if (!sameBytes(held(a), held(b))) throw new DisagreementError(at, 'what it holds')
  if (Date.parse(a.time) !== Date.parse(b.time)) throw new DisagreementError(at, 'when it was')
  // On an EVM chain the case of an address is a checksum (EIP-55).
  if (senderOf(a) !== senderOf(b)) throw new DisagreementError(at, 'who sent it')
  const testOnly = [a, b].some((one) => 'testOnly' in one && one.testOnly)
  return { ...a, confirmations: Math.min(a.confirmations, b.confirmations), settled: a.settled && b.settled, ...('commitment' in a && { testOnly }) }
}

function senderOf(one: Sighting | BlockHeader): string | undefined {
  return 'sender' in one ? one.sender?.toLowerCase() : undefined
}
