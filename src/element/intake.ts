import { fromUtf8 } from '../bytes.js'
import { BaseError } from '../errors.js'
import { limits, TooLargeError } from '../json.js'
import { FailedError, needed } from '../load/failure.js'
import type { Cancel, Load } from '../seams.js'
import { type Held, HeldError, NotReadError } from '../verify/held.js'

/** Reads a kind of file that is not read here, a ZIP for example: the credential's text or bytes; `undefined` when it is of another kind. */
export type Reader = (bytes: Uint8Array, world: { readonly cancel: Cancel }) => Promise<string | Uint8Array | undefined>

/** What reading may use. */
export type Intake = {
  readonly load: Load | undefined
  readonly readers: readonly Reader[]
  /** What a link to a vault opens; `undefined` for text that is none. */
  readonly opener: (url: string) => Promise<string | undefined>
  readonly maxBytes: number
  readonly cancel: Cancel
}

/**
 * Unwraps what somebody handed over until it is something that `verify` takes: follows a link, reads the QR code in a picture that carries
 * nothing else, asks the readers. A file is looked at once, and one that is too large not at all.
 */
export async function unwrapped(given: Held, world: Intake, left = 3): Promise<Held> {
  if (typeof given === 'string') return fromText(given, world, left)
  if (!('arrayBuffer' in given) && !(given instanceof Uint8Array)) return given
  const bytes = given instanceof Uint8Array ? given : await read(given as Blob, Math.max(world.maxBytes, limits.maxBytes))
  for (const reader of world.readers) {
    const inside = await reader(bytes, { cancel: world.cancel })
    if (inside !== undefined && left > 0) return unwrapped(inside, world, left - 1)
  }
  if (isShort(bytes) && bytes[0] === 0x68) return fromText(fromUtf8(bytes), world, left)
  return [0x89, 0xff, 0x47, 0x52].includes(bytes[0] ?? 0) ? fromPicture(bytes, world, left) : bytes
}

async function read(file: Blob, maxBytes: number): Promise<Uint8Array> {
  if (file.size > maxBytes) throw new TooLargeError('length', maxBytes)
  return new Uint8Array(await file.arrayBuffer())
}

/** An address is a link that brings a credential, or where one is served. Everything else is the credential's own text. */
async function fromText(text: string, world: Intake, left: number): Promise<Held> {
  const address = text.trim()
  if (!/^https?:\/\/\S+$/i.test(address)) return text
  const opened = await world.opener(address)
  if (opened !== undefined) return opened
  const [{ linkIn }, { readLink }] = await Promise.all([import('../vault/link.js'), import('../share/link.js')])
  // It is not asked for at its address, and not shown: its end is a secret.
  if (linkIn(address) !== undefined) throw new NotReadError('a link to a record in a vault')
  const linked = readLink(address)
  if (linked?.text !== undefined) return linked.text
  const url = linked?.url ?? address
  const { bytes } = await needed(world.load, url)(url, { cancel: world.cancel }).catch((cause: unknown) => {
    throw cause instanceof BaseError ? cause : new FailedError(url, 'network', 'there was no answer', cause)
  })
  if (left === 0) throw new HeldError('One address leads to another, and so on.')
  return unwrapped(bytes, world, left - 1)
}

async function fromPicture(bytes: Uint8Array, world: Intake, left: number): Promise<Held> {
  const { kindOf } = await import('./picture.js')
  const type = kindOf(bytes)
  if (!type || (type === 'image/png' && (await carries(bytes)))) return bytes
  const { codeIn } = await import('./code.js')
  const code = await codeIn(bytes, type, world.cancel)
  if (code !== undefined && left > 0) return unwrapped(code, world, left - 1)
  throw new HeldError('It is a picture without a credential in it, and without a QR code that could be read: ask for the original file.')
}

/** Whether a PNG carries a credential, or something that is wrong with one, which is for the verifier to say. */
async function carries(bytes: Uint8Array): Promise<boolean> {
  const { fromPng } = await import('../bake/png.js')
  try {
    return fromPng(bytes) !== undefined
  } catch {
    return true
  }
}

function isShort(bytes: Uint8Array): boolean {
  return bytes.length < 2 * 1024 * 1024
}
