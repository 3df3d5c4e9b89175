import { documentAt, keyIn } from './controller.js'
import { BadIdError, type KeyMethod, KeyNotFoundError } from './method.js'

/**
 * Issuers whose id is an https URL: the verification method without its fragment is the URL of a controller document or an issuer profile,
 * a JSON object with that `id`, `verificationMethod` and `assertionMethod` (Controlled Identifiers 1.0, 2.1; Open Badges 3.0, 5.1).
 */
export const controllerDocument: KeyMethod = {
  kind: 'key method',
  name: 'https',
  owns: (verificationMethod) => verificationMethod.startsWith('https://'),
  resolve: async (verificationMethod, world) => {
    const [url = '', fragment, ...more] = verificationMethod.split('#')
    if (!URL.canParse(url)) throw new BadIdError(verificationMethod, 'it is not a URL')
    if (!fragment || more.length > 0) throw new KeyNotFoundError(verificationMethod, url)
    return keyIn(await documentAt(url, url, world), verificationMethod, url)
  },
}
