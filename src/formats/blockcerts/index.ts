export { type Blockcert, blockcerts, explainBlockcert, type HashedBlockcert, isBlockcert } from './blockcerts.js'
