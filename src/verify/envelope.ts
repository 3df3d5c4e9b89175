import { fromBase64url, fromUtf8 } from '../bytes.js'
import { type Json, type JsonLimits, limits, many, TooLargeError } from '../json.js'
import { credentialIn, decodeJws } from '../sign/jwt.js'
import { HeldError, NotReadError, type Opened, type Presented } from './held.js'

/** Opens a JWT: what it carries is a credential, or a presentation. */
export async function openJwt(text: string): Promise<Opened | Presented> {
  const jws = decodeJws(text)
  const { vp, type } = jws.payload
  if (vp !== undefined || many(type).includes('VerifiablePresentation')) return (await import('./presentation.js')).presentationIn(jws)
  const jwt = credentialIn(jws)
  return { document: jwt.credential, jwt }
}

/** VC Data Model 2.0, 4.13: the credential or the presentation is in a data URL, in the form that its media type says, which must be what is there. */
export async function openEnvelope(envelope: Json, url: Json | undefined, { maxBytes = limits.maxBytes }: JsonLimits): Promise<Opened | Presented> {
  const [, type = '', parameters = '', text = ''] = /^data:([^,;]+)((?:;[^,]*)?),(.*)$/s.exec(String(url)) ?? []
  if (text.length > maxBytes) throw new TooLargeError('length', maxBytes)
  const kind = envelope === 'EnvelopedVerifiablePresentation' ? 'vp' : 'vc'
  if (![`application/${kind}+jwt`, `application/${kind}-ld+jwt`, 'application/jwt'].includes(type))
    throw new NotReadError(type === '' ? 'an envelope without a data URL' : `an envelope of the type ${type.slice(0, 60)}`)
  // RFC 2397, 2: this one says how the data are written, and the others nothing about them.
  const opened = await openJwt(parameters.endsWith(';base64') ? fromUtf8(fromBase64url(text.replace(/=+$/, ''))) : text)
  if ('presentation' in opened !== (kind === 'vp')) throw new HeldError('What is in the envelope is not what the envelope says.')
  return opened
}
