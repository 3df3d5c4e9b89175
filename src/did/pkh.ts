import { fromHex } from '../bytes.js'
import { allPurposes, BadIdError, type KeyMethod, KeyNotFoundError, UnsupportedKeyError } from './method.js'

/**
 * did:pkh for accounts of EVM chains (did:pkh Method; CAIP-10, namespace `eip155`): the identifier is the address of an account, which is a hash of
 * its key. Its `bytes` are that address, and only a suite that recovers keys from signatures can use them. Accounts of other chains are named, and
 * unknown.
 */
export const didPkh: KeyMethod = {
  kind: 'key method',
  name: 'did:pkh',
  owns: (verificationMethod) => verificationMethod.startsWith('did:pkh:'),
  resolve: (verificationMethod) => {
    const [controller = '', fragment = 'blockchainAccountId', ...more] = verificationMethod.split('#')
    if (more.length > 0 || fragment !== 'blockchainAccountId') throw new KeyNotFoundError(verificationMethod, controller)
    const [, namespace, reference = '', address = ''] = account.exec(controller) ?? []
    if (namespace === undefined) throw new BadIdError(verificationMethod, 'it is not did:pkh and an account')
    if (namespace !== 'eip155') throw new UnsupportedKeyError(verificationMethod)
    if (!/^[1-9]\d*$/.test(reference) || !/^0x[\da-fA-F]{40}$/.test(address)) throw new BadIdError(verificationMethod, 'it names no account of an EVM chain')
    return { algorithm: 'EcdsaSecp256k1RecoveryMethod2020', bytes: fromHex(address.slice(2)), controller, purposes: allPurposes, boundBy: 'chain account' }
  },
}

// CAIP-10: an account id is a namespace, a reference and an address.
const account = /^did:pkh:([-a-z\d]{3,8}):([-_a-zA-Z\d]{1,32}):([-.%a-zA-Z\d]{1,128})$/
