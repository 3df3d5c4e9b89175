import { crc32, deflateSync } from 'node:zlib'
import { concat, utf8 } from '../../src/bytes.js'
import { type CompactJwt, type Secured, signed } from '../../src/credential/secured.js'
import { BaseError } from '../../src/errors.js'
import { jsonVector, readVector } from '../vectors.js'

/** A chunk as PNG 5.3 has it, from Node's own checksum. */
export function chunk(type: string, data: Uint8Array | string): Uint8Array {
  const body = concat(utf8(type), typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32BE(body.length - 4)
  numbers.writeUInt32BE(crc32(body), 4)
  return concat(numbers.subarray(0, 4), body, numbers.subarray(4))
}

export const signature: Uint8Array = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])
/** One red pixel, with other people's chunks around it. */
export const before: Uint8Array = concat(
  signature,
  chunk('IHDR', new Uint8Array([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])),
  chunk('tEXt', 'Software\0test'),
  chunk('iTXt', concat(utf8('Title\0\0\0fr\0Titre\0'), utf8('Diplôme'))),
  chunk('IDAT', deflateSync(new Uint8Array([0, 255, 0, 0]))),
)
export const end: Uint8Array = chunk('IEND', '')
export const pixel: Uint8Array = concat(before, end)
export const holding = (...chunks: Uint8Array[]): Uint8Array => concat(before, ...chunks, end)

export const badge: Secured = signed({
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'Zoé 学 ]]> & <b>',
  proof: [{ type: 'DataIntegrityProof', proofPurpose: 'assertionMethod' }],
})
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
export const jwt = (claims: object): CompactJwt => `${part({ alg: 'EdDSA' })}.${part(claims)}.c2ln` as CompactJwt
export const badgeJwt: Secured = jwt({ type: ['VerifiableCredential', 'OpenBadgeCredential'] })

/** What a call ends in: its value, or the whole of its error. Anything but an error of ours is a failure. */
export function outcome(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    return `${error.name}: ${error.message} ${JSON.stringify(error.facts)}`
  }
}
export const nameOf = (run: () => unknown): string => String(outcome(run)).split(':')[0] ?? ''

export type Published = { file: string; carrier: string; format: string }
/** The baked images among the samples of the 1EdTech validator. */
export function published(extension: string): Published[] {
  return jsonVector('1edtech-validator/manifest.json').cases.filter(({ file }: Published) => file.endsWith(extension))
}
export const readPublished = (file: string): Buffer => readVector(`1edtech-validator/${file}`)

/** Says what a text is, in the words of the manifest. */
export function formatOf(text: string): string {
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return 'VC-JWT/JWS'
  const { proof } = JSON.parse(text)
  return proof ? [proof].flat()[0].cryptosuite : 'none'
}
