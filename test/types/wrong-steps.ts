// Every wrong step below must fail to compile.
import {
  anchor,
  attach,
  type Chain,
  type ChainReader,
  type Credential,
  current,
  ecdsaRdfc2019,
  eddsaRdfc2022,
  type OpenBadge,
  openBadge,
  type Report,
  sign,
  trusted,
  verify,
} from 'microcred'
import { leafBytes, publish } from 'microcred/anchor'
import { evm, evmReader } from 'microcred/anchor/evm'
import { toPng } from 'microcred/bake'
import type { Json } from 'microcred/json'
import { ed25519, keyAt, p256 } from 'microcred/keys'
import { build, commit, hashLeaf, newSalt, rootOf } from 'microcred/merkle'
import { linkedIn } from 'microcred/share'
import { signJwt } from 'microcred/sign'
import { ed25519Signature2020 } from 'microcred/sign/older'
import { registry } from 'microcred/verify'
import { createPublicClient, createWalletClient, http } from 'viem'
import { mainnet } from 'viem/chains'

declare const badge: OpenBadge
declare const chain: Chain
declare const reader: ChainReader
declare const file: File
declare const png: Uint8Array
declare function issuerOf(credential: Credential): unknown
const keep = async (): Promise<void> => {}
const suite = eddsaRdfc2022
const key = keyAt('did:web:uni.example#1', ed25519(png))
const signed = await sign(badge, { suite, key })
const jwt = await signJwt(badge, { key })
const options = { accept: current, issuers: 'any' } as const

// @ts-expect-error an unsigned badge cannot be anchored
await anchor([badge], { suite, chain, keep })
// @ts-expect-error nor baked
toPng(png, badge)
// @ts-expect-error nor shared
linkedIn(badge, { page: 'https://uni.example', organization: { id: 1 } })
// @ts-expect-error an object that merely has a proof member is not signed
await anchor([{ ...badge, proof: [{ type: 'DataIntegrityProof', proofPurpose: 'assertionMethod' }] }], { suite, chain, keep })
// @ts-expect-error anchoring without a place to keep the salts
await anchor([signed], { suite, chain })
// @ts-expect-error a reader cannot publish
await anchor([signed], { suite, chain: reader, keep })
// @ts-expect-error a leaf is a signature: only its suite knows what was signed
await anchor([signed], { chain, keep })
// @ts-expect-error a bare 32-byte hash is not a leaf
build([new Uint8Array(32)])
// @ts-expect-error bytes that skipped the canonicalizer are not a leaf
hashLeaf(new TextEncoder().encode('{}'), newSalt())
// @ts-expect-error a leaf without a salt can be guessed
hashLeaf(leafBytes(signed, { suite }))
// @ts-expect-error a root is not a commitment: it does not bind the size
await publish(rootOf(build([])).hash, { chain, keep })
await publish(commit(rootOf(build([]))), { chain, keep })
// @ts-expect-error a JWT cannot carry a receipt
attach(jwt, new Map())
// One more proof leaves the leaf as it is: what was anchored may be signed again.
await sign(attach(signed, new Map()), { suite, key })
// @ts-expect-error there is no proof-only `verify`: what was not examined is never `passed`
await verify(file, { ...options, only: ['signature'] })
// @ts-expect-error an older suite is read, and not signed with
await sign(badge, { suite: ed25519Signature2020, key })
await verify(file, { ...options, accept: [...current, ed25519Signature2020] })
// @ts-expect-error an Ed25519 key cannot sign with ECDSA
await sign(badge, { suite: ecdsaRdfc2019, key })
await sign(badge, { suite: ecdsaRdfc2019, key: keyAt('did:web:uni.example#2', p256(png)) })
// @ts-expect-error a signer without its verification method
await sign(badge, { suite, key: ed25519(png) })
// @ts-expect-error nobody said whom to believe
await verify(file, { accept: current })
// @ts-expect-error nobody said what to accept
await verify(file, { issuers: trusted([]) })
// @ts-expect-error a forgotten await
await verify(file.text(), options)
// @ts-expect-error nothing to verify
await verify(undefined, options)
const report = await verify(file, options)
// @ts-expect-error a credential is only there when the report passed
report.credential
// @ts-expect-error a passed report may be the report on a presentation, which nobody issued
if (report.outcome === 'passed') issuerOf(report.credential)
if (report.outcome === 'passed' && report.credential) issuerOf(report.credential)
// @ts-expect-error a presentation has no issuer
if (report.presentation) report.presentation.issuer
// @ts-expect-error a challenge that was lost
await verify(file, { ...options, presentation: { challenge: undefined } })
// @ts-expect-error nobody said who signs the registry
registry('https://registry.example/registry.json')
// @ts-expect-error a report is not a boolean
if (report.outcome === true) throw new Error()
// @ts-expect-error a misspelt failure
if (report.checks.status.outcome === 'failed' && report.checks.status.problem.name === 'status.RevokdError') throw new Error()
// @ts-expect-error a string date
openBadge({ id: 'urn:1', issuer: badge.issuer, achievement: badge.credentialSubject.achievement, subject: { id: 'urn:2' }, validFrom: '2026-01-01' })
// @ts-expect-error a learner without an id or an identifier
openBadge({ id: 'urn:1', issuer: badge.issuer, achievement: badge.credentialSubject.achievement, subject: {}, validFrom: new Date() })
// A plain viem client reads.
export const viemReader: ChainReader = evmReader({ chainId: 1, provider: createPublicClient({ chain: mainnet, transport: http() }) })
// @ts-expect-error a client without an account cannot publish
export const publisher: Chain = evm({ client: createWalletClient({ chain: mainnet, transport: http() }) })
// The checks of a report are plain JSON, and so is its verdict.
export const json: readonly Json[] = [report.checks, report.outcome, report.at]
export type Whole = Report
