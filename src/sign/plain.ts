import type { Contexts } from '../contexts/index.js'
import { toProblem } from '../errors.js'
import type { JsonObject } from '../json.js'
import type { SuiteReader, World } from './suite.js'

// As many words of its own no credential has, and each is looked up in every context.
const maxOwn = 1000

/**
 * Reads a document with a suite. Where the suite takes plain words alone, and contexts stand in the document itself, these are looked at; those that
 * hide nothing get names, and the document is read once more. Rejects with what `read` throws.
 */
export async function plainly<T>(
  suite: SuiteReader,
  document: JsonObject,
  contexts: Contexts | undefined,
  read: (document: JsonObject, world: World) => T,
): Promise<T> {
  try {
    return read(document, { contexts })
  } catch (error) {
    const { name, facts } = toProblem(error)
    if (name !== 'canonicalize.HiddenMemberError' || facts['member'] !== '@context') throw error
    const { withOwnWords } = await import('../canonicalize/own.js')
    const own = withOwnWords(document, { ...suite.contexts, ...contexts }, maxOwn)
    return read(own.document, own)
  }
}
