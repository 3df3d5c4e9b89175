export { isOpenAttestation, type OpenAttestation, type OpenAttestationOptions, openAttestation, openAttestationWith } from './openattestation.js'
