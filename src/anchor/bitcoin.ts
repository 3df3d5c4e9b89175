export type { BlockHeader, Caip2, ChainReader, Place, Sighting } from '../seams.js'
export { DisagreementError } from './agreed.js'
export { type BitcoinReaderOptions, bitcoinReader, DepthError, OpReturnOnlyError } from './bitcoin/reader.js'
export { SourceError } from './bitcoin/source.js'
