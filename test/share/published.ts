import { readdirSync } from 'node:fs'
import { fromPng, fromSvg } from '../../src/bake/index.js'
import { isCompactJwt } from '../../src/credential/secured.js'
import { isObject } from '../../src/json.js'
import { haveVectors, readVector, vectorPath } from '../vectors.js'

/** Every published file that is a credential, or an image that holds one: signed in any way, or not at all. */
export function published(): readonly { readonly file: string; readonly text: string }[] {
  const files = haveVectors ? readdirSync(vectorPath(''), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:json|jwt|txt|png|svg)$/.test(file)) : []
  return files.sort().flatMap((file) => {
    const bytes = readVector(file)
    try {
      const text = file.endsWith('.png') ? fromPng(bytes) : file.endsWith('.svg') ? fromSvg(bytes.toString('utf8')) : bytes.toString('utf8')
      return text !== undefined && isCredential(text) ? [{ file, text }] : []
    } catch {
      // No image, or a broken one: other tests say what becomes of it.
      return []
    }
  })
}

function isCredential(text: string): boolean {
  if (isCompactJwt(text)) return true
  const document: unknown = JSON.parse(text)
  return (
    isObject(document) &&
    ['proof', 'credentialSubject', 'signature', 'verification'].some((name) => isObject(document[name]) || Array.isArray(document[name])) &&
    ('type' in document || 'version' in document)
  )
}
