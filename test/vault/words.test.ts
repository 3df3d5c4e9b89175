import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const papers = [
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(root, 'src/vault'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/vault/${name}`),
]

// Words that promise more than the software can keep.
const never = [
  /GDPR[- ]compliant/i,
  /not personal data/i,
  /ties to nobody/i,
  /the hash is erased/i,
  /right to erasure guaranteed/i,
  /perfectly hiding/i,
  /cannot be reversed/i,
  /deleted from the blockchain/i,
  /unreadable for ever/i,
  /only you can read/i,
  /the issuer cannot read/i,
  /never sent to a server/i,
  /length tells nothing/i,
  /patent-free/i,
]

test.each(papers)('%s promises no more about people than is true', (paper) => {
  const text = readFileSync(join(root, paper), 'utf8').replaceAll(/\s+/g, ' ')
  expect(never.filter((word) => word.test(text))).toEqual([])
  for (const [sentence] of text.matchAll(/[^.]*\banonymous\b[^.]*/gi)) expect(sentence).toContain('depends on who holds what')
})
