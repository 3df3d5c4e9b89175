export { ConflictError } from './kind.js'
export { CompressedError, fromPng, PngError, toPng } from './png.js'
export { fromSvg, toSvg } from './svg.js'
export { SvgError } from './xml.js'
