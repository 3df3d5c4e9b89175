import { toHex } from '../bytes.js'
import type { Proof } from '../credential/secured.js'
import { toProblem } from '../errors.js'
import { explain } from '../sign/explain.js'
import { proofsOf, suiteOf } from '../sign/proofs.js'
import type { SuiteReader } from '../sign/suite.js'
import { build, plain, shortened } from './build.js'
import type { Language } from './text/en.js'

/** What each proof of a badge is over, as it is computed here: canonical texts and their hashes; or, in words, why there is none to show. */
export async function signedOf(claim: object, suites: readonly SuiteReader[], language: Language): Promise<HTMLElement> {
  const { signed } = language.labels
  try {
    const proofs = proofsOf(claim)
    if (proofs.length === 0) return build('p', { class: 'soft' }, signed.none)
    const parts: Node[] = [build('p', { class: 'soft' }, signed.note)]
    for (const proof of proofs) parts.push(await textsOf(claim, proof, suites, language))
    return build('div', {}, ...parts)
  } catch (error) {
    return troubleOf(error, language)
  }
}

async function textsOf(claim: object, proof: Proof, suites: readonly SuiteReader[], language: Language): Promise<HTMLElement> {
  const { signed, tooLong } = language.labels
  const suite = suiteOf(proof, suites)
  if (!suite) return build('p', {}, signed.unread(nameOf(proof.cryptosuite ?? proof.type)))
  try {
    const { canonicalDocument, canonicalProof, documentHash, proofHash, hash } = await explain(claim, proof, { suite })
    const shown = (label: string, text: string, digest: Uint8Array): readonly Node[] => [
      build('p', {}, label, ' · ', hash, ' ', build('code', { dir: 'ltr' }, toHex(digest))),
      build('pre', { dir: 'ltr', tabindex: '0' }, text.length > most ? `${text.slice(0, most)}\n${tooLong}` : text),
    ]
    return build(
      'section',
      { 'aria-label': suite.name },
      build('p', {}, build('code', {}, suite.name)),
      ...shown(signed.document, canonicalDocument, documentHash),
      ...shown(signed.proof, canonicalProof, proofHash),
    )
  } catch (error) {
    return troubleOf(error, language)
  }
}

function troubleOf(error: unknown, { words }: Language): HTMLElement {
  const problem = toProblem(error)
  return build('p', {}, shortened(plain(words.problem(problem) ?? problem.message), 1000))
}

function nameOf(suite: unknown): string {
  return typeof suite === 'string' ? shortened(plain(suite), 80) : '–'
}

// Of a longer text nobody reads the rest on a page, and sixteen of them must not fill its memory.
const most = 50_000
