import { sameBytes } from '../bytes.js'
import { BaseError } from '../errors.js'
import type { Anchor, Answer, Caip2, Call, Cancel, ChainReader, Place, Sighting } from '../seams.js'

/**
 * Several readers of one chain as one: it says what all of them say, and rejects with a {@link DisagreementError} where one says something else,
 * also that there is nothing. A reader that rejects makes it reject. Of their confirmations the fewest count. It asks contracts if all of them can.
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
    ...(readers.every(({ call }) => call) && {
      async call(call: Call, options?: { readonly cancel?: Cancel | undefined }) {
        const answers = await Promise.all(readers.map((reader) => (reader as Required<ChainReader>).call(call, options)))
        return answers.reduce((a, b) => sameAnswer({ chain: first.id, contract: call.to }, a, b))
      },
    }),
  }
}

/** Two sources of one chain say different things about one transaction or contract. `facts.about` says where they part. */
export class DisagreementError extends BaseError {
  override readonly name = 'anchor.DisagreementError'
  constructor({ chain, ...what }: Where, about: 'whether it is there' | 'what it holds' | 'when it was' | 'who sent it' | 'what it says') {
    super(
      `The sources for ${chain} do not agree about the ${Object.entries(what).flat().join(' ')}: ${about}. Ask again later, and then find out which of them is wrong.`,
      {
        facts: { chain, ...what, about },
      },
    )
  }
}

type Where = Place | { readonly chain: Caip2; readonly contract: string }

function sameAnswer(where: Where, a: Answer, b: Answer): Answer {
  const isSame = a.output && b.output ? sameBytes(a.output, b.output) : a.output === b.output
  if (!isSame) throw new DisagreementError(where, 'what it says')
  const { time } = Date.parse(a.time) < Date.parse(b.time) ? b : a
  return { ...a, time, confirmations: Math.min(a.confirmations, b.confirmations), testOnly: a.testOnly || b.testOnly }
}

function merged({ chain, transaction }: Anchor, a: Sighting | undefined, b: Sighting | undefined): Sighting | undefined {
  const where = { chain, transaction }
  if (!a || !b) {
    if (a || b) throw new DisagreementError(where, 'whether it is there')
    return undefined
  }
  if (!sameBytes(a.commitment, b.commitment)) throw new DisagreementError(where, 'what it holds')
  if (Date.parse(a.time) !== Date.parse(b.time)) throw new DisagreementError(where, 'when it was')
  // On an EVM chain the case of an address is a checksum (EIP-55).
  if (a.sender?.toLowerCase() !== b.sender?.toLowerCase()) throw new DisagreementError(where, 'who sent it')
  return { ...a, confirmations: Math.min(a.confirmations, b.confirmations), settled: a.settled && b.settled, testOnly: a.testOnly || b.testOnly }
}
