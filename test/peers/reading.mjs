import { readFileSync } from 'node:fs'

export const many = (value) => (value === undefined ? [] : [value].flat())

/** The suites that a document’s proofs are of, by the names that their standards give them. */
export const proofTypesOf = ({ proof, signature }) => many(proof ?? signature).map(({ type, cryptosuite }) => cryptosuite ?? many(type)[0])

export const versionOf = (name) => {
  const { version } = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8'))
  return `${name} ${version}`
}
