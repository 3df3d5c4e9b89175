export type { Answer, Caip2, Call, Chain, ChainReader, DataChain, DataReader, DataSighting, Estimate, Place, Prepared, Sighting } from '../seams.js'
export { NotDataError, RevertedError, TooMuchDataError, UnprotectedError } from './chain.js'
export { NodeError, type Provider } from './evm/node.js'
export {
  AccountError,
  type EvmOptions,
  evm,
  FeeTooHighError,
  NoBaseFeeError,
  NotSentError,
  type Publisher,
  ReplacedError,
  type UnsignedTransaction,
} from './evm/publisher.js'
export {
  CalldataOnlyError,
  type EvmReaderOptions,
  evmReader,
  NoFinalityError,
  type Settled,
  SettledError,
} from './evm/reader.js'
