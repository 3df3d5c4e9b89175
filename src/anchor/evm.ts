export type { Answer, Caip2, Call, Chain, ChainReader, Estimate, Place, Prepared, Sighting } from '../seams.js'
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
  RevertedError,
  type Settled,
  SettledError,
  UnprotectedError,
} from './evm/reader.js'
