// An LMS backend: a badge on a webhook now, an anchor tonight.
import { Hono } from 'hono'
import { achievement, anchor, attach, eddsaRdfc2022, identity, openBadge, profile, sign } from 'microcred'
import { fromRow, leaf, fromText as receiptFrom, toText as receiptText, resume, toRow } from 'microcred/anchor'
import { evm } from 'microcred/anchor/evm'
import { toPng } from 'microcred/bake'
import { signed as readSigned, toText } from 'microcred/credential'
import { fromCryptoKeys, fromSpki, keyAt, remote } from 'microcred/keys'
import { createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { anchorKey, db, image, kms, pair, rpc } from './world.js'

// Once, at start.
const issuer = profile({ id: 'did:web:uni.example', name: { en: 'Example University', fr: 'Université Exemple' }, url: 'https://uni.example' })
const course = achievement({
  id: 'https://uni.example/a/statistics',
  name: 'Statistics I',
  description: 'Thirty hours.',
  criteria: { narrative: 'Pass the exam.' },
  achievementType: 'MicroCredential',
})
const key = keyAt('did:web:uni.example#2026', await fromCryptoKeys(pair, 'Ed25519'))
export const kmsKey = keyAt('did:web:uni.example#kms', remote({ publicKey: fromSpki(kms.spki, 'P-256'), format: 'der', sign: (message) => kms.sign(message) }))
// In production `chain: mainnet`, and `settled` left out: 'finalized'.
const chain = evm({ client: createWalletClient({ account: privateKeyToAccount(anchorKey), chain: foundry, transport: http(rpc) }), settled: 1 })

const app = new Hono()

app.post('/hooks/course-completed', async (c) => {
  const event = await c.req.json<{ attempt: string; email: string; completedAt: string }>()
  const id = `https://uni.example/badges/${event.attempt}`
  if (await db.find(id)) return c.body(null, 200)
  const badge = openBadge({
    id,
    issuer,
    achievement: course,
    subject: { identifier: [identity(event.email, { type: 'emailAddress', salt: crypto.randomUUID() })] },
    validFrom: new Date(event.completedAt),
    refresh: id,
  })
  const signed = await sign(badge, { suite: eddsaRdfc2022, key })
  await db.save({ id, text: toText(signed), leaf: toRow(leaf(signed, { suite: eddsaRdfc2022 })) })
  return c.body(null, 201)
})

// The learner's address never changes: the same URL gives the badge at once, and with its receipt from tomorrow.
app.get('/badges/:attempt', async (c) => {
  const row = await db.find(c.req.url)
  if (!row) return c.notFound()
  const signed = readSigned(row.text)
  const current = row.receipt ? attach(signed, receiptFrom(row.receipt)) : signed
  return new Response(toPng(image, current), { headers: { 'content-type': 'image/png' } })
})

export async function everyNight(): Promise<void> {
  const left = await db.pending.get()
  const { receipts } = left
    ? await resume(left, { chain })
    : await anchor(
        (await db.unanchored()).map((row) => fromRow(row.id, row.leaf)),
        { chain, keep: (pending) => db.pending.put(pending) },
      )
  for (const [id, receipt] of receipts) await db.saveReceipt(id, receiptText(receipt))
  await db.pending.clear()
}

export default app
