import { toHex } from '../../bytes.js'
import { BaseError } from '../../errors.js'
import { sha256 } from '../../hash.js'
import type { BlockHeader, ChainReader } from '../../seams.js'
import { bitcoin } from '../chain.js'

/** Headers of Bitcoin's blocks, 80 bytes each, by their heights. */
export type PinnedHeaders = { readonly [height: number]: Uint8Array }

/**
 * A reader of Bitcoin that has these block headers from the caller, so that a timestamp can be checked without a network. That each is the block at its
 * height is the caller's word: what passes by one says so, with the evidence `'pinned'`. It asks `reader` about everything else, and without one cannot
 * say anything else.
 *
 * @throws {HeaderError} for what is no height, or no header with the work that every block has
 * @example
 * await verify(text, { accept, issuers, timestamps: [ots], chains: [pinned({ 358391: fromHex('0300…') })] })
 */
export function pinned(headers: PinnedHeaders, reader?: ChainReader): ChainReader {
  const known = new Map(Object.entries(headers).map(([height, header]) => [Number(height), toHeader(height, header)]))
  return {
    id: bitcoin,
    async find(anchor, options) {
      if (!reader) throw new NotPinnedError('transactions')
      return reader.find(anchor, options)
    },
    async header(height, options) {
      const found = known.get(height)
      if (found) return found
      if (!reader?.header) throw new NotPinnedError(`the block ${height}`)
      return reader.header(height, options)
    },
  }
}

/** These bytes are not the header of a block of Bitcoin. */
export class HeaderError extends BaseError {
  override readonly name = 'anchor.HeaderError'
  constructor(height: string) {
    super(`What was pinned for "${height.slice(0, 40)}" is not the 80-byte header of a block of Bitcoin. Copy it again: height by height, in full.`, {
      facts: { height: height.slice(0, 40) },
    })
  }
}

/** The caller's headers do not say, and there is nobody else to ask. */
export class NotPinnedError extends BaseError {
  override readonly name = 'anchor.NotPinnedError'
  constructor(what: string) {
    super(`Nothing was pinned that tells about ${what}. Pass \`pinned\` a reader of Bitcoin to ask, or the header.`, { facts: { what } })
  }
}

/*
 * header = version:4 ‖ hash of the block before:32 ‖ Merkle root:32 ‖ time:4 ‖ bits:4 ‖ nonce:4
 * Numbers have their least byte first; a time is in seconds since 1970. `bits` is the target: 3 bytes, times 256 to the power of the fourth less 3. The
 * SHA-256 of the SHA-256 of the header, as a number, is not above it.
 */
function toHeader(height: string, header: Uint8Array): BlockHeader {
  if (!/^(0|[1-9][0-9]{0,9})$/.test(height) || header.length !== 80 || !hasWork(header)) throw new HeaderError(height)
  const time = new Date(1000 * numberAt(header, 68)).toISOString()
  return { merkleRoot: new Uint8Array(header.subarray(36, 68)), time, confirmations: 1, settled: true, evidence: 'pinned' }
}

// The easiest target that a block of the main chain may have.
const easiest = 0xffffn << 208n

/** A header that was copied wrongly has none. */
function hasWork(header: Uint8Array): boolean {
  const bits = numberAt(header, 72)
  const target = BigInt(bits & 0x7fffff) << BigInt(8 * ((bits >>> 24) - 3))
  return target <= easiest && BigInt(`0x${toHex(sha256(sha256(header)).reverse())}`) <= target
}

function numberAt(header: Uint8Array, at: number): number {
  return new DataView(header.buffer, header.byteOffset).getUint32(at, true)
}
