import type { KeyMethod } from '../../src/did/index.js'

/** did:ion as the corpus of Blockcerts resolves it: by asking a resolver. It gives documents, and leaves their keys to who asks. */
export const didIon: KeyMethod = {
  kind: 'key method',
  name: 'did:ion',
  owns: (id) => id.startsWith('did:ion:'),
  resolve: () => Promise.reject(new Error('This method gives documents alone.')),
  async document(did, { load }) {
    const loaded = await load?.(`https://resolver.identity.foundation/1.0/identifiers/${did}`)
    const answer = JSON.parse(new TextDecoder().decode(loaded?.bytes))
    return answer.didDocument ?? answer
  },
}
