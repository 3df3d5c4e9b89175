import { bitcoin } from '../anchor/chain.js'
import type { LookedUp } from '../anchor/lookup.js'
import { checkFile } from '../anchor/opentimestamps/date.js'
import { type Commitment, fromUtf8, utf8 } from '../bytes.js'
import { type AnchorWorld, type Dating, isAsked, undated } from './anchor.js'
import type { Judged } from './proofs.js'

/** The timestamps of the file that was held. Each dates all that is in it, and so every signature. */
export async function dateFile(proofs: readonly Judged[], world: AnchorWorld): Promise<Dating> {
  const { timestamps = [], chains = [], cancel, issuer } = world
  const file = bytesOf(world.file)
  if (!file) return { broken: [undated('It covers the bytes of a file: pass those, and not the object that was read from them.')], dated: [] }
  const signed = proofs.filter((proof) => isAsked(proof, issuer))
  const checks = await Promise.all(timestamps.map((ots) => checkFile(ots, file, signed.length > 0 ? chains : [], { cancel })))
  // That one is of another file is known without any signature.
  const broken = checks.filter(({ outcome }) => outcome === 'failed')
  if (signed.length === 0) return { broken: [...broken, undated('The signature that it dates did not pass.')], dated: [] }
  const found = checks.map((check, at): LookedUp => {
    const evidence = timestamps[at] as LookedUp['anchor']['evidence']
    return { anchor: { chain: bitcoin, transaction: '', commitment: file as Uint8Array as Commitment, evidence }, check }
  })
  return { broken, dated: signed.map((proof) => ({ proof, found })) }
}

/** A text as it stands in a file; not one that no file can hold, because another would have the same bytes. */
function bytesOf(file: string | Uint8Array | undefined): Uint8Array | undefined {
  if (typeof file !== 'string') return file
  const bytes = utf8(file)
  return fromUtf8(bytes) === file ? bytes : undefined
}
