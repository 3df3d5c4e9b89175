export { type Blockcert, blockcerts, isBlockcert } from './blockcerts.js'
